"""What follows after all: a value that solves an equation just before, and what needs hypotheses that were made before.

That only ever makes a ✓ of what would be given, but for a value that does not solve the equation just before it, of
which another solves it that is one slip away, and no other does.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

from answerkey.context import Context
from answerkey.deciding.decide import EXACT, Ladder
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.refuting import FIRST_POINTS
from answerkey.keys.premises import Premise, Premises, decided, implied
from answerkey.keys.slips import changed
from answerkey.keys.wording import told
from answerkey.reading.sentences import links_of
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import HALF, ZERO, Expr, conjunction, name, num

MARKED = ("_star", "_hat", "_bar")  # what tells the value of a name that was solved for from the name
MOST_TRIED = 100
RECENT = 4  # premises that a value may solve
MOST_HYPOTHESES = 4  # that are tried together


def follows_after_all(context: Context, premises: Premises, claim: Expr, seed: int = 0) -> Verdict | None:
    """How a claim that would be given follows: it solves what was supposed, or needs what only led to something."""
    for premise, _ in solved_by(context, premises, claim):
        if (found := decided(context, premise.claim, seed)).passes:
            return replace(found, because=f"solves ${premise.latex}$ ({found.because})")
    hypotheses = premises.hypotheses[-MOST_HYPOTHESES:]
    for some in dict.fromkeys((tuple(hypotheses[-1:]), tuple(hypotheses))):
        supposed = conjunction(*(each.claim for each in some)) if some else None
        if supposed is None or decided(context, Expr("not", supposed), seed).status == "proved":
            continue
        found = Ladder(context, seed, EXACT).decide(Expr("implies", supposed, claim))
        if found.status == "proved":
            given = ", ".join(f"${each.latex}$" for each in some)
            return replace(found, because=f"follows from {given} ({found.because})")
    return None


def solved_by(context: Context, premises: Premises, claim: Expr) -> Iterator[tuple[Premise, Expr]]:
    """The equations among the last premises with the value put in that a claim gives, and what it is put in for."""
    if claim.head != "eq" or claim.args[0].head != "name":
        return
    leaf, value = claim.args
    for premise in premises.known[: -RECENT - 1 : -1]:
        for equation in links_of(premise.claim):
            met = {*equation.walk()}
            for each in (twin for twin in twins(leaf) if twin in met and twin not in {*value.walk()}):
                if equation.head == "eq" and each not in equation.args and not premise.tainted:
                    yield replace(premise, claim=equation.replace({each: value})), each


def twins(leaf: Expr) -> tuple[Expr, ...]:
    """A name, and the one that it marks the value of: w* or ŵ of w."""
    bare = next((leaf.args[0].removesuffix(mark) for mark in MARKED if leaf.args[0].endswith(mark)), None)
    return (leaf,) if bare is None else (leaf, name(bare, leaf.shape))


def missed(context: Context, premises: Premises, claim: Expr, seed: int = 0) -> Verdict | None:
    """Why the value that a claim gives does not solve the equation just before it, if only one a slip away does."""
    for premise, leaf in solved_by(context, replace(premises, known=premises.known[-1:]), claim):
        fails = decided(context, premise.claim, seed)
        if fails.status != "refuted":
            continue
        equation = next(link for link in links_of(premises.known[-1].claim) if leaf in {*link.walk()})
        value = claim.args[1]
        for other in islice(chain((-value, HALF * value, num(2) * value), changed(value)), MOST_TRIED):
            given = Expr("eq", leaf, other)
            if solves_alone(context, equation, given, seed):
                because = f"does not solve ${premise.latex}$: {fails.because}; {told(given, context)} would"
                return replace(fails, because=because)
    return None


def solves_alone(context: Context, equation: Expr, given: Expr, seed: int) -> bool:
    """Whether a value solves an equation, and no other does."""
    ladder = Ladder(context, seed, EXACT | {"points"})
    with suppress(ShapeError, RecursionError, KeyError, ValueError, Undefined, Unknown):
        solved = equation.replace(dict([given.args]))
        at_all = ladder.refute(ladder.plain(solved), FIRST_POINTS) is None and ladder.decide(solved).passes
        return at_all and implied(where_defined(context, given), equation, given, seed).status == "proved"
    return False


def where_defined(context: Context, claim: Expr) -> Context:
    """The context where nothing that a claim divides by is zero."""
    divisors = [
        n.args[0] for n in claim.walk() if n.head == "pow" and n.args[1].head == "num" and n.args[1].args[0] < 0
    ]
    return context.with_condition(
        *(Expr("ne", divisor, ZERO) for divisor in dict.fromkeys(divisors) if not divisor.shape)
    )
