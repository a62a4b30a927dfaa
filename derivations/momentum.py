r"""Accelerating gradient descent with momentum.

Momentum goes down along an average of the gradients. To minimise the squared loss $L(w) = \|Xw - y\|^2$ it starts from
$w_0 = \mathbf{0}$ and $z_0 = \mathbf{0}$, and goes on by $z_{t+1} = (1 - \beta) z_t + \beta \nabla L(w_t)$ and
$w_{t+1} = w_t - \eta z_{t+1}$, where $0 < \beta < 1$ and $\eta > 0$. Plain gradient descent is the case of $\beta$ one.
"""

from answerkey.answers import Formula, Locus, Rate, Region, Value, Verdict
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
FIRST, SECOND = (rf"\frac{{(1 {sign} \sqrt{{1 - \beta}})^2}}{{2\beta\sigma_i^2}}" for sign in "-+")
ONE_VALUE = [
    r"\sigma_i > 0",
    rf"R = {R}",
    r"p \in \mathbb{R}",
    r"2p = 2 - \beta - 2\eta\beta\sigma_i^2",
    r"\lambda \in \mathbb{R}",
]
UPDATES = r"$a_{t+1} = (1 - \beta)a_t + 2\beta\sigma_i^2 x_t$ and $x_{t+1} = x_t - \eta a_{t+1}$"
HIGHEST = rf"\eta_2 = {SECOND}"
COORDINATE = [
    HIGHEST,
    r"a_{t+1} = (1 - \beta)a_t + 2\beta\sigma_i^2 x_t",
    r"x_{t+1} = x_t - \eta a_{t+1}",
    "a_0 = 0",
    "x_0 = 1",
]
DOUBLE = [
    "0 < s < 1",
    r"\beta = 1 - s^2",
    r"\eta_1 = \frac{1 - s}{2(1 + s)\sigma_i^2}",
    r"\eta_2 = \frac{1 + s}{2(1 - s)\sigma_i^2}",
    r"a_{t+1} = (1 - \beta)a_t + 2\beta\sigma_i^2 x_t",
    r"x_{t+1} = x_t - \eta_1 a_{t+1}",
    "a_0 = 0",
    "x_0 = 1",
    r"b_{t+1} = (1 - \beta)b_t + 2\beta\sigma_i^2 u_t",
    r"u_{t+1} = u_t - \eta_2 b_{t+1}",
    "b_0 = 0",
    "u_0 = 1",
]
LARGER = r"\max\left(|p + \sqrt{p^2 - (1 - \beta)}|, |p - \sqrt{p^2 - (1 - \beta)}|\right)"
RADIUS = r"\rho = \max\left(\sqrt{1 - \beta}, |p| + \sqrt{\max(0, p^2 - (1 - \beta))}\right)"


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
    r"""From here on $\sigma_i > 0$ is one singular value, $R$ its matrix, and $p$ stands for half its trace,
    $2p = 2 - \beta - 2\eta\beta\sigma_i^2$. What are the eigenvalues of $R$, and for which $\eta$ are they complex,
    repeated, or real and different?"""
    yield r"""The trace is $\operatorname{tr} R = 2p$; in the determinant the learning rate cancels,
        $\det R = 1 - \beta$. So the eigenvalues are the roots of
        $$\det(\lambda I - R) = \lambda^2 - (2 - \beta - 2\eta\beta\sigma_i^2)\lambda + 1 - \beta,$$"""
    yield r"""and the quadratic formula gives
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


@problem.part("d", measured=(measure.factor, measure.settles), where=[*ONE_VALUE, *COORDINATE, r"p^2 < 1 - \beta"])
def complex_regime():
    r"""Take an $\eta$ at which the eigenvalues are complex, $p^2 < 1 - \beta$ with the $p$ of part (c). How large are
    they, is the coordinate stable, and how high can $\eta$ be?"""
    yield r"""Let $\nu = \sqrt{1 - \beta - p^2}$. A pair with real part $p$ and imaginary parts $\nu$ and $-\nu$ has
        the size $$\sqrt{p^2 + \nu^2} = \sqrt{\det R} = \sqrt{1 - \beta},$$
        whatever the learning rate and the singular value are."""
    yield r"""As $\sqrt{p^2 + \nu^2} < 1$, the coordinate is always stable here. There is no highest such rate: they
        come up to $\eta_2 = \frac{(1 + \sqrt{1 - \beta})^2}{2\beta\sigma_i^2}$ and end below it, $\eta < \eta_2$."""
    yield rf"""It can be seen without complex numbers. Relative to the error at the start, so that $a_0 = 0$ and
        $x_0 = 1$, the coordinate goes on by {UPDATES}, and every step takes the same part of an energy:
        $$(1 - \beta)\eta^2 a_t^2 - \eta(\beta - 2\eta\beta\sigma_i^2) a_t x_t + 2\eta\beta\sigma_i^2 x_t^2
        = 2\eta\beta\sigma_i^2(1 - \beta)^t.$$"""
    yield r"""Its least value over $a_t$ bounds the error,
        $$(1 - \beta)\eta^2 a_t^2 - \eta(\beta - 2\eta\beta\sigma_i^2) a_t x_t + 2\eta\beta\sigma_i^2 x_t^2
        = 2\eta\beta\sigma_i^2(1 - \beta)^t \implies
        x_t^2 \le \frac{2\eta\beta\sigma_i^2(1 - \beta)}{1 - \beta - p^2}(1 - \beta)^t.$$"""
    return Rate(r"\sqrt{p^2 + \nu^2}", r"\sqrt{1 - \beta}"), Verdict(r"\sqrt{p^2 + \nu^2} < 1", "yes")


@problem.part(
    "e",
    measured=(measure.highest_double, measure.relative_error_at_highest_double),
    where=[*ONE_VALUE, *DOUBLE],
)
def repeated_regime():
    r"""The eigenvalues coincide at two rates. Write $s = \sqrt{1 - \beta}$, so that $0 < s < 1$ and $\beta = 1 - s^2$,
    and the rates as $\eta_1 = \frac{1 - s}{2(1 + s)\sigma_i^2}$ and $\eta_2 = \frac{1 + s}{2(1 - s)\sigma_i^2}$.
    How large are the eigenvalues there, is the coordinate stable, and which rate is the highest?"""
    yield r"""At the lower rate they are both $s$ and at the higher both $-s$:
        $\eta = \eta_1 \implies \det(\lambda I - R) = (\lambda - s)^2$ and
        $\eta = \eta_2 \implies \det(\lambda I - R) = (\lambda + s)^2$."""
    yield r"""Of the two, $\eta_2 > \eta_1$ is the highest, where the trace is negative:
        $$\operatorname{tr} R = -2\sqrt{\det R} \iff \eta = \frac{(1 + \sqrt{1 - \beta})^2}{2\beta\sigma_i^2}.$$"""
    yield r"""Both are stable, as $s < 1$, but $R$ has a single eigenvector, which costs a factor that grows with $t$.
        At $\eta_1$, let the pair go on by $a_{t+1} = (1 - \beta)a_t + 2\beta\sigma_i^2 x_t$ and
        $x_{t+1} = x_t - \eta_1 a_{t+1}$ from $a_0 = 0$ and $x_0 = 1$. It has the solution
        $a_t = \frac{2(1 + s)\sigma_i^2}{s}(x_t - s^t)$ and $$x_t = s^t(1 + (1 - s)t);$$"""
    yield r"""and at $\eta_2$, by $b_{t+1} = (1 - \beta)b_t + 2\beta\sigma_i^2 u_t$ and $u_{t+1} = u_t - \eta_2 b_{t+1}$
        from $b_0 = 0$ and $u_0 = 1$, it is $b_t = \frac{2(1 - s)\sigma_i^2}{s}((-s)^t - u_t)$ and
        $$u_t = (-s)^t(1 + (1 + s)t).$$"""
    return (
        Locus(r"\operatorname{tr} R = -2\sqrt{\det R}", r"\eta = \frac{(1 + \sqrt{1 - \beta})^2}{2\beta\sigma_i^2}"),
        Formula("u_t", r"(-s)^t(1 + (1 + s)t)"),
    )


@problem.part("f", measured=(measure.factor, measure.settles_without_oscillation), where=[*ONE_VALUE, RADIUS, HIGHEST])
def real_regime():
    r"""Show that the largest eigenvalue has the size
    $\rho = \max\left(\sqrt{1 - \beta}, |p| + \sqrt{\max(0, p^2 - (1 - \beta))}\right)$. For which $\eta$ are the
    eigenvalues real, different and stable, and how high can $\eta$ be?"""
    yield rf"""Of two real eigenvalues the one on the side of $p$ is the larger,
        $${LARGER} = |p| + \sqrt{{p^2 - (1 - \beta)}},$$"""
    yield r"""and complex or repeated ones are as large as parts (d) and (e) say. So $\rho$ has both cases in it:
        $p^2 \ge 1 - \beta \implies \rho = |p| + \sqrt{p^2 - (1 - \beta)}$ and
        $p^2 \le 1 - \beta \implies \rho = \sqrt{1 - \beta}$."""
    yield r"""It is below one for a trace that is not too large,
        $$\rho < 1 \iff |p| < 1 - \frac{\beta}{2} \iff 0 < \eta < \frac{2 - \beta}{\beta\sigma_i^2},$$
        where $\eta > 0$ sees to one side, and the end on the other lies beyond the last complex rate,
        $\eta_2 < \frac{2 - \beta}{\beta\sigma_i^2}$."""
    yield rf"""So there are two pieces, and the outer one, where both eigenvalues are negative, is easily forgotten:
        $$p^2 > 1 - \beta \text{{ and }} \rho < 1
        \iff \eta < {FIRST} \text{{ or }} {SECOND} < \eta < \frac{{2 - \beta}}{{\beta\sigma_i^2}}.$$"""
    yield r"""With plain descent the end is $\frac{1}{\sigma_i^2}$: averaging makes the stable range wider by
        $\frac{2 - \beta}{\beta\sigma_i^2} \div \frac{1}{\sigma_i^2} = \frac{2}{\beta} - 1$."""
    return (
        Rate(LARGER, r"|p| + \sqrt{p^2 - (1 - \beta)}"),
        Region(
            r"\eta",
            r"p^2 > 1 - \beta \text{ and } \rho < 1",
            rf"\eta < {FIRST} \text{{ or }} {SECOND} < \eta < \frac{{2 - \beta}}{{\beta\sigma_i^2}}",
        ),
    )
