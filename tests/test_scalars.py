"""Derivatives, sums, products, factorials, circles, roundings and limits: true claims proved, false ones never."""

import math
from fractions import Fraction

import pytest

from answerkey.calculus import derivative
from answerkey.tree import HALF, ONE, ZERO, Expr, bound, name, num

x, y, z, a, b, r, n, m, i, j, k = (name(letter) for letter in "xyzabrnmijk")
PI, INFINITY = Expr("pi"), Expr("infinity")


def fn(head, *args):
    return Expr(head, *(a if isinstance(a, Expr) else num(a) for a in args))


def exp(u):
    return fn("exp", u)


def log(u):
    return fn("log", u)


def tree(value):
    return value if isinstance(value, Expr) else num(value)


def sum_(body, index, low, high):
    return bound("sum", index, tree(body), tree(low), tree(high), whole=True)


def prod_(body, index, low, high):
    return bound("prod", index, tree(body), tree(low), tree(high), whole=True)


def floating(expr, env):
    """A second referee, in floating point; raises ArithmeticError or ValueError where undefined."""
    head, args = expr.head, expr.args
    if head in ("name", "term"):
        return env[expr]
    if head in ("sum", "prod"):
        index, body, low, high = args
        low, high = (round(floating(side, env)) for side in (low, high))
        if high < low - 1:
            raise ValueError("a range that runs backwards")
        values = [floating(body, env | {index: k}) for k in range(low, high + 1)]
        return math.fsum(values) if head == "sum" else math.prod(values)
    if head == "cases":
        for i in range(0, len(args) - 1, 2):
            if compared(args[i + 1], env):
                return floating(args[i], env)
        return floating(args[-1], env)
    return FLOATS[head](*(floating(node, env) if isinstance(node, Expr) else node for node in args))


def compared(claim, env):
    left, right = (floating(side, env) for side in claim.args)
    return {"lt": left < right, "le": left <= right, "eq": left == right, "ne": left != right}[claim.head]


def raised(base, exponent):
    if base < 0 and exponent != int(exponent):
        ratio = Fraction(exponent).limit_denominator(1000)
        if ratio.denominator % 2 == 0:
            raise ValueError("a root of a negative number")
        return (-1) ** ratio.numerator * (-base) ** exponent
    return float(base) ** exponent


def chosen(top, k):
    if k < 0:
        raise ValueError("a binomial below zero")
    return math.prod((top - j) / (j + 1) for j in range(int(k)))


FLOATS = {
    "num": float, "pi": lambda: math.pi, "add": lambda *v: math.fsum(v), "mul": lambda *v: math.prod(v), "pow": raised,
    "exp": math.exp, "log": math.log, "abs": abs, "sin": math.sin, "cos": math.cos, "tanh": math.tanh,
    "erf": math.erf, "max": max, "min": min, "floor": math.floor, "ceil": math.ceil, "binomial": chosen,
    "factorial": lambda v: float(math.factorial(int(v))), "sign": lambda v: (v > 0) - (v < 0),
}  # fmt: skip


SMOOTH = [
    x**3 * y - 2 * x, 1 / (1 + x * x), x**HALF, (1 + x) ** num("-3/2"), exp(-x * x), log(1 + x * x) * x,
    fn("tanh", 2 * x), fn("sin", x) * fn("cos", 3 * x), abs(x - y), abs(x**3 - y), fn("max", x, y, 1 - x),
    fn("min", x * x, fn("max", x, y)), y**x, x**x, x**y, fn("max", 0, fn("max", 0, x) - 1), fn("erf", x * y),
    fn("cases", x * x, Expr("lt", x, num(1)), 2 * x - 1), abs(abs(x) - x), fn("binomial", x, 3), fn("sign", x - 7) * x,
    sum_(x**i, i, 1, 4), prod_(x + i, i, 1, 4), x ** num("1/3"),
]  # fmt: skip


@pytest.mark.parametrize("body", SMOOTH, ids=repr)
def test_a_derivative_agrees_with_differences(body):
    slope = derivative(body, x)
    for at in (0.3, 1.4, 2.5):
        step = 1e-5
        there = [floating(body, {x: at + s, y: 1.5}) for s in (-step, step)]
        expected = (there[1] - there[0]) / (2 * step)
        assert floating(slope, {x: at, y: 1.5}) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    "body, at", [(abs(x), 0), (fn("max", x, y), 2), (fn("sign", x), 0), (log(x), -1), (abs(abs(x) - x), 0)]
)
def test_a_derivative_is_undefined_where_there_is_none(body, at):
    with pytest.raises((ArithmeticError, ValueError)):
        floating(derivative(body, x), {x: at, y: 2})


@pytest.mark.parametrize("body", [fn("floor", x), fn("factorial", x), fn("cases", x, Expr("lt", abs(x), x), 1)])
def test_what_has_no_derivative_of_ours_raises(body):
    with pytest.raises(ValueError):
        derivative(body, x)


def test_entries_of_a_sequence_are_the_same_variable_or_not():
    def entry(at):
        return Expr("term", "x", (), at)

    assert derivative(entry(n) * entry(n + 1), entry(n)) == entry(n + 1)
    assert derivative(entry(n), entry(m)) == Expr("cases", ONE, Expr("eq", n, m), ZERO)
