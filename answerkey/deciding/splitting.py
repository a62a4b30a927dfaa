"""Proof by cases: a claim is split at signs, absolute values and cases, and numbers into whole parts and rests.

Every point of the domain at which the parts that are split on are defined is in one of the cases, so that all of them
proved is the claim proved.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import lcm

from answerkey.context import Context, is_partial
from answerkey.tree import ONE, ZERO, Expr, is_bound, name, num

Branch = tuple[Expr, Expr]  # a condition, and what the node that is split on is where it holds
Decide = Callable[[Context, Expr], bool]  # whether a claim is proved in a context
SPLIT = frozenset({"cases", "sign", "abs", "max", "min"})
ROUNDED = frozenset({"floor", "ceil"})
MOST_NODES = 4  # that are split on in one claim
MOST_RESTS = 6  # of a whole number, or pieces of a real one


def by_cases(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether `claim` is proved in each case of the innermost node that has cases."""
    nodes = sorted({n for n in claim.walk() if n.head in SPLIT}, key=lambda n: (n.depth, repr(n)))
    if not nodes or len(nodes) > MOST_NODES or any(map(is_bound, nodes[0].walk())):
        return False
    node = nodes[0]
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


def by_whole_parts(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether `claim` is proved for x = q n + r, with n whole, for the first x that is rounded with a divisor q.

    A whole x has the rests r = 0, ..., q - 1, any other the rests 0 <= r < q.
    """
    rounded = [n for n in claim.walk() if n.head in ROUNDED]
    leaves = sorted({n for node in rounded for n in node.walk() if n.head == "name"}, key=repr)
    divisors = [n.args[0].denominator for node in rounded for n in node.walk() if n.head == "num"]
    if not leaves or any(map(is_bound, leaves)):
        return False
    x, q = leaves[0], lcm(*divisors)
    whole = is_whole(x, context)
    if x.args[0].startswith("part ") or q > MOST_RESTS or (whole and q == 1):
        return False
    part, rest = name(f"part {x.args[0]}"), name(f"part rest {x.args[0]}")
    larger = replace(context, conditions=tuple(c for c in context.conditions if c.head != "in" or c.args[0] != x))
    kind = "naturals" if context.is_natural(x) else "integers"
    larger = larger.with_symbol(part.args[0]).with_symbol(rest.args[0])
    larger = larger.with_condition(Expr("in", part, Expr(kind)))
    if whole:
        return all(proved(put(larger, x, num(q) * part + num(r)), claim.replace({x: num(q) * part + num(r)}))
                   for r in range(q))  # fmt: skip
    larger = larger.with_condition(Expr("le", ZERO, rest), Expr("lt", rest, num(q)))
    return proved(put(larger, x, num(q) * part + rest), claim.replace({x: num(q) * part + rest}))


def put(context: Context, leaf: Expr, value: Expr) -> Context:
    """`context` with `value` in the place of a name in its conditions."""
    return replace(context, conditions=tuple(c.replace({leaf: value}) for c in context.conditions))


def is_whole(leaf: Expr, context: Context) -> bool:
    return context.is_natural(leaf) or Expr("in", leaf, Expr("integers")) in context.conditions
