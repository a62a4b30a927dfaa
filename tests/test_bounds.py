"""Inequalities in keys: one that is a slip away from a sharp bound is wrong, and conditions stay conditions."""

import pytest

from answerkey.context import Context
from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.bounds import meant_bound
from answerkey.keys.checking import check_problem
from answerkey.reading.parser import read
from derivations import dropout, learning_rate, norm_step_size, tikhonov

ALARMS = ("wrong", "consequence", "conditional")
CONTEXT = Context().declare(
    r"x, y \in \mathbb{R}^n", r"A \in \mathbb{R}^{m \times n}", r"a, b, c, u \in \mathbb{R}", r"\lambda > 0",
    r"0 \le \theta \le 1",
)  # fmt: skip


@pytest.mark.parametrize(
    "slip, instead",
    [
        (r"\|x + y\| \le \|x\| - \|y\|", r"\|x + y\| \le \|x\| + \|y\|"),
        (r"\|x + y\|^2 \le 2\|x\|^2 + \|y\|^2", r"\|x + y\|^2 \le 2\|x\|^2 + 2\|y\|^2"),
        (r"|x^T y| \le \|x\|^2 \|y\|", r"|x^T y| \le \|x\| \|y\|"),
        (r"(x^T y)^2 \le \|x\|^2 \|y\|", r"(x^T y)^2 \le \|x\|^2 \|y\| \|y\|"),
        (
            r"\|\theta x + (1 - \theta) y\|^2 \le \theta \|x\|^2 + (1 + \theta) \|y\|^2",
            r"\|\theta x + (1 - \theta) y\|^2 \le \theta \|x\|^2 + (1 - \theta) \|y\|^2",
        ),
        (r"1 + a \le e^{-a}", r"1 - a \le e^{-a}"),
    ],
)
def test_a_slip_in_a_sharp_bound_is_told(slip, instead):
    names = CONTEXT.names
    assert meant_bound(CONTEXT, read(slip, names)) == read(instead, names)


@pytest.mark.parametrize(
    "condition",
    [
        r"\lambda \|x\|^2 \le \|A x\|^2",
        r"\|A x\|^2 - \lambda \|x\|^2 \ge 0",
        r"\|A^T A x\| \le \lambda \|x\|",
        r"\|x - y\|^2 \le \|x\|^2",
        r"\|x\|^2 \le \|y\|^2",
        r"\|x + y\|^2 \le \|x\|^2 + \|y\|^2",
        r"x^T y \ge 0",
        r"x^T y \ge 1 - \lambda",
        r"(1 - u)^2 \ge 4u",
        r"a^2 - 4 b c \ge 0",
        r"a^2 \ge 4 b c",
        r"a - b \ge c",
        r"e^{-\lambda a} \le b",
    ],
)
def test_a_condition_is_not_taken_for_a_bound(condition):
    assert meant_bound(CONTEXT, read(condition, CONTEXT.names)) is None


def test_bounds_on_numbers_alone_have_to_be_asserted():
    claim = read("2ab \\le a^2 - b^2", CONTEXT.names)
    assert meant_bound(CONTEXT, claim) is None
    assert meant_bound(CONTEXT, claim, asserted=True) == read("2ab \\le a^2 + b^2", CONTEXT.names)


def standings(text, problem=None, part="(a)"):
    asked = [Asked("1", problem.title, tuple(each.label for each in problem.parts))] if problem else []
    text = f"# Problem 1{part}\n\n{text}\n" if problem else f"{text}\n"
    found = check_problem(problem, outline(markdown.pieces(text), asked), {})
    return [judged.standing for section in found for judged in section.judged]


MEAN = r"\mathbb{E}[\operatorname{ReLU}(w^T (m \circ h) + b)]"
VECTORS = r"Let $x, y \in \mathbb{R}^n$. "


@pytest.mark.parametrize(
    "text, problem, part, expected",
    [
        (rf"$${MEAN} \ge \operatorname{{ReLU}}((1 - p) w^T h + b)$$", dropout, "", "holds"),
        (rf"$${MEAN} \ge \operatorname{{ReLU}}((1 + p) w^T h + b)$$", dropout, "", "wrong"),
        (rf"$${MEAN} \ge \operatorname{{ReLU}}(w^T h + b)$$", dropout, "", "wrong"),
        (rf"If $${MEAN} \ge \operatorname{{ReLU}}((1 + p) w^T h + b)$$", dropout, "", "given"),
        (r"$(s_n = H_n \text{ and } H_n \le \rho) \text{ or } n |s_n - \rho| \le 1$", norm_step_size, "(d)", "holds"),
        (r"$(s_n = H_n \text{ and } H_n \le \rho) \text{ or } n |s_n + \rho| \le 1$", norm_step_size, "(d)", "wrong"),
        (r"Here $s_n = H_n \text{ or } n |s_n + \rho| \le 1$", norm_step_size, "(d)", "given"),
        (r"Then $|1 - 2\eta\sigma^2| < 1$.", learning_rate, "(a)", "given"),
        (r"Then $|w_{t+1} - w_t| \le |w_t|$.", learning_rate, "(a)", "given"),
        (r"Then $|w_{t+1} - w^*| \le |w_t - w^*|$.", learning_rate, "(a)", "given"),
        (r"Then $|w_{t+1} - w^*| < |w_t - w^*|$.", learning_rate, "(a)", "given"),
        (VECTORS + r"By the triangle inequality, $\|x + y\| \le \|x\| - \|y\|$.", None, "", "wrong"),
        (VECTORS + r"They are apart if $\|x + y\| \le \|x\| - \|y\|$.", None, "", "given"),
        (VECTORS + r"Let $x^T y \le 0$. Then $\|x + y\|^2 \le \|x\|^2 + \|y\|^2$.", None, "", "follows"),
        (r"By AM-GM $2ab \le a^2 - b^2$.", None, "", "wrong"),
        (r"We get $2ab \le a^2 - b^2$.", None, "", "given"),
        (r"So $(a + b)^2 = a^2 + 2ab + b^2 \le 2a^2 + 2b^2$.", None, "", "holds"),
        (r"So $(a + b)^2 = a^2 + 2ab + b^2 \le 2a^2 + b^2$.", None, "", "wrong"),
        (r"So $(a + b)^2 = a^2 + 2ab + b^2 \le 4$.", None, "", "given"),
    ],
)  # fmt: skip
def test_what_is_a_claim_and_what_a_condition(text, problem, part, expected):
    assert standings(text, problem and problem.problem, part)[-1] == expected


def test_a_name_of_the_sheet_may_be_explained_in_other_words():
    again = r"Where $v_t = 2\frac{w_t}{2}$ we have"
    assert not {*standings(f"{again} $v_t = w_t$.", learning_rate.problem)} & {*ALARMS}


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"$\sum_{k=1}^n k = \frac{n(n + 1)}{2}$", "holds"),
        (r"$\sum_{k=1}^n k = \frac{n^2}{2}$", "wrong"),
        (r"$\sum_{k=1}^n k = 10$", "given"),
        (r"$\sum_{k=1}^n a k = b$", "given"),
        (r"$\operatorname{tr}\left(\begin{pmatrix} a & b \\ b & c \end{pmatrix}^2\right) = a^2 + c^2$", "wrong"),
        (r"$(a + c)^2 - 4(ac - b^2) = (a - c)^2 + b^2$", "wrong"),
        (r"$(a + c)^2 - (ac - b^2) = (a - c)^2 + 4b^2$", "wrong"),
        (r"$a^2 + b^2 = c^2 + 1$", "given"),
        (r"We have $(a - b)^2 = a^2 - 2ab + b^2$, so $2ab \le a^2 + 2b^2$", "holds"),
        (r"We have $(a - b)^2 = a^2 - 2ab + b^2$, so $4ab \le a^2 + b^2$", "wrong"),
        (r"By AM-GM $2ab \le a^2 + b^2$ and $4bc \le b^2 + c^2$", "wrong"),
        (r"It is at most $ax + b \le |ax| + b$", "holds"),
        (r"It is at most $ax + b \le |ax|$", "wrong"),
        (r"We need $ax + b \le |ax|$", "given"),
        (r"We stop if $2ab \le a^2 + b^2$ and $4bc \le b^2 + c^2$", "given"),
    ],
)  # fmt: skip
def test_equations_and_bounds_that_hold_of_any_numbers(text, expected):
    assert standings(rf"Let $a, b, c, x \in \mathbb{{R}}$ and $n \in \mathbb{{N}}$. {text}.")[-1] == expected


def test_what_is_made_of_blocks_is_told_in_full():
    blocks = r"Take $C = \begin{bmatrix} W_1 A \\ W_2 \end{bmatrix}$. "
    known = blocks + r"Then $C^T C = A^T W_1^T W_1 A$."
    assert standings(known, tikhonov.problem, "(b)")[-1] == "wrong"
    assert standings(known.replace("A$.", "A + W_2^T W_2$."), tikhonov.problem, "(b)")[-1] == "holds"
    assert standings(blocks + r"We need $C^T C = A^T A$.", tikhonov.problem, "(b)")[-1] == "given"
