"""Momentum on two singular values: eigenvalues along the learning rate, factors and counted steps, gradients and
errors beside those of plain descent, and the best memory."""

import numpy as np

from numeric_checks.instruments import slope
from numeric_checks.learning_rate import best_rate, worst_rate
from numeric_checks.momentum import (
    best_factor,
    best_memory,
    coordinate_map,
    highest_double,
    lowest_double,
    path,
    radius,
    simulated_steps,
    worst_errors,
    worst_factor,
)
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

BETA, STEEP, FLAT = 0.1, 5**0.5, 20**-0.5
COLOURS = {STEEP: BLUE, FLAT: ORANGE}
NAMES = {STEEP: r"$\sigma_\ell$", FLAT: r"$\sigma_s$"}
DASHED = (0, (4, 4))


def eigenvalues(axes):
    """The eigenvalues in the complex plane, and the size of the larger one, for beta = 3/4 and sigma = 1."""
    beta, (plane, sizes) = 0.75, axes[0]
    ends = [0.01, lowest_double(beta, 1.0), highest_double(beta, 1.0), 1.75]
    close_at_ends = (1 - np.cos(np.linspace(0, np.pi, 300))) / 2
    for colour, low, high in zip((BLUE, GREEN, ORANGE), ends[:-1], ends[1:], strict=True):
        etas = low + (high - low) * close_at_ends
        for branch in np.linalg.eigvals(coordinate_map(etas, beta, 1.0)).T:
            plane.plot(branch.real, branch.imag, ".", color=colour, markersize=2.5)
        sizes.plot(etas, radius(etas, beta, 1.0), color=colour)
    circle = np.exp(1j * np.linspace(0, 2 * np.pi, 200))
    plane.plot(circle.real, circle.imag, color=GREY, linewidth=0.7, linestyle=DASHED)
    label(plane, "complex", (0, 0.5), (0, 8), GREEN, ha="center")
    label(plane, "real", (0.75, 0), (0, 8), BLUE, ha="center")
    label(plane, "real", (-0.75, 0), (0, 8), ORANGE, ha="center")
    plane.set(xlabel="real part", ylabel="imaginary part", aspect="equal", xlim=(-1.4, 1.2), ylim=(-1.2, 1.2))
    sizes.axhline(1, color=GREY, linewidth=0.7, linestyle=DASHED)
    sizes.set(xlabel=r"learning rate $\eta$", ylabel="size of the larger", xlim=(0, 1.8), ylim=(0, 1.25))


def rates(axes):
    """The worst factor, and the simulated steps to a thousandth, against the learning rate."""
    factors, counts = axes[0]
    etas = np.geomspace(0.03, 6, 400)
    factors.plot(etas, worst_factor(etas, BETA, STEEP, FLAT), color=BLUE)
    plain = np.geomspace(0.03, 0.25, 60)
    factors.plot(plain, [worst_rate(eta, STEEP, FLAT) for eta in plain], color=ORANGE)
    eta, factor = best_rate(STEEP, FLAT)
    factors.plot(eta, factor, "o", color=ORANGE, markersize=4)
    label(factors, f"plain: ${factor:.4f}$", (eta, factor), (8, 4), ORANGE)
    label(factors, f"momentum: ${best_factor(BETA, STEEP, FLAT):.4f}$", (1.0, 0.9487), (0, -9), BLUE, ha="center")
    factors.set(xlabel=r"learning rate $\eta$", ylabel="worst factor", xscale="log", ylim=(0.935, 1.02))
    low, high = lowest_double(BETA, FLAT), highest_double(BETA, STEEP)
    within = np.geomspace(low, high, 250)
    steps = [simulated_steps(eta, BETA, STEEP, FLAT) for eta in within]
    counts.plot(within, steps, color=BLUE, linewidth=1)
    for eta, ha, away in ((low, "left", 8), (high, "right", -8)):
        count = simulated_steps(eta, BETA, STEEP, FLAT)
        counts.plot(eta, count, "o", color=BLUE, markersize=4)
        label(counts, f"{count}", (eta, count), (away, 0), BLUE, ha=ha)
    fewest = int(np.argmin(steps))
    label(counts, f"fewest: {steps[fewest]}", (within[fewest], steps[fewest]), (0, -12), BLUE)
    counts.set(xlabel=r"learning rate $\eta$", ylabel="steps to a thousandth", xscale="log", ylim=(100, 260))
    counts.set_xticks([0.3, 1, 3], labels=["0.3", "1", "3"])
    counts.tick_params(axis="x", which="minor", labelbottom=False)


def gradients(axes):
    """The size of the gradient along either singular vector: plain descent at its best rate, momentum at one."""
    settings = {"plain descent": (best_rate(STEEP, FLAT)[0], 1.0), "momentum": (1.0, BETA)}
    for panel, (title, (eta, beta)) in zip(axes[0], settings.items(), strict=True):
        for sigma, colour in COLOURS.items():
            x = path(eta, beta, sigma, 150)[:, 1]
            size = np.abs(slope(lambda x, sigma=sigma: (sigma * x) ** 2, x))
            panel.plot(np.where(size > 1e-9, size, np.nan), color=colour, linewidth=1)
        panel.set(xlabel="step $t$", yscale="log", ylim=(1e-6, 30), xlim=(0, 150))
        panel.set_title(title, fontsize=10)
    for sigma, height in ((STEEP, 6), (FLAT, 0.2)):
        label(axes[0, 0], NAMES[sigma], (75, height), (0, 0), COLOURS[sigma])
    axes[0, 0].set(ylabel="size of the gradient")


def errors(axes):
    """The worse of the relative errors: plain descent at its best rate, and momentum at three of its best rates."""
    low, high = lowest_double(BETA, FLAT), highest_double(BETA, STEEP)
    for (eta, beta), colour, name, at in (
        ((best_rate(STEEP, FLAT)[0], 1.0), ORANGE, "plain descent", 250),
        ((high, BETA), GREY, rf"momentum, $\eta = {high:.2f}$", 172),
        ((low, BETA), GREEN, rf"$\eta = {low:.2f}$", 140),
        ((1.0, BETA), BLUE, r"$\eta = 1$", 148),
    ):
        path_of = worst_errors(eta, beta, STEEP, FLAT, 400)
        axes.plot(path_of, color=colour, linewidth=1.2)
        away = (-4, -10) if colour == BLUE else (4, 8)
        label(axes, name, (at, path_of[at]), away, colour, ha="right" if colour == BLUE else "left")
    axes.axhline(1e-3, color="black", linewidth=0.7, linestyle=DASHED)
    axes.set(xlabel="step $t$", ylabel="relative error", yscale="log", xlim=(0, 400), ylim=(1e-5, 100))


def memory(axes):
    """The factor at the best rate against beta, beside that of plain descent, and where it is least."""
    betas = np.linspace(0.005, 0.995, 199)
    axes.plot(betas, best_factor(betas, STEEP, FLAT), color=BLUE)
    plain = best_rate(STEEP, FLAT)[1]
    axes.axhline(plain, color=ORANGE)
    label(axes, f"plain descent: ${plain:.3f}$", (0.99, plain), (0, 8), ORANGE, ha="right")
    beta, factor = best_memory(STEEP, FLAT)
    axes.plot(beta, factor, "o", color="black", markersize=4)
    label(axes, rf"best: $\beta = {beta:.3f}$, factor ${factor:.3f}$", (beta, factor), (8, -2), "black")
    axes.set(xlabel=r"$\beta$", ylabel="factor at the best rate", xlim=(0, 1), ylim=(0.78, 1.02))


FIGURES = {
    "f": (
        Figure(
            "eigenvalues",
            eigenvalues,
            "Measured eigenvalues for a beta of 0.75 and a singular value of 1. Left: as the rate grows they meet on "
            "the right, go round as a pair, meet on the left and part again, until one leaves the unit circle, which "
            "is dashed. Right: the size of the larger one.",
            grid=(1, 2),
            height=2.9,
        ),
    ),
    "g": (
        Figure(
            "rates",
            rates,
            "Left: the measured factor on the slower coordinate, for momentum and for plain descent, whose best rate "
            "is marked. Right: simulated steps until the relative error stays below a thousandth, at the best rates of "
            "momentum. By the factor alone they would be the same at all of these rates.",
            grid=(1, 2),
        ),
    ),
    "h": (
        Figure(
            "gradients",
            gradients,
            "The gradient along the steepest and the flattest singular vector, from an error of one along each, at the "
            "best rate of plain descent and at a rate of one with momentum. There both shrink equally fast, the steep "
            "one in many oscillations, the flat one in a few.",
            grid=(1, 2),
        ),
    ),
    "i": (
        Figure(
            "errors",
            errors,
            "The worse of the two relative errors, simulated: plain descent at its best rate, and momentum at the two "
            "ends of its best range and at a rate of one. The dashed line is a thousandth.",
        ),
    ),
    "k": (
        Figure(
            "memory",
            memory,
            "The least factor over all learning rates, found by search for every beta, for the singular values of "
            "part (g).",
        ),
    ),
}
