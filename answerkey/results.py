"""What a check found: verdicts with their evidence, and the passages of a solution they belong to.

Plain immutable data, so that a result can cross from a worker process to the terminal, a JSON file or a report.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

Status = Literal["proved", "measured", "refuted", "undecided", "unread"]
STATUSES: tuple[Status, ...] = ("proved", "measured", "refuted", "undecided", "unread")
PASSES = frozenset({"proved", "measured"})
FINE, REFUTED, NOT_CARRIED_OUT, OPEN = 0, 1, 2, 3  # exit statuses


def counted(number: int, noun: str) -> str:
    """`number` with `noun` in the singular or the plural."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def status_of(verdicts: Collection[str], complaints: Sequence[str]) -> int:
    """The exit status of a command that found these verdicts and had these complaints."""
    if complaints:
        return NOT_CARRIED_OUT
    return REFUTED if "refuted" in verdicts else FINE if PASSES.issuperset(verdicts) else OPEN


@dataclass(frozen=True)
class Place:
    """Where in a file a formula stands; lines and columns count from 1."""

    path: str
    line: int
    column: int = 1

    def __str__(self):
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Verdict:
    """What is known of a claim: `witness` gives the exact values, by name, at which a refuted claim fails."""

    status: Status
    because: str
    witness: dict[str, str] | None = None
    rung: str = ""  # what decided it

    @property
    def passes(self):
        return self.status in PASSES


@dataclass(frozen=True)
class Result:
    """One thing that was checked, where it stands and what was found (`seconds` is wall time)."""

    problem: str
    part: str
    item: Literal["statement", "step", "answer", "measurement", "claim"]
    source: Place
    latex: str
    read_as: str
    verdict: Status
    because: str
    witness: dict[str, str] | None
    says: str
    seconds: float

    def as_json(self, sheet: str, number: str) -> dict:
        """The result as the part with this number on a sheet."""
        return {"sheet": sheet, "problem": self.problem, "part": self.part, "number": number} | asdict(self)


@dataclass(frozen=True)
class Words:
    """Prose between two formulas; `*...*` is emphasis, everything else is literal."""

    text: str


@dataclass(frozen=True)
class Maths:
    """A formula as its author wrote it.

    `result` is None for a bare expression that was read and claims nothing (the letter in "the rate $\\eta$").
    """

    latex: str
    display: bool
    result: Result | None


@dataclass(frozen=True)
class Passage:
    """A sentence or paragraph of a statement or a derivation, in reading order."""

    pieces: tuple["Words | Maths | Annotated", ...]

    @property
    def results(self):
        return tuple(p.result for p in self.pieces if isinstance(p, Maths) and p.result is not None)


@dataclass(frozen=True)
class CheckedAnswer:
    """One answer of a part, and the experiment that it had to face."""

    kind: str  # "Region", "Formula", ...
    words: Passage  # what a qualitative answer says; empty for the other kinds
    formula: Maths  # with its result
    measurement: Result
    neighbours: int  # wrong answers that both the engine and the measurement refused
    settings: int  # at which the measurement was compared with the answer

    @property
    def results(self):
        return (*self.words.results, *([self.formula.result] if self.formula.result else []), self.measurement)


@dataclass(frozen=True)
class CheckedPart:
    """One part of a problem with everything that was found out about it, and its place on a sheet once it has one."""

    problem: str
    part: str  # "a", or "" where a problem has a single part
    title: str  # of the problem
    preamble: Passage  # the problem's own statement, shared by its parts
    statement: Passage
    steps: tuple[Passage, ...]
    answers: tuple[CheckedAnswer, ...]
    number: str = ""  # of the problem on the sheet: "1"
    marker: str = ""  # of the part on the sheet: "(a)"

    @property
    def results(self):
        passages = (self.preamble, self.statement, *self.steps, *self.answers)
        return tuple(result for passage in passages for result in passage.results)

    def placed(self, number: str, marker: str, is_first: bool) -> "CheckedPart":
        """This part where it stands on a sheet; what its problem states is printed with the first part alone."""
        return replace(self, number=number, marker=marker, preamble=self.preamble if is_first else Passage(()))

    @property
    def kinds(self):
        """The kinds of its answers, each once."""
        return ", ".join(dict.fromkeys(answer.kind for answer in self.answers))


@dataclass(frozen=True)
class Process:
    """Questions of a sheet about how the homework was done: printed, and nothing that could be checked."""

    number: str
    title: str
    questions: tuple[str, ...]


# -- keys


@dataclass(frozen=True)
class Remark:
    """What is to be said of a formula of a key, under a number; `link` is "" where it is about the whole formula."""

    number: int
    standing: str  # wrong, undecided, ...
    status: Status  # refuted where it is an error of its own
    line: int
    link: str
    why: "Passage"


@dataclass(frozen=True)
class Annotated:
    """A formula of a key: its mark says that it is proved or measured, and is "" where nothing is to be decided."""

    latex: str
    display: bool
    mark: Literal["proved", "measured", ""]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class AnnotatedAnswer:
    """An answer of the sheet beside what a key gives for it."""

    grade: str  # right, wrong, incomplete, undecided or not found
    status: Status
    line: int  # 0 where it is not found
    expected: Maths
    given: Annotated | None
    why: tuple["Passage", ...]  # with the values that show it; empty where it is right or not found


@dataclass(frozen=True)
class AnnotatedSection:
    """What a key says of a part, every formula with its remarks, and the answers that it should give."""

    problem: str  # its number and title where the section is the first of it, else ""
    part: str  # "1(a)", or "" for what stands before the parts
    passage: "Passage"
    answers: tuple[AnnotatedAnswer, ...]
