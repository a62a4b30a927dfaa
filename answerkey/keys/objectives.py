"""Whether two lines ask for the same minimiser: what is to be least may be scaled, shifted and grow with one another.

Least where 2f + c is, where log f is, and greatest where -f is.  That two places differ is told only by closed forms.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from answerkey.context import Context
from answerkey.deciding.decide import EXACT, Ladder
from answerkey.deciding.looking import leaves
from answerkey.deciding.optima import closed
from answerkey.results import Verdict
from answerkey.tree import HALF, NULL, ONE, TRUE, ZERO, Expr, name, num

AT, ELSEWHERE = "an optimiser", "another optimiser"  # the names of what objectives are compared at
KINKED = frozenset({"abs", "max", "min", "norm1", "norminf", "each", "cases", "sign", "ceil", "floor"})
BEST = frozenset({"argmin", "argmax"})
MOST_TERMS = 4  # of an objective, whose coefficients are compared
MOST_LAYERS = 6  # of functions that grow


def same_optimisers(context: Context, claim: Expr, seed: int = 0) -> Verdict | None:
    """Whether two optimisers are equal, of a claim that says so; None of another, or where that is not told."""
    if claim.head != "eq" or not {side.head for side in claim.args} <= BEST:
        return None
    one, other = claim.args
    if one.shape != other.shape or one.args[2] != other.args[2].replace({other.args[0]: one.args[0]}):
        return None
    steps = Steps.of(context, one, other, seed)
    if (same := steps.alike()) is not None:
        return replace(same, because=f"the same objective, up to scale and constants: {same.because}")
    one, other = (Expr("argmin", one.args[0], body, one.args[2]) for body in steps.bodies(one.args[0]))
    places = [closed.closed(context, context.unfold(side), partial(proves, seed)) for side in (one, other)]
    if places[0] is not None and places[1] is not None:
        return without_probes(Ladder(context, seed).decide(Expr("eq", *places)))
    for place, optimum in zip(places, (other, one), strict=True):
        if place is not None and steps.alike(turned=True) is not None:
            return Verdict("refuted", "where one side is least the other is greatest", rung="objectives")
        if place is not None:
            return not_flat(context, optimum, place, seed)
    return None


@dataclass(frozen=True)
class Steps:
    """Two objectives at a name, and the factors by which one may be a multiple of the other as they change."""

    ladder: Ladder
    at: Expr
    one: Expr
    other: Expr
    factors: tuple[Expr, ...]

    @classmethod
    def of(cls, context: Context, one: Expr, other: Expr, seed: int) -> "Steps":
        at = name(AT, one.shape)
        larger = context.with_symbol(AT, "value", one.shape).with_symbol(ELSEWHERE, "value", one.shape)
        ladder = Ladder(larger, seed, EXACT)
        f, g = (objective(ladder, side, at) for side in (one, other))
        return cls(ladder, at, f, g, tuple(dict.fromkeys(factors(f, g, at))))

    def bodies(self, x: Expr) -> list[Expr]:
        """What is to be least, of another name."""
        return [body.replace({self.at: x}) for body in (self.one, self.other)]

    def alike(self, turned: bool = False) -> Verdict | None:
        """That one change is a positive multiple of the other, or of its opposite."""
        elsewhere = name(ELSEWHERE, self.at.shape)
        one, other = (body - body.replace({self.at: elsewhere}) for body in (self.one, self.other))
        for factor in self.factors:
            same = self.ladder.decide(Expr("eq", one, factor * (-other if turned else other)))
            if same.passes and is_positive(self.ladder, factor):
                return same
        return None


def not_flat(context: Context, optimum: Expr, place: Expr, seed: int) -> Verdict | None:
    """That what is smooth is not least at a place: its slope there is not zero."""
    x, body, condition = optimum.args
    if condition != TRUE or body.has(*KINKED):
        return None
    moved = name(AT, x.shape)
    slope = Expr("gradient", body.replace({x: moved}), moved, place)
    found = Ladder(context, seed).decide(Expr("eq", slope, NULL if x.shape else ZERO))
    if found.status != "refuted":
        return None
    return replace(without_probes(found), because=f"where one side is least the other has a slope: {found.because}")


def proves(seed: int, context: Context, claim: Expr) -> bool:
    return Ladder(context, seed, EXACT).decide(claim).status == "proved"


def without_probes(verdict: Verdict) -> Verdict:
    """A verdict on closed forms, whose witness tells nothing of where slopes were taken to find them."""
    witness = {leaf: value for leaf, value in (verdict.witness or {}).items() if " " not in leaf}
    return replace(verdict, witness=witness or None)


def objective(ladder: Ladder, optimum: Expr, at: Expr) -> Expr:
    """What is to be least, at a name, without factors and terms that move nothing, and functions that only grow."""
    body, downward = optimum.args[1].replace({optimum.args[0]: at}), optimum.head == "argmin"
    for _ in range(MOST_LAYERS):
        simpler, turned = bared(ladder, body, at)
        if simpler == body:
            break
        body, downward = simpler, downward != turned
    if downward:
        return body
    return Expr("add", *(-term for term in body.args)) if body.head == "add" else -body


def bared(ladder: Ladder, body: Expr, at: Expr) -> tuple[Expr, bool]:
    """A body without its outermost layer that moves no minimiser, and whether that turned it around."""
    moving = [part for part in body.nodes if at in leaves(part)]
    if body.head == "add" and len(moving) < len(body.args):
        return (Expr("add", *moving) if len(moving) > 1 else moving[0] if moving else body), False
    if body.head == "mul" and (bare := without_factor(ladder, body, {at})) is not None:
        return bare
    if body.head == "sum" and (bare := without_factor(ladder, body.args[1], {at, body.args[0]})) is not None:
        return Expr("sum", body.args[0], bare[0], *body.args[2:]), bare[1]
    if body.head in ("mul", "prod") and not any(part.shape for part in body.nodes):
        return sum_of_logarithms(ladder, body, moving), False
    if body.head == "norm":
        return body ** num(2), False
    if body.head == "exp" or (body.head == "log" and is_positive(ladder, body.args[0])):
        return body.args[0], False
    if body.head == "pow" and body.args[1] == HALF and ladder.decide(Expr("le", ZERO, body.args[0])).status == "proved":
        return body.args[0], False
    return body, False


def without_factor(ladder: Ladder, body: Expr, moving: set[Expr]) -> tuple[Expr, bool] | None:
    """A product without the numbers in which nothing moves, if they have a sign, and whether that is a minus."""
    numbers = [part for part in body.nodes if not part.shape and not moving & leaves(part)]
    if body.head != "mul" or not numbers:
        return None
    rest, fixed = product(part for part in body.args if part not in numbers), product(numbers)
    if is_positive(ladder, fixed):
        return rest, False
    return (rest, True) if is_positive(ladder, -fixed) else None


def sum_of_logarithms(ladder: Ladder, body: Expr, moving: Sequence[Expr]) -> Expr:
    """The logarithm of a product of what is positive; a product of anything else as it is."""
    if body.head == "prod":
        index, factor, *ends = body.args
        return Expr("sum", index, logarithm(factor), *ends) if is_exponential(factor) else body
    if len(moving) < 2 or not all(is_exponential(part) or is_positive(ladder, part) for part in moving):
        return body
    return Expr("add", *map(logarithm, moving))


def is_exponential(factor: Expr) -> bool:
    return factor.head == "exp" or (factor.head == "pow" and is_exponential(factor.args[0]))


def logarithm(factor: Expr) -> Expr:
    if factor.head == "pow":
        return factor.args[1] * logarithm(factor.args[0])
    return factor.args[0] if factor.head == "exp" else Expr("log", factor)


def is_positive(ladder: Ladder, number: Expr) -> bool:
    return ladder.decide(Expr("lt", ZERO, number)).status == "proved"


def product(factors: Iterable[Expr]) -> Expr:
    found = [*factors]
    return Expr("mul", *found) if len(found) > 1 else found[0] if found else ONE


def factors(f: Expr, g: Expr, at: Expr) -> Iterator[Expr]:
    """The numbers by which one objective may be a multiple of another: one, or the quotient of two coefficients."""
    yield ONE
    sides = [[coefficient(term, at) for term in (body.args if body.head == "add" else (body,))] for body in (f, g)]
    yield from (one / other for one in sides[0][:MOST_TERMS] for other in sides[1][:MOST_TERMS])


def coefficient(term: Expr, at: Expr) -> Expr:
    """What stands before that of a term in which a name occurs."""
    if term.head != "mul":
        return ONE if at in leaves(term) else term
    parts = (coefficient(part, at) for part in term.args if not part.shape)
    return product(part for part in parts if part != ONE)
