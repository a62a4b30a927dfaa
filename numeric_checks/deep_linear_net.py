"""A network of two weights in a row that learns to answer zero, run on numbers: its loss, gradient descent with a
learning rate for each weight, and maps of the loss over both rates."""

from fractions import Fraction
from functools import cache
from itertools import islice

import mpmath
import numpy as np

from numeric_checks.instruments import gradient, hessian, mean_until

precise = mpmath.MPContext()
precise.dps = 100
TILE = 32_768  # weights that stay in the cache with their temporaries
GLANCE = 8  # steps between two looks at which weights of a tile are done
TINY = 2.0**-54  # 1 - TINY is 1 in floats
OVERFLOW = 10  # steps that take any two squares above 4 beyond the floats: six, and some to spare


def net(x, w_1, w_2):
    return w_2 * (w_1 * x)


def squared_error(y, t):
    return (y - t) ** 2 / 2


def loss(w_1, w_2):
    """The population loss; inputs of 1 and -1, equally often, have the mean 0 and the variance 1."""
    return (squared_error(net(1, w_1, w_2), 0) + squared_error(net(-1, w_1, w_2), 0)) / 2


def pointwise_loss(x, w_1, w_2):
    return squared_error(net(x, w_1, w_2), 0)


def population_loss(w_1, w_2, seed=0):
    """The Estimate of the mean loss over inputs of mean 0 and variance 1 that are far from symmetric."""
    rng = np.random.default_rng(seed)
    unit = pointwise_loss(1.0, w_1, w_2)
    return mean_until(lambda n: pointwise_loss(rng.exponential(size=n) - 1, w_1, w_2), error=0.1 * unit or 1e-9)


def loss_of(w):
    """The loss of the weights `w`, shape (2,)."""
    return loss(*w)


def loss_gradient(w_1, w_2):
    return gradient(loss_of, np.array([w_1, w_2]))


def loss_hessian(w_1, w_2):
    """The (2, 2) second derivatives; in each weight alone the loss is a quadratic, so differences are exact."""
    return hessian(loss_of, np.array([w_1, w_2]))


def curves_upwards(w_1, w_2):
    """Whether no direction through the weights has a negative curvature."""
    return bool(np.linalg.eigvalsh(loss_hessian(w_1, w_2)).min() >= -1e-9)


def is_not_below_zero(w_1, w_2):
    """Whether the loss is zero at the origin, and nowhere less on a line from there through the weights."""
    share = np.linspace(-2, 2, 101)
    return bool(loss(0, 0) == 0 and np.all(loss(share * w_1, share * w_2) >= 0))


@cache
def lowest_found():
    """The smallest loss that gradient descent meets from a few starts."""
    starts = np.random.default_rng(0).standard_normal((4, 2))
    return min(loss(*w) for start in starts for w in islice(path(0.1, 0.1, *start), 500))


def is_minimiser(w_1, w_2):
    """Whether nothing lower than the loss here is found anywhere."""
    return bool(loss(w_1, w_2) <= lowest_found() + 1e-20)


# -- gradient descent


def updated(alpha_1, alpha_2, w_1, w_2):
    """The weights after a step, shape (2,)."""
    return np.array([w_1, w_2]) - np.array([alpha_1, alpha_2]) * loss_gradient(w_1, w_2)


def path(alpha_1, alpha_2, w_1, w_2):
    """The pairs of weights of gradient descent, without end, in whatever numbers are given; slopes by backpropagation.

    For inputs of 1 and -1, equally often.
    """
    while True:
        yield w_1, w_2
        slope_1 = slope_2 = 0
        for x in (1, -1):
            hidden, error = w_1 * x, net(x, w_1, w_2)
            slope_1, slope_2 = slope_1 + error * w_2 * x / 2, slope_2 + error * hidden / 2
        w_1, w_2 = w_1 - alpha_1 * slope_1, w_2 - alpha_2 * slope_2


def after(k, *setting):
    """The weights after `k` steps, to a hundred digits less those that k steps lose; see `path` for the setting."""
    return next(islice(path(*map(exact, setting)), k, None))


def exact(number):
    """A number of any kind as one of a hundred digits."""
    if isinstance(number, Fraction):
        return precise.mpf(number.numerator) / number.denominator
    return precise.mpf(number)


def loss_factor(alpha_1, alpha_2, w_1, w_2):
    """What a step multiplies the loss by. Raises ZeroDivisionError where there is no loss."""
    return float(loss(*after(1, alpha_1, alpha_2, w_1, w_2)) / loss(exact(w_1), exact(w_2)))


def stretched_loss(k, c_1, c_2, alpha_1, alpha_2, w_1, w_2):
    """The loss after `k` steps from weights that are c_1 and c_2 times as large, at rates that make up for it."""
    c_1, c_2, alpha_1, alpha_2, w_1, w_2 = map(exact, (c_1, c_2, alpha_1, alpha_2, w_1, w_2))
    return float(loss(*after(k, alpha_1 / c_2**2, alpha_2 / c_1**2, c_1 * w_1, c_2 * w_2)))


def curvature(alpha_1, alpha_2, w_1, w_2):
    """The trace of the Hessian, each second derivative times the learning rate of its weight.

    Along one weight the loss is a quadratic, for which differences of any step are exact; a step as long as the
    weight loses no digits.
    """
    middle, h_1, h_2 = 2 * loss(w_1, w_2), 1 + abs(w_1), 1 + abs(w_2)
    along_1 = (loss(w_1 + h_1, w_2) + loss(w_1 - h_1, w_2) - middle) / h_1**2
    along_2 = (loss(w_1, w_2 + h_2) + loss(w_1, w_2 - h_2) - middle) / h_2**2
    return alpha_1 * along_1 + alpha_2 * along_2


def curvature_after(k, alpha_1, alpha_2, w_1, w_2):
    """The curvature beyond 4 after `k` steps."""
    rates = exact(alpha_1), exact(alpha_2)
    return float(curvature(*rates, *after(k, alpha_1, alpha_2, w_1, w_2)) - 4)


def curvature_factor(alpha_1, alpha_2, w_1, w_2):
    """What a step multiplies the distance of the curvature from 4 by."""
    setting = alpha_1, alpha_2, w_1, w_2
    return curvature_after(1, *setting) / curvature_after(0, *setting)


# -- convergence


def settles(alpha_1, alpha_2, w_1, w_2, calm=50, patience=3_000):
    """Whether gradient descent takes `calm` steps in a row without a rise of the loss before a weight is a million
    times what both were at first.

    Raises ArithmeticError if neither happens.
    """
    far, before, falls = 10**6 * (abs(w_1) + abs(w_2)), loss(w_1, w_2), 0
    for weights in islice(path(alpha_1, alpha_2, w_1, w_2), 1, patience):
        now = loss(*weights)
        falls = falls + 1 if now <= before else 0
        if falls == calm or max(map(abs, weights)) > far:
            return falls == calm
        before = now
    raise ArithmeticError(f"undecided after {patience} steps at rates of {float(alpha_1)} and {float(alpha_2)}")


def converges(alpha_1: Fraction, alpha_2: Fraction, w_1: Fraction, w_2: Fraction, nearby=1e-20):
    """Whether the loss dies out both from a little farther out and from a little farther in.

    Where it does so by luck, because a step lands on a weight of zero, it does not nearby.
    """
    rates, start = [exact(alpha_1), exact(alpha_2)], [exact(w_1), exact(w_2)]
    return all(settles(*rates, *(share * w for w in start)) for share in (1 + exact(nearby), 1 - exact(nearby)))


def boundary(alpha_2, w_1, w_2, digits=8):
    """The largest rate of the first weight at which gradient descent converges, bisected to that many `digits`.

    In whatever numbers are given; they need twice the digits. The start is off by less than the last digit, so that no
    step lands on a weight of zero. Raises ArithmeticError if no rate is found that converges.
    """
    off = 1 + Fraction(1, 10 ** (digits + 2))
    others = alpha_2, w_1 * off, w_2 * off
    high = 1 / w_2**2
    while settles(high, *others):
        high *= 2
    low = high / 2
    while not settles(low, *others):
        low /= 2
        if low < high / 2**20:
            raise ArithmeticError(f"no rate beside {alpha_2} converges")
    while high - low > high / 10**digits:
        middle = (low + high) / 2
        low, high = (middle, high) if settles(middle, *others) else (low, middle)
    return low


def comes_nearer(alpha_1: Fraction, alpha_2: Fraction, w_1: Fraction, w_2: Fraction):
    """Whether a step brings the second weight nearer to zero."""
    _, (_, after_2) = islice(path(alpha_1, alpha_2, w_1, w_2), 2)
    return abs(after_2) < abs(w_2)


def on_the_line(k, phi: Fraction):
    """The weights after `k` steps at rates of 1 from the angle `phi` on the circle of radius two, shape (2,)."""
    return np.array([float(w) for w in after_angle(k, exact(phi))])


def after_angle(k, phi):
    return next(islice(path(1, 1, 2 * precise.sin(phi), 2 * precise.cos(phi)), k, None))


def angle_growth(phi: Fraction, steps=20):
    """The factor in a step by which the distance of two weights grows that start on that circle, side by side."""
    start = exact(phi), exact(phi) + precise.mpf(10) ** -60
    before, now = (distance(*(after_angle(k, angle) for angle in start)) for k in (0, steps))
    return float((now / before) ** (precise.mpf(1) / steps))


def distance(one, other):
    return precise.hypot(one[0] - other[0], one[1] - other[1])


def departure(angle, steps, off=40):
    """How far the trace is from 4 at each step, shape (steps + 1,), from inside that circle by a part in 10^`off`."""
    start = [2 * (1 - exact(10) ** -off) * f(exact(angle)) for f in (precise.sin, precise.cos)]
    return np.array([float(abs(curvature(1, 1, *w) - 4)) for w in islice(path(1, 1, *start), steps + 1)])


def curvature_at_end(alpha_1, alpha_2, w_1, w_2, steps=2_000):
    """The curvature at the start and after many steps, for arrays of rates."""
    rates = alpha_1, alpha_2
    return curvature(*rates, w_1, w_2), curvature(*rates, *next(islice(path(*rates, w_1, w_2), steps, None)))


# -- maps


def heat_map(alpha_1, alpha_2, w_1, w_2, steps):
    """The loss after `steps` steps for every pair of rates, shape (len(alpha_2), len(alpha_1)); inf beyond the floats.

    The rates are one-dimensional arrays of positive numbers. The map is made in bands of rows that fit the cache.
    Rounding decides where the boundary is met to the last digit, or nearly a weight of zero beyond it.
    """
    found, rows = np.empty((len(alpha_2), len(alpha_1))), max(1, TILE // len(alpha_1))
    for top in range(0, len(alpha_2), rows):
        band = alpha_2[top : top + rows]
        pairs = np.tile(alpha_1, len(band)), np.repeat(band, len(alpha_1))
        found[top : top + rows] = losses_after(*pairs, w_1, w_2, steps).reshape(-1, len(alpha_1))
    return found


def losses_after(alpha_1, alpha_2, w_1, w_2, steps):
    """The loss after `steps` steps, elementwise for arrays of rates of one shape (n,).

    With a = alpha_2 w_1^2 and b = alpha_1 w_2^2 a step takes a to a (1 - b)^2 and b to b (1 - a)^2 at all rates.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return product_after(alpha_2 * w_1**2, alpha_1 * w_2**2, steps) / (2 * alpha_1 * alpha_2)


def product_after(a, b, steps):
    """a b after `steps` steps, elementwise; uses up `a` and `b`.

    Now and then those are taken out of which the rest is known: where one has become too small to move the other,
    which is at most 2 and so keeps it small, it shrinks by the same factor at every step; and two above 4 grow
    beyond the floats. The work shrinks to what is still undecided, and no denormal numbers turn up.
    """
    found, where = np.empty(len(a)), np.arange(len(a))
    s, t = np.empty(len(a)), np.empty(len(a))
    while steps and len(a):
        s, t, now = s[: len(a)], t[: len(a)], min(GLANCE, steps)
        for _ in range(now):
            np.subtract(1, b, out=t)
            np.subtract(1, a, out=s)
            t *= t
            s *= s
            a *= t
            b *= s
        steps -= now
        if steps >= OVERFLOW:
            low, high = np.minimum(a, b), np.maximum(a, b)
            calm, wild = (low < TINY) & ((high <= 2) | (low == 0)), low > 4
            found[where[calm]] = low[calm] * high[calm] * (1 - np.minimum(high[calm], 2)) ** (2 * steps)
            found[where[wild]] = np.inf
            going = ~(calm | wild)
            a, b, where = a[going], b[going], where[going]
    found[where] = a * b
    found[np.isnan(found)] = np.inf  # infinity times nought
    return found
