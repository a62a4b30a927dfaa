"""Roundings taken out of a claim: by what a rounding is compared with, and by whole periods and rests.

For a whole number t, floor(u) <= t is u < t + 1, and so on for each comparison.  What is rounded and is affine in x is
cut into cells: with x = q n + r, for a period q, every rounding is a multiple of n and a number, which is the same
along each of finitely many intervals of rests r.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm

from answerkey.context import Context
from answerkey.deciding.matrices.chance import random_leaf
from answerkey.tree import ONE, ZERO, Expr, is_bound, name, num

Linear = dict[Expr, Fraction]  # coefficients of names and roundings, and of ONE
Cell = tuple[Fraction, Fraction, dict[Expr, int]]  # the ends of an open interval, or one number twice, and roundings
Decide = Callable[[Context, Expr], bool]  # whether a claim is proved in a context
ROUNDED = frozenset({"floor", "ceil"})
MOST_CELLS = 40
MOST_NODES = 6
LONGEST = 12  # period
NEAR = (0, 1, -1)  # steps from a quotient that are tried

# -- roundings compared with whole numbers


def without_roundings(claim: Expr, context: Context) -> Expr:
    """`claim` with every comparison of a rounding and a whole number made one of what is rounded; equivalent to it."""
    if claim.head in ("eq", "ne", "lt", "le") and not any(node.shape for node in claim.nodes):
        return compared(claim, context)
    if claim.head in ("and", "or", "not", "implies", "iff", "forall", "exists"):
        return claim.rebuild(lambda node: without_roundings(node, context))
    return claim


def compared(claim: Expr, context: Context) -> Expr:
    for side, other in (claim.args, claim.args[::-1]):
        terms = side.args if side.head == "add" else (side,)
        rounded = [node for node in terms if node.head in ROUNDED]
        rest = [node for node in terms if node.head not in ROUNDED]
        if len(rounded) != 1 or not all(is_whole(node, context) for node in (*rest, other)):
            continue
        both = within(rounded[0], Expr("add", other, *(-node for node in rest)) if rest else other)
        if claim.head in ("eq", "ne"):
            return both if claim.head == "eq" else Expr("or", *map(denied, both.args))
        below, above = both.args
        first, strict = side is claim.args[0], claim.head == "lt"
        if strict:  # less than t is not at least t
            return denied(below if first else above)
        return above if first else below
    return claim


def within(rounded: Expr, t: Expr) -> Expr:
    """That a rounding is the whole number t, as bounds of what is rounded."""
    (u,) = rounded.args
    if rounded.head == "ceil":
        return Expr("and", Expr("lt", t - ONE, u), Expr("le", u, t))
    return Expr("and", Expr("le", t, u), Expr("lt", u, t + ONE))


def denied(comparison: Expr) -> Expr:
    low, high = comparison.args
    return Expr("le" if comparison.head == "lt" else "lt", high, low)


def is_whole(expr: Expr, context: Context) -> bool:
    """Whether an expression is a whole number by its grammar."""
    if expr.head == "num":
        return expr.args[0].denominator == 1
    if expr.head == "name":
        return is_whole_name(expr, context)
    if expr.head in ("add", "mul", "max", "min", "abs", "sign", "factorial"):
        return all(is_whole(node, context) for node in expr.args)
    return expr.head in ROUNDED


def is_whole_name(leaf: Expr, context: Context) -> bool:
    return context.is_natural(leaf) or Expr("in", leaf, Expr("integers")) in context.conditions


# -- periods and rests


def by_rests(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether `claim` is proved in each cell of rests of a name in what it rounds."""
    claim = without_roundings(claim, context)
    about = [claim, *(c for c in context.conditions if any(node.head in ROUNDED for node in c.walk()))]
    nodes = sorted({n for part in about for n in part.walk() if n.head in ROUNDED}, key=lambda n: (n.depth, repr(n)))
    names = sorted({leaf for node in nodes for leaf in node.walk() if leaf.head == "name"}, key=repr)
    if not nodes or len(nodes) > MOST_NODES or any(map(is_bound, names)):
        return False
    if any(random_leaf(context, leaf) for node in nodes for leaf in node.walk()):
        return False  # within an expectation, every rest may come up
    real = [leaf for leaf in names if not is_whole_name(leaf, context)]
    for x in real if real else names:
        cut = Cut(context, x, nodes)
        if len(real) < 2 and cut.is_periodic() and (cells := list(cut.cells())):
            return len(cells) <= MOST_CELLS and all(proved(*cut.within(cell, claim)) for cell in cells)
    return not real and by_division(context, claim, nodes, proved)


def by_division(context: Context, claim: Expr, nodes: list[Expr], proved: Decide) -> bool:
    """Whether `claim` is proved with N = q d + r, for roundings of what is divided by a whole number d from 1 on."""
    divisors = {n.args[0] for node in nodes for n in node.walk() if n.head == "pow" and n.args[1] == num(-1)}
    if len(divisors) != 1 or not is_whole_name(d := divisors.pop(), context):
        return False
    above = sorted({leaf for node in nodes for leaf in node.walk() if leaf.head == "name"} - {d}, key=repr)
    if len(above) != 1 or not proved(context, Expr("le", ONE, d)):
        return False
    q, r = name(f"part {above[0].args[0]}"), name(f"rest {above[0].args[0]}")
    put = {above[0]: q * d + r}
    kept = tuple(c.replace(put) for c in context.conditions if c.head != "in" or c.args[0] != above[0])
    larger = replace(context, conditions=kept).with_symbol(q.args[0]).with_symbol(r.args[0])
    kind = "naturals" if context.is_natural(above[0]) else "integers"
    larger = larger.with_condition(Expr("in", q, Expr(kind)), Expr("in", r, Expr("naturals")))
    beyond = Expr("le", ONE, r)
    rests = ((Expr("eq", r, ZERO),), (beyond, Expr("lt", r, d - ONE)), (beyond, Expr("eq", r, d - ONE)))
    cases = [larger.with_condition(*case) for case in rests]
    return all(is_divided(case, claim.replace(put), [node.replace(put) for node in nodes], q, proved) for case in cases)


def is_divided(context: Context, claim: Expr, nodes: list[Expr], q: Expr, proved: Decide) -> bool:
    """Whether a claim is proved once each rounding is found to be near the quotient q."""
    for node in nodes:
        whole = next((q + num(step) for step in NEAR if proved(context, within(node, q + num(step)))), None)
        if whole is None:
            return False
        claim = claim.replace({node: whole})
    return proved(context, claim)


class Cut:
    """What becomes of roundings, the inner ones first, with x = q n + r."""

    def __init__(self, context: Context, x: Expr, nodes: list[Expr]):
        self.context, self.x, self.nodes = context, x, nodes
        self.forms = {node: form for node in nodes if (form := linear(node.args[0])) is not None}
        self.whole = is_whole_name(x, context)
        self.rates: dict[Expr, Fraction] = {}
        self.others: dict[Expr, Linear] = {}  # whole numbers that come out of a rounding
        self.period = 1

    def is_periodic(self) -> bool:
        """Whether every rounding grows by a whole number along a period; finds the period."""
        if len(self.forms) < len(self.nodes):
            return False
        for node, form in self.forms.items():
            rate, outside = Fraction(0), dict[Expr, Fraction]()
            for part, coefficient in form.items():
                if part in self.rates:
                    rate += coefficient * self.rates[part]
                    for leaf, times_over in self.others[part].items():
                        outside[leaf] = outside.get(leaf, Fraction(0)) + coefficient * times_over
                elif part == self.x:
                    rate += coefficient
                elif part != ONE:
                    outside[part] = outside.get(part, Fraction(0)) + coefficient
            if any(c.denominator > 1 or not is_whole_name(leaf, self.context) for leaf, c in outside.items() if c):
                return False
            self.rates[node], self.others[node] = rate, outside
        self.period = lcm(*(rate.denominator for rate in self.rates.values()))
        return self.period <= LONGEST and any(self.rates.values()) and (not self.whole or self.period > 1)

    def within(self, cell: Cell, claim: Expr) -> tuple[Context, Expr]:
        """The context and the claim in one cell."""
        low, high, values = cell
        n, r = name(f"part {self.x.args[0]}"), name(f"rest {self.x.args[0]}")
        kind = "naturals" if self.context.is_natural(self.x) else "integers"
        put = {self.x: num(self.period) * n + (num(low) if low == high else r)}
        for node, value in values.items():
            outside = [num(c) * leaf for leaf, c in self.others[node].items() if c]
            put[node] = Expr("add", num(self.rates[node] * self.period) * n, num(value), *outside)
        kept = tuple(c.replace(put) for c in self.context.conditions if c.head != "in" or c.args[0] != self.x)
        larger = replace(self.context, conditions=kept).with_symbol(n.args[0]).with_condition(Expr("in", n, Expr(kind)))
        if low < high:
            larger = larger.with_symbol(r.args[0]).with_condition(Expr("lt", num(low), r), Expr("lt", r, num(high)))
        return larger, claim.replace(put)

    def cells(self) -> Iterator[Cell]:
        """Rests from 0 on, below the period."""
        if self.whole:
            yield from (self.at(Fraction(rest)) for rest in range(self.period))
            return
        breaks = [Fraction(0), Fraction(self.period)]
        for node in self.nodes:
            breaks = sorted({*breaks, *(rest for ends in pairwise(breaks) for rest in self.breaks_of(node, *ends))})
            if len(breaks) > MOST_CELLS:
                break  # too many to be of use, as they are
        for low, high in pairwise(breaks):
            yield self.at(low)
            yield low, high, self.at((low + high) / 2)[2]

    def at(self, rest: Fraction) -> Cell:
        values: dict[Expr, int] = {}
        for node in self.nodes:
            values[node] = (ceil if node.head == "ceil" else floor)(self.value(node, rest, values))
        return rest, rest, values

    def value(self, node: Expr, rest: Fraction, values: dict[Expr, int]) -> Fraction:
        """What is rounded, but for the whole numbers that come out."""
        parts: dict[Expr, Fraction | int] = {self.x: rest, ONE: 1, **values}
        return sum((c * parts[part] for part, c in self.forms[node].items() if part in parts), Fraction(0))

    def breaks_of(self, node: Expr, low: Fraction, high: Fraction) -> list[Fraction]:
        """Where what is rounded is whole between two breaks of what is inside of it, along which it is affine."""
        slope = self.forms[node].get(self.x, Fraction(0))
        if not slope:
            return []
        middle = (low + high) / 2
        start = self.value(node, middle, self.at(middle)[2]) - slope * middle
        first, last = sorted((slope * low + start, slope * high + start))
        return [(whole - start) / slope for whole in range(floor(first) + 1, ceil(last))]


def linear(expr: Expr) -> Linear | None:
    """A sum of rational multiples of names and roundings, and a number; None for any other expression."""
    if expr.head == "num":
        return {ONE: expr.args[0]}
    if (expr.head == "name" and not expr.shape) or expr.head in ROUNDED:
        return {expr: Fraction(1)}
    if expr.head == "add":
        parts = [linear(node) for node in expr.args]
        found: Linear = {}
        for part in parts:
            if part is None:
                return None
            for leaf, c in part.items():
                found[leaf] = found.get(leaf, Fraction(0)) + c
        return found
    if expr.head == "pow" and expr.args[0].head == expr.args[1].head == "num" and expr.args[1] == num(-1):
        return {ONE: 1 / expr.args[0].args[0]} if expr.args[0] != ZERO else None
    if expr.head != "mul":
        return None
    factors = [linear(node) for node in expr.args]
    varying = [factor for factor in factors if factor is None or factor.keys() != {ONE}]
    if None in varying or len(varying) > 1:
        return None
    scale = Fraction(1)
    for factor in factors:
        scale *= factor[ONE] if factor is not None and factor.keys() == {ONE} else 1
    return {leaf: c * scale for leaf, c in (varying[0] if varying else {ONE: Fraction(1)}).items()}  # type: ignore[union-attr]
