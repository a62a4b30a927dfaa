r"""Backpropagation.

A network adds to its input $x$ what a hidden layer makes of it: $z = W_1 x + b_1$, $h = \sigma(z)$ and
$y = x + W_2 h + b_2$, where $x$ and $y$ have $N$ units, $z$ and $h$ have $K$, and the sigmoid $\sigma$ acts entry by
entry. The loss $\mathcal{L} = \mathcal{S} + \mathcal{R}$ involves both $y$ and $h$, by
$\mathcal{S} = \frac{1}{2}\|y - s\|^2$ and $\mathcal{R} = r^T h$ with given vectors $r$ and $s$. Derivatives of a number
along a vector are columns.
"""

from answerkey.answers import Formula, Qualitative
from answerkey.problem import Problem
from numeric_checks import backpropagation as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[
        r"x, s \in \mathbb{R}^N",
        r"b_1, r, q \in \mathbb{R}^K",
        r"b_2 \in \mathbb{R}^N",
        r"W_1 \in \mathbb{R}^{K \times N}",
        r"W_2 \in \mathbb{R}^{N \times K}",
        r"\sigma(q) = \operatorname{sigmoid}(q)",
        r"z = W_1 x + b_1",
        r"h = \sigma(z)",
        r"y = x + W_2 h + b_2",
        r"\mathcal{S} = \frac{1}{2}\|y - s\|^2",
        r"\mathcal{R} = r^T h",
        r"\mathcal{L} = \mathcal{S} + \mathcal{R}",
    ],
    notation=[r"W^{(1)} = W_1", r"W^{(2)} = W_2", r"b^{(1)} = b_1", r"b^{(2)} = b_2"],
)


@problem.part(
    "1",
    measured=(measure.sum_over_paths, *map(measure.slope_through, measure.paths())),
    where=[
        r"u, v, w \in \mathbb{R}^N",
        r"P(u, v, w) = \frac{1}{2}\|u + W_2 \sigma(W_1 w + b_1) + b_2 - s\|^2 + r^T \sigma(W_1 v + b_1)",
    ],
)
def computation_graph():
    r"""Draw the computation graph relating $x$, $z$, $h$, $y$, $\mathcal{R}$, $\mathcal{S}$ and $\mathcal{L}$."""
    yield r"""Each node is computed from those whose arrows point at it, and together they are the loss as the program
        computes it: $L(x) = \mathcal{L}$."""
    yield r"""Arrows part at $x$ and at $h$, so that three paths lead from $x$ to $\mathcal{L}$. To tell them apart, let
        each have an input of its own: $u$ takes the residual connection, $v$ goes to $\mathcal{R}$, and $w$ through all
        of the network to $\mathcal{S}$. With
        $$P(u, v, w) = \frac{1}{2}\|u + W_2 \sigma(W_1 w + b_1) + b_2 - s\|^2 + r^T \sigma(W_1 v + b_1),$$
        the loss is $P(x, x, x) = \mathcal{L}$."""
    yield r"With the others held fixed, what comes along the first is $\nabla_u P(u, x, x)|_{u = x} = y - s$,"
    yield r"along the second $\nabla_v P(x, v, x)|_{v = x} = W_1^T (\sigma'(z) \circ r)$, and along the third"
    yield r"$$\nabla_w P(x, x, w)|_{w = x} = W_1^T \left(\sigma'(z) \circ W_2^T(y - s)\right).$$"
    yield r"""By the chain rule the derivative is the sum over the paths:
        $$\frac{\partial \mathcal{L}}{\partial x} = \nabla_u P(u, x, x)|_{u = x} + \nabla_v P(x, v, x)|_{v = x}
        + \nabla_w P(x, x, w)|_{w = x}.$$"""
    return (
        Qualitative(
            r"""As the figure shows, the input feeds $z$ and, by the residual connection, $y$; $z$ feeds $h$; $h$ feeds
            $y$ and $\mathcal{R}$; $y$ feeds $\mathcal{S}$; and $\mathcal{S}$ and $\mathcal{R}$ feed $\mathcal{L}$. The
            derivative is the sum of what comes along each path from $x$ to $\mathcal{L}$.""",
            Formula(
                r"\frac{\partial \mathcal{L}}{\partial x}",
                r"\nabla_u P(u, x, x)|_{u = x} + \nabla_v P(x, v, x)|_{v = x} + \nabla_w P(x, x, w)|_{w = x}",
            ),
        ),
        Formula(r"\nabla_u P(u, x, x)|_{u = x}", "y - s"),
        Formula(r"\nabla_v P(x, v, x)|_{v = x}", r"W_1^T (\sigma'(z) \circ r)"),
        Formula(r"\nabla_w P(x, x, w)|_{w = x}", r"W_1^T \left(\sigma'(z) \circ W_2^T(y - s)\right)"),
    )


@problem.part("2", measured=tuple(map(measure.slope_along, "yhzx")))
def backward_pass():
    r"""Derive the backpropagation equations for $\frac{\partial \mathcal{L}}{\partial x}$. They may use $\sigma'(z)$
    as it stands."""
    yield r"""From the end to the beginning, a node gathers what its children send back, each multiplied by the
        derivative of the child along the node. The two terms of the loss are added, so
        $\frac{\partial \mathcal{L}}{\partial \mathcal{S}} = \frac{\partial \mathcal{L}}{\partial \mathcal{R}} = 1$."""
    yield r"""The output has one child, $\mathcal{S}$:
        $$\frac{\partial \mathcal{L}}{\partial y}
        = \frac{\partial \mathcal{L}}{\partial \mathcal{S}}(y - s) = y - s.$$"""
    yield r"""The hidden units have two, $y$ and $\mathcal{R}$:
        $$\frac{\partial \mathcal{L}}{\partial h}
        = W_2^T \frac{\partial \mathcal{L}}{\partial y} + \frac{\partial \mathcal{L}}{\partial \mathcal{R}} r
        = W_2^T (y - s) + r.$$"""
    yield r"""Since $\sigma$ acts entry by entry, its Jacobian is diagonal, and
        $$\frac{\partial \mathcal{L}}{\partial z} = \sigma'(z) \circ \frac{\partial \mathcal{L}}{\partial h}
        = \sigma'(z) \circ (W_2^T (y - s) + r),$$"""
    yield r"where $\sigma'(z) = h \circ (\mathbf{1} - h)$ needs nothing that the forward pass has not computed."
    yield r"""The input has two children, $y$ and $z$:
        $$\frac{\partial \mathcal{L}}{\partial x}
        = \frac{\partial \mathcal{L}}{\partial y} + W_1^T \frac{\partial \mathcal{L}}{\partial z}
        = y - s + W_1^T (\sigma'(z) \circ (W_2^T (y - s) + r)).$$"""
    return (
        Formula(r"\frac{\partial \mathcal{L}}{\partial y}", "y - s"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial h}", "W_2^T (y - s) + r"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial z}", r"\sigma'(z) \circ (W_2^T (y - s) + r)"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial x}", r"y - s + W_1^T (\sigma'(z) \circ (W_2^T (y - s) + r))"),
    )


@problem.part("3", measured=(measure.output_jacobian, *map(measure.slope_along, ("W_2", "b_2", "W_1", "b_1"))))
def residual_and_parameters():
    r"""Beyond the sheet: what does the residual connection do to the gradient, and what are the derivatives along the
    weights and biases, by which the network is trained?"""
    yield r"""The residual connection adds the identity to the Jacobian of the output,
        $$\frac{\partial y}{\partial x} = I + W_2 \operatorname{diag}(\sigma'(z)) W_1,$$"""
    yield r"""so that the error $y - s$ reaches the input as it is, whatever small weights and slopes leave of the rest:
        $$\frac{\partial \mathcal{S}}{\partial x} = \left(\frac{\partial y}{\partial x}\right)^T (y - s)
        = y - s + W_1^T (\sigma'(z) \circ W_2^T (y - s)).$$"""
    yield r"""A parameter is one more parent of its node. A bias gets what the node gets,
        $\frac{\partial \mathcal{L}}{\partial b_2} = \frac{\partial \mathcal{L}}{\partial y} = y - s$ and
        $$\frac{\partial \mathcal{L}}{\partial b_1} = \frac{\partial \mathcal{L}}{\partial z}
        = \sigma'(z) \circ (W_2^T (y - s) + r);$$"""
    yield r"""a weight gets that times what it multiplies, in a matrix of rank one:
        $\frac{\partial \mathcal{L}}{\partial W_2} = \frac{\partial \mathcal{L}}{\partial y} h^T = (y - s) h^T$ and
        $$\frac{\partial \mathcal{L}}{\partial W_1} = \frac{\partial \mathcal{L}}{\partial z} x^T
        = (\sigma'(z) \circ (W_2^T (y - s) + r)) x^T.$$"""
    return (
        Formula(r"\frac{\partial y}{\partial x}", r"I + W_2 \operatorname{diag}(\sigma'(z)) W_1"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial W_2}", r"(y - s) h^T"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial b_2}", "y - s"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial W_1}", r"(\sigma'(z) \circ (W_2^T (y - s) + r)) x^T"),
        Formula(r"\frac{\partial \mathcal{L}}{\partial b_1}", r"\sigma'(z) \circ (W_2^T (y - s) + r)"),
    )
