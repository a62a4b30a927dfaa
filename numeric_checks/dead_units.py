"""Rectified units on the box of inputs between -1 and 1, run on numbers: where they are dead, and weight decay.

A unit has weights u and v and a bias c; it is dead at an input where its output is zero.
"""

from fractions import Fraction
from itertools import islice, product

import numpy as np

from numeric_checks.instruments import leaps

BOX = np.array(list(product([Fraction(i, 4) for i in range(-4, 5)], repeat=2))).T  # (2, 81), with its corners
NUDGE = Fraction(1, 10**9)


def hidden(x, W, b):
    return np.maximum(W @ x + b, 0)


def output(x, W, b, a, d):
    return a @ hidden(x, W, b) + d


def unit(x, u, v, c):
    """The outputs of one unit, shape (n,), at the columns of x, shape (2, n)."""
    return hidden(x, np.array([u, v]), c)


def layer_is_dead(W, b):
    """Whether both units, W of shape (2, 2) and b of shape (2,), are dead at every input of the box."""
    return not hidden(BOX.astype(float), W, b[:, None]).any()


def is_dead(u: Fraction, v: Fraction, c: Fraction):
    """Whether a unit is dead at every input of the box."""
    return not unit(BOX, u, v, c).any()


def is_flat(u: Fraction, v: Fraction, c: Fraction):
    """Whether no small change of a weight or of the bias, up or down, changes the output at any input of the box."""
    here = unit(BOX, u, v, c)
    ways = [NUDGE * way for way in np.eye(3, dtype=int).astype(object)]
    return all((unit(BOX, *np.array([u, v, c]) + way) == here).all() for way in [*ways, *(-way for way in ways)])


def gradients_vanish(x, W, b, a, d, nudge=1e-6):
    """Whether the output stays as it is when an entry of W, shape (2, 2), or b, shape (2,), moves up or down."""
    here, ways = np.append(W, b), nudge * np.eye(6)
    moved = [output(x, p[:4].reshape(2, 2), p[4:], a, d) for p in (*(here + ways), *(here - ways))]
    return all(found == output(x, W, b, a, d) for found in moved)


def decay(eta, *penalties):
    """The step of weight decay on parameters of shape (n,), with a penalty each."""
    return lambda parameters: parameters - eta * np.array(penalties) * parameters


def preactivations(x, parameters, update, steps):
    """The preactivations of a unit, shape (steps + 1, n), at the columns of x, shape (2, n), as its parameters move."""
    path = [np.array(parameters)]
    for _ in range(steps):
        path.append(update(path[-1]))
    return np.array(path) @ np.vstack([x, np.ones(x.shape[1])])


def revives(x, parameters, update):
    """Whether a unit ever has an output above zero, at any column of x, while its parameters go by an affine update."""
    return any(np.any(unit(x, *now) > 0) for now in islice(leaps(update, np.array(parameters)), 44))


def revives_at(u, v, c, x_1, x_2, eta, lambda_):
    """Whether the output at (x_1, x_2) is ever above zero, while the weights decay and the bias does not."""
    return revives(np.array([x_1, x_2]), (u, v, c), decay(eta, lambda_, lambda_, 0))


def revives_on_box(u, v, c, eta, lambda_):
    """Whether the output at any input of the box is ever above zero, while the weights decay and the bias does not."""
    return revives(BOX.astype(float), (u, v, c), decay(eta, lambda_, lambda_, 0))


def revives_against(p, c, eta, lambda_, mu):
    """Whether a unit with bias c whose weights pull by p is ever above zero, with the penalty mu on its bias."""
    return revives(np.ones(2), (-p / 2, -p / 2, c), decay(eta, lambda_, lambda_, mu))


def is_active_after(
    t, u: Fraction, v: Fraction, c: Fraction, x_1: Fraction, x_2: Fraction, eta: Fraction, lambda_: Fraction
):
    """Whether the output at (x_1, x_2) is above zero after t steps in which weights and bias decay."""
    parameters, step = np.array([u, v, c]), decay(eta, lambda_, lambda_, lambda_)
    for _ in range(t):
        parameters = step(parameters)
    return bool(unit(np.array([x_1, x_2]), *parameters) > 0)


def steps_to_revive(p: Fraction, c: Fraction, eta: Fraction, lambda_: Fraction, limit=5_000):
    """The least t at which the preactivation of such a unit is not negative, or None if there is none up to `limit`.

    Fractions, so that a tie is seen; the bias does not decay.
    """
    parameters, step = np.array([-p / 2, -p / 2, c]), decay(eta, lambda_, lambda_, 0)
    for t in range(limit):
        if parameters.sum() >= 0:  # at the input (1, 1)
            return t
        parameters = step(parameters)
    return None
