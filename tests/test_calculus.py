"""Inequalities by the sign of a slope, and optima in closed form: each with a neighbour that is refuted."""

import pytest

from answerkey.certificates import certificate, recheck
from answerkey.deciding.pairs import decide_pair

HALVES = ["0 < p < 1", "0 < q < 1"]
RATES = [r"0 < \mu < L"]
INEQUALITIES = [  # an inequality, where it holds, a wrong answer to that, domain
    (r"\tanh x \le x", r"x \ge 0", "x > 0", []),
    (r"e^x \ge ex", r"0 < 1", r"x \ne 1", []),
    (r"x \log x \ge x - 1", "0 < 1", r"x \ne 1", ["x > 0"]),
    (r"1 - \frac{1}{x} \le \log x", "0 < 1", "x > 1", ["x > 0"]),
    (r"\frac{x}{1 + x} \le \log(1 + x)", "0 < 1", "x > 0", ["x > -1"]),
    (r"\log(1 + x) \ge x - \frac{x^2}{2}", r"x \ge 0", "x > 0", ["x > -1"]),
    (r"e^x \ge 1 + x + \frac{x^2}{2}", r"x \ge 0", "x > 0", []),
    (r"\cosh x \ge 1 + \frac{x^2}{2}", "0 < 1", "x > 0", []),
    (r"\cos x \ge 1 - x^2", "0 < 1", r"x \ne 0", []),
    (r"\log(1 + e^x) \le \max(x, 0) + \log 2", "0 < 1", r"x \ne 0", []),
    (r"-p\log p - (1 - p)\log(1 - p) \le \log 2", "0 < 1", r"p \ne \frac12", HALVES),
    (r"p\log\frac{p}{q} + (1 - p)\log\frac{1 - p}{1 - q} \ge 0", "0 < 1", r"p \ne q", HALVES),
    (r"x^a \le ax + 1 - a", "0 < 1", r"x \ne 1", ["x > 0", "0 < a < 1"]),
    (r"\max(|a + b|, |a - b|) \le c", r"|a| + |b| \le c", r"|a + b| \le c", []),
]
OPTIMA = [  # an optimum, what it is, what it is not, domain
    (r"\min_u \max(|1 - u\mu|, |1 - uL|)", r"\frac{L - \mu}{L + \mu}", r"\frac{L - \mu}{L}", RATES),
    (r"\arg\min_u \max(|1 - u\mu|, |1 - uL|)", r"\frac{2}{L + \mu}", r"\frac{1}{L}", RATES),
    (r"\max_{x > 0} \log x - ax", r"-1 - \log a", r"1 - \log a", ["a > 0"]),
    (r"\max_x x e^{-ax}", r"\frac{1}{ae}", r"\frac{1}{a}", ["a > 0"]),
    (r"\max_x \frac{d}{dx}\frac{1}{1 + e^{-x}}", r"\frac14", r"\frac12", []),
    (r"\min_{x > 0} x\log x", r"-\frac{1}{e}", "-1", []),
    (r"\max_{0 < p < 1} -p\log p - (1 - p)\log(1 - p)", r"\log 2", "1", []),
    (r"\min_{s > 0} \log s + \frac{v}{2s^2}", r"\frac12\log v + \frac12", r"\log v + \frac12", ["v > 0"]),
    (r"\arg\min_{s > 0} \log s + \frac{v}{2s^2}", r"\sqrt{v}", "v", ["v > 0"]),
    (r"\min_{x, y} x^2 + y^2 - 2x - 4y", "-5", "-4", []),
    (r"\min_u u^4 - 2au^2", r"-\max(a, 0)^2", "-a^2", []),
    (r"\max_{x > 0} \frac{\log x}{x} \le c", r"c \ge \frac{1}{e}", r"c > \frac{1}{e}", []),
]


@pytest.mark.parametrize("lhs, rhs, wrong, where", INEQUALITIES, ids=[lhs for lhs, *_ in INEQUALITIES])
def test_an_inequality_is_decided(lhs, rhs, wrong, where):
    assert decide_pair(lhs, rhs, where)[0].status == "proved"
    assert decide_pair(lhs, wrong, where)[0].status == "refuted"


@pytest.mark.parametrize("lhs, rhs, wrong, where", OPTIMA, ids=[lhs for lhs, *_ in OPTIMA])
def test_an_optimum_is_decided(lhs, rhs, wrong, where):
    assert decide_pair(lhs, rhs, where)[0].status == "proved"
    assert decide_pair(lhs, wrong, where)[0].status == "refuted"


@pytest.mark.parametrize("lhs, rhs, where", [
    (r"\min_{0 < u < 1} u^2", "0", []),  # not attained
    (r"\min_u -u^2", "0", []),  # without bound
    (r"\arg\min_u (u^2 - 1)^2", "1", []),  # taken twice
    (r"\min_{0 \le u \le a} u", "a", []),  # over nothing where a < 0
    (r"\log x \le \frac{x}{3}", "x > 0", ["x > 0"]),
    (r"\tanh x < x", r"x \ge 0", []),
])  # fmt: skip
def test_what_is_not_so_is_never_proved(lhs, rhs, where):
    assert decide_pair(lhs, rhs, where)[0].status in ("refuted", "undecided")


def test_an_optimum_over_nothing_refutes_nothing():
    assert decide_pair(r"\min_{0 \le u \le a} u", "0")[0].status in ("proved", "measured")


@pytest.mark.parametrize("pair", [(r"\max_{x > 0} \log x - ax", r"1 - \log a", ["a > 0"]),
                                  (r"x \log x \ge x - 1", "0 < 1", ["x > 0"])])  # fmt: skip
def test_the_certificates_hold(pair):
    holds, told = recheck(certificate(*pair, {}, 0))
    assert holds, told
