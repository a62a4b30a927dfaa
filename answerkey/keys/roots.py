r"""Several values of one name, as keys state them: `\lambda_{1,2} = a \pm b`, line by line, or as "the eigenvalues"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from answerkey.keys.judging import Judged, Said
from answerkey.reading.names import identifier
from answerkey.tree import Expr

NUMBERED = re.compile(r"\s*(\\?[A-Za-z]+)\s*_\s*(?:\{([\d,\s]+|\\pm|\\mp|\+|-)\}|(\d|\\pm|\\mp|\+|-))\s*")
NAMED = re.compile(r"\b(?:eigenvalues?|roots?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Roots:
    """Values that a statement gives to one name, or the last of several statements."""

    said: Said
    link: Judged
    latex: str
    values: tuple[Expr, ...]
    named: bool  # whether it says that these are all values, and not only some


def roots(said: Sequence[Said], leaf: Expr, understood: Callable[[str], Expr | None]) -> Iterator[Roots]:
    """The values of a name that statements give, at once or one by one."""
    one_by_one: list[Expr] = []
    for each in said:
        if each.statement.role == "assumed" or each.statement.hypothetical:
            continue
        latex, link = each.statement.latex, each.links[-1]
        if each.statement.signs:
            values = stated(each, leaf, understood)
            one_by_one += [value for value in values if value not in one_by_one]
            if len(values) > 1:
                yield Roots(each, link, latex, tuple(values), True)
            elif values:
                yield Roots(each, link, latex, tuple(one_by_one), False)
        elif link.claim is not None and link.claim.head == "set":
            yield Roots(each, link, latex, link.claim.args, bool(NAMED.search(each.statement.words)))


def stated(said: Said, leaf: Expr, understood: Callable[[str], Expr | None]) -> list[Expr]:
    """The values that a statement gives to a name, or to one of its numbered forms."""
    claim = said.links[-1].claim
    if claim is not None:
        cases = claim.args if claim.head == "or" else (claim,)
        if all(case.head == "eq" and case.args[0] == leaf for case in cases):
            return [case.args[1] for case in cases]
        if claim.head == "in" and claim.args[0] == leaf and claim.args[1].head == "set":
            return list(claim.args[1].args)
    match = NUMBERED.fullmatch(said.statement.sides[0])
    if match is None or identifier(match[1]) != leaf.args[0] or set(said.statement.signs) != {"="}:
        return []
    value = understood(said.statement.sides[-1].strip().rstrip(".,;: "))
    if value is None:
        return []
    return list(value.args) if value.head == "set" else [value]
