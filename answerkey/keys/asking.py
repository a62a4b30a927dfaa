"""The command `check` of a document."""

import json
import os
from pathlib import Path

from answerkey.documents import DocumentError
from answerkey.keys import shown
from answerkey.keys.checking import CheckedSection
from answerkey.keys.running import findings
from answerkey.results import status_of
from answerkey.sheets import Sheet
from answerkey.terminal import RequestError, complain, document, output, plain


def check_document(path: Path, sheet: Sheet | None, course: Path, args) -> int:
    """Check a document and tell what was found, problem by problem; the exit status.  Raises RequestError."""
    sections: list[CheckedSection] = []
    results: list[dict] = []
    complaints: list[str] = []
    quiet = args.json == "-"
    try:
        with output(args.json or os.devnull) as stream:
            source = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
            for job, outcome in findings(path, sheet, course, args):
                if outcome.error:
                    complaints.append(outcome.error)
                    continue
                for section in outcome.value:
                    sections.append(section)
                    number = f"{section.problem}({section.part})" if section.part else section.problem
                    named = job.entry.problem if job.entry else ""
                    results += shown.results(section, path, sheet.id if sheet else "", number, named)
                    if not quiet:
                        for line in shown.lines_of(section, source, f"{number or 'before the first problem'}  {named}"):
                            print(line)
            json.dump(document(results, args.seed), stream, indent=1)
            stream.write("\n")
    except DocumentError as error:
        raise RequestError(str(error)) from None
    if not quiet:
        print(f"\n{shown.counted(sections)}")
    for complaint in complaints:
        complain(plain(complaint))
    return status_of([result["verdict"] for result in results], complaints)
