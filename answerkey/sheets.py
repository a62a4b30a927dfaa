"""The sheets of a course: which problems, in which order, under which numbers; and what a request names of them.

A course is a folder of derivations, one module a problem, with a folder `sheets` of TOML files beside them.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from answerkey.results import Process
from answerkey.terminal import RequestError

DERIVATIONS = Path(__file__).resolve().parents[1] / "derivations"
RUNS = re.compile(r"\d+|\D+")
WITH_PART = re.compile(r"(?P<problem>[^/()]+)(?:/(?P<slash>[^/()]+)|\((?P<round>[^/()]+)\))?")


@dataclass(frozen=True)
class Entry:
    """A problem on a sheet; `number` is the one printed there."""

    sheet: str
    number: str
    problem: str  # the name of its module
    parts: tuple[tuple[str, str], ...] = ()  # the sheet's label and the module's of each part, where they differ

    def numbered(self, label: str) -> str:
        """The number of one of its parts: 1(a)."""
        return self.number + self.marker(label)

    def marker(self, label: str) -> str:
        """What follows the problem's number on the sheet: (a) for the part `a`, .2(a) for `2a`."""
        printed = next((theirs for theirs, ours in self.parts if ours == label), label)
        return "".join(f"({run})" if run.isalpha() else f".{run}" for run in RUNS.findall(printed))

    def listed(self, labels: Sequence[str]) -> list[str]:
        """Those of the module's labels that are on the sheet."""
        return [ours for _, ours in self.parts] or [*labels]

    def label_of(self, number: str) -> str | None:
        """The part that is printed with this number, "" for the problem; None if that is no number of this problem."""
        if not number.startswith(self.number):
            return None
        printed = re.sub(r"[().]", "", number.removeprefix(self.number))
        label = dict(self.parts).get(printed, printed)
        return label if self.numbered(label) == number else None

    def named(self, label: str) -> str:
        """The name of one of its parts: learning_rate(a)."""
        return f"{self.problem}({label})" if label else self.problem


@dataclass(frozen=True)
class Sheet:
    """A homework sheet; `flaw` says why its file could not be used, and is empty where it could."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    process: tuple[Process, ...] = ()
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
        process = tuple(map(process_of, found.get("process", [])))
    except (OSError, ValueError, RecursionError) as error:
        return Sheet(path.stem, path.stem, (), flaw=f"{path}: {str(error) or type(error).__name__}")
    modules = [e.problem for e in entries]
    if twice := next((module for module in modules if modules.count(module) > 1), None):
        return Sheet(path.stem, path.stem, (), flaw=f"{path}: the problem {twice} occurs twice")
    return Sheet(path.stem, str(found.get("title", path.stem)), entries, process)


def listed(found: dict) -> list:
    problems = found.get("problem")
    if not isinstance(problems, list) or not problems:
        raise ValueError("the sheet lists no problems; each begins with [[problem]]")
    return problems


def entry(sheet: str, problem) -> Entry:
    if not isinstance(problem, dict) or problem.keys() - {"parts"} != {"number", "module"}:
        raise ValueError("a [[problem]] has a number and a module, may have parts, and has nothing else")
    if not str(problem["module"]).isidentifier():
        raise ValueError(f"{problem['module']!r} is not the name of a module")
    parts = problem.get("parts", {})
    if not isinstance(parts, dict) or not all(isinstance(part, str) for part in parts.values()):
        raise ValueError('the parts of a [[problem]] are a table such as { a = "a", b = "d" }')
    return Entry(sheet, str(problem["number"]), problem["module"], tuple(parts.items()))


def process_of(asked) -> Process:
    """Questions about how the homework was done; raises ValueError."""
    questions = asked.get("questions") if isinstance(asked, dict) else None
    if not isinstance(questions, list) or asked.keys() != {"number", "title", "questions"}:
        raise ValueError("a [[process]] has a number, a title and a list of questions, and nothing else")
    return Process(str(asked["number"]), str(asked["title"]), tuple(map(str, questions)))


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
    for sheet in sheets:
        if sheet.id == name:
            return [(e, None) for e in sheet.entries]
    entries = [e for sheet in sheets for e in sheet.entries]
    numbered_so = [(e, label) for e in entries if numbered and (label := e.label_of(name.strip())) is not None]
    if len(numbered_so) > 1:
        raise RequestError(f"{name!r} may be {' or '.join(e.named(label) for e, label in numbered_so)}")
    if numbered_so:
        ((e, label),) = numbered_so
        return [(e, label or None)]
    if match := WITH_PART.fullmatch(name.strip()):
        label = match["slash"] or match["round"]
        for e in entries:
            if match["problem"] == e.problem:
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
    complaints, listed = [], e.listed(labels)
    for label in sorted({*(wanted or ()), *listed} - {*labels}):
        has = f"its parts are {', '.join(labels)}" if any(labels) else "it has a single part"
        complaints.append(f"{e.problem} has no part {label!r} ({has})")
    return [label for label in listed if label in labels and (wanted is None or label in wanted)], complaints


def suggestion(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1, 0.5)
    return f" (did you mean {close[0]}?)" if close else f" (there are: {', '.join(dict.fromkeys(known))})"
