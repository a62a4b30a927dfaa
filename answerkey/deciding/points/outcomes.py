"""Which values a random name may have at a point: those of its law, where that does not allow every number."""

from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point, truth
from answerkey.deciding.referee.values import Undefined, Unknown, is_matrix
from answerkey.tree import Expr, name

OUTCOME = name("~outcome")


def is_limited(leaf: Expr, context: Context) -> bool:
    return context.is_random(leaf) and context.law(leaf).support(OUTCOME) is not None


def is_possible(leaf: Expr, held, point: Point, context: Context) -> bool:
    """Whether the law of a random name allows this number, or all entries of this vector."""
    support = context.law(leaf).support(OUTCOME)
    if support is None:
        return True
    try:
        return all(
            truth(context.unfold(support), Point(point.values | {OUTCOME: each}, point.sizes), context)
            for each in (held.entries() if is_matrix(held) else [held])
        )
    except (Undefined, Unknown):
        return False


def are_possible(point: Point, context: Context) -> bool:
    """Whether every random name has a value that its law allows."""
    random = [leaf for leaf in point.values if context.is_random(leaf)]
    return all(is_possible(leaf, point.values[leaf], point, context) for leaf in random)
