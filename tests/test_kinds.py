r"""Parts with several answers, and the kinds that say yes or no, how fast, or something in words."""

import numpy as np
import pytest

from answerkey.answers import Formula, Locus, Qualitative, Rate, Value, Verdict
from answerkey.checking import Broken, Check
from answerkey.problem import Problem

WHERE = [r"x, w \in \mathbb{R}", r"0 < r < 1", r"n \in \mathbb{N}"]
RATE = Rate(r"\lim_{n \to \infty} \frac{r^{n+1} + r^n}{r^n + r^{n-1}}", "r")


def checked(answers, *steps, measured, where=WHERE):
    def derivation():
        yield from steps
        return answers

    derivation.__doc__ = "What is true of $r$, if $0 < r < 1$?"
    problem = Problem("Numbers.\n\nThere are some.", where=where)
    problem.part("a", measured=measured)(derivation)
    return Check(problem.parts[0], "numbers").run()


def verdicts(part):
    return [(answer.formula.result.verdict, answer.measurement.verdict) for answer in part.answers]


def square(w):
    return w * w


def is_square_nonnegative(w):
    return bool(w * w >= 0)


def is_below_its_square(w):
    return bool(w <= w * w)


BELOW = Verdict(r"w \le w^2", "no", {"w": r"\frac{1}{2}"})


def test_several_answers_face_their_measurements_in_order():
    answers = Formula("w w", "w^2"), Verdict(r"w^2 \ge 0", "yes"), BELOW
    measured = square, is_square_nonnegative, is_below_its_square
    part = checked(answers, r"Here $w w = w^2$ and $w^2 \ge 0$.", measured=measured)
    assert verdicts(part) == [("proved", "measured")] * 3
    assert part.kinds == "Formula, Verdict"
    assert [answer.measurement.latex.rpartition(".")[2] for answer in part.answers] == [m.__name__ for m in measured]
    assert part.answers[2].settings == 1


def test_an_answer_without_a_measurement_of_its_own_is_no_answer():
    with pytest.raises(Broken, match="the answers are 2 and the measurements 1"):
        checked((BELOW, BELOW), "Here $w w = w^2$.", measured=is_below_its_square)


@pytest.mark.parametrize(
    "answer, measured, expected",
    [
        (Verdict(r"w^2 \ge 0", "yes"), lambda w: False, ("proved", "refuted")),
        (Verdict(r"w^2 \ge 0", "yes"), lambda w: 1.0, ("proved", "refuted")),
        (Verdict(r"w^2 \ge w", "yes"), is_below_its_square, ("refuted", "refuted")),
        (Verdict(r"w^2 \ge w", "no", {"w": "2"}), is_below_its_square, ("refuted", "refuted")),
        (Verdict(r"w^2 \ge 0", "no", {"w": "0"}), is_square_nonnegative, ("refuted", "refuted")),
        (BELOW, lambda w: True, ("proved", "refuted")),
        (Verdict(r"w^4 \ge 0", "yes"), is_square_nonnegative, ("undecided", "measured")),  # no step says so
        (Verdict(r"w \le w^2", "no", {"v": "2"}), is_below_its_square, ("unread", "undecided")),
    ],
)
def test_a_wrong_yes_or_no_is_noticed(answer, measured, expected):
    part = checked(answer, r"Here $w^2 \ge 0$.", measured=measured)
    assert verdicts(part) == [expected]


def test_of_words_the_core_is_checked_and_what_they_claim():
    words = r"Never below zero, as $w^2 \ge 0$; it may be at $w = 0$."
    part = checked(
        Qualitative(r"Never below zero, as $w^2 = w w$.", BELOW), "$w w = w^2$", measured=is_below_its_square
    )
    assert verdicts(part) == [("proved", "measured")]
    assert part.kinds == "Qualitative"
    assert all(result.verdict in ("proved", "measured") for result in part.results)
    wrong = checked(Qualitative(words, BELOW), "$w w = w^2$", measured=is_below_its_square)
    assert [r.latex for r in wrong.results if r.verdict == "refuted"] == ["w = 0"]


@pytest.mark.parametrize(
    "locus, measured, expected",
    [
        (Locus("2x = w + 1", r"x = \frac{w + 1}{2}"), lambda w: (w + 1) / 2, ("proved", "measured")),
        (Locus("2x = w + 1", r"x = \frac{w + 1}{2}"), lambda x, w: bool(2 * x == w + 1), ("proved", "measured")),
        (Locus("2x = w + 1", r"x = \frac{w + 1}{2}"), lambda w: w, ("proved", "refuted")),
        (Locus("2x = w + 1", r"x = \frac{w + 1}{2}"), lambda x, w: bool(x == w + 1), ("proved", "refuted")),
        (Locus("x w = 0", r"x = 0 \text{ or } w = 0"), lambda x, w: bool(x * w == 0), ("proved", "measured")),
        (Locus("x w = 0", r"x = 0 \text{ or } w = 0"), lambda x, w: bool(x == 0), ("proved", "refuted")),
        (Locus("x w = 0", r"x = 0"), lambda x, w: bool(x * w == 0), ("refuted", "refuted")),
    ],
)
def test_a_locus_is_one_solution_or_many(locus, measured, expected):
    step = r"Here $2x = w + 1 \iff x = \frac{w + 1}{2}$ and $x w = 0 \iff x = 0 \text{ or } w = 0$."
    assert verdicts(checked(locus, step, measured=measured)) == [expected]


def ratio(r):
    powers = r ** np.arange(12)
    return (powers[11] + powers[10]) / (powers[10] + powers[9])


def test_a_rate_is_a_number_that_is_measured():
    part = checked(RATE, rf"${RATE.question} = r$.", measured=ratio)
    assert verdicts(part) == [("proved", "measured")]
    assert part.answers[0].neighbours > 0
    assert verdicts(checked(RATE, rf"${RATE.question} = r$.", measured=lambda r: r**2)) == [("proved", "refuted")]


@pytest.mark.parametrize("value, expected", [(r"\sqrt{1 - r}", "proved"), (r"\sqrt{-r}", "undecided")])
def test_a_wrong_answer_without_a_value_need_not_be_refused(value, expected):
    answer = Formula(r"\frac{1 - r}{\sqrt{1 - r}}", value)  # one of its neighbours is the root of -r
    part = checked(answer, r"Here $\frac{1 - r}{\sqrt{1 - r}} = \sqrt{1 - r}$.", measured=lambda r: (1 - r) ** 0.5)
    assert part.answers[0].formula.result.verdict == expected
    assert (part.answers[0].measurement.verdict == "measured") == (expected == "proved")


def first_with_a_sum_above_three():
    return 11


def test_a_wrong_number_that_its_name_cannot_be_is_refused():
    sums = r"\sum_{k=1}^N \frac{1}{k} - \frac{1}{N} < 3 \le \sum_{k=1}^N \frac{1}{k}"  # which no negative N has
    answer, where = Value({"N": "11"}, sums), [*WHERE, r"N \in \mathbb{N}"]
    part = checked(answer, rf"Let $N = 11$, then ${sums}$.", measured=first_with_a_sum_above_three, where=where)
    assert verdicts(part) == [("proved", "measured")]
    assert part.answers[0].neighbours == 2
