"""What keys of strangers showed: numbers put in for an example, conditions that come after, values at a step."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from derivations import deep_linear_net, learning_rate, norm_step_size, tikhonov, vector_jacobian


def checked(problem, part, text):
    asked = Asked("1", problem.title, tuple(each.label for each in problem.parts))
    sections = outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), [asked])
    found = check_problem(problem, [section for section in sections if section.entry == 0], {})
    return next(section for section in found if section.answers or section.judged)


OF_TWO = r"$$w_1(k+1) = w_1(k) - \alpha_1 w_1(k) w_2(k)^2 = w_1(k)(1 - \alpha_1 w_2(k)^2)$$"
PUT_IN = r"Let $u = b/\rho$. Take $\rho = \frac{15}{2}$. Then "
STACKED = (
    r"$$C = \begin{pmatrix} W_1 A \\ W_2 \end{pmatrix}, \qquad d = \begin{pmatrix} W_1 b \\ W_2 c \end{pmatrix}.$$"
)


def standings(problem, part, text):
    return [judged.standing for judged in checked(problem, part, text).judged]


RATES, NORM, NET = learning_rate.problem, norm_step_size.problem, deep_linear_net.problem


@pytest.mark.parametrize(
    "problem, part, text, expected",
    [
        # the first link of a chain says what a free name is, or anything in a case with numbers
        (RATES, "(b)", r"For example, $t = \frac{3 \cdot 4}{2} = 6$ steps.", ["given", "holds"]),
        (RATES, "(b)", r"For example, $t = \frac{3 \cdot 4}{2} = 7$ steps.", ["given", "wrong"]),
        (NORM, "(c)", r"Here $\|b\| = \sqrt{9 + 16} = 5$.", ["given", "holds"]),
        (NORM, "(c)", r"Here $\|b\| = \sqrt{9 + 16} = 7$.", ["given", "wrong"]),
        (NORM, "(c)", r"So $\|v\| = 1 + 1 = 2$.", ["wrong", "holds"]),  # which it never is
        (
            vector_jacobian.problem,
            "(3)",
            r"Let $\alpha = v^T y$. With the numbers, $\alpha = 1 + 2 + 3 = 6$.",
            ["given", "given", "holds"],
        ),
        # what depends on a number of the example, and does not name its letter, is about the example
        (NORM, "(c)", PUT_IN + r"$x_2 = 2u$.", ["given", "given", "follows"]),
        (NORM, "(c)", PUT_IN + r"$x_2 = x_1 + u = 3u$.", ["given", "given", "follows", "wrong"]),
        (RATES, "(a)", r"Take $\eta = 1$. Then $w_{t+1} = (1 - \eta\sigma^2) w_t + 2\sigma y$.", ["given", "wrong"]),
        # a condition may be said after what holds on it
        (
            NET,
            "(a5)",
            r"The determinant is $d = 1 - 1 - 3w_1^2w_2^2 = -3w_1^2w_2^2 < 0$ for $w_1, w_2 \ne 0$.",
            ["given", "holds", "follows", "given"],
        ),
        (
            NET,
            "(a5)",
            r"The determinant is $d = 1 - 1 - 3w_1^2w_2^2 = -3w_1^2w_2^2 < 0$ for $w_1 \ne 0$.",
            ["given", "holds", "wrong", "given"],
        ),
        # a value at a step
        (NET, "(b)", OF_TWO, ["mention", "holds"]),
        (NET, "(b)", OF_TWO.replace("w_2(k)^2)", "w_2(k))"), ["mention", "wrong"]),
        (NET, "(b)", r"$$2w_1(k) - w_1(k+1) = w_1(k) + w_1(k)$$", ["unread"]),  # and no product with k
        # a name that is circular is not defined
        (NORM, "(c)", r"Let $\rho := \|b\|$.", ["holds"]),
        (NORM, "(c)", r"Let $\rho := 2\|b\|$. Now $\rho = \|b\| + \|b\|$.", ["given", "undecided"]),  # not the sheet's
    ],
)  # fmt: skip
def test_numbers_conditions_and_steps(problem, part, text, expected):
    assert standings(problem, part, text) == expected


def test_a_name_after_a_wide_space_is_defined_like_any_other():
    (answer,) = checked(
        tikhonov.problem,
        "(b)",
        f"Take {STACKED}",
    ).answers
    assert answer.grade == "right"
