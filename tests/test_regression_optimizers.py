"""The measurements of stochastic and adaptive descent, at settings one can work out by hand."""

from itertools import islice

import numpy as np
import pytest

from numeric_checks import regression_optimizers as ro

WIDE, T = np.array([[2.0, 1, 0], [0, 1, 2]]), np.array([5.0, 5])


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_stochastic_descent_ends_at_the_shortest_solution(size, seed):
    assert ro.where_stochastic_descent_ends(WIDE, T, size, seed) == pytest.approx([5 / 3, 5 / 3, 5 / 3])
    assert ro.batches_end_at_the_shortest(WIDE, T)


def test_the_first_steps_of_adagrad():
    points = list(islice(ro.adagrad(0.1, 4.0), 2))
    assert points == [(0, 0), pytest.approx((0.8 / 12, 0.4 / 8))]
    assert next(islice(ro.rmsprop(0.1, kept=0.75), 1, None)) == pytest.approx((0.2, 0.2))  # the root of a quarter
    assert next(islice(ro.adam(0.1), 1, None)) == pytest.approx((0.1, 0.1))


def test_without_the_small_number_all_stay_on_the_diagonal():
    for points in (ro.adagrad(0.3), ro.rmsprop(0.5), ro.adam(0.5)):
        assert all(u == pytest.approx(v, rel=1e-9) for u, v in islice(points, 300))
    assert ro.where_adagrad_ends() == pytest.approx([2 / 3, 2 / 3])
    assert ro.where_the_others_end() == pytest.approx([2 / 3, 2 / 3])


def test_a_path_that_does_not_come_to_rest():
    with pytest.raises(ArithmeticError):
        ro.end_of(ro.adagrad(1e-3), limit=100)
    with pytest.raises(ArithmeticError):
        ro.end_of(ro.rmsprop(0.5), limit=10_000)


def test_the_small_number_draws_the_limit_towards_the_shortest_solution():
    ends = [ro.end_of(ro.adagrad(0.1, epsilon))[0] for epsilon in (0, 0.1, 1, 10, 1e3)]
    assert ends == sorted(ends)
    assert ends[0] == pytest.approx(2 / 3)
    assert ro.full_step(1e5)[1] == pytest.approx(0.8, abs=1e-5)
    assert ro.full_step(8.0) == pytest.approx((1.5, 0.75))
    assert ro.ends_between(1.5, 8.0)
    assert not ro.ends_between(10.0, 1.0)  # the first step leaps over the line


def test_what_is_shortest():
    assert ro.is_shortest(0.8, 0.4)
    assert not ro.is_shortest(2 / 3, 2 / 3)
