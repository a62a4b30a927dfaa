"""What a worker process may do with a problem and its parts: survey it, find the kinds of its answers, check it."""

import os
import re
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
            self.entry.problem, self.label, "answer", place, "", "", "undecided", because, None,
            f"undecided: {because}", 0.0,
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

    def placed(self, value, entry: Entry, is_first: bool):
        """The answer to the job, as it stands on the sheet of `entry`."""
        return value

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
            part, self.entry.problem, seed=self.seed, with_preamble=self.with_preamble, trying=trying,
            hopeless=hopeless,
        )  # fmt: skip
        try:
            return check.run()
        except Broken as error:
            raise Failed(str(error)) from None

    def placed(self, value, entry, is_first):
        return value.placed(entry.number, entry.marker(self.label), is_first)


@dataclass
class Findings:
    """What came of the chosen parts: titles and questions by problem, and outcomes in the order of the sheets."""

    surveys: dict[Entry, tuple[str, dict[str, str]]] = field(default_factory=dict)
    outcomes: list[tuple[Survey, Outcome]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: int = 0

    def in_order(self, chosen: Chosen) -> "Findings":
        problems = {entry: i for i, entry in enumerate(chosen)}
        labels = {entry: entry.listed(list(questions)) for entry, (_, questions) in self.surveys.items()}
        self.outcomes.sort(key=lambda o: (problems[o[0].entry], labels.get(o[0].entry, [""]).index(o[0].label)))
        self.complaints += dict.fromkeys(outcome.error for _, outcome in self.outcomes if outcome.error)
        return self


@dataclass
class Shared:
    """A problem that one or more sheets have: their entries, and which of those want each of its parts."""

    entries: list[Entry]
    wanting: dict[str, list[Entry]] = field(default_factory=dict)
    first: dict[Entry, str] = field(default_factory=dict)  # the first part that an entry wants

    def survey(self, labels: list[str], chosen: Chosen) -> list[str]:
        """Learn what parts there are; a line for each that is wanted and is not there."""
        complaints = []
        for entry in self.entries:
            wanted, unknown = labels_chosen(entry, chosen[entry], labels)
            complaints += unknown
            if wanted:
                self.first[entry] = wanted[0]
            for label in wanted:
                self.wanting.setdefault(label, []).append(entry)
        return complaints


def examine(course: Path, chosen: Chosen, job_of: Callable[[Entry, str, bool], PartJob], args) -> Findings:
    """Do the job `job_of(entry, label, is_first)` for each chosen part, in worker processes.

    A part that several sheets have is done once, and its outcome is given to each of them.
    """
    found, progress = Findings(), Progress(sys.stderr)
    problems: dict[str, Shared] = {}
    for entry in chosen:
        problems.setdefault(entry.problem, Shared([])).entries.append(entry)

    def watch(busy: list[Worker]) -> None:
        slowest = min(busy, key=lambda worker: worker.deadline)
        done = f"{len(found.outcomes)} of {found.expected} parts"
        progress.show(slowest.task.job.name, done, slowest.claim.latex)

    jobs: deque[Survey] = deque(Survey(course, shared.entries[0], args.timeout) for shared in problems.values())
    try:
        with Workers(args.jobs or processors(), watch) as workers:
            for job, outcome in workers.finished(jobs):
                shared = problems[job.entry.problem]
                if isinstance(job, PartJob):
                    found.outcomes += [placed(job, outcome, entry, shared) for entry in shared.wanting[job.label]]
                elif outcome.error:
                    found.outcomes += [(replace(job, entry=entry), outcome) for entry in shared.entries]
                else:
                    found.surveys |= dict.fromkeys(shared.entries, outcome.value)
                    found.complaints += shared.survey(list(outcome.value[1]), chosen)
                    found.expected += sum(map(len, shared.wanting.values()))
                    firsts = set(shared.first.values())
                    jobs.extend(job_of(job.entry, label, label in firsts) for label in shared.wanting)
    finally:
        progress.clear()
    return found.in_order(chosen)


def placed(job: PartJob, outcome: Outcome, entry: Entry, shared: Shared) -> tuple[PartJob, Outcome]:
    """The outcome of a job as that of `entry`."""
    if not outcome.error:
        outcome = Outcome(job.placed(outcome.value, entry, shared.first[entry] == job.label))
    return replace(job, entry=entry), outcome


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
