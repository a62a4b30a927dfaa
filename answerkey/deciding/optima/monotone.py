"""Where a function of one number is least, by the sign of its slope, and the inequalities that follow.

A function that is defined along an interval, with a slope that is nowhere positive before c and nowhere negative after
it, is least at c.  So a gap is not negative along the interval if it is not at c.  What is said of the slope is proved
by the other rungs, or in the same way again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from answerkey.calculus import derivative
from answerkey.context import Context, is_partial
from answerkey.deciding.looking import conjuncts, direction, leaves
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.points.solving import roots
from answerkey.deciding.referee.evaluate import Point, truth
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field, with_room
from answerkey.deciding.scalars.quotients import Poly, Quotient, factored
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import INFINITY, ONE, TRUE, ZERO, Expr, num

Decide = Callable[[Context, Expr], bool]  # whether a claim is proved in a context
DEEPEST = 3  # slopes of slopes
MOST_TOUCHES = 6  # places where a gap may be least
TRANSCENDENTAL = frozenset({"exp", "log", "tanh", "sin", "cos", "erf"})


def by_calculus(context: Context, claim: Expr, proved: Decide) -> bool:
    """Whether an inequality is proved along one of its names, or an implication or equivalence by its directions."""
    if claim.has("E", "given"):
        return False  # random names do not run along intervals
    if claim.head in ("lt", "le"):
        return is_transcendental(claim) and by_slopes(context, claim, proved)
    if claim.head not in ("iff", "implies") or not is_transcendental(claim):
        return False
    plain, other = sorted(claim.args, key=is_transcendental) if claim.head == "iff" else claim.args
    if not all(is_defined(context, side, proved) for side in claim.args):
        return False

    def follows(given: list[tuple[Expr, ...]], wanted: Expr) -> bool:
        for conditions in given:
            known = [settled(condition) for condition in conditions]
            if False in known:
                continue
            narrower = context.with_condition(*(c for c, holds in zip(conditions, known, strict=True) if not holds))
            asked = narrower != context and proved(narrower, wanted)  # in the same domain it was asked before
            if not asked and not by_slopes(narrower, wanted, proved):
                return False
        return True

    if not follows(alternatives(plain), other):
        return False
    return claim.head == "implies" or follows(alternatives(plain, False), denied(other))


def is_transcendental(expr: Expr) -> bool:
    return any(n.head in TRANSCENDENTAL or (n.head == "pow" and n.args[1].head != "num") for n in expr.walk())


def is_defined(context: Context, expr: Expr, proved: Decide) -> bool:
    """Whether `expr` is proved to be defined all over the domain."""
    parts = [n for n in expr.walk() if leaves(n) and (n.head == "log" or (n.head == "pow" and is_partial(n)))]
    return not parts or proved(context, everywhere(Expr("and", *(Expr("eq", part, part) for part in parts))))


def everywhere(claim: Expr) -> Expr:
    """That a claim holds and is defined, where a bare comparison is only about where it is defined."""
    return Expr("implies", TRUE, claim)


def settled(claim: Expr) -> bool | None:
    """The truth of a claim without names, where it is known."""
    if leaves(claim):
        return None
    try:
        return truth(claim, Point({}), Context())
    except (Undefined, Unknown):
        return None


def denied(claim: Expr) -> Expr:
    """The denial of a claim that is defined."""
    if claim.head in ("lt", "le"):
        return Expr("le" if claim.head == "lt" else "lt", *claim.args[::-1])
    if claim.head in ("eq", "ne"):
        return Expr("ne" if claim.head == "eq" else "eq", *claim.args)
    if claim.head in ("and", "or"):
        return Expr("or" if claim.head == "and" else "and", *map(denied, claim.args))
    return claim.args[0] if claim.head == "not" else Expr("not", claim)


def alternatives(claim: Expr, holds: bool = True) -> list[tuple[Expr, ...]]:
    """Conditions one of which holds, all of it, where a claim that is defined holds or does not."""
    if not holds:
        return alternatives(denied(claim))
    if claim.head == "or":
        return [each for part in claim.args for each in alternatives(part)]
    if claim.head == "ne" and not any(node.shape for node in claim.nodes):
        return [(Expr("lt", *claim.args),), (Expr("lt", *claim.args[::-1]),)]
    return [tuple(conjuncts(claim))]


def by_slopes(context: Context, claim: Expr, proved: Decide) -> bool:
    if claim.head not in ("lt", "le"):
        return False
    low, high = claim.args
    gaps = [high - low]
    if all(proved(context, Expr("lt", ZERO, side)) for side in claim.args):
        gaps.append(Expr("log", high) - Expr("log", low))
    for gap in gaps:
        for x in sorted((leaf for leaf in leaves(gap) if leaf.head == "name" and not leaf.shape), key=repr):
            if is_transcendental(gap) and along(context, x, proved).is_positive(
                gap, claim.head == "lt", DEEPEST, False
            ):
                return True
    return False


def along(context: Context, x: Expr, proved: Decide) -> "Along":
    """The interval of a name of the domain; what else is said of the name is forgotten."""
    bounds, kept = [], []
    for condition in context.conditions:
        for part in conjuncts(condition):
            if x not in leaves(part):
                kept.append(part)
            else:
                bounds += as_bounds(x, part)
    return Along(replace(context, conditions=tuple(kept)), x, tuple(bounds), proved)


def as_bounds(x: Expr, condition: Expr) -> list[Expr]:
    """What a condition says of x alone, as comparisons; nothing for what is said otherwise."""
    if condition.head == "in" and condition.args[0] == x:
        where = condition.args[1]
        if where.head == "naturals":
            return [Expr("le", ZERO, x)]
        if where.head == "interval" and x not in leaves(where):
            low, high, closed_low, closed_high = where.args
            lower = [] if direction(low) else [Expr("le" if closed_low else "lt", low, x)]
            return lower + ([] if direction(high) else [Expr("le" if closed_high else "lt", x, high)])
    if condition.head in ("lt", "le"):
        low, high = condition.args
        return [condition] if (low == x and x not in leaves(high)) or (high == x and x not in leaves(low)) else []
    return []


@dataclass(frozen=True)
class Along:
    """A name along an interval: its bounds are comparisons, and `context` says nothing of it."""

    context: Context
    x: Expr
    bounds: tuple[Expr, ...]
    proved: Decide

    def within(self, *more: Expr) -> Context:
        return self.context.with_condition(*self.bounds, *more)

    def ends(self) -> list[Expr]:
        return [low if high == self.x else high for low, high in (bound.args for bound in self.bounds)]

    def sides(self) -> Iterator[tuple[Expr, str]]:
        """The ends of the interval, infinite ones too, and from where they are approached."""
        lows = [low for low, high in (bound.args for bound in self.bounds) if high == self.x]
        highs = [high for low, high in (bound.args for bound in self.bounds) if low == self.x]
        yield from ((end, "+") for end in lows or [-INFINITY])
        yield from ((end, "-") for end in highs or [INFINITY])

    def up_to(self, c: Expr) -> "Along":
        """The interval with an end at c in it."""
        closed = (Expr("le", *b.args) if c in b.args else b for b in self.bounds)
        return replace(self, bounds=tuple(closed))

    def is_positive(self, gap: Expr, strict: bool, depth: int, at_once: bool = True) -> bool:
        """Whether a gap is positive, or where not strict is not negative, all along."""
        if at_once and self.proves(self.within(), gap, strict):
            return True
        if depth == 0 or (slope := self.slope(gap)) is None:
            return False
        touches = dict.fromkeys([*self.ends(), *roots(self.within(), slope, self.x), ZERO, ONE])
        for c in islice(touches, MOST_TOUCHES):
            if direction(c) or not self.is_in(c):
                continue
            low = tidy(self.context, gap.replace({self.x: c}))
            above = low is not None and low != ZERO and self.proves(self.context, low, True)
            if not above and (low is None or not self.proves(self.context, low, False)):
                continue
            if strict and not above and not self.excludes(c):
                continue
            if self.is_least_at(gap, c, depth - 1, strict and not above):
                return True
        return False

    def proves(self, context: Context, gap: Expr, strict: bool) -> bool:
        """Whether a gap is proved to be positive, or not negative; two terms are compared with each other."""
        terms = gap.args if gap.head == "add" and len(gap.args) == 2 else ()
        below, above = ([term for term in terms if is_negative(term) == negative] for negative in (True, False))
        sides = (-below[0], above[0]) if below and above else (ZERO, gap)
        claim = Expr("lt" if strict else "le", *sides)
        known = settled(claim)
        return self.proved(context, claim) if known is None else known

    def is_least_at(self, body: Expr, c: Expr, depth: int = 1, strictly: bool = False) -> bool:
        """Whether a body is least at c, which is defined, and in the interval or at an end of it."""
        slope, closed = self.slope(body), self.up_to(c)
        if slope is None or not is_defined(closed.within(), Expr("add", body, derivative(body, self.x)), self.proved):
            return False
        right = replace(closed, bounds=(*closed.bounds, Expr("lt", c, self.x)))
        left = replace(closed, bounds=(*closed.bounds, Expr("lt", self.x, c)))
        return all(
            self.is_end(c, low) or side.is_positive(side.core(direction_ * slope, strictly), strictly, depth)
            for side, direction_, low in ((right, 1, False), (left, -1, True))
        )

    def is_end(self, c: Expr, low: bool) -> bool:
        return any(bound.args == ((c, self.x) if low else (self.x, c)) for bound in self.bounds)

    def is_in(self, c: Expr) -> bool:
        """Whether c is in the interval, or the end of one of its bounds and within the others."""
        if self.x in leaves(c) or not is_defined(self.context, c, self.proved):
            return False
        bounds = (bound.replace({self.x: c}) for bound in self.up_to(c).bounds)
        return all(low == high or self.proved(self.context, everywhere(Expr(bound.head, low, high)))
                   for bound in bounds for low, high in [bound.args])  # fmt: skip

    def excludes(self, c: Expr) -> bool:
        return any(bound.head == "lt" and c in bound.args for bound in self.bounds)

    def slope(self, body: Expr) -> Expr | None:
        try:
            return tidy(self.within(), derivative(body, self.x))
        except ValueError:
            return None

    def core(self, expr: Expr, strictly: bool) -> Expr:
        """What has the sign of `expr` wherever that is defined: its factors of known sign left out."""
        try:
            return with_room(self.within(), lambda field: core_in(field, field.of(expr), strictly))
        except (Undefined, Unknown):
            return expr


def is_negative(term: Expr) -> bool:
    first = term.args[0] if term.head == "mul" else term
    return first.head == "num" and first.args[0] < 0


def tidy(context: Context, expr: Expr) -> Expr | None:
    """The normal form, which is the same wherever `expr` is defined."""

    def use(field: Field) -> Expr:
        Matrices(field)  # which closes words to numbers
        return as_tree(field, field.of(expr))

    try:
        return with_room(context, use)
    except (Undefined, Unknown):
        return None


def core_in(field: Field, a: Quotient, strictly: bool) -> Expr:
    kept: Poly = field.one
    for poly in (a.top, a.bottom):
        if not poly:
            return num(0)
        content, factors = factored(poly)
        kept = kept * (1 if content > 0 else -1)
        for factor, times_over in factors:
            sign = field.sign(factor)
            if sign:
                kept = kept * sign**times_over
            elif times_over % 2 or (strictly and poly is a.top):
                kept = kept * (factor if times_over % 2 else factor**2)
    return as_tree(field, Quotient(kept, field.one))
