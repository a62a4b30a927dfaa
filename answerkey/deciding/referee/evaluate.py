"""The value of an expression at a point, by rigorous arithmetic, and the truth of a relation there.

Expectations over Gaussian noise are exact: a law on a few points with the Gaussian's first five moments replaces each
entry.  Sequences are unrolled from their start.  Nothing here rewrites; it is the referee of the other rungs.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

from flint import arb, ctx, fmpq

from answerkey.context import Context
from answerkey.deciding.looking import direction, leaves, split
from answerkey.deciding.referee import arrays, binders, derivatives
from answerkey.deciding.referee.arrays import unequal
from answerkey.deciding.referee.averages import conditional, expectation
from answerkey.deciding.referee.effort import Effort
from answerkey.deciding.referee.functions import OF_NUMBERS, binomial
from answerkey.deciding.referee.quick import Unheld, truth_of
from answerkey.deciding.referee.values import (
    Undefined,
    Unknown,
    Value,
    ball,
    exact,
    fraction,
    in_bounds,
    is_matrix,
    largest,
    multiple,
    power,
    rounded,
    scalar_if_single,
    sign,
    times,
    varying_power,
    zeros,
)
from answerkey.deciding.referee.written import LONGEST_RUN, in_numbers
from answerkey.deciding.scalars.field import with_room
from answerkey.deciding.scalars.quotients import constant_of
from answerkey.shapes import FUNCTIONS, Shape
from answerkey.tree import Expr, name, num

PRECISIONS = (64, 256, 1024)


@dataclass
class Point:
    """Exact values for the names (by leaf or term), and whole numbers for the dimensions.

    A value is a rational, a matrix, or the tree of a closed expression such as the root of two.
    """

    values: dict[Expr, Value]
    sizes: dict[str, int] = field(default_factory=dict)

    def size(self, dimension) -> int:
        """A side such as n, m+n or n*(m+2) in numbers."""
        if isinstance(dimension, int):
            return dimension
        if dimension in self.sizes:
            return self.sizes[dimension]
        for operation, together in (("+", sum), ("*", prod)):
            if len(parts := split(dimension, operation)) > 1:
                return together(self.size(part) for part in parts)
        if dimension[0] == "(":
            return self.size(dimension[1:-1])
        return int(dimension) if dimension.isdecimal() else self.whole(dimension)

    def whole(self, dimension: str) -> int:
        found = self.values.get(name(dimension))
        if not isinstance(found, fmpq) or found.q != 1 or found < 1:
            raise Unknown(f"the size {dimension} is not given")
        return int(found.p)

    def zeros(self, shape: Shape) -> Value:
        return zeros(self.size(shape[0]), self.size(shape[1])) if shape else fmpq(0)


def value(expr: Expr, point: Point, context: Context, precision: int = 64) -> Value:
    """The value of `expr`; raises Undefined or Unknown."""
    with ctx.workprec(precision):
        return Evaluation(point, context).of(expr)


def truth(claim: Expr, point: Point, context: Context, precisions: tuple[int, ...] = PRECISIONS) -> bool:
    """Whether `claim` holds at `point`, at whatever precision settles it; raises Undefined or Unknown."""
    try:
        return quickly(claim, point, precisions)
    except Unheld:
        pass
    except Unknown:
        precisions = precisions[-1:]  # at which a normal form may still tell
    return told(claim, point, context, precisions) is True


def told(expr: Expr, point: Point, context: Context, precisions: tuple[int, ...] = PRECISIONS) -> Value:
    """The value of `expr`, at whatever precision tells one; raises Undefined or Unknown."""
    for precision in precisions:
        try:
            return value(expr, point, context, precision)
        except Unknown as unknown:
            reason = unknown
    raise reason


def quickly(claim: Expr, point: Point, precisions: tuple[int, ...]) -> bool:
    """The truth of a claim about numbers that can be compiled; raises Unheld for any other, Undefined and Unknown."""
    relation = truth_of(claim)
    if relation is None:
        raise Unheld
    if relation.exact:
        return relation(point.values)
    for precision in precisions:
        with suppress(Unknown), ctx.workprec(precision):
            return relation(point.values)
    raise Unknown("two numbers could not be told apart")


class Evaluation:
    """One walk over a tree at one point; `noise` holds the outcomes that random names take just now."""

    def __init__(self, point: Point, context: Context, noise: dict[Expr, Value] | None = None):
        self.point, self.context = point, context
        self.noise = noise or {}
        self.known: dict[Expr, Value] = {}
        self.outer: Evaluation | None = None
        self.moved: frozenset[Expr] = frozenset()

    def within(self, moved: dict[Expr, Value]) -> "Evaluation":
        """This evaluation with values for bound names, which what does not mention them need not be done again for."""
        inner = Evaluation(self.point, self.context, self.noise | moved)
        inner.outer, inner.moved = self, frozenset(moved)
        return inner

    def of(self, expr: Expr) -> Value:
        found = self.known.get(expr)
        if found is None:
            if self.outer is not None and self.moved.isdisjoint(leaves(expr)):
                return self.outer.of(expr)
            rule = RULES.get(expr.head)
            if rule is None:
                raise Unknown(f"{expr.head} has no value of its own")
            Effort.spent += 1
            found = self.known[expr] = scalar_if_single(rule(self, expr))
        return found

    def holds(self, relation: Expr) -> bool | None:
        """Whether a relation holds, None where it has no truth value or it is not known."""
        try:
            return self.of(relation) is True
        except (Undefined, Unknown):
            return None

    def number(self, expr: Expr):
        found = self.of(expr)
        if is_matrix(found):
            raise Unknown("a matrix where a number belongs")
        return found

    def leaf(self, expr: Expr) -> Value:
        for held in (self.noise, self.point.values):
            if expr in held:
                return self.of(held[expr]) if isinstance(held[expr], Expr) else held[expr]
        if expr.args[0] in self.point.sizes:
            return fmpq(self.point.sizes[expr.args[0]])
        raise Unknown(f"{expr} has no value here")

    def term(self, expr: Expr) -> Value:
        place = self.placed(expr)
        before = self.before(place)
        return self.leaf(place) if before is None else self.shaped(self.of(before), expr.args[1])

    def placed(self, expr: Expr) -> Expr:
        """A term with the whole number that its index is."""
        return Expr("term", *expr.args[:2], self.whole(expr.args[2]))

    def before(self, place: Expr) -> Expr | None:
        """What a term at a whole index is made of: the start, or the step from the term before it."""
        sequence, count = self.context.sequences.get(place.args[0]), place.args[2].args[0]
        if sequence is None or sequence.next_term is None:
            return None
        if count < 0:
            raise Undefined("a sequence before its start")
        if count > LONGEST_RUN:
            raise Unknown("a sequence far from its start")
        return sequence.step(num(count - 1)) if count else sequence.start

    def shaped(self, found: Value, shape: Shape) -> Value:
        """A zero or a multiple of the identity, which the arithmetic keeps as a number, in its full shape."""
        sides = [self.point.size(side) for side in shape]
        return found if is_matrix(found) or sides in ([], [1, 1]) else multiple(found, *sides)

    def whole(self, index: Expr) -> Expr:
        found = self.number(index)
        if not isinstance(found, fmpq) or found.q != 1:
            raise Undefined("an index that is not whole")
        return num(fraction(found))

    def add(self, expr: Expr) -> Value:
        return self.sum_of([self.of(node) for node in expr.args])

    def sum_of(self, values: list[Value]) -> Value:
        size = next((v for v in values if is_matrix(v)), None)
        total = values[0] if size is None else self.full(values[0], size)
        for v in values[1:]:
            total = total + (v if size is None else self.full(v, size))
        return total

    def full(self, found: Value, like) -> Value:
        """Beside a matrix, a number can only be a multiple of the identity."""
        return found if is_matrix(found) else multiple(found, like.nrows(), like.ncols())

    def multiply(self, expr: Expr) -> Value:
        total = self.of(expr.args[0])
        for node in expr.args[1:]:
            total = in_bounds(scalar_if_single(times(total, self.of(node))))
        return total

    def power(self, expr: Expr) -> Value:
        base, exponent = (self.of(node) for node in expr.args)
        return varying_power(base, exponent) if leaves(expr.args[1]) else power(base, exponent)

    def extreme(self, expr: Expr) -> Value:
        values = [self.number(node) for node in expr.args]
        return largest(values) if expr.head == "max" else -largest([-v for v in values])

    def function(self, name: str) -> Callable:
        if name not in OF_NUMBERS:
            raise Unknown(f"{name} has no values of its own")
        return OF_NUMBERS[name]

    def of_number(self, expr: Expr) -> Value:
        return OF_NUMBERS[expr.head](self.number(expr.args[0]))

    def binomial(self, expr: Expr) -> Value:
        return binomial(*(self.number(node) for node in expr.args))

    def cases(self, expr: Expr) -> Value:
        """The value under the first condition that holds; undefined where one before it is."""
        *guarded, otherwise = expr.args
        for result, condition in zip(guarded[::2], guarded[1::2], strict=True):
            if self.of(condition):
                return self.of(result)
        return self.of(otherwise)

    def rounded(self, expr: Expr) -> Value:
        """A ball around a whole number cannot be rounded, but its normal form may be that number."""
        found = self.number(expr.args[0])
        try:
            return rounded(found, up=expr.head == "ceil")
        except Unknown:
            return rounded(self.constant(expr.args[0]), up=expr.head == "ceil")

    # -- relations

    def compared(self, expr: Expr) -> bool:
        left, right = (self.of(node) for node in expr.args)
        if is_matrix(left) or is_matrix(right):
            like = left if is_matrix(left) else right
            different = unequal(*(self.full(v, like) for v in (left, right)))
            return different == (expr.head == "ne")
        apart = self.apart(expr, left, right)
        return {"eq": apart == 0, "ne": apart != 0, "lt": apart < 0, "le": apart <= 0}[expr.head]

    def apart(self, expr: Expr, left, right) -> int:
        """-1, 0 or 1 as the left side of a comparison is smaller, equal or greater."""
        if isinstance(left, fmpq) and isinstance(right, fmpq):
            return (left > right) - (left < right)
        try:
            return sign(ball(left) - ball(right))
        except Unknown:
            if ctx.prec < PRECISIONS[-1]:
                raise
            return sign(self.constant(expr.args[0] - expr.args[1]))

    def constant(self, expr: Expr) -> fmpq:
        """The rational that an expression is at this point by its normal form: log(1/4)/log(1/2) is 2."""
        plain = with_room(Context(), lambda field: field.of(in_numbers(self, expr, {})))
        if not (plain.top.is_constant() and plain.bottom.is_constant()):
            raise Unknown("two numbers could not be told apart")
        return exact(constant_of(plain.top))

    def member(self, expr: Expr) -> bool:
        what, where = expr.args
        x = self.number(what)
        if where.head == "union":
            return self.logical(Expr("or", *(Expr("in", what, part) for part in where.args)))
        if where.head == "interval":
            low, high, closed_low, closed_high = where.args
            above, below = self.beyond(x, low, -1), self.beyond(x, high, 1)
            return (above > 0 or (closed_low and above == 0)) and (below > 0 or (closed_high and below == 0))
        if where.head == "set":
            return self.logical(Expr("or", *(Expr("eq", what, item) for item in where.args)))
        if where.head == "reals":
            return True
        if not isinstance(x, fmpq):
            raise Unknown("whether this is a whole number")
        return x.q == 1 and (where.head == "integers" or x >= 0)

    def beyond(self, x: Value, end: Expr, side: int) -> int:
        """1, 0 or -1 as x is inside, at or outside the lower (side -1) or upper (side 1) end of an interval."""
        if endless := direction(end):
            return 1 if endless == side else -1
        return side * sign(self.number(end) - x)

    def logical(self, expr: Expr) -> bool:
        """and, or, not, implies, iff, by Kleene's strong logic: undefined unless the other sides settle the matter."""
        sides: list[bool | None] = []
        doubt: Exception | None = None
        for node in expr.args:
            try:
                sides.append(self.of(node))
            except (Undefined, Unknown) as reason:
                sides.append(None)
                doubt = reason
        if doubt is not None:
            settled = {"and": False in sides, "or": True in sides}
            settled["implies"] = expr.head == "implies" and (sides[0] is False or sides[1] is True)
            if settled.get(expr.head):
                return expr.head != "and"
            raise doubt
        return {
            "and": lambda: all(sides),
            "or": lambda: any(sides),
            "not": lambda: not sides[0],
            "implies": lambda: not sides[0] or bool(sides[1]),
            "iff": lambda: sides[0] == sides[1],
        }[expr.head]()

    def same_sets(self, expr: Expr) -> bool:
        left, right = ([self.number(item) for item in s.args] for s in expr.args)
        covered = [
            all(any(sign(a - b) == 0 for b in other) for a in one) for one, other in ((left, right), (right, left))
        ]
        return all(covered)


@lru_cache(maxsize=10_000)
def constant(expr: Expr) -> fmpq:
    return exact(expr.args[0])


RULES: dict[str, Callable] = (
    {
        "num": lambda self, expr: constant(expr),
        "name": Evaluation.leaf,
        "term": Evaluation.term,
        "eye": lambda self, expr: fmpq(1),
        "null": lambda self, expr: fmpq(0),
        "pi": lambda self, expr: arb.pi(),
        "add": Evaluation.add,
        "mul": Evaluation.multiply,
        "pow": Evaluation.power,
        "max": Evaluation.extreme,
        "min": Evaluation.extreme,
        "binomial": Evaluation.binomial,
        "cases": Evaluation.cases,
        "E": expectation,
        "given": conditional,
        "in": Evaluation.member,
        "same": Evaluation.same_sets,
    }
    | dict.fromkeys(FUNCTIONS, Evaluation.of_number)
    | dict.fromkeys(("ceil", "floor"), Evaluation.rounded)
    | dict.fromkeys(("eq", "ne", "lt", "le"), Evaluation.compared)
    | dict.fromkeys(("and", "or", "not", "iff", "implies"), Evaluation.logical)
    | arrays.RULES
    | binders.RULES
    | derivatives.RULES
)
