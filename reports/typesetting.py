"""LaTeX to PDF: the same bytes every time, in limited time, with no leave to run or read anything else."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from reports import ReportError

SECONDS = 120
LATEXMK = (
    "latexmk",
    "-norc",
    "-pdf",
    "-interaction=nonstopmode",
    "-halt-on-error",
    "-file-line-error",
    "-no-shell-escape",
)
TECTONIC = ("tectonic", "--untrusted", "--chatter", "minimal")
SURROUNDINGS = {
    "SOURCE_DATE_EPOCH": "0",  # the dates inside the file
    "FORCE_SOURCE_DATE": "1",
    "max_print_line": "1000",  # else TeX cuts its messages at 79 columns
    "openin_any": "p",  # nothing outside the folder and the TeX installation is read
    "openout_any": "p",
}
ERROR = re.compile(r"^(?:error: )?(?:\./)?([^\s:]+\.\w+:\d+: .+)$", re.MULTILINE)


def typeset(document: Path) -> Path:
    """The PDF of the LaTeX `document`, beside it. Raises ReportError if there is no TeX, or if TeX fails."""
    command = LATEXMK if shutil.which("latexmk") else TECTONIC if shutil.which("tectonic") else None
    if command is None:
        raise ReportError("no TeX found: install latexmk with TeX Live, or tectonic; --to tex needs neither")
    said, status = run([*command, document.name], document.parent)
    pdf = document.with_suffix(".pdf")
    if status != 0 or not pdf.is_file():
        raise ReportError(f"{command[0]} failed: {first_error(said)}")
    return pdf


def run(command, folder):
    """What `command` printed, and its exit status."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | SURROUNDINGS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # latexmk has children: all of them must stop when the time is up
    )
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except BaseException as stopped:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(stopped, subprocess.TimeoutExpired):
            raise ReportError(f"{command[0]} was stopped after {SECONDS} seconds") from None
        raise
    return said.decode("utf-8", errors="replace"), process.returncode


def first_error(said):
    found = ERROR.search(said) or re.search(r"^(?:! |error: )(.+)$", said, re.MULTILINE)
    last = [line.strip() for line in said.splitlines() if line.strip()][-1:]
    return found[1] if found else "".join(last) or "it said nothing"
