"""Polynomials in kernels for the solver, with what is known of each kernel at every real point.

A root is not negative and squares to its radicand, an exponential is positive and lies above its tangent, a floor is a
whole number just below its argument, kernels of one growing function are ordered as their arguments are.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

import z3

from answerkey.context import Context
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Poly, Quotient
from answerkey.tree import Expr

MOST_DEGREE = 64
DENSE, DENSE_DEGREE = (
    8,
    20,
)  # a polynomial of more terms and a higher degree is one that the solver does not come back from
GROWING = frozenset({"exp", "log", "erf"})  # kinds of kernels that grow with their argument
MOST_ROOT = 5  # degree of a root whose power the solver is told
MOST_ORDERED = 5  # kernels of one kind that are compared with one another


@lru_cache(maxsize=500)
def rational(top: int, bottom: int) -> z3.ArithRef:
    return z3.RealVal(Fraction(top, bottom))


def joined(operation: Callable, parts: list[z3.ArithRef]) -> z3.ArithRef:
    """A sum or a product of real terms; the solver's own operators look each term over again."""
    if len(parts) == 1:
        return parts[0]
    context = z3.main_ctx()
    return z3.ArithRef(operation(context.ref(), len(parts), (z3.Ast * len(parts))(*(p.ast for p in parts))), context)


class Facts:
    """The variables of one question, and the facts about them; `whole` makes natural numbers whole to the solver."""

    def __init__(self, field: Field, whole: bool = False):
        self.field, self.whole = field, whole
        self.context: Context = field.context
        self.variables: dict[int, z3.ArithRef] = {}
        self.facts: list[z3.BoolRef] = []
        self.sizes = {(size,) for size in self.context.dimensions}
        self.noted: list[int] = []  # generators with facts, in the order in which they were met

    def holds(self, claim: Expr) -> z3.BoolRef:
        raise NotImplementedError

    def polynomial(self, poly: Poly) -> z3.ArithRef:
        degree = max((int(e) for e in poly.degrees()), default=0)
        if degree > MOST_DEGREE or (degree > DENSE_DEGREE and len(poly) > DENSE):
            raise Unknown("a polynomial of high degree")
        terms = []
        for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            factors = [self.variable(i) for i, exponent in enumerate(exponents) for _ in range(int(exponent))]
            if coefficient != 1 or not factors:
                factors.insert(0, rational(int(coefficient.p), int(coefficient.q)))
            terms.append(joined(z3.Z3_mk_mul, factors))
        return joined(z3.Z3_mk_add, terms) if terms else rational(0, 1)

    def quotient(self, a: Quotient) -> z3.ArithRef:
        top = self.polynomial(a.top)
        return top if a.bottom.is_constant() else top / self.polynomial(a.bottom)

    def generator_of(self, leaf: Expr) -> int:
        return next(i for i, e in enumerate(self.field.of(leaf).top.degrees()) if e)

    def variable(self, i: int) -> z3.ArithRef:
        if i not in self.variables:
            self.variables[i] = self.made(i, self.field.keys[i], self.kind(i))
            self.note(i, self.kind(i))
        return self.variables[i]

    def made(self, i: int, key, kind: str) -> z3.ArithRef:
        inside: Any = self.field.inside.get(i)
        if kind == "abs":
            size = self.polynomial(inside)
            return z3.If(size >= 0, size, -size)
        if kind == "sign":
            size = self.polynomial(inside)
            return z3.If(size > 0, z3.RealVal(1), z3.If(size < 0, z3.RealVal(-1), z3.RealVal(0)))
        if kind == "cases":
            return self.cases(inside)
        if kind == "floor" or (self.whole and self.field.is_whole_key(key)):
            return z3.ToReal(z3.Int(f"g{i}"))
        return z3.Real(f"g{i}")

    def cases(self, expr: Expr) -> z3.ArithRef:
        *pairs, last = expr.args
        found = self.quotient(self.field.of(last))
        for value, condition in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
            found = z3.If(self.holds(condition), self.quotient(self.field.of(value)), found)
        return found

    def note(self, i: int, kind: str) -> None:
        """Take up what is known of the kernel behind a variable."""
        x, inside = self.variables[i], self.field.inside.get(i)
        found = [x > 0] if i in self.field.positive else [x >= 0] if i in self.field.nonnegative else []
        key = self.field.keys[i]
        if isinstance(key, Expr) and key.args[:1] in self.sizes:
            found.append(x >= 1)
        if inside is not None or kind == "log":
            found += getattr(self, f"about_{kind}", lambda *_: [])(x, inside)
        if found:
            self.facts += found
            self.noted.append(i)

    # -- what is known of one kernel, for every real argument

    def about_sqrt(self, x, inside) -> list[z3.BoolRef]:
        radicand = self.polynomial(inside)
        return [z3.Implies(radicand >= 0, z3.And(x >= 0, x * x == radicand))]

    def about_root(self, x, inside) -> list[z3.BoolRef]:
        """An odd root has the sign of what is under it, and its power is that."""
        under = self.polynomial(inside)
        degree = next(self.field.keys[i][2] for i, variable in self.variables.items() if variable is x)
        power = [z3.Product(*[x] * degree) == under] if degree <= MOST_ROOT else []
        signs = [(x > 0) == (under > 0), (x == 0) == (under == 0), (x > 1) == (under > 1), (x < -1) == (under < -1)]
        return [*power, *signs]

    def about_log(self, x, inside) -> list[z3.BoolRef]:
        if inside is None:
            return [x > 0]  # of a prime
        poly = self.polynomial(inside)
        size = z3.If(poly >= 0, poly, -poly)
        return [(x < 0) == (size < 1), (x == 0) == (size == 1), z3.Implies(size > 0, x <= size - 1)]

    def about_exp(self, x, inside) -> list[z3.BoolRef]:
        u = self.quotient(inside)
        return [x > 0, x >= 1 + u, (x > 1) == (u > 0), (x == 1) == (u == 0), z3.Implies(u < 1, x * (1 - u) <= 1)]

    def about_power(self, x, inside) -> list[z3.BoolRef]:
        """b^t for b > 0; with b between 0 and 1 and t from zero on it is no more than 1, and Bernoulli's inequality."""
        if not isinstance(inside, tuple):
            return []
        base, exponent = self.quotient(inside[0]), inside[1]
        found = [z3.Implies(base > 0, x > 0)] + [z3.Implies(base != 0, x != 0)] * isinstance(exponent, Poly)
        poly = exponent if isinstance(exponent, Poly) else exponent.top
        if isinstance(exponent, Poly) and self.field.is_natural(poly):
            t, below, above = self.polynomial(poly), base <= 1, base >= 1
            found += [z3.Implies(above, x >= 1), z3.Implies(z3.And(base >= 0, below), z3.And(x >= 0, x <= 1))]
            found += [z3.Implies(z3.And(base > 0, base < 1, t > 0), x < 1)]
            found += [z3.Implies(z3.And(base >= -1, below), z3.And(x >= -1, x <= 1))]
            found += [z3.Implies(base >= 0, x >= 1 + t * (base - 1))]
        return found

    def about_pinv(self, x, inside) -> list[z3.BoolRef]:
        base = self.quotient(inside)
        return [z3.Implies(base == 0, x == 0), z3.Implies(base != 0, x * base == 1)]

    def about_det(self, x, inside) -> list[z3.BoolRef]:
        """That of an orthogonal matrix is 1 or -1."""
        mine = [square for i, square in self.field.squares.items() if i in self.variables and self.variables[i] is x]
        return [x * x == self.polynomial(square) for square in mine]

    def about_mean(self, x, inside) -> list[z3.BoolRef]:
        return [x >= 0] if all(e % 2 == 0 for e in inside.values()) else []

    def about_floor(self, x, inside) -> list[z3.BoolRef]:
        argument = self.quotient(inside)
        return [x <= argument, argument < x + 1]

    def about_factorial(self, x, inside) -> list[z3.BoolRef]:
        n = self.quotient(inside)
        small = [z3.Implies(n <= 1, x == 1), z3.Implies(n == 2, x == 2)]
        return [x >= 1, x >= n, z3.Implies(n >= 3, x >= 2 * n), *small]

    def about_cos(self, x, inside) -> list[z3.BoolRef]:
        return [x >= -1, x <= 1]

    def about_sin(self, x, inside) -> list[z3.BoolRef]:
        u = self.quotient(inside)
        size = z3.If(u >= 0, u, -u)
        return [x >= -1, x <= 1, x <= size, -x <= size]

    def about_erf(self, x, inside) -> list[z3.BoolRef]:
        u = self.quotient(inside)
        return [x > -1, x < 1, (x > 0) == (u > 0), (x == 0) == (u == 0)]

    # -- what is known of two

    def orders(self) -> list[z3.BoolRef]:
        """Kernels of one growing function, and powers of one base, compare as what is inside them does."""
        found = []
        for kind in GROWING:
            mine = [i for i in self.noted if self.kind(i) == kind and self.field.inside.get(i) is not None]
            for i, j in combinations(mine[:MOST_ORDERED], 2):
                u, v = (self.argument(kind, k) for k in (i, j))
                found.append((self.variables[i] < self.variables[j]) == (u < v))
                if kind == "log":
                    found += self.tangents(self.variables[i] - self.variables[j], u, v)
        return found

    def tangents(self, gap, u, v) -> list[z3.BoolRef]:
        """log u - log v is no more than u / v - 1, nor less than 1 - v / u."""
        return [z3.Implies(z3.And(u > 0, v > 0), z3.And(gap * v <= u - v, u - v <= gap * u))]

    def kind(self, i: int) -> str:
        key = self.field.keys[i]
        return key[0] if isinstance(key, tuple) else ""

    def argument(self, kind: str, i: int) -> z3.ArithRef:
        inside = self.field.inside[i]
        if kind != "log":
            return self.quotient(inside)
        poly = self.polynomial(inside)
        return z3.If(poly >= 0, poly, -poly)
