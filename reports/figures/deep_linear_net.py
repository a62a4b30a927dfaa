"""Gradient descent on a network of two weights: maps of the loss over both learning rates, zooms at the boundary, how
runs leave it, and the curvature of where they end."""

import numpy as np

from numeric_checks.deep_linear_net import boundary, curvature_at_end, departure, heat_map, losses_after
from reports.figures import BLUE, GREY, ORANGE, Figure, label

START = (2.0, 1.0)
STEPS = (10, 25, 50, 100, 200)
STARTS = ((1.0, 1.0), (2.0, 1.0), (1.0, 3.0), (0.5, 1.5), (-1.0, 0.5), (3.0, -3.0))
SIDE = 260  # points of a map along each rate
LOW, HIGH = -16, 8  # of the decimal logarithm of the loss, beyond which colours are the same
WIDTH = 5  # rates go up to this over the square of the other layer's weight


def coloured(axes, losses, extent):
    """The picture of log10 of `losses`, shape (rows, columns), upwards; what is beyond the floats is white."""
    from matplotlib import colormaps

    colours = colormaps["viridis"].with_extremes(over="white", bad="white")
    return axes.imshow(
        np.log10(np.maximum(losses, 10.0**LOW)), origin="lower", extent=extent, aspect="auto", cmap=colours,
        vmin=LOW, vmax=HIGH, interpolation="none",
    )  # fmt: skip


def mapped(axes, rates_1, rates_2, w_1, w_2, steps):
    """The map over the rates from the first to the last of the pairs `rates_1` and `rates_2`."""
    alphas = [low + (high - low) * (np.arange(SIDE) + 0.5) / SIDE for low, high in (rates_1, rates_2)]
    return coloured(axes, heat_map(*alphas, w_1, w_2, steps), (*rates_1, *rates_2))


def whole(axes, w_1, w_2, steps):
    return mapped(axes, (0, WIDTH / w_2**2), (0, WIDTH / w_1**2), w_1, w_2, steps)


def bar(image, axes):
    axes.flat[0].figure.colorbar(image, ax=axes, extend="both", shrink=0.9, aspect=30, label=r"$\log_{10} L$")


def over_steps(axes):
    """The same map after more and more steps; in the last place, the boundary that bisection finds."""
    for place, steps in zip(axes.flat, STEPS, strict=False):
        image = whole(place, *START, steps)
        place.set_title(f"{steps} steps", fontsize=10)
    last = axes.flat[-1]
    whole(last, *START, STEPS[-1])
    others = np.linspace(0.05, 0.95, 10)
    last.plot([boundary(alpha_2, *START) for alpha_2 in others], others, "o", color=ORANGE, markersize=3)
    last.set_title("its boundary, bisected", fontsize=10)
    named(axes)
    bar(image, axes)


def named(axes):
    for place in axes[-1]:
        place.set_xlabel(r"$\alpha_1$")
    for place in axes[:, 0]:
        place.set_ylabel(r"$\alpha_2$")


def over_starts(axes):
    """The map after fifty steps from six pairs of weights, each on the scale of its own."""
    for place, start in zip(axes.flat, STARTS, strict=True):
        image = whole(place, *start, 50)
        place.set_title(f"from $({start[0]:g}, {start[1]:g})$", fontsize=10)
    named(axes)
    bar(image, axes)


def zooms(axes):
    """Above: a point of the line, closer and closer. Below: the middle of the line, along and across it."""
    for i, place in enumerate(axes[0]):
        size = 0.8 / 40**i
        image = mapped(place, (2.4 - size, 2.4 + size), (0.4 - size / 4, 0.4 + size / 4), *START, 10)
        place.set_title(f"10 steps, {2 * size:g} wide", fontsize=10)
        place.set(xticks=[2.4], yticks=[0.4])
    for i, place in enumerate(axes[1]):
        across, along, steps = 2 / 25**i, 2 / 9**i, 6 + 2 * i
        trace, tilt = np.meshgrid(np.linspace(-across, across, SIDE), np.linspace(-along, along, SIDE), indexing="ij")
        alpha_2, alpha_1 = ((2 + part / 2) / w**2 for part, w in zip((trace + tilt, trace - tilt), START, strict=True))
        losses = losses_after(alpha_1.ravel(), alpha_2.ravel(), *START, steps).reshape(SIDE, SIDE)
        coloured(place, losses, (-along, along, -across, across))
        place.set_title(f"{steps} steps", fontsize=10)
        place.set(xticks=(-along / 2, along / 2), yticks=(-across / 2, across / 2))
    named(axes[:1])
    axes[1, 0].set(xlabel="along the line", ylabel="$S_0 - 4$")
    bar(image, axes)


def departures(axes):
    """How far the trace is from four, for runs that start almost on the line, inside it."""
    for angle in np.linspace(0.1, 1.4, 9):
        axes.semilogy(departure(angle, 60), color=BLUE, linewidth=0.8, alpha=0.6)
    middle = departure(np.pi / 4, 60)
    axes.semilogy(middle, color=ORANGE)
    label(axes, "from the middle of the line", (24, middle[24]), (-8, 0), ORANGE, ha="right")
    axes.set(xlabel="step $k$", ylabel="$|S_k - 4|$")


def ends(axes):
    """The trace at the end against the trace at the start, along a ray of rates."""
    share = np.linspace(0.001, 0.9995, 3000)
    at_start, at_end = curvature_at_end(0.04 * share, 0.99 * share, *START)
    axes.plot(at_start, at_end, ".", color=BLUE, markersize=1.5)
    axes.plot([0, 4], [2, 2], color=GREY, linewidth=0.7, linestyle=(0, (4, 4)))
    axes.set(xlabel="trace at the start", ylabel="trace at the end", xlim=(0, 4), ylim=(0, 2.2))


FIGURES = {
    "c1": (
        Figure(
            "steps",
            over_steps,
            "The loss from (2, 1) over both learning rates after more and more steps; white is above 1e8. "
            "In the last picture the dots are the largest first rates that converge, found by bisection.",
            grid=(2, 3),
            height=4.2,
        ),
    ),
    "c2": (
        Figure(
            "starts",
            over_starts,
            "The loss after 50 steps from six pairs of weights. Each picture goes up to five over the square of the "
            "other layer's weight; apart from a shift of colours they are the same.",
            grid=(2, 3),
            height=4.2,
        ),
    ),
    "c4": (
        Figure(
            "zooms",
            zooms,
            "*Above*, three zooms at a point of the line after ten steps: what is too close to it is not decided yet. "
            "*Below*, the middle of the line, with the distance of the trace from four upwards and that of its two "
            "parts from each other to the right. Each picture is nine times as narrow as the one before and 25 times "
            "as low, and has two more steps.",
            grid=(2, 3),
            height=4.2,
        ),
    ),
    "c5": (
        Figure(
            "departures",
            departures,
            "Runs that start a relative 1e-40 inside the line, at nine points and at its middle: how far their "
            "trace is from four. In the middle each step takes it five times as far, as long as the run stays there.",
        ),
    ),
    "c7": (
        Figure(
            "ends",
            ends,
            "The trace at the start and at the end of 3000 runs from (2, 1), with a second rate almost 25 times the "
            "first. What starts between two and four ends below two.",
        ),
    ),
}
