"""Claims about rational numbers that need no balls, compiled once for many points: the same answers, sooner.

Only sums, products, whole powers, absolute values, signs, maxima and roundings of names and numbers are compiled; what
a name is, and whatever else a claim holds, is the business of `evaluate`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from flint import fmpq

from answerkey.deciding.lines import membership
from answerkey.deciding.values import exact
from answerkey.tree import Expr

DEEPEST = 40  # brackets in each other
LARGEST_POWER = 12
MOST_NODES = 1_000
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<="}
LOGICAL = frozenset({"and", "or", "not", "implies", "iff"})

Truth = Callable[[Mapping], bool | None]


def sign_of(x: fmpq) -> fmpq:
    return fmpq((x > 0) - (x < 0))


BUILT_IN = {
    "__builtins__": {},
    "abs": abs,
    "max": max,
    "min": min,
    "sign": sign_of,
    "ceil": lambda x: fmpq(x.ceil()),
    "floor": lambda x: fmpq(x.floor()),
}


@lru_cache(maxsize=2_000)
def compiled(claim: Expr) -> Truth | None:
    """A function from the values of names to the truth of a relation, None being undefined; None if there is none.

    The function raises KeyError where a name has no value, and TypeError where that is no rational number.
    """
    if claim.head in LOGICAL:
        sides = [compiled(side) for side in claim.args]
        return None if None in sides else combined(claim.head, sides)  # type: ignore[arg-type]
    if claim.head == "in" and claim.args[1].head == "interval":
        within = membership(*claim.args)
        return compiled(within) if all(end.head in ("num", "name") for end in claim.args[1].args[:2]) else None
    if claim.head not in COMPARISONS or claim.depth > DEEPEST or sum(1 for _ in claim.walk()) > MOST_NODES:
        return None
    names: dict[Expr, str] = {}
    constants: dict[str, fmpq] = {}
    left, right = (written(side, names, constants) for side in claim.args)
    if left is None or right is None:
        return None
    text = f"lambda {', '.join(names.values())}: ({left}) {COMPARISONS[claim.head]} ({right})"
    function, leaves = eval(text, BUILT_IN | constants), tuple(names)

    def truth(values: Mapping) -> bool | None:
        try:
            held = [values[leaf] for leaf in leaves]
            if any(type(number) is not fmpq for number in held):
                raise TypeError("a number that is not rational")
            return bool(function(*held))
        except ZeroDivisionError:
            return None

    return truth


def written(expr: Expr, names: dict[Expr, str], constants: dict[str, fmpq]) -> str | None:
    """An expression in the language of the machine."""
    if expr.shape or expr.head == "name":
        return None if expr.shape else names.setdefault(expr, f"x{len(names)}")
    if expr.head == "num":
        constants[f"k{len(constants)}"] = exact(expr.args[0])
        return f"k{len(constants) - 1}"
    if expr.head == "pow":
        exponent = expr.args[1].args[0] if expr.args[1].head == "num" else None
        base = written(expr.args[0], names, constants)
        if (
            exponent is None
            or base is None
            or exponent.denominator != 1
            or not -LARGEST_POWER <= exponent <= LARGEST_POWER
        ):
            return None
        nested = any(node.head == "pow" and node.args[1].head == "num" for node in expr.args[0].walk())
        return None if nested and abs(exponent) > 2 else f"({base})**({int(exponent)})"
    if expr.head not in ("add", "mul", "max", "min", "abs", "sign", "ceil", "floor"):
        return None
    parts = [written(node, names, constants) for node in expr.args]
    if None in parts:
        return None
    if expr.head in ("add", "mul"):
        return (" + " if expr.head == "add" else " * ").join(f"({part})" for part in parts)
    return f"{expr.head}({', '.join(map(str, parts))})"


def combined(head: str, sides: list[Truth]) -> Truth:
    """Kleene's strong logic."""

    def either(values: Mapping, settling: bool, parts: list[Truth]) -> bool | None:
        found = [part(values) for part in parts]
        return settling if settling in found else None if None in found else not settling

    def inverted(values: Mapping) -> bool | None:
        found = sides[0](values)
        return None if found is None else not found

    def same(values: Mapping) -> bool | None:
        left, right = (side(values) for side in sides)
        return None if left is None or right is None else left == right

    return {
        "and": lambda values: either(values, False, sides),
        "or": lambda values: either(values, True, sides),
        "not": inverted,
        "implies": lambda values: either(values, True, [inverted, *sides[1:]]),
        "iff": same,
    }[head]
