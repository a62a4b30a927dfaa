r"""Visualizing features from local linearization of neural nets.

A network of ReLU units has one number $x$ as its input and one number as its output. The derivative of the output in
one of the parameters, seen as a function of $x$, is the *feature* of that parameter: near the present parameters the
network is a linear model with these features. Derivatives are taken away from the kinks, where no unit is just about
to switch.
"""

from answerkey.answers import Expectation, Formula, Qualitative, Rate, Verdict
from answerkey.problem import Problem
from numeric_checks import linearized_features as measure

problem = Problem(__doc__, where=[r"x \in \mathbb{R}"])
ONE_LAYER = [
    r"w, b, v \in \mathbb{R}^m",
    r"c \in \mathbb{R}",
    r"i \in \{1, \dots, m\}",
    r"w_i x + b_i \ne 0",
    r"y = N(x)",
]
TWO_LAYERS = [
    r"w, b, a, v \in \mathbb{R}^m",
    r"W \in \mathbb{R}^{m \times m}",
    r"c \in \mathbb{R}",
    r"i \in \{1, \dots, m\}",
    r"h = \operatorname{ReLU}(xw + b)",
    r"w_i x + b_i \ne 0",
    r"z = Wh + a",
    r"z_i \ne 0",
    r"y = N(x)",
]
SVD = [
    r"F \in \mathbb{R}^{n \times d}",
    r"U, \Sigma \in \mathbb{R}^{n \times n}",
    r"V \in \mathbb{R}^{d \times n}",
    r"U^T U = I",
    r"V^T V = I",
    r"i, j \in \{1, \dots, n\}",
    r"\Sigma = \operatorname{diag}(\sigma_i)",
    r"\sigma_i > 0",
    r"F = U \Sigma V^T",
    r"\phi, \theta \in \mathbb{R}^d",
    r"t \in \mathbb{R}^n",
    r"\eta > 0",
]
SEEDS = [
    r"i, m \in \mathbb{N}",
    r"m \ge 1",
    r"w_i \sim \mathcal{N}(0, 2)",
    r"b_i \sim \mathcal{N}(0, 1)",
    r"g_i \sim \mathcal{N}(0, 2x^2 + 1)",
]
DEPTH = [
    r"W \in \mathbb{R}^{m \times m}",
    r"h, b, p \in \mathbb{R}^m",
    r"c \in \mathbb{R}",
    r"y = N(h)",
    r"i \in \{1, \dots, m\}",
    r"\left[Wh + b\right]_i \ne 0",
    r"q > 0",
    r"g_j \sim \mathcal{N}(0, \frac{2q}{m})",
    r"t \in \mathbb{N}",
]
ONE_STEP = [*ONE_LAYER, r"r \in \mathbb{R}", r"k = \|\operatorname{ReLU}(xw + b)\|^2"]
TWO_KERNELS = [
    r"n \ge 2",
    r"A, B \in \mathbb{R}^{k \times n}",
    r"u, z \in \mathbb{R}^n",
    r"u^T u = 1",
    r"z^T z = 1",
    r"\gamma > 0",
    r"\lambda, \mu \in \mathbb{R}",
    r"K = \mu I + \gamma u u^T - (I - u u^T) A^T A (I - u u^T)",
    r"L = \lambda I - (I - z z^T) B^T B (I - z z^T)",
]


@problem.part(
    "a", measured=(measure.weight_features, measure.bias_features), where=ONE_LAYER, models={"N": measure.network}
)
def one_hidden_layer():
    r"""One hidden layer of $m$ units, with weights $w$ and biases $b$, has the output
    $y = v^T \operatorname{ReLU}(xw + b) + c$. Find the features $\nabla_w y$ and $\nabla_b y$, where $w_i x + b_i \ne
    0$ for every unit $i$, and plot them as functions of $x$ at a random initialization and after training."""
    yield r"""Unit by unit, $$y = \sum_{i=1}^m v_i \operatorname{ReLU}(w_i x + b_i) + c.$$"""
    yield r"""A unit that is off contributes nothing nearby, one that is on contributes $v_i (w_i x + b_i)$. So the
        feature of a bias is a step at the elbow, and that of a weight a line cut off there:
        $\left[\nabla_b y\right]_i = v_i \mathbf{1}[w_i x + b_i > 0]$ and
        $\left[\nabla_w y\right]_i = v_i x \mathbf{1}[w_i x + b_i > 0]$. Together,
        $$\nabla_b y = v \circ \mathbf{1}[xw + b > 0], \qquad
        \nabla_w y = x \left(v \circ \mathbf{1}[xw + b > 0]\right).$$"""
    yield r"""The outer parameters have the elbows themselves and a constant, $\nabla_v y = \operatorname{ReLU}(xw +
        b)$ and $\frac{\partial y}{\partial c} = 1$."""
    yield r"""All this holds at any parameters, before and after training. The three features of a unit are never
        independent, because a ReLU doubles with its input:
        $$w \circ \nabla_w y + b \circ \nabla_b y = v \circ \nabla_v y.$$"""
    return (
        Formula(r"\nabla_w y", r"x \left(v \circ \mathbf{1}[xw + b > 0]\right)"),
        Formula(r"\nabla_b y", r"v \circ \mathbf{1}[xw + b > 0]"),
    )


@problem.part(
    "b", measured=(measure.moved_along, measure.learning_factor), where=SVD, models={"L": measure.squared_error}
)
def principal_features():
    r"""Let the rows of a matrix $F$ hold the features at the training points, and let $F = U \Sigma V^T$ with
    $U^T U = I$, $V^T V = I$ and singular values $\sigma_i > 0$ be its singular value decomposition. Where $\phi$ holds
    the features at $x$, the *principal features* at $x$ are $V^T \phi$. What are they on the training points, that is
    $F V$? And by which factor does a step of gradient descent at a rate $\eta > 0$ on $L(\theta) = \|F\theta - t\|^2$
    multiply the error $\left[U^T(F\theta - t)\right]_i$? Plot the singular values and the principal features."""
    yield r"""On the training points the principal features are the left singular vectors, scaled:
        $$F V = U \Sigma, \qquad \left[F V\right]_{ji} = \sigma_i U_{ji}.$$"""
    yield r"""They are orthogonal, with squared norms $\sigma_i^2$ that make up all that the features have:
        $$(F V)^T F V = \Sigma^2, \qquad \|F\|_F^2 = \operatorname{tr}(F F^T) = \sum_{i=1}^n \sigma_i^2.$$"""
    yield r"""They keep the kernel, the inner products of features at two points, $F V (F V)^T = F F^T$. And but
        for their signs the kernel is all that they depend on, even between the training points, because $F \phi$ holds
        the kernel of $x$ with each of these: $$V^T \phi = \Sigma^{-1} U^T F \phi.$$"""
    yield r"""With $\nabla L(\theta) = 2F^T(F\theta - t)$, a step changes the errors through the kernel,
        $$F(\theta - \eta\nabla L(\theta)) - t = (I - 2\eta F F^T)(F\theta - t),$$
        and along each principal feature by a factor of its own,
        $$\frac{\left[U^T(F(\theta - \eta \nabla L(\theta)) - t)\right]_i}{\left[U^T(F\theta - t)\right]_i}
        = 1 - 2\eta\sigma_i^2.$$
        At small rates, what looks like a principal feature of a large singular value is learned first."""
    return (
        Formula(r"F V", r"U \Sigma"),
        Rate(
            r"\frac{\left[U^T(F(\theta - \eta \nabla L(\theta)) - t)\right]_i}{\left[U^T(F\theta - t)\right]_i}",
            r"1 - 2\eta\sigma_i^2",
        ),
    )


@problem.part("c", measured=(measure.single_feature_spread, measure.kernel_spread), where=SEEDS)
def many_seeds():
    r"""With another seed every single feature changes. Do the principal features change more or less than a single one,
    when there are many hidden units? And how do they change in training? Take the elbow features of one hidden layer
    of $m \ge 1$ units at a point $x$, with He weights $w_i \sim \mathcal{N}(0, 2)$ and Xavier biases
    $b_i \sim \mathcal{N}(0, 1)$."""
    yield r"""What goes into a unit is a sum of Gaussians, and so a Gaussian $g_i \sim \mathcal{N}(0, 2x^2 + 1)$, of
        variance $\operatorname{Var}(w_i x + b_i) = 2x^2 + 1$. The feature is $\operatorname{ReLU}(g_i)$."""
    yield r"""A single feature is as random as ever, however many units there are:
        $$\mathbb{E}[\operatorname{ReLU}(g_i)] = \sqrt{\frac{2x^2 + 1}{2\pi}}, \qquad
        \frac{\operatorname{Var}(\operatorname{ReLU}(g_i))}{\mathbb{E}[\operatorname{ReLU}(g_i)]^2} = \pi - 1.$$"""
    yield r"""Principal features depend on the kernel alone, by part (b). With these features that is $m$ times a mean
        over the units: let $k = \frac{1}{m}\sum_{i=1}^m \operatorname{ReLU}(g_i)^2$. (Between
        two points it is a mean, too. The inner weights and biases have features with an outer weight as a factor, and
        their share of the kernel does not grow with $m$.) From
        $\mathbb{E}[\operatorname{ReLU}(g_i)^2] = \frac{2x^2 + 1}{2}$ and
        $\mathbb{E}[\operatorname{ReLU}(g_i)^4] = \frac{3(2x^2 + 1)^2}{2}$,
        $$\mathbb{E}[k] = \frac{2x^2 + 1}{2}, \qquad \operatorname{Var}(k) = \frac{5(2x^2 + 1)^2}{4m}, \qquad
        \frac{\operatorname{Var}(k)}{\mathbb{E}[k]^2} = \frac{5}{m}.$$"""
    yield r"""With a hundred units that is $\frac{\pi - 1}{5 / 100} > 42$ times less than of a single feature."""
    return (
        Expectation(
            r"\frac{\operatorname{Var}(\operatorname{ReLU}(g_i))}{\mathbb{E}[\operatorname{ReLU}(g_i)]^2}", r"\pi - 1"
        ),
        Qualitative(
            r"""Less, and the less the more units there are. A single feature is another one with every seed; the
            kernel, on which alone the principal features depend, settles, with a relative variance as below. The
            figures show the same of the leading principal features, and of training, which hardly moves them when
            there are many units.""",
            Expectation(r"\frac{\operatorname{Var}(k)}{\mathbb{E}[k]^2}", r"\frac{5}{m}"),
        ),
    )


@problem.part(
    "d",
    measured=(
        measure.second_weight_features,
        measure.second_bias_features,
        measure.first_weight_features,
        measure.first_bias_features,
    ),
    where=TWO_LAYERS,
    models={"N": measure.two_layers},
)
def two_hidden_layers():
    r"""A second hidden layer takes $h = \operatorname{ReLU}(xw + b)$ to $\operatorname{ReLU}(z)$ with $z = Wh + a$, and
    the output is $y = v^T \operatorname{ReLU}(z) + c$. Find the features $\nabla_W y$ and $\nabla_w y$, and those of
    the biases, where $w_i x + b_i \ne 0$ and $z_i \ne 0$ for every unit $i$. Plot them, the principal features and the
    singular values, from He weights and Xavier biases."""
    yield r"""Let $\delta = v \circ \mathbf{1}[z > 0]$. Seen from the second layer nothing is new:
        $$\nabla_a y = \delta, \qquad \nabla_W y = \delta h^T.$$"""
    yield r"""The first layer is seen through the weights of the second and its own kinks: let
        $\epsilon = (W^T \delta) \circ \mathbf{1}[xw + b > 0]$, and
        $$\nabla_b y = \epsilon, \qquad \nabla_w y = x \epsilon.$$"""
    yield r"""The feature of a weight between the layers is that of a bias times an elbow, so in the kernel the two
        part:
        $$\operatorname{tr}((\nabla_W y)^T \nabla_W y) = \|\delta\|^2 \|h\|^2.$$"""
    return (
        Formula(r"\nabla_W y", r"\left(v \circ \mathbf{1}[z > 0]\right) h^T"),
        Formula(r"\nabla_a y", r"v \circ \mathbf{1}[z > 0]"),
        Formula(
            r"\nabla_w y",
            r"x \left(\left(W^T \left(v \circ \mathbf{1}[z > 0]\right)\right) \circ \mathbf{1}[xw + b > 0]\right)",
        ),
        Formula(
            r"\nabla_b y",
            r"\left(W^T \left(v \circ \mathbf{1}[z > 0]\right)\right) \circ \mathbf{1}[xw + b > 0]",
        ),
    )


@problem.part("e", measured=(measure.sensitivity_below, measure.growth), where=DEPTH, models={"N": measure.layer})
def deeper():
    r"""Let there be any number of hidden layers, and take one with inputs $h$, weights $W$ and biases $b$. What follows
    it is linear near its present outputs, with some slopes $p$, so that $y = p^T \operatorname{ReLU}(Wh + b) + c$. Away
    from the kinks, $\left[Wh + b\right]_i \ne 0$, find $\nabla_h y$, and with it the features of every layer. And what
    does one see in deeper networks, where layer after layer of $m$ units takes inputs of some squared norm $q > 0$?"""
    yield r"""Each layer hands to the one below, as its $p$, what its own kinks let through:
        $$\nabla_h y = W^T \left(p \circ \mathbf{1}[Wh + b > 0]\right).$$"""
    yield r"""On the way the features of its own parameters come off,
        $$\nabla_b y = p \circ \mathbf{1}[Wh + b > 0], \qquad \nabla_W y = (\nabla_b y) h^T.$$
        It takes one sweep from the output, where $p$ are the outer weights, to the first layer, where $h$ is $x$."""
    yield r"""At a new seed, with He weights and without biases, what goes into the units of a layer is independent,
        $g_j \sim \mathcal{N}(0, \frac{2q}{m})$. On the mean the squared norm stays what it is,
        $\mathbb{E}\left[\sum_{j=1}^m \operatorname{ReLU}(g_j)^2\right] = q$, but its spread grows with every layer:
        $$\frac{\mathbb{E}\left[\left(\sum_{j=1}^m \operatorname{ReLU}(g_j)^2\right)^2\right]}{q^2}
        = 1 + \frac{5}{m}.$$"""
    yield r"""The weights of every layer are new, so after $t$ layers this is $\left(1 + \frac{5}{m}\right)^t$. What
        counts is the depth in proportion to the width, $\left(1 + \frac{5}{m}\right)^t \le e^{5 t / m}$."""
    return (
        Formula(r"\nabla_h y", r"W^T \left(p \circ \mathbf{1}[Wh + b > 0]\right)"),
        Qualitative(
            r"""Each layer bends what the one below has bent: the features have more and more kinks and jumps, the small
            singular values fall off more slowly, and everything depends more on the seed. Of the last, the core is
            this: the squared norm of what a layer hands on is a share of the kernel, and relative to its squared mean
            its mean square grows by a factor from layer to layer.""",
            Rate(
                r"\frac{\mathbb{E}\left[\left(\sum_{j=1}^m \operatorname{ReLU}(g_j)^2\right)^2\right]}{q^2}",
                r"1 + \frac{5}{m}",
            ),
        ),
    )


@problem.part("f", measured=measure.kernel_speed, where=ONE_STEP, models={"N": measure.network})
def in_training():
    r"""Beyond the sheet: why do principal features change less than single ones in training, too? Let
    $y = v^T \operatorname{ReLU}(xw + b) + c$ be the output of one hidden layer, with $w_i x + b_i \ne 0$, and $r$ the
    residual at a training point $x$. Gradient descent on its square moves $w$ and $b$ at the speeds $-2r \nabla_w y$
    and $-2r \nabla_b y$. How fast does it change the sum $k = \|\operatorname{ReLU}(xw + b)\|^2$ of the squared elbow
    features, that is what by the chain rule is $-2r \left((\nabla_w k)^T \nabla_w y + (\nabla_b k)^T \nabla_b
    y\right)$?"""
    yield r"""A single elbow feature moves at a speed with a factor $v_i$, which is of the order $\frac{1}{\sqrt{m}}$:
        $$x (-2r \nabla_w y) + (-2r \nabla_b y) = -2r (1 + x^2) \left(v \circ \mathbf{1}[xw + b > 0]\right).$$"""
    yield r"""In the sum the signs of the $v_i$ cancel, and only the output is left:
        $$-2r \left((\nabla_w k)^T \nabla_w y + (\nabla_b k)^T \nabla_b y\right) = -4r (1 + x^2)(y - c).$$"""
    return Qualitative(
        r"""Because the moves cancel: while a single feature moves by a part of the order $\frac{1}{\sqrt{m}}$ of
        itself, the sum of $m$ squares moves by a part of the order $\frac{1}{m}$ only.""",
        Rate(
            r"-2r \left((\nabla_w k)^T \nabla_w y + (\nabla_b k)^T \nabla_b y\right)",
            r"-4r (1 + x^2)(y - c)",
        ),
    )


@problem.part("g", measured=measure.turn_is_bounded, where=TWO_KERNELS)
def how_far_it_turns():
    r"""Beyond the sheet: how far does the leading principal feature turn from one kernel $K$ to another kernel $L$? On
    $n \ge 2$ training points it points along a leading unit vector, $u$ with $u^T u = 1$ for $K$ and $z$ with
    $z^T z = 1$ for $L$. Other directions lie lower, in $K$ by a gap $\gamma > 0$ at least:
    $K = \mu I + \gamma u u^T - (I - u u^T) A^T A (I - u u^T)$ and
    $L = \lambda I - (I - z z^T) B^T B (I - z z^T)$, with any matrices $A$ and $B$. Is
    $\gamma\left(1 - (u^T z)^2\right) \le z^T(L - K)z - u^T(L - K)u$ always?"""
    yield r"""Indeed $K u = (\mu + \gamma) u$ and $L z = \lambda z$, and all else that is in $K$ and $L$ ends up in
        squares:
        $$z^T(L - K)z - u^T(L - K)u
        = \gamma\left(1 - (u^T z)^2\right) + \|A (I - u u^T) z\|^2 + \|B (I - z z^T) u\|^2.$$"""
    yield r"""So $$\gamma\left(1 - (u^T z)^2\right) \le z^T(L - K)z - u^T(L - K)u.$$
        The squared sine of the angle is at most what has changed, over the gap; where the kernel settles, so does its
        leading principal feature."""
    return Verdict(r"\gamma\left(1 - (u^T z)^2\right) \le z^T(L - K)z - u^T(L - K)u", "yes")
