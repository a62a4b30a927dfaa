"""Whether a claim that fails only carries on an error: it would hold if what was said wrong before were true."""

from collections import Counter
from contextlib import suppress

from answerkey.context import Context
from answerkey.keys.premises import decided
from answerkey.sequences import Sequence, shifted
from answerkey.shapes import ShapeError
from answerkey.tree import Expr


def carries(context: Context, error: Expr, claim: Expr, seed: int = 0) -> bool:
    """Whether a claim that fails would hold if an equation that failed before did.

    It has the wrong value where the right one belongs, goes from the wrong value back to the right one, or tells of
    what was given the wrong value what follows from that.
    """

    def holds(part: Expr, context: Context = context) -> bool:
        return decided(context, part, seed).passes

    before, after = error.args
    with suppress(ShapeError, KeyError, ValueError):
        mended, believed = claim.replace({after: before}), put(claim, before, after)
        if any(other != claim and holds(other) for other in (mended, believed)):
            return True
        if claim.head == "eq" and goes_on(context, claim.args[0], before, after):
            left, right = claim.args
            if any(holds(Expr("eq", right - left, gap)) for gap in (after - before, before - after)):
                return True
        return (believing := believed_context(context, error)) is not None and holds(claim, believing)
    return False


def goes_on(context: Context, left: Expr, before: Expr, after: Expr) -> bool:
    """Whether two sides may differ by an error because of it: any two numbers differ by what others may differ by."""
    names = {node for node in context.unfold(after - before).walk() if node.head in ("name", "term")}
    return left.shape == after.shape and (bool(names) or left == after)


def put(expr: Expr, old: Expr, new: Expr) -> Expr:
    """An expression with `new` for `old`, also where that is a part of a product or a sum of numbers."""
    if expr == old:
        return new
    if expr.head == old.head and expr.head in ("mul", "add") and not any(node.shape for node in expr.nodes):
        rest = Counter(expr.args)
        rest.subtract(Counter(old.args))
        if min(rest.values()) >= 0 and len(expr.args) > len(old.args):
            return Expr(expr.head, *(put(each, old, new) for each in rest.elements()), new)
    return expr.rebuild(lambda node: put(node, old, new))


def believed_context(context: Context, error: Expr) -> Context | None:
    """The context in which a name stands for what was said wrong, or a sequence goes on as was said; None else."""
    leaf, meaning = error.args
    if leaf in {*meaning.walk()}:
        return None
    if leaf.head == "name" and leaf in context.definitions:
        return context.with_definition(leaf, meaning)
    if leaf.head == "term" and (sequence := context.sequences.get(leaf.args[0])) is not None:
        base, steps = shifted(leaf.args[2])
        if steps == 1 and base.head == "name" and sequence.next_term is not None:
            return context.with_sequence(leaf.args[0], Sequence(base, meaning, sequence.start))
    return None
