"""Looking for a point at which a claim is false: many points, points aimed at what it compares, and simpler ones."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

from flint import fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.looking import leaves
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import PRECISIONS, Point, truth, value
from answerkey.deciding.referee.quick import Unheld, number_of
from answerkey.deciding.referee.values import Undefined, Unknown, Value, identity, is_matrix, zeros
from answerkey.tree import NULL, ZERO, Expr

QUICK = (64, 128)  # bits, the last being those at which a search gives up telling two numbers apart
AIMED_EVERY = 8  # points
SIMPLER = [fmpq(p, q) for p, q in (
    (0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (3, 1), (-2, 1), (4, 1), (-1, 2), (5, 1), (3, 2), (1, 4), (10, 1),
)]  # fmt: skip
MOST_TRIALS = 240  # of simplifying one witness
MOST_VALUES = 200_000  # of the parts of a claim, in all trials together
REDRAWN = 4  # points with smaller sizes


def search(claim: Expr, context: Context, count: int, seed: int = 0) -> Point | None:
    """A point of the domain at which `claim` is false, among `count` points, small and wide, some of them aimed."""
    claim = context.unfold(claim)
    small = Sampler(context, [claim], seed)
    samplers = [small, small.afresh(seed + 1, wide=True)]
    compares = claim.head in ("iff", "implies")
    for attempt in range(count):
        sampler = samplers[attempt % 2]
        point = sampler.point(attempt // 2)
        if point is None:
            continue
        if is_false(claim, point, context, QUICK):
            return point
        if compares and attempt % AIMED_EVERY == 0:
            for moved in aimed(claim, point, sampler):
                if is_false(claim, moved, context, QUICK):
                    return moved
    return None


def is_false(claim: Expr, point: Point, context: Context, precisions: tuple[int, ...] = PRECISIONS) -> bool:
    """Whether the claim is surely false there; what is undefined or not told apart is not."""
    try:
        return truth(claim, point, context, precisions) is False
    except (Undefined, Unknown):
        return False


def aimed(claim: Expr, point: Point, sampler: Sampler) -> Iterator[Point]:
    """Points on the edge of what an equivalence compares: a random one would hardly ever meet it."""
    if claim.head not in ("iff", "implies"):
        return
    seen: set[tuple[Expr, str]] = set()
    for comparison, leaf in edges(claim):
        if leaf not in point.values or sampler.context.is_natural(leaf):
            continue
        moved = solved_for(comparison, leaf, point, sampler.context)
        if moved is None or (key := (leaf, str(moved.values[leaf]))) in seen:
            continue
        seen.add(key)
        if sampler.fits(moved) and sampler.holds(moved, sampler.conditions):
            yield moved


@lru_cache(maxsize=200)
def edges(claim: Expr) -> list[tuple[Expr, Expr]]:
    """The comparisons in a claim, each with the numbers, columns and lone matrices in it, one at a time."""
    comparisons = [n for n in claim.walk() if n.head in ("eq", "lt", "le")]
    pairs = [(c, leaf) for c in comparisons for leaf in sorted(leaves(c), key=repr)]
    return [(c, leaf) for c, leaf in pairs if leaf.shape[1:] in ((), (1,)) or stands_alone(leaf, c)]


def stands_alone(leaf: Expr, comparison: Expr) -> bool:
    """Whether a name is one side of an equation, and not in the other."""
    left, right = comparison.args
    return leaf in comparison.args and not (leaf in leaves(left) and leaf in leaves(right))


# -- simpler witnesses


def simplified(claim: Expr, point: Point, sampler: Sampler) -> Point:
    """A simpler point of the domain where `claim` still fails: smaller sizes, then simpler numbers, one at a time."""
    known = set(point.values)
    if not set(sampler.numbers) | set(sampler.matrices) <= known:
        return point
    refutes = Trials(claim, sampler)
    point = smaller(point, sampler, refutes)
    for _ in range(2):
        before = point
        for leaf in list(point.values):
            for other in simpler(point.values[leaf]) if refutes.left > 0 else ():
                moved = resolved(Point(point.values | {leaf: other}, point.sizes), leaf, sampler)
                if (found := refutes.near(moved, leaf)) is not None:
                    point = found
                    break
        for leaf in [leaf for leaf, held in point.values.items() if is_matrix(held)]:
            point = with_simpler_entries(leaf, point, refutes)
        if point is before:
            break
    return point


def resolved(point: Point, leaf: Expr, sampler: Sampler) -> Point:
    """The point with the names that equations and diagonals give by the others, one of which has just been changed."""
    values = sampler.with_diagonals(point.values, point.sizes)
    for other in sampler.solved:
        if other in values and other != leaf and leaf in sampler.leaves_of(sampler.solved[other]):
            values[other] = next(sampler.solutions(other, values, point.sizes), values[other])
    return Point(values, point.sizes)


class Trials:
    """Whether a point is in the domain and refutes the claim, a bounded number of times."""

    def __init__(self, claim: Expr, sampler: Sampler):
        self.claim, self.sampler = sampler.context.unfold(claim), sampler
        self.left = min(MOST_TRIALS, MOST_VALUES // sum(1 for _ in self.claim.walk()))

    def __call__(self, point: Point) -> bool:
        self.left -= 1
        if self.left < 0 or not (self.sampler.fits(point) and self.sampler.holds(point, self.sampler.conditions)):
            return False
        return is_false(self.claim, point, self.sampler.context)

    def near(self, point: Point, kept: Expr | None = None) -> Point | None:
        """`point` if it refutes, or else one where what the claim compares is equal and one name has moved."""
        if self(point):
            return point
        for moved in aimed(self.claim, point, self.sampler) if self.left > 0 else ():
            if (kept is None or moved.values[kept] == point.values[kept]) and self(moved):
                return moved
        return None


def smaller(point: Point, sampler: Sampler, refutes: Trials) -> Point:
    """A point with smaller sizes, where one of a few refutes too."""
    for side in range(1, max(point.sizes.values(), default=1)):
        sizes = {name: min(side, size) for name, size in point.sizes.items()}
        if sizes == point.sizes or not (sampler.holds(Point({}, sizes), sampler.of_sizes) and sampler.has_room(sizes)):
            continue
        for attempt in range(REDRAWN):
            drawn = sampler.point(attempt, sizes)
            if drawn is not None and (found := refutes.near(drawn)) is not None:
                return found
    return point


def simpler(held) -> list:
    """Values that are simpler than this one, the simplest first; a matrix whole."""
    if isinstance(held, fmpq):
        place = SIMPLER.index(held) if held in SIMPLER else len(SIMPLER)
        return SIMPLER[:place]
    if not isinstance(held, fmpq_mat):
        return []
    rows, columns = held.nrows(), held.ncols()
    plain = [zeros(rows, columns), fmpq_mat(rows, columns, [1] * (rows * columns))]
    plain[1:1] = [identity(rows)] if rows == columns else []
    return [] if held in plain[:1] else plain[: plain.index(held)] if held in plain else plain


def with_simpler_entries(leaf: Expr, point: Point, refutes: Trials) -> Point:
    """Entries made simpler one at a time; of a symmetric matrix, two."""
    found = point.values[leaf]
    symmetric = found.nrows() == found.ncols() and found == found.transpose()
    for i in range(found.nrows()):
        for j in range(i if symmetric else 0, found.ncols()):
            for entry in simpler(found[i, j])[:6]:
                other = fmpq_mat(found)
                other[i, j] = entry
                if symmetric:
                    other[j, i] = entry
                moved = Point(point.values | {leaf: other}, point.sizes)
                if refutes(moved):
                    point, found = moved, other
                    break
    return point


# -- solving what is affine


def solved_for(comparison: Expr, leaf: Expr, point: Point, context: Context) -> Point | None:
    """`point` moved in `leaf` so that two sides that are affine in it are equal, where it can be."""
    between = gap_of(comparison)

    def gap(at):
        return number_at(between, Point(point.values | {leaf: at}, point.sizes), context)

    try:
        if not leaf.shape and not between.shape:
            found = crossing(gap(fmpq(0)), gap(fmpq(1)))
        elif leaf.shape[1:] not in ((), (1,)):
            (other,) = (side for side in comparison.args if side != leaf)
            found = value(other, point, context)
            found = found if is_matrix(found) else None
        else:
            found = crossing_of_columns(gap, point.size(leaf.shape[0]) if leaf.shape else 0)
    except (Undefined, Unknown, TypeError, ValueError):
        return None
    return None if found is None else Point(point.values | {leaf: found}, point.sizes)


@lru_cache(maxsize=2_000)
def gap_of(comparison: Expr) -> Expr:
    """The difference of two sides; a zero may stand for a column."""
    left, right = (NULL if side == ZERO and any(s.shape for s in comparison.args) else side for side in comparison.args)
    return left - right


def number_at(expr: Expr, point: Point, context: Context) -> Value:
    if number := number_of(expr):
        with suppress(Unheld):
            return number(point.values)
    return value(expr, point, context)


def crossing(start: Value, next_: Value) -> fmpq | None:
    """Where a line through (0, start) and (1, next_) is zero; 1 where it is zero everywhere."""
    if not (isinstance(start, fmpq) and isinstance(next_, fmpq)) or (start == next_ and start != 0):
        return None
    return fmpq(1) if start == next_ else start / (start - next_)


def crossing_of_columns(gap: Callable[[Value], Value], size: int) -> Value | None:
    """The same for a column of `size` numbers; for a number where the size is 0."""

    def column(at: Value) -> fmpq_mat:
        found = gap(at)
        return found if isinstance(found, fmpq_mat) else fmpq_mat(1, 1, [found])

    units: list[Value] = [fmpq_mat(size, 1, [int(i == j) for j in range(size)]) for i in range(size)] or [fmpq(1)]
    start = column(zeros(size, 1) if size else fmpq(0))
    found = solution([column(unit) - start for unit in units], start)
    return found if found is None or size else found[0, 0]


def solution(columns: list[fmpq_mat], start: fmpq_mat) -> fmpq_mat | None:
    """An x with x_1 columns_1 + ... + start = 0, its free entries one; None where there is none."""
    rows, size = start.nrows(), len(columns)
    system = fmpq_mat(rows, size + 1, [c[i, 0] for i in range(rows) for c in (*columns, -start)])
    reduced, rank = system.rref()
    pivots = [next(j for j in range(size + 1) if reduced[i, j] != 0) for i in range(rank)]
    if size in pivots:
        return None
    free = [j for j in range(size) if j not in pivots]
    entries = [fmpq(1)] * size
    for i, j in enumerate(pivots):
        entries[j] = reduced[i, size] - sum((reduced[i, k] for k in free), fmpq(0))
    return fmpq_mat(size, 1, entries)
