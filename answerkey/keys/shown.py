"""A checked key on the terminal: its own lines with a mark in the margin, and the reason beneath those that fail."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from answerkey.keys.answering import Graded
from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged, Standing
from answerkey.keys.pasted import python_line
from answerkey.results import Status
from answerkey.results import counted as plural
from answerkey.terminal import near, paint, plain, sentence, wrapped

WORST: tuple[Standing, ...] = (
    "wrong", "conditional", "unread", "undecided", "consequence", "given", "follows", "holds", "mention"
)  # fmt: skip
MARKS: dict[Standing, str] = {
    "wrong": "✗", "conditional": "!", "unread": "?", "undecided": "?", "consequence": "↳", "given": "·",
    "follows": "✓", "holds": "✓", "mention": " ",
}  # fmt: skip
VERDICTS: dict[Standing, Status] = {
    "wrong": "refuted", "conditional": "undecided", "unread": "unread", "undecided": "undecided",
    "consequence": "refuted",
}  # fmt: skip
GRADES: dict[str, Status] = {
    "wrong": "refuted", "incomplete": "undecided", "undecided": "undecided", "not found": "undecided"
}  # fmt: skip


def status(judged: Judged) -> Status | None:
    """The verdict on a link; none on what claims nothing, or is taken as given, which nobody has proved."""
    return None if judged.standing in ("given", "mention") else VERDICTS.get(judged.standing, judged.verdict.status)


def grade_status(graded: Graded) -> Status:
    """The verdict on an answer; a right one was proved equal to the sheet's, or measured."""
    return GRADES.get(graded.grade, graded.verdict.status)


def lines_of(section: CheckedSection, source: Sequence[str], title: str) -> Iterator[str]:
    """The lines of a section that have formulas, marked, with what is wrong beneath, and how its answers stand."""
    if not section.judged and not section.answers:
        return
    yield ""
    yield paint(title, "bold")
    by_line: dict[int, list[Judged]] = {}
    for judged in section.judged:
        by_line.setdefault(judged.place.line, []).append(judged)
    for line, found in sorted(by_line.items()):
        worst = min(found, key=lambda judged: WORST.index(judged.standing))
        text = plain(source[line - 1]) if line <= len(source) else ""
        yield f"{paint(MARKS[worst.standing], status(worst) or 'dim')} {line:4}  {text}"
        for judged in found:
            if judged.standing in ("wrong", "conditional", "unread", "undecided", "consequence"):
                yield from wrapped(f"{paint(judged.standing, VERDICTS[judged.standing])}: {plain(judged.latex, 120)}")
                yield from wrapped(f"  {plain(sentence(judged.verdict))}")
            if line_of_python := check_of(judged):
                yield f"        {line_of_python}"
    for graded in section.answers:
        yield from answer_lines(graded)


def check_of(judged: Judged) -> str:
    """A line of Python that shows the sides of what is wrong, where they are numbers."""
    if judged.standing != "wrong" or judged.claim is None:
        return ""
    return python_line(judged.claim, judged.verdict.witness or {})


def answer_lines(graded: Graded) -> Iterator[str]:
    colour = grade_status(graded)
    where = f" (line {graded.place.line})" if graded.place else ""
    yield f"  answer {paint(graded.grade, colour)}{where}: {plain(graded.latex or graded.expected, 160)}"
    if graded.grade in ("wrong", "incomplete", "undecided"):
        yield from (line for why in reasons(graded) for line in wrapped(plain(why)))


def reasons(graded: Graded) -> list[str]:
    """Why an answer is not right: what the experiment shows of a wrong one is enough."""
    if graded.grade == "wrong" and graded.experiment:
        return [graded.experiment]
    return [sentence(graded.verdict), *([graded.experiment] if graded.experiment else [])]


def seen(found: Counter[str]) -> str:
    """How much of a document can be read, which is known before anything is decided."""
    return f"{found['all']} formulas and links · {found['read']} read · {found['all'] - found['read']} unread"


def counted(sections: Iterable[CheckedSection]) -> str:
    """How many formulas were read and decided, and how the answers stand."""
    sections = list(sections)
    counts: Counter[str] = Counter(judged.standing for section in sections for judged in section.judged)
    total, unread = sum(counts.values()), counts["unread"]
    decided = sum(counts[s] for s in ("holds", "follows", "wrong", "conditional", "consequence"))
    said = [f"{total} formulas and links", f"{total - unread} read", f"{decided} decided"]
    said += [f"{counts['mention']} claim nothing"] if counts["mention"] else []
    rest = ("given", "wrong", "conditional", "consequence", "undecided", "unread")
    said += [f"{counts[s]} {s}" for s in rest if counts[s]]
    grades: Counter[str] = Counter(graded.grade for section in sections for graded in section.answers)
    answers = [f"{plural(grades[g], 'answer')} {g}" for g in ("right", *GRADES) if grades[g]]
    return " · ".join(said) + "\n" + " · ".join(answers)


def results(section: CheckedSection, path: Path, sheet: str, number: str, problem: str) -> Iterator[dict]:
    """The findings as the results of --json, which also have their `standing`."""
    common = {"sheet": sheet, "problem": problem, "part": section.part, "number": number}
    for judged in section.judged:
        yield common | {
            "item": "claim", "source": source_of(path, judged.place.line, judged.place.column), "latex": judged.latex,
            "read_as": "" if judged.claim is None else repr(judged.claim), "verdict": status(judged),
            "standing": judged.standing, "because": judged.verdict.because, "witness": judged.verdict.witness,
            "check": check_of(judged),
            "says": sentence(judged.verdict), "seconds": 0.0,
        }  # fmt: skip
    for graded in section.answers:
        line, column = (graded.place.line, graded.place.column) if graded.place else (section.line, 1)
        yield common | {
            "item": "answer", "source": source_of(path, line, column), "latex": graded.latex,
            "read_as": graded.expected, "verdict": grade_status(graded), "standing": graded.grade,
            "because": graded.verdict.because, "witness": graded.verdict.witness,
            "says": graded.experiment or sentence(graded.verdict), "seconds": 0.0,
        }  # fmt: skip


def source_of(path: Path, line: int, column: int) -> dict:
    return {"path": near(str(path)), "line": line, "column": column}
