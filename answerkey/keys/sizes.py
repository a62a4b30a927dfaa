"""What sizes that do not fit say of an equation: what is missing, an identity, an index or a factor, if it holds so."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from answerkey.context import Context
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

LOST = {"eye": "an identity matrix beside a number", "entry": "an index of a vector"}


def missing(left: str, right: str, context: Context, holds: Callable[[Expr], bool]) -> str:
    """What is missing in an equation whose sizes do not fit; "" where that is not known."""
    generous = replace(context.names, generous=True)
    sides = [understood(side, generous) for side in (left, right)]
    if None in sides:
        return ""
    one, other = sides
    assert one is not None and other is not None
    mended = [s for s, latex in zip(sides, (left, right), strict=True) if understood(latex, context.names) is None]
    said = [lost for head, lost in LOST.items() if any(side is not None and side.has(head) for side in mended)][:1]
    for claim, factor in fitted(one, other, context):
        if holds(claim):
            return " and ".join(said + ([f"the factor {factor}"] if factor is not None else []))
    return ""


def understood(latex: str, names: Names) -> Expr | None:
    with suppress(Unread, ShapeError):
        return read(latex, names)
    return None


def fitted(left: Expr, right: Expr, context: Context) -> Iterator[tuple[Expr, Expr | None]]:
    """The equation, or where its sides have other sizes, those with a vector after the side that is a matrix."""
    with suppress(ShapeError):
        yield Expr("eq", left, right), None
        return
    for key, symbol in context.names.symbols.items():
        if symbol.kind == "value" and symbol.shape[1:] == (1,):
            factor = context.names.leaf(key)
            for sides in ((left, lambda f=factor: right * f), (right, lambda f=factor: left * f)):
                with suppress(ShapeError):
                    yield Expr("eq", sides[0], sides[1]()), factor


def lone_numbers(latex: str, context: Context) -> bool:
    """Whether a matrix in blocks is one only with identities beside its numbers."""
    found = understood(latex, replace(context.names, generous=True))
    return found is not None and found.head == "block" and understood(latex, context.names) is None
