r"""Initialization and optimizers.

A network starts from random weights, independent Gaussians of mean $0$ whose variance has to be chosen, and is
trained by steps along its gradients. What does that choice do to signals on their way up and to gradients on their
way down, and what do momentum and Adam make of the gradients?
"""

from answerkey.answers import Expectation, Formula, Limit, Locus, Optimum, Qualitative, Rate, Verdict
from answerkey.problem import Problem
from numeric_checks import init_optimizers as measure

problem = Problem(__doc__)
LAYER = [
    r"v > 0",
    r"W \in \mathbb{R}^{m \times n}",
    r"W_{ij} \sim \mathcal{N}(0, v)",
    r"x \in \mathbb{R}^n",
    r"x \ne \mathbf{0}",
    r"d, h \in \mathbb{R}^m",
    r"d_i \sim \operatorname{Bernoulli}(\frac12)",
    r"i \in \{1, \dots, m\}",
]
GRADIENTS = [r"s > 0", r"h_i \sim \mathcal{N}(0, s^2)"]
NOISY = [r"s > 0", r"g_t \sim \mathcal{N}(\gamma, s^2)"]
ADAM = [
    r"0 < \beta_1 < 1",
    r"0 < \beta_2 < 1",
    r"m_{t+1} = \beta_1 m_t + (1 - \beta_1) g_{t+1}",
    r"m_0 = 0",
    r"v_{t+1} = \beta_2 v_t + (1 - \beta_2) g_{t+1}^2",
    r"v_0 = 0",
]
STEADY = [declared.replace("g_{t+1}", "g") for declared in ADAM]


@problem.part(
    "a",
    measured=(measure.gradient_factor, measure.stays_at_zero),
    where=[
        r"c > 0",
        r"W \in \mathbb{R}^{n \times n}",
        r"W_{ij} \sim \mathcal{N}(0, \frac{c}{n})",
        r"x, d, h \in \mathbb{R}^n",
        r"d_i \sim \operatorname{Bernoulli}(\frac12)",
        *GRADIENTS,
        r"A \in \mathbb{R}^{n \times n}",
        r"U \in \mathbb{R}^{k \times n}",
        r"g \in \mathbb{R}^k",
    ],
)
def gradient_norms():
    r"""A ReLU network that reads digits starts with all weights zero, with deviation $0.01$, with Xavier's or with
    He's variance. How do the norms of its gradients compare at the start, and while it is trained? In layers of $n$
    units, let the variance be $\frac{c}{n}$ with $c > 0$, and let gradients arrive with variance $s^2$, $s > 0$."""
    yield r"""A layer with weights $A$ turns $x$ into $\max(Ax, 0)$. If $h$ is the gradient that arrives there, the
        weights get $\nabla_A(h^T \max(Ax, 0)) = (\mathbf{1}[Ax > 0] \circ h)x^T$, and the inputs
        $\nabla_x(h^T \max(Ax, 0)) = A^T(\mathbf{1}[Ax > 0] \circ h)$."""
    yield r"""From zero weights nothing is learned. If a layer $U$ follows, and $g$ arrives at its outputs,
        $$\left(U = 0 \implies \nabla_A(g^T U \max(Ax, 0)) = 0\right) \text{ and }
        \left(A = 0 \implies \nabla_U(g^T U \max(Ax, 0)) = 0\right).$$"""
    yield r"""Let $W$ be random. Of a row of it and its mirror image, which is as likely and has the same squares,
        exactly one turns the unit on. So means of squares are what they would be if coins $d$ did: on the way up,
        $\mathbb{E}[\|d \circ (Wx)\|^2] = \frac{c}{2}\|x\|^2$,"""
    yield r"""and on the way down, since gradients that come through independent weights are uncorrelated,
        $$\frac{\mathbb{E}[\|W^T(d \circ h)\|^2]}{\mathbb{E}[\|h\|^2]} = \frac{c}{2}.$$"""
    yield r"""The gradient of weights has the length of both,
        $\|(d \circ h)x^T\|_F^2 = \|d \circ h\|^2\|x\|^2$: a further layer, above or below, multiplies its mean
        square by $\frac{c}{2}$."""
    yield r"""With $64$ units, deviation $0.01$ makes that $\frac{64 \cdot 0.01^2}{2} = 0.0032$ a layer, and Xavier's
        variance $c = 1 \implies \frac{c}{2} = \frac12$. Only with He's is it $\frac{c}{2} = 1 \iff c = 2$."""
    return Qualitative(
        "At zero, the gradients of all weights are zero and remain so; only the biases of the outputs are learned. "
        "Small weights give gradients that die out from layer to layer, and training stands still. With Xavier's "
        "variance each ReLU layer loses half of the mean square. With He's it is the same at any depth, so that this "
        "gradient is the largest at the start. It drops in the first steps, while the outputs are brought to size, "
        "grows again as the layers begin to work together, and dies with the errors that it is proportional to; "
        "Xavier's goes the same way, later.",
        Rate(r"\frac{\mathbb{E}[\|W^T(d \circ h)\|^2]}{\mathbb{E}[\|h\|^2]}", r"\frac{c}{2}"),
    ), Verdict(
        r"\left(U = 0 \implies \nabla_A(g^T U \max(Ax, 0)) = 0\right) \text{ and } "
        r"\left(A = 0 \implies \nabla_U(g^T U \max(Ax, 0)) = 0\right)",
        "yes",
    )


@problem.part(
    "b",
    measured=(measure.rectified_square, measure.forward_factor, measure.keeps_forward),
    where=[
        *LAYER,
        r"\sigma > 0",
        r"z \sim \mathcal{N}(0, \sigma^2)",
        r"q_{k+1} = \frac{nv}{2} q_k",
        r"q_0 \ne 0",
    ],
)
def forward():
    r"""He initialization, on the way up. What is the mean square of $\max(z, 0)$ for a Gaussian $z$ of mean $0$ and
    deviation $\sigma > 0$? A layer of $m$ units takes $n$ inputs $x \ne \mathbf{0}$ to $\max(Wx, 0)$; its weights have
    variance $v > 0$. What does it do to the mean square per entry? What becomes of that, $q_0 \ne 0$ at first and
    $q_k$ after $k$ layers of $n$ units, and which $v$ preserves it?"""
    yield r"""Of $z$ and $-z$, which are equally likely, each keeps a part of the square,
        $\max(z, 0)^2 + \max(-z, 0)^2 = z^2$. So both parts have half of its mean:
        $$\mathbb{E}[\max(z, 0)^2] = \frac{\sigma^2}{2}.$$"""
    yield r"""This is not the variance, $\operatorname{Var}(\max(z, 0)) = \frac{\sigma^2}{2}\left(1 -
        \frac{1}{\pi}\right)$, since the mean is not zero; but it is what the next layer multiplies:"""
    yield r"""each entry of $Wx$ is a sum of independent Gaussians, and has
        $\mathbb{E}[[Wx]_i] = 0$ and $\mathbb{E}[[Wx]_i^2] = v\|x\|^2$."""
    yield r"""Half of the square is kept in each of $m$ units, as if coins $d_i$ turned them on:
        $\mathbb{E}[\|d \circ (Wx)\|^2] = \frac{mv}{2}\|x\|^2$, and per entry
        $$\frac{\mathbb{E}[\|d \circ (Wx)\|^2] / m}{\|x\|^2 / n} = \frac{nv}{2}.$$"""
    yield r"""Through layers of $n$ units, $q_{k+1} = \frac{nv}{2} q_k$, and so
        $q_k = \left(\frac{nv}{2}\right)^k q_0$; it dies out with depth exactly when
        $q_k \to 0 \iff v < \frac{2}{n}$."""
    yield r"""It neither dies out nor explodes at a single variance, that of He:
        $$\frac{\mathbb{E}[\|d \circ (Wx)\|^2] / m}{\|x\|^2 / n} = 1 \iff \frac{nv}{2} = 1 \iff v = \frac{2}{n}.$$"""
    return (
        Expectation(r"\mathbb{E}[\max(z, 0)^2]", r"\frac{\sigma^2}{2}"),
        Rate(r"\frac{\mathbb{E}[\|d \circ (Wx)\|^2] / m}{\|x\|^2 / n}", r"\frac{nv}{2}"),
        Locus(r"\frac{\mathbb{E}[\|d \circ (Wx)\|^2] / m}{\|x\|^2 / n} = 1", r"v = \frac{2}{n}"),
    )


@problem.part(
    "c",
    measured=(measure.backward_factor, measure.keeps_backward, measure.best_compromise),
    where=[
        *LAYER,
        *GRADIENTS,
        r"U \in \mathbb{R}^{k \times m}",
        r"U_{ij} \sim \mathcal{N}(0, v)",
        r"g \in \mathbb{R}^k",
    ],
)
def backward():
    r"""On the way down, gradients $h$ of variance $s^2$, with $s > 0$, arrive at the $m$ outputs. Which $v$ preserves
    their mean square per entry? And without ReLU, when can both directions be served, and which $v$ is the best
    compromise, where the worse of the two factors is nearest to $1$?"""
    yield r"""Gradients that come through the weights $U$ of the layer above, from any $g$, are uncorrelated:
        $\mathbb{E}[(U^T g)(U^T g)^T] = v\|g\|^2 I$."""
    yield r"""So cross terms vanish in $\mathbb{E}[\|W^T(d \circ h)\|^2] = \frac{nv}{2}\mathbb{E}[\|h\|^2]$, and per
        entry it is the number of outputs that counts:
        $$\frac{\mathbb{E}[\|W^T(d \circ h)\|^2] / n}{\mathbb{E}[\|h\|^2] / m} = \frac{mv}{2}.$$"""
    yield r"""This asks for the other fan:
        $$\frac{\mathbb{E}[\|W^T(d \circ h)\|^2] / n}{\mathbb{E}[\|h\|^2] / m} = 1 \iff \frac{mv}{2} = 1
        \iff v = \frac{2}{m}.$$"""
    yield r"""Either choice will do for a ReLU network: with that of part (b), $v = \frac{2}{n} \implies
        \frac{mv}{2} = \frac{m}{n}$, and such factors multiply to the last width over the first."""
    yield r"""Without ReLU nothing is halved, $\frac{\mathbb{E}[\|Wx\|^2] / m}{\|x\|^2 / n} = nv$ and
        $\frac{\mathbb{E}[\|W^T h\|^2] / n}{\mathbb{E}[\|h\|^2] / m} = mv$, and both are $1$ only in a layer
        with as many inputs as outputs: $nv = 1 \text{ and } mv = 1 \implies n = m$."""
    yield r"""One factor is too large and the other too small by the same amount at Xavier's variance,
        $nv - 1 = 1 - mv \iff v = \frac{2}{n + m}$, and nothing comes closer:
        $$\max(|nv - 1|, |mv - 1|) \ge \frac{|n - m|}{n + m},$$"""
    yield r"""with equality there alone:
        $$\max(|nv - 1|, |mv - 1|) = \frac{|n - m|}{n + m} \iff v = \frac{2}{n + m}.$$"""
    return (
        Rate(r"\frac{\mathbb{E}[\|W^T(d \circ h)\|^2] / n}{\mathbb{E}[\|h\|^2] / m}", r"\frac{mv}{2}"),
        Locus(r"\frac{\mathbb{E}[\|W^T(d \circ h)\|^2] / n}{\mathbb{E}[\|h\|^2] / m} = 1", r"v = \frac{2}{m}"),
        Optimum("v", r"\max(|nv - 1|, |mv - 1|)", r"\frac{2}{n + m}", r"\frac{|n - m|}{n + m}"),
    )


@problem.part(
    "d",
    measured=(measure.mean_velocity, measure.variance_of_velocity),
    where=[
        *NOISY,
        r"\eta > 0",
        r"0 < \mu < 1",
        r"u_{t+1} = \mu u_t + g_t",
        r"u_0 = 0",
        r"w_{t+1} = w_t - \eta u_{t+1}",
        r"B \in \mathbb{N}",
        r"B \ge 1",
    ],
)
def momentum():
    r"""Stochastic gradient descent steps by $-\eta g_t$, where $\eta > 0$ and the gradients $g_t$ of batches are
    independent, with mean $\gamma$ and variance $s^2$, $s > 0$. What would batches be worth that are $B \ge 1$ times as
    large? Momentum, with $0 < \mu < 1$, steps by $w_{t+1} = w_t - \eta u_{t+1}$, where $u_{t+1} = \mu u_t + g_t$ and
    $u_0 = 0$. Unroll it. What are the mean and the variance of $u_t$, and what does momentum do in the long run?"""
    yield r"""The larger batch averages $B$ such gradients: its mean is the same,
        $\mathbb{E}\left[\frac{1}{B}\sum_{k=1}^B g_k\right] = \gamma$, its variance smaller,
        $\operatorname{Var}\left(\frac{1}{B}\sum_{k=1}^B g_k\right) = \frac{s^2}{B}$."""
    yield r"""Momentum adds up all gradients so far, the older the less,
        $$u_t = \sum_{k=0}^{t-1} \mu^{t-1-k} g_k,$$"""
    yield r"""so its mean is a geometric sum,
        $$\mathbb{E}[u_t] = \frac{1 - \mu^t}{1 - \mu}\gamma,$$
        and in the end the learning rate is multiplied, $\mathbb{E}[u_t] \to \frac{\gamma}{1 - \mu}$; by
        $\frac{1}{1 - 0.9} = 10$, as a rule."""
    yield r"""In the variance the weights are squared:
        $$\operatorname{Var}(u_t) = \frac{1 - \mu^{2t}}{1 - \mu^2}s^2, \qquad
        \frac{1 - \mu^{2t}}{1 - \mu^2}s^2 \to \frac{s^2}{1 - \mu^2}.$$"""
    yield r"""The mean grows more than the noise does. In the long run its square over the variance is
        $$\left(\frac{\gamma}{1 - \mu}\right)^2 \Big/ \frac{s^2}{1 - \mu^2}
        = \frac{1 + \mu}{1 - \mu} \cdot \frac{\gamma^2}{s^2},$$
        as with batches $\frac{1 + \mu}{1 - \mu}$ times as large; $\frac{1 + 0.9}{1 - 0.9} = 19$."""
    return (
        Expectation(r"\mathbb{E}[u_t]", r"\frac{1 - \mu^t}{1 - \mu}\gamma"),
        Expectation(r"\operatorname{Var}(u_t)", r"\frac{1 - \mu^{2t}}{1 - \mu^2}s^2"),
    )


@problem.part(
    "e",
    measured=(measure.mean_average, measure.mean_average_square, measure.bias_divisor),
    where=[*NOISY, *ADAM, r"\gamma \ne 0", r"t \ge 1", r"a > 0"],
)
def bias_correction():
    r"""Adam averages gradients, $m_{t+1} = \beta_1 m_t + (1 - \beta_1) g_{t+1}$, and their squares,
    $v_{t+1} = \beta_2 v_t + (1 - \beta_2) g_{t+1}^2$, from $m_0 = v_0 = 0$, with $0 < \beta_1 < 1$ and
    $0 < \beta_2 < 1$. If the gradients have mean $\gamma \ne 0$ and variance $s^2$, what are the means of the
    averages for $t \ge 1$? By which $a > 0$ does one have to divide $m_t$ to remove its bias?"""
    yield r"""Unrolled, $m_t = (1 - \beta_1)\sum_{k=1}^t \beta_1^{t-k} g_k$. These weights do not add up to $1$, for the
        start at zero has the rest: $(1 - \beta_1)\sum_{k=1}^t \beta_1^{t-k} = 1 - \beta_1^t$."""
    yield r"""So $$\mathbb{E}[m_t] = (1 - \beta_1^t)\gamma,$$ and likewise, as $\mathbb{E}[g_t^2] = \gamma^2 + s^2$,
        $$\mathbb{E}[v_t] = (1 - \beta_2^t)(\gamma^2 + s^2).$$"""
    yield r"""Dividing by the sum of the weights, and by nothing else, makes the mean right,
        $$\frac{\mathbb{E}[m_t]}{a} = \gamma \iff a = 1 - \beta_1^t,$$
        and $\mathbb{E}\left[\frac{v_t}{1 - \beta_2^t}\right] = \gamma^2 + s^2$ likewise."""
    yield r"""It matters for as long as $\beta_1^t$ is not small. For a $\beta_1$ of $0.9$ the divisor is
        $1 - 0.9^1 = 0.1$ at the first step and $1 - 0.9^{50} > 0.99$ at the fiftieth; in the end,
        $1 - \beta_1^t \to 1$."""
    return (
        Expectation(r"\mathbb{E}[m_t]", r"(1 - \beta_1^t)\gamma"),
        Expectation(r"\mathbb{E}[v_t]", r"(1 - \beta_2^t)(\gamma^2 + s^2)"),
        Locus(r"\frac{\mathbb{E}[m_t]}{a} = \gamma", r"a = 1 - \beta_1^t"),
    )


@problem.part("f", measured=measure.steady_step, where=[*STEADY, r"\eta > 0", r"g \ne 0", r"t \ge 1", r"\epsilon > 0"])
def steady_step():
    r"""With both corrections, Adam steps by $-\eta\,\frac{m_t}{1 - \beta_1^t} \Big/ \sqrt{\frac{v_t}{1 - \beta_2^t}}$,
    where $\eta > 0$ (but for a small $\epsilon > 0$ that is added to the root). How long is a step, in units of $\eta$,
    while the gradient is $g \ne 0$ every time, so that $m_{t+1} = \beta_1 m_t + (1 - \beta_1) g$ and
    $v_{t+1} = \beta_2 v_t + (1 - \beta_2) g^2$? How long is the first step?"""
    yield r"""Under a constant gradient, $m_t = (1 - \beta_1^t)g$ and $v_t = (1 - \beta_2^t)g^2$."""
    yield r"""The corrections undo exactly that,
        $\frac{m_t}{1 - \beta_1^t} = g$ and $\frac{v_t}{1 - \beta_2^t} = g^2$,"""
    yield r"""so that every step, and any first step, is as long as the learning rate, whatever $g$ is:
        $$\frac{m_t}{1 - \beta_1^t} \Big/ \sqrt{\frac{v_t}{1 - \beta_2^t}}
        = \frac{g}{|g|} = \operatorname{sign}(g).$$"""
    yield r"""Without them the first would have the length $\frac{1 - \beta_1}{\sqrt{1 - \beta_2}}$. That is more than
        three times too long at the usual values,
        $\beta_1 = 0.9 \text{ and } \beta_2 = 0.999 \implies \frac{1 - \beta_1}{\sqrt{1 - \beta_2}} > 3$."""
    yield r"""With $\epsilon$ it is a little shorter, $\left|\frac{g}{|g| + \epsilon}\right| < 1$, and much so where
        $|g|$ is not large beside it: $|g| = \epsilon \implies \left|\frac{g}{|g| + \epsilon}\right| = \frac12$."""
    return Formula(r"\frac{m_t}{1 - \beta_1^t} \Big/ \sqrt{\frac{v_t}{1 - \beta_2^t}}", r"\operatorname{sign}(g)")


@problem.part(
    "g",
    measured=(measure.scale_does_not_matter, measure.longest_step_squared),
    where=[
        *ADAM,
        r"\beta_1^2 < \beta_2",
        r"c > 0",
        r"M_{t+1} = \beta_1 M_t + (1 - \beta_1) c g_{t+1}",
        r"M_0 = 0",
        r"V_{t+1} = \beta_2 V_t + (1 - \beta_2) (c g_{t+1})^2",
        r"V_0 = 0",
        r"K_{t+1} = \frac{\beta_1^2}{\beta_2} K_t + \frac{(1 - \beta_1)^2}{1 - \beta_2}",
        r"K_0 = 0",
        r"p_{t+1} = \beta_1 p_t + (1 - \beta_1) \left(\frac{\beta_2}{\beta_1}\right)^{t+1}",
        r"p_0 = 0",
        r"q_{t+1} = \beta_2 q_t + (1 - \beta_2) \left(\frac{\beta_2}{\beta_1}\right)^{2(t+1)}",
        r"q_0 = 0",
        r"a, b, r, y \in \mathbb{R}",
    ],
)
def longest_step():
    r"""Beyond the sheet: does it matter to Adam if the loss is multiplied by $c > 0$? And how long can a step be, over
    all gradients that there could be, if $\beta_1^2 < \beta_2$?"""
    yield r"""If $M_t$ and $V_t$ are the averages for the gradients $c g_t$, then $M_t = c m_t$ and $V_t = c^2 v_t$, so
        that $$\frac{M_t}{\sqrt{V_t}} = \frac{m_t}{\sqrt{v_t}}.$$ Scale does not matter."""
    yield r"""A bound on the square of a step, here $r$, gives one after any next gradient $y$:
        $$a^2 \le r b \text{ and } b \ge 0 \text{ and } r \ge 0 \implies \left(\beta_1 a + (1 - \beta_1) y\right)^2
        \le \left(\frac{\beta_1^2}{\beta_2} r + \frac{(1 - \beta_1)^2}{1 - \beta_2}\right)
        \left(\beta_2 b + (1 - \beta_2) y^2\right).$$"""
    yield r"""So $K_t v_t$ bounds $m_t^2$, where $K_0 = 0$ and
        $K_{t+1} = \frac{\beta_1^2}{\beta_2} K_t + \frac{(1 - \beta_1)^2}{1 - \beta_2}$. Let
        $C = \frac{\beta_2 (1 - \beta_1)^2}{(1 - \beta_2)(\beta_2 - \beta_1^2)}$; then
        $K_t = C\left(1 - \left(\frac{\beta_1^2}{\beta_2}\right)^t\right)$. No square of a step is more than $C$, or is
        so after the corrections, as $K_t (1 - \beta_2^t) \le C (1 - \beta_1^t)^2$."""
    yield r"""Gradients that grow, $\left(\frac{\beta_2}{\beta_1}\right)^t$ at step $t$, come as close to it as one
        likes: their averages $p_t = \frac{(1 - \beta_1)\beta_2}{\beta_2 - \beta_1^2}
        \left(\frac{\beta_2}{\beta_1}\right)^t\left(1 - \left(\frac{\beta_1^2}{\beta_2}\right)^t\right)$ and
        $q_t = \frac{(1 - \beta_2)\beta_2}{\beta_2 - \beta_1^2}
        \left(\frac{\beta_2}{\beta_1}\right)^{2t}\left(1 - \left(\frac{\beta_1^2}{\beta_2}\right)^t\right)$ have
        $$\frac{p_t^2}{q_t} \to \frac{\beta_2 (1 - \beta_1)^2}{(1 - \beta_2)(\beta_2 - \beta_1^2)}.$$"""
    yield r"""This is more than $\frac{(1 - \beta_1)^2}{1 - \beta_2}$, which is often given as the bound and belongs to
        one gradient after nothing but zeros: $C > \frac{(1 - \beta_1)^2}{1 - \beta_2}$. At the usual values,
        $\beta_1 = 0.9 \text{ and } \beta_2 = 0.999 \implies 7.27 < \sqrt{C} < 7.28$: a step can have the length of
        seven learning rates, not of three."""
    return (
        Qualitative(
            "No, the scale does not matter.", Verdict(r"\frac{M_t}{\sqrt{V_t}} = \frac{m_t}{\sqrt{v_t}}", "yes")
        ),
        Limit(r"\frac{p_t^2}{q_t}", r"\frac{\beta_2 (1 - \beta_1)^2}{(1 - \beta_2)(\beta_2 - \beta_1^2)}"),
    )
