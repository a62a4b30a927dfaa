"""Means of what is greatest or least: E max(f, g) is no less than E f and E g, because max(f, g) is not at any draw.

So E |f| is no less than |E f|, and E ReLU(f) than ReLU(E f).  Each f has to be a polynomial in what is random, whose
mean is there wherever that of the maximum is.
"""

from collections.abc import Callable, Iterator

from answerkey.context import Context
from answerkey.deciding.matrices.chance import random_leaf
from answerkey.tree import Expr

Proved = Callable[[Context, Expr], bool]
LINEAR = frozenset({"add", "mul", "T", "hadamard", "entry"})  # polynomials, where their parts are


def by_means(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether a bound of the mean of a maximum from below, or of that of a minimum from above, is proved."""
    if claim.head != "le":
        return False
    low, high = claim.args
    return (
        is_bound(context, proved, high, low, "max", lambda mean, part: (part, mean))
        or is_bound(context, proved, low, high, "min", lambda mean, part: (mean, part))
    )  # fmt: skip


def is_bound(context: Context, proved: Proved, mean: Expr, other: Expr, head: str, sides: Callable) -> bool:
    """Whether the mean of what has this head lies beyond every part of the other side: each has a mean that does."""
    found = list(means(context, mean, head))

    def lies_beyond(part: Expr) -> bool:
        return any(proved(context, Expr(relation, *sides(each, part))) for each in found for relation in ("eq", "le"))

    return bool(found) and all(map(lies_beyond, extremes(other, head) or (other,)))


def means(context: Context, expr: Expr, head: str) -> Iterator[Expr]:
    """The means of the parts of a maximum or a minimum of which `expr` is the mean."""
    for part in extremes(expr.args[0], head) if expr.head == "E" else ():
        if not any(random_leaf(context, node) for node in part.walk()):
            yield part
        elif is_polynomial(context, part):
            yield Expr("E", part)


def extremes(expr: Expr, head: str) -> tuple[Expr, ...]:
    """Those of which `expr` is the greatest (or the least); none of another expression."""
    if expr.head == "abs" and head == "max":
        return expr.args[0], -expr.args[0]
    return expr.args if expr.head == head else ()


def is_polynomial(context: Context, expr: Expr) -> bool:
    """Whether what is random stands in `expr` in sums and products only."""
    if not any(random_leaf(context, node) for node in expr.walk()) or random_leaf(context, expr):
        return True
    return expr.head in LINEAR and all(is_polynomial(context, node) for node in expr.nodes)
