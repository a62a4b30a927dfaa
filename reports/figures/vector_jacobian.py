"""What the Jacobian of f(x) = v v^T x costs beside its product with a vector: multiplications and numbers, counted."""

from numeric_checks.vector_jacobian import product_alone, tally_of, whole_jacobian
from reports.figures import BLUE, ORANGE, Figure, label

PROGRAMS = {r"$J$": (whole_jacobian, ORANGE), r"$J^T y$": (product_alone, BLUE)}
SIZES = [2**k for k in range(1, 9)]


def costs(axes):
    """Multiplications at the left, numbers that are kept at the right, against the size on logarithmic scales."""
    left, right = axes[0]
    for name, (program, colour) in PROGRAMS.items():
        tallies = [tally_of(program, n) for n in SIZES]
        for panel, counts in ((left, [t.products for t in tallies]), (right, [t.most_kept for t in tallies])):
            panel.loglog(SIZES, counts, color=colour, marker="o", markersize=3.2, base=2)
            label(panel, name, (SIZES[-1], counts[-1]), (8, 0), colour)
    for panel, counted in ((left, "multiplications"), (right, "numbers kept at once")):
        panel.set(xlabel="size $n$", ylabel=counted, xlim=(1.5, 900), xticks=SIZES[::2], ylim=(1.5, 2**17))


FIGURES = {
    "3": (
        Figure(
            "costs",
            costs,
            "What was counted for the whole Jacobian and for its product with a vector. When the size doubles, the "
            "counts of the Jacobian grow fourfold, and those of the product twofold (at the right, in the end).",
            grid=(1, 2),
        ),
    ),
}
