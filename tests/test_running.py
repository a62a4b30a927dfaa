"""Worker processes: whatever a course's modules do, it costs one clear line, and everything else is still checked."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from answerkey.running import Workers
from answerkey.sheets import CheckPart, Entry, Survey

BROKEN = Path(__file__).resolve().parent / "broken"
PROGRAM = "import sys; from pathlib import Path; from answerkey.cli import main; sys.exit(main(sys.argv[2:], Path(sys.argv[1])))"
TIMEOUT = 1.5
DID_NOT_FINISH = f"did not finish within {TIMEOUT} s"


def start(*arguments, **streams):
    environment = os.environ | {"PYTHONPATH": str(BROKEN.parents[1]), "NO_COLOR": "1"}
    command = [sys.executable, "-c", PROGRAM, str(BROKEN), *map(str, arguments)]
    return subprocess.Popen(command, env=environment, text=True, cwd=BROKEN.parents[1], **streams)


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
