r"""A displayed formula as rows, and a row as what stands between its signs: `a &= b \\ &< c` is a = b and b < c."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from answerkey.documents.layout import (
    CONNECTIVES,
    LINKS,
    ONE,
    after,
    columns,
    cut,
    joined,
    top,
    undressed,
    unwrapped,
)
from answerkey.documents.remarks import condition_of, unremarked, unspaced
from answerkey.reading.tokens import EM_SPACE, Token

NOISE = re.compile(
    r"\\(?:tag|label|eqref|ref)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag|allowbreak|displaystyle)(?![A-Za-z])"
    r"|\\(?:vspace|phantom)\*?\s*\{[^{}]*\}|\\q?quad\s*\(\d+[a-z]?\)\s*$"
)
REASON = re.compile(  # words that tell why, perhaps with formulas in dollars of their own
    r"\\(?:text|mbox|textrm|textit)\s*\{[\s,(\[]*"
    r"(?:since|because|by|as(?!\s+long)|using|from|due|recall|note|see|linearity|definition|let|cyclic|chain rule"
    r"|\w+ing)\b"
    r"(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}",
    re.IGNORECASE,
)
LOGICAL = re.compile(  # what joins or limits statements, so that their signs do not cut what it stands in
    r"\\(?:forall|exists|nexists|vee|lor|neg|lnot)(?![A-Za-z])"
    r"|\\(?:text|mbox|textrm)\s*\{\s*,?\s*(?:or|either|if|when|whenever|for|unless|not)\b[^{}]*\}"
)
WORDS = re.compile(r"\\(?:text|mbox|textrm)\s*\{\s*,?\s*(?:and|or else|where|with|so|hence|thus|therefore)\s*,?\s*\}")
WIDE = re.compile(rf"{EM_SPACE}|\\(?:q?quad|hfill)(?![A-Za-z])|\\hspace\*?\s*\{{\s*[\d.]+\s*(?:em|cm|in|mm)\s*\}}")
JOINING = LINKS | CONNECTIVES | {*r"\text \mbox \textrm \forall \exists , ; : . & \mid |".split()}
OPERATORS = frozenset(r"+ - / * \cdot \times \pm \mp \otimes \odot \circ \left".split())

SPACES = re.compile(r"(?:\s|~|\\[,;:!> ]|\\q?quad(?![A-Za-z]))*")


@dataclass(frozen=True)
class Side:
    """What stands in a row after a sign ("" for the first), with its offset in the formula.

    It is `listed` where it begins what a comma or a word joins to the statement before it, in the same row; `words` are
    those within the formula that make a condition of what it begins.
    """

    sign: str
    latex: str
    offset: int
    listed: bool = False
    words: str = ""


def rows(latex: str) -> list[list[Side]]:
    """The rows of a formula, each cut at its signs; raises Unread where brackets or environments do not match."""
    inside, start = unwrapped(undressed(blanked(latex)))
    found = []
    for row, offset in columns(list(cut(joined(inside, bool(ONE.match(latex))), start, {"\\\\"}))):
        row = outer(unremarked(row))
        condition = condition_of(row)
        for number, (part, place) in enumerate(parts(condition.before if condition else row, offset)):
            sides = list(sided(part, place))
            if any(side.latex or side.sign for side in sides):
                found.append([replace(sides[0], listed=number > 0), *sides[1:]])
        if condition:
            first, *more = sided(row[condition.start : condition.end], offset + condition.start)
            found.append([replace(first, words=condition.words), *more])
    return found


def parts(row: str, offset: int) -> list[tuple[str, int]]:
    """A row cut at its commas, words and wide spaces, if each part has a sign: `a = 1, \\text{ and } b < 2`."""
    spaced = WORDS.sub(lambda words: comma(words[0]), row)
    for each in (widely(spaced), spaced):
        found = [(part, place) for part, place in cut(each, offset, {",", ";"}) if not SPACES.fullmatch(part)]
        signed = [any(t.text in LINKS | CONNECTIVES for t in top(part)) for part, _ in found]
        if len(found) > 1 and all(signed):
            return found
    return [(row, offset)]


def widely(row: str) -> str:
    """`row` with a comma for every wide space between what no sign and no word joins."""
    outside = top(row)
    places = [token.offset for token in outside]

    def separating(space: re.Match[str]) -> str:
        at = bisect_left(places, space.end())
        beside = outside[max(at - 1, 0) : at + 1]
        return space[0] if any(token.text in JOINING for token in beside) else comma(space[0])

    return WIDE.sub(separating, row)


def comma(text: str) -> str:
    """A comma and as much white space as makes up for a text."""
    return "," + " " * (len(text) - 1)


def blanked(latex: str) -> str:
    """`latex` with what numbers, spaces and explains a formula replaced by as much white space."""
    for pattern in (REASON, NOISE):
        latex = pattern.sub(lambda noise: " " * len(noise[0]), latex)
    return latex


def outer(row: str) -> str:
    """`row` with spaces for its own alignment marks, wide ones between columns; those of matrices within stay."""
    outside = top(row)
    kept = [token for token in outside if token.text != "&"]
    places = [token.offset for token in kept]
    marks = {}
    for token in (t for t in outside if t.text == "&"):
        at = bisect_left(places, token.offset)
        joined = at in (0, len(kept)) or {kept[at - 1].text, kept[at].text} & (JOINING | OPERATORS)
        marks[token.offset] = " " if joined else EM_SPACE
    return "".join(marks.get(i, c) for i, c in enumerate(row))


def sided(row: str, offset: int) -> Iterator[Side]:
    """The sides of a row, with the sign before each; what words of logic join is one side."""
    sign, start = "", 0
    outside = top(row)
    joint = logical(row, outside)
    for token in outside:
        if token.text in CONNECTIVES or (token.text in LINKS and token.offset not in joint):
            if sign or row[start : token.offset].strip():
                yield side(sign, row, start, token.offset, offset)
            sign, start = token.text, after(row, token)
    yield side(sign, row, start, len(row), offset)


def logical(row: str, outside: list[Token]) -> set[int]:
    """The offsets of the tokens that share the stretch between two connectives with a word of logic."""
    places = {token.offset for token in outside}
    words = [word.start() for word in LOGICAL.finditer(row) if word.start() in places]
    ends = [token.offset for token in outside if token.text in CONNECTIVES]
    stretches = {bisect_left(ends, word) for word in words}
    return {token.offset for token in outside if bisect_left(ends, token.offset) in stretches}


def side(sign: str, row: str, start: int, end: int, offset: int) -> Side:
    text = row[start:end]
    lead = SPACES.match(text).end()  # type: ignore[union-attr]
    inside = re.sub(r"[ \t\n\f]{2,}", " ", unspaced(text[lead:]))
    return Side(sign, inside, offset + start + lead)
