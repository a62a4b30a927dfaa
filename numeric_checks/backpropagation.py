"""A small residual network run forward as a graph; derivatives of its loss by complex steps, whole or path by path.

Shapes throughout: x, y, s and b_2 (n,), z, h, r and b_1 (k,), W_1 (k, n), W_2 (n, k).
"""

from collections.abc import Callable, Collection
from inspect import signature

import numpy as np

from numeric_checks.instruments import gradient

INPUT, LOSS = "x", "L"
GRAPH: dict[str, Callable] = {  # every node but the input, as a function of its parents and of parameters
    "z": lambda x, W_1, b_1: W_1 @ x + b_1,
    "h": lambda z: (1 + np.tanh(z / 2)) / 2,  # the sigmoid, in a form that cannot overflow
    "y": lambda x, h, W_2, b_2: x + W_2 @ h + b_2,
    "R": lambda h, r: r @ h,
    "S": lambda y, s: (y - s) @ (y - s) / 2,
    "L": lambda S, R: S + R,
}


def arguments(node):
    return list(signature(GRAPH[node]).parameters)


def parameters(node):
    """What a node takes besides its parents."""
    return [each for each in arguments(node) if each != INPUT and each not in GRAPH]


def edges():
    """The pairs (parent, node)."""
    return [(each, node) for node in GRAPH for each in arguments(node) if each == INPUT or each in GRAPH]


def paths(start=INPUT):
    """The ways from `start` to the loss, each a tuple of edges, the shortest first."""
    if start == LOSS:
        return [()]
    found = [((start, node), *rest) for parent, node in edges() if parent == start for rest in paths(node)]
    return sorted(found, key=len)


def forward(given, cut: Collection = ()):
    """The values of all nodes, those that are `given` with the parameters left as they are.

    Across an edge in `cut` only the real part of a value passes, so that a complex step goes no further.
    """
    values = dict(given)
    for node, rule in GRAPH.items():
        if node not in given:
            taken = {each: np.real(values[each]) if (each, node) in cut else values[each] for each in arguments(node)}
            values[node] = rule(**taken)
    return values


def loss(x, W_1, b_1, W_2, b_2, r, s):
    return forward({"x": x, "W_1": W_1, "b_1": b_1, "W_2": W_2, "b_2": b_2, "r": r, "s": s})[LOSS]


def slope_along(name):
    """The measurement of the gradient of the loss along a node or a parameter, when all that depends on it follows."""

    def slope(x, W_1, b_1, W_2, b_2, r, s):
        given = {"x": x, "W_1": W_1, "b_1": b_1, "W_2": W_2, "b_2": b_2, "r": r, "s": s}
        at = forward(given)[name]
        flat = gradient(lambda value: forward(given | {name: value.reshape(at.shape)})[LOSS], at.ravel())
        return flat.reshape(at.shape)

    slope.__name__ = f"slope_along({name})"
    return slope


def slope_through(path):
    """The measurement of what reaches the input through one path, every edge beside it being cut."""

    def slope(x, W_1, b_1, W_2, b_2, r, s):
        given = {"W_1": W_1, "b_1": b_1, "W_2": W_2, "b_2": b_2, "r": r, "s": s}
        cut = {*edges()} - {*path}
        return gradient(lambda value: forward(given | {INPUT: value}, cut)[LOSS], x)

    slope.__name__ = f"slope_through({' '.join(node for _, node in path)})"
    return slope


def sum_over_paths(x, W_1, b_1, W_2, b_2, r, s):
    """The sum of what reaches the input through each path alone, shape (n,)."""
    return sum(slope_through(path)(x, W_1, b_1, W_2, b_2, r, s) for path in paths())


def output_jacobian(x, W_1, b_1, W_2, b_2, r, s, step=1e-20):
    """The derivatives of y along x, shape (n, n), a column for every input."""
    given = {"W_1": W_1, "b_1": b_1, "W_2": W_2, "b_2": b_2, "r": r, "s": s}
    return np.transpose([forward(given | {"x": x + 1j * step * unit})["y"].imag / step for unit in np.eye(len(x))])
