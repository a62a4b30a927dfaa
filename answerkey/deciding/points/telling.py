"""Which values of a point a witness tells: those that the claim speaks of, and none of what is averaged."""

from collections.abc import Collection, Iterator
from contextlib import suppress

from flint import fmpq

from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point, told
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.reading.laws import outermost
from answerkey.tree import Expr


def needed(claim: Expr, point: Point, context: Context, mentioned: Collection[Expr]) -> list:
    """The names and terms on which a claim depends, with their values; `mentioned` are all that it unfolds to."""
    outside, terms = set(outermost(claim)), list(outer_terms(claim))
    names = {
        leaf.args[0] for leaf in mentioned
        if leaf in outside or not context.is_random(leaf) or (leaf.head == "term" and terms)
    }  # fmt: skip
    last = max((place for term in terms if (place := place_of(term.args[2], point, context)) is not None), default=None)
    return [
        (leaf, value) for leaf, value in point.values.items()
        if leaf.args[0] in names and tells(leaf, claim, point, context, last)
    ]  # fmt: skip


def outer_terms(claim: Expr) -> Iterator[Expr]:
    """The terms of sequences that are in no expectation."""
    if claim.head == "term":
        yield claim
    elif claim.head != "E":
        for node in claim.nodes:
            yield from outer_terms(node)


def place_of(index: Expr, point: Point, context: Context) -> int | None:
    """The index of a term at a point, where it has one."""
    with suppress(Undefined, Unknown):
        found = told(index, point, context)
        return int(found) if isinstance(found, fmpq) and found.q == 1 else None
    return None


def tells(leaf: Expr, claim: Expr, point: Point, context: Context, last: int | None) -> bool:
    """Whether a value says anything: not an index of which the claim does not speak, nor a term that it never meets."""
    if leaf.args[0] in context.indices:
        return any(leaf in {*node.walk()} for node in (claim, *claim.nodes))
    if leaf.head != "term" or leaf.args[2].head != "num":
        return True
    place = leaf.args[2].args[0]
    matrices = [matrix for matrix, entries in context.diagonal.items() if leaf.args[0] == entries]
    if matrices:
        shapes = [context.names.leaf(matrix).shape for matrix in matrices]
        columns = max((point.sizes.get(shape[1], 0) if isinstance(shape[1], str) else shape[1]) for shape in shapes)
        spoken = any(node.head == "term" and node.args[0] == leaf.args[0] for node in claim.walk())
        return spoken and (not columns or 1 <= place <= columns)
    return last is None or place <= last or not context.is_random(leaf)
