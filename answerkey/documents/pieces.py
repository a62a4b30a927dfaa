"""The pieces that a document is made of, whatever it is written in, and texts that know where they were written."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

Kind = Literal["words", "formula", "heading", "item", "begin", "end", "break", "elsewhere"]


class DocumentError(Exception):
    """A document that cannot be read at all; the message is one line for a person."""


@dataclass(frozen=True)
class Piece:
    """Something in a document, with the place where it begins; lines and columns count from 1.

    The text of an `item` is the label that is printed ("(a)", "2.", "" for a bullet), of `begin` and `end` the name of
    an environment; a `break` ends a paragraph; what stands `elsewhere` is a file that the document includes. `depth` is
    how deep a heading or an item is nested, from 1, and `number` what is counted for a heading and not written in it.
    Words are set in `display` by bold or italic type.
    """

    kind: Kind
    text: str
    line: int
    column: int
    display: bool = False
    depth: int = 0
    number: str = ""
    stretches: tuple["Stretch", ...] = ()  # of which the text is put together, where it is not as it was written

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of a character of the text."""
        if self.stretches:
            start, line, column, written = self.stretches[bisect_right(self.stretches, (offset, float("inf"))) - 1]
            return line, column + (offset - start if written else 0)
        lines = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset) if lines else self.column + offset
        return self.line + lines, column


# where a stretch of a text begins, the line and column of that, and whether it was written there or put in by a command
Stretch = tuple[int, int, int, bool]


class Places:
    """The lines and columns of a text by offset."""

    def __init__(self, text: str):
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def stretches(self, traced: "Traced") -> tuple[Stretch, ...]:
        """Those of which a text is put together; none if it stands in the document as it is."""
        if traced.is_verbatim:
            return ()
        found: list[Stretch] = []
        last = None
        for i, origin in enumerate(traced.origins):
            line, column = self.of(origin)
            if last is None or origin != last + 1 or line != found[-1][1] or not found[-1][3]:
                put_in = origin == last or (i + 1 < len(traced.origins) and traced.origins[i + 1] == origin)
                if not (put_in and found and not found[-1][3] and origin == last):
                    found.append((i, line, column, not put_in))
            last = origin
        return tuple(found)


@dataclass(frozen=True)
class Traced:
    """A text of which each character knows at which offset of the document it was written, or by what it was put in."""

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Traced":
        return cls(text, range(len(text)))

    @classmethod
    def put_in(cls, text: str, origin: int) -> "Traced":
        return cls(text, [origin] * len(text))

    @classmethod
    def joined(cls, parts: Iterable["Traced"]) -> "Traced":
        parts = [part for part in parts if part.text]
        if len(parts) == 1:
            return parts[0]
        return cls("".join(part.text for part in parts), list(chain.from_iterable(part.origins for part in parts)))

    def __getitem__(self, stretch: slice) -> "Traced":
        return Traced(self.text[stretch], self.origins[stretch])

    def origin(self, offset: int) -> int:
        """Where a character was written; behind the last, where that ends."""
        if offset < len(self.origins):
            return self.origins[offset]
        return self.origins[-1] + 1 if self.origins else 0

    def stripped(self) -> "Traced":
        """Without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : start + len(self.text.strip())]

    @property
    def is_verbatim(self) -> bool:
        origins = self.origins
        if isinstance(origins, range) or not origins:
            return True
        # cheap first: a text of n characters that was written in one go ends n - 1 after its beginning
        return origins[-1] - origins[0] == len(origins) - 1 and all(b - a == 1 for a, b in pairwise(origins))
