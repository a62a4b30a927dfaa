"""A unit behind a dropout layer, run on numbers: with random masks in training, with its weights scaled in tests.

Shapes: w, h and a mask m (n,), or a mask to a row. A mask has a one where an activation is kept, with chance 1 - p.
"""

from functools import partial
from itertools import product

import numpy as np

from numeric_checks.instruments import mean_until


def unit(m, w, h, b):
    """What the unit gets, of shape (runs,) for masks of shape (runs, n)."""
    return (m * h) @ w + b


def rectified(m, w, h, b):
    return np.maximum(unit(m, w, h, b), 0)


def drawn(runs, n, p, rng):
    """Masks as they are drawn in training, a row to a run."""
    return (rng.random((runs, n)) >= p).astype(float)


def mean_in_training(w, h, b, p, seed=0):
    """The Estimate of the mean of what the unit gets, over masks drawn until it is known to 3 % of what it may be."""
    rng, size = np.random.default_rng(seed), np.abs(w * h).sum() + abs(b)
    return mean_until(lambda runs: unit(drawn(runs, len(w), p, rng), w, h, b), 0.03 * size + 1e-9)


def over_all_masks(f, n, p):
    """The mean of `f`, a function of masks of shape (runs, n), over every mask that there is, by its chance."""
    masks = np.array(list(product((0.0, 1.0), repeat=n)))
    chances = np.where(masks == 1, 1 - p, p).prod(axis=1)
    return float(chances @ f(masks))


def variance_in_training(w, h, b, p):
    f = partial(unit, w=w, h=h, b=b)
    mean = over_all_masks(f, len(w), p)
    return over_all_masks(lambda m: (f(m) - mean) ** 2, len(w), p)


def in_test(f, w, h, b, p):
    """What a unit gives when nothing is dropped and its weights are multiplied by 1 - p."""
    return float(f(np.ones((1, len(w))), (1 - p) * w, h, b)[0])


def rectified_mean_is_no_less(w, h, b, p):
    """Whether a rectified unit gives at least as much in training, in the mean, as in tests."""
    trained = over_all_masks(partial(rectified, w=w, h=h, b=b), len(w), p)
    return trained >= in_test(rectified, w, h, b, p) - 1e-12


def rectified_mean_is_the_same(c, b, p):
    """Whether it gives the same, when it has one input with the product c of weight and activation."""
    w, h = np.array([c]), np.ones(1)
    trained = over_all_masks(partial(rectified, w=w, h=h, b=b), 1, p)
    return abs(trained - in_test(rectified, w, h, b, p)) <= 1e-12 * (abs(c) + abs(b))
