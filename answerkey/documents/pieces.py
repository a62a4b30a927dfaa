"""The pieces that a document is made of, whatever it is written in."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Kind = Literal["words", "formula", "heading", "item", "begin", "end", "break", "counter"]


class DocumentError(Exception):
    """A document that cannot be read at all; the message is one line for a person."""


@dataclass(frozen=True)
class Piece:
    """Something in a document, with the place where it begins; lines and columns count from 1.

    The text of an `item` is its label ("a", "2", "#" where it is counted, "" for a bullet), of `begin` and `end` the
    name of an environment; a `break` ends a paragraph; a `counter` is the number of the last item at its depth.
    `depth` is how deep a heading or an item is nested, from 1.
    """

    kind: Kind
    text: str
    line: int
    column: int
    display: bool = False
    depth: int = 0


class Places:
    """The lines and columns of a text by offset."""

    def __init__(self, text: str):
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
