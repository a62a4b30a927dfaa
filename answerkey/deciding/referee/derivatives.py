"""The values of derivatives, gradients, Jacobians and Hessians at a point, by the series of `slopes`."""

from collections.abc import Callable
from math import prod

from flint import fmpq

from answerkey.context import degree, mentions
from answerkey.deciding.referee.slopes import Slopes
from answerkey.deciding.referee.values import Unknown, Value, from_grid, grid_of
from answerkey.deciding.referee.written import unrolled
from answerkey.tree import Expr, name


def prepared(evaluation, body: Expr, variable: Expr) -> tuple[Expr, Expr]:
    """`body` with its sequences run out, in a name of its own for the variable (a term would be run out too)."""
    context, moving = evaluation.context, name("~", variable.shape)
    hidden = variable.args[0] in (*context.diagonal, *context.diagonal.values())
    random = [n for n in {*body.walk()} if context.is_random(n)]
    if hidden or any(mentions(part, variable.args[0]) for atom in random for part in context.behind_law(atom)):
        raise Unknown("a derivative along what other names depend on")
    body = unrolled(evaluation, body.replace({variable: moving}))
    return body.replace({variable: moving}), moving


def units(evaluation, variable: Expr) -> list[Value]:
    """The directions of the entries of a variable, row by row."""
    rows, columns = map(evaluation.point.size, variable.shape) if variable.shape else (1, 1)
    cells = [(i, j) for i in range(rows) for j in range(columns)]
    return [from_grid([[fmpq((i, j) == cell) for j in range(columns)] for i in range(rows)]) for cell in cells]


def along(evaluation, expr: Expr, order: int, directions: Callable) -> list[Value]:
    """The coefficient of `order` of a body along each of the directions that are made of the units."""
    body, variable, argument = expr.args
    body, moving = prepared(evaluation, body, variable)
    at = evaluation.shaped(evaluation.of(argument), argument.shape)
    chosen = directions(units(evaluation, variable))
    try:
        return [Slopes(evaluation, {moving: [at, unit]}, order).of(body)[order] for unit in chosen]
    except Unknown:
        if degree(body, moving) > 2:
            raise
        return [differences(evaluation, body, moving, at, unit, order) for unit in chosen]


def differences(evaluation, body: Expr, moving: Expr, at: Value, unit: Value, order: int) -> Value:
    """The same of a quadratic, exactly, by central differences of step one."""
    below, here, above = (evaluation.within({moving: at + unit * step}).of(body) for step in (-1, 0, 1))
    return (above - below) / 2 if order == 1 else (above + below) / 2 - here


def gradient(evaluation, expr: Expr) -> Value:
    found = along(evaluation, expr, 1, list)
    columns = evaluation.point.size(expr.args[1].shape[1]) if expr.args[1].shape else 1
    return from_grid([found[i : i + columns] for i in range(0, len(found), columns)])


def jacobian(evaluation, expr: Expr) -> Value:
    """A column for every entry of the variable, column after column of it."""
    found = along(evaluation, expr, 1, list)
    wide = evaluation.point.size(expr.args[1].shape[1]) if expr.args[1].shape else 1
    found = [slope for at in range(wide) for slope in found[at::wide]]
    columns = [grid_of(evaluation.shaped(c, expr.args[0].shape)) for c in found]
    return from_grid([[column[i][0] for column in columns] for i in range(len(columns[0]))])


def hessian(evaluation, expr: Expr) -> Value:
    if expr.args[1].shape[1:] not in ((), (1,)):
        raise Unknown("a Hessian along a matrix")

    def pairs(unit):
        return [*unit, *(a + b for i, a in enumerate(unit) for b in unit[:i])]

    found = along(evaluation, expr, 2, pairs)
    size = len(units(evaluation, expr.args[1]))
    mixed = {pair: found[size + at] for at, pair in enumerate((i, j) for i in range(size) for j in range(i))}
    rows = [[2 * found[i] if i == j else mixed[max(i, j), min(i, j)] - found[i] - found[j] for j in range(size)]
            for i in range(size)]  # fmt: skip
    return from_grid(rows)


def derivative(evaluation, expr: Expr) -> Value:
    """Of any order in one name, or once in each of two."""
    variables, body = [], expr
    while body.head == "derivative":
        variables.append(body.args[1])
        body = body.args[0]
    if len(set(variables)) == 1:
        order = len(variables)
        body, moving = prepared(evaluation, body, variables[0])
        series = Slopes(evaluation, {moving: [evaluation.of(variables[0]), fmpq(1)]}, order)
        return series.of(body)[order] * prod(range(1, order + 1))
    if len(variables) > 2:
        raise Unknown("a mixed derivative of a high order")
    place: dict[Expr, Value] = {}
    for variable in variables:
        body, moving = prepared(evaluation, body, variable)
        new = name(f"~{len(place)}~", ())
        body, place[new] = body.replace({moving: new}), evaluation.of(variable)
    x, y = place

    def bend(*moving: Expr) -> Value:
        fixed = evaluation.within({leaf: at for leaf, at in place.items() if leaf not in moving})
        return Slopes(fixed, {leaf: [place[leaf], fmpq(1)] for leaf in moving}, 2).of(body)[2]

    return bend(x, y) - bend(x) - bend(y)


RULES = {"gradient": gradient, "jacobian": jacobian, "hessian": hessian, "derivative": derivative}
