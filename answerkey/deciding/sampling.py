"""Seeded points inside a declared domain: simple numbers first, small matrices of several shapes."""

from collections.abc import Iterator
from itertools import product
from random import Random

from flint import fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.evaluate import Point, truth, value
from answerkey.deciding.values import Undefined, Unknown, identity, zeros
from answerkey.tree import HALF, Expr, Shape, name, num

SIMPLE = [fmpq(p, q) for p, q in (
    (1, 1), (1, 2), (2, 1), (3, 4), (1, 4), (3, 1), (0, 1), (-1, 1), (3, 2), (-2, 1), (1, 3), (-1, 2), (2, 3), (4, 1),
    (5, 4), (1, 8), (4, 3), (-3, 1), (1, 5), (2, 5), (9, 10), (1, 10), (5, 1), (-3, 2), (1, 16), (7, 8), (6, 1),
)]  # fmt: skip
LARGEST_INDEX = 8
LARGEST_WIDE = 12  # whole number, where points are wide
LARGEST_SIDE = 12  # of a matrix that is worth drawing
TRIES = 60  # numbers that are drawn for a name before it is given up, half of them simple
NEAR = [fmpq(p, q) for p, q in ((1, 2), (3, 4), (1, 4), (1, 1), (9, 10), (5, 4), (2, 1), (3, 1))]  # times a bound


class Sampler:
    """Draws points at which the names of a claim respect the conditions on them.

    Where `wide`, half the numbers may be of any size, rather than small and simple.
    """

    def __init__(self, context: Context, claims: list[Expr], seed: int = 0, wide: bool = False):
        self.wide = wide
        self.context = context
        self.rng = Random(seed)
        self.known_leaves: dict[Expr, set[Expr]] = {}
        self.conditions = [context.unfold(c) for c in context.conditions]
        self.claims = [context.unfold(c) for c in claims]
        self.leaves = self.connected()
        self.conditions = [c for c in self.conditions if not claims or self.leaves_of(c) <= self.mentioned]
        self.squares = self.under_roots()
        self.noisy = any(context.is_random(leaf) for leaf in self.mentioned)

    def connected(self) -> list[Expr]:
        """The leaves of the claims, and of the conditions that bear on them."""
        self.mentioned = {leaf for claim in self.claims for leaf in self.leaves_of(claim)}
        grew = True
        while grew:
            grew = False
            for condition in self.conditions:
                leaves = self.leaves_of(condition)
                if leaves & self.mentioned and not leaves <= self.mentioned:
                    self.mentioned |= leaves
                    grew = True
        return sorted((leaf for leaf in self.mentioned if leaf.head == "name"), key=self.rank)

    def rank(self, leaf: Expr):
        """Matrices last; among numbers, in the order of declaration."""
        return (
            bool(leaf.shape),
            list(self.context.names.symbols).index(leaf.args[0]) if self.context.names.get(leaf.args[0]) else 0,
            repr(leaf),
        )

    def leaves_of(self, expr: Expr) -> set[Expr]:
        """The leaves that the value of `expr` depends on, through recurrences, diagonals and variances."""
        if expr in self.known_leaves:
            return self.known_leaves[expr]
        found: set[Expr] = set()
        waiting = [expr]
        while waiting:
            for leaf in waiting.pop().walk():
                if leaf.head in ("name", "term") and leaf not in found and leaf.args[0] != "~":
                    found.add(leaf)
                    waiting += self.behind(leaf)
        self.known_leaves[expr] = found
        return found

    def behind(self, leaf: Expr) -> list[Expr]:
        """What the value of a leaf is made of."""
        base, sequence = leaf.args[0], self.context.sequences.get(leaf.args[0])
        made = [sequence.start] if leaf.head == "term" and sequence else []
        made += [sequence.next_term] if leaf.head == "term" and sequence and leaf.args[2] != num(0) else []
        made += [self.context.variance(leaf)] if self.context.is_random(leaf) else []
        if leaf.head == "name" and base in self.context.diagonal:
            made += [Expr("term", self.context.diagonal[base], (), name(i)) for i in self.context.indices]
        return [self.context.unfold(each) for each in made if each is not None]

    def under_roots(self) -> set[Expr]:
        """Numbers to be drawn as squares, so that their roots are rational and matrices of them stay exact."""
        variances = [self.context.variance(leaf) for leaf in self.mentioned if self.context.is_random(leaf)]
        roots = [n.args[0] for c in self.claims for n in c.walk() if n.head == "pow" and n.args[1] == HALF]
        return {leaf for leaf in (*variances, *roots) if leaf.head == "name"}

    # -- points

    def points(self, count: int) -> Iterator[Point]:
        """Up to `count` different points; fewer where they are hard to find."""
        seen = set()
        for attempt in range(3 * count):
            point = self.point(attempt)
            key = point and repr(sorted((repr(k), str(v)) for k, v in point.values.items()))
            if point is not None and key not in seen:
                seen.add(key)
                yield point
                if len(seen) >= count:
                    return

    def point(self, attempt: int) -> Point | None:
        sizes = self.sizes()
        values: dict = {}
        if any(isinstance(side, int) and side > LARGEST_SIDE for leaf in self.leaves for side in leaf.shape):
            return None
        numbers = [leaf for leaf in self.leaves if not leaf.shape]
        for leaf in numbers:
            if leaf.args[0] in sizes:
                continue
            if not self.assign(leaf, values, sizes, attempt):
                return None
        if not self.assign_terms(values, sizes, attempt):
            return None
        for leaf in self.leaves:
            if leaf.shape:
                values[leaf] = self.matrix(leaf, values, sizes)
        point = Point(values, sizes)
        return point if self.holds(point, self.conditions) else None

    def sizes(self) -> dict[str, int]:
        largest = 2 if self.noisy else 4
        return {size: self.rng.randint(1, largest) for size in sorted(self.context.dimensions)}

    def assign(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> bool:
        for number in self.candidates(leaf, values, sizes, attempt):
            values[leaf] = number
            if self.allowed(leaf, values, sizes):
                return True
        del values[leaf]
        return False

    def candidates(self, leaf: Expr, values: dict, sizes: dict, attempt: int) -> Iterator[fmpq]:
        if leaf.args[0] in self.context.indices:
            yield fmpq(self.rng.randint(1, sizes[self.context.indices[leaf.args[0]]]))
            return
        if self.context.is_natural(leaf):
            yield fmpq(self.rng.randint(0, LARGEST_WIDE if self.wide else 2 if self.noisy else LARGEST_INDEX - 2))
            return
        spread = min(len(SIMPLE), 3 + attempt // 2)
        edges = self.edges(leaf, values, sizes) if attempt else []
        for trial in range(2 * TRIES):
            if self.wide and self.rng.random() < 0.5:
                number = self.of_any_size()
            elif edges and self.rng.random() < 0.5:
                number = self.rng.choice(edges) * self.rng.choice(NEAR)
            elif trial < TRIES:
                number = self.rng.choice(SIMPLE[:spread])
            else:
                number = fmpq(self.rng.randint(-40, 40), self.rng.choice((1, 2, 5, 8, 16, 64, 256)))
            yield number * number if leaf in self.squares else number

    def edges(self, leaf: Expr, values: dict, sizes: dict) -> list[fmpq]:
        """The bounds that the conditions set to `leaf`, given the names drawn so far."""
        found = []
        for condition in self.conditions:
            if condition.head in ("eq", "lt", "le") and leaf in condition.args:
                (other,) = (side for side in condition.args if side != leaf) if len({*condition.args}) == 2 else (leaf,)
                if other.head != "num" and all(x in values for x in self.leaves_of(other)):
                    found.append(other)
        return [e for e in (self.number(expr, values, sizes) for expr in found) if e is not None]

    def number(self, expr: Expr, values: dict, sizes: dict) -> fmpq | None:
        try:
            found = value(expr, Point(values, sizes), self.context)
        except (Undefined, Unknown):
            return None
        return found if isinstance(found, fmpq) else None

    def of_any_size(self) -> fmpq:
        """A rational between a thousandth and ten thousand, or its negative; as often below one as above."""
        size = fmpq(round(1000 * 10 ** self.rng.uniform(-3, 4)), 1000)
        return size if self.rng.random() < 0.6 else -size

    def allowed(self, leaf: Expr, values: dict, sizes: dict) -> bool:
        """Whether every condition that is settled by the names drawn so far holds."""
        point = Point(values, sizes)
        settled = [
            c
            for c in self.conditions
            if leaf in (leaves := self.leaves_of(c)) and all(x in values or x.args[0] in sizes for x in leaves)
        ]
        return self.holds(point, settled)

    def holds(self, point: Point, conditions: list[Expr]) -> bool:
        try:
            return all(truth(c, each, self.context) for c in conditions for each in self.over_indices(c, point))
        except (Undefined, Unknown):
            return False

    def over_indices(self, condition: Expr, point: Point) -> Iterator[Point]:
        """A condition on an entry, such as sigma_i, is meant for every i."""
        running = [i for i in self.context.indices if name(i) in set(condition.walk())]
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
                    values[term] = self.whole_matrix(shape, sizes)
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

    def matrix(self, leaf: Expr, values: dict, sizes: dict) -> fmpq_mat:
        rows, columns = (self.size(side, sizes) for side in leaf.shape)
        if leaf.args[0] in self.context.orthogonal:
            return self.rotation(rows)
        if entries := self.context.diagonal.get(leaf.args[0]):
            found = zeros(rows, columns)
            for i in range(min(rows, columns)):
                found[i, i] = values[Expr("term", entries, (), num(i + 1))]
            return found
        return self.whole_matrix(leaf.shape, sizes)

    def whole_matrix(self, shape: Shape, sizes: dict) -> fmpq_mat:
        rows, columns = (self.size(side, sizes) for side in shape)
        return fmpq_mat(rows, columns, [self.rng.randint(-2, 3) for _ in range(rows * columns)])

    def rotation(self, size: int) -> fmpq_mat:
        """Cayley's (I - K)(I + K)^-1 for a skew K, which is orthogonal and rational."""
        skew = zeros(size, size)
        for i, j in product(range(size), repeat=2):
            if i < j:
                skew[i, j] = self.rng.randint(-2, 2)
                skew[j, i] = -skew[i, j]
        unit = identity(size)
        return (unit - skew) * (unit + skew).inv()


def solved_for(comparison: Expr, leaf: Expr, point: Point, context: Context) -> Point | None:
    """`point` moved in `leaf` so that two sides that are affine in it are equal, where it can be."""
    left, right = comparison.args

    def gap(at):
        there = Point(point.values | {leaf: at}, point.sizes)
        found = value(left - right, there, context)
        return found if isinstance(found, fmpq_mat) else fmpq_mat(1, 1, [found])

    size = point.size(leaf.shape[0]) if leaf.shape else 1
    units = [fmpq_mat(size, 1, [int(i == j) for j in range(size)]) for i in range(size)]
    try:
        start = gap(zeros(size, 1) if leaf.shape else fmpq(0))
        columns = [gap(unit if leaf.shape else fmpq(1)) - start for unit in units]
    except (Undefined, Unknown, TypeError, ValueError):
        return None
    found = solution(columns, start)
    if found is None:
        return None
    return Point(point.values | {leaf: found if leaf.shape else found[0, 0]}, point.sizes)


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
