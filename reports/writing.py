"""Reports as files: everything is made beside its place and moved there at the end, or nothing is."""

import os
import shutil
from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from answerkey.results import AnnotatedSection, CheckedPart, Process
from reports import ReportError
from reports.figures import figures_of
from reports.rendering import Picture, render, render_key
from reports.typesetting import typeset

FORMATS = ("md", "tex", "pdf", "html")
VECTOR = {"tex", "pdf"}  # formats that take their figures as PDF; the others take PNG


def write(
    sheet: str,
    title: str,
    parts: Sequence[CheckedPart],
    to: str,
    folder: Path,
    handout: bool = False,
    process: Sequence[Process] = (),
) -> list[Path]:
    """Write the solution set (or the handout) in `to`, one of FORMATS; the files written, the document first.

    Raises ReportError, and leaves `folder` with what it held, if the folder cannot be written, a template
    names a missing variable, a figure cannot be drawn, or TeX is absent or fails.
    """
    return written(lambda bench: made(sheet, title, parts, to, bench, handout, process), to, folder)


def write_key(
    name: str,
    title: str,
    sheet: str,
    counts: Sequence[str],
    sections: Sequence[AnnotatedSection],
    to: str,
    folder: Path,
) -> list[Path]:
    """Write the annotated copy of a key in `to`, one of FORMATS; the files written.  Raises ReportError as `write`."""

    def copied(bench: Path) -> list[Path]:
        kind = "tex" if to == "pdf" else to
        document = bench / f"{name}-annotated.{kind}"
        document.write_text(render_key(title, sheet, counts, sections, kind), encoding="utf-8", newline="\n")
        return [typeset(document) if to == "pdf" else document]

    return written(copied, to, folder)


def written(make: Callable[[Path], list[Path]], to: str, folder: Path) -> list[Path]:
    """The files that `make` makes in a folder of its own, put in their place."""
    if to not in FORMATS:
        raise ReportError(f"no report format {to}: choose one of {', '.join(FORMATS)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".report-", dir=folder) as bench:
            return put_in_place(make(Path(bench)), folder)
    except OSError as error:
        raise ReportError(f"cannot write the report to {folder}: {error.strerror or error}") from error


def made(sheet, title, parts, to, bench, handout, process):
    """The files of the report in the folder `bench`, the document first."""
    drawn = [] if handout else drawings(sheet, parts, bench, "pdf" if to in VECTOR else "png")
    pictures = [
        Picture(part.problem, part.part, number, figure.caption, inlined(file) if to == "html" else file.name)
        for number, (part, figure, file) in enumerate(drawn, 1)
    ]
    kind = "tex" if to == "pdf" else to
    document = bench / f"{sheet}{'-handout' if handout else ''}.{kind}"
    text = render(sheet, title, parts, kind, handout, pictures, process)
    document.write_text(text, encoding="utf-8", newline="\n")
    if to == "pdf":
        return [typeset(document)]
    return [document] if to == "html" else [document, *(file for _, _, file in drawn)]


def drawings(sheet, parts, bench, kind):
    """Each figure of `parts`, drawn: the part, the figure and the file."""
    drawn = []
    for part in parts:
        for figure in figures_of(part.problem).get(part.part, ()):
            file = bench / f"{sheet}-{part.problem}-{figure.name}.{kind}"
            figure.save(file)
            drawn.append((part, figure, file))
    return drawn


def inlined(file):
    return "data:image/png;base64," + b64encode(file.read_bytes()).decode("ascii")


def put_in_place(files, folder):
    """Move `files` into `folder`; if one cannot be moved, put back what the others replaced."""
    before = Path(files[0].parent, "before")
    before.mkdir()
    moved = []
    try:
        for file in reversed(files):  # the document last: it never names a figure that is not there yet
            target = folder / file.name
            if target.is_file():
                shutil.copy2(target, before)
            os.replace(file, target)
            moved.append(target)
    except OSError:
        for target in moved:
            old = before / target.name
            if old.exists():
                os.replace(old, target)
            else:
                target.unlink()
        raise
    return [folder / file.name for file in files]
