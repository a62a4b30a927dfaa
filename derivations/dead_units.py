r"""Dead units.

A hidden layer of two rectified units reads $x = \begin{bmatrix} x_1 \\ x_2 \end{bmatrix}$ from the box in which both
entries lie between $-1$ and $1$, so that $|x_1| \le 1$ and $|x_2| \le 1$. Its output
$h = \operatorname{ReLU}(Wx + b)$ goes on to the output of the network, $y = a^T h + d$. (So $W$ and $b$ are the weights
and biases of the sheet's first layer, $a$ and $d$ those of its second.) A unit is dead where its output is zero.
"""

from answerkey.answers import Choice, Count, Qualitative, Region, Verdict
from answerkey.problem import Problem
from numeric_checks import dead_units as measure

problem = Problem(
    __doc__,
    models={"f": measure.output},
    where=[
        r"|x_1| \le 1",
        r"|x_2| \le 1",
        r"x = \begin{bmatrix} x_1 \\ x_2 \end{bmatrix}",
        r"a, b \in \mathbb{R}^2",
        r"W \in \mathbb{R}^{2 \times 2}",
        r"d \in \mathbb{R}",
        r"u, v, c, z, \delta \in \mathbb{R}",
        r"h = \operatorname{ReLU}(Wx + b)",
        "y = f(x)",
    ],
    notation=[r"W^{(1)} = W", r"b^{(1)} = b", r"w^{(2)} = a^T", r"b^{(2)} = d"],
)


@problem.part("a", measured=(measure.layer_is_dead, measure.is_dead))
def dead_for_every_input():
    r"""Find $W$ and $b$ for which both hidden units are dead, whatever the input. Exactly when is a unit with weights
    $u$ and $v$ and bias $c$ dead on the whole box?"""
    yield r"""A unit is dead where its preactivation $z$ is not positive, $\operatorname{ReLU}(z) = 0 \iff z \le 0$. The
        weights can lift it by $|u| + |v|$ at the most, $u x_1 + v x_2 + c \le |u| + |v| + c$,"""
    yield r"""and for some input they do:
        $x_1 = \operatorname{sign}(u) \text{ and } x_2 = \operatorname{sign}(v) \implies
        u x_1 + v x_2 + c = |u| + |v| + c$."""
    yield r"""So only the bias can keep a unit down, and it has to outweigh the weights:
        $$\left(\forall x_1 \in [-1, 1] \, \forall x_2 \in [-1, 1]: u x_1 + v x_2 + c \le 0\right)
        \iff c \le -(|u| + |v|).$$"""
    yield r"""For example, let $W = \begin{bmatrix} 1 & 1 \\ 1 & -1 \end{bmatrix}$ and
        $b = \begin{bmatrix} -3 \\ -3 \end{bmatrix}$: then $h = \mathbf{0}$, with a margin of one,
        $|1| + |1| - 3 = -1$."""
    return (
        Choice(
            {
                "W": r"\begin{bmatrix} 1 & 1 \\ 1 & -1 \end{bmatrix}",
                "b": r"\begin{bmatrix} -3 \\ -3 \end{bmatrix}",
            },
            r"h = \mathbf{0}",
        ),
        Region(
            "c",
            r"\left(\forall x_1 \in [-1, 1] \, \forall x_2 \in [-1, 1]: u x_1 + v x_2 + c \le 0\right)",
            r"c \le -(|u| + |v|)",
        ),
    )


@problem.part(
    "b",
    measured=(measure.gradients_vanish, measure.is_flat),
    where=[
        r"W = \begin{bmatrix} u_1 & v_1 \\ u_2 & v_2 \end{bmatrix}",
        r"b = \begin{bmatrix} c_1 \\ c_2 \end{bmatrix}",
        r"|u_1| + |v_1| + c_1 < 0",
        r"|u_2| + |v_2| + c_2 < 0",
    ],
)
def zero_gradients():
    r"""Show that the gradients of $y$ with respect to $W = \begin{bmatrix} u_1 & v_1 \\ u_2 & v_2 \end{bmatrix}$ and
    $b = \begin{bmatrix} c_1 \\ c_2 \end{bmatrix}$ are zero where both units are dead with a margin,
    $|u_1| + |v_1| + c_1 < 0$ and $|u_2| + |v_2| + c_2 < 0$. What if there is no margin?"""
    yield r"""By the chain rule a parameter of a unit counts only where the unit is active,
        $$\frac{\partial y}{\partial W} = \left(a \odot \mathbf{1}[Wx + b > 0]\right) x^T, \qquad
        \frac{\partial y}{\partial b} = a \odot \mathbf{1}[Wx + b > 0],$$"""
    yield r"""and by part (a) neither is active anywhere: $\mathbf{1}[Wx + b > 0] = \mathbf{0}$. So
        $$\frac{\partial y}{\partial W} = \mathbf{0} \text{ and } \frac{\partial y}{\partial b} = \mathbf{0}.$$"""
    yield r"""A unit without a margin is still dead, but for some input its preactivation is zero,
        $|u| + |v| + c = 0 \text{ and } x_1 = \operatorname{sign}(u) \text{ and } x_2 = \operatorname{sign}(v) \implies
        u x_1 + v x_2 + c = 0$,"""
    yield r"""and its output has a kink there: a bias that is larger by $\delta$ makes a difference,
        $\delta > 0 \implies \operatorname{ReLU}(0 + \delta) = \delta$, and one that is smaller makes none,
        $\delta > 0 \implies \operatorname{ReLU}(0 - \delta) = 0$. There is no gradient, though programs that
        differentiate call it zero."""
    yield r"""So the output of a unit has gradients, all of them zero, at every input exactly if the inequality of
        part (a) is strict:
        $$\left(\forall x_1 \in [-1, 1] \, \forall x_2 \in [-1, 1]: u x_1 + v x_2 + c < 0\right)
        \iff c < -(|u| + |v|).$$"""
    return (
        Verdict(
            r"\frac{\partial y}{\partial W} = \mathbf{0} \text{ and } \frac{\partial y}{\partial b} = \mathbf{0}", "yes"
        ),
        Region(
            "c",
            r"\left(\forall x_1 \in [-1, 1] \, \forall x_2 \in [-1, 1]: u x_1 + v x_2 + c < 0\right)",
            "c < -(|u| + |v|)",
        ),
    )


DECAY = [
    r"0 < \eta\lambda < 1",
    r"u_{t+1} = (1 - \eta\lambda) u_t",
    "u_0 = u",
    r"v_{t+1} = (1 - \eta\lambda) v_t",
    "v_0 = v",
]


@problem.part(
    "c1",
    measured=(measure.revives_at, measure.revives_on_box),
    where=[*DECAY, r"u x_1 + v x_2 + c \le 0", r"r, s \in \mathbb{R}"],
)
def decay_of_weights():
    r"""No gradient moves a dead unit, but weight decay does. Suppose it applies to the weights only:
    $u_{t+1} = (1 - \eta\lambda) u_t$ from $u_0 = u$, and so for $v$, with $0 < \eta\lambda < 1$. For which biases $c$
    does it in the end revive a unit that is dead at an input, $u x_1 + v x_2 + c \le 0$? And one that is dead on the
    whole box?"""
    yield r"""The weights shrink to nothing, $u_t = (1 - \eta\lambda)^t u$ and $v_t = (1 - \eta\lambda)^t v$, and the
        preactivation tends to the bias, $u_t x_1 + v_t x_2 + c \to c$."""
    yield r"""On the way it is $r (u x_1 + v x_2) + c$ with a factor $r$ that runs down from $1$ to $0$. A unit that is
        dead at the start is revived by some such factor exactly if its bias is positive:
        $$\left(\exists r \in (0, 1]: r (u x_1 + v x_2) + c > 0\right) \iff c > 0,$$"""
    yield r"""and smaller factors do as well, $r (u x_1 + v x_2) + c > 0 \text{ and } 0 < s < r \le 1 \implies
        s (u x_1 + v x_2) + c > 0$: from then on it is active. So a unit that is dead on the data that occur is
        revived exactly if it has a positive bias."""
    yield r"""But the box has the input zero in it, where the preactivation is the bias: a unit that is dead on the
        whole box has $c \le -(|u| + |v|) \implies c \le 0$, and decay only lowers its highest preactivation,"""
    yield r"""$|u_t| + |v_t| + c \le |u| + |v| + c$. No bias revives such a unit: a unit is at some time active
        somewhere on the box exactly if it was so from the start,
        $$\left(\exists r \in (0, 1]: r (|u| + |v|) + c > 0\right) \iff c > -(|u| + |v|).$$"""
    return (
        Qualitative(
            "A unit that is dead on the data is revived exactly if its bias is positive, each in its own time.",
            Region("c", r"\left(\exists r \in (0, 1]: r (u x_1 + v x_2) + c > 0\right)", "c > 0"),
        ),
        Qualitative(
            "A unit that is dead for every input of the box, as in part (a), is revived by no bias at all.",
            Region("c", r"\left(\exists r \in (0, 1]: r (|u| + |v|) + c > 0\right)", "c > -(|u| + |v|)"),
        ),
    )


@problem.part("c2", measured=measure.is_active_after, where=[*DECAY, r"c_{t+1} = (1 - \eta\lambda) c_t", "c_0 = c"])
def decay_of_all():
    r"""Now the bias decays as well, $c_{t+1} = (1 - \eta\lambda) c_t$ from $c_0 = c$. Show that weight decay alone
    cannot revive a dead unit."""
    yield r"""All parameters shrink alike, $u_t = (1 - \eta\lambda)^t u$, $v_t = (1 - \eta\lambda)^t v$ and
        $c_t = (1 - \eta\lambda)^t c$, and with them the preactivation:
        $$u_t x_1 + v_t x_2 + c_t = (1 - \eta\lambda)^t (u x_1 + v x_2 + c).$$"""
    yield r"""A positive factor changes no sign: at every input and at every step the unit is active exactly if it was
        so at the start,
        $$u_t x_1 + v_t x_2 + c_t > 0 \iff u x_1 + v x_2 + c > 0 \iff c > -(u x_1 + v x_2).$$"""
    return Region("c", "u_t x_1 + v_t x_2 + c_t > 0", r"c > -(u x_1 + v x_2)")


@problem.part(
    "d",
    measured=(measure.steps_to_revive, measure.revives_against),
    where=[
        r"0 < c \le p",
        r"0 < \eta\lambda < 1",
        r"0 \le \eta\mu < 1",
        r"\eta > 0",
        r"p_{t+1} = (1 - \eta\lambda) p_t",
        "p_0 = p",
        r"c_{t+1} = (1 - \eta\mu) c_t",
        "c_0 = c",
    ],
)
def time_to_revive():
    r"""Beyond the sheet: how long does it take? At some input the weights pull the preactivation of a unit down by $p$,
    and its bias is too small to make up for it, $0 < c \le p$. The pull fades as the weights decay,
    $p_{t+1} = (1 - \eta\lambda) p_t$ from $p_0 = p$. After how many steps is $c - p_t$ no longer negative? And if the
    bias has a penalty of its own, $c_{t+1} = (1 - \eta\mu) c_t$ from $c_0 = c$ with $\eta > 0$ and
    $0 \le \eta\mu < 1$, for which $\mu$ is the unit still revived?"""
    yield r"""Let $\rho = 1 - \eta\lambda$, so that the pull is $p_t = \rho^t p$, and
        $$p_t \le c \iff \rho^t \le \frac{c}{p} \iff t \ge \frac{\log \frac{c}{p}}{\log \rho}.$$"""
    yield r"""A bias that decays is $c_t = (1 - \eta\mu)^t c$, and what counts is the pull beside it,
        $$\frac{p_t}{c_t} = \left(\frac{1 - \eta\lambda}{1 - \eta\mu}\right)^t \frac{p}{c}.$$"""
    yield r"""This is $1$ or more at the start. It falls below $1$ only if the bias has the smaller penalty, and then it
        fades away: $\mu \ge \lambda \implies \frac{p_t}{c_t} \ge 1$, while
        $$\frac{p_t}{c_t} \to 0 \iff \mu < \lambda.$$"""
    yield r"""Without a penalty on the bias, $\mu = 0 \implies \mu < \lambda$, this is the first half of part (c); with
        the same penalty on all, $\mu = \lambda \implies \frac{1 - \eta\lambda}{1 - \eta\mu} = 1$, the second."""
    return (
        Count("t", r"p_t \le c", r"\frac{\log \frac{c}{p}}{\log \rho}"),
        Region(r"\mu", r"\frac{p_t}{c_t} \to 0", r"\mu < \lambda"),
    )
