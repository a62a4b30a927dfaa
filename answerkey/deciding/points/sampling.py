"""Seeded points inside a declared domain: simple numbers first, small matrices of several shapes, edges of what is
declared, and names that an equation gives by the others.
"""

from collections.abc import Iterator
from copy import copy
from itertools import islice, product
from random import Random

from flint import fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.points.drawing import Draughtsman
from answerkey.deciding.points.outcomes import are_possible, is_limited, is_possible
from answerkey.deciding.points.planning import Circle, Plan, is_affine
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.values import Undefined, Unknown, Value, exact, identity, is_matrix, zeros
from answerkey.shapes import Shape
from answerkey.tree import Expr, name, num

SCALES = [fmpq(p, q) for p, q in ((1, 1), (1, 1), (1, 4), (1, 16), (10, 1))]  # of matrices, where points are wide
SIMPLE = [fmpq(p, q) for p, q in (
    (1, 1), (1, 2), (2, 1), (3, 4), (1, 4), (3, 1), (0, 1), (-1, 1), (3, 2), (-2, 1), (1, 3), (-1, 2), (2, 3), (4, 1),
    (5, 4), (1, 8), (4, 3), (-3, 1), (1, 5), (2, 5), (9, 10), (1, 10), (5, 1), (-3, 2), (1, 16), (7, 8), (6, 1),
)]  # fmt: skip
CORNERS, MOST_CORNERED = (fmpq(0), fmpq(1), fmpq(-1)), 4  # numbers, and how many names they are all tried for
LARGEST_INDEX = 8
LARGEST_WIDE = 12  # whole number, where points are wide
LARGEST_SIDE = 12  # of a matrix that is worth drawing
TRIES = 60  # numbers that are drawn for a name before it is given up, half of them simple
MATRIX_TRIES = 8
SIZE_TRIES = 40
NEAR = [fmpq(p, q) for p, q in ((1, 2), (3, 4), (1, 4), (1, 1), (9, 10), (5, 4), (2, 1), (3, 1))]  # times a bound
BETWEEN = [fmpq(p, q) for p, q in ((0, 1), (1, 1), (1, 2), (1, 4), (3, 4), (1, 8), (2, 3), (9, 10))]  # of two bounds
BESIDE = [fmpq(p, q) for p, q in ((0, 1), (1, 1), (1, 2), (2, 1), (1, 8), (5, 1))]  # a bound


class Sampler(Plan):
    """Draws points at which the names of a claim respect the conditions on them.

    Where `wide`, half the numbers may be of any size, rather than small and simple.
    """

    def __init__(self, context: Context, claims: list[Expr], seed: int = 0, wide: bool = False):
        super().__init__(context, claims)
        self.wide = wide
        self.rng = Random(seed)

    def afresh(self, seed: int, wide: bool = False) -> "Sampler":
        """A sampler of the same plan that draws from the beginning."""
        other = copy(self)
        other.wide, other.rng = wide, Random(seed)
        return other

    # -- points

    def points(self, count: int) -> Iterator[Point]:
        """Up to `count` different points; fewer where they are hard to find."""
        seen = set()
        for attempt in range(3 * count):
            point = self.point(attempt)
            if point is None:
                continue
            key = (*(str(v) if is_matrix(v) else v for v in point.values.values()), *point.sizes.values())
            if key not in seen:
                seen.add(key)
                yield point
                if len(seen) >= count:
                    return

    def point(self, attempt: int, sizes: dict[str, int] | None = None) -> Point | None:
        """A point of the domain, or None where this attempt finds none; `sizes` fixes the dimensions."""
        sizes = self.sizes() if sizes is None else sizes
        if sizes is None:
            return None
        values: dict = {}
        if any(isinstance(side, int) and side > LARGEST_SIDE for leaf in self.matrices for side in leaf.shape):
            return None
        for each in self.circles:
            self.assign_circle(each, values, attempt)
        for leaf in self.numbers:
            if not (self.allowed(leaf, values, sizes) if leaf in values else self.assign(leaf, values, sizes, attempt)):
                return None
        if not self.assign_terms(values, sizes, attempt):
            return None
        for leaf in self.matrices:
            if not self.assign_matrix(leaf, values, sizes, attempt):
                return None
        point = Point(values, sizes)
        return point if self.holds(point, self.waiting) else None

    def corners(self) -> Iterator[Point]:
        """The points of the domain at which each of a few numbers is 0, 1 or -1."""
        if self.matrices or self.dimensions or self.circles or not 1 < len(self.numbers) <= MOST_CORNERED:
            return
        for chosen in product(CORNERS, repeat=len(self.numbers)):
            point = Point(dict(zip(self.numbers, chosen, strict=True)), {})
            if self.holds(point, self.conditions) and are_possible(point, self.context):
                yield point

    def sizes(self) -> dict[str, int] | None:
        """Sizes that respect the conditions on them, and leave room for the ranks that are declared."""
        largest = 2 if self.noisy else 4
        for trial in range(SIZE_TRIES):
            found = {size: self.rng.randint(1, largest + trial // 10) for size in self.dimensions}
            if self.holds(Point({}, found), self.of_sizes) and self.has_room(found):
                return found
        return None

    def has_room(self, sizes: dict[str, int]) -> bool:
        for leaf, said in self.facts.items():
            for kind, expr in said:
                if kind not in ("rank", "columns"):
                    continue
                rows, columns = (self.size(side, sizes) for side in leaf.shape)
                rank = columns if expr is None else self.number(expr, {}, sizes)
                if rank is not None and rank > min(rows, columns):
                    return False
        return True

    def assign(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> bool:
        for number in self.candidates(leaf, values, sizes, attempt):
            values[leaf] = number
            if self.allowed(leaf, values, sizes):
                return True
        values.pop(leaf, None)
        return False

    def candidates(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> Iterator[fmpq]:
        if leaf.args[0] in self.context.indices:
            yield fmpq(self.rng.randint(1, sizes[self.context.indices[leaf.args[0]]]))
        elif is_limited(leaf, self.context):
            yield from self.outcomes(leaf, values, sizes, attempt)
        elif leaf in self.solved:
            yield from self.solutions(leaf, values, sizes)
        elif leaf in self.whole or (leaf.head == "term" and self.is_whole(leaf)):
            yield from self.whole_numbers(leaf, values, sizes)
        else:
            yield from self.real_numbers(leaf, values, sizes, attempt)

    def whole_numbers(self, leaf: Expr, values: dict, sizes: dict) -> Iterator[fmpq]:
        most = LARGEST_WIDE if self.wide else 2 if self.noisy else LARGEST_INDEX - 2
        lows, highs = self.edges(leaf, values, sizes)
        first = int(max(lows).ceil()) if lows else 0 if self.context.is_natural(leaf) else -most
        last = min(int(min(highs).floor()), first + 4 * most) if highs else max(first, 0) + most
        for _ in range(12 if first <= last else 0):
            yield fmpq(self.rng.randint(first, last))

    def real_numbers(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> Iterator[fmpq]:
        spread = min(len(SIMPLE), 3 + attempt // 2)
        lows, highs = self.edges(leaf, values, sizes) if attempt and self.ends.get(leaf) else ([], [])
        for trial in range(2 * TRIES):
            if self.wide and self.rng.random() < 0.5:
                number = self.of_any_size()
            elif (lows or highs) and self.rng.random() < 0.5:
                number = self.near_edges(lows, highs)
            elif trial < TRIES:
                number = self.rng.choice(SIMPLE[:spread])
            else:
                number = fmpq(self.rng.randint(-40, 40), self.rng.choice((1, 2, 5, 8, 16, 64, 256)))
            yield number * number if leaf in self.squares else number

    def outcomes(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> Iterator[fmpq]:
        """Values of a law that does not have all numbers, less its mean."""
        law = self.context.law(leaf)
        if listed := [self.number(self.context.unfold(each), values, sizes) for each, _ in law.outcomes()]:
            drawn = iter(self.rng.sample(listed, len(listed)))
        else:
            mean = self.number(self.context.unfold(law.mean), values, sizes)
            drawn = (each - mean for each in self.real_numbers(leaf, values, sizes, attempt) if mean is not None)
        for each in drawn:
            if each is not None and is_possible(leaf, each, Point(values, sizes), self.context):
                yield each

    def edges(self, leaf: Expr, values: dict, sizes: dict) -> tuple[list[fmpq], list[fmpq]]:
        """The lower and upper bounds that the conditions set to `leaf`, given the names drawn so far."""
        found: dict[str, list[fmpq]] = {"low": [], "high": [], "at": [], "in": []}
        for kind, end in self.ends.get(leaf, ()):
            items = end.args if end.head == "set" else (end,) if kind != "in" else ()
            numbers = (self.number(each, values, sizes) for each in items)
            found[kind] += [number for number in numbers if number is not None]
        exact = found["at"] + found["in"]
        return (found["low"] + exact, found["high"] + exact) if len(exact) < 2 else (exact, [])

    def near_edges(self, lows: list[fmpq], highs: list[fmpq]) -> fmpq:
        if lows and highs and self.rng.random() < 0.6:
            low, high = max(lows), min(highs)
            return low + (high - low) * self.rng.choice(BETWEEN)
        edge = self.rng.choice(lows + highs)
        if edge != 0 and self.rng.random() < 0.5:
            return edge * self.rng.choice(NEAR)
        return edge + self.rng.choice(BESIDE) * (-1 if edge in highs else 1)

    def number(self, expr: Expr, values: dict, sizes: dict) -> fmpq | None:
        if expr.head == "num":
            return exact(expr.args[0])
        found = self.value(expr, values, sizes)
        return found if isinstance(found, fmpq) else None

    def value(self, expr: Expr, values: dict, sizes: dict) -> Value | None:
        try:
            return value(expr, Point(values, sizes), self.context)
        except (Undefined, Unknown):
            return None

    def of_any_size(self) -> fmpq:
        """A rational between a thousandth and ten thousand, or its negative; as often below one as above."""
        size = fmpq(round(1000 * 10 ** self.rng.uniform(-3, 4)), 1000)
        return size if self.rng.random() < 0.6 else -size

    def solutions(self, leaf: Expr, values: dict, sizes: dict) -> Iterator[fmpq]:
        """The number at which an equation that is affine in `leaf` or 1 / `leaf` holds; any, where it holds at all."""
        gap = self.solved[leaf]
        affine = is_affine(gap, leaf)
        start, step = (self.number(gap, values | {leaf: fmpq(i) if affine else fmpq(1, i)}, sizes) for i in (1, 2))
        if start is None or step is None:
            return
        if start != step:
            found = 1 + start / (start - step)
            yield from [found] if affine else [1 / found] if found != 0 else []
        elif start == 0:
            yield from self.real_numbers(leaf, values, sizes, 1)

    def assign_circle(self, each: Circle, values: dict, attempt: int) -> None:
        """Coordinates of a rational point on a sphere, as often as not in the positive part."""
        radius = values.get(each.radius)
        if radius is None:
            radius = fmpq(each.radius.args[0].numerator) if each.radius.head == "num" else self.rng.choice(SIMPLE[:6])
            if each.radius.head != "num":
                values[each.radius] = radius = radius * self.rng.choice((1, 5, 13) if attempt else (5,))
        turned = Draughtsman(self.rng, *2 * (lambda expr: None,)).rotation(len(each.leaves))
        positive = self.rng.random() < 0.7
        for i, leaf in enumerate(each.leaves):
            entry = turned[i, 0]
            values[leaf] = radius * (abs(entry) if positive else entry)

    def allowed(self, leaf: Expr, values: dict, sizes: dict) -> bool:
        """Whether every condition that is settled by the names drawn so far holds."""
        return not self.settled[leaf] or self.holds(Point(values, sizes), self.settled[leaf])

    def holds(self, point: Point, conditions: list[Expr]) -> bool:
        try:
            return all(truth(c, each, self.context) for c in conditions for each in self.over_indices(c, point))
        except (Undefined, Unknown):
            return False

    def over_indices(self, condition: Expr, point: Point) -> Iterator[Point]:
        """A condition on an entry, such as sigma_i, is meant for every i."""
        running = [i for i in self.context.indices if name(i) in self.leaves_of(condition)]
        if not running:
            yield point
        for index in running:
            for number in range(1, point.size(self.context.indices[index]) + 1):
                yield Point(point.values | {name(index): fmpq(number)}, point.sizes)

    # -- sequences and matrices

    def assign_terms(self, values: dict, sizes: dict, attempt: int) -> bool:
        """Values for the terms that no recurrence gives; past the end of a diagonal they are zero."""
        free = {(x.args[0], x.args[1]) for x in self.mentioned if x.head == "term" and not self.is_given(x)}
        for sequence, shape in sorted(free, key=repr):
            matrices = [m for m, entries in self.context.diagonal.items() if entries == sequence]
            length = min(self.size(s, sizes) for s in self.shape_of(matrices[0])) if matrices else None
            recurrent = self.is_recurrent(sequence)
            for place in range(1 if recurrent else LARGEST_INDEX + 2):
                term = Expr("term", sequence, shape, num(place))
                if length is not None and place > length:
                    values[term] = fmpq(0)
                elif shape:
                    rows, columns = (self.size(side, sizes) for side in shape)
                    values[term] = self.draughtsman(values, sizes).plain(rows, columns, plainly=True)
                elif not self.assign_term(term, values, sizes, attempt):
                    return False
        return True

    def assign_term(self, term: Expr, values: dict, sizes: dict, attempt: int) -> bool:
        generic = [c for c in self.conditions if any(n.head == "term" and n.args[0] == term.args[0] for n in c.walk())]
        index = {name(i): term.args[2] for i in self.context.indices}
        here = [c.replace(index) for c in generic]
        for number in self.candidates(term, values, sizes, attempt):
            values[term] = number
            if (self.is_diagonal(term) and term.args[2] == num(0)) or self.holds(Point(values, sizes), here):
                return True
        return False

    def is_diagonal(self, term: Expr) -> bool:
        return term.args[0] in self.context.diagonal.values()

    def is_recurrent(self, sequence: str) -> bool:
        known = self.context.sequences.get(sequence)
        return known is not None and known.next_term is not None

    def is_given(self, term: Expr) -> bool:
        sequence = self.context.sequences.get(term.args[0])
        return sequence is not None and sequence.start is not None

    def shape_of(self, matrix: str) -> Shape:
        return self.context.names.symbols[matrix].shape

    def size(self, side, sizes: dict) -> int:
        return Point({}, sizes).size(side)

    def draughtsman(self, values: dict, sizes: dict) -> Draughtsman:
        return Draughtsman(
            self.rng, lambda expr: self.number(expr, values, sizes), lambda expr: self.value(expr, values, sizes)
        )

    def assign_matrix(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> bool:
        for trial in range(MATRIX_TRIES if self.settled[leaf] else 1):
            found = self.matrix(leaf, values, sizes, attempt, trial)
            if found is None:
                return False
            is_free = leaf.args[0] not in self.context.orthogonal and leaf.args[0] not in self.context.diagonal
            is_free = is_free and not is_limited(leaf, self.context)
            found = found / 2 ** (trial // 2) if trial % 2 and is_free else found  # a norm may have to be small
            values[leaf] = found * self.rng.choice(SCALES) if self.wide and is_free else found
            if self.allowed(leaf, values, sizes):
                return True
        return False

    def matrix(self, leaf: Expr, values: dict, sizes: dict, attempt: int, trial: int) -> fmpq_mat | None:
        rows, columns = (self.size(side, sizes) for side in leaf.shape)
        drawn = self.draughtsman(values, sizes)
        if leaf.args[0] in self.context.orthogonal:
            return drawn.rotation(rows)
        if entries := self.context.diagonal.get(leaf.args[0]):
            return on_diagonal(entries, values, rows, columns)
        if is_limited(leaf, self.context):
            found = [
                each for _ in range(rows * columns) for each in islice(self.outcomes(leaf, values, sizes, attempt), 1)
            ]
            return fmpq_mat(rows, columns, found) if len(found) == rows * columns else None
        return drawn.draw(leaf, rows, columns, self.facts[leaf], plainly=attempt < 3 or trial > 3)

    # -- what is declared of a matrix but is no condition

    def with_diagonals(self, values: dict, sizes: dict) -> dict:
        """The values with every diagonal matrix made of its entries anew."""
        found = dict(values)
        for leaf in self.matrices:
            if (entries := self.context.diagonal.get(leaf.args[0])) and leaf in found:
                found[leaf] = on_diagonal(entries, found, *(self.size(side, sizes) for side in leaf.shape))
        return found

    def fits(self, point: Point) -> bool:
        """Whether orthogonal matrices are orthogonal, diagonal ones have their entries, with none past the end, and
        random names have values of their laws."""
        for leaf in self.matrices:
            if leaf.args[0] in self.context.orthogonal:
                held = point.values[leaf]
                if held.transpose() * held != identity(held.ncols()):
                    return False
            if entries := self.context.diagonal.get(leaf.args[0]):
                rows, columns = (point.size(side) for side in leaf.shape)
                if point.values[leaf] != on_diagonal(entries, point.values, rows, columns):
                    return False
                past = (point.values.get(term_of(entries, k)) for k in range(min(rows, columns) + 1, LARGEST_INDEX + 2))
                if any(past):
                    return False
        return are_possible(point, self.context)


def term_of(sequence: str, place: int) -> Expr:
    return Expr("term", sequence, (), num(place))


def on_diagonal(entries: str, values: dict, rows: int, columns: int) -> fmpq_mat:
    found = zeros(rows, columns)
    for i in range(min(rows, columns)):
        found[i, i] = values[term_of(entries, i + 1)]
    return found
