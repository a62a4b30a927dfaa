"""Gradient descent on least squares: iterates near the largest stable rate, and the rate that serves two
parameters of different curvature best."""

from functools import partial
from itertools import islice

import numpy as np

from numeric_checks.instruments import descend
from numeric_checks.learning_rate import best_rate, contraction_rate, loss
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

STEPS = 9
COLOURS = {0.30: GREEN, 0.95: BLUE, 1.00: GREY, 1.05: ORANGE}
SIGMA_ELL, SIGMA_S = 1.0, 0.5


def iterates(axes):
    """Iterates from 0 with sigma = y = 1, for rates below, at and above the bound."""
    f = partial(loss, y=1.0, sigma=1.0)
    for eta, colour in COLOURS.items():
        path = list(islice(descend(f, 0.0, eta), STEPS + 1))
        axes.plot(path, color=colour, marker="o", markersize=3.2)
        label(axes, rf"$\eta = {eta:.2f}$", (STEPS, path[-1]), (8, 0), colour)
    axes.set(xlabel="step $t$", ylabel="$w_t$", xlim=(0, STEPS + 1.3), xticks=range(STEPS + 1))


def rates(axes):
    """The factor on each error against the rate, the worse of the two, and where that is least."""
    etas = np.linspace(0.02, 1.1, 109)
    steep, shallow = (np.array([contraction_rate(eta, sigma) for eta in etas]) for sigma in (SIGMA_ELL, SIGMA_S))
    axes.plot(etas, np.maximum(steep, shallow), color=GREY, linewidth=8, alpha=0.25)
    axes.plot(etas, steep, color=BLUE)
    axes.plot(etas, shallow, color=ORANGE)
    label(axes, rf"$\sigma_\ell = {SIGMA_ELL:g}$", (etas[-1], steep[-1]), (8, 0), BLUE)
    label(axes, rf"$\sigma_s = {SIGMA_S:g}$", (etas[-1], shallow[-1]), (8, 0), ORANGE)
    label(axes, "the worse of the two", (0.22, shallow[20]), (6, 12), GREY)
    eta, rate = best_rate(SIGMA_ELL, SIGMA_S)
    axes.plot([eta, eta], [0, rate], color="black", linewidth=0.7, linestyle=(0, (4, 4)))
    axes.plot(eta, rate, "o", color="black", markersize=5)
    label(axes, rf"best: $\eta = {eta:.3f}$, factor ${rate:.3f}$", (eta, rate / 5), (6, 0), "black")
    axes.set(xlabel=r"learning rate $\eta$", ylabel="factor on the error", xlim=(0, 1.25), ylim=(0, 1.25))


FIGURES = {
    "a": (
        Figure(
            "iterates",
            iterates,
            "Simulated gradient descent from 0, with y and the singular value both 1: without oscillation, "
            "oscillating but settling, oscillating for ever, running away.",
        ),
    ),
    "e": (
        Figure(
            "rates",
            rates,
            "Measured factor on the error in one step, for two singular values. The wide grey line is the "
            "worse of the two; a search over the rate finds its lowest point where the two lines cross.",
        ),
    ),
}
