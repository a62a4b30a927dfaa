r"""The sizes of vectors of ones, zeros among blocks and identities in Kronecker products, from what is beside them."""

from math import isqrt

from answerkey.shapes import Dimension, Shape, block_sides, is_known
from answerkey.tree import EYE, ZERO, Expr

UNSIZED = Expr("ones", "?")


def is_unsized(node: Expr) -> bool:
    return node == UNSIZED or (node.head in ("block", "kron", "vec") and not is_known(node.shape))


def with_sizes(expr: Expr, shape: Shape = ()) -> Expr:
    """`expr`, which takes the place of a `shape`, with everything sized that its neighbours size."""
    if not any(map(is_unsized, expr.walk())):
        return expr
    match expr.head:
        case "ones":
            return Expr("ones", shape[0]) if shape and is_known(shape[:1]) else expr
        case "T":
            return Expr("T", with_sizes(expr.args[0], shape[::-1]))
        case "mul":
            return product(expr, shape)
        case "block":
            return blocks(expr, shape)
        case "vec" if expr.args[0] == EYE and shape:
            side = root(shape[0])
            return expr if side is None else Expr("vec", Expr("eye", side))
        case "kron":
            return kronecker(expr, shape)
        case "add" | "eq" | "ne" | "hadamard":
            known = next((n.shape for n in expr.nodes if n.shape and is_known(n.shape)), shape)
            if len(known) == 2 and any(node.head == "eye" for node in expr.nodes):
                known = tuple(b if "?" in str(a) else a for a, b in zip(known, known[::-1], strict=True))
            return expr.rebuild(lambda node: with_sizes(node, known))
        case "each" | "E":
            return expr.rebuild(lambda node: with_sizes(node, shape))
        case "pow" if expr.shape:
            return Expr("pow", with_sizes(expr.args[0], shape), expr.args[1])
        case "diag":
            return expr.rebuild(lambda node: with_sizes(node, (shape[0], 1) if shape else ()))
    return expr.rebuild(with_sizes)


def product(expr: Expr, shape: Shape) -> Expr:
    """Each factor has as many rows as the one before it has columns, and the outer ones what the place asks for."""
    factors = list(expr.args)
    places = [i for i, node in enumerate(factors) if node.shape]
    factors = [node if node.shape else with_sizes(node) for node in factors]
    outer = shape or expr.shape or (1, 1)
    for at, i in enumerate(places):
        before: Dimension = factors[places[at - 1]].shape[1] if at else outer[0]
        after: Dimension = factors[places[at + 1]].shape[0] if at + 1 < len(places) else outer[1]
        sides = [old if is_known((old,)) else new for old, new in zip(factors[i].shape, (before, after), strict=True)]
        factors[i] = with_sizes(factors[i], tuple(sides))
    return Expr("mul", *factors)


def blocks(expr: Expr, shape: Shape) -> Expr:
    """Each block has the height of its row and the width of its column; what is left over of the place is a zero's."""
    columns, *cells = expr.args
    sides = block_sides(expr.args)
    heights, widths = (shared(*each) for each in zip(sides, shape, strict=True)) if shape else sides
    found = []
    for at, cell in enumerate(cells):
        place = (heights[at // columns], widths[at % columns])
        lost = "?" in (sides[0][at // columns], sides[1][at % columns])
        found.append(zero(*place) if cell.head == "null" and lost and is_known(place) else with_sizes(cell, place))
    return Expr("block", columns, *found)


def shared(sides: list[Dimension], whole: Dimension) -> list[Dimension]:
    """The sides of blocks that make up a whole: m and ? are m and n where they are m+n together."""
    if isinstance(whole, str) and len(parts := whole.split("+")) == len(sides):
        told: list[Dimension] = [int(part) if part.isdecimal() else part for part in parts]
        return told if all(side in ("?", part) for side, part in zip(sides, told, strict=True)) else sides
    known = [side for side in sides if isinstance(side, int)]
    if isinstance(whole, int) and len(known) == len(sides) - 1 and sum(known) < whole:
        return [whole - sum(known) if side == "?" else side for side in sides]
    return sides


def zero(height: Dimension, width: Dimension) -> Expr:
    column = Expr("mul", ZERO, Expr("ones", height))
    return column if width == 1 else Expr("mul", column, Expr("T", Expr("ones", width)))


def kronecker(expr: Expr, shape: Shape) -> Expr:
    """The one identity without a size has what is left of the size of the product."""
    others = [node for node in expr.args if node != EYE]
    if len(others) < len(expr.args) - 1 or not all(node.shape for node in others):
        return expr
    for whole, sides in zip(shape, zip(*(node.shape for node in others), strict=True), strict=False):
        if (size := quotient(whole, sides)) is not None:
            return expr.replace({EYE: Expr("eye", size)})
    return expr


def root(whole: Dimension) -> Dimension | None:
    """The side of a square of this size."""
    if isinstance(whole, int):
        return isqrt(whole) if isqrt(whole) ** 2 == whole else None
    half, *others = whole.split("*")
    return half if others == [half] and is_known((half,)) else None


def quotient(whole: Dimension, parts: tuple[Dimension, ...]) -> Dimension | None:
    """A size divided by others."""
    if not is_known((whole, *parts)):
        return None
    factors: list[Dimension] = [whole] if isinstance(whole, int) else list(whole.split("*"))
    for part in parts:
        if isinstance(part, int):
            if not isinstance(factors[0], int) or factors[0] % part:
                return None
            factors[0] //= part
            continue
        for each in part.split("*"):
            if each not in factors:
                return None
            factors.remove(each)
    if len(factors) > 1 or any(set(str(each)) & set("+()") for each in factors):
        return None
    return factors[0] if factors else 1
