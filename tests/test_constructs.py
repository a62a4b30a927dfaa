r"""The table of constructs: a formula, the names that it is read under, and what it means or why it is unread.

These are the ways in which people write keys and programs convert them that a reader is apt to get wrong: what is read
here by guessing is an alarm about a line that is right.
"""

import pytest

from answerkey.context import Context
from answerkey.documents.rows import rows
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread

# ruff: noqa: RUF001  letters that look like others are what is read
NUMBERS = (
    Context()
    .with_models({"L": lambda w, eta: eta * w * w})
    .declare(r"w, x, y, a, b, z \in \mathbb{R}", r"\eta > 0", r"t, n \in \mathbb{N}", r"w_t \in \mathbb{R}")
)
MATRICES = (
    Context()
    .with_models({"L": lambda w, eta: eta * w.T * w})
    .declare(
        r"A \in \mathbb{R}^{n \times n}",
        r"X \in \mathbb{R}^{m \times n}",
        r"w, x, y \in \mathbb{R}^n",
        r"b \in \mathbb{R}^m",
        r"w_t \in \mathbb{R}^n",
        r"a, c \in \mathbb{R}",
        r"t \in \mathbb{N}",
        r"i \in \{1, \dots, n\}",
    )
)
KNOWN = {"numbers": NUMBERS, "matrices": MATRICES, "nothing": Context()}
READ = [
    # letters and signs that were pasted
    ("numbers", "x ≤ y", "x <= y"),
    ("numbers", "x² − 2 · η", "x^2 - 2*eta"),
    ("numbers", "½x⁄y", "1/2*x/y"),
    ("numbers", "x⁻¹ × √y", "1/x*y^(1/2)"),
    ("numbers", "x ∈ ℝ", "true"),
    ("numbers", "𝔼[x²]", "E(x^2)"),
    ("numbers", "x → ∞", "x -> infinity"),
    ("numbers", "∑_{i=1}^n i", "sum(i, i, 1, n)"),
    ("matrices", "‖𝐱‖₂²", "norm(x)^2"),
    ("matrices", "𝐱ᵀ𝐲", "T(x)*y"),
    ("matrices", "𝟏ᵀ𝐲", "T(ones(n))*y"),
    # signs that were typed
    ("numbers", "x <= y", "x <= y"),
    ("numbers", "x >= y", "y <= x"),
    ("numbers", "x -> y", "x -> y"),
    ("numbers", "x == y", "x = y"),
    ("numbers", "x < 1 => x < 2", "x < 1 implies x < 2"),
    ("numbers", r"x \leqq y", "x <= y"),
    ("numbers", r"x \doteq y", "x = y"),
    ("numbers", r"x \lesssim y", "x ~ y"),
    ("numbers", "n!=2", "factorial(n) = 2"),
    # numbers
    ("numbers", "1,000 x", "1000*x"),
    ("numbers", r"100\,000", "100000"),
    ("numbers", r"3 \cdot 64 \cdot 128 = 24{,}576", "3*64*128 = 24576"),
    ("numbers", "(1,100)", "(1, 100)"),
    ("numbers", ".5x", "1/2*x"),
    # dress that says nothing
    ("numbers", r"x + \textcolor{red}{y}", "x + y"),
    ("numbers", r"x \textcolor{red}{+ y} = z", "x + y = z"),
    ("numbers", r"{\color{red} x} + y", "x + y"),
    ("numbers", r"\color{blue}{x}y", "x*y"),
    ("numbers", r"x \mathrel{=} y", "x = y"),
    ("numbers", r"x {+} y", "x + y"),
    ("numbers", r"\smash{x}\mathrlap{y}", "x*y"),
    ("numbers", r"x = 1 \qquad \blacksquare", "x = 1"),
    ("numbers", r"x = 1 \quad (3)", "x = 1"),
    ("matrices", r"\pmb{x}^T \textbf{y}", "T(x)*y"),
    ("numbers", r"{\mathbb E}[x] \in {\mathbb R}", "true"),
    ("numbers", r"x \in \R", "true"),
    # bars
    ("matrices", r"\left|\left|A\right|\right|_F^2", "norm(A)^2"),
    ("matrices", r"\big|\big|A\big|\big|", "norm(A)"),
    ("matrices", r"|\!|x|\!|_2", "norm(x)"),
    ("matrices", "|x|_1", "norm1(x)"),
    ("matrices", "|A|", "det(A)"),
    ("numbers", r"\left|\left|x\right| - \left|y\right|\right|", "abs(abs(x) - abs(y))"),
    ("numbers", r"\big|x\big|\big|y\big|", "abs(x)*abs(y)"),
    ("numbers", r"|x|\,|y|", "abs(x)*abs(y)"),
    # a 1 that is no number
    ("matrices", r"\mathbb{1}_{a > 0}", "cases(1 if 0 < a; 0)"),
    ("matrices", r"\mathbb{1}_n", "ones(n)"),
    ("matrices", r"1\{a > 0\}", "cases(1 if 0 < a; 0)"),
    ("matrices", r"1_{a > 0}", "cases(1 if 0 < a; 0)"),
    ("matrices", r"1[a > 0] + 1", "cases(1 if 0 < a; 0) + 1"),
    ("matrices", r"1(a + 2)", "1*(a + 2)"),
    ("matrices", r"1\{x > 0\}", "step(x)"),
    # averages
    ("numbers", r"\mathbb{E}^2[x]", "E(x)^2"),
    ("numbers", r"\mathbb{E}[x]^2", "E(x)^2"),
    ("numbers", r"\mathbb{E} x^2", "E(x^2)"),
    # derivatives and values at a point
    ("numbers", r"\partial_w L", "derivative(L(w), w)"),
    ("numbers", r"\left.\frac{\partial L}{\partial w}\right|_{w=w_t}", "L'(w[t])"),
    ("numbers", r"\left.\frac{\partial^2 L}{\partial w^2}\right|_{w_t}", "L''(w[t])"),
    ("numbers", r"\frac{\partial L}{\partial w}\Big|_{w=0}", "L'(0)"),
    ("numbers", r"\left.\frac{d}{dw}(w^3)\right|_2", "gradient(w^3, w, 2)"),
    ("numbers", r"\nabla L(w)|_{w = 0}", "L'(0)"),
    ("numbers", r"\left. w^2 \right|_{w=3}", "3^2"),
    ("matrices", r"\left.\nabla_w L\right|_{w=w_t}", "grad L(w[t])"),
    # what converters leave: braces around letters and cells, spaces in numbers and operators
    ("numbers", r"{w}_{t} + { x } ^ { 2 }", "w[t] + x^2"),
    ("matrices", r"{\mathbf{x}}_{i} + {w}^{T}{x}", "x_i + T(w)*x"),
    ("matrices", r"\mathbf{X}{}^{\top} b", "T(X)*b"),
    ("matrices", r"{\rm tr}(A)", "tr(A)"),
    ("numbers", r"x = 0 . 5", "x = 1/2"),
    ("numbers", r"\frac { \mathrm { d } L } { \mathrm { d } w }", "derivative(L(w), w)"),
    ("matrices", r"\left[ \begin{array} { l l } { A } & { 0 } \\ { 0 } & { I } \end{array} \right]", "[A, 0; 0, I]"),
    (
        "numbers",
        r"\left\{ \begin{array} { l l } { x , } & { \text{if } x > 0 } \\ { 0 } & { \text{else} } \end{array} \right.",
        "cases(x if 0 < x; 0)",
    ),
    ("matrices", r"\operatorname* { m i n } _ { w } \| X w - b \| ^ { 2 }", "minimum(x1, norm(X*x1 - b)^2)"),
    ("matrices", r"\arg \operatorname*{min}_w \|Xw - b\|^2", "argmin(x1, norm(X*x1 - b)^2)"),
    ("numbers", r"\operatorname*{lim}_{t \to \infty} w_t = 0", "w[t] -> 0"),
    # words
    ("numbers", r"x = y \text{ (by induction)}", "x = y"),
    ("numbers", r"x = y \quad \text{[chain rule]}", "x = y"),
    ("matrices", r"x^{\text{T}} y", "T(x)*y"),
    # what runs
    ("matrices", r"\sum_{k < n} x_k", "sum(i, x_i, 1, n - 1)"),
    ("matrices", r"\sum_{j=1}^n\sum_{k < j} x_k", "sum(j, sum(i, x_i, 1, j - 1), 1, n)"),
    ("matrices", r"\operatorname{diag}(x_i)", "diag(x)"),
    ("matrices", r"\max_{i=1,\dots,n} x_i", "maximum(x1, x_x1, x1 in naturals and 1 <= x1 and x1 <= n)"),
    ("matrices", r"\max_{i \in \{1,\dots,n\}} x_i", "maximum(x1, x_x1, x1 in naturals and 1 <= x1 and x1 <= n)"),
    ("matrices", r"\sum_{i \in [n]} x_i + \sum_{i=1,2,\dots,n} y_i", "sum(i, x_i, 1, n) + sum(i, y_i, 1, n)"),
    ("matrices", r"\forall i = 1, \dots, n: x_i > 0", "forall(x1, x1 in naturals and 1 <= x1 and x1 <= n, 0 < x_x1)"),
    ("matrices", r"t \in \{0, 1, \dots\}", "t in naturals and 0 <= t"),
    # dots
    ("nothing", r"i = 1, \dots, n", "list(...)"),
    ("nothing", r"x_1, x_2, \ldots, x_n \in \mathbb{R}", "list(...)"),
    ("nothing", r"(x_1, y_1), \dots, (x_n, y_n)", "list(...)"),
    ("matrices", r"y = \begin{bmatrix} 1 \\ \vdots \\ 1 \end{bmatrix}", "y = ones(n)"),
    ("matrices", r"\begin{bmatrix} a & \cdots & a \end{bmatrix} x", "T(a*ones(n))*x"),
    ("matrices", r"y = \begin{bmatrix} 0 \\ \vdots \\ 0 \end{bmatrix}", "y = 0"),
    ("matrices", r"A = \begin{bmatrix} a & & 0 \\ & \ddots & \\ 0 & & a \end{bmatrix}", "A = a*I"),
    (
        "matrices",
        r"\begin{bmatrix} A_{11} & \cdots & A_{1n} \\ \vdots & & \vdots \\ A_{n1} & \cdots & A_{nn} \end{bmatrix}",
        "A",
    ),
    # steps above, labels of signs, norms
    ("matrices", r"w^{(t+1)} = w^{(t)} - a x", "w[t + 1] = w[t] - a*x"),
    ("numbers", r"w_t \xrightarrow{t\to\infty} 0", "w[t] -> 0"),
    ("numbers", r"w_t \xrightarrow[t \to \infty]{} 0, \quad x = 1", "w[t] -> 0 and x = 1"),
    ("numbers", r"x \underset{(a)}{=} y \overset{(b)}{\le} z", "x = y and y <= z"),
    ("matrices", r"\|x\|_A^2", "((T(x)*A*x)^(1/2))^2"),
    ("matrices", r"\norm{x}_2^2 + \norm*{X}_F", "norm(x)^2 + norm(X)"),
]
NEW = [  # under undeclared names
    (r"q^{\text{new}} = q^{\text{old}} - \eta", "q_upper_new = q_upper_old - eta"),
    ("ŵ + x\u0304 + σ\u0302²", "w_hat + x_bar + sigma_hat^2"),
    (r"\beta(1 - \beta)", "beta*(1 - beta)"),
    (r"2^{pqr}", "2^(p*q*r)"),
    (r"q^{kt}", "q^(k*t)"),
    (r"pqr", "p*q*r"),
]
UNREAD = [
    ("numbers", "eˣ", "not expected"),
    ("numbers", "2½", "not expected"),
    ("numbers", "é", "not expected"),
    ("numbers", "x != y", "this may be a factorial or an inequality"),
    ("numbers", r"x = 1 \quad y", "wide space"),
    ("numbers", r"x = y \hspace{1cm} z = 2", "wide space"),
    ("numbers", "x = 1,500", "between statements"),
    ("numbers", r"\mathbb{E}^\pi[x]", "no power"),
    ("numbers", r"\left. w^2 \right|_0^1", "at which point the value is taken is not said"),
    ("numbers", r"\frac{\partial L}{\partial\phi} = 0", "phi is not declared"),
    ("numbers", r"\frac{\partial}{\partial u} v", "u is not declared"),
    ("matrices", r"\nabla_q \|w\|^2", "q is not declared"),
    ("matrices", r"\operatorname{softmax}(XA)", "of its rows or of its columns"),
    ("numbers", r"x = y \text{ (if x > 0)}", "not expected"),
    ("numbers", r"w_t \xrightarrow{p} 0", "a limit of what kind?"),
    ("numbers", r"x + y + \dots + z", "what the dots stand for"),
    ("numbers", r"x = a, \dots, y = b", "what the dots stand for"),
    ("numbers", r"x > \dots > y", "what the dots stand for"),
    (
        "matrices",
        r"\begin{bmatrix} A_{11} & A_{21} & \cdots & A_{1n} \\ A_{n1} & A_{n2} & \cdots & A_{nn} \end{bmatrix}",
        "dots",
    ),
    ("matrices", r"\begin{bmatrix} a \\ \vdots \\ c \end{bmatrix}", "dots"),
    ("matrices", r"\sum_{k \ne j} A_{kj}", "whether j is fixed"),
    ("matrices", r"w^{(2)}", "an undeclared index in brackets"),
    ("matrices", r"\|x\|_q", "norm"),
    ("numbers", r"\text{if } x > 0", "there are words in the formula"),
    ("numbers", r"\sigma(wx + b)", "sigma is not declared"),
    ("numbers", r"\phi(x + y)", "phi is not declared"),
    ("numbers", "x^{new}", "a word above a name"),
    ("matrices", r"\sum_{i < j} x_i x_j", "whether i is fixed"),
    ("matrices", r"\operatorname{diag}(\frac{a}{a + 1})", "a diagonal matrix of one number"),
]


def under(which: str, inferring: bool = False) -> Names:
    return Names(KNOWN[which].names.symbols, inferring=inferring)


@pytest.mark.parametrize("inferring", [False, True])
@pytest.mark.parametrize("which, latex, meaning", READ)
def test_reads(which, latex, meaning, inferring):
    assert repr(read(latex, under(which, inferring))) == meaning


@pytest.mark.parametrize("inferring", [False, True])
@pytest.mark.parametrize("which, latex, why", UNREAD)
def test_leaves_unread_and_says_why(which, latex, why, inferring):
    with pytest.raises(Unread) as error:
        read(latex, under(which, inferring))
    assert why in str(error.value)


@pytest.mark.parametrize("latex", ["cos u", "sqrt(u)", "loss = 2", "2 rank", "error"])
def test_words_that_are_no_names_are_no_products(latex):
    with pytest.raises(Unread, match="a word, or a product of letters"):
        read(latex, Names(inferring=True))


@pytest.mark.parametrize("latex, meaning", NEW)
def test_reads_with_new_names(latex, meaning):
    assert repr(read(latex, under("numbers", inferring=True))) == meaning


@pytest.mark.parametrize(
    "latex, meaning",
    [(r"\sigma(wx)", "1/(1 + exp(-w*x))"), (r"\sigma'(z)", "gradient(1/(1 + exp(-u)), u, z)")],
)
def test_a_sigma_that_is_applied_may_be_the_sigmoid(latex, meaning):
    assert repr(read(latex, Names(NUMBERS.names.symbols, squashing=True))) == meaning


@pytest.mark.parametrize(
    "latex, cut",
    [
        (r"a = 1 \quad b = 2", ["a", "= 1", "b", "= 2"]),
        (r"a = 1 \hspace{1cm} b = 2", ["a", "= 1", "b", "= 2"]),
        (r"\begin{aligned} a &= 1 & b &= 2 \\ c &= 3 \end{aligned}", ["a", "= 1", "b", "= 2", "c", "= 3"]),
        (r"\begin{aligned} a &= 1 && b = 2 \end{aligned}", ["a", "= 1", "b", "= 2"]),
        (r"a = b \quad \Rightarrow \quad a = c", ["a", r"= b", r"\implies a", "= c"]),
        (r"a = b \quad = c", ["a", r"= b", "= c"]),
        (r"a = b \quad \forall x > 0", [r"a = b \quad \forall x > 0"]),
        (r"a = b \quad c", ["a", r"= b \quad c"]),
        (r"a <= b => c >= d", ["a", r"\le b", r"\implies c", r"\ge d"]),
        ("a ≤ b", ["a", r"\le b"]),
    ],
)
def test_statements_side_by_side_are_cut(latex, cut):
    assert [f"{side.sign} {side.latex}".strip() for row in rows(latex) for side in row] == cut
