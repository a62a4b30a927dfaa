"""The condition that a claim needs and that nobody stated: that a number is not zero, or has a sign."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

from answerkey.context import Context
from answerkey.deciding.points.sampling import Sampler
from answerkey.keys.premises import implied
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import ZERO, Expr


def unstated(context: Context, claim: Expr, verdict: Verdict, seed: int = 0) -> Expr | None:
    """The weakest condition of those tried on which a refuted claim holds; None if none does.

    It has to rule out the witness, and of an implication to leave the premise possible.
    """
    premise = claim.args[:1] if claim.head == "implies" else ()
    for condition in conditions(context, claim, verdict.witness or {}):
        narrow = context.with_condition(condition, *premise)
        possible = next(Sampler(narrow, [condition, *premise], seed).points(1), None) is not None
        if possible and implied(context, condition, claim, seed).status == "proved":
            return condition
    return None


def conditions(context: Context, claim: Expr, witness: Mapping[str, str]) -> Iterator[Expr]:
    """That a number which the witness gives is not zero, has no sign, or is positive.

    Nobody leaves unsaid that a number is negative, and what the claim itself bounds is no condition of it.
    """
    bounded = {side for node in claim.walk() if node.head in ("lt", "le") for side in node.args}
    with suppress(ShapeError, KeyError):
        claim = context.unfold(claim)
    leaves = dict.fromkeys(n for n in claim.walk() if n.head == "name" and not n.shape and n not in bounded)
    values = {leaf: number(witness[leaf.args[0]]) for leaf in leaves if leaf.args[0] in witness}
    signs = {leaf: value for leaf, value in values.items() if value is not None and leaf not in context.definitions}
    yield from (Expr("ne", leaf, ZERO) for leaf, value in signs.items() if value == 0)
    yield from (Expr("le", ZERO, leaf) for leaf, value in signs.items() if value < 0)
    yield from (Expr("lt", ZERO, leaf) for leaf, value in signs.items() if value <= 0)


def number(text: str) -> Fraction | None:
    """A rational number as a witness gives it; None of anything else."""
    try:
        return Fraction(text)
    except ValueError:
        return None
