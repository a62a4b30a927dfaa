"""Checking one part of a problem: its statement, its steps, its answer, and the measurement that must agree."""

import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from answerkey.answers import Answer, Qualitative, Read
from answerkey.context import Context
from answerkey.deciding.decide import Ladder, is_empty
from answerkey.deciding.limits.invariants import apart
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.refuting import FIRST_POINTS
from answerkey.measuring import Measured, is_defined, measure
from answerkey.problem import Part
from answerkey.reading.sentences import Formula, links_of, sentence
from answerkey.reading.tokens import Unread
from answerkey.results import CheckedAnswer, CheckedPart, Maths, Passage, Place, Result, Status, Verdict, Words, counted
from answerkey.shapes import ShapeError
from answerkey.source import place_in
from answerkey.tree import Expr, conjunction

LEMMAS = frozenset({"term", "E", "entry"})  # what a proved equation may be used to rewrite


class Broken(Exception):
    """A part that cannot be checked at all, with the place and one line of why."""


@dataclass
class Check:
    """The check of one part; `trying` is told of each claim before it is decided.

    `hopeless` says, by its key, why a claim that was tried before is not tried again.
    """

    part: Part
    problem: str
    seed: int = 0
    with_preamble: bool = True
    trying: Callable[[str, Place, str], None] = lambda key, place, latex: None
    hopeless: Mapping[str, str] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    proved: dict[Expr, Verdict] = field(default_factory=dict)  # links of the steps that pass
    count: int = 0

    def run(self) -> CheckedPart:
        """Everything that was found; raises Broken."""
        problem = self.part.problem
        try:
            self.context = problem.context()
            preamble = self.passage(problem.statement, "statement", 0) if self.with_preamble else Passage(())
            self.context = self.part.context()
        except (Unread, ShapeError) as error:
            raise Broken(f"{self.name}: {self.declared_at()}: a declaration cannot be read: {error}") from None
        if (empty := is_empty(self.context)) is not False:
            why = "nothing satisfies" if empty else "no point was found that satisfies"
            raise Broken(f"{self.name}: {self.declared_at()}: {why} these assumptions: {', '.join(self.declared)}")
        statement = self.passage(self.part.statement, "statement", 0)
        statement = Passage((*statement.pieces, *self.unstated()))
        self.proved.clear()
        steps, answers = self.derivation()
        faced = tuple(self.faced(*pair) for pair in zip(answers, self.part.measured, strict=True))
        return CheckedPart(self.problem, self.part.label, problem.title, preamble, statement, tuple(steps), faced)

    @property
    def name(self) -> str:
        return f"{self.problem}({self.part.label})" if self.part.label else self.problem

    @property
    def declared(self) -> tuple[str, ...]:
        return (*self.part.problem.where, *self.part.where)

    def declared_at(self) -> Place:
        last = self.declared[-1] if self.declared else "where"
        return place_in(self.part.derivation.__code__.co_filename, last)

    # -- sentences

    def unstated(self) -> list[Maths]:
        """The declared conditions of which no statement so far tells the reader."""
        problem, found = self.part.problem, []
        told, context = self.told(), Context()
        for models, where in ((problem.models, problem.where), (self.part.models, self.part.where)):
            context = context.with_models(models)
            for declaration in where:
                before, context = context, context.declare(declaration)
                new = {*context.conditions} - {*before.conditions}
                if any(c in self.context.conditions and c not in told and not goes_without_saying(c) for c in new):
                    verdict = Verdict("undecided", "declared, but the statement does not say so")
                    place = place_in(self.part.derivation.__code__.co_filename, declaration)
                    result = self.result("statement", place, declaration, "", verdict, 0.0)
                    found.append(Maths(declaration, False, result))
        return found

    def told(self) -> set[Expr]:
        """What the problem's statement and those of the parts up to this one say."""
        parts = self.part.problem.parts
        texts = [self.part.problem.statement, *(p.statement for p in parts[: parts.index(self.part) + 1])]
        pieces = (piece for text in texts for piece in sentence(text, self.context)[0])
        return {link for piece in pieces if isinstance(piece, Formula) for link in piece.links}

    def derivation(self) -> tuple[list[Passage], tuple[Answer, ...]]:
        """The steps, each read and decided as it comes, and the answers that they lead to."""
        steps: list[Passage] = []
        generator = self.part.derivation()
        if not inspect.isgenerator(generator):
            place = place_in(self.part.derivation, "def ")
            raise Broken(f"{self.name}: {place}: a derivation yields its steps, and this one has none")
        while True:
            self.trying("derivation", self.at(generator), "")
            try:
                text = next(generator)
            except StopIteration as end:
                return steps, self.returned(end.value)
            except Exception as error:
                place = self.at(generator, error)
                raise Broken(f"{self.name}: {place}: {type(error).__name__}: {error}") from None
            if not isinstance(text, str):
                raise Broken(f"{self.name}: {self.at(generator)}: a step is a sentence, not {text!r}")
            steps.append(self.passage(text, "step", self.at(generator).line))

    def returned(self, value) -> tuple[Answer, ...]:
        """What a derivation returned, as answers with a measurement each; raises Broken."""
        answers, place = value if isinstance(value, tuple) else (value,), place_in(self.part.derivation, "def ")
        if not answers or not all(isinstance(answer, Answer) for answer in answers):
            raise Broken(f"{self.name}: {place}: the derivation returns no answer")
        if len(answers) != len(self.part.measured):
            raise Broken(
                f"{self.name}: {place}: the answers are {len(answers)} and the measurements {len(self.part.measured)}"
            )
        return answers

    def at(self, generator, error: BaseException | None = None) -> Place:
        path = generator.gi_code.co_filename
        if error is not None and error.__traceback__ is not None:
            trace = error.__traceback__
            while trace.tb_next:
                trace = trace.tb_next
            return Place(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        line = generator.gi_frame.f_lineno if generator.gi_frame else generator.gi_code.co_firstlineno
        return Place(path, line)

    def passage(self, text: str, item: str, line: int) -> Passage:
        """A sentence with its formulas decided; what it defines and proves is known from then on."""
        pieces, self.context = sentence(text, self.context)
        shown: list[Words | Maths] = []
        for piece in pieces:
            if isinstance(piece, str):
                shown.append(Words(piece))
            else:
                shown.append(Maths(piece.latex, piece.display, self.formula(piece, item, line)))
        if item == "step" and not any(isinstance(p, Formula) and p.role != "mention" for p in pieces):
            empty = Verdict("undecided", "this step claims nothing")
            place = self.place(text, item, line)
            shown.append(Maths("", False, self.result(item, place, text.strip(), "", empty, 0.0)))
        return Passage(tuple(shown))

    def formula(self, formula: Formula, item: str, line: int) -> Result | None:
        place = self.place(formula.latex, item, line)
        if formula.role == "mention":
            return None
        if formula.role == "unread":
            return self.result(item, place, formula.latex, "", Verdict("unread", formula.unread), 0.0)
        if formula.role == "definition":
            return self.result(item, place, formula.latex, "", Verdict("proved", "a definition"), 0.0)
        started = time.perf_counter()
        verdict = self.timed(place, formula.latex, lambda: self.decide(formula))
        return self.result(item, place, formula.latex, repr(formula.tree), verdict, time.perf_counter() - started)

    def decide(self, formula: Formula) -> Verdict:
        """The verdict on every link of a chain; proved links may be used further on."""
        verdicts = []
        for link in formula.links:
            verdict = self.decide_link(link)
            verdicts.append(verdict)
            if verdict.passes:
                self.learn(link, verdict)
        worst = next((v for s in ("refuted", "undecided", "measured") for v in verdicts if v.status == s), None)
        return worst or Verdict("proved", "; ".join(dict.fromkeys(v.because for v in verdicts)))

    def decide_link(self, link: Expr) -> Verdict:
        if len(link.args) == 2 and link.args[0] == link.args[1]:
            return Verdict("undecided", "says nothing: both sides are the same")
        ladder = Ladder(self.context, self.seed)
        if link.head == "implies" and ladder.decide(Expr("not", link.args[0])).status == "proved":
            return Verdict("undecided", "says nothing: its condition never holds in this domain")
        return ladder.decide(link)

    def learn(self, link: Expr, verdict: Verdict) -> None:
        plain = self.context.unfold(link)
        self.proved[plain] = verdict
        if verdict.status == "proved":
            self.context = learned(self.context, plain)

    # -- the answers

    def faced(self, answer: Answer, measured: Callable) -> CheckedAnswer:
        """An answer, decided and measured; of a qualitative one, its core, and what its words claim in formulas."""
        words = Passage(())
        if isinstance(answer, Qualitative):
            words, core = self.passage(answer.words, "answer", -1), answer.core
        else:
            core = answer
        self.neighbours = []
        shown, read = self.answer(core)
        verdict, found = self.measurement(measured, read)
        return CheckedAnswer(type(answer).__name__, words, shown, verdict, found.refused, found.settings)

    def answer(self, answer: Answer) -> tuple[Maths, Read | None]:
        """The answer as printed, decided, and tied to the derivation; and as it was read."""
        place, started = self.place(answer.written, "answer", -1), time.perf_counter()
        try:
            read = answer.read(self.context)
        except (Unread, ShapeError) as error:
            verdict = Verdict("unread", str(error))
            return Maths(answer.latex, True, self.result("answer", place, answer.latex, "", verdict, 0.0)), None
        verdict = self.timed(place, answer.latex, lambda: self.decide_answer(read))
        seconds = time.perf_counter() - started
        shown = self.result("answer", place, answer.latex, repr(conjunction(*read.claims)), verdict, seconds)
        return Maths(answer.latex, True, shown), read

    def decide_answer(self, read: Read) -> Verdict:
        """Proved when it follows from proved steps; the engine has a second look, and its wrong neighbours."""
        second = Ladder(read.context, self.seed).decide(conjunction(*read.claims))
        if second.status == "refuted":
            return second
        if read.answer.evident and second.status == "proved":
            return self.refusals(read, second)
        reasons: list[Verdict] = []
        for claim in read.claims:
            for link in links_of(read.context.unfold(claim)):
                if (why := self.derived(link)) is None:
                    return Verdict("undecided", f"the answer follows from no step: {link}")
                reasons += why
        because = "; ".join(dict.fromkeys(part for why in reasons for part in why.because.split("; ")))
        status: Status = "proved" if all(why.status == "proved" for why in reasons) else "measured"
        return self.refusals(read, Verdict(status, f"follows from the steps ({because})"))

    def derived(self, claim: Expr) -> list[Verdict] | None:
        """How the links stand that state `claim`, or that lead from one of its sides to the other."""
        if claim in self.proved:
            return [self.proved[claim]]
        reached, reasons, grew = {claim.args[0]}, [], claim.head in ("eq", "iff")
        while grew:
            grew = False
            for link, verdict in self.proved.items():
                if link.head == claim.head and reached & {*link.args} and not reached >= {*link.args}:
                    reached |= {*link.args}
                    reasons.append(verdict)
                    grew = True
        return reasons if claim.args[-1] in reached and reasons else None

    def refusals(self, read: Read, verdict: Verdict) -> Verdict:
        """`verdict`, unless the engine alone would let a wrong neighbour of the answer pass."""
        for wrong in read.neighbours():
            found = Ladder(wrong.context, self.seed).decide(read.rival(wrong))
            if found.status == "refuted":
                self.neighbours.append(wrong)
            elif found.status != "proved" and self.has_a_value(wrong):
                return Verdict("undecided", f"the engine does not refuse the wrong answer {wrong.value}")
        if not self.neighbours:
            return Verdict("undecided", "the answer has no wrong neighbours to refuse")
        return replace(verdict, because=f"{verdict.because}; {counted(len(self.neighbours), 'wrong answer')} refuted")

    def has_a_value(self, read: Read) -> bool:
        """Whether an answer has a value at some point that is tried; the root of a negative number is no answer."""
        sampler = Sampler(read.context, [Expr("eq", read.value, read.value)], self.seed)
        points = list(sampler.points(FIRST_POINTS))
        return not points or any(is_defined(read, point) for point in points)

    neighbours: list[Read] = field(default_factory=list)

    def measurement(self, measured: Callable, read: Read | None) -> tuple[Result, Measured]:
        """What the experiment says of the answer and of its wrong neighbours."""
        place, started = place_in(self.part.derivation, measured.__name__), time.perf_counter()
        name = f"{measured.__module__}.{measured.__name__}"
        found = self.timed(place, name, lambda: measure(measured, read, self.neighbours, self.seed))
        if isinstance(found, Verdict):
            found = Measured(found, 0, 0)
        return self.result("measurement", place, name, "", found.verdict, time.perf_counter() - started), found

    # -- results

    def timed(self, place: Place, latex: str, decide: Callable):
        """What `decide` says, announced beforehand; a claim that ran out of time before is not tried again."""
        self.count += 1
        key = str(self.count)
        if key in self.hopeless:
            return Verdict("undecided", self.hopeless[key])
        self.trying(key, place, latex)
        try:
            return decide()
        except (RecursionError, MemoryError) as error:
            return Verdict("undecided", f"too large: {type(error).__name__}")
        except Exception as error:  # a fault of ours must neither pass nor stop the other claims
            return Verdict("undecided", f"the checker failed: {type(error).__name__}: {error}")

    def place(self, text: str, item: str, line: int) -> Place:
        if item == "statement" and text and text.strip().split("\n")[0] not in self.part.statement:
            return place_in(self.part.derivation.__code__.co_filename, text)
        return place_in(self.part.derivation, text, line)

    def result(self, item, place: Place, latex: str, read_as: str, verdict: Verdict, seconds: float) -> Result:
        return Result(
            self.problem, self.part.label, item, place, latex, read_as,
            verdict.status, verdict.because, verdict.witness, says(latex, verdict), round(seconds, 4),
        )  # fmt: skip


def learned(context: Context, plain: Expr) -> Context:
    """The context with what was proved of terms, expectations and coordinates, for the claims that come later."""
    for part in apart(context, plain):
        if part.head == "eq" and part.args[0].head in LEMMAS:
            context = context.with_lemma(part)
        elif part.has("term"):
            context = context.with_fact(part)
    return context


def goes_without_saying(condition: Expr) -> bool:
    """Whether a condition says no more than what kind of thing a name is, or is one of ours about what is random."""
    return condition.head == "in" or any(n.head == "name" and {*"°["} & {*n.args[0]} for n in condition.walk())


def says(latex: str, verdict: Verdict) -> str:
    """The verdict in one sentence for a person."""
    if verdict.status == "refuted" and verdict.witness:
        at = ", ".join(f"{name} = {value}" for name, value in verdict.witness.items())
        return f"at {at}: {verdict.because}"
    return f"{verdict.status}: {verdict.because}"
