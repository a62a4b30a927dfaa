"""What depends on one real name by polynomials, quotients, absolute values and cases, decided exactly along its line.

The line falls into finitely many open cells, in each of which every sign that is asked for stays the same, and the
breaks between them, which are roots of polynomials with rational coefficients.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq, fmpq_mat, fmpq_poly

from answerkey.context import degree
from answerkey.deciding.looking import direction, leaves
from answerkey.deciding.referee.arrays import eliminated
from answerkey.deciding.referee.values import (
    Grid,
    Scalar,
    Undefined,
    Unknown,
    Value,
    ball,
    from_grid,
    inverse,
    largest,
    matrix,
    pseudo_inverse,
    sign,
    times,
    zeros,
)
from answerkey.tree import Expr

MOST_CELLS = 120
MOST_DEGREE = 30
HALVINGS = 40
PRECISION = 256
X, UNIT = fmpq_poly([0, 1]), fmpq_poly([1])


@dataclass(frozen=True)
class Place:
    """A rational number, or the root of an irreducible polynomial inside a ball."""

    middle: Any  # the number, or a ball around it
    factor: fmpq_poly | None = None

    def sign(self, poly: fmpq_poly) -> int:
        return sign(self.value(poly))

    def value(self, poly: fmpq_poly) -> Scalar:
        if self.factor is None:
            return poly(self.middle)
        rest, total = poly % self.factor, arb(0)
        if rest.degree() <= 0:
            return rest[0]
        for coefficient in reversed(rest.coeffs()):
            total = total * self.middle + coefficient
        return total

    def beyond(self, other: "Place") -> int:
        if self.factor is not None and self.factor == other.factor and self.middle.overlaps(other.middle):
            return 0
        return sign(ball(self.middle) - ball(other.middle)) if self.factor or other.factor else sign(
            self.middle - other.middle
        )  # fmt: skip


class Ratio(NamedTuple):
    top: fmpq_poly
    bottom: fmpq_poly

    def value(self, place: Place) -> Scalar:
        return place.value(self.top) / place.value(self.bottom)


class Cell(NamedTuple):
    """An open interval, endless where an end is None, and what was found in it; or one place, its own two ends."""

    left: Place | None
    right: Place | None
    found: Any
    sample: Place

    @property
    def is_break(self) -> bool:
        return self.left is self.sample


@lru_cache(maxsize=500)
def roots(poly: tuple[fmpq, ...]) -> list[Place]:
    found: list[Place] = []
    for factor, _ in fmpq_poly(list(poly)).factor()[1]:
        if factor.degree() == 1:
            found.append(Place(-factor[0] / factor[1]))
        elif factor.degree() > 1:
            with ctx.workprec(PRECISION):
                isolated: Any = factor.complex_roots()
                found += [Place(root.real, factor) for root, _ in isolated if root.imag == 0]
    return found


class Line:
    """The line of one real name at the point of an evaluation; `seen` are the polynomials whose signs were asked."""

    def __init__(self, evaluation, leaf: Expr):
        self.evaluation, self.leaf = evaluation, leaf
        self.seen: set[tuple] = set()

    def sign(self, poly: fmpq_poly, place: Place) -> int:
        if poly.degree() > MOST_DEGREE:
            raise Unknown("a polynomial of a high degree")
        if poly.degree() > 0:
            self.seen.add(tuple(poly.coeffs()))
        return place.sign(poly)

    def signed(self, ratio: Ratio, place: Place) -> int:
        return self.sign(ratio.top, place) * self.sign(ratio.bottom, place)

    def ratio(self, expr: Expr, place: Place) -> Ratio:
        """`expr` as a quotient of polynomials around (or at) a place."""
        if expr == self.leaf:
            return Ratio(X, UNIT)
        if self.leaf not in leaves(expr):
            found = self.evaluation.number(expr)
            if not isinstance(found, fmpq):
                raise Unknown("a polynomial whose coefficients are not rational")
            return Ratio(fmpq_poly([found]), UNIT)
        if rule := getattr(self, f"of_{expr.head}", None) if not any(n.shape for n in expr.nodes) else None:
            top, bottom = rule(expr, place)
            common = top.gcd(bottom)
            return Ratio(top, bottom) if common.degree() < 1 else Ratio(top // common, bottom // common)
        return self.interpolated(expr)

    def of_add(self, expr: Expr, place: Place) -> Ratio:
        top, bottom = self.ratio(expr.args[0], place)
        for node in expr.args[1:]:
            other = self.ratio(node, place)
            top, bottom = top * other.bottom + other.top * bottom, bottom * other.bottom
        return Ratio(top, bottom)

    def of_mul(self, expr: Expr, place: Place) -> Ratio:
        parts = [self.ratio(node, place) for node in expr.args]
        return Ratio(prod((p.top for p in parts), start=UNIT), prod((p.bottom for p in parts), start=UNIT))

    def of_pow(self, expr: Expr, place: Place) -> Ratio:
        exponent = self.ratio(expr.args[1], place)
        count = exponent.top[0]
        if exponent.top.degree() > 0 or count.q != 1 or abs(count) > MOST_DEGREE:
            raise Unknown("a power that is no polynomial")
        base = self.ratio(expr.args[0], place)
        if count >= 0:
            return Ratio(base.top ** int(count.p), base.bottom ** int(count.p))
        if self.sign(base.top, place) == 0:
            raise Undefined("a division by zero")
        return Ratio(base.bottom ** -int(count.p), base.top ** -int(count.p))

    def of_abs(self, expr: Expr, place: Place) -> Ratio:
        inner = self.ratio(expr.args[0], place)
        return inner if self.signed(inner, place) >= 0 else Ratio(-inner.top, inner.bottom)

    def of_sign(self, expr: Expr, place: Place) -> Ratio:
        return Ratio(fmpq_poly([self.signed(self.ratio(expr.args[0], place), place)]), UNIT)

    def of_max(self, expr: Expr, place: Place) -> Ratio:
        best = self.ratio(expr.args[0], place)
        for node in expr.args[1:]:
            other = self.ratio(node, place)
            apart = self.signed(self.gap(other, best), place)
            best = other if apart == (1 if expr.head == "max" else -1) else best
        return best

    of_min = of_max

    def of_cases(self, expr: Expr, place: Place) -> Ratio:
        *guarded, otherwise = expr.args
        for result, condition in zip(guarded[::2], guarded[1::2], strict=True):
            holds = self.holds(condition, place)
            if holds is None:
                raise Undefined("a condition that is not defined")
            if holds:
                return self.ratio(result, place)
        return self.ratio(otherwise, place)

    def interpolated(self, expr: Expr) -> Ratio:
        """A polynomial in the name by its grammar, such as a trace of products, through as many points as it needs."""
        most = degree(expr, self.leaf)
        if expr.shape or most > MOST_DEGREE:
            raise Unknown("what is neither a polynomial nor a quotient of them")
        total = fmpq_poly([0])
        for i in range(int(most) + 1):
            found = self.evaluation.within({self.leaf: fmpq(i)}).number(expr)
            if not isinstance(found, fmpq):
                raise Unknown("a polynomial whose coefficients are not rational")
            others = [(X - j) / (i - j) for j in range(int(most) + 1) if j != i]
            total += prod(others, start=UNIT) * found
        return Ratio(total, UNIT)

    def gap(self, one: Ratio, other: Ratio) -> Ratio:
        return Ratio(one.top * other.bottom - other.top * one.bottom, one.bottom * other.bottom)

    # -- relations

    def holds(self, relation: Expr, place: Place) -> bool | None:
        """Whether a relation holds at a place; None where it is undefined."""
        head, args = relation.head, relation.args
        try:
            if self.leaf not in leaves(relation):
                return self.evaluation.of(relation) is True
            if head in ("eq", "ne", "lt", "le"):
                apart = self.signed(self.gap(*(self.ratio(side, place) for side in args)), place)
                return {"eq": apart == 0, "ne": apart != 0, "lt": apart < 0, "le": apart <= 0}[head]
        except Undefined:
            return None
        if head == "in":
            return self.holds(membership(*args), place)
        if head not in ("and", "or", "not", "implies", "iff"):
            raise Unknown(f"{head} along a line")
        sides = [self.holds(side, place) for side in args]
        if head in ("not", "implies"):
            sides[0] = None if sides[0] is None else not sides[0]
        if head == "iff":
            return None if None in sides else sides[0] == sides[1]
        settling = head != "and"
        return settling if settling in sides else None if None in sides else not settling

    # -- cells

    def cells(self, ask: Callable[[Place], Any]) -> Iterator[Cell]:
        """Every cell and every break, with what `ask` finds there."""
        start = next(cell for i in range(MOST_CELLS) if (cell := self.cell(Place(fmpq(i, 7)), ask)))
        yield start
        for side in (1, -1):
            here, count = start, 0
            while (edge := here.right if side > 0 else here.left) is not None:
                yield Cell(edge, edge, ask(edge), edge)
                here, count = self.next_to(edge, side, ask), count + 1
                yield here
                if count > MOST_CELLS:
                    raise Unknown("a line with many cells")

    def cell(self, sample: Place, ask: Callable[[Place], Any]) -> Cell | None:
        """The open cell around a rational place; None where that is a break."""
        self.seen = set()
        found = ask(sample)
        left = right = None
        for root in (root for poly in self.seen for root in roots(poly)):
            side = root.beyond(sample)
            if side == 0:
                return None
            if side > 0 and (right is None or root.beyond(right) < 0):
                right = root
            if side < 0 and (left is None or root.beyond(left) > 0):
                left = root
        return Cell(left, right, found, sample)

    def next_to(self, edge: Place, side: int, ask: Callable[[Place], Any]) -> Cell:
        middle = edge.middle if edge.factor is None else near(edge.middle)
        step = fmpq(side)
        for _ in range(HALVINGS):
            sample = Place(middle + step)
            if sample.beyond(edge) == side and (found := self.cell(sample, ask)):
                end = found.left if side > 0 else found.right
                if end is not None and end.beyond(edge) == 0:
                    return found
            step = step / 2
        raise Unknown("cells that are too narrow")


def near(middle: arb) -> fmpq:
    mantissa, exponent = middle.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def membership(what: Expr, where: Expr) -> Expr:
    """`what in where` as comparisons."""
    if where.head == "union":
        return Expr("or", *(membership(what, part) for part in where.args))
    if where.head == "set":
        return Expr("or", *(Expr("eq", what, item) for item in where.args))
    if where.head == "reals":
        return Expr("eq", what, what)
    if where.head != "interval":
        raise Unknown("whole numbers along a line")
    low, high, closed_low, closed_high = where.args
    parts = [] if direction(low) else [Expr("le" if closed_low else "lt", low, what)]
    parts += [] if direction(high) else [Expr("le" if closed_high else "lt", what, high)]
    return Expr("and", *parts, Expr("eq", what, what))


def somewhere(evaluation, leaf: Expr, condition: Expr, body: Expr) -> bool:
    """Whether a real value of `leaf` satisfies both; raises Unknown where the line cannot be cut into cells."""
    line = Line(evaluation, leaf)
    both = Expr("and", condition, body)
    found = {cell.found for cell in line.cells(lambda place: line.holds(both, place))}
    if True not in found and None in found:
        raise Undefined("a quantifier over values where its body is not defined")
    return True in found


def least(evaluation, leaf: Expr, body: Expr, condition: Expr, place: bool, attained: bool = True) -> Value:
    """The least value of `body` where the condition holds, or the one place of it; Undefined where there is none.

    Where it need not be attained, the greatest lower bound.
    """
    line = Line(evaluation, leaf)

    def ask(at: Place) -> Ratio | None:
        if not line.holds(condition, at):
            return None
        try:
            ratio = line.ratio(body, at)
        except Undefined:
            return None
        for poly in (*ratio, slope(ratio)):
            line.sign(poly, at)
        return ratio

    cells = list(line.cells(ask))
    breaks = [cell for cell in cells if cell.is_break and cell.found]
    reached = [(cell.found.value(cell.sample), cell.sample) for cell in breaks]
    missed = [value for cell in cells if cell.found and not cell.is_break for value in limits(cell, breaks)]
    level = [cell for cell in cells if cell.found and not cell.is_break and slope(cell.found) == 0]
    values = [value for value, _ in reached] + [cell.found.value(cell.sample) for cell in level]
    if not attained and values + missed:
        return -largest([-value for value in values + missed])
    if not values:
        raise Undefined("an optimum that is not attained")
    best = -largest([-value for value in values])
    if any(sign(value - best) < 0 for value in missed):
        raise Undefined("an optimum that is not attained")
    if not place:
        return best
    if len(values) == 1 and reached:
        return reached[0][1].middle
    taken = [
        k for k, value in enumerate(values) if all(sign(value - other) <= 0 for other in values if other is not value)
    ]
    if len(taken) > 1 or taken[0] >= len(reached):
        raise Undefined("an optimum that is attained at several places")
    return reached[taken[0]][1].middle


def slope(ratio: Ratio) -> fmpq_poly:
    return ratio.top.derivative() * ratio.bottom - ratio.top * ratio.bottom.derivative()


def limits(cell: Cell, breaks: list[Cell]) -> Iterator[Scalar]:
    """What a function that falls or rises along a cell tends to at its ends without being there."""
    top, bottom = cell.found
    for end, far in ((cell.left, -1), (cell.right, 1)):
        if end is None:
            rise = top.degree() - bottom.degree()
            head = top[top.degree()] / bottom[bottom.degree()] if top else fmpq(0)
            if rise > 0 and head * far**rise < 0:
                raise Undefined("an optimum without bound")
            if rise <= 0:
                yield head if rise == 0 else fmpq(0)
        elif end.sign(bottom) == 0:
            if cell.sample.sign(top) * cell.sample.sign(bottom) < 0:
                raise Undefined("an optimum without bound")
        else:
            there = [other.found for other in breaks if other.sample.beyond(end) == 0]
            if not there or end.sign(top * there[0].bottom - there[0].top * bottom) != 0:
                yield cell.found.value(end)


def of_quadratic(evaluation, leaf: Expr, body: Expr, place: bool) -> Value | None:
    """The least value of a quadratic or where it is taken; None for what is not quadratic by its grammar."""
    if degree(body, leaf) > 2:
        return None
    rows, columns = map(evaluation.point.size, leaf.shape) if leaf.shape else (1, 1)
    size = rows * columns

    def at(*entries: int) -> Scalar:
        flat = [fmpq(entries.count(1 + k) - entries.count(-1 - k)) for k in range(size)]
        held: Grid = [[*flat[i * columns : (i + 1) * columns]] for i in range(rows)]
        return evaluation.within({leaf: from_grid(held)}).number(body)

    base, each = at(), range(1, size + 1)
    slopes = matrix(size, 1, [(at(i) - at(-i)) / 2 for i in each])
    bends: Any = [[at(i, j) - at(i) - at(j) + base for j in each] for i in each]
    if eliminated([list(row) for row in bends], strictly=True):
        taken = -times(inverse(matrix(size, size, [x for row in bends for x in row])), slopes)
    elif place or not eliminated([list(row) for row in bends], strictly=False):
        raise Undefined("an optimum that is not attained, or at several places")
    else:
        whole = fmpq_mat(bends)
        taken = -pseudo_inverse(whole) * slopes
        if whole * taken + slopes != zeros(size, 1):
            raise Undefined("an optimum without bound")
    if place:
        return from_grid([[taken[i * columns + j, 0] for j in range(columns)] for i in range(rows)])
    return base + (slopes.transpose() * taken)[0, 0] / 2
