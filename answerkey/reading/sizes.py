r"""The size of a vector of ones, `\\mathbf{1}`, from what stands beside it."""

from answerkey.tree import Dimension, Expr, Shape

UNSIZED = Expr("ones", "?")


def with_sizes(expr: Expr, shape: Shape = ()) -> Expr:
    """`expr`, which takes the place of a `shape`, with every vector of ones sized that its neighbours size."""
    if UNSIZED not in set(expr.walk()):
        return expr
    match expr.head:
        case "ones":
            return Expr("ones", shape[0]) if shape else expr
        case "T":
            return Expr("T", with_sizes(expr.args[0], shape[::-1]))
        case "mul":
            return product(expr, shape)
        case "add" | "eq" | "ne" | "hadamard":
            known = next((n.shape for n in expr.nodes if n.shape and "?" not in n.shape), shape)
            return expr.rebuild(lambda node: with_sizes(node, known))
        case "each" | "E":
            return expr.rebuild(lambda node: with_sizes(node, shape))
        case "diag":
            return expr.rebuild(lambda node: with_sizes(node, (shape[0], 1) if shape else ()))
    return expr.rebuild(with_sizes)


def product(expr: Expr, shape: Shape) -> Expr:
    """Each factor has as many rows as the one before it has columns, and the outer ones what the place asks for."""
    factors = list(expr.args)
    places = [i for i, node in enumerate(factors) if node.shape]
    factors = [node if node.shape else with_sizes(node) for node in factors]
    for at, i in enumerate(places):
        before: Dimension = factors[places[at - 1]].shape[1] if at else shape[0] if shape else 1
        after: Dimension = factors[places[at + 1]].shape[0] if at + 1 < len(places) else shape[1] if shape else 1
        sides = [old if old != "?" else new for old, new in zip(factors[i].shape, (before, after), strict=True)]
        factors[i] = with_sizes(factors[i], tuple(sides))
    return Expr("mul", *factors)
