"""What may be the answer of a key, and which of all that may be is the one that counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answerkey.keys.comparing import Compared, Grade
from answerkey.keys.judging import Judged, Said
from answerkey.keys.phrases import concludes_need, says_answer
from answerkey.keys.statements import Place
from answerkey.tree import Expr


@dataclass(frozen=True)
class Candidate:
    """What may be the key's answer, and how it compares with the sheet's."""

    said: Said
    judged: Judged
    latex: str
    compared: Compared
    sure: bool = False  # whether it is said of all that it is about, so that nothing before it can be meant instead
    chosen: bool = False  # whether it gives values that are to be chosen, as in "take W = I"
    note: str = ""  # that the key had another answer before

    @property
    def grade(self) -> Grade:
        return self.compared.grade

    @property
    def place(self) -> Place:
        return self.judged.place

    def stands_after(self, other: "Candidate") -> bool:
        return (self.place.line, self.place.column) > (other.place.line, other.place.column)

    @property
    def is_final(self) -> bool:
        """Whether the key says that this is its answer."""
        return is_final(self.said)

    @property
    def is_stated(self) -> bool:
        """Whether the key says that it is so, and does not only suppose it."""
        statement = self.said.statement
        found = statement.role != "assumed" or self.chosen or concludes_need(statement.words)
        return found and not statement.hypothetical

    @property
    def is_error(self) -> bool:
        """Whether it was found wrong where it stands, and not only beside the sheet's answer."""
        return self.sure or any(link.standing in ("wrong", "consequence") for link in self.said.links)


UNFIT = ("wrong", "consequence", "undecided", "unread")  # how links stand whose sizes do not fit, or that were not read


def is_unfit(link: Judged) -> bool:
    """Whether a link has no claim that could be compared, as its sizes do not fit or as it was not read."""
    return link.claim is None and link.standing in UNFIT


def unfit(link: Judged) -> Compared:
    """How a value compares that has the wrong size or could not be read: it is wrong if that shows what is missing."""
    return Compared("wrong" if link.standing in ("wrong", "consequence") else "undecided", link.verdict)


def ends_of(said: Said) -> Expr | None:
    """What a chain of equations says of its first and its last side; None of another, or if they were not read."""
    first, last = said.links[0].claim, said.links[-1].claim
    if first is None or last is None or len(said.links) < 2 or not first.head == last.head == "eq":
        return None
    return Expr("eq", first.args[0], last.args[1])


def is_lone(said: Said) -> bool:
    """Whether a statement is a formula that claims nothing."""
    return len(said.links) == 1 and said.links[0].standing == "mention"


def is_final(said: Said) -> bool:
    """Whether the key says that a statement is its answer."""
    return says_answer(said.statement.words) or said.statement.is_boxed


def chosen_of(found: Sequence[Candidate]) -> Candidate | None:
    """What a key gives as its answer in the end, of what it calls its answer if it calls anything so.

    That is the last that is right, or else incomplete, unless an error comes after it; else the last that is wrong and
    stated.
    """
    final = [candidate for candidate in found if candidate.is_final] or list(found)
    good = [c for grade in ("right", "incomplete") for c in reversed(final) if c.grade == grade]
    wrong = [(i, c) for i, c in enumerate(final) if c.grade == "wrong" and c.is_stated]
    if not good:
        return wrong[-1][1] if wrong else None
    best = good[0]
    later = [c for i, c in wrong if i > final.index(best) and c.is_error]
    if not later:
        return best
    return replace(later[-1], note=f"line {best.place.line} had it right" if best.grade == "right" else "")
