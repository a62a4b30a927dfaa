"""Exact normal forms of scalar expressions: quotients of polynomials over the rationals in names and kernels.

A kernel is what is not rational: a root, an absolute value, an exponential, a logarithm, a power with a symbolic
exponent, a sum with a symbolic limit, a closed product of matrices.  Equal expressions that meet the same kernels get
the same normal form; each relation used (s^2 = g, |f|^2 = f^2, e^(2x) = (e^x)^2, log of a product, ...) holds at every
real point where both sides are defined.  So a difference that vanishes here is a proof; one that does not is no
refutation.
"""

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import TypeVar

from answerkey.context import Context
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars import circles, counting, sums
from answerkey.deciding.scalars.powers import Finer, Powers
from answerkey.deciding.scalars.quotients import Crowded, Poly, Quotient, constant_of, factored, single_generator
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import BINDERS, Expr, is_bound

SIZES = (12, 24, 48, 96, 384)  # numbers of generators that are tried in turn
Found = TypeVar("Found")


class Field(Powers):
    """The normal forms of one claim: its generators, the kernels behind them and what is known of their signs."""

    def __init__(self, context: Context, size: int = SIZES[0], denominators: dict | None = None):
        super().__init__(context, size, denominators)
        self.known: dict[Expr, Quotient] = {}
        self.around: list[tuple[Expr, Expr, Expr]] = []  # the indices of those sums, from where to where they run
        self.within = 0  # how many sums and products are around what is made
        self.nonzero: set[str] = set()  # factors that a claim divides by, and so does not vanish where it is defined
        self.bound: dict[int, Expr] = {}  # the index of the sum behind a generator
        self.closed: Callable[[Expr], Quotient] | None = None  # matrices, where they make a scalar

    def of(self, expr: Expr) -> Quotient:
        """The normal form of a scalar expression; raises Undefined or Unknown."""
        if expr not in self.known:
            self.known[expr] = self.made(expr)
        return self.known[expr]

    def made(self, expr: Expr) -> Quotient:
        if self.closed and (any(node.shape for node in expr.nodes) or expr.head in ("E", "given")):
            return self.closed(expr)
        rule = RULES.get(expr.head)
        if rule is None:
            raise Unknown(f"{expr.head} has no normal form")
        return rule(self, expr)

    def divided_by(self, claim: Expr) -> None:
        """Take note of what an equation divides by, outside of sums that may be empty and cases that may not hold."""
        waiting = [claim]
        while waiting:
            node = waiting.pop()
            if node.head == "cases" or (node.head in BINDERS and node.head not in ("sum", "prod")):
                continue
            waiting += node.nodes[2:] if node.head in BINDERS else node.nodes
            if node.head == "pow" and not node.shape and node.args[1].head == "num" and node.args[1].args[0] < 0:
                with suppress(Unknown, Undefined):
                    self.nonzero |= {str(factor) for factor, _ in factored(self.of(node.args[0]).top)[1]}

    def leaf(self, expr: Expr) -> Quotient:
        return self.gen(expr, positive=expr.head == "pi" or self.is_positive_leaf(expr))

    def term(self, expr: Expr) -> Quotient:
        """An entry of a sequence, whose index is written in one way."""
        identifier, shape, index = expr.args
        if index.nodes:
            with suppress(Unknown):
                index = as_tree(self, self.of(index))
        return self.leaf(Expr("term", identifier, shape, index))

    def is_positive_leaf(self, expr: Expr) -> bool:
        """Whether a name is a size, or said to be greater than a number from zero on."""
        if expr.args[:1] in [(d,) for d in self.context.dimensions]:
            return True
        bounds = [c for c in self.context.conditions if c.head in ("lt", "le") and c.args[1] == expr]
        low = [(c.head, c.args[0].args[0]) for c in bounds if c.args[0].head == "num"]
        return any(number > 0 or (number == 0 and head == "lt") for head, number in low)

    def log_of_factor(self, factor: Poly) -> Quotient:
        """The logarithm of a product is the sum of the logarithms."""
        i = single_generator(factor, self.gens)
        if i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "prod":
            body, end = self.inside[i]
            return sums.sum_to(self, self.logarithm(body), self.bound[i], end)
        return super().log_of_factor(factor)

    def tanh(self, expr: Expr) -> Quotient:
        double = self.exponential(self.multiply(self.constant(2), self.of(expr.args[0])))
        return self.quotient(double.top - double.bottom, double.top + double.bottom)

    def erf(self, expr: Expr) -> Quotient:
        """An odd function."""
        inner = self.of(expr.args[0])
        if not inner:
            return inner
        if inner.top.leading_coefficient() < 0:
            inner = self.scaled(inner, -1)
            return self.scaled(self.gen(("erf", inner.key), inside=inner), -1)
        return self.gen(("erf", inner.key), inside=inner)

    def cases(self, expr: Expr) -> Quotient:
        """A kernel of its own, which only the solver looks into."""
        if any(is_bound(node) for node in expr.walk()):
            raise Unknown("cases of a bound name")
        return self.gen(("cases", repr(expr)), inside=expr)

    def extreme(self, expr: Expr) -> Quotient:
        """max(a, b) = (a + b + |a - b|) / 2, from the left."""
        found = self.of(expr.args[0])
        for node in expr.args[1:]:
            other = self.of(node)
            gap = self.absolute(self.add(found, self.scaled(other, -1)))
            both = self.add(found, other)
            found = self.scaled(self.add(both, self.scaled(gap, 1 if expr.head == "max" else -1)), Fraction(1, 2))
        return found

    def pseudo_inverse(self, expr: Expr) -> Quotient:
        """1/x, or 0 where x is 0: p with x^2 p = x and x p^2 = p."""
        x = self.of(expr.args[0])
        i = single_generator(x.top, self.gens)
        if i is None or not x.bottom.is_constant() or constant_of(x.bottom) != 1:
            raise Unknown("the pseudo-inverse of more than a name")
        key = ("pinv", x.key)
        if key not in self.index:
            p = self.generator(key, inside=x)
            self.rules += [({i: 2, p: 1}, self.gens[i]), ({i: 1, p: 2}, self.gens[p])]
        return self.gen(key)

    def names_in(self, poly: Poly) -> set[Expr]:
        return {leaf for i, e in enumerate(poly.degrees()) if e > 0 for leaf in self.names_behind(i)}

    def names_behind(self, i: int) -> set[Expr]:
        """Every name on which a generator depends, through kernels within kernels and the letters of words."""
        key, inside = self.keys[i], self.inside.get(i)
        if isinstance(key, Expr):
            return {key}
        if key[0] in ("word", "trace"):
            return {leaf for letter in self.inside[i] for leaf in letter.leaves}
        if isinstance(inside, (dict, frozenset)):
            return set(inside)
        if isinstance(inside, Expr):
            return {n for n in inside.walk() if n.head in ("name", "term")}
        parts = [] if inside is None else inside if isinstance(inside, tuple) else (inside,)
        polys = [p for part in parts for p in ((part.top, part.bottom) if isinstance(part, Quotient) else (part,))]
        return {leaf for poly in polys for leaf in self.names_in(poly)} - {self.bound.get(i)}


def of_one(function: Callable[[Field, Quotient], Quotient]) -> Callable[[Field, Expr], Quotient]:
    return lambda field, expr: function(field, field.of(expr.args[0]))


RULES: dict[str, Callable[[Field, Expr], Quotient]] = {
    "num": lambda field, expr: field.constant(expr.args[0]),
    "name": Field.leaf,
    "term": Field.term,
    "pi": Field.leaf,
    "add": lambda field, expr: field.total([field.of(node) for node in expr.args]),
    "mul": lambda field, expr: field.product([field.of(node) for node in expr.args]),
    "pow": lambda field, expr: field.raised(field.of(expr.args[0]), field.of(expr.args[1])),
    "exp": of_one(Field.exponential),
    "log": of_one(Field.logarithm),
    "abs": of_one(Field.absolute),
    "sign": of_one(Field.signum),
    "floor": of_one(Field.floor),
    "ceil": of_one(lambda field, a: field.scaled(field.floor(field.scaled(a, -1)), -1)),
    "sin": of_one(lambda field, a: circles.circle(field, a)[1]),
    "cos": of_one(lambda field, a: circles.circle(field, a)[0]),
    "tanh": Field.tanh,
    "erf": Field.erf,
    "cases": Field.cases,
    "max": Field.extreme,
    "min": Field.extreme,
    "T": of_one(lambda field, a: a),
    "tr": of_one(lambda field, a: a),
    "pinv": Field.pseudo_inverse,
    "factorial": of_one(counting.factorial),
    "binomial": lambda field, expr: counting.binomial(field, *(field.of(node) for node in expr.args)),
    "sum": sums.summed,
    "prod": sums.multiplied,
}


def with_room(context: Context, use: Callable[[Field], Found]) -> Found:
    """`use(field)` in a field with as many generators, and as fine exponentials, as it turns out to need."""
    denominators: dict = {}
    for size in SIZES:
        for _ in range(6):
            try:
                return use(Field(context, size, denominators))
            except Finer:
                continue
            except Crowded:
                break
    raise Unknown("too many kernels")
