"""The commands on a document: `check FILE`, and `report SHEET --key FILE`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from answerkey.documents import DocumentError
from answerkey.documents.macros import definitions
from answerkey.keys import shown
from answerkey.keys.annotating import annotated
from answerkey.keys.checking import CheckedSection
from answerkey.keys.running import Findings
from answerkey.results import status_of
from answerkey.sheets import Sheet
from answerkey.terminal import RequestError, complain, document, output, plain

Numbered = tuple[CheckedSection, str, str]  # a section, its number, and the problem of the sheet that it is about


def check_document(path: Path, sheet: Sheet | None, course: Path, args) -> int:
    """Check a document and tell what was found, problem by problem; the exit status.  Raises RequestError."""
    sections: list[CheckedSection] = []
    results: list[dict] = []
    complaints: list[str] = []
    quiet = args.json == "-"
    source, found = text_of(path).split("\n"), begun(path, sheet, course, args)
    with output(args.json or os.devnull) as stream:
        for section, number, problem in numbered(found, complaints):
            if not (quiet or sections):
                print(shown.seen(found.seen))
            sections.append(section)
            results += shown.results(section, path, sheet.id if sheet else "", number, problem)
            if not quiet:
                title = f"{number or 'before the first problem'}  {problem}"
                for line in shown.lines_of(section, source, title):
                    print(line)
        json.dump(document(results, args.seed), stream, indent=1)
        stream.write("\n")
    if not quiet:
        print(f"\n{shown.counted(sections)}")
    return told(results, complaints)


def annotate(path: Path, sheet: Sheet, course: Path, args) -> int:
    """Write an annotated copy of a key; the exit status.  Raises RequestError."""
    complaints: list[str] = []
    macros = definitions(text_of(path))
    found = list(numbered(begun(path, sheet, course, args), complaints))
    sections = [annotated(section, number, problem, str(path), macros) for section, number, problem in found]
    results = [r for section, number, problem in found for r in shown.results(section, path, sheet.id, number, problem)]
    from reports import ReportError
    from reports.writing import write_key

    try:
        counts = shown.counted(section for section, _, _ in found).splitlines()
        for file in write_key(
            path.stem, f"{sheet.title}: a key, annotated", counts, sections, args.to, Path(args.folder)
        ):
            print(file)
    except ReportError as error:
        raise RequestError(str(error)) from None
    return told(results, complaints)


def begun(path: Path, sheet: Sheet | None, course: Path, args) -> Findings:
    try:
        return Findings(path, sheet, course, args)
    except DocumentError as error:
        raise RequestError(str(error)) from None


def numbered(found: Findings, complaints: list[str]) -> Iterator[Numbered]:
    """The sections of a document as they are checked; what could not be checked is added to `complaints`."""
    try:
        for job, outcome in found.run():
            if outcome.error:
                complaints.append(outcome.error)
                continue
            for section in outcome.value:
                number = f"{section.problem}({section.part})" if section.part else section.problem
                yield section, number, job.entry.problem if job.entry else ""
    except DocumentError as error:
        raise RequestError(str(error)) from None


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def told(results: list[dict], complaints: list[str]) -> int:
    for complaint in complaints:
        complain(plain(complaint))
    return status_of([result["verdict"] for result in results if result["verdict"]], complaints)
