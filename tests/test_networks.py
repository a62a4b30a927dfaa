"""Identities of matrices of any size by networks of indices: proved where true, refuted where nearly true."""

import math
import random

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.networks.canonical import Factor, canonical
from answerkey.deciding.networks.identities import Networks
from answerkey.deciding.pairs import decide_pair
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import Evaluation
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import with_room
from answerkey.tree import Expr
from tests.random_formulas import CONTEXT, DECLARED, Formulas, Summation, entries_of

SHAPES = {
    "A": ["m", "n"], "B": ["m", "n"], "P": ["n", "n"], "Q": ["n", "n"], "R": ["m", "m"], "C": ["n", "k"],
    "F": ["p", "q"], "G": ["q", "r"], "X": ["n", "p"], "W": ["m", "n"], "V": ["k", "m"], "x": ["n"], "w": ["n"],
    "y": ["m"], "b": ["m"], "v": ["m"],
}  # fmt: skip
NOISE = {"g": ["n"], "N": ["m", "n"]}
SOFTMAX = r"\operatorname{softmax}(x)"
SIGMOID = r"\operatorname{sigmoid}(Wx+b)"

# left side, what it is, what it is not
PAIRS = [
    (r"(A\otimes F)(C\otimes G)", r"AC\otimes FG", r"FG\otimes AC"),
    (r"(A\otimes F)^T", r"A^T\otimes F^T", r"F^T\otimes A^T"),
    (r"\operatorname{vec}(AXF)", r"(F^T\otimes A)\operatorname{vec}(X)", r"(A\otimes F^T)\operatorname{vec}(X)"),
    (r"\operatorname{tr}(P\otimes R)", r"\operatorname{tr}(P)\operatorname{tr}(R)",
     r"\operatorname{tr}(P)+\operatorname{tr}(R)"),
    (r"(P\otimes R)^{-1}", r"P^{-1}\otimes R^{-1}", r"P^{-1}\otimes R"),
    (r"(P\otimes R)(P^{-1}\otimes R^{-1})", r"I", r"2I"),
    (r"\operatorname{vec}(yx^T)", r"x\otimes y", r"y\otimes x"),
    (r"\operatorname{vec}(A)^T\operatorname{vec}(B)", r"\operatorname{tr}(A^TB)", r"\operatorname{tr}(A^TA)"),
    (r"\|A\otimes F\|_F", r"\|A\|_F\|F\|_F", r"\|A\|_F+\|F\|_F"),
    (r"(A\circ B)^T", r"A^T\circ B^T", r"A^T\circ A^T"),
    (r"y^T(A\circ B)x", r"\operatorname{tr}(\operatorname{diag}(y)A\operatorname{diag}(x)B^T)",
     r"\operatorname{tr}(\operatorname{diag}(y)A\operatorname{diag}(x)A^T)"),
    (r"\operatorname{diag}(x)w", r"x\circ w", r"x+w"),
    (r"\operatorname{diag}(y)A\operatorname{diag}(x)", r"A\circ(yx^T)", r"A\circ(yx^T)\circ A"),
    (r"\mathbf{1}^T(A\circ B)\mathbf{1}", r"\operatorname{tr}(A^TB)", r"\operatorname{tr}(A^TA)"),
    (r"\operatorname{diag}(A^TB)", r"(A\circ B)^T\mathbf{1}", r"(A\circ A)^T\mathbf{1}"),
    (r"\|yx^T\|_F", r"\|x\|\|y\|", r"\|x\|+\|y\|"),
    (r"\operatorname{diag}(x)^{-1}w", r"\operatorname{diag}(w)\operatorname{diag}(x)^{-1}\mathbf{1}", r"x\circ w"),
    (r"(A\otimes F)^+", r"A^+\otimes F^+", r"F^+\otimes A^+"),
    (r"(I_n\otimes F)(P\otimes I_q)", r"P\otimes F", r"2P\otimes F"),
    (r"(I\otimes A)\operatorname{vec}(X)", r"\operatorname{vec}(AX)", r"2\operatorname{vec}(AX)"),
    (r"\frac{d}{dt}\|x-tw\|^2", r"-2w^T(x-tw)", r"-2x^T(x-tw)"),
    (r"\frac{\partial\operatorname{vec}(AXF)}{\partial\operatorname{vec}(X)}", r"F^T\otimes A", r"2F^T\otimes A"),
    (r"\frac{\partial(Px)}{\partial\operatorname{vec}(P)}", r"x^T\otimes I", r"w^T\otimes I"),
    (r"\nabla_P\log\det(P)", "P^{-T}", "P^{-1}"),
    (r"\operatorname{ReLU}(y-Wx)", r"(y-Wx)\circ\mathbf{1}[y-Wx>0]", r"(y-Wx)\circ\mathbf{1}[Wx-y>0]"),
    (r"e^{\log(\mathbf{1}^T\exp(x))}", r"\sum_{i=1}^n e^{x_i}", r"\sum_{i=1}^n x_i"),
    (r"\sum_{i=1}^n x_i^2", r"\|x\|^2", r"2\|x\|^2"),
    (r"\sum_{i=1}^m\sum_{j=1}^n A_{ij}B_{ij}", r"\operatorname{tr}(A^TB)", r"\operatorname{tr}(A^TA)"),
    (r"\sum_{i=1}^n\sum_{j=1}^n (x_i-x_j)^2", r"2n\|x\|^2-2(\mathbf{1}^Tx)^2", r"2n\|x\|^2-(\mathbf{1}^Tx)^2"),
    (r"\nabla_W\|Wx-y\|^2", r"2(Wx-y)x^T", r"(Wx-y)x^T"),
    (r"\nabla_A\operatorname{tr}(A^TRA)", r"(R+R^T)A", r"2RA"),
    (r"\nabla_P\operatorname{tr}(P^{-1}Q)", r"-P^{-T}Q^TP^{-T}", r"-P^{-T}QP^{-T}"),
    (r"\nabla_x^2(x^TPx)", r"P+P^T", r"2P"),
    (r"\nabla_x\|x\|", r"\frac{x}{\|x\|}", r"\frac{x}{\|x\|^2}"),
    (r"\nabla_x^2\|x\|", r"\frac{1}{\|x\|}\left(I-\frac{xx^T}{\|x\|^2}\right)", r"\frac{1}{\|x\|}I"),
    (rf"\frac{{\partial {SIGMOID}}}{{\partial x}}", rf"\operatorname{{diag}}({SIGMOID}\circ(\mathbf{{1}}-{SIGMOID}))W",
     rf"\operatorname{{diag}}({SIGMOID})W"),
    (r"\nabla_W\|\operatorname{sigmoid}(WP)\|_F^2",
     r"2(\operatorname{sigmoid}(WP)\circ\operatorname{sigmoid}(WP)\circ(1-\operatorname{sigmoid}(WP)))P^T",
     r"2(\operatorname{sigmoid}(WP)\circ(1-\operatorname{sigmoid}(WP)))P^T"),
    (r"\nabla_x(w^T\tanh(x))", r"w\circ(1-\tanh^2(x))", r"w\circ(1+\tanh^2(x))"),
    (r"\operatorname{ReLU}(e^x)", "e^x", "e^{2x}"),
    (r"e^{x+w}", r"e^x\circ e^w", r"e^x+e^w"),
    (r"\|x\circ w\|^2", r"(x^{\odot 2})^Tw^{\odot 2}", r"\|x\|^2\|w\|^2"),
    (r"\nabla_x(w^T\tanh(x))", r"w\circ(1-\tanh(x)\circ\tanh(x))", r"w\circ(1-\tanh(x))"),
    (r"\nabla_W(v^T\tanh(Wx))", r"(v\circ(\mathbf{1}-\tanh(Wx)\circ\tanh(Wx)))x^T",
     r"(v\circ(\mathbf{1}-\tanh(Wx)))x^T"),
    (rf"\frac{{\partial {SOFTMAX}}}{{\partial x}}", rf"\operatorname{{diag}}({SOFTMAX})-{SOFTMAX}{SOFTMAX}^T",
     rf"\operatorname{{diag}}({SOFTMAX})+{SOFTMAX}{SOFTMAX}^T"),
    (r"\nabla_x^2\log\sum_{i=1}^n e^{x_i}", rf"\operatorname{{diag}}({SOFTMAX})-{SOFTMAX}{SOFTMAX}^T",
     rf"\operatorname{{diag}}({SOFTMAX})"),
    (r"\operatorname{softmax}(x+t\mathbf{1})", SOFTMAX, rf"t{SOFTMAX}"),
    (r"\nabla_x\sum_{i=1}^n\log(1+e^{-x_i})", r"-\operatorname{sigmoid}(-x)", r"-\operatorname{sigmoid}(x)"),
    (r"\nabla_x^2\log(1+e^{-tw^Tx})", r"\frac{e^{tw^Tx}}{(1+e^{tw^Tx})^2}t^2ww^T",
     r"\frac{e^{tw^Tx}}{(1+e^{tw^Tx})^2}tww^T"),
]  # fmt: skip

ALMOST = [
    (r"\nabla_x\|\operatorname{ReLU}(Wx)\|^2", r"2W^T\operatorname{ReLU}(Wx)", r"W^T\operatorname{ReLU}(Wx)"),
    (r"\nabla_x(w^T\operatorname{ReLU}(x))", r"\frac12(\mathbf{1}+\operatorname{sign}(x))\circ w",
     r"\operatorname{sign}(x)\circ w"),
    (r"\frac{\partial\operatorname{ReLU}(Wx)}{\partial x}", r"\operatorname{diag}(\mathbf{1}[Wx>0])W",
     r"\operatorname{diag}(\mathbf{1}[Wx<0])W"),
    (r"\nabla_x\operatorname{ReLU}(w^Tx-1)", r"\mathbf{1}[w^Tx>1]w", r"\mathbf{1}[w^Tx<1]w"),
    (r"\nabla_W\|V\operatorname{ReLU}(Wx)\|^2",
     r"2(\operatorname{sign}(\operatorname{ReLU}(Wx))\circ(V^TV\operatorname{ReLU}(Wx)))x^T",
     r"2(V^TV\operatorname{ReLU}(Wx))x^T"),
]  # fmt: skip

MOMENTS = [
    (r"\mathbb{E}[(g^TPg)^2]", r"\operatorname{tr}(P)^2+\operatorname{tr}(P^2)+\operatorname{tr}(PP^T)",
     r"\operatorname{tr}(P)^2+2\operatorname{tr}(P^2)"),
    (r"\mathbb{E}[gg^TPgg^T]", r"P+P^T+\operatorname{tr}(P)I", r"2P+\operatorname{tr}(P)I"),
    (r"\mathbb{E}[\|Nw\|^4]", r"(m^2+2m)s^4\|w\|^4", r"m^2s^4\|w\|^4"),
    (r"\mathbb{E}[N\circ N]", r"s^2\mathbf{1}_m\mathbf{1}_n^T", r"s\mathbf{1}_m\mathbf{1}_n^T"),
]  # fmt: skip


@pytest.mark.parametrize("left, right, wrong", PAIRS)
def test_an_identity_is_proved_and_its_neighbour_refuted(left, right, wrong):
    found = decide_pair(left, right, [], SHAPES)[0]
    assert (found.status, "everywhere" in found.because) == ("proved", False), found
    assert decide_pair(left, wrong, [], SHAPES)[0].status == "refuted"


@pytest.mark.parametrize("left, right, wrong", ALMOST)
def test_what_has_kinks_is_proved_almost_everywhere(left, right, wrong):
    found = decide_pair(left, right, [], SHAPES)[0]
    assert found.status == "proved" and found.because.endswith("almost everywhere")
    assert decide_pair(left, wrong, [], SHAPES)[0].status == "refuted"


@pytest.mark.parametrize("left, right, wrong", MOMENTS)
def test_moments_of_the_fourth_degree(left, right, wrong):
    where = [r"g \sim \mathcal{N}(0, I)", r"N_{ij} \sim \mathcal{N}(0, s^2)", "s > 0"]
    assert decide_pair(left, right, where, SHAPES | NOISE)[0].status == "proved"
    assert decide_pair(left, wrong, where, SHAPES | NOISE)[0].status != "proved"


@pytest.mark.parametrize(
    "where, left, right",
    [
        ([], r"\operatorname{sign}(x)\circ\operatorname{sign}(x)", r"\mathbf{1}"),  # not at zero
        ([], r"A\otimes B", r"B\otimes A"),
        ([], r"\operatorname{vec}(P)", r"\operatorname{vec}(P^T)"),
        ([], r"\nabla_x(x^TPx)", "2Px"),
        ([], r"\operatorname{ReLU}(-x)", r"-\operatorname{ReLU}(x)"),
    ],
)
def test_is_not_proved(where, left, right):
    assert decide_pair(left, right, where, SHAPES)[0].status != "proved"


def test_a_matrix_equation_is_an_equation_of_its_vec():
    shapes = {letter: ["n", "n"] for letter in "ABCX"}
    right = r"(I\otimes A+B^T\otimes I)\operatorname{vec}(X) = \operatorname{vec}(C)"
    assert decide_pair("AX+XB = C", right, [], shapes)[0].status == "proved"
    assert decide_pair("AX+XB = C", right.replace("B^T", "B"), [], shapes)[0].status == "refuted"


def test_what_is_declared_of_matrices_shortens_their_chains():
    where = ["U^TU = I", "V^TV = I", r"\Sigma = \operatorname{diag}(\sigma_i)", r"X = U\Sigma V^T"]
    shapes = {letter: ["n", "n"] for letter in ("U", "V", r"\Sigma")}
    assert decide_pair(r"\|X\|_F^2", r"\sum_{i=1}^n \sigma_i^2", where, shapes)[0].status == "proved"
    assert decide_pair(r"\|X\|_F^2", r"\sum_{i=1}^n \sigma_i", where, shapes)[0].status == "refuted"


WHERE = [
    ([r"r_i \sim \operatorname{Bernoulli}(t)"], r"\mathbb{E}[\|A(r\circ x)-y\|^2]",
     r"\|tAx-y\|^2+t(1-t)x^T\operatorname{diag}(\operatorname{diag}(A^TA))x", r"\|tAx-y\|^2+t(1-t)\|x\|^2"),
    ([r"g_i \sim \mathcal{N}(\mu, s^2)"], r"\mathbb{E}[\|g\|^2]", r"n(s^2+\mu^2)", r"ns^2"),
    ([r"g \sim \mathcal{N}(0, Q)", r"Q \succ 0"], r"\mathbb{E}[(x^Tg)^4]", "3(x^TQx)^2", "(x^TQx)^2"),
    (["x_i > 0", "w_i > 0"],
     r"\nabla_x\sum_{i=1}^n x_i\log\frac{x_i}{w_i}", r"\log(x)-\log(w)+\mathbf{1}", r"\log(x)-\log(w)"),
    ([r"Q = \operatorname{diag}(q_i)", "V^TV = I", "P = VQV^T", r"\det(P) \ne 0"], "x^TP^{-1}x",
     r"\sum_{i=1}^n\frac{[V^Tx]_i^2}{q_i}", r"\sum_{i=1}^n q_i[V^Tx]_i^2"),
    ([r"z_i \in \mathbb{R}^n"],
     r"\nabla_x\sum_{i=1}^N(z_i^Tx-a_i)^2", r"2\sum_{i=1}^N(z_i^Tx-a_i)z_i", r"\sum_{i=1}^N(z_i^Tx-a_i)z_i"),
    ([], r"(\operatorname{diag}(x)+tI)^{-1}", r"\operatorname{diag}(x)^{-1}(I-t(\operatorname{diag}(x)+tI)^{-1})",
     r"\operatorname{diag}(x)^{-1}-t(\operatorname{diag}(x)+tI)^{-1}"),
]  # fmt: skip


@pytest.mark.parametrize("where, left, right, wrong", WHERE)
def test_what_is_declared_is_used(where, left, right, wrong):
    shapes = SHAPES | {"r": ["n"], "g": ["n"], "V": ["n", "n"]}
    assert decide_pair(left, right, where, shapes)[0].status == "proved"
    assert decide_pair(left, wrong, where, shapes)[0].status == "refuted"


def test_a_declared_multiple_keeps_its_factor():
    assert decide_pair(r"A\circ A", r"4B\circ B", ["A = 2B"], SHAPES)[0].status == "proved"
    assert decide_pair(r"A\circ A", r"B\circ B", ["A = 2B"], SHAPES)[0].status == "refuted"


def test_signs_that_are_the_same_are_equal_at_zero_too():
    left, right = (rf"\operatorname{{sign}}(x)\circ({terms})" for terms in ("x+w", "w+x"))
    assert decide_pair(left, right, [], SHAPES)[0].because == "exact normal form of sums over indices"


def test_symmetry_is_used_where_it_is_declared():
    assert decide_pair(r"\nabla_x(x^TPx)", "2Px", ["P = P^T"], SHAPES)[0].status == "proved"


def test_names_of_summed_indices_do_not_matter():
    def cycle(*order):
        pairs = zip(order, (*order[1:], order[0]), strict=True)
        return canonical([Factor("A", pair) for pair in pairs], dict.fromkeys(order, "n"))

    assert cycle("1", "2", "3", "4") == cycle("3", "1", "4", "2") != cycle("1", "2", "3")


def in_normal_form(formula: Expr):
    """A formula's normal form, what it was made in, and the indices of its row and column."""

    def use(field):
        nets = Networks(field)
        legs = [nets.indexed.indices(side) for side in nets.indexed.sides(formula)]
        return nets, legs, nets.of(nets.indexed.at(formula, *legs))

    return with_room(CONTEXT, use)


@pytest.mark.parametrize("seed", range(160))
def test_a_normal_form_has_the_value_of_its_formula(seed):
    formulas = Formulas(random.Random(seed))
    shape = [(), ("n", 1), ("m", 1), ("n", "n"), ("m", "n")][seed % 5]
    formula = CONTEXT.unfold(formulas.derivative(3) if seed % 2 else formulas.of(shape, 4))
    nets, (rows, columns), form = in_normal_form(formula)
    if nets.steps - nets.edges():
        return  # right but for its kinks
    for point in Sampler(CONTEXT, [Expr("eq", formula, formula)], seed).points(3):
        try:
            evaluation = Evaluation(point, CONTEXT)
            value = evaluation.of(formula)
            grid = entries_of(evaluation.shaped(value, formula.shape) if formula.shape else value)
        except (Undefined, Unknown):
            continue
        scale = 1 + max(abs(x) for row in grid for x in row)
        for i, row in enumerate(grid):
            for j, entry in enumerate(row):
                places = {leg.args[0]: at for legs, at in ((rows, i), (columns, j)) for leg in legs}
                found = Summation(nets, point).value(form, places)
                assert math.isclose(found, entry, rel_tol=1e-6, abs_tol=1e-6 * scale), (formula, point)


def test_random_formulas_that_differ_are_not_proved_equal():
    formulas, context = Formulas(random.Random(1)), Context().declare(*DECLARED)
    ladder = Ladder(context, only=frozenset({"networks"}))
    referee = Ladder(context, only=frozenset({"points"}))
    proved = 0
    for _ in range(150):
        shape = formulas.random.choice([(), ("n", 1), ("n", "n")])
        claim = Expr("eq", formulas.of(shape, 2), formulas.of(shape, 2))
        if ladder.decide(claim).status == "proved":
            proved += 1
            assert referee.decide(claim).status != "refuted", claim
    assert proved < 75
