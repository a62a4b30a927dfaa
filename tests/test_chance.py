"""Expectations under laws of all families, and under moments alone: what is so is proved, its neighbour is refuted."""

from fractions import Fraction

import pytest
from flint import fmpq

from answerkey.context import Context
from answerkey.deciding.decide import EXACT, Ladder
from answerkey.deciding.pairs import decide_pair, read_pair
from answerkey.deciding.referee.averages import interpolated, mixed, steps, two_points
from answerkey.deciding.referee.values import Undefined, matrix
from answerkey.laws import FAMILIES, Law
from answerkey.reading.parser import read
from answerkey.tree import ONE, num

VECTORS = {"x": ["n"], "A": ["n", "n"], "B": ["m", "n"], r"\Sigma": ["n", "n"], r"\mu": ["n"], "b": ["m"]}
NORMAL = [r"x \sim \mathcal{N}(\mu, s^2)"]
MOMENTS = [r"\mathbb{E}[x] = \mu", r"\operatorname{Var}(x) = s^2"]
TWO = [*MOMENTS, r"\mathbb{E}[y] = \nu", r"\operatorname{Var}(y) = r^2", r"\operatorname{Cov}(x, y) = c"]
SAMPLE = [r"x_i \sim \mathcal{N}(\mu, s^2)", r"n \ge 2"]
COIN = [r"m \sim \operatorname{Bernoulli}(p)"]
CENTRED = [r"x \sim \mathcal{N}(0, s^2)", "s > 0"]
JOINT = [r"x \sim \mathcal{N}(\mu, \Sigma)"]

CLAIMS = [  # where, shapes, an expectation, what it is, what it is not
    (NORMAL, {}, r"\mathbb{E}[x^2]", r"\mu^2 + s^2", r"\mu^2 + s"),
    (NORMAL, {}, r"\mathbb{E}[x^4]", r"\mu^4 + 6\mu^2 s^2 + 3s^4", r"\mu^4 + 3\mu^2 s^2 + 3s^4"),
    (COIN, {}, r"\operatorname{Var}(m)", "p(1 - p)", "p^2(1 - p)"),
    (COIN, {}, r"\mathbb{E}[e^{tm}]", "1 - p + pe^t", "pe^t"),
    (COIN, {}, r"\mathbb{E}[(y - mwx)^2]", "(y - pwx)^2 + p(1 - p)w^2x^2", "(y - pwx)^2"),
    ([r"x \sim \operatorname{Unif}[a, b]"], {}, r"\operatorname{Var}(x)", r"\frac{(b - a)^2}{12}",
     r"\frac{(b + a)^2}{12}"),
    ([r"x \sim \operatorname{Exp}(\lambda)"], {}, r"\mathbb{E}[x^3]", r"6\lambda^{-3}", r"3\lambda^{-3}"),
    ([r"x \sim \operatorname{Poisson}(\lambda)"], {}, r"\mathbb{E}[x^2]", r"\lambda + \lambda^2", r"\lambda^2"),
    ([r"x \sim \operatorname{Bin}(n, p)"], {}, r"\operatorname{Var}(x)", "np(1 - p)", "np"),
    ([r"x \sim \text{Laplace}(0, b)"], {}, r"\operatorname{Var}(x)", "2b^2", "b^2"),
    ([r"x \sim \text{Rademacher}"], {}, r"\mathbb{E}[(ax)^4]", "a^4", "3a^4"),
    (MOMENTS, {}, r"\mathbb{E}[(x - c)^2]", r"s^2 + (\mu - c)^2", r"s^2 + \mu^2 - c^2"),
    (MOMENTS, {}, r"\operatorname{Var}(ax + b)", "a^2 s^2", "a s^2"),
    (TWO, {}, r"\operatorname{Var}(x - y)", "s^2 + r^2 - 2c", "s^2 + r^2"),
    (TWO, {}, r"\mathbb{E}[xy]", r"\mu\nu + c", r"\mu\nu"),
    ([r"x, y \text{ independent}"], {}, r"\mathbb{E}[xy]", r"\mathbb{E}[x]\mathbb{E}[y]",
     r"\mathbb{E}[x] + \mathbb{E}[y]"),
    ([r"x \perp y"], {}, r"\mathbb{E}[x^2 y^2]", r"\mathbb{E}[x^2]\mathbb{E}[y^2]", r"\mathbb{E}[xy]^2"),
    (SAMPLE, {}, r"\operatorname{Var}\left(\frac{1}{n}\sum_{i=1}^n x_i\right)", r"\frac{s^2}{n}", "s^2"),
    (SAMPLE, {}, r"\mathbb{E}\left[\sum_{i=1}^n \left(x_i - \frac{1}{n}\sum_{j=1}^n x_j\right)^2\right]",
     "(n - 1)s^2", "n s^2"),
    ([r"m_i \sim \operatorname{Bernoulli}(p)"], {}, r"\operatorname{Var}\left(\sum_{i=1}^n w_i m_i\right)",
     r"p(1 - p)\sum_{i=1}^n w_i^2", r"p(1 - p)\left(\sum_{i=1}^n w_i\right)^2"),
    (CENTRED, {}, r"\mathbb{E}[|x|]", r"s\sqrt{\frac{2}{\pi}}", "s"),
    (CENTRED, {}, r"\mathbb{E}[\operatorname{ReLU}(wx)^2]", r"\frac{w^2s^2}{2}", "w^2s^2"),
    (NORMAL, {}, r"\mathbb{E}[e^{tx}]", r"e^{t\mu + \frac{t^2s^2}{2}}", r"e^{t\mu}"),
    (NORMAL, {}, r"\mathbb{E}[(x - \mu)e^{-x}]", r"-s^2e^{\frac{s^2}{2} - \mu}", r"s^2e^{\frac{s^2}{2} - \mu}"),
    (CENTRED, {}, r"\mathbb{E}[ax]", "0", "a"),
    (JOINT, VECTORS, r"\mathbb{E}[x^TAx]", r"\operatorname{tr}(A\Sigma) + \mu^TA\mu",
     r"\operatorname{tr}(A) + \mu^TA\mu"),
    (JOINT, VECTORS, r"\operatorname{Cov}(Bx + b)", r"B\Sigma B^T", r"BB^T"),
    ([r"\operatorname{Cov}(x) = \Sigma", r"\mathbb{E}[x] = \mu"], VECTORS, r"\mathbb{E}[\|x\|^2]",
     r"\operatorname{tr}(\Sigma) + \|\mu\|^2", r"\operatorname{tr}(\Sigma)"),
    ([], VECTORS, r"\operatorname{Cov}(Bx)", r"B\operatorname{Cov}(x)B^T",
     r"\operatorname{tr}(\operatorname{Cov}(x))BB^T"),
]  # fmt: skip


@pytest.mark.parametrize("where, shapes, left, right, wrong", CLAIMS)
def test_an_expectation_is_proved_and_its_neighbour_refuted(where, shapes, left, right, wrong):
    assert decide_pair(left, right, where, shapes)[0].status == "proved"
    refuted, _, _ = decide_pair(left, wrong, where, shapes)
    assert refuted.status == "refuted" and refuted.witness


@pytest.mark.parametrize(
    "where, left, right",
    [
        ([], r"\operatorname{Var}(x + y)", r"\operatorname{Var}(x) + \operatorname{Var}(y)"),
        ([], r"\mathbb{E}[xy]", r"\mathbb{E}[x]\mathbb{E}[y]"),
        (MOMENTS, r"\mathbb{E}[x^2]", r"\mu^2"),
        (MOMENTS, r"\mathbb{E}[x^3]", r"\mu^3 + 3\mu s^2"),
        ([r"x_t \sim \mathcal{N}(0, 1)"], r"\mathbb{E}[x_i x_j]", "0"),
        ([r"m_t \sim \operatorname{Bernoulli}(p)"], r"\mathbb{E}[m_i m_j]", "p^2"),
        ([r"m_i \sim \operatorname{Bernoulli}(p)"], r"\mathbb{E}\left[m_2\sum_{i=1}^n m_i\right]", "np^2"),
    ],
)
def test_what_needs_independence_is_not_so_without(where, left, right):
    assert decide_pair(left, right, where)[0].status == "refuted"


@pytest.mark.parametrize(
    "where, left, right",
    [
        ([r"x \sim \mathcal{N}(\mu, 1)"], r"\mathbb{E}[|x - \mathbb{E}[x]|]", "0"),
        ([r"x \sim \mathcal{N}(0, 1)"], r"\mathbb{E}[|x - 1|]", r"\mathbb{E}[x - 1]"),
        ([r"x \sim \mathcal{N}(0, 1)"], r"\mathbb{E}[\lfloor x \rfloor]", r"\lfloor \mathbb{E}[x] \rfloor"),
        (COIN, r"\mathbb{E}[(m - \mathbb{E}[m])^2]", "0"),
        (COIN, r"\mathbb{E}[|m - \mathbb{E}[m]|]", "0"),
    ],
)
@pytest.mark.parametrize("rungs", [None, EXACT | {"calculus", "optima", "entries", "quantifiers", "induction"}])
def test_what_is_averaged_is_not_split_into_cases(where, left, right, rungs):
    context, claim = read_pair(left, right, where)
    only = None if rungs is None else rungs - {"points"}  # the proofs by themselves, without what refutes first
    assert not Ladder(context, 0, only).decide(claim).passes


def test_the_mean_within_a_mean_is_averaged_by_itself():
    assert decide_pair(r"\mathbb{E}[(m - \mathbb{E}[m])^2]", "p(1 - p)", COIN)[0].status == "proved"
    assert decide_pair(r"\mathbb{E}[e^{m - \mathbb{E}[m]}]", "(1 - p + pe)e^{-p}", COIN)[0].status == "proved"


@pytest.mark.parametrize("claim", [r"\operatorname{Var}(x)", r"\mathbb{E}[x^2] - \mathbb{E}[x]^2"])
def test_a_variance_is_not_negative(claim):
    assert decide_pair(rf"{claim} \ge 0", "0 = 0")[0].status == "proved"
    assert decide_pair(rf"{claim} > 0", "0 = 0")[0].status == "refuted"


def test_a_covariance_is_bounded():
    claim = r"\operatorname{Cov}(x, y)^2 \le \operatorname{Var}(x)\operatorname{Var}(y)"
    assert decide_pair(claim, "0 = 0")[0].status == "proved"


@pytest.mark.parametrize(
    "law, true, false",
    [
        (r"x \sim \operatorname{Bernoulli}(p)", "x^2 = x", "x^2 = 2x"),
        (r"x \sim \operatorname{Rademacher}()", "x^2 = 1", "x = 1"),
        (r"x_t \sim \operatorname{Bernoulli}(\frac{1}{3})", "(2x_t - 1)^2 = 1", "(2x_t - 1)^2 = x_t"),
        (r"x \sim \operatorname{Binomial}(2, p)", "x(x - 1)(x - 2) = 0", "x(x - 1) = 0"),
        (r"x \sim \operatorname{Poisson}(3)", r"\lfloor x \rfloor = x", "x = 3"),
        (r"x \sim \operatorname{Uniform}(0, 2)", r"0 \le x \le 2", r"x \le 1"),
        (r"x \sim \operatorname{Exponential}(r)", r"x \ge 0", r"x \ge 1"),
    ],
)
def test_outside_of_means_a_random_name_has_the_values_of_its_law(law, true, false):
    context = Context().declare("0 < p < 1", "r > 0", r"t \in \mathbb{N}", law)
    held, refuted = (Ladder(context).decide(read(claim, context.names)).status for claim in (true, false))
    assert held != "refuted"
    assert refuted == "refuted"


def test_an_average_of_nothing_random_is_unread():
    assert decide_pair(r"\mathbb{E}[x]", "x", ["x > 0"])[0].status == "unread"


def raw(family: str, parameters: list, k: int) -> Fraction:
    """A raw moment, by summing or integrating numerically."""
    from mpmath import exp, factorial, inf, mpf, nsum, quad

    match family:
        case "poisson":
            (rate,) = parameters
            return nsum(lambda j: mpf(j) ** k * exp(-rate) * mpf(rate) ** j / factorial(j), [0, inf])
        case "exponential":
            (rate,) = parameters
            return quad(lambda x: x**k * rate * exp(-rate * x), [0, inf])
        case "uniform":
            a, b = parameters
            return quad(lambda x: x**k / (b - a), [a, b])
        case "laplace":
            middle, scale = parameters
            return quad(lambda x: x**k * exp(-abs(x - middle) / scale) / (2 * scale), [-inf, middle, inf])
        case "binomial":
            n, p = parameters
            ways = [factorial(n) / factorial(j) / factorial(n - j) for j in range(n + 1)]
            return sum(mpf(j) ** k * way * mpf(p) ** j * mpf(1 - p) ** (n - j) for j, way in enumerate(ways))
    raise KeyError(family)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "family, parameters",
    [("poisson", [3]), ("exponential", [2]), ("uniform", [-1, 2]), ("laplace", [1, 2]), ("binomial", [4, 0.25])],
)
def test_moments_of_laws_are_those_of_their_densities(family, parameters, k):
    from answerkey.context import Context
    from answerkey.deciding.referee.evaluate import Point, value

    found = value(FAMILIES[family].moment(k, *map(num, map(str, parameters))), Point({}, {}), Context())
    assert float(found.p) / float(found.q) == pytest.approx(float(raw(family, parameters, k)), rel=1e-9)


def test_weights_have_the_moments_they_are_made_for():
    moments = [fmpq(1), fmpq(0), fmpq(2), fmpq(1), fmpq(12)]
    chances = interpolated(moments, steps(5))
    assert [sum((weight * node**k for node, weight in chances), fmpq(0)) for k in range(5)] == moments


def test_two_points_have_mean_zero_and_the_variance():
    chances = two_points(fmpq(2, 3), fmpq(5))
    assert [sum((weight * node**k for node, weight in chances), fmpq(0)) for k in range(3)] == [1, 0, 5]


def test_a_covariance_is_taken_apart_or_is_none():
    spread = matrix(2, 2, [fmpq(4), fmpq(2), fmpq(2), fmpq(3)])
    mix, variances = mixed(spread)
    diagonal = matrix(2, 2, [variances[0], fmpq(0), fmpq(0), variances[1]])
    assert mix * diagonal * mix.transpose() == spread
    with pytest.raises(Undefined):
        mixed(matrix(2, 2, [fmpq(1), fmpq(2), fmpq(2), fmpq(1)]))


@pytest.mark.parametrize(
    "function, wrong",
    [
        (r"\frac{1}{1 + e^{-x}}", r"\frac{1}{3}"),
        (r"\log(1 + e^x)", r"\log 2"),
        (r"|x - 1|", "1"),
        (r"\tanh(x)^2", r"\frac{1}{4}"),
        (r"\max(x, 1)", r"1"),
    ],
)
def test_an_integral_refutes_and_agrees_with_a_quadrature(function, wrong):
    from flint import arb
    from mpmath import exp, inf, log, mpf, pi, quad, sqrt, tanh

    from answerkey.context import Context
    from answerkey.deciding.referee.evaluate import Point, value
    from answerkey.reading.parser import read

    assert decide_pair(rf"\mathbb{{E}}[{function}]", wrong, [r"x \sim \mathcal{N}(0, 1)"])[0].status == "refuted"
    plain = {
        r"\frac{1}{1 + e^{-x}}": lambda x: 1 / (1 + exp(-x)), r"\log(1 + e^x)": lambda x: log(1 + exp(x)),
        r"|x - 1|": lambda x: abs(x - 1), r"\tanh(x)^2": lambda x: tanh(x) ** 2,
        r"\max(x, 1)": lambda x: max(x, mpf(1)),
    }[function]  # fmt: skip
    expected = quad(lambda x: plain(x) * exp(-x * x / 2) / sqrt(2 * pi), [-inf, 0, 1, inf])
    context = Context().declare(r"x \sim \mathcal{N}(0, 1)")
    found = value(read(rf"\mathbb{{E}}[{function}]", context.names), Point({}, {}), context)
    assert found.contains(arb(str(expected))) and found.rad() < 0.1


def test_odd_central_moments_of_a_gaussian_vanish():
    assert Law(ONE).moment(3) == num(0) and Law(ONE).moment(1) == num(0)
