"""Linear regression by gradient descent, with fewer parameters than data points and with more, run on numbers."""

from functools import cache, partial

import numpy as np
from numpy.polynomial.legendre import leggauss, legval, legvander

from numeric_checks.instruments import downhill, gradient, hessian, leaps, lowest_point, minimiser, resting_place

X_1, T_1 = np.array([2.0, 1.0]), 2.0  # the one data point in two dimensions, and its label


def loss(w, X, t, n):
    r = X @ w - t
    return r @ r / n


def point_loss(w, x_1, t_1):
    return (w @ x_1 - t_1) ** 2


def example_loss(w):
    return point_loss(w, X_1, T_1)


def slope_of_loss(w, X, t):
    """The gradient of the mean squared error at w, shape (d,), for X of shape (n, d)."""
    return gradient(partial(loss, X=X, t=t, n=len(t)), w)


def where_descent_ends(X, t, start, eta=None):
    """The limit, shape (d,), of gradient descent on the mean squared error from `start`.

    The rate is one over the largest curvature, measured, unless `eta` is given. Raises ArithmeticError if the
    descent does not come to rest.
    """
    f = partial(loss, X=X, t=t, n=len(t))
    rate = 1 / np.linalg.norm(hessian(f, np.zeros(X.shape[1])), 2) if eta is None else eta
    rest = resting_place(leaps(downhill(f, rate), start))
    if rest is None:
        raise ArithmeticError("gradient descent does not come to rest")
    return rest


def where_all_descents_end(X, t):
    """The limit from three different starts. Raises ArithmeticError if they do not end at one point."""
    starts = np.random.default_rng(0).standard_normal((3, X.shape[1]))
    ends = [where_descent_ends(X, t, start) for start in starts]
    if not np.allclose(ends, ends[0], rtol=1e-7, atol=1e-7):
        raise ArithmeticError("gradient descent ends at different points")
    return ends[0]


def trained_on(X, w_star):
    """The weights that training finds from the labels that w_star gives to the rows of X."""
    return where_all_descents_end(X, X @ w_star)


def generalises(X, w_star, x):
    """Whether the trained weights predict at `x`, shape (d,), what w_star does."""
    return bool(np.isclose(trained_on(X, w_star) @ x, w_star @ x, rtol=1e-6, atol=1e-6))


# -- one data point in two dimensions


def on_the_line(u):
    """The v at which the weights (u, v) predict the label: the minimiser of the loss along v."""
    return minimiser(lambda v: example_loss(np.array([u, v[0]])), np.zeros(1))[0]


def first_direction():
    """The direction of the gradient at 0, a unit vector of shape (2,)."""
    return direction(np.zeros(2))


def direction(w):
    pull = gradient(example_loss, w)
    return pull / np.linalg.norm(pull)


def direction_is_kept(u, v):
    """Whether the gradient at (u, v), if too little is predicted there, has the direction that it has at 0."""
    w = np.array([u, v])
    return bool(w @ X_1 >= T_1 or np.allclose(direction(w), first_direction(), atol=1e-9))


def where_example_ends(eta):
    """The limit, shape (2,), of gradient descent from 0. Raises ArithmeticError if there is none."""
    return where_descent_ends(X_1[np.newaxis], np.array([T_1]), np.zeros(2), eta)


@cache
def shortest_on_the_line():
    """The pair (u, length) of the point of the line that is closest to 0, by search."""

    def length(u):
        return float(np.hypot(u, on_the_line(u)))

    u = lowest_point(length, -4.0, 4.0)
    return u, length(u)


# -- more parameters than data points


def where_descent_from_zero_ends(X, t):
    return where_descent_ends(X, t, np.zeros(X.shape[1]))


def where_descent_at_rate_ends(X, t, eta):
    return where_descent_ends(X, t, np.zeros(X.shape[1]), eta)


def shortest_solution(X, t):
    """The shortest w with X w = t, shape (d,), for X of shape (n, d) and rank n.

    Some solution is found by descent from a random start, and then moved along the directions that X does not see,
    to where its squared length is least.
    """
    some = where_descent_ends(X, t, np.random.default_rng(1).standard_normal(X.shape[1]))
    unseen = np.linalg.svd(X)[2][len(X) :].T
    if not unseen.size:
        return some
    moved = minimiser(lambda c: (some + unseen @ c) @ (some + unseen @ c), np.zeros(unseen.shape[1]))
    return some + unseen @ moved


def shortest_and_its_square(X, w_1):
    """The shortest weights that predict what w_1 does, and their squared length: shape (d + 1,)."""
    w = shortest_solution(X, X @ w_1)
    return np.append(w, w @ w)


def is_at_right_angles(X, w_1):
    """Whether the way from w_1 to the limit of descent from 0, on the labels that w_1 gives, is normal to the limit."""
    w = where_descent_from_zero_ends(X, X @ w_1)
    return bool(abs((w - w_1) @ w) <= 1e-8 * (1 + w_1 @ w_1))


# -- polynomials


def fit_poly(x, t, degree, basis=legvander):
    """The coefficients of the polynomial that fits the labels `t` at `x` best: of several, the least sum of squares.

    `basis` gives the features, shape (n, degree + 1), which are Legendre's polynomials unless others are asked for.
    Labels of shape (n, runs) are fitted one column each, and give coefficients of shape (degree + 1, runs).
    """
    return np.linalg.lstsq(basis(x, degree), t, rcond=None)[0]


def predict(weights, x, basis=legvander):
    return basis(x, len(weights) - 1) @ weights


def error_of(weights, target, basis=legvander):
    """The mean squared error over [-1, 1] of fitted polynomials, one a column, against `target`."""
    x, share = quadrature()
    return (predict(weights, x, basis).T - target(x)) ** 2 @ share


@cache
def quadrature():
    """Points of [-1, 1] and their shares: exact means of polynomials up to a degree of 799."""
    nodes, weights = leggauss(400)
    return nodes, weights / 2


def error_of_two_points(a, epsilon, degree):
    """The test error of the fit to the target x at -a and a, with labels that are too far out by epsilon."""
    x = np.array([-a, a])
    return error_of(fit_poly(x, x + epsilon * np.sign(x), degree), target=lambda at: legval(at, [0, 1]))


def degree_three_is_better(a, epsilon):
    """Whether the fit of degree three has a smaller test error than the fit of degree one; False on a tie."""
    return bool(error_of_two_points(a, epsilon, 3) < error_of_two_points(a, epsilon, 1) - 1e-12)


def noisy_labels(target, n, noise, runs):
    """Evenly spaced x, shape (n,), and labels of `target` with Gaussian noise, shape (n, runs)."""
    x = np.linspace(-1, 1, n)
    return x, target(x)[:, np.newaxis] + noise * np.random.default_rng(0).standard_normal((n, runs))
