"""The condition that a claim needs and that nobody stated: a sign, or that a matrix is symmetric or orthogonal."""

from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import chain, islice

from answerkey.context import Context
from answerkey.deciding.points.sampling import Sampler
from answerkey.keys.premises import implied
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import EYE, HALF, ZERO, Expr, num

MOST = 6  # conditions of each kind that are tried


def unstated(context: Context, claim: Expr, verdict: Verdict, seed: int = 0, sheet: Container[str] = ()) -> Expr | None:
    """The weakest condition of those tried on which a refuted claim holds; None if none does.

    It has to rule out the witness, and of an implication to leave the premise possible.  Of the matrices of the `sheet`
    all is known that there is to be said.
    """
    premise = claim.args[:1] if claim.head == "implies" else ()
    signs = conditions(context, claim, verdict.witness or {})
    for condition in chain(signs, islice(branches(claim), MOST), islice(kinds(context, claim, sheet), MOST)):
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


def branches(claim: Expr) -> Iterator[Expr]:
    """Of an equation, the signs by which an absolute value, a root of a square or a maximum is what it may be."""
    for node in dict.fromkeys(claim.walk()) if claim.head == "eq" else ():
        inner = node.args[0] if node.head == "abs" or (node.head == "pow" and node.args[1] == HALF) else None
        if inner is not None and inner.head == "pow" and inner.args[1] == num(2):
            inner = inner.args[0]
        if inner is not None and inner.head not in ("name", "num") and not inner.shape:
            yield from (Expr("le", ZERO, inner), Expr("le", inner, ZERO))
        if node.head in ("max", "min") and len(node.args) == 2 and not node.shape:
            yield from (Expr("le", *node.args), Expr("le", *node.args[::-1]))


def kinds(context: Context, claim: Expr, sheet: Container[str]) -> Iterator[Expr]:
    """Of an equation, that a matrix in it of which nothing is said is symmetric, orthogonal, or a projection."""
    names = [n for n in dict.fromkeys(claim.walk()) if n.head == "name" and n.shape and n.args[0] not in sheet]
    said = {node for condition in context.conditions for node in condition.walk()}
    for leaf in names if claim.head == "eq" else ():
        if leaf in said or leaf in context.definitions or leaf.shape[1] == 1 or leaf.args[0] in context.laws:
            continue
        square = leaf.shape[0] == leaf.shape[1]
        yield from (Expr("eq", other, leaf) for other in (leaf.T, leaf.T * leaf) if square)
        yield Expr("eq", leaf.T * leaf, EYE)


def number(text: str) -> Fraction | None:
    """A rational number as a witness gives it; None of anything else."""
    try:
        return Fraction(text)
    except ValueError:
        return None
