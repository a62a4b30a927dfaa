"""What the parts of a problem that no sheet has hand on: what stands before them to all, what one tells to the next."""

from dataclasses import dataclass, field, replace

from answerkey.context import Context
from answerkey.documents.outline import ROMANS, follower
from answerkey.keys.naming import Named
from answerkey.keys.premises import NAMED, Premise, Premises, decided
from answerkey.tree import Expr


@dataclass(frozen=True)
class Handed:
    """The context in which the parts begin and that in which the last of them ended, with its label."""

    common: Context = field(default_factory=Context)
    last: Context = field(default_factory=Context)
    label: str = ""
    guessed: frozenset[str] = frozenset()
    unheard: tuple[str, ...] = ()  # letters of what was not read before the parts
    premises: tuple[Premise, ...] = ()  # equations that are said before the parts

    def to(self, label: str) -> Context:
        """The context of a part: that of the one before it if they follow on one another, without its numbers."""
        if self.label and label not in followers(self.label):
            return self.common
        context = self.last
        for leaf, meaning in self.last.definitions.items():
            if not any(node.head in NAMED for node in meaning.walk()):
                context = context.without(leaf.args[0])
        return context

    def stale(self, context: Context) -> frozenset[str]:
        """The functions and sequences that an earlier part has told of, which may be others in this one."""
        sequences = context.sequences.keys() - self.common.sequences.keys()
        return frozenset({*(context.models.keys() - self.common.models.keys()), *(f"{each}[]" for each in sequences)})

    def after(self, label: str, said: Named, premises: Premises) -> "Handed":
        """What is handed on after a part, or after what stands before the parts."""
        if label:
            guessed = self.guessed | said.inferred.keys() | said.unclear.keys()
            context = without_shapes(said.context, said.inferred)
            return replace(self, last=context, label=label, guessed=guessed)
        context = supposing(said.context, premises)
        equations = tuple(each for each in premises.known if each.claim.head == "eq" and not each.tainted)
        guessed = frozenset(said.inferred.keys() - bounded(context) | said.unclear.keys())
        return Handed(context, context, "", guessed, tuple(said.unheard), equations)


def followers(label: str) -> set[str]:
    """The labels of the part behind one, which may be counted by letters or by Roman numbers."""
    romans = {ROMANS[ROMANS.index(label) + 1]} if label in ROMANS[:-1] else set()
    return {follower(label)} | romans


def without_shapes(context: Context, inferred: dict[str, str]) -> Context:
    """The context without what was taken for a vector or a matrix because it fitted in one part."""
    taken = {each for each in inferred if context.names.get(each) and context.names.leaf(each).shape}
    for leaf, meaning in context.definitions.items():
        if leaf.args[0] in taken or any(node.head in NAMED and node.args[0] in taken for node in meaning.walk()):
            taken.add(leaf.args[0])
    for each in taken:
        context = context.without(each)
    return context


def supposing(context: Context, premises: Premises) -> Context:
    """The context whose domain is where the inequalities hold that are supposed."""
    for claim in premises.inequalities:
        if decided(context, Expr("not", claim)).status != "proved":
            context = context.with_condition(claim)
    return context


def bounded(context: Context) -> set[str]:
    """The names of which a condition tells something."""
    return {node.args[0] for claim in context.conditions for node in claim.walk() if node.head == "name"}
