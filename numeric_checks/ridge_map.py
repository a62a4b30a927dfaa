"""Ridge regression as inference: parameters from a Gaussian prior, conditioned on noisy observations."""

from functools import partial

import numpy as np

from numeric_checks import instruments
from numeric_checks.instruments import estimate


def ridge_loss(w, X, y, lambda_):
    r = X @ w - y
    return r @ r + lambda_ * (w @ w)


def log_density(W, X, y, lambda_, heat=1):
    """Log density of each column of W, shape (..., d, k), given Y = y, up to a constant: shape (..., k).

    Both W and the noise that would explain y are standard normal; `heat` below 1 plays the latter down.
    """
    root = lambda_**0.5
    N = (y[:, None] - X @ W) / root
    return -((W**2).sum(axis=-2) + heat * (N**2).sum(axis=-2)) / 2


def posterior_mean(X, y, lambda_, draws=10_000, seed=0):
    """E[W | Y = y], an Estimate of shape (d,), for X of shape (n, d), by adaptive importance sampling.

    The first proposal is the prior; each round weights its draws, in pairs mirrored in the centre, by density
    over proposal, and hands the weighted mean and covariance, a little widened, to the next. The observations
    count for a 64th at first, then for twice as much each round. The error is the last round's, by the
    delta method. Raises ArithmeticError if the weights never even out.
    """
    rng, d = np.random.default_rng(seed), X.shape[1]
    centre, root = np.zeros((d, 1)), np.eye(d)
    for heat in np.minimum(1, 2.0 ** np.arange(-6, 30)):
        z = rng.standard_normal((d, draws))
        W = centre + root @ np.stack([z, -z])
        log_weight = log_density(W, X, y, lambda_, heat) + (z**2).sum(axis=0) / 2
        weight = np.exp(log_weight - log_weight.max())
        weight /= weight.sum()
        centre = np.einsum("pk,pdk->d", weight, W)[:, None]
        away = W - centre
        if heat == 1 and (weight**2).sum() * weight.size < 1.1:  # nearly even: as good as 9 in 10 draws
            lean = np.einsum("pk,pdk->dk", weight, away)
            return estimate(centre[:, 0], np.sqrt((lean**2).sum(axis=1)), W[0].T)
        root = 1.1 * np.linalg.cholesky(np.einsum("pk,pik,pjk->ij", weight, away, away))
    raise ArithmeticError("the importance weights stay uneven")


def mode(X, y, lambda_):
    """Where the density of W given Y = y is greatest, shape (d,), by Newton steps on its logarithm."""
    density = partial(log_density, X=X, y=y, lambda_=lambda_)
    return instruments.minimiser(lambda w: -density(w[:, None])[0], np.zeros(X.shape[1]))
