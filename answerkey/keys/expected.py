"""The answers that the sheet knows, which a key should give."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from answerkey.answers import Answer, Choice, Qualitative, Read, Verdict
from answerkey.context import Context
from answerkey.problem import Part
from answerkey.reading.names import identifier
from answerkey.reading.sentences import sentence
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError


@dataclass(frozen=True)
class Known:
    """An answer of the sheet as it was read, what measures it, and what the sheet says of it in words."""

    read: Read
    measured: Callable
    words: str


def known_answers(part: Part) -> Iterator[Known]:
    """The answers of a part, under its names and those that its derivation defines.

    Of yes and no only what the sheet says in words: what a formula claims needs no answer.
    """
    context, answers = ran(part)
    for answer, measured in zip(answers, part.measured, strict=False):
        core, words = (answer.core, answer.words) if isinstance(answer, Qualitative) else (answer, "")
        if words or not isinstance(core, Verdict):
            with suppress(Unread, ShapeError):
                yield Known(core.read(context), measured, words)


def chosen_names(answer: Answer) -> frozenset[str]:
    """The names that an answer chooses values for."""
    return frozenset(map(identifier, answer.values)) if isinstance(answer, Choice) else frozenset()


def ran(part: Part) -> tuple[Context, tuple[Answer, ...]]:
    """The context at the end of a derivation, with what its question defines, and what it returns."""
    context, generator = sentence(part.statement, part.context())[1], part.derivation()
    while True:
        try:
            context = sentence(next(generator), context)[1]
        except StopIteration as end:
            return context, end.value if isinstance(end.value, tuple) else (end.value,)
