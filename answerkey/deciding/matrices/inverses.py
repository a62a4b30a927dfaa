"""Inverses and pseudo-inverses as letters, with the rules that make them what they are."""

from dataclasses import replace

from answerkey.deciding.matrices import declared, definite
from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, flipped, is_square, key_of, order
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient


def inverse(m, a: Sum) -> Sum:
    """The inverse of a sum of words, by the rules S P = P S = 1."""
    if not a:
        raise Unknown("the inverse of zero")
    if all(word == EMPTY for word in a):
        return {EMPTY: m.scalars.power(a[EMPTY], -1)}
    if len(a) == 1 and all(letter.rows == letter.columns for letter in next(iter(a))):
        return inverse_of_word(m, *next(iter(a.items())))
    lead = max(a, key=order)
    monic = m.scaled(a, m.scalars.power(a[lead], -1))
    rows, columns = lead[0].rows, lead[-1].columns
    symmetric = same(m.flip(monic), monic)
    key, back = key_of(monic), key_of(m.flip(monic))
    if rows != columns:
        raise Unknown("the inverse of what is not square")
    kind = "symmetric inverse" if symmetric else "inverse"
    letter = replace(Letter(kind, min(key, back), back < key, columns, rows), inner=m.leaves_of(a))
    m.undone[letter], m.undone[letter.T] = monic, m.flip(monic)
    others = {word: c for word, c in monic.items() if word != lead}
    for left in (True, False):
        word = (letter, *lead) if left else (*lead, letter)
        moved: Sum = {EMPTY: m.scalars.constant(1)}
        for other, c in others.items():
            longer = (letter, *other) if left else (*other, letter)
            moved = m.plus(moved, {longer: m.scalars.scaled(c, -1)})
        m.learn(word, moved)
    return m.scaled(m.letter_sum(letter), m.scalars.power(a[lead], -1))


def inverse_of_word(m, word: Word, coefficient: Quotient) -> Sum:
    total: Sum = {EMPTY: m.scalars.power(coefficient, -1)}
    for letter in reversed(word):
        total = m.times(total, inverse_of_letter(m, letter))
    return total


def inverse_of_letter(m, letter: Letter) -> Sum:
    if letter in m.undone:
        return m.undone[letter]
    one = m.scalars.constant(1)
    if m.is_orthogonal(letter):
        return m.letter_sum(letter.T)
    upright = letter.T if letter.transposed else letter
    kind = "symmetric inverse" if letter.kind.startswith("symmetric") else "inverse"
    undone = Letter(kind, repr(upright), letter.transposed, letter.columns, letter.rows, None, letter.leaves)
    m.undone[undone], m.undone[undone.T] = {(letter,): one}, {(letter.T,): one}
    m.learn((undone, letter), {EMPTY: one})
    m.learn((letter, undone), {EMPTY: one})
    return m.letter_sum(undone)


def pseudo_inverse(m, a: Sum) -> Sum:
    """By Penrose's four equations, with orthogonal letters around a product taken off."""
    if not a:
        return {}
    unit = a[max(a, key=order)]
    if not m.is_nonzero(unit):
        raise Unknown("the pseudo-inverse of a multiple that may be zero")
    if len(a) == 1:
        ((word, _),) = a.items()
        start = next((i for i, letter in enumerate(word) if not m.is_orthogonal(letter)), len(word))
        end = next((i for i in range(len(word), start, -1) if not m.is_orthogonal(word[i - 1])), start)
        inner = plus_of(m, {word[start:end]: m.scalars.constant(1)})
        left, right = ({flipped(part): m.scalars.constant(1)} for part in (word[end:], word[:start]))
        found = m.times(m.times(left, inner), right)
    else:
        found = plus_of(m, m.scaled(a, m.scalars.power(unit, -1)))
    return m.scaled(found, m.scalars.power(unit, -1))


def plus_of(m, a: Sum) -> Sum:
    if a.keys() == {EMPTY}:
        return a
    if definite.is_invertible(m, a):
        return inverse(m, a)
    word = next(iter(a))
    if len(a) == 1 and word[0] in m.undone and len(word) == 1 and word[0].kind.endswith("pinv"):
        return m.undone[word[0]]
    if len(a) == 1 and is_square(word):  # (W^T W)^+ = W^+ (W^+)^T
        half = plus_of(m, {word[len(word) // 2 :]: m.scalars.constant(1)})
        return m.times(half, m.flip(half))
    for k in range(1, len(word)) if len(a) == 1 else ():
        if declared.has_full_columns(m, word[:k]) and declared.has_full_columns(m, flipped(word[k:])):
            parts = ({part: m.scalars.constant(1)} for part in (word[k:], word[:k]))
            return m.times(*(plus_of(m, part) for part in parts))
    plus = plus_letter(m, a)
    if plus not in m.undone:
        m.undone[plus], m.undone[plus.T] = a, m.flip(a)
        penrose(m, a, m.letter_sum(plus))
    return m.letter_sum(plus)


def plus_letter(m, a: Sum) -> Letter:
    word, back = max(a, key=order), m.flip(a)
    key, turned = (key_of(a), key_of(back))
    kind = "symmetric pinv" if same(a, back) else "pinv"
    return Letter(kind, min(key, turned), turned < key, word[-1].columns, word[0].rows, None, m.leaves_of(a))


def penrose(m, a: Sum, p: Sum) -> None:
    """Take up the four equations, and that P A = I for independent columns, A P = I for independent rows."""
    m.resolve(m.times(m.times(a, p), a), a)
    m.resolve(m.times(m.times(p, a), p), p)
    for x, y in ((a, p), (p, a)):
        product = m.times(x, y)
        m.resolve(product, m.flip(product))
    if len(a) == 1:
        unit = {EMPTY: m.scalars.constant(1)}
        if declared.has_full_columns(m, next(iter(a))):
            m.resolve(m.times(p, a), unit)
        if declared.has_full_columns(m, flipped(next(iter(a)))):
            m.resolve(m.times(a, p), unit)


def same(a: Sum, b: Sum) -> bool:
    return a.keys() == b.keys() and all(a[word].key == b[word].key for word in a)
