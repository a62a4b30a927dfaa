r"""Accelerating gradient descent with momentum.

Momentum goes down along an average of the gradients. To minimise the squared loss $L(w) = \|Xw - y\|^2$ it starts from
$w_0 = \mathbf{0}$ and $z_0 = \mathbf{0}$, and goes on by $z_{t+1} = (1 - \beta) z_t + \beta \nabla L(w_t)$ and
$w_{t+1} = w_t - \eta z_{t+1}$, where $0 < \beta < 1$ and $\eta > 0$. Plain gradient descent is the case of $\beta$ one.
"""

from answerkey.answers import Choice, Count, Formula, Locus, Optimum, Order, Qualitative, Rate, Region, Value, Verdict
from answerkey.problem import Problem
from numeric_checks import momentum as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[
        r"X \in \mathbb{R}^{m \times n}", r"y \in \mathbb{R}^m", r"w, w_t, z_t \in \mathbb{R}^n", r"0 < \beta < 1",
        r"\eta > 0", r"z_{t+1} = (1 - \beta) z_t + \beta \nabla L(w_t)", r"w_{t+1} = w_t - \eta z_{t+1}",
        r"z_0 = \mathbf{0}", r"w_0 = \mathbf{0}",
    ],
)  # fmt: skip

# all singular values, in the coordinates of the right singular vectors
SINGULAR = [
    r"U \in \mathbb{R}^{m \times m}", r"V \in \mathbb{R}^{n \times n}", r"\Sigma \in \mathbb{R}^{m \times n}",
    r"U^T U = I", r"V^T V = I", r"i \in \{1, \dots, n\}", r"\Sigma = \operatorname{diag}(\sigma_i)", r"\sigma_i > 0",
    r"X = U \Sigma V^T", r"\operatorname{rank}(X) = n", r"w^\star \in \mathbb{R}^n",
    r"w^\star = (X^T X)^{-1} X^T y", r"x_t = V^T(w_t - w^\star)", r"a_t = V^T z_t",
]  # fmt: skip
BEFORE, AFTER = (
    rf"\begin{{bmatrix}} \left[a_{{{t}}}\right]_i \\ \left[x_{{{t}}}\right]_i \end{{bmatrix}}" for t in ("t", "t+1")
)
R = r"\begin{bmatrix} 1 - \beta & 2\beta\sigma_i^2 \\ -\eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 \end{bmatrix}"

# one singular value: its coordinate a_t of the average and x_t of the error, relative to the start
FIRST, SECOND = (rf"\frac{{(1 {sign} \sqrt{{1 - \beta}})^2}}{{2\beta\sigma_i^2}}" for sign in "-+")
ONE_VALUE = [
    r"\sigma_i > 0", rf"R = {R}", r"p, u, \lambda \in \mathbb{R}", r"2p = 2 - \beta - 2\eta\beta\sigma_i^2",
    r"\rho(u) = \max\left(\sqrt{1 - \beta}, |u| + \sqrt{\max(0, u^2 - (1 - \beta))}\right)",
]  # fmt: skip
HIGHEST = rf"\eta_2 = {SECOND}"
UPDATES = [
    r"a_{t+1} = (1 - \beta)a_t + 2\beta\sigma_i^2 x_t", r"x_{t+1} = x_t - \eta a_{t+1}", "a_0 = 0", "x_0 = 1"
]  # fmt: skip
DOUBLE = [
    "0 < s < 1", r"\beta = 1 - s^2", r"\eta_1 = \frac{1 - s}{2(1 + s)\sigma_i^2}",
    r"\eta_2 = \frac{1 + s}{2(1 - s)\sigma_i^2}", UPDATES[0], r"x_{t+1} = x_t - \eta_1 a_{t+1}", "a_0 = 0", "x_0 = 1",
    r"b_{t+1} = (1 - \beta)b_t + 2\beta\sigma_i^2 u_t", r"u_{t+1} = u_t - \eta_2 b_{t+1}", "b_0 = 0", "u_0 = 1",
]  # fmt: skip
LARGER = r"\max\left(|p + \sqrt{p^2 - (1 - \beta)}|, |p - \sqrt{p^2 - (1 - \beta)}|\right)"

# the largest and the smallest singular value, with one learning rate
TWO_VALUES = [
    r"\sigma_\ell > \sigma_s > 0", r"p_\ell, p_s, u, v \in \mathbb{R}",
    r"2p_\ell = 2 - \beta - 2\eta\beta\sigma_\ell^2", r"2p_s = 2 - \beta - 2\eta\beta\sigma_s^2",
    r"r = \frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2}",
    ONE_VALUE[-1],
]  # fmt: skip
SHEET = [
    r"\beta = \frac{1}{10}", r"\sigma_\ell = \sqrt{5}", r"\sigma_s = \frac{1}{\sqrt{20}}",
    r"p_\ell = \frac{19}{20} - \frac{\eta}{2}", r"p_s = \frac{19}{20} - \frac{\eta}{200}", r"q, \zeta \in \mathbb{R}",
    ONE_VALUE[-1],
]  # fmt: skip
SIMULATED = [
    r"R_\ell = \frac{1}{10} \begin{bmatrix} 9 & 10 \\ -9 & 0 \end{bmatrix}",
    r"R_s = \frac{1}{100} \begin{bmatrix} 90 & 1 \\ -90 & 99 \end{bmatrix}",
    r"e(t) = \max\left(\left|\left[R_\ell^t\right]_{22}\right|, \left|\left[R_s^t\right]_{22}\right|\right)",
]
AT_ONE_L, AT_ONE_S = (R.replace(r"\eta", "").replace("_i", f"_{name}") for name in (r"\ell", "s"))
WORST, PLAIN = r"\max(\rho(p_\ell), \rho(p_s))", r"\max(|1 - 2\zeta\sigma_\ell^2|, |1 - 2\zeta\sigma_s^2|)"
INTERVAL = r"190 - 60\sqrt{10} \le \eta \le \frac{19 + 6\sqrt{10}}{10}"
WITH, WITHOUT = (
    rf"{base}^{{{steps} - 1}} > \frac{{1}}{{1000}} \ge {base}^{{{steps}}}"
    for base, steps in (("q", "T"), (r"\left(\frac{99}{101}\right)", "T_0"))
)
AT_FIRST, AT_SECOND = (
    rf"q^{{{n} - 1}}(1 + ({slope})({n} - 1)) > \frac{{1}}{{1000}} \ge q^{{{n}}}(1 + ({slope}){n})"
    for n, slope in (("N_1", "1 - q"), ("N_2", "1 + q"))
)
BALANCED = r"\left(1 - \frac{\beta}{2}\right)r"
BEST_BETA = r"\frac{4\sigma_\ell\sigma_s}{(\sigma_\ell + \sigma_s)^2}"


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


@problem.part(
    "d",
    measured=(measure.factor, measure.settles, measure.steps_to_part),
    where=[*ONE_VALUE, *UPDATES, HIGHEST, r"p^2 < 1 - \beta", r"0 < \epsilon < 1"],
)
def complex_regime():
    r"""Take an $\eta$ at which the eigenvalues are complex, $p^2 < 1 - \beta$ with the $p$ of part (c). How large are
    they, is the coordinate stable, how high can $\eta$ be, and how many steps of that factor leave a part $\epsilon$
    of the error, $0 < \epsilon < 1$?"""
    yield r"""Let $\nu = \sqrt{1 - \beta - p^2}$. A pair with real part $p$ and imaginary parts $\nu$ and $-\nu$ has the
        size $$\sqrt{p^2 + \nu^2} = \sqrt{\det R} = \sqrt{1 - \beta},$$
        whatever the learning rate and the singular value are."""
    yield r"""As $\sqrt{p^2 + \nu^2} < 1$, the coordinate is always stable here. There is no highest such rate: they
        come up to $\eta_2 = \frac{(1 + \sqrt{1 - \beta})^2}{2\beta\sigma_i^2}$ and end below it, $\eta < \eta_2$."""
    yield r"""By that factor it takes
        $$\left(\sqrt{1 - \beta}\right)^t \le \epsilon \iff t \ge \frac{2\log\epsilon}{\log(1 - \beta)}$$ steps."""
    yield rf"""That the error dies out can be seen without complex numbers. Relative to the start, so that
        ${UPDATES[2]}$ and ${UPDATES[3]}$, the coordinate goes on by ${UPDATES[0]}$ and
        ${UPDATES[1]}$. In every step an energy that is positive here loses the same part:
        $$(1 - \beta)\eta^2 a_t^2 - \eta(\beta - 2\eta\beta\sigma_i^2) a_t x_t + 2\eta\beta\sigma_i^2 x_t^2
        = 2\eta\beta\sigma_i^2(1 - \beta)^t.$$"""
    yield r"""What it is at least, whatever $a_t$ is, bounds the error:
        $$(1 - \beta)\eta^2 a_t^2 - \eta(\beta - 2\eta\beta\sigma_i^2) a_t x_t + 2\eta\beta\sigma_i^2 x_t^2
        = 2\eta\beta\sigma_i^2(1 - \beta)^t \implies
        x_t^2 \le \frac{2\eta\beta\sigma_i^2(1 - \beta)}{1 - \beta - p^2}(1 - \beta)^t.$$"""
    return (
        Rate(r"\sqrt{p^2 + \nu^2}", r"\sqrt{1 - \beta}"),
        Qualitative("Yes, it is stable.", Verdict(r"\sqrt{p^2 + \nu^2} < 1", "yes")),
        Count("t", r"\left(\sqrt{1 - \beta}\right)^t \le \epsilon", r"\frac{2\log\epsilon}{\log(1 - \beta)}"),
    )


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


@problem.part("f", measured=(measure.factor, measure.settles_without_oscillation), where=[*ONE_VALUE, HIGHEST])
def real_regime():
    r"""Show that the largest eigenvalue has the size $\rho(p)$, where
    $$\rho(u) = \max\left(\sqrt{1 - \beta}, |u| + \sqrt{\max(0, u^2 - (1 - \beta))}\right).$$
    For which $\eta$ are the eigenvalues real, different and stable, and how high can $\eta$ be?"""
    yield rf"""Of two real eigenvalues the one on the side of $p$ is the larger,
        $${LARGER} = |p| + \sqrt{{p^2 - (1 - \beta)}},$$"""
    yield r"""and complex or repeated ones are as large as parts (d) and (e) say. So $\rho$ has both cases in it:
        $p^2 \ge 1 - \beta \implies \rho(p) = |p| + \sqrt{p^2 - (1 - \beta)}$ and
        $p^2 \le 1 - \beta \implies \rho(p) = \sqrt{1 - \beta}$."""
    yield r"""It is below one for a trace that is not too large,
        $$\rho(p) < 1 \iff |p| < 1 - \frac{\beta}{2} \iff 0 < \eta < \frac{2 - \beta}{\beta\sigma_i^2},$$
        and the last end lies beyond the complex rates, $\eta_2 < \frac{2 - \beta}{\beta\sigma_i^2}$."""
    yield rf"""So there are two pieces, and the outer one, where both eigenvalues are negative, is easily forgotten:
        $$p^2 > 1 - \beta \text{{ and }} \rho(p) < 1
        \iff \eta < {FIRST} \text{{ or }} {SECOND} < \eta < \frac{{2 - \beta}}{{\beta\sigma_i^2}}.$$"""
    yield r"""With plain descent the end is $\frac{1}{\sigma_i^2}$: averaging makes the stable range wider by
        $\frac{2 - \beta}{\beta\sigma_i^2} \div \frac{1}{\sigma_i^2} = \frac{2}{\beta} - 1$."""
    return (
        Rate(LARGER, r"|p| + \sqrt{p^2 - (1 - \beta)}"),
        Region(
            r"\eta",
            r"p^2 > 1 - \beta \text{ and } \rho(p) < 1",
            rf"\eta < {FIRST} \text{{ or }} {SECOND} < \eta < \frac{{2 - \beta}}{{\beta\sigma_i^2}}",
        ),
    )


@problem.part(
    "g",
    measured=(
        measure.best_factor,
        measure.attains_the_best,
        measure.steps_by_factor,
        measure.steps_of_plain_descent,
        measure.steps_at_unit_rate,
        measure.steps_at_lowest_best,
        measure.steps_at_highest_best,
    ),
    where=[*SHEET, *SIMULATED, r"T, T_0, N, N_1, N_2 \in \mathbb{R}"],
)
def best_rates():
    r"""Let $\beta = \frac{1}{10}$, and let the largest and the smallest singular value be $\sigma_\ell = \sqrt{5}$ and
    $\sigma_s = \frac{1}{\sqrt{20}}$, whose half traces are $p_\ell = \frac{19}{20} - \frac{\eta}{2}$ and
    $p_s = \frac{19}{20} - \frac{\eta}{200}$. What is the least factor on the slower coordinate, which $\eta$ attain
    it, and how many steps leave a thousandth of the error, against plain descent at its best rate?"""
    yield rf"""As $2p_\ell = 2 - \beta - 2\eta\beta\sigma_\ell^2$ and $2p_s = 2 - \beta - 2\eta\beta\sigma_s^2$, the
        factors are those of part (f), none below $\sqrt{{1 - \beta}} = \frac{{3}}{{\sqrt{{10}}}}$. Let
        $q = \frac{{3}}{{\sqrt{{10}}}}$: then ${WORST} \ge q$, and $\eta = 1 \implies {WORST} = q$."""
    yield rf"""All $\eta$ attain it at which neither pair is real and different, from the double eigenvalue of
        $\sigma_s$ to that of $\sigma_\ell$: $${WORST} = \frac{{3}}{{\sqrt{{10}}}} \iff {INTERVAL}.$$"""
    yield r"""Plain descent has at best the factor
        $\frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2} = \frac{99}{101}$. By the factors alone it takes
        $T$ steps with momentum and $T_0$ without. Let $T = 132$ and $T_0 = 346$. They are
        $T = \left\lceil \frac{2\log(1/1000)}{\log(9/10)} \right\rceil$ and
        $T_0 = \left\lceil \frac{\log(1/1000)}{\log(99/101)} \right\rceil$:"""
    yield rf"$${WITH}, \qquad {WITHOUT}.$$"
    yield rf"""How many steps are really taken with momentum depends on $\eta$. At the rate one,
        $$R_\ell = {AT_ONE_L} = {SIMULATED[0].partition("= ")[2]}, \qquad
        R_s = {AT_ONE_S} = {SIMULATED[1].partition("= ")[2]},$$
        and the worse of the relative errors is ${SIMULATED[2]}$. Let $N = 132$:
        $$e(N - 1) > \frac{{1}}{{1000}} \ge \max(e(N), e(N + 1)),$$"""
    yield r"""and from then on the bound of part (d) is below,
        $t \ge 134 \implies \frac{40}{31}\left(\frac{9}{10}\right)^t < 10^{-6}$, where $\frac{40}{31}$ is the number
        $\frac{2\beta\sigma_s^2(1 - \beta)}{1 - \beta - (1 - \beta/2 - \beta\sigma_s^2)^2} =
        \frac{2\beta\sigma_\ell^2(1 - \beta)}{1 - \beta - (1 - \beta/2 - \beta\sigma_\ell^2)^2} = \frac{40}{31}$."""
    yield rf"""At the two ends, by part (e), it takes longer: let $N_1 = 175$ and $N_2 = 249$, then
        $${AT_FIRST}, \qquad {AT_SECOND}.$$"""
    return (
        Value({"q": r"\frac{3}{\sqrt{10}}"}, rf"{WORST} \ge q \text{{ and }} (\eta = 1 \implies {WORST} = q)"),
        Region(r"\eta", rf"{WORST} = \frac{{3}}{{\sqrt{{10}}}}", INTERVAL),
        Value({"T": "132"}, WITH),
        Value({"T_0": "346"}, WITHOUT),
        Value({"N": "132"}, r"e(N - 1) > \frac{1}{1000} \ge \max(e(N), e(N + 1))"),
        Value({"N_1": "175"}, AT_FIRST),
        Value({"N_2": "249"}, AT_SECOND),
    )


@problem.part(
    "h",
    measured=(measure.slope_along, measure.first_move),
    where=SINGULAR,
    notation=[r"\sigma_{max} \ge \sigma_{min} > 0"],
)
def sizes_of_gradients():
    r"""With $x_t = V^T(w_t - w^\star)$ as in part (a), what does a singular value $\sigma_i$ do to the gradient and to
    the updates?"""
    yield r"""Along a singular vector the gradient is the error times twice the squared singular value,
        $\left[V^T \nabla L(w_t)\right]_i = 2\sigma_i^2\left[x_t\right]_i$,"""
    yield r"""and so is the first update, $\left[x_1\right]_i - \left[x_0\right]_i
        = -2\eta\beta\sigma_i^2\left[x_0\right]_i$, while later ones follow the average,
        $\left[x_{t+1}\right]_i - \left[x_t\right]_i = -\eta\left[a_{t+1}\right]_i$."""
    return (
        Formula(r"\left[V^T \nabla L(w_t)\right]_i", r"2\sigma_i^2\left[x_t\right]_i"),
        Qualitative(
            r"""In a step of plain descent, or in the first one with momentum, a coordinate moves by a part of its error
            that grows with the square of the singular value: steep directions jump, flat ones crawl. Over many steps it
            is another matter. In the complex regime the factor on the error does not depend on the singular value,
            which sets only the pace of the oscillation: the gradients of a steep direction change their sign and
            cancel in the average, those of a flat one agree and add up.""",
            Formula(r"\left[x_1\right]_i - \left[x_0\right]_i", r"-2\eta\beta\sigma_i^2\left[x_0\right]_i"),
        ),
    )


@problem.part("i", measured=measure.beats_plain_descent, where=[*SHEET, INTERVAL])
def which_is_faster():
    r"""For the numbers of part (g), $\beta = \frac{1}{10}$ and the rates
    $190 - 60\sqrt{10} \le \eta \le \frac{19 + 6\sqrt{10}}{10}$: which converges faster, momentum or plain
    descent at a rate $\zeta$, and why?"""
    yield rf"""With momentum the slower coordinate has the factor ${WORST} = \frac{{3}}{{\sqrt{{10}}}}$, and without it
        ${PLAIN} \ge \frac{{99}}{{101}}$, which is larger. So, whatever $\zeta$ is, $${WORST} < {PLAIN}.$$"""
    return Qualitative(
        r"""Momentum, by the counts of part (g): $\frac{346}{132} > \frac{5}{2}$, and $\frac{346}{249} > \frac{4}{3}$ at
        the slower end. Plain descent has to keep its rate small for the sake of the steepest direction, and then crawls
        along the flattest. The average of the gradients damps what changes its sign and keeps what does not, so that
        one rate, such as five times the best one of plain descent, suits both, and in the long run all directions
        converge equally fast.""",
        Verdict(rf"{WORST} < {PLAIN}", "yes"),
    )


@problem.part("j", measured=measure.momentum_is_faster, where=TWO_VALUES)
def when_it_pays():
    r"""Beyond the sheet: let $\sigma_\ell > \sigma_s > 0$ be any, $2p_\ell = 2 - \beta - 2\eta\beta\sigma_\ell^2$ and
    $2p_s = 2 - \beta - 2\eta\beta\sigma_s^2$, and each method with the rate that is best for it. Plain descent has the
    factor $r = \frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2}$. For which $\beta$ does momentum beat
    it at all?"""
    yield rf"""As $\max(\rho(u), \rho(v)) = \rho(\max(|u|, |v|))$ for any two half traces, the best rate is the one that
        makes the larger of the two least: $$\max(|p_\ell|, |p_s|) \ge {BALANCED}, \qquad
        \max(|p_\ell|, |p_s|) = {BALANCED} \iff \eta = \frac{{2 - \beta}}{{\beta(\sigma_\ell^2 + \sigma_s^2)}}.$$"""
    yield rf"""There momentum has the factor $\rho\left({BALANCED}\right)$, and
        $$\rho\left({BALANCED}\right) < r \iff \beta > 1 - r^2.$$"""
    yield r"""Here $1 - r^2 = \frac{4\sigma_\ell^2\sigma_s^2}{(\sigma_\ell^2 + \sigma_s^2)^2}$, which is small where the
        singular values are far apart, $1 - \left(\frac{99}{101}\right)^2 < \frac{1}{25}$ in part (g). Below it
        the memory is too long, and the errors ring on:
        $\beta < 1 - r^2 \implies \sqrt{1 - \beta} > r$."""
    return Order(r"\beta", rf"\rho\left({BALANCED}\right) < r", r"\beta > 1 - r^2")


@problem.part("k", measured=measure.best_memory, where=TWO_VALUES)
def best_memory():
    r"""Beyond the sheet: which $\beta$ is the best, with the best rate for each, and how fast is momentum then?"""
    yield rf"""Let $\beta_0 = {BEST_BETA}$. Up to it both pairs are complex and more of the gradient is better,
        $\beta \le \beta_0 \implies \rho\left({BALANCED}\right) = \sqrt{{1 - \beta}}$; beyond they are real. Always"""
    yield rf"$$\rho\left({BALANCED}\right) \ge \frac{{\sigma_\ell - \sigma_s}}{{\sigma_\ell + \sigma_s}},$$"
    yield rf"""with equality where the two regimes meet,
        $$\rho\left({BALANCED}\right) = \frac{{\sigma_\ell - \sigma_s}}{{\sigma_\ell + \sigma_s}}
        \iff \beta = {BEST_BETA}.$$"""
    yield r"""Let $\kappa = \frac{\sigma_\ell^2}{\sigma_s^2}$. Where plain descent has
        $r = \frac{\kappa - 1}{\kappa + 1}$, momentum has the same of the root of $\kappa$,
        $\frac{\sigma_\ell - \sigma_s}{\sigma_\ell + \sigma_s} = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}$. The rate
        is $\frac{2 - \beta_0}{\beta_0(\sigma_\ell^2 + \sigma_s^2)} = \frac{1}{2\sigma_\ell\sigma_s}$, and so
        Polyak's step $\frac{\beta_0}{2\sigma_\ell\sigma_s} = \frac{2}{(\sigma_\ell + \sigma_s)^2}$."""
    yield r"""In part (g), where the larger is ten times the smaller, that is
        $\frac{4 \cdot 10}{(10 + 1)^2} = \frac{40}{121}$ and a factor of $\frac{10 - 1}{10 + 1} = \frac{9}{11}$; but at
        the best, both pairs are double, which costs what part (e) says."""
    return Optimum(
        r"\beta", rf"\rho\left({BALANCED}\right)", BEST_BETA, r"\frac{\sigma_\ell - \sigma_s}{\sigma_\ell + \sigma_s}"
    )


@problem.part(
    "l",
    measured=(measure.is_heavy_ball, measure.is_undamped_sum),
    where=[r"\alpha, \mu \in \mathbb{R}", r"v_t = \frac{z_t}{\beta}"],
)
def dictionary():
    r"""Beyond the sheet: which step $\alpha$ and which momentum $\mu$ make the same path in the two other common
    conventions, Polyak's heavy ball, which goes from $w_{t+1}$ along its gradient and its last move, and the sum
    $v_t = \frac{z_t}{\beta}$ of the gradients, in which they are not weighted by $\beta$?"""
    yield r"""Let $\alpha = \eta\beta$ and $\mu = 1 - \beta$. The last move is along the last average,
        $w_{t+1} - w_t = -\eta z_{t+1}$, so $$w_{t+2} = w_{t+1} - \alpha\nabla L(w_{t+1}) + \mu(w_{t+1} - w_t).$$"""
    yield r"""And $$v_{t+1} = \mu v_t + \nabla L(w_t), \qquad w_{t+1} = w_t - \alpha v_{t+1}.$$"""
    return (
        Choice(
            {r"\alpha": r"\eta\beta", r"\mu": r"1 - \beta"},
            r"w_{t+2} = w_{t+1} - \alpha\nabla L(w_{t+1}) + \mu(w_{t+1} - w_t)",
        ),
        Choice(
            {r"\alpha": r"\eta\beta", r"\mu": r"1 - \beta"},
            r"v_{t+1} = \mu v_t + \nabla L(w_t) \text{ and } w_{t+1} = w_t - \alpha v_{t+1}",
        ),
    )
