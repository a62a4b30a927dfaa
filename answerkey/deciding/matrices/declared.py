"""What is declared of matrices, for calculating with words: equations become rules, definite matrices are symmetric.

Every rule holds at each point of the domain, where the conditions hold and so are defined.
"""

from contextlib import suppress
from itertools import combinations

from answerkey.context import Context
from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, flipped, is_square, order
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.shapes import Dimension
from answerkey.tree import HALF, ZERO, Expr, name, num

Fact = tuple[Sum, bool]  # a matrix that is positive semidefinite, and whether it is definite


def symmetric(context: Context) -> frozenset[Expr]:
    """The names of symmetric matrices."""
    found = {c.args[0] for c in context.conditions if c.head in ("pd", "psd") and c.args[0].head == "name"}
    for condition in context.conditions:
        if condition.head in ("pd", "psd") and condition.args[0].head == "block":
            columns, *cells = condition.args[0].args
            found |= {cells[i * (columns + 1)] for i in range(columns)}
        if condition.head == "eq" and Expr("T", condition.args[0]) == condition.args[1]:
            found.add(condition.args[0])
        elif condition.head == "eq" and Expr("T", condition.args[1]) == condition.args[0]:
            found.add(condition.args[1])
    shapes = {matrix: context.names.symbols[matrix].shape for matrix in context.diagonal}
    found |= {name(matrix, shape) for matrix, shape in shapes.items() if shape and shape[0] == shape[1]}
    return frozenset(leaf for leaf in found if leaf.head == "name" and leaf.shape)


def learn(matrices) -> None:
    """Take up what the conditions say as rules for words, and as relations of the field of scalars."""
    for condition in map(matrices.context.unfold, matrices.context.conditions):
        if not any(node.shape for node in condition.walk()):
            continue
        with suppress(Unknown, Undefined):
            if condition.head == "eq" and any(side.shape for side in condition.args):
                for cell in (cell for row in matrices.difference(*condition.args) for cell in row):
                    suppose(matrices, cell)
            elif condition.head == "eq":
                relate(matrices, *condition.args)
            elif condition.head in ("pd", "psd") and condition.args[0].head != "name":
                found = matrices.single(condition.args[0])
                suppose(matrices, matrices.minus(found, matrices.flip(found)))
    told = [c.args[0] for c in matrices.context.conditions if c.head in ("pd", "psd")]
    for one, other in combinations(told, 2):
        with suppress(Unknown, Undefined):
            if not matrices.plus(matrices.single(one), matrices.single(other)):
                suppose(matrices, matrices.single(one))  # semidefinite, and its negative too


def suppose(matrices, gap: Sum) -> None:
    """Take up that a sum of words is zero, less what stands before it and has independent columns."""
    for turned in (False, True):
        gap = without_prefix(matrices, matrices.flip(gap) if turned else gap)
    gap = matrices.flip(gap)
    lead = max(gap, key=order, default=EMPTY)
    if lead != EMPTY and matrices.is_nonzero(gap[lead]):
        rest = {word: c for word, c in gap.items() if word != lead}
        factor = matrices.scalars.power(matrices.scalars.scaled(gap[lead], -1), -1)
        matrices.learn(lead, matrices.scaled(rest, factor))
        whole = rest.keys() == {EMPTY} and matrices.is_nonzero(rest[EMPTY])
        if whole and all(letter.rows == letter.columns for letter in lead):
            for k in range(1, len(lead)):  # A B = c I for square matrices and c that is not zero, and so B A = c I
                matrices.learn(lead[k:] + lead[:k], matrices.scaled(rest, factor))


def without_prefix(matrices, gap: Sum) -> Sum:
    """W Z = 0 exactly when Z = 0, where the columns of W are independent; and P^T P Z = 0 exactly when P Z = 0."""
    words = list(gap)
    common = 0
    while words and all(len(w) > common and w[common] == words[0][common] for w in words):
        common += 1
    for length in range(common, 0, -1):
        start = words[0][:length]
        if has_full_columns(matrices, start):
            return {word[length:]: c for word, c in gap.items()}
        if is_square(start):
            return without_prefix(matrices, {word[length // 2 :]: c for word, c in gap.items()})
    return gap


def relate(matrices, left: Expr, right: Expr) -> None:
    """A declared equation of scalars that are made of matrices; one of norms is one of their squares too."""
    scalars = matrices.scalars
    for one, other in ((left, right), (right, left)):
        if one.head == "pow" and one.args[1] == HALF:
            relate(matrices, one.args[0], other * other)
    gap = scalars.of(left - right)
    if gap:
        scalars.relate(gap.top)
        for half in vanishing(scalars, gap):
            suppose(matrices, {half: scalars.constant(1)})


def vanishing(scalars, gap: Quotient) -> list[Word]:
    """The W with W^T W in a sum of squared norms that is zero."""
    numbers = gap.top.coeffs()
    if not (all(c > 0 for c in numbers) or all(c < 0 for c in numbers)):
        return []
    found = []
    for exponents in gap.top.monoms():
        used = [(i, int(e)) for i, e in enumerate(exponents) if e and i not in scalars.positive]
        if len(used) != 1 or used[0][1] != 1 or scalars.keys[used[0][0]][0] not in ("word", "trace"):
            return []
        word: Word = scalars.inside[used[0][0]]
        if not is_square(word):
            return []
        found.append(word[len(word) // 2 :])
    return found


def has_full_columns(matrices, word: Word) -> bool:
    """Whether the columns of a product are independent, throughout the domain, because those of its factors are."""
    if not word:
        return True
    if any(word[:k] in matrices.independent and has_full_columns(matrices, word[k:]) for k in range(1, len(word) + 1)):
        return True
    return letter_has_full_columns(matrices, word[0]) and has_full_columns(matrices, word[1:])


def letter_has_full_columns(matrices, letter: Letter) -> bool:
    if letter.kind == "unit" and letter.columns == "1":
        return True
    if letter.kind.endswith("inverse") or has_left_inverse(matrices, letter):
        return True
    if letter.rows == letter.columns:
        return matrices.is_regular(letter)
    if letter.kind.endswith("pinv"):
        return has_full_columns(matrices, flipped(matrices.base(letter))) and bool(matrices.base(letter))
    return False


def has_left_inverse(matrices, letter: Letter) -> bool:
    """Whether a rule says that a product with a matrix on the left is a multiple of the identity."""
    for word in [word for word in matrices.rules if len(word) == 2 and word[1] == letter]:
        found = matrices.word(word, matrices.scalars.constant(1))
        if found.keys() == {EMPTY} and matrices.is_nonzero(found[EMPTY]):
            return True
    return False


def independent(matrices) -> frozenset[Word]:
    """Words whose columns are declared to be independent: by a rank, a determinant, definiteness, or not being zero."""
    found: set[Word] = set()
    for condition in map(matrices.context.unfold, matrices.context.conditions):
        with suppress(Unknown, Undefined):
            found |= set(words_of(matrices, condition))
    return frozenset(found)


def words_of(matrices, condition: Expr):
    if condition.head == "pd":
        yield from halves(matrices.of(condition.args[0]))
    for one, other in (condition.args, condition.args[::-1]) if condition.head in ("eq", "ne", "lt") else ():
        if one.head == "rank" and condition.head == "eq":
            yield from of_rank(matrices, one.args[0], other)
        elif one.head == "det" and is_apart_from_zero(condition, other):
            yield from halves(matrices.of(one.args[0]))
        elif condition.head == "ne" and one.shape and is_zero(other):
            word = only(matrices.of(one))
            if word and word[-1].columns == "1":
                yield word
            elif word and word[0].rows == "1":
                yield flipped(word)
        elif one.head == "pow" and one.args[1] == HALF and is_apart_from_zero(condition, other):
            yield from vectors(matrices, one.args[0])
        elif not one.shape and one.head == "mul" and is_apart_from_zero(condition, other):
            yield from vectors(matrices, one)


def is_zero(expr: Expr) -> bool:
    return expr == ZERO or expr.head == "null"


def is_apart_from_zero(condition: Expr, other: Expr) -> bool:
    """Whether a condition on a side and a number says that the side is not zero."""
    if condition.head == "eq":
        return other.head == "num" and other != ZERO
    if other.head != "num":
        return False
    return other == ZERO if condition.head == "ne" else other.args[0] >= 0 and condition.args[0] == other


def vectors(matrices, square: Expr):
    """The vector behind a squared norm."""
    word = only(matrices.multiplied([matrices.of(node) for node in square.args])) if square.head == "mul" else EMPTY
    if word and is_square(word) and word[0].rows == "1":
        yield word[len(word) // 2 :]


def only(grid) -> Word:
    """The one word that a matrix is a multiple of."""
    if len(grid) == len(grid[0]) == 1 and len(grid[0][0]) == 1:
        ((word, c),) = grid[0][0].items()
        return word if c.top.is_constant() and c.bottom.is_constant() else EMPTY
    return EMPTY


def halves(grid):
    """What is regular has independent columns; so have W, where W^T W is, and every factor of a square product."""
    word = only(grid)
    if not word:
        return
    yield word
    yield flipped(word)
    if all(letter.rows == letter.columns for letter in word):
        yield from ((letter,) for letter in word)
        yield from ((letter.T,) for letter in word)
    elif is_square(word):
        yield word[len(word) // 2 :]


def of_rank(matrices, expr: Expr, rank: Expr):
    word = only(matrices.of(expr))
    if word and same_size(rank, expr.shape[1]):
        yield word
    if word and same_size(rank, expr.shape[0]):
        yield flipped(word)


def same_size(expr: Expr, side: Dimension) -> bool:
    return expr == (num(side) if isinstance(side, int) else name(side))


def definite(matrices) -> list[Fact]:
    """The matrices that are declared to be positive (semi)definite, and the principal blocks of those in blocks."""
    found: list[Fact] = []
    for condition in map(matrices.context.unfold, matrices.context.conditions):
        if condition.head in ("pd", "psd"):
            with suppress(Unknown, Undefined):
                grid = matrices.of(condition.args[0])
                found += [(row[i], condition.head == "pd") for i, row in enumerate(grid)]
    for matrix, entries in matrices.context.diagonal.items():
        shape = matrices.context.names.symbols[matrix].shape
        if shape and shape[0] == shape[1] and (sign := sign_of_entries(matrices.context, entries, shape[0])):
            found.append((matrices.single(name(matrix, shape)), sign > 1))
    return found


def sign_of_entries(context: Context, entries: str, side: Dimension) -> int:
    """2 where all entries of a diagonal are declared to be positive, 1 where from zero on, else 0."""
    running = {name(index) for index, end in context.indices.items() if end == side}
    told = [c for c in context.conditions if c.head in ("lt", "le") and c.args[0] == ZERO and c.args[1].head == "term"]
    mine = [c for c in told if c.args[1].args[0] == entries and c.args[1].args[2] in running]
    return max((2 if c.head == "lt" else 1 for c in mine), default=0)
