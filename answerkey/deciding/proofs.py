"""The rungs that prove: each shows that a claim holds at every point where both its sides are defined, or says nothing.

A rung is given the claim as it was made, the same with every name unfolded, and a field to calculate in; it answers how
it was proved, or None.
"""

from answerkey.context import is_partial
from answerkey.deciding.limits import sequences
from answerkey.deciding.matrices import definite, ranks
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.matrices.words import EMPTY, Sum
from answerkey.deciding.networks.identities import by_networks, by_rearranged_networks
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.powers import primes
from answerkey.deciding.scalars.quotients import factored
from answerkey.deciding.shuffled import whole_exponent
from answerkey.tree import EYE, SETS, TRUE, Expr, num

ROUNDS = 3  # of completing the rules for matrices


def by_normal_form(claim: Expr, plain: Expr, field: Field) -> str | None:
    if plain == TRUE:
        return "an identity"
    if plain.head != "eq" or plain.args[0].head in SETS:
        return by_matching(plain, field) if plain.head == "same" else None
    matrices = Matrices(field)
    matrices.take_note(plain)
    for round_ in range(ROUNDS + 1):
        field.known.clear()
        if vanishes(plain, field, matrices):
            return ("exact normal form" if not matrices.letters else "exact normal form of matrix words") + (
                ", rules completed" if round_ else ""
            )
        if not matrices.rules or not matrices.complete():
            return None
    return None


def vanishes(equation: Expr, field: Field, matrices: Matrices) -> bool:
    left, right = equation.args
    if not left.shape and not right.shape:
        field.divided_by(equation)
        gap, lemmas = field.of(left - right), field.context.lemmas
        if not gap or not sequences.with_lemmas(gap, field.context, field):
            return True
        closed = sequences.put(lemmas, left - right)  # which also reaches what stands under a root
        return closed != left - right and not field.of(closed)
    cells = [cell for row in matrices.difference(left, right) for cell in row if cell]
    return all(any(matrices.proportional(cell, zero) for zero in matrices.vanishing) for cell in cells)


def by_factors(claim: Expr, plain: Expr, field: Field) -> str | None:
    """Two products that have the same irreducible factors, without multiplying them out."""
    if plain.head != "eq" or any(side.shape for side in plain.args):
        return None
    left, right = (factors_of(side, field) for side in plain.args)
    return "the same irreducible factors" if left == right else None


def factors_of(product: Expr, field: Field) -> dict[str, int]:
    """The irreducible factors of a product and how often they divide it; a number by its primes."""
    found: dict[str, int] = {}
    waiting = [(product, 1)]
    while waiting:
        node, exponent = waiting.pop()
        power = whole_exponent(node)
        if node.head == "mul":
            waiting += ((part, exponent) for part in node.args)
        elif power is not None:
            waiting.append((node.args[0], power * exponent))
        else:
            whole = field.of(node)
            if not whole:
                raise Unknown("a product that is zero")
            for poly, direction in ((whole.top, exponent), (whole.bottom, -exponent)):
                content, factors = factored(poly)
                parts = [(str(factor), times_over) for factor, times_over in (*primes(content), *factors)]
                for key, times_over in parts:
                    found[key] = found.get(key, 0) + times_over * direction
    if "-1" in found:
        found["-1"] %= 2
    return {key: times_over for key, times_over in found.items() if times_over}


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
    undone = [letter for letter in matrices.letters if letter.kind.endswith("inverse")]
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
    index = sequences.by_induction(claim, field.context, field, Matrices(field))
    return f"induction on {index}" if index is not None else None


def by_signs(claim: Expr, plain: Expr, field: Field) -> str | None:
    return definite.by_signs(plain, Matrices(field))


def by_undoing(claim: Expr, plain: Expr, field: Field) -> str | None:
    """G^-1 Z = Y because Z = G Y, and Z G^-1 = Y because Z = Y G, wherever G has an inverse."""
    if plain.head != "eq":
        return None
    for one, other in (plain.args, plain.args[::-1]):
        factors = one.args if one.head == "mul" else (one,)
        for first, rest in ((True, factors[1:]), (False, factors[:-1])):
            inverse = factors[0 if first else -1]
            if inverse.head == "pow" and inverse.shape and inverse.args[1] == num(-1) and len(one.shape) == 2:
                moved = (inverse.args[0], other) if first else (other, inverse.args[0])
                left = Expr("mul", *rest, EYE)
                if vanishes(Expr("eq", left, Expr("mul", *moved)), field, Matrices(field)):
                    return "multiplied by what is inverted"
    return None


def by_squares(claim: Expr, plain: Expr, field: Field) -> str | None:
    """Z = 0 because Z^T Z = 0 or Z Z^T = 0."""
    if plain.head != "eq" or not any(side.shape for side in plain.args):
        return None
    matrices = Matrices(field)
    gap = matrices.one(matrices.difference(*plain.args))
    for _ in range(ROUNDS):
        gap = without_ends(matrices.times(gap, {EMPTY: field.constant(1)}))
        for one, other in ((gap, matrices.flip(gap)), (matrices.flip(gap), gap)):
            if not matrices.times(one, other):
                return "the difference, times its transpose, vanishes"
        if not matrices.complete():
            break
    return None


def without_ends(gap: Sum) -> Sum:
    """What is between the letters that all words begin or end with: where it vanishes, so does the sum."""
    for first in (True, False):
        while all(gap) and len({word[0 if first else -1] for word in gap}) == 1:
            gap = {word[1:] if first else word[:-1]: c for word, c in gap.items()}
    return gap


def by_rank(claim: Expr, plain: Expr, field: Field) -> str | None:
    return ranks.by_rank(plain, Matrices(field))


PROOFS = (
    ("normal form", by_normal_form),
    ("networks", by_networks),
    ("factors", by_factors),
    ("equivalence", by_equivalence),
    ("equivalence", by_rearranged_networks),
    ("induction", by_induction),
    ("definite", by_signs),
    ("squares", by_squares),
    ("undoing", by_undoing),
    ("rank", by_rank),
)
