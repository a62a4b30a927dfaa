"""Floors and ceilings: by what they are compared with, and by whole periods and rests."""

import pytest

from answerkey.deciding.pairs import decide_pair

WHOLE = [r"n \in \mathbb{Z}"]
COUNTS = [r"n, m \in \mathbb{N}", r"m \ge 1"]
PAIRS = [  # left side, right side, a wrong one, domain
    (r"\lfloor x \rfloor + \lfloor -x \rfloor",
     r"\begin{cases} 0 & x = \lfloor x \rfloor \\ -1 & \text{otherwise} \end{cases}", "-1", []),
    (r"\lfloor \lfloor x \rfloor / 2 \rfloor", r"\lfloor x / 2 \rfloor", r"\lfloor x \rfloor / 2", []),
    (r"\lfloor 3x \rfloor", r"\lfloor x \rfloor + \lfloor x + \frac13 \rfloor + \lfloor x + \frac23 \rfloor",
     r"3 \lfloor x \rfloor", []),
    (r"\lceil 2x \rceil", r"\lceil x \rceil + \lceil x - \frac12 \rceil", r"2 \lceil x \rceil", []),
    (r"\lfloor x + \frac12 \rfloor", r"\lceil x - \frac12 \rceil", r"\lfloor x \rfloor",
     [r"x \ne \lfloor x \rfloor + \frac12"]),
    (r"\lfloor \frac{n + 1}{2} \rfloor", r"\lceil \frac{n}{2} \rceil", r"\lfloor \frac{n}{2} \rfloor + 1", WHOLE),
    (r"\lfloor \frac{n}{2} \rfloor", r"\frac{n}{2} - \frac{1 - (-1)^n}{4}", r"\frac{n}{2} - \frac{1 - (-1)^n}{2}",
     [r"n \in \mathbb{N}"]),
    (r"\lceil \frac{n}{m} \rceil", r"\lfloor \frac{n - 1}{m} \rfloor + 1", r"\lfloor \frac{n}{m} \rfloor + 1", COUNTS),
    (r"\lceil \frac{n}{m} \rceil", r"\lfloor \frac{n + m - 1}{m} \rfloor", r"\lfloor \frac{n + m}{m} \rfloor", COUNTS),
    (r"\lfloor x \rfloor \le n", "x < n + 1", r"x \le n", WHOLE),
    (r"\lceil x \rceil > n", "x > n", r"x \ge n", WHOLE),
    (r"\lceil x \rceil < n", r"x \le n - 1", "x < n - 1", WHOLE),
    (r"\lfloor x \rfloor + 1 = n", r"n - 1 \le x < n", r"n - 1 < x \le n", WHOLE),
    (r"\left\lceil \frac{\log\epsilon}{\log\rho} \right\rceil \le t", r"\rho^t \le \epsilon", r"\rho^t < \epsilon",
     [r"0 < \rho < 1", r"0 < \epsilon < 1", r"t \in \mathbb{N}"]),
]  # fmt: skip


@pytest.mark.parametrize("lhs, rhs, wrong, where", PAIRS, ids=[f"{lhs}, {rhs}" for lhs, rhs, *_ in PAIRS])
def test_a_rounding_is_decided(lhs, rhs, wrong, where):
    assert decide_pair(lhs, rhs, where)[0].status == "proved"
    assert decide_pair(lhs, wrong, where)[0].status == "refuted"
