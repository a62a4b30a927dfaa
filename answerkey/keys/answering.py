"""Where a key states the answer that the sheet knows, and how the two compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from answerkey.answers import Choice, Formula, Locus
from answerkey.context import Context
from answerkey.documents.pieces import Piece
from answerkey.keys.apart import by_entries, sides_apart
from answerkey.keys.candidates import Candidate, chosen_of, ends_of, is_final, is_lone
from answerkey.keys.choosing import Chooser
from answerkey.keys.comparing import Compared, Comparison, Grade
from answerkey.keys.expected import Known
from answerkey.keys.growing import as_growth
from answerkey.keys.inwords import Told, agreed, told_by, told_in
from answerkey.keys.judging import Judged, Said
from answerkey.keys.roots import roots
from answerkey.keys.simulated import simulated
from answerkey.keys.spoken import joined, spoken
from answerkey.keys.statements import Place, trimmed
from answerkey.results import Verdict as Decision
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

NOT_STATED = Decision("undecided", "the key does not state it")
IN_WORDS = Decision("undecided", "the sheet answers in words, and the key does not state it in a formula")


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
class Grader:
    """Compares an answer of the sheet with what a key says in the section for its part."""

    comparison: Comparison
    measured: Callable
    alone: bool  # whether the part has no other answer
    words: str  # of the sheet
    told: tuple[Told, ...]  # what the key says in words

    @cached_property
    def kind(self) -> str:
        return type(self.comparison.read.answer).__name__

    @property
    def expected(self) -> str:
        return self.comparison.read.answer.latex

    def graded(self, said: Sequence[Said], others: Sequence["Grader"] = ()) -> Graded:
        """The grade of an answer; a fault of ours must not stop the others."""
        try:
            return self.grade(said, others)
        except Exception as error:
            why = f"the checker failed: {type(error).__name__}"
            return Graded(self.kind, self.expected, "undecided", verdict=Decision("undecided", why))

    def grade(self, said: Sequence[Said], others: Sequence["Grader"] = ()) -> Graded:
        """The grade of what the key gives as its answer in the end.

        What is wrong here and right for another answer of the part is an answer to that; a bare formula counts only
        if it is right.
        """
        said = list(spoken(said))
        found = [c for c in self.candidates(said) if c.grade == "right" or not any(o.accepts(c.said) for o in others)]
        best = chosen_of(found)
        if best is None or (best.grade == "wrong" and not best.is_final and not best.is_error):
            other = self.said_otherwise(said, found)
            best = other if best is None or (other is not None and other.stands_after(best)) else best
        if best is None or best.grade == "right":
            in_words = self.in_words()
            if in_words is not None and (best is None or in_words.grade == "wrong"):
                return in_words
        if best is None:
            return Graded(self.kind, self.expected, "not found", verdict=IN_WORDS if self.words else NOT_STATED)
        seen = simulated(self.comparison, self.measured, best.compared) if best.grade in ("wrong", "incomplete") else ""
        verdict = between_both(best.compared.verdict, best.note)
        seen = f"{seen}; {best.note}" if seen and best.note else seen
        return Graded(self.kind, self.expected, best.grade, best.place, best.latex, verdict, seen)

    def said_otherwise(self, said: Sequence[Said], found: Sequence[Candidate]) -> Candidate | None:
        """The answer where it is not stated in a relation that could be compared."""
        return (
            self.bare(said)
            or self.unsolved(said)
            or self.among_others(said)
            or by_entries(self.comparison, said)
            or as_growth(self.comparison, said)
            or next((c for c in reversed(found) if c.grade == "undecided" and c.is_stated), None)
        )

    def in_words(self) -> Graded | None:
        """The grade of a yes or a no, or of what else the words say that can be compared with the sheet's."""
        if (found := agreed([*told_by(self.words), *self.numeral], self.told)) is None:
            return None
        same, said = found
        if not same and not self.alone:  # it may answer another question of the part
            return None
        why = f"the key says “{said.words}”, and the sheet: {' '.join(self.words.split())[:160]}"
        verdict = Decision("measured", "said in words") if same else Decision("refuted", why)
        latex = rf"\text{{{said.words}}}"
        return Graded(self.kind, self.expected, "right" if same else "wrong", said.place, latex, verdict)

    @property
    def numeral(self) -> list[Told]:
        """The number that is the answer, as it stands in words: "after 1005 steps"."""
        read = self.comparison.read
        values = read.value.args if isinstance(read.answer, Choice) else ()
        return [
            Told(str(value.args[0]), True, str(value)) for value in values if len(values) == 1 and value.head == "num"
        ]

    def follows_from(self, other: "Grader") -> bool:
        """Whether this is about a function that another answer gives: how T grows, where T(n) is known."""
        about, given = (grader.comparison.read.claims[0].args[0] for grader in (self, other))
        calls = {node.args[0] for node in about.walk() if node.head == "call"}
        return given.head == "call" and about.head != "call" and calls == {given.args[0]}

    def implied(self, by: Graded) -> Graded:
        """The grade of an answer that follows from one that is right."""
        because = f"it follows from {by.expected}"
        return Graded(self.kind, self.expected, "right", by.place, by.latex, replace(by.verdict, because=because))

    def accepts(self, said: Said) -> bool:
        """Whether a statement gives this answer."""
        return any(candidate.grade == "right" for candidate in self.candidates([said]))

    def candidates(self, said: Sequence[Said]) -> list[Candidate]:
        """Everything in the key that may be meant as this answer, in order."""
        if isinstance(self.comparison.read.answer, Choice):
            return Chooser(self.comparison).candidates(said)
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
        yield from sides_apart(comparison, said)

    def boxed(self, said: Said) -> Iterator[tuple[Judged, Compared]]:
        """A bare value that the key calls its answer, of a part with a single one."""
        (link,) = said.links
        if link.claim is None or self.comparison.is_relation or not self.alone or not is_final(said):
            return
        if (compared := self.comparison.as_value(link.claim)) is not None:
            yield link, compared

    # -- what does not say in a relation what is asked

    def bare(self, said: Sequence[Said]) -> Candidate | None:
        """The answer as a bare formula."""
        if isinstance(self.comparison.read.answer, Choice):
            return next(Chooser(self.comparison).bare(said), None)
        for each in reversed(said):
            if not is_lone(each) or (claim := each.links[0].claim) is None:
                continue
            with suppress(ShapeError):
                if (same := self.comparison.as_value(claim)) and same.grade == "right":
                    return Candidate(each, each.links[0], each.links[0].latex, same)
        return None

    def unsolved(self, said: Sequence[Said]) -> Candidate | None:
        """A condition that says the same as the answer, and is not solved for what the question asks."""
        if not (self.comparison.is_relation or isinstance(self.comparison.read.answer, Locus)):
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


def graders_of(
    known: Sequence[Known], pieces: Sequence[Piece], context: Context, bounds: tuple[Expr, ...], seed: int
) -> list[Grader]:
    """What compares each answer of a part with the key, whose names are known, and with what its words say."""
    reads = [each.read for each in known]
    questions = tuple(read.claims[0].args[0] for read in reads if isinstance(read.answer, Formula))
    told, alone = tuple(told_in(pieces)), len(known) == 1
    if sum(any(each.what == "yes" for each in told_by(answer.words)) for answer in known) > 1:
        told = tuple(each for each in told if each.what != "yes")  # which of the questions it answers is not clear
    return [
        Grader(Comparison(each.read, context, bounds, questions, seed), each.measured, alone, each.words, told)
        for each in known
    ]


def between_both(verdict: Decision, note: str) -> Decision:
    """A verdict that tells the key's answer, its left side, from the sheet's, with a note."""
    because = verdict.because.replace("the left side", "the key's").replace("the right side", "the sheet's")
    return replace(verdict, because=f"{because}; {note}" if note else because)
