"""The answers that the sheet knows, which a key should give."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from answerkey.answers import Answer, Choice, Qualitative, Read, Verdict
from answerkey.context import Context
from answerkey.problem import Part
from answerkey.reading.names import identifier
from answerkey.reading.sentences import sentence
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError


def known_answers(part: Part) -> Iterator[tuple[Read, Callable]]:
    """The answers of a part, under its names and those that its derivation defines, with their measurements."""
    context, answers = ran(part)
    for answer, measured in zip(answers, part.measured, strict=False):
        core = answer.core if isinstance(answer, Qualitative) else answer
        if not isinstance(core, Verdict):
            with suppress(Unread, ShapeError):
                yield core.read(context), measured


def chosen_names(answer: Answer) -> frozenset[str]:
    """The names that an answer chooses values for."""
    return frozenset(map(identifier, answer.values)) if isinstance(answer, Choice) else frozenset()


def ran(part: Part) -> tuple[Context, tuple[Answer, ...]]:
    """The context at the end of a derivation, and what it returns."""
    context, generator = part.context(), part.derivation()
    while True:
        try:
            context = sentence(next(generator), context)[1]
        except StopIteration as end:
            return context, end.value if isinstance(end.value, tuple) else (end.value,)
