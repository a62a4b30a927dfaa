"""The measurements of the first homework sheet, at settings one can work out by hand."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numeric_checks import instance_noise, instruments, learning_rate, ridge_map, tikhonov

I2, ONE = np.eye(2), np.eye(1)


def inside(reading, truth):
    """Whether a Monte Carlo reading covers the truth."""
    return np.all(np.abs(reading.value - truth) <= reading.error)


# one parameter, two, three


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (-0.05, False),
        (0, False),
        (1e-5, True),
        (0.5, True),
        (0.95, True),
        (1, False),
        (1.05, False),
        (9, False),
    ],
)
def test_converges_below_the_boundary(share, expected):
    for y, sigma in product([-3.0, 0.01], [0.1, 1.0, 7.0]):
        assert learning_rate.converges(share / sigma**2, y, sigma) is expected


def test_starting_at_the_minimiser_is_convergence():
    assert learning_rate.converges(5.0, 0.0, 1.0)


@pytest.mark.parametrize(("share", "expected"), [(0, False), (1e-3, True), (0.95, True), (1, False), (1.05, False)])
def test_the_larger_sigma_limits_the_rate(share, expected):
    for small in (3.0, 0.5, 0.05):
        assert learning_rate.converges_both(share / 9, 3.0, small, 1.0, -2.0) is expected
        assert learning_rate.converges_both(share / 9, small, 3.0, 1.0, -2.0) is expected


def test_an_unstable_parameter_is_seen_even_where_its_data_are_zero():
    assert not learning_rate.converges_both(5.0, 3.0, 0.05, 0.0, 1.0)


@pytest.mark.parametrize(
    ("epsilon", "eta", "count"),
    [
        (1, 0.25, 0),
        (0.5, 0.5, 1),  # the first step lands on the minimiser
        (0.125, 0.25, 3),  # the error halves: a tie
        (0.124, 0.25, 4),
        (0.125, 0.75, 3),  # the same from both sides in turn
        (2.0**-1000, 0.25, 1000),
        (2.0**-1000 * (1 - 2.0**-53), 0.25, 1001),
        (Fraction(1, 27), Fraction(1, 3), 3),
        (Fraction(1, 3**3000), Fraction(1, 3), 3000),
        (Fraction(7, 9) ** 300, Fraction(1, 9), 300),
        (2.0**-30, 2.0**-10, 10637),  # 30 log 2 / -log(1 - 1 / 512), long after bits are first dropped
        (0.5, 0.0, None),
        (0.5, 1.0, None),
        (0.5, -1.0, None),
        (0.5, 1e-6, None),  # some 350,000 steps
    ],
)
def test_iterations(epsilon, eta, count):
    assert learning_rate.iterations(epsilon, eta, y=2.0, sigma=1.0) == count
    assert learning_rate.iterations(epsilon, eta, y=-1.5, sigma=1.0) == count


def test_rates():
    assert learning_rate.contraction_rate(0.25, 1.0) == pytest.approx(0.5)
    assert learning_rate.contraction_rate(0.5, 1.0) == pytest.approx(0, abs=1e-12)
    assert learning_rate.contraction_rate(2.0, 1.0) == pytest.approx(3)
    assert learning_rate.contraction_rate(0.0, 1.0) == 1
    assert learning_rate.worst_rate(0.125, 2.0, 1.0) == pytest.approx(0.75)
    assert learning_rate.worst_of_three(0.125, 2.0, 1.5, 1.0) == pytest.approx(0.75)
    assert learning_rate.worst_of_three(0.125, 2.0, 4.0, 1.0) == pytest.approx(3)


def test_the_faster_of_two():
    assert learning_rate.first_is_faster(0.125, 2.0, 1.0)
    assert not learning_rate.first_is_faster(0.21, 2.0, 1.0)
    assert not learning_rate.first_is_faster(0.2, 2.0, 1.0)  # a tie
    assert not learning_rate.first_is_faster(0.19, 1.0, 2.0)


@pytest.mark.parametrize(("sigma_ell", "sigma_s"), [(2.0, 1.0), (1.0, 1.0), (0.02, 0.01), (40.0, 2.0)])
def test_at_the_best_rate_every_other_rate_is_worse(sigma_ell, sigma_s):
    eta, rate = learning_rate.best_rate(sigma_ell, sigma_s)
    assert rate < learning_rate.worst_rate(eta * (1 + 1e-6), sigma_ell, sigma_s)
    assert rate < learning_rate.worst_rate(eta * (1 - 1e-6), sigma_ell, sigma_s)


def test_best_rate_of_two_to_one():
    assert learning_rate.best_rate(2.0, 1.0) == pytest.approx((0.2, 0.6), rel=1e-9)


def test_where_descent_ends():
    ends = learning_rate.where_descent_ends
    assert ends(np.array([[3.0, 0], [0, 1]]), np.array([6.0, 5]), 0.1) == pytest.approx([2, 5], rel=1e-9)
    assert ends(np.array([[1.0], [1]]), np.array([1.0, 2]), 0.1) == pytest.approx([1.5], rel=1e-9)
    assert ends(np.array([[1.0, 2]]), np.array([5.0]), 0.1) == pytest.approx([1, 2], rel=1e-9)  # the shortest
    with pytest.raises(ArithmeticError):
        ends(np.array([[1.0, 2]]), np.array([5.0]), 0.2)


# weighted residuals and parameters


def test_scalar_tikhonov_is_a_weighted_mean():
    b, c = np.array([1.0]), np.array([5.0])
    assert tikhonov.minimiser(ONE, b, c, ONE, ONE) == pytest.approx([3])
    assert tikhonov.minimiser(ONE, b, c, 3**0.5 * ONE, ONE) == pytest.approx([2])
    assert tikhonov.minimiser(2 * ONE, b, c, ONE, ONE) == pytest.approx([1.4])


def test_stacked_form():
    A, b, c = np.array([[1.0, 2], [0, 1]]), np.array([1.0, 2]), np.array([3.0, -1])
    C, d = np.vstack([A, 2 * I2]), np.concatenate([b, 2 * c])
    setting = (A, b, c, I2, 2 * I2)
    assert tikhonov.stacked_form_works(C, d, *setting)
    assert tikhonov.stacked_form_works(-C[::-1], -d[::-1], *setting)
    assert not tikhonov.stacked_form_works(C, -d, *setting)
    assert not tikhonov.stacked_form_works(np.vstack([A, 4 * I2]), np.concatenate([b, 4 * c]), *setting)
    assert not tikhonov.stacked_form_works(2 * C, 2 * d, *setting)  # the same minimiser, another objective
    assert not tikhonov.stacked_form_works(C.T, d, *setting)


def test_weights_that_give_ridge():
    A, b, none = np.array([[1.0, 2], [0, 1]]), np.array([1.0, 2]), np.zeros(2)
    assert tikhonov.gives_ridge(I2, 0.5 * I2, none, A, b, 0.25)
    assert tikhonov.gives_ridge(2 * I2, I2, none, A, b, 0.25)  # only the ratio matters
    assert not tikhonov.gives_ridge(I2, 0.25 * I2, none, A, b, 0.25)
    assert not tikhonov.gives_ridge(I2, 0.5 * I2, none + 1, A, b, 0.25)


# ridge regression as inference


def test_posterior_of_one_observation():
    reading = ridge_map.posterior_mean(ONE, np.array([1.0]), 1.0)
    assert inside(reading, 0.5)
    assert reading.error < 0.001
    assert ridge_map.mode(ONE, np.array([1.0]), 1.0) == pytest.approx([0.5])
    assert ridge_map.mode(ONE, np.array([4.0]), 3.0) == pytest.approx([1.0])


def test_posterior_mean_is_calibrated():
    X, y = np.array([[1.0, 2, 0], [0, 1, -1]]), np.array([3.0, -2])
    mode = ridge_map.mode(X, y, 0.25)
    readings = [ridge_map.posterior_mean(X, y, 0.25, seed=seed) for seed in range(60)]
    misses = np.array([(reading.value - mode) / reading.error for reading in readings])
    assert np.abs(misses).max() < 1
    assert 5 * misses.std() == pytest.approx(1, abs=0.25)  # in standard errors


def test_unlikely_observations_are_conditioned_on_all_the_same():
    reading = ridge_map.posterior_mean(ONE, np.array([9.0]), 1 / 16)
    assert inside(reading, 144 / 17)


def test_mode_minimises_the_ridge_loss():
    X, y = np.array([[1.0, 2], [0, 1], [3, 1]]), np.array([3.0, -2, 1])
    ridge = instruments.minimiser(lambda w: ridge_map.ridge_loss(w, X, y, 0.7), np.zeros(2))
    assert ridge_map.mode(X, y, 0.7) == pytest.approx(ridge, rel=1e-12)


# noise on the inputs


def test_penalty_is_the_variance_of_the_noise():
    X, w, y = np.array([[1.0, 2], [0, 1], [3, 1]]), np.array([0.3, -2]), np.array([3.0, -2, 1])
    for sigma in (0.1, 1.0, 3.0):
        reading = instance_noise.penalty(sigma, X, w, y)
        assert inside(reading, sigma**2)
        assert reading.error < 0.03 * sigma**2


def test_mean_after_a_few_steps():
    first = instance_noise.mean_after(0, eta=0.5, x=1.0, y=2.0, sigma=1.0)
    assert inside(first, 1.0)
    second = instance_noise.mean_after(1, eta=0.25, x=1.0, y=2.0, sigma=1.0)
    assert inside(second, 0.75)
    assert second.error < 0.02


@pytest.mark.parametrize(
    ("share", "expected"), [(-0.05, False), (0, False), (1e-5, True), (0.95, True), (1, False), (1.05, False)]
)
def test_mean_converges_below_the_boundary(share, expected):
    assert instance_noise.mean_converges(share * 1.0, x=1.0, y=3.0, sigma=1.0) is expected
    assert instance_noise.mean_converges(share * 0.4, x=-1.0, y=0.1, sigma=2.0) is expected
    assert instance_noise.mean_converges(share * 2.0, x=1.0, y=1.0, sigma=0.0) is expected


def test_mean_limit_is_shrunk_by_the_noise():
    assert instance_noise.mean_limit(0.1, x=2.0, y=6.0, sigma=0.0) == pytest.approx(3, rel=1e-9)
    assert instance_noise.mean_limit(0.1, x=2.0, y=6.0, sigma=2.0) == pytest.approx(1.5, rel=1e-9)
    with pytest.raises(ArithmeticError):
        instance_noise.mean_limit(1.0, x=1.0, y=3.0, sigma=1.0)


@pytest.mark.parametrize(("share", "expected"), [(-0.05, False), (0, False), (0.95, True), (1, False), (1.05, False)])
def test_mean_square_converges_below_a_lower_boundary(share, expected):
    assert instance_noise.mean_square_converges(share * 0.4, x=1.0, y=3.0, sigma=1.0) is expected
    assert instance_noise.mean_square_converges(share * 2 / 3, x=0.0, y=3.0, sigma=1.0) is expected
    assert instance_noise.mean_square_converges(share * 2.0, x=1.0, y=1.0, sigma=0.0) is expected


def test_spread_starts_at_zero_and_centres_on_the_mean_limit():
    runs = instance_noise.spread(eta=0.05, x=2.0, y=6.0, sigma=0.5, steps=200, runs=4000)
    assert runs.shape == (201, 4000)
    assert not runs[0].any()
    assert inside(instruments.mean_of(runs[-1]), 12 / 4.25)
