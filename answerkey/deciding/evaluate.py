"""The value of an expression at a point, by rigorous arithmetic, and the truth of a relation there.

Expectations over Gaussian noise are exact: a law on a few points with the Gaussian's first five moments replaces each
entry.  Sequences are unrolled from their start.  Nothing here rewrites; it is the referee of the other rungs.
"""

from dataclasses import dataclass, field
from itertools import product

from flint import arb, ctx, fmpq, fmpq_mat

from answerkey.context import Context, degree
from answerkey.deciding.averages import conditional, expectation
from answerkey.deciding.field import with_room
from answerkey.deciding.quotients import constant_of
from answerkey.deciding.values import (
    Undefined,
    Unknown,
    Value,
    ball,
    exact,
    exponential,
    fraction,
    identity,
    in_bounds,
    is_matrix,
    logarithm,
    moderate,
    power,
    pseudo_inverse,
    rounded,
    sign,
    zeros,
)
from answerkey.tree import ANY, Expr, Shape, name, num

LONGEST_RUN = 200  # steps of a sequence
PRECISIONS = (64, 256, 1024)


@dataclass(frozen=True)
class Point:
    """Exact values for the names (by leaf or term), and whole numbers for the dimensions."""

    values: dict[Expr, Value]
    sizes: dict[str, int] = field(default_factory=dict)

    def size(self, dimension) -> int:
        if isinstance(dimension, int):
            return dimension
        if "+" in dimension:
            return sum(self.size(part) for part in dimension.split("+"))
        return self.sizes[dimension] if dimension in self.sizes else self.whole(dimension)

    def whole(self, dimension: str) -> int:
        try:
            return int(fraction(self.values[name(dimension)]))
        except KeyError:
            raise Unknown(f"the size {dimension} is not given") from None

    def zeros(self, shape: Shape) -> Value:
        return zeros(self.size(shape[0]), self.size(shape[1])) if shape else fmpq(0)


def value(expr: Expr, point: Point, context: Context, precision: int = 64) -> Value:
    """The value of `expr`; raises Undefined or Unknown."""
    with ctx.workprec(precision):
        return Evaluation(point, context).of(expr)


def truth(claim: Expr, point: Point, context: Context) -> bool:
    """Whether `claim` holds at `point`, at whatever precision settles it; raises Undefined or Unknown."""
    for precision in PRECISIONS:
        try:
            return value(claim, point, context, precision) is True
        except Unknown as unknown:
            reason = unknown
    raise reason


class Evaluation:
    """One walk over a tree at one point; `noise` holds the outcomes that random names take just now."""

    def __init__(self, point: Point, context: Context, noise: dict[Expr, Value] | None = None):
        self.point, self.context = point, context
        self.noise = noise or {}
        self.known: dict[Expr, Value] = {}

    def of(self, expr: Expr) -> Value:
        if expr not in self.known:
            rule = RULES.get(expr.head)
            if rule is None:
                raise Unknown(f"{expr.head} has no value of its own")
            self.known[expr] = scalar_if_single(rule(self, expr))
        return self.known[expr]

    def number(self, expr: Expr):
        found = self.of(expr)
        if is_matrix(found):
            raise Unknown("a matrix where a number belongs")
        return found

    def leaf(self, expr: Expr) -> Value:
        for held in (self.noise, self.point.values):
            if expr in held:
                return held[expr]
        if expr.args[0] in self.point.sizes:
            return fmpq(self.point.sizes[expr.args[0]])
        raise Unknown(f"{expr} has no value here")

    def term(self, expr: Expr) -> Value:
        identifier, shape, index = expr.args
        place = Expr("term", identifier, shape, self.whole(index))
        before = self.before(place)
        return self.leaf(place) if before is None else self.shaped(self.of(before), shape)

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
        if is_matrix(found) or sides in ([], [1, 1]):
            return found
        unit = identity(sides[0]) if sides[0] == sides[1] else None
        return self.scaled(unit, found, zeros(*sides))

    def whole(self, index: Expr) -> Expr:
        found = self.number(index)
        if not isinstance(found, fmpq) or found.q != 1:
            raise Undefined("an index that is not whole")
        return num(fraction(found))

    def add(self, expr: Expr) -> Value:
        values = [self.of(node) for node in expr.args]
        size = next((v for v in values if is_matrix(v)), None)
        if size is not None:  # only a multiple of the identity can be a scalar here
            unit = identity(size.nrows()) if size.nrows() == size.ncols() else None
            values = [v if is_matrix(v) else self.scaled(unit, v, size) for v in values]
        total = values[0]
        for v in values[1:]:
            total = total + v
        return total

    def scaled(self, unit, factor, like) -> Value:
        if factor == 0:
            return zeros(like.nrows(), like.ncols())
        if unit is None or isinstance(factor, arb):
            raise Unknown("a multiple of the identity that is not rational or not square")
        return unit * factor

    def multiply(self, expr: Expr) -> Value:
        total = self.of(expr.args[0])
        for node in expr.args[1:]:
            other = self.of(node)
            if is_matrix(total) != is_matrix(other) and isinstance(other if is_matrix(total) else total, arb):
                raise Unknown("a matrix of numbers that are not rational")
            total = in_bounds(scalar_if_single(total * other))
        return total

    def block(self, expr: Expr) -> Value:
        columns, *cells = expr.args
        rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        heights = [self.extent([c.shape[:1] for c in row], row) for row in rows]
        widths = [self.extent([row[j].shape[1:] for row in rows], [r[j] for r in rows]) for j in range(columns)]
        whole = [[fmpq(0)] * sum(widths) for _ in range(sum(heights))]
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                found = self.of(cell)
                for a, b in product(range(heights[i]), range(widths[j])):
                    held = found[a, b] if is_matrix(found) else found * int(a == b)
                    if isinstance(held, arb):
                        raise Unknown("a matrix of numbers that are not rational")
                    whole[sum(heights[:i]) + a][sum(widths[:j]) + b] = held
        return fmpq_mat(len(whole), len(whole[0]), [entry for line in whole for entry in line])

    def extent(self, sides, cells) -> int:
        """How many rows (or columns) a row (or column) of blocks has; an identity alone takes its transpose's."""
        known = [self.point.size(side[0]) if side else 1 for side in sides if side != ("?",)]
        if known:
            return known[0]
        raise Unknown("a block of unknown size")

    def transposed(self, expr: Expr) -> Value:
        found = self.of(expr.args[0])
        return found.transpose() if is_matrix(found) else found

    def pinv(self, expr: Expr) -> Value:
        found = self.of(expr.args[0])
        if is_matrix(found):
            return pseudo_inverse(found)
        return fmpq(0) if sign(found) == 0 else 1 / found

    def norm_squared(self, expr: Expr):
        found = self.of(expr)
        if not is_matrix(found):
            return found * found
        return sum((entry * entry for entry in found.entries()), fmpq(0))

    def entry(self, expr: Expr) -> Value:
        found, index = self.of(expr.args[0]), int(self.whole(expr.args[1]).args[0])
        size = found.nrows() if is_matrix(found) else 1
        if not 1 <= index <= size:
            raise Undefined("an index outside the vector")
        return found[index - 1, 0] if is_matrix(found) else found

    def square(self, expr: Expr) -> Value:
        """A square matrix in its full shape (one by one, a number)."""
        if expr.shape == ANY:
            raise Unknown("an identity of unknown size")
        return self.shaped(self.of(expr), expr.shape)

    def trace(self, expr: Expr) -> Value:
        found = self.square(expr.args[0])
        return sum((found[i, i] for i in range(found.nrows())), fmpq(0)) if is_matrix(found) else found

    def determinant(self, expr: Expr) -> Value:
        found = self.square(expr.args[0])
        return found.det() if is_matrix(found) else found

    def extreme(self, expr: Expr) -> Value:
        values = [self.number(node) for node in expr.args]
        best = values[0]
        for v in values[1:]:
            apart = sign(v - best) if expr.head == "max" else sign(best - v)
            best = v if apart > 0 else best
        return best

    def rounded(self, expr: Expr) -> Value:
        """A ball around a whole number cannot be rounded, but its normal form may be that number."""
        found = self.number(expr.args[0])
        try:
            return rounded(found, up=expr.head == "ceil")
        except Unknown:
            return rounded(self.constant(expr.args[0]), up=expr.head == "ceil")

    def gradient(self, expr: Expr) -> Value:
        """Of a quadratic, exactly, by central differences of step one; `args` are body, variable and argument."""
        body, variable, argument = expr.args
        if degree(body, variable) > 2:
            raise Unknown("the gradient of what is not quadratic")
        moving = name("~", variable.shape)  # a term would be unrolled, and so not move
        body, variable = body.replace({variable: moving}), moving
        at = self.shaped(self.of(argument), argument.shape)
        if not is_matrix(at):
            return (self.shifted(body, variable, at + 1) - self.shifted(body, variable, at - 1)) / 2
        slopes = []
        for i in range(at.nrows()):
            unit = fmpq_mat(at.nrows(), 1, [int(i == j) for j in range(at.nrows())])
            slopes.append((self.shifted(body, variable, at + unit) - self.shifted(body, variable, at - unit)) / 2)
        return fmpq_mat(at.nrows(), 1, slopes)

    def shifted(self, body: Expr, variable: Expr, at: Value) -> Value:
        return Evaluation(self.point, self.context, self.noise | {variable: at}).of(body)

    def unrolled(self, expr: Expr) -> Expr:
        """`expr` with its sequences run out from their start, so that only values and noise are left."""
        if expr.head != "term":
            return expr.rebuild(self.unrolled)
        identifier, shape, index = expr.args
        place = Expr("term", identifier, shape, self.whole(index))
        before = self.before(place)
        return place if before is None else self.unrolled(before)

    # -- relations

    def compared(self, expr: Expr) -> bool:
        left, right = (self.of(node) for node in expr.args)
        if is_matrix(left) or is_matrix(right):
            gap = self.add(Expr("add", expr.args[0], -expr.args[1]))
            same = all(entry == 0 for entry in gap.entries()) if is_matrix(gap) else sign(gap) == 0
            return same if expr.head == "eq" else not same
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
        known = {leaf: num(fraction(v)) for leaf, v in self.point.values.items() if isinstance(v, fmpq)}
        plain = with_room(Context(), lambda field: field.of(expr.replace(known)))
        if not (plain.top.is_constant() and plain.bottom.is_constant()):
            raise Unknown("two numbers could not be told apart")
        return exact(constant_of(plain.top))

    def member(self, expr: Expr) -> bool:
        what, where = expr.args
        x = self.number(what)
        if where.head == "interval":
            low, high, closed_low, closed_high = where.args
            above, below = sign(x - self.number(low)), sign(self.number(high) - x)
            return (above > 0 or (closed_low and above == 0)) and (below > 0 or (closed_high and below == 0))
        if where.head == "set":
            return any(sign(x - self.number(item)) == 0 for item in where.args)
        if where.head == "reals":
            return True
        if not isinstance(x, fmpq):
            raise Unknown("whether this is a whole number")
        return x.q == 1 and (where.head == "integers" or x >= 0)

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


def scalar_if_single(found):
    return found[0, 0] if is_matrix(found) and (found.nrows(), found.ncols()) == (1, 1) else found


def of_number(function):
    return lambda self, expr: function(self.number(expr.args[0]))


RULES = {
    "num": lambda self, expr: exact(expr.args[0]),
    "name": Evaluation.leaf,
    "term": Evaluation.term,
    "eye": lambda self, expr: fmpq(1),
    "null": lambda self, expr: fmpq(0),
    "pi": lambda self, expr: arb.pi(),
    "add": Evaluation.add,
    "mul": Evaluation.multiply,
    "pow": lambda self, expr: power(self.of(expr.args[0]), self.of(expr.args[1])),
    "block": Evaluation.block,
    "T": Evaluation.transposed,
    "pinv": Evaluation.pinv,
    "norm": lambda self, expr: power(self.norm_squared(expr.args[0]), fmpq(1, 2)),
    "entry": Evaluation.entry,
    "tr": Evaluation.trace,
    "det": Evaluation.determinant,
    "max": Evaluation.extreme,
    "min": Evaluation.extreme,
    "gradient": Evaluation.gradient,
    "E": expectation,
    "given": conditional,
    "abs": of_number(abs),
    "exp": of_number(exponential),
    "log": of_number(logarithm),
    "tanh": of_number(lambda x: moderate(ball(x)).tanh()),
    "sin": of_number(lambda x: moderate(ball(x)).sin()),
    "cos": of_number(lambda x: moderate(ball(x)).cos()),
    "ceil": Evaluation.rounded,
    "floor": Evaluation.rounded,
    "eq": Evaluation.compared,
    "ne": Evaluation.compared,
    "lt": Evaluation.compared,
    "le": Evaluation.compared,
    "in": Evaluation.member,
    "same": Evaluation.same_sets,
} | dict.fromkeys(("and", "or", "not", "implies", "iff"), Evaluation.logical)
