"""Quantifiers over numbers along a range, as what they come to without.

For all x of a range f(x) >= 0 exactly when the least value of f, if there is one, is not negative.
"""

from answerkey.context import Context
from answerkey.deciding.optima.closed import closed
from answerkey.deciding.optima.monotone import Decide, is_transcendental
from answerkey.tree import ZERO, Expr, conjunction


def unquantified(context: Context, claim: Expr, proved: Decide) -> Expr | None:
    """`claim` with every quantifier replaced by what it comes to; None where there is none, or one stays."""
    if not claim.has("forall", "exists"):
        return None
    found = without(context, claim, proved)
    return None if found.has("forall", "exists") else found


def without(context: Context, claim: Expr, proved: Decide) -> Expr:
    if claim.head not in ("forall", "exists"):
        return claim.rebuild(lambda node: without(context, node, proved))
    return along_range(context, claim, proved) or claim


def along_range(context: Context, claim: Expr, proved: Decide) -> Expr | None:
    """By the greatest or least value of what has no other decision."""
    x, condition, body = claim.args
    if x.shape or body.head not in ("le", "lt") or not is_transcendental(body) or conjunction(body) != body:
        return None
    gap = body.args[1] - body.args[0]
    head = "minimum" if claim.head == "forall" else "maximum"
    best = closed(context, Expr(head, x, gap, condition), proved)
    return None if best is None else Expr(body.head, ZERO, best)
