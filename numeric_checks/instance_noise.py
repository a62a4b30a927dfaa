"""Least squares whose inputs get fresh Gaussian noise each time they are used, run on numbers."""

from functools import partial

import numpy as np

from numeric_checks.instruments import expectation, leaps, mean_of, resting_place, settles, slope


def noisy_loss(w, X, N, y):
    r = (X + N) @ w - y
    return r @ r


def sample_loss(w, x, N, y):
    return ((x + N) * w - y) ** 2 / 2


def penalty(sigma, X, w, y, batches=200, copies=500, seed=0):
    """The Estimate of lambda in (1/m) E||(X + N) w - y||^2 = (1/m) ||X w - y||^2 + lambda ||w||^2.

    X has shape (m, n), w shape (n,) and is not zero, y shape (m,). A batch is many copies of the data under
    each other, with noise and then with its mirror image, so that what is odd in the noise cancels.
    """
    rng, (m, n) = np.random.default_rng(seed), X.shape
    many_X, many_y = np.tile(X, (2 * copies, 1)), np.tile(y, 2 * copies)
    quiet = noisy_loss(w, X, 0, y)

    def excess():
        N = sigma * rng.standard_normal((copies * m, n))
        noisy = noisy_loss(w, many_X, np.concatenate([N, -N]), many_y) / (2 * copies)
        return (noisy - quiet) / (m * (w @ w))

    return mean_of([excess() for _ in range(batches)])


def update(w, x, N, y, eta):
    """One gradient step on the sample loss: w and N scalars or arrays that broadcast."""
    return w - eta * slope(partial(sample_loss, x=x, N=N, y=y), w)


def mean_after(t, eta, x, y, sigma, runs=100_000, seed=0):
    """The Estimate of E[w_{t+1}] from w_0 = 0, over pairs of runs with mirrored noise; for small t."""
    rng, w = np.random.default_rng(seed), np.zeros((2, runs))
    for _ in range(t + 1):
        N = sigma * rng.standard_normal(runs)
        w = update(w, x, np.stack([N, -N]), y, eta)
    return mean_of(w.mean(axis=0))


def mean_update(w, eta, x, y, sigma):
    """E[w_{t+1}] when E[w_t] = w: an update is affine in w_t, and its noise independent of w_t."""
    return expectation(lambda N: update(w, x, N, y, eta), 0, sigma)


def mean_path(eta, x, y, sigma):
    return leaps(partial(mean_update, eta=eta, x=x, y=y, sigma=sigma), 0.0)


def mean_converges(eta, x, y, sigma):
    """Whether E[w_t] from w_0 = 0 comes to rest where the expected slope of the sample loss vanishes."""

    def pull(w):
        return expectation(lambda N: slope(partial(sample_loss, x=x, N=N, y=y), w), 0, sigma)

    return settles(mean_path(eta, x, y, sigma), pull)


def mean_limit(eta, x, y, sigma):
    """Where E[w_t] from w_0 = 0 comes to rest. Raises ArithmeticError if it does not."""
    rest = resting_place(mean_path(eta, x, y, sigma))
    if rest is None:
        raise ArithmeticError(f"the mean does not come to rest at eta = {eta}")
    return float(rest)


def mean_square_converges(eta, x, y, sigma):
    """Whether two runs driven by the same noise forget their difference in mean square."""
    return bool(gap_growth(eta, x, y, sigma) < 1 - 1e-9)


def gap_growth(eta, x, y, sigma):
    """The factor on E[(w - v)^2] in a step of two runs w and v driven by the same noise.

    Raises ArithmeticError if it depends on w and v, for then one step does not foretell the next.
    """

    def growth(w, v):
        def squared_gap(N):
            return (update(w, x, N, y, eta) - update(v, x, N, y, eta)) ** 2

        return expectation(squared_gap, 0, sigma) / (w - v) ** 2

    here, there = growth(1.0, 0.0), growth(-1.0, 2.0)
    if not np.isclose(here, there, rtol=1e-9):
        raise ArithmeticError(f"the gap grows by {here} from one pair of weights, {there} from another")
    return here


def spread(eta, x, y, sigma, steps, runs, seed=0):
    """An ensemble of runs from w_0 = 0, each with its own noise: shape (steps + 1, runs)."""
    rng, w = np.random.default_rng(seed), np.zeros((steps + 1, runs))
    for t in range(steps):
        w[t + 1] = update(w[t], x, sigma * rng.standard_normal(runs), y, eta)
    return w
