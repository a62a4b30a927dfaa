"""Gradient descent on least squares, run on numbers: one parameter, two, three, and a general matrix."""

from fractions import Fraction
from functools import partial

import numpy as np

from numeric_checks.instruments import (
    contraction,
    descend,
    downhill,
    gradient,
    leaps,
    lowest_point,
    minimiser,
    resting_place,
    settles,
    slope,
)

LONG = 1024  # bits: a float has 53, and only a number as long as epsilon's can tie with it


def loss(w, y, sigma):
    return (y - sigma * w) ** 2


def vector_loss(w, X, y):
    r = X @ w - y
    return r @ r


def converges(eta, y, sigma):
    """Whether gradient descent from 0 comes to rest at a minimiser of the loss."""
    f = partial(loss, y=y, sigma=sigma)
    return settles(leaps(downhill(f, eta), 0.0), pull=partial(slope, f))


def converges_both(eta, sigma_ell, sigma_s, y_1, y_2):
    """Whether gradient descent from 0 with one rate comes to rest at a minimiser in both parameters."""
    f = partial(vector_loss, X=np.diag([sigma_ell, sigma_s]), y=np.array([y_1, y_2]))
    return settles(leaps(downhill(f, eta), np.zeros(2)), pull=partial(gradient, f))


def iterations(epsilon: Fraction, eta: Fraction, y: Fraction, sigma: Fraction, limit=20_000):
    """The least t with |w_t - w*| <= epsilon |w*| from w_0 = 0, or None if there is none up to `limit`.

    Floats are taken at their exact values, and Fractions are welcome, so equality is decided exactly. The
    first update gives the exact factor on the error; an affine update repeats it.
    """
    epsilon, eta, y, sigma = map(Fraction, (epsilon, eta, y, sigma))
    start, f = Fraction(0), partial(loss, y=y, sigma=sigma)
    rest = start - exact_slope(f, start) / (exact_slope(f, start + 1) - exact_slope(f, start))
    if abs(start - rest) <= epsilon * abs(rest):
        return 0
    after = start - eta * exact_slope(f, start)
    shrink = abs((after - rest) / (start - rest))
    return None if shrink >= 1 else steps_until(epsilon, shrink, limit)


def exact_slope(f, w):
    """The derivative of a quadratic `f` at the Fraction `w`: a central difference of any step is exact."""
    return (f(w + 1) - f(w - 1)) / 2


def steps_until(epsilon, shrink, limit):
    """How many times 1 must be multiplied by `shrink` < 1 to be at most `epsilon`; both are Fractions.

    A power of a fraction in lowest terms is in lowest terms, so a tie with `epsilon` has its numerator. A
    numerator over LONG bits loses its last ones, which keeps a step cheap and still five hundred bits right.
    """
    error, unit = 1, 1
    for t in range(1, limit + 1):
        error, unit = error * shrink.numerator, unit * shrink.denominator
        if error * epsilon.denominator <= unit * epsilon.numerator:
            return t
        if error.bit_length() > LONG:
            error, unit = error >> LONG // 2, unit >> LONG // 2
    return None


def rates(eta, *sigmas):
    """The factors by which the errors of parallel scalar problems shrink in a step, one entry a problem."""
    f = partial(vector_loss, X=np.diag(sigmas), y=np.ones(len(sigmas)))
    start = np.zeros(len(sigmas))
    return contraction(descend(f, start, eta), limit=minimiser(f, start))


def contraction_rate(eta, sigma):
    """The factor by which |w_t - w*| shrinks in a step; more than 1 where it grows."""
    return float(rates(eta, sigma).max())


def worst_rate(eta, sigma_ell, sigma_s):
    """The slower of the two factors, the one that dominates in the end."""
    return float(rates(eta, sigma_ell, sigma_s).max())


def worst_of_three(eta, sigma_ell, sigma_i, sigma_s):
    """The slowest of the three factors."""
    return float(rates(eta, sigma_ell, sigma_i, sigma_s).max())


def first_is_faster(eta, sigma_ell, sigma_s):
    """Whether the relative error of the first parameter shrinks more in a step; False on a tie."""
    first, second = rates(eta, sigma_ell, sigma_s)
    return bool(first < second - 1e-12)


def best_rate(sigma_ell, sigma_s):
    """The pair (eta, rate): the eta whose worst rate is smallest, found by search, and that rate."""
    worst = partial(worst_rate, sigma_ell=sigma_ell, sigma_s=sigma_s)
    high = 1.0
    while worst(high) < 1:
        high *= 2
    eta = lowest_point(worst, 0.0, high)
    return eta, worst(eta)


def where_descent_ends(X, y, eta):
    """The limit, shape (n,), of gradient descent from 0 on ||X w - y||^2, for X of shape (m, n), any rank.

    Raises ArithmeticError if the descent does not come to rest.
    """
    f = partial(vector_loss, X=X, y=y)
    rest = resting_place(leaps(downhill(f, eta), np.zeros(X.shape[1])))
    if rest is None:
        raise ArithmeticError(f"gradient descent does not come to rest at eta = {eta}")
    return rest
