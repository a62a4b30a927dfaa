"""Values of sums, products, quantifiers, optima and limits at a point, where what is bound can be run through.

A quantifier over a finite range is run through; over the reals it is settled by trying values, and exactly where only
polynomials, quotients, absolute values and cases are in it (`lines`).
"""

from collections.abc import Iterator
from itertools import islice, pairwise, product

from flint import fmpq

from answerkey.deciding.looking import bounds, conjuncts, leaves
from answerkey.deciding.referee import lines
from answerkey.deciding.referee.functions import whole
from answerkey.deciding.referee.values import Undefined, Unknown, Value, from_grid, sign, times
from answerkey.tree import BOUND, Expr

MOST_TERMS = 4_000
MOST_TRIED = 120  # values for a quantified name
SMALL = [fmpq(p, q) for p, q in (
    (0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (-2, 1), (3, 1), (-1, 2), (1, 4), (10, 1), (-3, 1), (3, 2), (1, 10),
    (-10, 1), (1, 100), (100, 1), (-1, 100), (-100, 1),
)]  # fmt: skip
CONTINUOUS = frozenset("add mul abs exp log tanh sin cos erf max min T tr det block norm norm1 norminf kron hadamard "
                       "vec diag diagpart ones eye null num pi".split())  # fmt: skip


def terms(evaluation, expr: Expr) -> Iterator[Value]:
    leaf, body, low, high = expr.args
    first = whole(evaluation.number(low), "a bound of a sum")
    last = whole(evaluation.number(high), "a bound of a sum")
    if last < first - 1:
        raise Undefined("a sum that ends before it begins")
    if last - first >= MOST_TERMS:
        raise Unknown("a sum of many terms")
    return (evaluation.within({leaf: fmpq(place)}).of(body) for place in range(first, last + 1))


def summed(evaluation, expr: Expr) -> Value:
    total = None
    for term in terms(evaluation, expr):
        total = term if total is None else evaluation.sum_of([total, term])
    return evaluation.point.zeros(expr.shape) if total is None else total


def multiplied(evaluation, expr: Expr) -> Value:
    total: Value = fmpq(1)
    for term in terms(evaluation, expr):
        total = times(total, term)
    return total


# -- quantifiers


def forall(evaluation, expr: Expr) -> bool:
    return not any_of(evaluation, expr.args[0], expr.args[1], Expr("not", expr.args[2]))


def exists(evaluation, expr: Expr) -> bool:
    return any_of(evaluation, *expr.args)


def any_of(evaluation, leaf: Expr, condition: Expr, body: Expr) -> bool:
    """Whether some value of `leaf` satisfies both: Kleene's, so that one that does settles the matter."""
    everything = finite(evaluation, leaf, condition)
    tried = everything if everything is not None else candidates(evaluation, leaf, condition, body)
    doubt: Exception | None = None
    for value in tried:
        inner = evaluation.within({leaf: value})
        try:
            if inner.of(condition) and inner.of(body):
                return True
        except (Undefined, Unknown) as reason:
            doubt = reason
    if everything is None:
        if is_whole(leaf, condition) or leaf.shape:
            raise Unknown("a quantifier over endlessly many values")
        return lines.somewhere(evaluation, leaf, condition, body)
    if doubt is not None:
        raise doubt
    return False


def is_whole(leaf: Expr, condition: Expr) -> bool:
    said = any(Expr("in", leaf, Expr(which)) in conjuncts(condition) for which in ("naturals", "integers"))
    return said or leaf.args[0].startswith(f"{BOUND}i")


def finite(evaluation, leaf: Expr, condition: Expr) -> list[Value] | None:
    """Every value that `leaf` can have under a condition on a finite set or between whole numbers."""
    if leaf.shape:
        return None
    ends: dict[str, list[fmpq]] = {"low": [], "high": []}
    for kind, end in bounds(leaf, condition):
        if kind == "at" or (kind == "in" and end.head == "set"):
            found = [evaluation.number(item) for item in (end.args if kind == "in" else (end,))]
            return [*dict.fromkeys(found)] if all(isinstance(value, fmpq) for value in found) else found
        if kind in ends and is_whole(leaf, condition) and isinstance(limit := evaluation.number(end), fmpq):
            ends[kind].append(limit)
    if not (ends["low"] and ends["high"]):
        return None
    first, last = max(ends["low"]).ceil(), min(ends["high"]).floor()
    if last - first >= MOST_TERMS:
        raise Unknown("a range of many whole numbers")
    return [fmpq(place) for place in range(int(first), int(last) + 1)]


def candidates(evaluation, leaf: Expr, condition: Expr, body: Expr) -> list[Value]:
    """Values worth trying: small ones, ends of ranges, what it is compared with, and what is near and between."""
    if leaf.shape:
        return vectors(evaluation, leaf)
    ends = []
    for part in (*condition.walk(), *body.walk()):
        for _, end in bounds(leaf, part):
            if end.head != "set" and (found := rational(evaluation, end)) is not None:
                ends.append(found)
    ends = sorted(set(ends))[:12]
    near = [end + step for step in (fmpq(1, 1000), fmpq(-1, 1000), fmpq(1, 2), fmpq(-1, 2), 1, -1) for end in ends]
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    tried = dict.fromkeys([*SMALL, *ends, *between, *near, *(fmpq(i) for i in range(4, 13))])
    wanted = (value for value in tried if not is_whole(leaf, condition) or value.q == 1)
    return list(islice(wanted, MOST_TRIED))


def rational(evaluation, end: Expr) -> fmpq | None:
    try:
        found = evaluation.number(end)
    except (Undefined, Unknown):
        return None
    return found if isinstance(found, fmpq) else None


def vectors(evaluation, leaf: Expr) -> list[Value]:
    """Vectors and matrices of small entries, those with a single entry first."""
    rows, columns = map(evaluation.point.size, leaf.shape)
    cells = list(product(range(rows), range(columns)))
    one_hot = [{cell: fmpq(1)} for cell in cells]
    signs = [dict(zip(cells, entries, strict=True)) for entries in islice(product(SMALL[1:4], repeat=len(cells)), 40)]
    return [
        from_grid([[held.get((i, j), fmpq(0)) for j in range(columns)] for i in range(rows)])
        for held in ({}, *one_hot, *signs)
    ]


# -- optima


def optimum(evaluation, expr: Expr) -> Value:
    """The least or greatest value, or where it is taken."""
    leaf, body, condition = expr.args
    largest, place = expr.head in ("maximum", "supremum", "argmax"), expr.head in ("argmin", "argmax")
    body = -body if largest else body
    everything = finite(evaluation, leaf, condition)
    if everything is not None:
        found = least_of(evaluation, leaf, body, condition, everything, place)
    elif is_whole(leaf, condition):
        raise Unknown("an optimum over endlessly many whole numbers")
    elif condition == Expr("and") and (quadratic := lines.of_quadratic(evaluation, leaf, body, place)) is not None:
        found = quadratic
    elif leaf.shape:
        raise Unknown("an optimum over vectors of what is not quadratic")
    else:
        found = lines.least(evaluation, leaf, body, condition, place, attained=expr.head not in ("infimum", "supremum"))
    return -found if largest and not place else found


def least_of(evaluation, leaf: Expr, body: Expr, condition: Expr, everything: list[Value], place: bool) -> Value:
    reached = []
    for value in everything:
        inner = evaluation.within({leaf: value})
        if inner.of(condition):
            reached.append((inner.number(body), value))
    if not reached:
        raise Undefined("an optimum over nothing")
    best = reached[0]
    for other in reached[1:]:
        if sign(other[0] - best[0]) < 0:
            best = other
    if place and sum(sign(value - best[0]) == 0 for value, _ in reached) > 1:
        raise Undefined("an optimum that is taken twice")
    return best[1] if place else best[0]


# -- limits


def limit(evaluation, expr: Expr) -> Value:
    """Of what is continuous at its target, the value there."""
    leaf, body, target, _side = expr.args
    inner = evaluation.within({leaf: evaluation.of(target)})
    try:
        require_continuous(inner, leaf, body)
        return inner.of(body)
    except Undefined:
        raise Unknown("a limit where the body is not defined") from None


def require_continuous(inner, leaf: Expr, body: Expr) -> None:
    """Raises Unknown unless `body` is made of functions that are continuous, and defined around the target."""
    if leaf not in leaves(body) or body == leaf:
        return
    if body.head == "pow":
        base, exponent = body.args
        plain = exponent.head == "num" and exponent.args[0].denominator == 1
        if not plain and (base.shape or sign(inner.number(base)) <= 0):
            raise Unknown("a limit at the edge of where a power is defined")
    elif body.head not in CONTINUOUS:
        raise Unknown(f"a limit of {body.head}")
    for node in body.nodes:
        require_continuous(inner, leaf, node)


RULES = {
    "sum": summed,
    "prod": multiplied,
    "forall": forall,
    "exists": exists,
    "minimum": optimum,
    "maximum": optimum,
    "infimum": optimum,
    "supremum": optimum,
    "argmin": optimum,
    "argmax": optimum,
    "limit": limit,
}
