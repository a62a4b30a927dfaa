"""Expectations at a point, exactly: a law on a few points with a Gaussian's first moments replaces each noise.

This is how the referee averages; it shares nothing with the moments and pairings by which expectations are proved.
"""

from itertools import product
from math import prod

from flint import fmpq

from answerkey.context import degree
from answerkey.deciding.values import Scalar, Unknown, Value, inverse, is_matrix, matrix, power, sign, times
from answerkey.tree import Expr, name

# laws with the moments of a standard Gaussian up to a degree: values and their chances
LAWS = (
    (1, ((fmpq(0), fmpq(1)),)),
    (3, ((fmpq(1), fmpq(1, 2)), (fmpq(-1), fmpq(1, 2)))),
    (5, tuple((fmpq(x), fmpq(1, q)) for x, q in ((0, 2), (1, 6), (-1, 6), (2, 12), (-2, 12)))),
)
MOST_OUTCOMES = 20_000


def expectation(evaluation, expr: Expr) -> Value:
    """E[body], over every random name in it that no inner expectation has averaged already."""
    body = evaluation.unrolled(expr.args[0])
    polynomial = averaged(body)
    atoms = sorted((n for n in {*polynomial.walk()} if evaluation.context.is_random(n)), key=repr)
    entries = [(atom, i, j, law_for(degree(polynomial, atom))) for atom in atoms for i, j in cells(atom, evaluation)]
    if prod(len(law) for _, _, _, law in entries) > MOST_OUTCOMES:
        raise Unknown("an expectation over too many outcomes")
    deviations = {atom: deviation(atom, evaluation) for atom in atoms}
    fixed = {leaf: value for leaf, value in evaluation.noise.items() if not evaluation.context.is_random(leaf)}
    total = None
    for outcome in product(*(law for _, _, _, law in entries)):
        weight = fmpq(1)
        drawn: dict[Expr, dict] = {atom: {} for atom in atoms}
        for (atom, i, j, _), (node, chance) in zip(entries, outcome, strict=True):
            weight *= chance
            drawn[atom][i, j] = node * deviations[atom]
        noise = fixed | {atom: outcome_of(atom, held, evaluation) for atom, held in drawn.items()}
        found = type(evaluation)(evaluation.point, evaluation.context, noise).of(body) * weight
        total = found if total is None else total + found
    return total


def averaged(expr: Expr) -> Expr:
    """`expr` with its inner expectations, over which nothing is left to average, out of sight."""
    return name("~", expr.shape) if expr.head in ("E", "given") else expr.rebuild(averaged)


def cells(atom: Expr, evaluation):
    rows, columns = map(evaluation.point.size, atom.shape) if atom.shape else (1, 1)
    return product(range(rows), range(columns))


def outcome_of(atom: Expr, held: dict, evaluation) -> Value:
    if not atom.shape:
        return held[0, 0]
    rows, columns = map(evaluation.point.size, atom.shape)
    return matrix(rows, columns, [held[i, j] for i, j in product(range(rows), range(columns))])


def deviation(atom: Expr, evaluation) -> Scalar:
    """The standard deviation, which may be a ball."""
    return power(evaluation.of(evaluation.context.variance(atom)), fmpq(1, 2))


def conditional(evaluation, expr: Expr) -> Value:
    """E[W | Y = y] of jointly Gaussian vectors of mean zero: Cov(W, Y) Cov(Y, Y)^-1 y."""
    what, condition = expr.args
    seen, data = condition.args
    for side in (what, seen):
        body = averaged(evaluation.unrolled(side))
        if any(degree(body, atom) > 1 for atom in body.walk() if evaluation.context.is_random(atom)):
            raise Unknown("a conditional mean of what is not Gaussian")
        mean = expectation(evaluation, Expr("E", side))
        if any(sign(x) for x in mean.entries()) if is_matrix(mean) else sign(mean):
            raise Unknown("a conditional mean of what has a mean that is not zero")
    cross = expectation(evaluation, Expr("E", Expr("mul", what, Expr("T", seen))))
    own = expectation(evaluation, Expr("E", Expr("mul", seen, Expr("T", seen))))
    return times(times(cross, inverse(own)), evaluation.of(data))


def law_for(most: float):
    """The smallest law that is exact for polynomials of this degree in one noise."""
    for highest, law in LAWS:
        if most <= highest:
            return law
    raise Unknown("an expectation of more than the fifth degree in one noise")
