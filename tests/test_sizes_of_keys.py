"""Sizes that do not fit in a key: what is missing where the formula holds with it, and what many write and mean."""

import pytest

from answerkey.context import Context
from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem, told_by_sheet
from answerkey.keys.sizes import mended, telling_sizes, what_does_not_fit
from answerkey.keys.turned import turned_names
from answerkey.reading.parser import read
from answerkey.reading.tokens import Misshapen
from derivations import instance_noise, momentum, ridge_map

CONTEXT = Context().declare(
    r"X \in \mathbb{R}^{m \times n}", r"y \in \mathbb{R}^m", r"w \in \mathbb{R}^n", r"\lambda > 0",
    r"X = \begin{bmatrix} x_1^T \\ \vdots \\ x_m^T \end{bmatrix}",
)  # fmt: skip


def judged(text, problem, part=""):
    asked = Asked("1", problem.title, tuple(each.label for each in problem.parts))
    sections = outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), [asked])
    found = check_problem(problem, [section for section in sections if section.entry == 0], {})
    return [link for section in found for link in section.judged]


@pytest.mark.parametrize(
    "latex, why",
    [
        (r"w = (X^T X + \lambda)^{-1} X^T y", r"an identity matrix beside the number $\lambda$ is missing"),
        (r"\|Xw - y\|^2 = \sum_{i=1}^m (x_i^T w - y)^2", "an index of $y$ is missing"),
        (r"\|Xw - y\|^2 = (Xw - y)^2", "the square of a vector is that of its norm"),
        (r"\|Xw - y\|^2 + \lambda w = \|Xw - y\|^2", "the square of the norm of $w$ is missing"),
        (r"w = (X X^T)^{-1} X^T y", "$X X^T$ stands in the place of $X^T X$"),
        (r"w = X (X X^T)^{-1} y", "a transpose of $X$ is missing"),
        (r"X^T w = y", "the transpose in $X^T$ is too much"),
        (r"x_i x_i^T = \|x_i\|^2", "$x_{i} x_{i}^T$ is no number"),
        (r"w = X^T (X X^T + \lambda I)^{-1}", "the factor $y$ is missing"),
        (r"X w + \lambda = y", "a number beside a vector is meant for every entry"),
    ],
)
def test_what_does_not_fit_is_mended_by_one_slip(latex, why):
    with pytest.raises(Misshapen):
        read(latex, CONTEXT.names)
    assert why in [reading.why for reading in mended(latex, CONTEXT)]


def test_what_fits_is_not_mended_and_what_is_no_formula_neither():
    assert mended(r"w = (X^T X + \lambda I)^{-1} X^T y", CONTEXT) == []
    assert mended(r"w = (X^T X + \mu)^{-1} X^T y", CONTEXT) == []  # nobody knows mu
    assert mended(r"w = ((", CONTEXT) == []


def test_the_same_misfit_is_mended_in_the_same_way():
    squares = r"\sum_{i=1}^m (x_i^T w - y)^2"
    readings = mended(f"{squares} = {squares}", CONTEXT)
    assert readings and all(len(reading.mends) == 1 for reading in readings)


def test_the_part_that_does_not_fit_is_shown_with_sizes():
    with pytest.raises(Misshapen) as error:
        read(r"w = (X^T X + \lambda)^{-1} X^T y", CONTEXT.names)
    why = what_does_not_fit(error.value)
    assert why == r"in $X^T X + \lambda$, an n by n matrix cannot be added to a number"
    assert int(telling_sizes(why, CONTEXT)["n"]) > 1


BY_ENTRY = (
    r"$$x_{t+1}[i] = (I - 2\eta\beta\Sigma^T\Sigma)x_t[i] - \eta(1 - \beta)a_t[i]$$"
    r" and also $$a_{t+1}[i] = (1 - \beta)a_t[i] + 2\beta(\Sigma^T\Sigma)x_t[i]$$"
)


def test_a_matrix_beside_an_entry_lacks_its_index_and_that_is_told_once():
    first, second = judged(BY_ENTRY, momentum.problem, "(a)")
    assert (first.standing, second.standing) == ("wrong", "consequence")
    assert r"an index of the matrix $\Sigma^T \Sigma$ is missing" in first.verdict.because
    assert int(first.verdict.witness["n"]) > 1 and "as before" in second.verdict.because


@pytest.mark.parametrize(
    "slip",
    [
        (r"2\beta(\Sigma^T\Sigma)", r"\beta(\Sigma^T\Sigma)"),  # with the index it fails all the same
        (r"2\beta(\Sigma^T\Sigma)", r"2\beta(X^T X)"),  # which is not diagonal: (X^T X x_t)[i] may be meant
    ],
)
def test_what_does_not_hold_with_an_index_either_is_not_blamed(slip):
    (link,) = judged(BY_ENTRY.partition("and also")[2].replace(*slip), momentum.problem, "(a)")
    assert link.standing == "undecided" and "the sizes do not fit" in link.verdict.because


def test_a_number_beside_a_vector_and_the_square_of_a_vector_are_as_many_write_them():
    text = r"The loss is $$\|Xw - y\|^2 = (Xw - y)^2 = w^T X^T X w - 2 w^T X^T y + y^T y$$"
    assert [link.standing for link in judged(text, momentum.problem, "(a)")] == ["holds", "holds"]
    wrong = judged(text.replace("- 2 w^T", "- w^T"), momentum.problem, "(a)")
    assert [link.standing for link in wrong] == ["holds", "wrong"]


def test_a_transpose_that_is_lost_is_told():
    (link,) = judged(r"$$E(wY^T) = E(w(w^T X + \sqrt{\lambda} N^T))$$", ridge_map.problem)
    assert link.standing == "wrong" and "a transpose of $X$ is missing" in link.verdict.because


ROWS = r"$$\mathbb{E}[\|N w\|^2] = \sum_{i=1}^m \mathbb{E}[(N_i w)^2] = m\sigma^2\|w\|^2$$"


def test_rows_may_be_written_as_rows_all_through_a_part():
    assert [link.standing for link in judged(ROWS, instance_noise.problem, "(a)")] == ["holds", "holds"]
    wrong = judged(ROWS.replace(r"m\sigma^2", r"\sigma^2"), instance_noise.problem, "(a)")
    assert [link.standing for link in wrong] == ["holds", "wrong"]


def test_rows_that_are_columns_elsewhere_are_no_rows():
    links = judged(rf"{ROWS} for $$\|N_i\|^2 = N_i^T N_i$$", instance_noise.problem, "(a)")
    assert links[0].standing == "wrong" and "a transpose of N" in links[0].verdict.because


def test_no_name_is_turned_where_everything_fits():
    assert turned_names([], told_by_sheet(instance_noise.problem)) == frozenset()


def test_a_slip_is_carried_on_and_a_new_one_beside_it_is_told():
    text = r"""$$\begin{aligned} \arg\min_w E[\|\hat{X}w - y\|^2]
&= \arg\min_w E\left[\sum_{i=1}^m (\hat{X}_i w - y)^2\right] \\
&= \arg\min_w E\left[\sum_{i=1}^m (X_i w - y)^2 + \sum_{i=1}^m (N_i w)^2\right] \\
&= \arg\min_w \|Xw - y\|^2 + m\sigma^2 w \end{aligned}$$"""
    first, second, third = judged(text, instance_noise.problem, "(a)")
    assert [link.standing for link in (first, second, third)] == ["wrong", "consequence", "wrong"]
    assert "an index of $y$" in second.verdict.because and "the square of the norm" in third.verdict.because


def test_what_is_not_decided_says_what_the_names_are():
    (link,) = judged(r"By part (a) $w = (X^T X + m\sigma^2 I)^{-1} X^T y$.", instance_noise.problem, "(d)")
    assert link.standing == "undecided" and "X is an m by n matrix" in link.verdict.because
    assert "w and sigma and y is a number" in link.verdict.because


@pytest.mark.parametrize(
    "text, problem, part, expected",
    [
        (r"$$E_N[\|(X + N)w - y\|^2] = \|Xw - y\|^2 + m\sigma^2\|w\|^2$$", instance_noise.problem, "(a)", "holds"),
        (r"$$E_N[\|(X + N)w - y\|^2] = \|Xw - y\|^2 + n\sigma^2\|w\|^2$$", instance_noise.problem, "(a)", "wrong"),
        (r"$$E_W[\|Y\|^2] = n$$", ridge_map.problem, "", "unread"),  # over some of what is random alone
        (r"$$\operatorname{Var}(N_i) = \sigma^2$$", instance_noise.problem, "(a)", "holds"),  # of every entry
        (r"$$\operatorname{Var}(N_i) = \sigma$$", instance_noise.problem, "(a)", "undecided"),
        (r"$$\mathbb{E}[N_i N_i^T] = \sigma^2$$", instance_noise.problem, "(a)", "wrong"),
        (r"$$\operatorname{Cov}(Y) = X^T X + \lambda I$$", ridge_map.problem, "", "wrong"),
        (r"$$\operatorname{Cov}(Y) = X X^T + \lambda I$$", ridge_map.problem, "", "holds"),
    ],
)
def test_means_and_covariances_as_authors_write_them(text, problem, part, expected):
    assert [link.standing for link in judged(text, problem, part)] == [expected]


@pytest.mark.parametrize(
    "text, expected",
    [
        # the points are the columns of X here, all through the part
        (r"$$w^* = (X X^T)^{-1} X y$$ and $$z_{t+1} = (1 - \beta) z_t + 2\beta X(X^T w_t - y)$$", ["holds", "holds"]),
        (r"$$w^* = (X X^T)^{-1} X y$$ and $$z_{t+1} = (1 - \beta) z_t + \beta X(X^T w_t - y)$$", ["holds", "wrong"]),
        # and here they are not
        (r"$$w^* = (X X^T)^{-1} X^T y$$", ["wrong"]),
        (r"$$w^* = (X X^T)^{-1} X y$$ and $$z_{t+1} = (1 - \beta) z_t + 2\beta X^T(X w_t - y)$$", ["wrong", "holds"]),
    ],
)
def test_a_matrix_may_be_written_transposed_all_through_a_part(text, expected):
    assert [link.standing for link in judged(text, momentum.problem, "(a)")] == expected
