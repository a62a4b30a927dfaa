"""Answers that are a relation: where something happens, which of two is faster, what solves a condition."""

from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from answerkey.answers.base import Answer, Read
from answerkey.deciding.points.solving import put_together
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.values import Undefined, Unknown, ball, exact, fraction
from answerkey.neighbours import wrong_relations
from answerkey.reading.parser import read
from answerkey.tree import Expr


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
        """The middle, each end itself, and a twentieth of the width (or of the end, if that is less) to either side."""
        parameter = read(self.parameter, answer.context.names)
        ends = ends_of(answer, parameter, point)
        near = sorted(ends, key=fraction)
        width = near[-1] - near[0] if len(near) > 1 else fmpq(1)
        for end in near:
            step = min(width, abs(end) or width) / 20
            yield Point(point.values | {parameter: end - step}, point.sizes)
            yield ends[end]
            yield Point(point.values | {parameter: end + step}, point.sizes)
        if len(near) > 1:
            yield Point(point.values | {parameter: (near[0] + near[-1]) / 2}, point.sizes)

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
                there = moved(point, *node.args, answer)
                if there is not None:
                    yield there

    def agrees(self, answer, point, observed):
        if isinstance(observed, bool | np.bool_):
            return truth(answer.context.unfold(answer.value), point, answer.context) == bool(observed)
        return self.is_one(answer) and super().agrees(replace(answer, value=answer.value.args[1]), point, observed)

    def expected(self, answer, point):
        if self.is_one(answer):
            return super().expected(replace(answer, value=answer.value.args[1]), point)
        return "yes" if truth(answer.context.unfold(answer.value), point, answer.context) else "no"


def ends_of(answer: Read, parameter: Expr, point: Point) -> dict[fmpq, Point]:
    """Where `parameter` is equal to the other side of a comparison: the point, by a rational at it or near it."""
    found = {}
    for node in answer.value.walk():
        if node.head in ("lt", "le") and parameter in node.args:
            (other,) = (side for side in node.args if side != parameter)
            with suppress(Undefined, Unknown):
                if (there := moved(point, parameter, other, answer)) is not None:
                    end = value(parameter, there, answer.context)
                    found[end if isinstance(end, fmpq) else exact(Fraction(float(ball(end).mid())))] = there
    return found


def moved(point: Point, leaf: Expr, to: Expr, answer: Read) -> Point | None:
    """`point` with the value of `to` for `leaf`, in closed form where it is no rational; None without such a form."""
    plain = answer.context.unfold(to)
    found = value(plain, point, answer.context)
    if isinstance(found, fmpq | fmpq_mat):
        return Point(point.values | {leaf: found}, point.sizes)
    return put_together(point, {leaf: plain})
