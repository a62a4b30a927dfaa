"""Stochastic and adaptive descent on linear regression with more weights than data points, run on numbers."""

from functools import cache, partial
from itertools import islice

import numpy as np

from numeric_checks.instruments import gradient, leaps, resting_place
from numeric_checks.linear_regression import T_1, X_1, example_loss, loss, shortest_on_the_line

DRAWS = 24  # batches in a round of stochastic descent; the round is then repeated


def sample_loss(w, x, y):
    return (w @ x - y) ** 2


# -- stochastic descent


def where_stochastic_descent_ends(X, t, size, seed=0):
    """The limit, shape (d,), of descent from 0 on batches of `size` rows of X, drawn at random; X w = t has solutions.

    Raises ArithmeticError if it does not come to rest.
    """
    n, d = X.shape
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(n, min(size, n), replace=False) for _ in range(DRAWS)]
    batches = [partial(loss, X=X[rows], t=t[rows], n=len(rows)) for rows in drawn]
    rate = 0.4 / max(x @ x for x in X)

    def one_round(w):
        for batch in batches:
            w = w - rate * gradient(batch, w)
        return w

    rest = resting_place(leaps(one_round, np.zeros(d)))
    if rest is None:
        raise ArithmeticError("stochastic descent does not come to rest")
    return rest


def where_single_samples_end(X, t):
    return where_stochastic_descent_ends(X, t, size=1)


def batches_end_at_the_shortest(X, t):
    """Whether descent on batches ends at a solution that no small way to another solution makes shorter."""
    w = where_stochastic_descent_ends(X, t, size=2)
    unseen = np.linalg.svd(X)[2][len(X) :]
    solves = np.allclose(X @ w, t, rtol=1e-6, atol=1e-6)
    return bool(solves and np.all(np.abs(unseen @ w) <= 1e-6 * (1 + np.linalg.norm(w))))


# -- adaptive descent on the example in two dimensions


@cache
def slopes():
    """The gradient at 0, shape (2,), and its changes along u and v, shape (2, 2): all there is to know of it."""
    at_zero = gradient(example_loss, np.zeros(2))
    along = [gradient(example_loss, unit) - at_zero for unit in np.eye(2)]
    return at_zero.tolist(), np.transpose(along).tolist()


def path(rate, epsilon=0.0, inertia=(0.0, 1.0), memory=(1.0, 1.0)):
    """The weights (u, v) of adaptive descent from 0, without end.

    A step is the mean gradient over the root of the mean square, plus epsilon, times the rate: `inertia` and
    `memory` are the shares of the old and of the new in the two means, and `rate` is a function of the step.
    """
    (p, q), ((a, b), (c, d)) = slopes()
    (keep, take), (hold, add) = inertia, memory
    u = v = m = n = G = H = 0.0
    k = 0
    while True:
        yield u, v
        g, h = p + a * u + b * v, q + c * u + d * v
        m, n = keep * m + take * g, keep * n + take * h
        G, H = hold * G + add * g * g, hold * H + add * h * h
        if g or h:  # at rest for good: 0 / 0 would be the next step
            u, v = u - rate(k) * m / (G**0.5 + epsilon), v - rate(k) * n / (H**0.5 + epsilon)
        k += 1


def adagrad(eta, epsilon=0.0):
    return path(lambda k: eta, epsilon)


def rmsprop(eta, epsilon=0.0, kept=0.9):
    return path(lambda k: eta, epsilon, memory=(kept, 1 - kept))


def adam(eta, epsilon=0.0, kept=0.9, held=0.999):
    def corrected(k):
        return eta * (1 - held ** (k + 1)) ** 0.5 / (1 - kept ** (k + 1))

    return path(corrected, epsilon, inertia=(kept, 1 - kept), memory=(held, 1 - held))


def shortfall(u, v):
    """By how much the prediction at (u, v) is too small."""
    return T_1 - u * X_1.item(0) - v * X_1.item(1)


def end_of(points, limit=2_000_000):
    """The point (u, v) at which a path is on the line of solutions to ten digits, ten steps in a row.

    Raises ArithmeticError if there is none up to `limit`.
    """
    calm = 0
    for point in islice(points, limit):
        calm = calm + 1 if abs(shortfall(*point)) <= 1e-10 else 0
        if calm == 10:
            return np.array(point)
    raise ArithmeticError("the path does not come to rest on the line of solutions")


@cache
def where_adagrad_ends():
    """The limit of AdaGrad without epsilon, at several rates. Raises ArithmeticError if it depends on the rate."""
    return common([end_of(adagrad(eta)) for eta in (0.05, 0.3, 2.0, 10.0)])


@cache
def where_the_others_end():
    """The limit of RMSProp and of Adam without epsilon. Raises ArithmeticError if there is more than one."""
    return common([end_of(rmsprop(0.1)), end_of(rmsprop(0.02)), end_of(adam(0.1)), end_of(adam(0.02))])


def common(ends):
    if not np.allclose(ends, ends[0], rtol=1e-8):
        raise ArithmeticError(f"there are several ends: {ends}")
    return ends[0]


def is_shortest(u, v):
    """Whether no solution is shorter than (u, v)."""
    return bool(np.hypot(u, v) <= shortest_on_the_line()[1] + 1e-9)


# -- the small number in the denominator


@cache
def full_step(epsilon):
    """The pair (rate, u) at which the first step of AdaGrad ends on the line, by bisection of the rate."""

    def first(eta):
        return next(islice(adagrad(eta, epsilon), 1, None))

    low, high = 0.0, 1.0
    while shortfall(*first(high)) > 0:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if shortfall(*first(middle)) > 0 else (low, middle)
    return high, first(high)[0]


def end_of_full_step(epsilon):
    return full_step(epsilon)[1]


def ends_between(eta, epsilon):
    """Whether AdaGrad ends past its end without epsilon, not past that of a full step, and before the shortest."""
    u, most = end_of(adagrad(eta, epsilon))[0], full_step(epsilon)[1]
    return bool(where_adagrad_ends()[0] < u <= most + 1e-9 and most < shortest_on_the_line()[0])
