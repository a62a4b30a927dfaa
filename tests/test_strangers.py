"""Whole keys of strangers, as they would be handed in: what is said of every line, and of every answer.

`shortest-solution.qmd` has no errors. `rates.tex` has a bound turned round (line 23), the wrong one of two bounds (32),
a factor two too much (54) and one too little (58); `ridge.md`, with the spaces of a converter, lost a factor m (23).
Two are of no sheet: `reflections.tex` has no errors; `estimators.md` lost a three (8), a power (10) and a sign (22),
turned quotients over (25), and multiplies transposes in the wrong order (31).
"""

import re
from pathlib import Path

import pytest

from answerkey.cli import main

HERE = Path(__file__).parent / "strangers"
MARKED = re.compile(r"^([✓·✗!↳? ]) +(\d+)  ", re.MULTILINE)
GRADED = re.compile(r"^  answer (right|wrong|incomplete|undecided) \(line (\d+)\)", re.MULTILINE)

KEYS = {
    ("shortest-solution.qmd", "cse891-hw2"): (
        "12✓ 19· 21· 29✓ 36· 38· 39✓ 45· 54✓ 55✓ 56✓ 59✓",
        "12 right, 19 right, 29 right, 36 right, 39 right, 45 right",
    ),
    ("rates.tex", "eecs182-fa22-hw2"): (
        "12· 14· 16✓ 21· 23✗ 25· 26· 32✗ 37· 39✓ 42✓ 45✓ 52· 53✓ 54✗ 56· 58✗",
        "16 right, 23 wrong, 45 right, 54 wrong",
    ),
    ("ridge.md", "eecs182-sp25-hw1"): (
        "3· 5· 7✓ 9✓ 13· 15· 17✓ 21✓ 23✗ 25· 27·",
        "9 right, 13 right, 15 right, 25 right, 27 right",
    ),
}


ALONE = {
    "reflections.tex": "7· 9· 11✓ 12✓ 16· 17✓ 20· 24✓ 27· 29· 32?",
    "estimators.md": "5· 8✗ 10✗ 12· 13✓ 17· 20✓ 22✗ 25✗ 29· 31✗ 33✓",
}


@pytest.mark.parametrize(("name", "sheet"), KEYS)
def test_every_line_of_a_key_has_its_mark(name, sheet, capsys):
    main(["check", str(HERE / name), "--sheet", sheet])
    shown = capsys.readouterr().out
    marks, answers = KEYS[name, sheet]
    assert " ".join(f"{line}{mark}" for mark, line in MARKED.findall(shown) if mark != " ") == marks
    assert ", ".join(f"{line} {grade}" for grade, line in GRADED.findall(shown)) == answers


@pytest.mark.parametrize("name", ALONE)
def test_every_line_of_a_key_without_a_sheet_has_its_mark(name, capsys):
    main(["check", str(HERE / name)])
    shown = capsys.readouterr().out
    assert " ".join(f"{line}{mark}" for mark, line in MARKED.findall(shown) if mark != " ") == ALONE[name]
