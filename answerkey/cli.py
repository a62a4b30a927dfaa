"""The command line: `list`, `check`, `decide` and `report`.

Exit status: 0 everything proved or measured; 1 something refuted; 3 nothing refuted, but something undecided or unread;
2 the request could not be carried out; 130 interrupted.
"""

import argparse
import io
import json
import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from answerkey import __version__
from answerkey.asking import decide
from answerkey.documents import DocumentError, text_of
from answerkey.jobs import CheckPart, Findings, FindKind, examine
from answerkey.results import NOT_CARRIED_OUT, PASSES, STATUSES, CheckedPart, Result, status_of
from answerkey.sheets import DERIVATIONS, Chosen, Entry, Sheet, choose, load, sheet_called
from answerkey.terminal import (
    RequestError,
    Row,
    complain,
    document,
    output,
    print_check,
    print_list,
)

INTERRUPTED, PIPE_CLOSED = 130, 141
FORMATS = ("md", "tex", "pdf", "html")


def main(argv: Sequence[str] | None = None, course: Path = DERIVATIONS) -> int:
    """Carry out a command line on the folder of derivations `course`; the exit status."""
    open_streams()
    try:
        args = parser().parse_args(inert(sys.argv[1:] if argv is None else argv))
        status = args.command(args, course.resolve())
        sys.stdout.flush()
        return status
    except RequestError as error:
        complain(str(error))
        return NOT_CARRIED_OUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or flushing at the end would fail again
        return PIPE_CLOSED
    except OSError as error:
        complain(f"cannot go on: {error}")
        return NOT_CARRIED_OUT
    except SystemExit as leaving:  # argparse has said why
        return int(leaving.code or 0)


def open_streams() -> None:
    """Open the streams that whoever started us has closed, so that no other file takes their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


# -- what may be asked


class Parser(argparse.ArgumentParser):
    def error(self, message):
        complain(f"{message} (see {self.prog} --help)")
        raise SystemExit(NOT_CARRIED_OUT)


def parser() -> Parser:
    whole = Parser(prog="answerkey", description="Check solution keys for homework: derive, decide, measure and print.")
    whole.add_argument("--version", action="version", version=f"answerkey {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    add_list(commands.add_parser("list", help="show the sheets, their problems and parts, and the kinds of answer"))
    add_check(commands.add_parser("check", help="check sheets, problems or parts"))
    add_report(commands.add_parser("report", help="check a sheet and print its solutions"))
    add_decide(commands.add_parser("decide", help="decide whether two formulas mean the same"))
    return whole


def add_list(command: Parser) -> None:
    command.set_defaults(command=list_sheets, jobs=None, seed=0)
    command.add_argument("--json", action="store_true", help="write it as JSON")
    add_timeout(command)


def add_check(command: Parser) -> None:
    command.set_defaults(command=check)
    what = "a sheet, a problem, a part such as learning_rate/a, with --sheet a number such as 1(a), or a key: key.md"
    command.add_argument("what", nargs="*", metavar="WHAT", help=what)
    command.add_argument("--sheet", help="look for problems on this sheet only; the sheet of a key")
    command.add_argument("--json", metavar="FILE", help="write the results as JSON ('-': to standard output)")
    add_work(command)


def add_report(command: Parser) -> None:
    command.set_defaults(command=report)
    command.add_argument("sheet", metavar="SHEET")
    command.add_argument("--to", choices=FORMATS, required=True, help="the format")
    command.add_argument("--key", metavar="FILE", help="an annotated copy of this key instead of our own solutions")
    command.add_argument("--handout", action="store_true", help="the problems without their solutions")
    command.add_argument("-o", dest="folder", metavar="DIR", default="build", help="where to write it (default: build)")
    add_work(command)


def add_decide(command: Parser) -> None:
    command.set_defaults(command=decide)
    command.add_argument("lhs", nargs="?", metavar="LHS", help="a value, a relation or a set, in LaTeX")
    command.add_argument("rhs", nargs="?", metavar="RHS", help="what it is compared with")
    command.add_argument("--where", nargs="+", action="extend", default=[], metavar="COND", help=r"like '\sigma > 0'")
    command.add_argument("--shape", nargs="+", action="extend", default=[], metavar="A=m,n", help="of a matrix")
    command.add_argument("--pairs", metavar="FILE", help="many, a JSON object a line with lhs, rhs, where, shapes")
    command.add_argument("--explain", action="store_true", help="print a certificate: what decided it, what is trusted")
    command.add_argument("--recheck", metavar="FILE", help="replay a certificate")
    command.add_argument("--json", metavar="FILE", help="where the verdicts on --pairs go (default: standard output)")
    add_timeout(command)
    add_seed(command)


def add_work(command: Parser) -> None:
    command.add_argument("--jobs", type=at_least_one, metavar="N", help="worker processes (default: one a processor)")
    add_timeout(command)
    add_seed(command)


def add_timeout(command: Parser) -> None:
    command.add_argument("--timeout", type=seconds, default=20.0, metavar="S", help="seconds for a claim (default: 20)")


def add_seed(command: Parser) -> None:
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="of the points that are tried (default: 0)")


def at_least_one(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 999999999")
    return int(text)


def seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of seconds")
    return found


def inert(argv: Sequence[str]) -> list[str]:
    """The arguments, with formulas such as -x kept from being taken for options by a space before them."""
    formulas = re.compile(r"-(?!-|h$|$)")
    return [f" {a}" if argv[0] == "decide" and formulas.match(a) else a for a in argv]


# -- list


def list_sheets(args, course: Path) -> int:
    sheets = load(course)
    chosen, complaints = choose(course, sheets, [], None)
    found = examine(course, chosen, lambda entry, label, _: FindKind(course, entry, args.timeout, label), args)
    kinds = {(job.entry, job.label): outcome.value for job, outcome in found.outcomes if not outcome.error}
    described = [described_sheet(sheet, found, kinds) for sheet in sheets]
    if args.json:
        print(json.dumps({"schema": 1, "version": __version__, "sheets": described}, indent=1))
    else:
        print_list(described)
    return told(complaints + found.complaints)


def told(complaints: Sequence[str]) -> int:
    sys.stdout.flush()
    for complaint in complaints:
        complain(complaint)
    return status_of((), complaints)


def described_sheet(sheet: Sheet, found: Findings, kinds: dict) -> dict:
    problems = []
    for entry in sheet.entries:
        title, questions = found.surveys.get(entry, (None, {}))
        parts = [
            {
                "part": label,
                "number": entry.numbered(label),
                "kind": kinds.get((entry, label)),
                "question": questions[label],
            }
            for label in entry.listed([*questions])
            if label in questions
        ]
        problems.append({"number": entry.number, "problem": entry.problem, "title": title, "parts": parts})
    return {"sheet": sheet.id, "title": sheet.title, "problems": problems}


# -- check


def check(args, course: Path) -> int:
    sheets = load(course)
    if documents := [name for name in args.what if is_document(name, sheets)]:
        return check_key(args, documents, sheets, course)
    started = time.monotonic()
    chosen, complaints = choose(course, sheets, args.what, args.sheet)
    if not chosen:
        return told(complaints)
    with output(args.json or os.devnull) as stream:
        found = check_parts(course, chosen, args)
        results = results_of(found)
        if not results:
            raise RequestError("; ".join(complaints + found.complaints))
        json.dump(document([r.as_json(e.sheet, e.numbered(r.part)) for e, r in results], args.seed), stream, indent=1)
        stream.write("\n")
    if args.json != "-":
        print_check({sheet.id: sheet.title for sheet in sheets}, rows_of(found), time.monotonic() - started)
    told(complaints + found.complaints)
    return status_of([result.verdict for _, result in results], complaints + found.complaints)


def is_document(name: str, sheets: Sequence[Sheet]) -> bool:
    """Whether a name is that of a file: it ends as one, or is there and is nothing on the sheets."""
    if re.fullmatch(r"\.[A-Za-z]\w*", Path(name).suffix):
        return True
    known = {sheet.id for sheet in sheets} | {e.problem for sheet in sheets for e in sheet.entries}
    return os.path.exists(name) and name.partition("/")[0] not in known


def check_key(args, documents: list[str], sheets: Sequence[Sheet], course: Path) -> int:
    """Check one document, as its author wrote it, against the sheet that --sheet names."""
    if len(args.what) > 1:
        raise RequestError(f"{documents[0]} is a document: check it alone, one at a time")
    sheet = sound(sheet_called(args.sheet, sheets)) if args.sheet else None
    path, text = read_document(documents[0])
    if args.json and os.path.exists(args.json) and os.path.samefile(args.json, path):
        raise RequestError(f"--json {args.json} is the key itself, and would be lost")
    with output(args.json or os.devnull) as stream:
        from answerkey.keys.asking import check_document

        return check_document(path, text, sheet, course, args, stream)


def sound(sheet: Sheet) -> Sheet:
    """A sheet whose file could be used; raises RequestError."""
    if sheet.flaw:
        raise RequestError(sheet.flaw)
    return sheet


def read_document(name: str) -> tuple[Path, str]:
    """A document and its text; raises RequestError."""
    try:
        text = text_of(Path(name))
    except DocumentError as error:
        raise RequestError(str(error)) from None
    if not text.strip():
        raise RequestError(f"{name} is empty")
    return Path(name), text


def check_parts(course: Path, chosen: Chosen, args) -> Findings:
    def job_of(entry: Entry, label: str, is_first: bool) -> CheckPart:
        return CheckPart(course, entry, args.timeout, label, args.seed, with_preamble=is_first)

    return examine(course, chosen, job_of, args)


def results_of(found: Findings) -> list[tuple[Entry, Result]]:
    results: list[tuple[Entry, Result]] = []
    for job, outcome in found.outcomes:
        of_part = [job.not_done(outcome.error)] if outcome.error else outcome.value.results
        results += ((job.entry, result) for result in of_part)
    return results


def rows_of(found: Findings) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for job, outcome in found.outcomes:
        row = Row(job.entry.numbered(job.label), job.name, outcome.value)
        rows.setdefault(job.entry.sheet, []).append(row)
    return rows


# -- report


def report(args, course: Path) -> int:
    sheets = load(course)
    if args.key is not None:
        if args.handout:
            raise RequestError("--handout is of our own sheets, and does not go with --key")
        sheet, (path, text) = sound(sheet_called(args.sheet, sheets)), read_document(args.key)
        from answerkey.keys.asking import annotate

        return annotate(path, text, sheet, course, args)
    chosen, complaints = choose(course, sheets, [], args.sheet)
    if complaints:
        return told(complaints)
    found = check_parts(course, chosen, args)
    if found.complaints:
        return told([*found.complaints, "no report was written, as not every part could be checked"])
    parts = [outcome.value for _, outcome in found.outcomes]
    sheet = next(sheet for sheet in sheets if sheet.id == args.sheet)
    for path in written(args, sheet, parts):
        print(path)
    counts = Counter(result.verdict for part in parts for result in part.results)
    if not PASSES.issuperset(counts):
        open_ends = ", ".join(f"{counts[s]} {s}" for s in STATUSES if counts[s] and s not in PASSES)
        complain(f"{open_ends}, and marked so in the report; see answerkey check {args.sheet}")
    return status_of(list(counts), ())


def written(args, sheet: Sheet, parts: Sequence[CheckedPart]) -> list[Path]:
    """The files of the report; raises RequestError where it cannot be made."""
    try:
        from reports import ReportError
        from reports.writing import write
    except ImportError as error:
        raise RequestError(f"no report can be made here: {error}") from None
    try:
        return write(sheet.id, sheet.title, parts, args.to, Path(args.folder), args.handout, sheet.process)
    except ReportError as error:
        raise RequestError(str(error)) from None
