"""Inequalities between scalars made of vectors and matrices, for the solver: Cauchy-Schwarz, norms, traces, ranks.

Each is a fact at every point.  Only those between scalars that a question is about already are told, and these follow:
(u^T P v)^2 <= (u^T P u)(v^T P v) for P >= 0, |A B|_F <= |A|_F |B|_F, rank AB <= rank A.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations, product

import z3

from answerkey.deciding.matrices import definite, ranks
from answerkey.deciding.matrices.determinants import counted
from answerkey.deciding.matrices.words import EMPTY, Sum, Word, flipped, key_of, order
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import Expr


def norm(m, expr: Expr) -> Quotient:
    """A norm that is not Frobenius', as |c| times that of a vector whose leading coefficient is 1."""
    a = m.single(expr.args[0])
    if not a:
        return m.scalars.zero_quotient()
    if any(word == EMPTY or word[-1].columns != "1" for word in a):
        raise Unknown("a norm of a matrix that has several names")
    unit = a[max(a, key=order)]
    monic = m.scaled(a, m.scalars.power(unit, -1)) if m.is_nonzero(unit) else a
    key = (expr.head, key_of(monic))
    found = m.scalars.gen(key, inside=m.leaves_of(a))
    m.norms[m.scalars.index[key]] = expr.head, monic
    m.scalars.nonnegative.add(m.scalars.index[key])
    return m.scalars.multiply(m.scalars.absolute(unit), found) if m.is_nonzero(unit) else found


def known(question) -> list[z3.BoolRef]:
    """The facts about the variables of a question, which is an `Order`."""
    found: list[z3.BoolRef] = []
    for i, x in list(question.variables.items()):
        kind = question.kind(i)
        for rule in RULES.get(kind, ()):
            with suppress(Unknown, Undefined):
                found += rule(question, i, x)
    return found + list(between_norms(question))


def told(question, a: Quotient) -> z3.ArithRef | None:
    """A number in the variables of the question; None where it has others."""
    used = {i for poly in (a.top, a.bottom) for i, e in enumerate(poly.degrees()) if e}
    return question.quotient(a) if used <= question.variables.keys() else None


def unit(m, word: Word) -> Sum:
    return {word: m.scalars.constant(1)}


# -- words and traces


def sign_of_word(question, i: int, x) -> list[z3.BoolRef]:
    found = definite.of_word(question.matrices, question.field.inside[i])
    return [x > 0] if found == definite.DEFINITE else [x >= 0] if found else []


def cauchy_schwarz(question, i: int, x) -> Iterator[z3.BoolRef]:
    """(a b)^2 <= (a a^T)(b^T b), and so with a P that is semidefinite between a and b."""
    m, word = question.matrices, question.field.inside[i]
    for k in range(1, len(word)):
        yield from squares(question, x, m.closed, word[:k], EMPTY, EMPTY, word[k:])
        middle = word[k - 1]
        if k > 1 and definite.of_letter(m, middle):
            yield from squares(question, x, m.closed, word[: k - 1], (middle,), (middle,), word[k:])
    for letter in {*m.letters, *m.undone}:
        for k in range(1, len(word)):
            if word[k].rows == letter.rows and definite.of_letter(m, letter) == definite.DEFINITE:
                undone = m.inverse(unit(m, (letter,)))
                if len(undone) == 1 and undone == unit(m, back := next(iter(undone))):
                    yield from squares(question, x, m.closed, word[:k], (letter,), back, word[k:])


def squares(question, x, measure, a: Word, p: Word, q: Word, b: Word) -> Iterator[z3.BoolRef]:
    one, other = measure(a + p + flipped(a)), measure(flipped(b) + q + b)
    left, right = told(question, one), told(question, other)
    if left is not None and right is not None:
        yield x * x <= left * right


def factors(question, i: int, x) -> Iterator[z3.BoolRef]:
    """|a b|^2 <= |a|_F^2 |b|^2."""
    m, word = question.matrices, question.field.inside[i]
    half = len(word) // 2
    if word[:half] != flipped(word[half:]) or len(word) % 2:
        return
    for k in range(1, half):
        a, b = word[half : half + k], word[half + k :]
        left, right = told(question, traced(m, flipped(a) + a)), told(question, m.closed(flipped(b) + b))
        if left is not None and right is not None:
            yield x <= left * right


def traced(m, word: Word) -> Quotient:
    return m.trace(m.word(word, m.scalars.constant(1)), word[0].rows)


def about_trace(question, i: int, x) -> Iterator[z3.BoolRef]:
    """Signs, tr(ab)^2 <= tr(a a^T) tr(b^T b), and tr((ab)^T ab) <= tr(a^T a) tr(b^T b)."""
    m, word = question.matrices, question.field.inside[i]
    turns = [word[k:] + word[:k] for k in range(len(word))]
    for turn in turns:
        signs = [min(definite.of_word(m, turn[:k]), definite.of_word(m, turn[k:])) for k in range(1, len(turn))]
        found = max([definite.of_word(m, turn), *signs])
        if found:
            yield x > 0 if found == definite.DEFINITE else x >= 0
        half = len(turn) // 2
        if flipped(turn[:half]) == turn[half:]:
            for k in range(1, half):
                a, b = turn[half : half + k], turn[half + k :]
                left, right = told(question, traced(m, flipped(a) + a)), told(question, traced(m, flipped(b) + b))
                if left is not None and right is not None:
                    yield x <= left * right
        for k in range(1, len(turn)):
            yield from squares(question, x, lambda w: traced(m, w), turn[:k], EMPTY, EMPTY, turn[k:])
    square = told(question, traced(m, flipped(word) + word))
    if square is not None:
        size = told(question, m.scalars.of(counted(word[0].rows)))
        if size is not None:
            yield x * x <= size * square


# -- ranks


def about_rank(question, i: int, x) -> Iterator[z3.BoolRef]:
    """A rank is no more than the sides, nor than the ranks of factors; Sylvester; and that of a sum than the sum."""
    m = question.matrices
    a = m.ranks[i]
    for word in a:
        for side in (word[0].rows, word[-1].columns) if word and len(a) == 1 else ():
            yield x <= question.polynomial(m.scalars.of(counted(side)).top)
    longest = max(a, key=order)
    if longest:
        yield x <= question.polynomial(m.scalars.of(counted(longest[0].rows)).top)
        yield x <= question.polynomial(m.scalars.of(counted(longest[-1].columns)).top)
    if len(a) == 1:
        yield from of_factors(question, x, longest)
    elif EMPTY not in a:
        parts = [told(question, ranks.of_word(m, word)) for word in a]
        if None not in parts:
            yield x <= z3.Sum(*parts)


def of_factors(question, x, word: Word) -> Iterator[z3.BoolRef]:
    m = question.matrices
    for k in range(1, len(word)):
        inner = question.polynomial(m.scalars.of(counted(word[k].rows)).top)
        left, right = (told(question, ranks.of_word(m, part)) for part in (word[:k], word[k:]))
        yield x <= inner
        yield from (x <= bound for bound in (left, right) if bound is not None)
        if left is not None and right is not None:
            yield x >= left + right - inner


# -- norms


def between_norms(question) -> Iterator[z3.BoolRef]:
    """How the norms 1, 2 and infinity compare, the triangle inequality, and Hoelder's."""
    m = question.matrices
    mine = [(i, *m.norms[i]) for i in question.variables if i in m.norms]
    for i, kind, a in mine:
        yield from beside_euclid(question, question.variables[i], kind, a)
    for (i, one, a), (j, other, b) in combinations(mine, 2):
        if one != other and key_of(a) == key_of(b):
            small, large = (i, j) if one == "norminf" else (j, i)
            size = question.polynomial(m.scalars.of(counted(next(iter(a))[0].rows)).top)
            least, most = question.variables[small], question.variables[large]
            yield from (least <= most, most <= size * least)
    for (i, one, a), (j, other, b), (k, third, c) in combinations(mine, 3):
        if one == other == third:
            yield from triangle(question, (i, j, k), (a, b, c))
    for (i, one, a), (j, other, b) in product(mine, repeat=2):
        if one == "norm1" and other == "norminf":
            inner = told(question, m.sum_of_closed(m.times(m.flip(a), b)))
            if inner is not None:
                limit = question.variables[i] * question.variables[j]
                yield from (inner <= limit, -inner <= limit)


def beside_euclid(question, x, kind: str, a: Sum) -> Iterator[z3.BoolRef]:
    m = question.matrices
    square = told(question, m.sum_of_closed(m.times(m.flip(a), a)))
    if square is None:
        return
    size = question.polynomial(m.scalars.of(counted(next(iter(a))[0].rows)).top)
    if kind == "norm1":
        yield from (square <= x * x, x * x <= size * square)
    else:
        yield from (x * x <= square, square <= size * x * x)


def triangle(question, gens, sums) -> Iterator[z3.BoolRef]:
    """Of three vectors of which one is the sum of the others, up to signs, no norm is more than the other two."""
    m = question.matrices
    a, b, c = sums
    for s, t in product((1, -1), repeat=2):
        moved = m.plus(m.scaled(b, m.scalars.constant(s)), m.scaled(c, m.scalars.constant(t)))
        if not m.minus(a, moved):
            x, y, z = (question.variables[i] for i in gens)
            yield from (x <= y + z, y <= x + z, z <= x + y)


RULES = {
    "word": (sign_of_word, cauchy_schwarz, factors),
    "trace": (about_trace,),
    "rank": (about_rank,),
}
