"""Gradient descent with fresh noise on its input: the mean may settle while the runs themselves fly apart."""

from numeric_checks.instance_noise import mean_limit, spread
from reports.figures import BLUE, ORANGE, Figure, label

STEPS, RUNS, DRAWN = 40, 100_000, 25
COLOURS = {0.05: BLUE, 0.50: ORANGE}


def ensemble(axes):
    """Squared distance to the limit of the mean, with x = y = sigma = 1: a few runs, and the mean of all."""
    for eta, colour in COLOURS.items():
        runs = spread(eta, x=1.0, y=1.0, sigma=1.0, steps=STEPS, runs=RUNS)
        squares = (runs - mean_limit(eta, x=1.0, y=1.0, sigma=1.0)) ** 2
        mean = squares.mean(axis=1)
        axes.plot(squares[:, :DRAWN], color=colour, linewidth=0.4, alpha=0.35)
        axes.plot(mean, color=colour, linewidth=2.2)
        label(axes, rf"$\eta = {eta:.2f}$", (STEPS, mean[-1]), (8, 0), colour)
    axes.set(xlabel="step $t$", ylabel="squared distance to the limit", yscale="log")
    axes.set(xlim=(0, STEPS * 1.12), ylim=(1e-6, None))


FIGURES = {
    "e": (
        Figure(
            "ensemble",
            ensemble,
            f"Noisy gradient descent with x, y and the noise level all 1. Thin: {DRAWN} single runs; thick: "
            f"the mean square over {RUNS:,} runs. At both rates the expected weight settles, but at the "
            "larger one a few runs stray so far that the mean square grows.",
        ),
    ),
}
