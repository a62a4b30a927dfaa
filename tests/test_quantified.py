"""Quantifiers, and limits of recurrences: what they come to is proved, and near-misses are refuted."""

import pytest

from answerkey.deciding.pairs import decide_pair

SHAPES = {"A": ["n", "n"], "X": ["m", "n"], "b": ["m"], "u": ["n"]}
SYMMETRIC = [r"A \text{ is symmetric}"]
POSITIVE = ["a > 0"]

CLAIMS = [  # where, a quantified claim, what it comes to, what it does not
    (SYMMETRIC, r"\forall x \in \mathbb{R}^n: x^TAx \ge \mu\|x\|^2", r"A - \mu I \succeq 0", r"A - 2\mu I \succeq 0"),
    (SYMMETRIC, r"\forall x \in \mathbb{R}^n: x^TAx \ge (u^Tx)^2", r"A - uu^T \succeq 0", r"A - u^Tu I \succeq 0"),
    ([], r"\forall x \in \mathbb{R}^n: x^TAx = 0", "A^T = -A", "A = 0"),
    ([], r"\forall x \in \mathbb{R}^n: Xx = \mathbf{0} \Rightarrow x = \mathbf{0}",
     r"\operatorname{rank}(X) = n", r"\operatorname{rank}(X) = m"),
    ([], r"\forall y \in \mathbb{R}^m \exists w \in \mathbb{R}^n: Xw = y",
     r"\operatorname{rank}(X) = m", r"\operatorname{rank}(X) = n"),
    ([], r"\exists x \in \mathbb{R}^n: Xx = b", "XX^+b = b", r"b = \mathbf{0}"),
    (POSITIVE, r"\forall x > 0: \log x \le ax - 1", r"a \ge 1", "a > 1"),
    (POSITIVE, r"\forall x \in \mathbb{R}: e^x \ge 1 + ax", "a = 1", r"a \le 1"),
    (POSITIVE, r"\exists x > 0: \log x \ge ax", r"a \le e^{-1}", r"a < e^{-1}"),
]  # fmt: skip


@pytest.mark.parametrize("where, claim, same, other", CLAIMS)
def test_a_quantified_claim_is_what_it_comes_to(where, claim, same, other):
    assert decide_pair(claim, same, where, SHAPES)[0].status == "proved"
    assert decide_pair(claim, other, where, SHAPES)[0].status == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        r"\forall x \in \mathbb{R}^n: x^TAx + u^Tx \ge 0",  # no quadratic form
        r"\forall x \in \mathbb{R}^n: \|x\| \ge x^TAx",
        r"\forall x \in \mathbb{R}^n: x = \mathbf{0} \Rightarrow Ax = \mathbf{0}",
    ],
)
def test_what_is_no_form_is_not_taken_for_one(claim):
    assert decide_pair(claim, r"A + A^T \succeq 0", [], SHAPES)[0].status != "proved"


DESCENT = [r"w_{t+1} = w_t - \eta(\lambda w_t - b)", "w_0 = 0", r"\lambda > 0"]
SCALED = ["w_{t+1} = a w_t", "w_0 = 1"]


@pytest.mark.parametrize(
    "where, limit, condition, truth",
    [
        ([*DESCENT, r"b \ne 0"], r"w_t \to \frac{b}{\lambda}", r"0 < \eta < \frac{2}{\lambda}", True),
        ([*DESCENT, r"b \ne 0"], r"w_t \to \frac{b}{\lambda}", r"0 < \eta \le \frac{2}{\lambda}", False),
        (DESCENT, r"w_t \to \frac{b}{\lambda}", r"0 < \eta < \frac{2}{\lambda}", False),  # b = 0 stays where it is
        (SCALED, r"w_t \to 0", "|a| < 1", True),
        (SCALED, r"w_t \to 0", r"|a| \le 1", False),
        (SCALED, r"w_t \to 1", "a = 1", True),
        (SCALED, r"2w_t + 3 \to 3", "-1 < a < 1", True),
    ],
)
def test_an_affine_recurrence_tends_to_its_fixed_point(where, limit, condition, truth):
    assert decide_pair(limit, condition, where)[0].status == ("proved" if truth else "refuted")


@pytest.mark.parametrize(
    "limit, condition, truth",
    [
        (r"a + r(\frac{x}{s})^t \to a", "|x| < s", True),
        (r"a + r(\frac{x}{s})^t \to a", r"|x| \le s", False),
        (r"a + r(\frac{x}{s})^t \to b", r"|x| < s \text{ and } a = b \text{ or } x = s \text{ and } b = a + r", True),
        (r"a + r(\frac{x}{s})^t \to b", r"|x| < s \text{ and } a = b", False),
        (r"t^2 x^t + a \to a", "|x| < 1", True),
        (r"t x^t \to 0", r"|x| \le 1", False),
        (r"\frac{x^t}{t + s} \to 0", r"|x| < 1", False),
        (r"a t x^t \to 0", r"|x| < 1 \text{ or } a = 0", True),
    ],
)
def test_a_power_times_a_polynomial_dies_out(limit, condition, truth):
    where = ["s > 0", "r > 0", r"t \in \mathbb{N}"]
    assert (decide_pair(limit, condition, where)[0].status == "proved") == truth
