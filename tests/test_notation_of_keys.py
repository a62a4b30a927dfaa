r"""What homework keys are written with: each construct as it is read, and near-misses that are refused or differ."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.declarations import declared, defined
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.sentences import formula
from answerkey.reading.tokens import Misshapen, Undeclared, Unread
from answerkey.reading.typeset import Untypeset, typeset

CONTEXT = (
    Context()
    .with_models({"f": lambda x, A: (A @ x).T @ (A @ x), "L": lambda w, sigma: (sigma * w) ** 2})
    .declare(
        r"A \in \mathbb{R}^{n \times n}",
        r"x, x^* \in \mathbb{R}^n",
        r"y, z_t \in \mathbb{R}^n",
        r"b, \hat{b} \in \mathbb{R}^m",
        r"N_t, M_t \in \mathbb{R}^n",
        r"N \in \mathbb{R}^{m \times n}",
        r"\lambda, \sigma, \sigma_\ell, \sigma_s > 0",
        r"t \in \mathbb{N}",
        r"i \in \{1, \dots, n\}",
        r"w \in \mathbb{R}",
        r"w_t, w_0 \in \mathbb{R}",
        r"v, v_t \in \mathbb{R}^n",
        r"u, u_t \in \mathbb{R}^n",
    )
)
READ = [
    # norms with scripts above and below, in any order, and bars of every kind
    (r"\|x\|_2^2", "norm(x)^2"),
    (r"\left\|x\right\|^{2}_{2}", "norm(x)^2"),
    (r"\left\| \mathbf {x} \right\| _ {2} ^ {2}", "norm(x)^2"),
    (r"||x||^2", "norm(x)^2"),
    (r"\lVert A \rVert_{\mathrm{F}}^2", "norm(A)^2"),
    # transposes and powers
    (r"x^\top A^{\top} x^*", "T(x)*T(A)*x_star"),
    (r"x^{*T} x", "T(x_star)*x"),
    (r"A ^ { \mathrm { T } } A", "T(A)*A"),
    (r"x^{\rm T} x", "T(x)*x"),
    (r"(A^{-1})^{\top}", "T(A^(-1))"),
    (r"\sigma^{(t+1)+1}", "sigma^((t + 1) + 1)"),
    # what picks
    (r"z_t[i]", "z[t]_i"),
    (r"z_{t+1}[1]", "z[t + 1]_1"),
    (r"z[1]_t", "z[t]_1"),
    (r"M_{t,i}", "M[t]_i"),
    (r"N_{ij}", "N_i,j"),
    (r"\sum_{j=1}^n |v_j|", "sum(i, abs(v_i), 1, n)"),
    (r"\sum_j v_j^2", "sum(i, v_i^2, 1, n)"),
    (r"\max_j |v_j|", "maximum(x1, abs(v_x1), x1 in naturals and 1 <= x1 and x1 <= n)"),
    (r"\lim_{t\to\infty} v_t = x", "v[t] -> x"),
    # names in other dresses
    (r"{\bf A}{\bf x}", "A*x"),
    (r"{ \bf A x } - y", "A*x - y"),
    (r"\mathbf{Ax}", "A*x"),
    (r"\mathbf{A^TA}", "T(A)*A"),
    (r"\boldsymbol{\hat{b}} - \hat {\mathbf {b}}", "b_hat - b_hat"),
    (r"\hat{b}_i", "b_hat_i"),
    (r"\sigma _ {\ell} - \sigma _ s", "sigma_ell - sigma_s"),
    # derivatives
    (r"\nabla f = 2A^TAx", "grad f(x) = 2*T(A)*A*x"),
    (r"\nabla_x f", "grad f(x)"),
    (r"\nabla^2 f", "hessian(f(x), x, x)"),
    (r"\frac{\partial f}{\partial x}", "gradient(f(x), x, x)"),
    (r"\frac{\partial L}{\partial w} = 2\sigma^2w", "derivative(L(w), w) = 2*sigma^2*w"),
    (r"\frac{\mathrm{d} L}{\mathrm{d} w}", "derivative(L(w), w)"),
    (r"\nabla_w L(w_t)", "L'(w[t])"),
    (r"\nabla_{w_t} L(w_t)", "L'(w[t])"),
    (r"L = \sigma^2 w^2", "L(w) = sigma^2*w^2"),
    (r"\frac{\partial}{\partial v_j} \|v\|^2", "derivative(norm(v)^2, v_j)"),
    (r"\left.\nabla_x \|Ax\|^2\right|_{x=0} = A^TAx", "gradient(norm(A*x)^2, x, 0*ones(n)) = T(A)*A*x"),
    # optima
    (r"\operatorname {a r g m i n} _ {x} \| A x \| ^ {2}", "argmin(x1, norm(A*x1)^2)"),
    (r"\underset{x}{\operatorname{argmin}} \|Ax\|_2^2", "argmin(x1, norm(A*x1)^2)"),
    (r"\min_x \|Ax\|^2 \quad \text{s.t.} \quad \|x\|^2 = 1", "minimum(x1, norm(A*x1)^2, norm(x1)^2 = 1)"),
    # plus or minus
    (r"\lambda \pm \sqrt{\sigma}", "{lambda_ + sigma^(1/2), lambda_ - sigma^(1/2)}"),
    (r"\lambda \mp \sigma", "{lambda_ - sigma, lambda_ - -sigma}"),
    (r"w = 1 \pm \sigma", "w = 1 + sigma or w = 1 - sigma"),
    # relations that are weaker, or no relations
    (r"\sigma_\ell \gg \sigma_s", "sigma_s < sigma_ell"),
    (r"\sigma_s \ll \sigma_\ell", "sigma_s < sigma_ell"),
    (r"Ax \approx y", "A*x ~ y"),
    (r"w \propto \sigma", "w ~ sigma"),
    (r"w \leftarrow w - \sigma L'(w)", "w <- w - sigma*L'(w)"),
    (r"w := w - 1", "w <- w - 1"),
    (r"w := \sigma", "w = sigma"),
    (r"t = O(\log(1/\sigma))", "t ~ growth(log(1/sigma))"),
    # what is only named
    (r"\lambda, \sigma_\ell, \sigma_s", "list(lambda_, sigma_ell, sigma_s)"),
    (r"|1-\sigma_\ell|,\ |1-\sigma_s|", "list(abs(1 - sigma_ell), abs(1 - sigma_s))"),
    (r"(\lambda, \sigma, w)", "list(lambda_, sigma, w)"),
    (r"\{(x_i, b_i)\}_{i=1}^n", "list((x_i, b_i))"),
    (r"(x_i)_{i=1}^n", "list(x_i)"),
    (r"P(w > 0)", "P(0 < w)"),
    (r"\Pr[w = 1 \mid t]", "P(w = 1 | t)"),
    (r"p(w | t) = \frac{p(t | w) p(w)}{p(t)}", "p(w | t) = p(t | w)*p(w)/p(t)"),
    (r"p_\theta(w | \lambda)", "p_theta(w | lambda_)"),
    (r"\text{MAP}(w | \sigma = 1)", "MAP(w | sigma = 1)"),
    (r"w | \sigma = 1", "probability(w | sigma = 1)"),
    (r"\mathcal{N}(\lambda, \sigma^2)", "N_cal(lambda_, sigma^2)"),
    # dots
    (r"\begin{bmatrix} y_1 \\ y_2 \\ \vdots \\ y_n \end{bmatrix}", "y"),
    (r"[y_1, \dots, y_n]^T", "T(T(y))"),
    (r"(y_1, y_2, \ldots, y_n)^\top", "T(T(y))"),
    (r"\operatorname{diag}(y_1, \ldots, y_n)", "diag(y)"),
    (r"\begin{bmatrix} y_1 & & \\ & \ddots & \\ & & y_n \end{bmatrix}", "diag(y)"),
    (r"\begin{pmatrix} v_1 \\ \vdots \\ v_n \end{pmatrix}", "v"),
    # words in letters, and what numbers a formula
    (r"tr(A)", "tr(A)"),
    (r"diag(y)", "diag(y)"),
    (r"exp(-w)", "exp(-w)"),
    (r"w = 1 \tag{3}", "w = 1"),
    (r"w = 1 \quad (3)", "w = 1"),
    (r"w = 1 \label{eq:one}", "w = 1"),
    (r"\boxed{w = 1}", "w = 1"),
    (r"\left\{\begin{array}{l} w < 1 \\ \sigma < 1 \end{array}\right.", "w < 1 and sigma < 1"),
]
REFUSED = [
    (r"A^T^T", "two superscripts"),
    (r"w[1]", "is not declared"),
    (r"w[1]_t", "is not declared"),
    (r"w_t[i]", "is not declared"),
    (r"w_{t,i}", "no entries"),
    (r"N_{t,i}", "counts steps"),
    (r"z_{ij}", "two indices"),
    (r"\sigma_{max}", "is not declared"),
    (r"z_{\text{opt}}", "is not declared"),
    (r"v_\star", "is not declared"),
    (r"L = \sigma^2", "L is a function"),
    (r"\frac{2}{L}", "stands here alone"),
    (r"\frac{\partial L}{\partial \phi}", "phi is not declared"),
    (r"\nabla_\sigma L(w_t)", "another point"),
    (r"\nabla_{w_t} w_t^2", "with respect to what the gradient is taken is not said"),
    (r"\lambda \pm \sigma = w", r"\pm"),
    (r"w = 1, \sigma", "stands between statements"),
    (r"(w, \sigma, \lambda)^2", "only names things"),
    (r"2 (w \approx 1)", "only names things"),
    (r"w \approx 1 \implies w = 1", "between statements"),
    (r"\begin{bmatrix} y_1 \\ \vdots \\ y_m \end{bmatrix}", "dots"),
    (r"\begin{bmatrix} y_1 \\ y_3 \\ \vdots \\ y_n \end{bmatrix}", "dots"),
    (r"\begin{bmatrix} y_2 \\ \vdots \\ y_n \end{bmatrix}", "dots"),
    (r"\begin{bmatrix} y_1^2 \\ \vdots \\ y_n^2 \end{bmatrix}", "dots"),
    (r"[\lambda, \dots, \sigma]^T", "dots"),
    (r"\{x_i\}_{j=1}^n", "j does not occur"),
    (r"\mathbf{Aq}", "q is not declared"),
    (r"\Delta w", "is not declared"),
    (r"Var(w", "expected )"),
]


@pytest.mark.parametrize("latex, meaning", READ)
def test_reads(latex, meaning):
    assert repr(read(latex, CONTEXT.names)) == meaning


@pytest.mark.parametrize("latex, why", REFUSED)
def test_refuses(latex, why):
    with pytest.raises(Unread, match=re.escape(why)):
        read(latex, CONTEXT.names)


@pytest.mark.parametrize(
    "latex", [r"(1 - 2\sigma^2)^T", r"(1 - 2\sigma^2)^{T}", r"\left(1 - 2 \sigma^ {2}\right) ^ { T }"]
)
def test_a_number_of_steps_is_an_exponent_and_a_square_matrix_under_it_is_ambiguous(latex):
    names = CONTEXT.declare(r"T \in \mathbb{N}").names
    assert repr(read(latex, names)) == "(1 - 2*sigma^2)^T"
    assert repr(read(r"A^\top x", names)) == "T(A)*x"
    with pytest.raises(Unread, match="a transpose, or a power"):
        read("A^T x", names)
    with pytest.raises(Unread, match="the transpose of a number"):
        read(latex, CONTEXT.names)


@pytest.mark.parametrize(
    "latex, kind",
    [
        (r"w + \omega", Undeclared),
        (r"\omega_t", Undeclared),
        (r"A + \lambda", Misshapen),
        (r"\begin{bmatrix} w & x \end{bmatrix}", Misshapen),
    ],
)
def test_what_is_not_declared_and_what_does_not_fit_are_told_apart(latex, kind):
    with pytest.raises(kind):
        read(latex, CONTEXT.names)


@pytest.mark.parametrize(
    "latex, meaning",
    [
        (r"\sigma_{max}", "sigma_max"),
        (r"z_{\text{opt}} + 1", "z_opt + 1"),
        (r"a_{t+1}[i]", "a_t_plus_1_i"),
        (r"\Delta w - q", "Delta_w - q"),
        (r"q_{t,i}", "q_t,i"),
    ],
)
def test_new_names_have_all_their_marks(latex, meaning):
    assert repr(read(latex, Names(CONTEXT.names.symbols, inferring=True))) == meaning


@pytest.mark.parametrize(
    "definition, name",
    [
        (r"\hat {w} _ {\text{ridge}} = 2 \sigma", "w_hat_ridge"),
        (r"W _ 1 = A ^ {T} A", "W_1"),
        (r"\tilde {\mathbf {A}} = A + \lambda I", "A_tilde"),
        (r"C := A", "C"),
        (r"\eta^{ * } = 1 / \lambda", "eta_star"),
    ],
)
def test_definitions_with_the_spaces_of_a_converter(definition, name):
    larger = defined(definition, CONTEXT)
    assert larger is not None and larger.names.get(name)


@pytest.mark.parametrize(
    "latex, status",
    [
        (r"\frac{2\lambda \pm 2\sigma}{2} = \lambda \pm \sigma", "proved"),
        (r"\frac{2\lambda \pm 2\sigma}{2} = \lambda \mp \sigma", "proved"),
        (r"\pm\sqrt{w^2} = \pm w", "proved"),
        (r"\frac{2\lambda \pm 2\sigma}{2} = \lambda \pm 2\sigma", "refuted"),
        (r"p(w | t) = \frac{p(t | w) p(w)}{p(t)}", "undecided"),
        (r"p(w | t) p(t) = p(t) p(w | t)", "proved"),
    ],
)
def test_what_is_read_is_decided_or_left_open(latex, status):
    assert Ladder(CONTEXT).decide(read(latex, CONTEXT.names)).status == status


@pytest.mark.parametrize(
    "latex", [r"w \approx 1", r"\lambda, \sigma", r"w = O(t)", r"\mathcal{N}(0, 1)", r"w := w + 1"]
)
def test_what_cannot_be_decided_is_printed_on_no_sheet(latex):
    assert formula(latex, False, 0, CONTEXT).role == "unread"


@pytest.mark.parametrize(
    "piece",
    ["p(", "a(", "|", "||", "x,", r"\begin{cases}", "W^{(1)}", "x^{*T}", r"\min_x", "w[", r"{\bf ", "AB", "P(w|"],
)
@pytest.mark.parametrize("inferring", [False, True])
def test_no_repetition_takes_long(piece, inferring):
    started = time.process_time()
    with suppress(Unread):
        read(piece * (10_000 // len(piece)), Names(CONTEXT.names.symbols, inferring=inferring))
    assert time.process_time() - started < 4


FRAGMENTS = [
    *"wxzAvubtTi{}()[]|^_=<>+-/,.&'0123 \\", r"\frac", r"\partial", r"\nabla", r"\pm", r"\mp", r"\approx", r"\gg",
    r"\dots", r"\vdots", r"\begin{bmatrix}", r"\end{bmatrix}", r"\begin{cases}", r"\end{cases}", r"\left\{",
    r"\right.", r"\left|", r"\right|", r"\|", r"\mathbf", r"{\bf ", r"\hat", r"\tilde", r"\mathbb{E}",
    r"\mathcal{N}", r"\mid", r"^\top", "^*", "[1]", "P(", "p(w|", r"\Pr", "O(", r"\sum_{i=1}^n", r"\min_x",
    r"\text{ s.t. }", r"\tag{1}", "L", "f", ":=", "_t",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join), st.booleans())
def test_arbitrary_pieces_are_read_or_refused_and_come_back(text, inferring):
    names = Names(CONTEXT.names.symbols, inferring=inferring)
    try:
        tree = read(text, names)
    except Unread as error:
        assert 0 <= error.offset <= len(text)
        return
    repr(tree)
    with suppress(Untypeset):
        typeset(tree, names)
    with suppress(Unread):
        declared(text, CONTEXT)
