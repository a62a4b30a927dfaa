"""The computation graph of backpropagation: its nodes and arrows are those of the program that is measured."""

from numeric_checks.backpropagation import GRAPH, INPUT, edges, parameters
from reports.figures import BLUE, GREY, ORANGE, Figure

PLACES = {"x": (0, 0), "z": (1.5, 0), "h": (3, 0), "y": (4.5, 0), "S": (6, 0), "R": (5.25, -1.1), "L": (7.5, 0)}
NAMES = {"S": r"$\mathcal{S}$", "R": r"$\mathcal{R}$", "L": r"$\mathcal{L}$"}
ABOVE = {"y", "S"}  # whose parameters stand above them


def graph(axes):
    """Nodes in circles, arrows from what is used to what uses it, parameters in grey."""
    for parent, node in edges():
        residual = (parent, node) == (INPUT, "y")
        axes.annotate(
            "",
            PLACES[node],
            PLACES[parent],
            arrowprops={
                "arrowstyle": "-|>,head_length=0.5,head_width=0.22",
                "color": ORANGE if residual else "black",
                "linewidth": 1.1,
                "shrinkA": 16,
                "shrinkB": 16,
                "connectionstyle": "arc3,rad=-0.42" if residual else "arc3",
            },
        )
    for node in (INPUT, *GRAPH):
        x, y = PLACES[node]
        axes.plot(x, y, "o", markersize=25, markerfacecolor="white", markeredgecolor=BLUE, markeredgewidth=1.2)
        axes.text(x, y, NAMES.get(node, f"${node}$"), ha="center", va="center", fontsize=12)
        if node in GRAPH and (needed := parameters(node)):
            axes.annotate(
                ", ".join(f"${each}$" for each in needed),
                (x, y),
                (0, 42 if node in ABOVE else -42),
                textcoords="offset points",
                color=GREY,
                ha="center",
                va="center",
                arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 0.7, "shrinkA": 1, "shrinkB": 15},
            )
    axes.text(2.25, 1.15, "residual connection", color=ORANGE, ha="center", va="bottom")
    axes.set(xlim=(-0.5, 8), ylim=(-2.1, 1.5), aspect="equal")
    axes.set_axis_off()


FIGURES = {
    "1": (
        Figure(
            "graph",
            graph,
            "The computation graph. An arrow leads from what is used to what uses it; parameters are grey. Three paths "
            "lead from the input to the loss, because arrows part at the input and at the hidden units.",
        ),
    ),
}
