"""What a key gives as an answer, taken together: chosen values, bounds of which the same is said, and their ends."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from answerkey.answers import Read
from answerkey.keys.judging import Said
from answerkey.keys.premises import decided
from answerkey.keys.statements import LISTED
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, conjunction

Chosen = tuple[Literal["right", "incomplete", "wrong"], Verdict, Expr | None]


def chosen_well(read: Read, leaves: list[Expr], given: dict[Expr, Expr], decide: Callable[[Expr], Verdict]) -> Chosen:
    """The grade of the values, the verdict behind it, and the first name with another value than the sheet's."""
    context, wanted = read.context, dict(zip(leaves, read.value.args, strict=True))
    for leaf, value in given.items():
        context = context.with_definition(leaf, value)

    def differs(leaf: Expr) -> bool:
        try:
            return decide(Expr("eq", given[leaf], wanted[leaf])).status != "proved"
        except ShapeError:
            return True

    others = [leaf for leaf in given if differs(leaf)]
    if missing := [leaf for leaf in leaves if leaf not in given]:
        says = Verdict("undecided", f"no value is given for {', '.join(map(str, missing))}")
        return ("wrong" if others else "incomplete"), says, others[0] if others else None
    if not others:
        return "right", Verdict("proved", "the values of the sheet"), None
    verdict = decided(context, conjunction(*read.claims))
    return ("right" if verdict.passes else "wrong"), verdict, None if verdict.passes else others[0]


def with_ends(relation: Expr) -> Expr:
    """A relation with every end of its bounds."""
    if relation.head == "lt":
        return Expr("le", *relation.args)
    return relation.rebuild(with_ends) if relation.head in ("and", "or") else relation


def joined(said: Sequence[Said]) -> Iterator[Said]:
    """Statements of which the same is said, such as `a < x` and `x < b`, as one."""
    last: Said | None = None
    for each in said:
        more = each.statement.listed or bool(LISTED.fullmatch(each.statement.words))
        if last is not None and more and each.statement.signs and not each.statement.connective:
            each = Said(last.statement, (*last.links, *each.links))
        elif last is not None:
            yield last
        last = each
    if last is not None:
        yield last
