"""What a page says, whatever it is written in: problems with their parts, the tally, the table at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from answerkey.results import (
    PASSES,
    STATUSES,
    Annotated,
    CheckedAnswer,
    CheckedPart,
    Maths,
    Passage,
    Result,
    Status,
    Words,
    counted,
)

EXPLAINED = (
    "*Settings* are the values at which an experiment was compared with the answer. *Wrong answers* are near misses of "
    "the answer, such as a lost factor, a sign or a closed end: the program refutes each by an exact counterexample, "
    "and so does the experiment alone. A *decision procedure* (z3) settles claims about real numbers by proof."
)


@dataclass(frozen=True)
class Problem:
    """Consecutive parts that share a statement."""

    parts: tuple[CheckedPart, ...]

    @property
    def number(self):
        return self.parts[0].number

    @property
    def title(self):
        return self.parts[0].title

    @property
    def preamble(self):
        return self.parts[0].preamble


@dataclass(frozen=True)
class Row:
    """A line of the table at the end; settings and refused are None where nothing was asked."""

    number: str
    kind: str
    counts: dict[Status, int]
    settings: int | None = None
    refused: int | None = None


@dataclass(frozen=True)
class Note:
    """A line of small print on how something was checked."""

    text: str
    passes: bool


def problems(parts: Sequence[CheckedPart]) -> tuple[Problem, ...]:
    return tuple(Problem(tuple(shared)) for _, shared in groupby(parts, key=lambda part: part.problem))


def tally(results: Iterable[Result]) -> dict[Status, int]:
    """How many of `results` have each verdict, in the order of STATUSES."""
    counts = Counter(result.verdict for result in results)
    return {status: counts[status] for status in STATUSES}


def formulas(part: CheckedPart, handout: bool) -> list[Result]:
    """The verdicts on the formulas that are printed for `part`; its measurement is not a formula."""
    passages = (part.statement,) if handout else (part.statement, *part.steps)
    found = [result for passage in passages for result in passage.results]
    if not handout:
        found += [r for answer in part.answers for r in answer.results if r is not answer.measurement]
    return found


def rows(shown: Sequence[Problem], handout: bool) -> list[Row]:
    """A row for each problem statement that makes claims, and one for each part."""
    found = []
    for problem in shown:
        if problem.preamble.results:
            found.append(Row(problem.number, "statement", tally(problem.preamble.results)))
        for part in problem.parts:
            counts = tally(formulas(part, handout))
            settings = sum(answer.settings for answer in part.answers)
            refused = sum(answer.neighbours for answer in part.answers)
            found.append(Row(part.number + part.marker, part.kinds, counts, settings, refused))
    return found


def total(lines: Sequence[Row]) -> Row:
    counts = {status: sum(row.counts[status] for row in lines) for status in STATUSES}
    return Row("All", "", counts, sum(row.settings or 0 for row in lines), sum(row.refused or 0 for row in lines))


def in_doubt(lines: Sequence[Row], shown: Sequence[Problem], handout: bool) -> str:
    """What is not verified and where, as a sentence; empty if everything is."""
    said = []
    for status in (status for status in STATUSES if status not in PASSES):
        where = [row.number for row in lines if row.counts[status]]
        if where:
            said.append(f"{counted(total(lines).counts[status], 'formula')} {status} in {', '.join(where)}")
    apart = [
        part.number + part.marker
        for problem in shown
        for part in problem.parts
        for answer in part.answers
        if answer.measurement.verdict not in PASSES
    ]
    if apart and not handout:
        places = ", ".join(dict.fromkeys(apart))
        said.append(f"{counted(len(apart), 'answer')} not confirmed by measurement in {places}")
    return "; ".join(said)


def notes(answer: CheckedAnswer) -> list[Note]:
    """How `answer` was decided, if it was (else its mark says why not), and what measured it."""
    decided, measured = answer.formula.result, answer.measurement
    said = []
    if answer.kind == "Qualitative":
        said.append(
            Note("Only the formula was checked, and what the words claim in formulas; the words were not", True)
        )
    if decided and decided.verdict in PASSES:
        said.append(Note(f"Answer {decided.verdict}: {reason(decided)}", True))
    verdict = "" if measured.verdict in PASSES else f", {measured.verdict}"
    said.append(Note(f"Experiment {measured.latex}{verdict}: {reason(measured)}", not verdict))
    return said


def reason(result: Result) -> str:
    """Why the verdict is what it is, with the values at which a claim fails."""
    where = ", ".join(f"{name} = {value}" for name, value in (result.witness or {}).items())
    because = result.because.strip().rstrip(".")
    return f"{because} (at {where})" if where else because


def prose(steps: Sequence[Passage]) -> list[list[Passage]]:
    """`steps` as paragraphs: one that goes on with the sentence before it stays in its paragraph."""
    paragraphs: list[list[Passage]] = []
    for step in steps:
        if paragraphs and goes_on(paragraphs[-1][-1], step):
            paragraphs[-1].append(step)
        else:
            paragraphs.append([step])
    return paragraphs


def goes_on(before: Passage, after: Passage) -> bool:
    """Whether `after` begins in lower case, or `before` does not end a sentence."""
    *_, end = [spelled(piece) for piece in before.pieces] or [""]
    first = after.pieces[0] if after.pieces else None
    lower = isinstance(first, Words) and first.text.lstrip(" *\n")[:1].islower()
    return lower or not end.rstrip(" *\n").endswith((".", "!", "?"))


def spelled(piece: Words | Maths | Annotated) -> str:
    return piece.text if isinstance(piece, Words) else piece.latex
