"""What tends to zero although nobody knows how fast: what something that is never negative loses step by step, and what
lies between zero and a multiple of something that tends to zero.

If f_t >= f_{t+1} >= 0 at every t, then f_t has a limit, and f_t - f_{t+1} tends to zero.  What was proved before may be
used: that y_t tends to zero, and that c x_t <= y_t, for a c > 0 that stands still.
"""

from collections.abc import Iterator
from dataclasses import replace

from answerkey.context import Context
from answerkey.deciding.limits.invariants import Proved, from_facts, is_open_ended, is_plain, running
from answerkey.deciding.limits.sequences import depends
from answerkey.deciding.looking import conjuncts
from answerkey.deciding.optima.monotone import is_defined
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field, with_room
from answerkey.deciding.scalars.written import as_tree
from answerkey.sequences import plus, shifted
from answerkey.tree import ZERO, Expr


def by_vanishing(context: Context, claim: Expr, proved: Proved) -> str | None:
    """How a claim, not yet unfolded, that a number tends to zero is proved, under a premise about what stands still."""
    if claim.head == "implies" and claim.args[1].head == "tends":
        premise, claim = context.unfold(claim.args[0]), claim.args[1]
        if premise.has("term") or not is_plain(context, premise) or not is_defined(context, premise, proved):
            return None
        context = context.with_condition(*conjuncts(premise))
    if claim.head != "tends" or claim.args[1] != ZERO or claim.args[0].shape:
        return None
    meant = {base: sequence for base, sequence in context.sequences.items() if sequence.meaning is not None}
    what = replace(context, sequences=meant).unfold(claim.args[0])
    runs = running(context, Expr("eq", what, ZERO))
    if runs is None or not is_open_ended(context, runs.index) or not runs.is_total(proved):
        return None
    if not is_defined(context, what, proved):
        return None
    if is_loss(context, what, runs.index, proved):
        return "what falls and is never negative loses less and less"
    if is_below(context, context.unfold(what), runs.index, proved):
        return "between zero and what was proved to tend to zero"
    return None


def is_loss(context: Context, what: Expr, index: Expr, proved: Proved) -> bool:
    """Whether a number is f_t - f_{t+1} for an f_t that falls and is never negative."""
    now: list[Expr] = []
    later: list[Expr] = []
    for part in what.args if what.head == "add" else (what,):
        steps = {shifted(n.args[2])[1] for n in part.walk() if n.head == "term"}
        if steps not in ({0}, {1}):
            return False
        (now if steps == {0} else later).append(part)
    if not now or not later:
        return False
    here, rest = (parts[0] if len(parts) == 1 else Expr("add", *parts) for parts in (now, later))
    there = here.replace({index: plus(index, 1)})
    claims = Expr("eq", rest + there, ZERO), Expr("le", ZERO, here), Expr("le", there, here)
    return all(proved(context, claim) or follows(context, claim, proved) for claim in claims)


def follows(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether a claim is proved of any terms of which what was proved before is true."""
    plain = from_facts(context, context.unfold(claim), proved)
    return plain is not None and proved(context, plain)


def is_below(context: Context, what: Expr, index: Expr, proved: Proved) -> bool:
    """Whether a number is a multiple of one that was proved to tend to zero, or lies between zero and such a one."""
    relations = (fact for fact in given(context) if fact.head in ("tends", "le"))
    facts = [f for f in relations if all(is_plain(context, n) and is_defined(context, n, proved) for n in f.args)]
    for high in (fact.args[0] for fact in facts if fact.head == "tends" and fact.args[1] == ZERO):
        if times(context, what, high, index, proved) is not None:
            return True
        for low in (fact.args[0] for fact in facts if fact.head == "le" and fact.args[1] == high):
            factor = times(context, low, what, index, proved)
            if factor is None:
                continue
            if proved(context, Expr("lt", ZERO, factor)) and proved(context, Expr("le", ZERO, what)):
                return True
    return False


def given(context: Context) -> Iterator[Expr]:
    """What was proved of terms before, under no premise or under those that are declared."""
    for fact in context.facts:
        if fact.head != "implies":
            yield fact
        elif all(premise in context.conditions for premise in conjuncts(fact.args[0])):
            yield fact.args[1]


def times(context: Context, one: Expr, other: Expr, index: Expr, proved: Proved) -> Expr | None:
    """The factor, defined all over the domain and the same at every step, by which `one` is a multiple of `other`."""

    def factor(field: Field) -> Expr | None:
        ratio = field.multiply(field.of(one), field.power(field.of(other), -1))
        used = [i for i, e in enumerate(zip(ratio.top.degrees(), ratio.bottom.degrees(), strict=True)) if any(e)]
        return None if any(depends(field, i, index) for i in used) else as_tree(field, ratio)

    try:
        found = with_room(context, factor)
    except (Undefined, Unknown):
        return None
    return found if found is not None and is_defined(context, found, proved) else None
