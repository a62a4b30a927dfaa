"""Which problem and part of a sheet each piece of a document belongs to, and whether it asks or answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from answerkey.documents.pieces import Piece

NUMBERED = re.compile(
    r"(?:problem|question|exercise|task|q|ex|prob)s?\.?\s*#?\s*(?P<problem>\d+)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
DIGITS = re.compile(r"(?P<problem>\d+)(?=[.):\s]|\(|[a-z]\)|$)(?P<rest>.*)", re.DOTALL)
PART = re.compile(
    r"[.,\s]*(?:part\s*)?\(?\s*(?P<part>[a-z]|[ivx]{1,4}|\d{1,2})\s*\)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
LOOSE = re.compile(
    r"[.\s]*(?:part\s*)(?P<part>[a-z]|\d{1,2})(?![A-Za-z\d])(?P<rest>.*)|(?P<glued>[a-z])(?![A-Za-z])", re.I
)
ANSWERS = re.compile(
    r"\s*\**\s*(?:solutions?|answers?|ans|proof|sol|soln)\b\s*(?:\([^)]*\))?\s*\**\s*[.:]", re.IGNORECASE
)
ANSWERING = frozenset({"solution", "solutions", "answer", "answers", "soln", "sol", "proof", "ans", "solutionorbox"})


@dataclass
class Section:
    """What a document says under one heading: a problem and a part of the sheet, as their author marked them."""

    problem: str
    part: str
    line: int
    asked: list[Piece] = field(default_factory=list)  # what is asked, where that can be told from what is answered
    answered: list[Piece] = field(default_factory=list)


@dataclass
class Outline:
    """The sections of a document; `labels` are those of the sheet's parts, by the problem's number."""

    labels: dict[str, list[str]]
    sections: list[Section] = field(default_factory=list)
    counters: dict[int, int] = field(default_factory=dict)  # of items without a label, by depth
    answering: bool = False
    fresh: bool = True  # whether a paragraph begins
    titled: bool = False  # whether problems have headings

    def run(self, pieces: Sequence[Piece]) -> list[Section]:
        self.sections = [Section("", "", 1)]
        for piece in pieces:
            self.take(piece)
        for section in self.sections:
            if not section.answered or not any(p.kind == "formula" for p in section.answered):
                section.asked, section.answered = [], section.asked + section.answered
        return self.sections

    def take(self, piece: Piece) -> None:
        match piece.kind:
            case "heading":
                self.heading(piece)
            case "item":
                self.item(piece)
            case "counter" if piece.text.isdecimal():
                self.counters[piece.depth] = int(piece.text)
            case "begin" | "end" if piece.text.lower() in ANSWERING:
                self.answering = piece.kind == "begin"
            case "words" if self.fresh and piece.text.strip():
                self.paragraph(piece)
                return
            case "words" | "formula":
                self.put(piece)
        self.fresh = piece.kind in ("break", "heading", "item", "begin", "end") or (
            self.fresh and piece.kind == "words"
        )
        self.fresh |= piece.display

    def put(self, piece: Piece) -> None:
        section = self.sections[-1]
        (section.answered if self.answering else section.asked).append(piece)

    def open(self, problem: str, part: str, piece: Piece) -> None:
        self.sections.append(Section(problem, part, piece.line))
        self.answering = False

    @property
    def problem(self) -> str:
        return self.sections[-1].problem

    def heading(self, piece: Piece) -> None:
        found = NUMBERED.match(piece.text.strip("* ")) or DIGITS.match(piece.text.strip("* "))
        if found:
            self.titled = True
            self.counters.clear()
            self.open(found["problem"], "", piece)
            self.deeper(found["rest"], piece)
        elif ANSWERS.match(piece.text.rstrip(".: ") + "."):
            self.answering = True
        else:
            self.deeper(piece.text, piece)

    def deeper(self, text: str, piece: Piece) -> str:
        """Open the part that a text begins with, if it does; what is left of it."""
        found = PART.match(text)
        if found:
            return self.enter(found["part"], found["rest"], piece)
        found = LOOSE.match(text)
        if found and (found["part"] or (found["glued"] and piece.kind == "heading")):
            return self.enter(found["part"] or found["glued"], found["rest"] or "", piece)
        return text

    def enter(self, label: str, rest: str, piece: Piece) -> str:
        last, label = self.sections[-1], label.lower()
        nested = f"{last.part}{label}"
        known = self.labels.get(last.problem, [])
        if nested in known and label not in known:
            part = nested
        else:
            siblings = [k for k in known if k.endswith(label) and k.startswith(last.part[:1])] if last.part else []
            part = label if label in known or not siblings else siblings[0]
        self.open(last.problem, part, piece)
        return self.deeper(rest, piece) if rest.lstrip()[:1] == "(" else rest

    def item(self, piece: Piece) -> None:
        label = piece.text.strip("().:* ")
        if label == "#":
            self.counters = {depth: n for depth, n in self.counters.items() if depth <= piece.depth}
            self.counters[piece.depth] = number = self.counters.get(piece.depth, 0) + 1
            known = self.labels.get(self.problem, [])
            as_letter = piece.depth > 1 or (self.titled and str(number) not in known)
            label = ascii_lowercase[number - 1] if as_letter and number <= len(ascii_lowercase) else str(number)
            if piece.depth > 1 and not label.isalpha():
                return
        if label.isdecimal() and piece.depth == 1 and self.is_problem(label):
            self.open(label, "", piece)
        elif re.fullmatch(r"[a-z]|[ivx]+|\d+", label, re.IGNORECASE):
            self.enter(label, "", piece)

    def is_problem(self, number: str) -> bool:
        """Whether an item with this number begins a problem, and not a part of the one that is open."""
        follows = self.problem.isdecimal() and int(number) == int(self.problem) + 1
        return (follows or not self.titled) and number not in self.labels.get(self.problem, [])

    def is_label(self, label: str) -> bool:
        """Whether what stands in brackets at the beginning of a paragraph is a part, and no formula's number."""
        return label.isalpha() or any(known.endswith(label) for known in self.labels.get(self.problem, []))

    def paragraph(self, piece: Piece) -> None:
        """Words at the beginning of a paragraph, which may name a problem or a part, or say that an answer comes."""
        text = piece.text.lstrip("*_ \n")
        found = NUMBERED.match(text)
        if found and len(found["rest"]) < 60 and (found["problem"] in self.labels or not self.labels):
            self.counters.clear()
            self.open(found["problem"], "", piece)
            text = found["rest"]
        marked = PART.match(text)
        if marked and text.startswith(("(", "part", "Part")) and self.is_label(marked["part"].lower()):
            text = self.deeper(text, piece)
        if ANSWERS.match(text):
            self.answering = True
        self.fresh = False
        if text.strip():
            self.put(Piece(piece.kind, text, piece.line, piece.column + len(piece.text) - len(text)))


def outline(pieces: Sequence[Piece], labels: dict[str, list[str]]) -> list[Section]:
    """The sections of a document, in order."""
    return Outline(labels).run(pieces)
