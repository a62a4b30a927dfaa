"""Documents to pieces, pieces to sections, formulas to rows: whatever the author used, at the right line and column."""

from contextlib import suppress
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerkey.documents import DocumentError, latex, markdown, pieces_of
from answerkey.documents.macros import TooLong, definitions, expanded
from answerkey.documents.outline import Asked, outline
from answerkey.documents.rows import rows
from answerkey.reading.tokens import Unread

SHEET = [Asked("1", "Rates", ("a", "b")), Asked("2", "Norms", ("",)), Asked("3", "Moments", ("1", "2a", "2b"))]
MARKDOWN = {
    "items": "1. Rates\n\n(a) It is\n\n$$x = 1$$\n\n- (b) Then $x < 2$.\n\n2. Norms\n\nHere $y = 3$.\n",
    "headings": "## Problem 1: Rates\n\n### (a)\n\nIt is $x = 1$.\n\n### Part b\n\nThen $x < 2$.\n\n## 2. Norms\n\n"
    "Here $y = 3$.\n",
    "glued": "# Problem 1a\n\nIt is $x = 1$.\n\n# Problem 1b\n\nThen $x < 2$.\n\n# Problem 2\n\nHere $y = 3$.\n",
    "words": "**Problem 1.** Rates.\n\n**(a)** It is $x = 1$.\n\n**(b)** Then $x < 2$.\n\n"
    "**Question 2** Here $y = 3$.\n",
    "brackets": "1. Rates\n\n(a) It is \\(x = 1\\).\n\n(b) Then\n\n\\[x < 2\\]\n\n2. Here \\(y = 3\\).\n",
    "front": "---\ntitle: $z$\n---\n\n1. Rates\n\n(a) It is $x = 1$.\n\n(b) Then $x < 2$.\n\n2. Here $y = 3$.\n",
}
LATEX = {
    "lists": r"\begin{enumerate}\item Rates \begin{enumerate}\item[(a)] It is $x = 1$. "
    r"\item[(b)] Then \[x < 2\] \end{enumerate}"
    r"\item[2.] Here \(y = 3\). \end{enumerate}",
    "sections": r"\section*{Problem 1} \subsection*{(a)} It is $x = 1$. \subsection*{(b)} Then $x < 2$. "
    r"\section*{Problem 2} $y = 3$",
    "exam": r"\begin{questions}\question[5] Rates \begin{parts}\part[2] It is $x = 1$. \part Then $x < 2$. \end{parts}"
    r"\question Here $y = 3$. \end{questions}",
}


def found(pieces):
    """The formulas of each section that has some."""
    sections = [
        (s.problem, s.part, [p.text for p in s.answered if p.kind == "formula"]) for s in outline(pieces, SHEET)
    ]
    return [section for section in sections if section[2]]


EXPECTED = [("1", "a", ["x = 1"]), ("1", "b", ["x < 2"]), ("2", "", ["y = 3"])]


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_is_read_whatever_marks_its_parts(text):
    assert found(markdown.pieces(text)) == EXPECTED


@pytest.mark.parametrize("text", LATEX.values(), ids=LATEX)
def test_latex_is_read_whatever_marks_its_parts(text):
    assert found(latex.pieces(text)) == EXPECTED


@pytest.mark.parametrize("module", [markdown, latex])
def test_every_formula_knows_its_line_and_column(module):
    text = "Some words,\nthen $a = b$ and $a = b$\nagain.\n\nNext $$ c $$ and $d$.\n"
    formulas = [(p.text, p.line, p.column) for p in module.pieces(text) if p.kind == "formula"]
    assert formulas == [("a = b", 2, 7), ("a = b", 2, 19), ("c", 5, 9), ("d", 5, 19)]


def test_what_is_asked_is_told_from_what_is_answered():
    text = "1. Rates\n\n(a) Given $x > 0$, what is $y$?\n\n**Solution:** It is $y = x$.\n\n"
    text += "(b) And $z$?\n\nSolution. $z = 1$\n"
    sections = outline(markdown.pieces(text), SHEET)
    told = [([p.text for p in s.asked if p.kind == "formula"], [p.text for p in s.answered if p.kind == "formula"])
            for s in sections if s.part]  # fmt: skip
    assert told == [(["x > 0", "y"], ["y = x"]), (["z"], ["z = 1"])]


@pytest.mark.parametrize(
    "formula, expected",
    [
        (r"\begin{aligned} a &= b \\ &< c \end{aligned} \tag{3}", [["a", "= b"], ["< c"]]),
        (r"|a| < 1 \implies b = 2", [["|a|", "< 1", r"\implies b", "= 2"]]),
        (r"a = 1, \text{ and } b < 2", [["a", "= 1"], ["b", "< 2"]]),
        (
            r"f(x, y) = \begin{bmatrix} a & b \\ c & d \end{bmatrix}",
            [["f(x, y)", r"= \begin{bmatrix} a & b \\ c & d \end{bmatrix}"]],
        ),
        (r"P(x = 1) \le \sum_{i=1}^n p_i", [["P(x = 1)", r"\le \sum_{i=1}^n p_i"]]),
        (r"\begin{alignat*}{2} a &= b \\[2pt] &= c \end{alignat*}", [["a", "= b"], ["= c"]]),
        (r"x \in [0, 1)", [["x", r"\in [0, 1)"]]),
    ],
)
def test_rows_and_signs(formula, expected):
    assert [[f"{side.sign} {side.latex}".strip() for side in row] for row in rows(formula)] == expected


@pytest.mark.parametrize(
    "source, formula, expected",
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R", r"x \in \mathbb{R}"),
        (r"\newcommand\norm[1]{\|#1\|}", r"\norm{x} \norm y", r"\|x\| \|y\|"),
        (r"\newcommand{\E}[2][x]{E_{#1}[#2]}", r"\E{y} \E[z]{y}", r"E_{x}[y] E_{z}[y]"),
        (
            r"\def\half{\frac12}\def\p#1#2{\frac{\partial #1}{\partial #2}}",
            r"\half\p{f}x",
            r"\frac12\frac{\partial f}{\partial x}",
        ),
        (r"\DeclareMathOperator{\tr}{tr}", r"\tr A", r"\operatorname{tr} A"),
        (r"\let\eps\epsilon", r"\eps x", r"\epsilon x"),
        (r"\let\oldphi\phi \let\phi\varphi \let\varphi\oldphi", r"\phi = \varphi", r"\varphi = \phi"),
        (r"\let\oldvec\vec \renewcommand{\vec}[1]{\oldvec{\mathbf{#1}}}", r"\vec x", r"\vec{\mathbf{x}}"),
        (r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}", r"\norm*{x}", r"\left\lVert x \right\rVert"),
        (r"\DeclarePairedDelimiter\abs{|}{|}", r"\abs[\big]{x}", r"\left| x \right|"),
        (r"\DeclarePairedDelimiterX\ip[2]{(}{)}{#1, #2}", r"\ip{x}{y}", r"\left( x, y \right)"),
        (r"\NewDocumentCommand{\E}{s O{x} m}{E_{#2}[#3]}", r"\E{y} \E*[z]{y}", r"E_{x}[y] E_{z}[y]"),
        (r"\newcommand{\R}{\mathbb{R}} % \renewcommand{\R}{R}", r"\R", r"\mathbb{R}"),
        (r"\newcommand{\R}{\mathbb{R}} \providecommand{\R}{R}", r"\R", r"\mathbb{R}"),
        (r"\newcommand{\N}{{N}}\newcommand{\Nn}{\N_n}", r"\Nn x \Nnn", r"{N}_n x \Nnn"),
        (
            r"\newenvironment{bm}[1]{\begin{bmatrix}#1}{\end{bmatrix}}",
            r"\begin{bm}{a} & b\end{bm}",
            r"\begin{bmatrix}a & b\end{bmatrix}",
        ),
    ],
)
def test_commands_of_the_author_are_written_out(source, formula, expected):
    assert expanded(formula, definitions(source)) == expected


@pytest.mark.parametrize(
    "source", [r"\def\a{\a\a}", r"\def\a{x\a}", r"\newcommand{\a}[1]{#1#1\b{#1}}\newcommand{\b}[1]{\a{#1#1}}"]
)
def test_commands_that_never_end_are_given_up(source):
    with pytest.raises(TooLong):
        expanded(r"\a{x}", definitions(source))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DocumentError, match="cannot read"):
        pieces_of(tmp_path / "key.md")
    (tmp_path / "marked.md").write_bytes(b"\xef\xbb\xbf---\ntitle: $z$\n---\n$x$")
    assert [p.text for p in pieces_of(tmp_path / "marked.md") if p.kind == "formula"] == ["x"]
    (tmp_path / "key.tex").write_bytes(b"\xff\xfe$x$")
    with pytest.raises(DocumentError, match="UTF-8"):
        pieces_of(tmp_path / "key.tex")


SCRAPS = [
    *r"$ $$ \\( \\[ \( \) \[ \] { } [ ] (a) 1. - > # * ** ::: ``` ```{solution} ` <details>".split(),
    *r"<!-- --> | % & \\ x_1= Solution: \begin{align} \end{align} \begin{enumerate}[ \item \item[".split(),
    *r"\section{ \answer{ \def\a#1{ \let \a \newcommand{\b}[1]{ \b #1 \iffalse \fi \ifnum1>0 \verb|".split(),
    *r"\begin{problem} \end{problem} \part \question \setcounter{enumi}{ \input{ :::{.solution}".split(),
    *r"\newenvironment{c} \begin{c} \newtheorem{d}{Solution} \begin{d}".split(),
    *("Problem 1", "\n", "\n\n", " ", "\r", "\U000f0001", "\ue0ff", "\x0c", "\u03b7"),
]


@given(st.lists(st.sampled_from(SCRAPS) | st.text(max_size=4), max_size=25).map("".join))
def test_whatever_is_written_is_taken_apart_or_refused(text):
    lines = text.split("\n")
    for module in (markdown, latex):
        try:
            pieces = module.pieces(text)
        except DocumentError:
            continue
        for piece in pieces:
            for line, column in (
                piece.place(offset) for offset in range(len(piece.text) if piece.kind == "formula" else 1)
            ):
                assert 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
        outline(pieces, SHEET)
    with suppress(Unread):
        rows(text)


@pytest.mark.parametrize(
    "text",
    [
        *(r"\answer{", "{", "$ ", r"\iffalse ", r"\ifnum1<0 ", r"\newcommand{\a}{", "```\n", "x_(", "- "),
        *(r"\begin{frame}{", r"\begin{eqs} a_1", r"\ifsolutions ", r"\ensuremath{", r"\intertext{"),
    ],
)
def test_documents_that_are_meant_to_be_slow_are_not(text):
    for module in (markdown, latex):
        started = perf_counter()
        module.pieces(text * 2000)
        assert perf_counter() - started < 10


@pytest.mark.parametrize(
    "more", [" , ", r"\quad ", "& ", r"\\ & \quad ", r"\text{ if } ", r"\text{(a} ", "a = b & ", r"\color{a} "]
)
def test_formulas_that_are_meant_to_be_slow_are_not(more):
    started = perf_counter()
    with suppress(Unread):
        rows("a = b " + more * 2000)
    assert perf_counter() - started < 10
