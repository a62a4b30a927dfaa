"""Letters that a key supposes and then finds: equations for them are given, and their values have to satisfy them."""

import pytest

from derivations import learning_rate, momentum
from tests.test_sizes_of_keys import judged

SUPPOSED = r"""Assume that $$R = \begin{bmatrix} a & b \\ c & d \end{bmatrix}$$ From the equations above,
$$\begin{aligned} a_{t+1}[i] &= aa_t[i] + bx_t[i] \\ x_{t+1}[i] &= ca_t[i] + dx_t[i] \end{aligned}$$
"""
CELLS = r"""Therefore
$$R = \begin{bmatrix} 1 - \beta & 2\beta\sigma_i^2 \\ -\eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 \end{bmatrix}$$"""


def last(text, problem, part):
    return judged(text, problem, part)[-1]


def test_equations_for_letters_that_were_supposed_claim_nothing():
    assert [link.standing for link in judged(SUPPOSED + CELLS, momentum.problem, "(b)")] == ["given"] * 4


def test_cells_have_to_satisfy_what_was_supposed_of_them():
    link = last(SUPPOSED + CELLS.replace(r"2\beta\sigma_i^2 \\", r"\beta\sigma_i^2 \\"), momentum.problem, "(b)")
    assert link.standing == "wrong" and "with it $a_{t+1}[i]" in link.verdict.because and link.verdict.witness


@pytest.mark.parametrize(
    "found, expected",
    [
        (r"$p = 1 - 2\eta\sigma^2$ and $q = 2\eta\sigma y$.", ["given", "follows"]),
        (r"$p = 1 - 2\eta\sigma^2$ and $q = 2\eta y$.", ["given", "wrong"]),
        (r"$p = 1 - \eta\sigma^2$ and $q = 2\eta\sigma y$.", ["given", "wrong"]),  # where both are known
    ],
)
def test_letters_are_compared_as_soon_as_all_have_values(found, expected):
    text = rf"Suppose that $w_{{t+1}} = p w_t + q$. Comparing, {found}"
    assert [link.standing for link in judged(text, learning_rate.problem, "(a)")] == ["given", *expected]


def test_an_error_in_one_letter_is_told_once():
    text = r"""Suppose that $w_t = c r^t + d$. From $w_0 = 0$ we get $c + d = 0$. Also $d = \frac{y}{\sigma}$, so
$c = \frac{y}{\sigma}$ and $r = 1 - 2\eta\sigma^2$."""
    standings = [link.standing for link in judged(text, learning_rate.problem, "(a)")]
    assert standings.count("wrong") == 1
    assert "wrong" not in [
        link.standing for link in judged(text.replace("$c = ", "$c = -"), learning_rate.problem, "(a)")
    ]


def test_a_letter_with_two_values_is_one_of_two_cases():
    text = r"Suppose that $w_{t+1} = p w_t + q$. If $\eta = 0$, then $q = 0$. Otherwise $q = 2\eta\sigma y$."
    assert "wrong" not in [link.standing for link in judged(text, learning_rate.problem, "(a)")]
