"""The ladder: refute at seeded points, then prove, and never confuse the two.

Refutation: exact values inside the domain at which the claim fails, by rigorous arithmetic.  Proof: an exact normal
form, induction, or a decision procedure for the reals.  What neither settles is measured (where two sides agreed at
every point tried) or undecided.
"""

from dataclasses import dataclass
from functools import cached_property, partial

from answerkey.context import Context, is_partial
from answerkey.deciding import limits, order
from answerkey.deciding.evaluate import Point, truth, value
from answerkey.deciding.field import Field, with_room
from answerkey.deciding.matrices import Matrices
from answerkey.deciding.sampling import Sampler, solved_for
from answerkey.deciding.values import Undefined, Unknown, shown
from answerkey.results import Verdict
from answerkey.tree import SETS, TRUE, Expr

FIRST_POINTS = 8  # tried before a proof
POINTS = 24  # tried for a simpler witness, and where there is no proof
LOGICAL = frozenset({"iff", "implies", "or", "not"})
MORE_POINTS = 120  # tried before a claim is called measured
ENOUGH = 20  # points that agree, for "measured"
ROUNDS = 3  # of completing the rules for matrices
SOLVER_MS = 4_000


@dataclass(frozen=True)
class Ladder:
    """What is needed to decide claims in one context; `seed` fixes the points."""

    context: Context
    seed: int = 0

    def decide(self, claim: Expr) -> Verdict:
        """The verdict on a claim, conjunction by conjunction."""
        if claim.head == "and":
            return combined([self.decide(part) for part in claim.args])
        if claim in self.context.conditions:
            return Verdict("proved", "declared")
        try:
            if claim.head in LOGICAL and any(map(self.is_partial_derivative, claim.walk())):
                raise Unknown("an equivalence of derivatives that may not exist")
            whole = self.context.unfold(claim)
            if claim.head != "eq":
                whole = limits.put(self.context.lemmas, whole)
            plain = with_room(self.context, lambda field: self.without_limits(whole, field))
        except (Undefined, Unknown, ValueError) as reason:
            return Verdict("undecided", str(reason))
        if plain.head == "eq" and plain.args[0] == plain.args[1]:
            return Verdict("proved", "by definition")
        verdict = self.climb(claim, plain)
        if plain == whole or verdict.status != "proved":
            return verdict
        return Verdict("proved", f"limit of a geometric sequence; {verdict.because}")

    def is_partial_derivative(self, node: Expr) -> bool:
        if node.head == "derivative":
            return is_partial(self.context.unfold(node.args[0]))
        if node.head != "call" or node.args[1] == 0:
            return False
        return is_partial(self.context.unfold(self.context.applied(node.args[0], list(node.args[2:]))))

    def climb(self, claim: Expr, plain: Expr) -> Verdict:
        """The rungs in turn; `plain` is `claim` unfolded and without limits."""
        return (
            self.refute(plain, FIRST_POINTS)
            or self.proof(claim, plain)
            or self.by_order(plain)
            or self.refute(plain, POINTS)
            or self.agreed(plain)
        )

    def without_limits(self, claim: Expr, field: Field) -> Expr:
        return limits.without_limits(claim, self.context, field, Matrices(field))

    # -- refutation

    def refute(self, claim: Expr, count: int) -> Verdict | None:
        """A refutation at one of `count` points, the simplest of those found."""
        failures: list[Point] = []
        for tried, point in enumerate(Sampler(self.context, [claim], self.seed).points(POINTS), 1):
            failures += [p for p in (point, *self.aimed(claim, point)) if self.holds(claim, p) is False]
            if len(failures) > 3 or (tried >= count and not failures):
                break
        return self.refuted(claim, min(failures, key=size_of)) if failures else None

    def holds(self, claim: Expr, point: Point) -> bool | None:
        try:
            return truth(claim, point, self.context)
        except (Undefined, Unknown):
            return None

    def aimed(self, claim: Expr, point: Point):
        """Points on the edge of what the claim compares: a random one would hardly ever meet it."""
        if claim.head not in ("iff", "implies"):
            return
        for comparison in (n for n in claim.walk() if n.head in ("eq", "lt", "le")):
            free = {n for n in comparison.walk() if n in point.values and n.shape[1:] in ((), (1,))}
            free -= {n for n in free if self.context.is_natural(n)}
            for leaf in sorted(free, key=repr):
                moved = solved_for(comparison, leaf, point, self.context)
                if moved is not None and self.inside(moved):
                    yield moved

    def inside(self, point: Point) -> bool:
        given = {leaf.args[0] for leaf in point.values} | point.sizes.keys()
        conditions = self.domain.conditions
        return self.domain.holds(
            point, [c for c in conditions if {x.args[0] for x in self.domain.leaves_of(c)} <= given]
        )

    @cached_property
    def domain(self) -> Sampler:
        return Sampler(self.context, [], self.seed)

    def refuted(self, claim: Expr, point: Point) -> Verdict:
        witness = {repr(leaf): shown(number) for leaf, number in self.needed(claim, point)}
        witness |= {size: str(number) for size, number in point.sizes.items() if self.mentions_size(claim, size)}
        return Verdict("refuted", self.sides(claim, point), witness)

    def sides(self, claim: Expr, point: Point) -> str:
        """What the two sides of a false claim are at a point."""
        if claim.head in ("iff", "implies"):
            left, right = ("holds" if self.holds(side, point) else "does not hold" for side in claim.args)
            return f"the left side {left} and the right side {right}"
        if claim.head in ("eq", "lt", "le"):
            left, right = (shown(value(side, point, self.context)) for side in claim.args)
            return f"the left side is {left} and the right side is {right}"
        return "it is false"

    def needed(self, claim: Expr, point: Point):
        sampler = Sampler(self.context, [claim], self.seed)
        names = {leaf.args[0] for leaf in sampler.mentioned}
        return [(leaf, v) for leaf, v in point.values.items() if leaf.args[0] in names]

    def mentions_size(self, claim: Expr, size: str) -> bool:
        return any(size in str(node.shape) or node.args[:1] == (size,) for node in claim.walk())

    # -- proof

    def proof(self, claim: Expr, plain: Expr) -> Verdict | None:
        for attempt in (self.by_normal_form, self.by_equivalence, self.by_induction):
            try:
                found = with_room(self.context, partial(attempt, claim, plain))
            except (Undefined, Unknown):
                continue
            if found:
                return Verdict("proved", found)
        return None

    def by_normal_form(self, claim: Expr, plain: Expr, field: Field) -> str | None:
        if plain == TRUE:
            return "an identity"
        if plain.head != "eq" or plain.args[0].head in SETS:
            return self.by_matching(plain, field) if plain.head == "same" else None
        matrices = Matrices(field)
        for round_ in range(ROUNDS + 1):
            field.known.clear()
            if self.vanishes(plain, field, matrices):
                return ("exact normal form" if not matrices.letters else "exact normal form of matrix words") + (
                    f", rules completed {round_} times" if round_ else ""
                )
            if not matrices.rules or not matrices.complete():
                return None
        return None

    def vanishes(self, equation: Expr, field: Field, matrices: Matrices) -> bool:
        left, right = equation.args
        if not left.shape and not right.shape:
            gap = field.of(left - right)
            return not gap or not limits.with_lemmas(gap, self.context, field)
        grid = matrices.difference(left, right)
        return not any(cell for row in grid for cell in row)

    def by_matching(self, claim: Expr, field: Field) -> str | None:
        """Two finite sets, each member of one being a member of the other."""
        keys = [{field.of(item).key for item in side.args} for side in claim.args]
        return "exact normal forms of the members" if keys[0] == keys[1] else None

    def by_equivalence(self, claim: Expr, plain: Expr, field: Field) -> str | None:
        """Two equations of vectors, one being an invertible matrix times the other."""
        if plain.head != "iff" or any(side.head != "eq" or not side.args[0].shape for side in plain.args):
            return None
        matrices = Matrices(field)
        powers = [node for node in plain.walk() if node.head == "pow"]
        partial = any(n.head in ("log", "pow") and not n.shape and is_partial(n) for n in plain.walk())
        if partial or not all(matrices.is_defined(node) for node in powers if node.shape):
            return None  # one side may be undefined where the other holds
        gaps = [matrices.difference(*side.args) for side in plain.args]
        one, other = (matrices.one(gap) for gap in gaps)
        undone = [letter for letter in matrices.letters if letter.kind in ("inverse", "symmetric")]
        for _ in range(ROUNDS):
            for first, second in ((one, other), (other, one)):
                for letter in (None, *sorted(undone)):
                    moved = matrices.times({(letter,) if letter else (): field.constant(1)}, first)
                    if matrices.proportional(moved, second):
                        return "one equation is an invertible multiple of the other"
            if not matrices.complete():
                break
        return None

    def by_induction(self, claim: Expr, plain: Expr, field: Field) -> str | None:
        if claim.head != "eq" or claim.args[0].shape:
            return None
        index = limits.by_induction(claim, self.context, field, Matrices(field))
        return f"induction on {index}" if index is not None else None

    def by_order(self, claim: Expr) -> Verdict | None:
        """The decision procedure for the reals, whose counterexamples have to be confirmed."""
        answer = order.asked(self.context, claim, SOLVER_MS)
        if answer is True:
            return Verdict("proved", "decision procedure for the reals (z3)")
        if isinstance(answer, Point):
            for point in self.completed(claim, answer):
                if not self.inside(point):
                    continue
                if self.holds(claim, point) is False:
                    return self.refuted(claim, point)
                if self.is_lopsided(claim, point):
                    at = ", ".join(f"{leaf} = {shown(number)}" for leaf, number in self.needed(claim, point))
                    return Verdict("undecided", f"one side is not defined where the other holds, as at {at}")
        return None

    def is_lopsided(self, claim: Expr, point: Point) -> bool:
        """Whether one side of an equivalence holds at `point` and the other has no truth value."""
        outcomes: list[bool | None] = []
        for side in claim.args if claim.head in ("iff", "implies") else ():
            try:
                outcomes.append(truth(side, point, self.context))
            except Undefined:
                outcomes.append(None)
            except Unknown:
                return False
        return True in outcomes and None in outcomes

    def completed(self, claim: Expr, found: Point):
        """The solver's point, with the names that it left out drawn at random."""
        for point in Sampler(self.context, [claim], self.seed).points(4):
            yield Point(point.values | found.values, point.sizes)
        yield found

    def agreed(self, claim: Expr) -> Verdict:
        """Measured, where two sides agree or compare at enough points; that two conditions fail together is nothing."""
        points = list(Sampler(self.context, [claim], self.seed + 1, wide=True).points(MORE_POINTS))
        outcomes = [self.holds(claim, point) for point in points]
        if False in outcomes:
            return self.refuted(claim, points[outcomes.index(False)])
        held = outcomes.count(True)
        if claim.head in ("eq", "lt", "le", "ne") and held >= max(ENOUGH, len(points) // 2):
            return Verdict("measured", f"no proof found; holds exactly at {held} points (seed {self.seed})")
        return Verdict("undecided", f"no proof and no counterexample found; held at {held} points")


def is_empty(context: Context) -> bool | None:
    """Whether nothing satisfies the declared conditions; None where that is not known."""
    if next(Sampler(context, list(context.conditions)).points(1), None) is not None:
        return False
    found = order.asked(context, None, SOLVER_MS)
    return None if found is None else not found


def combined(verdicts: list[Verdict]) -> Verdict:
    """Of a conjunction: the worst of its parts, and the first of those."""
    if not verdicts:
        return Verdict("proved", "says nothing")
    ranks = ["refuted", "unread", "undecided", "measured", "proved"]
    worst = min(verdicts, key=lambda v: ranks.index(v.status))
    because = "; ".join(dict.fromkeys(v.because for v in verdicts if v.status == worst.status))
    return Verdict(worst.status, because, worst.witness)


def size_of(point: Point):
    """How complicated a witness is: by the digits of its numbers, small and positive first."""
    return sum(len(str(v)) + 2 * str(v).count("/") + 2 * str(v).count("-") for v in point.values.values())
