"""Wrong neighbours of a formula: the slips that people make, one at a time, as trees of the same shape."""

from collections.abc import Iterator
from itertools import chain, pairwise, zip_longest

from answerkey.shapes import ShapeError
from answerkey.tree import HALF, Expr, num


def wrong_values(expr: Expr) -> Iterator[Expr]:
    """A lost or gained factor two, a sign, a lost square or root, a forgotten term, a transpose, swapped factors."""
    yield num(2) * expr
    yield -expr
    for wrong in slips(expr):
        if wrong != expr and wrong.shape == expr.shape:
            yield wrong


def wrong_relations(expr: Expr) -> Iterator[Expr]:
    """A bound or a case forgotten, an end opened or closed, doubled, halved, or with a slip inside."""
    if expr.head not in ("and", "or"):
        yield from wrong_comparison(expr)
        return
    for i in range(len(expr.args)):
        left = expr.args[:i] + expr.args[i + 1 :]
        yield Expr(expr.head, *left) if len(left) > 1 else left[0]
    wrong_parts = ([(i, wrong) for wrong in wrong_relations(part)] for i, part in enumerate(expr.args))
    for i, wrong in filter(None, chain.from_iterable(zip_longest(*wrong_parts))):  # the parts take turns
        yield Expr(expr.head, *expr.args[:i], wrong, *expr.args[i + 1 :])


def wrong_comparison(part: Expr) -> Iterator[Expr]:
    if part.head in ("eq", "ne"):
        left, right = part.args
        yield from (Expr(part.head, left, wrong) for wrong in wrong_values(right))
        yield from (Expr(part.head, wrong, right) for wrong in slips(left) if wrong.shape == left.shape)
    if part.head not in ("lt", "le"):
        return
    low, high = part.args
    yield Expr("le" if part.head == "lt" else "lt", low, high)
    for i, side in enumerate(part.args):
        if side.head not in ("num", "name", "term"):
            for wrong in (num(2) * side, HALF * side, *(slip for slip in slips(side) if not slip.shape)):
                yield Expr(part.head, *((wrong, high) if i == 0 else (low, wrong)))


def slips(expr: Expr) -> Iterator[Expr]:
    """Every tree that differs from `expr` by one slip somewhere inside."""
    for wrong in slips_here(expr):
        yield wrong
    for i, node in enumerate(expr.args):
        if isinstance(node, Expr):
            for wrong in slips(node):
                try:
                    yield Expr(expr.head, *expr.args[:i], wrong, *expr.args[i + 1 :])
                except ShapeError:
                    continue


def slips_here(expr: Expr) -> Iterator[Expr]:
    args = expr.args
    if expr.head == "add":
        yield Expr("add", *args[:-1], -args[-1])
        yield Expr("add", *args[1:]) if len(args) > 2 else args[1]
    elif expr.head == "pow" and args[1].head == "num" and abs(args[1].args[0]) == 2:
        yield args[0] if args[1].args[0] == 2 else args[0] ** num(-1)
    elif (expr.head == "pow" and args[1] == HALF) or expr.head in ("T", "E") or expr.head == "abs":
        yield args[0]
    elif expr.head == "mul":
        matrices = [i for i, node in enumerate(args) if node.shape]
        for i, j in pairwise(matrices):
            swapped = list(args)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            try:
                yield Expr("mul", *swapped)
            except ShapeError:
                continue
