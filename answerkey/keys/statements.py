"""The formulas of a section as statements: chains of sides, over rows and displays, and what leads to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from answerkey.documents.macros import Macros, TooLong, written_out
from answerkey.documents.pieces import Piece, Traced
from answerkey.documents.rows import CONNECTIVES, Side, rows
from answerkey.keys.phrases import Role, is_conditioned, role
from answerkey.reading.tokens import Unread

LOGIC = {r"\iff": "iff", r"\implies": "implies", r"\impliedby": "impliedby"}
ORDERS = frozenset(r"< > \le \ge \ne \in".split())
LONE = re.compile(r"\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?")
LISTED = re.compile(r"\s*(?:,|and|, and|or|, or|&)\s*")  # between formulas of which the same is said


@dataclass(frozen=True)
class Place:
    """Where a side stands: the formula it is of, and its line and column in the document."""

    piece: Piece | None
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass
class Statement:
    """`a = b < c`: the sides, the sign before each but the first, and the place of each.

    `role` is what the words before say; `connective` is the sign that leads from the statement before to this one.
    A statement that goes on from the one before has the last side of that for its first. One that is `listed` is
    joined to the one before by a comma or a word, and one that `ends` is the last of those that are so joined. It is
    `hypothetical` where the formula goes on to say what follows from it, and `is_condition` on that before it where the
    words within the formula say so.
    """

    sides: list[str]
    signs: list[str]
    places: list[Place]
    role: Role
    connective: str = ""
    goes_on: bool = False
    listed: bool = False
    ends: bool = True
    hypothetical: bool = False
    is_condition: bool = False
    unread: str = ""
    words: str = field(default="", repr=False)
    after: str = field(default="", repr=False)  # the words that follow on the formula of which it is the last

    @property
    def latex(self) -> str:
        return " ".join(
            [self.sides[0], *(f"{sign} {side}" for sign, side in zip(self.signs, self.sides[1:], strict=True))]
        )

    @property
    def restricts(self) -> bool:
        """Whether it says where what it is listed behind holds: `|a| = a, a > 0`."""
        return self.listed and ORDERS.issuperset(self.signs) and any(map(LONE.fullmatch, self.sides))

    @property
    def is_boxed(self) -> bool:
        piece = self.places[-1].piece
        return r"\boxed" in self.latex or (piece is not None and piece.text.startswith(r"\boxed"))


def statements(pieces: Sequence[Piece], macros: Macros) -> Iterator[Statement]:
    """The statements of a section, in order; a formula that cannot be taken apart is one that is unread."""
    words, last, displayed, sentence = "", None, None, ""
    for place, piece in enumerate(pieces):
        if piece.kind in ("words", "break"):
            words += piece.text if piece.kind == "words" else " "
            sentence += piece.text if piece.kind == "words" else " "
            continue
        if piece.kind == "elsewhere":
            why = "the file is not followed: check it too"
            yield Statement([piece.text], [], [Place(piece, piece.line, piece.column)], "claimed", unread=why)
        if piece.kind != "formula":
            continue
        listed = last is not None and bool(LISTED.fullmatch(words))
        # a display that begins with a sign goes on with the one before; what the words between mention is an aside
        aside = piece.display and displayed is not None and words.strip()
        for statement in of_formula(piece, macros, words, displayed if aside else last):
            if listed and last is not None and not statement.connective:
                statement.role = last.role
            if is_conditioned(sentence) and statement.role in ("claimed", "concluded") and not statement.goes_on:
                statement.role = "assumed"
            statement.after = words_from(pieces, place + 1)
            yield statement
            listed = False
            if not statement.is_condition:
                last, displayed = statement, statement if piece.display else displayed
        words = ""


def words_from(pieces: Sequence[Piece], place: int) -> str:
    """The words that stand between a place and the next formula."""
    following = takewhile(lambda piece: piece.kind in ("words", "break"), islice(pieces, place, None))
    return "".join(piece.text if piece.kind == "words" else " " for piece in following)


def of_formula(piece: Piece, macros: Macros, words: str, last: Statement | None) -> Iterator[Statement]:
    try:
        text = written_out(Traced.of(piece.text), macros)
        cut = rows(text.text)
    except (Unread, TooLong) as error:
        why = getattr(error, "why", "its commands never come to an end")
        yield Statement([piece.text], [], [Place(piece, piece.line, piece.column)], role(words), unread=why)
        return
    found = list(cut_up(cut, piece, text, words, last))
    for one, after in pairwise(found):
        one.ends = not after.listed
    leads = False
    for each in reversed(found):
        each.hypothetical = leads
        leads = each.connective in LOGIC or (leads and each.listed)
        if each.hypothetical and not each.connective:
            each.role = "assumed"
    yield from found


def cut_up(
    cut: list[list[Side]], piece: Piece, text: Traced, words: str, last: Statement | None
) -> Iterator[Statement]:
    """The rows of a formula, whose own commands are written out in `text`, as statements."""
    current: Statement | None = None
    for number, row in enumerate(cut):
        for side in row:
            place = Place(piece, *piece.place(text.origin(side.offset)))
            behind = current is not None and current.is_condition and side is row[0]  # goes on with what is before that
            if side.sign and side.sign not in CONNECTIVES and current is not None and not behind:
                current.sides.append(side.latex)
                current.signs.append(side.sign)
                current.places.append(place)
                continue
            if current is not None:
                yield current
                last = last if current.is_condition else current
            current = begun(side, place, words if number == 0 and side is row[0] else "", last)
    if current is not None:
        yield current


def begun(side: Side, place: Place, words: str, last: Statement | None) -> Statement:
    """A statement that begins with a side; one that begins with a sign goes on from the last side of the one before."""
    if side.sign and side.sign not in CONNECTIVES and last is not None and not last.unread:
        return Statement(
            [last.sides[-1], side.latex], [side.sign], [last.places[-1], place], "concluded", goes_on=True, words=words
        )
    if side.words:
        return Statement([side.latex], [], [place], "assumed", words=side.words, is_condition=True)
    connective = side.sign if side.sign in CONNECTIVES else ""
    said = "concluded" if connective else last.role if side.listed and last is not None else role(words)
    return Statement([side.latex], [], [place], said, connective, listed=side.listed, words=words)


LEADING_SPACE = re.compile(r"(?:\s|~|\\[,;:! ]|\\q?quad(?![A-Za-z]))+")


def trimmed(latex: str) -> str:
    """A link without the space and punctuation around it."""
    space = LEADING_SPACE.match(latex)
    return latex[space.end() if space else 0 :].strip().rstrip(".,;: ").rstrip()
