"""Keys that are right: the proved sentences of this repository's own derivations, each part with its answers."""

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from answerkey.answers import Answer, Qualitative, Verdict
from answerkey.context import Context
from answerkey.problem import Part, Problem
from answerkey.reading.sentences import Formula, sentence
from answerkey.reading.tokens import spans

DERIVATIONS = Path(__file__).parents[2] / "derivations"


@dataclass(frozen=True)
class Maths:
    """A formula of a key as it is to be printed; `before` is what is known where it stands."""

    latex: str
    display: bool
    role: str = "mention"
    before: Context | None = None


Line = tuple[str | Maths, ...]


@dataclass(frozen=True)
class KeyPart:
    """What a key says under one part: the question, and the lines of the solution."""

    label: str
    question: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Key:
    """A whole key to one problem, which a sheet may ask or not; its commands are what stands in the preamble."""

    name: str
    problem: Problem
    title: str
    statement: Line
    parts: tuple[KeyPart, ...]
    commands: tuple[str, ...] = ()
    sheet: bool = True

    def only(self, label: str) -> "Key":
        """This key with one of its parts alone."""
        return replace(self, parts=tuple(part for part in self.parts if part.label == label))


def keys(names: tuple[str, ...] = ()) -> Iterator[Key]:
    """A key to every problem, or to those that are named."""
    for path in sorted(DERIVATIONS.glob("[a-z]*.py")):
        if not names or path.stem in names:
            yield key_to(path.stem, import_module(f"derivations.{path.stem}").problem)


def key_to(name: str, problem: Problem) -> Key:
    parts = tuple(solution(part) for part in problem.parts)
    return Key(name, problem, problem.title, line(problem.statement), parts)


def solution(part: Part) -> KeyPart:
    """The sentences of a derivation, and what it returns as a last one."""
    returned: list[Answer] = []

    def said() -> Iterator[str]:
        answers = yield from part.derivation()
        returned.extend(answers if isinstance(answers, tuple) else (answers,))

    lines = lines_of(said(), part.context())
    lines += [found for answer in returned if (found := last_line(answer))]
    return KeyPart(part.label, line(part.statement), tuple(lines))


def lines_of(said: Iterable[str], context: Context) -> list[Line]:
    """Sentences under the names of a context, and those that they define."""
    lines: list[Line] = []
    for text in said:
        pieces, after = sentence(inspect.cleandoc(text), context)
        lines.append(tuple(piece(each, context, after) for each in pieces))
        context = after
    return lines


def piece(found: str | Formula, before: Context, after: Context) -> str | Maths:
    if isinstance(found, str):
        return spaced(found)
    return Maths(spaced(found.latex), found.display, found.role, before if found.role == "definition" else after)


def last_line(answer: Answer) -> Line:
    core = answer.core if isinstance(answer, Qualitative) else answer
    return () if isinstance(core, Verdict) else ("So the answer is ", Maths(core.latex, False), ".")


def line(text: str) -> Line:
    """A text with its formulas apart."""
    return tuple(
        Maths(spaced(content.strip()), display) if maths else spaced(content)
        for maths, display, content, _ in spans(inspect.cleandoc(text))
    )


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
