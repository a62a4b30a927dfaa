r"""Quantifiers over all vectors, where the body is linear or a quadratic form, as facts of matrices.

x^T M x >= 0 for all x says that M + M^T is positive semidefinite, Lx = 0 only for x = 0 that L has full column rank,
and Lw = y for some w that L L^+ y = y.  Quadratics in several numbers are forms in these numbers and one.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement

from answerkey.context import degree
from answerkey.shapes import Dimension, is_known
from answerkey.tree import EYE, HALF, NULL, TRUE, ZERO, Expr, name, num

MOST_NUMBERS = 3


def without_vectors(expr: Expr) -> Expr:
    """`expr` with what its quantifiers say of all vectors said of matrices, the innermost first."""
    if not expr.has("forall", "exists"):
        return expr
    plain = expr.rebuild(without_vectors)
    if plain.head not in ("forall", "exists"):
        return plain
    leaf, condition, body = plain.args
    if leaf.shape:
        found = of_all(leaf, condition, body) if plain.head == "forall" else solvable(leaf, condition, body)
    else:
        found = of_numbers(plain) if plain.head == "forall" else None
    return plain if found is None else found


# -- vectors


def of_all(x: Expr, condition: Expr, body: Expr) -> Expr | None:
    """What a relation for all x says of matrices; None where it is not of a kind that is known."""
    if x.shape[1] != 1:
        return None
    nonzero = (Expr("ne", x, NULL), Expr("ne", x, ZERO))
    if body.head == "implies" and condition == TRUE and body.args[0] in nonzero:
        condition, body = body.args
    if body.head in ("lt", "le"):
        strictly = body.head == "lt" and condition in nonzero
        if not strictly and (body.head == "lt" or condition != TRUE):
            return None
        form = quadratic(body.args[1] - body.args[0], x)
        symmetric = form and HALF * (form + form.T)
        return Expr("pd" if strictly else "psd", symmetric) if symmetric and is_known(symmetric.shape) else None
    if condition != TRUE:
        return None
    if body.head == "implies":
        return kernel_within(x, *body.args)
    return vanishing(x, body) if body.head == "eq" else None


def vanishing(x: Expr, body: Expr) -> Expr | None:
    """Lx = 0 for all x exactly if L = 0, and L L^+ x = x if L has full row rank."""
    for one, other in (body.args, body.args[::-1]):
        if other == x and one.head == "mul" and one.args[1:] == (Expr("pinv", one.args[0]), x):
            return Expr("eq", Expr("rank", one.args[0]), sized(x.shape[0]))
    gap = body.args[0] - body.args[1]
    found = linear(gap, x) if gap.shape else form(gap, x)
    if found is not None and is_known(found.shape):
        return Expr("eq", found, NULL)
    found = None if gap.shape else quadratic(gap, x)
    return Expr("eq", found.T, -found) if found is not None and is_known(found.shape) else None


def kernel_within(x: Expr, premise: Expr, conclusion: Expr) -> Expr | None:
    """Lx = 0 implies Kx = 0 exactly if K L^+ L = K."""
    if {premise.head, conclusion.head} != {"eq"}:
        return None
    small, large = (linear(side.args[0] - side.args[1], x) for side in (premise, conclusion))
    if small is None or large is None or not is_known(small.shape):
        return None
    if large == EYE:
        return Expr("eq", Expr("rank", small), sized(x.shape[0]))
    return Expr("eq", product(large, Expr("pinv", small), small), large)


def solvable(x: Expr, condition: Expr, body: Expr) -> Expr | None:
    """Lx = c for some x exactly if L L^+ c = c."""
    if x.shape[1] != 1 or condition != TRUE or body.head != "eq" or not body.args[0].shape:
        return None
    parts = [(term, at) for at, side in enumerate(body.args) for term in terms(side) if not is_zero(term)]
    moved = [-term if at else term for term, at in parts if x in set(term.walk())]
    kept = [term if at else -term for term, at in parts if x not in set(term.walk())]
    found = linear(total(moved), x) if moved else None
    if found is None or not kept or not is_known(found.shape):
        return None
    return Expr("eq", product(found, Expr("pinv", found), total(kept)), total(kept))


def linear(expr: Expr, x: Expr) -> Expr | None:
    """L where `expr`, a column, is L x; None where it is not seen to be so."""
    if expr == x:
        return EYE
    if expr.head == "add":
        parts = [linear(term, x) for term in expr.args if not is_zero(term)]
        return None if None in parts or not parts else total(parts)  # type: ignore[arg-type]
    if expr.head == "mul":
        factors = flat(expr)
        moving = [at for at, factor in enumerate(factors) if x in set(factor.walk())]
        if moving == [len(factors) - 1] or (len(moving) == 1 and not any(f.shape for f in factors[moving[0] + 1 :])):
            inner = linear(factors.pop(moving[0]), x)
            return None if inner is None else product(*factors, inner)
    return None


def quadratic(expr: Expr, x: Expr) -> Expr | None:
    """M where `expr`, a number, is x^T M x; None where it is not seen to be so."""
    if expr.head == "add":
        parts = [quadratic(term, x) for term in expr.args if not is_zero(term)]
        return None if None in parts or not parts else total(parts)  # type: ignore[arg-type]
    found = coefficient_and_groups(expr, x)
    if found is None:
        return None
    coefficient, moving = found
    if len(moving) == 2:
        one, other = (slope(group, x) for group in moving)
        return None if one is None or other is None else product(*coefficient, one, transposed(other))
    if len(moving) != 1:
        return None
    first, *between, last = moving[0]
    if first.head != "T" or any(x in set(factor.walk()) for factor in between):
        return None
    left, right = linear(first.args[0], x), linear(last, x)
    return None if left is None or right is None else product(*coefficient, transposed(left), *between, right)


def form(expr: Expr, x: Expr) -> Expr | None:
    """c where `expr`, a number, is c^T x; None where it is not seen to be so."""
    if expr.head == "add":
        parts = [form(term, x) for term in expr.args if not is_zero(term)]
        return None if None in parts or not parts else total(parts)  # type: ignore[arg-type]
    found = coefficient_and_groups(expr, x)
    if found is None or len(found[1]) != 1:
        return None
    inner = slope(found[1][0], x)
    return None if inner is None else product(*found[0], inner)


def slope(group: list[Expr], x: Expr) -> Expr | None:
    """c where a product of matrices that is a number is c^T x."""
    first, last = group[0], group[-1]
    moving = [factor for factor in group if x in set(factor.walk())]
    if len(group) < 2 or len(moving) != 1:
        return None
    if moving == [last] and (inner := linear(last, x)) is not None:
        return transposed(product(*group[:-1], inner))
    if moving == [first] and first.head == "T" and (inner := linear(first.args[0], x)) is not None:
        return product(transposed(inner), *group[1:])
    return None


def coefficient_and_groups(expr: Expr, x: Expr) -> tuple[list[Expr], list[list[Expr]]] | None:
    """The factors of a number that x is not in, and the products of matrices that make up those where it is."""
    coefficient: list[Expr] = []
    groups: list[list[Expr]] = []
    run: list[Expr] = []
    for factor in flat(expr):
        if not factor.shape:
            coefficient.append(factor)
            continue
        run.append(factor)
        if len(run) > 1 and not Expr("mul", *run).shape:
            groups.append(run)
            run = []
    if run or any(x in set(factor.walk()) for factor in coefficient):
        return None
    still = [group for group in groups if not any(x in set(factor.walk()) for factor in group)]
    return [*coefficient, *(Expr("mul", *group) for group in still)], [group for group in groups if group not in still]


# -- numbers


def of_numbers(expr: Expr) -> Expr | None:
    """A quadratic in several numbers is nowhere negative exactly if its form in them and one is semidefinite."""
    numbers, body = [], expr
    while body.head == "forall" and not body.args[0].shape and body.args[1] == TRUE:
        numbers.append(body.args[0])
        body = body.args[2]
    if body.head != "le" or not 2 <= len(numbers) <= MOST_NUMBERS or any(n.shape for n in body.walk()):
        return None
    gap = body.args[1] - body.args[0]
    if degree(gap.replace(dict.fromkeys(numbers, numbers[0])), numbers[0]) > 2:
        return None
    size = len(numbers) + 1
    upper = dict(zip(combinations_with_replacement(range(size), 2), coefficients(gap, numbers), strict=True))
    return Expr("psd", Expr("block", size, *(upper[min(i, j), max(i, j)] for i in range(size) for j in range(size))))


def coefficients(gap: Expr, numbers: list[Expr]) -> Iterator[Expr]:
    """The entries of twice the form, on and above the diagonal, row by row; the number one comes first."""

    def at(*units: int) -> Expr:
        return gap.replace({n: num(units.count(i) - units.count(-i)) for i, n in enumerate(numbers, 1)})

    for i, j in combinations_with_replacement(range(len(numbers) + 1), 2):
        if i == 0:
            yield num(2) * at() if j == 0 else HALF * (at(j) - at(-j))
        else:
            yield at(i) + at(-i) - num(2) * at() if i == j else at(i, j) - at(i) - at(j) + at()


# -- trees


def terms(expr: Expr) -> list[Expr]:
    return [part for node in expr.args for part in terms(node)] if expr.head == "add" else [expr]


def flat(expr: Expr) -> list[Expr]:
    """The factors of a product, a square among them twice."""
    if expr.head == "mul":
        return [factor for node in expr.args for factor in flat(node)]
    if expr.head == "pow" and expr.args[1] == num(2) and not expr.shape:
        return 2 * flat(expr.args[0])
    if expr.head == "T" and expr.args[0].head == "T":
        return flat(expr.args[0].args[0])
    return [expr]


def is_zero(term: Expr) -> bool:
    if term.head == "mul":
        return any(map(is_zero, term.args)) and all(is_zero(factor) or factor.head == "num" for factor in term.args)
    return term in (NULL, ZERO)


def total(parts: list[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Expr("add", *parts)


def product(*factors: Expr) -> Expr:
    """A product of matrices and numbers; of numbers alone, that multiple of the identity."""
    kept = [factor for factor in factors if factor != EYE]
    if not any(factor.shape for factor in kept):
        kept.append(EYE)
    return Expr("mul", *kept) if len(kept) > 1 else kept[0]


def transposed(matrix: Expr) -> Expr:
    return matrix if matrix == EYE else matrix.args[0] if matrix.head == "T" else matrix.T


def sized(side: Dimension) -> Expr:
    return num(side) if isinstance(side, int) else name(side)
