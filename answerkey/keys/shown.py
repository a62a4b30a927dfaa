"""A checked key on the terminal: its own lines with a mark in the margin, and the reason beneath those that fail."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from answerkey.keys.answering import Graded
from answerkey.keys.checking import CheckedSection
from answerkey.keys.judging import Judged, Standing
from answerkey.keys.pasted import check_of
from answerkey.keys.standings import TOLD, VERDICTS, grade_status, grounds, status, worst
from answerkey.sheets import Sheet
from answerkey.terminal import SET_IN, paint, plain, sentence, wrapped

MARKS: dict[Standing, str] = {
    "holds": "✓", "follows": "✓", "given": "·", "wrong": "✗", "consequence": "↳", "conditional": "!",
    "undecided": "?", "unread": "?", "mention": " ",
}  # fmt: skip
MEANINGS = {
    "✓": "holds, or follows from what stands before it", "·": "given: a definition or a condition", "✗": "wrong",
    "↳": "carries an error on", "!": "holds on a condition that nobody states", "?": "undecided or unread",
}  # fmt: skip
LONG = 240  # characters of a line from which only what stands around its formulas is shown
BEFORE, AFTER = 60, 30  # characters that are shown around a formula
MOST = 1500  # characters of a formula that are shown
MARGIN = " " * 8
ADVICE = (
    r"unread: say in the key what a name stands for (let $\hat{w} = V^T w$, where $x \in \mathbb{R}^n$), or add that to"
    " the notation of the problem (docs/keys.md)"
)


def heading(path: Path, sheet: Sheet | None) -> str:
    """What is checked, and against which sheet."""
    if sheet is None:
        return f"{paint(str(path), 'bold')} by itself, as no --sheet was named: none of its answers is compared"
    return f"{paint(str(path), 'bold')} against {sheet.id}: {sheet.title}"


def title_of(number: str, problem: str, sheet: Sheet | None) -> str:
    if not number:
        return "before the first problem"
    return f"{number}  {problem or ('(not on the sheet)' if sheet else '')}".rstrip()


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
        text = source[line - 1] if line <= len(source) else ""
        first = worst(found)
        mark = MARKS[first.standing]
        shown = wrapped(plain(excerpt(text, found), MOST), f"{mark} {line:4}  ", MARGIN)
        yield from (paint(mark, status(first) or "dim") + shown[0][1:], *shown[1:])
        for judged in found:
            if judged.standing in TOLD:
                yield from reason(
                    judged, alone=len(found) == 1 and "".join(judged.latex.split()) in "".join(text.split())
                )
    for graded in section.answers:
        yield from answer_lines(graded)
    if section.inferred:
        yield from wrapped(f"  {taken_for(section.inferred)}", "", SET_IN)


def taken_for(inferred: Mapping[str, str]) -> str:
    """What names were taken for that nothing declares."""
    names: dict[str, list[str]] = {}
    for name, what in inferred.items():
        names.setdefault(what, []).append(name)
    return "taken: " + "; ".join(f"{', '.join(each)} for {what}" for what, each in names.items())


def excerpt(line: str, found: Iterable[Judged]) -> str:
    """A line of the key; of a long one, what stands around those of its formulas that matter most."""
    found = list(found)
    if len(line) <= LONG:
        return line
    told = [judged for judged in found if judged.standing in TOLD]
    shown = told or [judged for judged in found if judged.standing != "mention"] or found
    text, end = "", 0
    for first, last in sorted(map(extent, shown)):
        begin = max(end, words_before(line, first))
        stop = min(len(line), max(end, last + AFTER))
        text += ("" if begin == end else " … ") + line[begin:stop]
        end = stop
    return text + ("" if end == len(line) else " …")


def extent(judged: Judged) -> tuple[int, int]:
    """Where in its line a formula begins and ends; of one that fills lines, where its link stands."""
    place, piece = judged.place, judged.place.piece
    if piece is not None and piece.line == place.line and len(piece.text) < LONG:
        return piece.column - 1, piece.column - 1 + len(piece.text)
    return place.column - 1, place.column - 1 + min(len(judged.latex), LONG)


def words_before(line: str, at: int) -> int:
    """Where the words begin that are shown before a place: at a word, within a few of them."""
    start = max(0, at - BEFORE)
    space = re.compile(r"\s+").search(line, start, max(start, at)) if start else None
    return space.end() if space else start


def reason(judged: Judged, alone: bool) -> Iterator[str]:
    """How a link stands and why; with the link itself, unless it stands alone in the line that is shown."""
    why = plain(sentence(judged.verdict), MOST)
    said = wrapped(f"{judged.standing}: {why if alone else plain(judged.latex, MOST)}")
    yield from painted(said, judged.standing, VERDICTS[judged.standing])
    if not alone:
        yield from wrapped(why, MARGIN, MARGIN)
    if line_of_python := check_of(judged):
        yield f"{MARGIN}{line_of_python}"


def answer_lines(graded: Graded) -> Iterator[str]:
    """How an answer stands, where, and what the sheet says instead."""
    expected = f"the sheet's: {plain(graded.expected, MOST)}"
    said = f"  answer {graded.grade}"
    said += f" (line {graded.place.line}): {plain(graded.latex, MOST)}" if graded.place else f"; {expected}"
    yield from painted(wrapped(said, "", SET_IN), graded.grade, grade_status(graded))
    if graded.place is not None and graded.grade != "right":
        yield from wrapped(expected)
        for why in grounds(graded):
            yield from wrapped(plain(why, MOST))


def painted(lines: Sequence[str], word: str, colour: str) -> Iterator[str]:
    """Lines that are broken already, with the first of a word in colour."""
    yield lines[0].replace(word, paint(word, colour), 1)
    yield from lines[1:]


def ending(counts: Iterable[str], sections: Sequence[CheckedSection]) -> Iterator[str]:
    """The counts, what to do where a formula could not be read, and what the marks mean that were shown."""
    standings = {judged.standing for section in sections for judged in section.judged}
    for said in (*counts, *([ADVICE] if "unread" in standings else [])):
        yield from wrapped(said, "", "  ")
    met = {MARKS[standing] for standing in standings}
    meanings = "   ".join(f"{mark} {meaning}" for mark, meaning in MEANINGS.items() if mark in met)
    yield from (paint(line, "dim") for line in wrapped(meanings, "", ""))
