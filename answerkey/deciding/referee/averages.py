"""Expectations at a point, exactly: a law on few points with the first moments of the declared one replaces each noise.

This is how the referee averages; it shares nothing with the moments and pairings by which expectations are proved.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from math import prod

from flint import fmpq, fmpq_mat

from answerkey.context import degree
from answerkey.deciding.referee.integrals import gaussian_mean
from answerkey.deciding.referee.values import (
    Scalar,
    Undefined,
    Unknown,
    Value,
    fraction,
    identity,
    inverse,
    is_matrix,
    matrix,
    multiple,
    sign,
    times,
)
from answerkey.deciding.referee.written import unrolled
from answerkey.laws import Law
from answerkey.tree import ZERO, Expr, name, num

MOST_OUTCOMES = 20_000
MOST_DEGREE = 12
Chances = list[tuple[Scalar, Scalar]]  # values of a number and their weights, which may be negative


def expectation(evaluation, expr: Expr) -> Value:
    """E[body], over every random name in it that no inner expectation has averaged already."""
    context, body = evaluation.context, unrolled(evaluation, expr.args[0])
    polynomial = straightened(averaged(body), context)
    atoms = sorted((n for n in {*polynomial.walk()} if context.is_random(n)), key=repr)
    groups = [sorted(group, key=repr) for group in context.dependent(atoms)]
    bent = polynomial != averaged(body)
    if len(atoms) == 1 and is_integral(polynomial, atoms[0], context):
        return gaussian_mean(evaluation, body, atoms[0], evaluation.of(context.variance(atoms[0])))
    drawn = [numbers(evaluation, group, sum(degree(polynomial, x) for x in group), bent) for group in groups]
    if prod(len(chances) for listed, _ in drawn for chances in listed) > MOST_OUTCOMES:
        raise Unknown("an expectation over too many outcomes")
    fixed = {leaf: value for leaf, value in evaluation.noise.items() if not context.is_random(leaf)}
    total = None
    for outcome in product(*(product(*listed) for listed, _ in drawn)):
        noise = dict(fixed)
        for group, (_, mix), found in zip(groups, drawn, outcome, strict=True):
            noise |= placed(evaluation, group, mix, [value for value, _ in found])
        weight = prod((chance for found in outcome for _, chance in found), start=fmpq(1))
        found = times(type(evaluation)(evaluation.point, context, noise).of(body), weight)
        total = found if total is None else total + found
    return total


def is_integral(polynomial: Expr, atom: Expr, context) -> bool:
    """Whether no law on few points will do for one number."""
    law = context.law(atom)
    return law.family == "gaussian" and not atom.shape and degree(polynomial, atom) > MOST_DEGREE


def averaged(expr: Expr) -> Expr:
    """`expr` with its inner expectations, over which nothing is left to average, out of sight."""
    return name("~", expr.shape) if expr.head in ("E", "given") else expr.rebuild(averaged)


def straightened(expr: Expr, context) -> Expr:
    """`expr` with x for |x| and for max(x, 0), if x is a multiple of a random number: what is bent at 0 only."""
    if expr.head in ("abs", "max", "min") and len(others := [node for node in expr.nodes if node != ZERO]) == 1:
        (inner,) = others
        if is_multiple(inner, context):
            return inner
    return expr.rebuild(lambda node: straightened(node, context))


def is_multiple(expr: Expr, context) -> bool:
    """Whether an expression is a random number times what is not random."""
    random = [any(context.is_random(leaf) for leaf in node.walk()) for node in expr.nodes]
    if expr.head == "mul" and random.count(True) == 1:
        return is_multiple(expr.nodes[random.index(True)], context)
    return context.is_random(expr) and not expr.shape


def numbers(evaluation, group: list[Expr], most: float, bent: bool) -> tuple[list[Chances], Value | None]:
    """Independent numbers of which a group of random names is made, and the matrix that mixes them, if one does.

    Their laws are exact for polynomials of degree `most`; where `bent`, of different ones below and above 0.
    """
    context, of = evaluation.context, evaluation.of
    law = context.law(group[0])
    if len(group) == 1 and not law.variance.shape:
        return [chances(evaluation, law, most, bent)] * prod(sides(evaluation, group[0])), None
    if len(group) == 1:
        if bent:
            raise Unknown("what is bent along a mixture")
        rows, _ = sides(evaluation, group[0])
        found = of(context.variance(group[0]))
        spread = found if is_matrix(found) else multiple(found, rows, rows)
    else:
        if any(atom.shape for atom in group) or not all(context.may_depend(x, y) for x, y in combinations(group, 2)):
            raise Unknown("how these random names depend on one another")
        cells = [context.variance(x) if x == y else context.covariance(x, y) for x, y in product(group, repeat=2)]
        spread = matrix(len(group), len(group), [of(cell) for cell in cells])
    mix, variances = mixed(spread)
    laws = [context.law(group[k if len(group) > 1 else 0]) for k in range(len(variances))]
    apart = [replace(one, variance=num(fraction(d))) for one, d in zip(laws, variances, strict=True)]
    return [chances(evaluation, one, most, False) for one in apart], mix


def placed(evaluation, group: list[Expr], mix: Value | None, values: list[Scalar]) -> dict[Expr, Value]:
    """The values of the names of a group, made of its numbers."""
    if mix is not None:
        values = (mix * matrix(len(values), 1, values)).entries()
    if len(group) > 1:
        return dict(zip(group, values, strict=True))
    return {group[0]: matrix(*sides(evaluation, group[0]), values) if group[0].shape else values[0]}


def sides(evaluation, atom: Expr) -> tuple[int, int]:
    rows, columns = map(evaluation.point.size, atom.shape) if atom.shape else (1, 1)
    return rows, columns


def chances(evaluation, law: Law, most: float, bent: bool) -> Chances:
    """Values and weights of one number with this law."""
    of, context = evaluation.of, evaluation.context
    variance = of(context.unfold(law.variance))
    if sign(variance) < 0:
        raise Undefined("a negative variance")
    if listed := law.outcomes():
        return [(of(context.unfold(value)), of(context.unfold(chance))) for value, chance in listed]
    if law.family == "any":
        return two_points(of(law.parameters[0]), variance)
    if most <= 2 and not bent:
        return two_points(fmpq(1), variance) if most > 1 else [(fmpq(0), fmpq(1))]
    if most > MOST_DEGREE:
        raise Unknown("an expectation of no polynomial, or of one of high degree")
    moments = [law.absolute(k) if bent and k % 2 else law.moment(k) for k in range(int(most) + 1)]
    if None in moments:
        raise Unknown("an absolute value under this law")
    known = [of(context.unfold(moment)) for moment in moments if moment is not None]
    return both_sides(interpolated(known, range(len(known)))) if bent else interpolated(known, steps(len(known)))


def both_sides(half: Chances) -> Chances:
    """The symmetric law of a number, from that of its absolute value."""
    return [(side * value, weight / 2) for value, weight in half for side in (1, -1)]


def two_points(value: Scalar, variance: Scalar) -> Chances:
    """The law of mean zero with this variance that takes `value` and one other value."""
    if sign(variance) == 0:
        return [(fmpq(0), fmpq(1))]
    square = value * value
    return [(value, variance / (square + variance)), (-variance / value, square / (square + variance))]


def steps(count: int) -> list[int]:
    """0, 1, -1, 2, -2, ..."""
    return [(k + 1) // 2 * (1 if k % 2 else -1) for k in range(count)]


def interpolated(moments: list[Scalar], nodes: Sequence[int]) -> Chances:
    """Weights on the nodes that have these moments."""
    weights = times(undone(tuple(nodes)), matrix(len(moments), 1, moments)).entries()
    return [(fmpq(node), weight) for node, weight in zip(nodes, weights, strict=True)]


@cache
def undone(nodes: tuple[int, ...]) -> fmpq_mat:
    powers = [fmpq(node) ** k for k in range(len(nodes)) for node in nodes]
    return fmpq_mat(len(nodes), len(nodes), powers).inv()


def mixed(spread: Value) -> tuple[Value, list[fmpq]]:
    """A covariance as L D L^T, with ones on the diagonal of L; raises Undefined where it is none."""
    if not isinstance(spread, fmpq_mat):
        raise Unknown("a covariance that is not rational")
    size = spread.nrows()
    mix, rest, variances = identity(size), spread, []
    for k in range(size):
        pivot = rest[k, k]
        column = [rest[i, k] for i in range(size)]
        if pivot < 0 or (pivot == 0 and any(column)) or any(rest[k, i] != column[i] for i in range(size)):
            raise Undefined("a covariance that is not positive semidefinite")
        variances.append(pivot)
        if pivot != 0:
            step = fmpq_mat(size, 1, [entry / pivot for entry in column])
            for i in range(k + 1, size):
                mix[i, k] = step[i, 0]
            rest = rest - step * step.transpose() * pivot
    return mix, variances


def conditional(evaluation, expr: Expr) -> Value:
    """E[W | Y = y] of jointly Gaussian vectors of mean zero: Cov(W, Y) Cov(Y, Y)^-1 y."""
    what, condition = expr.args
    seen, data = condition.args
    for side in (what, seen):
        body = averaged(unrolled(evaluation, side))
        atoms = [leaf for leaf in body.walk() if evaluation.context.is_random(leaf)]
        gaussian = all(evaluation.context.law(atom).family == "gaussian" for atom in atoms)
        if not gaussian or any(degree(body, atom) > 1 for atom in atoms):
            raise Unknown("a conditional mean of what is not Gaussian")
        mean = expectation(evaluation, Expr("E", side))
        if any(sign(x) for x in mean.entries()) if is_matrix(mean) else sign(mean):
            raise Unknown("a conditional mean of what has a mean that is not zero")
    cross = expectation(evaluation, Expr("E", Expr("mul", what, Expr("T", seen))))
    own = expectation(evaluation, Expr("E", Expr("mul", seen, Expr("T", seen))))
    return times(times(cross, inverse(own)), evaluation.of(data))
