"""What a section supposes, and what follows from it: from the last premise, or from all that can hold together."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.keys.densities import by_product_rule, with_densities
from answerkey.keys.objectives import same_optimisers
from answerkey.results import Verdict
from answerkey.sequences import shifted
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, conjunction

NAMED = ("name", "term")
MOST_COPIES = 3_000  # of what a recurrence starts from, in a term that is written out
MOST_VECTORS = 100  # likewise: they stand in norms and gradients, where each is looked at many times
MOST = 6  # premises that are tried together


def decided(context: Context, claim: Expr, seed: int = 0) -> Verdict:
    """The verdict on a claim; what cannot be evaluated at all is undecided."""
    try:
        if is_overgrown(context, claim):
            return Verdict("undecided", "a term so many steps on is too long to be written out")
        if claim.has("probability"):
            if by_product_rule(claim):
                return Verdict("proved", "the product rule of probabilities")
            claim = with_densities(context, claim)
        if (same := same_optimisers(context, claim, seed)) is not None:
            return same
        return Ladder(context, seed).decide(claim)
    except (ShapeError, RecursionError, MemoryError, KeyError, ValueError) as error:
        return Verdict("undecided", str(error) or type(error).__name__)


def is_overgrown(context: Context, claim: Expr) -> bool:
    """Whether a term of a sequence is so many steps after its start that it has too many copies of that."""
    for node in claim.walk():
        sequence = context.sequences.get(node.args[0]) if node.head == "term" else None
        if sequence is not None and sequence.next_term is not None and (steps := shifted(node.args[2])[1]) > 1:
            within = context.unfold(sequence.next_term).walk()
            copies = sum(each.head == "term" and each.args[0] == node.args[0] for each in within)
            if copies**steps > (MOST_VECTORS if node.shape else MOST_COPIES):
                return True
    return False


@dataclass
class Clause:
    """What a statement is joined to: the clause before its connective, and what its own says so far."""

    connective: str = ""
    antecedent: Expr | None = None
    said: list[Expr | None] = field(default_factory=list)

    @property
    def claim(self) -> Expr | None:
        """All that it says; None if it says nothing or a part of it could not be read."""
        return conjunction(*self.said) if self.said and None not in self.said else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class Premise:
    """What is supposed, or was concluded; `tainted` by an error in it, `passing` if it leads to the next one only.

    It is `assumed` where the words say so, and `open` if it was concluded and that was not decided.
    """

    claim: Expr
    latex: str
    tainted: bool = False
    passing: bool = False
    assumed: bool = False
    open: bool = False


@dataclass(frozen=True)
class Followed:
    """How a claim stands beside premises: whether it follows, from which, or where it fails though they all hold."""

    verdict: Verdict
    premises: tuple[Premise, ...]

    @property
    def told(self) -> str:
        return ", ".join(f"${premise.latex}$" for premise in self.premises)


@dataclass
class Premises:
    """The premises of a section, in the order in which they were supposed, and the hypotheses of its implications."""

    seed: int = 0
    known: list[Premise] = field(default_factory=list)
    hypotheses: list[Premise] = field(default_factory=list)

    def copy(self) -> "Premises":
        return Premises(self.seed, self.known[:], self.hypotheses[:])

    @property
    def bounds(self) -> tuple[Expr, ...]:
        """What is assumed of the sign of a name, such as that a learning rate is positive."""
        return tuple(p for p in self.inequalities if {"num", "name"} == {n.head for n in p.args})

    @property
    def inequalities(self) -> tuple[Expr, ...]:
        """What is assumed and is no equation."""
        claims = [premise.claim for premise in self.known if premise.assumed]
        parts = [part for claim in claims for part in (claim.args if claim.head == "and" else (claim,))]
        return tuple(part for part in parts if part.head in ("lt", "le", "ne"))

    def within(self, context: Context, names: set[str]) -> Context:
        """The context in which the inequalities hold that are assumed of some of these names, if they can."""
        about = [each for each in self.inequalities if names & {n.args[0] for n in each.walk() if n.head in NAMED}]
        possible = about and decided(context, Expr("not", conjunction(*about)), self.seed).status != "proved"
        return context.with_condition(*about) if possible else context

    def follow(self, context: Context, claim: Expr, tainted: bool = False) -> Followed | None:
        """From fewest to most premises: the first from which the claim follows, or else how it stands beside all.

        What does not fit the later ones is an alternative that was left, such as the case D < 0 where D > 0.
        With errors among the premises, only what follows from an error is of interest.
        """
        last = None
        for premises in self.together(tainted):
            supposed = conjunction(*(premise.claim for premise in premises))
            verdict = implied(context, supposed, claim, self.seed)
            if verdict.status == "proved" and decided(context, Expr("not", supposed), self.seed).status == "proved":
                return last
            last = Followed(verdict, premises)
            if verdict.status == "proved":
                return last
        return last

    def together(self, tainted: bool) -> Iterator[tuple[Premise, ...]]:
        """The last premise, the last two, and as many as are tried; with the last error if that is asked for."""
        sound = [premise for premise in self.known if not premise.tainted]
        wrong = tuple([premise for premise in self.known if premise.tainted][-1:]) if tainted else ()
        if tainted and not wrong:
            return
        counts = sorted({min(n, len(sound)) for n in (1, 2, MOST)}) if not tainted else range(0, min(3, len(sound) + 1))
        for count in counts:
            if premises := (*sound[len(sound) - count :], *wrong):
                yield premises


def implied(context: Context, supposed: Expr, claim: Expr, seed: int = 0) -> Verdict:
    """Whether a claim follows, where need be with the names that a premise gives put in."""
    verdict = decided(context, Expr("implies", supposed, claim), seed)
    if verdict.status in ("proved", "refuted"):
        return verdict
    put_in = put(context, supposed)
    if put_in is None:
        return verdict
    found = decided(put_in, claim, seed)
    return found if found.status == "proved" else verdict


def put(context: Context, supposed: Expr) -> Context | None:
    """The context with the free names that equations among the premises give; None where there are none."""
    larger = context
    for equation in supposed.args if supposed.head == "and" else (supposed,):
        if equation.head != "eq":
            continue
        leaf, meaning = equation.args
        free = leaf.head == "name" and leaf not in larger.definitions and leaf.args[0] not in larger.laws
        if free and leaf.shape == meaning.shape and leaf not in set(larger.unfold(meaning).walk()):
            larger = replace(larger.with_definition(leaf, meaning))
    return larger if larger is not context else None
