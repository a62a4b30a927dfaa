"""Slopes of functions that act entry by entry, gradients at a point, and functions whose names are declared anew."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, name

CONTEXT = Context().declare(
    r"u, x, v \in \mathbb{R}^n", r"z, q \in \mathbb{R}^k", r"W \in \mathbb{R}^{k \times n}",
    r"\sigma(q) = \operatorname{sigmoid}(q)", r"g(q) = z \circ \tanh(q) + 2q", r"f(q) = (z^T q) q", r"k(q) = q_1 q",
    r"P(u, v) = \|u\|^2 v^T u",
)  # fmt: skip

CLAIMS = [  # what is so, and what is not
    (r"\sigma'(z) = \sigma(z) \circ (\mathbf{1} - \sigma(z))",
     r"\sigma'(z) = \sigma(z) \circ (\mathbf{1} + \sigma(z))"),
    (r"\sigma'(Wx) = \sigma(Wx) \circ \sigma(-Wx)", r"\sigma'(Wx) = \sigma(Wx) \circ \sigma(Wx)"),
    (r"\operatorname{sigmoid}'(z) = \sigma'(z)", r"\operatorname{sigmoid}'(z) = \sigma(z)"),
    (r"\nabla_x (q^T \sigma(Wx)) = W^T(q \circ \sigma'(Wx))", r"\nabla_x (q^T \sigma(Wx)) = W^T(q \circ \sigma(Wx))"),
    (r"g'(q) = z \circ (\mathbf{1} - \tanh^2(q)) + 2 \cdot \mathbf{1}",
     r"g'(q) = \mathbf{1} - \tanh^2(q) + 2 \cdot \mathbf{1}"),
    (r"\operatorname{ReLU}'(Wx) = \mathbf{1}[Wx > 0]", r"\operatorname{ReLU}'(Wx) = \mathbf{1}[Wx < 0]"),
    (r"\nabla_u P(u, x)|_{u = x} = 3\|x\|^2 x", r"\nabla_u P(u, x)|_{u = x} = 4\|x\|^2 x"),
    (r"\nabla_v P(x, v)|_{v = x} = \|x\|^2 x", r"\nabla_v P(x, v)|_{v = x} = 3\|x\|^2 x"),
    (r"\begin{bmatrix} \nabla_u P(u, x) & x \end{bmatrix} = \begin{bmatrix} 2(x^T u)u + \|u\|^2 x & x \end{bmatrix}",
     r"\begin{bmatrix} \nabla_u P(u, x) & x \end{bmatrix} = \begin{bmatrix} 2(x^T u)u + \|u\|^2 x & u \end{bmatrix}"),
]  # fmt: skip


@pytest.mark.parametrize("true, false", CLAIMS)
def test_what_is_so_is_proved_and_what_is_not_refuted(true, false):
    ladder = Ladder(CONTEXT)
    assert ladder.decide(read(true, CONTEXT.names)).status == "proved"
    assert ladder.decide(read(false, CONTEXT.names)).status == "refuted"


@pytest.mark.parametrize(
    "latex",
    [
        r"f'(z)",  # its Jacobian is not diagonal
        r"k'(z)",
        r"\sigma''(z)",
        r"\sigma'(z, q)",
        r"\operatorname{sigmoid}''(z)",
        r"\operatorname{sigmoid}'(W)",
        r"\nabla_u P(u, u)|_{v = x}",
        r"\nabla_u P(u, v)|_{u = x, v = x}",
    ],
)
def test_what_has_no_such_slope_is_unread(latex):
    with pytest.raises(Unread):
        read(latex, CONTEXT.names)


def test_a_gradient_is_that_of_a_number():
    leaf = name("q", ("k", 1))
    with pytest.raises(ShapeError):
        Expr("gradient", leaf, leaf, leaf)


def test_blocks_with_a_cell_that_is_not_defined_are_not_refuted_by_another():
    lhs, rhs = (rf"\begin{{bmatrix}} P^{{-1}}(P - P) & {c} \end{{bmatrix}}" for c in ("A", "2A - A + 0P"))
    assert decide_pair(lhs, rhs, [], {"P": ["n", "n"], "A": ["n", "n"]})[0].status in (
        "proved",
        "undecided",
        "measured",
    )


def test_a_function_goes_with_the_names_in_its_formula_but_not_with_its_parameters():
    before = Context().declare(r"v, x \in \mathbb{R}^n", r"f(x) = v v^T x")
    assert read("f(x)", before.declare(r"x \in \mathbb{R}^n").names)
    after = before.declare(r"v, x \in \mathbb{R}^3")
    with pytest.raises(Unread):
        read("f(x)", after.names)
    again = after.declare(r"f(x) = v^T x v")
    assert read("f(x)", again.names).shape == (3, 1)
