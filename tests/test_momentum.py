"""The measurements of momentum, at settings one can work out by hand."""

from fractions import Fraction

import numpy as np
import pytest

from numeric_checks import momentum

SHEET = {"sigma_ell": 5**0.5, "sigma_s": 20**-0.5}


def double_rates(s, sigma=1.0):
    """The learning rates with a double eigenvalue, for beta = 1 - s^2."""
    return (1 - s) / (2 * (1 + s) * sigma**2), (1 + s) / (2 * (1 - s) * sigma**2)


def test_two_updates_by_hand():
    X, y = np.array([[2.0]]), np.array([2.0])  # the slope at w is 8 (w - 1)
    w, z = momentum.step(np.zeros(1), np.zeros(1), X, y, beta=0.25, eta=0.5)
    assert (w, z) == (1.0, -2.0)
    w, z = momentum.step(w, z, X, y, beta=0.25, eta=0.5)
    assert (w, z) == (1.75, -1.5)


def test_the_map_of_one_coordinate_is_that_of_the_whole_problem():
    X, y, V = np.diag([2.0, 1.0]), np.ones(2), np.eye(2)
    R = momentum.system_matrix(1, X, y, V, beta=0.25, eta=0.5)
    assert np.allclose(R, [[0.75, 2], [-0.375, 0]])
    assert np.allclose(R, momentum.coordinate_map(0.5, 0.25, 2.0))
    assert momentum.coordinate_map(np.ones(3), np.ones((2, 1)) / 2, 1.0).shape == (2, 3, 2, 2)


@pytest.mark.parametrize("s", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("sigma", [0.2, 3.0])
def test_regimes_on_either_side_of_a_double_eigenvalue(s, sigma):
    beta, (first, second) = 1 - s**2, double_rates(s, sigma)
    assert [momentum.oscillates(k * first, beta, sigma) for k in (0.5, 0.95, 1, 1.05)] == [False, False, False, True]
    assert [momentum.oscillates(k * second, beta, sigma) for k in (0.95, 1, 1.05)] == [True, False, False]
    assert [momentum.has_double_eigenvalue(k * second, beta, sigma) for k in (0.99, 1, 1.01)] == [False, True, False]
    assert momentum.does_not_oscillate(0.95 * first, beta, sigma)
    assert not momentum.does_not_oscillate(first, beta, sigma)
    assert momentum.lowest_double(beta, sigma) == pytest.approx(first, rel=1e-9)
    assert momentum.highest_double(beta, sigma) == pytest.approx(second, rel=1e-9)


@pytest.mark.parametrize("s", [0.1, 0.5, 0.99])
def test_the_factor_where_it_is_known(s):
    beta, (first, second) = 1 - s**2, double_rates(s)
    last = (1 + s**2) / beta  # where an eigenvalue is -1
    assert momentum.factor((first + second) / 2, beta, 1.0) == pytest.approx(s, rel=1e-9)
    assert momentum.factor(first, beta, 1.0) == pytest.approx(s, rel=1e-7)
    assert momentum.factor(second, beta, 1.0) == pytest.approx(s, rel=1e-7)
    assert momentum.factor(last, beta, 1.0) == pytest.approx(1, rel=1e-9)
    assert [momentum.settles(k * last, beta, 1.0) for k in (0.99, 1, 1.01)] == [True, False, False]
    assert momentum.settles_without_oscillation((second + last) / 2, beta, 1.0)


def test_a_double_eigenvalue_costs_a_factor_that_grows():
    for t in range(6):
        expected = (-0.5) ** t * (1 + 1.5 * t)
        assert momentum.relative_error_at_highest_double(t, 0.75, 2.0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("steps, shrink, part", [(0, 0.5, 1), (3, 0.5, 0.125), (4, 0.5, 0.124), (20, 0.9, 0.9**20)])
def test_steps_by_a_factor(steps, shrink, part):
    assert momentum.steps_to(part, shrink) == steps


@pytest.mark.parametrize("beta, expected", [(0.75, 0.5), (0.36, 0.8), (0.19, 0.9)])
def test_the_best_factor_for_singular_values_three_and_one(beta, expected):
    assert momentum.best_factor(beta, 3.0, 1.0) == pytest.approx(expected, rel=1e-6)


def test_the_best_rates_are_between_the_double_eigenvalues():
    ends = momentum.lowest_double(0.1, SHEET["sigma_s"]), momentum.highest_double(0.1, SHEET["sigma_ell"])
    tried = [0.95 * ends[0], *ends, 1.0, 1.05 * ends[1]]
    assert [momentum.attains_the_best(eta, 0.1, **SHEET) for eta in tried] == [False, True, True, True, False]


def test_simulated_steps_are_those_of_exact_arithmetic():
    """With beta = 1/10, eta = 1, and 2 sigma^2 = 10 and 1/10: the last step at which an error is above 1/1000."""
    late = []
    for curvature in (Fraction(10), Fraction(1, 10)):
        a, x = Fraction(0), Fraction(1)
        for t in range(1, 400):
            a = Fraction(9, 10) * a + Fraction(1, 10) * curvature * x
            x -= a
            late += [t] if abs(x) > Fraction(1, 1000) else []
    assert momentum.steps_at_unit_rate(0.1, **SHEET) == max(late) + 1


def test_when_momentum_pays():
    assert [momentum.momentum_is_faster(beta, 3.0, 1.0) for beta in (0.35, 0.37, 0.99)] == [False, True, True]
    assert not momentum.momentum_is_faster(0.5, 1.1, 1.0)


def test_best_memory():
    assert momentum.best_memory(2.0, 1.0) == pytest.approx((8 / 9, 1 / 3), abs=1e-6)


@pytest.mark.parametrize("same", [momentum.is_heavy_ball, momentum.is_undamped_sum])
def test_other_conventions_are_told_from_wrong_ones(same):
    problem = {"X": np.array([[1.0, 2.0], [0.0, 1.0], [1.0, 0.0]]), "y": np.array([1.0, -1.0, 2.0])}
    assert same(alpha=0.0125, mu=0.75, beta=0.25, eta=0.05, **problem)
    assert not same(alpha=0.05, mu=0.75, beta=0.25, eta=0.05, **problem)
    assert not same(alpha=0.0125, mu=0.25, beta=0.25, eta=0.05, **problem)
