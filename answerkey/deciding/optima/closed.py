"""Optima: closed forms of them, and what `min f = m` and `argmin f = c` come to.

An optimum is taken where the slope changes sign (`monotone`), or at a candidate (a stationary point, a kink or an end
of the range) below which the body is nowhere.  `min f = m` holds also where f is nowhere below m and is m at some
candidate, whichever that is.  Vectors are the business of `minimisers`.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import combinations, islice

from answerkey.calculus import derivative
from answerkey.context import Context
from answerkey.deciding.limits.approach import value_of
from answerkey.deciding.looking import bounds, conjuncts, direction, leaves
from answerkey.deciding.optima import minimisers
from answerkey.deciding.optima.monotone import Along, Decide, along, as_bounds, everywhere, is_defined, tidy
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.points.solving import roots
from answerkey.deciding.points.witnesses import QUICK, is_false
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import with_room
from answerkey.shapes import EXTREMA
from answerkey.tree import TRUE, Expr, conjunction, name

OPTIMA = EXTREMA | {"argmin", "argmax"}
GREATEST = frozenset({"maximum", "supremum", "argmax"})
MOST_PARTS = 6  # of a body with kinks
MOST_CANDIDATES = 16
GLANCES = 6  # points at which a candidate has to be as good


def by_optima(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether an equation between an optimum and an expression is proved."""
    if claim.head != "eq":
        return False
    sides = [side for side in claim.args if side.head in OPTIMA]
    if len(sides) != 1:
        return False
    (optimum,) = sides
    other = claim.args[1] if claim.args[0] == optimum else claim.args[0]
    if any(node.head in OPTIMA for part in (other, optimum.args[1]) for node in part.walk()):
        return False
    x, body, condition = downward(optimum)
    if x.shape:
        problem = minimisers.Problem(context, x, body, condition, proved)
        if optimum.head in EXTREMA:
            return minimisers.is_minimum(problem, -other if optimum.head in GREATEST else other)
        return minimisers.is_minimiser(problem, other)
    if optimum.head in EXTREMA:
        return is_minimum(context, x, body, condition, -other if optimum.head in GREATEST else other, proved)
    return Range(context, x, body, condition, proved).is_least_at(other, strictly=True)


def downward(optimum: Expr) -> tuple[Expr, Expr, Expr]:
    """The bound name, what is to be least, and where."""
    x, body, condition = optimum.args
    return x, -body if optimum.head in GREATEST else body, condition


def is_minimum(context: Context, x: Expr, body: Expr, condition: Expr, value: Expr, proved: Decide) -> bool:
    """Whether the body is nowhere below a value that it has at one of the candidates, whichever that is."""
    range_ = Range(context, x, body, condition, proved)
    found = range_.candidates()
    attained_at = [conjunction(condition.replace({x: c}), Expr("eq", body.replace({x: c}), value)) for c in found]
    if not attained_at or not proved(range_.context, Expr("le", value, range_.body)):
        return False
    return proved(context, attained_at[0] if len(attained_at) == 1 else Expr("or", *attained_at))


# -- closed forms


def closed(context: Context, expr: Expr, proved: Decide) -> Expr | None:
    """`expr` with every optimum of numbers in it replaced by what it is; None where one is not found."""
    if expr.head not in OPTIMA:
        args = [closed(context, a, proved) if isinstance(a, Expr) else a for a in expr.args]
        return None if None in args else Expr(expr.head, *args)
    x, body, condition = downward(expr)
    place = expr.head in ("argmin", "argmax")
    if x.shape:
        best = minimisers.Problem(context, x, body, condition, proved).closed(place)
        return -best if best is not None and expr.head in EXTREMA & GREATEST else best
    range_ = Range(context, x, body, condition, proved)
    if any(node.head in OPTIMA for node in body.walk()):
        inner = closed(range_.context, range_.body, proved)
        if inner is None:
            return None
        range_ = Range(context, x, inner.replace({range_.x: x}), condition, proved)
    for c in range_.candidates():
        if range_.is_least_at(c, strictly=place):
            value = c if place else -range_.at(c) if expr.head in GREATEST else range_.at(c)
            return tidy(context, value) or value
    if expr.head in ("infimum", "supremum") and (bound := range_.approached()) is not None:
        return -bound if expr.head == "supremum" else bound
    return None


class Range:
    """What is to be least, along the range of a name that is free in a larger context."""

    def __init__(self, context: Context, x: Expr, body: Expr, condition: Expr, proved: Decide):
        self.outer, self.proved = context, proved
        self.x = name(f"point {x.args[0][1:]}")
        self.body, self.condition = body.replace({x: self.x}), condition.replace({x: self.x})
        larger = context.with_symbol(self.x.args[0])
        self.context = larger.with_condition(*conjuncts(self.condition)) if condition != TRUE else larger

    def at(self, c: Expr) -> Expr:
        return self.body.replace({self.x: c})

    def is_least_at(self, c: Expr, strictly: bool) -> bool:
        """Whether c is in the range, and the body nowhere less; or everywhere else greater."""
        inside = self.condition.replace({self.x: c})
        if not self.is_plausible(c) or not is_defined(self.outer, Expr("add", c, self.at(c)), self.proved):
            return False
        if self.condition != TRUE and not self.proved(self.outer, everywhere(inside)):
            return False
        if (interval := self.interval()) is not None and interval.is_least_at(self.body, c, strictly=strictly):
            return True
        elsewhere = self.context.with_condition(Expr("ne", self.x, c)) if strictly else self.context
        return self.proved(elsewhere, Expr("lt" if strictly else "le", self.at(c), self.body))

    def is_plausible(self, c: Expr) -> bool:
        """Whether no point at a glance has less."""
        claim = Expr("le", self.at(c), self.body)
        points = Sampler(self.context, [claim]).points(GLANCES)
        return not any(is_false(claim, point, self.context, QUICK) for point in points)

    def interval(self) -> Along | None:
        """The range, if it is an interval."""
        if all(as_bounds(self.x, part) for part in conjuncts(self.condition)):
            return along(self.context, self.x, self.proved)
        return None

    def approached(self) -> Expr | None:
        """What the body tends to at an end of the range, and is nowhere below."""
        interval = self.interval()
        if interval is None or not is_defined(self.context, self.body, self.proved):
            return None
        for end, side in interval.sides():
            if not direction(end) and not interval.is_in(end):
                continue
            limit = Expr("limit", self.x, self.body, end, side)
            with suppress(Undefined, Unknown):
                found = with_room(self.outer, partial(value_of, limit))
                gap = tidy(self.context, self.body - found) if not found.has("infinity") else None
                if gap is not None and interval.is_positive(gap, strict=False, depth=2):
                    return found
        return None

    # -- where an optimum may be

    def candidates(self) -> list[Expr]:
        return list(islice(dict.fromkeys(self.places()), MOST_CANDIDATES))

    def places(self) -> Iterator[Expr]:
        """Ends of the range, kinks and stationary points, as expressions without x; some may lie outside."""
        x, body = self.x, self.body
        if any(node.shape for node in body.walk()):
            body = tidy(self.context, body) or body
        yield from (end for _, end in bounds(x, self.condition) if end.head not in ("set",))
        parts = list(islice(smooth_parts(body, x), MOST_PARTS))
        for kink in (n for n in body.walk() if n.head == "abs" and x in leaves(n)):
            yield from roots(self.context, kink.args[0], x)
        for smooth in parts:
            with suppress(ValueError):
                yield from roots(self.context, derivative(smooth, x), x)
        for one, other in combinations(parts, 2):
            yield from roots(self.context, one - other, x)


def smooth_parts(body: Expr, x: Expr) -> Iterator[Expr]:
    """The functions that a body is made of, without the absolute values, maxima and minima that bend it."""
    kink = next((n for n in body.walk() if n.head in ("abs", "max", "min") and x in leaves(n)), None)
    if kink is None:
        yield body
        return
    for part in (kink.args[0], -kink.args[0]) if kink.head == "abs" else kink.args:
        yield from smooth_parts(body.replace({kink: part}), x)
