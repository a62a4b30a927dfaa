"""Quantifiers over all vectors, and over several numbers, as facts of matrices; near-misses are refuted."""

import pytest

from answerkey.deciding.pairs import decide_pair

SHAPES = {"A": ["n", "n"], "X": ["m", "n"], "b": ["m"], "c": ["n"]}
SYMMETRIC = [r"A \text{ is symmetric}"]
RANK = r"\operatorname{rank}(X) = n", r"\operatorname{rank}(X) = m"
ALL = r"\forall x \in \mathbb{R}^n: "
NONZERO = r"\forall x \in \mathbb{R}^n \setminus \{0\}: "
NUMBERS = r"\forall u, v \in \mathbb{R}: "


@pytest.mark.parametrize(
    "lhs, true, false, where",
    [
        (ALL + r"x^TAx \ge \mu\|x\|^2", r"A-\mu I \succeq 0", r"A+\mu I \succeq 0", SYMMETRIC),
        (ALL + r"\|Xx\|^2 \le L\|x\|^2", r"LI-X^TX \succeq 0", r"LI-X^TX \succ 0", []),
        (NONZERO + r"x^TAx > 0", r"A \succ 0", r"A \succeq 0", SYMMETRIC),
        (ALL + r"x \ne \mathbf{0} \Rightarrow \|Xx\| ^ 2 > 0", *RANK, []),
        (ALL + r"x^TAx = 0", r"A^T = -A", r"A = 0", []),
        (ALL + r"Ax = \mathbf{0}", r"A = 0", r"\det(A) = 0", []),
        (ALL + r"c^Tx = 0", r"c = \mathbf{0}", r"c^T\mathbf{1} = 0", []),
        (ALL + r"Xx = \mathbf{0} \Rightarrow x = \mathbf{0}", *RANK, []),
        (ALL + r"Xx = \mathbf{0} \Rightarrow c^Tx = 0", r"\exists u \in \mathbb{R}^m: X^Tu = c", r"c = \mathbf{0}", []),
        (r"\exists x \in \mathbb{R}^n: Xx = b", r"XX^+b = b", r"X^Tb \ne \mathbf{0}", []),
        (r"\exists x \in \mathbb{R}^n: Xx-b = X x_0", r"XX^+b = b", r"b = \mathbf{0}", [r"x_0 \in \mathbb{R}^n"]),
        (r"\forall y \in \mathbb{R}^m \exists x \in \mathbb{R}^n: Xx = y", *RANK[::-1], []),
        (NUMBERS + r"pu^2+2quv+rv^2 \ge 0", r"p \ge 0, r \ge 0, pr \ge q^2", r"p \ge 0 \text{ and } r \ge 0", []),
        (NUMBERS + r"u^2+2uv+qv^2+2v+1 \ge 0", r"q \ge 2", r"q \ge 1", []),
    ],
)  # fmt: skip
def test_quantifiers_of_linear_and_quadratic_bodies(lhs, true, false, where):
    for rhs, status in ((true, "proved"), (false, "refuted")):
        verdict, _, _ = decide_pair(lhs, rhs, where, SHAPES)
        assert verdict.status == status, (rhs, verdict)


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        (ALL + r"x^TAx > 0", r"A \succ 0"),  # not at x = 0
        (ALL + r"x^TAx \ge \mu\|x\|", r"A-\mu I \succeq 0"),
        (ALL + r"x^TAx+c^Tx \ge 0", r"A \succeq 0"),
        (r"\exists x \in \mathbb{R}^n: x^TAx = 1", r"A \succ 0"),
    ],
)
def test_what_is_no_form_is_not_taken_for_one(lhs, rhs):
    assert not decide_pair(lhs, rhs, SYMMETRIC, SHAPES)[0].passes
