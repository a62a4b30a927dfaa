"""Gradient descent and RMSProp in a bowl that is a hundred times as steep along one coordinate as along the other."""

from functools import partial
from itertools import islice

import numpy as np

from numeric_checks.instruments import descend, gradient
from numeric_checks.rmsprop import rmsprop
from reports.figures import BLUE, GREY, ORANGE, Figure, label

CURVATURES = np.array([10.0, 0.1])
START, SHORT, LONG = np.array([1.0, 0.8]), 40, 400
ETA, ALPHA, BETA_2 = 0.19, 0.04, 0.9


def bowl(theta):
    return theta @ (CURVATURES * theta) / 2


def paths(steps):
    """The iterates of gradient descent and of RMSProp, of shape (steps + 1, 2) each."""
    ways = descend(bowl, START, ETA), rmsprop(partial(gradient, bowl), START, ALPHA, BETA_2)
    return [np.array(list(islice(way, steps + 1))) for way in ways]


def seen_from_above(axes):
    """Both paths over lines of equal height."""
    x, y = np.meshgrid(np.linspace(-1.05, 1.05, 200), np.linspace(-0.15, 1, 400))
    heights = (CURVATURES[0] * x**2 + CURVATURES[1] * y**2) / 2
    axes.contour(x, y, heights, levels=[0.003, 0.03, 0.3, 1, 3], colors=GREY, linewidths=0.5)
    for path, colour in zip(paths(SHORT), (BLUE, ORANGE), strict=True):
        axes.plot(*path.T, color=colour, linewidth=0.9, marker="o", markersize=2.6)
    label(axes, "gradient descent", (1.05, 0.78), (0, 14), BLUE)
    label(axes, "RMSProp", (1.05, 0.67), (0, 0), ORANGE)
    axes.set(xlabel="steep coordinate", ylabel="flat coordinate", xlim=(-1.1, 1.6), ylim=(-0.15, 1))


def distances(axes):
    """How far each coordinate is from the bottom."""
    for path, colour in zip(paths(LONG), (BLUE, ORANGE), strict=True):
        for coordinate, line in enumerate(("solid", (0, (3, 1.5)))):
            axes.plot(np.abs(path[:, coordinate]), color=colour, linestyle=line, linewidth=1.2)
    axes.axhline(ALPHA / 2, color="black", linewidth=0.7, linestyle=(0, (1, 1)))
    label(axes, "gradient descent, steep", (150, 1e-7), (18, 0), BLUE)
    label(axes, "gradient descent, flat", (300, 1e-3), (-4, -16), BLUE)
    label(axes, "RMSProp, both", (200, ALPHA / 2), (4, 12), ORANGE)
    axes.set(xlabel="step $k$", ylabel="distance from the bottom", yscale="log", xlim=(0, LONG), ylim=(1e-10, 3))


FIGURES = {
    "": (
        Figure(
            "paths",
            seen_from_above,
            "The first forty steps in a bowl that is a hundred times as steep along one coordinate as along the other, "
            "each method with one rate for both. Gradient descent has a rate near the largest that the steep "
            "coordinate can bear; RMSProp moves along both at nearly the same speed.",
        ),
    ),
    "c": (
        Figure(
            "distances",
            distances,
            "The same runs for longer; dashes are the flat coordinate. RMSProp dives while it remembers large slopes, "
            "is thrown back when they are forgotten, and ends on the same swing along both, at half its rate (dotted).",
        ),
    ),
}
