"""Names that an author writes the other way round all through a part: `x_i w` where the sheet's x_i are columns.

So are rows, and matrices of data with a point in every column where the sheet has one in every row.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import gt

from answerkey.context import Context
from answerkey.keys.sizes import VARIANCE
from answerkey.keys.statements import Statement
from answerkey.keys.variants import respelled
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

OFTEN = 2  # links that a vector has to explain if it is not known to be a row
PLACES = 3  # that a matrix has in the links that it explains: X^T X alone may be a slip for X X^T


def turned_names(statements: Iterable[Statement], context: Context) -> frozenset[str]:
    """The names that make the sizes fit if they are transposed, in all formulas that they occur in."""
    links = [respelled(link, context.names) for statement in statements for link in links_of(statement)]
    links = [link for link in links if not VARIANCE.search(link)]  # of which nobody says whether it is a matrix
    found: frozenset[str] = frozenset()
    before = [misfits(link, context.names) for link in links]
    for key in candidates(context) if any(before) else ():
        after = [misfits(link, replace(context.names, turned=found | {key})) for link in links]
        mended = [i for i in range(len(links)) if after[i] < before[i]]
        if any(map(gt, after, before)) or not mended:
            continue
        if is_row(key, context) or (len(mended) >= OFTEN and not is_matrix(key, context)):
            found, before = found | {key}, after
        elif is_matrix(key, context) and not any(after[i] for i in mended):
            places = sum(nodes(links[i], context.names).count(context.names.leaf(key)) for i in mended)
            found, before = (found | {key}, after) if places >= PLACES else (found, before)
    return found


def links_of(statement: Statement) -> Iterator[str]:
    if not statement.signs:
        yield statement.sides[0]
    for left, sign, right in zip(statement.sides, statement.signs, statement.sides[1:], strict=False):
        yield f"{left} {sign} {right}".rstrip(".,;: ")


def misfits(link: str, names: Names) -> int:
    """How often sizes do not fit in a formula; none where it cannot be read for other reasons."""
    return sum(node.head == "misfit" for node in nodes(link, names))


def nodes(link: str, names: Names) -> list[Expr]:
    with suppress(Unread, ShapeError):
        return [*read(link, replace(names, generous=True)).walk()]
    return []


def candidates(context: Context) -> Sequence[str]:
    """The column vectors that have a name, those that are rows of a matrix first, and then matrices."""
    symbols = context.names.symbols
    keys = {key for key, s in symbols.items() if s.kind != "function" and s.shape[1:] == (1,)}
    matrices = sorted(key for key in symbols if is_matrix(key, context))
    return [*sorted(keys, key=lambda key: (not is_row(key, context), key)), *matrices]


def is_matrix(key: str, context: Context) -> bool:
    """Whether a name is that of a matrix with as many columns as something else has rows."""
    symbol = context.names.get(key)
    return symbol is not None and symbol.kind == "value" and len({1, *symbol.shape}) == 3


def is_row(key: str, context: Context) -> bool:
    """Whether the terms of a name are the rows of a matrix, as columns."""
    with suppress(KeyError):
        meaning = context.sequences[key.removesuffix("[]")].meaning if key.endswith("[]") else None
        return meaning is not None and meaning.head == "T" and meaning.args[0].has("unit")
    return False
