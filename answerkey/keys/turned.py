"""Vectors that an author writes as rows all through a part: `x_i w` for x_i^T w, where the sheet's x_i are columns."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import gt, lt

from answerkey.context import Context
from answerkey.keys.statements import Statement
from answerkey.keys.variants import respelled
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError

OFTEN = 2  # links that a vector has to explain if it is not known to be a row of a matrix


def written_as_rows(statements: Iterable[Statement], context: Context) -> frozenset[str]:
    """The names that make the sizes fit if they are rows, in all formulas that they occur in."""
    links = [respelled(link, context.names) for statement in statements for link in links_of(statement)]
    found: frozenset[str] = frozenset()
    before = [misfits(link, context.names) for link in links]
    for key in candidates(context) if any(before) else ():
        after = [misfits(link, replace(context.names, turned=found | {key})) for link in links]
        mended, broken = (sum(map(differs, before, after)) for differs in (gt, lt))
        if not broken and mended >= (1 if is_row(key, context) else OFTEN):
            found, before = found | {key}, after
    return found


def links_of(statement: Statement) -> Iterator[str]:
    if not statement.signs:
        yield statement.sides[0]
    for left, sign, right in zip(statement.sides, statement.signs, statement.sides[1:], strict=False):
        yield f"{left} {sign} {right}".rstrip(".,;: ")


def misfits(link: str, names: Names) -> int:
    """How often sizes do not fit in a formula; none where it cannot be read for other reasons."""
    with suppress(Unread, ShapeError):
        return sum(node.head == "misfit" for node in read(link, replace(names, generous=True)).walk())
    return 0


def candidates(context: Context) -> Sequence[str]:
    """The column vectors that have a name, those that are rows of a matrix first."""
    symbols = context.names.symbols
    keys = {key.removesuffix("[]") for key, s in symbols.items() if s.kind != "function" and s.shape[1:] == (1,)}
    return sorted(keys, key=lambda key: (not is_row(key, context), key))


def is_row(key: str, context: Context) -> bool:
    """Whether the terms of a name are the rows of a matrix, as columns."""
    with suppress(KeyError):
        meaning = context.sequences[key].meaning
        return meaning is not None and meaning.head == "T" and meaning.args[0].has("unit")
    return False
