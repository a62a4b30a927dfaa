"""Which matrices are positive (semi)definite at every shape: a calculus of signs for sums of words.

W^T P W is as definite as P, and strictly where the columns of W are independent; a sum is as definite as its best part.
What is declared may be taken off.  R - W^T L W, with L the inverse of T, is as definite as T - W R^-1 W^T is, where R
and T are positive definite, as both are Schur complements of one matrix.  A matrix in blocks goes by elimination.
A strength is 2 for definite, 1 for semidefinite, and 0 where neither is seen; definite means symmetric too.
"""

from contextlib import suppress

from answerkey.context import Context
from answerkey.deciding.matrices.declared import has_full_columns, only
from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, flipped
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import ONE, Expr, num

DEPTH = 4  # steps of the calculus within each other
NONE, SEMIDEFINITE, DEFINITE = range(3)


def of_tree(m, expr: Expr) -> int:
    """The strength of an expression."""
    match expr.head:
        case "kron":
            return min(of_tree(m, node) for node in expr.args)
        case "hadamard":
            return min(of_tree(m, node) for node in expr.args)
        case "T":
            return of_tree(m, expr.args[0])
        case "diag":
            return of_entries(m.context, expr.args[0])
        case "pow" if expr.args[1] == num(-1) and of_tree(m, expr.args[0]):
            return DEFINITE  # where it is defined
        case "add" if has_opaque(expr):
            found = [of_tree(m, node) for node in expr.args]
            return max(found) if all(found) else NONE
        case "mul" if has_opaque(expr):
            return of_product(m, expr)
    return of_grid(m, m.of(expr))


def has_opaque(expr: Expr) -> bool:
    return any(node.head in ("kron", "hadamard", "diag") for node in expr.walk())


def of_product(m, expr: Expr) -> int:
    """c W^T P W for a number c and matrices that stand alone."""
    numbers = [node for node in expr.args if not node.shape]
    left, *rest = [node for node in expr.args if node.shape] or [ONE]
    signs = [m.sign_of(m.scalars.of(each)) for each in numbers]
    if not all(signs):
        return NONE
    if not rest:
        return min(of_tree(m, left), *signs) if left.shape else NONE
    *middle, right = rest
    mirrored = m.single(left.T) == m.single(right)
    inner = of_tree(m, Expr("mul", *middle) if len(middle) > 1 else middle[0]) if middle else DEFINITE
    if not (mirrored and inner):
        return NONE
    word = only(m.of(right))
    full = bool(word) and has_full_columns(m, word)
    return min(inner, DEFINITE if full else SEMIDEFINITE, *signs)


def of_entries(context: Context, vector: Expr) -> int:
    """The strength of the diagonal matrix of a vector whose entries are declared to have a sign."""
    running = [(index,) for index, end in context.indices.items() if end == vector.shape[0]]
    told = [
        c for c in context.conditions if c.head in ("lt", "le") and c.args[0] == num(0) and c.args[1].head == "entry"
    ]
    mine = [c for c in told if c.args[1].args[0] == vector and c.args[1].args[1].args[:1] in running]
    signs = [DEFINITE if c.head == "lt" else SEMIDEFINITE for c in mine]
    return DEFINITE if vector.head == "ones" else max(signs, default=NONE)


def of_grid(m, grid) -> int:
    """By elimination with a block that is definite, or that stands alone."""
    if len(grid) != len(grid[0]):
        return NONE
    if len(grid) == 1:
        return strength(m, grid[0][0])
    size = range(len(grid))
    if any(m.minus(grid[i][j], m.flip(grid[j][i])) for i in size for j in size if i < j):
        return NONE
    for k in size:
        others = [i for i in size if i != k]
        own = strength(m, grid[k][k])
        if own == DEFINITE:
            undone = m.inverse(grid[k][k])
            rest = [
                [m.minus(grid[i][j], m.times(m.times(grid[i][k], undone), grid[k][j])) for j in others] for i in others
            ]
            return of_grid(m, rest)
        if own and not any(grid[k][i] for i in others):
            return min(own, of_grid(m, [[grid[i][j] for j in others] for i in others]))
    return NONE


def strength(m, a: Sum, depth: int = DEPTH) -> int:
    """The strength of a sum of words."""
    parts = [min(m.sign_of(c), of_word(m, word)) for word, c in a.items()]
    if all(parts):
        return max(parts, default=SEMIDEFINITE)
    if depth == 0:
        return NONE
    if is_projection(m, a):
        return SEMIDEFINITE
    return max(less_declared(m, a, depth), by_complement(m, a, depth))


def of_word(m, word: Word) -> int:
    half, odd = divmod(len(word), 2)
    right = word[half + odd :]
    if flipped(right) != word[:half]:
        return NONE
    middle = of_letter(m, word[half]) if odd else DEFINITE
    return min(middle, DEFINITE if has_full_columns(m, right) else SEMIDEFINITE)


def of_letter(m, letter: Letter) -> int:
    if not letter.kind.startswith("symmetric"):
        return NONE
    if letter in m.undone:
        own = strength(m, m.undone[letter], 1)
        return own if letter.kind.endswith("pinv") else DEFINITE if own else NONE
    if any(a.keys() == {(letter,)} and declared_strength(m, (other,)) for other, a in list(m.undone.items())
           if other.kind.endswith("inverse")):  # fmt: skip
        return DEFINITE
    return declared_strength(m, (letter,))


def declared_strength(m, word: Word) -> int:
    told = [DEFINITE if strict else SEMIDEFINITE for a, strict in m.declared_definite if a.keys() == {word}
            and m.is_positive(a[word])]  # fmt: skip
    return max(told, default=NONE)


def is_projection(m, a: Sum) -> bool:
    """Whether a = a^T = a^2, so that it is a^T a."""
    return is_idempotent(m, a) and not m.minus(a, m.flip(a))


def is_idempotent(m, a: Sum) -> bool:
    return len(a) <= 3 and not m.minus(a, m.times(a, a))


def less_declared(m, a: Sum, depth: int) -> int:
    """What is left when a declared matrix, between W^T and W perhaps, is taken off."""
    best = NONE
    for fact, strict in m.declared_definite:
        if len(fact) < 2:
            continue
        for wanted, word in ((w, v) for w in fact for v in a):
            for right in ends(word, wanted):
                factor = m.scalars.multiply(a[word], m.scalars.power(fact[wanted], -1))
                if not m.is_positive(factor):
                    continue
                one = m.scalars.constant(1)
                moved = m.times(m.times({flipped(right): one}, fact), {right: one})
                rest = m.minus(a, m.scaled(moved, factor))
                if len(rest) <= len(a) and (found := strength(m, rest, depth - 1)):
                    own = DEFINITE if strict and has_full_columns(m, right) else SEMIDEFINITE
                    best = max(best, own, found)
    return best


def ends(word: Word, wanted: Word):
    """Every W with `word` = W^T `wanted` W."""
    spare, odd = divmod(len(word) - len(wanted), 2)
    if odd or spare < 0 or (not wanted and word):
        return
    right = word[len(word) - spare :]
    if word[spare : len(word) - spare] == wanted and flipped(right) == word[:spare]:
        yield right


def by_complement(m, a: Sum, depth: int) -> int:
    """R - k W^T L W by T / k - W R^-1 W^T."""
    for word, c in a.items():
        half, odd = divmod(len(word), 2)
        right, negative = word[half + odd :], m.scalars.scaled(c, -1)
        if not word or flipped(right) != word[:half] or not m.is_positive(negative):
            continue
        middle = m.undone.get(word[half]) if odd else {EMPTY: m.scalars.constant(1)}
        if middle is None or word[half].kind.endswith("pinv") or strength(m, middle, 1) < DEFINITE:
            continue
        rest = {w: d for w, d in a.items() if w != word}
        if not rest or strength(m, rest, depth - 1) < DEFINITE:
            continue
        with suppress(Unknown, Undefined):
            w = {right: m.scalars.constant(1)}
            inner = m.times(m.times(w, m.inverse(rest)), m.flip(w))
            gap = m.minus(m.scaled(middle, m.scalars.power(negative, -1)), inner)
            if found := strength(m, gap, depth - 1):
                return found
    return NONE


# -- inverses that exist


def is_invertible(m, a: Sum) -> bool:
    """Whether a sum of words has an inverse throughout the domain."""
    if not a or (len(a) == 1 and EMPTY in a):
        return bool(a) and m.is_nonzero(a[EMPTY])
    if len(a) == 1:
        ((word, c),) = a.items()
        regular = word in m.independent or all(
            letter.rows == letter.columns and is_regular(m, letter) for letter in word
        )
        if regular and word[0].rows == word[-1].columns and m.is_nonzero(c):
            return True
    if any(m.proportional(a, other) for other in m.declared_regular):
        return True
    minus = m.scaled(a, m.scalars.constant(-1))
    return strength(m, a) == DEFINITE or strength(m, minus) == DEFINITE


def is_regular(m, letter: Letter) -> bool:
    """Whether a square matrix of one letter has an inverse throughout the domain."""
    if letter.kind.endswith("inverse") or m.is_orthogonal(letter) or {(letter,), (letter.T,)} & m.independent:
        return True
    return of_letter(m, letter) == DEFINITE


def regular(m) -> list[Sum]:
    """Sums whose determinants are declared not to vanish."""
    found = []
    for condition in map(m.context.unfold, m.context.conditions):
        pairs = (condition.args, condition.args[::-1]) if condition.head in ("ne", "lt", "eq") else ()
        for one, other in pairs:
            value = other.args[0] if other.head == "num" else None
            if one.head != "det" or value is None:
                continue
            away = {"ne": value == 0, "eq": value != 0, "lt": value >= 0 if condition.args[0] == other else value <= 0}
            if away[condition.head]:
                with suppress(Unknown, Undefined):
                    found.append(m.single(one.args[0]))
    return found


def by_signs(plain: Expr, m) -> str | None:
    """Definiteness of a matrix of any size."""
    if plain.head not in ("pd", "psd") or not plain.args[0].shape:
        return None
    found = of_tree(m, plain.args[0])
    wanted = DEFINITE if plain.head == "pd" else SEMIDEFINITE
    return "signs of W^T P W and of Schur complements" if found >= wanted else None


def sign_of(m, c: Quotient) -> int:
    """2 for a number that is positive throughout the domain, 1 for one that is not negative, else 0."""
    if m.is_positive(c):
        return DEFINITE
    scalars = m.scalars
    if scalars.sign(c.bottom) <= 0:
        return NONE
    for exponents, number in zip(c.top.monoms(), c.top.coeffs(), strict=True):
        odd = [i for i, e in enumerate(exponents) if e % 2 and i not in scalars.positive]
        if number < 0 or not all(scalars.is_nonnegative(i) or is_declared_nonnegative(m, i) for i in odd):
            return NONE
    return SEMIDEFINITE


def is_declared_nonnegative(m, i: int) -> bool:
    return (
        Expr("le", num(0), m.scalars.keys[i]) in m.context.conditions if isinstance(m.scalars.keys[i], Expr) else False
    )
