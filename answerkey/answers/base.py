"""What all kinds of answer have in common, an answer as it was read, and how a number faces a measurement."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from flint import fmpq

from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point, value
from answerkey.deciding.referee.values import Unknown, ball, fraction, grid_of, is_matrix, shown
from answerkey.neighbours import wrong_values
from answerkey.reading.parser import read
from answerkey.tree import RELATIONS, Expr, conjunction

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
    """A value by rows and columns, one by one for a number; raises Unknown for what is beyond the floats."""

    def near(entry) -> float:
        return float(fraction(entry)) if isinstance(entry, fmpq) else float(ball(entry).mid())

    try:
        return np.array([[near(entry) for entry in row] for row in grid_of(found)])
    except OverflowError:
        raise Unknown("a number beyond the floats") from None
