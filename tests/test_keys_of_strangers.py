"""What keys of strangers showed: numbers put in for an example, conditions that come after, values at a step."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from derivations import (
    backpropagation,
    dead_units,
    deep_linear_net,
    instance_noise,
    learning_rate,
    linear_regression,
    norm_step_size,
    tikhonov,
    vector_jacobian,
)


def checked(problem, part, text):
    asked = Asked("1", problem.title, tuple(each.label for each in problem.parts))
    sections = outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), [asked])
    found = check_problem(problem, [section for section in sections if section.entry == 0], {})
    return next(section for section in found if section.answers or section.judged)


OF_TWO = r"$$w_1(k+1) = w_1(k) - \alpha_1 w_1(k) w_2(k)^2 = w_1(k)(1 - \alpha_1 w_2(k)^2)$$"
PUT_IN = r"Let $u = b/\rho$. Take $\rho = \frac{15}{2}$. Then "
BY_INDUCTION = r"""the case $k = 0$ is clear. Suppose $x_k = ku$ with $k < 7.5$. Then $x_k - b = (k - 7.5)u$
and $\nabla f(x_k) = -u$."""
ALL_STEPS = r"we have $$x_n = H_n v + v - v = H_n v.$$"
NORMAL = r"$$X^T X \hat{w} = X^T t \implies \hat{w} = (X^T X)^{-1} "
HESSIAN = r"$$\nabla^2 L = \begin{bmatrix} w_2^2 & 2w_1w_2 \\[2pt] 2w_1w_2 & w_1^2 \end{bmatrix}$$"
FASTER = r"If $\eta < \frac{1}{\sigma_\ell^2 + \sigma_s^2}$, the first is faster."
STACKED = (
    r"$$C = \begin{pmatrix} W_1 A \\ W_2 \end{pmatrix}, \qquad d = \begin{pmatrix} W_1 b \\ W_2 c \end{pmatrix}.$$"
)


def standings(problem, part, text):
    return [judged.standing for judged in checked(problem, part, text).judged]


RATES, NORM, NET = learning_rate.problem, norm_step_size.problem, deep_linear_net.problem
REGRESSION, BACK = linear_regression.problem, backpropagation.problem


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
        (NORM, "(c)", PUT_IN + r"$x_9 = x_8 + u$.", ["given", "given", "undecided"]),  # at once: it would be very long
        (
            NORM,
            "(c)",
            PUT_IN + BY_INDUCTION,
            ["given", "given", "given", "given", "given", "follows", "undecided"],
        ),
        # a condition may be in words, and then holds for all of its sentence
        (NORM, "(d)", r"As long as $b$ is not passed, " + ALL_STEPS, ["mention", "given", "holds"]),
        (NORM, "(d)", r"Here $b$ does not matter: " + ALL_STEPS, ["mention", "wrong", "holds"]),
        # a condition may be said after what holds on it
        (
            NET,
            "(a)(5)",
            r"The determinant is $d = 1 - 1 - 3w_1^2w_2^2 = -3w_1^2w_2^2 < 0$ for $w_1, w_2 \ne 0$.",
            ["given", "holds", "follows", "given"],
        ),
        (
            NET,
            "(a)(5)",
            r"The determinant is $d = 1 - 1 - 3w_1^2w_2^2 = -3w_1^2w_2^2 < 0$ for $w_1 \ne 0$.",
            ["given", "holds", "wrong", "given"],
        ),
        # a value at a step
        (NET, "(b)", OF_TWO, ["mention", "holds"]),
        (NET, "(b)", OF_TWO.replace("w_2(k)^2)", "w_2(k))"), ["mention", "wrong"]),
        (NET, "(b)", r"$$2w_1(k) - w_1(k+1) = w_1(k) + w_1(k)$$", ["unread"]),  # and no product with k
        # coordinates in brackets are a column, or a row beside one
        (NORM, "(c)", r"Let $u = (0.8, 0.6)$. Then $5u = [4, 3]$.", ["given", "holds"]),
        (NORM, "(c)", r"Let $u = (0.8, 0.6)$. Then $5u + 5u = 10u = [8, 5]$.", ["given", "holds", "wrong"]),
        (NORM, "(c)", r"Let $u = (0.8, 0.6)$. Then $5u^T = (4, 3)$.", ["given", "holds"]),
        # what the homework calls things
        (REGRESSION, "(2)(a)", NORMAL + r"X^T t$$", ["given", "follows"]),
        (REGRESSION, "(2)(a)", NORMAL + r"t$$", ["given", "undecided"]),
        (REGRESSION, "(2)(b)", r"So $$\hat{w} = (X^T X)^{-1} X^T X w^* = w^*.$$", ["holds", "holds"]),
        (REGRESSION, "(4)(b)", r"So $(\hat{\bm w} - \hat{\bm w}_1)^\top \hat{\bm w} = 0$.", ["holds"]),
        (REGRESSION, "(4)(b)", r"So $\|\hat{w} - \hat{w}_1\|^2 = \|\hat{w}_1\|^2 - \|\hat{w}\|^2$.", ["holds"]),
        (REGRESSION, "(4)(b)", r"So $\|\hat{w} - \hat{w}_1\|^2 = \|\hat{w}_1\|^2 + \|\hat{w}\|^2$.", ["wrong"]),
        (REGRESSION, "(3)(b)", r"So $$\hat{w} = \left(\frac{4}{5}, \frac{2}{5}\right).$$", ["given"]),
        (NET, "(a)(4)", HESSIAN, ["holds"]),
        (NET, "(a)(4)", HESSIAN.replace("2w_1", "w_1"), ["wrong"]),
        (BACK, "(2)", r"$\frac{\partial \mathcal{L}}{\partial h} = (W^{(2)})^T (y - s) + r$", ["holds"]),
        (BACK, "(2)", r"$\frac{\partial \mathcal{L}}{\partial h} = (W^{(2)})^T (y + s) + r$", ["wrong"]),
        # and so may be a letter: this u is a point of the line, and not the sheet's coordinate
        (REGRESSION, "(3)(c)", r"So $$\|u\|^2 = \|\hat{w}\|^2 + \|u - \hat{w}\|^2 = 3.$$", ["undecided", "undecided"]),
        # a function that no question names may be another
        (tikhonov.problem, "(a)", r"Let $g(x) = \|Ax\|^2$. Then $\nabla g(x) = 2A^T A x$.", ["given", "holds"]),
        (tikhonov.problem, "(a)", r"Let $g(x) = \|Ax\|^2$. Then $\nabla g(x) = 2A A^T x$.", ["given", "wrong"]),
        (tikhonov.problem, "(a)", r"Let $f(x) = \|Ax\|^2$. Then $f(x) = x^T A^T A x$.", ["wrong", "consequence"]),
        # a name that is circular is not defined
        (NORM, "(c)", r"Let $\rho := \|b\|$.", ["holds"]),
        (NORM, "(c)", r"Let $\rho := 2\|b\|$. Now $\rho = \|b\| + \|b\|$.", ["given", "undecided"]),  # not the sheet's
    ],
)  # fmt: skip
def test_numbers_conditions_and_steps(problem, part, text, expected):
    assert standings(problem, part, text) == expected


@pytest.mark.parametrize(
    "problem, part, text, grades",
    [
        (
            tikhonov.problem,
            "(b)",
            f"Take {STACKED}",
            ["right"],
        ),  # what follows a wide space is defined like anything else
        (tikhonov.problem, "(c)", r"Take $W_1 = I$, $W_2 = -\sqrt{\lambda} I$ and $c = 0$.", ["right"]),
        (tikhonov.problem, "(c)", r"Take $W_1 = I$, $W_2 = \lambda I$ and $c = 0$.", ["wrong"]),
        (RATES, "(b)", r"For example, $t = \frac{\log(0.01)}{\log(0.8)} = 20.6$.", ["not found"]),
        (
            RATES,
            "(c)",
            r"Both, $\eta < \frac{1}{\sigma_s^2}$. So $0 < \eta < \frac{1}{\sigma_\ell^2}$ and $\sigma_\ell$ limits.",
            ["right"],
        ),
        (REGRESSION, "(2)(a)", r"So $\hat{w} = (X^T X)^{-1} X^T t$.", ["right"]),
        (REGRESSION, "(2)(a)", r"So $\hat{w} = (X^T X)^{-1} X^T t + t^T t$.", ["undecided"]),
        (
            dead_units.problem,
            "(a)",
            r"Let $W^{(1)} = \begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}$, $b^{(1)} = (-2, -2)$. So $h_1 = h_2 = 0$.",
            ["right", "not found"],
        ),
        (NET, "(a)(6)", r"So $L(w_1, w_2) = 0 \iff w_1 w_2 = 0$.", ["right"]),
        (NET, "(a)(6)", r"So $L(w_1, w_2) = 0 \iff w_1^2 w_2^2 = 0$.", ["incomplete"]),
        (NET, "(a)(6)", r"So $L(w_1, w_2) = 0$ if $w_1 = 0$.", ["incomplete"]),
        (instance_noise.problem, "(d)", r"Let $m = \lim_{t \to \infty} \mathbb{E}[w_t]$.", ["not found"]),
    ],
)
def test_answers_of_strangers(problem, part, text, grades):
    assert [answer.grade for answer in checked(problem, part, text).answers] == grades


@pytest.mark.parametrize("near", ["e^{6.9} \\approx 1000", "e^{-30} \\approx 0", "\\cos(60) \\approx 0.5"])
def test_numbers_are_nearly_equal_in_some_sense(near):
    assert standings(RATES, "(e)", f"So ${near}$.") == ["mention"]


@pytest.mark.parametrize("far", ["0.6^{10} \\approx 0.06", "\\ln(0.5) \\approx 0.69", "\\sqrt{5} \\approx 22.4"])
def test_numbers_of_which_the_point_or_the_sign_is_wrong_are_not_nearly_equal(far):
    assert standings(RATES, "(e)", f"So ${far}$.") == ["wrong"]


@pytest.mark.parametrize(
    "before, grade",
    [
        (r"So $0 < \eta < \frac{1}{\sigma^2}$.", "right"),
        (r"So $\eta < \frac{1}{\sigma^2}$.", "incomplete"),
    ],
)
def test_that_a_rate_is_positive_is_said_once(before, grade):
    asked = Asked("1", RATES.title, tuple(each.label for each in RATES.parts))
    text = f"# Problem 1a\n\n{before}\n\n# Problem 1d\n\n{FASTER}\n"
    found = check_problem(RATES, outline(markdown.pieces(text), [asked]), {})
    (answer,) = next(section for section in found if section.part == "d").answers
    assert answer.grade == grade
