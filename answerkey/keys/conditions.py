"""The condition that a claim needs and that nobody stated: that a number is not zero, or has a sign."""

from collections.abc import Iterator

from answerkey.context import Context
from answerkey.deciding.points.sampling import Sampler
from answerkey.keys.premises import implied
from answerkey.tree import ZERO, Expr

MOST_NAMES = 4


def unstated(context: Context, claim: Expr, seed: int = 0) -> Expr | None:
    """The weakest condition of those tried on which a claim holds that fails without it; None if none does.

    Of an implication, the condition has to leave its premise possible.
    """
    premise = claim.args[:1] if claim.head == "implies" else ()
    for condition in conditions(context, claim):
        narrow = context.with_condition(condition, *premise)
        possible = next(Sampler(narrow, [condition, *premise], seed).points(1), None) is not None
        if possible and implied(context, condition, claim, seed).status == "proved":
            return condition
    return None


def conditions(context: Context, claim: Expr) -> Iterator[Expr]:
    """That a scalar of the claim is not zero, has no sign, or is positive; nobody leaves unsaid that it is negative.

    What the claim itself bounds is no condition of it.
    """
    bounded = {side for node in claim.walk() if node.head in ("lt", "le") for side in node.args}
    leaves = {n: None for n in claim.walk() if n.head in ("name", "term") and not n.shape and "~" not in n.args[0]}
    scalars = [leaf for leaf in leaves if leaf not in context.definitions and leaf not in bounded][:MOST_NAMES]
    for leaf in scalars:
        yield Expr("ne", leaf, ZERO)
    for leaf in scalars:
        yield Expr("le", ZERO, leaf)
    for leaf in scalars:
        yield Expr("lt", ZERO, leaf)
