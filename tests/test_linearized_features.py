"""Features of ReLU networks against differences, the SVD against its equations, and what is said of seeds and depth."""

import numpy as np
import pytest

from numeric_checks.linearized_features import (
    GRID,
    POINTS,
    TARGETS,
    bias_features,
    features,
    growth,
    initial,
    kernel_speed,
    kernel_spread,
    layer,
    network,
    output,
    principal,
    relative_variance,
    sensitivity_below,
    trained,
    turn,
    turn_is_bounded,
    turns,
    two_layers,
    weight_features,
)


def moved(layers, number, by):
    """The layers with `by` added to one parameter, in the order of the columns of the feature matrix."""
    layers = [(W.copy(), b.copy()) for W, b in layers]
    for part in (part for pair in layers for part in pair):
        if number < part.size:
            part.flat[number] += by
            return layers
        number -= part.size
    raise IndexError(number)


@pytest.mark.parametrize("hidden", [[7], [5, 5], [4, 3, 4], [3, 3, 3, 3, 3]])
@pytest.mark.parametrize("steps", [0, 30])
def test_backpropagation_agrees_with_differences_at_the_start_and_after_training(hidden, steps):
    layers = trained(initial([1, *hidden, 1], seed=1), steps)
    found, h = features(layers, POINTS), 1e-7
    for number in range(found.shape[1]):
        difference = (output(moved(layers, number, h), POINTS) - output(moved(layers, number, -h), POINTS)) / (2 * h)
        assert np.allclose(found[:, number], difference, atol=1e-6)
    with pytest.raises(IndexError):
        moved(layers, found.shape[1], h)


def test_networks_of_the_statement_are_the_general_one():
    (w, b), (W, a), (v, c) = layers = initial([1, 6, 6, 1], seed=3)
    deep = [two_layers(x, w[:, 0], b, W, a, v[0], c[0]) for x in POINTS]
    assert np.allclose(deep, output(layers, POINTS))
    (w, b), (v, c) = layers = initial([1, 6, 1], seed=3)
    one = w[:, 0], b, v[0], c[0]
    assert np.allclose([network(x, *one) for x in POINTS], output(layers, POINTS))
    by_steps = [[*weight_features(x, *one), *bias_features(x, *one)] for x in POINTS]
    assert np.allclose(by_steps, features(layers, POINTS)[:, :12])


def test_the_slope_below_a_layer_is_a_difference():
    rng = np.random.default_rng(0)
    W, (h, b, p), d = rng.standard_normal((4, 4)), rng.standard_normal((3, 4)), 1e-7
    differences = [(layer(h + d * e, W, b, p, 1.0) - layer(h - d * e, W, b, p, 1.0)) / (2 * d) for e in np.eye(4)]
    assert np.allclose(sensitivity_below(h, W, b, p, 1.0), differences, atol=1e-6)


@pytest.mark.parametrize("hidden, steps", [([30], 0), ([30], 100), ([12, 12], 0)])
def test_principal_features_are_orthogonal_and_all_that_there_is(hidden, steps):
    layers = trained(initial([1, *hidden, 1], seed=0), steps)
    F, (sigma, here) = features(layers, POINTS), principal(layers, at=POINTS)
    assert np.allclose(here.T @ here, np.diag(sigma**2))
    assert np.allclose(here @ here.T, F @ F.T)
    assert np.isclose((sigma**2).sum(), sum((row**2).sum() for row in F))
    assert np.all(np.diff(sigma) <= 0)


def test_principal_features_between_the_points_come_from_the_kernel():
    layers = initial([1, 40, 1], seed=0)
    sigma, there = principal(layers)
    values, vectors = np.linalg.eigh(features(layers, POINTS) @ features(layers, POINTS).T)
    kernel = features(layers, GRID) @ features(layers, POINTS).T
    for k in range(4):
        again = kernel @ vectors[:, -1 - k] / values[-1 - k] ** 0.5
        assert np.isclose(sigma[k] ** 2, values[-1 - k])
        assert np.allclose(again * np.sign(again @ there[:, k]), there[:, k])


def test_a_third_of_the_features_is_no_news():
    m = 8
    layers = initial([1, m, 1], seed=0)
    (w, b), _ = layers
    elbows = np.sort(-b / w[:, 0])
    ends = np.array([elbows[0] - 1, *elbows, elbows[-1] + 1])
    F = features(layers, np.concatenate([ends[:-1] + part * np.diff(ends) for part in (0.25, 0.5, 0.75)]))
    assert F.shape[1] == 3 * m + 1 and np.linalg.matrix_rank(F) == 2 * m + 1


def test_weights_and_biases_start_with_their_variances():
    (w, b), (W, a), _ = initial([1, 400, 400, 1], seed=0)
    for found, variance in ((w, 2), (b, 1), (W, 2 / 400), (a, 1 / 400)):
        error = variance * (2 / found.size) ** 0.5
        assert abs(found.var() - variance) < 5 * error


def test_training_fits_the_targets():
    layers = trained(initial([1, 40, 1], seed=0), 1500)
    assert np.mean((output(layers, POINTS) - TARGETS) ** 2) < 0.02 * TARGETS.var()


def mean_turns(hidden, change, runs):
    starts = [initial([1, *hidden, 1], seed) for seed in range(runs)]
    return np.mean([turns(start, change(start, seed)) for seed, start in enumerate(starts)], axis=0)


def test_principal_features_change_less_with_the_seed_the_wider_the_network():
    narrow, wide = (mean_turns([m], lambda _, seed, m=m: initial([1, m, 1], 100 + seed), 20) for m in (8, 128))
    assert abs(narrow[0] - wide[0]) < 0.1 < wide[0]  # single features: as random as ever
    assert narrow[1] < narrow[0] and wide[1] < narrow[1] / 4


def test_principal_features_change_less_in_training_when_there_are_many_units():
    single, leading = mean_turns([128], lambda start, _: trained(start, 300), 3)
    assert leading < single / 10


def test_deeper_networks_have_more_jumps_and_slower_spectra_and_depend_more_on_the_seed():
    def seen(depth):
        hidden = [20] * depth
        nets = [initial([1, *hidden, 1], seed) for seed in range(8)]
        jumps = np.mean([(np.abs(np.diff(features(net, GRID)[:, 20:40], axis=0)) > 1e-9).sum() for net in nets])
        small = np.mean([sigma[8] / sigma[0] for sigma, _ in map(principal, nets)])
        return jumps, small, mean_turns(hidden, lambda _, seed: initial([1, *hidden, 1], 100 + seed), 8)[1]

    shallow, deep = seen(1), seen(5)
    assert all(more > 1.5 * less for more, less in zip(deep, shallow, strict=True))


def test_the_turn_is_a_squared_sine():
    f, g = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), np.array([[1.0, 1.0, 1.0], [0.0, 3**0.5, 0.0]])
    found = turn(f, g)
    assert np.allclose(found[:2], [0, 0.75]) and np.isnan(found[2])


def test_the_inner_share_of_the_kernel_does_not_grow_with_the_width():
    x = np.array([0.5])
    for m in (5, 80):
        inner = np.array([(features(initial([1, m, 1], seed), x)[0, : 2 * m] ** 2).sum() for seed in range(2000)])
        assert abs(inner.mean() - (1 + x[0] ** 2)) < 5 * inner.std() / len(inner) ** 0.5


def test_in_training_the_sum_of_squares_moves_by_less_than_a_single_feature():
    def moves(m):
        """Root mean squares of the speeds of the sum and of a single feature, relative to what they are on the mean."""
        found = []
        for (w, b), (v, c) in (initial([1, m, 1], seed) for seed in range(300)):
            whole = w[:, 0], b, v[0], c[0]
            single = 1.25 * v[0, 0] * (0.5 * w[0, 0] + b[0] > 0)
            found.append((kernel_speed(0.5, *whole, r=-0.5) / (0.75 * m), single / 0.75**0.5))
        return np.sqrt(np.mean(np.square(found), axis=0))

    narrow, wide = moves(10), moves(160)
    assert np.allclose(np.log2(narrow / wide), [4, 2], atol=0.5)  # like 1 / m, and like 1 / sqrt(m)


def test_relative_variance_is_that_of_the_exponential_law():
    samples = np.random.default_rng(0).exponential(3.0, 40_000)
    found = relative_variance(samples)
    assert abs(found.value - 1) < found.error < 0.1


def test_kernels_settle_as_the_width_grows():
    for m in (1, 4, 16):
        found = kernel_spread(0.5, m)
        assert abs(found.value - 5 / m) < found.error < 3 / m


def test_growth_tells_the_factor_from_its_neighbours():
    found = growth(5)
    assert abs(found.value - 2) < found.error < 0.2


def test_the_bound_on_the_turn_holds_between_the_kernels_of_two_networks():
    kernels = [F @ F.T for F in (features(initial([1, 50, 1], seed), POINTS) for seed in range(4))]
    assert all(turn_is_bounded(K, L) for K in kernels for L in kernels)
