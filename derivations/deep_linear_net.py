r"""Dynamics of learning in a deep linear network.

A network of two weights, $f(x) = w_2 w_1 x$, shall learn to answer $0$ to every input. The loss of an output $y$ with
target $t$ is $\ell(y, t) = \frac{1}{2}|y - t|^2$, and the inputs have $\mathbb{E}[X] = 0$ and $\mathbb{E}[X^2] = 1$.
"""

from answerkey.answers import Expectation, Formula, Locus, Qualitative, Rate, Region, Verdict
from answerkey.problem import Problem
from numeric_checks import deep_linear_net as measure

problem = Problem(
    __doc__,
    models={"f": measure.net, "ell": measure.squared_error, "L": measure.loss},
    where=[r"x, y, t, w_1, w_2 \in \mathbb{R}", r"\mathbb{E}[X] = 0", r"\mathbb{E}[X^2] = 1"],
    notation=[r"l(y, t) = \frac{1}{2}(y - t)^2", r"L(w_1, w_2) = \frac{1}{2} w_1^2 w_2^2"],
)
RATES = [r"\alpha_1 > 0", r"\alpha_2 > 0"]
DESCENT = [
    *RATES,
    r"w_1 \ne 0",
    r"w_2 \ne 0",
    r"u_{k+1} = (1 - \alpha_1 v_k^2) u_k",
    r"v_{k+1} = (1 - \alpha_2 u_k^2) v_k",
    r"u_0 = w_1",
    r"v_0 = w_2",
    r"S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2",
    r"Q_k = \alpha_1 \alpha_2 u_k^2 v_k^2",
]


@problem.part("a1", measured=measure.pointwise_loss)
def pointwise_loss():
    r"""Write down the pointwise loss $\ell(f(x), 0)$ of the model for the target $0$."""
    yield r"""The output itself is the error, so
        $$\ell(f(x), 0) = \frac{1}{2}|w_2 w_1 x|^2 = \frac{1}{2} w_1^2 w_2^2 x^2.$$"""
    return Formula(r"\ell(f(x), 0)", r"\frac{1}{2} w_1^2 w_2^2 x^2")


@problem.part("a2", measured=measure.population_loss)
def population_loss():
    r"""Write down the population loss $L(w_1, w_2) = \mathbb{E}[\ell(f(X), 0)]$ as a function of the weights alone."""
    yield r"""The weights are no random numbers, and of the inputs only the second moment is needed:
        $$L(w_1, w_2) = \mathbb{E}[\ell(f(X), 0)] = \frac{1}{2} w_1^2 w_2^2\, \mathbb{E}[X^2]
        = \frac{1}{2} w_1^2 w_2^2.$$"""
    return Expectation("L(w_1, w_2)", r"\frac{1}{2} w_1^2 w_2^2")


@problem.part("a3", measured=measure.loss_gradient)
def loss_gradient():
    r"""Compute the gradient of the population loss with respect to $(w_1, w_2)$."""
    yield r"""With the other weight held fast the loss is a quadratic:
        $\frac{\partial L(w_1, w_2)}{\partial w_1} = w_1 w_2^2$ and
        $\frac{\partial L(w_1, w_2)}{\partial w_2} = w_1^2 w_2$. Together,"""
    yield r"$$\nabla L(w_1, w_2) = \begin{pmatrix} w_1 w_2^2 \\ w_1^2 w_2 \end{pmatrix}.$$"
    return Formula(r"\nabla L(w_1, w_2)", r"\begin{pmatrix} w_1 w_2^2 \\ w_1^2 w_2 \end{pmatrix}")


HESSIAN = r"\begin{pmatrix} w_2^2 & 2 w_1 w_2 \\ 2 w_1 w_2 & w_1^2 \end{pmatrix}"


@problem.part("a4", measured=measure.loss_hessian)
def loss_hessian():
    r"""Compute the Hessian of the population loss with respect to $(w_1, w_2)$."""
    yield r"""The pure second derivatives are $\frac{\partial^2 L(w_1, w_2)}{\partial w_1^2} = w_2^2$ and
        $\frac{\partial^2 L(w_1, w_2)}{\partial w_2^2} = w_1^2$; the mixed one is
        $\frac{\partial^2 L(w_1, w_2)}{\partial w_1 \partial w_2} = 2 w_1 w_2$. Together,"""
    yield rf"$$\nabla^2 L(w_1, w_2) = {HESSIAN}.$$"
    return Formula(r"\nabla^2 L(w_1, w_2)", HESSIAN)


@problem.part("a5", measured=measure.curves_upwards)
def convexity():
    r"""Is the population loss convex? Prove it."""
    yield rf"""A function with two continuous derivatives is convex exactly if its Hessian is positive semidefinite
        everywhere. This one has the determinant $\det {HESSIAN} = -3 w_1^2 w_2^2$,"""
    yield r"""which is negative off the axes: $\nabla^2 L(w_1, w_2) \succeq 0 \iff w_1 w_2 = 0$."""
    yield r"""So it is not convex. The definition says so too: halfway between two minimisers there is
        something higher, $L(1, 1) > \frac{L(2, 0) + L(0, 2)}{2}$."""
    return Qualitative(
        "No, it is not convex.", Verdict(r"\nabla^2 L(w_1, w_2) \succeq 0", "no", {"w_1": "1", "w_2": "1"})
    )


@problem.part("a6", measured=(measure.is_not_below_zero, measure.is_minimiser))
def minimisers():
    r"""What is the minimum of $L(w_1, w_2)$, and what is the set of its minimisers?"""
    yield r"The loss is half a square, and zero at the origin: $L(w_1, w_2) \ge L(0, 0) = 0$. So the minimum is zero."
    yield r"""It is attained on the two axes, and nowhere else:
        $$L(w_1, w_2) = 0 \iff w_1 w_2 = 0 \iff w_1 = 0 \text{ or } w_2 = 0.$$"""
    return (
        Verdict(r"L(w_1, w_2) \ge L(0, 0) = 0", "yes"),
        Locus("L(w_1, w_2) = 0", r"w_1 = 0 \text{ or } w_2 = 0"),
    )


@problem.part("b", measured=measure.updated, where=RATES)
def update():
    r"""Gradient descent uses a learning rate for each layer, $\alpha_1 > 0$ and $\alpha_2 > 0$. Write down its update
    in explicit form."""
    yield r"""With the gradient of part (a), a step multiplies each weight by a factor that the other one decides:
        $$\begin{pmatrix} w_1 - \alpha_1 \frac{\partial L(w_1, w_2)}{\partial w_1} \\
        w_2 - \alpha_2 \frac{\partial L(w_1, w_2)}{\partial w_2} \end{pmatrix}
        = \begin{pmatrix} (1 - \alpha_1 w_2^2) w_1 \\ (1 - \alpha_2 w_1^2) w_2 \end{pmatrix}.$$"""
    return Formula(
        r"""\begin{pmatrix} w_1 - \alpha_1 \frac{\partial L(w_1, w_2)}{\partial w_1} \\
        w_2 - \alpha_2 \frac{\partial L(w_1, w_2)}{\partial w_2} \end{pmatrix}""",
        r"\begin{pmatrix} (1 - \alpha_1 w_2^2) w_1 \\ (1 - \alpha_2 w_1^2) w_2 \end{pmatrix}",
    )


@problem.part("c1", measured=measure.loss_factor, where=DESCENT)
def more_steps():
    r"""From now on $u_k$ and $v_k$ are the weights after $k$ steps from $w_1 \ne 0$ and $w_2 \ne 0$. Pick initial
    weights and a range of learning rates, and draw the loss after 10, 25, 50, 100 and 200 steps over the rates. How
    does the figure change with the number of steps?"""
    yield r"""By part (b), a step multiplies the loss by two squares,
        $$\frac{L(u_{k+1}, v_{k+1})}{L(u_k, v_k)} = (1 - \alpha_1 v_k^2)^2 (1 - \alpha_2 u_k^2)^2,$$"""
    yield r"""and the first one by
        $$\frac{L(u_1, v_1)}{L(w_1, w_2)} = (1 - \alpha_1 w_2^2)^2 (1 - \alpha_2 w_1^2)^2.$$"""
    yield r"""On two lines one step is enough,
        $L(u_1, v_1) = 0 \iff \alpha_1 = \frac{1}{w_2^2} \text{ or } \alpha_2 = \frac{1}{w_1^2}$; on further
        curves two steps are, and so on."""
    yield r"""Slow is the diagonal, on which the two factors are the same and stay so,
        $\alpha_2 w_1^2 = \alpha_1 w_2^2 \implies \alpha_2 u_k^2 = \alpha_1 v_k^2$: both weights fade together, and the
        factors tend to one."""
    yield r"""Let $S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2$. Where this is at most two, it stays so,
        $S_0 \le 2 \implies S_k \le 2$, and the loss never rises, $S_0 \le 2 \implies L(u_1, v_1) < L(w_1, w_2)$."""
    return Qualitative(
        """The weights start at (2, 1), and the rates go up to 5 and 1.25. After 10 steps the triangle of convergence is
        there already; beyond its straight edge the loss is out of sight, but for valleys as thin as hairs. Inside, all
        steps after the first few deepen the colour of a point by the same amount. What stays light is a web, the
        diagonal and the curves from which later steps lead onto it: it gets thinner with every step, and never
        disappears.""",
        Rate(r"\frac{L(u_1, v_1)}{L(w_1, w_2)}", r"(1 - \alpha_1 w_2^2)^2 (1 - \alpha_2 w_1^2)^2"),
    )


STRETCHED = [
    r"c_1 > 0",
    r"c_2 > 0",
    r"p_{k+1} = \left(1 - \frac{\alpha_1}{c_2^2} q_k^2\right) p_k",
    r"q_{k+1} = \left(1 - \frac{\alpha_2}{c_1^2} p_k^2\right) q_k",
    r"p_0 = c_1 w_1",
    r"q_0 = c_2 w_2",
]


@problem.part("c2", measured=measure.stretched_loss, where=[*DESCENT, *STRETCHED])
def other_starts():
    r"""How do the initial weights affect the figure? (Compare with a start at $c_1 w_1$ and $c_2 w_2$, where $c_1 > 0$
    and $c_2 > 0$, at the rates $\frac{\alpha_1}{c_2^2}$ and $\frac{\alpha_2}{c_1^2}$: let $p_k$ and $q_k$ be its
    weights after $k$ steps.)"""
    yield r"""The two runs multiply their weights by the same factors at the start, and so at every step:
        $$\begin{pmatrix} p_k \\ q_k \end{pmatrix} = \begin{pmatrix} c_1 u_k \\ c_2 v_k \end{pmatrix},$$"""
    yield r"and therefore $$L(p_k, q_k) = c_1^2 c_2^2 L(u_k, v_k).$$"
    yield r"""Only squares of the weights count, so that signs do not matter. In the coordinates
        $\sqrt{\alpha_2} u_k$ and $\sqrt{\alpha_1} v_k$ the rates drop out of the update:
        $\sqrt{\alpha_2} u_{k+1} = \left(1 - \left(\sqrt{\alpha_1} v_k\right)^2\right) \sqrt{\alpha_2} u_k$."""
    return Qualitative(
        """There is only one figure. Another start stretches its axes, the first rate's by the inverse square of the
        second weight and the other way round, and shifts the logarithm of the loss by a constant. A larger weight
        asks for a smaller rate of the other one.""",
        Formula("L(p_k, q_k)", r"c_1^2 c_2^2 L(u_k, v_k)"),
    )


@problem.part("c3", measured=measure.converges, where=DESCENT)
def stable_rates():
    r"""Which learning rates lead to convergence, and which to divergence?"""
    yield r"""Let $S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2$, the trace of the Hessian with each entry times its rate, and
        $Q_k = \alpha_1 \alpha_2 u_k^2 v_k^2$, the loss but for a constant,
        $L(u_k, v_k) = \frac{Q_k}{2 \alpha_1 \alpha_2}$. A step changes the trace by"""
    yield r"$$S_{k+1} = S_k - Q_k (4 - S_k).$$"
    yield r"""So it falls where it is below four, and grows where it is above:
        $$S_1 < S_0 \iff S_0 < 4 \iff \alpha_1 < \frac{4 - \alpha_2 w_1^2}{w_2^2}.$$"""
    return Qualitative(
        """The loss converges to zero below the straight line on which the trace is four at the start, and diverges
        above it. (Beyond the line there are exceptions as thin as curves, the rates at which some step lands exactly
        on a weight of zero. Part (c).5 has the proof.) The rates may be twice as large as the curvature at the start
        suggests.""",
        Region(r"\alpha_1", "S_1 < S_0", r"\alpha_1 < \frac{4 - \alpha_2 w_1^2}{w_2^2}"),
    )


@problem.part("c4", measured=measure.curvature_factor, where=[*DESCENT, r"\alpha_2 w_1^2 + \alpha_1 w_2^2 \ne 4"])
def close_to_the_boundary():
    r"""Zoom in close to the boundary, $\alpha_2 w_1^2 + \alpha_1 w_2^2 \ne 4$, and explain what is seen."""
    yield r"""Let $S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2$ and $Q_k = \alpha_1 \alpha_2 u_k^2 v_k^2$. Every step moves
        the trace away from four, $S_{k+1} - 4 = (1 + Q_k)(S_k - 4)$; the first one by the factor"""
    yield r"$$\frac{S_1 - 4}{S_0 - 4} = 1 + \alpha_1 \alpha_2 w_1^2 w_2^2.$$"
    yield r"""That is at most $1 + Q_0 \le 1 + \frac{S_0^2}{4}$, which is five on the line, and as much only in its
        middle: $1 + Q_0 = 1 + \frac{S_0^2}{4} \iff \alpha_2 w_1^2 = \alpha_1 w_2^2$."""
    return Qualitative(
        """However far one zooms in, the edge is the same straight line with the same fringe of valleys upon it, which
        takes more steps to appear: what is too close to the line to be told apart grows by at most a factor of five
        in a step. In the middle of the line, two more steps make up for a window that is 25 times as narrow across
        the line (and nine times along it; part (c).6).""",
        Rate(r"\frac{S_1 - 4}{S_0 - 4}", r"1 + \alpha_1 \alpha_2 w_1^2 w_2^2"),
    )


@problem.part("c5", measured=(measure.curvature_after, measure.boundary), where=[*DESCENT, r"\alpha_2 w_1^2 < 4"])
def the_boundary():
    r"""Ask a research question, and investigate it. Ours: where exactly is the boundary of convergence? Is it a
    straight line, as it looks, and what can be proved of either side? (Of the second rate, let
    $\alpha_2 w_1^2 < 4$.)"""
    yield r"""Let $S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2$ and $Q_k = \alpha_1 \alpha_2 u_k^2 v_k^2$. Their next values
        depend on nothing else, $S_{k+1} = S_k - Q_k (4 - S_k)$ and $Q_{k+1} = (1 - S_k + Q_k)^2 Q_k$. As
        $S_{k+1} - 4 = (1 + Q_k)(S_k - 4)$, no step crosses four, and"""
    yield r"$$S_k - 4 = (S_0 - 4) \prod_{j=0}^{k-1} (1 + Q_j).$$"
    yield r"""*Below four, the loss converges to zero.* The trace falls and is never negative, so that what it loses in
        a step tends to zero, $S_0 < 4 \implies S_k - S_{k+1} \to 0$. That is at least a fixed multiple of $Q_k$, by
        $S_0 < 4 \implies (4 - S_0) Q_k \le S_k - S_{k+1}$, and as $L(u_k, v_k) = \frac{Q_k}{2 \alpha_1 \alpha_2}$,
        $$S_0 < 4 \implies L(u_k, v_k) \to 0.$$"""
    yield r"""*Above four it does not, unless some step lands on a weight of zero.* The trace stays there,
        $S_0 > 4 \implies S_k > 4$, and there a small loss grows (by any step, which we call the first),
        $$S_0 > 4 \text{ and } 0 < Q_0 < 2 \implies Q_1 > Q_0,$$
        so that $Q_k$ cannot tend to zero without being zero. Then the product grows beyond all bounds, and the
        weights with it."""
    yield r"""So the boundary is where the trace is four at the start, and stays it:
        $$S_1 = S_0 \iff S_0 = 4 \iff \alpha_1 = \frac{4 - \alpha_2 w_1^2}{w_2^2}.$$
        It is only observed that beyond it the loss itself ends up above all bounds."""
    return (
        Formula("S_k - 4", r"(S_0 - 4) \prod_{j=0}^{k-1} (1 + Q_j)"),
        Locus("S_1 = S_0", r"\alpha_1 = \frac{4 - \alpha_2 w_1^2}{w_2^2}"),
    )


ON_THE_LINE = [
    r"\phi, \chi \in \mathbb{R}",
    r"\phi \ne \chi",
    r"x_{k+1} = (1 - y_k^2) x_k",
    r"y_{k+1} = (1 - x_k^2) y_k",
    r"x_0 = 2 \sin(\phi)",
    r"y_0 = 2 \cos(\phi)",
    r"\theta_{k+1} = -3 \theta_k",
    r"\theta_0 = \phi",
    r"\psi_{k+1} = -3 \psi_k",
    r"\psi_0 = \chi",
]


@problem.part("c6", measured=(measure.on_the_line, measure.angle_growth), where=ON_THE_LINE)
def on_the_line():
    r"""Beyond the sheet: what happens on the boundary itself? In the coordinates $x_k$ and $y_k$ of part (c).2, without
    rates, it is the circle of radius two; start at $x_0 = 2 \sin(\phi)$ and $y_0 = 2 \cos(\phi)$, and elsewhere on it
    at another angle $\chi$, $\phi \ne \chi$."""
    yield r"""Two formulas for the triple angle, $3 \sin(\phi) - 4 \sin(\phi)^3 = \sin(3 \phi)$ and
        $4 \cos(\phi)^3 - 3 \cos(\phi) = \cos(3 \phi)$, make a step one of the angle alone. If
        $\theta_{k+1} = -3 \theta_k$ from $\theta_0 = \phi$, then"""
    yield r"""$$\begin{pmatrix} x_k \\ y_k \end{pmatrix}
        = \begin{pmatrix} 2 \sin(\theta_k) \\ 2 \cos(\theta_k) \end{pmatrix},$$"""
    yield r"""and as $\theta_k = (-3)^k \phi$,
        $$\begin{pmatrix} x_k \\ y_k \end{pmatrix}
        = \begin{pmatrix} 2 \sin((-3)^k \phi) \\ 2 \cos((-3)^k \phi) \end{pmatrix}.$$"""
    yield r"""The run stays on the circle, $x_k^2 + y_k^2 = 4$, but there it is chaotic: the difference to the angle
        $\psi_{k+1} = -3 \psi_k$ of another run trebles in every step,
        $$\frac{|\theta_{k+1} - \psi_{k+1}|}{|\theta_k - \psi_k|} = 3.$$"""
    return (
        Formula(
            r"\begin{pmatrix} x_k \\ y_k \end{pmatrix}",
            r"\begin{pmatrix} 2 \sin((-3)^k \phi) \\ 2 \cos((-3)^k \phi) \end{pmatrix}",
        ),
        Rate(r"\frac{|\theta_{k+1} - \psi_{k+1}|}{|\theta_k - \psi_k|}", "3"),
    )


@problem.part("c7", measured=measure.comes_nearer, where=DESCENT)
def where_it_ends():
    r"""Beyond the sheet: near which of its minimisers $(w_1, 0)$ can descent come to rest?"""
    yield r"""A step takes the second weight to $v_1 = (1 - \alpha_2 w_1^2) w_2$, which is nearer to zero only if the
        minimiser is flat enough for the rate:
        $$v_1^2 < w_2^2 \iff |1 - \alpha_2 w_1^2| < 1 \iff \alpha_2 < \frac{2}{w_1^2}.$$"""
    yield r"""Let $S_k = \alpha_2 u_k^2 + \alpha_1 v_k^2$ and $Q_k = \alpha_1 \alpha_2 u_k^2 v_k^2$. With a trace
        above two a small loss grows, $2 < S_0 < 4 \text{ and } 0 < Q_0 < S_0 - 2 \implies Q_1 > Q_0$: descent that
        starts between two and four is thrown out of the valley, and as the trace falls, $S_0 < 4 \implies S_k < 4$ and
        $S_0 < 4 \implies S_1 < S_0$, it ends in a flatter one, where the trace is two or less
        (unless a step lands by luck on a weight of zero)."""
    return Region(r"\alpha_2", r"v_1^2 < w_2^2", r"\alpha_2 < \frac{2}{w_1^2}")
