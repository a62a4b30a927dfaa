"""Two formulas side by side: values, relations or sets, compared wherever both are defined."""

import re
import time
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from answerkey.context import Context
from answerkey.deciding.decide import Ladder, is_empty
from answerkey.deciding.matrices.chance import random_leaf
from answerkey.deciding.referee.evaluate import PRECISIONS, truth
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.reading.binders import stepping
from answerkey.reading.declarations import FUNCTION, IN_SPACE, RECURRENCE, reading
from answerkey.reading.laws import with_random
from answerkey.reading.names import OF
from answerkey.reading.series import sized
from answerkey.reading.sizes import with_sizes
from answerkey.reading.tokens import Unread
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import RELATIONS, SETS, VAGUE, Expr, conjunction, is_bound, member, name, num

MOST_LISTED = 50  # whole numbers in a set that is given by a condition
VACUOUS = 20  # points at which a claim is undefined before it is said to be about nothing
SIDE = re.compile(r"[A-Za-z]\w*|[1-9]\d*")


def decide_pair(lhs: str, rhs: str, where=(), shapes=None, seed: int = 0) -> tuple[Verdict, Expr | None, float]:
    """The verdict on `lhs` and `rhs` (LaTeX), the claim that was read, and the seconds it took.

    `where` lists conditions; `shapes` gives the dimensions of matrices and vectors by name; undeclared names are
    real scalars.
    """
    started = time.perf_counter()
    claim = None
    try:
        context, claim = read_pair(lhs, rhs, where, shapes)
        verdict = decided(context, claim, seed)
    except Unread as error:
        verdict = Verdict("unread", f"{error.why} (character {error.offset + 1})")
    except (ShapeError, RecursionError) as error:
        verdict = Verdict("unread", str(error))
    return verdict, claim, time.perf_counter() - started


def read_pair(lhs: str, rhs: str, where=(), shapes=None) -> tuple[Context, Expr]:
    """The domain of two formulas, and the claim that they mean the same; raises Unread and ShapeError."""
    context = domain(where, shapes or {})
    matrices = any("matrix}" in text for text in (lhs, rhs, *where))
    sides = reading(lhs, context, matrices), reading(rhs, context, matrices)
    if any(side.has(*VAGUE) for side in sides):
        raise Unread("a law, a list, an approximation or the probability of a statement, which is not decided", 0)
    refuse_unknown(context, *sides)
    claim = compared(*solved(context, *sides))
    return with_inferred(context, claim), claim


def solved(context: Context, *sides: Expr) -> tuple[Expr, ...]:
    """A set beside a relation in one name that is not declared: that the name is in the set."""
    relations = [side for side in sides if kind(side) == "a relation"]
    if len(relations) != 1 or not any(kind(side) == "a set" for side in sides):
        return sides
    names = {n for n in relations[0].walk() if n.head == "name" and not is_bound(n) and not said(n, context)}
    if len(names) != 1:
        return sides
    (unknown,) = names
    return tuple(member(unknown, side) if kind(side) == "a set" else side for side in sides)


def said(leaf: Expr, context: Context) -> bool:
    return leaf in context.definitions or any(leaf in set(c.walk()) for c in context.conditions)


def refuse_unknown(context: Context, *sides: Expr) -> None:
    """Raises Unread for a function that is declared nowhere and whose value stands on one side only."""
    names = [{n.args[0] for n in side.walk() if n.head == "name"} for side in sides]
    said = {n.args[0] for condition in context.conditions for n in condition.walk() if n.head == "name"}
    for each in names[0] | names[1]:
        function, of, _at = each.partition(OF)
        if of and (function in names[0] | names[1] or not all(each in side | said for side in names)):
            raise Unread(f"the function {function} is not declared", 0)


def decided(context: Context, claim: Expr, seed: int, only: frozenset[str] | None = None) -> Verdict:
    """The verdict on a claim, by some of the rungs perhaps; over an empty domain nothing is right."""
    ladder = Ladder(context, seed, only)
    verdict = ladder.decide(claim)
    if verdict.passes and context.conditions and (empty := is_empty(context)) is not False:
        found = "nothing satisfies" if empty else "no point was found that satisfies"
        return Verdict("undecided", f"{found} these assumptions")
    if verdict.passes and (tried := never_defined(ladder, claim)):
        return Verdict("undecided", f"a side is undefined at each of {tried} points tried")
    return verdict


def never_defined(ladder: Ladder, claim: Expr) -> int:
    """At how many points a claim with an inverse of a matrix was tried, if it is defined at none of them; else 0.

    Numbers are another matter: that no point was found at which log(x - 1000) is defined says little.
    """
    if not any(symbol.shape for symbol in ladder.context.names.symbols.values()):
        return 0
    tried = 0
    try:
        plain = ladder.unfolded(claim)
        inverted = any(node.head == "pow" and node.shape for node in plain.walk())
        for point in ladder.sampler(plain).points(VACUOUS) if inverted else ():
            tried += 1
            try:
                truth(plain, point, ladder.context, PRECISIONS[:1])  # that two sides are not told apart is enough
                return 0
            except Undefined:
                continue
    except (Unknown, ValueError):
        return 0
    return tried


def domain(where, shapes: dict) -> Context:
    """What some conditions and shapes declare; raises Unread."""
    return declared(tuple(where), tuple((spelled, tuple(map(str, sides))) for spelled, sides in shapes.items()))


@lru_cache(maxsize=50)
def declared(where: tuple[str, ...], shapes: tuple[tuple[str, tuple[str, ...]], ...]) -> Context:
    """As above, kept because pairs that follow one another often share it."""
    context = Context()
    for spelled, sides in shapes:
        if len(sides) > 2 or not all(map(SIDE.fullmatch, sides)):
            raise Unread(f"{spelled} has a shape of one or two sides, each a name or a whole number from 1", 0)
        size = r" \times ".join(sides)
        context = context.declare(
            rf"{spelled} \in \mathbb{{R}}^{{{size}}}" if sides else rf"{spelled} \in \mathbb{{R}}"
        )
    return context.declare(*in_order(where))


def in_order(where: tuple[str, ...]) -> list[str]:
    """The conditions: shapes first; a function, and a recurrence, before what mentions the function or a term."""
    ahead = [condition for condition in where if IN_SPACE.match(condition)]
    for at, condition in enumerate(where):
        mention = ""
        if match := FUNCTION.match(condition):
            mention = rf"{re.escape(match[1])}'*\s*(?:\\left)?\("
        elif (match := RECURRENCE.match(condition)) and re.search(rf"{re.escape(match[1])}_", match[5]):
            mention = rf"{re.escape(match[1])}_"
        if mention and any(re.search(mention, earlier) and earlier not in ahead for earlier in where[:at]):
            ahead.append(condition)
    return [*ahead, *(condition for condition in where if condition not in ahead)]


def compared(left: Expr, right: Expr) -> Expr:
    """The claim that two formulas mean the same."""
    if {left.head, right.head} <= SETS and {left.head, right.head} != {"set"}:
        left, right = (listed_out(member(name("element"), side)) for side in (left, right))
    if "lim" in (left.head, right.head):
        limit, other = (left, right) if left.head == "lim" else (right, left)
        return Expr("tends", limit.args[0], other)
    kinds = [kind(side) for side in (left, right)]
    if kinds[0] != kinds[1]:
        raise Unread(f"{kinds[0]} is compared with {kinds[1]}", 0)
    return with_sizes(Expr({"a relation": "iff", "a set": "same", "a value": "eq"}[kinds[0]], left, right))


def listed_out(claim: Expr) -> Expr:
    """That the element is a whole number between two given ones, by the numbers that are meant."""
    parts = claim.args if claim.head == "and" else ()
    element, ends = name("element"), dict[int, list[Fraction]]({0: [], 1: []})
    for part in parts:
        for side in (0, 1) if part.head in ("lt", "le") else ():
            end = part.args[side]
            if part.args[1 - side] == element and end.head == "num":
                ends[side].append(end.args[0])
    whole = [part.args[1].head for part in parts if part.head == "in" and part.args[0] == element]
    low = max([*ends[0], *([Fraction(0)] if "naturals" in whole else [])], default=None)
    high = min(ends[1], default=None)
    if not {*whole} & {"naturals", "integers"} or low is None or high is None or high - low > MOST_LISTED:
        return claim
    numbers = map(num, range(ceil(low), floor(high) + 1))
    kept = [part for part in parts if part.head != "in"]
    return conjunction(Expr("in", element, Expr("set", *numbers)), *kept)


def kind(side: Expr) -> str:
    return "a relation" if side.head in RELATIONS else "a set" if side.head in SETS else "a value"


def with_inferred(context: Context, claim: Expr) -> Context:
    """Undeclared names are scalars; those that sums go up to, or whose factorials are taken, are 1, 2, 3 and so on.

    An undeclared index is that of some entry.
    """
    nodes = list(claim.walk())
    if claim.has("E"):
        context = with_random(context, claim)
        demand_random(context, nodes)
    names = [n for n in nodes if n.head == "name" and not is_bound(n) and not context.names.get(n.args[0])]
    if not names:
        return context.with_condition(*counted(context, claim))
    counts = {leaf for node in nodes for part in counting_parts(node) for leaf in part.walk()}
    entries = [node for node in nodes if node.head == "entry"]
    places = {place: None for node in entries for place in zip(node.args[1:], node.args[0].shape, strict=False)}
    counts |= {index for index, _ in places}
    whole = [leaf for leaf in dict.fromkeys(names) if leaf in counts and not leaf.shape]
    said = [c for leaf in whole for c in (Expr("in", leaf, Expr("naturals")), Expr("le", num(1), leaf))]
    said += [Expr("le", index, sized(side)) for index, side in places if index in whole]
    symbols = context.names.with_symbols(leaf.args[0] for leaf in names)
    symbols = symbols.with_symbols((leaf.args[0] for leaf in whole), whole=True)
    return replace(context, names=symbols).with_condition(*said, *counted(context, claim))


def counted(context: Context, equation: Expr) -> list[Expr]:
    """That real names up to which sums go are whole numbers, as an equation is about where both sides are defined."""
    if equation.head != "eq" or not equation.has("sum", "prod"):
        return []
    found: dict[Expr, Expr] = {}
    for leaf in (leaf for node in equation.walk() for part in counting_parts(node) for leaf in part.walk()):
        mine = [c for c in context.conditions if leaf in c.args]
        if leaf.head == "name" and mine and not any(c.head == "in" or leaf.shape for c in mine):
            lows = [c.args[0].args[0] for c in mine if c.head in ("lt", "le") and c.args[0].head == "num"]
            found[leaf] = Expr("naturals" if max(lows, default=-1) >= 0 else "integers")
    return [Expr("in", leaf, kind) for leaf, kind in found.items()]


def demand_random(context: Context, nodes: list[Expr]) -> None:
    """Raises Unread for an expectation of what is not random."""
    for node in nodes:
        if node.head == "E" and not any(random_leaf(context, leaf) for leaf in context.unfold(node.args[0]).walk()):
            raise Unread(r"nothing in this expectation is random: declare a law or moments, as in \mathbb{E}[x] = 0", 0)


def counting_parts(node: Expr) -> tuple[Expr, ...]:
    """The parts of a node that have to be whole numbers from zero on for it to be defined."""
    if node.head == "tends":
        return steps_of(node)
    if node.head not in ("sum", "prod", "factorial"):
        return ()
    parts = node.args if node.head == "factorial" else node.args[2:]
    return tuple(p for p in parts if all(n.head in ("name", "num", "add", "mul") for n in p.walk()))


def steps_of(limit: Expr) -> tuple[Expr, ...]:
    """The index that a limit runs along: the only name in the exponents of what is without it."""
    exponents = {n for node in limit.walk() if node.head == "pow" for n in node.args[1].walk() if n.head == "name"}
    found = [index for index in exponents if stepping(index, limit)]
    return tuple(found) if len(found) == 1 else ()
