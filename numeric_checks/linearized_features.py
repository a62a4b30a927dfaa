"""ReLU networks of one number, run on numbers: their features, the SVD of these, training, and many seeds.

The feature of a parameter is the derivative of the output in it, a function of the input. A network of any depth is a
list of layers `(W, b)` of shapes (out, in) and (out,), the last of which has one output and no ReLU.
"""

from functools import partial
from itertools import islice, pairwise

import numpy as np

from numeric_checks.instruments import descend, estimate, gradient, mean_until, slope

POINTS = np.linspace(-1, 1, 24)  # where networks are trained
TARGETS = np.sin(4 * POINTS) * np.exp(-POINTS / 2)
GRID = np.linspace(-1, 1, 401)  # where features are looked at


def network(x, w, b, v, c):
    return v @ np.maximum(x * w + b, 0) + c


def two_layers(x, w, b, W, a, v, c):
    return v @ np.maximum(W @ np.maximum(x * w + b, 0) + a, 0) + c


def layer(h, W, b, p, c):
    return p @ np.maximum(W @ h + b, 0) + c


# -- derivatives, by complex steps through the whole network


def weight_features(x, w, b, v, c):
    """The derivative of the output in every weight of the hidden layer, shape (m,)."""
    return gradient(lambda w: network(x, w, b, v, c), w)


def bias_features(x, w, b, v, c):
    """The derivative of the output in every bias of the hidden layer, shape (m,)."""
    return gradient(lambda b: network(x, w, b, v, c), b)


def first_weight_features(x, w, b, W, a, v, c):
    """The derivative of the output in every weight of the first hidden layer of two, shape (m,)."""
    return gradient(lambda w: two_layers(x, w, b, W, a, v, c), w)


def first_bias_features(x, w, b, W, a, v, c):
    """The derivative of the output in every bias of the first hidden layer of two, shape (m,)."""
    return gradient(lambda b: two_layers(x, w, b, W, a, v, c), b)


def second_weight_features(x, w, b, W, a, v, c):
    """The derivative of the output in every weight between the hidden layers, shape (m, m)."""
    return gradient(lambda flat: two_layers(x, w, b, flat.reshape(W.shape), a, v, c), W.ravel()).reshape(W.shape)


def second_bias_features(x, w, b, W, a, v, c):
    """The derivative of the output in every bias of the second hidden layer, shape (m,)."""
    return gradient(lambda a: two_layers(x, w, b, W, a, v, c), a)


def sensitivity_below(h, W, b, p, c):
    """The derivative of the output in the inputs of a layer, shape (m,)."""
    return gradient(lambda h: layer(h, W, b, p, c), h)


def kernel_speed(x, w, b, v, c, r):
    """How fast the sum of squared elbows at x changes as w and b follow the downhill slopes of a squared residual r."""
    towards_w, towards_b = (-2 * r * found(x, w, b, v, c) for found in (weight_features, bias_features))
    return slope(lambda s: (np.maximum(x * (w + s * towards_w) + b + s * towards_b, 0) ** 2).sum(), 0.0)


# -- the linear model


def squared_error(theta, F, t):
    r = F @ theta - t
    return r @ r


def moved_along(F, V):
    """How the predictions F theta move as theta moves along each column of V: a column each."""
    return np.transpose([slope(lambda s, v=v: F @ (s * v), 0.0) for v in V.T])


def learning_factor(F, U, eta, i):
    """What a step of gradient descent multiplies the error along column i, counted from 1, of U by."""
    t = U.sum(axis=1)
    path = descend(partial(squared_error, F=F, t=t), np.zeros(F.shape[1]), eta)
    start, after = (U[:, i - 1] @ (F @ theta - t) for theta in islice(path, 2))
    return after / start


# -- networks of any depth


def initial(widths, seed):
    """Layers of these widths, input and output included, at random.

    Weights have variance 2 / fan-in (He), biases 1 / fan-in (Xavier), where fan-in is the number of inputs of a layer.
    """
    rng, layers = np.random.default_rng(seed), []
    for fan_in, out in pairwise(widths):
        W = rng.standard_normal((out, fan_in)) * (2 / fan_in) ** 0.5
        layers.append((W, rng.standard_normal(out) / fan_in**0.5))
    return layers


def activations(layers, x):
    """The inputs of every layer, and last the output, at points x of shape (n,): each of shape (width, n)."""
    found = [x[None, :]]
    for W, b in layers:
        found.append(np.maximum(W @ found[-1] + b[:, None], 0))
    W, b = layers[-1]
    return [*found[:-1], W @ found[-2] + b[:, None]]


def output(layers, x):
    return activations(layers, x)[-1][0]


def sensitivities(layers, x):
    """For each layer its inputs and the output's derivatives in its biases, of shape (width, n), by one sweep back."""
    *inputs, _ = activations(layers, x)
    found, delta = [], np.ones((1, len(x)))
    for (W, _), h in zip(reversed(layers), reversed(inputs), strict=True):
        found.append((h, delta))
        delta = (W.T @ delta) * (h > 0)
    return found[::-1]


def features(layers, x):
    """The feature matrix, shape (n, d), a row a point: layer by layer first the weights, by rows, then the biases."""
    blocks = [(np.einsum("in,jn->nij", delta, h).reshape(len(x), -1), delta.T) for h, delta in sensitivities(layers, x)]
    return np.hstack([part for pair in blocks for part in pair])


def trained(layers, steps, x=POINTS, y=TARGETS):
    """The layers after gradient descent on the mean squared error.

    The rate is half of n / sigma^2, with sigma the largest singular value of the features at the start: beyond n /
    sigma^2 descent on the linear model would not settle.
    """
    rate = 0.5 * len(x) / np.linalg.norm(features(layers, x), 2) ** 2
    for _ in range(steps):
        pull = 2 / len(x) * (output(layers, x) - y)
        moves = [((delta * pull) @ h.T, delta @ pull) for h, delta in sensitivities(layers, x)]
        layers = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(layers, moves, strict=True)]
    return layers


def principal(layers, x=POINTS, at=GRID):
    """Singular values of the features at x, largest first, and principal features at other points as columns."""
    _, sigma, right = np.linalg.svd(features(layers, x), full_matrices=False)
    return sigma, features(layers, at) @ right.T


# -- many seeds


def turn(f, g):
    """The squared sine of the angle between two features, or the columns of two matrices; nan where one is zero."""
    with np.errstate(invalid="ignore"):
        return 1 - (f * g).sum(axis=0) ** 2 / ((f**2).sum(axis=0) * (g**2).sum(axis=0))


def turns(one, other):
    """How far single features turn from one network to another, and the three leading principal ones: two means."""
    coarse = GRID[::4]
    leading = [principal(layers, at=coarse)[1][:, :3] for layers in (one, other)]
    single = [features(layers, coarse) for layers in (one, other)]
    return np.nanmean(turn(*single)), np.nanmean(turn(*leading))


def relative_variance(samples):
    """The Estimate of Var / E^2 from independent `samples` of shape (k,), by the delta method."""
    mean, square = samples.mean(), (samples**2).mean()
    lean = (samples**2 - square) / mean**2 - 2 * square / mean**3 * (samples - mean)
    return estimate(square / mean**2 - 1, lean.std(ddof=1) / len(samples) ** 0.5, lean)


def elbows(x, m, seeds):
    """The outputs of m hidden units at the point x, a row for each of so many initializations."""
    w, b = np.random.default_rng(0).standard_normal((2, seeds, m))
    return np.maximum(2**0.5 * w * x + b, 0)


def single_feature_spread(x, seeds=20_000):
    """The variance of one elbow feature at x over the seeds, relative to its squared mean: an Estimate."""
    return relative_variance(elbows(x, 1, seeds)[:, 0])


def kernel_spread(x, m, seeds=20_000):
    """The variance, relative to its squared mean, of the mean over m units of the squared elbows at x: an Estimate."""
    return relative_variance((elbows(x, m, seeds) ** 2).mean(axis=1))


def growth(m):
    """E ||h'||^4 / ||h||^4 from the inputs h of a layer to its outputs h', with m units and He weights: an Estimate."""
    rng, h = np.random.default_rng(0), np.arange(1.0, m + 1)

    def grown(seeds):
        W = rng.standard_normal((seeds, m, m)) * (2 / m) ** 0.5
        return (np.maximum(W @ h, 0) ** 2).sum(axis=1) ** 2 / (h @ h) ** 2

    return mean_until(grown, error=0.9 / m)  # so that neither 1 nor 5 / m is taken for it


def turn_and_bound(K, L):
    """The turn of the leading eigenvector from K to L, symmetric of shape (n, n), and what has changed over the gap."""
    values, vectors = np.linalg.eigh(K)
    u, z = vectors[:, -1], np.linalg.eigh(L)[1][:, -1]
    return turn(u, z), (z @ (L - K) @ z - u @ (L - K) @ u) / (values[-1] - values[-2])


def turn_is_bounded(K, L):
    """Whether the leading eigenvector turns no further than is claimed."""
    turned, bound = turn_and_bound(K, L)
    return bool(turned <= bound + 1e-9)
