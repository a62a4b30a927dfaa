r"""An alternate MAP interpretation of ridge regression.

Ridge regression minimises $L(w) = \|Xw - y\|^2 + \lambda\|w\|^2$ with $\lambda > 0$. Think of the parameters as a
random vector $W \sim \mathcal{N}(0, I)$ and of the targets as $Y = XW + \sqrt{\lambda} N$ with independent noise
$N \sim \mathcal{N}(0, I)$, while $X$ is fixed. A Gaussian density is highest at its mean, and for jointly Gaussian
vectors of mean zero the conditional mean is the cross-covariance, times the inverse covariance of what was seen,
times what was seen.
"""

from answerkey.answers import Expectation
from answerkey.problem import Problem
from numeric_checks import ridge_map as measure

problem = Problem(
    __doc__,
    models={"L": measure.ridge_loss},
    where=[
        r"X \in \mathbb{R}^{n \times d}",
        r"y \in \mathbb{R}^n",
        r"w \in \mathbb{R}^d",
        r"\lambda > 0",
        r"W \in \mathbb{R}^d",
        r"W \sim \mathcal{N}(0, I)",
        r"N \in \mathbb{R}^n",
        r"N \sim \mathcal{N}(0, I)",
        r"Y = XW + \sqrt{\lambda} N",
    ],
    notation=[
        r"\Sigma_{WY} = \mathbb{E}[W Y^T]",
        r"\Sigma_{wY} = \mathbb{E}[W Y^T]",
        r"\Sigma_{YY} = \mathbb{E}[Y Y^T]",
        r"\hat{w} = (X^T X + \lambda I)^{-1} X^T y",
        r"w^* = (X^T X + \lambda I)^{-1} X^T y",
    ],
)


@problem.part("", measured=measure.posterior_mean)
def kernel_form():
    r"""Show in this way that the ridge solution $(X^T X + \lambda I)^{-1} X^T y$ equals the kernel form
    $X^T (X X^T + \lambda I)^{-1} y$."""
    yield r"""Given that $y$ was seen, the logarithm of the density falls with the loss over $2\lambda$, so the
        density is highest where
        $$\nabla L(w) = \mathbf{0} \iff w = (X^T X + \lambda I)^{-1} X^T y.$$"""
    yield r"""The highest point is also the conditional mean. For it we need two covariances. As $W$ and $N$ are
        independent,
        $$\mathbb{E}[W Y^T] = \mathbb{E}[W W^T] X^T + \sqrt{\lambda}\,\mathbb{E}[W N^T] = X^T,$$"""
    yield r"$$\mathbb{E}[Y Y^T] = X\,\mathbb{E}[W W^T] X^T + \lambda\,\mathbb{E}[N N^T] = X X^T + \lambda I.$$"
    yield r"""Indeed what is left of $W$ is uncorrelated with $Y$,
        $\mathbb{E}\left[\left(W - X^T (X X^T + \lambda I)^{-1} Y\right) Y^T\right] = \mathbf{0}$, hence independent
        of it, and"""
    yield r"$$\mathbb{E}[W \mid Y = y] = X^T (X X^T + \lambda I)^{-1} y.$$"
    yield r"""The two forms agree because $X^T (X X^T + \lambda I) = (X^T X + \lambda I) X^T$, and both inverses
        exist, since $y^T (X X^T + \lambda I) y = \|X^T y\|^2 + \lambda \|y\|^2$ with
        $y \ne \mathbf{0} \implies \|X^T y\|^2 + \lambda \|y\|^2 > 0$, and likewise for $w$. So
        $$X^T (X X^T + \lambda I)^{-1} y = (X^T X + \lambda I)^{-1} X^T y.$$"""
    return Expectation(r"\mathbb{E}[W \mid Y = y]", r"(X^T X + \lambda I)^{-1} X^T y")
