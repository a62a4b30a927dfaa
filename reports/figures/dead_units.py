"""Preactivations of dead units while their parameters decay."""

import numpy as np

from numeric_checks.dead_units import BOX, decay, preactivations
from reports.figures import BLUE, GREEN, GREY, ORANGE, Figure, label

STEPS, ETA, LAMBDA = 30, 0.1, 1.0
DEAD_ON_BOX = (1.5, 0.5, -2.5)  # u, v and c
DEAD_ON_DATA = (-4.0, 1.0, 1.0)
DATA = {(0.5, 0.0): GREEN, (1.0, 1.0): BLUE, (0.75, -0.5): ORANGE}
WEIGHTS, ALL = (decay(ETA, LAMBDA, LAMBDA, penalty) for penalty in (0, LAMBDA))


def preactivations_under_decay(axes):
    """The range over the box of a unit that is dead there, and three inputs at which another unit is dead."""
    box, weights, everything = axes[0]
    found = preactivations(BOX.astype(float), DEAD_ON_BOX, WEIGHTS, STEPS)
    box.fill_between(range(STEPS + 1), found.min(axis=1), found.max(axis=1), color=GREY, alpha=0.3, linewidth=0)
    box.plot(found.max(axis=1), color=GREY)
    box.set(title="dead on the box", ylabel="preactivation")
    for panel, update in ((weights, WEIGHTS), (everything, ALL)):
        found = preactivations(np.array(list(DATA)).T, DEAD_ON_DATA, update, STEPS)
        for path, colour in zip(found.T, DATA.values(), strict=True):
            panel.plot(path, color=colour)
    for row, (x, colour) in enumerate(DATA.items()):
        label(weights, f"$x = ({x[0]:g}, {x[1]:g})$", (9, -2.8 - 0.55 * row), (0, 0), colour)
    weights.set(title="dead at three inputs")
    everything.set(title="the bias decays as well")
    for panel in axes[0]:
        panel.axhline(0, color="black", linewidth=0.7, linestyle=(0, (4, 4)))
        panel.set(xlabel="step $t$", xlim=(0, STEPS), ylim=(-4.6, 1.2), xticks=(0, 10, 20, 30))
        panel.title.set_size(10)


FIGURES = {
    "c1": (
        Figure(
            "decay",
            preactivations_under_decay,
            "Preactivations in thirty steps of weight decay; above the dashed line a unit is active. *Left:* all "
            "inputs of the box, for a unit that is dead on the whole box; the line is the highest. *Middle:* three "
            "inputs at which a unit with bias 1 is dead. *Right:* the same unit when its bias decays as well.",
            grid=(1, 3),
        ),
    ),
}
