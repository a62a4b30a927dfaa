"""Initialization and optimizers on digits: gradients and signals through depth, gradients and losses while training."""

import numpy as np

from numeric_checks.init_optimizers import (
    DEVIATIONS,
    adam,
    gradients_by_depth,
    momentum,
    plain,
    squares_by_depth,
    training,
)
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

COLOURS = {"small": GREY, "Xavier": BLUE, "He": ORANGE}
DEPTHS, NETWORKS, MANY = range(1, 11), 100, 400
STEPS, RUNS, ETA = 300, 5, 0.1
LAYERS, DRAWN = 30, 12
OPTIMIZERS = {
    "plain": (plain, 0.1, GREY),
    "momentum": (lambda: momentum(0.9), 0.02, BLUE),
    "Adam": (lambda: adam(0.9, 0.999, 1e-8), 0.003, ORANGE),
}


def gradients(axes):
    """Norms of gradients: at the start, of the first weights by depth; and of all weights, step by step."""
    by_depth, by_step = axes[0]
    unit = root_mean(gradients_by_depth(DEVIATIONS["He"], DEPTHS, NETWORKS))[0]
    for name, colour in COLOURS.items():
        norms = root_mean(gradients_by_depth(DEVIATIONS[name], DEPTHS, NETWORKS)) / unit
        by_depth.plot(DEPTHS, norms, color=colour, marker="o", markersize=3)
        runs = [[norm for _, norm, _ in training(DEVIATIONS[name], plain, ETA, STEPS, seed=k)] for k in range(RUNS)]
        by_step.plot(np.exp(np.log(runs).mean(axis=0)), color=colour, linewidth=1.1)
    label(by_depth, "He", (10, 1), (0, 9), ORANGE, ha="right")
    label(by_depth, "Xavier", (10, 2.0**-4.5), (0, -9), BLUE, ha="right")
    label(by_depth, "deviation 0.01", (4.4, 2e-4), (8, 0), GREY)
    label(by_step, "He", (4, 1.1), (4, 18), ORANGE)
    label(by_step, "Xavier", (10, 0.5), (8, -9), BLUE)
    label(by_step, "deviation 0.01", (STEPS, 5e-4), (0, 12), GREY, ha="right")
    by_depth.set(xlabel="hidden layers", ylabel="gradient of the first weights", yscale="log", ylim=(1e-8, 10))
    by_step.set(xlabel="step", ylabel="gradient of all weights", yscale="log", ylim=(1e-4, 10), xlim=(0, STEPS))


def root_mean(squares):
    return np.sqrt(squares.mean(axis=0))


def signals(axes):
    """Mean square per entry from layer to layer: single networks, and the mean of many, for three variances."""
    for c, colour in {1: BLUE, 2: ORANGE, 3: GREEN}.items():
        squares = squares_by_depth(lambda n, m, c=c: (c / n) ** 0.5, LAYERS, MANY)
        axes.plot(squares[:DRAWN].T, color=colour, linewidth=0.4, alpha=0.5)
        mean = squares.mean(axis=0)
        axes.plot(mean, color=colour, linewidth=2.2)
        name = {1: "Xavier", 2: "He", 3: "more"}[c]
        label(axes, rf"{name}: $v = {c}/n$", (LAYERS, mean[-1]), (8, 0), colour)
    axes.set(xlabel="layer", ylabel="mean square per entry", yscale="log", xlim=(0, LAYERS * 1.22))
    axes.set(xticks=range(0, LAYERS + 1, 5))


def losses(axes):
    """The loss while a network that was started as He says learns to read digits, for three optimizers."""
    for name, (optimizer, eta, colour) in OPTIMIZERS.items():
        runs = [[loss for loss, _, _ in training(DEVIATIONS["He"], optimizer, eta, STEPS, seed=k)] for k in range(RUNS)]
        mean = np.mean(runs, axis=0)
        axes.plot(mean, color=colour, linewidth=1.2)
        label(axes, rf"{name}, $\eta = {eta}$", (STEPS, mean[-20:].mean()), (8, 0), colour)
    axes.set(xlabel="step", ylabel="loss", yscale="log", xlim=(0, STEPS * 1.3))
    axes.set(xticks=range(0, STEPS + 1, 50))


FIGURES = {
    "a": (
        Figure(
            "gradients",
            gradients,
            "Norms of gradients of ReLU networks that read digits. Left: at the start, by the number of hidden layers "
            f"of 64 units, relative to He's with one layer (root mean square of {NETWORKS} networks). Right: while "
            f"networks of three hidden layers are trained, on batches of 100 at a rate of {ETA} (geometric mean of "
            f"{RUNS} runs). From zero weights the gradient is zero throughout.",
            grid=(1, 2),
        ),
    ),
    "b": (
        Figure(
            "signals",
            signals,
            f"Mean square per entry of a digit and of what layers of n = 64 ReLU units make of it. Thin: {DRAWN} "
            f"single networks; thick: the mean of {MANY}. He's variance preserves the mean; a single network strays.",
        ),
    ),
    "f": (
        Figure(
            "losses",
            losses,
            f"Loss on batches of 100 digits, for three optimizers from the same starts by He (mean of {RUNS} runs). "
            "Momentum of 0.9 at a fifth of the rate has twice the rate in the long run.",
        ),
    ),
}
