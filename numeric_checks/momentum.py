"""Gradient descent along an average of the gradients, run on numbers: on whole least-squares problems, and on one
coordinate with a singular value sigma, whose state is the pair (a, x) of average gradient and error."""

from functools import partial
from itertools import accumulate

import numpy as np

from numeric_checks.instruments import affine_map, gradient, minimiser, slope

ALIKE = 1e-6  # a double eigenvalue of a matrix in floats comes apart by about 1e-8
BLOCK = 128  # steps at a time
DOUBLINGS = 40  # of the number of steps, for what happens in the long run


def loss(w, X, y):
    r = X @ w - y
    return r @ r


def step(w, z, X, y, beta, eta):
    """One update of the weights w and the averaged gradient z, both of shape (n,)."""
    z = (1 - beta) * z + beta * gradient(partial(loss, X=X, y=y), w)
    return w - eta * z, z


def run(X, y, beta, eta, steps):
    """The pair (w, z) after `steps` updates from w = z = 0."""
    w = z = np.zeros(X.shape[1])
    for _ in range(steps):
        w, z = step(w, z, X, y, beta, eta)
    return w, z


def average_after(t, i, X, y, V, beta, eta):
    """Entry i, counted from 1, of V^T z_{t+1}, by t + 1 updates from zero."""
    _, z = run(X, y, beta, eta, t + 1)
    return float((V.T @ z)[round(i) - 1])


def error_after(t, i, X, y, V, beta, eta):
    """Entry i, counted from 1, of V^T (w_{t+1} - w*), by t + 1 updates from zero and a search for w*."""
    w, _ = run(X, y, beta, eta, t + 1)
    best = minimiser(partial(loss, X=X, y=y), w)
    return float((V.T @ (w - best))[round(i) - 1])


def system_matrix(i, X, y, V, beta, eta):
    """The (2, 2) matrix that takes entry i of (V^T z_t, V^T (w_t - w*)) to that of the next step.

    Read off one update from w* with an average along the i-th right singular vector, and one from beside it.
    """
    v, best = V[:, round(i) - 1], minimiser(partial(loss, X=X, y=y), np.zeros(X.shape[1]))
    columns = []
    for a, x in np.eye(2):
        w, z = step(best + x * v, a * v, X, y, beta, eta)
        columns.append([v @ z, v @ (w - best)])
    return np.transpose(columns)


def coordinate_map(eta, beta, sigma):
    """The (2, 2) map of the state (a, x) in a step, off the updates of the scalar problem (sigma x - 0)^2."""

    def update(state):
        a, x = state
        a = (1 - beta) * a + beta * slope(lambda x: (sigma * x) ** 2, x)
        return np.array([a, x - eta * a])

    return affine_map(update, np.zeros(2))[:2, :2]


def characteristic(lambda_, eta, beta, sigma_i):
    """det(lambda I - R) of the measured map R."""
    return float(np.linalg.det(lambda_ * np.eye(2) - coordinate_map(eta, beta, sigma_i)))


def errors(R, blocks=BLOCK):
    """The errors x_t along (a, x) = (0, 1), (R a, R x), ..., shape (blocks * BLOCK,), each up to a positive factor.

    Every BLOCK steps the state is brought back to size one, so that it neither vanishes nor outgrows the floats.
    """
    powers = np.stack(list(accumulate([R] * (BLOCK - 1), np.matmul, initial=np.eye(2))))
    state, found = np.array([0.0, 1.0]), []
    for _ in range(blocks):
        path = powers @ state
        found.append(path[:, 1])
        state = R @ path[-1]
        state = state / np.linalg.norm(state)
    return np.concatenate(found)


def oscillates(eta, beta, sigma_i):
    """Whether the error changes its sign now and then for ever: not never, and not at every step.

    What counts is the second half of the path, where the smaller of two real eigenvalues is forgotten.
    """
    x = np.sign(errors(coordinate_map(eta, beta, sigma_i)))
    turns = (x[1:] * x[:-1])[len(x) // 2 :]
    return bool(np.any(turns < 0) and np.any(turns > 0))


def has_double_eigenvalue(eta, beta, sigma_i):
    """Whether the two eigenvalues of the measured map are the same, up to ALIKE."""
    first, second = np.linalg.eigvals(coordinate_map(eta, beta, sigma_i))
    return bool(abs(first - second) <= ALIKE * abs(first))


def does_not_oscillate(eta, beta, sigma_i):
    """Whether the iterates are those of two different real eigenvalues."""
    return not (oscillates(eta, beta, sigma_i) or has_double_eigenvalue(eta, beta, sigma_i))


def factor(eta, beta, sigma_i):
    """The factor on the size of the state in a step, over so many steps that the beginning does not count.

    The map over 2^k steps is squared again and again and kept at size one, so the product of what is taken out
    is the growth over 2^DOUBLINGS steps.
    """
    R, logarithm = coordinate_map(eta, beta, sigma_i), 0.0
    for k in range(DOUBLINGS):
        size = np.linalg.norm(R)
        if size == 0:
            return 0.0
        logarithm += np.log(size) / 2**k
        R = (R / size) @ (R / size)
    return float(np.exp(logarithm))


def settles(eta, beta, sigma_i):
    """Whether the error dies out in the long run."""
    return factor(eta, beta, sigma_i) < 1 - 1e-9


def settles_without_oscillation(eta, beta, sigma_i):
    """Whether the error dies out as with two different real eigenvalues."""
    return settles(eta, beta, sigma_i) and does_not_oscillate(eta, beta, sigma_i)


def highest_double(beta, sigma_i):
    """The largest learning rate at which the eigenvalues of the measured map coincide, by bisection.

    Where the trace vanishes the eigenvalues are imaginary; from there the rate is doubled until they are real.
    """

    def is_real(eta):
        return np.all(np.isreal(np.linalg.eigvals(coordinate_map(eta, beta, sigma_i))))

    def trace(eta):
        return np.trace(coordinate_map(eta, beta, sigma_i))

    low = trace(0.0) / (trace(0.0) - trace(1.0))
    high = 2 * low
    while not is_real(high):
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if is_real(middle) else (middle, high)
    return high


def relative_error_at_highest_double(t, beta, sigma_i):
    """x_t / x_0 after t raw updates at the largest learning rate with a double eigenvalue, from a_0 = 0."""
    R = coordinate_map(highest_double(beta, sigma_i), beta, sigma_i)
    return float(np.linalg.matrix_power(R, t)[1, 1])
