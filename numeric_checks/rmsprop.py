"""RMSProp beside gradient descent, run on numbers: on a slope that stays, on noise, and in a bowl."""

from functools import partial
from itertools import islice, pairwise

import numpy as np

from numeric_checks.instruments import downhill, mean_until, slope


def line(theta, g):
    return g * theta


def bowl(theta, h):
    return h * theta**2 / 2


def valley(theta):
    """Neither straight nor a parabola."""
    return theta**4 / 4 + theta**2


def rmsprop(slope_at, theta, alpha, beta_2, epsilon=0.0, s=0.0):
    """The iterates of RMSProp from `theta` and the memory `s`, without end; scalars, or arrays entry by entry."""
    while True:
        yield theta
        g = slope_at(theta)
        s = beta_2 * s + (1 - beta_2) * g**2
        theta = theta - alpha / np.sqrt(s + epsilon) * g


def first_move(g, alpha, beta_2, epsilon):
    """theta_1 - theta_0 on a line of slope g."""
    start, after = islice(rmsprop(partial(slope, partial(line, g=g)), 0.0, alpha, beta_2, epsilon), 2)
    return after - start


def steady_move(g, alpha, beta_2, epsilon):
    """What theta moves in a step on a line of slope g, when the moves do not change any more."""
    path = rmsprop(partial(slope, partial(line, g=g)), 0.0, alpha, beta_2, epsilon)
    moves = (after - before for before, after in pairwise(path))
    return next(second for first, second in pairwise(moves) if abs(second - first) <= 1e-11 * abs(second))


def is_slowed(g, alpha, beta_2, eta):
    """Whether RMSProp in the end moves less in a step than gradient descent, on a line of slope g; False on a tie."""
    plain = downhill(partial(line, g=g), eta)(0.0)
    return bool(abs(steady_move(g, alpha, beta_2, 0.0)) < abs(plain) * (1 - 1e-8))


def forgets_scale(q, alpha, beta_2):
    """Whether RMSProp takes the same way through a valley and through one that is q times as high."""
    ways = (rmsprop(partial(slope, lambda w, k=k: k * valley(w)), 2.0, alpha, beta_2) for k in (1, q))
    return bool(np.allclose(*(list(islice(way, 30)) for way in ways), rtol=1e-9))


def memory_of_noise(k, tau, beta_2):
    """The Estimate of E[s_k] from s_0 = 0, when the slopes are Gaussian noise of mean 0 and deviation tau."""
    rng = np.random.default_rng(0)

    def draw(n):
        s = np.zeros(n)
        for _ in range(k):
            s = beta_2 * s + (1 - beta_2) * (tau * rng.standard_normal(n)) ** 2
        return s

    return mean_until(draw, 0.05 * tau**2)


def swing(h, alpha, beta_2):
    """How far from the bottom of a bowl of curvature h RMSProp is, in the end; it starts near alpha."""
    start, steps = 0.9 * alpha, int(45 / -np.log(beta_2))
    path = rmsprop(partial(slope, partial(bowl, h=h)), start, alpha, beta_2, s=(h * start) ** 2)
    before, after = (abs(theta) for theta in islice(path, steps, steps + 2))
    if not np.isclose(before, after, rtol=1e-7):
        raise ArithmeticError("it does not swing evenly")
    return after
