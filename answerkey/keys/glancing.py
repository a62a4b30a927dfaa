"""What a judge reads, without what it decides: how much of a key can be read is known long before the rest."""

from collections import Counter
from collections.abc import Iterable

from answerkey.keys.judging import Judge, Judged
from answerkey.keys.statements import Statement
from answerkey.results import Verdict
from answerkey.tree import Expr

LEFT_OPEN = Verdict("undecided", "not decided yet")


class Glance(Judge):
    """Goes through the statements of a section for what can be read, and for the names that they define."""

    def judged(self, statement: Statement, i: int, latex: str, claim: Expr) -> Judged:
        return self.left_open(statement, i, latex)

    def in_small(self, statement: Statement, i: int, latex: str, claim: Expr, twins: dict[Expr, Expr]) -> Judged:
        return self.left_open(statement, i, latex)

    def misshapen(self, statement: Statement, i: int, latex: str, why: str) -> Judged:
        return self.left_open(statement, i, latex)

    def left_open(self, statement: Statement, i: int, latex: str) -> Judged:
        return Judged(statement.places[min(i + 1, len(statement.places) - 1)], latex, "mention", LEFT_OPEN)


def glanced(judged: Iterable[Judged]) -> Counter[str]:
    """How many formulas and links there are, and how many of them are read."""
    found = [each.standing for each in judged]
    return Counter(all=len(found), read=len(found) - found.count("unread"))
