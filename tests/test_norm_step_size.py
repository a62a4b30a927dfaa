"""The measurements of descent on a distance, against what can be worked out by hand and against many digits."""

from fractions import Fraction
from itertools import islice, product
from math import isqrt

import mpmath
import numpy as np
import pytest

from numeric_checks import norm_step_size as measure

B = np.array([1.0, -2.0, 2.0])


def test_a_cone_lies_below_its_chords():
    rng = np.random.default_rng(0)
    for x, y, b in rng.standard_normal((50, 3, 4)):
        assert measure.lies_below_its_chord(rng.uniform(), x, y, b)
    assert measure.lies_below_its_chord(0.5, np.ones(2), np.ones(2), np.zeros(2))


def test_a_bump_is_seen(monkeypatch):
    monkeypatch.setattr(measure, "distance", lambda x, b: -np.sum((x - b) ** 2))
    assert not measure.lies_below_its_chord(0.5, B, -B, np.zeros(3))


def test_slopes():
    assert measure.slopes(np.zeros(3), B) == pytest.approx(-B / 3, rel=1e-12)
    assert measure.slopes(B + 1e-9 * np.array([0, 3, 4]), B) == pytest.approx([0, 0.6, 0.8], rel=1e-6)
    with pytest.raises(ZeroDivisionError):
        measure.slopes(B, B)
    for epsilon in (1e-6, 3.0):
        assert measure.slope_from_the_bottom(epsilon, B / 3, B) == pytest.approx(1)
        assert measure.slope_from_the_bottom(-epsilon, B / 3, B) == pytest.approx(-1)


def test_the_exact_orbit_of_the_given_point():
    path = [place for place, _ in islice(measure.descent(measure.GIVEN, measure.unit_steps), 20)]
    assert path[7] == (Fraction(28, 5), Fraction(21, 5))
    assert path[8] == (Fraction(32, 5), Fraction(24, 5))
    assert path[7:] == [path[7 + i % 2] for i in range(13)]
    assert measure.nearest_to_the_given() == 0.5


def test_an_irrational_distance_is_not_rounded():
    with pytest.raises(ArithmeticError):
        next(measure.descent((Fraction(1), Fraction(1)), measure.unit_steps))


@pytest.mark.parametrize(("rho", "nearest"), [("7", 0), ("7.2", 0.2), ("7.9", 0.1), ("0.3", 0.3), ("0.6", 0.4)])
def test_nearest_in_the_end(rho, nearest):
    for j in (7, 8, 30):
        assert measure.nearest_in_the_end(Fraction(rho), j) == pytest.approx(nearest, abs=1e-15)


def test_a_tolerance_is_met_at_a_whole_number_or_never():
    assert measure.unit_steps_to(Fraction("0.25"), Fraction("7.25")) == 7
    assert measure.unit_steps_to(Fraction("0.2499"), Fraction("7.25")) is None
    assert measure.unit_steps_to(Fraction("0.25"), Fraction("6.75")) == 7
    assert measure.unit_steps_to(Fraction("0.5"), Fraction("6.5")) == 6
    assert [measure.unit_steps_to_arrive(rho) for rho in (1, 2, 30)] == [1, 2, 30]


def test_shrinking_steps():
    harmonic = sum(Fraction(1, k) for k in range(1, 11))
    for beyond, near in ((Fraction(0), True), (Fraction(1, 10**30), False)):
        assert measure.is_within(Fraction(1, 10), harmonic + Fraction(1, 10) + beyond, 10) is near
    assert measure.shrinking_steps_to_a_hundredth() == 1005
    assert measure.steps_for_good(0.01, 7.5) == 1005


def test_shrinking_steps_find_every_point():
    for rho in (0.1, 1.0, 2.5, 8.0):
        assert measure.where_it_goes(rho, most=20_000) == pytest.approx(rho, abs=5e-5)
    with pytest.raises(ArithmeticError):
        measure.where_it_goes(30.0, most=30_000)


def test_one_of_two_in_a_row_is_off_by_half_a_step(monkeypatch):
    for rho, n in product(("0.1", "1", "1.5", "1.7", "9"), (1, 2, 9)):
        assert measure.one_is_off_by_half_a_step(Fraction(rho), n)
    found = measure.distances(measure.ahead(Fraction(13, 10)), measure.shrinking_steps, 60)
    tops = [max(found[m : m + 2]) * (m + 1) for m in range(4, 59)]
    assert 0.5 <= min(tops) < 0.51  # it may be hardly more
    assert 0.89 < max(tops) < 1.02  # but when b is passed it is no more than a step
    monkeypatch.setattr(measure, "distances", lambda b, sizes, count: [Fraction(1, 100)] * count)
    assert not measure.one_is_off_by_half_a_step(Fraction(1), 3)


@pytest.mark.parametrize("rho", [6.1, 7.5])
def test_one_unit_further_takes_e_times_the_steps(rho):
    near, far = (measure.steps_for_good(0.01, rho + more) for more in (0, 1))
    assert far / near == pytest.approx(np.e, rel=0.002)


@pytest.mark.parametrize("rho", [0.1, 2.5])
def test_a_tolerance_takes_as_many_steps_as_it_is_small(rho):
    for epsilon in (1e-2, 1e-3):
        assert 0.5 / epsilon - 1 <= measure.steps_for_good(epsilon, rho) <= 1 / epsilon


def whole_lengths():
    """The points with whole coordinates below 40 and a whole length."""
    for p, q in product(range(1, 40), repeat=2):
        if p <= q and isqrt(p * p + q * q) ** 2 == p * p + q * q:
            yield (Fraction(p), Fraction(q)), isqrt(p * p + q * q)


def test_exact_arithmetic_arrives_where_floats_seldom_do():
    arrived = 0
    for b, length in whole_lengths():
        assert measure.distances(b, measure.unit_steps, length + 3)[length:] == [0, 0, 0]
        path = list(islice(measure.descent_in_floats(tuple(map(float, b)), lambda i: 1.0), length + 3))
        ends = [distance for _, distance in path[length:]]
        arrived += ends == [0.0]
        if ends != [0.0]:
            assert 0 < ends[0] < 1e-13
            assert ends[1] == pytest.approx(1, abs=1e-13)
            assert 0 < ends[2] < 1e-13
    assert 0 < arrived < 4  # of 17, [3, 4] among them; which others depends on how a length is rounded


def test_with_shrinking_steps_it_is_the_other_way_round():
    for length in (2, 4, 7):
        assert all(measure.distances(measure.ahead(Fraction(length)), measure.shrinking_steps, 300))
        b = tuple(float(side) for side in measure.ahead(Fraction(length)))
        *_, (_, last) = islice(measure.descent_in_floats(b, lambda i: 1 / (i + 1)), 10_000)
        assert last == 0


def test_the_nearest_come_nearer_than_any_power():
    found = [float(d) for d in measure.distances(measure.ahead(Fraction(2)), measure.shrinking_steps, 600)]
    for power, low, high in ((1, 4, 20), (2, 20, 100), (3, 60, 300), (4, 120, 600)):
        assert min(d * n**power for n, d in enumerate(found[low:high], low)) < 0.7
    b = tuple(side * float(np.log(2)) for side in (0.8, 0.6))  # the signs alternate
    stuck = [length for _, length in islice(measure.descent_in_floats(b, lambda i: 1 / (i + 1)), 600)]
    assert min(length * n for n, length in enumerate(stuck[4:], 4)) > 0.4


def test_two_steps_of_shrinking_size():
    assert measure.distance_after_two(Fraction(3), Fraction(3) + Fraction(1, 12), 2) == pytest.approx(0)
    assert measure.distance_after_two(Fraction(9), Fraction(3), 2) == pytest.approx(6 - 1 / 3 - 1 / 4)


def test_floats_do_not_wander_off_from_the_orbit_of_an_irrational_length():
    with mpmath.workdps(40):
        length = mpmath.sqrt(50) - 7
    floats = [distance for _, distance in islice(measure.descent_in_floats((5.0, 5.0), lambda i: 1.0), 10_000)]
    assert floats[7::2] == pytest.approx([float(length)] * len(floats[7::2]), abs=1e-12)
    assert floats[8::2] == pytest.approx([1 - float(length)] * len(floats[8::2]), abs=1e-12)


@pytest.mark.parametrize("delta", [0.9, 1e-3, 1e-12])
def test_after_a_miss_the_next_step_leads_away(delta):
    assert measure.distance_after_a_miss(delta, np.array([0.6, -0.8]), np.zeros(2)) == pytest.approx(1 - delta)
