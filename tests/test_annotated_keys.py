"""An annotated copy of a key: the author's words and formulas, what is to be said of each, and nothing that breaks."""

import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from answerkey.cli import main
from answerkey.keys.annotating import in_latex, printable
from answerkey.results import (
    Annotated,
    AnnotatedAnswer,
    AnnotatedSection,
    Maths,
    Passage,
    Remark,
    Verdict,
    Words,
)
from reports.maths import standard
from reports.rendering import render_key

TEXTS = ("md", "tex", "html")
SHEET = "eecs182-sp25-hw1"
EXAMPLES = Path(__file__).parent.parent / "examples"
HOSTILE = "".join(chr(code) for code in range(32, 127)) + " naïve \u03c3 ≤ 😀 ]( <b> `x` --- end"

needs_tex = pytest.mark.skipif(
    not shutil.which("latexmk") and not os.environ.get("CI"), reason="latexmk is not installed"
)


@pytest.fixture
def copy(tmp_path, capsys):
    """The annotated copy of a key, and the exit status."""

    def copied(key, to, sheet=SHEET):
        status = main(["report", sheet, "--key", str(key), "--to", to, "-o", str(tmp_path / "out")])
        (file,) = capsys.readouterr().out.split()
        return status, Path(file)

    return copied


@pytest.mark.parametrize("to", TEXTS)
def test_a_copy_has_the_key_s_words_and_what_is_wrong(to, tmp_path, copy):
    key = tmp_path / "key.tex"
    key.write_text(
        r"\newcommand{\rate}{\eta} \begin{document} \section*{Problem 1} \subsection*{(a)} Descent is <stable> only if "
        r"$|1 - 2\rate\sigma^2| < 1$, so $\rate < \frac{1}{2\sigma^2}$. \end{document}"
    )
    status, file = copy(key, to)
    page = file.read_text()
    assert status == 1 and file.name == f"key-annotated.{to}"
    for said in (
        "key.tex, annotated", "EECS 182, Spring 2025: Homework 1",
        "2 formulas · 2 read · 1 decided · 0 undecided · 0 unread", "1 answer: 1 wrong", "not in this key: ",
        "Why learning rates cannot be too big", "Descent is", "wrong, line 1", "does not follow from",
        "that holds there, and this does not", "Answer wrong", "simulated (converges)", "The sheet",
    ):  # fmt: skip
        assert said in page.replace("{}", "").replace(r"\ensuremath{\cdot}", "·"), said
    assert "<stable>" not in page and r"\rate" not in page


def test_a_copy_of_nothing(tmp_path, capsys):
    assert main(["report", SHEET, "--key", "no/key.md", "--to", "md", "-o", str(tmp_path / "out")]) == 2
    assert main(["report", SHEET, "--key", "k.md", "--handout", "--to", "md"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert not (tmp_path / "out").exists()


# -- pages


def remark(number=1, standing="wrong", link="", why="the left side is 1", line=7):
    return Remark(number, standing, "refuted" if standing == "wrong" else "undecided", line, link, words(why))


def words(text):
    return Passage((Words(text),))


def page(*pieces, to, answers=()):
    section = AnnotatedSection("1. Rates", "1(a)", Passage(pieces), tuple(answers))
    return render_key("key.md", "Homework 1", ["2 formulas"], [section], to)


@pytest.mark.parametrize("to", TEXTS)
def test_remarks_stand_after_their_paragraph_and_are_numbered(to):
    wrong = Annotated("x = 1", False, "", (remark(1, link="x = 0"), remark(2)))
    right = Annotated("y = 2", True, "proved", ())
    text = page(Words("We have "), wrong, Words(" first."), Words("\n\n"), Words("And then"), right, to=to)
    text = text.partition("1(a)")[2]
    places = [text.index(said) for said in ("We have", "1, 2", "first.", "[1]", "[2]", "And then")]
    assert places == sorted(places)
    marks = {"md": r"y = 2 \qquad \checkmark", "tex": r"\shown{y = 2}{\holdsmark{}}", "html": 'class="proved"'}
    assert marks[to] in text


@pytest.mark.parametrize("to", TEXTS)
def test_a_formula_is_set_only_if_latex_knows_all_of_it(to):
    live = {"md": "$", "tex": "$", "html": "<math"}[to]
    known = page(Annotated(r"\hat{q} + x^2", False, "", (remark(standing="unread"),)), to=to)
    assert live in known.partition("Rates")[2]
    unknown = page(Annotated(r"\mystery{q} + x^2", False, "", (remark(standing="unread"),)), to=to)
    assert r"\mystery" not in unknown or to != "tex"
    assert live not in unknown.partition("1(a)")[2].partition("unread")[0]


@pytest.mark.parametrize(
    ("latex", "is_standard"),
    [
        (r"\hat{w}_i^{(1)} = \frac{1}{\sigma_i} \| y \|^2 \\ \begin{bmatrix} a & b \end{bmatrix}", True),
        (r"x^a^b", False),
        (r"x_{a}_{b}", False),
        (r"\mystery", False),
        (r"\frobnicate x", False),
    ],
)
def test_what_latex_knows(latex, is_standard):
    assert standard(latex) == is_standard


@pytest.mark.parametrize("to", TEXTS)
def test_whatever_is_typed_stays_typed(to):
    formula = Annotated(HOSTILE, True, "", (remark(standing="unread", link=HOSTILE, why=HOSTILE),))
    given = AnnotatedAnswer(
        "wrong", "refuted", 3, Maths(HOSTILE, True, None), Maths(HOSTILE, True, None), (words(HOSTILE),)
    )
    text = page(Words(HOSTILE), formula, to=to, answers=[given])
    if to == "html":
        assert "<b>" not in text.replace('<b class="', "").replace("</b>", "").partition("<body>")[2]
        body = re.search("<body>.*</body>", text.replace("&nbsp;", " "), re.DOTALL)
        ElementTree.fromstring(body[0])


@needs_tex
def test_whatever_is_typed_compiles(tmp_path):
    from reports.typesetting import typeset

    formula = Annotated(HOSTILE, True, "", (remark(standing="unread", link=HOSTILE, why=HOSTILE),))
    wide = Annotated("+".join(f"x_{{{i}}}" for i in range(60)), True, "", (remark(2),))
    answer = AnnotatedAnswer("incomplete", "undecided", 3, Maths(HOSTILE, True, None), None, (words(HOSTILE),))
    file = tmp_path / "key.tex"
    file.write_text(page(Words(HOSTILE), formula, wide, to="tex", answers=[answer]))
    typeset(file)
    assert "Overfull" not in file.with_suffix(".log").read_text(errors="replace").replace("Overfull \\vbox", "")


@needs_tex
@pytest.mark.parametrize("name", ["noise.tex", "../tests/strangers/rates.tex"])
def test_the_examples_compile(name, copy):
    _, file = copy(EXAMPLES / name, "pdf")
    assert file.read_bytes().startswith(b"%PDF")


# -- pieces


def test_tags_and_labels_are_no_mathematics():
    assert printable(r"x = 1 \tag{2}\label{eq:x} \nonumber", {}) == r"x = 1 \qquad (2)"


def test_what_packages_have_is_written_out():
    """The reader knows it, and LaTeX alone would stop at it."""
    assert printable(r"\abs{x} < \norm{y}", {}) == r"\left|x\right| < \left\|y\right\|"
    assert standard(printable(r"\argmin_x \E[\tr(X)]", {}))


def test_values_and_formulas_in_a_reason_are_set():
    said = "at lambda_ = 2, N[0] = 1: does not follow from $x < 1$: no"
    found = in_latex(said, Verdict("refuted", "", {"lambda_": "2", "N[0]": "1"}))
    assert [(type(piece).__name__, getattr(piece, "latex", "") or piece.text) for piece in found.pieces] == [
        ("Words", "at "), ("Annotated", r"\lambda = 2"), ("Words", ", "), ("Annotated", "N_{0} = 1"),
        ("Words", ": does not follow from "), ("Annotated", "x < 1"), ("Words", ": no"),
    ]  # fmt: skip
    assert [piece.text for piece in in_latex("costs 3$ more", Verdict("refuted", "")).pieces] == ["costs 3$ more"]
