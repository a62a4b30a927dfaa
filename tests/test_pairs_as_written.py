r"""Pairs in the notation that authors of keys use: true ones are proved, near-misses refuted, ambiguous ones unread.

Each row is (left, right, conditions, shapes); names not declared are real numbers.
"""

import pytest

from answerkey.deciding.pairs import decide_pair

LOGISTIC = [r"\sigma(z) = \frac{1}{1+e^{-z}}"]
SQUARE = [r"L(w) = (y - wx)^2", "x > 0"]
NORMAL = [r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\sigma > 0"]
SVD = [r"X = U\Sigma V^\top", r"U^\top U = I", r"V^\top V = I", r"\lambda > 0"]
SIZES = {"X": ["n", "d"], "U": ["n", "n"], "V": ["d", "d"], r"\Sigma": ["n", "d"], "y": ["n"]}
TRUE = [
    # numbers
    (r"10^{-3} \times 1{,}000", "1", [], {}),
    (r"99.9\%", "1 - 10^{-3}", [], {}),
    (r"{n \choose 2}", r"\frac{n(n-1)}{2}", [r"n \in \mathbb{N}", r"n \ge 2"], {}),
    (r"2\{a + b\}", "2a + 2b", [], {}),
    (r"\exp\{-x\}", "e^{-x}", [], {}),
    (r"[x]_+ - [-x]_+", "x", [], {}),
    (r"(1 - x)^+", r"\max\{0, 1 - x\}", [], {}),
    (r"\bigl|1 - x\bigr|^2", r"\lvert x - 1\rvert^2", [], {}),
    (r"\min_w \{(w - a)^2 + b\}", "b", [], {}),
    # dress
    (r"\boxed{x^2}", r"\underbrace{x}_{\text{one}} \cdot x", [], {}),
    (r"x \overset{!}{=} 2", r"x \stackrel{\text{def}}{=} 2", [], {}),
    (r"\mathsf{tr}(A^{\rm T})", r"\textrm{tr}(A)", [], {"A": ["n", "n"]}),
    # names
    (r"\tilde w - w^*", r"-(w^\star - \tilde{w})", [], {}),
    ("x' + x'' - x^{\\prime}", "x''", [], {}),
    (r"(w^{(1)})^2 - (w^{(2)})^2", r"(w^{(1)} - w^{(2)})(w^{(1)} + w^{(2)})", [], {}),
    (r"\sum_{i=1}^n 2x^{(i)}", r"2\sum_{j=1}^n x^{(j)}", [], {}),
    (r"w_1^* + w^*_1", "2w_1^*", [], {}),
    (r"\text{MSE} = \text{bias}^2 + \text{var}", r"\text{var} = \text{MSE} - \text{bias}^2", [], {}),
    (r"2\log(x - 1000)", r"\log((x - 1000)^2)", [], {}),  # wherever both are defined
    # functions
    (r"\sigma'(z)", r"\sigma(z)(1 - \sigma(z))", LOGISTIC, {}),
    (r"\sigma(2z)", r"\frac{1}{1+e^{-2z}}", LOGISTIC, {}),
    ("f(2x)", "8x^3 - 2x", ["f(x) = x^3 - x"], {}),
    (r"f(g(x))", "(x+1)^2", ["f(x) = x^2", "g(x) = x + 1"], {}),
    ("L'(w) = 0", r"w = \frac{y}{x}", SQUARE, {}),
    (r"\frac{dL}{dw} = 0", r"w = \frac{y}{x}", SQUARE, {}),
    (r"\nabla_w L(w) = 0", r"w = \frac{y}{x}", SQUARE, {}),
    (r"\frac{\partial L}{\partial b}", "-2(y - wx - b)", ["L(w, b) = (y - wx - b)^2"], {}),
    (r"\nabla L(w)", r"2X^\top(Xw - y)", [r"L(w) = \|Xw - y\|^2"], {"X": ["n", "d"], "w": ["d"], "y": ["n"]}),
    (r"\sigma(z) = 2y", r"y = \frac{\sigma(z)}{2}", [], {}),
    ("f(x + y)", "f(x) + f(y)", ["f(x) = Wx"], {"W": ["m", "n"], "x": ["n"], "y": ["n"]}),
    (r"\frac{\partial f}{\partial x}", "W", ["f(x) = Wx + b"], {"W": ["m", "n"], "x": ["n"], "b": ["m"]}),
    ("f(g(x))", "ABx", ["f(y) = Ay", "g(x) = Bx"], {"A": ["m", "n"], "B": ["n", "p"], "x": ["p"], "y": ["n"]}),
    # derivatives
    (r"\frac{\mathrm{d}}{\mathrm{d}x}\tanh x", r"1 - \tanh^2 x", [], {}),
    (r"\nabla_w (w_1^2 + 3w_1w_2)", r"\begin{pmatrix} 2w_1 + 3w_2 \\ 3w_1 \end{pmatrix}",
     [r"w = \begin{pmatrix} w_1 \\ w_2 \end{pmatrix}"], {}),
    (r"\nabla^2_w (w_1^2 + 3w_1w_2)", r"\begin{pmatrix} 2 & 3 \\ 3 & 0 \end{pmatrix}",
     [r"w = \begin{pmatrix} w_1 \\ w_2 \end{pmatrix}"], {}),
    (r"\nabla_W (y^T W x)", "yx^T", [r"W = \begin{pmatrix} p & q \\ r & s \\ t & u \end{pmatrix}"],
     {"x": ["2"], "y": ["3"]}),
    (r"\frac{\partial (a\max(px + qz, 0))}{\partial W}", r"\begin{pmatrix} ax & az \\ 0 & 0 \end{pmatrix}",
     [r"W = \begin{pmatrix} p & q \\ r & s \end{pmatrix}", "px + qz > 0"], {}),
    (r"xy \le a \quad \forall x \in [0, 1], y \in [0, 2]", r"a \ge 2", [r"x, y \in \mathbb{R}"], {}),
    # relations and sets
    (r"2x + 1 \not> 3", r"x \le 1", [], {}),
    (r"x \nleq 1", "x > 1", [], {}),
    (r"\eta \in ]0, 1[", r"0 < \eta < 1", [], {}),
    (r"x \in ]-\infty, -1] \cup [1, \infty[", r"|x| \ge 1", [], {}),
    (r"\mathbb{R} \setminus \{0\}", r"(-\infty, 0) \cup (0, +\infty)", [], {}),
    (r"\{x \in \mathbb{R} : x^2 = -1\}", r"\emptyset", [], {}),
    (r"\begin{cases} x & \text{if $x \ge 0$} \\ -x & \text{if $x < 0$} \end{cases}", "|x|", [], {}),
    # limits
    (r"\lim_{t \to \infty} (1 - \eta\lambda)^t = 0", r"0 < \eta\lambda < 2", [], {}),
    (r"\rho^t \to 0 \text{ as } t \to \infty", r"|\rho| < 1", [], {}),
    # matrices
    (r"(AB)^\mathsf{T}", r"B^{\mathsf T}A^{\mathrm{T}}", [], {"A": ["m", "n"], "B": ["n", "p"]}),
    (r"\|x\|^2_2", r"x^\top x", [], {"x": ["n"]}),
    (r"(W^{(2)}W^{(1)})^\top", r"W^{(1)\top}W^{(2)\top}", [], {"W^{(1)}": ["h", "d"], "W^{(2)}": ["k", "h"]}),
    (r"\det\left(\begin{pmatrix} a & b \\ c & d \end{pmatrix} - \lambda I\right)",
     r"\lambda^2 - (a + d)\lambda + ad - bc", [], {}),
    (r"(X^\top X + \lambda I)^{-1}X^\top y", r"V(\Sigma^\top\Sigma + \lambda I)^{-1}\Sigma^\top U^\top y", SVD, SIZES),
    # chance
    (r"\mathbb{E}[X^2]", r"\sigma^2 + \mu^2", NORMAL, {}),
    (r"\operatorname{Var}(aX + b)", r"a^2\operatorname{Var}(X)", NORMAL, {}),
    (r"\mathbb{E}\|x\|^2", r"\|\mu\|^2 + n\sigma^2",
     [r"x \sim \mathcal{N}(\mu, \sigma^2 I)", r"\sigma > 0"], {"x": ["n"]}),
    # what depends on what
    (r"\frac{\partial L}{\partial\hat y} \cdot \frac{\partial\hat y}{\partial w}", r"2(\hat y - y)x",
     [r"\hat y = wx", r"L = (\hat y - y)^2"], {}),
    (r"\frac{\partial L}{\partial z}", r"\sigma(z) - y",
     ["z = wx + b", r"a = \sigma(z)", *LOGISTIC, r"L = -y\log a - (1 - y)\log(1 - a)"], {}),
    (r"\nabla_x L", r"W^\top\nabla_z L", ["z = Wx", r"L = \|z - y\|^2"], {"W": ["m", "n"], "x": ["n"], "y": ["m"]}),
    ("f^{(2)}(x)", "6x", ["f(x) = x^3"], {}),
    # sequences
    ("m_t", r"(1 - \beta)\sum_{i=1}^t \beta^{t-i}g_i", ["m_0 = 0", r"m_t = \beta m_{t-1} + (1 - \beta)g_t"], {}),
    ("w_t", r"w_0 - \eta\sum_{i=0}^{t-1} g_i", [r"w_{t+1} = w_t - \eta g_t"], {}),
    (r"\lim_{t \to \infty} w_t", r"\frac{b}{1 - a}", ["w_{t+1} = aw_t + b", "w_0 = 0", "|a| < 1"], {}),
    (r"\lim_{t \to \infty} w_t = 0", r"0 < \eta a < 2", [r"w_0 \ne 0", r"w_{t+1} = (1 - \eta a)w_t"], {}),
    (r"\sum^n_{i=1} x_i", r"\sum_{j=1}^n x_j", [], {}),
    (r"\sum_{i,j=1}^n a_i b_j", r"\Bigl(\sum_{i=1}^n a_i\Bigr)\Bigl(\sum_{j=1}^n b_j\Bigr)", [], {}),
    (r"\min\{x\} + 1", "x + 1", [], {}),
    (r"w_\star + w_*", r"2w_{*}", [], {}),
    (r"w_{t+1} - w^*", r"(I - \eta X^\top X)(w_t - w^*)",
     [r"w_{t+1} = w_t - \eta X^\top(Xw_t - y)", r"X^\top Xw^* = X^\top y"],
     {"X": ["n", "d"], "y": ["n"], "w": ["d"], "w^*": ["d"]}),
    # domains
    (r"\left(0, \frac{1}{\sigma^2}\right)", r"0 < \eta < \frac{1}{\sigma^2}", [r"\sigma > 0"], {}),
    ("x^2 = 4", r"\{-2, 2\}", [], {}),
    (r"\{n \in \mathbb{N} : n \le 2\}", r"\{0, 1, 2\}", [], {}),
    (r"\{x \in \mathbb{Z} : -1 < x \le 2, x \ne 0\}", r"\{1, 2\}", [], {}),
    (r"|w_t| \to 0", r"|1 - \eta a| < 1", ["w_{t+1} = (1 - \\eta a)w_t", "w_0 = 1"], {}),
    (r"\sqrt{n^2}", "n", [r"n \in \mathbb{Z}_{>0}"], {}),
    (r"\sqrt{n^2}", "n", [r"n = 0, 1, 2, \dots"], {}),
    ("(-1)^{2n}", "1", [r"n \text{ an integer}"], {}),
    (r"\operatorname{tr}(\Sigma)", r"\sum_{i=1}^n \sigma_i",
     [r"\Sigma = \operatorname{diag}(\sigma_1, \dots, \sigma_n)"],
     {r"\Sigma": ["n", "n"]}),
    # order and products of vectors
    (r"x \succeq \mathbf{0}", r"\forall i: x_i \ge 0", [], {"x": ["n"]}),
    (r"Ax \cdot y", r"y^\top Ax", [], {"A": ["n", "n"], "x": ["n"], "y": ["n"]}),
    ("n2^{n-1}", "2^{n-1} * n", [], {}),
    (r"\dot{x} = -ax", r"\dot x + ax = 0", [], {}),
    (r"x < 1\text{, or }x > 2", r"x \notin [1, 2]", [], {}),
    (r"\{x : x > 1 \text{ or } x < -1\}", r"(-\infty, -1) \cup (1, \infty)", [], {}),
    (r"\nabla^2 f(x) \succeq 0", r"a \ge 0", ["f(x) = ax^2 + bx + c"], {}),
    (r"\begin{pmatrix} 1 & 2 \end{pmatrix}^+", r"\frac15\begin{pmatrix} 1 \\ 2 \end{pmatrix}", [], {}),
    (r"\operatorname{hinge}(x)", "[1 - x]_+", [r"\operatorname{hinge}(x) = \max(0, 1 - x)"], {}),
    (r"\nexists x \in \mathbb{R}: x^2 = a", "a < 0", [], {}),
    # below, above and beside
    (r"\left.\frac{d}{dx}x^3\right|_{x=2}", "12", [], {}),
    (r"\partial_x (x^2 y)", "2xy", [], {}),
    (r"\partial f/\partial x", "2x", ["f = x^2"], {}),
    (r"\mathrm{sigmoid}'(x)", r"\mathrm{sigmoid}(x)(1 - \mathrm{sigmoid}(x))", [], {}),
    (r"\operatorname{clip}(x, 0, 1)", r"\min(\max(x, 0), 1)", [], {}),
    (r"\lim_{\epsilon \downarrow 0}\frac{e^{\epsilon} - 1}{\epsilon}", "1", [], {}),
    (r"\lim_{n \to \infty}\sqrt[n]{n}", "1", [], {}),
    (r"\underset{w}{\operatorname{argmin}}\;(w - 3)^2", "3", [], {}),
    (r"\mathop{\arg\min}\limits_{w}(w - 3)^2", "3", [], {}),
    ("x, y > 0", r"x > 0 \& y > 0", [], {}),
    (r"\begin{cases} x + y = 3 \\ x - y = 1 \end{cases}", r"(x, y) = (2, 1)", [], {}),
    (r"(x, y)^\top", r"\left(\begin{array}{c} x \\ y \end{array}\right)", [], {}),
    (r"\nabla^2 f(x, y)", r"\begin{pmatrix} 2y & 2x \\ 2x & 0 \end{pmatrix}", ["f(x, y) = x^2 y"], {}),
    (r"\hat{\mathbf{w}}", r"(X^\top X)^{-1}X^\top y", [r"\hat{\mathbf w} = (X^\top X)^{-1}X^\top y"],
     {"X": ["n", "d"], "y": ["n"]}),
    (r"\langle A, B\rangle_F", r"\operatorname{tr}(A^\top B)", [], {"A": ["m", "n"], "B": ["m", "n"]}),
    (r"\operatorname{ReLU}(Wx)", r"\max(0, Wx)", [], {"W": ["m", "n"], "x": ["n"]}),
    (r"\operatorname{softmax}(z)_i", r"\frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}}", [], {"z": ["n"]}),
    (r"\mathbb{E}_{\epsilon}[(x + \epsilon)^2]", r"x^2 + \mathbb{V}[\epsilon]",
     [r"\epsilon \sim \mathcal{N}(0, 1)"], {}),
    (r"\frac{\partial}{\partial\mu}\left[-\frac{(x - \mu)^2}{2\sigma^2}\right] = 0", r"\mu = x", [r"\sigma > 0"], {}),
]  # fmt: skip
FALSE = [
    (r"10^{-3} \times 10{,}000", "1", [], {}),
    (r"w^{(1)} + w^{(1)}", "w^{(2)}", [], {}),
    ("x'", "x", [], {}),
    (r"\tilde w - w^\star", r"w^\star - \tilde{w}", [], {}),
    (r"\mathcal{L}", "L", [], {}),
    (r"\sigma'(z)", r"\sigma(z)(1 + \sigma(z))", LOGISTIC, {}),
    ("f''(x)", "3x^2 - 1", ["f(x) = x^3 - x"], {}),
    ("L'(w) = 0", r"w = \frac{y}{x^2}", SQUARE, {}),
    (r"\frac{\mathrm{d}}{\mathrm{d}x}\tanh x", r"1 - \tanh x", [], {}),
    (r"\nabla_w (w_1^2 + 3w_1w_2)", r"\begin{pmatrix} 2w_1 \\ 3w_1 \end{pmatrix}",
     [r"w = \begin{pmatrix} w_1 \\ w_2 \end{pmatrix}"], {}),
    (r"\nabla_W (y^T W x)", "2yx^T", [r"W = \begin{pmatrix} p & q \\ r & s \\ t & u \end{pmatrix}"],
     {"x": ["2"], "y": ["3"]}),
    (r"\nabla_W (y^T W x)", "xy^T", [r"W = \begin{pmatrix} p & q \\ r & s \end{pmatrix}"], {"x": ["2"], "y": ["2"]}),
    (r"\frac{\partial (a\max(px + qz, 0))}{\partial W}", r"\begin{pmatrix} ax & az \\ 0 & 0 \end{pmatrix}",
     [r"W = \begin{pmatrix} p & q \\ r & s \end{pmatrix}", "px + qz < 0"], {}),
    (r"xy \le a \quad \forall x \in [0, 1], y \in [0, 2]", r"a \ge 1", [r"x, y \in \mathbb{R}"], {}),
    (r"\frac{\partial L}{\partial z}", "2z", ["z = wx + b", "L = (z - y)^2"], {}),
    (r"\nabla_w(\|w\|^2 + w_1)", "2w", [r"w = \begin{pmatrix} w_1 \\ w_2 \end{pmatrix}"], {}),
    (r"x \ge 0", "x > 0", [], {"x": ["n"]}),
    ("m_t", r"(1 - \beta)\sum_{i=1}^t \beta^{t-i+1}g_i", ["m_0 = 0", r"m_t = \beta m_{t-1} + (1 - \beta)g_t"], {}),
    (r"\lim_{t \to \infty} w_t = 0", r"0 \le \eta a < 2", [r"w_0 \ne 0", r"w_{t+1} = (1 - \eta a)w_t"], {}),
    (r"\lim_{t \to \infty} w_t", r"\frac{b}{1 + a}", ["w_{t+1} = aw_t + b", "w_0 = 0", "0 < a < 1", "b > 0"], {}),
    (r"\eta \in [0, 1[", r"0 < \eta < 1", [], {}),
    ("f(x + y)", "f(x) + f(y)", ["f(x) = Wx + b"], {"W": ["m", "n"], "x": ["n"], "y": ["n"], "b": ["m"]}),
    (r"\{x \in \mathbb{Z} : 0 \le x < 3\}", r"\{1, 2\}", [], {}),
    (r"\left(0, \frac{1}{\sigma^2}\right]", r"0 < \eta < \frac{1}{\sigma^2}", [r"\sigma > 0"], {}),
    (r"\left.\frac{d}{dx}x^3\right|_{x=2}", "8", [], {}),
    (r"\max(\alpha x, x)", r"\begin{cases} x & x \ge 0 \\ \alpha x & x < 0 \end{cases}", [r"\alpha > 0"], {}),
    (r"\operatorname{softmax}(z)_i", r"\frac{e^{z_i}}{\sum_{j \ne i} e^{z_j}}", [], {"z": ["n"]}),
    (r"\begin{cases} x + y = 3 \\ x - y = 1 \end{cases}", r"(x, y) = (1, 2)", [], {}),
    (r"\mathbb{R} \setminus \{0\}", r"(0, \infty)", [], {}),
    (r"\{x \in \mathbb{R} : x^2 = 1\}", r"\varnothing", [], {}),
    (r"\lim_{t \to \infty} (1 - \eta\lambda)^t = 0", r"0 \le \eta\lambda < 2", [], {}),
    ("W^{(2)}W^{(1)}", "W^{(1)}W^{(2)}", [], {"W^{(1)}": ["n", "n"], "W^{(2)}": ["n", "n"]}),
    (r"\mathbb{E}[X^2]", r"\sigma^2", [*NORMAL, r"\mu \ne 0"], {}),
    (r"\operatorname{Var}[aX + b]", r"a\operatorname{Var}[X]", NORMAL, {}),
    (r"(X^\top X + \lambda I)^{-1}X^\top y", r"V(\Sigma^\top\Sigma - \lambda I)^{-1}\Sigma^\top U^\top y", SVD, SIZES),
]  # fmt: skip
UNREAD = [
    ("f(x + y)", "f(x) + f(y)", [], "f is not declared"),
    (r"\sigma(z)", r"\frac{1}{1+e^{-z}}", [], "sigma is not declared"),
    (r"\frac{d}{dx} f(x)", "0", [], "how a function depends on x"),
    (r"\sum_{i=1}^n f(i)", "f(1)", [], "f is not declared"),
    (r"\frac{d}{dx} x^2", "2x", [r"d \in \mathbb{N}"], "a derivative, or a quotient"),
    ("x^{(t)}", "x^t", ["x > 0", r"t \in \mathbb{N}"], "an index or a power"),
    ("x^+", r"\max(x, 0)", [], "declared"),
    ("2^10", "1024", [], "braces"),
    ("n!!", "n!", [], "double factorial"),
    ("p(y = 1)", "1 - p(y = 0)", [], "a statement"),
    (r"\max_i x_i", "x_i", [], "runs is not said"),
    ("f(x)", "x f(x - 1)", ["f(x) = x f(x - 1)"], "a function, or a factor"),
    (r"\mathrm{sinc} x", "x", [], "not declared"),
    (r"\prod_{i=1}^n (1 - \eta_i) w", r"w\prod_{i=1}^n (1 - \eta_i)", [], "part of the product"),
    (r"f \circ g", "fg", [], "composition"),
    (r"x \star y", "xy", [], "not expected"),
    (r"\frac{df}{dx}(1)", "2", ["f = x^2"], "at a point"),
    (r"x_1 \ge 0 \text{ for every } x_1 \in [0, 1]", "0 < 1", [r"x \in \mathbb{R}^2"], "not in what is said of it"),
    (r"\sigma_i \ge 0 \quad \forall i", "0 < 1", [r"\sigma_i \ge 0"], "not in what is said of it"),
    ("x^2 = a", r"\{-2, 2\}", [], "compared with a set"),
    (r"\frac1n 1^\top 1", "1", [], "ones in bold"),
    (r"\overline{x + y}", r"\bar{x} + \bar{y}", [], "an accent stands over more"),
    (r"\sigma^{-1}(p)", r"\log\frac{p}{1-p}", LOGISTIC, "an inverse"),
    ("f^{-1}(x)", "1/f", [], "a power of the function f"),
    (r"e^{i\pi}", "-1", [], "imaginary"),
    ("1.5e-3", "0.0015", [], "power of ten"),
    (r"3\tfrac12", "3.5", [], "mixed number"),
    (r"\ln a/b", r"\ln(a/b)", [], "not clear"),
    (r"\ddot y + y", "0", [r"y = \sin t"], "with respect to what"),
    (r"\mathbb{E}_x[xy]", "xy", [r"x \sim \mathcal{N}(0, 1)", r"y \sim \mathcal{N}(0, 1)"], "some of the random names"),
]


@pytest.mark.parametrize("lhs, rhs, where, shapes", TRUE)
def test_true_pairs_are_proved(lhs, rhs, where, shapes):
    verdict, claim, _ = decide_pair(lhs, rhs, where, shapes)
    assert (verdict.status, claim is not None) == ("proved", True), verdict.because


@pytest.mark.parametrize("lhs, rhs, where, shapes", FALSE)
def test_near_misses_are_refuted(lhs, rhs, where, shapes):
    verdict, _, _ = decide_pair(lhs, rhs, where, shapes)
    assert verdict.status == "refuted", verdict.because
    assert verdict.witness is not None


@pytest.mark.parametrize("lhs, rhs, where, why", UNREAD)
def test_what_may_mean_two_things_is_unread(lhs, rhs, where, why):
    verdict, _, _ = decide_pair(lhs, rhs, where, {})
    assert verdict.status == "unread"
    assert why in verdict.because


def test_a_power_of_a_matrix_by_a_whole_number_named_as_a_transpose_is_unread():
    verdict, _, _ = decide_pair("A^T", "A", [r"T \in \mathbb{N}"], {"A": ["n", "n"]})
    assert verdict.status == "unread"


def test_nothing_is_said_of_what_is_nowhere_defined():
    verdict, _, _ = decide_pair(
        r"X^\dagger", r"X^\top(XX^\top)^{-1}", [r"\operatorname{rank}(X) = 2"], {"X": ["3", "2"]}
    )
    assert verdict.status == "undecided"
    assert "undefined" in verdict.because
