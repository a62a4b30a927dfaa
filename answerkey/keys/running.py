"""The check of a document: a job for each problem, in workers, and the findings as they come."""

import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby
from pathlib import Path

from answerkey.documents import pieces_in
from answerkey.documents.macros import Macros, definitions
from answerkey.documents.outline import Asked, Section, outline
from answerkey.jobs import Survey, processors
from answerkey.keys.checking import CheckedSection, checked_sections
from answerkey.keys.glancing import Glance, glanced
from answerkey.keys.judging import Judge
from answerkey.running import LIMIT, Failed, Outcome, Share, Worker, Workers, described
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

    def run(self, trying, hopeless) -> Iterator[CheckedSection]:
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
        found = checked_sections(problem, sections, self.macros, self.seed, trying, hopeless, judging)
        for checked, section in zip(found, self.sections, strict=True):
            yield replace(checked, part=section.part)


class Findings:
    """The check of a document: the sheet's problems are surveyed, the document is divided among them and checked.

    How much of it can be read is known before anything is decided.  Raises DocumentError.

    Nothing of the course is imported here: its modules may be slow, or broken.
    """

    def __init__(self, path: Path, text: str, sheet: Sheet | None, course: Path, args):
        entries = sheet.entries if sheet else ()
        self.path, self.entries, self.course, self.args = path, entries, course, args
        self.pieces = pieces_in(text, path)
        self.macros = definitions(text)
        self.asked = {entry: Asked(entry.number) for entry in entries}  # where one cannot be loaded, its check tells
        self.checks: list[CheckSections] = []
        self.glances: list[CheckSections] = []
        self.found: dict[int, list[CheckedSection]] = {}  # so far, by the identity of the check or glance
        self.ended: dict[int, Outcome] = {}
        self.following = self.told = 0  # the check of which the next section is told, and how many were
        self.progress = Progress(sys.stderr)

    def run(self) -> Iterator[tuple[CheckSections, Outcome]]:
        """Each section with its check, in the order of the document, as soon as those before it are done.

        Where a check ends before all of its sections are done, its outcome says why.
        """
        surveys = [Survey(self.course, entry, self.args.timeout) for entry in self.entries]
        jobs: deque[Survey | CheckSections] = deque(surveys or self.divided())
        left = len(surveys)
        with Workers(self.args.jobs or processors(), self.watch) as workers:
            for job, said in workers.heard(jobs):
                if isinstance(job, Survey):
                    self.surveyed(job, said)
                    left -= 1
                    jobs += self.divided() if left == 0 else []
                    continue
                sections = self.found.setdefault(id(job), [])
                if not isinstance(said, Share):
                    self.ended[id(job)] = said
                elif said.number == len(sections):  # else it came before its job had to be run again
                    sections.append(said.value)
                if all(id(glance) in self.ended for glance in self.glances):
                    yield from self.next()
        self.progress.clear()

    def next(self) -> Iterator[tuple[CheckSections, Outcome]]:
        """What is known by now and follows on what was told."""
        while self.following < len(self.checks):
            check = self.checks[self.following]
            for section in self.found.get(id(check), ())[self.told :]:
                self.told += 1
                self.progress.clear()
                yield check, Outcome(section)
            if (outcome := self.ended.get(id(check))) is None:
                return
            if outcome.error:
                yield check, outcome
            self.following, self.told = self.following + 1, 0

    @property
    def seen(self) -> Counter[str]:
        """How many formulas and links there are, and how many are read."""
        sections = [section for glance in self.glances for section in self.found.get(id(glance), ())]
        return glanced(link for section in sections for link in section.judged)

    @property
    def titles(self) -> dict[str, str]:
        """The title of each of the sheet's problems, by its name."""
        return {entry.problem: asked.title for entry, asked in self.asked.items()}

    @property
    def missing(self) -> list[str]:
        """The numbers of the sheet's problems and parts of which the document has nothing that is checked."""
        there = {(check.entry, section.part) for check in self.checks for section in check.sections}
        found: list[str] = []
        for entry, asked in self.asked.items():
            lost = [label for label in asked.labels if (entry, label) not in there]
            whole = len(lost) == len(asked.labels)
            found += [entry.number] if whole else [entry.numbered(dict(entry.parts).get(each, each)) for each in lost]
        return found

    def surveyed(self, job: Survey, outcome: Outcome | Share) -> None:
        if isinstance(outcome, Outcome) and not outcome.error:
            title, questions = outcome.value
            self.asked[job.entry] = Asked(job.entry.number, title, labels_of(job.entry, list(questions)))

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
        self.glances = [replace(check, deciding=False) for check in self.checks]
        return [*self.glances, *self.checks]

    def watch(self, busy: list[Worker]) -> None:
        slowest = min(busy, key=lambda worker: worker.deadline)
        done = f"{self.following} of {len(self.checks)} problems"
        self.progress.show(slowest.task.job.name, done, slowest.claim.latex)


def labels_of(entry: Entry, labels: list[str]) -> tuple[str, ...]:
    """The labels of a problem's parts, as they are printed on the sheet."""
    return tuple(theirs for theirs, _ in entry.parts) or tuple(labels)
