"""Documents of every flavour: no formula is lost, each knows its place, and problems, parts and answers are told."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from answerkey.documents import latex, markdown, pieces_of
from answerkey.documents.outline import Asked, outline
from tests.random_documents import LATEX, MARKDOWN, PREAMBLE, documents

MANY = settings(max_examples=150, deadline=None)
FLAVOURS = sorted((Path(__file__).parent / "flavours").iterdir())
SHEET = [
    Asked("1", "Rates of descent", ("a", "b")),
    Asked("2", "Norms", ("",)),
    Asked("3", "Moments", ("1", "2a", "2b")),
]
TWICE = [Asked("3", "Linear models", ("1", "2")), Asked("3", "Linear models and descent", ("1", "2"))]


def check_formulas(text, count, pieces):
    lines = text.split("\n")
    formulas = [piece for piece in pieces if piece.kind == "formula" and piece.text != r"\bullet"]
    assert [int(re.search(r"\d{3}", piece.text)[0]) for piece in formulas] == list(range(100, 100 + count))
    for piece in formulas:
        inner = re.sub(r"^\\begin\{\w+\*?\}|\\end\{\w+\*?\}$", lambda command: " " * len(command[0]), piece.text)
        for offset, character in enumerate(inner):
            if not character.isspace():
                line, column = piece.place(offset)
                assert lines[line - 1][column - 1] == character
    for sheet in (SHEET, []):
        assert sorted(
            piece.text for section in outline(pieces, sheet) for piece in section.pieces if piece.kind == "formula"
        ) == sorted(piece.text for piece in pieces if piece.kind == "formula")


@MANY
@given(documents(MARKDOWN))
def test_no_formula_of_a_markdown_text_is_lost_and_each_keeps_its_place(document):
    text, count = document
    check_formulas(text, count, markdown.pieces(text))


@MANY
@given(documents(LATEX, PREAMBLE))
def test_no_formula_of_a_latex_source_is_lost_and_each_keeps_its_place(document):
    text, count = document
    check_formulas(text, count, latex.pieces(text))


def answers(sections):
    """What is answered in each part."""
    return [
        (section.problem, section.part, kernel(piece.text))
        for section in sections
        for piece in section.answered
        if piece.kind == "formula"
    ]


def kernel(text):
    return re.sub(r"\\(?:begin|end)\{\w+\*?\}|\s", "", text)


@pytest.mark.parametrize("path", FLAVOURS, ids=[path.name for path in FLAVOURS])
def test_problems_parts_and_answers_are_told_whatever_marks_them(path):
    """In each file, x = 1 answers 1(a), x < 2 answers 1(b) and y = 3 answers 2; c is said on the way, q is asked."""
    sections = outline(pieces_of(path), SHEET)
    found = [answer for answer in answers(sections) if not answer[2].startswith("c")]
    assert sorted(set(found)) == [("1", "a", "x=1"), ("1", "b", "x<2"), ("2", "", "y=3")]
    asked = [piece.text for section in sections for piece in section.asked if piece.kind == "formula"]
    assert all(text.startswith("q") for text in asked)


def test_the_parts_and_subparts_of_the_exam_class():
    text = r"""\begin{questions} \question[10] $q$
    \begin{parts} \part[5] $q$ \begin{solution} $x=1$
    \begin{enumerate} \item $c=1$ \item $c=2$ \end{enumerate} \end{solution}
    \part $q$ \begin{solutionorbox}[2in] $x<2$ \end{solutionorbox} \end{parts}
    \titledquestion{Norms} $q$ \begin{solution} $y=3$ \end{solution}
    \setcounter{question}{2} \question \begin{parts} \part $m=1$ \part \begin{subparts} \subpart $m=2$ \subpart $m=3$
    \end{subparts} \end{parts} \end{questions}"""
    assert answers(outline(latex.pieces(text), SHEET)) == [
        ("1", "a", "x=1"), ("1", "a", "c=1"), ("1", "a", "c=2"), ("1", "b", "x<2"), ("2", "", "y=3"), ("3", "1", "m=1"),
        ("3", "2a", "m=2"), ("3", "2b", "m=3"),
    ]  # fmt: skip


def test_parts_of_parts_are_told_from_lists_in_an_answer():
    inner = r"\begin{enumerate} \item $c=1$ \item $c=2$ \end{enumerate}"
    text = rf"""\section*{{Problem 3}}
    \begin{{enumerate}} \item $m=1$ {inner} \item \begin{{enumerate}} \item $m=2$ {inner}
    \item $m=3$ \end{{enumerate}} \end{{enumerate}}"""
    assert [answer for answer in answers(outline(latex.pieces(text), SHEET)) if answer[2][0] == "m"] == [
        ("3", "1", "m=1"), ("3", "2a", "m=2"), ("3", "2b", "m=3"),
    ]  # fmt: skip


def test_numbered_items_in_an_answer_follow_no_heading():
    text = "# Problem 3\n\n## Part 1\n\n1. $m=1$\n2. $m=1$\n\n## Part 2a\n\n1. $m=2$\n2. $m=2$\n\n## Part 2b\n\n$m=3$\n"
    assert list(dict.fromkeys(answers(outline(markdown.pieces(text), SHEET)))) == [
        ("3", "1", "m=1"), ("3", "2a", "m=2"), ("3", "2b", "m=3"),
    ]  # fmt: skip


@pytest.mark.parametrize("titles", [("", ""), (": Linear models", ": Linear models and descent")])
def test_two_problems_of_one_number_are_told_apart(titles):
    text = "".join(f"# Problem 3{title}\n\n1. $a$\n2. $b$\n\n" for title in titles)
    assert [(s.entry, s.part) for s in outline(markdown.pieces(text), TWICE) if s.part] == [
        (0, "1"), (0, "2"), (1, "1"), (1, "2"),
    ]  # fmt: skip
    swapped = "".join(f"# Problem 3{title}\n\n1. $a$\n\n" for title in reversed(titles))
    order = [0, 1] if titles == ("", "") else [1, 0]
    assert [s.entry for s in outline(markdown.pieces(swapped), TWICE) if s.part] == order


def test_a_title_tells_a_problem_that_has_another_number():
    text = "## 4. Norms\n\n$y=3$\n\n## 7. Rates of Descent [10 pts]\n\n(b) $x<2$\n\n(a) $x=1$\n"
    sections = outline(markdown.pieces(text), SHEET)
    assert [(s.problem, s.entry, s.part) for s in sections if s.answered][-3:] == [
        ("7", 0, ""), ("7", 0, "b"), ("7", 0, "a"),
    ]  # fmt: skip
    assert [s.entry for s in sections if s.problem == "4"] == [1]


def test_problems_are_told_without_a_sheet():
    text = "# Problem 1\n\n(a) $x$\n\n(b) $y$\n\n# Problem 2\n\n1. $z$\n"
    assert answers(outline(markdown.pieces(text), [])) == [("1", "a", "x"), ("1", "b", "y"), ("2", "1", "z")]
    bare = "1. Rates\n\n(a) $x$\n\n(b) $y$\n\n2. Norms\n\n$z$\n"
    assert answers(outline(markdown.pieces(bare), [])) == [("1", "a", "x"), ("1", "b", "y"), ("2", "", "z")]
    assert answers(outline(latex.pieces(r"$x$ and \[y\]"), SHEET)) == [("", "", "x"), ("", "", "y")]


@pytest.mark.parametrize(
    "text",
    [
        "(a) $x$\n\nThis is what part\n(b) asks, and $y$.",
        "(a) $x$\n\nPart (b) shows more: $y$.",
        "(a) $x$\n\n(b) and (c) of the last problem give $y$.",
        "(a) $x$\n\nProblem 2 shows $y$.",
        "(a) $x$, by Problem\n2 also $y$.",
        "(a) Cases:\n\n(i) $x$\n\n(ii) $y$",
        "(a) Cases:\n\n1. $x$\n2. $y$",
        "(a) As before\n$$x$$\n(11) gives $y$.",
        "(a) As before\n\n$$x$$\n\n(2)\n\nand $y$.",
        "(a) $x$\n\n1.5 times as much is $y$.",
        "(a) $x$\n\n2\n\n$y$",
        "(a) $x$\n\n2 eigenvalues are $y$.",
    ],
)
def test_what_only_speaks_of_a_part_begins_none(text):
    assert {answer[:2] for answer in answers(outline(markdown.pieces(f"# Problem 1\n\n{text}\n"), SHEET))} == {
        ("1", "a")
    }


@pytest.mark.parametrize(
    "words, formulas",
    [
        (r"choose a W_1 , W_2 , and \mathbf{c} such that", ["W_1", "W_2", r"\mathbf{c}"]),
        (r"X^TX is invertible when n > d, and XX^T otherwise", ["X^TX", "n > d", "XX^T"]),
        ("of w^* , if f(x) = 0.5 and y = [1, 2, 1]", ["w^*", "f(x) = 0.5", "y = [1, 2, 1]"]),
        ("the rate \u03b7 of \u03c3_i ≤ 2 (d > n).", [r"\eta", r"\sigma _i \le  2", "d > n"]),
        (r"solution \hat{w}_1 , a loss \mathcal{L} and E[w_{t+1}]", [r"\hat{w}_1", r"\mathcal{L}", "E[w_{t+1}]"]),
        ("if x = 2 a solution is found; I think of a", ["x = 2"]),
        ("a file step_size_helper.py, `x_1 = 2`, http://a.b/c_d=3 and snake_case = good", []),
        ("on 9/17 at 10:59 (2 pts), 50% of part (a), 3-5 lines; e.g. I, a -> b, x == y", []),
    ],
)
def test_mathematics_without_dollars_is_found_where_it_is_unmistakable(words, formulas):
    pieces = markdown.pieces(f"Here {words} or $x$\n")
    assert [piece.text for piece in pieces if piece.kind == "formula"] == [*formulas, "x"]


def test_the_parts_of_a_sheet_with_one_problem_need_no_number():
    (section,) = [s for s in outline(markdown.pieces("(a) $x$\n"), SHEET[:1]) if s.answered]
    assert (section.problem, section.part, section.entry) == ("1", "a", 0)


def test_ends_of_equations_that_a_file_elsewhere_defines():
    assert [piece.text for piece in latex.pieces(r"Then \be x = 1 \ee, or \bean") if piece.kind == "formula"] == [
        "x = 1"
    ]


def test_what_latex_includes_is_told():
    pieces = latex.pieces(r"\input{macros}\begin{document} $x$ \input{part two} \end{document}")
    assert [piece.text for piece in pieces if piece.kind == "elsewhere"] == [r"\input{part two}"]


@pytest.mark.parametrize("text", ["$x_1 and\n\nthen $y$", "$$x = 1\n\nthen $y$", r"\[x = 1" + "\n\nthen $y$"])
def test_a_formula_that_is_not_closed_costs_no_more_than_its_paragraph(text):
    for module in (markdown, latex):
        assert [piece.text for piece in module.pieces(text) if piece.kind == "formula"][-1] == "y"
