"""The values that a key gives to the names that it has to choose: by name, bare, or in the place of the name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerkey.answers import Choice
from answerkey.keys.candidates import Candidate, is_lone, is_unfit, unfit
from answerkey.keys.comparing import Compared, Comparison
from answerkey.keys.judging import Judged, Said
from answerkey.keys.premises import decided
from answerkey.reading.declarations import DEFINED
from answerkey.reading.names import identifier
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, conjunction, name

Given = tuple[Said, Judged, Expr | None]  # where a name has its value, which is None if it does not fit or was not read
INDICES = tuple(map(name, "ijk"))  # that say for which coordinate
LONG = 100  # a bare number that is shorter may be any


@dataclass(frozen=True)
class Chooser:
    """Compares the values that a key chooses with those of the sheet, or tries them."""

    comparison: Comparison

    @property
    def leaves(self) -> list[Expr]:
        """The names that the answer chooses values for."""
        read = self.comparison.read
        return read.answer.leaves(read.context) if isinstance(read.answer, Choice) else []

    def candidates(self, said: Sequence[Said]) -> list[Candidate]:
        """The last values that a key gives to the names that it has to choose, if it gives any."""
        given = self.given(said)
        if not given:
            return []
        each, link, _ = max(given.values(), key=lambda found: (found[1].place.line, found[1].place.column))
        if (bad := next((found for found in given.values() if found[2] is None), None)) is not None:
            each, link, _ = bad
            return [Candidate(each, link, link.latex, unfit(link), chosen=True)]
        values = {leaf: value for leaf, (_, _, value) in given.items() if value is not None}
        compared, worst = self.chosen_well(values)
        if worst is not None:
            each, link, _ = given[worst]
        told = not any(self.comparison.is_open(node) for value in values.values() for node in value.walk())
        return [Candidate(each, link, link.latex, compared, chosen=told)]

    def chosen_well(self, given: dict[Expr, Expr]) -> tuple[Compared, Expr | None]:
        """How the values compare, and the first name with another value than the sheet's where they do not do."""
        read, leaves = self.comparison.read, self.leaves
        wanted = dict(zip(leaves, read.value.args, strict=True))
        others = [leaf for leaf in given if not self.is_same(given[leaf], wanted[leaf])]
        if missing := [leaf for leaf in leaves if leaf not in given]:
            says = Verdict("undecided", f"no value is given for {', '.join(map(str, missing))}")
            return Compared("wrong" if others else "incomplete", says), others[0] if others else None
        chosen = Expr("set", *(given[leaf] for leaf in leaves))
        if not others:
            return Compared("right", Verdict("proved", "the values of the sheet"), chosen), None
        if any(self.comparison.is_open(node) for value in given.values() for node in value.walk()):
            return Compared("undecided", Verdict("undecided", "it has letters of which nothing is said")), None
        context = read.context
        for leaf, value in given.items():
            context = context.with_definition(leaf, value)
        verdict = decided(context, conjunction(*read.claims))
        if verdict.passes:
            return Compared("right", verdict, chosen), None
        return Compared("wrong" if verdict.status == "refuted" else "undecided", verdict, chosen), others[0]

    def is_same(self, one: Expr, other: Expr) -> bool:
        try:
            return self.comparison.decide(Expr("eq", one, other)).status == "proved"
        except ShapeError:
            return False

    def given(self, said: Sequence[Said]) -> dict[Expr, Given]:
        """What the key puts for each name, and where it last does; what it only supposes if it states nothing."""
        for each_role in (lambda role: role != "assumed", lambda role: True):
            stated = [each for each in said if each_role(each.statement.role) and not each.statement.hypothetical]
            found = {leaf: last for leaf in self.leaves if (last := self.last(stated, leaf)) is not None}
            if found:
                return found
        return self.in_place(said)

    def last(self, said: Sequence[Said], leaf: Expr) -> Given | None:
        """The last value that statements give to a name."""
        found = None
        for each in said:
            for link in each.links:
                if (value := self.put_for(link, leaf)) is not None or self.is_unfit(link, leaf):
                    found = (each, link, value)
        return found

    def put_for(self, link: Judged, leaf: Expr) -> Expr | None:
        """The value that a link gives to a name; of a definition, which need not fit the sheet's shapes, its own."""
        definitions = self.comparison.context.definitions
        if (match := DEFINED.match(link.latex)) and link.standing == "given" and self.is_meant(match[1], leaf):
            defined = (value for key, value in definitions.items() if key.args[0] == identifier(match[1]))
            if (value := next(defined, None)) is not None:
                return value
        claims = (link.claim.args if link.claim.head == "and" else (link.claim,)) if link.claim is not None else ()
        values = (self.other_side(claim, leaf) for claim in claims if claim.head == "eq")
        return next((value for value in values if value is not None), None)

    def other_side(self, claim: Expr, leaf: Expr) -> Expr | None:
        """The other side of an equation with a name, or with the one for any coordinate."""
        left, right = claim.args
        if left.head == "term" and left.args[0] == leaf.args[0] and left.args[2] in INDICES:
            return right
        return self.comparison.other_side(claim, leaf)

    def is_meant(self, latex: str, leaf: Expr) -> bool:
        """Whether a key calls a name so, with an index that says for which coordinate."""
        return identifier(latex) in (leaf.args[0], *(f"{leaf.args[0]}_{index.args[0]}" for index in INDICES))

    def is_unfit(self, link: Judged, leaf: Expr) -> bool:
        """Whether a link gives a name a value that has the wrong size or could not be read."""
        match = DEFINED.match(link.latex) if is_unfit(link) else None
        return match is not None and self.is_meant(match[1], leaf)

    def in_place(self, said: Sequence[Said]) -> dict[Expr, Given]:
        """The values that stand in the place of the names where a statement says what the question asks."""
        for each in reversed(said):
            for link in reversed(each.links):
                for question in self.comparison.read.claims if link.claim is not None else ():
                    found = put_in(question, link.claim, self.leaves) if link.claim is not None else None
                    if found and len(found) == len(self.leaves):
                        return {leaf: (each, link, value) for leaf, value in found.items()}
        return {}

    def bare(self, said: Sequence[Said]) -> Iterator[Candidate]:
        """A bare formula that is the value of the only name."""
        if len(self.leaves) != 1:
            return
        (wanted,) = self.comparison.read.value.args
        for each in reversed(said):
            value = each.links[0].claim if is_lone(each) else None
            if value is None or (value.head == "num" and len(str(value.args[0])) < len(str(LONG))):
                continue
            if value.shape == wanted.shape and self.is_same(value, wanted):
                compared = Compared("right", Verdict("proved", "the value of the sheet"), value)
                yield Candidate(each, each.links[0], each.links[0].latex, compared)


def put_in(pattern: Expr, claim: Expr, leaves: Sequence[Expr]) -> dict[Expr, Expr] | None:
    """What stands in a claim in the place of each name of a pattern; None of a claim that is another."""
    if pattern in leaves:
        return {pattern: claim} if pattern.shape == claim.shape else None
    if pattern == claim:
        return {}
    if pattern.head != claim.head or len(pattern.args) != len(claim.args):
        return None
    found: dict[Expr, Expr] = {}
    for one, other in zip(pattern.args, claim.args, strict=True):
        if not isinstance(one, Expr) or not isinstance(other, Expr):
            if one != other:
                return None
            continue
        inner = put_in(one, other, leaves)
        if inner is None or any(found.get(leaf, value) != value for leaf, value in inner.items()):
            return None
        found |= inner
    return found
