"""Witnesses: the exact values at which a claim fails, written out and read back."""

import re

from flint import fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.evaluate import Point
from answerkey.deciding.values import Value
from answerkey.tree import Expr, num

ENTRY = re.compile(r"(.+)\[(-?\d+)\]")


def point_of(witness: dict[str, str], claim: Expr, context: Context) -> Point:
    """The point that a witness describes; raises ValueError where it does not fit the names of the claim."""
    nodes = {*claim.walk(), *(node for c in context.conditions for node in c.walk())}
    nodes |= {node for meaning in context.definitions.values() for node in meaning.walk()}
    named = {repr(node): node for node in nodes if node.head == "name"}
    shapes = {node.args[0]: node.args[1] for node in nodes if node.head == "term"}
    point = Point({}, {})
    for spelled, value in witness.items():
        entry = ENTRY.fullmatch(spelled)
        if spelled in named:
            point.values[named[spelled]] = number(value)
        elif entry and entry[1] in shapes:
            point.values[Expr("term", entry[1], shapes[entry[1]], num(entry[2]))] = number(value)
        elif spelled in context.dimensions:
            point.sizes[spelled] = int(value)
        else:
            raise ValueError(f"{spelled} does not occur in the claim")
    return point


def number(text: str) -> Value:
    """A rational, or a matrix in brackets with its rows between semicolons."""
    if not text.startswith("["):
        top, _, bottom = text.partition("/")
        return fmpq(int(top), int(bottom or "1"))
    rows = [[number(cell.strip()) for cell in row.split(",")] for row in text.strip("[]").split(";")]
    return fmpq_mat(len(rows), len(rows[0]), [cell for row in rows for cell in row])
