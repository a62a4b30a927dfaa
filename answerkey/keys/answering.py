"""Where a key states the answer that the sheet knows, and how the two compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from answerkey.answers import Choice, Formula, Read
from answerkey.context import Context
from answerkey.keys.choosing import chosen_well, joined
from answerkey.keys.comparing import Compared, Comparison, Grade
from answerkey.keys.judging import Judged, Said
from answerkey.keys.phrases import says_answer
from answerkey.keys.roots import roots
from answerkey.keys.simulated import simulated
from answerkey.keys.spoken import spoken
from answerkey.keys.statements import Place, trimmed
from answerkey.reading.declarations import DEFINED
from answerkey.reading.names import identifier
from answerkey.results import Verdict as Decision
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

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
    experiment: str = ""  # what the key says at the witness, and what is seen when it is simulated
    seconds: float = field(default=0.0, compare=False)  # that the comparison took


@dataclass(frozen=True)
class Candidate:
    """What may be the key's answer, and how it compares with the sheet's."""

    said: Said
    judged: Judged
    latex: str
    compared: Compared
    chosen: bool = False  # whether it gives values that are to be chosen, as in "take W = I"
    sure: bool = False  # whether it is said of all that it is about, so that nothing before it can be meant instead
    note: str = ""  # that the key had another answer before

    @property
    def grade(self) -> Grade:
        return self.compared.grade

    @property
    def place(self) -> Place:
        return self.judged.place

    @property
    def is_final(self) -> bool:
        """Whether the key says that this is its answer."""
        return is_final(self.said)

    @property
    def is_stated(self) -> bool:
        """Whether the key says that it is so, and does not only suppose it."""
        return (self.chosen or self.said.statement.role != "assumed") and not self.said.statement.hypothetical

    @property
    def is_error(self) -> bool:
        """Whether it was found wrong where it stands, and not only beside the sheet's answer."""
        return self.sure or any(link.standing in ("wrong", "consequence") for link in self.said.links)


@dataclass(frozen=True)
class Grader:
    """Compares an answer of the sheet with what a key says in the section for its part."""

    comparison: Comparison
    measured: Callable
    alone: bool = True  # whether the part has no other answer

    @cached_property
    def kind(self) -> str:
        return type(self.comparison.read.answer).__name__

    @property
    def expected(self) -> str:
        return self.comparison.read.answer.latex

    def grade(self, said: Sequence[Said], others: Sequence["Grader"] = ()) -> Graded:
        """The grade of what the key gives as its answer in the end.

        What is wrong here and right for another answer of the part is an answer to that; a bare formula counts only
        if it is right.
        """
        said = list(spoken(said))
        found = [c for c in self.candidates(said) if c.grade == "right" or not any(o.accepts(c.said) for o in others)]
        if (best := chosen_of(found)) is None:
            best = self.bare(said) or self.unsolved(said) or self.among_others(said)
            best = best or next((c for c in reversed(found) if c.grade == "undecided" and c.is_stated), None)
        if best is None:
            return Graded(self.kind, self.expected, "not found")
        seen = simulated(self.comparison, self.measured, best.compared) if best.grade in ("wrong", "incomplete") else ""
        verdict = between_both(best.compared.verdict, best.note)
        seen = f"{seen}; {best.note}" if seen and best.note else seen
        return Graded(self.kind, self.expected, best.grade, best.place, best.latex, verdict, seen)

    def accepts(self, said: Said) -> bool:
        """Whether a statement gives this answer."""
        return any(candidate.grade == "right" for candidate in self.candidates([said]))

    def candidates(self, said: Sequence[Said]) -> list[Candidate]:
        """Everything in the key that may be meant as this answer, in order."""
        if isinstance(self.comparison.read.answer, Choice):
            return self.choices(said)
        whole, found = self.comparison.is_region, []
        for each in joined(said) if self.comparison.is_relation else said:
            with suppress(ShapeError):
                if (first := next(self.statements(each), None)) is not None:
                    judged, compared = first
                    latex = each.statement.latex if whole or judged.claim is None else judged.latex
                    found.append(Candidate(each, judged, latex, compared))
        return sorted([*found, *self.roots(said)], key=lambda c: (c.place.line, c.place.column))

    def roots(self, said: Sequence[Said]) -> Iterator[Candidate]:
        """The values of a name of which the answer tells several; some of them are wrong only if said to be all."""
        if (leaf := self.comparison.unknown) is None:
            return
        for each in roots(said, leaf, self.comparison.understood):
            with suppress(ShapeError):
                same = self.comparison.as_roots(each.values)
                if same is not None and (each.named or same.grade == "right"):
                    yield Candidate(each.said, each.link, each.latex, same, sure=True)

    def statements(self, said: Said) -> Iterator[tuple[Judged, Compared]]:
        """How what a statement says as a whole compares, and of a chain of equations, what its ends say."""
        comparison, last = self.comparison, said.links[-1]
        if is_lone(said):
            yield from self.boxed(said)
            return
        if comparison.is_relation:
            claims = [(last, said.claim)]
        else:
            ends = f"{said.statement.sides[0]} = {trimmed(said.statement.sides[-1])}"
            claims = [(replace(last, latex=ends), ends_of(said)), *((link, link.claim) for link in said.links[::-1])]
        for judged, claim in claims:
            if claim is not None and (compared := comparison.compared(claim)) is not None:
                yield judged, compared
        yield from self.unfit(said)

    def unfit(self, said: Said) -> Iterator[tuple[Judged, Compared]]:
        """The last side of a chain about what is asked that has the wrong size, or could not be read."""
        for link in said.links[::-1]:
            if link.claim is None and link.standing in ("wrong", "undecided", "unread"):
                about = self.comparison.understood(said.statement.sides[0])
                if about is not None and self.comparison.is_asked(about):
                    yield link, unfit(link)
                return

    def boxed(self, said: Said) -> Iterator[tuple[Judged, Compared]]:
        """A bare value that the key calls its answer, of a part with a single one."""
        (link,) = said.links
        if link.claim is None or self.comparison.is_relation or not self.alone or not is_final(said):
            return
        if (compared := self.comparison.as_value(link.claim)) is not None:
            yield link, compared

    # -- what does not say in a relation what is asked

    def bare(self, said: Sequence[Said]) -> Candidate | None:
        """The answer as a bare formula, or as the values of a name."""
        for each in reversed(said):
            if not is_lone(each) or (claim := each.links[0].claim) is None:
                continue
            with suppress(ShapeError):
                if (same := self.comparison.as_value(claim)) and same.grade == "right":
                    return Candidate(each, each.links[0], each.links[0].latex, same)
        return None

    def unsolved(self, said: Sequence[Said]) -> Candidate | None:
        """A condition that says the same as the answer, and is not solved for what the question asks."""
        if not self.comparison.is_relation:
            return None
        for each in reversed(said):
            if (same := self.comparison.says_the_same(each.claim)) is not None:
                why = replace(same, because="it says the same, and is not solved")
                return Candidate(each, each.links[-1], each.statement.latex, Compared("incomplete", why))
        return None

    def among_others(self, said: Sequence[Said]) -> Candidate | None:
        """An answer that stands on a side of an equation about something else, such as w^* for a limit."""
        if self.comparison.is_relation or isinstance(self.comparison.read.answer, Choice):
            return None
        for each in reversed(said):
            for link in reversed(each.links):
                if link.claim is None or link.claim.head != "eq" or link.standing in ("wrong", "consequence"):
                    continue
                for side in (side for side in link.claim.args[::-1] if side.depth > 2):
                    with suppress(ShapeError):
                        if (same := self.comparison.as_value(side)) and same.grade == "right":
                            return Candidate(each, link, link.latex, same)
        return None

    # -- values that are chosen

    @property
    def leaves(self) -> list[Expr]:
        """The names that the answer chooses values for."""
        read = self.comparison.read
        return read.answer.leaves(read.context) if isinstance(read.answer, Choice) else []

    def choices(self, said: Sequence[Said]) -> list[Candidate]:
        """The last values that a key gives to the names that it has to choose, if it gives any."""
        given = self.given(said)
        if not given:
            return []
        each, link, _ = max(given.values(), key=lambda found: (found[1].place.line, found[1].place.column))
        if (bad := next((found for found in given.values() if found[2] is None), None)) is not None:
            each, link, _ = bad
            return [Candidate(each, link, link.latex, unfit(link), chosen=True)]
        values = {leaf: value for leaf, (_, _, value) in given.items() if value is not None}
        grade, verdict, worst = chosen_well(self.comparison.read, self.leaves, values, self.comparison.decide)
        if worst is not None:
            each, link, _ = given[worst]
        chosen = Expr("set", *(values[leaf] for leaf in self.leaves)) if len(values) == len(self.leaves) else None
        told = not any(self.comparison.is_open(node) for value in values.values() for node in value.walk())
        return [Candidate(each, link, link.latex, Compared(grade, verdict, chosen), chosen=told)]

    def given(self, said: Sequence[Said]) -> dict[Expr, tuple[Said, Judged, Expr | None]]:
        """What the key puts for each name, and where it last does; what it only supposes if it states nothing.

        It is None if it does not fit or could not be read.
        """
        for each_role in (lambda role: role != "assumed", lambda role: True):
            found: dict[Expr, tuple[Said, Judged, Expr | None]] = {}
            for each in (each for each in said if each_role(each.statement.role) and not each.statement.hypothetical):
                for link in each.links:
                    for leaf in self.leaves:
                        if (value := self.put_for(link, leaf)) is not None or self.is_unfit(link, leaf):
                            found[leaf] = (each, link, value)
            if found:
                return found
        return {}

    def put_for(self, link: Judged, leaf: Expr) -> Expr | None:
        """The value that a link gives to a name; of a definition, which need not fit the sheet's shapes, its own."""
        definitions = self.comparison.context.definitions
        if (match := DEFINED.match(link.latex)) and link.standing == "given" and identifier(match[1]) == leaf.args[0]:
            defined = (value for name, value in definitions.items() if name.args[0] == leaf.args[0])
            if (value := next(defined, None)) is not None:
                return value
        claims = (link.claim.args if link.claim.head == "and" else (link.claim,)) if link.claim is not None else ()
        values = (self.comparison.other_side(claim, leaf) for claim in claims if claim.head == "eq")
        return next((value for value in values if value is not None), None)

    def is_unfit(self, link: Judged, leaf: Expr) -> bool:
        """Whether a link gives a name a value that has the wrong size or could not be read."""
        unfit = link.claim is None and link.standing in ("wrong", "undecided", "unread")
        match = DEFINED.match(link.latex) if unfit else None
        return match is not None and identifier(match[1]) == leaf.args[0]


def unfit(link: Judged) -> Compared:
    """How a value compares that has the wrong size or could not be read: it is wrong if that shows what is missing."""
    return Compared("wrong" if link.standing == "wrong" else "undecided", link.verdict)


def graders_of(
    known: Sequence[tuple[Read, Callable]], context: Context, bounds: tuple[Expr, ...], seed: int
) -> list[Grader]:
    """What compares each answer of a part with the key, whose names are known."""
    questions = tuple(read.claims[0].args[0] for read, _ in known if isinstance(read.answer, Formula))
    alone = len(known) == 1
    return [Grader(Comparison(read, context, bounds, questions, seed), measured, alone) for read, measured in known]


def ends_of(said: Said) -> Expr | None:
    """What a chain of equations says of its first and its last side; None of another, or if they were not read."""
    first, last = said.links[0].claim, said.links[-1].claim
    if first is None or last is None or len(said.links) < 2 or not first.head == last.head == "eq":
        return None
    return Expr("eq", first.args[0], last.args[1])


def is_lone(said: Said) -> bool:
    """Whether a statement is a formula that claims nothing."""
    return len(said.links) == 1 and said.links[0].standing == "mention"


def is_final(said: Said) -> bool:
    """Whether the key says that a statement is its answer."""
    return says_answer(said.statement.words) or said.statement.is_boxed


def chosen_of(found: Sequence[Candidate]) -> Candidate | None:
    """What a key gives as its answer in the end, of what it calls its answer if it calls anything so.

    That is the last that is right, or else incomplete, unless an error comes after it; else the last that is wrong and
    stated.
    """
    final = [candidate for candidate in found if candidate.is_final] or list(found)
    good = [c for grade in ("right", "incomplete") for c in reversed(final) if c.grade == grade]
    wrong = [(i, c) for i, c in enumerate(final) if c.grade == "wrong" and c.is_stated]
    if not good:
        return wrong[-1][1] if wrong else None
    best = good[0]
    later = [c for i, c in wrong if i > final.index(best) and c.is_error]
    if not later:
        return best
    return replace(later[-1], note=f"line {best.place.line} had it right" if best.grade == "right" else "")


def between_both(verdict: Decision, note: str) -> Decision:
    """A verdict that tells the key's answer, its left side, from the sheet's, with a note."""
    because = verdict.because.replace("the left side", "the key's").replace("the right side", "the sheet's")
    return replace(verdict, because=f"{because}; {note}" if note else because)
