r"""Sentences with mathematics in them: which formulas claim something, which define a name, which only mention one.

`Let $C = ...$` defines a new name, or makes a general one special from there on; a relation is a claim; a bare
expression claims nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from answerkey.context import Context
from answerkey.reading.declarations import IN_SPACE, declared, defined
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread, spans
from answerkey.tree import RELATIONS, VAGUE, Expr

DEFINES = re.compile(r"\b(?:let|put|write|call|set|define)\s*$", re.IGNORECASE)
GOES_ON = re.compile(r"^\s*(?:,|and|, and)\s*$")


@dataclass(frozen=True)
class Formula:
    """A formula in a sentence; `links` are the single claims of a chain, or what a declaration brings with it.

    Where there are none because it could not be read, `unread` says why.
    """

    latex: str
    display: bool
    offset: int
    role: Literal["claim", "definition", "mention", "unread"]
    tree: Expr | None = None
    links: tuple[Expr, ...] = ()
    unread: str = ""


def sentence(text: str, context: Context) -> tuple[list[str | Formula], Context]:
    """The words and formulas of `text`, and the context with what they define."""
    pieces: list[str | Formula] = []
    try:
        parts = list(spans(text))
    except Unread as error:
        unread = Formula(text[error.offset :], False, error.offset, "unread", unread=error.why)
        return [text[: error.offset], unread], context
    for is_maths, display, content, offset in parts:
        if not is_maths:
            pieces.append(content)
            continue
        latex = content.strip()
        larger = definition(latex, context) if introduces(pieces) else None
        if larger is not None:
            context = larger
            pieces.append(Formula(latex, display, offset, "definition"))
            continue
        pieces.append(formula(latex, display, offset, context))
    return pieces, context


def definition(latex: str, context: Context) -> Context | None:
    try:
        return defined(latex.rstrip(".,; "), context)
    except Unread:
        return None


def introduces(pieces: list[str | Formula]) -> bool:
    """Whether the words before say that a definition comes, or goes on."""
    if not pieces or not isinstance(pieces[-1], str):
        return False
    if DEFINES.search(pieces[-1]):
        return True
    before = pieces[-2] if len(pieces) > 1 else None
    return isinstance(before, Formula) and before.role == "definition" and bool(GOES_ON.match(pieces[-1]))


def formula(latex: str, display: bool, offset: int, context: Context) -> Formula:
    try:
        if (brought := restated(latex, context)) is not None:
            return Formula(latex, display, offset, "definition", links=brought)
        tree = read(latex, context.names)
        if tree.has(*VAGUE):
            raise Unread("what this claims cannot be decided", 0)
    except Unread as error:
        after = latex[error.offset : error.offset + 12]
        where = f"{error.why} (at {after!r})" if after else error.why
        return Formula(latex, display, offset, "unread", unread=where)
    if tree.head not in RELATIONS:
        return Formula(latex, display, offset, "mention", tree)
    return Formula(latex, display, offset, "claim", tree, links_of(tree))


def restated(latex: str, context: Context) -> tuple[Expr, ...] | None:
    r"""The conditions that come with `X \in \mathbb{R}^{m \times n}` or `N \sim \mathcal{N}(0, I)`, declared before.

    None of another formula; raises Unread where it is not what was declared.
    """
    if not (r"\sim" in latex or IN_SPACE.match(latex)):
        return None
    again = declared(latex.rstrip(".,; "), context)
    if (again.names, again.laws, again.definitions) != (context.names, context.laws, context.definitions):
        raise Unread("this is not what was declared", 0)
    return again.conditions[len(context.conditions) :]


def links_of(tree: Expr) -> tuple[Expr, ...]:
    """The single claims of a chain or a conjunction."""
    return tuple(link for part in tree.args for link in links_of(part)) if tree.head == "and" else (tree,)
