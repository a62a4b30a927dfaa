"""Linear regression with more weights than points: the solutions, the way to them, and polynomials that overfit."""

from itertools import islice

import numpy as np
from numpy.polynomial.chebyshev import chebvander
from numpy.polynomial.legendre import legvander

from numeric_checks.instruments import descend
from numeric_checks.linear_regression import (
    direction,
    error_of,
    example_loss,
    fit_poly,
    noisy_labels,
    on_the_line,
    predict,
    shortest_on_the_line,
)
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

RATE, STEPS = 0.02, 16
POINTS, NOISE, RUNS = 12, 0.3, 200
DEGREES = (*range(21), 24, 28, 32, 40, 50, 60, 80, 100)
SHOWN = {3: BLUE, POINTS - 1: ORANGE, 60: GREEN}


def way_to_the_line(axes):
    """The line of solutions, the direction of descent at many points, and the iterates from 0."""
    ends = np.array([[u, on_the_line(u)] for u in (0.2, 1.3)])
    axes.plot(*ends.T, color=GREY)
    label(axes, "solutions", ends[0], (8, 2), GREY)
    for start in [(u, v) for u in (-0.5, 0, 0.5) for v in (-0.25, 0.3, 0.65, 1.2) if 2 * u + v < 1.4]:
        axes.quiver(*start, *-direction(np.array(start)), color=GREY, alpha=0.5, scale=16, width=0.003)
    path = np.array(list(islice(descend(example_loss, np.zeros(2), RATE), STEPS)))
    axes.plot(*path.T, color=BLUE, marker="o", markersize=3, linewidth=0.9)
    label(axes, "gradient descent", path[0], (8, -9), BLUE)
    u, length = shortest_on_the_line()
    angles = np.linspace(-0.25, 1.35, 100)
    axes.plot(length * np.cos(angles), length * np.sin(angles), color=ORANGE, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(u, on_the_line(u), "o", color="black", markersize=5)
    label(axes, "the closest solution to zero", (u, on_the_line(u)), (10, 3), "black")
    label(axes, "as far from zero", (length * np.cos(1.35), length * np.sin(1.35)), (-4, 6), ORANGE, "right")
    axes.set(xlabel="$u$", ylabel="$v$", aspect="equal", xlim=(-0.8, 2.3), ylim=(-0.35, 1.65))


def target(x):
    return np.sin(2 * x)


def fits(axes):
    """Polynomials of three degrees through the same noisy points."""
    x, labels = noisy_labels(target, POINTS, NOISE, RUNS)
    dense = np.linspace(-1, 1, 600)
    axes.plot(dense, target(dense), color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    for degree, colour in SHOWN.items():
        axes.plot(dense, predict(fit_poly(x, labels[:, 0], degree), dense), color=colour, linewidth=1.1)
    axes.plot(x, labels[:, 0], "o", color="black", markersize=3.4)
    axes.set(xlabel="$x$", ylabel="label, prediction", xlim=(-1.03, 1.03), ylim=(-2.6, 2.6))


def test_errors(axes):
    """The median test error of each degree, for two kinds of features."""
    x, labels = noisy_labels(target, POINTS, NOISE, RUNS)
    for basis, colour, line in ((legvander, "black", "solid"), (chebvander, GREY, (0, (4, 2)))):
        errors = [np.median(error_of(fit_poly(x, labels, degree, basis), target, basis)) for degree in DEGREES]
        axes.plot(np.array(DEGREES) + 1, errors, color=colour, linestyle=line, linewidth=1.1)
        for degree, point in SHOWN.items() if basis is legvander else ():
            at = degree + 1, errors[DEGREES.index(degree)]
            axes.plot(*at, "o", color=point, markersize=5)
            label(axes, f"degree {degree}", at, (0, 11 if degree >= POINTS - 1 else -11), point, "center")
    label(axes, "Chebyshev", (40, 0.6), (0, 9), GREY, "center")
    label(axes, "Legendre", (24, 0.065), (0, -11), "black", "center")
    axes.set(xlabel="number of coefficients", ylabel="median test error", xscale="log", yscale="log")
    axes.set(xlim=(1, 110), ylim=(0.01, 6), xticks=[1, 3, 12, 30, 100], xticklabels=["1", "3", "12", "30", "100"])


def polynomials(axes):
    fits(axes[0, 0])
    test_errors(axes[0, 1])


FIGURES = {
    "3b": (
        Figure(
            "line",
            way_to_the_line,
            f"The first {STEPS} iterates of gradient descent at the rate {RATE}, from zero to the line of solutions. "
            "The arrows are the measured directions of descent: they are the same everywhere on this side. The circle "
            "about zero touches the line where descent ends.",
            height=3.1,
        ),
    ),
    "5": (
        Figure(
            "degrees",
            polynomials,
            f"Left: polynomials fitted to {POINTS} noisy points of a sine (dashed), with Legendre's polynomials for "
            "features; where there is a choice, the fit with the least sum of squares. Right: the median test error "
            f"over {RUNS:,} draws of the noise. It is worst at {POINTS} coefficients, as many as points, and falls "
            "again beyond, how far depending on the features; the best small model is not reached here.",
            grid=(1, 2),
        ),
    ),
}
