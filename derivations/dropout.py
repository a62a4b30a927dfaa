r"""Dropout.

In training a dropout layer sets each of its $n$ activations $h$ to zero with probability $p$, where $0 < p < 1$: it
passes on $m \circ h$ with a mask $m$ of independent zeros and ones, $m_i \sim \operatorname{Bernoulli}(1 - p)$. A unit
behind the layer gets $w^T (m \circ h) + b$. In tests nothing is dropped, and the weights are multiplied by $1 - p$.
"""

from answerkey.answers import Expectation, Formula, Qualitative, Region, Verdict
from answerkey.problem import Problem
from numeric_checks import dropout as measure

problem = Problem(
    __doc__,
    where=[
        r"w, h, m \in \mathbb{R}^n",
        r"i \in \{1, \dots, n\}",
        r"b \in \mathbb{R}",
        r"0 < p < 1",
        r"m_i \sim \operatorname{Bernoulli}(1 - p)",
        r"\mu \sim \operatorname{Bernoulli}(1 - p)",
        r"c > 0",
    ],
)


@problem.part(
    "",
    measured=(
        measure.mean_in_training,
        measure.variance_in_training,
        measure.rectified_mean_is_no_less,
        measure.rectified_mean_is_the_same,
        measure.rectified_mean_is_the_same,
    ),
)
def dropout():
    r"""Explain why the multiplication by $1 - p$ is necessary for the network to make meaningful predictions.

    Beyond the sheet: what does it not do? Compare a rectified unit in training and in tests, first in general, and then
    with a single input $c > 0$, the product of weight and activation, which is kept or dropped by
    $\mu \sim \operatorname{Bernoulli}(1 - p)$."""
    yield r"""An entry of the mask has the mean $1 - p$, so that the layer passes on
        $\mathbb{E}[m \circ h] = (1 - p) h$ in the mean, and the unit gets
        $$\mathbb{E}[w^T (m \circ h) + b] = (1 - p) w^T h + b,$$"""
    yield r"""which is what it gets in tests, $((1 - p) w)^T h + b = \mathbb{E}[w^T (m \circ h) + b]$. The weights and
        the layers above were fitted to inputs of that size. Without the factor the part of the activations would be
        larger, $w^T h = \frac{1}{1 - p}\,\mathbb{E}[w^T (m \circ h)]$: twice as large if one half is dropped."""
    yield r"""Dividing by $1 - p$ in training instead does the same, with nothing left to do in tests:
        $\mathbb{E}\left[\frac{1}{1 - p} w^T (m \circ h) + b\right] = w^T h + b$."""
    yield r"""Only the mean is restored. The masks add noise that tests do not have,
        $$\operatorname{Var}(w^T (m \circ h) + b) = p(1 - p) \sum_{i=1}^n w_i^2 h_i^2.$$"""
    yield r"""Nor is the mean restored behind a nonlinearity. A convex one such as the ReLU gives no less in training,
        in the mean, than in tests (Jensen's inequality):
        $$\mathbb{E}[\operatorname{ReLU}(w^T (m \circ h) + b)] \ge \operatorname{ReLU}((1 - p) w^T h + b).$$"""
    yield r"""With a single input the mean is
        $\mathbb{E}[\operatorname{ReLU}(\mu c + b)] = (1 - p)\operatorname{ReLU}(c + b) + p\operatorname{ReLU}(b)$.
        It is that of tests exactly if the kink is not between $b$ and $b + c$, so that the unit is affine on all that
        it meets:
        $$\mathbb{E}[\operatorname{ReLU}(\mu c + b)] = \operatorname{ReLU}((1 - p) c + b)
        \iff b \le -c \text{ or } b \ge 0.$$"""
    return (
        Qualitative(
            r"""A unit is fitted to what reaches it in training, and in the mean only the share $1 - p$ of what its
            inputs send does. In tests all of it would; multiplied by $1 - p$, the weights give what the unit got in
            training in the mean:""",
            Expectation(r"\mathbb{E}[w^T (m \circ h) + b]", r"(1 - p) w^T h + b"),
        ),
        Formula(r"\operatorname{Var}(w^T (m \circ h) + b)", r"p(1 - p) \sum_{i=1}^n w_i^2 h_i^2"),
        Verdict(
            r"\mathbb{E}[\operatorname{ReLU}(w^T (m \circ h) + b)] \ge \operatorname{ReLU}((1 - p) w^T h + b)", "yes"
        ),
        Verdict(
            r"\mathbb{E}[\operatorname{ReLU}(\mu c + b)] = \operatorname{ReLU}((1 - p) c + b)",
            "no",
            {"p": r"\frac{1}{2}", "c": "2", "b": "-1"},
        ),
        Region(
            "b",
            r"\mathbb{E}[\operatorname{ReLU}(\mu c + b)] = \operatorname{ReLU}((1 - p) c + b)",
            r"b \le -c \text{ or } b \ge 0",
        ),
    )
