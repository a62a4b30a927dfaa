"""Calibrate the instruments on functions whose properties are known without them."""

from itertools import islice

import numpy as np
import pytest

from numeric_checks.instruments import (
    affine_map,
    contraction,
    descend,
    downhill,
    expectation,
    gradient,
    hessian,
    leaps,
    lowest_point,
    mean_of,
    mean_until,
    minimiser,
    resting_place,
    settles,
    slope,
)


def parabola(w):
    return (w - 3) ** 2


def bowl(x):
    return (x[0] - 1) ** 2 + 4 * (x[1] + 2) ** 2 + x[0] * x[1]


def repeated(factor, start=1.0, limit=0.0):
    """A path whose distance to `limit` is multiplied by `factor` in each step, without end."""
    w = start
    while True:
        yield w
        w = limit + factor * (w - limit)


def test_slope_is_good_to_the_last_digit():
    assert slope(lambda w: w**5 / (1 + w**2), 2.0) == pytest.approx(272 / 25, rel=1e-15)
    assert slope(lambda w: w**3, np.array([1.0, 2.0])) == pytest.approx([3, 12], rel=1e-15)


def test_gradient_and_hessian_of_a_quadratic():
    x = np.array([2.0, -1.0])
    assert gradient(bowl, x) == pytest.approx([1, 10])
    assert hessian(bowl, x) == pytest.approx(np.array([[2, 1], [1, 8]]))


def test_minimiser_lies_where_the_gradient_vanishes():
    assert minimiser(bowl, np.array([100.0, -7.0])) == pytest.approx([32 / 15, -34 / 15], rel=1e-14)
    for tilt in (1.0, 0.1):  # singular exactly, and up to rounding
        with pytest.raises(np.linalg.LinAlgError):
            minimiser(lambda x, tilt=tilt: (0.3 * x[0] + tilt * x[1]) ** 2, np.zeros(2))


def test_descend_steps_against_the_slope():
    assert list(islice(descend(parabola, 0.0, 0.25), 4)) == [0, 1.5, 2.25, 2.625]
    first, second = islice(descend(bowl, np.zeros(2), 0.125), 2)
    assert list(first) == [0, 0]
    assert second == pytest.approx([0.25, -2])


def test_leaps_visit_the_iterates_at_fibonacci_times():
    steps = list(islice(descend(bowl, np.zeros(2), 0.1), 22))
    landings = list(islice(leaps(downhill(bowl, 0.1), np.zeros(2)), 8))
    assert landings == [pytest.approx(steps[t], rel=1e-12) for t in (0, 1, 2, 3, 5, 8, 13, 21)]


def test_affine_updates_only():
    assert affine_map(lambda w: 2 * w + 5, 0.0) == pytest.approx(np.array([[2, 5], [0, 1]]))
    with pytest.raises(ValueError, match="not affine"):
        next(leaps(lambda w: w**2, 0.0))


@pytest.mark.parametrize(
    ("factor", "rest"),
    [(0.0, 2), (0.9, 2), (-0.9, 2), (-1.0, None), (-1.1, None), (1.1, None), (float("nan"), None)],
)
@pytest.mark.parametrize("leaping", [False, True])
def test_resting_place(factor, rest, leaping):
    path = repeated(factor, start=1.0, limit=2.0)
    if leaping and factor == factor:
        path = leaps(lambda w: 2 + factor * (w - 2), 1.0)
    found = resting_place(path, steps=400)
    assert found is None if rest is None else found == pytest.approx(rest, rel=1e-9)


def test_slow_is_not_at_rest():
    assert resting_place(repeated(1 - 1e-4), steps=400) is None


@pytest.mark.parametrize(("rate", "settled"), [(0.5, True), (0.9, True), (1 - 1e-6, True), (1.0, False), (1.1, False)])
def test_settles_up_to_the_boundary(rate, settled):
    path = leaps(downhill(parabola, rate), 0.0)
    assert settles(path, pull=lambda w: slope(parabola, w)) is settled


def test_standing_still_settles_only_where_nothing_pulls():
    assert not settles(leaps(downhill(parabola, 0.0), 0.0), pull=lambda w: slope(parabola, w))
    assert settles(leaps(downhill(parabola, 0.0), 3.0), pull=lambda w: slope(parabola, w))


def test_contraction_reads_each_entry():
    path = repeated(np.array([0.5, -0.25, 1.5, 0.0]), start=np.ones(4), limit=np.full(4, 7.0))
    assert contraction(path, limit=7.0) == pytest.approx([0.5, 0.25, 1.5, 0])


def test_contraction_refuses_what_is_not_geometric():
    with pytest.raises(ValueError, match="constant factor"):
        contraction(iter([1.0, 0.5, 0.4]), limit=0.0)
    with pytest.raises(ValueError, match="starts at its limit"):
        contraction(repeated(0.5, start=2.0), limit=2.0)


def test_lowest_point():
    assert lowest_point(lambda v: max(1 - v, 3 * v - 1), 0, 100) == pytest.approx(0.5, rel=1e-12)
    assert lowest_point(lambda v: (v - 2) ** 2, 0, 100) == pytest.approx(2, rel=1e-7)
    assert lowest_point(lambda v: v, 1, 2) == pytest.approx(1, rel=1e-12)
    with pytest.raises(ValueError, match="no points"):
        lowest_point(abs, 1, 1)


def test_expectation_knows_the_gaussian_moments():
    moments = [expectation(lambda N, k=k: N**k, 0, 2) for k in range(7)]
    assert moments == pytest.approx([1, 0, 4, 0, 48, 0, 960], rel=1e-12, abs=1e-11)
    assert expectation(np.sinh, 0, 1) == 0
    assert expectation(np.exp, 1, 1) == pytest.approx(np.exp(1.5), rel=1e-12)


def test_mean_of_covers_the_truth_with_an_error_that_is_neither_small_nor_large():
    rng = np.random.default_rng(1)
    readings = [mean_of(rng.normal(5, 2, (100, 3))) for _ in range(300)]
    misses = np.array([(reading.value - 5) / reading.error for reading in readings])
    assert np.abs(misses).max() < 1
    assert 5 * misses.std() == pytest.approx(1, abs=0.1)  # in standard errors


def test_mean_until_draws_what_the_error_takes_and_no_more():
    rng, sizes = np.random.default_rng(3), []

    def draw(n):
        sizes.append(n)
        return rng.normal(5, 2, (n, 3))

    readings = [mean_until(draw, 0.1) for _ in range(20)]
    assert all(np.all(np.abs(r.value - 5) <= r.error) and np.all(r.error <= 0.105) for r in readings)
    assert max(sizes) < 2 * (5 * 2 / 0.1) ** 2


def test_mean_until_gives_up_on_what_takes_too_many():
    with pytest.raises(ArithmeticError, match="takes"):
        mean_until(np.random.default_rng(3).standard_normal, 1e-6)


def test_mean_of_two():
    reading = mean_of([0.0, 2.0])
    assert (reading.value, reading.error) == pytest.approx((1, 5))


def test_constant_samples_leave_room_for_rounding():
    reading = mean_of([0.1] * 10)
    assert 0 < reading.error < 1e-11
    assert abs(reading.value - 0.1) < reading.error
