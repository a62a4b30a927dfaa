"""Dropout: what a unit gets under random masks and in tests, and what becomes of the mean behind a kink."""

from functools import partial

import numpy as np

from numeric_checks.dropout import drawn, in_test, over_all_masks, rectified, unit
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

P, RUNS = 0.5, 20_000


def inputs(axes):
    """What a unit with many inputs gets under random masks, beside what it gets in tests with and without scaling."""
    rng = np.random.default_rng(2)
    w, h = rng.uniform(-0.2, 0.4, 40), rng.uniform(0, 2, 40)
    masked = unit(drawn(RUNS, len(w), P, rng), w, h, 0.0)
    height = axes.hist(masked, bins=50, density=True, color=GREY, alpha=0.35)[0].max()
    scaled, whole = in_test(unit, w, h, 0.0, P), in_test(unit, w, h, 0.0, 0.0)
    for at, text, colour in ((scaled, "in tests,\nscaled", BLUE), (whole, "in tests,\nnot scaled", ORANGE)):
        axes.plot([at, at], [0, 1.1 * height], color=colour)
        label(axes, text, (at, 1.24 * height), (0, 0), colour, ha="center")
    label(axes, "in training", (masked.min(), 0.55 * height), (0, 0), GREY)
    axes.set(xlabel="what the unit gets", yticks=[], xlim=(0, 1.2 * whole), ylim=(0, 1.4 * height))


def rectification(axes):
    """The output of a rectified unit with one input of size 1, against its bias."""
    biases, one = np.linspace(-1.5, 0.5, 201), np.ones(1)
    trained = [over_all_masks(partial(rectified, w=one, h=one, b=b), 1, P) for b in biases]
    tested = [in_test(rectified, one, one, b, P) for b in biases]
    axes.fill_between(biases, tested, trained, color=GREEN, alpha=0.2, linewidth=0)
    axes.plot(biases, trained, color=GREY)
    axes.plot(biases, tested, color=BLUE)
    label(axes, "mean in training", (-0.62, trained[88]), (-6, 12), GREY, ha="right")
    label(axes, "in tests", (-0.4, tested[110]), (6, -6), BLUE)
    axes.set(xlabel="bias $b$", ylabel="output", xticks=[-1.5, -1, -0.5, 0, 0.5])


def draw(axes):
    left, right = axes[0]
    inputs(left)
    rectification(right)


FIGURES = {
    "": (
        Figure(
            "masks",
            draw,
            "Left: what a unit with 40 inputs gets under 20,000 random masks that drop one half, and in tests. Right: "
            "the output of a rectified unit with a single input of size 1. Scaling gives the mean before the kink; "
            "behind it the mean in training is larger where the mask moves the unit across the kink.",
            grid=(1, 2),
        ),
    ),
}
