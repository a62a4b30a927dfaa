r"""Accelerating gradient descent with momentum.

Momentum goes down along an average of the gradients. To minimise the squared loss $L(w) = \|Xw - y\|^2$ it starts from
$w_0 = \mathbf{0}$ and $z_0 = \mathbf{0}$, and goes on by $z_{t+1} = (1 - \beta) z_t + \beta \nabla L(w_t)$ and
$w_{t+1} = w_t - \eta z_{t+1}$, where $0 < \beta < 1$ and $\eta > 0$. Plain gradient descent is the case of $\beta$ one.
"""

from answerkey.answers import Formula, Locus, Region, Value
from answerkey.problem import Problem
from numeric_checks import momentum as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[
        r"X \in \mathbb{R}^{m \times n}",
        r"y \in \mathbb{R}^m",
        r"w, w_t, z_t \in \mathbb{R}^n",
        r"0 < \beta < 1",
        r"\eta > 0",
        r"z_{t+1} = (1 - \beta) z_t + \beta \nabla L(w_t)",
        r"w_{t+1} = w_t - \eta z_{t+1}",
        r"z_0 = \mathbf{0}",
        r"w_0 = \mathbf{0}",
    ],
)
SINGULAR = [
    r"U \in \mathbb{R}^{m \times m}",
    r"V \in \mathbb{R}^{n \times n}",
    r"\Sigma \in \mathbb{R}^{m \times n}",
    r"U^T U = I",
    r"V^T V = I",
    r"i \in \{1, \dots, n\}",
    r"\Sigma = \operatorname{diag}(\sigma_i)",
    r"\sigma_i > 0",
    r"X = U \Sigma V^T",
    r"\operatorname{rank}(X) = n",
    r"w^\star \in \mathbb{R}^n",
    r"w^\star = (X^T X)^{-1} X^T y",
    r"x_t = V^T(w_t - w^\star)",
    r"a_t = V^T z_t",
]
BEFORE, AFTER = (
    rf"\begin{{bmatrix}} \left[a_{{{t}}}\right]_i \\ \left[x_{{{t}}}\right]_i \end{{bmatrix}}" for t in ("t", "t+1")
)
R = r"\begin{bmatrix} 1 - \beta & 2\beta\sigma_i^2 \\ -\eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 \end{bmatrix}"
ONE_VALUE = [r"\sigma_i > 0", rf"R = {R}", r"\lambda \in \mathbb{R}"]
FIRST, SECOND = (rf"\frac{{(1 {sign} \sqrt{{1 - \beta}})^2}}{{2\beta\sigma_i^2}}" for sign in "-+")


@problem.part("a", measured=(measure.average_after, measure.error_after), where=SINGULAR)
def singular_coordinates():
    r"""Let $X = U \Sigma V^T$ be the singular value decomposition, with $U^T U = I$, $V^T V = I$ and singular values
    $\sigma_i > 0$, so that $\operatorname{rank}(X) = n$ and $w^\star = (X^T X)^{-1} X^T y$ is the solution. Rewrite
    the two updates in the coordinates of the right singular vectors, $x_t = V^T(w_t - w^\star)$ of the error and
    $a_t = V^T z_t$ of the average."""
    yield r"""The gradient $\nabla L(w) = 2X^T(Xw - y)$ vanishes at $w^\star$, so it is linear in the error:
        $\nabla L(w_t) = 2X^T X(w_t - w^\star)$."""
    yield r"""As $X^T X = V \Sigma^T \Sigma V^T$, every coordinate goes its own way,
        $\left[V^T \nabla L(w_t)\right]_i = 2\sigma_i^2 \left[x_t\right]_i$, and so does the average:
        $$\left[a_{t+1}\right]_i = (1 - \beta)\left[a_t\right]_i + 2\beta\sigma_i^2\left[x_t\right]_i.$$"""
    yield r"""The error makes a step along the new average,
        $\left[x_{t+1}\right]_i = \left[x_t\right]_i - \eta\left[a_{t+1}\right]_i$, where the first formula can be put:
        $$\left[x_{t+1}\right]_i
        = (1 - 2\eta\beta\sigma_i^2)\left[x_t\right]_i - \eta(1 - \beta)\left[a_t\right]_i.$$"""
    return (
        Formula(r"\left[a_{t+1}\right]_i", r"(1 - \beta)\left[a_t\right]_i + 2\beta\sigma_i^2\left[x_t\right]_i"),
        Formula(
            r"\left[x_{t+1}\right]_i",
            r"(1 - 2\eta\beta\sigma_i^2)\left[x_t\right]_i - \eta(1 - \beta)\left[a_t\right]_i",
        ),
    )


@problem.part("b", measured=measure.system_matrix, where=[*SINGULAR, r"R \in \mathbb{R}^{2 \times 2}"])
def system_matrix():
    r"""Write the two updates of coordinate $i$ as one matrix $R$ times the pair of average and error."""
    yield rf"Let $R = {R}$. The two formulas of part (a) are its rows:"
    yield rf"$${AFTER} = R {BEFORE}.$$"
    return Value({"R": R}, f"{AFTER} = R {BEFORE}")


@problem.part(
    "c",
    measured=(
        measure.characteristic,
        measure.oscillates,
        measure.has_double_eigenvalue,
        measure.does_not_oscillate,
    ),
    where=ONE_VALUE,
)
def eigenvalues():
    r"""From here on $\sigma_i > 0$ is one singular value and $R$ its matrix. What are the eigenvalues of $R$, and for
    which $\eta$ are they complex, repeated, or real and different?"""
    yield r"""The trace is $\operatorname{tr} R = 2 - \beta - 2\eta\beta\sigma_i^2$; in the determinant the learning
        rate cancels, $\det R = 1 - \beta$. So the eigenvalues are the roots of
        $$\det(\lambda I - R) = \lambda^2 - (2 - \beta - 2\eta\beta\sigma_i^2)\lambda + 1 - \beta.$$"""
    yield r"""Let $p = 1 - \frac{\beta}{2} - \eta\beta\sigma_i^2$, half the trace: $2p = \operatorname{tr} R$. The
        quadratic formula gives
        $$p^2 \ge 1 - \beta \implies
        \left(\det(\lambda I - R) = 0 \iff \lambda = p \pm \sqrt{p^2 - (1 - \beta)}\right),$$"""
    yield r"""and where the root is imaginary they are a conjugate pair, of which
        $p^2 < 1 - \beta \implies \det(\lambda I - R) = (\lambda - p)^2 + (1 - \beta - p^2)$ shows the real part
        and the square of the imaginary one."""
    yield rf"""They are complex when the trace is small beside the determinant,
        $$(\operatorname{{tr}} R)^2 < 4\det R \iff {FIRST} < \eta < {SECOND},$$"""
    yield rf"""they coincide at the two ends,
        $$(\operatorname{{tr}} R)^2 = 4\det R \iff \eta = {FIRST} \text{{ or }} \eta = {SECOND},$$"""
    yield rf"""and they are real and different on either side:
        $$(\operatorname{{tr}} R)^2 > 4\det R \iff \eta < {FIRST} \text{{ or }} \eta > {SECOND}.$$"""
    return (
        Formula(r"\det(\lambda I - R)", r"\lambda^2 - (2 - \beta - 2\eta\beta\sigma_i^2)\lambda + 1 - \beta"),
        Region(r"\eta", r"(\operatorname{tr} R)^2 < 4\det R", rf"{FIRST} < \eta < {SECOND}"),
        Locus(r"(\operatorname{tr} R)^2 = 4\det R", rf"\eta = {FIRST} \text{{ or }} \eta = {SECOND}"),
        Region(r"\eta", r"(\operatorname{tr} R)^2 > 4\det R", rf"\eta < {FIRST} \text{{ or }} \eta > {SECOND}"),
    )
