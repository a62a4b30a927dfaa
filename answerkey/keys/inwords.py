"""Answers in words that can be compared: yes or no, that something is or is not convex, or a numeral."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerkey.documents.pieces import Piece
from answerkey.keys.statements import Place

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?", re.DOTALL)
LABEL = re.compile(
    r"^\s*(?:\(?\w{1,3}\)|\W)*\s*(?:(?:(?:the\s+)?(?:final\s+)?answer|solution|ans)\b\s*(?:is\b)?[\s:.]*)?",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(
    r"(?P<yes>yes|yeah|yep)\b|(?:as a rule,? )?(?P<no>no|nope)"
    r"(?=\s*(?:[,.:;!\u2013\u2014-]|$|(?:because|since|as|it|they|this)\b))",
    re.IGNORECASE,
)
PREDICATE = re.compile(
    r"\b(?:is|are|be|remains?|stays?)(?P<short>n['\u2019]t)?\s+(?P<not>not\s+|never\s+|neither\s+|no longer\s+)?"
    r"(?:(?:\w+ly|always|also|still|even|thus|therefore|in general|indeed)\s+)*(?P<prefix>non-?|un)?"
    r"(?P<said>convex|concave|stable|unique|biased|bounded|invertible|differentiable|necessary|optimal)\b",
    re.IGNORECASE,
)
NUMERAL = re.compile(r"(?<![\w.,/])\d{3,}(?![\w/]|[.,]\d)")  # a number that is no number of a line or a part
TEXT = re.compile(r"(?:\\boxed\s*\{\s*)?\\(?:text|mathrm|textbf|textit|mbox)\s*\{([^{}]*)\}[\s.!]*\}?")
SUPPOSING = re.compile(r"\b(?:if|when|whether|where|suppose|assum\w+|unless|for which|provided)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What words say: yes or no, that something is so, or a numeral."""

    what: str
    holds: bool
    words: str
    place: Place | None = None


def told_by(words: str) -> list[Told]:
    """What the first sentence of the sheet's words says."""
    first = next(sentences([Piece("words", words, 0, 0)]), None)
    return list(told_in([Piece("words", first[0], 0, 0)])) if first else []


def told_in(pieces: Sequence[Piece]) -> Iterator[Told]:
    """What the words of a section say: yes or no where it begins and after a question, the rest wherever it stands."""
    begins = True
    for words, piece in sentences(pieces):
        place, asks = Place(piece, piece.line, piece.column), words.rstrip().endswith("?")
        start = LABEL.sub("", words, count=1)
        if begins and (match := YES_OR_NO.match(start)):
            yield Told("yes", bool(match["yes"]), match[0].strip(), place)
        for match in PREDICATE.finditer(words):
            if asks or SUPPOSING.search(words[: match.start()]):
                continue
            denied = bool(match["short"] or match["not"]) != bool(match["prefix"])
            yield Told(match["said"].lower(), not denied, match[0].strip(), place)
        yield from (Told(match[0], True, match[0], place) for match in NUMERAL.finditer(words))
        begins = asks or not start.strip()


def sentences(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
    """Each sentence, with a sign for every formula in it, and the piece in which it begins."""
    text, starts = "", []
    for piece in pieces:
        starts.append((len(text), piece))
        set_in = TEXT.fullmatch(piece.text.strip()) if piece.kind == "formula" else None
        words = piece.text if piece.kind == "words" else set_in[1] if set_in else "$"
        text += "\n" if piece.kind == "break" else words.replace("\n", " ")
    for match in SENTENCE.finditer(text):
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        if match[0].strip():
            yield match[0], [piece for start, piece in starts if start <= begin][-1]


def agreed(expected: Sequence[Told], said: Sequence[Told]) -> tuple[bool, Told] | None:
    """Whether words say what the sheet's do, and which; None where they say neither, or both.

    What is said to be convex, or not, may be something else than what was asked: only a yes or a no is ever wrong.
    """
    for each in expected:
        found = [other for other in said if other.what == each.what]
        if found and len({other.holds for other in found}) == 1:
            same = found[0].holds == each.holds
            return (same, found[0]) if same or each.what == "yes" else None
    return None
