"""What would be given and follows all the same: solutions, bounds after hypotheses, and the number of a step."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from derivations import instance_noise, learning_rate, tikhonov

NORMAL = r"$$\nabla f(x) = 2A^T W_1^T W_1 (Ax - b) + 2W_2^T W_2 (x - c) = \mathbf{0}$$"
BOUNDS = r"$|1 - 2\eta\sigma_l^2| < 1 \implies \eta < \frac{1}{\sigma_l^2}$, for both. As $\sigma_l \gg \sigma_s$, "
ROWS = (
    r"$$\begin{aligned} |w_T - \frac{y}{\sigma}| &< \epsilon |\frac{y}{\sigma}| \\ "
    r"|(1 - 2\eta\sigma^2)^T| &< \epsilon \\ T &%s \frac{\log\epsilon}{\log|1 - 2\eta\sigma^2|} \end{aligned}$$"
)


def judged(text, problem=None, part=""):
    asked = [Asked("1", problem.title, tuple(each.label for each in problem.parts))] if problem else []
    found = check_problem(problem, outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), asked), {})
    return [each for section in found for each in section.judged]


@pytest.mark.parametrize(
    "text, expected, said",
    [
        (r"Setting $2(x - a) + 2bx = 0$ we get $x^* = \frac{a}{1 + b}$.", "follows", "solves"),
        (r"Setting $2(x - a) + 2bx = 0$ we get $\hat{x} = \frac{a}{1 + b}$.", "follows", "solves"),
        (r"Setting $2(x - a) + 2bx = 0$ we get $x^* = \frac{a}{1 - b}$.", "wrong", "would"),
        (r"Setting $2(x - a) + 2bx = 0$ we get $x^* = \frac{2a}{1 + b}$.", "wrong", "does not solve"),
        (r"Setting $2(x - a) + 2bx = 0$ we get $x^* = a + \sin b$.", "given", ""),
        (r"Setting $2(x - a) + 2bx = 0$ we get $z = \frac{a}{1 - b}$.", "given", ""),
        (r"We solve $x^2 - 5x + 6 = 0$: $x = 2$ or $x = 3$.", "follows", "solves"),
        (r"If $x = a + b$ we stop. $x = a - b$ is left.", "given", ""),
        (r"We solve $x^2 - 5x + 6 = 0$: $x = 2$ or $x = 4$.", "given", ""),
        (r"Setting $2(x - a) + 2bx = 0$ we get a minimum. At the other end let $x = \frac{a}{1 - b}$.", "given", ""),
    ],
)
def test_a_value_solves_the_equation_before_it(text, expected, said):
    last = judged(text)[-1]
    assert last.standing == expected and said in last.verdict.because


@pytest.mark.parametrize(
    "text, problem, part, expected",
    [
        (r"$$v(x^2 + \sigma^2) - yx = 0$$ $$v = \frac{yx}{x^2 + \sigma^2}$$", instance_noise, "(d)", "follows"),
        (r"$$v(x^2 + \sigma^2) - yx = 0$$ $$v = \frac{yx}{x^2 - \sigma^2}$$", instance_noise, "(d)", "wrong"),
        (
            r"$v(x^2 + \sigma^2) - yx = 0$. Without noise it would be $v = \frac{yx}{x^2}$.",
            instance_noise, "(d)", "given",
        ),
        (NORMAL + r" $$x^* = (A^T W_1^T W_1 A + W_2^T W_2)^{-1} (A^T W_1^T W_1 b + W_2^T W_2 c)$$", tikhonov, "(a)",
         "follows"),
        (NORMAL + r" $$x = (A^T W_1^T W_1 A + W_2^T W_2)^{-1} (A^T W_1^T W_1 b - W_2^T W_2 c)$$", tikhonov, "(a)",
         "wrong"),
        (BOUNDS + r"we have $\eta < \frac{1}{\sigma_l^2}$.", learning_rate, "(c)", "follows"),
        (BOUNDS + r"we have $\eta < \frac{1}{2\sigma_l^2}$.", learning_rate, "(c)", "given"),
        (ROWS % ">", learning_rate, "(b)", "follows"),
        (ROWS % "<", learning_rate, "(b)", "given"),
    ],
)  # fmt: skip
def test_what_follows_all_the_same(text, problem, part, expected):
    assert judged(text, problem.problem, part)[-1].standing == expected


def test_what_the_words_define_is_given():
    assert judged(r"So $w = \rho_a x + b$, where $\rho_a = \frac{w - b}{x}$.")[-1].standing == "given"


def test_the_number_of_a_step_is_whole():
    asked = [Asked("1", learning_rate.problem.title, ("a", "b"))]
    sections = outline(markdown.pieces("# Problem 1b\n\n$$|w_T| < s$$\n"), asked)
    section = next(found for found in check_problem(learning_rate.problem, sections, {}) if found.part == "b")
    assert section.inferred == {"T": "a whole number", "s": "a real number"}
