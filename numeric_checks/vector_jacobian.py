"""f(x) = v v^T x on numbers: its Jacobian and vector-Jacobian product by complex steps, and what both cost.

Costs are counted and not timed: the programs run on numbers that count what is done with them, and the bytes that
they take at once are asked from the allocator.
"""

import tracemalloc
from dataclasses import dataclass
from math import log2

import numpy as np

from numeric_checks.instruments import gradient


def f(x, v):
    return v * (v @ x)


def jacobian(v, h=1e-20):
    """The (n, n) derivatives of f, v of shape (n,): a column for every unit vector."""
    return np.transpose([f(1j * h * unit, v).imag / h for unit in np.eye(len(v))])


def pullback(v, y):
    """J^T y, shape (n,), as the gradient of y^T f(x): without the Jacobian."""
    return gradient(lambda x: y @ f(x, v), np.zeros(len(v)))


def pullback_of_example(a, c):
    return pullback(a, c)


# -- what it costs


@dataclass
class Tally:
    """What was done with numbers, and how many of them were kept at most."""

    products: int = 0
    kept: int = 0
    most_kept: int = 0


class Counted:
    """A number that writes down on its tally that it was made, multiplied and given up."""

    def __init__(self, value, tally):
        self.value, self.tally = value, tally
        tally.kept += 1
        tally.most_kept = max(tally.most_kept, tally.kept)

    def __del__(self):
        self.tally.kept -= 1

    def __mul__(self, other):
        self.tally.products += 1
        return Counted(self.value * other.value, self.tally)

    def __add__(self, other):
        return Counted(self.value + other.value, self.tally)


def whole_jacobian(v, y):
    """All entries of J at once, each a product of two entries of v; `y` is not needed."""
    return v[:, None] * v[None, :]


def product_alone(v, y):
    """J^T y by two passes over v: a number first, and then its multiple of v."""
    return v * (v @ y)


def tally_of(program, n):
    """The Tally of a `program` on vectors of n counted numbers, which are not among those that it keeps."""
    tally = Tally()
    v, y = (np.array([Counted(float(i + 1), tally) for i in range(n)]) for _ in range(2))
    tally.kept = tally.most_kept = 0
    program(v, y)
    return tally


def bytes_of(program, n):
    """How many bytes a `program` takes at once on vectors of n floats."""
    v = np.ones(n)
    program(v, v)  # what is set up at the first call is not counted
    tracemalloc.start()
    program(v, v)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def jacobian_products(n):
    return tally_of(whole_jacobian, n).products


def jacobian_memory(n):
    return tally_of(whole_jacobian, n).most_kept


def products(n):
    return tally_of(product_alone, n).products


def memory(n):
    return tally_of(product_alone, n).most_kept


def jacobian_products_exponent(n):
    return log2(jacobian_products(2 * n) / jacobian_products(n))


def products_exponent(n):
    return log2(products(2 * n) / products(n))


def bytes_exponent(program, n):
    """The exponent with which bytes grow, by their growth from n to 2n and to 4n: what is always needed drops out."""
    one, two, four = (bytes_of(program, k * n) for k in (1, 2, 4))
    return log2((four - two) / (two - one))


def jacobian_memory_exponent():
    return bytes_exponent(whole_jacobian, 256)


def memory_exponent():
    return bytes_exponent(product_alone, 4096)
