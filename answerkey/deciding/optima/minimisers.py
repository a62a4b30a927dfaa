"""Minima over vectors: of what is convex, where its slope vanishes along an affine set; of linear functions on a ball.

A point of an affine set at which the slope is across to the set is a minimiser of what is convex, the only one
where it is strictly so.  On |x| <= r, or on |x| = r, the least value of g^T x + h is h - r |g|, taken at -r g / |g|,
and nowhere else unless g = 0 (Cauchy-Schwarz).  Every part is decided by the ladder.
"""

from collections.abc import Callable
from dataclasses import dataclass

from answerkey.context import Context
from answerkey.deciding.looking import conjuncts, leaves
from answerkey.tree import HALF, NULL, TRUE, ZERO, Expr, name, num

Decide = Callable[[Context, Expr], bool]  # whether a claim is proved in a domain


@dataclass(frozen=True)
class Problem:
    """A body to be made least over the vectors `x` that satisfy a condition."""

    context: Context
    x: Expr
    body: Expr
    condition: Expr
    decide: Decide

    def proved(self, claim: Expr) -> bool:
        return self.decide(self.context, claim)

    @property
    def zero(self) -> Expr:
        return ZERO * Expr("ones", self.x.shape[0])

    def slope(self, at: Expr) -> Expr:
        moved = name("slope at", self.x.shape)
        return Expr("gradient", self.body.replace({self.x: moved}), moved, at)

    def bend(self, at: Expr) -> Expr:
        moved = name("slope at", self.x.shape)
        return Expr("hessian", self.body.replace({self.x: moved}), moved, at)

    def value(self, at: Expr) -> Expr:
        return self.body.replace({self.x: at})

    # -- over an affine set

    def gaps(self) -> list[Expr] | None:
        """What has to vanish on the affine set that the condition describes; None where it does not."""
        parts = conjuncts(self.condition)
        if any(part.head != "eq" for part in parts):
            return None
        gaps = [difference(*part.args) for part in parts]
        return gaps if all(is_affine(gap, self.x) for gap in gaps) else None

    def is_convex(self, strictly: bool = False) -> bool:
        """Whether the second derivative is definite wherever it is taken."""
        at = name("slope at", self.x.shape)
        return self.proved(Expr("pd" if strictly else "psd", self.bend(at)))

    def is_stationary(self, at: Expr) -> bool:
        """Whether a point satisfies the condition, and the slope there is across to every way along the set."""
        gaps = self.gaps()
        if gaps is None or (gaps and not self.proved(self.condition.replace({self.x: at}))):
            return False
        if not gaps:
            return self.proved(Expr("eq", self.slope(at), NULL))
        along = name("along", self.x.shape)
        steps = [(gap.replace({self.x: along}), gap.replace({self.x: self.zero})) for gap in gaps]
        context = self.context.with_condition(*(Expr("eq", one, other) for one, other in steps))
        return self.decide(context, Expr("eq", self.slope(at).T * along, ZERO))

    def candidate(self) -> Expr | None:
        """The minimiser, if the body is quadratic and definite: H^-1 (C^T u - g), with u so that C x = d."""
        gaps = self.gaps()
        if gaps is None or len(gaps) > 1:
            return None
        undone = Expr("pow", self.bend(self.zero), num(-1))
        free = Expr("mul", num(-1), undone, self.slope(self.zero))
        if not gaps:
            return free
        left, right = conjuncts(self.condition)[0].args
        side, other = (left, right) if self.x in leaves(left) else (right, left)
        rows = rows_of(side, self.x)
        if rows is None or self.x in leaves(other):
            return None
        inner = Expr("mul", rows, undone, rows.T)
        if not inner.shape and not self.proved(Expr("lt", ZERO, inner)):
            return None
        solved = Expr("pinv", inner) if inner.shape else Expr("pow", inner, num(-1))
        return free - Expr("mul", undone, rows.T, solved, difference(side, other).replace({self.x: free}))

    # -- on a ball

    def radius(self) -> Expr | None:
        r"""r, where the condition is |x| <= r or |x| = r."""
        if self.condition.head not in ("le", "eq"):
            return None
        left, right = self.condition.args
        square = self.x.T * self.x
        if self.x in leaves(right):
            return None
        if left == Expr("pow", square, HALF):
            return right
        return Expr("pow", right, HALF) if left == square else None

    def least_on_ball(self) -> Expr | None:
        """The least value of a linear body on a ball or sphere."""
        radius = self.radius()
        if (
            radius is None
            or not self.proved(Expr("eq", self.bend(self.zero), NULL))
            or not self.proved(Expr("le", ZERO, radius))
        ):
            return None
        slope = self.slope(self.zero)
        return self.value(self.zero) - radius * Expr("pow", slope.T * slope, HALF)

    # -- closed forms

    def closed(self, place: bool) -> Expr | None:
        """The minimum or the minimiser, where there is one at every point of the domain."""
        least = self.least_on_ball()
        if least is not None:
            slope, radius = self.slope(self.zero), self.radius()
            if not place:
                return least
            sure = self.proved(Expr("lt", ZERO, slope.T * slope))
            return Expr("mul", num(-1), radius, slope, Expr("pow", slope.T * slope, num("-1/2"))) if sure else None
        best = self.candidate() if self.is_convex(strictly=True) else None
        if best is None or not self.is_stationary(best):
            return None
        return best if place else self.value(best)


def is_minimum(problem: Problem, value: Expr) -> bool:
    """Whether the least value of a body is `value`, and is attained."""
    proved, body = problem.proved, problem.body
    if body.head == "pow" and body.args[1] == HALF:
        inner = Problem(problem.context, problem.x, body.args[0], problem.condition, problem.decide)
        return proved(Expr("le", ZERO, value)) and is_minimum(inner, value ** num(2))
    least = problem.least_on_ball()
    if least is not None:
        return proved(Expr("eq", least, value))
    best = problem.closed(place=False)
    if best is not None:
        return proved(Expr("eq", best, value))
    if problem.condition != TRUE or not problem.is_convex():
        return False
    flat = Expr("mul", num(-1), Expr("pinv", problem.bend(problem.zero)), problem.slope(problem.zero))
    return problem.is_stationary(flat) and proved(Expr("eq", problem.value(flat), value))


def is_minimiser(problem: Problem, at: Expr) -> bool:
    """Whether a body is least at one point only."""
    body, proved = problem.body, problem.proved
    if body.head == "pow" and body.args[1] == HALF:
        return is_minimiser(Problem(problem.context, problem.x, body.args[0], problem.condition, problem.decide), at)
    least = problem.least_on_ball()
    if least is not None:
        slope = problem.slope(problem.zero)
        parts = [problem.condition.replace({problem.x: at}), Expr("eq", problem.value(at), least)]
        return proved(Expr("lt", ZERO, slope.T * slope)) and all(map(proved, parts))
    return problem.is_stationary(at) and problem.is_convex(strictly=True)


def difference(left: Expr, right: Expr) -> Expr:
    return left if right == ZERO else left - right


def is_affine(expr: Expr, x: Expr) -> bool:
    """Whether an expression is made of x by sums, by transposes and by products with what is free of it."""
    if expr == x or x not in leaves(expr):
        return True
    if expr.head == "mul":
        return sum(x in leaves(node) for node in expr.args) == 1 and all(is_affine(node, x) for node in expr.args)
    return expr.head in ("add", "T") and all(is_affine(node, x) for node in expr.args)


def rows_of(side: Expr, x: Expr) -> Expr | None:
    """C, where one side of an equation is C x or, for a row, x^T C^T."""
    if side == x:
        return None
    if side.head != "mul":
        return None
    first, *between, last = side.args
    inner = [first, *between] if last == x else [*between, last] if first == x.T else None
    if inner is None or any(x in leaves(node) for node in inner):
        return None
    rows = Expr("mul", *inner) if len(inner) > 1 else inner[0]
    return rows if last == x else rows.T
