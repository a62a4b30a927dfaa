r"""What only arranges a formula changes nothing of what it says: `a &= b \\ &\quad + c` is a = b + c."""

import re
from itertools import pairwise

import pytest

from answerkey.documents import latex
from answerkey.documents.layout import HANGING, nested
from answerkey.documents.outline import outline
from answerkey.documents.rows import rows
from answerkey.keys.checking import check_problem
from benchmarks.keys.bases import keys

NO_TERMS = HANGING | {*"([,^_&", r"\{"}  # behind which a sign is no operator


def said(formula):
    """The rows of a formula, each with its signs and sides, all in one line."""
    return [" ".join(f"{side.sign} {side.latex}".strip() for side in row) for row in rows(formula)]


@pytest.mark.parametrize(
    "formula",
    [
        r"\begin{multline} a \\ = b \\ + c \end{multline}",
        r"\begin{align*} a &= b \\ &\quad + c \end{align*}",
        r"\begin{align} a &= b \\[2pt] &\qquad {} + c \end{align}",
        r"\begin{align*} a &= b \\ &\hspace{1em} + c \end{align*}",
        r"\begin{align*} a &= b \\ &\phantom{=} + c \end{align*}",
        r"\begin{align*} a &= b + \\ & c \end{align*}",
        r"\begin{align*} a &= b + \\ & + c \end{align*}",
        r"\begin{align*} a = \\ &= b + c \end{align*}",
        r"\begin{eqnarray*} \lefteqn{a} \\ &=& b + c \end{eqnarray*}",
        r"\begin{aligned}[t] \MoveEqLeft a \\ &= b + c \end{aligned}",
        r"\begin{array}{rcl} a & = & b \cr & & + c \end{array}",
        r"\begin{IEEEeqnarray*}{rCl} a & = & b \IEEEnonumber \\ && {+} c \end{IEEEeqnarray*}",
        r"\begin{empheq}[box=\fbox]{align*} a &= b + c \end{empheq}",
        r"\boxed{\begin{gathered} a = b + c \end{gathered}}.",
        r"\Aboxed{a &= b + c} \qedhere",
        r"\textcolor{red}{a = \color{blue} b + c}",
        r"a = \textcolor{red}{b} \mathbin{+} \cancel{c} \quad \square",
        r"a\;=\;b + c\ \tag{by \eqref{x_y}} \footnote{why}",
    ],
)
def test_arrangements_of_one_equation(formula):
    assert " ".join(said(formula)) == "a = b + c"


@pytest.mark.parametrize(
    "formula, expected",
    [
        (r"\begin{align*} a &= b \\ -c &= d \end{align*}", ["a = b", "-c = d"]),
        (r"\begin{align*} & a = b \\ & -c = d \end{align*}", ["a = b", "-c = d"]),
        (r"\begin{align*} a &= b \\ &\quad - c \\ &= d \end{align*}", ["a = b - c", "= d"]),
        (r"\begin{align*} a &= b - \\ & c \end{align*}", ["a = b - c"]),
        (r"\begin{align*} a &= f \bigl( b \\ &\qquad - c \bigr) \end{align*}", [r"a = f \bigl( b - c \bigr)"]),
        (r"\begin{align*} a &= b \\ &\;\;\vdots \\ &= c \end{align*}", ["a = b", "= c"]),
        (r"a = \begin{bmatrix} 1 \\ 2 \end{bmatrix} \\ \nabla f = 0", [
            r"a = \begin{bmatrix} 1 \\ 2 \end{bmatrix}", r"\nabla f = 0"
        ]),
        (r"\begin{array}{cc} a & b \\ -c & d \end{array}", [r"\begin{array}{cc} a & b \\ -c & d \end{array}"]),
        (r"x^\textcolor{red}{12} {}^t a", [r"x^\textcolor{red}{12} {}^t a"]),
        (r"\begin{aligned} [x] &= y \end{aligned}", ["[x] = y"]),
        (r"x \in (0, 1] \\ y \in [0, 1)", [r"x \in (0, 1]", r"y \in [0, 1)"]),
        (r"\boxed{a} = \boxed{b}", [r"\boxed{a} = \boxed{b}"]),
    ],
)  # fmt: skip
def test_what_is_a_row_of_its_own(formula, expected):
    assert said(formula) == expected


def standings(text):
    """How each link of a LaTeX source stands that is about two numbers."""
    source = rf"Let $a \in \mathbb{{R}}$ and $b \in \mathbb{{R}}$. {text}"
    checked = check_problem(None, outline(latex.pieces(source), []), {})
    return [each.standing for section in checked for each in section.judged][2:]


def broken(formula, indent):
    """A formula with a break before each plus and minus between terms, in brackets or not."""
    found = nested(formula)
    terms = [b.offset for a, b in pairwise(found) if not b.braces and b.text in "+-" and a.text not in NO_TERMS]
    return "".join(rf"\\ {indent} {c}" if i in terms else c for i, c in enumerate(formula))


def arranged(formula):
    """A formula with a sign, as people arrange it."""
    sign = next(each.offset for each in nested(formula) if each.is_outside and each.text in ("=", "<", r"\le"))
    aligned = f"{formula[:sign]}&{formula[sign:]}"
    for begin, end, lines in [
        (r"\begin{align*}", r"\nonumber \end{align*}", broken(aligned, r"&\quad")),
        (r"\begin{split}", r"\end{split}", broken(aligned, r"&\qquad {}")),
        (r"\begin{IEEEeqnarray}{rCl}", r"\IEEEnonumber \end{IEEEeqnarray}", broken(aligned, "&")),
        (r"\begin{multline}", r"\end{multline}", broken(formula, "")),
        (r"\boxed{\textcolor{red}{", r"}} \qedhere", formula),
    ]:
        yield f"{begin} {lines} {end}"


def test_formulas_of_the_derivations_say_the_same_however_they_are_arranged():
    formulas = [
        piece.latex.rstrip(" .,")
        for key in keys()
        for part in key.parts
        for line in (part.question, *part.lines)
        for piece in line
        if not isinstance(piece, str)
    ]
    formulas = sorted({formula for formula in formulas if r"\begin" not in formula and has_sign(formula)})
    assert len(formulas) > 500
    for formula in formulas[::3]:
        plain = spaceless(formula)
        assert [other for other in arranged(formula) if spaceless(other) != plain] == []


def has_sign(formula):
    return any(each.is_outside and each.text in ("=", "<", r"\le") for each in nested(formula))


def spaceless(formula):
    return re.sub(r"\s+", "", " ".join(said(formula)))


@pytest.mark.parametrize("sign, standing", [("+", "holds"), ("-", "wrong")])
def test_an_error_is_found_over_a_break_and_none_where_there_is_none(sign, standing):
    block = (
        r"\begin{align*} (a + b)^2 &= (a + b) \\ &\quad \times (a + b) \\ &= a^2 + 2ab \\ &\quad SIGN b^2 \end{align*}"
    )
    assert standings(block.replace("SIGN", sign)) == ["holds", standing]


CHAIN = r"\sqrt{a^2} = |a| = a"


@pytest.mark.parametrize(
    "formula, expected",
    [
        (rf"\[ {CHAIN} \quad \text{{for }} a > 0 \]", ["holds", "follows", "given"]),
        (rf"\[ {CHAIN}, \text{{ if $a > 0$}}. \]", ["holds", "follows", "given"]),
        (rf"\[ {CHAIN} \quad (a > 0) \]", ["holds", "follows", "given"]),
        (rf"\[ {CHAIN}, \quad a > 0 \]", ["holds", "follows", "given"]),
        (rf"\[ {CHAIN} \]", ["holds", "conditional"]),
        (rf"\[ {CHAIN} \quad \text{{for }} b > 0 \]", ["holds", "conditional", "given"]),
        (rf"\[ {CHAIN.replace('= a', '= 2a')} \quad \text{{for }} a > 0 \]", ["holds", "wrong", "given"]),
        (rf"\[ {CHAIN} \quad \text{{if }} a \text{{ is large}} \]", ["holds", "undecided", "unread"]),
        (r"\begin{align*} \sqrt{a^2} &= |a| \\ &= a && \text{as long as } a > 0 \\ &= 2a/2 \end{align*}", [
            "holds", "follows", "given", "holds"
        ]),
    ],
)  # fmt: skip
def test_a_condition_within_a_formula(formula, expected):
    assert standings(formula) == expected


@pytest.mark.parametrize("last, standing", [("3b - b", "holds"), ("4b - b", "wrong")])
def test_statements_side_by_side_go_on_below(last, standing):
    block = rf"\begin{{align*}} a + a &= 2a & b + b &= 2b \\ &= 3a - a & &= {last} \end{{align*}}"
    assert standings(block) == ["holds", "holds", "holds", standing]


@pytest.mark.parametrize(
    "remark, is_kept",
    [
        (r"&& \text{(expand)}", False),
        (r"&& \text{reorder}", False),
        (r"\quad \text{[definition 2]}", False),
        (r"\text{ reorder}", True),
        (r"&& \text{(only in this case)}", True),
        (r"\text{ if $c$}", True),
    ],
)
def test_remarks_that_limit_nothing(remark, is_kept):
    assert (said(rf"a &= b {remark}") != ["a = b"]) == is_kept
