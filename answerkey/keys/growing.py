"""Costs as keys tell them, up to a factor: O(n^2) where the sheet counts."""

from collections.abc import Sequence
from contextlib import suppress

from flint import fmpq

from answerkey.answers import Formula
from answerkey.deciding.referee.evaluate import Point, value
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.keys.candidates import Candidate
from answerkey.keys.comparing import Compared, Comparison
from answerkey.keys.judging import Said
from answerkey.results import Verdict
from answerkey.tree import Expr, num

LARGE, LARGER = num(10**6), num(10**9)
NEAR = fmpq(1, 1000)


def as_growth(comparison: Comparison, said: Sequence[Said]) -> Candidate | None:
    """The last of the orders of growth that a key tells, if all are that of the sheet's count: which is of what is not
    said where they differ."""
    question = comparison.read.claims[0].args[0] if isinstance(comparison.read.answer, Formula) else None
    if question is None or question.head != "call" or comparison.read.value.shape:
        return None
    told = [(each, link, link.claim) for each in said for link in each.links if link.claim is not None]
    told = [found for found in told if found[2].has("growth")]
    orders = [node.args[0] for _, _, claim in told for node in claim.walk() if node.head == "growth"]
    if not orders or not all(grows_alike(comparison, order, question.args[-1]) for order in orders):
        return None
    each, link, _ = told[-1]
    return Candidate(each, link, link.latex, Compared("right", Verdict("measured", "it grows alike, up to a factor")))


def grows_alike(comparison: Comparison, order: Expr, index: Expr) -> bool:
    """Whether the sheet's count, divided by an order of growth, settles down."""
    share = comparison.read.context.unfold(comparison.read.value) / order
    with suppress(Undefined, Unknown, ZeroDivisionError):
        one, other = (value(share.replace({index: n}), Point({}), comparison.read.context) for n in (LARGE, LARGER))
        return isinstance(one, fmpq) and isinstance(other, fmpq) and abs(one - other) <= NEAR * abs(one)
    return False
