"""How what a key says compares with an answer of the sheet: values, bounds, solutions, roots."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from answerkey.answers import Count, Formula, Locus, Optimum, Read, Region, Verdict
from answerkey.context import Context
from answerkey.keys.premises import decided
from answerkey.keys.variants import respelled
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.results import Verdict as Decision
from answerkey.sequences import Formula as Written
from answerkey.shapes import ShapeError
from answerkey.tree import EYE, ZERO, Expr, conjunction, is_bound, name

Grade = Literal["right", "incomplete", "wrong", "undecided", "not found"]
ORDERED = frozenset({"lt", "le", "ne", "in", "and", "or", "not"})
NOT_WORKED_OUT = frozenset({"E", "cov", "given", "probability", "argmin", "argmax", "lim"})


@dataclass(frozen=True)
class Compared:
    """How a claim compares with the answer, and what it says the answer is, a value or a relation."""

    grade: Grade
    verdict: Decision
    value: Expr | None = None


@dataclass(frozen=True)
class Comparison:
    """Compares what a key says with an answer of the sheet."""

    read: Read
    context: Context  # at the end of the section
    bounds: tuple[Expr, ...] = ()  # that the question or the key supposes
    given: tuple[Expr, ...] = ()  # what the other answers of the part are about, which may stand in this one
    seed: int = 0
    decided: dict[Expr, Decision] = field(default_factory=dict, compare=False, repr=False)  # what was decided before

    @property
    def is_region(self) -> bool:
        return isinstance(self.read.answer, Region)

    @property
    def is_relation(self) -> bool:
        """Whether the answer is a relation, and not a value."""
        answer = self.read.answer
        return self.is_region or (isinstance(answer, Locus) and not answer.is_one(self.read))

    def compared(self, claim: Expr) -> Compared | None:
        """How a claim compares with the answer; None if it does not state it."""
        answer = self.read.answer
        if isinstance(answer, Region):
            return self.as_region(claim)
        if isinstance(answer, Count) and claim.head in ("lt", "le"):
            return self.as_least(claim, self.known_as(answer.index))
        if self.is_relation:
            return self.as_locus(claim)
        if (entry := self.entry_stated(claim)) is not None:
            return entry
        value = self.stated(claim)
        return None if value is None else self.as_value(value)

    # -- regions

    def as_region(self, claim: Expr) -> Compared | None:
        answer = self.read.answer
        assert isinstance(answer, Region)
        parameter = self.known_as(answer.parameter)
        links = (
            [p for p in conjunction(claim).args if not self.is_aside(p, parameter)] if claim.head == "and" else [claim]
        )
        claim = conjunction(*links) if links else claim
        bounds = [p for p in links if p.head in ORDERED and parameter in set(p.walk())]
        if not bounds or claim.head not in ORDERED or len(bounds) < len(links) or not self.is_about(claim, parameter):
            return None
        supposed = [bound for bound in self.bounds if parameter in bound.args]
        same = self.decide(Expr("iff", conjunction(*supposed, claim), conjunction(*supposed, self.read.value)))
        if same.status == "proved":
            return Compared("right", same, claim)
        if (missing := self.falls_short(links, claim)) is not None:
            return Compared("incomplete", replace(same, because=f"{missing}: {same.because}"), claim)
        return Compared("wrong" if same.status == "refuted" else "undecided", same, claim)

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

    def says_the_same(self, claim: Expr | None) -> Decision | None:
        """That a condition says the same as the answer, though not solved for what the question asks."""
        if claim is None or claim.head not in ("lt", "le", "eq", "and", "or") or not self.has_only_its_names(claim):
            return None
        same = self.decide(Expr("iff", claim, self.read.value))
        return same if same.passes else None

    def has_only_its_names(self, claim: Expr) -> bool:
        """Whether nothing is in a claim that is not in the answer."""
        with suppress(ShapeError, KeyError, Unread):
            ours, theirs = (
                {node for node in self.known(side).unfold(side).walk() if node.head in ("name", "term")}
                for side in (self.read.value, claim)
            )
            return theirs <= ours
        return False

    # -- solutions

    def as_locus(self, claim: Expr) -> Compared | None:
        """A relation between the names that the solution is about."""
        value = self.read.value
        if not self.has_only_its_names(claim):
            return None
        about = {n for n in value.walk() if n.head in ("name", "term", "entry")}
        if claim.head == "eq" and value.head == "or" and ZERO in claim.args and any(map(is_product, claim.args)):
            same = self.decide(Expr("iff", claim, value))
            return Compared("right", same, claim) if same.passes else None
        if claim.head in ("eq", "and") and value.head == "or":
            weaker = self.decide(Expr("implies", claim, value))
            if weaker.status != "proved" or self.decide(Expr("iff", claim, value)).passes:
                return None
            return Compared("incomplete", replace(weaker, because="a case is missing"), claim)
        if claim.head != value.head or not about <= {*claim.walk()}:
            return None
        same = self.decide(Expr("iff", claim, value))
        if same.status == "undecided":
            return None
        return Compared("right" if same.status == "proved" else "wrong", same, claim)

    @property
    def unknown(self) -> Expr | None:
        """The name of which the answer tells several values: that of a polynomial, or of alternatives."""
        value = self.read.value
        if isinstance(self.read.answer, Locus) and value.head == "or":
            leaves = {part.args[0] for part in value.args if part.head == "eq"}
            return leaves.pop() if len(leaves) == 1 and all(part.head == "eq" for part in value.args) else None
        question = self.read.claims[0].args[0] if self.read.claims else value
        if question.head == "det" and question.args[0].head == "add":
            return next(
                (part.args[0] for part in question.args[0].args if part == Expr("mul", part.nodes[0], EYE)), None
            )
        return None

    def as_roots(self, values: Sequence[Expr]) -> Compared | None:
        """The values of a name, such as eigenvalues, beside the polynomial or the alternatives of the answer."""
        leaf, value = self.unknown, self.read.value
        if leaf is None or any(each.shape or leaf in {*each.walk()} for each in values):
            return None
        if any(self.is_open(node) for each in values for node in each.walk()):
            return None
        cases = [Expr("eq", leaf, each) for each in values]
        said = Expr("or", *cases) if len(cases) > 1 else cases[0]
        if value.head == "or":
            same = self.decide(Expr("iff", said, value))
            some = self.decide(Expr("implies", said, value))
        else:
            product = leaf - values[0]
            for each in values[1:]:
                product = product * (leaf - each)
            same = self.decide(Expr("eq", product, value))
            each_one = [self.decide(Expr("eq", value.replace({leaf: each}), ZERO)) for each in values]
            some = next((found for found in each_one if not found.passes), each_one[0])
        if same.passes:
            return Compared("right", same, said)
        if some.passes:
            return Compared("incomplete", replace(some, because="a value is missing"), said)
        return Compared("wrong", some, said) if some.status == "refuted" else None

    # -- values

    def as_least(self, claim: Expr, index: Expr) -> Compared | None:
        """A bound of a count, which has to lie below it; whether it is counted itself is another question."""
        low, high = claim.args
        if self.is_called(high, index) and index not in set(low.walk()):
            return self.as_value(low)
        if self.is_called(low, index) and index not in set(high.walk()) and self.is_bound(high):
            return Compared("wrong", Decision("refuted", "this bounds from above what has to be bounded from below"))
        return None

    def is_bound(self, value: Expr) -> bool:
        return self.decide(Expr("eq", value, self.read.value.args[0])).passes

    def stated(self, claim: Expr) -> Expr | None:
        """The value that a formula gives to what the answer is about."""
        if claim.head not in ("eq", "tends"):
            return None
        for side, other in (claim.args, claim.args[::-1]):
            if self.is_asked(side):
                return other if side not in set(other.walk()) else None
        return None

    def entry_stated(self, claim: Expr) -> Compared | None:
        """How a claim about any entry of the vector that is asked compares: of a gradient, along an entry."""
        question = self.read.claims[0].args[0] if isinstance(self.read.answer, Formula) else None
        if claim.head != "eq" or question is None or not question.shape:
            return None
        side, value = claim.args
        if side.head == "derivative" and side.args[1].head == "entry" and question.head == "gradient":
            whole, index = (side.args[0], side.args[1].args[0]), side.args[1].args[1:]
            asked = whole == question.args[:2]
        else:
            asked, index = side.head == "entry" and side.args[0] == question, side.args[1:]
        if not asked or any(index_.head == "num" for index_ in index):
            return None
        verdict = self.decide(Expr("eq", value, Expr("entry", self.read.value, *index)))
        grade: Grade = "right" if verdict.passes else "wrong" if verdict.status == "refuted" else "undecided"
        return Compared(grade, verdict)

    def is_asked(self, side: Expr) -> bool:
        """Whether a side is what the answer is about: the name that has a value, or the term that the question asks."""
        if (leaf := self.leaf) is not None:
            return self.is_called(side, leaf)
        if isinstance(self.read.answer, Formula):
            return self.same(side, self.read.claims[0].args[0]) or self.stands_for_it(side)
        return False

    @property
    def leaf(self) -> Expr | None:
        """The name of which the answer tells the value, if it does so."""
        answer = self.read.answer
        if isinstance(answer, Count):
            return self.known_as(answer.index)
        if isinstance(answer, Optimum):
            return self.known_as(answer.parameter)
        return self.read.value.args[0] if isinstance(answer, Locus) and not self.is_relation else None

    def stands_for_it(self, side: Expr) -> bool:
        """Whether a side is a name that the sheet has for the answer, such as w^* for a limit."""
        return side.head == "name" and side in self.context.definitions and self.proves(side, self.wanted)

    def as_value(self, value: Expr) -> Compared | None:
        wanted = self.wanted
        if isinstance(self.read.answer, Verdict):
            return None
        if (value.shape != wanted.shape and wanted.shape) or any(map(self.is_open, value.walk())):
            return None
        if isinstance(self.read.answer, Formula) and self.read.claims[0].args[0] in {*value.walk()}:
            return None
        if isinstance(self.read.answer, Count) and value.has("ceil", "floor"):
            wanted = self.read.value
        verdict = self.decide(Expr("eq", value, wanted))
        if not verdict.passes:
            if self.is_of_its_own(value):
                return None
            return Compared("wrong" if verdict.status == "refuted" else "undecided", verdict, value)
        if not self.is_worked_out(value):
            return Compared("incomplete", replace(verdict, because="it is not worked out"), value)
        return Compared("right", verdict, value)

    def is_of_its_own(self, value: Expr) -> bool:
        """Whether a value is the number of an example, or has a letter that the key has for another thing."""
        wanted, met = ({n for n in side.walk() if n.head in ("name", "term")} for side in (self.wanted, value))
        anew = met & self.context.definitions.keys() - self.read.context.definitions.keys()
        example = self.leaf is not None and wanted and not met
        return bool(example) or any(self.read.context.names.get(leaf.args[0]) is not None for leaf in anew)

    def is_worked_out(self, value: Expr) -> bool:
        """Whether a value is told, and not only as an expectation or an optimiser that the answer has not in it."""
        plain = value.replace({question: name("given", question.shape) for question in self.given})
        with suppress(ShapeError, KeyError, ValueError):
            plain = self.context.unfold(plain)
        open_ = NOT_WORKED_OUT - {node.head for node in self.read.context.unfold(self.wanted).walk()}
        return not any(node.head in open_ for node in plain.walk())

    def is_open(self, node: Expr) -> bool:
        """Whether a node is a name of the key's own of which it does not say what it is."""
        free = node.head == "name" and not is_bound(node) and node not in self.context.definitions
        return free and self.read.context.names.get(node.args[0]) is None

    @property
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
        return leaf in (side, self.context.definitions.get(side)) or (
            side.head == "name" and side.args[0] in {leaf.args[0], *variants(leaf.args[0])}
        )

    # -- deciding

    def known_as(self, latex: str) -> Expr:
        return read(latex, self.read.context.names)

    def understood(self, latex: str) -> Expr | None:
        """A formula under the names that are known at the end of the section; None of one that cannot be read."""
        with suppress(Unread, ShapeError):
            return read(respelled(latex, self.context.names), self.context.names)
        return None

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
        if claim not in self.decided:
            self.decided[claim] = decided(self.known(claim), claim, self.seed)
        return self.decided[claim]

    def known(self, claim: Expr) -> Context:
        """The sheet's context, with the names in a claim that only the key has, and its functions."""
        context = self.read.context
        for base in {node.args[0] for node in claim.walk() if node.head in ("call", "grad")}:
            if isinstance(model := self.context.models.get(base), Written):
                context = replace(context, models=context.models | {base: model})
        for leaf in (n for n in claim.walk() if n.head == "name"):
            if context.names.get(leaf.args[0]) is None and (symbol := self.context.names.get(leaf.args[0])):
                context = replace(context, names=context.names.with_symbol(leaf.args[0], symbol))
                if leaf in self.context.definitions:
                    context = context.with_definition(leaf, self.context.definitions[leaf])
        return context


def is_product(side: Expr) -> bool:
    """Whether a side is a product of names, which is zero where one of them is."""
    return side.head == "mul" and all(part.head == "name" for part in side.args)


def variants(name: str) -> set[str]:
    """How a name is written for a special value of what it stands for."""
    return {f"{name}_star", f"{name}_hat", f"{name}_opt", f"{name}_max", f"{name}_best", name.upper()}


def with_ends(relation: Expr) -> Expr:
    """A relation with every end of its bounds."""
    if relation.head == "lt":
        return Expr("le", *relation.args)
    return relation.rebuild(with_ends) if relation.head in ("and", "or") else relation
