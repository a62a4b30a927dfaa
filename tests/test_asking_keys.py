"""What a person meets who has a key checked: what is said first, the lines with their reasons, and bad requests."""

import json
import os
import re
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from answerkey.cli import main
from answerkey.keys import shown
from answerkey.keys.judging import Judged
from answerkey.keys.statements import Place
from answerkey.results import Verdict
from answerkey.running import Outcome, Share, Workers

try:
    import pty
except ImportError:  # where there is none
    pty = None

HOME = Path(__file__).resolve().parents[1]
SHEET = "eecs182-sp25-hw1"
WRONG = "# Problem 1a\n\nWe need $|1 - 2\\eta\\sigma^2| < 1$, so $\\eta < \\frac{1}{2\\sigma^2}$.\n"


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """Ask for something in a folder of our own: the status, the output and the errors."""
    monkeypatch.chdir(tmp_path)

    def asked(*arguments):
        status = main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return asked


def test_the_command_tells_what_it_found_and_how_much(ask):
    Path("key.md").write_text(WRONG)
    status, out, _ = ask("check", "key.md", "--sheet", SHEET)
    lines = out.splitlines()
    assert status == 1
    assert lines[0] == f"key.md against {SHEET}: EECS 182, Spring 2025: Homework 1"
    assert lines[1] == "2 formulas · 2 read · 0 unread"  # before anything was decided
    assert "✗    3" in out and "  answer wrong (line 3)" in out and "the sheet's: " in out
    assert lines[-4:-1] == [
        "decided: 1 wrong · not to be decided: 1 given",
        "1 answer: 1 wrong",
        "not in this key: 1(b), 1(c), 1(d), 1(e), 1(f), 1(g), 2, 3, 4, 5",
    ]
    assert lines[-1].startswith("· given") and "✗ wrong" in lines[-1] and "↳" not in lines[-1]


def test_without_a_sheet_that_is_said(ask):
    Path("key.md").write_text("# Problem 1\n\nHere $2 = 2$.\n")
    status, out, _ = ask("check", "key.md")
    assert status == 0
    assert out.startswith("key.md by itself, as no --sheet was named: none of its answers is compared\n")


class Backwards(Workers):
    """A worker that does the last job first."""

    def heard(self, jobs):
        while jobs:
            job = jobs.pop()
            for number, value in enumerate(job.run(lambda *_: None, {})):
                yield job, Share(number, value)
            yield job, Outcome()


TWO = "# Problem 1\n\nHere $2 = 2$.\n\n# Problem 2\n\nHere $3 = 3$.\n"


def test_nothing_is_lost_whichever_job_is_done_first(ask, monkeypatch):
    monkeypatch.setattr("answerkey.keys.running.Workers", Backwards)
    Path("key.md").write_text(TWO)
    status, out, _ = ask("check", "key.md")
    assert status == 0 and "2 formulas · 2 read" in out
    assert out.index("2 = 2") < out.index("3 = 3")


class Interrupted(Workers):
    """A worker that has to begin again after its first share, and then never ends."""

    def heard(self, jobs):
        for job in list(jobs):
            shares = [Share(number, value) for number, value in enumerate(job.run(lambda *_: None, {}))]
            yield from ((job, share) for share in (shares[0], *shares))
            yield job, Outcome() if not job.deciding else Outcome(error="it died")


def test_what_is_decided_is_told_at_once_and_only_once(ask, monkeypatch):
    monkeypatch.setattr("answerkey.keys.running.Workers", Interrupted)
    Path("key.md").write_text("# Problem 1\n\n(a) Here $2 = 2$.\n\n(b) Here $3 = 3$.\n")
    status, out, err = ask("check", "key.md")
    assert out.count("$2 = 2$") == out.count("$3 = 3$") == 1
    assert (status, err) == (2, "answerkey: it died\n")


# -- lines


def judged(latex, standing="wrong", column=1):
    return Judged(Place(None, 1, column), latex, standing, Verdict("refuted", "the left side is 1"))


def test_a_long_line_is_shown_around_what_fails_in_it():
    words = "word " * 60
    line = f"{words}and $x = 2$, {words}, so $y = 3$. {words}"
    found = [judged("x = 2", column=line.index("x =") + 1), judged("y = 3", "holds", line.index("y =") + 1)]
    text = shown.excerpt(line, found)
    assert "and $x = 2$, word" in text and "y = 3" not in text
    assert text.startswith(" … word") and text.endswith(" …") and len(text) < 120
    assert shown.excerpt("So $x = 2$.", found[:1]) == "So $x = 2$."


def test_a_failing_link_is_shown_whole_on_a_narrow_terminal(monkeypatch, capsys):
    monkeypatch.setattr("answerkey.terminal.room", lambda: 60)
    latex = " + ".join(f"x_{{{i}}}" for i in range(40)) + " = 0"
    lines = list(shown.reason(judged(latex), alone=False))
    assert all(len(line) <= 60 for line in lines)
    assert "".join("".join(lines).split()).startswith("wrong:" + "".join(latex.split()))


def test_a_link_that_stands_alone_is_not_repeated():
    (line,) = shown.reason(judged("x = 2"), alone=True)
    assert line.strip() == "wrong: the left side is 1"


def test_what_is_unread_comes_with_what_to_do(ask):
    Path("key.md").write_text("# Problem 1\n\n(g) We have $\\operatorname{foo} q = 2$.\n")
    status, out, _ = ask("check", "key.md", "--sheet", SHEET)
    assert status == 3
    assert "unread: say in the key what a name stands for" in out


def on_a_terminal(key, **environment):
    """What stands on a terminal of 80 columns in the end, with its colours."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.chdir(key.parent)
        surroundings = os.environ | {"TERM": "xterm", "COLUMNS": "80", "PYTHONPATH": str(HOME)} | environment
        os.execve(sys.executable, [sys.executable, "-m", "answerkey", "check", key.name], surroundings)
    said = b""
    with suppress(OSError):  # that is how a terminal says that nobody writes to it any more
        while found := os.read(descriptor, 4096):
            said += found
    os.waitpid(pid, 0)
    return [line.rpartition("\r\x1b[K")[2] for line in said.decode().split("\r\n")]


@pytest.mark.skipif(pty is None, reason="there are no terminals here")
def test_on_a_terminal_there_are_colours_and_the_progress_is_gone(tmp_path):
    key = tmp_path / "key.md"
    key.write_text("# Problem 1\n\nHere $x^2 + 1 > 0$, and $" + " + ".join(["2"] * 40) + " = 81$.\n")
    lines = on_a_terminal(key, NO_COLOR="")
    assert any("\x1b[31m✗" in line for line in lines) and not any("checking" in line for line in lines)
    plain = on_a_terminal(key, NO_COLOR="1")
    assert [re.sub(r"\x1b\[\d*m", "", line) for line in lines] == plain
    assert all(len(line) <= 80 for line in plain if "python3 -c" not in line and str(tmp_path) not in line)


# -- JSON


def test_json_has_what_the_documents_say(ask):
    """The table in docs/keys.md names every key of a result, and the results keep to it."""
    Path("key.md").write_text(WRONG)
    ask("check", "key.md", "--sheet", SHEET, "--json", "found.json")
    found = json.loads(Path("found.json").read_text())
    assert list(found) == ["schema", "version", "seed", "results", "summary"] and found["schema"] == 1
    docs = (Path(__file__).parent.parent / "docs" / "keys.md").read_text().partition("## The file of `--json`")[2]
    documented = re.findall(r"^\| `(\w+)` \|", docs.partition("\n## ")[0], re.MULTILINE)
    assert all(list(result) == documented for result in found["results"])
    assert [r["verdict"] for r in found["results"]] == [None, "refuted", "refuted"]
    assert [r["standing"] for r in found["results"]] == ["given", "wrong", "wrong"]
    assert [r["item"] for r in found["results"]] == ["claim", "claim", "answer"]
    assert {r["source"]["line"] for r in found["results"]} == {3}
    assert found["summary"] == {k: Counter(r["verdict"] for r in found["results"])[k] for k in found["summary"]}
    assert "simulated (converges)" in found["results"][-1]["says"]
    assert all(r["seconds"] > 0 for r in found["results"])


def test_json_alone_on_standard_output(ask):
    Path("key.md").write_text(WRONG)
    assert len(json.loads(ask("check", "key.md", "--sheet", SHEET, "--json", "-")[1])["results"]) == 3


# -- what cannot be checked

NO_KEYS = {
    "missing.md": (None, "cannot read missing.md: No such file or directory"),
    "empty.md": (b"\n\n", "empty.md is empty"),
    "binary.md": (b"\x00\xff\xfe", "cannot read binary.md: it is not text in UTF-8"),
    "key.pdf": (b"%PDF-1.7", "key.pdf is a PDF: convert it to Markdown first"),
    "named.md": (b"%PDF-1.7", "named.md is a PDF: convert it to Markdown first"),
    "key.docx": (b"PK", "key.docx has to be Markdown first: pandoc key.docx -t markdown -o key.md"),
    "key.ipynb": (b"{}", "key.ipynb has to be Markdown first: pandoc key.ipynb -t markdown -o key.md"),
    "README": (b"x", "README is neither Markdown (.md, .markdown, .qmd, .rmd, .txt) nor LaTeX (.tex)"),
    "words.md": (b"No mathematics.", "words.md has no formula in it"),
    "long.md": (b"$x$ " * 1_500_000, "long.md has 6 MB, more than any key (5 MB are read)"),
    "many.md": (b"$x$ " * 70_000, "many.md: it has more than 65533 formulas"),
    "folder": ("folder", "folder is a folder: check the files in it one by one"),
}


@pytest.mark.parametrize("name", NO_KEYS)
@pytest.mark.parametrize("command", [["check"], ["report", SHEET, "--to", "md", "--key"]])
def test_what_is_no_key_is_one_line_and_leaves_nothing(ask, tmp_path, name, command):
    content, said = NO_KEYS[name]
    if content == "folder":
        Path(name).mkdir()
    elif content is not None:
        Path(name).write_bytes(content)
    before = sorted(tmp_path.iterdir())
    more = ["--json", "found.json"] if command == ["check"] else []
    status, out, err = ask(*command, name, *more)
    assert (status, out) == (2, "") and err.startswith(f"answerkey: {said}") and err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["key.md", "learning_rate"], "key.md is a document: check it alone, one at a time"),
        (["key.md", "key.md"], "key.md is a document: check it alone, one at a time"),
        (["key.md", "--sheet", "eecs182-sp25-hw2"], "there is no sheet 'eecs182-sp25-hw2' (did you mean eecs182"),
        (["key.md", "--sheet", "nothing"], "there is no sheet 'nothing' (there are: csc413-w24-hw2,"),
        (["key.md", "--json", "no/such/folder.json"], "cannot write no/such/folder.json: No such file"),
        (["key.md", "--json", "/"], "cannot write /: Is a directory"),
        (["key.md", "--json", "./key.md"], "--json ./key.md is the key itself, and would be lost"),
    ],
)
def test_what_cannot_be_carried_out_is_one_line_at_once(ask, arguments, said):
    Path("key.md").write_text(WRONG)
    started = time.monotonic()
    status, out, err = ask("check", *arguments)
    assert (status, out) == (2, "") and err.startswith(f"answerkey: {said}") and err.count("\n") == 1
    assert time.monotonic() - started < 0.5  # nothing of the engine was asked


def test_a_key_of_none_of_the_sheet_s_problems(ask):
    Path("key.md").write_text("# Problem 77\n\nSo $2 = 2$.\n")
    status, out, err = ask("check", "key.md", "--sheet", SHEET)
    assert status == 2 and "77  (not on the sheet)" in out
    assert err == f"answerkey: no problem of {SHEET} was found in key.md: its formulas were checked by themselves\n"
