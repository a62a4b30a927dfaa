"""Right keys, rewritten, raise no alarm; errors planted in them are found at their lines.  The bench tries them all."""

from random import Random

import pytest

from answerkey.context import Context
from benchmarks.keys import rewriting
from benchmarks.keys.bases import Maths, keys
from benchmarks.keys.others import OTHERS
from benchmarks.keys.planting import KINDS, MARK, errors
from benchmarks.keys.printing import FLAVOURS, printed
from benchmarks.keys.trials import checked, flavours, planted, rewrites, shares

QUICK = ("tikhonov", "instance_noise", "ridge_map", "vector_jacobian")
CONTEXT = Context().declare(r"a, b, c, x, \eta \in \mathbb{R}")


@pytest.mark.parametrize("name", QUICK)
def test_a_rewritten_key_raises_no_alarm(name):
    for result in rewrites(name, 2, seed=1):
        assert result.good, str(result)


@pytest.mark.parametrize("name", ("tikhonov", "ridge_map", "vector_jacobian"))
def test_planted_errors_are_found_at_their_lines(name):
    found = planted(name, 4, seed=1)
    assert len(found) >= 3 and all(result.good for result in found), "\n".join(map(str, found))


@pytest.mark.parametrize("name", OTHERS)
def test_keys_of_other_topics_are_right_and_errors_in_them_are_found(name):
    key = OTHERS[name]
    formulas = [f for part in key.parts for said in part.lines for f in said if isinstance(f, Maths)]
    assert all(rewriting.holds(f.latex, f) for f in formulas if f.role == "claim")
    assert all(result.good for result in rewrites(name, 2, seed=1))
    found = planted(name, 3, seed=2)
    assert len(found) == 3 and all(result.good for result in found), "\n".join(map(str, found))


def test_as_many_errors_are_planted_as_are_asked_for():
    names = ("convexity", "eigenvalues", "tikhonov")
    assert shares(names, 25, seed=0).total() == 25 and shares(names, 3, seed=0) == dict.fromkeys(names, 1)


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.name)
def test_every_flavour_has_every_part(flavour):
    (key,) = keys(("tikhonov",))
    assert flavour in flavours(key)
    trial = checked(key, flavour)
    assert [section.part for section in trial.sections if section.part] == ["a", "b", "c"]
    assert not trial.alarms and len(trial.graded("right")) == 3


@pytest.mark.parametrize(
    "change, latex, among",
    [
        (rewriting.commuted, "a - b = x", {"-b + a = x"}),
        (rewriting.factors_swapped, r"a\eta = x", {r"\eta a = x"}),
        (rewriting.swapped, "a < b", {"b > a"}),
        (rewriting.moved, "a = b + c", {"a - b = c", "a - c = b"}),
        (rewriting.shortened, "a = b = c", {"a = c"}),
    ],
)  # fmt: skip
def test_a_change_says_the_same(change, latex, among):
    found = {change(latex, Random(seed)) for seed in range(30)} - {latex}
    assert found and found <= among


def test_a_rewritten_formula_is_kept_only_if_it_is_proved():
    formula = Maths("(a + b)^2 = a^2 + 2ab + b^2", True, "claim", CONTEXT)
    assert rewriting.holds("b^2 + 2ba + a^2 = (a + b)^2", formula)
    assert not rewriting.holds("b^2 - 2ba + a^2 = (a + b)^2", formula)


def test_a_planted_error_is_marked_and_really_wrong():
    (key,) = keys(("tikhonov",))
    for error in errors(key, Random(0)):
        assert error.kind in KINDS and error.before != error.after
        assert printed(error.key, FLAVOURS[0]).count(MARK) == 1
