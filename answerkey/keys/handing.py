"""What the parts of a problem that no sheet has hand on: what stands before them to all, what one tells to the next."""

from dataclasses import dataclass, field, replace

from answerkey.context import Context
from answerkey.documents.outline import follower
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
    premises: tuple[Premise, ...] = ()  # equations that are said before the parts

    def to(self, label: str) -> Context:
        """The context of a part: that of the one before it if they follow on one another.

        A number is one of its own part, and so is a recurrence.
        """
        if label != follower(self.label or "0") and self.label:
            return self.common
        context = self.last
        for leaf, meaning in self.last.definitions.items():
            if not any(node.head in NAMED for node in meaning.walk()):
                context = context.forget(leaf.args[0]).without_symbol(leaf.args[0])
        return replace(context, sequences=self.common.sequences)

    def functions(self, context: Context) -> frozenset[str]:
        """The functions that an earlier part has told of, which may be others in this one."""
        return frozenset(context.models.keys() - self.common.models.keys())

    def after(self, label: str, said: Named, premises: Premises) -> "Handed":
        """What is handed on after a part, or after what stands before the parts."""
        if label:
            guessed = self.guessed | said.inferred.keys() | said.unclear.keys()
            return replace(self, last=said.context, label=label, guessed=guessed)
        context = supposing(said.context, premises)
        equations = tuple(each for each in premises.known if each.claim.head == "eq" and not each.tainted)
        guessed = frozenset(said.inferred.keys() - bounded(context) | said.unclear.keys())
        return Handed(context, context, "", guessed, equations)


def supposing(context: Context, premises: Premises) -> Context:
    """The context whose domain is where the inequalities hold that are supposed."""
    for claim in premises.inequalities:
        if decided(context, Expr("not", claim)).status != "proved":
            context = context.with_condition(claim)
    return context


def bounded(context: Context) -> set[str]:
    """The names of which a condition tells something."""
    return {node.args[0] for claim in context.conditions for node in claim.walk() if node.head == "name"}
