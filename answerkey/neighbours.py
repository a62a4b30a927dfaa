"""Wrong neighbours of a formula: the slips that people make, one at a time, as trees of the same shape."""

from collections.abc import Iterator
from itertools import pairwise

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
    """An end opened or closed, a bound forgotten, doubled, halved, or with a slip inside."""
    parts = expr.args if expr.head == "and" else (expr,)
    for i, part in enumerate(parts):
        others = (parts[:i], parts[i + 1 :])
        for wrong in wrong_comparison(part):
            yield Expr("and", *others[0], wrong, *others[1]) if len(parts) > 1 else wrong
        if len(parts) > 1:
            left = [*others[0], *others[1]]
            yield Expr("and", *left) if len(left) > 1 else left[0]


def wrong_comparison(part: Expr) -> Iterator[Expr]:
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
