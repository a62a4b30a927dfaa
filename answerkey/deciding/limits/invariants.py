"""What holds at every step of sequences of numbers, by induction: it holds at the first step, and each step keeps it.

A relation P(t) between terms of recurrences is proved at the least t of the domain, and so is P(t) => P(t + 1), where
of the terms at t no more is used than P(t).  All that is in it has to be defined whatever those terms are.  Terms at
the start, as in S_0 < 1 => S_t < 1, are what they start from; of equations of terms, as in x_t = f(t) and y_t = g(t),
every one may be used for each.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, floor

from answerkey.context import Context, may_fail
from answerkey.deciding.looking import conjuncts, leaves
from answerkey.deciding.optima.monotone import is_defined
from answerkey.sequences import Sequence, plus, shifted
from answerkey.tree import ZERO, Expr, conjunction, name, num

Proved = Callable[[Context, Expr], bool]
MOST_STEPS = 12  # from the start of a sequence to the first term of a claim: each may double a formula
TOTAL = frozenset(
    {"num", "name", "term", "add", "mul", "pow", "abs", "sign", "max", "min", "floor", "ceil", "exp", "log", "tanh"}
    | {"sin", "cos"}
    | {"eq", "ne", "lt", "le", "and", "or", "not", "implies", "iff"}
)  # what is defined wherever its parts are, but for powers and logarithms


def by_invariance(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether a relation between terms of recurrences holds at the first step, and at each where it did before."""
    meant = {base: sequence for base, sequence in context.sequences.items() if sequence.meaning is not None}
    claim = begun(context, replace(context, sequences=meant).unfold(all_entries(claim)))
    runs = running(context, claim)
    return runs is not None and runs.starts(claim, proved) and runs.keeps(claim, proved)


def all_entries(claim: Expr) -> Expr:
    """An equation of two blocks of numbers as one of every entry."""
    left, right = claim.args[:2] if claim.head == "eq" else (ZERO, ZERO)
    if left.head != "block" or right.head != "block" or left.args[0] != right.args[0]:
        return claim
    pairs = list(zip(left.args[1:], right.args[1:], strict=False))
    if len(left.args) != len(right.args) or any(side.shape for pair in pairs for side in pair):
        return claim
    return conjunction(*(Expr("eq", *pair) for pair in pairs))


def apart(context: Context, relation: Expr) -> list[Expr]:
    """What may be used of a relation that was proved: of an equation of blocks that are always defined, every entry."""
    entries = all_entries(relation)
    sequences = behind(context, [n for n in entries.walk() if n.head == "term"])
    if entries == relation or sequences is None:
        return [relation]
    bodies = [body for s in sequences.values() for body in (s.next_term, s.start) if body is not None]
    total = all(is_plain(context, body) and not may_fail(context.unfold(body), context) for body in (entries, *bodies))
    return list(entries.args) if total else [relation]


def begun(context: Context, claim: Expr) -> Expr:
    """`claim` with what a sequence starts from in the place of its term at zero."""
    firsts = {n for n in claim.walk() if n.head == "term" and n.args[2] == ZERO and n.args[0] in context.sequences}
    starts = {term: context.sequences[term.args[0]].start for term in firsts}
    return claim.replace({term: start for term, start in starts.items() if start is not None})


def from_facts(context: Context, claim: Expr, proved: Proved) -> Expr | None:
    """That a claim about terms follows from the relations between them that were proved before, where there are any.

    Such a relation may fail where it is not defined; one that may be undefined is not used.
    """
    facts = [f for f in context.facts if is_plain(context, f) and is_defined(context, f, proved)]
    if not facts or not claim.has("term"):
        return None
    return Expr("implies", conjunction(*facts), claim)


def is_squeezed(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether a term tends to a number because a bound of their distance, proved from some step on, tends to zero."""
    term, number = claim.args
    if term.head != "term" or term.shape or term.args[2].head != "name" or any(n.head == "term" for n in number.walk()):
        return False
    index, gap = term.args[2], Expr("abs", term - number)
    runs = running(context, Expr("eq", gap, ZERO))
    if runs is None or index in leaves(number) or not is_open_ended(context, index) or not runs.is_total(proved):
        return False
    for fact in context.facts:
        premises, bound = (conjuncts(fact.args[0]), fact.args[1]) if fact.head == "implies" else ([], fact)
        if bound.head != "le" or not all(is_lower_bound(premise, index) for premise in premises):
            continue
        if bound.args[0].head == "abs" and not bound.args[1].has("term") and is_plain(context, fact):
            same = proved(context, Expr("eq", bound.args[0], gap))
            if same and proved(context, Expr("tends", bound.args[1], ZERO)):
                return True
    return False


def is_open_ended(context: Context, index: Expr) -> bool:
    """Whether all that is declared of an index holds from some value on."""
    about = [c for c in context.conditions if index in leaves(c)]
    return all(c == Expr("in", index, Expr("naturals")) or is_lower_bound(c, index) for c in about)


def is_lower_bound(condition: Expr, index: Expr) -> bool:
    """Whether a condition says that an index is large enough."""
    return (
        condition.head in ("lt", "le")
        and condition.args[1] == index
        and not any(leaf == index or leaf.head == "term" for leaf in leaves(condition.args[0]))
    )


@dataclass(frozen=True)
class Runs:
    """The recurrences behind a claim, along one index from `first` on; `offset` is the least that is added to it."""

    context: Context  # what is known of all that does not run along
    sequences: dict[str, Sequence]
    index: Expr
    first: int
    offset: int

    def starts(self, claim: Expr, proved: Proved) -> bool:
        """Whether a claim holds at the first step."""
        if self.first + self.offset > MOST_STEPS:
            return False
        start = self.unrolled(self.placed(claim, ZERO, self.first))
        return is_defined(self.context, start, proved) and proved(self.context, start)

    def keeps(self, claim: Expr, proved: Proved) -> bool:
        """Whether a claim holds at a step from the first one on if it did at the one before."""
        context = self.stepping()
        here, there = (self.unrolled(self.placed(claim, self.index, steps)) for steps in (0, 1))
        total = all(is_defined(context, each, proved) for each in (here, there, *self.moves()))
        cases = here.args if here.head == "or" else (here,)
        put = with_equations(here, there, set(map(free, self.sequences)))
        return total and (
            all(proved(context, Expr("implies", case, there)) for case in cases)
            or (put != there and proved(context, put))
        )

    def stepping(self) -> Context:
        """What is known at a step from the first one on, where the terms may be any numbers."""
        context = self.context.with_condition(Expr("in", self.index, Expr("naturals")))
        context = context.with_condition(Expr("le", num(self.first), self.index))
        for base in self.sequences:
            context = context.with_symbol(free(base).args[0])
        return context

    def moves(self) -> list[Expr]:
        """What the terms after those at the least offset are made of."""
        later = plus(self.index, self.offset)
        return [self.unrolled(sequence.step(later)) for sequence in self.sequences.values()]

    def is_total(self, proved: Proved) -> bool:
        """Whether the sequences go on for ever, whatever their terms are."""
        return all(is_defined(self.stepping(), move, proved) for move in self.moves())

    def placed(self, claim: Expr, base: Expr, steps: int) -> Expr:
        """`claim` with `base` and so many steps in the place of its index."""
        terms = {n: shifted(n.args[2])[1] for n in claim.walk() if n.head == "term"}
        moved = {term: Expr("term", *term.args[:2], plus(base, more + steps)) for term, more in terms.items()}
        return claim.replace(moved | {self.index: plus(base, steps)})

    def unrolled(self, expr: Expr) -> Expr:
        """`expr` with every term made of those at the start, or of those at the least offset, which are free."""
        if expr.head != "term":
            return expr.rebuild(self.unrolled)
        sequence, (base, steps) = self.sequences[expr.args[0]], shifted(expr.args[2])
        if base == ZERO and steps == 0:
            assert sequence.start is not None
            return sequence.start
        if base == self.index and steps == self.offset:
            return free(expr.args[0])
        return self.unrolled(sequence.step(plus(base, steps - 1)))


def running(context: Context, claim: Expr) -> Runs | None:
    """The recurrences of a claim about numbers, if everything that runs along in it does so by its one index."""
    terms = [n for n in claim.walk() if n.head == "term"]
    sequences = behind(context, terms)
    places = {shifted(n.args[2]) for n in terms}
    if sequences is None or len({index for index, _ in places}) != 1:
        return None
    index, offset = min(places, key=lambda place: place[1])
    bodies = [claim, *(body for s in sequences.values() for body in (s.next_term, s.start) if body is not None)]
    if not all(is_plain(context, body) for body in bodies):
        return None
    if index.head != "name" or not context.is_natural(index) or index.args[0] in context.indices or offset < 0:
        return None
    return Runs(without(context, index, sequences), sequences, index, first_of(context, index), offset)


def behind(context: Context, terms: list[Expr]) -> dict[str, Sequence] | None:
    """The sequences of some terms and those that these are made of, if all have a recurrence and a start."""
    found: dict[str, Sequence] = {}
    waiting = list(terms)
    while waiting:
        base = waiting.pop().args[0]
        sequence = context.sequences.get(base)
        if sequence is None or sequence.next_term is None or sequence.start is None:
            return None
        if base not in found:
            found[base] = sequence
            before = [n for n in sequence.next_term.walk() if n.head == "term"]
            if any(n.args[2] != sequence.index for n in before):
                return None
            waiting += before
    return found


def is_plain(context: Context, expr: Expr) -> bool:
    """Whether only powers and logarithms of numbers may be undefined in it, and nothing is random."""
    return not any(n.shape or n.head not in TOTAL or context.is_random(n) for n in expr.walk())


def first_of(context: Context, index: Expr) -> int:
    """The least value of an index that its declared bounds by numbers allow."""
    ends = [(c.head, c.args[0].args[0]) for c in context.conditions if c.head in ("lt", "le") and c.args[1] == index
            and c.args[0].head == "num"]  # fmt: skip
    return max([0, *(floor(end) + 1 if head == "lt" else ceil(end) for head, end in ends)])


def without(context: Context, index: Expr, sequences: dict[str, Sequence]) -> Context:
    """The domain of what does not run along; the less is known, the more a proof says."""
    gone = {index.args[0], *sequences}
    kept = tuple(c for c in context.conditions if gone.isdisjoint(leaf.args[0] for leaf in leaves(c)))
    return replace(context, conditions=kept, lemmas=(), facts=())


def with_equations(here: Expr, there: Expr, terms: set[Expr]) -> Expr:
    """`there` with what `here` says that they equal in the place of `terms`, where no such term is in that again."""
    parts = here.args if here.head == "and" else (here,)
    closed = {part.args[0]: part.args[1] for part in parts if part.head == "eq" and part.args[0] in terms}
    if any(node in closed for meaning in closed.values() for node in meaning.walk()):
        return there
    return there.replace(closed)


def free(base: str) -> Expr:
    return name(f"{base}~")  # which no reader makes, and no binder
