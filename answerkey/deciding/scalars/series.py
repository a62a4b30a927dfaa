"""Sums without an end: geometric ones where |r| < 1 is known from the domain, and the series of the exponential."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient, times
from answerkey.deciding.scalars.terms import Shape, parts, shape_of
from answerkey.tree import Expr, num

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

MOST_FIRST = 24


def endless(field: Field, expr: Expr) -> Quotient:
    """Sums from a whole number on, of terms that all converge by themselves."""
    index, body, low, _ = expr.args
    first = low.args[0] if low.head == "num" else None
    if first is None or first.denominator != 1 or abs(first) > MOST_FIRST:
        raise Unknown("an endless sum from a symbolic start")
    found = []
    for outer, inner in parts(field, field.of(body), index):
        whole = from_one(field, shape_of(field, inner, index))
        found.append(field.multiply(outer, whole))
    missing = [field.of(body.replace({index: num(k)})) for k in range(int(first), 1)]
    extra = [field.scaled(field.of(body.replace({index: num(k)})), -1) for k in range(1, int(first))]
    return field.total([*found, *missing, *extra])


def from_one(field: Field, shape: Shape | None) -> Quotient:
    """The sum over k >= 1 of k^j r^k, or of k^j r^k / k!."""
    if shape is None or shape.top is not None:
        raise Unknown("an endless sum without a formula")
    if shape.factorials == 1:
        return exponential_series(field, shape)
    if shape.factorials or not is_small(field, shape.ratio):
        raise Unknown("an endless sum that may not converge")
    sums: list[Quotient] = []
    for j in range(shape.degree + 1):  # (1 - r) G_j = r + r sum over l < j of C(j, l) G_l
        inner = field.total([field.constant(1), *(field.scaled(g, comb(j, i)) for i, g in enumerate(sums))])
        below = field.add(field.constant(1), field.scaled(shape.ratio, -1))
        sums.append(field.product([shape.ratio, inner, field.power(below, -1)]))
    return sums[shape.degree]


def exponential_series(field: Field, shape: Shape) -> Quotient:
    from answerkey.deciding.scalars.sums import partitions

    powers = [field.scaled(field.power(shape.ratio, i), partitions(shape.degree, i)) for i in range(shape.degree + 1)]
    whole = field.multiply(field.total(powers), field.exponential(shape.ratio))
    return whole if shape.degree else field.add(whole, field.constant(-1))


def is_small(field: Field, ratio: Quotient) -> bool:
    """Whether |r| < 1 is known from the domain."""
    size = field.absolute(ratio)
    gap = field.add(field.constant(1), field.scaled(size, -1))
    return bool(gap) and field.sign(times(gap.top, gap.bottom)) > 0
