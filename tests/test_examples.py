"""The keys in `examples/`: the correct one raises no alarm, and what is wrong in the others is found at its line."""

import json
from pathlib import Path

import pytest

from answerkey.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
SHEET = "eecs182-sp25-hw1"


def results(name, tmp_path, capsys):
    file = tmp_path / "found.json"
    status = main(["check", str(EXAMPLES / name), "--sheet", SHEET, "--json", str(file)])
    capsys.readouterr()
    return status, json.loads(file.read_text())["results"]


def line_of(name, text):
    """The number of the one line with this text."""
    (line,) = [i for i, line in enumerate((EXAMPLES / name).read_text().splitlines(), 1) if text in line]
    return line


def test_a_correct_key_raises_no_alarm(tmp_path, capsys):
    status, found = results("rates.md", tmp_path, capsys)
    assert status == 0
    assert {r["standing"] for r in found} == {"holds", "follows", "given", "mention", "right"}
    assert [r["number"] for r in found if r["standing"] == "right"] == ["1(a)", "1(b)", "1(e)", "4(b)", "4(c)"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tikhonov.tex", [("wrong", "x = A\\T W_1"), ("consequence", "\\[ x = "), ("wrong", "\\[ x = ")]),
        ("noise.tex", [("wrong", "2\\sigma^2) \\E"), ("wrong", "2\\sigma^2) \\E"), ("incomplete", "that is for")]),
    ],
)
def test_planted_errors_are_found_at_their_lines(name, expected, tmp_path, capsys):
    status, found = results(name, tmp_path, capsys)
    assert status == 1
    told = [
        (r["standing"], r["source"]["line"]) for r in found if r["standing"] in ("wrong", "consequence", "incomplete")
    ]
    assert sorted(told) == sorted((standing, line_of(name, text)) for standing, text in expected)
    assert all(r["witness"] for r in found if r["standing"] in ("wrong", "incomplete"))


def test_the_readme_shows_what_the_program_says(capsys, monkeypatch):
    monkeypatch.setattr("answerkey.terminal.room", lambda: 110)  # as on a terminal of that width
    readme = (EXAMPLES.parent / "README.md").read_text()
    shown = readme.partition(f"$ answerkey check examples/noise.tex --sheet {SHEET}\n")[2].partition("```")[0]
    monkeypatch.chdir(EXAMPLES.parent)
    main(["check", "examples/noise.tex", "--sheet", SHEET])
    assert capsys.readouterr().out.strip() == shown.strip()
