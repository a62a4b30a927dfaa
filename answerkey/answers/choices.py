"""Answers that say yes or no, choose values for names, or speak in words."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

import numpy as np

from answerkey.answers.base import Answer, Read, close
from answerkey.context import Context
from answerkey.deciding.looking import leaves
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.values import Undefined, Unknown, shown
from answerkey.neighbours import wrong_values
from answerkey.reading.parser import read
from answerkey.tree import FALSE, TRUE, Expr


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
        at = r",\; ".join(f"{name} = {value}" for name, value in self.witness.items())
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
        context, put = answer.context, dict(zip(self.leaves(answer.context), wrong.args, strict=True))
        for leaf, meaning in put.items():
            context = context.with_definition(leaf, meaning)
        about = tuple(c for c in context.conditions if not put.keys().isdisjoint(c.walk()))
        if any(is_false(c.replace(put)) for c in about):  # a value that the name was declared not to have
            free = replace(context, conditions=tuple(c for c in context.conditions if c not in about))
            return Read(self, free, wrong, (FALSE,))
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


@dataclass(frozen=True)
class Qualitative(Answer):
    """An answer in words, with a core of another kind, which alone is decided and measured."""

    words: str
    core: Answer


def is_false(condition: Expr) -> bool:
    """Whether a condition of given numbers does not hold."""
    with suppress(Undefined, Unknown):
        return not leaves(condition) and truth(condition, Point({}), Context()) is False
    return False
