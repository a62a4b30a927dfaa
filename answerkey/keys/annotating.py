"""A checked key as a page: its words and formulas, each with its result, and its answers beside the sheet's."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from answerkey.documents.macros import Macros, TooLong, expanded
from answerkey.documents.pieces import Piece
from answerkey.keys.answering import Graded
from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged
from answerkey.keys.standings import WORST, grounds, status
from answerkey.results import AnnotatedAnswer, AnnotatedSection, Maths, Passage, Place, Result, Words


def annotated(section: CheckedSection, number: str, title: str, path: str, macros: Macros) -> AnnotatedSection:
    """The page's section for a section of the key."""
    found: dict[Piece, list[Judged]] = {}
    for judged in section.judged:
        if judged.place.piece is not None:
            found.setdefault(judged.place.piece, []).append(judged)
    shown = tuple(pieces(section, found, path, macros))
    return AnnotatedSection(number, title, Passage(shown), tuple(map(answer, section.answers)))


def pieces(
    section: CheckedSection, found: dict[Piece, list[Judged]], path: str, macros: Macros
) -> Iterator[Words | Maths]:
    """The words and formulas of a section, in the order of the document."""
    for piece in sorted(section.pieces, key=lambda piece: (piece.line, piece.column)):
        if piece.kind == "words":
            yield Words(piece.text.replace("*", " "))
        elif piece.kind == "break":
            yield Words("\n\n")
        elif piece.kind == "elsewhere":
            yield Words(f" [{piece.text} is not followed] ")
        elif piece.kind == "formula":
            latex = piece.text
            with suppress(TooLong):
                latex = expanded(piece.text, macros)
            yield Maths(latex, piece.display, result(piece, found.get(piece, ()), section, path))


def result(piece: Piece, judged: Sequence[Judged], section: CheckedSection, path: str) -> Result | None:
    """The worst that was found of a formula; None where it claims nothing, or is given."""
    if not judged:
        return None
    worst = min(judged, key=lambda each: WORST.index(each.standing))
    if (verdict := status(worst)) is None:
        return None
    because = worst.verdict.because
    if worst.standing == "consequence":
        because = f"carries an error on; it {because}"
    if len(judged) > 1 and worst.standing in ("wrong", "consequence", "undecided", "unread"):
        because = f"{worst.latex}: {because}"
    return Result(
        "", section.part, "claim", Place(path, piece.line, piece.column), worst.latex, "", verdict,
        because, worst.verdict.witness, "", 0.0,
    )  # fmt: skip


def answer(graded: Graded) -> AnnotatedAnswer:
    """An answer of the sheet beside the key's."""
    given = Maths(graded.latex, True, None) if graded.latex else None
    reason = "; ".join(grounds(graded))
    return AnnotatedAnswer(graded.kind, graded.grade, Maths(graded.expected, True, None), given, reason)
