"""Gradients and Hessians of scalars made of words, in a vector: by the chain rule through the closed words."""

from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, flipped
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import Expr


def gradient(m, expr: Expr) -> Sum:
    """The column of derivatives of a scalar in a vector: by the chain rule through the closed words."""
    body, variable, argument = expr.args
    if argument.head in ("name", "term") and argument not in set(body.walk()):
        body, variable = body.replace({variable: argument}), argument
    found = slope(m, m.scalars.of(body), variable)
    return found if variable == argument else put(m, found, variable, m.single(argument))


def put(m, a: Sum, variable: Expr, value: Sum) -> Sum:
    """A sum of words with a sum in the place of a vector."""
    total: Sum = {}
    for word, c in a.items():
        found: Sum = {EMPTY: put_in_scalar(m, c, variable, value)}
        for letter in word:
            found = m.times(found, put_in_letter(m, letter, variable, value))
        total = m.plus(total, found)
    return total


def put_in_letter(m, letter: Letter, variable: Expr, value: Sum) -> Sum:
    if letter.leaf == variable and letter.kind == "name":
        return m.flip(value) if letter.transposed else value
    if variable in letter.leaves:
        raise Unknown("a gradient at what is not a name")
    return {(letter,): m.scalars.constant(1)}


def put_in_scalar(m, c: Quotient, variable: Expr, value: Sum) -> Quotient:
    """A number made of closed words with a sum in the place of a vector."""
    if variable not in m.scalars.names_in(c.top) | m.scalars.names_in(c.bottom):
        return c
    if not c.bottom.is_constant():
        raise Unknown("the gradient of a quotient at what is not a name")
    total = m.scalars.zero_quotient()
    for exponents, number in zip(c.top.monoms(), c.top.coeffs(), strict=True):
        factors = [m.scalars.scaled(m.scalars.constant(1), number)]
        for i, e in enumerate(exponents):
            if e:
                unit = Quotient(m.scalars.gens[i], m.scalars.one)
                if variable in m.scalars.names_behind(i):
                    if m.scalars.keys[i][0] != "word":
                        raise Unknown("the gradient of more than products at what is not a name")
                    unit = m.sum_of_closed(put(m, {m.scalars.inside[i]: m.scalars.constant(1)}, variable, value))
                factors.append(m.scalars.power(unit, int(e)))
        total = m.scalars.add(total, m.scalars.product(factors))
    return m.scalars.scaled(total, 1 / c.bottom.leading_coefficient())


def hessian(m, expr: Expr) -> Sum:
    """The derivative of each word of the gradient, and of its coefficient."""
    body, variable, argument = expr.args
    if variable != argument:
        return put(m, hessian(m, Expr("hessian", body, variable, variable)), variable, m.single(argument))
    vector = next(iter(m.letter(variable)))
    total: Sum = {}
    for word, c in gradient(m, expr).items():
        total = m.plus(total, m.times({word: m.scalars.constant(1)}, m.flip(slope(m, c, variable))))
        if word[-1:] == vector:
            word = word[:-1]
            total = m.plus(total, m.word(word, c))
        if any(variable in letter.leaves for letter in word):
            raise Unknown("a second derivative through more than products")
    return total


def slope(m, value: Quotient, variable: Expr) -> Sum:
    (vector,) = next(iter(m.letter(variable)))
    for i in {i for poly in (value.top, value.bottom) for i, e in enumerate(poly.degrees()) if e > 0}:
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
