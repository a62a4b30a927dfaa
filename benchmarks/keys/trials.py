"""A key is checked as the command would, and what was found is compared with what should be."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from answerkey.documents import latex, markdown
from answerkey.documents.macros import definitions
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import CheckedSection, check_problem
from answerkey.keys.judging import Judged
from benchmarks.keys.bases import Key
from benchmarks.keys.others import named
from benchmarks.keys.planting import MARK, errors
from benchmarks.keys.printing import FLAVOURS, Flavour, exam, is_lettered, printed
from benchmarks.keys.rewriting import rewrite

ALARMS = ("wrong", "consequence")
CALLED = ("wrong", "consequence", "conditional", "incomplete")  # what an error may be called, the plainest first
PARTS = 2  # of a key that are rewritten at a time


@dataclass(frozen=True)
class Trial:
    """A key in one flavour, as it was printed and checked."""

    key: Key
    flavour: Flavour
    text: str
    sections: list[CheckedSection]

    @property
    def alarms(self) -> list[tuple[int, str, str]]:
        """The line, the formula and the reason of whatever was called wrong."""
        return self.standing(*ALARMS) + self.graded("wrong")

    @property
    def conditions(self) -> list[tuple[int, str, str]]:
        """The same of what holds only on a condition that the key does not state."""
        return self.standing("conditional")

    def standing(self, *standings: str) -> list[tuple[int, str, str]]:
        judged = (judged for section in self.sections for judged in section.judged if judged.standing in standings)
        return [(j.place.line, j.latex, f"{j.standing}: {j.verdict.because}") for j in judged]

    @property
    def formulas(self) -> int:
        return sum(len(section.judged) for section in self.sections)

    def at(self, line: int) -> list[Judged]:
        """What was judged at a line."""
        return [judged for section in self.sections for judged in section.judged if judged.place.line == line]

    def graded(self, *grades: str) -> list[tuple[int, str, str]]:
        """The line, the formula and the reason of every answer with one of these grades."""
        return [
            (g.place.line if g.place else section.line, g.latex or g.expected, f"{g.grade}: {g.verdict.because}")
            for section in self.sections
            for g in section.answers
            if g.grade in grades
        ]


def checked(key: Key, flavour: Flavour, text: str | None = None, whole: Key | None = None) -> Trial:
    """What the checker says of a key, printed, or of the text that it was printed as; it may be a part of a whole."""
    text = printed(key, flavour) if text is None else text
    pieces = (latex if flavour.suffix == ".tex" else markdown).pieces(text)
    asked = [Asked("1", key.title, tuple(part.label for part in (whole or key).parts))] if key.sheet else []
    sections = [section for section in outline(pieces, asked) if section.entry == 0 or not key.sheet]
    problem = key.problem if key.sheet else None
    return Trial(key, flavour, text, check_problem(problem, sections, definitions(text)))


@dataclass(frozen=True)
class Result:
    """Whether a rewritten key raised no alarm, or the error in one was found; `details` tell where not."""

    name: str
    index: int
    flavour: str
    planted: str  # the kind of error, or ""
    good: bool
    formulas: int
    how: str = ""  # what an error was called at its line
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = f"{self.planted} not found" if self.planted else "alarm"
        return "\n    ".join([f"{self.name} {self.index}, {self.flavour}: {what}", *self.details])


def flavours(key: Key) -> list[Flavour]:
    """Those in which a key can be printed: the exam class numbers its parts itself."""
    return [flavour for flavour in FLAVOURS if flavour.page is not exam or is_lettered(key)]


def rewrites(name: str, count: int, seed: int) -> list[Result]:
    """Two parts of a key at a time, rewritten so many times in flavours that change."""
    key, found = named(name), []
    for index in range(count):
        rng = Random(f"{name} {index} {seed}")
        at = rng.randrange(len(key.parts))
        some = replace(key, parts=key.parts[at : at + PARTS])
        trial = checked(rewrite(some, rng), rng.choice(flavours(some)), whole=key)
        details = tuple(f"{line}: {latex}: {why}" for line, latex, why in trial.alarms + trial.conditions)
        found.append(Result(name, index, trial.flavour.name, "", not details, trial.formulas, "", details))
    return found


def shares(names: Sequence[str], count: int, seed: int) -> Counter[str]:
    """How many errors to plant in each key, in turn as long as it has places, so that there are as many in all."""
    waiting = deque((name, errors(named(name), Random(f"{name} {seed}"))) for name in names)
    found: Counter[str] = Counter()
    while waiting and found.total() < count:
        name, left = waiting.popleft()
        if next(left, None) is not None:
            found[name] += 1
            waiting.append((name, left))
    return found


def planted(name: str, count: int, seed: int) -> list[Result]:
    """A key with so many errors, one at a time, of every kind that it can have in turn."""
    key, found = named(name), []
    for index, error in enumerate(islice(errors(key, Random(f"{name} {seed}")), count)):
        flavour = Random(f"{name} {index} {seed}").choice(flavours(error.key))
        text = printed(error.key, flavour)
        at = text[: text.index(MARK)].count("\n") + 1
        trial = checked(error.key, flavour, text.replace(MARK, ""), key)
        noticed = trial.alarms + trial.conditions + trial.graded("incomplete")
        called = [why.partition(":")[0] for line, _, why in noticed if line == at]
        how = next((what for what in CALLED if what in called), "")
        said = (f"{line}: {latex}: {why}" for line, latex, why in noticed)
        stood = (f"{j.standing}: {j.latex}: {j.verdict.because}" for j in trial.at(at))
        details = () if how else (f"{error.before}  ->  {error.after} at {at}", *stood, *said)
        found.append(Result(name, index, flavour.name, error.kind, bool(how), trial.formulas, how, details))
    return found
