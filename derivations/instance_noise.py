r"""Regularization and instance noise.

A least-squares problem with data $X$ (one point a row, $m$ of them) and labels $y$ is trained on noisy copies of
its data: each use adds fresh noise $N$ to $X$, whose entries are independent Gaussians of mean $0$ and variance
$\sigma^2$, with $\sigma > 0$.
"""

from answerkey.answers import Formula, Limit, Region, Value
from answerkey.problem import Problem
from numeric_checks import instance_noise as measure

DATA_POINTS = [  # as columns, or as rows
    rf"{matrix} = \begin{{bmatrix}} {row}_1{turned} \\ {row}_2{turned} \\ \vdots \\ {row}_m{turned} \end{{bmatrix}}"
    for turned, rows in [
        ("^T", [("X", "x"), ("N", "N"), (r"\tilde{X}", r"\tilde{X}"), (r"\tilde{X}", r"\tilde{x}")]),
        ("", [("X", "X"), (r"\hat{X}", r"\hat{X}")]),
    ]
    for matrix, row in rows
]
problem = Problem(
    __doc__,
    where=[
        r"X, N \in \mathbb{R}^{m \times n}",
        r"N_{ij} \sim \mathcal{N}(0, \sigma^2)",
        r"y \in \mathbb{R}^m",
        r"w \in \mathbb{R}^n",
        r"\sigma > 0",
    ],
    notation=[r"\tilde{X} = X + N", r"\hat{X} = X + N", *DATA_POINTS],
)
ONE_POINT = [
    r"x \ne 0",
    r"y \in \mathbb{R}",
    r"y \ne 0",
    r"N_t \sim \mathcal{N}(0, \sigma^2)",
    r"w \in \mathbb{R}",
    r"w_{t+1} = w_t - \eta \ell'(w_t, N_t)",
    r"w_0 = 0",
]
NOISY_POINT = [
    *(rf"{accent}{{X}}_t = x + N_t" for accent in (r"\tilde", r"\hat")),
    *(rf"{accent}{{X}} = x + N_t" for accent in (r"\tilde", r"\hat", r"\check")),
    *(rf"{loss}(w) = \frac{{1}}{{2}}(\tilde{{X}} w - y)^2" for loss in (r"\mathcal{L}", "L")),
]
SAMPLE_LOSS = {"ell": lambda w, N, x, y: measure.sample_loss(w, x, N, y)}


@problem.part("a", measured=measure.penalty, where=[r"\lambda \in \mathbb{R}", r"w \ne \mathbf{0}"])
def penalty():
    r"""Show that the expected loss $\mathbb{E}[\|(X + N)w - y\|^2]$, divided by $m$, is a ridge regression
    objective $\frac{1}{m}\|Xw - y\|^2 + \lambda\|w\|^2$, and find $\lambda$ (by any $w \ne \mathbf{0}$)."""
    yield r"""The noise enters the residuals as $Nw$, which has mean zero and is uncorrelated with the rest:
        $\mathbb{E}[(Xw - y)^T N w] = 0$."""
    yield r"""Its own square has the expectation
        $\mathbb{E}[\|Nw\|^2] = w^T\,\mathbb{E}[N^T N]\,w = m\sigma^2\|w\|^2$, one $\sigma^2\|w\|^2$ a row."""
    yield r"Expanding the square, $$\mathbb{E}[\|(X + N)w - y\|^2] = \|Xw - y\|^2 + m\sigma^2\|w\|^2,$$"
    yield r"""so let $\lambda = \sigma^2$, and
        $$\frac{1}{m}\,\mathbb{E}[\|(X + N)w - y\|^2] = \frac{1}{m}\|Xw - y\|^2 + \lambda\|w\|^2.$$"""
    return Value(
        {r"\lambda": r"\sigma^2"},
        r"\frac{1}{m}\,\mathbb{E}[\|(X + N)w - y\|^2] = \frac{1}{m}\|Xw - y\|^2 + \lambda\|w\|^2",
    )


@problem.part("b", measured=measure.mean_after, where=ONE_POINT, models=SAMPLE_LOSS, notation=NOISY_POINT)
def mean_recurrence():
    r"""From now on there is a single number $x \ne 0$ with label $y \ne 0$. Step $t$ of gradient descent from
    $w_0 = 0$ uses the loss $\ell(w, N_t) = \frac{1}{2}\left((x + N_t)w - y\right)^2$ with fresh noise $N_t$ of mean
    $0$ and variance $\sigma^2$. Express $\mathbb{E}[w_{t+1}]$ by $\mathbb{E}[w_t]$."""
    yield r"The loss has slope $\ell'(w, N_t) = (x + N_t)\left((x + N_t)w - y\right)$, so a step is"
    yield r"$$w_{t+1} = \left(1 - \eta(x + N_t)^2\right)w_t + \eta y(x + N_t).$$"
    yield r"""The noise of this step is independent of $w_t$, and $\mathbb{E}[(x + N_t)^2] = x^2 + \sigma^2$, so
        that
        $$\mathbb{E}[w_{t+1}] = \left(1 - \eta(x^2 + \sigma^2)\right)\mathbb{E}[w_t] + \eta x y.$$"""
    return Formula(r"\mathbb{E}[w_{t+1}]", r"\left(1 - \eta(x^2 + \sigma^2)\right)\mathbb{E}[w_t] + \eta x y")


@problem.part("c", measured=measure.mean_converges, where=ONE_POINT, models=SAMPLE_LOSS, notation=NOISY_POINT)
def mean_rates():
    r"""For which $\eta$ does $\mathbb{E}[w_t]$ converge?"""
    yield r"""From $w_0 = 0$ the recurrence of part (b) has the solution
        $$\mathbb{E}[w_t] = \frac{xy}{x^2 + \sigma^2}\left(1 - \left(1 - \eta(x^2 + \sigma^2)\right)^t\right),$$"""
    yield r"""which converges exactly when
        $$\mathbb{E}[w_t] \to \frac{xy}{x^2 + \sigma^2} \iff |1 - \eta(x^2 + \sigma^2)| < 1
        \iff 0 < \eta < \frac{2}{x^2 + \sigma^2}.$$"""
    return Region(r"\eta", r"\mathbb{E}[w_t] \to \frac{xy}{x^2 + \sigma^2}", r"0 < \eta < \frac{2}{x^2 + \sigma^2}")


@problem.part(
    "d",
    measured=measure.mean_limit,
    where=[*ONE_POINT, r"0 < \eta < \frac{2}{x^2 + \sigma^2}"],
    models=SAMPLE_LOSS,
    notation=NOISY_POINT,
)
def mean_limit():
    r"""Within that range, $0 < \eta < \frac{2}{x^2 + \sigma^2}$, what does $\mathbb{E}[w_t]$ converge to, and how
    does it differ from the solution
    $\frac{y}{x}$ without noise?"""
    yield r"""By part (c),
        $\mathbb{E}[w_t] = \frac{xy}{x^2 + \sigma^2}\left(1 - \left(1 - \eta(x^2 + \sigma^2)\right)^t\right)$ with a
        factor of size $|1 - \eta(x^2 + \sigma^2)| < 1$, so"""
    yield r"$$\mathbb{E}[w_t] \to \frac{xy}{x^2 + \sigma^2}.$$"
    yield r"""This is the solution without noise, shrunk by a factor below one:
        $$\frac{xy}{x^2 + \sigma^2}
        = \frac{y}{x} \cdot \frac{1}{1 + \frac{\sigma^2}{x^2}}, \qquad 0 < \frac{1}{1 + \frac{\sigma^2}{x^2}} < 1.$$"""
    return Limit(r"\mathbb{E}[w_t]", r"\frac{xy}{x^2 + \sigma^2}")


@problem.part(
    "e",
    measured=measure.mean_square_converges,
    where=[*ONE_POINT, r"d_{t+1} = \left(1 - \eta(x + N_t)^2\right) d_t", r"d_0 \ne 0"],
    models=SAMPLE_LOSS,
    notation=NOISY_POINT,
)
def mean_square_rates():
    r"""Beyond the sheet: the mean can converge while the mean square does not. Let two runs use the same noise from
    different starts, so that their difference $d_t$ has $d_0 \ne 0$. For which $\eta$ does it die out in the mean
    square?"""
    yield r"""If $w_t - d_t$ is the other run, it takes the same step:
        $w_{t+1} - d_{t+1} = \left(1 - \eta(x + N_t)^2\right)(w_t - d_t) + \eta y(x + N_t)$."""
    yield r"""By the moments of a Gaussian, $\mathbb{E}[(x + N_t)^4] = x^4 + 6x^2\sigma^2 + 3\sigma^4$, so a step
        multiplies the mean square by a constant,
        $$\mathbb{E}[d_{t+1}^2]
        = \left(1 - 2\eta(x^2 + \sigma^2) + \eta^2(x^4 + 6x^2\sigma^2 + 3\sigma^4)\right)\mathbb{E}[d_t^2],$$"""
    yield r"""and
        $$\mathbb{E}[d_t^2]
        = \left(1 - 2\eta(x^2 + \sigma^2) + \eta^2(x^4 + 6x^2\sigma^2 + 3\sigma^4)\right)^t d_0^2.$$"""
    yield r"""This dies out exactly when the constant is below one:
        $$\mathbb{E}[d_t^2] \to 0 \iff 1 - 2\eta(x^2 + \sigma^2) + \eta^2(x^4 + 6x^2\sigma^2 + 3\sigma^4) < 1
        \iff 0 < \eta < \frac{2(x^2 + \sigma^2)}{x^4 + 6x^2\sigma^2 + 3\sigma^4}.$$"""
    yield r"""The condition is stricter than that of part (c),
        $\frac{2(x^2 + \sigma^2)}{x^4 + 6x^2\sigma^2 + 3\sigma^4} < \frac{2}{x^2 + \sigma^2}$: in between, the mean
        settles and the spread grows."""
    return Region(
        r"\eta", r"\mathbb{E}[d_t^2] \to 0", r"0 < \eta < \frac{2(x^2 + \sigma^2)}{x^4 + 6x^2\sigma^2 + 3\sigma^4}"
    )
