"""Gradient descent along an average of the gradients, run on numbers: on whole least-squares problems, and on one
coordinate with a singular value sigma, whose state is the pair (a, x) of average gradient and error."""

from functools import partial
from itertools import accumulate

import numpy as np
from mpmath import MPContext

from numeric_checks.instruments import gradient, minimiser, slope
from numeric_checks.learning_rate import best_rate, worst_rate

ALIKE = 1e-6  # a double eigenvalue of a matrix in floats comes apart by about 1e-8
BLOCK = 128  # steps at a time
PART = 1e-3  # of the error is left when 99.9 % are done
DOUBLINGS = 40  # of the number of steps, for what happens in the long run
LONG = MPContext()
LONG.prec = 200


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
    """The map of the state (a, x) in a step, shape (..., 2, 2) for parameters that broadcast to shape (...).

    Read off the updates of the scalar problem, of loss (sigma x)^2, from (1, 0) and from (0, 1).
    """
    columns = []
    for a, x in np.eye(2):
        a = (1 - beta) * a + beta * slope(lambda x: (sigma * x) ** 2, x)
        columns.append(np.stack(np.broadcast_arrays(a, x - eta * a), axis=-1))
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def characteristic(lambda_, eta, beta, sigma_i):
    """det(lambda I - R) of the measured map R."""
    return float(np.linalg.det(lambda_ * np.eye(2) - coordinate_map(eta, beta, sigma_i)))


def errors(R, blocks=BLOCK):
    """The errors x of the states (a, x) = (0, 1), R (0, 1), R^2 (0, 1), ..., each up to a positive factor.

    Shape (blocks * BLOCK,). After every BLOCK the state is brought back to size one, so that it neither vanishes nor
    outgrows the floats.
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

    The map over 2^k steps is squared again and again and kept at size one; what is taken out is the growth. In long
    numbers, since rounding by e parts a double eigenvalue by the root of e.
    """
    (a, b), (c, d) = (map(LONG.mpf, row) for row in coordinate_map(eta, beta, sigma_i).tolist())
    logarithm = LONG.mpf(0)
    for k in range(DOUBLINGS):
        size = max(abs(a), abs(b), abs(c), abs(d))
        logarithm += LONG.log(size) / 2**k
        a, b, c, d = a / size, b / size, c / size, d / size
        a, b, c, d = a * a + b * c, (a + d) * b, (a + d) * c, d * d + b * c
    return float(LONG.exp(logarithm))


def settles(eta, beta, sigma_i):
    """Whether the error dies out in the long run."""
    return factor(eta, beta, sigma_i) < 1 - 1e-9


def settles_without_oscillation(eta, beta, sigma_i):
    """Whether the error dies out as with two different real eigenvalues."""
    return settles(eta, beta, sigma_i) and does_not_oscillate(eta, beta, sigma_i)


def has_real_eigenvalues(eta, beta, sigma_i):
    return bool(np.all(np.isreal(np.linalg.eigvals(coordinate_map(eta, beta, sigma_i)))))


def imaginary_rate(beta, sigma_i):
    """The learning rate at which the trace of the measured map vanishes, and so its eigenvalues are imaginary."""
    first, second = (np.trace(coordinate_map(eta, beta, sigma_i)) for eta in (0.0, 1.0))
    return first / (first - second)


def highest_double(beta, sigma_i):
    """The largest learning rate with a double eigenvalue, where the eigenvalues of the measured map become real."""
    high = complex_ = imaginary_rate(beta, sigma_i)
    while not has_real_eigenvalues(high, beta, sigma_i):
        high *= 2
    return between(complex_, high, beta, sigma_i)


def lowest_double(beta, sigma_i):
    """The smallest learning rate with a double eigenvalue."""
    return between(imaginary_rate(beta, sigma_i), 0.0, beta, sigma_i)


def between(complex_, real, beta, sigma_i):
    """The learning rate between two at which the eigenvalues are complex and real where they change, by bisection."""
    for _ in range(60):
        middle = (complex_ + real) / 2
        if has_real_eigenvalues(middle, beta, sigma_i):
            real = middle
        else:
            complex_ = middle
    return real


def relative_error_at_highest_double(t, beta, sigma_i):
    """x_t / x_0 after t raw updates at the largest learning rate with a double eigenvalue, from a_0 = 0."""
    R = coordinate_map(highest_double(beta, sigma_i), beta, sigma_i)
    return float(np.linalg.matrix_power(R, t)[1, 1])


# two singular values with one learning rate, of which the slower one decides


def radius(eta, beta, sigma):
    """The size of the largest eigenvalue of the measured map; arrays that broadcast are welcome."""
    return np.abs(np.linalg.eigvals(coordinate_map(eta, beta, sigma))).max(axis=-1)


def worst_factor(eta, beta, sigma_ell, sigma_s):
    """The factor on the error of the slower of two coordinates, for arrays as well."""
    return np.maximum(radius(eta, beta, sigma_ell), radius(eta, beta, sigma_s))


def balance(beta, sigma_ell, sigma_s):
    """A learning rate whose worst factor is least: below it sigma_s is slower, above it sigma_ell, which is larger.

    By bisection, for every entry of `beta`; where both factors are the same along a range, somewhere in it.
    """

    def larger_is_slower(eta):
        return radius(eta, beta, sigma_ell) > radius(eta, beta, sigma_s)

    low, high = np.zeros(np.shape(beta)), np.ones(np.shape(beta))
    while not np.all(larger_is_slower(high)):
        high = high * 2
    for _ in range(60):
        middle = (low + high) / 2
        slower = larger_is_slower(middle)
        low, high = np.where(slower, low, middle), np.where(slower, middle, high)
    return high


def best_factor(beta, sigma_ell, sigma_s):
    """The least worst factor over all learning rates."""
    return worst_factor(balance(beta, sigma_ell, sigma_s), beta, sigma_ell, sigma_s)


def attains_the_best(eta, beta, sigma_ell, sigma_s):
    """Whether no learning rate has a smaller worst factor than `eta`, up to ALIKE."""
    return bool(worst_factor(eta, beta, sigma_ell, sigma_s) <= (1 + ALIKE) * best_factor(beta, sigma_ell, sigma_s))


def steps_to(epsilon, shrink):
    """How many times 1 must be multiplied by `shrink` to be at most `epsilon`."""
    error, steps = 1.0, 0
    while error > epsilon * (1 + 1e-9):
        error, steps = error * shrink, steps + 1
    return steps


def steps_to_part(epsilon, eta, beta, sigma_i):
    """The steps to the part `epsilon` of the error, if every one had the factor of the long run."""
    return steps_to(epsilon, factor(eta, beta, sigma_i))


def steps_by_factor(beta, sigma_ell, sigma_s):
    """The steps to the part PART of the error at a best rate, if every one had the factor of the long run."""
    eta = balance(beta, sigma_ell, sigma_s)
    return steps_to(PART, max(factor(eta, beta, sigma) for sigma in (sigma_ell, sigma_s)))


def steps_of_plain_descent(sigma_ell, sigma_s):
    """The steps of plain descent at its best rate, which has the measured factor from the first step on."""
    return steps_to(PART, best_rate(sigma_ell, sigma_s)[1])


def path(eta, beta, sigma, steps):
    """The states (a, x) from (0, 1) on, shape (steps + 1, 2); a beta of one is plain descent."""
    R, states = coordinate_map(eta, beta, sigma), np.zeros((steps + 1, 2))
    states[0, 1] = 1
    for t in range(steps):
        states[t + 1] = R @ states[t]
    return states


def worst_errors(eta, beta, sigma_ell, sigma_s, steps=1_000):
    """The larger of the two relative errors after every step, shape (steps + 1,)."""
    return np.max([np.abs(path(eta, beta, sigma, steps)[:, 1]) for sigma in (sigma_ell, sigma_s)], axis=0)


def simulated_steps(eta, beta, sigma_ell, sigma_s):
    """The step from which on both relative errors stay at most PART, from an average of zero."""
    return int(np.flatnonzero(worst_errors(eta, beta, sigma_ell, sigma_s) > PART)[-1]) + 1


def steps_at_unit_rate(beta, sigma_ell, sigma_s):
    return simulated_steps(1.0, beta, sigma_ell, sigma_s)


def steps_at_highest_best(beta, sigma_ell, sigma_s):
    """The steps at the largest of the best rates, from which on the eigenvalues of sigma_ell are real."""
    return simulated_steps(highest_double(beta, sigma_ell), beta, sigma_ell, sigma_s)


def steps_at_lowest_best(beta, sigma_ell, sigma_s):
    """The steps at the smallest of the best rates, up to which the eigenvalues of sigma_s are real."""
    return simulated_steps(lowest_double(beta, sigma_s), beta, sigma_ell, sigma_s)


def beats_plain_descent(eta, zeta, beta, sigma_ell, sigma_s):
    """Whether the worse error shrinks faster with momentum at `eta` than in plain descent at `zeta`."""
    return bool(worst_factor(eta, beta, sigma_ell, sigma_s) < worst_rate(zeta, sigma_ell, sigma_s))


def momentum_is_faster(beta, sigma_ell, sigma_s):
    """Whether momentum at its best rate has a smaller factor than plain descent at its own."""
    return bool(best_factor(beta, sigma_ell, sigma_s) < best_rate(sigma_ell, sigma_s)[1] * (1 - 1e-9))


def best_memory(sigma_ell, sigma_s):
    """The pair (beta, factor) that is best, each beta with its best learning rate, by a search in ever finer grids."""
    low, high = 0.0, 1.0
    for _ in range(12):
        betas = np.linspace(low, high, 35)
        factors = best_factor(betas[1:-1], sigma_ell, sigma_s)
        at = int(np.argmin(factors))
        low, beta, high = betas[at : at + 3]
    return float(beta), float(factors[at])


# what a singular value does, and other conventions


def slope_along(t, i, X, y, V, beta, eta):
    """Entry i, counted from 1, of V^T grad L(w_t), after t updates from zero."""
    w, _ = run(X, y, beta, eta, t)
    return float((V.T @ gradient(partial(loss, X=X, y=y), w))[round(i) - 1])


def first_move(i, X, y, V, beta, eta):
    """Entry i, counted from 1, of V^T (w_1 - w_0), by an update from zero."""
    w, _ = run(X, y, beta, eta, 1)
    return float((V.T @ w)[round(i) - 1])


def is_heavy_ball(alpha, mu, X, y, beta, eta, steps=12):
    """Whether w' = w - alpha grad L(w) + mu (w - its predecessor) goes on along the path of the averaged gradients."""
    path = [run(X, y, beta, eta, t)[0] for t in range(steps)]
    f = partial(loss, X=X, y=y)
    before, w = path[:2]
    for expected in path[2:]:
        before, w = w, w - alpha * gradient(f, w) + mu * (w - before)
        if not np.allclose(w, expected, rtol=1e-6, atol=1e-9 * np.abs(path).max()):
            return False
    return True


def is_undamped_sum(alpha, mu, X, y, beta, eta, steps=12):
    """Whether v' = mu v + grad L(w), w' = w - alpha v' makes the path of the averaged gradients."""
    f = partial(loss, X=X, y=y)
    w = v = np.zeros(X.shape[1])
    for t in range(1, steps):
        v = mu * v + gradient(f, w)
        w = w - alpha * v
        expected = run(X, y, beta, eta, t)[0]
        if not np.allclose(w, expected, rtol=1e-6, atol=1e-9 * np.abs(expected).max()):
            return False
    return True
