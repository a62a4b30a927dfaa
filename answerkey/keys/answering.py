"""Where a key states the answer that the sheet knows, and how the two compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from flint import fmpq

from answerkey.answers import Answer, Choice, Count, Formula, Locus, Optimum, Read, Region
from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point
from answerkey.keys.choosing import chosen_well, joined, with_ends
from answerkey.keys.judging import Judged, Said
from answerkey.keys.phrases import says_answer
from answerkey.keys.premises import decided
from answerkey.keys.statements import Place
from answerkey.measuring import arguments, plain, settings
from answerkey.reading.declarations import DEFINED
from answerkey.reading.names import identifier
from answerkey.results import Verdict as Decision
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, conjunction, is_bound

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


@dataclass(frozen=True)
class Candidate:
    """What may be the key's answer, and how it compares with the sheet's."""

    said: Said
    judged: Judged
    latex: str
    grade: Grade
    verdict: Decision

    @property
    def is_final(self) -> bool:
        """Whether the key says that this is its answer."""
        return says_answer(self.said.statement.words) or self.said.statement.is_boxed

    @property
    def is_stated(self) -> bool:
        """Whether the key says that it is so, and does not only suppose it."""
        return self.said.statement.role != "assumed" and not self.said.statement.hypothetical


@dataclass(frozen=True)
class Grader:
    """Compares an answer of the sheet with what a key says in the section for its part."""

    read: Read
    measured: Callable
    context: Context  # at the end of the section
    bounds: tuple[Expr, ...] = ()  # that the question or the key supposes
    seed: int = 0

    def grade(self, said: Sequence[Said], others: Sequence["Grader"] = ()) -> Graded:
        """The grade of what the key calls its answer, or else of the best that it states.

        What is wrong here and right for another answer of the part is an answer to that; a bare formula counts only
        if it is right.
        """
        kind, shown = type(self.read.answer).__name__, self.read.answer.latex
        found = [c for c in self.candidates(said) if c.grade == "right" or not any(o.accepts(c.said) for o in others)]
        if (best := chosen_of(found)) is not None:
            experiment = self.experiment(best.verdict) if best.grade == "wrong" else ""
            return Graded(kind, shown, best.grade, best.judged.place, best.latex, best.verdict, experiment)
        for each in reversed(said):
            if len(each.links) == 1 and (bare := each.links[0]).standing == "mention" and bare.claim is not None:
                with suppress(ShapeError):
                    if (same := self.as_value(bare.claim)) and same[0] == "right":
                        return Graded(kind, shown, "right", bare.place, bare.latex, same[1])
        return self.unsolved(said) or self.among_others(said) or Graded(kind, shown, "not found")

    def unsolved(self, said: Sequence[Said]) -> Graded | None:
        """A condition that says the same as the answer, and is not solved for what the question asks."""
        answer = self.read.answer
        if isinstance(answer, Region) or (isinstance(answer, Locus) and not answer.is_one(self.read)):
            for each in reversed(said):
                if (claim := each.claim) is None or claim.head not in ("lt", "le", "eq", "and", "or"):
                    continue
                if (same := self.decide(Expr("iff", claim, self.read.value))).passes:
                    why = replace(same, because="it says the same, and is not solved")
                    place, kind = each.links[-1].place, type(answer).__name__
                    return Graded(kind, answer.latex, "incomplete", place, each.statement.latex, why)
        return None

    def among_others(self, said: Sequence[Said]) -> Graded | None:
        """An answer that stands on a side of an equation about something else, such as w^* for a limit."""
        kind, shown = type(self.read.answer).__name__, self.read.answer.latex
        for link in (link for each in reversed(said) for link in reversed(each.links)):
            if link.claim is None or link.claim.head != "eq" or link.standing in ("wrong", "consequence"):
                continue
            for side in link.claim.args[::-1]:
                if side.depth > 2 and not isinstance(self.read.answer, Region | Choice | Locus | Count):
                    with suppress(ShapeError):
                        if (same := self.as_value(side)) and same[0] == "right":
                            return Graded(kind, shown, "right", link.place, link.latex, same[1])
        return None

    def candidates(self, said: Sequence[Said]) -> list[Candidate]:
        """Everything in the key that may be meant as this answer, in order."""
        if isinstance(self.read.answer, Choice):
            return self.choices(said)
        found = []
        for each in joined(said) if isinstance(self.read.answer, Region | Locus) else said:
            with suppress(ShapeError):
                for judged, claim in self.statements(each):
                    if (same := self.compared(claim)) is not None:
                        whole = isinstance(self.read.answer, Region)
                        found.append(Candidate(each, judged, each.statement.latex if whole else judged.latex, *same))
                        break
        return found

    def accepts(self, said: Said) -> bool:
        """Whether a statement gives this answer."""
        return any(candidate.grade == "right" for candidate in self.candidates([said]))

    def statements(self, said: Said) -> Iterator[tuple[Judged, Expr]]:
        """What a statement says as a whole, and of a chain of equations, what its ends say."""
        if said.claim is None or said.links[0].standing == "mention":
            return
        answer = self.read.answer
        if isinstance(answer, Region) or (isinstance(answer, Locus) and not answer.is_one(self.read)):
            yield said.links[-1], said.claim
            return
        first, last = said.links[0].claim, said.links[-1].claim
        assert first is not None and last is not None
        if len(said.links) > 1 and first.head == last.head == "eq":
            yield said.links[-1], Expr("eq", first.args[0], last.args[1])
        yield from ((link, link.claim) for link in reversed(said.links) if link.claim is not None)

    def choices(self, said: Sequence[Said]) -> list[Candidate]:
        """The last values that a key gives to the names that it has to choose, if it gives any."""
        leaves = self.read.answer.leaves(self.read.context)  # type: ignore[attr-defined]
        given = self.given(said, leaves)
        if not given:
            return []
        each, link, _ = max(given.values(), key=lambda found: (found[1].place.line, found[1].place.column))
        values = {leaf: value for leaf, (_, _, value) in given.items()}
        grade, verdict, worst = chosen_well(self.read, leaves, values, self.decide)
        if worst is not None:
            each, link, _ = given[worst]
        return [Candidate(each, link, link.latex, grade, verdict)]

    def given(self, said: Sequence[Said], leaves: list[Expr]) -> dict[Expr, tuple[Said, Judged, Expr]]:
        """What the key puts for each name, and where it last does; what it only supposes if it states nothing."""
        for each_role in (lambda role: role != "assumed", lambda role: True):
            found = {}
            for each in (each for each in said if each_role(each.statement.role) and not each.statement.hypothetical):
                for link in each.links:
                    for leaf in leaves:
                        if (value := self.put_for(link, leaf)) is not None:
                            found[leaf] = (each, link, value)
            if found:
                return found
        return {}

    def put_for(self, link: Judged, leaf: Expr) -> Expr | None:
        """The value that a link gives to a name; of a definition, which need not fit the sheet's shapes, its own."""
        if (match := DEFINED.match(link.latex)) and link.standing == "given" and identifier(match[1]) == leaf.args[0]:
            defined = (value for name, value in self.context.definitions.items() if name.args[0] == leaf.args[0])
            if (value := next(defined, None)) is not None:
                return value
        claims = (link.claim.args if link.claim.head == "and" else (link.claim,)) if link.claim is not None else ()
        values = (self.other_side(claim, leaf) for claim in claims if claim.head == "eq")
        return next((value for value in values if value is not None), None)

    def compared(self, claim: Expr) -> tuple[Grade, Decision] | None:
        """How a claim compares with the answer; None if it does not state it."""
        answer = self.read.answer
        if isinstance(answer, Region):
            return self.as_region(claim)
        if isinstance(answer, Count) and claim.head in ("lt", "le"):
            return self.as_least(claim, self.name(answer.index))
        if isinstance(answer, Locus) and not answer.is_one(self.read):
            return self.as_locus(claim)
        value = self.stated(answer, claim)
        return None if value is None else self.as_value(value)

    # -- regions

    def as_region(self, claim: Expr) -> tuple[Grade, Decision] | None:
        answer = self.read.answer
        assert isinstance(answer, Region)
        parameter = self.name(answer.parameter)
        links = (
            [p for p in conjunction(claim).args if not self.is_aside(p, parameter)] if claim.head == "and" else [claim]
        )
        claim = conjunction(*links) if links else claim
        bounds = [p for p in links if p.head in ORDERED and parameter in set(p.walk())]
        if claim.head not in ORDERED or len(bounds) < len(links) or not self.is_about(claim, parameter):
            return None
        supposed = [bound for bound in self.bounds if parameter in bound.args]
        same = self.decide(Expr("iff", conjunction(*supposed, claim), conjunction(*supposed, self.read.value)))
        if same.status == "proved":
            return "right", same
        if (missing := self.falls_short(links, claim)) is not None:
            return "incomplete", replace(same, because=f"{missing}: {same.because}")
        return ("wrong", same) if same.status == "refuted" else None

    def falls_short(self, links: Sequence[Expr], claim: Expr) -> str | None:
        """What a claim leaves out that is right as far as it goes: bounds of the answer, or ends of them."""
        value = self.read.value
        if self.are_among(links, value) and self.decide(Expr("implies", value, claim)).status == "proved":
            return "a bound is missing"
        closed = with_ends(claim)
        ends = closed != claim and self.decide(Expr("iff", closed, value)).status == "proved"
        return "an end is missing" if ends else None

    def are_among(self, links: Sequence[Expr], value: Expr) -> bool:
        """Whether all bounds are bounds of the answer, of which some are missing."""
        known = value.args if value.head == "and" else (value,)
        return value.head == "or" or all(any(self.decide(Expr("iff", p, q)).passes for q in known) for p in links)

    def is_aside(self, link: Expr, parameter: Expr) -> bool:
        """Whether a link of a chain is an identity about something else, as in x < min(1, 2) = 1."""
        return link.head == "eq" and parameter not in set(link.walk()) and self.proves(*link.args)

    def is_about(self, claim: Expr, parameter: Expr) -> bool:
        """Whether a relation bounds the parameter itself, by what does not depend on it."""
        for node in claim.walk():
            if node.head in ("lt", "le"):
                sides = [side for side in node.args if parameter in set(side.walk())]
                if sides != [parameter]:
                    return False
        return True

    # -- values

    def as_least(self, claim: Expr, index: Expr) -> tuple[Grade, Decision] | None:
        """A bound of a count, which has to lie below it; whether it is counted itself is another question."""
        low, high = claim.args
        if self.is_called(high, index) and index not in set(low.walk()):
            return self.as_value(low)
        if self.is_called(low, index) and index not in set(high.walk()) and self.is_bound(high):
            return "wrong", Decision("refuted", "this bounds from above what has to be bounded from below")
        return None

    def is_bound(self, value: Expr) -> bool:
        return self.decide(Expr("eq", value, self.read.value.args[0])).passes

    def as_locus(self, claim: Expr) -> tuple[Grade, Decision] | None:
        """A relation between the names that the solution is about."""
        value = self.read.value
        about = {n for n in value.walk() if n.head in ("name", "term", "entry")}
        if claim.head == "eq" and value.head != "eq":
            weaker = self.decide(Expr("implies", claim, value))
            if weaker.status != "proved" or self.decide(Expr("iff", claim, value)).passes:
                return None
            return "incomplete", replace(weaker, because="a case is missing")
        if claim.head != value.head or not about <= {*claim.walk()}:
            return None
        same = self.decide(Expr("iff", claim, value))
        return ("right" if same.status == "proved" else "wrong", same) if same.status != "undecided" else None

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
        if isinstance(answer, Formula):
            question = self.read.claims[0].args[0]
            return right if self.same(left, question) else left if self.same(right, question) else None
        return None

    def as_value(self, value: Expr) -> tuple[Grade, Decision] | None:
        wanted = self.wanted()
        if (value.shape != wanted.shape and wanted.shape) or any(map(self.is_open, value.walk())):
            return None
        if isinstance(self.read.answer, Count) and value.has("ceil", "floor"):
            wanted = self.read.value
        verdict = self.decide(Expr("eq", value, wanted))
        if verdict.passes:
            return "right", verdict
        return ("wrong", verdict) if verdict.status == "refuted" else None

    def is_open(self, node: Expr) -> bool:
        """Whether a node is a name of the key's own of which it does not say what it is."""
        free = node.head == "name" and not is_bound(node) and node not in self.context.definitions
        return free and self.read.context.names.get(node.args[0]) is None

    def wanted(self) -> Expr:
        answer, value = self.read.answer, self.read.value
        if isinstance(answer, Count):
            return value.args[0]
        if isinstance(answer, Optimum | Locus):
            return value.args[1]
        return value

    def other_side(self, claim: Expr, leaf: Expr) -> Expr | None:
        """The other side of a relation with a name, or with its starred, hatted or capital form."""
        for side, other in (claim.args, claim.args[::-1]):
            if self.is_called(side, leaf):
                return other if leaf not in set(other.walk()) else None
        return None

    def is_called(self, side: Expr, leaf: Expr) -> bool:
        """Whether a side is a name, whatever its shape, or its starred, hatted or capital form."""
        return side == leaf or (side.head == "name" and side.args[0] in {leaf.args[0], *variants(leaf.args[0])})

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
        return decided(context, claim, self.seed)

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


def chosen_of(found: Sequence[Candidate]) -> Candidate | None:
    """What a key calls its answer; else the last that is right, or incomplete, or wrong and stated, in this order."""
    final = [candidate for candidate in found if candidate.is_final]
    for grade in ("right", "incomplete", "wrong"):
        for candidate in reversed(final or found):
            if candidate.grade == grade and (grade != "wrong" or candidate.is_stated):
                return candidate
    return None


def variants(name: str) -> set[str]:
    """How a name is written for a special value of what it stands for."""
    return {f"{name}_star", f"{name}_hat", f"{name}_opt", f"{name}_max", f"{name}_best", name.upper()}
