"""Power series in one small number, cut off, run through a tree: how any body moves near a point.

The coefficients of a series are numbers or matrices.  A kink (|x| at 0, a tie in a maximum) has no derivative there:
it is undefined.  This shares nothing with the rules by which derivatives are found symbolically.
"""

from collections.abc import Callable
from itertools import permutations

from flint import arb_series, fmpq

from answerkey.deciding.looking import leaves
from answerkey.deciding.referee.functions import whole
from answerkey.deciding.referee.values import (
    Scalar,
    Undefined,
    Unknown,
    Value,
    ball,
    from_grid,
    grid_of,
    inverse,
    is_matrix,
    moderate,
    power,
    scalar_if_single,
    sign,
    times,
)
from answerkey.tree import Expr, name

Series = list  # the value and the coefficients after it, 0 standing for any zero
NIL = fmpq(0)
LINEAR = frozenset({"T", "tr", "vec", "diag", "diagpart", "block", "entry"})
PRODUCTS = frozenset({"kron", "hadamard"})
LARGEST_DETERMINANT = 4
HIGHEST_ORDER = 8

SMOOTH: dict[str, Callable] = {
    "exp": lambda s: s.exp(),
    "sin": lambda s: s.sin(),
    "cos": lambda s: s.cos(),
    "erf": lambda s: s.erf(),
    "tanh": lambda s: 1 - 2 / ((s + s).exp() + 1),
    "sigmoid": lambda s: 1 / (1 + (-s).exp()),
    "softplus": lambda s: (1 + s.exp()).log(),
}


class Slopes:
    """Series up to an order along a direction: each of the names in `moved` is given with its coefficients."""

    def __init__(self, evaluation, moved: dict[Expr, Series], order: int):
        if order > HIGHEST_ORDER:
            raise Unknown("a derivative of a high order")
        self.evaluation, self.moved, self.order = evaluation, moved, order
        self.known: dict[Expr, Series] = {}

    def of(self, expr: Expr) -> Series:
        if expr not in self.known:
            if self.moved.keys().isdisjoint(leaves(expr)):
                self.known[expr] = self.constant(self.evaluation.of(expr))
            else:
                rule = getattr(self, f"of_{expr.head}", None) or self.rule_for(expr.head)
                self.known[expr] = [scalar_if_single(each) for each in rule(expr)]
        return self.known[expr]

    def rule_for(self, head: str) -> Callable[[Expr], Series]:
        if head in LINEAR:
            return self.linear
        if head in PRODUCTS:
            return self.bilinear
        if head in SMOOTH or head in ("abs", "sign", "step", "floor", "ceil", "log", "relu", "sqrt"):
            return lambda expr: self.function(head, self.of(expr.args[0]))
        raise Unknown(f"the derivative of {head}")

    def constant(self, value: Value) -> Series:
        return [value, *[NIL] * self.order]

    def padded(self, series: Series) -> Series:
        return [*series, *[NIL] * (self.order + 1 - len(series))]

    # -- arithmetic

    def product(self, a: Series, b: Series, by: Callable = times) -> Series:
        total = []
        for k in range(self.order + 1):
            parts = [by(a[j], b[k - j]) for j in range(k + 1) if a[j] is not NIL and b[k - j] is not NIL]
            total.append(self.evaluation.sum_of([scalar_if_single(part) for part in parts]) if parts else NIL)
        return total

    def plus(self, *many: Series) -> Series:
        total = []
        for coefficients in zip(*many, strict=True):
            parts = [c for c in coefficients if c is not NIL]
            total.append(self.evaluation.sum_of(parts) if parts else NIL)
        return total

    def times_number(self, factor: Scalar, a: Series) -> Series:
        return [c if c is NIL else times(c, factor) for c in a]

    def composed(self, taylor: Series, a: Series) -> Series:
        """A function with these Taylor coefficients at a[0], of the series `a`."""
        rest, total = [NIL, *a[1:]], self.constant(taylor[-1])
        for coefficient in reversed(taylor[:-1]):
            total = self.plus(self.product(total, rest), self.constant(coefficient))
        return total

    def inverted(self, a: Series) -> Series:
        first = inverse(a[0])
        total = [first]
        for k in range(1, self.order + 1):
            parts = [times(a[j], total[k - j]) for j in range(1, k + 1) if a[j] is not NIL and total[k - j] is not NIL]
            total.append(-times(first, self.evaluation.sum_of(parts)) if parts else NIL)
        return total

    def of_name(self, expr: Expr) -> Series:
        return self.padded(self.moved[expr])

    of_term = of_name

    def of_add(self, expr: Expr) -> Series:
        return self.plus(*(self.of(node) for node in expr.args))

    def of_mul(self, expr: Expr) -> Series:
        total = self.of(expr.args[0])
        for node in expr.args[1:]:
            total = [scalar_if_single(each) for each in self.product(total, self.of(node))]
        return total

    def of_pow(self, expr: Expr) -> Series:
        base = self.of(expr.args[0])
        if not self.moved.keys().isdisjoint(leaves(expr.args[1])):
            logarithm = self.function("log", base)
            return self.function("exp", self.product(self.of(expr.args[1]), logarithm))
        exponent = self.evaluation.number(expr.args[1])
        if leaves(expr.args[1]) and isinstance(exponent, fmpq) and exponent.q != 1 and sign(base[0]) < 0:
            raise Undefined("a root of a negative number")
        return self.power(base, exponent)

    def power(self, base: Series, exponent: Scalar) -> Series:
        if isinstance(exponent, fmpq) and exponent.q == 1 and abs(exponent) <= 64:
            factor = base if exponent >= 0 else self.inverted(base)
            total = self.constant(fmpq(1))
            for _ in range(abs(int(exponent.p))):
                total = [scalar_if_single(each) for each in self.product(total, factor)]
            return total
        if is_matrix(base[0]):
            raise Unknown("a fractional power of a matrix")
        first = power(base[0], exponent)
        if sign(base[0]) == 0:
            if base[1] is not NIL and sign(base[1]) and sign(exponent - 1) < 0:
                raise Undefined("a root that has no slope at zero")
            raise Unknown("the slope of a power of zero")
        taylor = [first]
        for k in range(1, self.order + 1):
            taylor.append(taylor[-1] * (exponent - k + 1) / k / base[0])
        return self.composed(taylor, base)

    # -- functions of numbers

    def function(self, head: str, a: Series) -> Series:
        if head == "log":
            return self.composed(self.of_logarithm(a[0]), a)
        if head == "sqrt":
            return self.power(a, fmpq(1, 2))
        if head == "relu":
            return self.greatest([a, self.constant(NIL)])
        if head == "abs":
            return self.times_number(fmpq(self.side(a) or 1), a)
        if head in ("sign", "step", "floor", "ceil"):
            return self.step(head, a)
        if head not in SMOOTH:
            raise Unknown(f"the derivative of {head}")
        first = self.evaluation.function(head)(a[0])
        found = SMOOTH[head](arb_series([moderate(ball(a[0])), 1], prec=self.order + 1))
        return self.composed([first, *(found[k] for k in range(1, self.order + 1))], a)

    def of_logarithm(self, x: Scalar) -> Series:
        first = self.evaluation.function("log")(x)
        return [first, *(fmpq((-1) ** (k - 1), k) / x**k for k in range(1, self.order + 1))]

    def side(self, a: Series) -> int:
        """On which side of a kink at zero the series is, 0 where it is nothing but zero; raises where it crosses."""
        if found := sign(a[0]):
            return found
        if self.order and sign(a[1]):
            raise Undefined("a slope at a kink")
        if self.order > 1:
            raise Unknown("higher derivatives at a kink")
        return 0

    def step(self, head: str, a: Series) -> Series:
        found = self.evaluation.function(head)(a[0])
        if head in ("sign", "step"):
            if self.side(a) == 0:
                raise Unknown("the slope of a step")
        elif a[0] == found and self.side([NIL, *a[1:]]) == 0:
            raise Unknown("the slope of a step")
        return self.constant(found)

    def of_max(self, expr: Expr) -> Series:
        return self.greatest([self.of(node) for node in expr.args])

    def of_min(self, expr: Expr) -> Series:
        lowered = [self.times_number(fmpq(-1), self.of(node)) for node in expr.args]
        return self.times_number(fmpq(-1), self.greatest(lowered))

    def greatest(self, many: list[Series]) -> Series:
        best = many[0]
        for other in many[1:]:
            gap = self.plus(other, self.times_number(fmpq(-1), best))
            best = other if self.side(gap) > 0 else best
        return best

    def of_cases(self, expr: Expr) -> Series:
        *guarded, otherwise = expr.args
        for result, condition in zip(guarded[::2], guarded[1::2], strict=True):
            if self.steady(condition):
                return self.of(result)
        return self.of(otherwise)

    def steady(self, condition: Expr) -> bool:
        """Whether a condition holds, and goes on to around the point."""
        if self.moved.keys().isdisjoint(leaves(condition)):
            return self.evaluation.of(condition) is True
        if condition.head in ("and", "or"):
            sides = [self.steady(side) for side in condition.args]
            return all(sides) if condition.head == "and" else any(sides)
        if condition.head == "not":
            return not self.steady(condition.args[0])
        if condition.head == "in":
            from answerkey.deciding.referee.lines import membership

            return self.steady(membership(*condition.args))
        if condition.head not in ("eq", "ne", "lt", "le"):
            raise Unknown(f"the derivative of what depends on {condition.head}")
        side = self.side(self.of(condition.args[0] - condition.args[1]))
        return {"eq": side == 0, "ne": side != 0, "lt": side < 0, "le": side <= 0}[condition.head]

    # -- sums and products

    def of_sum(self, expr: Expr) -> Series:
        return self.plus(self.constant(self.evaluation.point.zeros(expr.shape)), *self.terms(expr))

    def of_prod(self, expr: Expr) -> Series:
        total = self.constant(fmpq(1))
        for term in self.terms(expr):
            total = self.product(total, term)
        return total

    def terms(self, expr: Expr) -> list[Series]:
        leaf, body, low, high = expr.args
        first, last = (whole(self.evaluation.number(end), "a bound of a sum") for end in (low, high))
        if last < first - 1:
            raise Undefined("a sum that ends before it begins")
        if last - first > 200 or not self.moved.keys().isdisjoint(leaves(low) | leaves(high)):
            raise Unknown("the derivative of a long sum, or along its ends")
        places = range(first, last + 1)
        return [Slopes(self.evaluation.within({leaf: fmpq(i)}), self.moved, self.order).of(body) for i in places]

    def of_derivative(self, expr: Expr) -> Series:
        """A derivative in the very name that moves: the same series, one further."""
        body, variable = expr.args
        if [*self.moved] != [variable] or self.moved[variable][1:2] != [1] or len(self.moved[variable]) != 2:
            raise Unknown("a derivative of a derivative in another name")
        further = Slopes(self.evaluation, self.moved, self.order + 1).of(body)
        return [further[k + 1] if further[k + 1] is NIL else further[k + 1] * (k + 1) for k in range(self.order + 1)]

    # -- matrices

    def linear(self, expr: Expr) -> Series:
        """Heads under which coefficients stay apart."""
        nodes = [a for a in expr.args if isinstance(a, Expr)]
        if expr.head == "entry":
            nodes = nodes[:1]
        series = [self.of(node) for node in nodes]
        return [self.through(expr, nodes, [s[k] for s in series]) for k in range(self.order + 1)]

    def bilinear(self, expr: Expr) -> Series:
        total = self.of(expr.args[0])
        shape = expr.args[0].shape
        for node in expr.args[1:]:
            pair = Expr(expr.head, name("~a", shape), name("~b", node.shape))
            total = self.product(total, self.of(node), lambda a, b, pair=pair: self.through(pair, pair.args, [a, b]))
            shape = pair.shape
        return total

    def through(self, expr: Expr, nodes, values: list[Value]) -> Value:
        """The value of a node whose children have these values."""
        slots = [name(f"~{i}", node.shape) for i, node in enumerate(nodes)]
        plain = Expr(expr.head, *map(dict(zip(nodes, slots, strict=True)).get, expr.args, expr.args))
        return self.evaluation.within(dict(zip(slots, values, strict=True))).of(plain)

    def grid(self, expr: Expr) -> list[list[Series]]:
        """The entries of a matrix, each with its own series."""
        grids = [grid_of(self.evaluation.shaped(c, expr.shape)) for c in self.of(expr)]
        return [[list(entry) for entry in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]

    def of_each(self, expr: Expr) -> Series:
        grid = [[self.function(expr.args[0], entry) for entry in row] for row in self.grid(expr.args[1])]
        return [from_grid([[entry[k] for entry in row] for row in grid]) for k in range(self.order + 1)]

    def of_norm(self, expr: Expr) -> Series:
        entries = [entry for row in self.grid(expr.args[0]) for entry in row]
        return self.power(self.plus(*(self.product(e, e) for e in entries)), fmpq(1, 2))

    def of_norm1(self, expr: Expr) -> Series:
        return self.plus(*(self.function("abs", row[0]) for row in self.grid(expr.args[0])))

    def of_norminf(self, expr: Expr) -> Series:
        return self.greatest([self.function("abs", row[0]) for row in self.grid(expr.args[0])])

    def of_det(self, expr: Expr) -> Series:
        grid = self.grid(expr.args[0])
        if len(grid) > LARGEST_DETERMINANT:
            raise Unknown("the derivative of a large determinant")
        total = self.constant(NIL)
        for order in permutations(range(len(grid))):
            crossed = sum(a > b for i, b in enumerate(order) for a in order[:i])
            term = self.constant(fmpq((-1) ** crossed))
            for i, j in enumerate(order):
                term = self.product(term, grid[i][j])
            total = self.plus(total, term)
        return total
