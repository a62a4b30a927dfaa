"""Exact normal forms of scalar expressions: quotients of polynomials over the rationals in names and kernels.

A kernel is what is not rational: a root, an absolute value, an exponential, a logarithm, a power with a symbolic
exponent, a closed product of matrices.  Equal expressions that meet the same kernels get the same normal form; each
relation used (s^2 = g, |f|^2 = f^2, e^(2x) = (e^x)^2, log of a product, ...) holds at every real point where both sides
are defined.  So a difference that vanishes here is a proof; one that does not is no refutation.
"""

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import TypeVar

from flint import fmpq, fmpz

from answerkey.context import Context
from answerkey.deciding.quotients import (
    Crowded,
    Poly,
    Quotient,
    Quotients,
    constant_of,
    factored,
    primitive,
    single_generator,
    square_part,
    times,
)
from answerkey.deciding.values import Undefined, Unknown, fraction
from answerkey.tree import Expr, num

FINEST = 360  # denominator of a multiple in an exponent
SIZES = (12, 24, 48, 96)  # numbers of generators that are tried in turn
Found = TypeVar("Found")


class Finer(Exception):
    """An exponential with a finer denominator than was planned for."""


class Field(Quotients):
    """The normal forms of one claim: its generators, the kernels behind them and what is known of their signs."""

    def __init__(self, context: Context, size: int = SIZES[0], denominators: dict | None = None):
        super().__init__(size)
        self.context = context
        self.denominators = {} if denominators is None else denominators  # planned for exponentials
        self.known: dict[Expr, Quotient] = {}
        self.signs: list[Poly] | None = None
        self.closed: Callable[[Expr], Quotient] | None = None  # matrices, where they make a scalar

    def of(self, expr: Expr) -> Quotient:
        """The normal form of a scalar expression; raises Undefined or Unknown."""
        if expr not in self.known:
            self.known[expr] = self.made(expr)
        return self.known[expr]

    def made(self, expr: Expr) -> Quotient:
        if self.closed and any(node.shape for node in expr.nodes):
            return self.closed(expr)
        match expr.head:
            case "num":
                return self.constant(expr.args[0])
            case "name" | "term" | "pi":
                return self.leaf(expr)
            case "add":
                return self.total([self.of(node) for node in expr.args])
            case "mul":
                found = self.of(expr.args[0])
                for node in expr.args[1:]:
                    found = self.multiply(found, self.of(node))
                return found
            case "pow":
                return self.raised(self.of(expr.args[0]), self.of(expr.args[1]))
            case "exp":
                return self.exponential(self.of(expr.args[0]))
            case "log":
                return self.logarithm(self.of(expr.args[0]))
            case "abs":
                return self.absolute(self.of(expr.args[0]))
            case "tanh":
                double = self.exponential(self.multiply(self.constant(2), self.of(expr.args[0])))
                return self.quotient(double.top - double.bottom, double.top + double.bottom)
            case "max" | "min":
                return self.extreme(expr)
            case "T" | "tr":
                return self.of(expr.args[0])
            case "pinv":
                return self.pseudo_inverse(expr)
            case "ceil" | "floor" | "sin" | "cos":
                inner = self.of(expr.args[0])
                return self.gen((expr.head, inner.key), inside=inner)
            case "E" | "given" if self.closed:
                return self.closed(expr)
        raise Unknown(f"{expr.head} has no normal form")

    def leaf(self, expr: Expr) -> Quotient:
        return self.gen(expr, positive=self.is_positive_leaf(expr))

    def is_positive_leaf(self, expr: Expr) -> bool:
        return Expr("lt", num(0), expr) in self.context.conditions or expr.args[:1] in [
            (d,) for d in self.context.dimensions
        ]

    def raised(self, base: Quotient, exponent: Quotient) -> Quotient:
        if exponent.top.is_constant() and exponent.bottom.is_constant():
            number = constant_of(exponent.top)
            if number.denominator == 1:
                return self.power(base, int(number))
            if number.denominator == 2:
                return self.power(self.root(base), number.numerator)
            kernel = self.gen(("root", base.key, number.denominator), inside=base)
            return self.power(kernel, number.numerator)
        if not exponent.bottom.is_constant():
            return self.gen(("power", base.key, exponent.key), inside=(base, exponent))
        found = self.constant(1)
        for exponents, coefficient in zip(exponent.top.monoms(), exponent.top.coeffs(), strict=True):
            monomial = self.ring.term(fmpq(1), exponents)
            if coefficient.q != 1:
                return self.gen(("power", base.key, exponent.key), inside=(base, exponent))
            if monomial.is_constant():
                found = self.multiply(found, self.power(base, int(coefficient.p)))
            else:
                found = self.multiply(found, self.power(self.symbolic(base, monomial), int(coefficient.p)))
        return found

    def symbolic(self, base: Quotient, monomial: Poly) -> Quotient:
        """`base` to a symbolic exponent; with a whole exponent the base's factors go apart."""
        if not self.is_natural(monomial):
            return self.gen(("power", base.key, str(monomial)), inside=(base, monomial))
        found = self.constant(1)
        for poly, direction in ((base.top, 1), (base.bottom, -1)):
            content, factors = factored(poly)
            parts = [(self.ring.constant(content), 1)] if content != 1 else []
            for factor, times_over in [*parts, *factors]:
                whole = Quotient(factor, self.one)
                kernel = self.gen(("power", whole.key, str(monomial)), inside=(whole, monomial))
                found = self.multiply(found, self.power(kernel, direction * times_over))
        return found

    def is_natural(self, monomial: Poly) -> bool:
        used = [self.keys[i] for i, e in enumerate(monomial.degrees()) if e]
        return all(isinstance(key, Expr) and self.context.is_natural(key) for key in used)

    def exponential(self, argument: Quotient) -> Quotient:
        if not argument.bottom.is_constant():
            negative = argument.top.leading_coefficient() < 0
            positive = Quotient(-argument.top, argument.bottom) if negative else argument
            return self.power(self.gen(("exp", positive.key), positive=True, inside=positive), -1 if negative else 1)
        found = self.constant(1)
        for exponents, coefficient in zip(argument.top.monoms(), argument.top.coeffs(), strict=True):
            monomial, number = self.ring.term(fmpq(1), exponents), fraction(coefficient)
            planned = self.denominators.setdefault(str(monomial), number.denominator)
            if number.denominator > FINEST:
                raise Unknown("an exponential of a fine fraction")
            if planned % number.denominator:
                self.denominators[str(monomial)] = lcm(planned, number.denominator)
                raise Finer
            unit = Quotient(monomial / planned, self.one)
            kernel = self.gen(("exp", unit.key), positive=True, inside=unit)
            found = self.multiply(found, self.power(kernel, int(number * planned)))
        return found

    def logarithm(self, argument: Quotient) -> Quotient:
        """log u, for u > 0, as the sum of the logarithms of the absolute values of its factors."""
        found = self.zero_quotient()
        for poly, direction in ((argument.top, 1), (argument.bottom, -1)):
            content, factors = factored(poly)
            found = self.add(found, self.scaled(self.log_of_number(abs(content)), direction))
            for factor, times_over in factors:
                found = self.add(found, self.scaled(self.log_of_factor(factor), direction * times_over))
        return found

    def log_of_number(self, number: fmpq) -> Quotient:
        found = self.zero_quotient()
        for whole, direction in ((number.p, 1), (number.q, -1)):
            for prime, times_over in fmpz(whole).factor() if whole.bit_length() < 200 else [(fmpz(whole), 1)]:
                found = self.add(found, self.scaled(self.gen(("log", str(prime))), direction * times_over))
        return found

    def log_of_factor(self, factor: Poly) -> Quotient:
        i = single_generator(factor, self.gens)
        kind = self.keys[i][0] if i is not None and isinstance(self.keys[i], tuple) else None
        inside = self.inside.get(i) if i is not None else None
        if kind == "exp":
            return inside  # type: ignore[return-value]
        if kind == "power":
            base, exponent = inside  # type: ignore[misc]
            exponent = exponent if isinstance(exponent, Quotient) else Quotient(exponent, self.one)
            return self.multiply(exponent, self.logarithm(self.absolute(base)))
        if kind in ("abs", "sqrt"):
            return self.scaled(self.logarithm(Quotient(inside, self.one)), Fraction(1, 1 if kind == "abs" else 2))  # type: ignore[arg-type]
        return self.gen(("log", str(factor)), inside=factor)

    def absolute(self, argument: Quotient) -> Quotient:
        top, bottom = (self.absolute_poly(poly) for poly in (argument.top, argument.bottom))
        return self.quotient(top, bottom)

    def absolute_poly(self, poly: Poly) -> Poly:
        if not poly:
            return poly
        content, factors = factored(poly)
        found = self.ring.constant(abs(content))
        for factor, times_over in factors:
            found *= factor ** (times_over - times_over % 2)
            if times_over % 2:
                found *= self.absolute_factor(factor)
        return found

    def absolute_factor(self, factor: Poly) -> Poly:
        if sign := self.sign(factor):
            return factor * sign
        i = single_generator(factor, self.gens)
        if i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "power":
            base, exponent = self.inside[i]  # type: ignore[misc]
            if not isinstance(exponent, Quotient) and self.is_natural(exponent):
                return self.symbolic(self.absolute(base), exponent).top
        if i is not None and i in self.squares and isinstance(self.keys[i], tuple):
            return factor  # a root or an absolute value is not negative
        i = self.generator(("abs", str(factor)), inside=factor)
        self.squares.setdefault(i, factor * factor)
        return self.gens[i]

    def root(self, argument: Quotient) -> Quotient:
        """The square root: squares come out as absolute values, what is positive by itself stands by itself."""
        if not argument:
            return argument
        content, factors = factored(times(argument.top, argument.bottom))
        outside, inside = self.absolute_poly(argument.bottom), self.one
        found = self.one
        square, free = square_part(content)
        found, inside = found * square, inside * free
        for factor, times_over in factors:
            found *= self.absolute_poly(factor ** (times_over // 2))
            if times_over % 2 and self.sign(factor) > 0:
                found *= self.root_kernel(factor)
            elif times_over % 2:
                inside *= factor
        if not (inside.is_constant() and constant_of(inside) == 1):
            found *= self.root_kernel(inside)
        return self.quotient(found, outside)

    def root_kernel(self, inside: Poly) -> Poly:
        i = self.generator(("sqrt", str(inside)), inside=inside)
        self.squares.setdefault(i, inside)
        return self.gens[i]

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
            self.monomials += [({i: 2, p: 1}, {i: 1}), ({i: 1, p: 2}, {p: 1})]
        return self.gen(key)

    def names_in(self, poly: Poly) -> set[Expr]:
        return {leaf for i, e in enumerate(poly.degrees()) if e for leaf in self.names_behind(i)}

    def names_behind(self, i: int) -> set[Expr]:
        """Every name on which a generator depends, through kernels within kernels and the letters of words."""
        key, inside = self.keys[i], self.inside.get(i)
        if isinstance(key, Expr):
            return {key}
        if key[0] in ("word", "trace"):
            return {leaf for letter in self.inside[i] for leaf in letter.leaves}
        if isinstance(inside, dict):
            return set(inside)
        parts = [] if inside is None else inside if isinstance(inside, tuple) else (inside,)
        polys = [p for part in parts for p in ((part.top, part.bottom) if isinstance(part, Quotient) else (part,))]
        return {leaf for poly in polys for leaf in self.names_in(poly)}

    def sign(self, poly: Poly) -> int:
        """1 or -1 where the declared domain settles the sign of `poly` at a glance, else 0."""
        if poly.is_constant():
            number = constant_of(poly)
            return (number > 0) - (number < 0)
        for direction in (1, -1):
            if self.clearly_positive(poly * direction):
                return direction
        return 0

    def clearly_positive(self, poly: Poly) -> bool:
        fixed = {i for i in range(len(self.keys)) if i in self.positive}
        constant = False
        for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            if coefficient < 0 or any(e % 2 and i not in fixed for i, e in enumerate(exponents)):
                return primitive(poly) in self.given_positive()
            constant |= all(i in fixed for i, e in enumerate(exponents) if e)
        return constant or primitive(poly) in self.given_positive()

    def given_positive(self) -> list[Poly]:
        """The polynomials that the conditions say outright are positive."""
        if self.signs is None:
            self.signs = []
            for condition in self.context.conditions:
                if condition.head == "lt" and not any(n.shape for n in condition.walk()):
                    self.note_positive(condition)
        return self.signs

    def note_positive(self, condition: Expr) -> None:
        low, high = condition.args
        try:
            gap = self.of(high - low)
        except (Undefined, Unknown):
            return
        if gap.bottom.is_constant():
            self.signs.append(primitive(gap.top))  # type: ignore[union-attr]


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
