"""What a claim and its domain say before a point is drawn: which names there are, in what order, what binds them."""

from dataclasses import dataclass

from answerkey.context import Context, degree
from answerkey.deciding.looking import bounds
from answerkey.deciding.points.drawing import Fact, facts
from answerkey.tree import BOUND, HALF, Expr, name, num


@dataclass(frozen=True)
class Circle:
    """An equation a^2 + b^2 + ... = r^2 of names with a name or a number."""

    leaves: tuple[Expr, ...]
    radius: Expr


class Plan:
    """The names that bear on some claims, and the conditions on them; with no claims, all conditions."""

    def __init__(self, context: Context, claims: list[Expr]):
        self.context = context
        self.known_leaves: dict[Expr, set[Expr]] = {}
        self.conditions = [context.unfold(c) for c in context.conditions]
        self.claims = [context.unfold(c) for c in claims]
        self.leaves = self.connected()
        near = [not claims or self.leaves_of(c) <= self.mentioned for c in self.conditions]
        self.conditions = [c for c, kept in zip(self.conditions, near, strict=True) if kept]
        self.said = [c for c, kept in zip(context.conditions, near, strict=True) if kept]
        self.squares = self.under_roots()
        self.noisy = any(context.is_random(leaf) for leaf in self.mentioned)
        self.dimensions = sorted(context.dimensions)
        self.put_in_order()

    # -- leaves

    def connected(self) -> list[Expr]:
        """The leaves of the claims, and of the conditions that bear on them; what is said of sizes bears on all."""
        self.mentioned = {leaf for claim in self.claims for leaf in self.leaves_of(claim)}
        self.mentioned |= {name(size) for size in self.context.dimensions}
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
        return bool(leaf.shape), self.context.names.places.get(leaf.args[0], 0), repr(leaf)

    def leaves_of(self, expr: Expr) -> set[Expr]:
        """The leaves that the value of `expr` depends on, through recurrences, diagonals and variances."""
        if expr in self.known_leaves:
            return self.known_leaves[expr]
        found: set[Expr] = set()
        waiting = [expr]
        while waiting:
            for leaf in waiting.pop().walk():
                if leaf.head in ("name", "term") and leaf not in found and not leaf.args[0].startswith(BOUND):
                    found.add(leaf)
                    waiting += self.behind(leaf)
        self.known_leaves[expr] = found
        return found

    def behind(self, leaf: Expr) -> list[Expr]:
        """What the value of a leaf is made of."""
        base, sequence = leaf.args[0], self.context.sequences.get(leaf.args[0])
        made = [sequence.start] if leaf.head == "term" and sequence else []
        made += [sequence.next_term] if leaf.head == "term" and sequence and leaf.args[2] != num(0) else []
        made += self.context.behind_law(leaf) if self.context.is_random(leaf) else []
        if leaf.head == "name" and base in self.context.diagonal:
            places = [name(i) for i in self.context.indices] or [num(1)]
            made += [Expr("term", self.context.diagonal[base], (), place) for place in places]
        return [self.context.unfold(each) for each in made if each is not None]

    def under_roots(self) -> set[Expr]:
        """Numbers to be drawn as squares, so that their roots are rational and matrices of them stay exact."""
        roots = [n.args[0] for c in self.claims for n in c.walk() if n.head == "pow" and n.args[1] == HALF]
        return {leaf for leaf in roots if leaf.head == "name"}

    # -- order

    def put_in_order(self) -> None:
        """The order in which names are drawn, with what can be checked after each."""
        free = [leaf for leaf in self.leaves if not leaf.shape and leaf.args[0] not in self.dimensions]
        self.circles = [found for found in map(circle, self.conditions) if found is not None]
        self.solved = self.dependents(free)
        self.numbers = [leaf for leaf in free if leaf not in self.solved] + list(self.solved)
        self.matrices = [leaf for leaf in self.leaves if leaf.shape]
        self.facts: dict[Expr, list[Fact]] = {leaf: facts(leaf, self.said) for leaf in self.matrices}
        self.matrices.sort(key=lambda leaf: any(kind in ("is", "commutes") for kind, _ in self.facts[leaf]))
        self.ends = {leaf: [end for c in self.conditions for end in bounds(leaf, c)] for leaf in self.numbers}
        self.whole = {leaf for leaf in self.numbers if self.is_whole(leaf)}
        known = {name(side) for side in self.dimensions}
        self.of_sizes = [c for c in self.conditions if self.leaves_of(c) <= known]
        self.settled: dict[Expr, list[Expr]] = {}
        self.waiting = [c for c in self.conditions if c not in self.of_sizes]
        for leaf in (*self.numbers, *self.matrices):
            known.add(leaf)
            self.settled[leaf] = [c for c in self.waiting if self.leaves_of(c) <= known and not self.runs(c)]
            self.waiting = [c for c in self.waiting if c not in self.settled[leaf]]

    def is_whole(self, leaf: Expr) -> bool:
        return self.context.is_natural(leaf) or ("in", Expr("integers")) in self.ends.get(leaf, ())

    def runs(self, condition: Expr) -> bool:
        """Whether a condition is meant for every value of an index."""
        return any(name(i) in self.leaves_of(condition) for i in self.context.indices)

    def dependents(self, numbers: list[Expr]) -> dict[Expr, Expr]:
        """The last name for which an equation of numbers can be solved, with what has to vanish."""
        found: dict[Expr, Expr] = {}
        round_ = {leaf for each in self.circles for leaf in (*each.leaves, each.radius)}
        for condition in self.conditions:
            if condition.head != "eq" or any(leaf.shape for leaf in self.leaves_of(condition)):
                continue
            gap = condition.args[0] - condition.args[1]
            able = [x for x in numbers if (is_affine(gap, x) or is_affine_below(gap, x)) and x not in {*found, *round_}]
            if able := [x for x in able if not self.context.is_natural(x)]:
                found[able[-1]] = gap
        return found


def is_affine(gap: Expr, leaf: Expr) -> bool:
    return degree(gap, leaf) == 1


def is_affine_below(gap: Expr, leaf: Expr) -> bool:
    """Whether an expression is affine in 1/x, as 1/p + 1/q - 1 is."""
    below = name(f"{BOUND}u")
    other = gap.replace({leaf ** num(-1): below})
    return leaf not in set(other.walk()) and degree(other, below) == 1


def circle(condition: Expr) -> Circle | None:
    """An equation of squares, if it is one that has a rational point for every radius."""
    if condition.head != "eq" or any(side.shape for side in condition.args):
        return None
    terms = squares_in(condition.args[0] - condition.args[1], 1)
    if terms is None:
        return None
    for side in (1, -1):
        plus = [leaf for leaf, sign in terms if sign == side and leaf.head != "num"]
        minus = [leaf for leaf, sign in terms if sign == -side or leaf.head == "num"]
        if len(plus) > 1 and len(minus) == 1 and len({*plus, *minus}) == len(terms):
            (radius,) = minus
            if radius.head != "num":
                return Circle(tuple(plus), radius)
            square = -side * dict(terms)[radius] * radius.args[0]
            roots = [num(k) for k in range(1, 13) if k * k == square]
            return Circle(tuple(plus), roots[0]) if roots else None
    return None


def squares_in(expr: Expr, sign: int) -> list[tuple[Expr, int]] | None:
    """A sum of names squared and a number as (name or number, sign) pairs; None for any other."""
    if expr.head == "add":
        parts = [squares_in(node, sign) for node in expr.args]
        return None if None in parts else [pair for part in parts for pair in part or []]
    if expr.head == "num":
        return [(expr, sign)] if expr.args[0] else []
    if expr.head == "mul" and len(expr.args) == 2 and expr.args[0] == num(-1):
        return squares_in(expr.args[1], -sign)
    is_square = expr.head == "pow" and expr.args[1] == num(2)
    if expr.head == "mul" and len(expr.args) == 2 and expr.args[0] == expr.args[1]:
        is_square = True
    return [(expr.args[0], sign)] if is_square and expr.args[0].head == "name" and not expr.args[0].shape else None
