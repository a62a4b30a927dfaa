"""The check of a document: a job for each problem, in workers, and the findings as they come."""

import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby
from pathlib import Path

from answerkey.documents import pieces_of
from answerkey.documents.macros import Macros, definitions
from answerkey.documents.outline import Asked, Section, outline
from answerkey.jobs import Survey, processors
from answerkey.keys.checking import CheckedSection, check_problem
from answerkey.keys.glancing import Glance, glanced
from answerkey.keys.judging import Judge
from answerkey.running import LIMIT, Failed, Outcome, Worker, Workers, described
from answerkey.sheets import Entry, Sheet
from answerkey.terminal import Progress


@dataclass(frozen=True)
class CheckSections:
    """What a key says under one problem; the answer is a CheckedSection for each of its parts."""

    course: Path
    entry: Entry | None  # of the sheet; None for a problem that it does not have
    sections: tuple[Section, ...]
    macros: Macros
    document: str
    seed: int = 0
    limit: float = LIMIT
    deciding: bool = True  # or only reading

    @property
    def name(self) -> str:
        return f"{self.document}:{self.sections[0].line}"

    def prepare(self) -> None:
        import answerkey.keys.checking  # noqa: F401

    def can_skip(self, key: str) -> bool:
        return key.isdecimal() or key == "answers"

    def run(self, trying, hopeless) -> list[CheckedSection]:
        problem, ours = None, dict(self.entry.parts if self.entry else ())
        if self.entry is not None:
            trying("import", self.entry.problem, "")
            if str(self.course.parent) not in sys.path:
                sys.path.insert(0, str(self.course.parent))
            try:
                problem = import_module(f"{self.course.name}.{self.entry.problem}").problem
            except BaseException as error:
                raise Failed(f"{self.entry.problem}: {described(error, str(self.course))}") from None
        sections = [replace(section, part=ours.get(section.part, section.part)) for section in self.sections]
        judging = Judge if self.deciding else Glance
        found = check_problem(problem, sections, self.macros, self.seed, trying, hopeless, judging)
        return [replace(checked, part=section.part) for checked, section in zip(found, self.sections, strict=True)]


class Findings:
    """The check of a document: the sheet's problems are surveyed, the document is divided among them and checked.

    How much of it can be read is known before anything is decided.  Raises DocumentError.

    Nothing of the course is imported here: its modules may be slow, or broken.
    """

    def __init__(self, path: Path, sheet: Sheet | None, course: Path, args):
        entries = sheet.entries if sheet else ()
        self.path, self.entries, self.course, self.args = path, entries, course, args
        self.pieces = pieces_of(path)
        self.macros = definitions(path.read_text(encoding="utf-8"))
        self.asked = {entry: Asked(entry.number) for entry in entries}  # where one cannot be loaded, its check tells
        self.checks: list[CheckSections] = []
        self.done: dict[int, Outcome] = {}  # by the place of the check
        self.seen: Counter[str] = Counter()  # how many formulas and links there are, and how many are read
        self.progress = Progress(sys.stderr)

    def run(self) -> Iterator[tuple[CheckSections, Outcome]]:
        """Each check with its outcome, in the order of the document, as soon as those before it are done."""
        surveys = [Survey(self.course, entry, self.args.timeout) for entry in self.entries]
        jobs: deque[Survey | CheckSections] = deque(surveys or self.divided())
        left, following, glances = len(surveys), 0, len(self.checks)
        with Workers(self.args.jobs or processors(), self.watch) as workers:
            for job, outcome in workers.finished(jobs):
                if isinstance(job, Survey):
                    left -= 1
                    if not outcome.error:
                        title, questions = outcome.value
                        self.asked[job.entry] = Asked(job.entry.number, title, labels_of(job.entry, list(questions)))
                    if left == 0:
                        jobs += self.divided()
                        glances = len(self.checks)
                    continue
                if job.deciding:
                    self.done[next(i for i, check in enumerate(self.checks) if check is job)] = outcome
                else:
                    glances -= 1
                    self.seen += glanced(link for each in outcome.value or () for link in each.judged)
                while following in self.done and not glances:
                    self.progress.clear()
                    yield self.checks[following], self.done[following]
                    following += 1

    def divided(self) -> list[CheckSections]:
        """A glance and a check for what the document says under each problem, if there is a formula in it."""
        sections = outline(self.pieces, [self.asked[entry] for entry in self.entries])
        for (entry, _), group in groupby(sections, key=lambda section: (section.entry, section.problem)):
            its, about = tuple(group), None if entry is None else self.entries[entry]
            if any(piece.kind in ("formula", "elsewhere") for section in its for piece in section.pieces):
                self.checks.append(
                    CheckSections(
                        self.course, about, its, self.macros, self.path.name, self.args.seed, self.args.timeout
                    )
                )
        return [*(replace(check, deciding=False) for check in self.checks), *self.checks]

    def watch(self, busy: list[Worker]) -> None:
        slowest = min(busy, key=lambda worker: worker.deadline)
        done = f"{len(self.done)} of {len(self.checks)} problems"
        self.progress.show(slowest.task.job.name, done, slowest.claim.latex)


def labels_of(entry: Entry, labels: list[str]) -> tuple[str, ...]:
    """The labels of a problem's parts, as they are printed on the sheet."""
    return tuple(theirs for theirs, _ in entry.parts) or tuple(labels)
