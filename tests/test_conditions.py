"""Links that hold only on a condition that nobody states: the condition is named, and an error is none of them."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from derivations import learning_rate, momentum

MATRICES = r"Let $A, B, P \in \mathbb{R}^{n \times n}$, $Q \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$. "
NUMBERS = r"Let $a, b \in \mathbb{R}$. "


def last(text, problem=None, part=""):
    asked = [Asked("1", problem.title, tuple(each.label for each in problem.parts))] if problem else []
    found = check_problem(problem, outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), asked), {})
    return [judged for section in found for judged in section.judged][-1]


@pytest.mark.parametrize(
    "text, condition",
    [
        (MATRICES + r"$$\nabla_x(x^T A x) = (A + A^T)x = 2Ax$$", r"A^\top = A"),
        (MATRICES + r"$$\nabla_x(x^T A x) = 2Ax$$", r"A^\top = A"),
        (MATRICES + r"$$\|Qx\|^2 = x^T Q^T Q x = x^T x$$", r"Q^\top Q = "),
        (MATRICES + r"$$\|Px\|^2 = x^T P^T P x = x^T P x$$", r"P^\top P = P"),
        (NUMBERS + r"$$\sqrt{a^2 b^2} = \sqrt{(ab)^2} = ab$$", r"0 \le a b"),
        (NUMBERS + r"$$|a - b|^2 = (a - b)^2, \quad \max(a, b) = \frac{a + b + |a - b|}{2} = a$$", r"0 \le a - b"),
    ],
)
def test_the_condition_is_named(text, condition):
    judged = last(text)
    assert judged.standing == "conditional" and f"holds only where ${condition}" in judged.verdict.because


@pytest.mark.parametrize(
    "text",
    [
        MATRICES + r"$$\nabla_x(x^T A x) = (A + A^T)x = 3Ax$$",
        MATRICES + r"$$\|Qx\|^2 = x^T Q^T Q x = 2x^T x$$",
        MATRICES + r"$$(AB)^{-1} = B^{-1}A^{-1} = A^{-1}B^{-1}$$",
        NUMBERS + r"$$\sqrt{a^2 b^2} = \sqrt{(ab)^2} = 2ab$$",
    ],
)
def test_an_error_is_no_condition(text):
    assert last(text).standing == "wrong"


def test_the_sheet_tells_of_its_matrices_what_there_is_to_be_told():
    chain = r"$$X^T X(w_t - w^*) = X^T X w_t - X^T y = "
    assert last(chain + r"X^T(X w_t - y)$$", momentum.problem, "(a)").standing == "holds"
    assert last(chain + r"w_t - X^T y$$", momentum.problem, "(a)").standing == "wrong"


def test_signs_of_what_the_sheet_has_may_be_forgotten():
    chain = r"$$|w_t - w^*| = |1 - 2\eta\sigma^2|^t |w^*| = (1 - 2\eta\sigma^2)^t |w^*|$$"
    judged = last(chain, learning_rate.problem, "(a)")
    assert judged.standing == "conditional" and r"0 \le 1 - 2 \eta \sigma^{2}" in judged.verdict.because
