"""A line of Python that shows the two sides of a claim at its witness, for whoever wants to see it with other eyes."""

import re
from collections.abc import Callable
from fractions import Fraction

from answerkey.keys.judging import Judged
from answerkey.tree import HALF, Expr, num

NUMBER = re.compile(r"\[?(-?\d+(?:/\d+)?)\]?")
NAME = re.compile(r"[A-Za-z]\w*")
SIGNS = {"eq": "=", "lt": "<", "le": "<=", "ne": "!="}
CALLED = {head: head for head in ("abs", "exp", "log", "sin", "cos", "tanh", "max", "min")} | {"norm": "abs"}
SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly what is written holds together


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
        given = {node.args[0]: values[node.args[0]] for node in claim.walk() if node.head == "name"}
        for term in (node for node in claim.walk() if node.head == "term"):
            given[term.args[0]] = terms(term, values, given.get(term.args[0], "{}"))
    except (NotPlain, KeyError):
        return ""
    if not given or not all(map(NAME.fullmatch, given)):
        return ""
    stated = f"{', '.join(sorted(given))} = {', '.join(given[name] for name in sorted(given))}"
    return f'python3 -c "from math import *; {stated}; print({shown})"'


def terms(term: Expr, values: dict[str, str], known: str) -> str:
    """The values of a sequence that a claim needs, with those that are known already: `{0: 1, 1: 1/2}`."""
    if not known.startswith("{"):
        raise NotPlain  # a number has the same name
    at = place(term.args[2], values)
    entry = f"{at}: {values[f'{term.args[0]}[{at}]']}"
    return known if entry in known[1:-1].split(", ") else f"{{{', '.join(filter(None, [known[1:-1], entry]))}}}"


def place(index: Expr, values: dict[str, str]) -> Fraction:
    """The value of an index."""
    if index.head == "add":
        return sum((place(part, values) for part in index.args), Fraction(0))
    if index.head == "num":
        return index.args[0]
    if index.head == "name":
        return Fraction(values[index.args[0]])
    raise NotPlain


def written(expr: Expr, place: int = SUM) -> str:
    """A number in Python, where something of the tightness `place` is wanted; a matrix of one entry is a number."""
    if expr.head in CALLED:
        return f"{CALLED[expr.head]}({', '.join(map(written, expr.args))})"
    rule = PLAIN.get(expr.head)
    if rule is None:
        raise NotPlain
    text, holds = rule(expr)
    return text if holds >= place else f"({text})"


def number(expr: Expr) -> tuple[str, int]:
    value = expr.args[0]
    return str(value), SUM if value < 0 else PRODUCT if value.denominator > 1 else ATOM


def added(expr: Expr) -> tuple[str, int]:
    text = ""
    for part in expr.args:
        term = written(part, PRODUCT if not is_negative(part) else SUM)
        text += (f" - {term[1:]}" if term.startswith("-") else f" + {term}") if text else term
    return text, SUM


def is_negative(expr: Expr) -> bool:
    """Whether a term begins with a minus when it is written."""
    first = expr.args[0] if expr.head == "mul" else expr
    return first.head == "num" and first.args[0] < 0


def multiplied(expr: Expr) -> tuple[str, int]:
    first, *rest = expr.args
    if first == num(-1) and rest:
        return f"-{written(rest[0] if len(rest) == 1 else Expr('mul', *rest), PRODUCT)}", SUM
    text = ""
    for factor in expr.args:
        if is_inverse(factor):
            text = f"{text or '1'}/{written(factor.args[0], POWER)}"
        else:
            text = f"{text}*{written(factor, POWER)}" if text else written(factor, PRODUCT)
    return text, SUM if text.startswith("-") else PRODUCT


def is_inverse(expr: Expr) -> bool:
    return expr.head == "pow" and expr.args[1] == num(-1)


def power(expr: Expr) -> tuple[str, int]:
    base, exponent = expr.args
    if exponent == HALF:
        return f"sqrt({written(base)})", ATOM
    if is_inverse(expr):
        return f"1/{written(base, POWER)}", PRODUCT
    return f"{written(base, ATOM)}**{written(exponent, ATOM)}", POWER


PLAIN: dict[str, Callable[[Expr], tuple[str, int]]] = {
    "num": number,
    "pi": lambda expr: ("pi", ATOM),
    "name": lambda expr: (expr.args[0], ATOM),
    "term": lambda expr: (f"{expr.args[0]}[{written(expr.args[2])}]", ATOM),
    "eye": lambda expr: ("1", ATOM),
    "T": lambda expr: (written(expr.args[0], ATOM), ATOM),
    "add": added,
    "mul": multiplied,
    "pow": power,
}
