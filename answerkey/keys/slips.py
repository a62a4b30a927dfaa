"""Whether an equation that fails is one slip away from one that holds: then it was meant to hold, and is wrong."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, islice

from answerkey.context import Context
from answerkey.deciding.decide import EXACT, Ladder
from answerkey.neighbours import slips
from answerkey.reading.show import rest
from answerkey.shapes import ShapeError
from answerkey.tree import HALF, Expr, num

MOST_TRIED = 200
COUNTS = tuple(num(each) for n in (3, 4, 6, 8) for each in (n, Fraction(1, n)))  # factors that a term may have lost
MOST_LOST = 6  # terms that may have been lost
SIMPLE = ("num", "name", "term", "null", "eye")  # sides in which nothing can have slipped


def meant(context: Context, claim: Expr, seed: int = 0) -> Expr | None:
    """The equation that holds and differs from `claim`, which does not, by a single slip; None if there is none."""
    if claim.head != "eq":
        return None
    ladder = Ladder(context, seed, EXACT | {"points"})
    for repaired in islice(repairs(claim), MOST_TRIED):
        left, right = repaired.args
        if left == right or left.head == "num":
            continue
        try:
            if ladder.decide(repaired).status == "proved":
                return repaired
        except (ShapeError, RecursionError, KeyError):
            continue
    return None


def repairs(relation: Expr) -> Iterator[Expr]:
    """The equation with one slip in a side that is more than a name undone, the right side first."""
    left, right = relation.args
    yield from stepped(relation)
    for wrong in chain(changed(right), recounted(right)):
        yield Expr("eq", left, wrong)
    for wrong in chain(changed(left), recounted(left)):
        yield Expr("eq", wrong, right)
    if not relation.has("E", "cov", "given") and not left.shape:
        yield from (Expr("eq", left, more) for more in with_lost_term(right, terms_in(relation)))


def terms_in(relation: Expr) -> list[Expr]:
    """What is added somewhere in a relation, without its sign."""
    found = [term for node in relation.walk() if node.head == "add" and not node.shape for term in node.args]
    bare = [negated(term) if is_negative(term) else term for term in found]
    return list(dict.fromkeys(term for term in bare if term.head != "num"))[:MOST_LOST]


def is_negative(term: Expr) -> bool:
    return term.head == "mul" and term.args[0] == num(-1)


def negated(term: Expr) -> Expr:
    """A term with the other sign, and never with two."""
    return rest(term) if is_negative(term) else -term


def with_lost_term(side: Expr, terms: list[Expr]) -> Iterator[Expr]:
    """A side with a term added to what stands in a product or under a power."""
    for node in dict.fromkeys(side.walk()):
        if node.head in ("mul", "pow"):
            for part in (part for part in node.nodes if not part.shape and part.head not in ("num", "name")):
                for more in (signed for term in terms for signed in (term, negated(term))):
                    yield side.replace({node: node.replace({part: part + more})})


def changed(side: Expr) -> Iterator[Expr]:
    """A side with a slip in it undone; not with another sign or twice as large as a whole, for A = -A says A = 0."""
    if side.head in SIMPLE:
        return
    seen = {side, -side, num(2) * side, HALF * side}
    for found in (reverse_slips, slips):
        for wrong in found(side):
            if wrong.shape == side.shape and wrong not in seen:
                seen.add(wrong)
                yield wrong


def recounted(side: Expr) -> Iterator[Expr]:
    """A sum with another factor before one of its terms."""
    for i, term in enumerate(side.args if side.head == "add" else ()):
        yield from (Expr("add", *side.args[:i], count * term, *side.args[i + 1 :]) for count in COUNTS)


def reverse_slips(expr: Expr) -> Iterator[Expr]:
    """What a slip would have lost: the sign of any term, a factor two, a power, a transpose."""
    yield from here(expr)
    for i, node in enumerate(expr.args):
        if isinstance(node, Expr) and expr.head not in ("E", "cov"):
            for found in reverse_slips(node):
                try:
                    yield Expr(expr.head, *expr.args[:i], found, *expr.args[i + 1 :])
                except (ShapeError, ValueError):
                    continue


def here(expr: Expr) -> Iterator[Expr]:
    args = expr.args
    if expr.head == "add":
        for i, term in enumerate(args):
            for other in (negated(term), num(2) * term, HALF * term):
                yield Expr("add", *args[:i], other, *args[i + 1 :])
        yield from (without(args, i) for i in range(len(args)))
        yield from with_brackets(args)
    elif expr.head == "pow" and args[1].head == "num":
        powers = [args[1].args[0] + step for step in (1, -1)]
        yield from (args[0] if power == 1 else Expr("pow", args[0], num(power)) for power in powers)
    elif expr.head == "name" and expr.shape and expr.shape[0] == expr.shape[1]:
        yield Expr("T", expr)
    elif expr.head == "mul":
        single = [(i, a) for i, a in enumerate(args) if not a.shape and a.head in ("name", "norm")]
        yield from (Expr("mul", *args[:i], a, a, *args[i + 1 :]) for i, a in single)
        for i in range(len(args) - 1) if expr.shape else ():  # A B (A B)^T without its transpose
            with suppress(ShapeError):
                yield Expr("mul", *args[:i], Expr("T", Expr("mul", *args[i:])))


def stepped(relation: Expr) -> Iterator[Expr]:
    """The relation with one side a step earlier or later, where the other is more than a name."""
    left, right = relation.args
    yield from (Expr(relation.head, left, other) for other in steps(right) if left.head not in SIMPLE)
    yield from (Expr(relation.head, other, right) for other in steps(left) if right.head not in SIMPLE)


def steps(expr: Expr) -> Iterator[Expr]:
    """Every tree in which the index of a term is one more or less; one that is whole is a number of a sequence."""
    terms = {node: None for node in expr.walk() if node.head == "term" and node.args[2].head != "num"}
    for term in terms:
        yield from (expr.replace({term: Expr("term", *term.args[:2], term.args[2] + num(step))}) for step in (1, -1))


def with_brackets(terms: tuple) -> Iterator[Expr]:
    """Every sum in which what follows a minus has the other sign as well: a - (b - c + d) for a - b - c + d."""
    for i, term in enumerate(terms):
        for end in range(i + 3, len(terms) + 1) if is_negative(term) else ():
            yield Expr("add", *terms[: i + 1], *map(negated, terms[i + 1 : end]), *terms[end:])


def without(terms: tuple, i: int) -> Expr:
    left = terms[:i] + terms[i + 1 :]
    return Expr("add", *left) if len(left) > 1 else left[0]
