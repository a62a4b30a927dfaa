"""How the statements of a key stand: what is supposed, what follows, what is wrong, and what the answers are worth."""

import pytest

from answerkey.context import Context
from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from answerkey.keys.naming import Named
from answerkey.reading.tokens import Unread
from derivations import dead_units, instance_noise, learning_rate, tikhonov


def checked(problem, part, text):
    asked = Asked("1", problem.title, tuple(each.label for each in problem.parts))
    sections = outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), [asked])
    found = check_problem(problem, [section for section in sections if section.entry == 0], {})
    return next(section for section in found if section.answers or section.judged)


def standings(text, problem=learning_rate.problem, part="(a)"):
    return [judged.standing for judged in checked(problem, part, text).judged]


@pytest.mark.parametrize(
    "text, expected",
    [
        # what an implication starts from is supposed for its conclusion only
        (r"$$\eta = 0 \implies w_{t+1} = w_t$$ All iterates have $w_{t+1} = w_t$.", ["given", "follows", "wrong"]),
        (r"$$\eta = 0 \implies w_{t+1} = 2w_t$$", ["given", "follows"]),  # as w_0 = 0
        (r"$$\eta = \frac{1}{2\sigma^2} \implies w_{t+1} = \frac{y}{\sigma}$$", ["given", "follows"]),
        (r"$$\eta = \frac{1}{\sigma^2} \implies w_{t+1} = \frac{y}{\sigma}$$", ["given", "wrong"]),
        # several conditions hold together, cases are alternatives
        (
            r"If $\eta > 0$ and $\eta < \frac{1}{\sigma^2}$, then $|1 - 2\eta\sigma^2| < 1$.",
            ["given", "given", "follows"],
        ),
        (
            r"If $\eta < 0$, then $1 - 2\eta\sigma^2 > 1$. If $\eta > 0$, then $1 - 2\eta\sigma^2 < 1$.",
            ["given", "follows", "given", "follows"],
        ),
        (
            r"If $\eta < 0$, then $1 - 2\eta\sigma^2 > 1$. If $\eta > 0$, then $1 - 2\eta\sigma^2 < 0$.",
            ["given", "follows", "given", "wrong"],
        ),
        # an equivalence is wrong where either side holds alone
        (r"$$1 - 2\eta\sigma^2 < 1 \iff \eta > 0$$", ["given", "follows"]),
        (r"$$|1 - 2\eta\sigma^2| < 1 \iff 0 \le \eta < \frac{1}{\sigma^2}$$", ["given", "follows", "wrong"]),
        (r"$$|1 - 2\eta\sigma^2| < 1 \implies 0 \le \eta < \frac{1}{\sigma^2}$$", ["given", "follows", "follows"]),
        # what is a slip away from what holds was meant to hold, a condition was not
        (r"Note $\sigma(y - \sigma w)^2 = \sigma y^2 + 2\sigma^2 w y + \sigma^3 w^2$.", ["wrong"]),
        (r"Note $2\eta\sigma^2 - 1 = 1 - 2\eta\sigma^2$ there.", ["given"]),
        (r"Note $w_t = \frac{y}{\sigma}(1 - (1 - \eta\sigma^2)^t)$.", ["wrong"]),
        (r"Suppose $w_t = \frac{y}{\sigma}$.", ["given"]),
        (r"Note $\det\begin{pmatrix} \sigma & \eta \\ \eta & 1 \end{pmatrix} = \sigma + \eta^2$.", ["wrong"]),
    ],
)  # fmt: skip
def test_what_leads_to_a_statement_decides_how_it_stands(text, expected):
    assert standings(text) == expected


def test_a_link_that_needs_a_condition_says_which():
    (judged,) = checked(learning_rate.problem, "(a)", r"$$\eta^2 = \eta|\eta|$$").judged[-1:]
    assert judged.standing == "conditional" or judged.standing == "given"
    links = checked(learning_rate.problem, "(a)", r"$$(\sqrt{\eta^2})^2 = \eta^2 = \eta\sqrt{\eta^2}$$").judged
    assert [link.standing for link in links] == ["holds", "conditional"]
    assert r"$0 \le \eta$" in links[-1].verdict.because


def test_functions_that_a_key_defines_and_a_sigma_that_is_the_sigmoid():
    text = r"Let $q(u) = u^2 + 1$. Then $q'(u) = 2u$ and $q(2) = 5$, so $q(3) = 11$."
    assert standings(text, dead_units.problem) == ["given", "holds", "holds", "wrong"]
    for latex in (r"W_2 \sigma(W_1 x)", r"\phi(W_1 x)", r"\kappa(W_1)"):
        names = Context().declare(r"W_1, W_2 \in \mathbb{R}^{n \times n}", r"x \in \mathbb{R}^n")
        with pytest.raises(Unread):
            Named(names).read(latex)
    text = r"Now $\sigma'(z) = \sigma(z)(1 - \sigma(z))$, and $\sigma'(z) = \sigma(z)(1 + \sigma(z))$ is unread."
    assert standings(text, dead_units.problem) == ["holds", "unread"]


def test_an_error_is_told_once_and_what_carries_it_on_after_it():
    text = r"""$$w_{t+1} = (1 - \eta\sigma^2) w_t + 2\eta\sigma y$$

Hence $$w_{t+1} - w_t = (1 - \eta\sigma^2) w_t + 2\eta\sigma y - w_t.$$"""
    assert standings(text) == ["wrong", "consequence"]


def alone(text):
    """How the statements of a key without a sheet stand."""
    found = check_problem(None, list(outline(markdown.pieces(f"# Problem 1\n\n{text}\n"), [])), {})
    return [judged.standing for section in found for judged in section.judged]


def test_the_determinant_of_a_matrix_that_is_written_out_is_a_value():
    text = r"Let $b \in \mathbb{R}$ with $b > 0$. It has $\det \begin{bmatrix} 1 & b \\ 0 & b \end{bmatrix} = RIGHT$."
    assert alone(text.replace("RIGHT", "b"))[-1] == "holds"
    assert alone(text.replace("RIGHT", "2b"))[-1] == "wrong"


def test_of_several_statements_one_holds():
    text = r"Let $n \in \mathbb{N}$ and $s \in \mathbb{N}$. Then $$s = 1 \text{ or } s = n \text{ or } s = 2n.$$"
    assert alone(text)[-1] == "given"


def test_a_mean_may_be_told_from_right_to_left():
    law = r"Let $x \sim \mathcal{N}(0, 1)$. "
    assert alone(law + r"So $2 \cdot 3 = \mathbb{E}[6x^2]$.")[-1] == "holds"
    assert alone(law + r"So $2 + 3 = \mathbb{E}[6x^2]$.")[-1] == "wrong"


def test_a_claim_that_is_undecided_is_no_more_decided_when_it_is_said_again():
    assert alone("The work is $a^2 b = c + d$. So it is $a^2 b = c + d$.") == ["undecided", "undecided"]
    assert alone("The work is $a^2 b = c + d$. So $2 a^2 b = 2c + 2d$.") == ["undecided", "follows"]


def test_what_a_function_is_said_to_be_is_no_equation_to_be_solved():
    told = r"Let $\kappa(x) = x^2$. Then $LEFT = x^2 + 2x - 2$, and it is large near $x = -1$."
    assert "wrong" not in alone(told.replace("LEFT", r"\kappa(x)"))
    assert alone(told.replace("LEFT", "x^2"))[-1] == "wrong"
    assert "wrong" not in alone(r"For $x > 0$ we get $\kappa(x) = \frac{x}{2x} = 2$, which is large near $x = 1$.")[-1:]


def test_a_transpose_of_a_product_that_was_lost_is_a_slip():
    text = r"Let $F \in \mathbb{R}^{n \times n}$ and let $V \in \mathbb{R}^{n \times n}$ be orthogonal. "
    assert alone(text + "The kernel is $F V (F V)^T = F F^T$.")[-1] == "holds"
    assert alone(text + "The kernel is $F V (F V) = F F^T$.")[-1] == "wrong"


@pytest.mark.parametrize(
    "problem, part, text, grades",
    [
        (learning_rate, "(a)", r"Take $\eta > 0$. Hence $\eta < \frac{1}{\sigma^2}$.", ["right"]),
        (learning_rate, "(a)", r"Monotone for $\eta < \frac{1}{2\sigma^2}$. So $0 < \eta < \sigma^{-2}$.", ["right"]),
        (learning_rate, "(a)", r"So $0 < \eta < \sigma^{-2}$. Answer: $0 < \eta < \frac{2}{\sigma^2}$.", ["wrong"]),
        (learning_rate, "(a)", r"So $\eta > 0$ and $\eta < \sigma^{-2}$.", ["right"]),
        (learning_rate, "(b)", r"So $t = \lceil\frac{\log\epsilon}{\log|1 - 2\eta\sigma^2|}\rceil$.", ["right"]),
        (learning_rate, "(b)", r"So $t \le \frac{\log\epsilon}{\log|1 - 2\eta\sigma^2|}$.", ["wrong"]),
        (
            tikhonov, "(b)",
            r"Take $C = \begin{bmatrix} W_2 \\ W_1 A \end{bmatrix}$ and "
            r"$d = \begin{bmatrix} W_2 c \\ W_1 b \end{bmatrix}$.",
            ["right"],
        ),
        (tikhonov, "(c)", r"Take $W_1 = I$ and $W_2 = \sqrt{\lambda} I$.", ["incomplete"]),
        (tikhonov, "(c)", r"So $W_1 = I$, $W_2 = \lambda I$ and $c = \mathbf{0}$.", ["wrong"]),
        (tikhonov, "(c)", r"So $W_1 = I$, $W_2 = -\sqrt{\lambda} I$ and $c = \mathbf{0}$.", ["right"]),
        (instance_noise, "(a)", r"This gives $\lambda = 2\sigma^2$.", ["wrong"]),
        (dead_units, "(c)(2)", r"So $c + u x_1 + v x_2 > 0$.", ["incomplete"]),
        (dead_units, "(c)(2)", r"So $c > -(u x_1 + v x_2)$.", ["right"]),
    ],
)  # fmt: skip
def test_answers_of_every_kind_are_graded(problem, part, text, grades):
    assert [graded.grade for graded in checked(problem.problem, part, text).answers] == grades
