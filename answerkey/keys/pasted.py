"""A line of Python that shows the two sides of a claim at its witness, for whoever wants to see it with other eyes."""

import re
from collections.abc import Callable

from answerkey.keys.judging import Judged
from answerkey.tree import Expr

NUMBER = re.compile(r"\[?(-?\d+(?:/\d+)?)\]?")
NAME = re.compile(r"[A-Za-z]\w*")
SIGNS = {"eq": "=", "lt": "<", "le": "<=", "ne": "!="}
CALLED = frozenset({"abs", "exp", "log", "sin", "cos", "tanh", "max", "min"})


class NotPlain(Exception):
    """A claim that is about more than numbers."""


def check_of(judged: Judged) -> str:
    """A line of Python that shows the sides of what is wrong, where they are numbers."""
    if judged.standing != "wrong" or judged.claim is None:
        return ""
    return python_line(judged.claim, judged.verdict.witness or {})


def python_line(claim: Expr, witness: dict[str, str]) -> str:
    """What to paste into a shell; "" for a claim that is not about a few numbers with short names."""
    values = {name: match[1] for name, value in witness.items() if (match := NUMBER.fullmatch(value))}
    try:
        shown = f"{written(claim.args[0])}, '{SIGNS[claim.head]}', {written(claim.args[1])}"
    except (NotPlain, KeyError):
        return ""
    names = sorted({node.args[0] for node in claim.walk() if node.head == "name"})
    if not names or not all(name in values and NAME.fullmatch(name) for name in names):
        return ""
    given = f"{', '.join(names)} = {', '.join(values[name] for name in names)}"
    return f'python3 -c "from math import *; {given}; print({shown})"'


def written(expr: Expr) -> str:
    """A number in Python; a matrix is one where it has a single entry."""
    head, args = expr.head, expr.args
    if head in PLAIN:
        return PLAIN[head](args)
    if head in CALLED:
        return f"{head}({', '.join(map(written, args))})"
    raise NotPlain


def power(args: tuple) -> str:
    base, exponent = map(written, args)
    return f"sqrt({base})" if exponent == "(1/2)" else f"({base})**({exponent})"


PLAIN: dict[str, Callable[[tuple], str]] = {
    "num": lambda args: str(args[0]) if args[0] >= 0 and args[0].denominator == 1 else f"({args[0]})",
    "pi": lambda args: "pi",
    "name": lambda args: args[0],
    "eye": lambda args: "1",
    "T": lambda args: written(args[0]),
    "add": lambda args: f"({' + '.join(map(written, args))})",
    "mul": lambda args: "*".join(map(written, args)),
    "pow": power,
    "norm": lambda args: f"abs({written(args[0])})",
}
