"""A checked key as the results of --json; docs/keys.md tells what each of their keys means."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged
from answerkey.keys.pasted import check_of
from answerkey.keys.standings import grade_status, grounds, status
from answerkey.terminal import near, sentence


def results(section: CheckedSection, path: Path, sheet: str, number: str, problem: str) -> Iterator[dict]:
    """A result for every link and every answer, in the order of the document."""
    common = {"sheet": sheet, "problem": problem, "part": section.part, "number": number}
    for judged in section.judged:
        yield common | {
            "item": "claim", "source": source_of(path, judged.place.line, judged.place.column), "latex": judged.latex,
            "read_as": read_as(judged, section.inferred), "expected": "", "verdict": status(judged),
            "standing": judged.standing, "because": judged.verdict.because, "witness": judged.verdict.witness,
            "check": check_of(judged), "says": sentence(judged.verdict), "seconds": judged.seconds,
        }  # fmt: skip
    for graded in section.answers:
        line, column = (graded.place.line, graded.place.column) if graded.place else (section.line, 1)
        yield common | {
            "item": "answer", "source": source_of(path, line, column), "latex": graded.latex,
            "read_as": "", "expected": graded.expected, "verdict": grade_status(graded), "standing": graded.grade,
            "because": graded.verdict.because, "witness": graded.verdict.witness, "check": "",
            "says": "; ".join(grounds(graded) or [sentence(graded.verdict)]), "seconds": graded.seconds,
        }  # fmt: skip


def read_as(judged: Judged, inferred: Mapping[str, str]) -> str:
    """A formula as it was read, with what its names were taken for that nothing declares."""
    if judged.claim is None:
        return ""
    met = {node.args[0] for node in judged.claim.walk() if node.head in ("name", "term")}
    taken = ", ".join(f"{each} for {what}" for each, what in inferred.items() if each in met)
    return f"{judged.claim!r} (taken: {taken})" if taken else repr(judged.claim)


def source_of(path: Path, line: int, column: int) -> dict:
    return {"path": near(str(path)), "line": line, "column": column}
