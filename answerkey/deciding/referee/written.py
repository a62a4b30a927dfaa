"""Formulas written out at a point: sequences from their start, sums term by term, numbers for what is rational."""

from contextlib import suppress

from flint import fmpq

from answerkey.deciding.referee.values import Undefined, Unknown, fraction
from answerkey.tree import Expr, num

LONGEST_RUN = 200  # steps of a sequence, and terms of a sum


def unrolled(evaluation, expr: Expr) -> Expr:
    """`expr` with its sequences run out from their start and its sums written out: values and noise are left."""
    if expr.head in ("sum", "prod"):
        return unrolled(evaluation, term_by_term(evaluation, expr))
    if expr.head != "term":
        return expr.rebuild(lambda node: unrolled(evaluation, node))
    place = evaluation.placed(expr)
    before = evaluation.before(place)
    return place if before is None else unrolled(evaluation, before)


def term_by_term(evaluation, expr: Expr) -> Expr:
    """A sum or a product over whole numbers, term by term."""
    index, body, low, high = expr.args
    first, last = (int(evaluation.whole(end).args[0]) for end in (low, high))
    if last - first > LONGEST_RUN:
        raise Unknown("a sum of many terms")
    terms = [body.replace({index: num(k)}) for k in range(first, last + 1)]
    head, empty = ("add", num(0)) if expr.head == "sum" else ("mul", num(1))
    return Expr(head, *terms) if len(terms) > 1 else terms[0] if terms else empty


def in_numbers(evaluation, expr: Expr, done: dict[Expr, Expr]) -> Expr:
    """`expr` with the number for all that is rational at this point, and the rest unrolled; `done` is filled.

    Each node is done once: a sequence that is run out has few different nodes, and no end of places.
    """
    if expr not in done:
        done[expr] = one_in_numbers(evaluation, expr, done)
    return done[expr]


def one_in_numbers(evaluation, expr: Expr, done: dict[Expr, Expr]) -> Expr:
    if not expr.shape:
        with suppress(Unknown, Undefined):
            if isinstance(found := evaluation.of(expr), fmpq):
                return num(fraction(found))
    if expr.head in ("sum", "prod"):
        return in_numbers(evaluation, term_by_term(evaluation, expr), done)
    if expr.head == "term":
        expr = evaluation.placed(expr)
        if (before := evaluation.before(expr)) is not None:
            return in_numbers(evaluation, before, done)
    given = evaluation.point.values.get(expr)
    return given if isinstance(given, Expr) else expr.rebuild(lambda node: in_numbers(evaluation, node, done))
