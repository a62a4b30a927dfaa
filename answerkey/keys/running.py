"""The check of a document: a job for each problem, in workers, and the findings as they come."""

import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path

from answerkey.documents import pieces_of
from answerkey.documents.macros import Macros, definitions
from answerkey.documents.outline import Section, outline
from answerkey.jobs import processors
from answerkey.keys.checking import CheckedSection, check_problem
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

    @property
    def name(self) -> str:
        return f"{self.document}:{self.sections[0].line}"

    def prepare(self) -> None:
        import answerkey.keys.checking  # noqa: F401

    def can_skip(self, key: str) -> bool:
        return key.isdecimal() or key == "answers"

    def run(self, trying, hopeless) -> list[CheckedSection]:
        problem = None
        if self.entry is not None:
            trying("import", self.entry.problem, "")
            if str(self.course.parent) not in sys.path:
                sys.path.insert(0, str(self.course.parent))
            try:
                problem = import_module(f"{self.course.name}.{self.entry.problem}").problem
            except BaseException as error:
                raise Failed(f"{self.entry.problem}: {described(error, str(self.course))}") from None
        return check_problem(problem, self.sections, self.macros, self.seed, trying, hopeless)


def labels_of(course: Path, sheet: Sheet) -> dict[str, list[str]]:
    """The labels of a sheet's parts by the number of their problem, as they are printed there."""
    found: dict[str, list[str]] = {}
    for entry in sheet.entries:
        try:
            problem = import_module(f"{course.name}.{entry.problem}").problem
        except Exception:  # said by the job that needs it
            continue
        labels = [theirs for theirs, _ in entry.parts] or [part.label for part in problem.parts]
        found.setdefault(entry.number, []).extend(labels)
    return found


def findings(path: Path, sheet: Sheet | None, course: Path, args) -> Iterator[tuple[CheckSections, Outcome]]:
    """What is found out of each problem in a document, in its order; raises DocumentError."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    labels = labels_of(course, sheet) if sheet else {}
    entries = {entry.number: entry for entry in reversed(sheet.entries)} if sheet else {}
    macros = definitions(text)
    jobs = []
    for number, sections in groupby(outline(pieces_of(path), labels), key=lambda section: section.problem):
        group = tuple(sections)
        if any(piece.kind == "formula" for section in group for piece in (*section.asked, *section.answered)):
            jobs.append(CheckSections(course, entries.get(number), group, macros, path.name, args.seed, args.timeout))
    yield from in_order(jobs, args)


def in_order(jobs: list[CheckSections], args) -> Iterator[tuple[CheckSections, Outcome]]:
    """Each job with its outcome, in their order, as soon as those before it are done."""
    progress, done = Progress(sys.stderr), dict[int, Outcome]()

    def watch(busy: list[Worker]) -> None:
        slowest = min(busy, key=lambda worker: worker.deadline)
        progress.show(slowest.task.job.name, f"{len(done)} of {len(jobs)} problems", slowest.claim.latex)

    waiting = deque(range(len(jobs)))
    places = {id(job): i for i, job in enumerate(jobs)}
    with Workers(args.jobs or processors(), watch) as workers:
        for job, outcome in workers.finished(deque(jobs)):
            done[places[id(job)]] = outcome
            while waiting and waiting[0] in done:
                progress.clear()
                i = waiting.popleft()
                yield jobs[i], done[i]
