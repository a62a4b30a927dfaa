"""Trying a claim at points of the domain: a refutation is a point at which it is false, by rigorous arithmetic."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from flint import arb, fmpq

from answerkey.context import Context
from answerkey.deciding.looking import conjuncts
from answerkey.deciding.points.outcomes import are_possible
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.points.solving import exact_points
from answerkey.deciding.points.telling import needed
from answerkey.deciding.points.witnesses import QUICK, aimed, is_false, simplified
from answerkey.deciding.referee.effort import affordable
from answerkey.deciding.referee.evaluate import PRECISIONS, Point, told, truth
from answerkey.deciding.referee.values import Undefined, Unknown, shown
from answerkey.deciding.scalars.written import latex
from answerkey.results import Verdict
from answerkey.tree import BINDERS, Expr

FIRST_POINTS = 8  # tried before a proof
POINTS = 24  # tried for a simpler witness, and where there is no proof
MOST_NODES = 12_000  # evaluated while points are tried, of a claim that has large values
LONGEST = 60  # characters of a fraction that is told digit by digit


@dataclass(frozen=True)
class Trial:
    """Claims in one context, at points that `seed` fixes."""

    context: Context
    seed: int = 0

    def refute(self, claim: Expr, count: int) -> Verdict | None:
        """A refutation at one of `count` points, the simplest of those found."""
        failures: list[Point] = []
        sampler, first = self.sampler(claim), count == FIRST_POINTS
        precisions, most = (QUICK, MOST_NODES // 3) if first else (PRECISIONS, MOST_NODES)
        for tried, point in enumerate(affordable(sampler.points(POINTS), most, least=4), 1):
            failures += [
                p for p in (point, *aimed(claim, point, sampler)) if is_false(claim, p, self.context, precisions)
            ]
            if len(failures) > 3 or (tried >= count and not failures):
                break
        return self.refuted(claim, min(failures, key=size_of)) if failures else None

    def sampler(self, claim: Expr, seed: int = 0, wide: bool = False) -> Sampler:
        """Points for a claim, by a plan that is made once; `seed` is added to that of the ladder."""
        if claim not in self.planned:
            self.planned[claim] = Sampler(self.context, [claim])
        return self.planned[claim].afresh(self.seed + seed, wide)

    @cached_property
    def planned(self) -> dict[Expr, Sampler]:
        return {}

    def refute_at_corners(self, claim: Expr) -> Verdict | None:
        """A refutation where each of a few numbers is 0, 1 or -1: where several are zero at once a claim may fail."""
        points = self.sampler(claim).corners()
        failing = next((point for point in points if is_false(claim, point, self.context)), None)
        return self.refuted(claim, failing) if failing else None

    def refute_where_a_side_holds(self, claim: Expr) -> Verdict | None:
        """A refutation of an implication or equivalence, one side of which a random point hardly ever satisfies."""
        sides = {"iff": claim.args, "implies": claim.args[:1]}.get(claim.head, ())
        for side in (side for side in sides if not side.has(*BINDERS)):  # which are slow to draw points by
            narrow = Sampler(self.context.with_condition(*conjuncts(side)), [claim], self.seed)
            for point in narrow.points(POINTS):
                if is_false(claim, point, self.context):
                    return self.refuted(claim, point)
        return None

    def refute_exactly(self, claim: Expr) -> Verdict | None:
        """A refutation at a point with roots, logarithms and the like among its numbers."""
        for point in exact_points(self.context, claim, self.seed):
            if self.inside(point) and self.holds(claim, point) is False:
                return self.refuted(claim, point)
        return None

    def holds(self, claim: Expr, point: Point) -> bool | None:
        try:
            return truth(claim, point, self.context)
        except (Undefined, Unknown):
            return None

    def inside(self, point: Point) -> bool:
        given = {leaf.args[0] for leaf in point.values} | point.sizes.keys()
        conditions = self.domain.conditions
        held = [c for c in conditions if {x.args[0] for x in self.domain.leaves_of(c)} <= given]
        return self.domain.holds(point, held) and are_possible(point, self.context)

    @cached_property
    def domain(self) -> Sampler:
        return Sampler(self.context, [], self.seed)

    def refuted(self, claim: Expr, point: Point) -> Verdict:
        point = simplified(claim, point, self.sampler(claim))
        witness = {repr(leaf): spelled(number) for leaf, number in self.needed(claim, point)}
        witness |= {size: str(number) for size, number in point.sizes.items() if self.mentions_size(claim, size)}
        return Verdict("refuted", self.sides(claim, point), witness)

    def sides(self, claim: Expr, point: Point) -> str:
        """What the two sides of a false claim are at a point."""
        if claim.head in ("iff", "implies"):
            left, right = ("holds" if self.holds(side, point) else "does not hold" for side in claim.args)
            return f"the left side {left} and the right side {right}"
        if claim.head in ("eq", "lt", "le"):
            with suppress(Undefined, Unknown):  # of sides that are told apart only by their difference
                left, right = (brief(told(side, point, self.context)) for side in claim.args)
                return f"the left side is {left} and the right side is {right}"
        return "it is false"

    def needed(self, claim: Expr, point: Point) -> list:
        """The values on which a claim depends."""
        return needed(claim, point, self.context, self.sampler(claim).mentioned)

    def mentions_size(self, claim: Expr, size: str) -> bool:
        return any(size in str(node.shape) or node.args[:1] == (size,) for node in claim.walk())


def brief(number) -> str:
    """A value as it is shown; of a fraction that would fill lines, twelve digits."""
    whole = shown(number)
    return whole if len(whole) <= LONGEST or not isinstance(number, fmpq) else f"about {shown(arb(number))}"


def spelled(number) -> str:
    """A number of a witness: in LaTeX where it is a closed expression."""
    return latex(number) if isinstance(number, Expr) else shown(number)


def size_of(point: Point):
    """How complicated a witness is: by the digits of its numbers, small and positive first."""
    return sum(len(str(v)) + 2 * str(v).count("/") + 2 * str(v).count("-") for v in point.values.values())
