"""How the formulas and answers of a key stand, and how many stand so: what every way of showing a key has in common."""

from collections import Counter
from collections.abc import Iterable, Sequence

from answerkey.keys.answering import Graded
from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged, Standing
from answerkey.results import Status
from answerkey.results import counted as plural
from answerkey.terminal import sentence

WORST: tuple[Standing, ...] = (
    "wrong", "conditional", "unread", "undecided", "consequence", "given", "follows", "holds", "mention"
)  # fmt: skip
TOLD = frozenset(WORST[:5])  # of which a reason is given
VERDICTS: dict[Standing, Status] = {
    "wrong": "refuted", "conditional": "undecided", "unread": "unread", "undecided": "undecided",
    "consequence": "refuted",
}  # fmt: skip
GRADES: dict[str, Status] = {
    "wrong": "refuted", "incomplete": "undecided", "undecided": "undecided", "not found": "undecided"
}  # fmt: skip
DECIDED: dict[str, tuple[Standing, ...]] = {
    "right": ("holds", "follows"),
    "wrong": ("wrong",),
    "on a condition that nobody states": ("conditional",),
    "carrying an error on": ("consequence",),
}
NOT_DECIDED: dict[str, Standing] = {"given": "given", "claim nothing": "mention"}


def status(judged: Judged) -> Status | None:
    """The verdict on a link; none on what claims nothing, or is taken as given, which nobody has proved."""
    return None if judged.standing in ("given", "mention") else VERDICTS.get(judged.standing, judged.verdict.status)


def grade_status(graded: Graded) -> Status:
    """The verdict on an answer; a right one was proved equal to the sheet's, or measured."""
    return GRADES.get(graded.grade, graded.verdict.status)


def grounds(graded: Graded) -> list[str]:
    """Why an answer is not right: what the experiment shows of a wrong one is enough."""
    if graded.grade in ("right", "not found"):
        return []
    if graded.grade == "wrong" and graded.experiment:
        return [graded.experiment]
    return [sentence(graded.verdict), *([graded.experiment] if graded.experiment else [])]


def worst(found: Iterable[Judged]) -> Judged:
    return min(found, key=lambda judged: WORST.index(judged.standing))


def seen(found: Counter[str]) -> str:
    """How much of a document can be read, which is known before anything is decided."""
    return f"{plural(found['all'], 'formula')} · {found['read']} read · {found['all'] - found['read']} unread"


def counted(sections: Sequence[CheckedSection]) -> list[str]:
    """How many formulas were read and decided, and how; and how the answers stand."""
    counts: Counter[str] = Counter(judged.standing for section in sections for judged in section.judged)
    sums = {said: sum(counts[s] for s in standings) for said, standings in DECIDED.items()}
    total, decided, unread = sum(counts.values()), sum(sums.values()), counts["unread"]
    lines = [
        f"{plural(total, 'formula')} · {total - unread} read · {decided} decided · {counts['undecided']} undecided"
        f" · {unread} unread"
    ]
    rest = {said: counts[standing] for said, standing in NOT_DECIDED.items()}
    headed = {"decided": listed(sums), "not to be decided": listed(rest)}
    lines += [" · ".join(f"{head}: {said}" for head, said in headed.items() if said)] if total else []
    grades: Counter[str] = Counter(graded.grade for section in sections for graded in section.answers)
    if grades:
        lines.append(f"{plural(grades.total(), 'answer')}: {listed({g: grades[g] for g in ('right', *GRADES)})}")
    return lines


def listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {said}" for said, number in counts.items() if number)
