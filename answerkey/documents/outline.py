"""Which problem and part of a sheet each piece of a document belongs to, and whether it asks or answers.

Whether a bare number, such as that of an item, begins a problem or a part is decided for the whole document: by what
finds most of the sheet's parts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from string import ascii_lowercase

from answerkey.documents.pieces import Piece
from answerkey.documents.signs import Sign, signs

ROMANS = "i ii iii iv v vi vii viii ix x".split()
MOST_STYLES = 5  # of which all combinations are tried
ALIKE = 0.86  # from where two titles are the same but for a slip


@dataclass(frozen=True)
class Asked:
    """A problem of the sheet: its number, its title, and the labels of its parts."""

    number: str
    title: str = ""
    labels: tuple[str, ...] = ()


@dataclass
class Section:
    """What a document says of a part of a problem, as its author numbered them; `entry` is the sheet's problem."""

    problem: str
    part: str
    line: int
    entry: int | None = None
    asked: list[Piece] = field(default_factory=list)  # what is asked, where that can be told from what is answered
    answered: list[Piece] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        return self.asked + self.answered


@dataclass(frozen=True)
class Step:
    """A label on the way to a part, the depth of its item, and how it is written."""

    label: str
    depth: int
    form: str

    @classmethod
    def of(cls, label: str, sign: Sign) -> "Step":
        return cls(label, sign.depth, sign.post.form)


Way = tuple[Step, ...]


@dataclass(frozen=True)
class Opening:
    """Where a problem or a part begins."""

    at: int
    problem: str
    entry: int | None
    part: str
    visit: int  # how many problems were begun so far
    answers: bool  # whether it is answered from here on, after all of the problem was asked


def outline(pieces: Sequence[Piece], sheet: Sequence[Asked]) -> list[Section]:
    """The sections of a document, in order."""
    found = signs(pieces)
    return list(Sections(pieces, found, best(found, sheet)).run())


def best(found: Sequence[Sign], sheet: Sequence[Asked]) -> list[Opening]:
    """The openings by that reading of the bare numbers which finds most of the sheet's parts."""
    styles = list(dict.fromkeys(s.style for s in found if s.post.problem and not s.post.is_named))[:MOST_STYLES]
    sizes = [*range(1, len(styles) + 1), 0]
    if any(sign.post.is_named for sign in found):  # beside "Problem 1" the number of an item is no problem's
        styles = [style for style in styles if style.startswith(("heading", "title"))]
        sizes = list(range(len(styles) + 1))
    readings = [Reading(sheet, frozenset(chosen)) for size in sizes for chosen in combinations(styles, size)]
    for reading in readings:
        reading.run(found)
    return max(readings, key=lambda reading: reading.score).openings  # the first of equals


class Reading:
    """A reading of a document's signs by which the numbers of some styles are problems, and all others parts."""

    def __init__(self, sheet: Sequence[Asked], problems: frozenset[str]):
        self.sheet, self.problems = sheet, problems
        self.openings: list[Opening] = []
        self.number, self.visit = "", 0
        self.path: Way = ()
        self.answers = False  # whether all of the problem was asked, so that its parts come again
        self.asked_parts = 0  # how many parts were begun since the problem was
        self.last: Sign | None = None
        self.visited: dict[str, bool] = {}  # the parts of the problem, and whether they were answered
        self.entry: int | None = None
        self.has_letters = self.has_numbers = False  # for parts
        if len(sheet) == 1:  # whose parts need no problem before them
            self.number, self.entry = sheet[0].number, 0

    @property
    def score(self) -> float:
        """How many of the sheet's problems and parts are found; out of order or unknown, they count less."""
        hits = {
            (o.entry, o.part) for o in self.openings if o.entry is not None and o.part in self.sheet[o.entry].labels
        }
        entries = [o.entry for o in self.openings if not o.part or o.visit == 0]
        known = [entry for entry in entries if entry is not None]
        back = sum(b < a for a, b in pairwise(known))
        strange = len({o.problem for o in self.openings if o.entry is None}) if self.sheet else 0
        return len(hits) + len(set(known)) - 0.5 * back - 0.5 * strange

    def run(self, found: Sequence[Sign]) -> None:
        numbers = [sign for sign in found if sign.post.problem and not sign.post.is_named]
        self.has_numbers = any(sign.style not in self.problems for sign in numbers)
        self.has_letters = any(sign.post.parts and sign.post.parts[0].isalpha() and not sign.is_roman for sign in found)
        for sign in found:
            if sign.says:
                self.answer(sign)
            elif (
                sign.post.is_named or (sign.post.problem and sign.style in self.problems) or sign.style == "title only"
            ):
                self.problem(sign)
            else:
                labels = (sign.post.problem, *sign.post.parts) if sign.post.problem else sign.post.parts
                self.parts(labels, sign)
            self.last = sign

    def answer(self, sign: Sign) -> None:
        if sign.says == "answer" and self.path:
            self.visited[self.part] = True
        elif sign.says == "asked" and self.asked_parts > 1:  # what follows the problem is about all of it
            self.path, self.answers = (), True
            self.open(sign.at, "")
        self.asked_parts = 0

    @property
    def part(self) -> str:
        return spelled(self.path)

    def open(self, at: int, part: str) -> None:
        self.openings.append(Opening(at, self.number, self.entry, part, self.visit, self.answers))

    # -- problems

    def problem(self, sign: Sign) -> None:
        post = sign.post
        entry = self.entry_of(post.problem, post.rest, post.parts)
        if not post.problem and (entry is None or entry == self.entry):
            return
        if not (post.parts and post.problem == self.number and entry == self.entry):
            self.number, self.entry, self.visited = post.problem or self.sheet[entry or 0].number, entry, {}
            self.visit += 1
            self.answers, self.asked_parts = False, 0
        self.path = ()
        if not post.parts or not self.parts(post.parts, sign):
            self.open(sign.at, "")

    def entry_of(self, number: str, title: str, parts: tuple[str, ...]) -> int | None:
        """The sheet's problem that a title means or, if it means none, a number."""
        alike = [(likeness(title, asked.title), i) for i, asked in enumerate(self.sheet) if asked.title]
        likest, entry = max(alike, key=lambda pair: (pair[0], self.sheet[pair[1]].number == number), default=(0.0, 0))
        if likest >= ALIKE:
            return entry
        numbered = [i for i, asked in enumerate(self.sheet) if asked.number == number]
        if self.entry in numbered:  # a number that comes again is the next problem of that number
            again = not parts or "".join(parts) in self.visited
            later = [i for i in numbered if i > self.entry] if again else []
            return later[0] if later else self.entry
        seen = {opening.entry for opening in self.openings}
        return next((i for i in numbered if i not in seen), numbered[-1] if numbered else None)

    # -- parts

    def parts(self, labels: tuple[str, ...], sign: Sign) -> bool:
        """Go to a part, if the labels lead to one."""
        path = self.path
        known = self.sheet[self.entry].labels if self.entry is not None else ()
        for label in labels:
            led = self.led(path, label, sign, known) if known else beside(path, Step.of(label, sign))
            if led is None:
                return False
            path = led
        part = spelled(path)
        strong = sign.post.is_named or sign.style.startswith("heading")
        if part in self.visited and self.last is not None and self.last.says == "answer" and len(self.visited) > 1:
            # what answers was begun for all of the problem, and not only for the last of its parts
            self.answers, self.visited[self.part] = True, False
        if part in self.visited and not strong and (self.visited[part] or not self.answers):
            return False
        if sign.weak and not self.is_next(path):
            return False
        self.path = path
        self.visited[part] = self.answers and part in self.visited
        self.asked_parts += 1
        self.open(sign.at, part)
        return True

    def is_next(self, path: Way) -> bool:
        """Whether a part follows the one where we are, or is the first."""
        last = self.path[len(path) - 1].label if len(self.path) >= len(path) > 0 else ""
        return bool(path) and (follower(last) == path[-1].label if last else path[-1].label in ("a", "1", "i"))

    def led(self, path: Way, label: str, sign: Sign, known: Sequence[str]) -> Way | None:
        """Where a label leads from where we are; None if it is no part, as the items of a list in an answer are not."""
        levels = levels_of(path, label, sign)
        spellings = [label] if not sign.is_roman or len(label) > 1 else []
        if sign.is_roman and label in ROMANS:
            spellings.append(str(ROMANS.index(label) + 1))
        for spelling in spellings:
            for k in levels:
                if begins(known, spelled(path[:k]) + spelling):
                    return (*path[:k], Step.of(spelling, sign))
        if set(known) == {""}:
            return None
        if label == "a" and "" in known:
            return ()
        other = self.counted(label, sign)
        for k in levels:
            if other and begins(known, spelled(path[:k]) + other):
                return (*path[:k], Step.of(other, sign))
        is_letter = len(label) == 1 and label.isalpha() and 0 in levels and not sign.is_roman
        return (Step.of(label, sign),) if is_letter and any(one[:1].isalpha() for one in known) else None

    def counted(self, label: str, sign: Sign) -> str:
        """The letter for a number, or the other way round, in a document that has only the one kind."""
        if sign.is_roman:
            return ascii_lowercase[ROMANS.index(label)] if label in ROMANS else ""
        if label.isdecimal():
            return ascii_lowercase[int(label) - 1 : int(label)] if not self.has_letters else ""
        return str(ascii_lowercase.index(label) + 1) if len(label) == 1 and not self.has_numbers else ""


def levels_of(path: Way, label: str, sign: Sign) -> list[int]:
    """How many of the labels before it a label may leave standing, the likeliest first."""
    if path and sign.depth > path[-1].depth > 0:  # an item within the item that is the part
        return [len(path)]
    outermost = 1 if sign.is_roman and path else 0  # roman numbers are of what is in a part
    levels = range(len(path), outermost - 1, -1)
    if not (sign.depth and label.isdecimal()):
        return list(levels)
    return [k for k in levels if k == len(path) or path[k].depth]  # a numbered item does not follow a heading


def begins(known: Sequence[str], start: str) -> bool:
    return any(label.startswith(start) for label in known)


def spelled(path: Way) -> str:
    return "".join(step.label for step in path)


def beside(path: Way, step: Step) -> Way:
    """Where a label leads that no sheet knows: beside one that is written in the same way, or into the last."""
    for k, other in enumerate(path):
        if (step.depth, step.form) == (other.depth, other.form):
            return (*path[:k], step)
    return (*(other for other in path if other.depth < step.depth or step.depth == 0), step)[-3:]


def follower(label: str) -> str:
    """The label of the part behind one."""
    if label.isdecimal():
        return str(int(label) + 1)
    if len(label) == 1:
        return chr(ord(label) + 1)
    return ROMANS[ROMANS.index(label) + 1] if label in ROMANS[:-1] else ""


def likeness(title: str, other: str) -> float:
    """How much two titles are alike, from 0 to 1, whatever their case, points and punctuation."""
    one, two = plain(title), plain(other)
    if len(one) < 5 or len(two) < 5:
        return 0.0
    return SequenceMatcher(None, one, two).ratio()


def plain(title: str) -> str:
    title = re.sub(r"[\[(][^\])]*(?:pts?|points?|marks?)[^\])]*[\])]", "", title.lower())
    return re.sub(r"[^a-z]+", " ", title).strip()


@dataclass
class Draft:
    """A section that is being written."""

    section: Section
    visit: int
    answering: bool  # from its beginning
    pieces: list[tuple[Piece, bool]] = field(default_factory=list)  # and whether they answer
    marked: bool = False  # whether it says where its answer begins
    asked: bool = False  # whether it says where what is asked ends

    @property
    def answers(self) -> bool:
        return any(piece.kind == "formula" and answers for piece, answers in self.pieces)


class Sections:
    """The pieces of a document put into sections."""

    def __init__(self, pieces: Sequence[Piece], found: Sequence[Sign], openings: Sequence[Opening]):
        self.pieces = pieces
        self.openings = {opening.at: opening for opening in openings}
        self.says: dict[int, list[str]] = {}
        for sign in found:
            if sign.says:
                self.says.setdefault(sign.at, []).append(sign.says)
        self.drafts: list[Draft] = [Draft(Section("", "", 1), 0, False)]
        self.boxes = 0  # answers that are open and say where they end
        self.answering = False  # since a word announced an answer
        self.for_problem = False  # and it did so for all parts of the problem

    def run(self) -> Iterator[Section]:
        for at, piece in enumerate(self.pieces):
            if at in self.openings:
                self.open(self.openings[at], piece)
            for says in self.says.get(at, ()):
                self.say(says, piece)
            if piece.kind in ("words", "formula", "break", "elsewhere"):
                self.drafts[-1].pieces.append((piece, self.boxes > 0 or self.answering))
        yield from self.finished()

    def open(self, opening: Opening, piece: Piece) -> None:
        last = self.drafts[-1]
        if opening.visit != last.visit:
            self.for_problem = False
        self.for_problem |= opening.answers or (
            opening.visit == last.visit and not last.section.part and self.answering
        )
        self.answering = self.for_problem
        section = Section(opening.problem, opening.part, piece.line, opening.entry)
        self.drafts.append(Draft(section, opening.visit, self.answering))

    def say(self, says: str, piece: Piece) -> None:
        last = self.drafts[-1]
        if says == "asked":
            last.asked = self.answering = True
        elif says == "end":
            self.boxes = max(0, self.boxes - 1)
        else:
            if last.answering and not last.marked:  # the part has an answer of its own, so that this was its question
                last.pieces = [(one, False) for one, _ in last.pieces]
            last.marked = True
            if piece.kind == "begin" and piece.text != "proof":
                self.boxes += 1
            else:
                self.answering = True

    def finished(self) -> Iterator[Section]:
        """The sections, those of the same part in one."""
        marking = {draft.visit for draft in self.drafts if draft.answers}
        parted = {draft.visit for draft in self.drafts if draft.section.part}
        merged: dict[tuple[int, str], Section] = {}
        marked = {(draft.visit, draft.section.part) for draft in self.drafts if draft.marked}
        answered = {(draft.visit, draft.section.part) for draft in self.drafts if draft.answers}
        for draft in self.drafts:
            key = draft.visit, draft.section.part
            intro = not draft.section.part and draft.visit in marking and draft.visit in parted
            told = draft.marked or draft.answering or draft.asked or intro or key in answered
            section = merged.setdefault(key, draft.section)
            for piece, answers in draft.pieces:
                (section.answered if answers or not told else section.asked).append(piece)
            if intro:
                marked.add(key)
        for key, section in merged.items():
            if key not in marked and not any(piece.kind == "formula" for piece in section.answered):
                section.asked, section.answered = [], section.asked + section.answered
            yield section
