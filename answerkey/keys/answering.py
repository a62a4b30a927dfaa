"""Where a key states the answer that the sheet knows, and how the two compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from flint import fmpq

from answerkey.answers import Answer, Choice, Count, Formula, Locus, Optimum, Qualitative, Read, Region, Verdict
from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.referee.evaluate import Point
from answerkey.keys.judging import Judged, Said
from answerkey.keys.statements import Place
from answerkey.measuring import arguments, plain, settings
from answerkey.problem import Part
from answerkey.reading.names import identifier
from answerkey.reading.sentences import sentence
from answerkey.reading.tokens import Unread
from answerkey.results import Verdict as Decision
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, conjunction

Grade = Literal["right", "incomplete", "wrong", "not found"]
ORDERED = frozenset({"lt", "le", "ne", "in", "and", "or", "not"})


NOT_STATED = Decision("undecided", "the key does not state it")


@dataclass(frozen=True)
class Graded:
    """An answer of the sheet, what the key says instead, where, and how that stands."""

    kind: str
    expected: str  # the sheet's answer, in LaTeX
    grade: Grade
    place: Place | None = None
    latex: str = ""
    verdict: Decision = NOT_STATED
    experiment: str = ""  # what the measurement says at the witness


def known_answers(part: Part) -> Iterator[tuple[Read, Callable]]:
    """The answers of a part, under its names and those that its derivation defines, with their measurements."""
    context, answers = ran(part)
    for answer, measured in zip(answers, part.measured, strict=False):
        core = answer.core if isinstance(answer, Qualitative) else answer
        if not isinstance(core, Verdict):
            with suppress(Unread, ShapeError):
                yield core.read(context), measured


def chosen_names(answer: Answer) -> frozenset[str]:
    """The names that an answer chooses values for."""
    return frozenset(map(identifier, answer.values)) if isinstance(answer, Choice) else frozenset()


def ran(part: Part) -> tuple[Context, tuple[Answer, ...]]:
    """The context at the end of a derivation, and what it returns."""
    context, generator = part.context(), part.derivation()
    while True:
        try:
            context = sentence(next(generator), context)[1]
        except StopIteration as end:
            return context, end.value if isinstance(end.value, tuple) else (end.value,)


@dataclass(frozen=True)
class Grader:
    """Compares an answer of the sheet with what a key says in the section for its part."""

    read: Read
    measured: Callable
    context: Context  # at the end of the section
    seed: int = 0

    def grade(self, said: Sequence[Said]) -> Graded:
        """The grade of the last statement of the answer; of a bare formula only if it is right."""
        kind, shown = type(self.read.answer).__name__, self.read.answer.latex
        for each in reversed(said):
            for judged, claim in self.statements(each):
                if (found := self.compared(claim)) is not None:
                    grade, verdict = found
                    experiment = self.experiment(verdict) if grade == "wrong" else ""
                    latex = each.statement.latex if isinstance(self.read.answer, Region) else judged.latex
                    return Graded(kind, shown, grade, judged.place, latex, verdict, experiment)
        for each in reversed(said):
            if len(each.links) == 1 and (bare := each.links[0]).standing == "mention" and bare.claim is not None:
                found = self.as_value(bare.claim)
                if found and found[0] == "right":
                    return Graded(kind, shown, "right", bare.place, bare.latex, found[1])
        return Graded(kind, shown, "not found")

    def statements(self, said: Said) -> Iterator[tuple[Judged, Expr]]:
        """What a statement says as a whole, and of a chain of equations, what its ends say."""
        if said.claim is None or said.links[0].standing == "mention":
            return
        if isinstance(self.read.answer, Region):
            yield said.links[-1], said.claim
            return
        first, last = said.links[0].claim, said.links[-1].claim
        assert first is not None and last is not None
        if len(said.links) > 1 and first.head == last.head == "eq":
            yield said.links[-1], Expr("eq", first.args[0], last.args[1])
        yield from ((link, link.claim) for link in reversed(said.links) if link.claim is not None)

    def compared(self, claim: Expr) -> tuple[Grade, Decision] | None:
        """How a claim compares with the answer; None if it does not state it."""
        answer = self.read.answer
        if isinstance(answer, Region):
            return self.as_region(claim)
        value = self.stated(answer, claim)
        return None if value is None else self.as_value(value)

    # -- regions

    def as_region(self, claim: Expr) -> tuple[Grade, Decision] | None:
        answer = self.read.answer
        assert isinstance(answer, Region)
        parameter = self.name(answer.parameter)
        links = conjunction(claim).args if claim.head == "and" else (claim,)
        bounds = [p for p in links if p.head in ORDERED and parameter in set(p.walk())]
        if claim.head not in ORDERED or len(bounds) < len(links) or not self.is_about(claim, parameter):
            return None
        same = self.decide(Expr("iff", claim, self.read.value))
        if same.status == "proved":
            return "right", same
        weaker = self.decide(Expr("implies", self.read.value, claim))
        if weaker.status == "proved":
            return "incomplete", replace(same, because=f"a bound is missing: {same.because}")
        return ("wrong", same) if same.status == "refuted" else None

    def is_about(self, claim: Expr, parameter: Expr) -> bool:
        """Whether a relation bounds the parameter itself, by what does not depend on it."""
        for node in claim.walk():
            if node.head in ("lt", "le"):
                sides = [side for side in node.args if parameter in set(side.walk())]
                if sides != [parameter]:
                    return False
        return True

    # -- values

    def stated(self, answer: Answer, claim: Expr) -> Expr | None:
        """The value that a formula gives to what the answer is about."""
        if claim.head not in ("eq", "tends", "le", "lt"):
            return None
        left, right = claim.args
        if isinstance(answer, Count):
            return self.other_side(claim, self.name(answer.index))
        if claim.head in ("lt", "le"):
            return None
        if isinstance(answer, Optimum):
            return self.other_side(claim, self.name(answer.parameter))
        if isinstance(answer, Locus):
            value = self.read.value
            return self.other_side(claim, value.args[0]) if answer.is_one(self.read) else None
        if isinstance(answer, Choice):
            (leaf, *others) = answer.leaves(self.read.context)
            return None if others else self.other_side(claim, leaf)
        if isinstance(answer, Formula):
            question = self.read.claims[0].args[0]
            return right if self.same(left, question) else left if self.same(right, question) else None
        return None

    def as_value(self, value: Expr) -> tuple[Grade, Decision] | None:
        wanted = self.wanted()
        if value.shape != wanted.shape and wanted.shape:
            return None
        verdict = self.decide(Expr("eq", value, wanted))
        if verdict.passes:
            return "right", verdict
        return ("wrong", verdict) if verdict.status == "refuted" else None

    def wanted(self) -> Expr:
        answer, value = self.read.answer, self.read.value
        if isinstance(answer, Count | Choice):
            return value.args[0]
        if isinstance(answer, Optimum | Locus):
            return value.args[1]
        return value

    def other_side(self, claim: Expr, leaf: Expr) -> Expr | None:
        """The other side of a relation with a name, or with its starred, hatted or capital form."""
        for side, other in (claim.args, claim.args[::-1]):
            if side == leaf or (side.head == "name" and side.args[0] in variants(leaf.args[0])):
                return other if leaf not in set(other.walk()) else None
        return None

    # -- deciding

    def name(self, latex: str) -> Expr:
        from answerkey.reading.parser import read

        return read(latex, self.read.context.names)

    def same(self, one: Expr, other: Expr) -> bool:
        if one == other:
            return True
        heads = {n.head for n in other.walk()} - {"num", "name", "add", "mul", "pow"}
        return (
            bool(heads)
            and heads <= {n.head for n in one.walk()}
            and one.shape == other.shape
            and self.proves(one, other)
        )

    def proves(self, one: Expr, other: Expr) -> bool:
        with suppress(ShapeError):
            return self.decide(Expr("eq", one, other)).status == "proved"
        return False

    def decide(self, claim: Expr) -> Decision:
        context = self.read.context
        for leaf in (n for n in claim.walk() if n.head == "name"):
            if context.names.get(leaf.args[0]) is None and (symbol := self.context.names.get(leaf.args[0])):
                context = replace(context, names=context.names.with_symbol(leaf.args[0], symbol))
                if leaf in self.context.definitions:
                    context = context.with_definition(leaf, self.context.definitions[leaf])
        return Ladder(context, self.seed).decide(claim)

    def experiment(self, verdict: Decision) -> str:
        """What the measurement observes at the witness, and what the sheet's answer says there."""
        try:
            names, witness = self.read.context.names, verdict.witness or {}
            numbers = {name: Fraction(text) for name, text in witness.items() if name in names.symbols}
            rest = next(settings(self.measured, self.read, self.seed))  # of which the witness says nothing
            given = {names.leaf(name): fmpq(n.numerator, n.denominator) for name, n in numbers.items()}
            point = Point(rest.values | given, rest.sizes)
            observed = self.measured(**arguments(self.measured, self.read, point))
            expected = self.read.answer.expected(self.read, point)
        except Exception:  # a witness that is no setting of the experiment
            return ""
        at = ", ".join(f"{name} = {text}" for name, text in (verdict.witness or {}).items())
        seen = plain(getattr(observed, "value", observed))
        return f"measured by {self.measured.__name__} at {at}: {seen} (the sheet's answer: {expected})"


def variants(name: str) -> set[str]:
    """How a name is written for a special value of what it stands for."""
    return {f"{name}_star", f"{name}_hat", f"{name}_opt", f"{name}_max", f"{name}_best", name.upper()}
