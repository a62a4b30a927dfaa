"""Gradient descent on a distance: paths in the plane, distances step by step, in exact fractions and in floats."""

from fractions import Fraction
from itertools import islice

import numpy as np

from numeric_checks.norm_step_size import (
    GIVEN,
    ahead,
    descent,
    descent_in_floats,
    distances,
    shrinking_steps,
    steps_for_good,
    unit_steps,
)
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

TARGET = [float(side) for side in GIVEN]


def path_in_the_plane(axes, sizes, count, ends):
    """The first `count` exact iterates towards the given point; those of `ends` with their numbers, on both sides."""
    path = np.array([[float(side) for side in place] for place, _ in islice(descent(GIVEN, sizes), count)])
    axes.plot(*path.T, color=BLUE, linewidth=0.8, marker="o", markersize=3.2)
    axes.plot(*TARGET, "x", color="black", markersize=6, markeredgewidth=1.4)
    label(axes, "$b$", TARGET, (-9, 8), "black", ha="center")
    for i, away in ends.items():
        label(axes, f"$x_{{{i}}}$", path[i], away, BLUE)
    axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal", xlim=(-0.4, 7.6), ylim=(-0.4, 5.6))


def unit(axes):
    """The orbit of the given point, and how far from b it and two others are after every step."""
    plane, along = axes[0]
    path_in_the_plane(plane, unit_steps, 12, {0: (7, -4), 1: (7, -4), 6: (7, -4), 7: (7, -6), 8: (7, -4)})
    shown = {"7": (GREEN, (5, -1)), "7.2": (ORANGE, (5, 8)), "7.5": (BLUE, (5, 1))}
    for rho, (colour, away) in shown.items():
        found = [float(length) for length in distances(ahead(Fraction(rho)), unit_steps, 15)]
        along.plot(found, color=colour, marker="o", markersize=3.2)
        label(along, f"{rho}", (14, found[-1]), away, colour)
    label(along, r"length of $b$", (14, 2.1), (4, 0), GREY, ha="center")
    along.set(xlabel="step", ylabel="distance from $b$", xlim=(0, 16.5), xticks=range(0, 15, 2), ylim=(-0.15, 7.8))


def shrinking(axes):
    """The path towards the given point, and distances from b along many steps for points near and far."""
    plane, along = axes[0]
    path_in_the_plane(plane, shrinking_steps, 1100, {0: (7, -5), 1: (7, -5), 2: (-12, 8), 3: (7, -5), 10: (-17, 10)})
    steps = np.arange(1, 2_001)
    for rho, colour in (("0.3", GREEN), ("4", ORANGE), ("7.5", BLUE)):
        path = descent_in_floats(tuple(map(float, ahead(Fraction(rho)))), lambda i: 1 / (i + 1))
        found = np.array([length for _, length in islice(path, len(steps) + 1)])[1:]
        pairs = np.maximum(found[:-1], found[1:])
        along.loglog(steps[: len(pairs)], pairs, color=colour)
        label(along, f"{rho}", (1, pairs[0]), (-5, 0), colour, ha="right")
    along.loglog(steps, 1 / steps, color=GREY, linestyle=(0, (4, 4)), linewidth=0.8)
    along.loglog(steps, 1 / (2 * steps + 2), color=GREY, linestyle=(0, (4, 4)), linewidth=0.8)
    label(along, r"$\frac{1}{n}$ and $\frac{1}{2(n+1)}$", (5, 0.006), (0, 0), GREY, ha="center")
    along.set(xlabel="step $n$", ylabel="distance from $b$", xlim=(0.35, 3e3), ylim=(2e-4, 15))


def counts(axes):
    """How many steps it takes to stay within a tolerance, against the length of b and against the tolerance."""
    by_length, by_tolerance = axes[0]
    lengths = np.linspace(0.051, 9, 120)  # beside 1, 3/2 and others that are hit on the way
    for epsilon, colour in ((0.1, GREEN), (0.01, BLUE), (0.001, ORANGE)):
        found = [steps_for_good(epsilon, rho) for rho in lengths]
        by_length.semilogy(lengths, found, color=colour, linewidth=1.2)
        label(by_length, f"{epsilon:g}", (0.2, max(found[:20])), (0, 8), colour)
    by_length.set(xlabel=r"length of $b$", ylabel="steps to stay near", xlim=(0, 9), ylim=(1, 1e4))
    tolerances = np.geomspace(1e-3, 0.3, 80)
    for rho, colour in ((0.3, GREEN), (4.0, ORANGE), (7.5, BLUE)):
        found = [steps_for_good(epsilon, rho) for epsilon in tolerances]
        by_tolerance.loglog(tolerances, found, color=colour, linewidth=1.2)
        label(by_tolerance, f"{rho:g}", (tolerances[-1], found[-1]), (5, 0), colour)
    by_tolerance.set(xlabel="tolerance", xlim=(1e-3, 0.5), ylim=(1, 1e4))


def rounding(axes):
    """The distance from [5, 12] after every unit step in floats: to within rounding, and out again."""
    found = np.array([length for _, length in islice(descent_in_floats((5.0, 12.0), lambda i: 1.0), 24)])
    axes.semilogy(found, color=ORANGE, marker="o", markersize=3.2, linewidth=0.8)
    exact = [float(length) for length in distances((Fraction(5), Fraction(12)), unit_steps, 14)]
    axes.semilogy(exact[:-1], color=BLUE, marker="o", markersize=3.2)
    label(axes, "exact fractions: 0 at step 13", (6, exact[6]), (0, -16), BLUE, ha="center")
    label(axes, "floats", (18, found[18]), (0, 10), ORANGE, ha="center")
    axes.set(xlabel="step", ylabel="distance from $b$", ylim=(1e-16, 1e2), xlim=(0, 24.5), xticks=range(0, 25, 2))


def nearest(axes):
    """The least distance so far along shrinking steps, for two points that are approached fast and one that is not."""
    steps = np.arange(1, 501)
    for rho, colour, at, away in (("2", BLUE, 500, (5, -2)), ("37/14", ORANGE, 200, (2, 9))):
        found = [float(d) for d in distances(ahead(Fraction(rho)), shrinking_steps, len(steps) + 1)][1:]
        axes.loglog(steps, np.minimum.accumulate(found), color=colour, drawstyle="steps-post")
        label(axes, rho, (at, min(found[:at])), away, colour)
    b = (0.8 * np.log(2), 0.6 * np.log(2))
    path = islice(descent_in_floats(b, lambda i: 1 / (i + 1)), len(steps) + 1)
    found = [length for _, length in path][1:]
    axes.loglog(steps, np.minimum.accumulate(found), color=GREEN)
    label(axes, r"$\log 2$", (steps[-1], found[-1]), (5, 0), GREEN)
    for power in (2, 3, 4):
        axes.loglog(steps, 1.0 / steps**power, color=GREY, linestyle=(0, (4, 4)), linewidth=0.8)
        label(axes, f"$n^{{-{power}}}$", (steps[-1], steps[-1] ** -float(power)), (5, 0), GREY)
    axes.set(xlabel="step $n$", ylabel="least distance from $b$ so far", xlim=(1, 1000), ylim=(1e-13, 10))


FIGURES = {
    "c": (
        Figure(
            "unit",
            unit,
            "Steps of size one. Left: the exact iterates towards [6, 4.5], which end in going from one side to the "
            "other. Right: distances for three points; only the one whose length is a whole number is found.",
            grid=(1, 2),
        ),
    ),
    "d": (
        Figure(
            "shrinking",
            shrinking,
            "Steps of size 1/(n + 1). Left: the exact iterates towards [6, 4.5]. Right: the larger of two distances "
            "in a row, for points of the lengths 0.3, 4 and 7.5; once b is passed it stays between the broken lines.",
            grid=(1, 2),
        ),
        Figure(
            "counts",
            counts,
            "Steps after which the iterates stay within a tolerance. Left: against the length of b, for the tolerances "
            "0.1, 0.01 and 0.001. Right: against the tolerance, for points of the lengths 0.3, 4 and 7.5.",
            grid=(1, 2),
        ),
    ),
    "e": (
        Figure(
            "rounding",
            rounding,
            "Steps of size one towards [5, 12], whose length is 13: in exact fractions, which arrive, and in double "
            "precision, which comes to within rounding of it and is thrown out again.",
        ),
    ),
    "f": (
        Figure(
            "nearest",
            nearest,
            "The least distance so far with steps of size 1/(n + 1), for points of the lengths 2 and 37/14 in exact "
            "fractions: it falls faster than any power. For the length log 2 the signs of the steps alternate.",
        ),
    ),
}
