"""Least squares with weighted residuals and weighted parameters, minimised on numbers.

Shapes throughout: x and c (n,), A (m, n), b (m,), W_1 (k, m), W_2 (l, n).
"""

from functools import partial

import numpy as np

from numeric_checks import instruments


def objective(x, A, b, c, W_1, W_2):
    r = W_1 @ (A @ x - b)
    s = W_2 @ (x - c)
    return r @ r + s @ s


def ridge_objective(x, A, b, lambda_):
    r = A @ x - b
    return r @ r + lambda_ * (x @ x)


def minimiser(A, b, c, W_1, W_2):
    """Where the objective is least, shape (n,). Raises LinAlgError if that is not one point."""
    f = partial(objective, A=A, b=b, c=c, W_1=W_1, W_2=W_2)
    return instruments.minimiser(f, np.zeros(len(c)))


def stacked_form_works(C, d, A, b, c, W_1, W_2, seed=0):
    """Whether ||C x - d||^2 is the objective at random x, and its least-squares solution the minimiser.

    False also if C and d do not fit together or C does not act on x.
    """
    if C.shape != (len(d), len(c)):
        return False
    points = np.random.default_rng(seed).standard_normal((5, len(c)))
    stacked = [(C @ x - d) @ (C @ x - d) for x in points]
    solution = np.linalg.lstsq(C, d, rcond=None)[0]
    return bool(
        np.allclose(stacked, [objective(x, A, b, c, W_1, W_2) for x in points], rtol=1e-9)
        and np.allclose(solution, minimiser(A, b, c, W_1, W_2), rtol=1e-7)
    )


def gives_ridge(W_1, W_2, c, A, b, lambda_):
    """Whether these weights and this centre have the minimiser of the ridge objective."""
    ridge = instruments.minimiser(partial(ridge_objective, A=A, b=b, lambda_=lambda_), np.zeros(A.shape[1]))
    return bool(np.allclose(minimiser(A, b, c, W_1, W_2), ridge, rtol=1e-7))
