"""Factorials and binomials: whole steps away from a base come out as factors.

(n + c)! = n! (n + 1) ... (n + c), and in the same way along a binomial's rows and diagonals.  These relations are
polynomial identities between values that are all multiples of one of them (the lowest factorial, the highest binomial),
so that what follows from them holds wherever it is defined.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial as product_up_to
from math import floor
from typing import TYPE_CHECKING

from answerkey.deciding.referee.values import Undefined, Unknown, fraction
from answerkey.deciding.scalars.quotients import Quotient, constant_of

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

MOST_STEPS = 64
LARGEST = 400  # number whose factorial is worked out


def factorial(field: Field, argument: Quotient) -> Quotient:
    if argument.top.is_constant() and argument.bottom.is_constant():
        number = constant_of(argument.top)
        if number.denominator != 1 or number < 0:
            raise Undefined("a factorial of what is not a natural number")
        if number > LARGEST:
            raise Unknown("a large factorial")
        return field.constant(product_up_to(int(number)))
    base, steps = split(field, argument)
    found = field.gen(("factorial", base.key), positive=True, inside=base)
    return field.multiply(found, run(field, base, steps))


def run(field: Field, base: Quotient, steps: int) -> Quotient:
    """(base + 1) ... (base + steps), or for negative steps the inverse of what it undoes."""
    if steps < 0:
        return field.power(run(field, shifted(field, base, steps), -steps), -1)
    return field.product([shifted(field, base, j) for j in range(1, steps + 1)])


def split(field: Field, a: Quotient) -> tuple[Quotient, int]:
    """`a` as a base and whole steps from it."""
    if not a.bottom.is_constant():
        return a, 0
    constant = a.top.to_dict().get((0,) * field.size)
    steps = floor(fraction(constant)) if constant else 0
    if abs(steps) > MOST_STEPS:
        return a, 0
    return shifted(field, a, -steps), steps


def shifted(field: Field, a: Quotient, steps: int) -> Quotient:
    return field.add(a, field.constant(steps)) if steps else a


def binomial(field: Field, top: Quotient, bottom: Quotient) -> Quotient:
    """Symmetric where the number above is a natural; C(n + 1, k + 1) (k + 1) = C(n, k) (n + 1)."""
    natural = field.is_natural_sum(top)
    other = field.add(top, field.scaled(bottom, -1))
    for choice in (bottom, other) if natural else (bottom,):
        if choice.top.is_constant() and choice.bottom.is_constant():
            return falling(field, top, constant_of(choice.top))
    (n, a), (k, b) = (top, 0) if top.top.is_constant() else split(field, top), split(field, bottom)
    found = at_base(field, n, k)
    # along the diagonal from (n, k + b - a) up to (n + a, k + b), and along the row from (n, k)
    low = shifted(field, k, b - a)
    found = field.multiply(found, field.multiply(run(field, n, a), field.power(run(field, low, a), -1)))
    return field.multiply(found, along_row(field, n, k, b - a))


def at_base(field: Field, n: Quotient, k: Quotient) -> Quotient:
    other = field.add(n, field.scaled(k, -1))
    if field.is_natural_sum(n):
        if not other:
            return field.constant(1)
        k = min(k, other, key=lambda a: a.key)
    relate(field, n, k)
    return field.gen(("binomial", n.key, k.key), inside=(n, k))


def along_row(field: Field, n: Quotient, k: Quotient, steps: int) -> Quotient:
    """C(n, k + steps) / C(n, k)."""
    if steps < 0:
        return field.power(along_row(field, n, shifted(field, k, steps), -steps), -1)
    gap = field.add(n, field.scaled(k, -1))
    above = field.product([shifted(field, gap, -j) for j in range(steps)])
    return field.multiply(above, field.power(run(field, k, steps), -1))


def falling(field: Field, top: Quotient, number) -> Quotient:
    """A polynomial in what is above, for a number below."""
    if number.denominator != 1 or number < 0:
        raise Undefined("a binomial over what is not a natural number")
    if number > MOST_STEPS:
        raise Unknown("a binomial with many factors")
    above = field.product([shifted(field, top, -j) for j in range(int(number))])
    return field.scaled(above, Fraction(1, product_up_to(int(number))))


def relate(field: Field, n: Quotient, k: Quotient) -> None:
    """C(n, k) k! (n - k)! = n!, where these factorials are defined."""
    rest = field.add(n, field.scaled(k, -1))
    keys = [("binomial", n.key, k.key), *(("factorial", a.key) for a in (k, rest))]
    insides = ((n, k), k, rest)
    whole = [
        field.generator(key, positive=key[0] == "factorial", inside=inside)
        for key, inside in zip(keys, insides, strict=True)
    ]
    product: dict[int, int] = {}
    for i in whole:
        product[i] = product.get(i, 0) + 1
    rule = (product, field.gen(("factorial", n.key), positive=True, inside=n).top)
    if rule not in field.rules:
        field.rules.append(rule)
