"""Implications and equivalences between relations of matrices: the premise joins the domain, the rest is proved there.

An equivalence is two implications.  What may be undefined where the other side holds is not decided here.
"""

from collections.abc import Callable

from answerkey.context import Context, is_whole
from answerkey.deciding.looking import conjuncts
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field, with_room
from answerkey.tree import BINDERS, HALF, Expr

Proved = Callable[[Context, Expr], bool]
PARTIAL = frozenset({"log", "entry", "cases", "E", "given", "factorial", "binomial", *BINDERS})  # undefined somewhere


def by_assuming(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether an implication or equivalence between relations of matrices is proved."""
    if claim.head not in ("implies", "iff") or not any(node.shape for node in claim.walk()):
        return False
    left, right = claim.args
    if claim.head == "implies":
        larger = context.with_condition(*conjuncts(left))
        return is_defined(larger, right) and proved(larger, right)
    if not (is_defined(context, left) and is_defined(context, right)):
        return False
    if all(proved(context, side) for side in (left, right)):
        return True
    return all(proved(context.with_condition(*conjuncts(a)), b) for a, b in ((left, right), (right, left)))


def is_defined(context: Context, relation: Expr) -> bool:
    """Whether a relation has a truth value at every point of the domain, as far as can be seen."""
    for node in relation.walk():
        if node.head in PARTIAL:
            return False
        if node.head == "pow" and not (has_inverse(context, node) if node.shape else is_total(node)):
            return False
    return True


def is_total(power: Expr) -> bool:
    """Whether a power is a whole one from zero on, or the root of a squared norm."""
    base, exponent = power.args
    if is_whole(exponent):
        return True
    inner = base.args[0] if base.head == "tr" else base
    return exponent == HALF and inner.head == "mul" and len(inner.args) == 2 and inner.args[0] == inner.args[1].T


def has_inverse(context: Context, power: Expr) -> bool:
    def use(field: Field) -> bool:
        return Matrices(field).is_defined(power)

    try:
        return with_room(context, use)
    except (Undefined, Unknown):
        return False
