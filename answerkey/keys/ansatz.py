"""Letters that a key supposes and then finds: an equation for them is no claim, and their values have to satisfy it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from answerkey.context import Context
from answerkey.keys.premises import Premise, decided
from answerkey.reading.sentences import links_of
from answerkey.results import Verdict
from answerkey.tree import Expr


@dataclass
class Ansatz:
    """The letters, what is said of them, and the values that were given to them so far."""

    letters: dict[str, None] = field(default_factory=dict)
    equations: list[Premise] = field(default_factory=list)
    values: dict[Expr, Expr] = field(default_factory=dict)

    def copy(self) -> "Ansatz":
        return Ansatz(dict(self.letters), self.equations[:], dict(self.values))

    def missed(self, context: Context, claim: Expr, seed: int = 0) -> tuple[Expr, Verdict] | None:
        """An equation that the values so far do not satisfy, now that a claim gives the last one in it, and why.

        A letter with two values is one of two cases, and of an error no more is told than the first equation.
        """
        new = dict(self.given(claim))
        again = {leaf for leaf, value in new.items() if self.values.get(leaf, value) != value}
        self.values |= new
        for premise, equation in self.about(again, new) if new else ():
            solved = equation.replace(self.values)
            verdict = decided(context, solved, seed)
            if verdict.status == "refuted":
                failing = {*equation.walk()} & self.values.keys()
                self.equations = [each for each in self.equations if not failing & {*each.claim.walk()}]
                return solved, replace(verdict, because=f"with it ${premise.latex}$ fails: {verdict.because}")
        return None

    def about(self, again: Collection[Expr], new: Collection[Expr]) -> list[tuple[Premise, Expr]]:
        """The equations of which all letters have a value, some of them a new one and none a second one."""
        found = []
        solved = [each for each in self.equations if not tells_function(links_of(each.claim)[0])]
        for premise, equation in ((each, link) for each in solved for link in links_of(each.claim)):
            letters = {leaf for leaf in equation.walk() if leaf.head == "name" and leaf.args[0] in self.letters}
            known = letters & {*new} and letters <= self.values.keys() and not letters & {*again}
            if known and equation.head == "eq" and equation.args[0].head != "name":
                found.append((premise, equation))
        return found

    def given(self, claim: Expr) -> Iterator[tuple[Expr, Expr]]:
        """The letters that an equation gives, each with its value; those in a matrix by what it was supposed to be."""
        if claim.head != "eq":
            return
        leaf, value = claim.args
        if leaf.head == "name" and leaf.args[0] in self.letters and leaf not in {*value.walk()}:
            yield leaf, value
        supposed = [leaf, *(e.args[1] for p in self.equations for e in links_of(p.claim) if e.args[:1] == (leaf,))]
        for block in supposed:
            if block.head == value.head == "block" and block.args[0] == value.args[0]:
                cells = zip(block.nodes, value.nodes, strict=False)
                yield from ((c, v) for c, v in cells if c.head == "name" and c.args[0] in self.letters)


def tells_function(equation: Expr) -> bool:
    """Whether an equation, or the chain that it begins, tells a function such as f(x) = log(x), not to be solved."""
    return equation.head == "eq" and equation.args[0].head == "call" and equation.args[1].head != "num"
