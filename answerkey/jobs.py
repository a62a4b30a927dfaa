"""What a worker process may do with a problem and its parts: survey it, find the kinds of its answers, check it."""

import os
import re
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from answerkey.results import Place, Result
from answerkey.running import LIMIT, Failed, Outcome, Trying, Worker, Workers, described
from answerkey.sheets import Chosen, Entry, labels_chosen
from answerkey.terminal import Progress, near


@dataclass(frozen=True)
class Survey:
    """What a problem's module holds: the title, and the question of each part by its label."""

    course: Path
    entry: Entry
    limit: float = LIMIT
    label: str = ""

    @property
    def name(self) -> str:
        return self.entry.named(self.label)

    @property
    def path(self) -> Path:
        return self.course / f"{self.entry.problem}.py"

    def prepare(self) -> None:
        import answerkey.checking  # noqa: F401

    def can_skip(self, key: str) -> bool:
        return key.isdecimal()  # the numbered claims of a part; not its import, nor its derivation

    def not_done(self, error: str) -> Result:
        """That something could not be checked is a result too."""
        found = re.search(rf"{re.escape(str(self.path))}:(\d+)", error)
        place, because = Place(str(self.path), int(found[1]) if found else 1), f"could not be checked: {near(error)}"
        return Result(
            self.entry.sheet, self.entry.problem, self.label, self.entry.numbered(self.label), "answer", place, "", "",
            "undecided", because, None, f"undecided: {because}", 0.0,
        )  # fmt: skip

    def run(self, trying, hopeless):
        problem = self.problem(trying)
        return problem.title, {part.label: part.statement for part in problem.parts}

    def problem(self, trying: Trying):
        """The problem that the module defines; raises Failed."""
        from answerkey.problem import Problem

        if not self.path.is_file():
            raise Failed(f"{self.name}: there is no file {self.path}")
        trying("import", f"{self.path}:1", "")
        if str(self.course.parent) not in sys.path:
            sys.path.insert(0, str(self.course.parent))
        try:
            module = import_module(f"{self.course.name}.{self.entry.problem}")
        except BaseException as error:
            raise Failed(f"{self.name}: {described(error, str(self.course))}") from None
        found = getattr(module, "problem", None)
        if not isinstance(found, Problem) or not found.parts:
            raise Failed(f"{self.name}: {self.path}:1: the module defines no `problem` with parts")
        if not isinstance(found.doc, str) or not found.doc.strip():
            raise Failed(f"{self.name}: {self.path}:1: the problem has no title and statement")
        labels = [part.label for part in found.parts]
        if twice := next((label for label in labels if labels.count(label) > 1), None):
            raise Failed(f"{self.name}: {self.path}:1: the part {twice!r} is defined twice")
        return found


@dataclass(frozen=True)
class PartJob(Survey):
    """Something to do with one part of a problem."""

    def part(self, trying: Trying):
        return next(part for part in self.problem(trying).parts if part.label == self.label)


@dataclass(frozen=True)
class FindKind(PartJob):
    """The kinds of a part's answers, found by running its derivation to the end without deciding anything."""

    def run(self, trying, hopeless):
        from answerkey.answers import Answer

        derivation = self.part(trying).derivation
        trying("derivation", f"{self.path}:{derivation.__code__.co_firstlineno}", "")
        try:
            value = returned(derivation())
        except Exception as error:
            raise Failed(f"{self.name}: {described(error, str(self.course))}") from None
        answers = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(answer, Answer) for answer in answers):
            raise Failed(f"{self.name}: the derivation returns no answer")
        return ", ".join(dict.fromkeys(type(answer).__name__ for answer in answers))


def returned(generator):
    """What a generator returns at its end."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


@dataclass(frozen=True)
class CheckPart(PartJob):
    """The check of one part, with everything that was found."""

    seed: int = 0
    with_preamble: bool = True

    def run(self, trying, hopeless):
        from answerkey.checking import Broken, Check

        part = self.part(trying)
        check = Check(
            part, self.entry.sheet, self.entry.problem, self.entry.numbered(self.label), seed=self.seed,
            with_preamble=self.with_preamble, trying=trying, hopeless=hopeless,
        )  # fmt: skip
        try:
            return check.run()
        except Broken as error:
            raise Failed(str(error)) from None


@dataclass
class Findings:
    """What came of the chosen parts: titles and questions by problem, and outcomes in the order of the sheets."""

    surveys: dict[Entry, tuple[str, dict[str, str]]] = field(default_factory=dict)
    outcomes: list[tuple[Survey, Outcome]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: int = 0

    def in_order(self, chosen: Chosen) -> "Findings":
        problems = {entry: i for i, entry in enumerate(chosen)}
        labels = {entry: list(questions) for entry, (_, questions) in self.surveys.items()}
        self.outcomes.sort(key=lambda o: (problems[o[0].entry], labels.get(o[0].entry, [""]).index(o[0].label)))
        self.complaints += [outcome.error for _, outcome in self.outcomes if outcome.error]
        return self


def examine(course: Path, chosen: Chosen, job_of: Callable[[Entry, str, bool], PartJob], args) -> Findings:
    """Do the job `job_of(entry, label, is_first)` for each chosen part, in worker processes."""
    found, progress = Findings(), Progress(sys.stderr)

    def watch(busy: list[Worker]) -> None:
        slowest = min(busy, key=lambda worker: worker.deadline)
        done = f"{len(found.outcomes)} of {found.expected} parts"
        progress.show(slowest.task.job.name, done, slowest.claim.latex)

    jobs: deque[Survey] = deque(Survey(course, entry, args.timeout) for entry in chosen)
    try:
        with Workers(args.jobs or processors(), watch) as workers:
            for job, outcome in workers.finished(jobs):
                if isinstance(job, PartJob) or outcome.error:
                    found.outcomes.append((job, outcome))
                    continue
                found.surveys[job.entry] = outcome.value
                labels, unknown = labels_chosen(job.entry, chosen[job.entry], list(outcome.value[1]))
                found.complaints += unknown
                found.expected += len(labels)
                jobs.extend(job_of(job.entry, label, label == labels[0]) for label in labels)
    finally:
        progress.clear()
    return found.in_order(chosen)


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
