"""Values of what matrices and vectors are made of and asked for: blocks, products, entries, norms, definiteness.

Every rule takes the evaluation and the node, and works on grids of numbers.
"""

from itertools import combinations, product
from math import comb

from flint import arb, fmpq, fmpq_mat

from answerkey.deciding.referee.values import (
    Grid,
    Scalar,
    Undefined,
    Unknown,
    Value,
    absolute,
    from_grid,
    grid_of,
    inverse,
    is_matrix,
    largest,
    matrix,
    power,
    pseudo_inverse,
    sign,
)
from answerkey.shapes import ANY, is_multiple_of_eye
from answerkey.tree import Expr

MOST_MINORS = 500
MOST_ENTRIES = 10_000  # of a Kronecker product


def grid(evaluation, expr: Expr) -> Grid:
    """The entries of `expr` in its full shape; a number is a grid of one."""
    if expr.shape == ANY:
        raise Unknown("an identity of unknown size")
    return grid_of(evaluation.shaped(evaluation.of(expr), expr.shape))


def block(evaluation, expr: Expr) -> Value:
    columns, *cells = expr.args
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    heights, widths = extents(evaluation, rows)
    whole: Grid = [[fmpq(0)] * sum(widths) for _ in range(sum(heights))]
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            found = evaluation.of(cell)
            for a, b in product(range(heights[i]), range(widths[j])):
                held = found[a, b] if is_matrix(found) else found * int(a == b)
                whole[sum(heights[:i]) + a][sum(widths[:j]) + b] = held
    return from_grid(whole)


def extents(evaluation, rows: list[list[Expr]]) -> tuple[list[int], list[int]]:
    """How many rows each row of blocks has, and columns each column; an identity has as many of both."""
    heights = [extent(evaluation, [cell.shape[:1] for cell in row]) for row in rows]
    widths = [extent(evaluation, [cell.shape[1:] for cell in column]) for column in zip(*rows, strict=True)]
    squares = [(i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if is_multiple_of_eye(cell)]
    for _ in squares:
        for i, j in squares:
            heights[i] = widths[j] = heights[i] or widths[j]
    if None in (*heights, *widths):
        raise Unknown("a block of unknown size")
    return [side for side in heights if side], [side for side in widths if side]


def extent(evaluation, sides) -> int | None:
    return next((evaluation.point.size(side[0]) if side else 1 for side in sides if side != ("?",)), None)


def transposed(evaluation, expr: Expr) -> Value:
    found = evaluation.of(expr.args[0])
    return found.transpose() if is_matrix(found) else found


def pinv(evaluation, expr: Expr) -> Value:
    found = evaluation.of(expr.args[0])
    if is_matrix(found):
        return pseudo_inverse(found)
    return fmpq(0) if sign(found) == 0 else inverse(found)


def entry(evaluation, expr: Expr) -> Scalar:
    rows = grid(evaluation, expr.args[0])
    indices = [int(evaluation.whole(index).args[0]) for index in expr.args[1:]]
    i, j = indices if len(indices) == 2 else (indices[0], 1)
    if not (1 <= i <= len(rows) and 1 <= j <= len(rows[0])):
        raise Undefined("an index outside the matrix")
    return rows[i - 1][j - 1]


def trace(evaluation, expr: Expr) -> Scalar:
    rows = grid(evaluation, expr.args[0])
    return sum((rows[i][i] for i in range(1, len(rows))), rows[0][0])


def determinant(evaluation, expr: Expr) -> Scalar:
    found = from_grid(grid(evaluation, expr.args[0]))
    return found.det() if is_matrix(found) else found


def kron(evaluation, expr: Expr) -> Value:
    total: Grid = [[fmpq(1)]]
    for node in expr.args:
        rows = grid(evaluation, node)
        if len(total) * len(total[0]) * len(rows) * len(rows[0]) > MOST_ENTRIES:
            raise Unknown("a large Kronecker product")
        total = [[a * b for a in upper for b in lower] for upper in total for lower in rows]
    return from_grid(total)


def hadamard(evaluation, expr: Expr) -> Value:
    if expr.shape == ANY:
        raise Unknown("an identity of unknown size")
    grids = [grid_of(evaluation.shaped(evaluation.of(node), expr.shape)) for node in expr.args]
    total = grids[0]
    for rows in grids[1:]:
        total = [[a * b for a, b in zip(*both, strict=True)] for both in zip(total, rows, strict=True)]
    return from_grid(total)


def vec(evaluation, expr: Expr) -> Value:
    return from_grid([[x] for column in zip(*grid(evaluation, expr.args[0]), strict=True) for x in column])


def diag(evaluation, expr: Expr) -> Value:
    entries = [row[0] for row in grid(evaluation, expr.args[0])]
    return from_grid([[x if i == j else fmpq(0) for j in range(len(entries))] for i, x in enumerate(entries)])


def diagpart(evaluation, expr: Expr) -> Value:
    return from_grid([[row[i]] for i, row in enumerate(grid(evaluation, expr.args[0])) if i < len(row)])


def ones(evaluation, expr: Expr) -> Value:
    return from_grid([[fmpq(1)]] * evaluation.point.size(expr.args[0]))


def unit(evaluation, expr: Expr) -> Value:
    place, size = int(evaluation.whole(expr.args[0]).args[0]), evaluation.point.size(expr.args[1])
    if not 1 <= place <= size:
        raise Undefined("an index outside the matrix")
    return from_grid([[fmpq(int(i + 1 == place))] for i in range(size)])


def each(evaluation, expr: Expr) -> Value:
    function = evaluation.function(expr.args[0])
    return from_grid([[function(x) for x in row] for row in grid(evaluation, expr.args[1])])


def norm(evaluation, expr: Expr) -> Scalar:
    entries = [x for row in grid_of(evaluation.of(expr.args[0])) for x in row]
    return power(sum((x * x for x in entries), fmpq(0)), fmpq(1, 2))


def vector(evaluation, expr: Expr) -> list[Scalar]:
    if expr.shape[1:] not in ((), (1,)):
        raise Unknown("a norm of a matrix that has several names")
    return [row[0] for row in grid(evaluation, expr)]


def sum_of_sizes(evaluation, expr: Expr) -> Scalar:
    return sum((absolute(x) for x in vector(evaluation, expr.args[0])), fmpq(0))


def largest_size(evaluation, expr: Expr) -> Scalar:
    return largest([absolute(x) for x in vector(evaluation, expr.args[0])])


def rank(evaluation, expr: Expr) -> fmpq:
    """Of balls, where a minor that is not zero is as large as a rank can be."""
    rows = grid(evaluation, expr.args[0])
    whole = matrix(len(rows), len(rows[0]), [x for row in rows for x in row])
    if isinstance(whole, fmpq_mat):
        return fmpq(whole.rank())
    full = min(len(rows), len(rows[0]))
    if comb(len(rows), full) * comb(len(rows[0]), full) > MOST_MINORS:
        raise Unknown("the rank of a large matrix of balls")
    for upper in combinations(range(len(rows)), full):
        for left in combinations(range(len(rows[0])), full):
            minor = matrix(full, full, [rows[i][j] for i in upper for j in left]).det()
            if minor > 0 or minor < 0:
                return fmpq(full)
    raise Unknown("the rank of a matrix of balls")


def definite(evaluation, expr: Expr) -> bool:
    """Whether a matrix is symmetric and positive (semi)definite, by elimination without exchanges."""
    rows = [list(row) for row in grid(evaluation, expr.args[0])]
    size, doubt = len(rows), False
    for i, j in combinations(range(size), 2):
        gap = rows[i][j] - rows[j][i]
        if gap > 0 or gap < 0:
            return False
        doubt |= isinstance(gap, arb) and not gap.is_zero()
        rows[i][j] = rows[j][i] = (rows[i][j] + rows[j][i]) / 2
    if not eliminated(rows, strictly=expr.head == "pd"):
        return False
    if doubt:
        raise Unknown("whether a matrix of balls is symmetric")
    return True


def eliminated(rows: Grid, strictly: bool) -> bool:
    """Whether no pivot of a symmetric matrix is negative (nor, if `strictly`, zero)."""
    for k in range(len(rows)):
        pivot = sign(rows[k][k])
        if pivot < 0 or (strictly and pivot == 0):
            return False
        if pivot == 0:
            if any(sign(x) for x in rows[k][k + 1 :]):
                return False
            continue
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, len(rows)):
                rows[i][j] = rows[i][j] - factor * rows[k][j]
    return True


def unequal(left: Value, right: Value) -> bool:
    """Whether two matrices of one shape differ; raises Unknown where that cannot be told."""
    doubt = False
    for x, y in zip(left.entries(), right.entries(), strict=True):
        gap = x - y
        if gap > 0 or gap < 0:
            return True
        doubt |= isinstance(gap, arb) and not gap.is_zero()  # of a ball, neither == 0 nor != 0 may be known
    if doubt:
        raise Unknown("two matrices could not be told apart")
    return False


RULES = {
    "block": block,
    "T": transposed,
    "pinv": pinv,
    "entry": entry,
    "tr": trace,
    "det": determinant,
    "kron": kron,
    "hadamard": hadamard,
    "vec": vec,
    "diag": diag,
    "diagpart": diagpart,
    "ones": ones,
    "unit": unit,
    "each": each,
    "norm": norm,
    "norm1": sum_of_sizes,
    "norminf": largest_size,
    "rank": rank,
    "psd": definite,
    "pd": definite,
}
