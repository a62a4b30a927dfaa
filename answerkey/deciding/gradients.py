"""Gradients and Hessians of scalars made of words, in a vector: by the chain rule through the closed words."""

from answerkey.deciding.quotients import Quotient
from answerkey.deciding.values import Unknown
from answerkey.deciding.words import Letter, Sum, Word, flipped
from answerkey.tree import Expr


def gradient(m, expr: Expr) -> Sum:
    """The column of derivatives of a scalar in a vector: by the chain rule through the closed words."""
    body, variable, argument = expr.args
    if variable != argument:
        raise Unknown("a gradient at what is not a name")
    return slope(m, m.scalars.of(body), variable)


def hessian(m, expr: Expr) -> Sum:
    """The derivative of each word of the gradient, and of its coefficient."""
    vector = next(iter(m.letter(expr.args[1])))
    total: Sum = {}
    for word, c in gradient(m, expr).items():
        total = m.plus(total, m.times({word: m.scalars.constant(1)}, m.flip(slope(m, c, expr.args[1]))))
        if word[-1:] == vector:
            word = word[:-1]
            total = m.plus(total, m.word(word, c))
        if any(expr.args[1] in letter.leaves for letter in word):
            raise Unknown("a second derivative through more than products")
    return total


def slope(m, value: Quotient, variable: Expr) -> Sum:
    (vector,) = next(iter(m.letter(variable)))
    for i in {i for poly in (value.top, value.bottom) for i, e in enumerate(poly.degrees()) if e}:
        plain = (
            m.scalars.keys[i][0] == "word" and not any(variable in letter.inner for letter in m.scalars.inside[i])
            if isinstance(m.scalars.keys[i], tuple)
            else True
        )
        if not plain and variable in m.scalars.names_behind(i):
            raise Unknown("a gradient through more than products")
    total: Sum = {}
    for i, word in list(m.scalars.inside.items()):
        if m.scalars.keys[i][0] != "word" or not {vector, vector.T} & set(word):  # type: ignore[arg-type]
            continue
        total = m.plus(total, m.scaled(slope_of_word(m, word, vector), derivative(m, value, i)))  # type: ignore[arg-type]
    return total


def derivative(m, a: Quotient, i: int) -> Quotient:
    if a.bottom.degrees()[i]:
        raise Unknown("the gradient of a quotient")
    if any(square.degrees()[i] for square in m.scalars.squares.values()):
        raise Unknown("the gradient of a root")
    return m.scalars.quotient(a.top.derivative(i), a.bottom)


def slope_of_word(m, word: Word, vector: Letter) -> Sum:
    total: Sum = {}
    for place, letter in enumerate(word):
        if letter == vector and place == len(word) - 1:
            total = m.plus(total, m.word(flipped(word[:place]), m.scalars.constant(1)))
        elif letter == vector.T and place == 0:
            total = m.plus(total, m.word(word[1:], m.scalars.constant(1)))
        elif letter in (vector, vector.T):
            raise Unknown("a gradient through a word that is not closed by its variable")
    return total
