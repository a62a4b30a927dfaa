"""Errors early in long derivations: told once, at the first line, and what carries them on is marked as that."""

import pytest

from answerkey.context import Context
from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.carrying import put
from answerkey.keys.checking import check_problem
from answerkey.reading.parser import read
from derivations import dropout, learning_rate, norm_step_size, ridge_map

SHORT = {"holds": "+", "follows": "+", "given": ".", "mention": "", "wrong": "x", "consequence": ">", "undecided": "?"}


def marks(text, problem=None, part=""):
    """How the links of a key stand, a character each; what claims nothing has none."""
    asked = [Asked("1", problem.title, tuple(each.label for each in problem.parts))] if problem else []
    found = check_problem(problem, outline(markdown.pieces(f"# Problem 1{part}\n\n{text}\n"), asked), {})
    return "".join(SHORT.get(each.standing, "!") for section in found for each in section.judged)


@pytest.mark.parametrize(
    "text, expected",
    [
        # a chain that goes on from a wrong value, and one that goes back to the right one
        (r"$$(a+b)^3 = (a+b)(a^2 + ab + b^2) = a^3 + 2a^2b + 2ab^2 + b^3$$ So $(a+b)^3 - a^3 = 2a^2b + 2ab^2 + b^3$.",
         "x+>"),
        (r"$$(x+1)^2 - (x-1)^2 = x^2 + 2x + 1 - x^2 - 2x - 1 = 4x$$", "x>"),
        (r"$$(x+1)^2 - (x-1)^2 = x^2 + 2x + 1 - x^2 - 2x + 1 = 2$$", "x+"),
        (r"$$(x+1)^2 - (x-1)^2 = x^2 + 2x + 1 - x^2 + 2x - 1 = 4x = 3x$$", "++x"),
        # numbers that were given a wrong value, in whatever is calculated from them
        (r"Let $n = 4$ and $k = 3$. Then $nk = 11$. So $nk + 1 = 12$ and $2nk = 22$. But $n + k = 7$.", "..x>>+"),
        (r"Let $n = 4$ and $k = 3$. Then $nk = 11$. So $2nk = 23$.", "..xx"),
        (r"Let $a = 3$. Then $a^2 = 6$, $2a^2 - a = 9$ and $a^3 = 27$. So $\sqrt{a^2 + 3} = 3$.", ".x>+>"),
        (r"$$P = \frac{0.9 \cdot 0.01}{0.9 \cdot 0.01 + 0.1 \cdot 0.99} = \frac{0.009}{0.999} = 0.009$$ "
         r"Hence $1 - P = 0.991$.", ".x+>"),
        # a wrong derivative, and where it is zero
        (r"Let $f(x) = x^3 - 3x$. Then $f'(x) = 3x^2 - 1$. Setting $3x^2 - 1 = 0$ gives $x = \frac{1}{\sqrt 3}$.",
         ".x.+"),
    ],
)  # fmt: skip
def test_an_error_is_told_once(text, expected):
    assert marks(text) == expected


def test_a_chain_may_begin_and_end_in_identities_of_two_sizes():
    chain = r"$$(A^T A)^{-1} A^T A = I = A (A^T A)^{-1} A^T$$"
    assert marks(rf"Let $A \in \mathbb{{R}}^{{m \times n}}$. {chain}")[-2:] in ("+x", "+!")


@pytest.mark.parametrize(
    "problem, part, text, expected",
    [
        (learning_rate, "(b)",
         r"$$w_{t+1} = (1 - \eta\sigma^2) w_t + \eta\sigma y$$ and hence "
         r"$$w_t = \frac{y}{\sigma}(1 - (1 - \eta\sigma^2)^t).$$ "
         r"So $|w_t - \frac{y}{\sigma}| = |1 - \eta\sigma^2|^t |\frac{y}{\sigma}|$.", "x>>"),
        (learning_rate, "(b)",
         r"$$w_{t+1} = (1 - \eta\sigma^2) w_t + \eta\sigma y$$ and hence "
         r"$$w_t = \frac{y}{\sigma}(1 + (1 - \eta\sigma^2)^t).$$", "xx"),
        (ridge_map, "",
         r"$$\Sigma_{YY} = \mathbb{E}[Y Y^T] = X X^T + \sqrt{\lambda} I$$ and "
         r"$$\mathbb{E}[W \mid Y = y] = \Sigma_{WY}\Sigma_{YY}^{-1} y = X^T (X X^T + \sqrt{\lambda} I)^{-1} y$$",
         ".x+>"),
        (dropout, "",
         r"$$\mathbb{E}[w^T(m\circ h)] = w^T(\mathbb{E}[m]\circ h) = p w^T h.$$ "
         r"So $$\mathbb{E}[w^T(m\circ h) + b] = p w^T h + b.$$", "+x>"),
        (norm_step_size, "(a)",
         r"$$\|v + w\|^2 = \|v\|^2 + 2v^Tw + \|w\|^2 \le \|v\|^2 + \|v\|\|w\| + \|w\|^2 \le (\|v\| + \|w\|)^2$$",
         "+x+"),
    ],
)  # fmt: skip
def test_what_the_sheet_knows_is_carried_on_too(problem, part, text, expected):
    assert marks(text, problem.problem, part) == expected


def test_a_part_of_a_product_is_put_in():
    names = Context().declare(r"n, k, b \in \mathbb{R}").names
    old, new = read("nk", names), read("b", names)
    assert put(read("2nk + n", names), old, new) == read("2b + n", names)
    assert put(read("nb", names), old, new) == read("nb", names)
