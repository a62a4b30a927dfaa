"""Inequalities by slopes, optima, bounds, limits and sums in closed form: each with a neighbour that is refuted."""

import pytest

from answerkey.certificates import certificate, recheck
from answerkey.deciding.pairs import decide_pair

HALVES = ["0 < p < 1", "0 < q < 1"]
COUNT = r"n \in \mathbb{N}"
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
    (r"\sin x \ge x - x^2|x|", "0 < 1", r"x \ne 0", []),
    (r"|\tanh x| \le |x|", "0 < 1", r"x \ne 0", []),
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
    (
        r"\arg\max_{0 < p < 1} p^k (1 - p)^{n-k}",
        r"\frac{k}{n}",
        r"\frac{k}{n + 1}",
        [COUNT, r"k \in \mathbb{N}", r"1 \le k < n"],
    ),
    (r"\min_{x, y} x^2 + y^2 - 2x - 4y", "-5", "-4", []),
    (r"\min_u u^4 - 2au^2", r"-\max(a, 0)^2", "-a^2", []),
    (r"\max_{x > 0} \frac{\log x}{x} \le c", r"c \ge \frac{1}{e}", r"c > \frac{1}{e}", []),
]
BOUNDS = [  # bounds that are not attained, or are
    (r"\inf_{x > 0} \frac{1}{x}", "0", "1", []),
    (r"\sup_x \frac{1}{1 + e^{-x}}", "1", r"\frac12", []),
    (r"\sup_{0 < x < 1} x^2", "1", r"\frac12", []),
    (r"\inf_x (x - a)^2 + 1", "1", "0", []),
    (r"\sup_{x \ge a} e^{-x}", "e^{-a}", "1", ["a > 0"]),
]
LIMITS = [
    (r"\lim_{t \to \infty} (1 - \eta\lambda)^t", "0", "1", [r"0 < \eta\lambda < 2"]),
    (r"\lim_{t \to \infty} \beta^t", "0", "1", [r"|\beta| < 1"]),
    (r"\lim_{x \to \infty} x e^{-ax}", "0", "1", ["a > 0"]),
    (r"\lim_{\tau \to 0^+} \tau\log(e^{a/\tau} + e^{b/\tau})", r"\max(a, b)", r"\min(a, b)", []),
    (r"\lim_{\beta \to \infty} \frac{1}{\beta}\log(1 + e^{\beta x})", r"\max(x, 0)", "x", []),
    (r"\lim_{t \to \infty} \frac{a^{t+1} + b^{t+1}}{a^t + b^t}", "a", "b", ["a > b > 0"]),
    (r"\lim_{n \to \infty} \frac{1}{n} \sum_{k=1}^n \frac{k}{n}", r"\frac12", "1", []),
    (r"\lim_{x \to \infty} \sqrt{x^2 + ax} - x", r"\frac{a}{2}", "a", []),
    (r"\lim_{x \to 0^+} x^a\log x", "0", "-1", ["a > 0"]),
    (
        r"\lim_{t \to \infty} w_t",
        r"\frac{b}{\lambda}",
        r"\frac{\eta b}{\lambda}",
        [r"\lambda > 0", r"0 < \eta < \frac{2}{\lambda}", r"w_{t+1} = w_t - \eta(\lambda w_t - b)", "w_0 = 0"],
    ),
    (r"\lim_{p \to 0^+} -p\log p - (1 - p)\log(1 - p)", "0", "1", []),
]
SUMS = [
    (r"\sum_{i=1}^n \sum_{j=i+1}^n 1", r"\frac{n(n - 1)}{2}", r"\frac{n(n + 1)}{2}", []),
    (r"\sum_{i=1}^{n-1} \sum_{j=i+1}^n (j - i)", r"\frac{n(n^2 - 1)}{6}", r"\frac{n(n^2 + 1)}{6}", [r"n \ge 1", COUNT]),
    (r"\prod_{k=2}^n \left(1 - \frac{1}{k^2}\right)", r"\frac{n + 1}{2n}", r"\frac{n - 1}{2n}", [COUNT, r"n \ge 1"]),
    (r"\prod_{k=3}^n \frac{k - 2}{k}", r"\frac{2}{n(n - 1)}", r"\frac{1}{n(n - 1)}", [COUNT, r"n \ge 2"]),
    (r"\sum_{k=r}^n \binom{k}{r}", r"\binom{n + 1}{r + 1}", r"\binom{n + 1}{r}",
     [COUNT, r"r \in \mathbb{N}", r"r \le n"]),
    (r"\sum_{k=1}^\infty k\beta^k", r"\frac{\beta}{(1 - \beta)^2}", r"\frac{1}{(1 - \beta)^2}", [r"0 < \beta < 1"]),
    (r"\sum_{k=0}^n k^2 \binom{n}{k}", r"n(n + 1)2^{n-2}", r"n^2 2^{n-2}", [r"n \ge 2"]),
    (r"\sqrt[3]{2 + \sqrt{5}} + \sqrt[3]{\sqrt{5} - 2}", r"\sqrt{5}", "2", []),
    (r"x^3 = 2", r"x = \sqrt[3]{2}", r"x = \sqrt{2}", []),
    (r"\sum_{k=0}^\infty \frac{x^k}{k!}", "e^x", "e^{-x}", ["x > 0"]),
    (r"\frac{e^{a/\tau}}{e^{a/\tau} + e^{b/\tau}}", r"\frac12 + \frac12\tanh\frac{a - b}{2\tau}",
     r"\frac12 - \frac12\tanh\frac{a - b}{2\tau}", [r"\tau > 0"]),
]  # fmt: skip


@pytest.mark.parametrize(
    "lhs, rhs, wrong, where", [*BOUNDS, *LIMITS, *SUMS], ids=[x[0] for x in BOUNDS + LIMITS + SUMS]
)
def test_a_value_is_decided(lhs, rhs, wrong, where):
    assert decide_pair(lhs, rhs, where)[0].status == "proved"
    assert decide_pair(lhs, wrong, where)[0].status == "refuted"


@pytest.mark.parametrize("lhs, rhs, where", [
    (r"\lim_{x \to 0} \frac{|x|}{x}", "1", []),  # none
    (r"\lim_{x \to \infty} \sin(\pi x)", "0", []),  # x runs through all real numbers
    (r"\lim_{t \to \infty} \beta^t", "0", [r"|\beta| \le 1"]),
    (r"\lim_{t \to \infty} w_t", "0", [r"w_{t+1} = a w_t", "w_0 = 1"]),
    (r"\prod_{k=1}^n (k - 3)", r"\frac{(n - 3)!}{2}", [COUNT]),
    (r"-e^x - e^{-x}", r"-2e^{-x}", []),
])  # fmt: skip
def test_what_is_wrong_is_never_proved(lhs, rhs, where):
    assert not decide_pair(lhs, rhs, where)[0].passes


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
