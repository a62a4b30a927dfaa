"""The measurements of RMSProp, against steps that one can work out by hand."""

from itertools import islice

import numpy as np
import pytest

from numeric_checks import rmsprop


def test_the_first_steps_on_a_line():
    path = list(islice(rmsprop.rmsprop(lambda theta: 3.0, 1.0, alpha=0.5, beta_2=0.75), 3))
    assert path == pytest.approx([1, 0, -0.5 / 0.4375**0.5])
    assert rmsprop.first_move(-2.0, alpha=1.0, beta_2=0.75, epsilon=0.0) == pytest.approx(2)
    assert rmsprop.first_move(2.0, alpha=1.0, beta_2=0.75, epsilon=3.0) == pytest.approx(-1)


@pytest.mark.parametrize("beta_2", [0.01, 0.5, 0.99])
def test_steady_moves(beta_2):
    assert rmsprop.steady_move(5.0, 0.3, beta_2, 0.0) == pytest.approx(-0.3, rel=1e-8)
    assert rmsprop.steady_move(3.0, 0.5, beta_2, 16.0) == pytest.approx(-0.3, rel=1e-8)


@pytest.mark.parametrize(("g", "slowed"), [(1.9, False), (2.0, False), (2.1, True)])
def test_what_is_slowed_is_steeper_than_the_ratio_of_the_rates(g, slowed):
    assert rmsprop.is_slowed(g, alpha=0.2, beta_2=0.9, eta=0.1) is slowed


def test_the_scale_is_forgotten():
    assert rmsprop.forgets_scale(1e6, alpha=0.1, beta_2=0.9)
    assert rmsprop.forgets_scale(1e-6, alpha=0.1, beta_2=0.9)


def test_memory_of_noise():
    assert rmsprop.memory_of_noise(0, 3.0, 0.5).value == 0
    for k, mean in ((1, 2.25), (3, 7.875)):
        reading = rmsprop.memory_of_noise(k, 3.0, 0.75 if k == 1 else 0.5)
        assert abs(reading.value - mean) <= reading.error < 0.6


def test_the_swing_attracts_from_far_away_too():
    assert rmsprop.swing(7.0, alpha=0.3, beta_2=0.9) == pytest.approx(0.15, rel=1e-8)
    far = rmsprop.rmsprop(lambda theta: 7 * theta, 40.0, alpha=0.3, beta_2=0.9)
    assert np.abs(list(islice(far, 5000, 5003))) == pytest.approx([0.15] * 3, rel=1e-8)
