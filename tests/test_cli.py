"""The command line: what may be asked, how it is answered, and the exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from answerkey import __version__
from answerkey.cli import main
from answerkey.sheets import Entry, choose, load

BROKEN = Path(__file__).resolve().parent / "broken"
HOME = BROKEN.parents[1]
SOUND = '''r"""Squares.

A number $x$ is real.
"""

from answerkey.answers import Formula
from answerkey.problem import Problem

problem = Problem(__doc__, where=[r"x \\in \\mathbb{R}"])


@problem.part("LABEL", measured=lambda x: (1 + x) ** 2)
def square():
    """What is $(1 + x)^2$?"""
    yield r"Multiplied out, $(1 + x)^2 = 1 + 2x + x^2$."
    return Formula("(1 + x)^2", "1 + 2x + x^2")
'''
ONE = 'title = "Squares"\n[[problem]]\nnumber = 1\nmodule = "squares"\n'


@pytest.fixture
def ask(capsys):
    """Ask the program about the broken course, or another: the status, the output and the errors."""

    def asked(*arguments, course=BROKEN):
        status = main([str(argument) for argument in arguments], course)
        return status, *capsys.readouterr()

    return asked


@pytest.fixture
def course(tmp_path):
    """A course with one sheet, on which everything holds."""
    folder = tmp_path / "course"
    (folder / "sheets").mkdir(parents=True)
    (folder / "sheets" / "one.toml").write_text(ONE)
    (folder / "squares.py").write_text(SOUND.replace("LABEL", ""))
    return folder


# -- starting


def test_starting_is_cheap():
    heavy = ["sympy", "numpy", "flint", "z3", "mpmath", "matplotlib", "jinja2", "scipy"]
    code = f"""if True:
        import contextlib, io, sys
        from pathlib import Path
        from answerkey.cli import main
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(["--help"]) == 0
            assert main(["list", "--timeout", "1"], Path({str(BROKEN)!r})) == 2
            assert main(["check", "steps/a"], Path({str(BROKEN)!r})) == 0
            assert main(["decide", "x", "x"]) == 0
        print([name for name in {heavy} if name in sys.modules])"""
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, cwd=HOME, capture_output=True, text=True).stdout == "[]\n"


def test_help_and_version(ask):
    status, out, _ = ask("--help")
    assert status == 0
    assert all(command in out for command in ("list", "check", "decide", "report"))
    assert ask("--version") == (0, f"answerkey {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chek"],
        ["check", "--jobs", "0"],
        ["check", "--timeout", "nan"],
        ["check", "--timeout", "-1"],
        ["check", "--seed", "x"],
        ["check", "--nonsense"],
        ["report", "broken"],
        ["report", "broken", "--to", "docx"],
        ["decide"],
        ["decide", "x"],
        ["decide", "A", "A", "--shape", "A"],
        ["decide", "x", "x", "--pairs", "pairs.jsonl"],
        ["decide", "x", "x", "--json", "-"],
        ["decide", "--pairs", "no/such/file"],
        ["decide", "--pairs", "."],
        ["check", "steps", "--json", "no/such/folder/results.json"],
        ["check", "steps", "--json", "/"],
        ["check", "steps", "--sheet", "brokn"],
        ["check", "flawed"],
        ["check", "key.md"],
    ],
)
def test_what_cannot_be_carried_out_is_one_line(ask, arguments):
    status, out, err = ask(*arguments)
    assert (status, out) == (2, "")
    assert re.fullmatch(r"answerkey: .+\n", err)


def test_a_course_without_sheets(ask, tmp_path):
    status, _, err = ask("list", course=tmp_path)
    assert (status, err) == (2, f"answerkey: there are no sheets in {tmp_path / 'sheets'}\n")


# -- what a request names


@pytest.mark.parametrize(
    ("wanted", "sheet", "found"),
    [
        (["steps"], None, {"steps": None}),
        (["steps/a"], None, {"steps": {"a"}}),
        (["steps(a)", "steps/b"], None, {"steps": {"a", "b"}}),
        (["steps/a", "steps"], None, {"steps": None}),
        (["1(b)", "9"], "broken", {"steps": {"b"}, "hostile": None}),
        (["hostile", "steps"], "broken", {"steps": None, "hostile": None}),
    ],
)
def test_names(wanted, sheet, found):
    chosen, complaints = choose(BROKEN, load(BROKEN), wanted, sheet)
    assert {entry.problem: labels for entry, labels in chosen.items()} == found
    assert [entry.problem for entry in chosen] == list(found)
    assert not complaints


@pytest.mark.parametrize(
    ("label", "marker"),
    [("", ""), ("a", "(a)"), ("1", ".1"), ("2a", ".2(a)"), ("a1", "(a).1"), ("b12", "(b).12")],
)
def test_a_part_is_numbered_as_on_its_sheet(label, marker):
    entry = Entry("sheet", "3", "squares")
    assert entry.numbered(label) == f"3{marker}"
    assert entry.label_of(f"3{marker}") == label


def test_a_sheet_may_have_letters_of_its_own():
    entry = Entry("sheet", "5", "squares", (("a", "a"), ("c", "d")))
    assert [entry.numbered(label) for label in ("a", "d")] == ["5(a)", "5(c)"]
    assert [entry.label_of(number) for number in ("5(c)", "5", "5(d)", "6(c)", "5c")] == ["d", "", None, None, None]


TWO = """title = "Again"
[[problem]]
number = 7
module = "squares"
parts = { c = "a" }
[[process]]
number = 8
title = "How it went"
questions = ["How long did it take?"]
"""


def test_a_problem_on_two_sheets_is_checked_once_and_told_of_twice(ask, course, tmp_path):
    counted = SOUND.replace("LABEL", "a") + f"\n\nprint('here', file=open({str(tmp_path / 'log')!r}, 'a'))\n"
    (course / "squares.py").write_text(counted)
    (course / "sheets" / "two.toml").write_text(TWO)
    status, out, _ = ask("check", "--jobs", "1", "--json", "-", course=course)
    assert status == 0
    places = {(r["sheet"], r["part"], r["number"]) for r in json.loads(out)["results"]}
    assert places == {("one", "a", "1(a)"), ("two", "a", "7(c)")}
    assert (tmp_path / "log").read_text() == "here\n"
    assert "7(c)  squares(a)" in ask("check", "7(c)", "--sheet", "two", course=course)[1]
    assert ask("check", "7(a)", "--sheet", "two", course=course)[0] == 2
    assert "How it went" not in ask("list", course=course)[1]
    sheets = json.loads(ask("list", "--json", course=course)[1])["sheets"]
    assert [[part["number"] for part in sheet["problems"][0]["parts"]] for sheet in sheets] == [["1(a)"], ["7(c)"]]


def test_a_sheet_lists_its_own_parts_only(ask, course):
    again = SOUND.partition("\n\n\n")[2].replace("LABEL", "b").replace("def square", "def squared")
    (course / "squares.py").write_text(SOUND.replace("LABEL", "a") + "\n\n" + again)
    (course / "sheets" / "two.toml").write_text(TWO)
    sheets = json.loads(ask("list", "--json", course=course)[1])["sheets"]
    numbers = [[part["number"] for part in sheet["problems"][0]["parts"]] for sheet in sheets]
    assert numbers == [["1(a)", "1(b)"], ["7(c)"]]
    assert ask("check", "two", course=course)[1].count("squares(") == 1


def test_a_key_of_a_problem_that_cannot_be_loaded_is_one_line(ask, course, tmp_path):
    (course / "squares.py").write_text("raise SystemExit(3)\n")
    key = tmp_path / "key.md"
    key.write_text("# Problem 1\n\nHere $x = 1$.\n")
    status, _, err = ask("check", key, "--sheet", "one", course=course)
    assert (status, err.count("\n")) == (2, 1) and "squares.py:1: SystemExit: 3" in err


def test_a_key_of_a_flawed_sheet_is_one_line(ask, course, tmp_path):
    (course / "sheets" / "two.toml").write_text("problem = 3")
    key = tmp_path / "key.md"
    key.write_text("# Problem 1\n\nHere $x = 1$.\n")
    for request in (["check", key, "--sheet", "two"], ["report", "two", "--key", key, "--to", "md"]):
        status, out, err = ask(*request, course=course)
        assert (status, out, err.count("\n")) == (2, "", 1) and "lists no problems" in err


def test_process_questions_are_printed(ask, course, tmp_path):
    (course / "squares.py").write_text(SOUND.replace("LABEL", "a"))
    (course / "sheets" / "two.toml").write_text(TWO)
    for to in ("md", "tex", "html"):
        for handout in ([], ["--handout"]):
            status, out, _ = ask("report", "two", "--to", to, "-o", tmp_path / "out", *handout, course=course)
            page = Path(out.split()[0]).read_text()
            assert status == 0
            assert "How it went" in page and "How long did it take?" in page
            assert ("nothing here to check" in page) == (not handout)
            assert page.count("(c)") == (1 if handout else 2)


def test_a_sheet_that_lists_a_part_that_is_not_there(ask, course):
    (course / "sheets" / "two.toml").write_text(TWO)
    status, _, err = ask("check", "two", course=course)
    assert (status, err) == (2, "answerkey: squares has no part 'a' (it has a single part)\n")


def test_a_number_that_two_problems_have(ask, course):
    (course / "cubes.py").write_text(SOUND.replace("LABEL", ""))
    (course / "sheets" / "one.toml").write_text(ONE + ONE.partition("\n")[2].replace("squares", "cubes"))
    assert ask("check", "one", course=course)[0] == 0
    status, _, err = ask("check", "1", "--sheet", "one", course=course)
    assert (status, err) == (2, "answerkey: '1' may be squares or cubes\n")


def test_a_sheet_is_all_its_problems():
    chosen, _ = choose(BROKEN, load(BROKEN), ["broken"], None)
    assert len(chosen) == 9
    assert choose(BROKEN, load(BROKEN), [], None)[0] == chosen


@pytest.mark.parametrize(
    ("name", "sheet", "complaint"),
    [
        ("setps", None, "there is no sheet, problem or part 'setps' (did you mean steps?)"),
        ("setps/a", None, "there is no sheet, problem or part 'setps/a' (did you mean steps?)"),
        ("1(a)", None, "'1(a)' is a number on which sheet? Add --sheet"),
        ("99", "broken", "there is no sheet, problem or part '99' (there are: broken, steps,"),
        ("../steps", None, "there is no sheet, problem or part '../steps'"),
        ("__init__", None, "the problem '__init__' is not on any sheet"),
    ],
)
def test_names_of_nothing(name, sheet, complaint):
    chosen, complaints = choose(BROKEN, load(BROKEN), [name], sheet)
    assert not chosen
    assert len(complaints) == 1
    assert complaints[0].startswith(complaint)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("title = 3 =", "Expected"),
        ('title = "x"', "lists no problems"),
        ("problem = 3", "lists no problems"),
        ("problem = [3]", "has a number and a module"),
        ("[[problem]]\nnumber = 1", "has a number and a module"),
        ("[[problem]]\nnumber = 1\nmodule = '../secrets'", "is not the name of a module"),
        (ONE + ONE.partition("\n")[2], "the problem squares occurs twice"),
        (ONE + "parts = 3", "the parts of a [[problem]] are a table"),
        (ONE + "parts = { a = 3 }", "the parts of a [[problem]] are a table"),
        (ONE + "[[process]]\nnumber = 2", "a [[process]] has a number, a title and a list of questions"),
        (ONE + "[process]\nnumber = 2", "a [[process]] has a number, a title and a list of questions"),
    ],
)
def test_a_flawed_sheet_is_told_of_only_to_those_who_ask_for_it(ask, course, text, flaw):
    (course / "sheets" / "two.toml").write_text(text)
    assert ask("check", "one", course=course)[0] == 0
    status, out, err = ask("check", "two", course=course)
    assert (status, out) == (2, "")
    assert err.startswith(f"answerkey: {course / 'sheets' / 'two.toml'}: ")
    assert flaw in err


# -- check


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (["steps/a"], 0),
        (["steps/h", "steps/g"], 1),
        (["steps/g"], 3),
        (["steps/c", "steps/a"], 3),
        (["steps/h", "steps/z"], 2),
        (["steps/h", "missing"], 2),
    ],
)
def test_exit_status(ask, wanted, status):
    assert ask("check", *wanted)[0] == status


def test_what_is_unknown_does_not_stop_the_rest(ask):
    status, out, err = ask("check", "steps/a", "steps/z", "stesp")
    assert status == 2
    assert "1 of 1 part proved and measured · 2 proved · 1 measured" in out
    assert err.splitlines() == [
        "answerkey: there is no sheet, problem or part 'stesp' (did you mean steps?)",
        "answerkey: steps has no part 'z' (its parts are a, b, c, d, e, f, g, h, i)",
    ]


def test_a_failing_line_is_shown_with_its_place_and_counterexample(ask):
    _, out, _ = ask("check", "steps/h")
    assert re.search(
        r"1\(h\)  steps\(h\)\n  tests/broken/steps\.py:74:29  step  refuted\n"
        r" +\(1 \+ x\)\^2 = 1 \+ x \+ x\^2\n +at x = 1: the left side is 4 and the right side is 3\n",
        out,
    )


def test_json(ask, tmp_path):
    file = tmp_path / "results.json"
    file.write_text("before")
    assert ask("check", "steps/h", "--seed", 7, "--json", file)[0] == 1
    found = json.loads(file.read_text())
    assert list(found) == ["schema", "version", "seed", "results", "summary"]
    assert (found["schema"], found["version"], found["seed"]) == (1, __version__, 7)
    assert found["summary"] == {"proved": 2, "measured": 1, "refuted": 1, "undecided": 0, "unread": 0}
    (wrong,) = [result for result in found["results"] if result["verdict"] == "refuted"]
    assert wrong.pop("seconds") >= 0
    assert wrong == {
        "sheet": "broken", "problem": "steps", "part": "h", "number": "1(h)", "item": "step",
        "source": {"path": "tests/broken/steps.py", "line": 74, "column": 29},
        "latex": "(1 + x)^2 = 1 + x + x^2", "read_as": wrong["read_as"], "verdict": "refuted",
        "because": "the left side is 4 and the right side is 3", "witness": {"x": "1"},
        "says": "at x = 1: the left side is 4 and the right side is 3",
    }  # fmt: skip
    assert os.listdir(tmp_path) == ["results.json"]


def test_json_to_standard_output_comes_alone(ask):
    status, out, err = ask("check", "steps/a", "--json", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["summary"]["proved"] == 2


def test_a_file_keeps_what_it_had_where_nothing_could_be_checked(ask, tmp_path):
    file = tmp_path / "results.json"
    file.write_text("before")
    assert ask("check", "steps/z", "--json", file)[0] == 2
    assert file.read_text() == "before"
    assert os.listdir(tmp_path) == ["results.json"]


def test_a_device_is_written_to_and_not_replaced(ask):
    assert ask("check", "steps/a", "--json", "/dev/null")[0] == 0
    assert not Path("/dev/null").is_file()


def test_modules_are_named_with_the_line_at_fault(ask, course):
    (course / "squares.py").write_text("x = 1\ny = = 2\n")
    status, out, err = ask("check", course=course)
    assert (status, err) == (2, f"answerkey: squares: {course}/squares.py:2: SyntaxError: invalid syntax\n")
    assert "!  1  squares  could not be checked" in out
    (course / "squares.py").write_text(SOUND + SOUND.partition("\n\n\n")[2].join(["\n\n", ""]))
    status, _, err = ask("check", course=course)
    assert (status, err) == (2, f"answerkey: squares: {course}/squares.py:1: the part 'LABEL' is defined twice\n")
    (course / "squares.py").write_text("# a comment\nx = 1\n" + SOUND)
    status, _, err = ask("check", course=course)
    assert (status, err) == (2, f"answerkey: squares: {course}/squares.py:1: the problem has no title and statement\n")


def test_what_a_module_prints_stays_out_of_the_output(course, capfd):
    (course / "squares.py").write_text(SOUND + "\n\nprint('hello')\n")
    assert main(["check", "--json", "-"], course) == 0
    assert json.loads(capfd.readouterr().out)["summary"]["measured"] == 1


# -- list


def test_list(ask, course):
    status, out, err = ask("list", course=course)
    assert (status, err) == (0, "")
    assert re.fullmatch(r"one  Squares\n  1 +squares +Squares\n +1 +- +Formula +What is \$\(1 \+ x\)\^2\$\?\n\n", out)
    status, out, _ = ask("list", "--json", course=course)
    part = {"part": "", "number": "1", "kind": "Formula", "question": "What is $(1 + x)^2$?"}
    problem = {"number": "1", "problem": "squares", "title": "Squares", "parts": [part]}
    assert json.loads(out)["sheets"] == [{"sheet": "one", "title": "Squares", "problems": [problem]}]


# -- decide


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([r"\frac{1}{\sigma^2}", r"\sigma^{-2}", "--where", r"\sigma > 0"], 0, "proved: "),
        (
            [r"|1 - x| < 1", r"0 < x \le 2"],
            1,
            "refuted: at x = 2: the left side does not hold and the right side holds\n",
        ),
        (["-x", "|x|"], 1, "refuted: at x = 1: the left side is -1 and the right side is 1\nread as: -x = abs(x)\n"),
        (["x", "-x", "--where", "-x > 0", "x < 0"], 1, "refuted: at x = -"),
        (["A^T B", "(B^T A)^T", "--shape", "A=m,n", "B=m,n"], 0, "proved: "),
        (["A^T A", "A A^T", "--shape", "A=n,n"], 1, "refuted: at A = ["),
        (["x", r"\frac{x", "--timeout", "5"], 3, "unread: "),
        (["x", "x" * 300_000], 3, "unread: "),
    ],
)
def test_decide(ask, arguments, status, said):
    found, out, err = ask("decide", *arguments)
    assert (found, err) == (status, "")
    assert out.startswith(said)


PAIRS = rb"""{"id": "true", "lhs": "x + x", "rhs": "2x"}
{"id": 2, "lhs": "x"
{"id": "three", "lhs": 3, "rhs": "x"}

{"id": "sides", "lhs": "A^T A", "rhs": "A A^T", "shapes": {"A": ["n", "n"]}}
[1, 2]
{"id": "where", "lhs": "x", "rhs": "x", "where": "x > 0"}
{"id": "braces", "lhs": "\\frac{x", "rhs": "x"}
{"id": "last", "lhs": "|x|", "rhs": "x", "where": ["x > 0"]}
"""


def test_pairs_are_answered_in_order_whatever_is_among_them(ask, tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(PAIRS + b"\xff\n")
    status, out, err = ask("decide", "--pairs", file)
    found = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (1, "")
    assert [(pair["id"], pair["verdict"]) for pair in found] == [
        ("true", "proved"), (None, "unread"), ("three", "unread"), ("sides", "refuted"), (None, "unread"),
        ("where", "unread"), ("braces", "unread"), ("last", "proved"), (None, "unread"),
    ]  # fmt: skip
    assert [list(pair) for pair in found] == [["id", "verdict", "because", "witness", "seconds"]] * 9
    assert found[1]["because"].startswith("line 2: ")
    assert found[8]["because"].startswith("line 10: ")


def test_pairs_to_a_file(ask, tmp_path):
    file, results = tmp_path / "pairs.jsonl", tmp_path / "results.jsonl"
    file.write_text('{"id": 1, "lhs": "x", "rhs": "x + 0"}\n{"id": 2, "lhs": "x", "rhs": "x + x - x"}\n')
    assert ask("decide", "--pairs", file, "--json", results) == (0, "2 pairs · 2 proved\n", "")
    assert [json.loads(line)["id"] for line in results.read_text().splitlines()] == [1, 2]


def test_a_pair_that_runs_out_of_time_does_not_stop_the_next(ask, tmp_path):
    file = tmp_path / "pairs.jsonl"
    pair = {"lhs": "(A^T A + I)^{-1} A^T", "rhs": "A^T (A A^T + I)^{-1}", "shapes": {"A": ["m", "n"]}}
    file.write_text("\n".join(json.dumps(pair | {"id": i}) for i in range(2)))
    status, out, _ = ask("decide", "--pairs", file, "--timeout", "0.0001")
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 3
    assert [(pair["id"], pair["verdict"], pair["because"]) for pair in found] == [
        (i, "undecided", "did not finish within 0.0001 s") for i in range(2)
    ]


# -- report


def test_a_report_prints_what_it_wrote(ask, course, tmp_path):
    status, out, err = ask("report", "one", "--to", "md", "-o", tmp_path / "out", course=course)
    assert (status, err) == (0, "")
    assert out == f"{tmp_path}/out/one.md\n"
    assert "Squares" in Path(out.strip()).read_text()


def test_a_report_of_something_refuted_is_written_and_says_so(ask, course, tmp_path):
    (course / "squares.py").write_text(SOUND.replace("Multiplied out,", "As $x = x + 1$,"))
    status, out, err = ask("report", "one", "--to", "md", "-o", tmp_path / "out", course=course)
    assert status == 1
    assert Path(out.strip()).exists()
    assert err == "answerkey: 1 refuted, and marked so in the report; see answerkey check one\n"


def test_no_report_where_a_part_is_missing_or_the_folder_is_none(ask, course, tmp_path):
    (tmp_path / "file").write_text("")
    assert ask("report", "one", "--to", "md", "-o", tmp_path / "file", course=course)[::2][0] == 2
    (course / "squares.py").write_text("")
    status, out, err = ask("report", "one", "--to", "md", "-o", tmp_path / "out", course=course)
    assert (status, out) == (2, "")
    assert err.endswith("answerkey: no report was written, as not every part could be checked\n")
    assert not (tmp_path / "out").exists()
    assert ask("report", "squares", "--to", "md", course=course)[0] == 2
