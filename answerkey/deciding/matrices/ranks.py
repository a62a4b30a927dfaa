"""Ranks in normal form: the rank of a core, less what does not change it.

rank A^T = rank A = rank A^T A = rank A^+; factors with independent columns on the left and with independent rows on the
right fall away; a projection's rank is its trace; blocks go by elimination.
"""

from answerkey.deciding.matrices import definite
from answerkey.deciding.matrices.declared import has_full_columns
from answerkey.deciding.matrices.determinants import counted, may_divide
from answerkey.deciding.matrices.words import EMPTY, Sum, Word, flipped, key_of, order
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import ZERO, Expr


def rank(m, expr: Expr) -> Quotient:
    """The rank of an expression; raises Undefined or Unknown."""
    if not expr.shape:
        raise Unknown("the rank of a number")
    if expr.head == "kron":
        return m.scalars.product([rank(m, node) for node in expr.args])
    grid = m.of(expr)
    if len(grid) == 1 == len(grid[0]):
        return of_sum(m, grid[0][0], expr.shape)
    return of_grid(m, grid)


def of_sum(m, a: Sum, shape) -> Quotient:
    if not a:
        return m.scalars.zero_quotient()
    if shape[0] == shape[1] and definite.is_invertible(m, a):
        return m.scalars.of(counted(shape[0]))
    if len(a) == 1:
        ((word, c),) = a.items()
        if not m.is_nonzero(c):
            raise Unknown("the rank of a multiple that may be zero")
        return of_word(m, word)
    if definite.is_idempotent(m, a):
        return m.trace(a, shape[0])
    return kernel(m, a)


def of_word(m, word: Word) -> Quotient:
    """Of a product, by its core."""
    core = min(cored(m, word), flipped(cored(m, word)), key=order)
    if core == EMPTY:  # a rule, such as one for X^T X, made it an identity
        raise Unknown("the rank of an identity of unknown size")
    if has_full_columns(m, core):
        return m.scalars.of(counted(core[-1].columns))
    if has_full_columns(m, flipped(core)):
        return m.scalars.of(counted(core[0].rows))
    return kernel(m, {core: m.scalars.constant(1)})


def cored(m, word: Word) -> Word:
    """A word of the same rank: what can be taken off its ends is taken off, left and right in turn."""
    before = None
    while word != before:
        before = word
        for _ in range(2):
            word = flipped(shortened(m, word))
    return word


def shortened(m, word: Word) -> Word:
    """Without a factor on the left that has independent columns; W^T P W Z has the rank of W Z, P being definite."""
    for length in range(len(word) - 1, 0, -1):
        if has_full_columns(m, word[:length]):
            return word[length:]
    first = word[0]
    if first.kind.endswith("pinv") and (base := m.base(first)):
        return (*flipped(base), *word[1:])
    for half in range(1, (len(word) + 1) // 2 + 1):
        for odd in (0, 1):
            start = word[: 2 * half + odd]
            if len(start) == 2 * half + odd and start == flipped(start):
                middle = definite.DEFINITE if not odd else definite.of_letter(m, word[half])
                if middle == definite.DEFINITE:
                    return word[half + odd :]
    return word


def kernel(m, a: Sum) -> Quotient:
    """The rank of what does not split: of a sum, up to transposition and a number that is not zero."""
    unit = a[max(a, key=order)]
    monic = m.scaled(a, m.scalars.power(unit, -1)) if m.is_nonzero(unit) else a
    key = ("rank", min(key_of(monic), key_of(m.flip(monic))))
    found = m.scalars.gen(key, inside=m.leaves_of(a))
    m.ranks[m.scalars.index[key]] = monic
    m.scalars.nonnegative.add(m.scalars.index[key])
    return found


def of_grid(m, grid) -> Quotient:
    """Of a matrix in blocks, by elimination with a block that has an inverse, or that stands alone."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    if not any(cell for row in grid for cell in row):
        return m.scalars.zero_quotient()
    if len(rows) == 1 == len(columns):
        word = next((w for w in grid[0][0] if w), None)
        if word is None:
            raise Unknown("the rank of a block of unknown size")
        return of_sum(m, grid[0][0], (word[0].rows, word[-1].columns))
    for i in rows:
        for j in columns:
            others, rest = [k for k in rows if k != i], [k for k in columns if k != j]
            alone = not any(grid[k][j] for k in others) and not any(grid[i][k] for k in rest)
            if not alone and not (is_square(grid, i, j) and may_divide(m, grid[i][j])):
                continue
            below = [[grid[a][b] for b in rest] for a in others]
            if not alone:
                undone = m.inverse(grid[i][j])
                below = [[m.minus(grid[a][b], m.times(m.times(grid[a][j], undone), grid[i][b])) for b in rest]
                         for a in others]  # fmt: skip
            return m.scalars.add(of_sum(m, grid[i][j], sides(grid, i, j)), of_grid(m, below) if others and rest else
                                 m.scalars.zero_quotient())  # fmt: skip
    raise Unknown("the rank of a matrix in blocks")


def sides(grid, i: int, j: int) -> tuple[str, str]:
    """The rows and columns of a block, as the blocks beside and above it tell."""
    if not grid[i][j]:
        return "?", "?"
    rows = {word[0].rows for cell in grid[i] for word in cell if word}
    columns = {word[-1].columns for row in grid for word in row[j] if word}
    if EMPTY in grid[i][j]:
        rows = columns = rows | columns
        return (side := next(iter(rows), "?")), side
    if len(rows) != 1 or len(columns) != 1:
        raise Unknown("the rank of a block of unknown size")
    return rows.pop(), columns.pop()


def is_square(grid, i: int, j: int) -> bool:
    return bool(grid[i][j]) and len({*sides(grid, i, j)}) == 1


# -- relations that say that a rank is full


def by_rank(plain: Expr, m) -> str | None:
    """Two relations that both say, or both deny, that the same rank is full."""
    if plain.head not in ("iff", "implies"):
        return None
    if not all(m.is_defined(node) for node in plain.walk() if node.head == "pow" and node.shape):
        return None  # one side may be undefined where the other holds
    one, other = (deficit(m, side) for side in plain.args)
    if one is None or other is None or one[1] != other[1]:
        return None
    same = not m.scalars.add(one[0], m.scalars.scaled(other[0], -1)) or not m.scalars.add(one[0], other[0])
    return "both say whether the same rank is full" if same else None


def deficit(m, relation: Expr) -> tuple[Quotient, bool] | None:
    """A number that vanishes exactly where a relation holds (or does not hold, if the second is False)."""
    if relation.head == "not":
        found = deficit(m, relation.args[0])
        return found and (found[0], not found[1])
    if relation.head == "pd":
        known = definite.of_tree(m, relation.args[0])
        return (missing(m, relation.args[0]), True) if known else None
    if relation.head not in ("eq", "ne", "lt"):
        return None
    left, right = relation.args
    if relation.head == "lt" and left == ZERO and right.head == "det" and definite.of_tree(m, right.args[0]):
        return missing(m, right.args[0]), True
    for one, other in ((left, right), (right, left)):
        if one.head == "det" and other == ZERO and relation.head != "lt":
            return missing(m, one.args[0]), relation.head == "ne"
        if one.head == "rank" and relation.head != "lt":
            return m.scalars.of(left - right), relation.head == "eq"
    return None


def missing(m, expr: Expr) -> Quotient:
    """By how much the rank of a square matrix is less than full."""
    return m.scalars.add(rank(m, expr), m.scalars.scaled(m.scalars.of(counted(expr.shape[0])), -1))
