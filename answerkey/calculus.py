"""Derivatives of scalar trees, by the rules of the calculus.

Each rule holds at every real point where what it gives is defined, and what it gives is undefined where the body has a
kink: |u|' is |u|/u u'.  Where a derivative would be defined beyond its body (log u for u < 0) a term 0 log u is kept.
"""

from collections.abc import Callable

from answerkey.shapes import EXTREMA
from answerkey.tree import HALF, ONE, ZERO, Expr, num

TWO, MINUS = num(2), num(-1)
PI = Expr("pi")
ROUGH = EXTREMA | {"abs", "max", "min", "sign", "cases", "floor", "ceil", "pinv"}
COMPARISONS = frozenset({"eq", "ne", "lt", "le"})


def derivative(body: Expr, variable: Expr, order: int = 1) -> Expr:
    """The derivative of a scalar expression; raises ValueError where it has no formula of ours."""
    for _ in range(order):
        body = Slope(variable).of(body)
    return body


class Slope:
    """One differentiation along a name or a term; shared subtrees are done once."""

    def __init__(self, variable: Expr):
        self.variable = variable
        self.known: dict[Expr, Expr] = {}
        self.moving: dict[Expr, bool] = {}

    def moves(self, expr: Expr) -> bool:
        """Whether `expr` has the variable in it, or what may be the same entry of a sequence."""
        if expr not in self.moving:
            same = expr == self.variable or (self.is_sibling(expr) and self.delta(expr) != ZERO)
            self.moving[expr] = same or any(self.moves(node) for node in expr.nodes)
        return self.moving[expr]

    def is_sibling(self, expr: Expr) -> bool:
        """Whether `expr` is an entry of the sequence or vector that the variable is an entry of."""
        return expr.head == self.variable.head in ("term", "entry") and expr.args[0] == self.variable.args[0]

    def delta(self, entry: Expr) -> Expr:
        """1 where two entries of one sequence are the same, else 0."""
        sides = list(zip(entry.nodes, self.variable.nodes, strict=True))
        if entry.head == "entry":
            sides = sides[1:]
        apart = [(a, b) for a, b in sides if a != b]
        if not apart:
            return ONE
        if any(never_equal(a, b) for a, b in apart):
            return ZERO
        claims = [Expr("eq", a, b) for a, b in apart]
        return Expr("cases", ONE, claims[0] if len(claims) == 1 else Expr("and", *claims), ZERO)

    def of(self, expr: Expr) -> Expr:
        if expr not in self.known:
            self.known[expr] = self.made(expr) if self.moves(expr) else ZERO
        return self.known[expr]

    def made(self, expr: Expr) -> Expr:
        if expr == self.variable:
            return ONE
        if self.is_sibling(expr):
            return self.delta(expr)
        rule = RULES.get(expr.head)
        if rule is None or expr.shape or any(node.shape for node in expr.nodes):
            raise ValueError(f"{expr.head} has no derivative here")
        return rule(self, expr)

    def product(self, expr: Expr) -> Expr:
        if expr.args[0] == ZERO:
            return expr  # what is there only to say where the rest is defined
        return plus(
            *(
                times(self.of(node), *expr.args[:i], *expr.args[i + 1 :])
                for i, node in enumerate(expr.args)
                if self.moves(node)
            )
        )

    def power(self, expr: Expr) -> Expr:
        base, exponent = expr.args
        if not self.moves(exponent):
            lower = num(exponent.args[0] - 1) if exponent.head == "num" else plus(exponent, MINUS)
            return times(exponent, power(base, lower), self.of(base))
        if not self.moves(base):
            return times(expr, Expr("log", base), self.of(exponent))
        inner = plus(
            times(self.of(exponent), Expr("log", base)), times(exponent, self.of(base), Expr("pow", base, MINUS))
        )
        return times(expr, inner)

    def logarithm(self, expr: Expr) -> Expr:
        (inner,) = expr.args
        return plus(times(self.of(inner), Expr("pow", inner, MINUS)), Expr("mul", ZERO, expr))

    def absolute(self, expr: Expr) -> Expr:
        return self.kinked(expr.args[0])

    def kinked(self, inner: Expr) -> Expr:
        """|u|' = |u|/u u'.

        Where u itself has kinks it may vanish all along an interval, with u' = 0: then it is sign(u) u', with a term
        that is 0 but undefined where u = 0 and u' is not 0.
        """
        slope = self.of(inner)
        if is_smooth(inner):
            return times(Expr("abs", inner), Expr("pow", inner, MINUS), slope)
        flat = plus(ONE, times(MINUS, power(Expr("sign", slope), TWO)))
        return plus(
            times(Expr("sign", inner), slope),
            Expr("mul", ZERO, Expr("pow", plus(Expr("abs", inner), flat), MINUS)),
        )

    def extreme(self, expr: Expr) -> Expr:
        """max(a, b) = (a + b + |a - b|) / 2, from the left."""
        direction = HALF if expr.head == "max" else times(MINUS, HALF)
        so_far, slope = expr.args[0], self.of(expr.args[0])
        for node in expr.args[1:]:
            gap = plus(so_far, times(MINUS, node))
            bend = self.kinked(gap) if self.moves(gap) else ZERO
            slope = plus(times(HALF, plus(slope, self.of(node))), times(direction, bend))
            so_far = Expr(expr.head, so_far, node)
        return slope

    def signed(self, expr: Expr) -> Expr:
        self.demand_smooth(expr.args[0])
        return Expr("mul", ZERO, Expr("pow", expr.args[0], MINUS))

    def demand_smooth(self, expr: Expr) -> None:
        if not is_smooth(expr):
            raise ValueError("a derivative along what may stay on an edge")

    def by_cases(self, expr: Expr) -> Expr:
        """Case by case, with a term that is 0 but undefined on the edges between the cases."""
        args = [a if i % 2 else self.of(a) for i, a in enumerate(expr.args)]
        edges = [gap for condition in expr.args[1::2] if self.moves(condition) for gap in self.edges(condition)]
        values = Expr("cases", *args)
        if all(value == args[0] for value in args[::2]):
            values = args[0]
        return plus(values, *(Expr("mul", ZERO, Expr("pow", gap, MINUS)) for gap in edges))

    def edges(self, condition: Expr) -> list[Expr]:
        if not self.moves(condition):
            return []
        if condition.head in COMPARISONS:
            gap = plus(condition.args[0], times(MINUS, condition.args[1]))
            self.demand_smooth(gap)
            return [gap]
        if condition.head in ("and", "or", "not", "implies", "iff"):
            return [gap for node in condition.args for gap in self.edges(node)]
        if condition.head == "in" and condition.args[1].head in ("interval", "set"):
            ends = condition.args[1].nodes
            return [gap for end in ends for gap in self.edges(Expr("eq", condition.args[0], end))]
        raise ValueError(f"a case whose edges are not known: {condition.head}")

    def summed(self, expr: Expr) -> Expr:
        index, body, low, high = expr.args
        if self.moves(low) or self.moves(high) or self.variable == index:
            raise ValueError("a derivative along the limits of a sum")
        return Expr("sum", index, self.of(body), low, high)

    def multiplied(self, expr: Expr) -> Expr:
        """(prod f)' = prod f sum f'/f, where no factor is zero."""
        index, body, low, high = expr.args
        if self.moves(low) or self.moves(high) or self.variable == index:
            raise ValueError("a derivative along the limits of a product")
        self.demand_smooth(body)
        return times(expr, Expr("sum", index, times(self.of(body), Expr("pow", body, MINUS)), low, high))

    def chosen(self, expr: Expr) -> Expr:
        """A binomial with a whole number below is a polynomial above."""
        top, bottom = expr.args
        if bottom.head != "num" or bottom.args[0].denominator != 1 or not 0 <= bottom.args[0] <= 64:
            raise ValueError("a derivative of a binomial")
        factors, factorial = [ONE], 1
        for k in range(int(bottom.args[0])):
            factors.append(plus(top, num(-k)))
            factorial *= k + 1
        return times(self.of(times(*factors)), Expr("pow", num(factorial), MINUS))


def chain(outer: Callable[[Expr], Expr]):
    """The rule for a function of one number whose derivative at u is `outer(u)`."""
    return lambda slope, expr: times(outer(expr.args[0]), slope.of(expr.args[0]))


RULES: dict[str, Callable[[Slope, Expr], Expr]] = {
    "add": lambda slope, expr: plus(*(slope.of(node) for node in expr.args)),
    "mul": Slope.product,
    "pow": Slope.power,
    "exp": chain(lambda u: Expr("exp", u)),
    "log": Slope.logarithm,
    "abs": Slope.absolute,
    "sign": Slope.signed,
    "max": Slope.extreme,
    "min": Slope.extreme,
    "tanh": chain(lambda u: plus(ONE, times(MINUS, power(Expr("tanh", u), TWO)))),
    "sin": chain(lambda u: Expr("cos", u)),
    "cos": chain(lambda u: times(MINUS, Expr("sin", u))),
    "erf": chain(
        lambda u: times(TWO, Expr("pow", PI, num("-1/2")), Expr("exp", times(MINUS, power(u, TWO)))),
    ),
    "cases": Slope.by_cases,
    "sum": Slope.summed,
    "prod": Slope.multiplied,
    "binomial": Slope.chosen,
    "T": lambda slope, expr: slope.of(expr.args[0]),
}


def is_smooth(expr: Expr) -> bool:
    """Whether `expr` is analytic, so that it vanishes on no interval unless everywhere: no kinks, no roots."""

    def is_rough(node: Expr) -> bool:
        if node.head == "pow":
            return node.args[1].head == "num" and node.args[1].args[0].denominator > 1
        return node.head in ROUGH or (node.head == "log" and bool(node.args[0].nodes))

    return not any(map(is_rough, expr.walk()))


def never_equal(a: Expr, b: Expr) -> bool:
    """Whether two indices differ by a number that is not zero."""
    (base_a, steps_a), (base_b, steps_b) = split(a), split(b)
    return base_a == base_b and steps_a != steps_b


def split(index: Expr) -> tuple[Expr, object]:
    if index.head == "num":
        return ZERO, index.args[0]
    if index.head == "add":
        steps = sum(node.args[0] for node in index.args if node.head == "num")
        return plus(*(node for node in index.args if node.head != "num")), steps
    return index, 0


def plus(*terms: Expr) -> Expr:
    """A sum without zeros, its numbers added up."""
    flat = [inner for term in terms for inner in (term.args if term.head == "add" else (term,))]
    number = sum((term.args[0] for term in flat if term.head == "num"), start=ZERO.args[0])
    kept = [term for term in flat if term.head != "num"]
    if number or not kept:
        kept.append(num(number))
    return kept[0] if len(kept) == 1 else Expr("add", *kept)


def times(*factors: Expr) -> Expr:
    """A product without ones, its numbers multiplied; zero where one factor is the number zero."""
    flat = [inner for factor in factors for inner in (factor.args if factor.head == "mul" else (factor,))]
    number = ONE.args[0]
    for factor in flat:
        if factor.head == "num":
            number *= factor.args[0]
    kept = [factor for factor in flat if factor.head != "num"]
    if not number:
        return ZERO if ZERO in factors else Expr("mul", ZERO, *kept) if kept else ZERO
    if number != 1 or not kept:
        kept.insert(0, num(number))
    return kept[0] if len(kept) == 1 else Expr("mul", *kept)


def power(base: Expr, exponent: Expr) -> Expr:
    if exponent == ZERO:
        return ONE
    return base if exponent == ONE else Expr("pow", base, exponent)


def in_whole(leaf: Expr, expr: Expr) -> bool:
    """Whether a vector or a matrix occurs in `expr` other than by its entries."""
    if expr.head == "entry" and expr.args[0] == leaf:
        return any(in_whole(leaf, index) for index in expr.nodes[1:])
    return expr == leaf or any(in_whole(leaf, node) for node in expr.nodes)


def written_out(expr: Expr, variable: Expr) -> Expr:
    """A gradient along a vector or a matrix that was defined by its entries, each a name of its own; a Hessian, along
    a vector."""
    columns, *coordinates = variable.args if variable.head == "block" else (1,)
    if expr.head == "jacobian" or expr.args[1] != expr.args[2] or not all(n.head == "name" for n in coordinates):
        raise ValueError("a derivative along what other names depend on")
    slopes = [Expr("derivative", expr.args[0], n) for n in coordinates]
    if not slopes or len({*coordinates}) < len(coordinates) or any(n.shape for n in coordinates):
        raise ValueError("a derivative along what is not made of names")
    if expr.head == "gradient":
        return Expr("block", columns, *slopes)
    if columns > 1:
        raise ValueError("a Hessian along a matrix")
    return Expr("block", len(slopes), *(Expr("derivative", slope, n) for slope in slopes for n in coordinates))
