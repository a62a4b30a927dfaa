"""The measurements of linear regression, at settings one can work out by hand."""

import numpy as np
import pytest
from numpy.polynomial.chebyshev import chebvander

from numeric_checks import linear_regression as lr

TALL, T = np.array([[1.0, 0], [0, 1], [1, 1]]), np.array([1.0, 2, 0])
WIDE = np.array([[2.0, 1, 0], [0, 1, 2]])


def test_slope_of_a_mean_of_squares():
    assert lr.slope_of_loss(np.array([1.0]), np.array([[1.0], [3]]), np.array([0.0, 0])) == pytest.approx([10])


def test_descent_ends_at_the_least_squares_solution_from_everywhere():
    assert lr.where_all_descents_end(TALL, T) == pytest.approx([0, 1], abs=1e-8)
    with pytest.raises(ArithmeticError):
        lr.where_all_descents_end(WIDE, T[:2])  # where it ends depends on where it starts


def test_generalization_needs_independent_columns():
    target, x = np.array([3.0, -1]), np.array([7.0, 5])
    assert lr.trained_on(TALL, target) == pytest.approx(target)
    assert lr.generalises(TALL, target, x)
    with pytest.raises(ArithmeticError):
        lr.generalises(TALL[:1], target, x)


def test_the_line_and_the_way_to_it():
    assert lr.on_the_line(0.0) == pytest.approx(2)
    assert lr.on_the_line(3.0) == pytest.approx(-4)
    assert lr.first_direction() == pytest.approx([-(0.8**0.5), -(0.2**0.5)])
    assert lr.direction_is_kept(-5.0, 3.0)
    assert lr.where_example_ends(0.15) == pytest.approx([0.8, 0.4])
    assert lr.shortest_on_the_line() == pytest.approx((0.8, 0.8**0.5), rel=1e-7)
    with pytest.raises(ArithmeticError):
        lr.where_example_ends(0.21)


def test_the_shortest_solution():
    t = np.array([5.0, 5])
    assert lr.shortest_solution(WIDE, t) == pytest.approx([5 / 3, 5 / 3, 5 / 3])
    assert lr.where_descent_from_zero_ends(WIDE, t) == pytest.approx([5 / 3, 5 / 3, 5 / 3])
    assert lr.where_descent_at_rate_ends(WIDE, t, 0.1) == pytest.approx([5 / 3, 5 / 3, 5 / 3])
    assert lr.shortest_and_its_square(WIDE[:1], np.array([0.0, 5, 7])) == pytest.approx([2, 1, 0, 5])
    assert lr.is_at_right_angles(WIDE, np.array([1.0, 3, 1]))


def test_polynomials_are_fitted_by_both_formulas():
    x = np.linspace(-1, 1, 5)
    for degree in (2, 9):
        X = lr.legvander(x, degree)
        few, t = degree < 5, np.exp(x)
        normal = np.linalg.solve(X.T @ X, X.T @ t) if few else X.T @ np.linalg.solve(X @ X.T, t)
        assert lr.fit_poly(x, t, degree) == pytest.approx(normal)


def test_test_errors():
    assert lr.error_of(np.zeros(1), lambda x: x) == pytest.approx(1 / 3)
    assert lr.error_of(np.array([0, 0, 1.0]), lambda x: 0 * x, chebvander) == pytest.approx(7 / 15)  # of 2x^2 - 1
    assert lr.error_of_two_points(0.5, 0.0, 1) == pytest.approx(0, abs=1e-20)
    assert not lr.degree_three_is_better(0.4, 0.0)  # without noise the larger model has nothing to gain
    assert lr.degree_three_is_better(0.2, 0.5)
    assert not lr.degree_three_is_better(0.6**0.5, 2.0)  # a root of the feature that is added


def test_degree_three_beats_every_lower_degree():
    errors = [lr.error_of_two_points(0.2, 0.25, degree) for degree in range(4)]
    assert errors[:3] == pytest.approx([1 / 3, 25 / 48, 25 / 48])
    assert errors[3] < errors[0]


def test_labels_of_many_runs_are_fitted_at_once():
    x, labels = lr.noisy_labels(np.exp, 6, 0.1, 3)
    together = lr.fit_poly(x, labels, 8)
    assert together.shape == (9, 3)
    assert together[:, 1] == pytest.approx(lr.fit_poly(x, labels[:, 1], 8))
    assert lr.error_of(together, np.exp).shape == (3,)
