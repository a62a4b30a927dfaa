"""Determinants in normal form: monomials in the determinants of letters and of sums that do not split.

det AB = det A det B for square factors, det A^T = det A, det c A = c^n det A, det(I + AB) = det(I + BA), and by blocks
det [A, B; C, D] = det A det(D - C A^-1 B) wherever A has an inverse.
"""

from itertools import pairwise

from answerkey.deciding.matrices import definite
from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, key_of, order
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.shapes import Dimension
from answerkey.tree import Expr, bound, name, num

MOST_TURNS = 12  # of I + AB to I + BA


def determinant(m, expr: Expr) -> Quotient:
    """The determinant of an expression; raises Undefined or Unknown."""
    size = expr.shape[0]
    if expr.head == "kron":
        return of_kronecker(m, expr)
    if expr.head == "pow" and expr.args[1].head == "name" and m.context.is_natural(expr.args[1]):
        return m.scalars.raised(determinant(m, expr.args[0]), m.scalars.of(expr.args[1]))
    if expr.head == "diag":
        index = name("~i1")
        body = Expr("entry", expr.args[0], index)
        return m.scalars.of(bound("prod", index, body, num(1), counted(size), whole=True))
    if not m.related:
        m.related = True
        relate_declared(m)
    grid = m.of(expr)
    return of_sum(m, grid[0][0], size) if len(grid) == 1 == len(grid[0]) else of_grid(m, grid, sides_of(grid))


def of_kronecker(m, expr: Expr) -> Quotient:
    """det A (x) B = (det A)^k (det B)^n for an n by n matrix A and a k by k matrix B."""
    if len(expr.args) != 2 or any(len({*node.shape}) > 1 for node in expr.args):
        raise Unknown("the determinant of a Kronecker product of this kind")
    one, other = expr.args
    factors = ((one, other.shape[0]), (other, one.shape[0]))
    return m.scalars.product([m.scalars.raised(determinant(m, a), m.scalars.of(counted(n))) for a, n in factors])


def counted(size: Dimension) -> Expr:
    """A size as an expression."""
    if isinstance(size, int) or size.isdigit():
        return num(size)
    if not size.isidentifier():
        raise Unknown("a size that is a formula")
    return name(size)


def relate_declared(m) -> None:
    """Equations between square matrices hold for their determinants."""
    for condition in m.context.conditions:
        shapes = {side.shape for side in condition.args if isinstance(side, Expr) and "?" not in side.shape}
        if condition.head == "eq" and len(shapes) == 1 and (shape := shapes.pop()) and shape[0] == shape[1]:
            try:
                one, other = (of_declared(m, m.context.unfold(side), shape[0]) for side in condition.args)
                gap = m.scalars.add(one, m.scalars.scaled(other, -1))
            except Unknown:
                continue
            if gap:
                m.scalars.relate(gap.top)


def of_declared(m, expr: Expr, size: Dimension) -> Quotient:
    """Before the rules of the conditions shorten it: factor by factor."""
    if expr.head == "mul":
        numbers = [m.scalars.of(node) for node in expr.args if not node.shape]
        if any(len({*node.shape}) > 1 for node in expr.args if node.shape):
            raise Unknown("a product of matrices that are not square")
        powers = [m.scalars.raised(number, m.scalars.of(counted(size))) for number in numbers]
        return m.scalars.product(powers + [of_declared(m, node, size) for node in expr.args if node.shape])
    if expr.head == "pow" and expr.args[1].head == "num" and expr.args[1].args[0].denominator == 1:
        return m.scalars.power(of_declared(m, expr.args[0], size), int(expr.args[1].args[0]))
    if expr.head == "T":
        return of_declared(m, expr.args[0], size)
    return of_sum(m, m.single(expr), size)


def of_grid(m, grid, sides: list[Dimension]) -> Quotient:
    """Of a matrix in square blocks, by elimination with a block that has an inverse or stands alone."""
    if len(grid) == 1:
        return of_sum(m, grid[0][0], sides[0])
    for k, pivot in enumerate(row[i] for i, row in enumerate(grid)):
        others = [i for i in range(len(grid)) if i != k]
        alone = not any(grid[k][j] for j in others) or not any(grid[i][k] for i in others)
        if not alone and not may_divide(m, pivot):
            continue
        rest = [[grid[i][j] for j in others] for i in others]
        if not alone:
            undone = m.inverse(pivot)
            rest = [
                [m.minus(grid[i][j], m.times(m.times(grid[i][k], undone), grid[k][j])) for j in others] for i in others
            ]
        return m.scalars.multiply(of_sum(m, pivot, sides[k]), of_grid(m, rest, [sides[i] for i in others]))
    raise Unknown("the determinant of a matrix in blocks")


def sides_of(grid) -> list[Dimension]:
    """How many rows and columns each block on the diagonal has; raises Unknown where it is not square."""
    if len(grid) != len(grid[0]):
        raise Unknown("a determinant of blocks that are cut differently")
    found: list[Dimension] = []
    for k in range(len(grid)):
        sides = {word[0].rows for cell in grid[k] for word in cell if word}
        sides |= {word[-1].columns for row in grid for word in row[k] if word}
        if len(sides) != 1:
            raise Unknown("a determinant of blocks that are not square")
        side = sides.pop()
        found.append(int(side) if side.isdigit() else side)
    return found


def may_divide(m, a: Sum) -> bool:
    """Whether a matrix has an inverse wherever the claim is defined: the claim has it, or the domain says so."""
    return any(m.proportional(a, other) for other in m.divided) or m.is_invertible(a)


def of_sum(m, a: Sum, size: Dimension) -> Quotient:
    if not a:
        return m.scalars.zero_quotient()
    count = m.scalars.of(counted(size))
    if a.keys() == {EMPTY}:
        return m.scalars.raised(a[EMPTY], count)
    if EMPTY in a and m.is_nonzero(a[EMPTY]):
        unit = a[EMPTY]
        rest = m.scaled(without(a, EMPTY), m.scalars.power(unit, -1))
        return m.scalars.multiply(m.scalars.raised(unit, count), of_one_plus(m, rest, size))
    if len(a) == 1:
        ((word, c),) = a.items()
        return m.scalars.product([m.scalars.raised(c, count), *(of_factor(m, part) for part in square_factors(word))])
    for first in (True, False):
        ends = {word[0 if first else -1] for word in a if word}
        if EMPTY not in a and len(ends) == 1 and (letter := ends.pop()).rows == letter.columns:
            rest = {word[1:] if first else word[:-1]: c for word, c in a.items()}
            return m.scalars.multiply(of_letter(m, letter), of_sum(m, rest, size))
    for word, c in a.items():
        if word and all(letter.rows == letter.columns for letter in word):
            outside = [m.scalars.raised(c, count), *(of_letter(m, letter) for letter in word)]
            if m.is_nonzero(c) and may_divide(m, {word: m.scalars.constant(1)}):
                rest = m.times(m.inverse({word: c}), without(a, word))
                return m.scalars.multiply(m.scalars.product(outside), of_one_plus(m, rest, size))
    unit = a[max(a, key=order)]
    if not m.is_nonzero(unit):
        unit = m.scalars.constant(1)
    monic = m.scaled(a, m.scalars.power(unit, -1))
    return m.scalars.multiply(
        m.scalars.raised(unit, count), kernel(m, monic, min(key_of(monic), key_of(m.flip(monic))))
    )


def square_factors(word: Word) -> list[Word]:
    """A square product cut wherever what is before is square too."""
    cuts = [k for k in range(1, len(word)) if word[k].rows == word[0].rows]
    return [word[i:j] for i, j in pairwise([0, *cuts, len(word)])]


def of_factor(m, word: Word) -> Quotient:
    if len(word) == 1:
        return of_letter(m, word[0])
    a: Sum = {word: m.scalars.constant(1)}
    return kernel(m, a, min(key_of(a), key_of(m.flip(a))))


def without(a: Sum, word: Word) -> Sum:
    return {w: c for w, c in a.items() if w != word}


def of_letter(m, letter: Letter) -> Quotient:
    if letter in m.undone and letter.kind.endswith("inverse"):
        return m.scalars.power(of_sum(m, m.undone[letter], letter.rows), -1)
    upright = letter.T if letter.transposed else letter
    entries = m.context.diagonal.get(upright.leaf.args[0]) if upright.leaf is not None else None
    if entries:
        index = name("~i1")
        return m.scalars.of(
            bound("prod", index, Expr("term", entries, (), index), num(1), counted(letter.rows), whole=True)
        )
    found = kernel(m, {(upright,): m.scalars.constant(1)}, repr(upright))
    if m.is_orthogonal(letter):
        m.scalars.squares[m.scalars.index["det", repr(upright)]] = m.scalars.one
    return found


def kernel(m, a: Sum, key: str) -> Quotient:
    """A generator for what does not split, with what is known of its sign."""
    if ("det", key) not in m.scalars.index:
        found = definite.strength(m, a)
        i = m.scalars.generator(("det", key), positive=found == definite.DEFINITE, inside=m.leaves_of(a))
        if found:
            m.scalars.nonnegative.add(i)
    return m.scalars.gen(("det", key))


def of_one_plus(m, a: Sum, size: Dimension) -> Quotient:
    """det(I + A) by the first of all ways to write it as det(I + BC), det(I + CB) or det(I + A^T)."""
    one = m.scalars.constant(1)
    seen: dict[str, Sum] = {}
    waiting = [(a, size), (m.flip(a), size)]
    while waiting and len(seen) < MOST_TURNS:
        b, side = waiting.pop()
        if not b:
            return one
        if EMPTY in b:
            return of_sum(m, m.plus(b, {EMPTY: one}), side)
        if all(word[0].rows == "1" for word in b):
            return m.scalars.add(one, m.sum_of_closed(b))
        if key_of(b) not in seen:
            seen[key_of(b)] = b
            waiting += turns(m, b)
    best = min(seen)
    return kernel(m, m.plus(seen[best], {EMPTY: one}), f"1 + {best}")


def turns(m, a: Sum):
    """Each way to move a factor that all words share from one end to the other."""
    firsts, lasts = {word[0] for word in a}, {word[-1] for word in a}
    if len(firsts) == 1:
        (first,) = firsts
        yield moved(m, [(word[1:], (first,), c) for word, c in a.items()]), first.columns
    if len(lasts) == 1:
        (last,) = lasts
        yield moved(m, [((last,), word[:-1], c) for word, c in a.items()]), last.rows


def moved(m, parts) -> Sum:
    total: Sum = {}
    for left, right, c in parts:
        total = m.plus(total, m.times({left: m.scalars.constant(1)}, {right: c}))
    return total
