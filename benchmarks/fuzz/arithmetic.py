"""The second referee's numbers: many points at once in floats, or one point in a hundred digits.

A number is an array of shape (points,), a matrix one of shape (points, rows, columns).  What is undefined is nan.
"""

from contextlib import contextmanager
from fractions import Fraction

import mpmath
import numpy as np

STEEP = ("exp", "tanh", "erf")
STEEPEST = 80  # argument, beyond which many digits are not enough to see a difference from a limit, or beside others
FUNCTIONS = ("exp", "log", "tanh", "sin", "cos", "erf")


class Arithmetic:
    """What both kinds have in common."""

    steepest: float = STEEPEST

    @contextmanager
    def steeply(self):
        """Where steep functions are weighed by something that falls more steeply."""
        self.steepest = 1e6
        yield
        self.steepest = STEEPEST


class Floats(Arithmetic):
    """Double precision; quick, and right to a tolerance."""

    tie, sloping, rough = (
        1e-9,
        1e-5,
        1e-5,
    )  # gaps that count as none: plain; of slopes; of optima and limits
    step, near, far = 1e-3, 1e-4, 1e5  # of a difference quotient; beside a limit's target; in place of infinity
    widest = 10  # of a Gaussian, in deviations
    zooms = 26  # of a search for an optimum

    def constant(self, number: Fraction, count: int):
        return np.full(count, float(number))

    def finite(self, x):
        return np.where(np.isfinite(x), x, np.nan)

    def isnan(self, x):
        return np.isnan(x)

    def divide(self, x, y):
        return self.finite(np.divide(x, y))

    def function(self, name: str, x):
        if name in STEEP:
            x = np.where(abs(x) > self.steepest, np.nan, x)
        if name == "erf":
            return np.vectorize(lambda v: float(mpmath.fp.erf(v)))(x) if x.size else x
        if name == "log":
            x = np.where(x > 0, x, np.nan)
        return self.finite(getattr(np, name)(x))

    def floor(self, x):
        """A number that is whole but for its last digits counts as whole."""
        nearest = np.round(x)
        return np.where(np.abs(x - nearest) < 1e-9 * (1 + np.abs(x)), nearest, np.floor(x))

    def real_power(self, x, y):
        """Of a base that is not negative."""
        return self.finite(np.power(np.where(x < 0, np.nan, x), y))

    def factorial(self, x):
        return np.vectorize(lambda v: float(mpmath.fp.factorial(v)) if v >= 0 and v < 150 else np.nan)(self.whole(x))

    def whole(self, x):
        nearest = np.round(x)
        return np.where(np.abs(x - nearest) < 1e-9, nearest, np.nan)

    def inverse(self, m):
        scale = np.abs(m).max(axis=(1, 2), keepdims=True) + 1e-300
        regular = np.linalg.cond(np.nan_to_num(m / scale)) < 1e9
        safe = np.where(regular[:, None, None], m, np.eye(m.shape[1]))
        return np.where(regular[:, None, None], np.linalg.inv(safe), np.nan)

    def pseudo_inverse(self, m):
        return np.linalg.pinv(m, rcond=1e-10)

    def determinant(self, m):
        return np.linalg.det(m)

    def rank(self, m):
        return np.linalg.matrix_rank(m).astype(float)

    def eigenvalues(self, m):
        return np.linalg.eigvalsh(m)


class Digits(Arithmetic):
    """A given number of digits, one point at a time; slow, and for these formulas as good as exact."""

    zooms, widest = 50, 40

    def __init__(self, digits: int = 100):
        self.mp = mpmath.MPContext()
        self.mp.dps = digits
        tenth = self.mp.mpf(10)
        self.tie, self.sloping, self.rough = tenth ** (-digits // 2), tenth ** (-2 * digits // 5), tenth**-18
        self.step, self.near, self.far = tenth ** (-digits // 4), tenth ** (-digits // 4), tenth ** (digits // 4)
        self.nan = self.mp.nan
        self.saturated = False  # whether some value was left out as too steep

    def each(self, function, *arrays):
        """`function` of every entry; nan where it has no real value."""

        def guarded(*entries):
            if any(self.mp.isnan(e) for e in entries):
                return self.nan
            try:
                found = function(*entries)
            except (ZeroDivisionError, ValueError, OverflowError):
                return self.nan
            return found if isinstance(found, self.mp.mpf) and self.mp.isfinite(found) else self.nan

        found = np.frompyfunc(guarded, len(arrays), 1)(*arrays)
        return np.asarray(found, dtype=object)

    def number(self, value):
        if isinstance(value, Fraction):
            return self.mp.mpf(value.numerator) / value.denominator
        return self.mp.mpf(value)

    def constant(self, number: Fraction, count: int):
        return np.full(count, self.number(number), dtype=object)

    def finite(self, x):
        return x

    def isnan(self, x):
        return np.asarray(np.frompyfunc(self.mp.isnan, 1, 1)(x), dtype=bool)

    def divide(self, x, y):
        return self.each(lambda a, b: a / b, x, y)

    def function(self, name: str, x):
        if name in STEEP and (beyond := abs(x) > self.steepest).any():
            self.saturated, x = True, np.where(beyond, self.nan, x)
        if name == "log":
            return self.each(lambda a: self.mp.log(a) if a > 0 else self.nan, x)
        return self.each(getattr(self.mp, name), x)

    def floor(self, x):
        def one(a):
            nearest = self.mp.nint(a)
            return nearest if abs(a - nearest) < self.tie * (1 + abs(a)) else self.mp.floor(a)

        return self.each(one, x)

    def real_power(self, x, y):
        return self.each(lambda a, b: a**b if a > 0 else self.mp.mpf(0) if a == 0 and b > 0 else self.nan, x, y)

    def whole(self, x):
        return self.each(lambda a: self.mp.nint(a) if abs(a - self.mp.nint(a)) < self.tie else self.nan, x)

    def factorial(self, x):
        return self.each(lambda a: self.mp.factorial(a) if 0 <= a < 2000 else self.nan, self.whole(x))

    # -- matrices

    def of_matrix(self, function, m, shape):
        """`function` of the matrix at each point, as an array of `shape`; nan where there is none."""
        found = np.full((len(m), *shape), self.nan, dtype=object)
        for at, grid in enumerate(m):
            if not self.isnan(grid).any():
                try:
                    value = function(self.mp.matrix(grid.tolist()))
                    found[at] = np.array(value, dtype=object).reshape(shape) if shape else value
                except ZeroDivisionError:
                    continue
        return found

    def inverse(self, m):
        def one(grid):
            if self.ranked(grid) < grid.rows:
                raise ZeroDivisionError
            return (grid**-1).tolist()

        return self.of_matrix(one, m, m.shape[1:])

    def pseudo_inverse(self, m):
        def one(grid):
            u, s, v = self.mp.svd_r(grid)
            large = self.mp.matrix([1 / x if x > self.small(s) else 0 for x in s])
            return (v.T * self.mp.diag(list(large)) * u.T).tolist()

        return self.of_matrix(one, m, m.shape[:0:-1])

    def small(self, singular):
        return self.tie * (1 + max(singular, default=self.mp.mpf(0)))

    def ranked(self, grid) -> int:
        singular = self.mp.svd_r(grid, compute_uv=False)
        return sum(1 for x in singular if x > self.small(singular))

    def rank(self, m):
        return self.of_matrix(lambda grid: self.number(self.ranked(grid)), m, ())

    def determinant(self, m):
        return self.of_matrix(lambda grid: eliminated(grid.tolist()), m, ())

    def eigenvalues(self, m):
        return self.of_matrix(lambda grid: list(self.mp.eigsy(grid, eigvals_only=True)), m, m.shape[1:2])


def eliminated(rows: list[list]):
    """A determinant, by elimination with the largest pivot."""
    found = 1
    for k in range(len(rows)):
        best = max(range(k, len(rows)), key=lambda i: abs(rows[i][k]))
        if rows[best][k] == 0:
            return rows[best][k]
        if best != k:
            rows[k], rows[best], found = rows[best], rows[k], -found
        found = found * rows[k][k]
        for row in rows[k + 1 :]:
            factor = row[k] / rows[k][k]
            row[k:] = [x - factor * y for x, y in zip(row[k:], rows[k][k:], strict=True)]
    return found
