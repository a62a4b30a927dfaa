"""Numbers and small matrices with rigorous arithmetic: exact rationals while they last, else balls around reals.

A scalar is an `fmpq` or, once a root or a logarithm is not rational, an `arb` ball that surely holds it.
A matrix is an `fmpq_mat`, or an `arb_mat` once one of its entries is a ball.  Whatever is undefined over the reals
raises `Undefined`; what cannot be told raises `Unknown`.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat, fmpz

Scalar = fmpq | arb
Value = Any  # a scalar or a matrix, which have their operators in common
Grid = list[list[Scalar]]  # the entries of a matrix, row by row; a number is a grid of one

MATRICES = (fmpq_mat, arb_mat)
HUGE = 4_096  # bits of an exact number, beyond which balls take over
PER_BIT = 64  # as many more where a higher precision is asked for
LARGEST_ARGUMENT = 10**9  # of an exponential
LARGEST_MATRIX_POWER = 512


class Undefined(Exception):
    """An expression without a value at this point: a division by zero, the root or logarithm of a negative."""


class Unknown(Exception):
    """What cannot be told: an unsupported construct, or two balls that overlap."""


@cache
def exact(number: Fraction | int | fmpq) -> fmpq:
    if isinstance(number, fmpq):
        return number
    number = Fraction(number)
    return fmpq(number.numerator, number.denominator)


def fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def is_matrix(value) -> bool:
    return isinstance(value, MATRICES)


def is_rational(value) -> bool:
    return isinstance(value, fmpq | fmpq_mat)


def matrix(rows: int, columns: int, entries: Sequence[Scalar]) -> Value:
    """A matrix of these entries, row by row: exact where they all are."""
    kind: Any = fmpq_mat if all(isinstance(entry, fmpq) for entry in entries) else arb_mat
    return kind(rows, columns, entries)


def grid_of(value: Value) -> Grid:
    return value.tolist() if is_matrix(value) else [[value]]


def from_grid(rows: Grid) -> Value:
    """The matrix of these rows; a number where there is one entry."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    return matrix(len(rows), len(rows[0]), [entry for row in rows for entry in row])


def times(left: Value, right: Value) -> Value:
    if isinstance(left, fmpq_mat) and isinstance(right, arb):
        left = arb_mat(left)
    elif isinstance(left, arb) and isinstance(right, fmpq_mat):
        right = arb_mat(right)
    return left * right


def ball(value: Scalar) -> arb:
    return value if isinstance(value, arb) else arb(value)


def sign(value: Scalar) -> int:
    """-1, 0 or 1; raises Unknown for a ball around zero."""
    if isinstance(value, fmpq):
        return (value > 0) - (value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    if value == 0:
        return 0
    raise Unknown("two numbers could not be told apart")


def absolute(value: Any) -> Scalar:
    return abs(value)


def largest(values: Sequence[Scalar]) -> Scalar:
    """The greatest of some numbers; where balls overlap, a ball around it."""
    best = values[0]
    for other in values[1:]:
        try:
            best = other if sign(other - best) > 0 else best
        except Unknown:
            best = ball(best).max(ball(other))
    return best


def inverse(value: Value) -> Value:
    if is_matrix(value):
        try:
            return value.inv()
        except ZeroDivisionError:
            if isinstance(value, arb_mat):
                raise Unknown("whether a matrix of balls is singular") from None
            raise Undefined("a singular matrix has no inverse") from None
    if sign(value) == 0:
        raise Undefined("a division by zero")
    return 1 / value


def power(base: Value, exponent: Value) -> Value:
    """`base` to the `exponent` over the reals; 0 to the 0 is 1, as for a polynomial."""
    if is_matrix(exponent):
        raise Unknown("a matrix stands in an exponent")
    if isinstance(exponent, fmpq) and exponent.q == 1:
        return whole_power(base, int(exponent.p))
    if is_matrix(base):
        raise Unknown("a fractional power of a matrix")
    if isinstance(exponent, fmpq) and sign(base) < 0 and exponent.q % 2 == 1:
        root = power(-base, exponent)
        return root if exponent.p % 2 == 0 else -root
    if sign(base) < 0:
        if isinstance(exponent, arb):  # it may be a whole number after all
            raise Unknown("whether a negative number has a power")
        raise Undefined("a root of a negative number")
    if sign(base) == 0:
        if sign(exponent) < 0:
            raise Undefined("a division by zero")
        return fmpq(0) if sign(exponent) else fmpq(1)
    if isinstance(base, fmpq) and isinstance(exponent, fmpq) and exponent.q == 2:
        root = rational_root(base)
        if root is not None:
            return whole_power(root, int(exponent.p))
        return whole_power(arb(base).sqrt(), int(exponent.p))
    return moderate(ball(exponent) * ball(base).log()).exp()


def varying_power(base: Value, exponent: Value) -> Value:
    """`base` to an exponent with names in it, which a negative number has only where the exponent is whole."""
    if isinstance(exponent, fmpq) and exponent.q != 1 and not is_matrix(base) and sign(base) < 0:
        raise Undefined("a root of a negative number")
    return power(base, exponent)


def moderate(argument: arb) -> arb:
    """`argument`, unless it is so large that its exponential or sine would cost more digits than there is memory."""
    if not abs(argument) < LARGEST_ARGUMENT:
        raise Unknown("a function of a huge number")
    return argument


def whole_power(base: Value, exponent: int) -> Value:
    if exponent < 0:
        return whole_power(inverse(base), -exponent)
    if is_matrix(base):
        if exponent > LARGEST_MATRIX_POWER:
            raise Unknown("a large power of a matrix")
        return base**exponent if exponent else identity(base.nrows())
    if isinstance(base, fmpq):
        size = max(fmpz(base.p).bit_length(), fmpz(base.q).bit_length())
        if base in (0, 1, -1) or not is_beyond(size * exponent):
            return base**exponent
    if exponent > LARGEST_ARGUMENT:
        raise Unknown("a huge power")
    return ball(base) ** fmpz(exponent)


def is_beyond(bits: int) -> bool:
    """Whether an exact number of so many bits would cost more than the precision that is asked for is worth."""
    return bits > max(HUGE, PER_BIT * ctx.prec)


def in_bounds(value: Value) -> Value:
    """`value`, as a ball where its digits have grown beyond use."""
    if isinstance(value, fmpq) and (bits := max(value.p.bit_length(), value.q.bit_length())) > HUGE and is_beyond(bits):
        return arb(value)
    return value


def rational_root(value: fmpq) -> fmpq | None:
    top, bottom = fmpz(value.p).isqrt(), fmpz(value.q).isqrt()
    return fmpq(top, bottom) if top * top == value.p and bottom * bottom == value.q else None


def logarithm(value: Scalar) -> Scalar:
    if sign(value) <= 0:
        raise Undefined("the logarithm of a number that is not positive")
    return fmpq(0) if value == 1 else ball(value).log()


def exponential(value: Scalar) -> Scalar:
    return fmpq(1) if value == 0 else moderate(ball(value)).exp()


def rounded(value: Scalar, up: bool) -> Scalar:
    if isinstance(value, fmpq):
        return fmpq(value.ceil() if up else value.floor())
    found = (value.ceil() if up else value.floor()).unique_fmpz()
    if found is None:
        raise Unknown("a rounding that falls on a whole number")
    return fmpq(found)


def identity(size: int) -> fmpq_mat:
    return fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def multiple(factor: Scalar, rows: int, columns: int) -> Value:
    """A multiple of the identity; that of a shape which is not square can only be zero."""
    if isinstance(factor, fmpq) and factor == 0:
        return zeros(rows, columns)
    if rows != columns:
        raise Unknown("a multiple of the identity that is not square")
    return times(identity(rows), factor)


def zeros(rows: int, columns: int) -> fmpq_mat:
    return fmpq_mat(rows, columns, [0] * (rows * columns))


def pseudo_inverse(matrix: Value) -> Value:
    """Moore and Penrose's inverse, exactly: with X = F G of full rank, G^T (G G^T)^-1 (F^T F)^-1 F^T."""
    if isinstance(matrix, arb_mat):  # of full rank, where an inverse can be told to exist
        t, wide = matrix.transpose(), matrix.nrows() < matrix.ncols()
        return t * inverse(matrix * t) if wide else inverse(t * matrix) * t
    reduced, rank = matrix.rref()
    if rank == 0:
        return zeros(matrix.ncols(), matrix.nrows())
    pivots = [next(j for j in range(reduced.ncols()) if reduced[i, j] != 0) for i in range(rank)]
    left = fmpq_mat(matrix.nrows(), rank, [matrix[i, j] for i in range(matrix.nrows()) for j in pivots])
    right = fmpq_mat(rank, matrix.ncols(), [reduced[i, j] for i in range(rank) for j in range(matrix.ncols())])
    left_t, right_t = left.transpose(), right.transpose()
    return right_t * (right * right_t).inv() * (left_t * left).inv() * left_t


def scalar_if_single(found):
    return found[0, 0] if is_matrix(found) and (found.nrows(), found.ncols()) == (1, 1) else found


def shown(number: Value) -> str:
    """A number or matrix in plain text; a ball by the digits of its middle."""
    if isinstance(number, arb):
        return number.str(12, radius=False)
    if not is_matrix(number):
        return str(number)
    rows = [", ".join(map(shown, row)) for row in grid_of(number)]
    return f"[{'; '.join(rows)}]"
