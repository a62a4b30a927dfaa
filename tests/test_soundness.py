"""False claims once called proved, true ones once refuted, and formulas once read as something else."""

import pytest
from flint import fmpq

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.deciding.referee.evaluate import Point, truth
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.written import latex
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.tree import EYE, Expr, name

SCALARS = [r"\sigma > 0", r"a, b, x, y \in \mathbb{R}", r"t, k \in \mathbb{N}"]
MATRICES = [r"A \in \mathbb{R}^{m \times n}", r"P, N \in \mathbb{R}^{n \times n}", r"u, v \in \mathbb{R}^n"]
NOISE = [*SCALARS, r"e_t \sim \mathcal{N}(0, 2\sigma^2)"]
WALK = [*NOISE, r"w_{t+1} = a w_t + e_t", "w_0 = x", r"v_{t+1} = v_t + w_t", "v_0 = 0"]
NOISY = [*MATRICES, r"\sigma > 0", r"N_{ij} \sim \mathcal{N}(0, \sigma^2)"]
SHAPES = {"A": ["m", "n"], "P": ["n", "n"], "Q": ["n", "n"], "u": ["n"], "v": ["n"]}


def decided(where, claim, **models):
    context = Context().with_models(models).declare(*where)
    return Ladder(context).decide(read(claim, context.names))


@pytest.mark.parametrize(
    "where, claim",
    [
        (NOISY, r"\mathbb{E}[N^{-1} P N] = 0 P"),
        (NOISY, r"\mathbb{E}[N^+ P N] = 0 P"),
        (NOISE, r"\mathbb{E}[e_t e_k] = 0"),
        (NOISE, r"\mathbb{E}[e_t^{-2}] = 1"),
        (NOISE, r"\mathbb{E}[e_{t+7} e_{2t}] = 0"),
        (WALK, r"\mathbb{E}[v_t^2] = \mathbb{E}[v_t]^2"),
        (WALK, r"\mathbb{E}[v_t e_0] = 0"),
        (WALK, r"\mathbb{E}[v_t w_t] = v_t \mathbb{E}[w_t]"),
        ([*NOISE, r"w_{t+1} = a w_t", "w_0 = e_3"], r"\mathbb{E}[w_t e_t] = 0"),
        ([*NOISE, r"w_{t+1} = a w_t + e_{t+1}", "w_0 = x"], r"\mathbb{E}[w_t e_t] = 0"),
        ([*SCALARS, r"N \in \mathbb{R}", r"N_t \sim \mathcal{N}(0, \sigma^2)"], r"\mathbb{E}[N] = 0"),
        ([*SCALARS, r"w_{t+1} = a w_t", "w_0 = x"], r"\frac{d}{da} w_t = 0"),
        ([r"y \in \mathbb{R}", "z = 2y"], r"\frac{d}{dz} z^2 = 0"),
        (SCALARS, r"\sqrt{2} \in \mathbb{N}"),
        (SCALARS, r"\frac{t(t-1)(t-2)(t-3)(t-4)(t-5)(t-6)}{11} \in \mathbb{Z}"),
        (SCALARS, r"\frac{a^t}{x} \to 0 \iff |a| < 1"),
        (SCALARS, r"a^t \sqrt{b} \to 0 \iff |a| < 1 \text{ or } b = 0"),
        (SCALARS, r"(x^{\frac{1}{2}})^2 > -1 \iff x > -1"),
        (SCALARS, r"x^{-t} x^t = 1 \iff x = x"),
        (SCALARS, r"x^y x^{-y} = 1 \iff 0 = 0"),
        (SCALARS, r"\frac{d}{dx}\log x = -1 \iff x = -1"),
        (SCALARS, r"\sqrt{-1} = 5"),
        (SCALARS, r"\begin{bmatrix} \sqrt{2} & 1 \end{bmatrix} = \begin{bmatrix} \sqrt{2} + 9^{-40} & 1\end{bmatrix}"),
        (SCALARS, r"\begin{bmatrix} 2 & \sqrt{2} \\ \sqrt{2} + 10^{-400} & 2 \end{bmatrix} \succ 0"),
        (SCALARS, r"\log(-1 - x^2) = 5"),
        ([*SCALARS, *MATRICES], r"\log(x x) u = 2v \iff \log(x) u = v"),
        ([*SCALARS, *MATRICES], r"x (xA)^+ = A^+"),
        (MATRICES, r"u^T v \le \|u\|^2 \|v\|^2"),
        ([*MATRICES, r"\lambda > 0"], r"\det(A^T A - \lambda I) \ne 0"),  # false at points that are not drawn
        ([*MATRICES, r"\lambda > 0"], r"\operatorname{rank}(P P + \lambda I) = n"),
        ([*MATRICES, r"V \in \mathbb{R}^{n \times n}", "V^T V = I", r"V \in \mathbb{R}^{n \times n}"], "V^T V P = P"),
    ],
)
def test_is_not_called_proved(where, claim):
    assert not decided(where, claim).passes


@pytest.mark.parametrize(
    "model, claim",
    [
        (lambda w: Expr("exp", w.T * w), r"\nabla f(u) = \mathbf{0}"),
        (lambda w: Expr("log", w.T * w + 1) + w.T * w / 2, r"\nabla f(u) = u"),
        (lambda w: Expr("floor", w.T * w), r"\nabla f(u) = \mathbf{0}"),
        (lambda w, v: v.T * (EYE + w * w.T) ** -1 * v, r"\nabla f(u) = \mathbf{0}"),
        (lambda w, u: w.T * u, r"\nabla f(u) = 2u"),
    ],
)
def test_a_gradient_through_more_than_products_is_not_proved(model, claim):
    assert not decided(MATRICES, claim, f=model).passes


def test_a_lemma_about_one_term_says_nothing_of_the_others():
    context = Context().declare(r"a \in \mathbb{R}", r"v_{t+1} = a v_t", r"v_0 \ge 0")
    known = context.with_lemma(read(r"v_0 = |v_0|", context.names))
    assert not Ladder(known).decide(read(r"v_t \ge 0", context.names)).passes


ENTRIES = [r"i \in \{1, \dots, n\}", *MATRICES, r"D \in \mathbb{R}^{n \times n}", r"D = \operatorname{diag}(s_i)"]


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"A \in \mathbb{R}^{m \times n}", "x < n"], r"x = n \iff 1 = 2"),
        ([*ENTRIES, "s_i > 0", "x < s_i"], r"x = 2 s_i \iff 1 = 2"),
        ([*SCALARS, r"v_{t+1} = v_t + \sigma", "v_0 = x"], r"v_t^2 - x^2 = t\sigma(t\sigma + 2x + e^b - e^b)"),
        ([*SCALARS, *ENTRIES, r"V \in \mathbb{R}^{n \times n}", "V^T V = I"], r"\det(V D V^T - x I) = \det(D - x I)"),
    ],
)
def test_is_not_refuted_outside_its_domain(where, claim):
    assert decided(where, claim).status != "refuted"


def test_a_decimal_in_a_model_means_what_was_written():
    assert decided(SCALARS, "f(x) = 0.1 x", f=lambda w: 0.1 * w).status == "proved"


@pytest.mark.parametrize(
    "latex",
    [
        r"\|A\|_2^2",
        r"\nabla_v f(u)",
        r"\sin^{-1}(x)",
        r"x^T",
        r"u^T u I + u^T u",
        r"[P]_{1}",
        r"\log 2(x + 1)",
        r"\sqrt[0]{x}",
        r"\operatorname{tr} P Q",
        r"\operatorname{tr}(A)",
        r"\operatorname{tr}(I)",
        r"\lim_{k \to \infty} a^t",
    ],
)
def test_what_may_mean_something_else_is_unread(latex):
    context = Context().with_models({"f": lambda w: w.T * w}).declare(*SCALARS, *MATRICES)
    with pytest.raises(Unread):
        read(latex, context.names)


@pytest.mark.parametrize(
    "where",
    [
        [r"e_t \sim \mathcal{N}(0, t)"],
        [r"Z \in \mathbb{R}^{n + 1}"],
        [r"S \in \mathbb{R}^{n \times n}", r"Z \in \mathbb{R}^m", r"Z \sim \mathcal{N}(0, S)"],
        [r"Z \in \mathbb{R}^n", r"Z \sim \mathcal{N}(1, 1)"],
        [r"x \sim \operatorname{Zeta}(2)"],
        [r"x \sim \operatorname{Bernoulli}(p, q)"],
        [r"b \in \mathbb{R^m"],
    ],
)
def test_a_declaration_that_is_not_understood_is_unread(where):
    with pytest.raises(Unread):
        Context().declare(r"t \in \mathbb{N}", *where)


@pytest.mark.parametrize(
    "lhs, rhs, status",
    [
        (r"x^{\pi} x", r"x^{\pi + 1}", None),
        (r"x_{1,23}", r"x_{12,3}", "refuted"),
        (r"x", r"x I", "unread"),
        (r"\operatorname{tr}(PQ)", r"\operatorname{tr}(QP)", "proved"),
        (r"\mathrm{tr}(PQ)", r"\mathrm{tr}(QP)", "proved"),
        ("PQ = 0", "QP = 0", "refuted"),
        ("P^TPu = 0", "Pu = 0", "proved"),
    ],
)
def test_pairs_that_were_misread_or_crashed(lhs, rhs, status):
    verdict, _, _ = decide_pair(lhs, rhs, (), SHAPES)
    assert status is None or verdict.status == status
    assert "Error" not in verdict.because


@pytest.mark.parametrize(
    "number", [r"(e^{\frac{1}{2}})^2", r"(\log 3)^3", r"(\frac{2}{3})^{\sqrt{2}}", r"(1 + \sqrt{5})^4"]
)
def test_a_power_in_a_witness_is_read_as_it_was_meant(number):
    found = read(number, Names())
    assert read(latex(found), Names()) == found


def test_the_sides_of_what_is_refuted_at_more_digits_are_told_at_more_digits():
    left, right = (rf"\frac{{{k}}}{{\sin x - x + \frac{{x^3}}{{6}}}}" for k in (1, 2))
    assert decide_pair(left, right, [r"x = \frac{1}{1000000000}"])[0].status == "refuted"


def test_a_negative_number_has_a_power_that_is_whole_though_it_is_not_seen_to_be():
    context = Context().declare(r"x \in \mathbb{R}")
    claim = read(r"x^{2 + e^y - e^y} \ge 0", Context().declare(r"x, y \in \mathbb{R}").names)
    with pytest.raises(Unknown):
        truth(claim, Point({name("x"): fmpq(-1), name("y"): fmpq(1)}), context)


def test_nought_to_what_is_nought_is_one_however_it_is_computed():
    assert decide_pair(r"0^{\frac{t e^r}{e^r}}", "0", ["t = 0"])[0].status != "proved"
    assert decide_pair(r"x^{\frac{t e^r}{e^r}}", "1", ["x = 0", "t = 0"])[0].status != "refuted"


def test_a_condition_on_itself_does_no_harm():
    assert decide_pair("x", "x + 1", ["x = 2x"])[0].status == "refuted"


@pytest.mark.parametrize("shape", [["-2", "3"], ["0", "3"], ["m", "n", "k"]])
def test_a_shape_that_is_none_is_unread(shape):
    assert decide_pair("A + B", "B + A", (), {"A": shape, "B": shape})[0].status == "unread"


def test_a_sequence_that_doubles_its_digits_ends():
    where = [r"w_{t+1} = w_t w_t + 1", "w_0 = 2"]
    assert decided(where, r"w_{100} > 0").status in ("proved", "undecided", "measured")
