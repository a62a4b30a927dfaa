"""The measurements of dead units, at units that one can work out by hand."""

from fractions import Fraction

import numpy as np
import pytest

from numeric_checks import dead_units

F = Fraction


@pytest.mark.parametrize(
    ("u", "v", "c", "dead", "flat"),
    [
        (F(0), F(0), F(-1), True, True),
        (F(0), F(0), F(0), True, False),
        (F(2), F(-1), F(-4), True, True),
        (F(2), F(-1), F(-3), True, False),  # zero in one corner
        (F(2), F(-1), F(-299, 100), False, False),
        (F(-1, 3), F(1, 7), F(-10, 21), True, False),
        (F(0), F(0), F(1), False, False),
    ],
)
def test_dead_and_flat_differ_on_the_edge_alone(u, v, c, dead, flat):
    assert dead_units.is_dead(u, v, c) is dead
    assert dead_units.is_flat(u, v, c) is flat


def test_a_layer_is_dead_when_both_units_are():
    W = np.array([[1.0, 1], [1, -1]])
    assert dead_units.layer_is_dead(W, np.array([-3.0, -3]))
    assert not dead_units.layer_is_dead(W, np.array([-3.0, -1.5]))
    assert not dead_units.layer_is_dead(W, np.array([3.0, 3]))


def test_gradients_are_seen_where_a_unit_is_active_and_the_next_layer_heeds_it():
    x, W, a = np.array([0.5, -1]), np.array([[1.0, 1], [1, -1]]), np.array([1.0, 2])
    assert dead_units.gradients_vanish(x, W, np.array([-3.0, -3]), a, 0.0)
    assert not dead_units.gradients_vanish(x, W, np.array([-3.0, -1]), a, 0.0)
    assert dead_units.gradients_vanish(x, W, np.array([-3.0, -1]), a * [1, 0], 0.0)


def test_decay_of_the_weights_revives_with_a_positive_bias_alone():
    for c, revived in ((1e-3, True), (0.0, False), (-1e-3, False)):
        assert dead_units.revives_at(-2.0, 1.0, c, 1.0, 0.5, 0.1, 0.5) is revived
    assert not dead_units.revives_on_box(-2.0, 1.0, -3.0, 0.1, 0.5)
    assert dead_units.revives_on_box(-2.0, 1.0, -2.9, 0.1, 0.5)


@pytest.mark.parametrize(("mu", "revived"), [(0.0, True), (0.9, True), (1.0, False), (1.1, False), (1.9, False)])
def test_a_bias_with_a_smaller_penalty_outlasts_the_weights(mu, revived):
    assert dead_units.revives_against(2.0, 1.0, 0.5, 1.0, mu) is revived


def test_no_decay_of_all_parameters_changes_a_sign():
    for t in (0, 1, 50):
        assert dead_units.is_active_after(t, F(-2), F(1), F(8, 5), F(1), F(1, 2), F(1, 3), F(1))
        assert not dead_units.is_active_after(t, F(-2), F(1), F(3, 2), F(1), F(1, 2), F(1, 3), F(1))  # zero


@pytest.mark.parametrize(
    ("p", "c", "count"),
    [(F(1), F(1), 0), (F(8), F(1), 3), (F(8) + F(1, 10**30), F(1), 4), (F(2) ** 100, F(1), 100), (F(1), F(0), None)],
)
def test_steps_to_revive_when_the_pull_halves(p, c, count):
    assert dead_units.steps_to_revive(p, c, F(1), F(1, 2)) == count
