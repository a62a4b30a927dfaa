"""The example in two dimensions under four methods, and where AdaGrad ends with a small number in its denominator."""

from itertools import islice

import numpy as np

from numeric_checks.instruments import descend
from numeric_checks.linear_regression import example_loss, on_the_line, shortest_on_the_line
from numeric_checks.regression_optimizers import adagrad, adam, end_of, full_step, rmsprop, where_adagrad_ends
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

STEPS = 400
EPSILONS = np.logspace(-1.3, 3, 40)
RATES = {0.02: BLUE, 0.1: GREEN}
LEAPING = 10.0


def paths(axes):
    """The line of solutions and the iterates of four methods from zero."""
    ends = np.array([[u, on_the_line(u)] for u in (0.5, 1.0)])
    axes.plot(*ends.T, color=GREY)
    label(axes, "solutions", ends[0], (8, -2), GREY)
    ways = {
        "gradient descent": (descend(example_loss, np.zeros(2), 0.02), BLUE, "o", "solid"),
        "AdaGrad": (adagrad(0.1), ORANGE, "o", "solid"),
        r"AdaGrad, $\epsilon = 10$": (adagrad(0.1, 10.0), GREEN, "o", "solid"),
        "RMSProp": (rmsprop(0.02), "black", "+", "none"),
        "Adam": (adam(0.05), "black", "x", "none"),
    }
    for name, (way, colour, marker, line) in ways.items():
        path = np.array(list(islice(way, STEPS)))
        axes.plot(*path.T, color=colour, marker=marker, markersize=3.2, linestyle=line, linewidth=0.9, label=name)
    u = shortest_on_the_line()[0]
    axes.plot(u, on_the_line(u), "o", color="black", markersize=5)
    label(axes, "the shortest solution", (u, on_the_line(u)), (10, 2), "black")
    axes.plot(*where_adagrad_ends(), "o", color="black", markersize=5)
    label(axes, r"adaptive methods without $\epsilon$", where_adagrad_ends(), (14, -6), "black")
    axes.legend(frameon=False, loc="lower right", fontsize=9)
    axes.set(xlabel="$u$", ylabel="$v$", aspect="equal", xlim=(-0.05, 1.85), ylim=(-0.03, 1.03))


def limits(axes):
    """The u at which AdaGrad ends, against the small number, for several rates."""
    levels = {"without the small number": where_adagrad_ends()[0], "the shortest solution": shortest_on_the_line()[0]}
    for words, level in levels.items():
        axes.axhline(level, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)))
        label(axes, words, (EPSILONS[-1], level), (0, 7), GREY, "right")
    for (rate, colour), away in zip(RATES.items(), ((2, -8), (-11, 10)), strict=True):
        found = [end_of(adagrad(rate, epsilon))[0] for epsilon in EPSILONS]
        axes.plot(EPSILONS, found, color=colour, linewidth=1.2)
        label(axes, rf"$\eta = {rate:g}$", (EPSILONS[24], found[24]), away, colour)
    axes.plot(EPSILONS, [full_step(epsilon)[1] for epsilon in EPSILONS], color="black", linewidth=1.2)
    label(axes, "full step", (EPSILONS[21], full_step(EPSILONS[21])[1]), (-6, 8), "black", "right")
    found = np.array([end_of(adagrad(LEAPING, epsilon))[0] for epsilon in EPSILONS])
    axes.plot(EPSILONS, found, color=ORANGE, linewidth=1.2)
    label(axes, rf"$\eta = {LEAPING:g}$", (EPSILONS[9], found[9]), (-8, 4), ORANGE, "right")
    axes.set(xlabel=r"$\epsilon$", ylabel="$u$ at the end", xscale="log", xlim=EPSILONS[[0, -1]], ylim=(0.65, 0.9))


FIGURES = {
    "3": (
        Figure(
            "paths",
            paths,
            "Iterates from zero. Gradient descent goes straight to the line of solutions. AdaGrad, RMSProp and Adam "
            "move along the diagonal, and a number in the denominator draws AdaGrad away from it.",
            height=3.1,
        ),
    ),
    "4": (
        Figure(
            "limits",
            limits,
            "Where AdaGrad comes to rest. At rates up to that of a full step it is between the two dashed levels; at a "
            "rate that leaps over the line of solutions it need not be.",
        ),
    ),
}
