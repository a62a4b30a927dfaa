"""Facing an answer with its measurement: only a contradiction refuses, and only agreement passes."""

import numpy as np
import pytest

from answerkey import measuring
from answerkey.answers import Choice, Formula, Locus, Region
from answerkey.context import Context
from answerkey.reading.parser import read

CONTEXT = Context().declare(r"x > 0", r"c \in \mathbb{R}")
DOUBLE = Formula("x + x", "2x").read(CONTEXT)


def test_agreement_is_measured_and_wrong_neighbours_are_refused():
    found = measuring.measure(lambda x: 2 * x, DOUBLE, DOUBLE.neighbours(), seed=0)
    assert found.verdict.status == "measured"
    assert found.refused == len(DOUBLE.neighbours()) > 0


def test_a_disagreement_is_refuted_with_what_was_given():
    verdict = measuring.measure(lambda x: 3 * x, DOUBLE, [], seed=0).verdict
    assert verdict.status == "refuted"
    assert set(verdict.witness) == {"x"}


def test_where_the_answer_is_beyond_the_floats_nothing_is_compared():
    def power(x):
        return x**800 if x <= 2 else float("inf")

    huge = Formula("(x^{400})^2", "x^{800}").read(CONTEXT)
    assert measuring.measure(power, huge, [], seed=0).verdict.status == "measured"
    assert measuring.measure(lambda x: 2 * power(x), huge, [], seed=0).verdict.status == "refuted"


def test_a_neighbour_that_cannot_be_compared_is_not_refused(monkeypatch):
    compare = measuring.compare
    monkeypatch.setattr(measuring, "compare", lambda read, *seen: compare(read, *seen) if read is DOUBLE else None)
    verdict = measuring.measure(lambda x: 2 * x, DOUBLE, DOUBLE.neighbours(), seed=0).verdict
    assert verdict.status == "undecided"
    assert "does not refuse" in verdict.because


def test_a_neighbour_that_the_measurement_accepts_is_not_refused():
    verdict = measuring.measure(lambda x: 2 * x, DOUBLE, [DOUBLE], seed=0).verdict
    assert verdict.status == "undecided"


def test_more_settings_are_measured_where_a_wrong_answer_was_not_noticed_yet():
    """The first points have u >= 0, where a lost sign of an absolute value makes no difference."""
    context = Context().declare(r"u, v \in \mathbb{R}")
    size = Formula("|u| + |v|", r"|u| + |v|").read(context)
    sign_lost = size.answer.neighbour(size, read(r"u + |v|", context.names))
    seen = set()

    def measured(u, v):
        seen.add((u, v))
        return abs(u) + abs(v)

    assert measuring.measure(measured, size, [sign_lost], seed=0).verdict.status == "measured"
    assert any(u < 0 for u, v in seen)
    wrong_below_zero = measuring.measure(lambda u, v: u + abs(v), size, [sign_lost], seed=0).verdict
    assert wrong_below_zero.status == "refuted"


@pytest.mark.parametrize("observed, status", [(True, "measured"), (1, "refuted"), (None, "refuted")])
def test_a_choice_does_its_job_only_if_the_measurement_says_so(observed, status):
    choice = Choice({"c": "2x"}, "c = x + x").read(CONTEXT)
    assert measuring.measure(lambda c, x: observed, choice, [], seed=0).verdict.status == status


def test_a_measurement_that_raises_at_a_wrong_choice_refuses_nothing():
    def works(c, x):
        if abs(c - 2 * x) > 1e-9:
            raise ArithmeticError("no reading")
        return True

    choice = Choice({"c": "2x"}, "c = x + x").read(CONTEXT)
    assert measuring.measure(works, choice, choice.neighbours(), seed=0).verdict.status == "undecided"


@pytest.mark.parametrize("rate, status", [(2, "measured"), (3, "refuted")])
def test_vectors_whose_entries_are_not_rational_are_compared_and_given(rate, status):
    context = Context().declare(r"u \in \mathbb{R}^n", r"q = \tanh(u)")
    answer = Formula(r"\tanh(u) + q", r"2\tanh(u)").read(context)
    verdict = measuring.measure(lambda u, q: np.tanh(u) + (rate - 1) * q, answer, answer.neighbours(), seed=0).verdict
    assert verdict.status == status


ROOTS = Context().declare("a > 0", r"x \in \mathbb{R}")


@pytest.mark.parametrize(
    "answer, measured",
    [
        (Region("x", "x^2 < a", r"-\sqrt{a} < x < \sqrt{a}"), lambda x, a: x * x < a * (1 - 1e-9)),
        (
            Region("x", r"x^2 \ge a", r"x \le -\sqrt{a} \text{ or } x \ge \sqrt{a}"),
            lambda x, a: x * x >= a * (1 - 1e-9),
        ),
        (Region("x", "x^2 < 2", r"-\sqrt{2} < x < \sqrt{2}"), lambda x: x * x < 2 * (1 - 1e-9)),
        (Locus("x^2 = a", r"x = \sqrt{a} \text{ or } x = -\sqrt{a}"), lambda x, a: abs(x * x - a) < 1e-9),
    ],
)
def test_ends_that_are_not_rational_are_tried(answer, measured):
    answer = answer.read(ROOTS)
    found = measuring.measure(measured, answer, answer.neighbours(), seed=0)
    assert found.verdict.status == "measured", found
    assert found.refused == len(answer.neighbours()) > 4


HALVES = Context().declare("a > 0", r"x, q \in \mathbb{R}", "2q = x - a")


@pytest.mark.parametrize(
    "answer, measured",
    [
        (Region("x", "q^2 < 1", "a - 2 < x < a + 2"), lambda x, a: abs(x - a) < 2 - 1e-9),
        (Region("x", "q^2 < 2", r"a - 2\sqrt{2} < x < a + 2\sqrt{2}"), lambda x, a: abs(x - a) < 8**0.5 - 1e-9),
    ],
)
def test_what_an_equation_gives_follows_when_an_end_is_tried(answer, measured):
    answer = answer.read(HALVES)
    found = measuring.measure(measured, answer, answer.neighbours(), seed=0)
    assert found.verdict.status == "measured", found
    assert found.refused == len(answer.neighbours()) > 4


def test_near_a_small_end_of_a_wide_region_a_measurement_is_asked_close_by():
    answer = Region("x", r"(128x - a)(x - 128a) < 0", r"\frac{a}{128} < x < 128a").read(ROOTS)
    found = measuring.measure(lambda x, a: a / 128 < x < 128 * a, answer, answer.neighbours(), seed=0)
    assert (found.verdict.status, found.refused) == ("measured", len(answer.neighbours())), found
