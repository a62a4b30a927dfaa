"""Features of ReLU networks before and after training, the principal ones among them, and how they change with seed,
width and depth."""

from functools import cache

import numpy as np

from numeric_checks.linearized_features import (
    GRID,
    POINTS,
    TARGETS,
    features,
    initial,
    output,
    principal,
    trained,
    turn_and_bound,
    turns,
)
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure

COLOURS = [BLUE, ORANGE, GREEN, "black", "#CC79A7", "#E69F00", "#56B4E9", GREY]
FEW, MANY, DEEP = 8, 200, 30  # hidden units a layer
STEPS, SEEDS = 1500, 5
WIDTHS = (10, 20, 40, 80, 160)
DEPTHS = (1, 2, 4, 8)
ON = 3  # a unit of the first layer that is on for all inputs, at the seed of the figure
TURNS = {"single features": ORANGE, "three leading principal ones": BLUE}


@cache
def before_and_after(*widths):
    """Layers of these hidden widths as they start, and after training."""
    start = initial([1, *widths, 1], seed=2)
    return start, trained(start, STEPS)


def lines(axes, curves, title=""):
    """Columns of a matrix over the grid, at most as many as there are colours."""
    for curve, colour in zip(curves.T, COLOURS, strict=False):
        axes.plot(GRID, curve, color=colour, linewidth=1)
    axes.set(xlim=(-1, 1), xticks=(-1, 0, 1))
    axes.set_title(title, fontsize=9)


def unit_size(curves):
    """Columns of mean square 1, turned so that their means are positive."""
    return curves * np.sign(curves.mean(axis=0)) / np.sqrt((curves**2).mean(axis=0))


def one_hidden_layer(axes):
    """The network, and the features of its first weights and biases: before training above, after it below."""
    for row, layers, when in zip(axes, before_and_after(FEW), ("at the start", "after training"), strict=True):
        row[0].plot(POINTS, TARGETS, ".", color=GREY, markersize=4)
        row[0].plot(GRID, output(layers, GRID), color="black")
        row[0].set(xlim=(-1, 1), xticks=(-1, 0, 1))
        row[0].set_title(f"network, {when}", fontsize=9)
        found = features(layers, GRID)
        lines(row[1], found[:, :FEW], r"features $\partial y/\partial w_i$")
        lines(row[2], found[:, FEW : 2 * FEW], r"features $\partial y/\partial b_i$")
    for axis in axes[1]:
        axis.set_xlabel("input $x$")


def spectrum(axes, *widths):
    """Singular values before and after training, and the leading principal features of both."""
    for layers, colour, marker, when in zip(
        before_and_after(*widths), (BLUE, ORANGE), "o.", ("start", "trained"), strict=True
    ):
        sigma, _ = principal(layers)
        sigma = sigma[sigma > 1e-10 * sigma[0]]
        axes[0].semilogy(range(1, len(sigma) + 1), sigma, marker, color=colour, markersize=4, label=when)
    axes[0].legend(frameon=False, fontsize=9, handletextpad=0.1)
    axes[0].set_title("singular values", fontsize=9)
    axes[0].set(xlabel="index $i$", xticks=(1, 8, 16, 24))
    for axis, layers, when in zip(axes[1:], before_and_after(*widths), ("at the start", "trained"), strict=True):
        lines(axis, unit_size(principal(layers)[1][:, :4]), f"principal features, {when}")
        axis.set(xlabel="input $x$", ylim=(-2.6, 2.6))


def seeds(axes):
    """A single feature and the leading principal feature, for several seeds, of a narrow and of a wide network."""
    for column, width in zip(axes.T, (FEW, MANY), strict=True):
        nets = [initial([1, width, 1], seed) for seed in range(SEEDS)]
        single = np.transpose([features(layers, GRID)[:, 2 * width] for layers in nets])
        leading = np.transpose([principal(layers)[1][:, 0] for layers in nets])
        lines(column[0], single, f"one elbow feature, {width} units")
        lines(column[1], unit_size(leading), f"leading principal feature, {width} units")
        column[0].set(ylim=(-0.3, 4.8))
        column[1].set(xlabel="input $x$", ylim=(-0.1, 2.4))


def mean_turns(hidden, change, runs):
    """The means of `turns` between networks of these hidden widths and what `change` makes of them, over some seeds."""
    pairs = [(initial([1, *hidden, 1], seed), seed) for seed in range(runs)]
    return np.mean([turns(start, change(start, seed)) for start, seed in pairs], axis=0)


def reseeded(hidden):
    return lambda start, seed: initial([1, *hidden, 1], 1000 + seed)


def by_width(axes):
    """How far features turn from seed to seed, and in training, against the width."""
    seeds = np.array([mean_turns([m], reseeded([m]), runs=20) for m in WIDTHS])
    training = np.array([mean_turns([m], lambda start, _: trained(start, STEPS), runs=4) for m in WIDTHS])
    for axis, found, title in zip(axes[0], (seeds, training), ("from seed to seed", "in training"), strict=True):
        for curve, (name, colour) in zip(found.T, TURNS.items(), strict=True):
            axis.loglog(WIDTHS, curve, "o-", color=colour, markersize=3.5, label=name)
        axis.set_title(title, fontsize=9)
        axis.set(xlabel="hidden units", xticks=WIDTHS, xticklabels=WIDTHS, ylim=(None, 2))
        axis.tick_params(which="minor", labelleft=False, labelbottom=False)
    axes[0, 0].set_ylabel("squared sine of the turn")
    axes[0, 1].legend(frameon=False, fontsize=9, loc="lower left")


def two_hidden_layers(axes):
    """Some features of the weights of either hidden layer: before training above, after it below."""
    for row, layers, when in zip(axes, before_and_after(DEEP, DEEP), ("at the start", "after training"), strict=True):
        found = features(layers, GRID)
        between = found[:, 2 * DEEP :: DEEP + 1]  # the weight from each unit to the one in its place
        for axis, some, name in zip(row, (found, between), ("first", "second"), strict=True):
            lines(axis, some[:, :8], f"weights of the {name} layer, {when}")
    for axis in axes[1]:
        axis.set_xlabel("input $x$")


def by_depth(axes):
    """One feature, the leading principal features, the singular values, and turns from seed to seed, by depth."""
    shades = dict(zip(DEPTHS, (BLUE, GREEN, ORANGE, "black"), strict=True))
    for depth, colour in shades.items():
        layers = initial([1, *[DEEP] * depth, 1], seed=4)
        sigma, leading = principal(layers)
        first = features(layers, GRID)[:, ON]
        axes[0, 0].plot(GRID, first / np.abs(first).max(), color=colour, linewidth=1)
        axes[0, 1].plot(GRID, unit_size(leading[:, :3])[:, 2], color=colour, linewidth=1)
        axes[1, 0].semilogy(range(1, 17), sigma[:16] / sigma[0], "o-", color=colour, markersize=2.5, linewidth=0.8)
    found = np.array([mean_turns([DEEP] * depth, reseeded([DEEP] * depth), runs=10) for depth in DEPTHS])
    for curve, (name, colour) in zip(found.T, TURNS.items(), strict=True):
        axes[1, 1].plot(DEPTHS, curve, "o-", color=colour, markersize=3.5, label=name)
    axes[1, 1].legend(frameon=False, fontsize=9, loc="upper left")
    axes[1, 1].set(xlabel="hidden layers", xticks=DEPTHS, ylim=(0, 1.3))
    axes[1, 0].set(xlabel="index $i$", xticks=(1, 4, 8, 12, 16))
    for axis in axes[0]:
        axis.set(xlim=(-1, 1), xticks=(-1, 0, 1))
    for axis, title in zip(
        axes.flat,
        ("feature of one first weight", "third principal feature", "singular values", "turn from seed to seed"),
        strict=True,
    ):
        axis.set_title(title, fontsize=9)


def bound(axes):
    """How far the leading eigenvector of the kernel turns from seed to seed, against the bound, at several widths."""
    for width, colour in zip((20, 80, 320), (ORANGE, GREEN, BLUE), strict=True):
        F = [features(initial([1, width, 1], seed), POINTS) for seed in range(24)]
        kernels = [each @ each.T / width for each in F]
        pairs = [turn_and_bound(K, L) for K, L in zip(kernels[::2], kernels[1::2], strict=True)]
        axes.loglog(
            [b for _, b in pairs], [t for t, _ in pairs], "o", color=colour, markersize=4, label=f"{width} units"
        )
    axes.plot([3e-4, 2], [3e-4, 2], color=GREY, linewidth=0.8)
    axes.set(xlabel="change of the kernel, over the gap", ylabel="squared sine of the turn")
    axes.legend(frameon=False, fontsize=9, loc="lower right")


FIGURES = {
    "a": (
        Figure(
            "features",
            one_hidden_layer,
            f"A network of {FEW} hidden units, and the features of its weights and biases. Dots: the {len(POINTS)} "
            "training points. Every unit has a colour. In training elbows move, and steps grow or shrink.",
            grid=(2, 3),
            height=3.6,
        ),
    ),
    "b": (
        Figure(
            "principal",
            lambda axes: spectrum(axes[0], MANY),
            f"One hidden layer of {MANY} units: the singular values of the feature matrix at the training points, and "
            "the first four principal features (blue, orange, green, black), scaled to mean square 1.",
            grid=(1, 3),
            height=2.4,
        ),
    ),
    "c": (
        Figure(
            "seeds",
            seeds,
            f"{SEEDS} seeds, one a colour. Above, the feature of one outer weight; below, the leading principal "
            "feature, scaled to mean square 1: with more units the first stays as random as it was, and the second "
            "settles.",
            grid=(2, 2),
            height=3.8,
        ),
        Figure(
            "by_width",
            by_width,
            "How far features turn, as the squared sine of an angle between functions on a grid: the mean over single "
            "features, and over the three leading principal ones. From 20 pairs of seeds, and from 4 trainings of "
            f"{STEPS} steps.",
            grid=(1, 2),
            height=2.6,
        ),
    ),
    "d": (
        Figure(
            "two_layers",
            two_hidden_layers,
            f"Two hidden layers of {DEEP} units: features of eight weights in each, before and after training.",
            grid=(2, 2),
            height=3.6,
        ),
        Figure(
            "two_layers_principal",
            lambda axes: spectrum(axes[0], DEEP, DEEP),
            "The same network: singular values and the first four principal features (blue, orange, green, black).",
            grid=(1, 3),
            height=2.4,
        ),
    ),
    "e": (
        Figure(
            "depth",
            by_depth,
            f"Networks of 1 (blue), 2 (green), 4 (orange) and 8 (black) hidden layers of {DEEP} units at the start. "
            "The singular values are relative to the largest. Turns are squared sines, as in part (c), means over 10 "
            "pairs of seeds.",
            grid=(2, 2),
            height=4.0,
        ),
    ),
    "g": (
        Figure(
            "bound",
            bound,
            "The leading eigenvector of the kernel at the training points, from one seed to another, twelve pairs at "
            "each width. On the line a turn would be as large as the bound.",
        ),
    ),
}
