"""Derivatives of formulas of entries, along an entry at an index of its own: dA_ij by dA_pq is 1 if i = p and j = q."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answerkey.calculus import Slope, plus, times
from answerkey.deciding.referee.values import Unknown
from answerkey.tree import ZERO, Expr, num

if TYPE_CHECKING:
    from answerkey.deciding.networks.indexed import Indexed


class Tangent(Slope):
    """One differentiation of a tree of entries, along an entry at an index of its own or along a number."""

    def __init__(self, indexed: Indexed, variable: Expr):
        super().__init__(variable)
        self.indexed = indexed
        self.leaf = variable.args[0] if variable.head == "at" else variable

    def moves(self, expr: Expr) -> bool:
        if expr.head in ("at", "det"):
            return self.leaf in set(expr.args[0].walk())
        if expr not in self.moving:
            self.moving[expr] = expr == self.variable or any(map(self.moves, expr.nodes))
        return self.moving[expr]

    def is_sibling(self, expr: Expr) -> bool:
        return expr.head == "at" and expr.args[0] == self.leaf

    def delta(self, entry: Expr) -> Expr:
        if len(entry.args) != len(self.variable.args):
            raise Unknown("a derivative at one index of a pair")
        pairs = zip(entry.args[2:], self.variable.args[2:], strict=True)
        return times(*(Expr("delta", *pair) for pair in pairs))

    def made(self, expr: Expr) -> Expr:
        if expr.head == "at" and expr.args[0].head == "pow":
            return self.inverse(expr)
        if expr.head == "det":
            return self.determinant(expr)
        if expr.head in ("step", "positive"):
            self.indexed.kinks.append(expr.args[0])
            return ZERO
        if expr.head == "E":
            self.check_law(expr)
            return Expr("E", self.of(expr.args[0]))
        try:
            return super().made(expr)
        except ValueError as reason:
            raise Unknown(str(reason)) from reason

    def check_law(self, expr: Expr) -> None:
        """Raises Unknown where what is averaged over depends on the variable."""
        context = self.indexed.context
        laws = [part for leaf in {*expr.walk()} if context.is_random(leaf) for part in context.behind_law(leaf)]
        if any(self.leaf in set(part.walk()) for part in laws):
            raise Unknown("a derivative along what other names depend on")

    def determinant(self, expr: Expr) -> Expr:
        """d det A = det A tr(A^-1 dA), where A is invertible."""
        (matrix,) = expr.args
        self.indexed.regular.append(matrix)
        upper, lower = (self.indexed.indices(side) for side in self.indexed.known_sides(matrix))
        inverse = Expr("at", Expr("pow", matrix, num(-1)), len(lower), *lower, *upper)
        inner = self.of(self.indexed.at(matrix, upper, lower))
        return times(expr, self.indexed.over(upper + lower, times(inverse, inner)))

    def inverse(self, expr: Expr) -> Expr:
        """d(A^-1) = -A^-1 dA A^-1."""
        inverse, high, *legs = expr.args
        base = inverse.args[0]
        upper, lower = (self.indexed.indices(side) for side in self.indexed.known_sides(base))
        inner = self.of(self.indexed.at(base, upper, lower))
        left = Expr("at", inverse, high, *legs[:high], *upper)
        right = Expr("at", inverse, len(lower), *lower, *legs[high:])
        return times(num(-1), self.indexed.over(upper + lower, times(left, inner, right)))

    def edges(self, condition: Expr) -> list[Expr]:
        found = super().edges(condition)
        self.indexed.kinks += found
        return found

    def kinked(self, inner: Expr) -> Expr:
        """|u|' is u' on one side of the kink and -u' on the other."""
        self.indexed.kinks.append(inner)
        return times(plus(times(num(2), Expr("step", inner)), num(-1)), self.of(inner))
