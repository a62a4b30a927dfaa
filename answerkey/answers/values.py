"""Answers that are a value: a formula, a mean, a limit, a rate, a count, an optimum."""

from dataclasses import dataclass
from itertools import islice

from answerkey.answers.base import Answer, Read
from answerkey.deciding.referee.evaluate import value
from answerkey.neighbours import wrong_values
from answerkey.reading.parser import read
from answerkey.tree import Expr


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
