"""Numerical instruments: each takes a function or a path of plain numbers and measures something about it."""

from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from math import ceil, fsum

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A Monte Carlo reading: `value`, give or take `error`, of the same shape.

    The error is five standard errors, and 1e-12 of the largest sample for rounding.
    """

    value: float | np.ndarray
    error: float | np.ndarray


def mean_of(samples):
    """The Estimate of the mean of independent `samples`, at least two, along their first axis."""
    samples = np.asarray(samples)
    return estimate(samples.mean(axis=0), samples.std(axis=0, ddof=1) / len(samples) ** 0.5, samples)


def mean_until(draw, error, most=500_000):
    """The Estimate of the mean of `draw(n)`, an array of n independent samples along its first axis.

    The spread of a thousand samples says how many an `error` of that size (at every entry) needs, and so many are
    drawn anew. Raises ArithmeticError if that is more than `most`.
    """
    spread = np.max(np.std(draw(1_000), axis=0, ddof=1))
    needed = max(100, ceil(1.1 * (5 * spread / error) ** 2))
    if needed > most:
        raise ArithmeticError(f"an error of {error} takes {needed} samples")
    return mean_of(draw(needed))


def estimate(value, standard_error, samples):
    """The Estimate of `value` with that standard error; `samples`, along their first axis, give the size."""
    return Estimate(value, 5 * standard_error + 1e-12 * np.abs(samples).max(axis=0))


def slope(f, w, h=1e-20):
    """The derivative of an analytic `f` at `w`, by a complex step: no subtraction, no cancellation.

    For an array `w` and an `f` that acts entry by entry, the derivative at every entry.
    """
    return f(w + 1j * h).imag / h


def gradient(f, x, h=1e-20):
    """The gradient, shape (n,), of an analytic scalar `f` at `x`, shape (n,), by complex steps."""
    return np.array([f(x + 1j * h * unit).imag / h for unit in np.eye(len(x))])


def hessian(f, x):
    """The (n, n) second derivatives of `f` at `x`, by central differences of step 1: exact for quadratics."""
    rows = [(gradient(f, x + unit) - gradient(f, x - unit)) / 2 for unit in np.eye(len(x))]
    return np.array(rows)


def minimiser(f, start):
    """Where the strictly convex quadratic `f` is least, shape (n,), by Newton steps from `start`.

    Raises LinAlgError if the measured Hessian is singular, or has a condition number above 1e12.
    """
    x, curvature = np.asarray(start, dtype=float), hessian(f, start)
    if np.linalg.cond(curvature) > 1e12:
        raise np.linalg.LinAlgError("the minimiser is not one point")
    for _ in range(3):  # the second and third remove the rounding of the first
        x = x - np.linalg.solve(curvature, gradient(f, x))
    return x


def downhill(f, rate):
    """The gradient descent update of `f`: a function from w, a scalar or shape (n,), to the next w."""
    return lambda w: w - rate * (gradient if np.ndim(w) else slope)(f, w)


def descend(f, start, rate):
    """The iterates of gradient descent on `f` from `start`, a scalar or shape (n,), without end."""
    update, w = downhill(f, rate), start
    while True:
        yield w
        w = update(w)


def leaps(update, start):
    """The iterates w_0, w_1, w_2, w_3, w_5, w_8, ... of an affine `update` from `start`, without end.

    The map over each Fibonacci number of steps is the product of the two before it, so forty leaps are
    10^8 steps, and even and odd times alternate. `start` is a scalar or shape (n,). Raises ValueError if
    `update` is not affine.
    """
    step = affine_map(update, start)
    origin = np.append(start, 1.0)
    before, after = step, step @ step
    yield start
    while True:
        with np.errstate(over="ignore", invalid="ignore"):  # an entry without a pull can outgrow the floats
            w = before @ origin
            before, after = after, after @ before
        yield w[:-1].reshape(np.shape(start))[()]


def affine_map(update, start):
    """The (n+1, n+1) matrix that takes (w, 1) to (`update`(w), 1), measured at 0 and the unit vectors."""
    n, shape = np.size(start), np.shape(start)

    def flat(w):
        return np.ravel(update(w.reshape(shape)[()]))

    step = np.eye(n + 1)
    step[:-1, -1] = flat(np.zeros(n))
    step[:-1, :-1] = np.transpose([flat(unit) - step[:-1, -1] for unit in np.eye(n)])
    elsewhere = np.arange(2.0, n + 2)
    if not np.allclose(step @ np.append(elsewhere, 1), np.append(flat(elsewhere), 1)):
        raise ValueError("the update is not affine")
    return step


def resting_place(path, steps=44, tolerance=1e-11, escape=1e12):
    """Where the iterates of `path` come to rest within `steps` moves, or None if they wander or run away.

    At rest: three moves in a row, each at most `tolerance` times the distance travelled from the start.
    Running away: a move more than `escape` times the first one.
    """
    path = iter(path)
    start = before = next(path)
    first, calm = None, 0
    for after in islice(path, steps):
        moved = np.linalg.norm(after - before)
        first = moved if first is None else first
        if moved > escape * first:
            return None
        calm = calm + 1 if moved <= tolerance * np.linalg.norm(after - start) else 0
        if calm == 3:
            return after
        before = after
    return None


def settles(path, pull):
    """Whether the iterates of `path` come to rest, and rest where `pull`, a function of w, vanishes.

    The second half is for a rate of zero: standing still is not convergence.
    """
    path = iter(path)
    start = next(path)
    rest = resting_place(chain([start], path))
    return rest is not None and bool(np.linalg.norm(pull(rest)) <= 1e-6 * np.linalg.norm(pull(start)))


def contraction(path, limit):
    """The factor by which the distance of each entry of `path` to `limit` shrinks in a step.

    Read off the first step and confirmed on the second. Has the shape of an iterate. Raises ValueError if
    an entry starts at its limit, or if the distances are not geometric.
    """
    first, second, third = (np.abs(w - limit) for w in islice(path, 3))
    if not np.all(first):
        raise ValueError("the path starts at its limit, so nothing shrinks")
    factor = second / first
    if not np.allclose(third, factor * second, rtol=1e-6, atol=1e-9 * np.max(first)):
        raise ValueError("the distances to the limit do not shrink by a constant factor")
    return factor


def lowest_point(f, low, high):
    """Where the unimodal `f` is least on [low, high], by golden sections.

    Good to about 1e-12 relative at a kink; about 1e-8 at a smooth minimum, where `f` itself is flat.
    Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"no points between {low} and {high}")
    golden = (5**0.5 - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    f_left, f_right = f(left), f(right)
    for _ in range(100):
        if f_left < f_right:
            high, right, f_right = right, left, f_left
            left = high - golden * (high - low)
            f_left = f(left)
        else:
            low, left, f_left = left, right, f_right
            right = low + golden * (high - low)
            f_right = f(right)
    return (low + high) / 2


def expectation(f, mean, deviation):
    """E[f(N)] for N Gaussian with the given mean and standard deviation, by Gauss-Hermite quadrature.

    `f` is called once, on an array of nodes, and acts entry by entry. Exact, up to rounding, for
    polynomials of degree below 80; exactly 0 for odd functions about a mean of 0.
    """
    nodes, weights = hermite_rule()
    return fsum(weights * f(mean + deviation * nodes))


@cache
def hermite_rule():
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    return nodes, weights / weights.sum()
