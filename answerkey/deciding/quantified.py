"""Quantifiers over vectors, and over numbers along a range, as what they come to without.

For all x, x^T M x >= 0 exactly when M + M^T is positive semidefinite, and A x = 0 only for x = 0 exactly when the
columns of A are independent; A x = b for some x exactly when A A^+ b = b, whatever b is when the rows of A are.
For all x of a range f(x) >= 0 exactly when the least value of f, if there is one, is not negative.
"""

from answerkey.context import Context
from answerkey.deciding.looking import leaves
from answerkey.deciding.monotone import Decide, is_transcendental
from answerkey.deciding.optima import closed
from answerkey.tree import EYE, NULL, TRUE, ZERO, Dimension, Expr, conjunction, name, num

Term = tuple[list[Expr], list[Expr]]  # numbers, and matrices in their order
MOST_TERMS = 64


def unquantified(context: Context, claim: Expr, proved: Decide) -> Expr | None:
    """`claim` with every quantifier replaced by what it comes to; None where there is none, or one stays."""
    if not claim.has("forall", "exists"):
        return None
    found = without(context, claim, proved)
    return None if found.has("forall", "exists") else found


def without(context: Context, claim: Expr, proved: Decide) -> Expr:
    if claim.head not in ("forall", "exists"):
        return claim.rebuild(lambda node: without(context, node, proved))
    x, condition, body = claim.args
    if x.shape:
        return (for_every if claim.head == "forall" else for_some)(x, condition, body) or claim
    return along_range(context, claim, proved) or claim


# -- vectors


def for_every(x: Expr, condition: Expr, body: Expr) -> Expr | None:
    nonzero = condition.head == "ne" and condition.args[0] == x and condition.args[1] in (ZERO, NULL)
    if body.head in ("le", "lt", "eq") and not body.args[0].shape and (condition == TRUE or nonzero):
        matrix = quadratic(body.args[1] - body.args[0], x)
        if matrix is None or (body.head == "lt") != nonzero:
            return None
        both = matrix + matrix.T
        return Expr("eq", both, NULL) if body.head == "eq" else Expr("pd" if nonzero else "psd", both)
    if body.head == "implies" and condition == TRUE and is_zero(body.args[1], x):
        premise = body.args[0]
        gap = premise.head == "eq" and affine(premise, x)
        return rank_is(gap[0], x.shape[0]) if gap and not gap[1] else None
    if body.head == "exists" and condition == body.args[1] == TRUE and body.args[0].shape and body.args[2].head == "eq":
        gap = affine(body.args[2], body.args[0])
        if gap and gap[1] in ([([num(-1)], [x])], [([], [x])]) and x not in leaves(gap[0]):
            return rank_is(gap[0], x.shape[0])
    return None


def for_some(x: Expr, condition: Expr, body: Expr) -> Expr | None:
    if body.head != "eq" or condition != TRUE:
        return None
    gap = affine(body, x)
    if gap is None:
        return None
    matrix, rest = gap
    wanted = -total(rest, body.args[0].shape)
    return Expr("eq", matrix * Expr("pinv", matrix) * wanted, wanted)


def is_zero(claim: Expr, x: Expr) -> bool:
    return claim.head == "eq" and claim.args[0] == x and claim.args[1] in (ZERO, NULL)


def rank_is(matrix: Expr, side: Dimension) -> Expr | None:
    if isinstance(side, str) and not side.isidentifier():
        return None
    return Expr("eq", Expr("rank", matrix), name(side) if isinstance(side, str) else num(side))


def affine(equation: Expr, x: Expr) -> tuple[Expr, list[Term]] | None:
    """A and the terms of b where an equation of columns is A x + b = 0 and A is no multiple of the identity."""
    left, right = equation.args
    if not left.shape:
        return None
    found = terms(left) if right in (ZERO, NULL) else None
    if found is None and (sides := (terms(left), terms(right))) and None not in sides:
        found = [*(sides[0] or []), *(([num(-1), *numbers], factors) for numbers, factors in sides[1] or [])]
    parts, rest = [], []
    for numbers, factors in found or []:
        places = [i for i, factor in enumerate(factors) if x in leaves(factor)]
        if any(x in leaves(number) for number in numbers) or len(places) > 1:
            return None
        if not places:
            rest.append((numbers, factors))
        elif factors[-1] == x and places == [len(factors) - 1] and len(factors) > 1:
            parts.append((numbers, factors[:-1]))
        else:
            return None
    return (total(parts, ()), rest) if parts else None


def quadratic(expr: Expr, x: Expr) -> Expr | None:
    """M where a number is x^T M x."""
    parts: list[Term] = []
    for numbers, factors in terms(expr) or [([], [])]:
        if ZERO in numbers:
            continue
        groups = closed_groups(factors)
        if groups is None or any(x in leaves(number) for number in numbers):
            return None
        with_x = [group for group in groups if any(x in leaves(factor) for factor in group)]
        numbers = numbers + [product(group) for group in groups if group not in with_x]
        ends = [side for group in with_x if (side := without_x(group, x)) is not None]
        if len(with_x) == len(ends) == 2:
            parts.append((numbers, [*ends[0], *transposed(ends[1])]))
        elif len(with_x) == 1 and (middle := between(with_x[0], x)) is not None:
            parts.append((numbers, middle))
        else:
            return None
    return total(parts, ())


def without_x(group: list[Expr], x: Expr) -> list[Expr] | None:
    """The column a where a group is a^T x or x^T a."""
    for side in (group, transposed(group)):
        if side[-1] == x and not any(x in leaves(factor) for factor in side[:-1]):
            return transposed(side[:-1])
    return None


def between(group: list[Expr], x: Expr) -> list[Expr] | None:
    """The factors of M where a group is x^T M x."""
    inner = group[1:-1]
    whole = len(group) > 1 and group[0] == x.T and group[-1] == x
    return inner if whole and not any(x in leaves(factor) for factor in inner) else None


def closed_groups(factors: list[Expr]) -> list[list[Expr]] | None:
    """Factors in groups that are numbers."""
    groups: list[list[Expr]] = [[]]
    for factor in factors:
        groups[-1].append(factor)
        if factor.shape[1:] == (1,) and groups[-1][0].shape[:1] == (1,):
            groups.append([])
    return None if groups.pop() else groups


# -- terms


def terms(expr: Expr) -> list[Term] | None:
    """An expression multiplied out into products of numbers and of matrices; None where it grows too long."""
    if expr.head == "add":
        parts = [terms(node) for node in expr.args]
        return None if None in parts else limited([term for part in parts for term in part or []])
    if expr.head == "mul":
        found: list[Term] | None = [([], [])]
        for node in expr.args:
            more = terms(node)
            if found is None or more is None:
                return None
            found = limited([(a + c, b + d) for a, b in found for c, d in more])
        return found
    if expr.head == "pow" and expr.args[1] == num(2):
        return terms(expr.args[0] * expr.args[0])
    if expr.head == "T":
        inner = terms(expr.args[0])
        return inner and [(numbers, transposed(factors)) for numbers, factors in inner]
    return [([], [expr])] if expr.shape else [([expr], [])]


def limited(found: list[Term]) -> list[Term] | None:
    return found if len(found) <= MOST_TERMS else None


def transposed(factors: list[Expr]) -> list[Expr]:
    return [factor.args[0] if factor.head == "T" else factor.T for factor in reversed(factors)]


def product(factors: list[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Expr("mul", *factors)


def total(parts: list[Term], shape) -> Expr:
    """The sum of products; a product of no matrices is the identity."""
    found = [product([*numbers, product(factors) if factors else EYE]) for numbers, factors in parts]
    if not found:
        return NULL
    return found[0] if len(found) == 1 else Expr("add", *found)


# -- numbers


def along_range(context: Context, claim: Expr, proved: Decide) -> Expr | None:
    """By the greatest or least value of what has no other decision."""
    x, condition, body = claim.args
    if body.head not in ("le", "lt") or not is_transcendental(body) or conjunction(body) != body:
        return None
    gap = body.args[1] - body.args[0]
    head = "minimum" if claim.head == "forall" else "maximum"
    best = closed(context, Expr(head, x, gap, condition), proved)
    return None if best is None else Expr(body.head, ZERO, best)
