"""The measurements of the network of two weights against what one can work out by hand, and its maps against plain
gradient descent."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from benchmarks.heatmap import apart, rates, whole_arrays
from numeric_checks import deep_linear_net as net


def test_loss_and_its_derivatives():
    assert net.pointwise_loss(3.0, 2.0, 0.5) == 4.5
    reading = net.population_loss(2.0, 3.0)
    assert abs(reading.value - 18) <= reading.error < 4
    assert net.loss_gradient(2.0, 3.0) == pytest.approx([18, 12])
    assert net.loss_hessian(2.0, 3.0) == pytest.approx(np.array([[9, 12], [12, 4]]))
    assert net.updated(0.1, 0.5, 2.0, 3.0) == pytest.approx([0.2, -3])


def test_where_the_loss_is_least_and_curves_upwards():
    assert net.curves_upwards(1.0, 0.0)
    assert not net.curves_upwards(1.0, 1e-3)
    assert net.is_minimiser(0.0, 5.0)
    assert net.is_minimiser(-5.0, 0.0)
    assert not net.is_minimiser(1e-4, 1e-4)


def test_factors_of_a_step():
    assert net.loss_factor(0.5, 0.25, 1.0, 2.0) == pytest.approx(0.5625)
    assert net.curvature_after(0, 0.5, 0.25, 1.0, 2.0) == pytest.approx(-1.75)
    assert net.curvature_factor(0.5, 0.25, 1.0, 2.0) == pytest.approx(1.5)
    assert net.stretched_loss(0, 3.0, 0.5, 0.5, 0.25, 1.0, 2.0) == pytest.approx(4.5)
    assert net.stretched_loss(1, 3.0, 0.5, 0.5, 0.25, 1.0, 2.0) == pytest.approx(4.5 * 0.5625)


@pytest.mark.parametrize(
    ("alpha_1", "alpha_2", "expected"),
    [
        ("1/1000", "1/1000", True),
        ("1/2", "3", True),
        ("1999/1000", "2", True),
        ("2", "2", False),  # for ever back and forth
        ("2001/1000", "2", False),
        ("3", "1", False),  # on the line, and onto zero in one step
        ("7", "1", False),  # beyond it, and onto zero in one step: by luck
        ("1/1024", "4", False),
        ("1/1024", "4095/1024", False),
        ("1/1024", "4094/1024", True),
    ],
)
def test_converges_below_the_line(alpha_1, alpha_2, expected):
    setting = Fraction(alpha_1), Fraction(alpha_2)
    assert net.converges(*setting, Fraction(1), Fraction(1)) is expected
    assert net.converges(setting[0] / 9, setting[1] * 4, Fraction(-1, 2), Fraction(3)) is expected


def test_the_boundary_is_the_line_to_forty_digits():
    for alpha_2, w_1, w_2, expected in (
        ("1", "1", "1", "3"),
        ("3/2", "1/2", "3", "29/72"),
        ("39/10", "1", "1", "1/10"),
    ):
        found = net.boundary(*(net.exact(Fraction(number)) for number in (alpha_2, w_1, w_2)), digits=40)
        assert abs(found / net.exact(Fraction(expected)) - 1) < net.exact(10) ** -39
    with pytest.raises(ArithmeticError):
        net.boundary(4.5, 1.0, 1.0)


def test_on_the_line_angles_treble():
    assert net.on_the_line(0, np.pi / 6) == pytest.approx([1, 3**0.5])
    assert net.on_the_line(1, np.pi / 6) == pytest.approx([-2, 0])
    assert net.on_the_line(5, np.pi / 4) == pytest.approx([-(2**0.5), -(2**0.5)])
    assert net.angle_growth(1.0) == pytest.approx(3, rel=1e-9)


def test_runs_leave_the_middle_of_the_line_by_a_factor_of_five():
    away = net.departure(np.pi / 4, 20)
    assert away.shape == (21,)
    assert away[0] == pytest.approx(8e-40)
    assert away[1:] / away[:-1] == pytest.approx(5)


def test_what_starts_with_a_large_trace_ends_with_a_small_one():
    start, end = net.curvature_at_end(np.array([0.1, 0.1, 0.2]), np.array([0.9, 2.3, 3.7]), 1.0, 1.0)
    assert start == pytest.approx([1, 2.4, 3.9])
    assert np.all(end < np.minimum(start, 2))


@pytest.mark.parametrize("steps", [0, 1, 8, 17, 18, 200])
@pytest.mark.parametrize("w_1, w_2", [(1.0, 1.0), (2.0, -0.7)])
def test_a_map_is_what_whole_arrays_make(steps, w_1, w_2):
    setting = *rates(41, w_1, w_2), w_1, w_2, steps  # none of them on the boundary, where rounding decides
    assert apart(net.heat_map(*setting), whole_arrays(*setting)) < 1e-6


def test_a_step_that_lands_on_zero_stays_there_beyond_the_boundary_too():
    on_zero, beyond = np.array([1.0]), np.array([0.5, 2.0, 3.5, 9.0])
    for setting in ((on_zero, beyond), (beyond, on_zero)):
        assert not net.heat_map(*setting, 1.0, 1.0, 200).any()
        assert not whole_arrays(*setting, 1.0, 1.0, 200).any()


def test_a_map_is_what_gradient_descent_makes():
    alpha_1, alpha_2 = np.array([0.1, 1.0, 1.7]), np.array([0.3, 1.2])
    made = net.heat_map(alpha_1, alpha_2, 1.5, 0.8, 25)
    for (i, j), found in np.ndenumerate(made):
        weights = next(islice(net.path(alpha_1[j], alpha_2[i], 1.5, 0.8), 25, None))
        assert found == pytest.approx(net.loss(*weights), rel=1e-9)


def test_a_map_does_not_depend_on_its_tiles(monkeypatch):
    setting = *rates(50, 1.0, 1.0), 1.0, 1.0, 60
    whole = net.heat_map(*setting)
    monkeypatch.setattr(net, "TILE", 7)
    assert np.array_equal(net.heat_map(*setting), whole)


def test_the_curvature_of_huge_weights_keeps_its_digits():
    after, before = (net.curvature_after(k, 0.75, 0.5, 2.0, 3.0) for k in (5, 4))
    assert before > 1e30
    u, v = (float(w) for w in net.after(4, 0.75, 0.5, 2.0, 3.0))
    assert after / before == pytest.approx(0.75 * 0.5 * (u * v) ** 2, rel=1e-12)
