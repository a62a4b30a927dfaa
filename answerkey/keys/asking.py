"""The commands on a document: `check FILE`, and `report SHEET --key FILE`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from answerkey.documents import DocumentError
from answerkey.keys import recorded, shown
from answerkey.keys.annotating import Annotator
from answerkey.keys.checking import CheckedSection
from answerkey.keys.running import Findings
from answerkey.keys.standings import counted, seen
from answerkey.results import status_of
from answerkey.sheets import Sheet
from answerkey.terminal import RequestError, complain, document, plain

Numbered = tuple[CheckedSection, str, str]  # a section, its number, and the problem of the sheet that it is about


def check_document(path: Path, text: str, sheet: Sheet | None, course: Path, args, stream: TextIO) -> int:
    """Check a document and tell what was found, part by part, as JSON to `stream`; the exit status.

    Raises RequestError.
    """
    sections: list[CheckedSection] = []
    results: list[dict] = []
    complaints: list[str] = []
    source, found = text.split("\n"), begun(path, text, sheet, course, args)
    for section, number, problem in numbered(found, complaints):
        results += recorded.results(section, path, sheet.id if sheet else "", number, problem)
        if args.json != "-":
            head = [] if sections else [shown.heading(path, sheet), seen(found.seen)]
            lines = shown.lines_of(section, source, shown.title_of(number, problem, sheet))
            for line in (*head, *lines):
                print(line, flush=True)  # a pipe would keep it until the end
        sections.append(section)
    if args.json != "-":
        print("", *shown.ending([*counted(sections), *missing(found)], sections), sep="\n")
    json.dump(document(results, args.seed), stream, indent=1)
    stream.write("\n")
    return told(results, complaints + unmatched(path, found, sheet))


def annotate(path: Path, text: str, sheet: Sheet, course: Path, args) -> int:
    """Write an annotated copy of a key; the exit status.  Raises RequestError."""
    complaints: list[str] = []
    findings = begun(path, text, sheet, course, args)
    found = list(numbered(findings, complaints))
    titles, annotator = findings.titles, Annotator(findings.macros)
    sections = [annotator.section(section, number, titles.get(problem, "")) for section, number, problem in found]
    results = [
        r for section, number, problem in found for r in recorded.results(section, path, sheet.id, number, problem)
    ]
    from reports import ReportError
    from reports.writing import write_key

    try:
        counts = [*counted([section for section, _, _ in found]), *annotator.index(), *missing(findings)]
        for file in write_key(path.stem, path.name, sheet.title, counts, sections, args.to, Path(args.folder)):
            print(file)
    except ReportError as error:
        raise RequestError(str(error)) from None
    return told(results, complaints + unmatched(path, findings, sheet))


def begun(path: Path, text: str, sheet: Sheet | None, course: Path, args) -> Findings:
    try:
        found = Findings(path, text, sheet, course, args)
    except DocumentError as error:
        raise RequestError(f"{path}: {error}") from None
    if not any(piece.kind in ("formula", "elsewhere") for piece in found.pieces):
        raise RequestError(f"{path} has no formula in it")
    return found


def missing(found: Findings) -> list[str]:
    """What to say of the sheet's parts that are not in a document."""
    return [f"not in this key: {', '.join(found.missing)}"] if found.missing else []


def unmatched(path: Path, found: Findings, sheet: Sheet | None) -> list[str]:
    """What to say of a document in which no problem of the sheet was found."""
    if sheet is None or any(check.entry for check in found.checks):
        return []
    return [f"no problem of {sheet.id} was found in {path}: its formulas were checked by themselves"]


def numbered(found: Findings, complaints: list[str]) -> Iterator[Numbered]:
    """The sections of a document as they are checked; what could not be checked is added to `complaints`."""
    try:
        for job, outcome in found.run():
            if outcome.error:
                complaints.append(outcome.error)
                continue
            section = outcome.value
            number = f"{section.problem}({section.part})" if section.part else section.problem
            yield section, number, job.entry.problem if job.entry else ""
    except DocumentError as error:
        raise RequestError(f"{found.path}: {error}") from None


def told(results: list[dict], complaints: Sequence[str]) -> int:
    for complaint in complaints:
        complain(plain(complaint))
    return status_of([result["verdict"] for result in results if result["verdict"]], complaints)
