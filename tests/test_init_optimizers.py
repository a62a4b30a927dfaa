"""Random layers, networks on digits and optimizers, at what one can work out by hand or knows of them."""

import math

import numpy as np
import pytest

from numeric_checks import init_optimizers as measure

ONE, THREE = np.array([2.0]), np.array([1.0, -2.0, 0.5])


def inside(reading, truth):
    """Whether a Monte Carlo reading covers the truth."""
    return np.all(np.abs(reading.value - truth) <= reading.error)


# layers


def test_relu_keeps_half_of_the_square():
    for sigma in (0.1, 1.0, 7.0):
        reading = measure.rectified_square(sigma)
        assert inside(reading, sigma**2 / 2) and not inside(reading, sigma**2)


@pytest.mark.parametrize(("x", "m", "up", "down"), [(ONE, 3, 0.5, 1.5), (THREE, 1, 1.5, 0.5), (THREE, 3, 1.5, 1.5)])
def test_signals_meet_the_inputs_and_gradients_the_outputs(x, m, up, down):
    assert inside(measure.forward_factor(1.0, x, m), up) and inside(measure.keeps_forward(x, m), 1 / up)
    assert inside(measure.backward_factor(1.0, x, m), down) and inside(measure.keeps_backward(x, m), 1 / down)
    assert inside(measure.forward_factor(0.25, x, m), up / 4)


@pytest.mark.parametrize(("n", "m", "v", "distance"), [(1, 3, 1 / 2, 1 / 2), (3, 1, 1 / 2, 1 / 2), (2, 2, 1 / 2, 0)])
def test_xavier_by_search(n, m, v, distance):
    assert np.allclose(measure.best_compromise(n, m), (v, distance), atol=1e-9)


# networks


def test_the_digits_are_those_that_everybody_knows():
    images, labels = measure.digits()
    assert images.shape == (1797, 64) and images.min() == 0 and images.max() == 1
    assert list(np.bincount(labels)) == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert list(labels[:10]) == list(range(10))
    assert np.array_equal(images[0, :8] * 16, [0, 0, 5, 13, 9, 1, 0, 0])


def test_gradients_are_differences_of_losses():
    images, labels = (part[:7] for part in measure.digits())
    network = measure.started((64, 6, 5, 10), measure.DEVIATIONS["He"])
    loss, found = measure.loss_and_gradients(network, images, labels)
    for layer, (W, b) in enumerate(network):
        for part, slopes in zip((W, b), found[layer], strict=True):
            place = np.unravel_index(np.abs(slopes).argmax(), slopes.shape)
            here, losses = part[place], []
            for there in (here + 1e-5, here - 1e-5):
                part[place] = there
                losses.append(measure.loss_and_gradients(network, images, labels)[0])
            part[place] = here
            assert slopes[place] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-6)
    assert loss == measure.loss_and_gradients(network, images, labels)[0]


def test_a_network_of_zeros_prefers_no_digit():
    loss, _, _ = next(measure.training(measure.DEVIATIONS["zero"], measure.plain, 0.1, 1))
    assert loss == pytest.approx(math.log(10))
    assert measure.stays_at_zero()


@pytest.mark.parametrize(("c", "factor"), [(2.0, 1.0), (1.0, 0.5), (64 * 0.01**2, 0.0032)])
def test_mean_squares_are_geometric_in_depth(c, factor):
    squares = measure.squares_by_depth(lambda n, m: (c / n) ** 0.5, depth=8, networks=200)
    kept = squares[:, 1:] / squares[:, :1] / factor ** np.arange(1, 9)
    assert np.all(np.abs(kept.mean(axis=0) - 1) <= 5 * kept.std(axis=0) / 200**0.5)
    assert inside(measure.gradient_factor(c), factor)


def test_what_the_answer_says_of_training_is_so():
    norms, losses = {}, {}
    for name, deviation in measure.DEVIATIONS.items():
        runs = [[seen[:2] for seen in measure.training(deviation, measure.plain, 0.1, 150, seed=k)] for k in range(3)]
        losses[name], norms[name] = np.moveaxis(runs, 2, 0)
    assert np.all(norms["zero"] == 0)
    start = {name: seen[:, 0] for name, seen in norms.items()}
    assert np.all(start["He"] > 2 * start["Xavier"]) and np.all(start["Xavier"] > 100 * start["small"])
    assert np.all(norms["He"][:, 5] < start["He"]) and np.all(norms["He"][:, 20:60].max(axis=1) > norms["He"][:, 5])
    assert np.all(losses["small"] > 2.2) and losses["He"][:, -10:].mean() < losses["Xavier"][:, -10:].mean() < 0.7
    assert np.all(norms["Xavier"].argmax(axis=1) > 30)  # it rises first


# optimizers


def test_an_impulse_goes_through_momentum_and_averages_as_powers():
    impulse = [1.0, 0.0, 0.0, 0.0]
    assert list(map(measure.momentum(0.5), impulse)) == [1, 0.5, 0.25, 0.125]
    assert list(map(measure.average(0.5), impulse)) == [0.5, 0.25, 0.125, 0.0625]


def test_the_first_step_of_adam_is_a_sign():
    for g in (3.0, -1e-6, np.array([5.0, -0.1])):
        assert np.allclose(measure.adam(0.9, 0.999)(g), np.sign(g))
    assert measure.adam(0.9, 0.999, epsilon=1.0)(1.0) == pytest.approx(1 / 2)


def test_the_second_step_of_adam_by_hand():
    step = measure.adam(0.5, 0.5)
    assert step(1.0) == 1
    assert step(0.0) == pytest.approx((1 / 3) / math.sqrt(1 / 3))


@pytest.mark.parametrize(
    ("beta_1", "beta_2", "most"), [(0.9, 0.999, 370 / 7), (0.5, 0.5, 1.0), (1e-9, 0.75, 4.0), (0.5, 0.75, 1.5)]
)
def test_the_longest_step(beta_1, beta_2, most):
    assert measure.longest_step_squared(beta_1, beta_2) == pytest.approx(most, rel=1e-6)


def test_gradients_that_grow_make_steps_of_seven_rates_and_no_longer():
    growth = np.linspace(1.05, 1.13, 9)
    steps = list(map(measure.adam(0.9, 0.999), (growth**t for t in range(2500))))
    assert 6.9 < np.max(steps) <= measure.longest_step_squared(0.9, 0.999) ** 0.5


def test_adam_learns_to_read():
    *_, (loss, _, _) = measure.training(
        measure.DEVIATIONS["He"], lambda: measure.adam(0.9, 0.999, 1e-8), 0.003, steps=200
    )
    assert loss < 0.2
