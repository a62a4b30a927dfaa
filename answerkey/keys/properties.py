r"""What words say of the names beside them: `let $A$ be symmetric`, `a unit vector $u$`, `$Q$ is orthogonal`."""

import re
from contextlib import suppress

from answerkey.context import Context
from answerkey.keys.premises import decided
from answerkey.reading.declarations import NAME, SUBSCRIPT, declared
from answerkey.reading.names import identifier
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

OF_MATRICES = frozenset({"full column rank", "full row rank"})
OF_SQUARES = frozenset(
    "symmetric|orthogonal|invertible|nonsingular|positive definite|positive semidefinite|idempotent|projection|"
    "orthogonal projection".split("|")
)
OF_VECTORS = frozenset({"unit vector", "unit norm"})
OF_NUMBERS = frozenset(
    {"positive", "nonnegative", "negative", "nonzero", "integer", "positive integer", "nonnegative integer"}
)
PROPERTIES = OF_MATRICES | OF_SQUARES | OF_VECTORS | OF_NUMBERS
OTHERS = frozenset(  # that are not understood, so that nothing is an error of what has them
    "diagonal stochastic nilpotent involutory skew triangular commute commutes commuting banded unitary "
    "hermitian permutation orthonormal".split()
)
FILLERS = frozenset("be is are a an the both real square which that has have with and of given fixed".split())
NOUNS = frozenset("matrix matrices vector vectors number numbers real square scalar scalars constant constants".split())
WORD = re.compile(r"[A-Za-z]+|[^\sA-Za-z-]")
SUBJECTS = re.compile(rf"^\s*({NAME}(?:{SUBSCRIPT})?(?:\s*,\s*{NAME}(?:{SUBSCRIPT})?)*)\s*(?:\\in\b.*)?$", re.DOTALL)
SIZE = re.compile(r"^\s*([A-Za-z0-9]+)\s*\\times\s*([A-Za-z0-9]+)\s*$")
SIZED = re.compile(r"\s*,?\s*(?:is|be|are|denotes?)?\s*(?:an?|any|two|real)?\s*")
TO_SHOW = re.compile(
    r"\b(?:show|prove|verify|check|conclude|hence|thus|therefore|so|whether|when|decide)\b", re.IGNORECASE
)
STATES = re.compile(r"\s*(?:is|are|has|have)\b")


def subjects(latex: str) -> list[str]:
    r"""The names of which a formula such as `A`, `A, B` or `A \in \mathbb{R}^{n \times n}` speaks."""
    match = SUBJECTS.match(latex)
    return [part.strip() for part in match[1].split(",")] if match else []


def said_of(words: str, after: str) -> list[str]:
    """The properties that the words just before a name and just after it give it; what is to be shown is none."""
    behind = [] if STATES.match(after) and TO_SHOW.search(words) else leading(tokens(after), FILLERS | NOUNS | {","})
    return behind + leading(tokens(words)[::-1], NOUNS, backwards=True)


def has_more(words: str, after: str) -> bool:
    """Whether the words beside a name give it a property that is not understood."""
    return bool(OTHERS & {*tokens(words)[-4:], *tokens(re.split(r"[.;]", after)[0])[:8]})


def tokens(words: str) -> list[str]:
    plain = re.sub(r"\b(non|semi)[- ](?=[a-z])", r"\1", words.lower())
    return WORD.findall(re.sub(r"\b(vector|integer)s\b", r"\1", plain))


def leading(words: list[str], fillers: frozenset[str], backwards: bool = False) -> list[str]:
    """The properties that words begin with, but for those that say nothing."""
    found, at = [], 0
    while at < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[at : at + length][:: -1 if backwards else 1])
            if phrase in PROPERTIES:
                found.append(phrase)
                at += length
                break
        else:
            if words[at] not in fillers:
                break
            at += 1
    return found


def with_property(name: str, said: str, context: Context) -> Context:
    """The context in which a name has a property, unless it is of another kind, or stands for something."""
    symbol = context.names.get(identifier(name))
    if symbol is None or symbol.kind != "value" or context.names.leaf(identifier(name)) in context.definitions:
        return context
    if not symbol.shape:
        fits = said in OF_NUMBERS
    elif symbol.shape[1] == 1:
        fits = said in OF_VECTORS
    else:
        fits = said in OF_MATRICES or (said in OF_SQUARES and symbol.shape[0] == symbol.shape[1])
    with suppress(Unread, ShapeError, KeyError, ValueError):
        larger = declared(rf"{name} \text{{ is {said} }}", context) if fits else context
        added = larger.conditions[len(context.conditions) :]
        if not any(decided(context, Expr("not", condition)).status == "proved" for condition in added):
            return larger
    return context


def with_size(name: str, said: list[str], context: Context) -> Context | None:
    """The context in which a name that nothing declares is a square matrix, or a vector, as its properties say."""
    if context.names.get(identifier(name)) or context.names.sequence(identifier(name)):
        return None
    sides = {side for each in context.names.symbols.values() for side in each.shape if side != 1} or {"n"}
    if len(sides) > 1 or not {*said} & (OF_SQUARES | OF_VECTORS):
        return None
    side = sides.pop()
    return context.with_symbol(identifier(name), shape=(side, side if {*said} & OF_SQUARES else 1))
