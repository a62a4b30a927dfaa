"""Relations, quantifiers, optima and cases: what is true is proved, what is false never is."""

import pytest

from answerkey.deciding.pairs import decide_pair

TRUE = [
    (r"\forall s \in [a, b]: |1 - \eta s^2| < 1", r"0 < \eta < \frac{2}{b^2}", ["0 < a < b"]),
    (r"\exists u: u^2 + bu + c = 0", r"b^2 \ge 4c", []),
    (r"\forall u: au^2 \ge 0", r"a \ge 0", []),
    (r"e^x \ge 1 + x", "x^2 + 1 > 0", []),
    (r"\frac{e^{-x}}{(1 + e^{-x})^2} \le \frac14", "x^2 + 1 > 0", []),
    (r"\log x \le x - 1", "x > 0", ["x > 0"]),
    (r"\log(1 + x) - \log x \le \frac{1}{x}", "x^2 + 1 > 0", ["x > 0"]),
    (r"\log x - \log y \ge 1 - \frac{y}{x}", "x^2 + 1 > 0", ["x > 0", "y > 0"]),
    ("j < n", r"j + 1 \le n", [r"j, n \in \mathbb{N}"]),
    ("2j > 3n", r"2j - 1 \ge 3n", [r"j, n \in \mathbb{N}"]),
    (r"\sum_{k=1}^{30} \frac{1}{k} < 4", "3 < 4", []),
    (r"x < y", "e^x < e^y", []),
    (r"(1 + x)^t \ge 1 + tx", "x^2 + 1 > 0", ["x > -1", r"t \in \mathbb{N}"]),
    (r"\min_u u^2 - 2au", "-a^2", []),
    (r"\arg\min_u (u - a)^2 + \lambda u^2", r"\frac{a}{1 + \lambda}", [r"\lambda > 0"]),
    (r"\max_{u > 0} \log u - au", r"-1 - \log a", ["a > 0"]),
    (r"\min_{0 \le u \le 1} (u - a)^2", r"\max(a - 1, 0)^2 + \max(-a, 0)^2", []),
    (r"\arg\min_u \frac12 (u - a)^2 + \lambda|u|", r"\operatorname{sign}(a) \max(|a| - \lambda, 0)", [r"\lambda > 0"]),
    (r"\log(1 + e^x)", r"\max(x, 0) + \log(1 + e^{-|x|})", []),
    (r"\begin{cases} x & x > 0 \\ -x & \text{otherwise} \end{cases}", "|x|", []),
    (r"\lfloor 2x \rfloor", r"\lfloor x \rfloor + \lfloor x + \frac12 \rfloor", []),
    (r"\lfloor x \rfloor = 3", r"3 \le x < 4", []),
    (r"\lceil x \rceil \le k", r"x \le k", [r"k \in \mathbb{Z}"]),
    (r"\begin{bmatrix} a & b \\ b & c \end{bmatrix} \succ 0", r"a > 0 \text{ and } ac > b^2", []),
    (
        r"\begin{bmatrix} a & b \\ b & c \end{bmatrix}^{-1}",
        r"\frac{1}{ac - b^2} \begin{bmatrix} c & -b \\ -b & a \end{bmatrix}",
        [],
    ),
]
FALSE = [
    (r"\forall s \in [a, b]: |1 - \eta s^2| < 1", r"0 < \eta < \frac{2}{a^2}", ["0 < a < b"]),
    (r"\exists u: u^2 + bu + c = 0", r"b^2 > 4c", []),
    (r"\forall u: au^2 \ge 0", r"a > 0", []),
    (r"e^x \ge 2 + x", "x^2 + 1 > 0", []),
    (r"\log x < x - 1", "x > 0", ["x > 0"]),
    (r"\log(1 + x) - \log x \le \frac{1}{x + 1}", "x^2 + 1 > 0", ["x > 0"]),
    (r"\log x - \log y > 1 - \frac{y}{x}", "x^2 + 1 > 0", ["x > 0", "y > 0"]),
    ("j < n", r"j + 1 < n", [r"j, n \in \mathbb{N}"]),
    ("j < n", r"j + 1 \le n", [r"j \in \mathbb{N}"]),
    ("2j > 3n", r"j - 1 \ge n", [r"j, n \in \mathbb{N}", r"n \ge 2"]),
    (r"\sum_{k=1}^{31} \frac{1}{k} < 4", "3 < 4", []),
    (r"\sum_{k=0}^{31} \frac{1}{k} < 4", "3 < 4", []),
    (r"(1 + x)^t > 1 + tx", "x^2 + 1 > 0", ["x > -1", r"t \in \mathbb{N}"]),
    (r"\min_u u^2 - 2au", "a^2", []),
    (r"\min_{0 < u < 1} u^2", "0", []),
    (r"\arg\min_u (u^2 - 1)^2", "1", []),
    (r"\max_{u > 0} \log u - au", r"1 - \log a", ["a > 0"]),
    (r"\min_{0 \le u \le 1} (u - a)^2", r"\max(a - 1, 0)^2", []),
    (r"\min_u au^2", "1", ["a > 0"]),
    (r"\log(1 + e^x)", r"\max(x, 0) + \log(1 + e^{|x|})", []),
    (r"\begin{cases} x & x > 1 \\ -x & \text{otherwise} \end{cases}", "|x|", []),
    (r"\lfloor 2x \rfloor", r"2 \lfloor x \rfloor", []),
    (r"\lfloor x \rfloor = 3", r"3 \le x \le 4", []),
    (r"\lceil x \rceil \le k", r"x < k", [r"k \in \mathbb{Z}"]),
    (r"\begin{bmatrix} a & b \\ b & c \end{bmatrix} \succeq 0", r"a \ge 0 \text{ and } ac \ge b^2", []),
    (
        r"\begin{bmatrix} a & b \\ b & c \end{bmatrix}^{-1}",
        r"\frac{1}{ac - b^2} \begin{bmatrix} c & b \\ b & a \end{bmatrix}",
        [],
    ),
]


@pytest.mark.parametrize("lhs, rhs, where", TRUE)
def test_proves(lhs, rhs, where):
    verdict, _, _ = decide_pair(lhs, rhs, where)
    assert verdict.status == "proved", verdict


@pytest.mark.parametrize("lhs, rhs, where", FALSE)
def test_does_not_prove(lhs, rhs, where):
    verdict, _, _ = decide_pair(lhs, rhs, where)
    assert verdict.status in ("refuted", "undecided"), verdict
    assert (verdict.status == "refuted") == (verdict.witness is not None)


def test_nothing_depends_on_what_was_decided_before():
    pairs = [*TRUE, *FALSE, ("|x|x + |y|y", "x^2 + y^2", []), ("x^2 = y^2", "x = y", []),
             (r"\mathbf{1}[x \ge a] - \mathbf{1}[x \ge b]", r"\mathbf{1}[a \le x \le b]", ["a < b"])]  # fmt: skip
    forwards = [decide_pair(*pair)[0] for pair in pairs]
    backwards = [decide_pair(*pair)[0] for pair in reversed(pairs)]
    assert forwards == backwards[::-1]
