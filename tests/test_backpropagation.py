"""The measurements of backpropagation and of vector-Jacobian products, against what one can work out by hand."""

import numpy as np
import pytest

from numeric_checks import backpropagation, vector_jacobian

ONE = {"x": 2.0, "W_1": 3.0, "b_1": -6.0, "W_2": 4.0, "b_2": -1.0, "r": 5.0, "s": 7.0}  # z = 0, h = 1/2, y = 3


def one_unit(**changes):
    sides = {"W_1": (1, 1), "W_2": (1, 1)}
    return {key: np.full(sides.get(key, (1,)), value) for key, value in (ONE | changes).items()}


def test_one_unit_by_hand():
    slopes = {node: backpropagation.slope_along(node)(**one_unit()).item() for node in "yhzx"}
    assert slopes == pytest.approx({"y": -4, "h": 4 * -4 + 5, "z": -11 / 4, "x": -4 - 33 / 4}, rel=1e-14)
    assert backpropagation.loss(**one_unit()) == pytest.approx(16 / 2 + 5 / 2, rel=1e-14)


def test_each_path_by_hand():
    found = [backpropagation.slope_through(path)(**one_unit()).item() for path in backpropagation.paths()]
    assert found == pytest.approx([-4, 3 / 4 * 5, 3 / 4 * 4 * -4], rel=1e-14)
    assert backpropagation.sum_over_paths(**one_unit()).item() == pytest.approx(-4 - 33 / 4, rel=1e-14)


def test_a_saturated_unit_lets_the_residual_connection_through_and_nothing_else():
    given = one_unit(b_1=1e4)
    assert backpropagation.slope_along("x")(**given) == pytest.approx(2 + 4 - 1 - 7)
    assert backpropagation.slope_along("z")(**given) == 0


def test_parameters_by_hand():
    slopes = {name: backpropagation.slope_along(name)(**one_unit()).item() for name in ("W_1", "b_1", "W_2", "b_2")}
    assert slopes == pytest.approx({"W_1": -11 / 4 * 2, "b_1": -11 / 4, "W_2": -4 / 2, "b_2": -4}, rel=1e-14)
    assert backpropagation.output_jacobian(**one_unit()).item() == pytest.approx(1 + 4 * 3 / 4, rel=1e-14)


def test_the_paths_are_those_of_the_graph():
    assert [len(path) for path in backpropagation.paths()] == [3, 4, 5]
    assert {edge for path in backpropagation.paths() for edge in path} == set(backpropagation.edges())
    assert backpropagation.paths("L") == [()]


def test_slopes_are_those_of_central_differences():
    rng = np.random.default_rng(0)
    shapes = {"x": 4, "W_1": (3, 4), "b_1": 3, "W_2": (4, 3), "b_2": 4, "r": 3, "s": 4}
    given = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
    x = given.pop("x")
    steps = 1e-5 * np.eye(4)
    differences = [backpropagation.loss(x + d, **given) - backpropagation.loss(x - d, **given) for d in steps]
    assert backpropagation.slope_along("x")(x, **given) == pytest.approx(np.array(differences) / 2e-5, rel=1e-6)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_costs_are_counted(n):
    assert vector_jacobian.jacobian_products(n) == vector_jacobian.jacobian_memory(n) == n * n
    assert vector_jacobian.products(n) == 2 * n
    assert vector_jacobian.memory(n) == n + 1
    assert vector_jacobian.tally_of(lambda v, y: v + y, n).products == 0
    assert vector_jacobian.tally_of(lambda v, y: (v * y) * (v * y), n).products == 3 * n


def test_exponents_of_other_programs():
    cube = vector_jacobian.bytes_exponent(lambda v, y: v[:, None, None] * v[:, None] * v, 32)
    assert cube == pytest.approx(3, abs=0.1)


def test_jacobian_and_pullback():
    v, y = np.array([1.0, -2, 0.5]), np.array([3.0, 1, 4])
    assert vector_jacobian.jacobian(v) == pytest.approx(np.array([[1, -2, 0.5], [-2, 4, -1], [0.5, -1, 0.25]]))
    assert vector_jacobian.pullback(v, y) == pytest.approx(3 * v)
