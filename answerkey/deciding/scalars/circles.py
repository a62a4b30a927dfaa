"""Sines and cosines: angles are added up from units u, with generators cos u and sin u that obey sin^2 = 1 - cos^2."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from flint import fmpq

from answerkey.deciding.referee.values import Unknown, fraction
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import Expr

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

Circle = tuple[Quotient, Quotient]  # cosine and sine
MOST_TURNS = 60  # multiples of one angle
MOST_ANGLES = 6  # that are added up
PI = Expr("pi")


def circle(field: Field, angle: Quotient) -> Circle:
    """The cosine and the sine of an angle, by the addition of angles, which holds for all reals."""
    found = (field.constant(1), field.zero_quotient())
    if not angle.bottom.is_constant() or len(angle.top) > MOST_ANGLES:
        direction = -1 if angle.top.leading_coefficient() < 0 else 1
        return multiple(field, unit(field, field.scaled(angle, direction)), direction)
    pi = field.of(PI).top
    for exponents, coefficient in angle.top.to_dict().items():
        monomial, number = field.ring.term(fmpq(1), exponents), fraction(coefficient)
        if monomial == pi:
            found = added(field, found, half_turns(field, number))
        elif not divmod(monomial, pi)[1] and field.is_whole(monomial / pi) and number.denominator == 1:
            sign = field.raised(field.constant(-1), Quotient(monomial / pi * int(number), field.one))
            found = added(field, found, (sign, field.zero_quotient()))
        else:
            part, times_over = field.unit("angle ", Quotient(monomial, field.one), number)
            found = added(field, found, multiple(field, unit(field, part), times_over))
    return found


def unit(field: Field, angle: Quotient) -> Circle:
    c = field.generator(("cos", angle.key), inside=angle)
    s = field.generator(("sin", angle.key), inside=angle)
    field.squares.setdefault(s, field.one - field.gens[c] ** 2)
    return Quotient(field.gens[c], field.one), Quotient(field.gens[s], field.one)


def added(field: Field, a: Circle, b: Circle) -> Circle:
    (c, s), (d, t) = a, b
    cosine = field.add(field.multiply(c, d), field.scaled(field.multiply(s, t), -1))
    return cosine, field.add(field.multiply(s, d), field.multiply(c, t))


def multiple(field: Field, angle: Circle, times_over: int) -> Circle:
    if abs(times_over) > MOST_TURNS:
        raise Unknown("a large multiple of an angle")
    if times_over < 0:
        c, s = multiple(field, angle, -times_over)
        return c, field.scaled(s, -1)
    found = (field.constant(1), field.zero_quotient())
    for _ in range(times_over):
        found = added(field, found, angle)
    return found


def half_turns(field: Field, number: Fraction) -> Circle:
    """The circle at `number` times pi: exact for twelfths, else in a unit of its own."""
    if 12 % number.denominator:
        part, times_over = field.unit("angle ", field.of(PI), number)
        turns = 2 * lcm(*(int(c.q) for c in part.top.coeffs()))
        return multiple(field, unit(field, part), times_over % turns)
    twelfths = int(number * 12) % 24
    half, root2, root3 = (field.rational_power(field.constant(n), Fraction(p, 2)) for n, p in ((4, -1), (2, 1), (3, 1)))
    third = (half, field.multiply(half, root3))
    quarter = (field.multiply(half, root2), field.multiply(half, root2))
    quarters = 3 * twelfths % 4
    return added(field, multiple(field, quarter, quarters), multiple(field, third, (twelfths - 3 * quarters) // 4 % 6))
