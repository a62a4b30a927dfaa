"""The sheets of a course: which problems, in which order, under which numbers; and what a request names of them.

A course is a folder of derivations, one module a problem, with a folder `sheets` of TOML files beside them.
"""

import os
import re
import sys
import tomllib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from answerkey.results import Place, Result
from answerkey.running import LIMIT, Failed, Outcome, Trying, Worker, Workers, described
from answerkey.terminal import Progress, RequestError, near

DERIVATIONS = Path(__file__).resolve().parents[1] / "derivations"
WITH_PART = re.compile(r"(?P<problem>[^/()]+)(?:/(?P<slash>[^/()]+)|\((?P<round>[^/()]+)\))?")


@dataclass(frozen=True)
class Entry:
    """A problem on a sheet; `number` is the one printed there."""

    sheet: str
    number: str
    problem: str  # the name of its module

    def numbered(self, label: str) -> str:
        """The number of one of its parts: 1(a)."""
        return f"{self.number}({label})" if label else self.number

    def named(self, label: str) -> str:
        """The name of one of its parts: learning_rate(a)."""
        return f"{self.problem}({label})" if label else self.problem


@dataclass(frozen=True)
class Sheet:
    """A homework sheet; `flaw` says why its file could not be used, and is empty where it could."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    flaw: str = ""


Chosen = dict[Entry, set[str] | None]  # the labels wanted of each problem; None for all of them


def load(course: Path) -> list[Sheet]:
    """The sheets of the course, by id; raises RequestError where it has none."""
    sheets = [load_sheet(path) for path in sorted((course / "sheets").glob("*.toml"))]
    if not sheets:
        raise RequestError(f"there are no sheets in {course / 'sheets'}")
    return sheets


def load_sheet(path: Path) -> Sheet:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = tuple(entry(path.stem, problem) for problem in listed(found))
    except (OSError, ValueError, RecursionError) as error:
        return Sheet(path.stem, path.stem, (), f"{path}: {str(error) or type(error).__name__}")
    for what in ("number", "problem"):
        values = [getattr(e, what) for e in entries]
        if twice := next((v for v in values if values.count(v) > 1), None):
            return Sheet(path.stem, path.stem, (), f"{path}: the {what} {twice} occurs twice")
    return Sheet(path.stem, str(found.get("title", path.stem)), entries)


def listed(found: dict) -> list:
    problems = found.get("problem")
    if not isinstance(problems, list) or not problems:
        raise ValueError("the sheet lists no problems; each begins with [[problem]]")
    return problems


def entry(sheet: str, problem) -> Entry:
    if not isinstance(problem, dict) or problem.keys() != {"number", "module"}:
        raise ValueError("a [[problem]] has a number and a module, and nothing else")
    if not str(problem["module"]).isidentifier():
        raise ValueError(f"{problem['module']!r} is not the name of a module")
    return Entry(sheet, str(problem["number"]), problem["module"])


# -- what a request names


def choose(course: Path, sheets: Sequence[Sheet], wanted: Sequence[str], only: str | None) -> tuple[Chosen, list[str]]:
    """The problems and parts that `wanted` names, in the order of the sheets, and a line for each name without one.

    A name is a sheet, a problem, a part such as `learning_rate/a`, or, on the sheet `only`, a number such as `1(a)`.
    Nothing wanted means everything.  Raises RequestError if there is no sheet `only`.
    """
    if only is not None:
        sheets = [sheet_called(only, sheets)]
    complaints = [sheet.flaw for sheet in sheets if sheet.flaw and (only or not wanted or sheet.id in wanted)]
    found: list[tuple[Entry, str | None]] = [] if wanted else [(e, None) for s in sheets for e in s.entries]
    for name in wanted:
        try:
            found += named(name, sheets, course, numbered=only is not None)
        except RequestError as error:
            complaints.append(str(error))
    return in_order(found, sheets), complaints


def sheet_called(name: str, sheets: Sequence[Sheet]) -> Sheet:
    for sheet in sheets:
        if sheet.id == name:
            return sheet
    raise RequestError(f"there is no sheet {name!r}{suggestion(name, [sheet.id for sheet in sheets])}")


def named(name: str, sheets: Sequence[Sheet], course: Path, numbered: bool) -> list[tuple[Entry, str | None]]:
    """What `name` means: problems, each with a label or None for all its parts; raises RequestError."""
    if Path(name).suffix in (".md", ".tex"):
        raise RequestError(f"{name}: checking documents is not in this version")
    for sheet in sheets:
        if sheet.id == name:
            return [(e, None) for e in sheet.entries]
    entries = [e for sheet in sheets for e in sheet.entries]
    if match := WITH_PART.fullmatch(name.strip()):
        label = match["slash"] or match["round"]
        for e in entries:
            if match["problem"] == e.problem or (numbered and match["problem"] == e.number):
                return [(e, label)]
    raise RequestError(unknown(name, match and match["problem"], sheets, course, numbered))


def unknown(name: str, problem: str | None, sheets: Sequence[Sheet], course: Path, numbered: bool) -> str:
    if problem and problem.isdecimal() and not numbered:
        return f"{name!r} is a number on which sheet? Add --sheet"
    if problem and problem.isidentifier() and (course / f"{problem}.py").is_file():
        where = f"the sheet {sheets[0].id}" if len(sheets) == 1 else f"any sheet in {course / 'sheets'}"
        return f"the problem {problem!r} is not on {where}"
    known = [sheet.id for sheet in sheets] + [e.problem for sheet in sheets for e in sheet.entries]
    return f"there is no sheet, problem or part {name!r}{suggestion(problem or name, known)}"


def in_order(found: Iterable[tuple[Entry, str | None]], sheets: Sequence[Sheet]) -> Chosen:
    """Everything found, once; a problem wanted whole and in part is wanted whole."""
    chosen: Chosen = {}
    labels: dict[Entry, list[str | None]] = {}
    for e, label in found:
        labels.setdefault(e, []).append(label)
    for sheet in sheets:
        for e in sheet.entries:
            if e in labels:
                chosen[e] = None if None in labels[e] else {label for label in labels[e] if label is not None}
    return chosen


def labels_chosen(e: Entry, wanted: set[str] | None, labels: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those of a problem's `labels` that are wanted, and a line for each wanted one that it does not have."""
    complaints = []
    for label in sorted(wanted or ()):
        if label not in labels:
            has = f"its parts are {', '.join(labels)}" if any(labels) else "it has a single part"
            complaints.append(f"{e.problem} has no part {label!r} ({has})")
    return [label for label in labels if wanted is None or label in wanted], complaints


def suggestion(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1, 0.5)
    return f" (did you mean {close[0]}?)" if close else f" (there are: {', '.join(dict.fromkeys(known))})"


# -- what may be done with a problem and its parts


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
    """The kind of a part's answer, found by running its derivation to the end without deciding anything."""

    def run(self, trying, hopeless):
        from answerkey.answers import Answer

        derivation = self.part(trying).derivation
        trying("derivation", f"{self.path}:{derivation.__code__.co_firstlineno}", "")
        try:
            answer = returned(derivation())
        except Exception as error:
            raise Failed(f"{self.name}: {described(error, str(self.course))}") from None
        if not isinstance(answer, Answer):
            raise Failed(f"{self.name}: the derivation returns no answer")
        return type(answer).__name__


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
            with_preamble=self.with_preamble, trying=trying, hopeless=hopeless, limit=f"{self.limit:g}",
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
