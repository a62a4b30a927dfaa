"""How a relation stands whose sizes do not fit: as many write it and mean it, with a slip, or there is no telling."""

from dataclasses import dataclass, field, replace

from answerkey.keys.reasoning import Reasoned, Standing
from answerkey.keys.sizes import Mend, Mended, mended, sizes_here, telling_sizes
from answerkey.keys.statements import Statement, trimmed
from answerkey.keys.variants import as_means, as_random, in_small, respelled
from answerkey.results import Verdict
from answerkey.tree import RELATIONS, Expr


@dataclass
class Fitting(Reasoned):
    """Mends what does not fit; slips that were told before are carried on from there."""

    misfits: list[Mend] = field(default_factory=list, kw_only=True)  # slips with sizes that were told

    def fitted(self, statement: Statement, i: int, why: str) -> tuple[Standing, Verdict] | Expr:
        """A relation whose sizes do not fit: wrong if it holds with what is missing, else there is no telling.

        What can only be meant as many write it is to be judged as that.
        """
        readings = self.readings(statement, i)
        for reading in readings:
            if reading.expr.head in RELATIONS and (verdict := self.decide(self.as_meant(reading.expr))).passes:
                return self.as_usual(reading, verdict) if reading.usual else self.slipped(reading.mends, why)
        if i == 0 and (lost := self.lost_in_blocks(statement.sides[1])) is not None:
            return self.slipped((lost,), why)
        if len({reading.expr for reading in readings}) == 1 and readings[0].usual and not readings[0].doubtful:
            return readings[0].expr
        carried = next((each.why for each in readings if {*each.mends} <= {*self.misfits}), "")
        rest = f"; {carried}, as before, and with it this is not decided" if carried else ""
        here = sizes_here(self.link_as_read(statement, i, i), self.context)
        return "undecided", Verdict("undecided", f"the sizes do not fit: {why}{rest}{here and f' ({here})'}")

    def as_usual(self, reading: Mended, verdict: Verdict) -> tuple[Standing, Verdict]:
        return "holds", replace(verdict, because=f"{verdict.because}; {reading.why}")

    def slipped(self, mends: tuple[Mend, ...], why: str) -> tuple[Standing, Verdict]:
        """An error in the sizes; which one, where it was not told before."""
        new = [mend.why for mend in mends if mend not in self.misfits]
        self.misfits += mends
        said = " and ".join(new) if new else f"{' and '.join(mend.why for mend in mends)}, as before"
        verdict = Verdict("refuted", f"{why}: {said}", telling_sizes(why, self.context, self.seed) or None)
        return "wrong" if new else "consequence", verdict

    def readings(self, statement: Statement, i: int) -> list[Mended]:
        """A link whose sizes do not fit, or its chain so far, with slips in sizes undone."""
        links = dict.fromkeys((self.link_as_read(statement, i, i), self.link_as_read(statement, 0, i)))
        return [reading for link in links for reading in mended(link, self.context)]

    def link_as_read(self, statement: Statement, first: int, i: int) -> str:
        """A side and the one after the i-th sign; only of equations the chain before leads from one to the other."""
        first = first if statement.signs[i] == "=" else i
        sides = trimmed(statement.sides[first]), statement.signs[i], trimmed(statement.sides[i + 1])
        return respelled(" ".join(sides), self.context.names)

    def lost_in_blocks(self, side: str) -> Mend | None:
        """The slip with which alone a matrix in blocks is one, by preference one that was told before."""
        readings = mended(trimmed(respelled(side, self.context.names)), self.context)
        lost = [each.mends[0] for each in readings if each.expr.head == "block" and len(each.mends) == 1]
        return next((mend for mend in lost if mend in self.misfits), lost[0] if lost else None)

    def as_meant(self, claim: Expr) -> Expr:
        """A claim with the random names for those in small."""
        return as_random(as_means(claim, self.context), in_small(claim, self.context))
