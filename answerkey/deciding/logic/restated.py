"""Definiteness of blocks, their equality and limits of ridges said in other words, of which more is known.

[A, B; B^T, D] is as definite as D - B^T A^-1 B where A is definite; (X^T X + k I)^-1 X^T tends to X^+ as k tends to 0
from above.
"""

from collections.abc import Callable
from itertools import pairwise

from answerkey.context import Context
from answerkey.deciding.looking import leaves
from answerkey.shapes import is_known
from answerkey.tree import EYE, NULL, ZERO, Expr, num

Decide = Callable[[Context, Expr], bool]


def rewritten(context: Context, claim: Expr, proved: Decide) -> Expr:
    """`claim` with what is known of its parts in their place, innermost first."""
    claim = claim.rebuild(lambda node: rewritten(context, node, proved))
    found = None
    match claim.head:
        case "pd" | "psd" if claim.args[0].head == "block":
            found = by_complement(context, claim, proved)
        case "limit" if claim.shape:
            found = of_ridge(claim)
    return claim if found is None else found


# -- blocks


def by_complement(context: Context, claim: Expr, proved: Decide) -> Expr | None:
    """Of four blocks, one of which is positive definite; or of two that stand alone."""
    columns, *cells = claim.args[0].args
    if columns != 2 or len(cells) != 4:
        return None
    for a, b, c, d in (cells, cells[::-1]):
        if not a.shape or a == NULL or "?" in a.shape or not proved(context, Expr("pd", a)):
            continue
        if not proved(context, Expr("eq", c, b.T)):
            continue
        rest = d - Expr("mul", c, Expr("pow", a, num(-1)), b)
        if rest.shape:
            return Expr(claim.head, rest)
        return Expr("lt" if claim.head == "pd" else "le", ZERO, rest)
    return None


def by_blocks(claim: Expr) -> list[Expr] | None:
    """The equations of the cells of two blocks, some of them matrices, that are cut alike; None of another claim."""
    left, right = claim.args[:2] if claim.head == "eq" else (ZERO, ZERO)
    if left.head != "block" or right.head != "block" or left.args[0] != right.args[0]:
        return None
    pairs = list(zip(left.args[1:], right.args[1:], strict=False))
    if len(left.args) != len(right.args) or any(a.shape != b.shape or not is_known(a.shape) for a, b in pairs):
        return None
    return [Expr("eq", a, b) for a, b in pairs] if any(a.shape for a, _ in pairs) else None


# -- limits


def of_ridge(limit: Expr) -> Expr | None:
    """A body in which k stands only in (X^T X + k I)^-1 X^T and its like, for k from above to 0."""
    k, body, target, side = limit.args
    if target != ZERO or side != "+":
        return None
    found = without_ridge(body, k)
    return None if k in leaves(found) else found


def without_ridge(expr: Expr, k: Expr) -> Expr:
    if expr.head == "mul":
        for i, (one, other) in enumerate(pairwise(expr.args)):
            if (plus := of_pair(one, other, k)) is not None:
                rest = [*expr.args[:i], plus, *expr.args[i + 2 :]]
                return without_ridge(Expr("mul", *rest) if len(rest) > 1 else rest[0], k)
    return expr.rebuild(lambda node: without_ridge(node, k))


def of_pair(one: Expr, other: Expr, k: Expr) -> Expr | None:
    """X^+, where two factors are (X^T X + k I)^-1 X^T or X^T (X X^T + k I)^-1."""
    for inverse, x in ((one, other.T), (other, one.T)):
        x = x.args[0].args[0] if x.head == "T" and x.args[0].head == "T" else x
        if inverse.head != "pow" or inverse.args[1] != num(-1) or k in leaves(x):
            continue
        square = x.T * x if inverse is one else x * x.T
        shifts = [Expr("add", *parts) for parts in ((square, k * EYE), (k * EYE, square))]
        if inverse.args[0] in shifts:
            return Expr("pinv", x)
    return None
