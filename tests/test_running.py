"""Worker processes and the terminal: whatever the modules of a course do costs one clear line, no more."""

import errno
import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from pathlib import Path

import pytest

from answerkey import terminal
from answerkey.jobs import CheckPart, Survey
from answerkey.running import Workers
from answerkey.sheets import Entry

BROKEN = Path(__file__).resolve().parent / "broken"
HOME = BROKEN.parents[1]
PROGRAM = """
import sys
from pathlib import Path
from answerkey.cli import main
sys.exit(main(sys.argv[2:], Path(sys.argv[1])))
"""
TIMEOUT = 1.5
DID_NOT_FINISH = f"did not finish within {TIMEOUT} s"


def start(*arguments, **streams):
    environment = os.environ | {"PYTHONPATH": str(BROKEN.parents[1]), "NO_COLOR": "1"}
    command = [sys.executable, "-c", PROGRAM, str(BROKEN), *map(str, arguments)]
    return subprocess.Popen(command, env=environment, text=True, cwd=HOME, **streams)


def run(*arguments):
    """The exit status, and what was written to standard output and standard error."""
    with start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """One check of everything that is broken: exit status, output, errors by part, and results by part."""
    file = tmp_path_factory.mktemp("broken") / "results.json"
    status, out, err = run("check", "broken", "--timeout", TIMEOUT, "--json", file)
    assert all(line.startswith("answerkey: ") for line in err.splitlines()), err
    errors = dict(line.removeprefix("answerkey: ").split(": ", 1) for line in err.splitlines())
    results = {}
    for result in json.loads(file.read_text())["results"]:
        results.setdefault((result["problem"], result["part"]), []).append(result)
    return status, out, errors, results


NOT_CHECKED = {
    "steps(b)": r"tests/broken/steps\.py:31(:\d+)?: ValueError: two lines",
    "steps(d)": r"tests/broken/steps\.py:45(:\d+)?: a step is a sentence, not 2",
    "steps(e)": rf"tests/broken/steps\.py:5[23](:\d+)?: {DID_NOT_FINISH}",
    "steps(f)": r".*the derivation returns no answer",
    "steps(i)": r"tests/broken/steps\.py:83(:\d+)?: SystemExit: 0",
    "raises_at_import": r"tests/broken/raises_at_import\.py:3: ZeroDivisionError: division by zero",
    "hangs_at_import": rf"tests/broken/hangs_at_import\.py:1: {DID_NOT_FINISH}",
    "leaves_at_import": r"tests/broken/leaves_at_import\.py:1: the checker's process died",
    "no_problem": r"tests/broken/no_problem\.py:1: the module defines no `problem` with parts",
    "missing": r"there is no file tests/broken/missing\.py",
    "impossible(a)": r".*nothing satisfies these assumptions: x > 0, x < 0",
}


@pytest.mark.parametrize("part", NOT_CHECKED)
def test_what_cannot_be_checked_is_one_line_with_its_place(everything, part):
    assert re.fullmatch(NOT_CHECKED[part], everything[2][part])


def test_nothing_else_is_complained_of(everything):
    status, out, errors, _ = everything
    assert status == 2
    assert errors.keys() == NOT_CHECKED.keys()
    assert out.count("could not be checked") == len(NOT_CHECKED)
    assert "Traceback" not in out and "\x1b" not in out


@pytest.mark.parametrize("part", NOT_CHECKED)
def test_what_cannot_be_checked_never_passes(everything, part):
    problem, _, label = part.rstrip(")").partition("(")
    (result,) = everything[3][problem, label]
    assert result["verdict"] == "undecided"
    assert result["because"].startswith("could not be checked: ")
    assert not Path(result["source"]["path"]).is_absolute()


NOT_SETTLED = {
    ("steps", "c"): ("step", "undecided", "claims nothing"),
    ("steps", "g"): ("step", "unread", "z is not declared"),
    ("steps", "h"): ("step", "refuted", "the left side is"),
    ("measurements", "a"): ("measurement", "undecided", "ArithmeticError: no reading"),
    ("measurements", "b"): ("measurement", "undecided", "nan"),
    ("measurements", "c"): ("measurement", "undecided", f"out of time after {TIMEOUT} s"),
    ("measurements", "d"): ("measurement", "undecided", "the checker's process died (SIGSEGV)"),
    ("measurements", "e"): ("measurement", "undecided", "MemoryError"),
    ("hostile", "a"): ("step", "undecided", ""),
    ("hostile", "b"): ("step", "unread", ""),
    ("hostile", "c"): ("step", "unread", "longer than"),
    ("hostile", "d"): ("step", "unread", ""),
    ("hostile", "e"): ("step", "refuted", ""),
}


@pytest.mark.parametrize("part", NOT_SETTLED)
def test_what_is_wrong_with_a_part_is_the_only_thing_wrong(everything, part):
    item, verdict, because = NOT_SETTLED[part]
    (result,) = [result for result in everything[3][part] if result["verdict"] not in ("proved", "measured")]
    assert (result["item"], result["verdict"]) == (item, verdict)
    assert because in result["because"]
    assert result["source"]["path"] == f"tests/broken/{part[0]}.py"


@pytest.mark.parametrize("part", [("steps", "a"), ("measurements", "f")])
def test_sound_parts_among_broken_ones_are_checked(everything, part):
    verdicts = [result["verdict"] for result in everything[3][part]]
    assert "proved" in verdicts
    assert verdicts[-1] == "measured"
    assert set(verdicts) == {"proved", "measured"}


def test_every_part_is_accounted_for(everything):
    _, out, _, results = everything
    summary = re.search(r"2 of (\d+) parts proved and measured · .* · 11 not checked", out)
    assert int(summary[1]) == len(results) == len(NOT_CHECKED) + len(NOT_SETTLED) + 2


def test_kinds_of_answer_are_found_without_deciding(tmp_path):
    status, out, err = run("list", "--json", "--timeout", TIMEOUT)
    sheets = {sheet["sheet"]: sheet for sheet in json.loads(out)["sheets"]}
    steps = {part["part"]: part["kind"] for part in sheets["broken"]["problems"][0]["parts"]}
    unknown = dict.fromkeys("befi")
    assert steps == dict.fromkeys("acdgh", "Formula") | unknown
    assert status == 2
    assert re.search(r"^answerkey: tests/broken/sheets/flawed\.toml: ", err, re.MULTILINE)
    assert f"answerkey: hangs_at_import: tests/broken/hangs_at_import.py:1: {DID_NOT_FINISH}\n" in err


def test_the_number_of_workers_changes_nothing(tmp_path):
    texts = []
    for jobs in (1, 3):
        file = tmp_path / f"{jobs}.json"
        status, _, _ = run("check", "hostile/e", "measurements/f", "steps/h", "steps/a", "--jobs", jobs, "--json", file)
        assert status == 1
        texts.append(re.sub(r'"seconds": [\d.]+', "", file.read_text()))
    assert texts[0] == texts[1]
    assert re.findall(r'"number": "(.*)"', texts[0])[-1] == "9(e)"


def test_leaving_kills_the_workers():
    def interrupt(busy):
        children.extend(worker.process for worker in busy)
        if any(worker.claim.key == "import" for worker in busy):
            raise KeyboardInterrupt

    children = []
    jobs = deque([Survey(BROKEN, Entry("broken", "1", "hangs_at_import"), limit=60)])
    with pytest.raises(KeyboardInterrupt), Workers(1, interrupt) as workers:
        list(workers.finished(jobs))
    assert {child.returncode for child in children} == {-signal.SIGKILL}


def test_a_claim_that_is_given_up_is_skipped_in_a_new_process():
    job = CheckPart(BROKEN, Entry("broken", "8", "measurements"), 0.5, "c")
    seen = set()
    with Workers(1, lambda busy: seen.update(worker.process.pid for worker in busy)) as workers:
        ((_, outcome),) = workers.finished(deque([job]))
    assert len(seen) == 2
    assert [result.verdict for result in outcome.value.results] == ["proved", "proved", "undecided"]


def test_an_interrupt_is_quiet_and_leaves_nobody_behind():
    with start("check", "hangs_at_import", "--timeout", 60, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        (child,) = first_children(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    assert not Path(f"/proc/{child}").exists()


def first_children(pid):
    for _ in range(600):
        if found := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            return found
        time.sleep(0.05)
    raise AssertionError("no worker was started")


def test_a_reader_that_leaves_is_no_error():
    with start("check", "steps/a", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == ""


# -- on a terminal


def on_terminal(columns, *arguments, **environment):
    """What the program writes on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    command = [sys.executable, "-c", PROGRAM, str(BROKEN), *arguments]
    settings = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    settings |= {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=HOME, env=settings):
        os.close(theirs)
        written = b""
        while block := read_from(ours):
            written += block
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def read_from(terminal_):
    try:
        return os.read(terminal_, 65536)
    except OSError as error:  # Linux says so when the other side is closed
        assert error.errno == errno.EIO
        return b""


def test_on_a_terminal_there_is_colour_and_progress_and_the_table_fits():
    written = on_terminal(80, "check", "steps/a", "steps/e", "steps/h", "hostile", "--timeout", "1.5")
    assert "\x1b[31m" in written
    assert re.search(r"\r\x1b\[Kchecking steps\(e\) · \d+ of 8 parts · \d+\.\d s", written)
    assert "\r\x1b[K\x1b[1mEverything" in written  # the line is gone before anything is printed
    shown = re.sub(r"\x1b\[[\d;]*[mK]", "", written)
    long = [line for line in re.split(r"[\r\n]", shown) if len(line) > 80]
    assert not [line for line in long if not line.startswith("answerkey: ") and "parts proved" not in line]
    assert re.search(r"✗  1\(h\)  steps\(h\) +Formula +2 +1 +1 ", shown)


def test_no_colour_where_it_is_not_wanted():
    assert not re.search(r"\x1b\[[\d;]*m", on_terminal(120, "check", "steps/h", NO_COLOR="1"))
    assert "\x1b" not in on_terminal(120, "check", "steps/h", TERM="dumb")


def test_other_alphabets_than_unicode():
    written = on_terminal(100, "check", "steps/a", PYTHONIOENCODING="ascii", NO_COLOR="1")
    assert "+  1(a)  steps(a)" in written


def test_plain_text_obeys_nobody():
    assert terminal.plain("a\x1b]0;title\x07 b\n\tc\ud800") == "a\ufffd]0;title\ufffd b c\ufffd"
    assert terminal.plain("x" * 10**6, 10) == "xxxxxxxxx…"


def test_near_shortens_only_whole_paths(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert terminal.near(f"{tmp_path}/a.py:3: in {tmp_path}/b") == "a.py:3: in b"
    assert terminal.near(f"/other{tmp_path}/a.py {HOME}/c.py") == f"/other{tmp_path}/a.py c.py"
    monkeypatch.chdir("/")
    assert terminal.near("/etc/passwd") == "/etc/passwd"


def test_progress_keeps_quiet_in_a_pipe_and_at_first():
    stream = io.StringIO()
    progress = terminal.Progress(stream)
    progress.started -= 60
    progress.show("steps", "1 of 2 parts", "")
    progress.clear()
    assert stream.getvalue() == ""
