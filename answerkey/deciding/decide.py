"""The ladder: refute at seeded points, then prove, and never confuse the two.

Refutation: exact values inside the domain at which the claim fails, by rigorous arithmetic.  Proof: an exact normal
form, induction, or a decision procedure for the reals.  What neither settles is measured (where two sides agreed at
every point tried) or undecided.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from answerkey.context import Context, may_fail
from answerkey.deciding.entries import by_entries
from answerkey.deciding.limits import sequences
from answerkey.deciding.limits.approach import Unsettled
from answerkey.deciding.limits.invariants import by_invariance, from_facts, is_squeezed
from answerkey.deciding.limits.repeated import by_repetition
from answerkey.deciding.limits.vanishing import by_vanishing
from answerkey.deciding.logic import restated
from answerkey.deciding.logic.assuming import by_assuming
from answerkey.deciding.logic.forms import without_vectors
from answerkey.deciding.logic.means import by_means
from answerkey.deciding.logic.quantified import unquantified
from answerkey.deciding.logic.rounding import by_rests
from answerkey.deciding.logic.splitting import by_cases, signs_of
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.optima.closed import OPTIMA, by_optima, closed
from answerkey.deciding.optima.monotone import by_calculus, is_defined
from answerkey.deciding.order import solver
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.proofs import PROOFS
from answerkey.deciding.referee.effort import affordable
from answerkey.deciding.referee.evaluate import Point, truth
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.refuting import FIRST_POINTS, MOST_NODES, POINTS, Trial, spelled
from answerkey.deciding.scalars.field import with_room
from answerkey.deciding.shuffled import is_shuffled
from answerkey.results import Verdict
from answerkey.shapes import FUNCTIONS
from answerkey.tree import Expr, is_bound

LOGICAL = frozenset({"iff", "implies", "or", "not"})
NUMBERS = frozenset(
    {"num", "pi", "add", "mul", "pow", "binomial", "max", "min", "eq", "ne", "lt", "le", "and", "or", "not", "iff"}
    | {"block", "T", "tr", "det", "rank", "pinv", "kron", "hadamard", "vec", "diag", "diagpart", "norm1", "norminf"}
    | {"entry", "sum", "prod", "pd", "psd", *FUNCTIONS}
)  # of which a claim about given numbers is made
MORE_POINTS = 120  # tried before a claim is called measured
ENOUGH = 20  # points that agree, for "measured"
SOLVER_MS = 4_000
EXACT = frozenset(
    {"points", "rearrangement", *(rung for rung, _ in PROOFS), "numbers", "definite"}
    | {"assuming", "entries", "order", "cases"}
)  # rungs that prove


@dataclass(frozen=True)
class Ladder(Trial):
    """The rungs by which claims in one context are decided, in turn."""

    only: frozenset[str] | None = None  # the rungs that may be used, where not all may
    splits: int = 2  # of the domain by what a limit depends on

    def decide(self, claim: Expr) -> Verdict:
        """The verdict on a claim, conjunction by conjunction."""
        if claim.head == "and":
            return combined([self.decide(part) for part in claim.args])
        if claim in self.context.conditions:
            return Verdict("proved", "declared", rung="declared")
        try:
            if claim.head in LOGICAL and claim.has("derivative", "call"):
                self.differentiated(claim)
            whole = self.unfolded(claim)
            if (verdict := self.restated(whole)) is not None:
                return verdict
            if whole.head == "tends" and is_squeezed(self.context, whole, lambda c, part: self.proves(part, c)):
                return Verdict("proved", "a bound of the distance that was proved before tends to zero", rung="facts")
            if (because := by_vanishing(self.context, claim, lambda c, part: self.proves(part, c))) is not None:
                return Verdict("proved", because, rung="losses")
            plain = self.without_limits(whole)
        except Unsettled as reason:
            return self.by_signs(claim, reason)
        except (Undefined, Unknown, ValueError) as reason:
            return Verdict("undecided", str(reason))
        if plain.head in ("eq", "iff") and plain.args[0] == plain.args[1]:
            return Verdict("proved", "by definition", rung="definition")
        verdict = self.climb(claim, plain)
        if plain == whole or verdict.status != "proved":
            return verdict
        return replace(verdict, because=f"limit of a geometric sequence; {verdict.because}")

    def by_signs(self, claim: Expr, unsettled: Unsettled) -> Verdict:
        """A claim with a limit in it, for each sign of what the limit depends on."""
        undecided = Verdict("undecided", str(unsettled))
        if self.splits == 0 or not self.has_values(unsettled.expr):
            return undecided
        verdicts = []
        for case in signs_of(self.context, unsettled.expr):
            inner = Ladder(case.context, self.seed, self.only, self.splits - 1)
            verdict = inner.decide(claim.replace(case.put))
            if verdict.status == "refuted" and not case.put:
                return verdict
            if verdict.status != "proved":
                return undecided
            verdicts.append(verdict)
        return replace(combined(verdicts), because=f"for each sign of {unsettled.expr}: {combined(verdicts).because}")

    def unfolded(self, claim: Expr) -> Expr:
        whole = without_vectors(self.context.unfold(claim))
        return whole if claim.head == "eq" else sequences.put(self.context.lemmas, self.averaged(whole))

    def averaged(self, claim: Expr) -> Expr:
        """`claim` with what was proved of expectations in their place, where that is defined all over the domain."""
        lemmas = [lemma.args for lemma in self.context.lemmas if lemma.args[0].head == "E"]
        known = {mean: self.context.unfold(found) for mean, found in lemmas}
        met = {node: known[node] for node in claim.walk() if node in known}
        return claim.replace({mean: found for mean, found in met.items() if self.has_values(found)})

    def has_values(self, expr: Expr) -> bool:
        """Whether `expr` is proved to be defined all over the domain."""
        return is_defined(self.context, expr, lambda context, part: self.proves(part, context))

    def restated(self, whole: Expr) -> Verdict | None:
        """The verdict on a claim about matrices in other words, of which more is known."""
        if not whole.has("limit", "block") or not any(node.shape for node in whole.walk()):
            return None
        other = restated.rewritten(self.context, whole, lambda context, part: self.proves(part, context))
        if other == whole:
            return None
        verdict = self.decide(other)
        return replace(verdict, because=f"{verdict.because}, in other words") if verdict.status != "undecided" else None

    def plain(self, claim: Expr) -> Expr:
        """`claim` with its names unfolded and its limits made relations; raises Undefined, Unknown or ValueError."""
        return self.without_limits(self.unfolded(claim))

    def without_limits(self, whole: Expr) -> Expr:
        if not whole.has("tends", "limit", "infinity"):
            return whole
        return with_room(
            self.context, lambda field: sequences.without_limits(whole, self.context, field, Matrices(field))
        )

    def differentiated(self, claim: Expr) -> None:
        """Raises Unknown for an equivalence of derivatives that may not exist."""
        if any(map(self.is_partial_derivative, claim.walk())):
            raise Unknown("an equivalence of derivatives that may not exist")

    def is_partial_derivative(self, node: Expr) -> bool:
        if node.head == "derivative":
            return may_fail(self.context.unfold(node.args[0]), self.context)
        if node.head != "call" or node.args[1] == 0:
            return False
        applied = self.context.applied(node.args[0], list(node.args[2:]))
        return may_fail(self.context.unfold(applied), self.context)

    def climb(self, claim: Expr, plain: Expr) -> Verdict:
        """The first verdict of the rungs in turn; `plain` is `claim` unfolded and without limits."""
        for rung, attempt in self.rungs(claim, plain):
            if (self.only is None or rung in self.only) and (verdict := attempt()) is not None:
                return replace(verdict, rung=rung)
        return Verdict("undecided", "none of the rungs asked for decides it")

    def rungs(self, claim: Expr, plain: Expr) -> Iterator[tuple[str, Callable[[], Verdict | None]]]:
        yield "rearrangement", partial(rearranged, plain)
        yield "points", partial(self.refute, plain, FIRST_POINTS)
        for rung, attempt in PROOFS:
            yield rung, partial(self.proof, attempt, claim, plain)
        yield "numbers", partial(self.by_numbers, plain)
        yield "assuming", partial(self.by_parts, by_assuming, plain, "the premise joins the domain")
        yield "quantifiers", partial(self.by_quantifiers, plain)
        yield "induction", partial(self.by_parts, by_repetition, plain, "induction on the number of steps")
        yield "induction", partial(self.by_parts, by_invariance, claim, "what holds at a step holds at the next")
        yield "entries", partial(self.by_entries, plain)
        yield "means", partial(self.by_parts, by_means, plain, "the mean of a maximum is no less than each mean")
        yield "optima", partial(self.by_optima, plain)
        yield "cases", partial(self.by_parts, by_rests, plain, "by whole periods and rests")
        yield "order", partial(self.by_order, plain)
        if self.only is EXACT:  # what another claim needs is not worth a long search
            yield "cases", partial(self.by_parts, by_cases, plain, "by cases")
            return
        yield "facts", partial(self.by_facts, claim)
        yield "points", partial(self.refute, plain, POINTS)
        yield "points", partial(self.refute_exactly, plain)
        yield "points", partial(self.refute_at_corners, plain)
        yield "points", partial(self.refute_where_a_side_holds, plain)
        yield "calculus", partial(self.by_parts, by_calculus, plain, "by the sign of a slope")
        yield "cases", partial(self.by_parts, by_cases, plain, "by cases", EXACT | {"calculus"})
        yield "agreement", partial(self.agreed, plain)

    # -- proof

    def proof(self, attempt: Callable, claim: Expr, plain: Expr) -> Verdict | None:
        try:
            found = with_room(self.context, partial(attempt, claim, plain))
        except (Undefined, Unknown, RecursionError):
            return None
        return Verdict("proved", found) if found else None

    def proves(self, claim: Expr, context: Context | None = None, only: frozenset[str] | None = None) -> bool:
        """Whether a claim that another one needs is proved; a case that cannot be is."""
        context = context or self.context
        parts = claim.args if claim.head == "and" else (claim,)
        inner = Ladder(context, self.seed, only or EXACT)
        verdicts = {inner.decide(part).status for part in parts}
        if verdicts == {"proved"} or "refuted" in verdicts:
            return "refuted" not in verdicts
        return context is not self.context and solver.asked(context, None, SOLVER_MS) is False

    def by_optima(self, claim: Expr) -> Verdict | None:
        """The claim with closed forms in the place of its optima; or a proof that a value is that of an optimum."""
        if self.only is EXACT or not any(node.head in OPTIMA for node in claim.walk()):
            return None

        def proved(context: Context, part: Expr) -> bool:
            return self.proves(part, context)

        if (plain := closed(self.context, claim, proved)) is not None:
            verdict = Ladder(self.context, self.seed).decide(plain)
            if verdict.status in ("proved", "refuted"):
                return replace(
                    verdict, because=f"{verdict.because}, each optimum where a slope changes sign or at an end"
                )
        if by_optima(self.context, claim, proved):
            return Verdict("proved", "nowhere better, and as good at a stationary point, a kink or an end")
        return None

    def by_quantifiers(self, claim: Expr) -> Verdict | None:
        """The claim without its quantifiers."""
        plain = unquantified(self.context, claim, lambda context, part: self.proves(part, context))
        if plain is None:
            return None
        verdict = Ladder(self.context, self.seed).decide(plain)
        if verdict.status not in ("proved", "refuted"):
            return None
        return replace(verdict, because=f"{verdict.because}, without quantifiers")

    def by_entries(self, claim: Expr) -> Verdict | None:
        """Matrices of known sizes, entry by entry; blocks that are cut alike, block by block."""
        cells = restated.by_blocks(claim)
        apart = (cells, self.context) if cells else by_entries(claim, self.context)
        if apart is None or not all(Ladder(apart[1], self.seed, EXACT).decide(c).status == "proved" for c in apart[0]):
            return None
        return Verdict("proved", "block by block" if cells else "entry by entry")

    def by_parts(
        self, split: Callable, claim: Expr, because: str, only: frozenset[str] | None = None
    ) -> Verdict | None:
        if not split(self.context, claim, lambda context, part: self.proves(part, context, only)):
            return None
        return Verdict("proved", because)

    def by_facts(self, claim: Expr) -> Verdict | None:
        """What was proved of sequences before is enough for the decision procedure."""
        whole = self.context.unfold(claim)  # in the words of the facts, without what is known to equal a term
        plain = from_facts(self.context, whole, lambda context, part: self.proves(part, context))
        if plain is None or solver.asked(self.context, plain, SOLVER_MS) is not True:
            return None
        return Verdict("proved", "from what was proved before, by the decision procedure for the reals (z3)")

    def by_numbers(self, claim: Expr) -> Verdict | None:
        """A claim in which nothing varies is evaluated, and that is all there is to it."""
        given = all(node.head in NUMBERS or is_bound(node) for node in claim.walk())
        if given and self.holds(claim, Point({}, {})):
            return Verdict("proved", "of given numbers, by rigorous arithmetic")
        return None

    def by_order(self, claim: Expr) -> Verdict | None:
        """The decision procedure for the reals, whose counterexamples have to be confirmed."""
        defined = any(self.holds(claim, point) for point in self.sampler(claim).points(1))
        answer = solver.asked(self.context, claim, SOLVER_MS, defined)
        if answer is True:
            return Verdict("proved", "decision procedure for the reals (z3)")
        if isinstance(answer, Point):
            for point in self.completed(claim, answer):
                if not self.inside(point):
                    continue
                if self.holds(claim, point) is False:
                    return self.refuted(claim, point)
                if self.is_lopsided(claim, point):
                    at = ", ".join(f"{leaf} = {spelled(number)}" for leaf, number in self.needed(claim, point))
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
        """The solver's point, with the names that it left out drawn at random; sizes are whole numbers from 1 on.

        What it took a term such as w_t for is left out: a recurrence may say otherwise.
        """
        sizes = self.context.dimensions
        values = {leaf: v for leaf, v in found.values.items() if leaf.head == "name" and leaf.args[0] not in sizes}
        for point in self.sampler(claim).points(4):
            yield Point(point.values | values, point.sizes)
        if len(values) == len(found.values):
            yield found

    def agreed(self, claim: Expr) -> Verdict:
        """Measured, where two sides are equal at enough points.

        What holds at almost every point anyway is not: an inequality, an inequation, the rank of a matrix.
        """
        compares, outcomes = claim.head == "eq" and not claim.has("rank"), list[bool | None]()
        points = self.sampler(claim, 1, wide=True).points(MORE_POINTS)
        for point in affordable(points, 3 * MOST_NODES, least=2 * ENOUGH if compares else 1):
            outcomes.append(self.holds(claim, point))
            if outcomes[-1] is False:
                return self.refuted(claim, point)
        held = outcomes.count(True)
        if compares and held >= max(ENOUGH, len(outcomes) // 2):
            return Verdict("measured", f"no proof found; holds exactly at {held} points (seed {self.seed})")
        return Verdict("undecided", f"no proof and no counterexample found; held at {held} points")


def rearranged(claim: Expr) -> Verdict | None:
    """The cheapest proof of all, before any point is tried."""
    if claim.head == "eq" and is_shuffled(*claim.args):
        return Verdict("proved", "the same sums and products in another order")
    return None


def is_empty(context: Context) -> bool | None:
    """Whether nothing satisfies the declared conditions; None where that is not known."""
    if next(Sampler(context, list(context.conditions)).points(1), None) is not None:
        return False
    found = solver.asked(context, None, SOLVER_MS)
    return None if found is None else not found


def combined(verdicts: list[Verdict]) -> Verdict:
    """Of a conjunction: the worst of its parts, and the first of those."""
    if not verdicts:
        return Verdict("proved", "says nothing")
    ranks = ["refuted", "unread", "undecided", "measured", "proved"]
    worst = min(verdicts, key=lambda v: ranks.index(v.status))
    alike = [v for v in verdicts if v.status == worst.status]
    because, rung = (joined(dict.fromkeys(getattr(v, what) for v in alike)) for what in ("because", "rung"))
    return Verdict(worst.status, because, worst.witness, rung)


def joined(texts) -> str:
    return "; ".join(text for text in texts if text)
