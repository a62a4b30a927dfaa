"""The kinds of answer a part can have.

Each kind knows what it claims, at which points a measurement is most telling (`probes`), how to face what was measured
there (`agrees`), and its wrong neighbours: answers that somebody might give, and that both the engine and the
measurement have to refuse.  Everything is written in LaTeX and read under the names of the part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

import numpy as np
from flint import fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.values import Undefined, Unknown, ball, fraction, grid_of, is_matrix, shown
from answerkey.neighbours import wrong_relations, wrong_values
from answerkey.reading.parser import read
from answerkey.tree import FALSE, RELATIONS, TRUE, Expr, conjunction

CLOSE = 1e-6  # relative, and absolute for numbers below one: what a measurement without noise is good for
MOST_NEIGHBOURS = 8


class Answer:
    """What all kinds have: `question` and `value` in LaTeX, and the two of them in one claim."""

    question: str
    value: str
    evident = False  # whether the engine's proof is enough, without a step that says so

    @property
    def latex(self) -> str:
        """The answer as it is printed."""
        return self.value

    @property
    def written(self) -> str:
        """What to look for in the source, to name the answer's line."""
        return self.value

    def read(self, context: Context) -> "Read":
        """The answer under the names of its part; raises Unread."""
        question, found = (read(side, context.names) for side in (self.question, self.value))
        if question.head == "lim":
            return Read(self, context, found, (Expr("tends", question.args[0], found),))
        return Read(self, context, found, (Expr(self.head, question, found),))

    head = "eq"

    def wrong(self, found: Expr) -> Iterator[Expr]:
        return wrong_values(found)

    def probes(self, answer: "Read", point: Point) -> Iterator[Point]:
        yield point

    def agrees(self, answer: "Read", point: Point, observed) -> bool:
        """Whether the answer's value at `point` is the number (or array) that was measured; see `close`."""
        return close(value(answer.context.unfold(answer.value), point, answer.context, 128), observed)

    def expected(self, answer: "Read", point: Point) -> str:
        """What the answer says at `point`, for a person."""
        found = value(answer.context.unfold(answer.value), point, answer.context)
        return shown(found) if isinstance(found, fmpq) or is_matrix(found) else f"{float(ball(found).mid()):.9g}"

    def neighbour(self, answer: "Read", wrong: Expr) -> "Read":
        """The answer with a wrong value in the place of its own."""
        return Read(self, answer.context, wrong, ())

    def chosen(self, answer: "Read") -> dict[Expr, Expr]:
        """What the measurement is given besides the point: values that the answer chooses, by name."""
        return {}


@dataclass(frozen=True)
class Read:
    """An answer as it was read: its value, and the claims that have to follow from the derivation."""

    answer: Answer
    context: Context
    value: Expr
    claims: tuple[Expr, ...]

    def neighbours(self) -> list["Read"]:
        """Wrong answers of the same kind."""
        wrong = islice(dict.fromkeys(self.answer.wrong(self.value)), MOST_NEIGHBOURS)
        return [self.answer.neighbour(self, found) for found in wrong]

    def rival(self, other: "Read") -> Expr:
        """The claim, in the context of `other`, that it would do as well as this answer."""
        if other.claims:
            return conjunction(*other.claims)
        relation = self.value.head in RELATIONS
        return Expr("iff" if relation else "eq", self.value, other.value)


@dataclass(frozen=True)
class Formula(Answer):
    """An expression, vector or matrix that equals the question."""

    question: str
    value: str

    @property
    def latex(self):
        return f"{self.question} = {self.value}"


@dataclass(frozen=True)
class Expectation(Formula):
    """A mean over noise, derived by moments and measured with a confidence interval."""


@dataclass(frozen=True)
class Limit(Formula):
    r"""What a sequence tends to: the claim is `question \to value`."""

    head = "tends"

    @property
    def latex(self):
        return rf"{self.question} \to {self.value}"


@dataclass(frozen=True)
class Rate(Formula):
    """How fast: a factor on the error in a step, or an exponent of growth."""


@dataclass(frozen=True)
class Region(Answer):
    """The values of a parameter for which the question holds."""

    parameter: str
    question: str
    value: str
    head = "iff"

    @property
    def latex(self):
        return rf"{self.question} \iff {self.value}"

    def wrong(self, found):
        return wrong_relations(found)

    def probes(self, answer, point):
        """The middle, each end itself, and a twentieth of the width to either side of it."""
        parameter = read(self.parameter, answer.context.names)
        ends = sorted(ends_of(answer, parameter, point), key=fraction)
        width = ends[-1] - ends[0] if len(ends) > 1 else fmpq(1)
        step = width / 20
        for end in ends:
            for at in (end - step, end, end + step):
                yield Point(point.values | {parameter: at}, point.sizes)
        if len(ends) > 1:
            yield Point(point.values | {parameter: (ends[0] + ends[-1]) / 2}, point.sizes)

    def agrees(self, answer, point, observed):
        return truth(answer.context.unfold(answer.value), point, answer.context) == bool(observed)

    def expected(self, answer, point):
        return "yes" if truth(answer.context.unfold(answer.value), point, answer.context) else "no"


@dataclass(frozen=True)
class Order(Region):
    """For which values of a parameter one thing is faster than another."""


@dataclass(frozen=True)
class Locus(Answer):
    """The solutions of a condition: the question holds exactly when the value, a relation such as `x = 2`, does.

    What is measured is the solution, where there is one, or whether a point is a solution.
    """

    question: str
    value: str
    head = "iff"

    def wrong(self, found):
        return wrong_relations(found)

    def is_one(self, answer: Read) -> bool:
        """Whether the value gives a single solution by name."""
        return answer.value.head == "eq" and answer.value.args[0].head == "name"

    def probes(self, answer, point):
        """The point, and where each equation of a name puts it."""
        yield point
        for node in answer.value.walk():
            if node.head == "eq" and node.args[0].head == "name":
                found = value(answer.context.unfold(node.args[1]), point, answer.context)
                if isinstance(found, fmpq | fmpq_mat):
                    yield Point(point.values | {node.args[0]: found}, point.sizes)

    def agrees(self, answer, point, observed):
        if isinstance(observed, bool | np.bool_):
            return truth(answer.context.unfold(answer.value), point, answer.context) == bool(observed)
        return self.is_one(answer) and super().agrees(replace(answer, value=answer.value.args[1]), point, observed)

    def expected(self, answer, point):
        if self.is_one(answer):
            return super().expected(replace(answer, value=answer.value.args[1]), point)
        return "yes" if truth(answer.context.unfold(answer.value), point, answer.context) else "no"


@dataclass(frozen=True)
class Verdict(Answer):
    """Whether the question holds: "yes" everywhere in the domain, or "no", as the values of the witness show.

    What is measured is whether it holds, at points of the domain or at the witness.
    """

    question: str
    value: Literal["yes", "no"]
    witness: dict[str, str] = field(default_factory=dict)

    @property
    def latex(self):
        if self.value == "yes":
            return self.question
        at = r",\ ".join(f"{name} = {value}" for name, value in self.witness.items())
        return rf"\text{{not }} {self.question} \quad \text{{at }} {at}"

    @property
    def written(self):
        return self.question

    @property
    def evident(self):
        return self.value == "no"

    def read(self, context):
        question = read(self.question, context.names)
        if self.value == "yes":
            return Read(self, context, TRUE, (question,))
        return Read(self, self.at_witness(context), FALSE, (Expr("not", question),))

    def at_witness(self, context: Context) -> Context:
        for name, meaning in self.witness.items():
            context = context.with_definition(read(name, context.names), read(meaning, context.names))
        return context

    def wrong(self, found):
        yield FALSE if found == TRUE else TRUE

    def neighbour(self, answer, wrong):
        (claim,) = answer.claims
        return Read(self, answer.context, wrong, (claim.args[0] if self.value == "no" else Expr("not", claim),))

    def chosen(self, answer):
        leaves = (read(name, answer.context.names) for name in self.witness)
        return {leaf: answer.context.definitions[leaf] for leaf in leaves}

    def agrees(self, answer, point, observed):
        return isinstance(observed, bool | np.bool_) and bool(observed) == (answer.value == TRUE)

    def expected(self, answer, point):
        return "yes" if answer.value == TRUE else "no"


@dataclass(frozen=True)
class Qualitative(Answer):
    """An answer in words, with a core of another kind, which alone is decided and measured."""

    words: str
    core: Answer


@dataclass(frozen=True)
class Count(Answer):
    """The least whole number at which the question holds: the ceiling of `value`."""

    index: str
    question: str
    value: str

    @property
    def latex(self):
        return rf"{self.index} = \left\lceil {self.value} \right\rceil"

    def read(self, context):
        question, bound, index = (read(side, context.names) for side in (self.question, self.value, self.index))
        return Read(self, context, Expr("ceil", bound), (Expr("iff", question, Expr("le", bound, index)),))

    def wrong(self, found):
        yield from (found + 1, found - 1, Expr("floor", *found.args))
        yield from (Expr("ceil", wrong) for wrong in wrong_values(found.args[0]))

    def agrees(self, answer, point, observed):
        expected = value(answer.context.unfold(answer.value), point, answer.context, 512)
        return observed is not None and expected == int(observed)


@dataclass(frozen=True)
class Optimum(Answer):
    """The value of a parameter at which the objective is least, and how small it is there."""

    parameter: str
    objective: str
    at: str
    value: str

    @property
    def written(self):
        return self.at

    @property
    def latex(self):
        return rf"{self.parameter} = {self.at}, \quad {self.objective} = {self.value}"

    def read(self, context):
        objective, parameter, at, least = (
            read(side, context.names) for side in (self.objective, self.parameter, self.at, self.value)
        )
        bound = Expr("le", least, objective)
        attained = Expr("iff", Expr("eq", objective, least), Expr("eq", parameter, at))
        return Read(self, context, Expr("block", 1, at, least), (bound, attained))

    def wrong(self, found):
        _, at, least = found.args
        yield from (Expr("block", 1, wrong, least) for wrong in islice(wrong_values(at), 4))
        yield from (Expr("block", 1, at, wrong) for wrong in wrong_values(least))


@dataclass(frozen=True)
class Choice(Answer):
    """Values for names that are free to choose, so that the question holds; measured by whether they do the job."""

    values: dict[str, str]
    question: str
    head = "choice"
    value: str = field(default="", init=False)

    @property
    def written(self):
        return next(iter(self.values.values()))

    @property
    def latex(self):
        return r", \quad ".join(f"{name} = {value}" for name, value in self.values.items())

    def read(self, context):
        for name, meaning in self.values.items():
            context = context.with_definition(read(name, context.names), read(meaning, context.names))
        chosen = [context.definitions[leaf] for leaf in self.leaves(context)]
        return Read(self, context, Expr("set", *chosen), (read(self.question, context.names),))

    def leaves(self, context: Context) -> list[Expr]:
        return [read(name, context.names) for name in self.values]

    def wrong(self, found):
        for i, meaning in enumerate(found.args):
            for wrong in islice(wrong_values(meaning), 3):
                yield Expr("set", *found.args[:i], wrong, *found.args[i + 1 :])

    def neighbour(self, answer, wrong):
        context = answer.context
        for leaf, meaning in zip(self.leaves(context), wrong.args, strict=True):
            context = context.with_definition(leaf, meaning)
        return Read(self, context, wrong, answer.claims)

    def chosen(self, answer):
        return dict(zip(self.leaves(answer.context), answer.value.args, strict=True))

    def agrees(self, answer, point, observed):
        return isinstance(observed, bool | np.bool_) and bool(observed)

    def expected(self, answer, point):
        return "yes"


@dataclass(frozen=True)
class Value(Choice):
    """A number that makes the question true, measured as a number."""

    def chosen(self, answer):
        return {}

    def expected(self, answer, point):
        return shown(value(answer.context.unfold(answer.value.args[0]), point, answer.context))

    def agrees(self, answer, point, observed):
        return close(value(answer.context.unfold(answer.value.args[0]), point, answer.context, 128), observed)


def ends_of(answer: Read, parameter: Expr, point: Point) -> set[fmpq]:
    """The values of the other sides of the comparisons with `parameter`, where they are rational."""
    found = set()
    for node in answer.value.walk():
        if node.head in ("lt", "le") and parameter in node.args:
            (other,) = (side for side in node.args if side != parameter)
            try:
                end = value(answer.context.unfold(other), point, answer.context)
            except (Undefined, Unknown):
                continue
            if isinstance(end, fmpq):
                found.add(end)
    return found


def close(ours, observed) -> bool:
    """Whether an exact value is what was measured: within the stated error of an estimate, else within CLOSE."""
    ours = in_floats(ours) if is_matrix(ours) else in_floats(ours)[0, 0]
    error = getattr(observed, "error", None)
    measured = np.asarray(observed if error is None else observed.value, dtype=float)
    ours = ours.reshape(measured.shape) if ours.size == measured.size else ours
    if ours.shape != measured.shape:
        return False
    allowed = CLOSE * np.maximum(1, np.abs(ours)) if error is None else np.asarray(error)
    return bool(np.all(np.abs(ours - measured) <= allowed))


def in_floats(found) -> np.ndarray:
    """A value by rows and columns, one by one for a number."""
    return np.array([[float(fraction(e)) if isinstance(e, fmpq) else float(ball(e).mid()) for e in row]
                     for row in grid_of(found)])  # fmt: skip
