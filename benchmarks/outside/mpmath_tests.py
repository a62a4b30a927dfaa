"""Pairs from mpmath's own tests, which come with the package: `assert f(x).ae(y)` says that f(x) is y.

The two sides are evaluated with SymPy's functions in the place of mpmath's, undone.  What has a float or a local
name in it is left out.
"""

import ast
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import mpmath
import sympy

from benchmarks.outside.evaluating import TooSlow, at_most, value
from benchmarks.outside.printing import Inexpressible, pair

TESTS = Path(mpmath.__file__).parent / "tests"
UNDONE = "sin cos tan sinh cosh tanh exp binomial factorial floor erf sign".split()
OTHER_NAMES = {"ln": "log", "fac": "factorial", "ceil": "ceiling", "fabs": "Abs"}


def over(kind, summand, limits, **_):
    index = sympy.Symbol("k", integer=True)
    return kind(summand(index), (index, *limits))


def limit(function, point, **_):
    variable = sympy.Symbol("x")
    return sympy.Limit(function(variable), variable, point, "+-" if point != sympy.oo else "-")


def undone(name: str):
    return lambda *arguments: getattr(sympy, name)(*arguments, evaluate=False)


def log(argument, base=sympy.E):
    return sympy.log(argument, evaluate=False) / sympy.log(base)


SPACE = {name: undone(name) for name in UNDONE} | {name: undone(other) for name, other in OTHER_NAMES.items()}
SPACE |= {
    "pi": sympy.pi, "e": sympy.E, "inf": sympy.oo, "mpf": sympy.Integer, "sqrt": sympy.sqrt, "cbrt": sympy.cbrt,
    "root": sympy.root, "log": log, "nsum": partial(over, sympy.Sum), "nprod": partial(over, sympy.Product),
    "limit": limit,
}  # fmt: skip


def pairs() -> Iterator[dict | str]:
    """The pairs, and for each assertion that makes none, why not."""
    for file in sorted(TESTS.glob("test_*.py")):
        if file.stem == "test_basic_ops":
            continue  # of floating-point numbers
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Assert) and (claim := claimed(node.test)) is not None:
                yield made(f"{file.stem}:{node.lineno}", *claim)


def claimed(test: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr == "ae":
        return test.func.value, test.args[0]
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq):
        return test.left, test.comparators[0]
    return None


def made(identifier: str, left: ast.expr, right: ast.expr) -> dict | str:
    try:
        with at_most():
            sides = [sympy.sympify(value(side, dict(SPACE))) for side in (left, right)]
            return pair(identifier, *sides) if sides[0] != sides[1] else "nothing is left to decide"
    except Inexpressible as reason:
        return str(reason)
    except (Exception, TooSlow) as error:
        return f"not evaluated: {type(error).__name__}"
