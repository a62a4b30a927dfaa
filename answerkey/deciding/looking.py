"""What can be seen of a tree without evaluating it: its leaves, the parts of its sides, the ends of its ranges."""

from functools import cache, lru_cache

from answerkey.tree import Expr, num


@lru_cache(maxsize=20_000)
def leaves(expr: Expr) -> frozenset[Expr]:
    """The names and terms in `expr`, bound ones too."""
    inner = frozenset().union(*map(leaves, expr.nodes)) if expr.args else frozenset()
    return inner | {expr} if expr.head in ("name", "term") else inner


@cache
def split(dimension: str, operation: str) -> list[str]:
    """The parts of a side between an operation that is in no bracket."""
    parts, depth = [""], 0
    for character in dimension:
        depth += (character == "(") - (character == ")")
        if character == operation and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def direction(end: Expr) -> int:
    """1 or -1 for an end at plus or minus infinity, 0 for any other."""
    if end.head == "mul" and end.args[-1].head == "infinity" and len(end.args) == 2 and end.args[0].head == "num":
        return 1 if end.args[0].args[0] > 0 else -1
    return int(end.head == "infinity")


def conjuncts(relation: Expr) -> list[Expr]:
    return [each for part in relation.args for each in conjuncts(part)] if relation.head == "and" else [relation]


def bounds(leaf: Expr, condition: Expr) -> list[tuple[str, Expr]]:
    """What the parts of a condition say of `leaf` itself: ("low" or "high", end), ("in", set) or ("at", value)."""
    found: list[tuple[str, Expr]] = []
    for part in conjuncts(condition):
        if part.head in ("lt", "le") and part.args[1] == leaf:
            found.append(("low", part.args[0]))
        elif part.head in ("lt", "le") and part.args[0] == leaf:
            found.append(("high", part.args[1]))
        elif part.head == "eq" and leaf in part.args:
            found.append(("at", part.args[1] if part.args[0] == leaf else part.args[0]))
        elif part.head == "in" and part.args[0] == leaf and part.args[1].head == "interval":
            found += [("low", part.args[1].args[0]), ("high", part.args[1].args[1])]
        elif part.head == "in" and part.args[0] == leaf and part.args[1].head == "naturals":
            found.append(("low", num(0)))
        elif part.head == "in" and part.args[0] == leaf:
            found.append(("in", part.args[1]))
    return [(kind, end) for kind, end in found if leaf not in leaves(end) and not direction(end)]
