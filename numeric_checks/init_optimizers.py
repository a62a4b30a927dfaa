"""Random layers, networks that learn to read digits, and the update rules of optimizers, run on numbers."""

import gzip
from functools import cache
from importlib.metadata import distribution
from itertools import pairwise, product

import numpy as np

from numeric_checks.instruments import Estimate, estimate, lowest_point, mean_of, mean_until

CLASSES = 10
WIDTHS = (64, 64, 64, 64, CLASSES)  # of a network with three hidden layers
DEVIATIONS = {
    "zero": lambda fan_in, fan_out: 0.0,
    "small": lambda fan_in, fan_out: 0.01,
    "Xavier": lambda fan_in, fan_out: (2 / (fan_in + fan_out)) ** 0.5,
    "He": lambda fan_in, fan_out: (2 / fan_in) ** 0.5,
}


# one layer


def relu(z):
    return np.maximum(z, 0)


def rectified_square(sigma, seed=0):
    """The Estimate of E[max(z, 0)^2] for z Gaussian of mean 0 and deviation sigma."""
    rng = np.random.default_rng(seed)
    return mean_until(lambda draws: relu(sigma * rng.standard_normal(draws)) ** 2, error=sigma**2 / 8)


def forward_factor(v, x, m, seed=0):
    """The Estimate of the mean square of an output over that of an input: ReLU, m units, x of shape (n,), not zero."""
    rng = np.random.default_rng(seed)

    def factors(draws):
        W = v**0.5 * rng.standard_normal((draws, m, len(x)))
        return (relu(W @ x) ** 2).mean(axis=1) / (x**2).mean()

    return mean_until(factors, error=v / 8)


def backward_factor(v, x, m, seed=0):
    """The Estimate of the mean square of an input's gradient, where that of an output's is 1, for ReLU and m units.

    Gradients at the outputs have independent signs, as from independent weights above; which units are on is up to the
    input x, shape (n,), not zero, and the very weights that the gradient comes back through.
    """
    rng = np.random.default_rng(seed)

    def factors(draws):
        W, h = v**0.5 * rng.standard_normal((draws, m, len(x))), rng.choice([-1.0, 1.0], (draws, m))
        return (np.einsum("dmn,dm->dn", W, (W @ x > 0) * h) ** 2).mean(axis=1)

    return mean_until(factors, error=v / 8)


def keeps_forward(x, m):
    """The Estimate of the variance of the weights at which outputs have the mean square of the inputs x, shape (n,)."""
    return reciprocal(forward_factor(1.0, x, m))


def keeps_backward(x, m):
    """The Estimate of the variance of the weights at which gradients keep their mean square."""
    return reciprocal(backward_factor(1.0, x, m))


def reciprocal(factor):
    """The Estimate of 1 over a factor: the variance that makes it 1, if it is what it is at variance 1."""
    return Estimate(1 / factor.value, 1 / (factor.value - factor.error) - 1 / factor.value)


def linear_factors(n, m):
    """How much m units without ReLU multiply the mean square of n inputs, and of m gradients, at weights of variance 1.

    Exact means over every pattern of signs, which has the mean and the variances of any weights of variance 1.
    """
    patterns = np.array(list(product([-1.0, 1.0], repeat=m * n))).reshape(-1, m, n)
    x, h = np.arange(1.0, n + 1), np.arange(1.0, m + 1)
    forward = ((patterns @ x) ** 2).mean() / (x**2).mean()
    return forward, ((h @ patterns) ** 2).mean() / (h**2).mean()


def best_compromise(n, m):
    """The pair (v, distance): the variance whose worse factor, forward or backward, is nearest to 1, by search."""
    forward, backward = linear_factors(n, m)

    def worst(v):
        return max(abs(forward * v - 1), abs(backward * v - 1))

    v = lowest_point(worst, 0.0, 4.0)
    return v, worst(v)


# networks on digits


@cache
def digits():
    """1797 images of 8 x 8 pixels between 0 and 1, shape (1797, 64), and the digits they show, shape (1797,).

    From the file inside scikit-learn (a part of UCI's handwritten digits), which is not imported: that takes a second.
    """
    file = distribution("scikit-learn").locate_file("sklearn/datasets/data/digits.csv.gz")
    with gzip.open(str(file), "rt") as lines:
        table = np.loadtxt(lines, delimiter=",")
    return table[:, :-1] / 16, table[:, -1].astype(int)


def started(widths, deviation, seed=0):
    """Weights, of shapes (out, in), and zero biases between layers of these widths; `deviation` is told both fans.

    `seed` is a number, or a generator that goes on.
    """
    rng = np.random.default_rng(seed)
    return [(deviation(n, m) * rng.standard_normal((m, n)), np.zeros(m)) for n, m in pairwise(widths)]


def loss_and_gradients(network, images, labels):
    """The mean cross-entropy of a ReLU network, and its gradient: a pair (weights, biases) for each layer."""
    layers = [images]
    for W, b in network[:-1]:
        layers.append(relu(layers[-1] @ W.T + b))
    W, b = network[-1]
    pull, loss = cross_entropy(layers[-1] @ W.T + b, labels)
    found = []
    for (W, _), x in zip(reversed(network), reversed(layers), strict=True):
        found.append((pull.T @ x, pull.sum(axis=0)))
        pull = (pull @ W) * (x > 0)
    return loss, found[::-1]


def cross_entropy(outputs, labels):
    """The gradient of the mean cross-entropy in the outputs, shape (examples, CLASSES), and its value."""
    chances = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    of_label = chances[np.arange(len(labels)), labels]
    return (chances - np.eye(CLASSES)[labels]) / len(labels), -np.log(of_label).mean()


def norm_of(gradients):
    """The Euclidean norm of the gradient in all weights together."""
    return sum((W**2).sum() for W, _ in gradients) ** 0.5


def gradients_by_depth(deviation, depths, networks, seed=0):
    """Squared norms of an example's gradient in the first weights, shape (networks, depths): one digit a network.

    The networks of a row share their layers, as far as they go, of 64 units. The weights of the outputs are so small
    that no digit is preferred at the start.
    """
    images, labels = digits()
    rng = np.random.default_rng(seed)
    squares = np.empty((networks, len(depths)))
    for i, (image, label) in enumerate(zip(images[:networks], labels[:networks], strict=True)):
        layers = started([64] * (max(depths) + 1), deviation, rng)
        readout = (1e-4 * rng.standard_normal((CLASSES, 64)), np.zeros(CLASSES))
        for k, depth in enumerate(depths):
            _, found = loss_and_gradients([*layers[:depth], readout], image[None], label[None])
            squares[i, k] = (found[0][0] ** 2).sum()
    return squares


def gradient_factor(c):
    """The Estimate of what a third layer of variance c / n does to the mean square of the first one's gradient."""
    two, three = gradients_by_depth(lambda n, m: (c / n) ** 0.5, (2, 3), networks=300).T
    return ratio_of(three, two)


def squares_by_depth(deviation, depth, networks, seed=0):
    """Mean squares per entry of a digit and what layers of 64 units make of it, shape (networks, depth + 1)."""
    images, _ = digits()
    rng = np.random.default_rng(seed)
    squares = np.empty((networks, depth + 1))
    for i, x in enumerate(images[:networks]):
        squares[i, 0] = (x**2).mean()
        for k, (W, _) in enumerate(started([64] * (depth + 1), deviation, rng), 1):
            x = relu(W @ x)
            squares[i, k] = (x**2).mean()
    return squares


def ratio_of(above, below):
    """The Estimate of E[above] / E[below] from paired samples, by the delta method."""
    value = above.mean() / below.mean()
    lean = (above - value * below) / below.mean()
    return estimate(value, lean.std(ddof=1) / len(lean) ** 0.5, above / below.mean())


def training(deviation, optimizer, eta, steps, widths=WIDTHS, batch=100, seed=0):
    """Learning to read digits from random batches: yields loss, norm of the gradient and network before each step."""
    images, labels = digits()
    rng = np.random.default_rng(seed)
    network = started(widths, deviation, rng)
    rules = [(optimizer(), optimizer()) for _ in network]
    for _ in range(steps):
        chosen = rng.integers(len(labels), size=batch)
        loss, found = loss_and_gradients(network, images[chosen], labels[chosen])
        yield loss, norm_of(found), network
        moves = [(rule_W(dW), rule_b(db)) for (rule_W, rule_b), (dW, db) in zip(rules, found, strict=True)]
        network = [(W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(network, moves, strict=True)]


def stays_at_zero(eta=0.5, steps=20):
    """Whether a network that starts at zero still has every weight at exactly zero, while its biases were learned."""
    *_, (_, _, network) = training(DEVIATIONS["zero"], plain, eta, steps)
    return not any(W.any() for W, _ in network) and network[-1][1].any()


# optimizers: each is a function of one gradient after another, and returns the step in units of the learning rate


def plain():
    return lambda g: g


def momentum(mu):
    """Steps along u = mu u + g, from u = 0."""
    u = 0.0

    def step(g):
        nonlocal u
        u = mu * u + g
        return u

    return step


def average(beta):
    """The exponential average m = beta m + (1 - beta) g, from m = 0."""
    m = 0.0

    def after(g):
        nonlocal m
        m = beta * m + (1 - beta) * g
        return m

    return after


def adam(beta_1, beta_2, epsilon=0.0):
    """Steps along the average gradient over the root of the average square, both without their bias."""
    mean, square, t = average(beta_1), average(beta_2), 0

    def step(g):
        nonlocal t
        t += 1
        m, v = mean(g) / (1 - beta_1**t), square(g**2) / (1 - beta_2**t)
        return m / (np.sqrt(v) + epsilon)

    return step


def last(found, nothing):
    """The last item of an iterable; `nothing` where it is empty."""
    for item in found:
        nothing = item
    return nothing


def after_noise(optimizer, t, gamma, s, runs=20_000, power=1, seed=0):
    """What an optimizer returns after t Gaussian gradients of mean gamma and deviation s, to a power, in many runs."""
    rng = np.random.default_rng(seed)
    gradients = ((gamma + s * rng.standard_normal(runs)) ** power for _ in range(t))
    return last(map(optimizer, gradients), np.zeros(runs))


def mean_velocity(t, mu, gamma, s):
    """The Estimate of the mean of momentum's u after t noisy gradients."""
    return mean_of(after_noise(momentum(mu), t, gamma, s))


def variance_of_velocity(t, mu, gamma, s):
    """The Estimate of the variance of momentum's u after t noisy gradients."""
    u = after_noise(momentum(mu), t, gamma, s)
    return mean_of((u - u.mean()) ** 2 * len(u) / (len(u) - 1))


def mean_average(t, beta_1, gamma, s):
    """The Estimate of the mean of Adam's average of t noisy gradients."""
    return mean_of(after_noise(average(beta_1), t, gamma, s))


def mean_average_square(t, beta_2, gamma, s):
    """The Estimate of the mean of Adam's average of the squares of t noisy gradients."""
    return mean_of(after_noise(average(beta_2), t, gamma, s, power=2))


def bias_divisor(t, beta_1, gamma, s):
    """The Estimate of what Adam's average has to be divided by to have the mean gamma."""
    mean = mean_average(t, beta_1, gamma, s)
    return Estimate(mean.value / gamma, mean.error / abs(gamma))


def steady_step(t, beta_1, beta_2, g):
    """The step that Adam makes, in units of the learning rate, after t gradients that are all g."""
    return last(map(adam(beta_1, beta_2), [g] * t), 0.0)


def scale_does_not_matter(c, beta_1, beta_2, steps=20, seed=0):
    """Whether Adam makes the same steps for gradients c times as large."""
    gradients = np.random.default_rng(seed).standard_normal((steps, 5))
    usual, scaled = (list(map(adam(beta_1, beta_2), k * gradients)) for k in (1, c))
    return bool(np.allclose(usual, scaled, rtol=1e-9))


def longest_step_squared(beta_1, beta_2, limit=100_000):
    """The most that m^2 / v can be for averages m and v of any gradients, by an adversary.

    He starts with a gradient of 1 after nothing, and chooses each further one, by search, so that m / v^(1/2) is
    largest after it. Only how large it is beside v^(1/2) matters, the tangent of an angle; and as m / v^(1/2) is all
    that is left of the past, and more of it never hurts, he need not look ahead.
    """
    ratio = average(beta_1)(1.0) / average(beta_2)(1.0) ** 0.5

    def after(angle, ratio):
        old, new = np.cos(angle), np.sin(angle)
        return (beta_1 * ratio * old + (1 - beta_1) * new) / (beta_2 * old**2 + (1 - beta_2) * new**2) ** 0.5

    for _ in range(limit):
        angle = lowest_point(lambda angle, ratio=ratio: -after(angle, ratio), 0.0, np.pi / 2)
        ratio, before = after(angle, ratio), ratio
        if ratio - before <= 1e-12 * ratio:
            return ratio**2
    raise ArithmeticError("the adversary still gains")
