"""Two real keys, where they stand beside the repository: how much is read and decided, and that no line is blamed that
is right.

The lines in which something is wrong were found by hand, and why; `docs/keys.md` has the formulas.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from answerkey.cli import main

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
BLAMED = ("wrong", "consequence", "conditional")

PUBLISHED = ("eecs182-sp25-hw1-published-key.md", "eecs182-sp25-hw1")
STUDENT = ("student-key-eecs182-fa22.md", "eecs182-sp23-hw2")
TRULY_WRONG = {
    PUBLISHED: {184, 202, 246, 258, 262},
    STUDENT: {14, 32, 38, 48, 50, 65, 86, 87, 91, 92, 104, 119, 133, 136},
}
TO_BE_FOUND = {PUBLISHED: {184, 258, 262}, STUDENT: {14, 38, 48, 65, 86, 92, 119, 136}}
ANSWERS = {  # a grade and its line; right ones stand at the last line that says so
    PUBLISHED: {("right", 48), ("right", 123), ("right", 216), ("right", 248), ("right", 266), ("right", 276)},
    STUDENT: {
        ("wrong", 14), ("right", 28), ("wrong", 65), ("right", 69), ("right", 95), ("right", 113), ("incomplete", 119),
        ("right", 121), ("wrong", 136),
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=[PUBLISHED, STUDENT], ids=["published", "student"])
def checked(request, tmp_path_factory):
    name, sheet = request.param
    if not (SEEDS / name).exists():
        pytest.skip(f"{name} does not stand in shared/seeds beside the repository")
    out = tmp_path_factory.mktemp("real") / "found.json"
    assert main(["check", str(SEEDS / name), "--sheet", sheet, "--json", str(out)]) == 1
    results = json.loads(out.read_text())["results"]
    claims, answers = ([r for r in results if r["item"] == item] for item in ("claim", "answer"))
    return request.param, claims, answers


def lines(results, *standings):
    return {result["source"]["line"] for result in results if result["standing"] in standings}


def test_most_formulas_are_read_and_decided(checked):
    _, claims, answers = checked
    counts = Counter(result["standing"] for result in claims)
    read = len(claims) - counts["unread"]
    assert read >= 0.85 * len(claims)
    found = [result for result in answers if result["standing"] != "not found"]
    assert read - counts["undecided"] + len(found) >= 0.8 * (read + len(answers))


def test_no_line_is_blamed_that_is_right(checked):
    key, claims, answers = checked
    assert lines(claims, *BLAMED) <= TRULY_WRONG[key]
    assert lines(answers, "wrong") <= TRULY_WRONG[key]


def test_what_is_wrong_is_found_at_its_line_and_shown(checked):
    key, claims, _ = checked
    assert lines(claims, "wrong") >= TO_BE_FOUND[key]
    for result in claims:
        if result["standing"] == "wrong":
            assert result["witness"], result["latex"]


def test_answers_are_found_and_graded(checked):
    key, _, answers = checked
    graded = {(result["standing"], result["source"]["line"]) for result in answers}
    assert graded >= ANSWERS[key], sorted(graded)
