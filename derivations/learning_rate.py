r"""Why learning rates cannot be too big.

To bring $\sigma w$ to a target $y$, where $\sigma > 0$ and $y \ne 0$, gradient descent minimises the squared loss
$L(w) = (y - \sigma w)^2$: it starts from $w_0 = 0$ and goes on by $w_{t+1} = w_t - \eta L'(w_t)$.
"""


from answerkey.answers import Count, Region
from answerkey.problem import Problem
from numeric_checks import learning_rate as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[
        r"\sigma > 0",
        r"y \ne 0",
        r"w \in \mathbb{R}",
        r"w_{t+1} = w_t - \eta L'(w_t)",
        r"w_0 = 0",
    ],
)
PAIR = [r"\sigma_\ell > \sigma_s > 0"]


@problem.part("a", measured=measure.converges)
def stable_rates():
    r"""For which learning rates $\eta$ does $w_t$ converge to the solution $\frac{y}{\sigma}$?"""
    yield r"The loss has slope $L'(w) = -2\sigma(y - \sigma w)$, so a step is $w_{t+1} = (1 - 2\eta\sigma^2) w_t + 2\eta\sigma y$."
    yield r"""Measured from the solution, a step multiplies the error by a constant,
        $$w_{t+1} - \frac{y}{\sigma} = (1 - 2\eta\sigma^2)\left(w_t - \frac{y}{\sigma}\right),$$"""
    yield r"and from $w_0 = 0$ this gives $$w_t = \frac{y}{\sigma}\left(1 - (1 - 2\eta\sigma^2)^t\right).$$"
    yield r"""As $y \ne 0$, the error dies out exactly when its factor lies inside the unit circle:
        $$w_t \to \frac{y}{\sigma} \iff |1 - 2\eta\sigma^2| < 1 \iff 0 < \eta < \frac{1}{\sigma^2}.$$"""
    return Region(r"\eta", r"w_t \to \frac{y}{\sigma}", r"0 < \eta < \frac{1}{\sigma^2}")


@problem.part(
    "b",
    measured=measure.iterations,
    where=[r"0 < \eta < \frac{1}{\sigma^2}", r"\eta \ne \frac{1}{2\sigma^2}", r"0 < \epsilon < 1"],
)
def iterations():
    r"""Within the stable range, how many steps bring $w_t$ within a factor $1 - \epsilon$ of the solution, so that
    $|w_t - \frac{y}{\sigma}|$ is at most $\epsilon |\frac{y}{\sigma}|$?  Take $0 < \epsilon < 1$ and
    $\eta \ne \frac{1}{2\sigma^2}$."""
    yield r"The iterates are $w_t = \frac{y}{\sigma}\left(1 - (1 - 2\eta\sigma^2)^t\right)$, so the relative error is a power:"
    yield r"$$\frac{|w_t - \frac{y}{\sigma}|}{|\frac{y}{\sigma}|} = |1 - 2\eta\sigma^2|^t.$$"
    yield r"""The logarithm of the factor is negative, $\log|1 - 2\eta\sigma^2| < 0$, and dividing by it turns the inequality round:
        $$|w_t - \frac{y}{\sigma}| \le \epsilon |\frac{y}{\sigma}| \iff |1 - 2\eta\sigma^2|^t \le \epsilon
        \iff t \ge \frac{\log \epsilon}{\log |1 - 2\eta\sigma^2|}.$$"""
    yield r"""The error changes sign from step to step exactly when the factor is negative,
        $1 - 2\eta\sigma^2 < 0 \iff \eta > \frac{1}{2\sigma^2}$, which is why its absolute value counts."""
    yield r"""In the excluded case the logarithm of zero would appear, and the first step lands on the solution:
        $\eta = \frac{1}{2\sigma^2} \implies w_0 - \eta L'(w_0) = \frac{y}{\sigma}$."""
    return Count("t", r"|w_t - \frac{y}{\sigma}| \le \epsilon |\frac{y}{\sigma}|", r"\frac{\log \epsilon}{\log |1 - 2\eta\sigma^2|}")
