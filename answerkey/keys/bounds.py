"""When an inequality that fails was meant to hold: it is one slip away from one that holds and cannot be improved.

Most inequalities in a key are conditions.  One slip may turn a condition into what always holds, too, 1 - x > 0 into
1 + x > 0, but hardly ever into a bound that is reached inside the domain by something that is not zero.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.refuting import FIRST_POINTS
from answerkey.keys.slips import SIMPLE, changed, stepped, terms_in
from answerkey.shapes import ShapeError
from answerkey.tree import HALF, ZERO, Expr, num

SPEAKING = frozenset("E cov given norm norm1 norminf term exp log sigmoid tanh det tr".split())
MOST_TRIED = 120


def meant_bound(
    context: Context, claim: Expr, seed: int = 0, asserted: bool = False, in_chain: bool = False
) -> Expr | None:
    """The bound that holds and differs from `claim`, which does not, by a slip; None if there is none.

    It has to be about what no condition is about: means, norms, vectors, terms of sequences, exponentials.  A bound on
    numbers alone is one only where it is `asserted`, in a chain or by the words; but whether the end belongs to a bound
    can always be told, where it is no bound of a name, or outside of a chain by a number.
    """
    ladder = Ladder(context, seed)
    for mended in islice(mendings(context, claim, in_chain, asserted), MOST_TRIED):
        with suppress(ShapeError, RecursionError, KeyError, ValueError, Undefined, Unknown):
            if ladder.refute(ladder.plain(mended), FIRST_POINTS) is not None:
                continue
            if (claim.head == "lt" or is_sharp(context, mended, seed)) and ladder.decide(mended).status == "proved":
                return mended
    return None


def speaks(claim: Expr) -> bool:
    return claim.has(*SPEAKING) or any(node.shape for node in claim.walk())


def mendings(context: Context, claim: Expr, in_chain: bool, asserted: bool) -> Iterator[Expr]:
    """The claim with one slip undone in a bound, or in one of the cases that it allows for."""
    may_hold = asserted or speaks(claim)
    if claim.head == "lt":
        if not any(side.head in SIMPLE and not (in_chain and side.head == "num") for side in claim.args):
            yield Expr("le", *claim.args)
        yield from stepped(claim)
    elif claim.head == "le" and may_hold:
        yield from mended_sides(context, claim)
        yield from chain(with_lost_term(claim), with_lost_count(claim)) if asserted else ()
    elif claim.head == "or" and may_hold:
        for part in (node for node in claim.walk() if node.head == "le"):
            yield from (claim.replace({part: mended}) for mended in mended_sides(context, part))


def mended_sides(context: Context, relation: Expr) -> Iterator[Expr]:
    left, right = relation.args
    yield from stepped(relation)
    for side, put in ((right, lambda new: Expr("le", left, new)), (left, lambda new: Expr("le", new, right))):
        yield from map(put, chain(changed(side), with_lost_factor(side, laws_in(context, relation))))


def with_lost_term(relation: Expr) -> Iterator[Expr]:
    """The bound with a term of one side on the other one too."""
    left, right = relation.args
    for term in (signed for each in terms_in(relation) for signed in (each, -each)):
        yield from (Expr("le", left, right + term), Expr("le", left + term, right))


def with_lost_count(relation: Expr) -> Iterator[Expr]:
    """The bound with a side twice or half as large."""
    left, right = relation.args
    yield from (Expr("le", left, factor * right) for factor in (num(2), HALF) if right.head not in SIMPLE)


def laws_in(context: Context, relation: Expr) -> list[Expr]:
    """What the laws of what is random in a relation are made of."""
    random = [node for node in context.unfold(relation).walk() if context.is_random(node)]
    return list(dict.fromkeys(part for leaf in random for part in context.law(leaf).parameters if not part.shape))


def with_lost_factor(side: Expr, factors: list[Expr]) -> Iterator[Expr]:
    for node in dict.fromkeys(side.walk()):
        if node.head == "mul":
            yield from (side.replace({node: factor * node}) for factor in factors)


def is_sharp(context: Context, claim: Expr, seed: int) -> bool:
    """Whether a bound is reached inside the domain by what is not zero, or no case that a claim allows for is idle."""
    ladder = Ladder(context, seed)
    if claim.head == "or":
        return not any(ladder.decide(part).passes for part in claim.args)
    if ladder.decide(Expr("eq", *claim.args)).passes:
        return False
    inside = replace(context, conditions=tuple(inner(condition, context) for condition in context.conditions))
    left, right = apart(*claim.args)
    strict = Expr("or", Expr("lt", left, right), Expr("eq", left, ZERO))
    return Ladder(inside, seed).decide(strict).status == "refuted"


def inner(condition: Expr, context: Context) -> Expr:
    """A condition without its ends, but of whole numbers, of which the first may be what a bound begins with."""
    whole = any(context.is_natural(node) for node in condition.walk())
    return Expr("lt", *condition.args) if condition.head == "le" and not whole else condition


def apart(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """Two sides without the terms that both have: of |w|^2 <= |v|^2 + |w|^2 no more is left than 0 <= |v|^2."""
    terms = [Counter(side.args if side.head == "add" else (side,)) for side in (left, right)]
    common = terms[0] & terms[1]
    first, second = (sum((each - common).elements(), start=ZERO) for each in terms)
    return first, second
