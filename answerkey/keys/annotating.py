"""A checked key as a page: its words and formulas, each with what is to be said of it, and its answers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count

from answerkey.documents.macros import Macros, TooLong, definitions, expanded
from answerkey.documents.pieces import Piece
from answerkey.keys.answering import Graded
from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged, Standing
from answerkey.keys.standings import TOLD, grade_status, grounds, status
from answerkey.reading.names import spelled
from answerkey.results import (
    PASSES,
    Annotated,
    AnnotatedAnswer,
    AnnotatedSection,
    Maths,
    Passage,
    Remark,
    Words,
)
from answerkey.results import Verdict as Decision
from answerkey.terminal import sentence

CALLED: dict[Standing, str] = {"conditional": "needs a condition", "consequence": "carries an error on"}
PACKAGED = definitions(  # what packages have and LaTeX does not, and the reader knows
    r"\newcommand{\abs}[1]{\left|#1\right|}\newcommand{\norm}[1]{\left\|#1\right\|}"
    r"\newcommand{\argmin}{\operatorname*{arg\,min}}\newcommand{\argmax}{\operatorname*{arg\,max}}"
    r"\newcommand{\tr}{\operatorname{tr}}\newcommand{\rank}{\operatorname{rank}}\newcommand{\diag}{\operatorname{diag}}"
    r"\newcommand{\E}{\mathbb{E}}\newcommand{\R}{\mathbb{R}}\newcommand{\coloneqq}{:=}"
)
INDEXED = re.compile(r"(\w+)\[(.+)\]")
NUMBERED = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
NAMELESS = re.compile(r"\\(?:label\s*\{[^{}]*\}|notag|nonumber)(?![A-Za-z])")


class Annotator:
    """Makes the sections of a page, one after the other; its remarks are numbered through."""

    def __init__(self, macros: Macros):
        self.macros, self.numbers = macros, count(1)
        self.remarks: list[tuple[Remark, str]] = []  # each with the part that it is in
        self.last = ""

    def section(self, section: CheckedSection, number: str, title: str) -> AnnotatedSection:
        """A section of the key under its number, with the title that the sheet has for the problem."""
        opens, self.last = section.problem != self.last, section.problem
        found: dict[Piece, list[Judged]] = {}
        for judged in section.judged:
            if judged.place.piece is not None:
                found.setdefault(judged.place.piece, []).append(judged)
        shown = [*self.pieces(section, found, number)]
        return AnnotatedSection(
            f"{section.problem}. {title}".rstrip(". ") if opens and section.problem else "",
            number if section.part else "",
            Passage(() if is_title(shown, title) else tuple(shown)),
            tuple(map(answer, section.answers)),
        )

    def pieces(
        self, section: CheckedSection, found: dict[Piece, list[Judged]], number: str
    ) -> Iterator[Words | Maths | Annotated]:
        """The words and formulas of a section, in the order of the document."""
        label = re.compile(rf"\s*[(]?{re.escape(section.part)}[.)]\s*") if section.part else None
        for piece in sorted(section.pieces, key=lambda piece: (piece.line, piece.column)):
            if piece.kind == "words":
                text = label.sub("", piece.text, count=1) if label and label.match(piece.text) else piece.text
                label = None  # it stands in the heading
                yield Words(stressed(text) if piece.display else text.replace("*", " "))
            elif piece.kind == "break":
                yield Words("\n\n")
            elif piece.kind == "elsewhere":
                yield Words(f" [{piece.text} is not followed] ")
            elif piece.kind == "formula":
                yield self.formula(piece, found.get(piece, ()), number)

    def formula(self, piece: Piece, judged: Sequence[Judged], number: str) -> Annotated:
        told = [each for each in judged if each.standing in TOLD]
        remarks = tuple(self.remark(each, "" if len(judged) == 1 else printable(each.latex, {})) for each in told)
        self.remarks += [(remark, number) for remark in remarks]
        verdicts = {status(each) for each in judged} - {None}
        mark = "" if not verdicts <= PASSES or not verdicts else "measured" if "measured" in verdicts else "proved"
        return Annotated(printable(piece.text, self.macros), piece.display, mark, remarks)  # type: ignore[arg-type]

    def remark(self, judged: Judged, link: str) -> Remark:
        standing = CALLED.get(judged.standing, judged.standing)
        kind = "refuted" if judged.standing == "wrong" else "undecided"
        why = in_latex(sentence(judged.verdict), judged.verdict)
        return Remark(next(self.numbers), standing, kind, judged.place.line, link, why)  # type: ignore[arg-type]

    def index(self) -> list[str]:
        """A line for every standing with the remarks that have it, and where they are."""
        found: dict[str, list[str]] = {}
        for remark, number in self.remarks:
            where = f"[{remark.number}] {number + ', ' if number else ''}line {remark.line}"
            found.setdefault(remark.standing, []).append(where)
        return [f"{standing}: {'; '.join(places)}" for standing, places in found.items()]


def is_title(shown: Iterable[Words | Maths | Annotated], title: str) -> bool:
    """Whether all that is said is the title of the problem, or nothing."""
    if not all(isinstance(piece, Words) for piece in shown):
        return False
    said = " ".join(piece.text for piece in shown if isinstance(piece, Words))
    return re.sub(r"\W", "", said).lower() in ("", re.sub(r"\W", "", title).lower())


def stressed(text: str) -> str:
    """Bold words as words with emphasis."""
    plain = text.replace("*", " ")
    core = plain.strip()
    return plain.replace(core, f"*{core}*", 1) if core else plain


def printable(latex: str, macros: Macros) -> str:
    """A formula as a page can show it: the author's commands written out, a tag as words, labels left out."""
    with suppress(TooLong):
        latex = expanded(latex, PACKAGED | macros)
    return NAMELESS.sub("", NUMBERED.sub(r"\\qquad (\1)", latex)).strip()


def in_latex(text: str, verdict: Decision) -> Passage:
    """A reason, with the values in it and what stands between dollars as formulas."""
    witness = verdict.witness or {}
    plain = ", ".join(f"{name} = {value}" for name, value in witness.items())
    if plain:
        text = text.replace(plain, ", ".join(f"${leaf(name)} = {value}$" for name, value in witness.items()), 1)
    return with_formulas(text)


def leaf(name: str) -> str:
    """The name of a value in LaTeX: `N[0]` is N with an index."""
    if indexed := INDEXED.fullmatch(name):
        return f"{spelled(indexed[1])}_{{{indexed[2]}}}"
    return spelled(name)


def with_formulas(text: str) -> Passage:
    """Words with formulas between dollars as a passage."""
    parts = text.split("$")
    if len(parts) % 2 == 0:  # a dollar that is none of ours
        return Passage((Words(text.replace("*", " ")),))
    pieces = (
        Annotated(printable(part, {}), False, "", ()) if i % 2 else Words(part.replace("*", " "))
        for i, part in enumerate(parts)
    )
    return Passage(tuple(pieces))


def answer(graded: Graded) -> AnnotatedAnswer:
    """An answer of the sheet beside the key's."""
    given = Annotated(printable(graded.latex, {}), True, "", ()) if graded.latex else None
    line = graded.place.line if graded.place else 0
    why = tuple(in_latex(said, graded.verdict) for said in grounds(graded))
    return AnnotatedAnswer(graded.grade, grade_status(graded), line, Maths(graded.expected, True, None), given, why)
