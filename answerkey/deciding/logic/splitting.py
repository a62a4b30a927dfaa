"""Proof by cases: a claim is split at signs, absolute values, maxima and cases.

Every point of the domain at which the parts that are split on are defined is in one of the cases, so that all of them
proved is the claim proved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from answerkey.context import Context, is_partial
from answerkey.deciding.looking import leaves
from answerkey.deciding.matrices.chance import random_leaf
from answerkey.deciding.points.solving import only_root
from answerkey.tree import ONE, ZERO, Expr, is_bound, name, num

Branch = tuple[Expr, Expr]  # a condition, and what the node that is split on is where it holds
Decide = Callable[[Context, Expr], bool]  # whether a claim is proved in a context
SPLIT = frozenset({"cases", "sign", "abs", "max", "min"})
EXTREMES = frozenset({"abs", "max", "min"})
MOST_NODES = 4  # that are split on in one claim


def by_cases(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether `claim` is proved in each case of the innermost node that has cases."""
    nodes = sorted({n for n in claim.walk() if n.head in SPLIT}, key=lambda n: (n.depth, repr(n)))
    if not nodes or len(nodes) > MOST_NODES or any(map(is_bound, nodes[0].walk())):
        return False
    node = nodes[0]
    if any(random_leaf(context, leaf) for leaf in node.walk()):
        return False  # within an expectation, every case may come up
    if claim.head != "eq" and any(is_partial(part) for part in node.nodes):
        return False  # where the node is not defined, the other side might hold
    return all(
        proved(context.with_condition(condition), claim.replace({node: value})) for condition, value in branches(node)
    )


def branches(node: Expr) -> Iterator[Branch]:
    """The cases of a node, which are all there are where it is defined."""
    first, *others = node.args
    match node.head:
        case "abs":
            yield Expr("le", ZERO, first), first
            yield Expr("lt", first, ZERO), -first
        case "sign":
            yield Expr("lt", ZERO, first), ONE
            yield Expr("eq", first, ZERO), ZERO
            yield Expr("lt", first, ZERO), num(-1)
        case "cases":
            *pairs, last = node.args
            so_far: list[Expr] = []
            for value, condition in zip(pairs[::2], pairs[1::2], strict=True):
                yield Expr("and", *so_far, condition), value
                so_far.append(Expr("not", condition))
            yield Expr("and", *so_far), last
        case "max" | "min":
            rest = others[0] if len(others) == 1 else Expr(node.head, *others)
            low, high = (rest, first) if node.head == "max" else (first, rest)
            yield Expr("le", low, high), first
            yield Expr("lt", high, low), rest


# -- signs


@dataclass(frozen=True)
class Case:
    """A smaller domain, and what stands in the place of a name or an absolute value in it."""

    context: Context
    put: dict[Expr, Expr]


def signs_of(context: Context, expr: Expr) -> list[Case]:
    """The domain where an expression is positive, where it is negative, and where a name makes it zero."""
    apart = [Case(context.with_condition(Expr("lt", *sides)), {}) for sides in ((ZERO, expr), (expr, ZERO))]
    sizes = {node for node in expr.walk() if node.head == "abs"}
    for part in (*sorted(leaves(expr), key=repr), *sorted(sizes, key=repr)):
        free = name("~part")
        if (root := only_root(context, expr.replace({part: free}), free)) is not None:
            conditions = tuple(c.replace({part: root}) for c in context.conditions)
            return [*apart, Case(replace(context, conditions=conditions), {part: root})]
    return [*apart, Case(context.with_condition(Expr("eq", expr, ZERO)), {})]


# -- comparisons with an extreme on one side


def without_extremes(head: str, left: Expr, right: Expr) -> Expr | None:
    """A comparison of sums with an absolute value, maximum or minimum in them, as comparisons without the first one.

    It says the same wherever both sides are defined.
    """
    terms = [with_number(node, sign) for side, sign in ((left, 1), (right, -1)) for node in summands(side)]
    extremes = [
        node for _, node in terms if node.head in EXTREMES and (node.head != "abs" or is_rational(node.args[0]))
    ]
    if not extremes or len(extremes) > MOST_NODES:
        return None
    at = next(i for i, (number, node) in enumerate(terms) if node is extremes[0])
    scale = terms[at][0]
    rest = [num(-number / scale) * node for i, (number, node) in enumerate(terms) if i != at]
    return apart(head, extremes[0], Expr("add", *rest) if rest else ZERO, scale > 0)


def is_rational(expr: Expr) -> bool:
    """Whether an absolute value of `expr` has no other normal form to lose."""
    return all(n.head in ("add", "mul", "num", "name") or is_number_power(n) for n in expr.walk())


def is_number_power(node: Expr) -> bool:
    return node.head == "pow" and node.args[1].head == "num" and node.args[1].args[0].denominator == 1


def summands(expr: Expr) -> tuple[Expr, ...]:
    return expr.args if expr.head == "add" else (expr,)


def with_number(term: Expr, sign: int) -> tuple[Fraction, Expr]:
    """A term as a number, which is not zero, and the rest of it."""
    if term.head == "mul" and len(term.args) == 2 and term.args[0].head == "num" and term.args[0] != ZERO:
        return sign * term.args[0].args[0], term.args[1]
    return Fraction(sign), term


def apart(head: str, extreme: Expr, other: Expr, first: bool) -> Expr:
    """A comparison of an extreme, on the first side or on the second, as comparisons of what it is made of."""
    if head in ("eq", "ne"):
        both = [apart("le" if head == "eq" else "lt", extreme, other, side) for side in (True, False)]
        return Expr("and" if head == "eq" else "or", *both)
    values = (extreme.args[0], -extreme.args[0]) if extreme.head == "abs" else extreme.args
    parts = [Expr(head, value, other) if first else Expr(head, other, value) for value in values]
    return Expr("and" if first == (extreme.head != "min") else "or", *parts)
