"""Claims about numbers, compiled once for many points: the same answers as `evaluate` gives, ten times sooner.

Sums, products, powers, extremes, roundings, functions of a number and the relations between them are compiled; what a
name is, and whatever else a claim holds, is the business of `evaluate`.  Arithmetic that stays rational is Python's own
operators on exact numbers; the rest calls the functions by which `evaluate` calculates with balls.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flint import arb, fmpq

from answerkey.deciding.looking import direction, leaves
from answerkey.deciding.referee.functions import OF_NUMBERS, binomial
from answerkey.deciding.referee.values import (
    Scalar,
    Undefined,
    Unknown,
    absolute,
    ball,
    exact,
    in_bounds,
    largest,
    power,
    rounded,
    sign,
    varying_power,
)
from answerkey.shapes import FUNCTIONS
from answerkey.tree import Expr

DEEPEST = 40  # brackets in each other
LARGEST_POWER = 12  # that is made of exact multiplications
MOST_NODES = 1_000
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<="}
LOGICAL = frozenset({"and", "or", "not", "implies", "iff"})
EXACTLY = {"abs": abs, "max": max, "min": min, "sign": lambda x: fmpq(sign(x)), "ceil": lambda x: fmpq(x.ceil()),
           "floor": lambda x: fmpq(x.floor())}  # fmt: skip


class Unheld(Exception):
    """A name that has no rational number for its value at a point."""


class Compiled:
    """A function of the values of names; raises Undefined, Unknown or Unheld.  `exact`, it needs no precision."""

    def __init__(self, leaves: tuple[Expr, ...], function: Callable, exact: bool):
        self.leaves, self.function, self.exact = leaves, function, exact

    def __call__(self, values: Mapping) -> Any:
        try:
            held = [values[leaf] for leaf in self.leaves]
        except KeyError:
            raise Unheld from None
        for number in held:
            if type(number) is not fmpq:
                raise Unheld
        try:
            return self.function(*held)
        except ZeroDivisionError:
            raise Undefined("a division by zero") from None


class Joined:
    """Truths joined by Kleene's strong logic: a side without a truth value is passed over where the others settle."""

    def __init__(self, head: str, sides: list["Compiled | Joined"]):
        self.head, self.sides = head, sides
        self.exact: bool = all(side.exact for side in sides)

    def __call__(self, values: Mapping) -> bool:
        head, found, doubt = self.head, [], None
        for side in self.sides:
            try:
                found.append(side(values))
            except (Undefined, Unknown) as reason:
                doubt = reason if doubt is None or isinstance(reason, Unknown) else doubt
                found.append(None)
        if head == "implies":
            head, found = "or", [None if found[0] is None else not found[0], found[1]]
        if head in ("and", "or") and (head == "or") in found:
            return head == "or"
        if doubt is not None:
            raise doubt
        return not found[0] if head == "not" else found[0] == found[1] if head == "iff" else head == "and"


Truth = Compiled | Joined


@lru_cache(maxsize=4_000)
def truth_of(claim: Expr) -> Truth | None:
    """A relation as a function of the values of its names; None where it is not one of numbers."""
    head, args = claim.head, claim.args
    if head in LOGICAL:
        return joined(head, args)
    if head == "in" and args[1].head in ("set", "union"):
        items = args[1].args
        return joined("or", [Expr("eq" if args[1].head == "set" else "in", args[0], item) for item in items])
    if head not in COMPARISONS and not (head == "in" and args[1].head in ("interval", "naturals", "integers")):
        return None
    return compiled(claim, Text.compared if head in COMPARISONS else Text.member)


@lru_cache(maxsize=4_000)
def number_of(expr: Expr) -> Compiled | None:
    """A scalar as a function of the values of its names; None where it is not made of numbers."""
    return compiled(expr, lambda text, expr: text.of(expr)[0])


def joined(head: str, args) -> Joined | None:
    sides = [truth_of(side) for side in args]
    return Joined(head, [side for side in sides if side]) if None not in sides else None


def compiled(expr: Expr, rule: Callable[["Text", Expr], str]) -> Compiled | None:
    if expr.depth > DEEPEST or sum(1 for _ in expr.walk()) > MOST_NODES:
        return None
    text = Text()
    try:
        written = rule(text, expr)
    except Foreign:
        return None
    function = eval(f"lambda {', '.join(text.names.values())}: {written}", BUILT_IN | text.constants)
    return Compiled(tuple(text.names), function, text.exact)


class Foreign(Exception):
    """What is not compiled."""


class Text:
    """Expressions in the language of the machine, with the names and the constants that they mention."""

    def __init__(self) -> None:
        self.names: dict[Expr, str] = {}
        self.constants: dict[str, Any] = {}
        self.exact = True

    def of(self, expr: Expr) -> tuple[str, bool]:
        """The text for a scalar, and whether its value is surely rational."""
        head, args = expr.head, expr.args
        if expr.shape:
            raise Foreign
        if head == "name":
            return self.names.setdefault(expr, f"x{len(self.names)}"), True
        if head == "num":
            return self.constant(exact(args[0])), True
        if head == "pow":
            return self.power(*args)
        if head not in TEXTS:
            raise Foreign
        parts = [self.of(node) for node in args]
        if all(known for _, known in parts) and head in OPERATORS | EXACTLY.keys():
            operator, texts = OPERATORS.get(head), [text for text, _ in parts]
            return (f"({operator.join(texts)})" if operator else f"{head}({', '.join(texts)})"), True
        self.exact = False
        return f"{TEXTS[head]}({', '.join(text for text, _ in parts)})", False

    def constant(self, held: Any) -> str:
        self.constants[f"k{len(self.constants)}"] = held
        return f"k{len(self.constants) - 1}"

    def power(self, base: Expr, exponent: Expr) -> tuple[str, bool]:
        below, known = self.of(base)
        times = exponent.args[0] if exponent.head == "num" else None
        if known and times is not None and times.denominator == 1 and abs(times) <= LARGEST_POWER:
            nested = any(node.head == "pow" and node.args[1].head == "num" for node in base.walk())
            if not nested or abs(times) <= 2:
                return f"({below}**({int(times)}))", True
        self.exact = False
        return f"{'varying_power' if leaves(exponent) else 'power'}({below}, {self.of(exponent)[0]})", False

    def compared(self, claim: Expr) -> str:
        (left, one), (right, other) = map(self.of, claim.args)
        operator = COMPARISONS[claim.head]
        return f"{left} {operator} {right}" if one and other else f"apart({left}, {right}) {operator} 0"

    def member(self, claim: Expr) -> str:
        """Both ends of an interval are evaluated, so that it is undefined where one of them is."""
        what, where = claim.args
        if where.head != "interval":
            return f"is_whole({self.of(what)[0]}, {where.head == 'naturals'})"
        low, high, closed_low, closed_high = where.args
        parts = [] if direction(low) < 0 else [Expr("le" if closed_low else "lt", low, what)]
        parts += [] if direction(high) > 0 else [Expr("le" if closed_high else "lt", what, high)]
        return f"all([{', '.join(self.compared(part) for part in parts or [Expr('eq', what, what)])}])"


def apart(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1 as a number is smaller than, equal to or greater than another; raises Unknown."""
    return sign(left - right if isinstance(left, fmpq) and isinstance(right, fmpq) else ball(left) - ball(right))


def is_whole(x: Scalar, from_zero: bool) -> bool:
    if not isinstance(x, fmpq):
        raise Unknown("whether this is a whole number")
    return x.q == 1 and (not from_zero or x >= 0)


def total(*numbers: Scalar) -> Scalar:
    return sum(numbers[1:], numbers[0])


def product(*numbers: Scalar) -> Scalar:
    found = numbers[0]
    for number in numbers[1:]:
        found = in_bounds(found * number)
    return found


OPERATORS = {"add": " + ", "mul": " * "}
TEXTS = {f: f"of_{f}" for f in FUNCTIONS if f in OF_NUMBERS} | {
    "add": "total", "mul": "product", "max": "greatest", "min": "smallest", "binomial": "binomial", "pi": "pi",
    "abs": "absolute", "ceil": "ceiling", "floor": "below",
}  # fmt: skip
BUILT_IN: dict[str, Any] = (
    {
        "__builtins__": {},
        "all": all,
        "power": power,
        "varying_power": varying_power,
        "apart": apart,
        "is_whole": is_whole,
        "total": total,
    }
    | {"product": product, "binomial": binomial, "pi": arb.pi, "absolute": absolute}
    | {"greatest": lambda *xs: largest(xs), "smallest": lambda *xs: -largest([-x for x in xs])}
    | {"ceiling": lambda x: rounded(x, up=True), "below": lambda x: rounded(x, up=False)}
    | EXACTLY
    | {f"of_{f}": OF_NUMBERS[f] for f in FUNCTIONS if f in OF_NUMBERS}
)
