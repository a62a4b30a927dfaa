"""The rungs that prove: each shows that a claim holds at every point where both its sides are defined, or says nothing.

A rung is given the claim as it was made, the same with every name unfolded, and a field to calculate in; it answers how
it was proved, or None.
"""

from answerkey.context import is_partial
from answerkey.deciding import limits
from answerkey.deciding.field import Field
from answerkey.deciding.matrices import Matrices
from answerkey.tree import SETS, TRUE, Expr

ROUNDS = 3  # of completing the rules for matrices


def by_normal_form(claim: Expr, plain: Expr, field: Field) -> str | None:
    if plain == TRUE:
        return "an identity"
    if plain.head != "eq" or plain.args[0].head in SETS:
        return by_matching(plain, field) if plain.head == "same" else None
    matrices = Matrices(field)
    for round_ in range(ROUNDS + 1):
        field.known.clear()
        if vanishes(plain, field, matrices):
            return ("exact normal form" if not matrices.letters else "exact normal form of matrix words") + (
                f", rules completed {round_} times" if round_ else ""
            )
        if not matrices.rules or not matrices.complete():
            return None
    return None


def vanishes(equation: Expr, field: Field, matrices: Matrices) -> bool:
    left, right = equation.args
    if not left.shape and not right.shape:
        gap = field.of(left - right)
        return not gap or not limits.with_lemmas(gap, field.context, field)
    grid = matrices.difference(left, right)
    return not any(cell for row in grid for cell in row)


def by_matching(claim: Expr, field: Field) -> str | None:
    """Two finite sets, each member of one being a member of the other."""
    keys = [{field.of(item).key for item in side.args} for side in claim.args]
    return "exact normal forms of the members" if keys[0] == keys[1] else None


def by_equivalence(claim: Expr, plain: Expr, field: Field) -> str | None:
    """Two equations of vectors, one being an invertible matrix times the other."""
    if plain.head != "iff" or any(side.head != "eq" or not side.args[0].shape for side in plain.args):
        return None
    matrices = Matrices(field)
    powers = [node for node in plain.walk() if node.head == "pow"]
    partial = any(n.head in ("log", "pow") and not n.shape and is_partial(n) for n in plain.walk())
    if partial or not all(matrices.is_defined(node) for node in powers if node.shape):
        return None  # one side may be undefined where the other holds
    gaps = [matrices.difference(*side.args) for side in plain.args]
    one, other = (matrices.one(gap) for gap in gaps)
    undone = [letter for letter in matrices.letters if letter.kind in ("inverse", "symmetric")]
    for _ in range(ROUNDS):
        for first, second in ((one, other), (other, one)):
            for letter in (None, *sorted(undone)):
                moved = matrices.times({(letter,) if letter else (): field.constant(1)}, first)
                if matrices.proportional(moved, second):
                    return "one equation is an invertible multiple of the other"
        if not matrices.complete():
            break
    return None


def by_induction(claim: Expr, plain: Expr, field: Field) -> str | None:
    if claim.head != "eq" or claim.args[0].shape:
        return None
    index = limits.by_induction(claim, field.context, field, Matrices(field))
    return f"induction on {index}" if index is not None else None


PROOFS = (("normal form", by_normal_form), ("equivalence", by_equivalence), ("induction", by_induction))
