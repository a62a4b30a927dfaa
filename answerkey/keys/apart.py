"""Answers that cannot be read as one relation: their sides taken apart, and vectors that are given entry by entry."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from answerkey.answers import Choice
from answerkey.keys.candidates import Candidate, is_unfit, unfit
from answerkey.keys.comparing import Compared, Comparison
from answerkey.keys.judging import Judged, Said
from answerkey.keys.statements import trimmed
from answerkey.reading.declarations import DEFINED
from answerkey.reading.names import identifier
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import Expr

GIVING = {"=", ":=", r"\to", r"\rightarrow", r"\equiv"}  # the signs of a chain that gives a value
COLUMN = re.compile(r"(?:\\left)?[(\[](.*?)(?:\\right)?[)\]](?:\^\{?(?:T|\\top|\\intercal)\}?)?", re.DOTALL)


def sides_apart(comparison: Comparison, said: Said) -> Iterator[tuple[Judged, Compared]]:
    """How the last side of a chain about what is asked compares, which could not be read together with the first."""
    link, statement = said.links[-1], said.statement
    if not is_unfit(link) or not statement.signs:
        return
    if not ({*statement.signs} <= GIVING and names_it(comparison, statement.sides[0])):
        return
    if (
        link.standing not in ("wrong", "consequence")
        and (value := value_of(comparison, trimmed(statement.sides[-1]))) is not None
    ):
        with suppress(ShapeError):
            if (compared := comparison.as_value(value)) is not None:
                yield link, compared
                return
    yield link, unfit(link)


def names_it(comparison: Comparison, side: str) -> bool:
    """Whether a side is what the answer is about, or its name: of L(w) the letter L, of w also w^*."""
    about = comparison.understood(side)
    if about is not None and comparison.is_asked(about):
        return True
    question = getattr(comparison.read.answer, "question", "")
    if "(" in question and tight(side) == tight(question.partition("(")[0]):
        return True
    match = DEFINED.match(f"{side} =")
    leaf = comparison.leaf
    return match is not None and leaf is not None and comparison.is_called(Expr("name", identifier(match[1]), ()), leaf)


def tight(latex: str) -> str:
    return re.sub(r"\s|\\[,;:! ]", "", latex)


def value_of(comparison: Comparison, latex: str) -> Expr | None:
    """A value under the names that are known; where a column is wanted, numbers in brackets are one."""
    wanted = comparison.wanted.shape
    if wanted[1:] == (1,) and (match := COLUMN.fullmatch(latex.strip())) and len(match[1].split(",")) == wanted[0]:
        entries = r" \\ ".join(match[1].split(","))
        return comparison.understood(rf"\begin{{bmatrix}} {entries} \end{{bmatrix}}")
    return comparison.understood(latex)


def by_entries(comparison: Comparison, said: Sequence[Said]) -> Candidate | None:
    """A vector or a matrix whose entries a key gives one by one: right if all are, wrong if one is."""
    wanted = comparison.wanted
    if isinstance(comparison.read.answer, Choice) or comparison.is_relation or wanted.head != "block":
        return None
    question = comparison.read.claims[0].args[0]
    asked = question.nodes if question.head == "block" else ()
    given: dict[int, tuple[Said, Judged, Verdict]] = {}
    for each in said:
        for link in each.links:
            if link.claim is not None and link.claim.head in ("eq", "becomes"):
                for i, verdict in entries_in(comparison, link.claim, asked):
                    given[i] = (each, link, verdict)
    if not given:
        return None
    wrong = [found for found in given.values() if found[2].status == "refuted"]
    each, link, verdict = wrong[-1] if wrong else list(given.values())[-1]
    if not wrong and len(given) < len(wanted.nodes):
        return Candidate(each, link, link.latex, Compared("incomplete", Verdict("undecided", "entries are missing")))
    return Candidate(each, link, link.latex, Compared("wrong" if wrong else "right", verdict))


def entries_in(comparison: Comparison, claim: Expr, asked: Sequence[Expr]) -> Iterator[tuple[int, Verdict]]:
    """The entries of which a claim gives the value, and how that compares; an update counts only where it is right."""
    left, right = claim.args
    for i, (entry, value) in enumerate(zip(asked, comparison.wanted.nodes, strict=False)):
        updated = claim.head == "becomes" and left in {*entry.walk()}
        if right.shape or not (updated or (left.has("derivative", "entry") and comparison.proves(left, entry))):
            continue
        verdict = comparison.decide(Expr("eq", right, value))
        if verdict.passes or (verdict.status == "refuted" and not updated):
            yield i, verdict
