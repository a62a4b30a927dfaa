r"""Letters with a mark that nothing declares, such as \hat{w}: of the size of the plain letter, and told as that."""

import pytest

from answerkey.keys.decorated import plain_of, with_marked
from answerkey.keys.shown import taken_for
from derivations import instance_noise, learning_rate, momentum, ridge_map
from tests.test_judging import checked

SINGULAR = r"Since $X = U \Sigma V^T$, let $\hat{y} = U^T y$ and $\hat{w} = (\Sigma^T \Sigma)^{-1} \Sigma^T \hat{y}$. "


def found(text, problem, part):
    section = checked(problem, part, text)
    return [link.standing for link in section.judged], section.inferred


@pytest.mark.parametrize(
    "marked, plain",
    [("w_hat", "w"), ("w_star", "w"), ("X_hat_tilde", "X"), ("v_hat", None), ("w", None), ("w_2", None)],
)
def test_the_plain_letter_has_to_be_declared(marked, plain):
    assert plain_of(marked, momentum.problem.context()) == plain


def test_a_marked_letter_has_the_size_of_the_plain_one():
    context, new = with_marked(r"X^T X \bar{w} + \tilde{w}_t", momentum.problem.context())
    assert new == {"w_bar": "w", "w_tilde": "w"}
    assert context.names.get("w_bar").shape == context.names.sequence("w_tilde").shape == ("n", 1)
    assert with_marked(r"X^T X w", momentum.problem.context()) is None
    assert with_marked(r"X^T X \bar{w} + u", momentum.problem.context()) is None


def test_what_is_said_of_a_marked_letter_is_decided_and_never_wrong():
    text = r"""Note that $\bar{y} = X \bar{w}$. Then $X^T \bar{y} = X^T X \bar{w}$,
and $\|\tilde{w}\| = 1$ and $\tilde{w} = 2y^T y w$."""
    standings, inferred = found(text, momentum.problem, "(a)")
    assert standings[:2] == ["given", "holds"] and "wrong" not in standings
    assert inferred["w_bar"] == "a letter like w"


def test_what_the_key_defines_by_a_marked_letter_counts():
    right = SINGULAR + r"So $\hat{w}_i = \frac{1}{\sigma_i} \hat{y}_i$."
    standings, inferred = found(right, learning_rate.problem, "(g)")
    assert standings == ["given", "given", "given", "holds"] and not inferred
    standings, _ = found(right.replace("{1}", "{2}"), learning_rate.problem, "(g)")
    assert standings == ["given", "given", "given", "wrong"]


@pytest.mark.parametrize(
    "problem, part, text, said",
    [
        (ridge_map, "", r"Here $X E[(ww^T) x^T] = X$.", "x is not declared; X is"),
        (instance_noise, "(b)", r"So $E[\hat{X}_t^T (X_t w_t - y)] = 0$.", r"; \hat{X} takes one"),
    ],
)
def test_a_name_that_is_not_known_is_told_with_the_nearest_one(problem, part, text, said):
    (link,) = checked(problem.problem, part, text).judged
    assert link.standing == "unread" and said in link.verdict.because


def test_what_letters_were_taken_for_is_told():
    assert (
        taken_for({"a": "a real number", "N": "a row", "b": "a real number"})
        == "taken: a, b for a real number; N for a row"
    )
