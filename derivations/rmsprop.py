r"""Optimization with an adaptive gradient method.

RMSProp remembers the mean square of the slopes $g_k$ along a coordinate, and divides every step by its root:
$s_{k+1} = \beta_2 s_k + (1 - \beta_2) g_k^2$ from $s_0 = 0$, and
$\theta_{k+1} = \theta_k - \frac{\alpha}{\sqrt{s_{k+1} + \epsilon}} g_k$, where $0 < \beta_2 < 1$, $\alpha > 0$ and
$\epsilon \ge 0$; $\epsilon$ is tiny.
"""

from answerkey.answers import Expectation, Formula, Limit, Locus, Order, Qualitative, Verdict
from answerkey.problem import Problem
from numeric_checks import rmsprop as measure

problem = Problem(
    __doc__,
    where=[
        r"0 < \beta_2 < 1",
        r"\alpha > 0",
        r"\epsilon \ge 0",
        r"g_k \in \mathbb{R}",
        r"s_{k+1} = \beta_2 s_k + (1 - \beta_2) g_k^2",
        "s_0 = 0",
        r"\theta_{k+1} = \theta_k - \frac{\alpha}{\sqrt{s_{k+1} + \epsilon}} g_k",
    ],
)


@problem.part(
    "",
    measured=(measure.is_slowed, measure.first_move, measure.steady_move),
    where=[
        "0 < f < g",
        r"\eta > 0",
        r"s_{k+1} = \beta_2 s_k + (1 - \beta_2) g^2",
        r"\theta_{k+1} = \theta_k - \frac{\alpha}{\sqrt{s_{k+1} + \epsilon}} g",
    ],
)
def steep_and_flat():
    r"""Suppose that over many steps the slope along one coordinate tends to be large and that along another small (they
    are $\theta_1$ and $\theta_2$ on the sheet; here an index counts steps). What does RMSProp do to the two, compared
    with gradient descent, and is that a good thing? To be able to calculate, let both slopes stay as they are, $g$ and
    $f$ with $0 < f < g$, and let gradient descent have the rate $\eta > 0$."""
    yield r"""Along the steep coordinate $s_{k+1} = \beta_2 s_k + (1 - \beta_2) g^2$. The memory fills up,
        $s_k = (1 - \beta_2^k) g^2$, so that a step is
        $$\theta_{k+1} - \theta_k = -\frac{\alpha g}{\sqrt{(1 - \beta_2^{k+1}) g^2 + \epsilon}}.$$"""
    yield r"""The first is $\theta_1 - \theta_0 = -\frac{\alpha g}{\sqrt{(1 - \beta_2) g^2 + \epsilon}}$, larger than
        the later ones, as the memory is still nearly empty. In the end
        $$\theta_{k+1} - \theta_k \to -\frac{\alpha g}{\sqrt{g^2 + \epsilon}},$$"""
    yield r"""and this has the size $\alpha$, whatever the slope, as far as $\epsilon$ does not count:
        $\frac{\alpha g}{\sqrt{g^2}} = \alpha$. In gradient descent the steep coordinate moves $\frac{g}{f}$ times as
        far as the flat one, in RMSProp less far than that, and without $\epsilon$ no further:
        $$1 \le \frac{g}{\sqrt{g^2 + \epsilon}} \cdot \frac{\sqrt{f^2 + \epsilon}}{f} < \frac{g}{f}.$$"""
    yield r"""Steep coordinates become slower than in gradient descent, flat ones faster, and the line between them is
        drawn by the two rates:
        $$\frac{\alpha g}{\sqrt{g^2}} < \eta g \iff g > \frac{\alpha}{\eta}.$$"""
    return (
        Qualitative(
            "RMSProp makes steps of about the same size along both, so the steep coordinate moves slower and the flat "
            "one faster than in gradient descent with one rate for both. That is a good thing where the slopes differ "
            "only because the coordinates have different scales: descent needs a rate that the steep one can bear, "
            "and crawls along the flat one. It is not where a slope is small for a reason: because it is mostly noise, "
            "which is then blown up, or because the minimum is near; with a fixed $\\alpha$ RMSProp need not settle.",
            Order("g", r"\frac{\alpha g}{\sqrt{g^2}} < \eta g", r"g > \frac{\alpha}{\eta}"),
        ),
        Formula(r"\theta_1 - \theta_0", r"-\frac{\alpha g}{\sqrt{(1 - \beta_2) g^2 + \epsilon}}"),
        Limit(r"\theta_{k+1} - \theta_k", r"-\frac{\alpha g}{\sqrt{g^2 + \epsilon}}"),
    )


@problem.part(
    "b",
    measured=measure.forgets_scale,
    where=["q > 0", r"S_{k+1} = \beta_2 S_k + (1 - \beta_2) (q g_k)^2", "S_0 = 0"],
)
def scale():
    r"""Beyond the sheet: let all slopes along a coordinate be $q$ times as large, with any $q > 0$, and call the memory
    $S_k$, $S_{k+1} = \beta_2 S_k + (1 - \beta_2) (q g_k)^2$ from $S_0 = 0$. What changes, without $\epsilon$?"""
    yield r"""The memory grows with the square, $S_k = q^2 s_k$, and so a step does not change at all:
        $$\frac{\alpha}{\sqrt{S_{k+1}}} q g_k = \frac{\alpha}{\sqrt{s_{k+1}}} g_k.$$"""
    yield r"""As the first step is the same, the next slope is taken at the same place, and so on: the whole path is the
        same. A coordinate may be measured in any unit, and a loss may be as steep along it as it likes; only
        $\epsilon$ has a unit, $\frac{\alpha}{\sqrt{q^2 s_{k+1} + \epsilon}} q g_k
        = \frac{\alpha}{\sqrt{s_{k+1} + \frac{\epsilon}{q^2}}} g_k$."""
    return Verdict(r"\frac{\alpha}{\sqrt{S_{k+1}}} q g_k = \frac{\alpha}{\sqrt{s_{k+1}}} g_k", "yes")


@problem.part(
    "c",
    measured=(measure.memory_of_noise, measure.swing),
    where=[
        r"\tau > 0",
        r"g_k \sim \mathcal{N}(0, \tau^2)",
        r"n \sim \mathcal{N}(0, \tau^2)",
        r"\eta > 0",
        "h > 0",
        "a > 0",
        r"x, w, z \in \mathbb{R}",
        r"G = \beta_2 w + (1 - \beta_2) x^2",
        r"F = \frac{x}{\sqrt{G}} - x",
    ],
)
def where_it_is_no_good_thing():
    r"""Beyond the sheet: where is it not a good thing? Let the slopes of a flat coordinate be nothing but noise,
    $g_k \sim \mathcal{N}(0, \tau^2)$ with a small $\tau > 0$. And at the bottom of a bowl, whose slopes are $h > 0$
    times the distance, let RMSProp without $\epsilon$ swing from $a > 0$ to $-a$ and back. What is $a$?"""
    yield r"""Without a signal the memory fills with the noise,
        $$\mathbb{E}[s_k] = (1 - \beta_2^k)\tau^2,$$"""
    yield r"""and when it is long, it is near $\tau^2$. A step with more noise $n \sim \mathcal{N}(0, \tau^2)$ then has
        a mean square that does not depend on how weak the noise is,
        $\mathbb{E}\left[\left(\frac{\alpha}{\sqrt{\tau^2}} n\right)^2\right] = \alpha^2$, while the one of stochastic
        gradient descent is as weak as the noise, $\mathbb{E}[(\eta n)^2] = \eta^2\tau^2$."""
    yield r"""In the bowl the slopes between $a$ and $-a$ have the same square, which the memory takes on, and
        $$a - \frac{\alpha}{\sqrt{h^2 a^2}} h a = -a \iff a = \frac{\alpha}{2}.$$"""
    yield r"""It is drawn to this swing from nearby. In units of $\alpha$ and $h$, the distance $x$ and the memory $w$
        become $F = \frac{x}{\sqrt{G}} - x$ and $G = \beta_2 w + (1 - \beta_2) x^2$, with the slopes
        $$\frac{\partial F}{\partial x} = \frac{\beta_2 w}{G^{3/2}} - 1, \quad
        \frac{\partial F}{\partial w} = -\frac{\beta_2 x}{2 G^{3/2}}, \quad
        \frac{\partial G}{\partial x} = 2(1 - \beta_2) x, \quad \frac{\partial G}{\partial w} = \beta_2.$$"""
    yield r"""At the swing they are
        $$x = \frac{1}{2} \text{ and } w = \frac{1}{4} \implies \frac{\beta_2 w}{G^{3/2}} - 1 = 2\beta_2 - 1
        \text{ and } -\frac{\beta_2 x}{2 G^{3/2}} = -2\beta_2 \text{ and } 2(1 - \beta_2) x = 1 - \beta_2,$$"""
    yield r"""and their matrix has $\det \begin{bmatrix} 2\beta_2 - 1 & -2\beta_2 \\ 1 - \beta_2 & \beta_2 \end{bmatrix}
        = \beta_2$ and the trace $2\beta_2 - 1 + \beta_2 = 3\beta_2 - 1$. So a pair of complex eigenvalues has the
        modulus $\sqrt{\beta_2} < 1$, and a real one $z^2 - (3\beta_2 - 1) z + \beta_2 = 0 \implies |z| < 1$: deviations
        die out. (That RMSProp ends there from far away as well is observed, not proved.)"""
    return (
        Expectation(r"\mathbb{E}[s_k]", r"(1 - \beta_2^k)\tau^2"),
        Locus(r"a - \frac{\alpha}{\sqrt{h^2 a^2}} h a = -a", r"a = \frac{\alpha}{2}"),
    )
