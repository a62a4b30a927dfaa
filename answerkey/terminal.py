"""What a person sees: the progress line, the table of parts, and what is wrong with them, line by line."""

import os
import re
import shutil
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from answerkey import __version__
from answerkey.results import PASSES, STATUSES, CheckedPart, Result, Verdict

HOME = Path(__file__).resolve().parents[1]

PATIENCE = 1.0  # seconds of work before a progress line appears
OFTEN = 0.1  # seconds between two of them
SET_IN = " " * 6
LONGEST = 400  # characters of a formula, or of a message, that are worth printing
COLOURS = {
    "proved": 32,
    "measured": 32,
    "refuted": 31,
    "undecided": 33,
    "unread": 33,
    "broken": 31,
    "bold": 1,
    "dim": 2,
}
MARKS = {"proved": "✓", "measured": "✓", "refuted": "✗", "undecided": "?", "unread": "?", "broken": "!"}
TYPED = {"✓": "+", "✗": "x"}  # for a terminal or a pipe that cannot show the others


class RequestError(Exception):
    """A request that cannot be carried out; the message is one line for the person who made it."""


def is_lively(stream: TextIO) -> bool:
    """Whether a person is looking at `stream`, on something that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def paint(text: str, colour: str, stream: TextIO | None = None) -> str:
    """`text` in colour where that is wanted; see https://no-color.org."""
    if not is_lively(stream or sys.stdout) or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


def room() -> int:
    """The columns of the terminal that is written to; no end of them in a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize


def plain(text: str, length: int = LONGEST) -> str:
    """`text` in one line of at most `length` characters, with nothing in it that a terminal would obey."""
    line = " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text[: 4 * length]).split())
    return line if len(line) <= length and len(text) <= 4 * length else f"{line[: length - 1]}…"


def near(text: str) -> str:
    """`text` with the paths in it given from the current folder, or from the folder that the program is in."""
    for base in (Path.cwd(), HOME):
        if base != Path(base.anchor):
            text = re.sub(rf"(?<![\w./~-]){re.escape(str(base))}/", "", text)
    return text


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"answerkey: {plain(near(message))}", file=sys.stderr)


def worst(results: Iterable[Result]) -> str:
    """The verdict of everything together."""
    found = {result.verdict for result in results}
    return next((s for s in ("refuted", "unread", "undecided", "measured") if s in found), "proved")


def sentence(verdict: Verdict) -> str:
    """Why, and for what is refuted, where."""
    at = ", ".join(f"{name} = {value}" for name, value in (verdict.witness or {}).items())
    return f"at {at}: {verdict.because}" if at else verdict.because


# -- progress


class Progress:
    """One line that is written over and over, on a terminal only."""

    def __init__(self, stream: TextIO):
        self.stream, self.lively = stream, is_lively(stream)
        self.started = self.last = time.monotonic()

    def show(self, name: str, done: str, latex: str) -> None:
        now = time.monotonic()
        if not self.lively or now - self.started < PATIENCE or now - self.last < OFTEN:
            return
        self.last = now
        deciding = f" · deciding {latex}" if latex else ""
        line = f"checking {name} · {done} · {now - self.started:.1f} s{deciding}"
        width = shutil.get_terminal_size().columns  # less the "^C" of an interrupt
        self.stream.write(f"\r\x1b[K{plain(line, max(width - 3, 20))}")
        self.stream.flush()

    def clear(self) -> None:
        if self.lively and self.last > self.started:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.last = self.started


# -- the table


@dataclass(frozen=True)
class Row:
    """A part in the table: checked, or not, because of an error that was told elsewhere."""

    number: str
    name: str
    checked: CheckedPart | None

    def counts(self) -> Counter:
        return Counter(result.verdict for result in self.checked.results) if self.checked else Counter()

    @property
    def verdict(self) -> str:
        return worst(self.checked.results) if self.checked else "broken"

    @property
    def stands(self) -> bool:
        return self.verdict in PASSES

    @property
    def mark(self) -> str:
        mark = MARKS[self.verdict]
        return mark if (sys.stdout.encoding or "").lower().startswith("utf") else TYPED.get(mark, mark)


HEADINGS = {
    "proved": "prov", "measured": "meas", "refuted": "ref", "undecided": "und", "unread": "unr",
    "settings": "sett", "wrong answers refused": "wrong", "seconds": "s",
}  # fmt: skip


def table(rows: Sequence[Row]) -> list[str]:
    """A line for each part, as wide as the terminal allows; in a pipe nothing is shortened."""
    seen = {status for row in rows for status in row.counts()}
    columns = [c for c in HEADINGS if c not in STATUSES or c in seen or c in ("proved", "measured")]
    cells = [[row.mark, row.number, row.name, *cells_of(row, columns)] for row in rows]
    for short, gap in ((False, 2), (True, 2), (True, 1)):
        heads = ["", "", "", "answer", *(HEADINGS[c] if short else c for c in columns)]
        lines = aligned([heads, *cells], gap)
        if max(map(len, lines)) <= room():
            break
    return [paint(lines[0], "dim"), *(coloured(line, row) for line, row in zip(lines[1:], rows, strict=True))]


def cells_of(row: Row, columns: Sequence[str]) -> list[str]:
    if row.checked is None:
        return ["could not be checked"]
    part, counts = row.checked, row.counts()
    values = {
        "settings": sum(answer.settings for answer in part.answers),
        "wrong answers refused": sum(answer.neighbours for answer in part.answers),
        "seconds": f"{sum(result.seconds for result in part.results):.1f}",
    }  # fmt: skip
    return [part.kinds, *(str(values.get(column, counts[column]) or ".") for column in columns)]


def aligned(rows: Sequence[Sequence[str]], gap: int) -> list[str]:
    """Columns of words to the left, columns of numbers to the right; a short row's last cell may run on."""
    full = [row for row in rows if len(row) == len(rows[0])]
    widths = [max(len(row[i]) for row in full) for i in range(len(rows[0]))]
    for row in rows:
        widths[:3] = [max(w, len(cell)) for w, cell in zip(widths, row[:3], strict=False)]
    lines = []
    for row in rows:
        cells = [c.ljust(w) if i < 4 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=False))]
        lines.append((" " * gap).join(cells).rstrip())
    return lines


def coloured(line: str, row: Row) -> str:
    return paint(line[0], row.verdict) + line[1:] if row.stands else paint(line, row.verdict)


# -- what is wrong


def failures(row: Row) -> list[str]:
    """Each formula of a part that is neither proved nor measured: its place, the verdict, the formula, and why."""
    if row.checked is None or row.stands:
        return []
    lines = ["", paint(f"{row.number}  {row.name}", "bold")]
    for result in row.checked.results:
        if result.verdict not in PASSES:
            lines.append(f"  {near(str(result.source))}  {result.item}  {paint(result.verdict, result.verdict)}")
            lines += wrapped(plain(result.latex) or "(no formula)")
            lines += wrapped(plain(result.says if result.verdict == "refuted" else result.because))
    return lines


def wrapped(text: str, first: str = SET_IN, rest: str = SET_IN) -> list[str]:
    """`text` set in; on a terminal, broken where its lines end."""
    width = max(room(), 40)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [first]


def summary(rows: Sequence[Row], seconds: float) -> str:
    """How many parts stand, and the verdicts on everything in them."""
    counts: Counter = sum((row.counts() for row in rows), Counter())
    standing = sum(row.stands for row in rows)
    verdicts = [paint(f"{counts[s]} {s}", s) for s in STATUSES if counts[s]]
    parts = f"{standing} of {len(rows)} part{'s' if len(rows) != 1 else ''} proved and measured"
    broken = [paint(f"{n} not checked", "broken")] if (n := sum(row.checked is None for row in rows)) else []
    return " · ".join([parts, *verdicts, *broken, f"{seconds:.1f} s"])


def print_check(titles: dict[str, str], rows: dict[str, list[Row]], seconds: float) -> None:
    """The tables of some sheets, by their ids, and then everything that is wrong."""
    for sheet, found in rows.items():
        print(f"{paint(titles[sheet], 'bold')}  {paint(sheet, 'dim')}\n")
        print("\n".join(table(found)))
        for row in found:
            for line in failures(row):
                print(line)
        print()
    every = [row for found in rows.values() for row in found]
    if every:
        print(summary(every, seconds))


def print_list(sheets: Sequence[dict]) -> None:
    for sheet in sheets:
        print(f"{paint(sheet['sheet'], 'bold')}  {plain(sheet['title'])}")
        names = max((len(problem["problem"]) for problem in sheet["problems"]), default=1)
        kinds = max((len(part["kind"] or "?") for problem in sheet["problems"] for part in problem["parts"]), default=1)
        for problem in sheet["problems"]:
            title = plain(problem["title"] or "(cannot be read)")
            print(f"  {problem['number']:<3} {problem['problem']:<{names}}  {title}")
            for part in problem["parts"]:
                kind = f"      {part['number']:<7} {part['part'] or '-':<3} {part['kind'] or '?':<{kinds}}  "
                print(kind + plain(part["question"], max(20, min(room() - len(kind), LONGEST))))
        print()


# -- JSON


def document(results: Sequence[dict], seed: int) -> dict:
    """What --json writes of `results`, each as_json; all but `seconds` is the same for the same seed."""
    counts = Counter(result["verdict"] for result in results)
    found = [r | {"source": r["source"] | {"path": near(r["source"]["path"])}} for r in results]
    summary = {status: counts[status] for status in STATUSES}
    return {"schema": 1, "version": __version__, "seed": seed, "results": found, "summary": summary}


@contextmanager
def output(target: str) -> Iterator[TextIO]:
    """A stream into the file `target` (-: standard output), which gets everything at the end or keeps what it had."""
    if target == "-":
        yield sys.stdout
        return
    path = Path(os.path.realpath(target))
    in_place = path.exists() and not path.is_file()  # a device or a named pipe
    temporary = path if in_place else path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        stream = open(temporary, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
    except OSError as error:
        raise RequestError(f"cannot write {target}: {error.strerror}") from None
    try:
        with stream:
            yield stream
        if not in_place:
            os.replace(temporary, path)
    except BaseException:
        if not in_place:
            temporary.unlink(missing_ok=True)
        raise
