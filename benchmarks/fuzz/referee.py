"""The second referee: the value of a tree at many points, by plain arithmetic; it knows no rule of the engine's.

A truth is 1, 0 or nan (undefined).  Binders are run through: sums term by term,
quantifiers and optima over many values
of what they bind, slopes by difference quotients, limits near their target, expectations by Gauss's nodes.
"""

from fractions import Fraction
from functools import cache, reduce

import numpy as np

from answerkey.tree import Expr
from benchmarks.fuzz.arithmetic import FUNCTIONS, Floats

MOST_TERMS = 80
GRID = [0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 0.25, -0.25, 5, -5, 0.01, -0.01, 100, -100, 1.5, -1.5, 0.75, -0.75, 10, -10]
ROUGH = frozenset({"minimum", "maximum", "argmin", "argmax", "limit", "tends"})
SMOOTH = frozenset({"exp", "sin", "cos", "tanh"})  # of a Gaussian, averaged by an integral
SLOPES = frozenset({"derivative", "gradient", "hessian", "jacobian"})

BEFORE = Expr("name", "before", ())  # the term before, in what says how a sequence goes on


class Unsupported(Exception):
    """What the second referee does not know."""


class Referee:
    """Values at the points that `env` gives: arrays by leaf; `sizes` are the dimensions, the same at every point."""

    def __init__(self, env: dict, sizes: dict, count: int, noise: dict | None = None, arithmetic=None, sequences=None):
        self.env, self.sizes, self.count, self.noise = env, sizes, count, noise or {}
        self.a = arithmetic or Floats()
        self.tie = self.a.tie
        self.sequences = sequences or {}

    def truth(self, claim: Expr) -> np.ndarray:
        """1, 0 or nan at each point."""
        self.tie = self.slack(claim)
        with np.errstate(all="ignore"):
            found = np.asarray(self.of(claim), dtype=float)
        if getattr(self.a, "saturated", False) and np.isnan(found).any():
            raise Unsupported("what is too steep")
        return found

    def at(self, moved: dict, times: int = 1) -> "Referee":
        """This referee with every point `times` times in a row, and other values for some leaves."""
        env = self.env if times == 1 else {leaf: np.repeat(x, times, axis=0) for leaf, x in self.env.items()}
        return Referee(env | moved, self.sizes, self.count * times, self.noise, self.a, self.sequences)

    def of(self, expr: Expr) -> np.ndarray:
        rule = getattr(self, f"_{expr.head}", None)
        if rule is None and expr.head not in elsewhere():
            raise Unsupported(expr.head)
        found = rule(expr) if rule else elsewhere()[expr.head](self, expr)
        return found[:, 0, 0] if found.ndim == 3 and expr.shape == () else found

    def constant(self, number) -> np.ndarray:
        return self.a.constant(Fraction(number), self.count)

    def size(self, side) -> int:
        if isinstance(side, int):
            return side
        if side in self.sizes:
            return self.sizes[side]
        for sign, together in (("+", sum), ("*", lambda parts: reduce(int.__mul__, parts))):
            if sign in side and "(" not in side:
                return together([self.size(int(p) if p.isdigit() else p) for p in side.split(sign)])
        raise Unsupported(f"the size {side}")

    def matrix(self, expr: Expr, shape=None) -> np.ndarray:
        """The value in its full shape; a number stands for a multiple of the identity."""
        return self.full(self.of(expr), shape or tuple(map(self.size, expr.shape)) or (1, 1))

    def full(self, x: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
        if x.ndim == 3:
            return x
        eye = np.array([[Fraction(int(i == j)) for j in range(shape[1])] for i in range(shape[0])])
        return x[:, None, None] * (eye.astype(int) if x.dtype == object else eye.astype(float))

    # -- leaves and arithmetic

    def _num(self, expr):
        return self.constant(expr.args[0])

    def _name(self, expr):
        if expr in self.env:
            return self.env[expr]
        if expr.args[0] in self.sizes:
            return self.constant(self.sizes[expr.args[0]])
        raise Unsupported(f"{expr.args[0]} has no value")

    def _term(self, expr):
        """A term of a sequence that has a value at each whole index."""
        places = self.a.whole(self.of(expr.args[2]))
        if expr.args[0] in self.sequences:
            return self.run(self.sequences[expr.args[0]], places)
        found = np.full_like(places, np.nan)
        for leaf, values in self.env.items():
            if leaf.head == "term" and leaf.args[0] == expr.args[0]:
                found = np.where(places == float(leaf.args[2].args[0]), values, found)
        return found

    def run(self, rule, places):
        """The terms of a recurrence at these places, step by step from its start."""
        value, found = self.of(rule.start), np.full_like(places, np.nan)
        steps = int(max(places[~self.a.isnan(places)], default=-1))
        if steps > MOST_TERMS:
            raise Unsupported("a sequence far from its start")
        for step in range(steps + 1):
            found = np.where(places == step, value, found)
            value = self.at({BEFORE: value}).of(rule.step)
        return found

    def _pi(self, expr):
        pi = self.a.mp.pi if hasattr(self.a, "mp") else np.pi
        return self.constant(0) + pi

    def _eye(self, expr):
        return self.constant(1)

    def _null(self, expr):
        return self.constant(0)

    def _ones(self, expr):
        return np.repeat(self.constant(1)[:, None], self.size(expr.args[0]), axis=1)[:, :, None]

    def _add(self, expr):
        values = [self.of(node) for node in expr.args]
        like = next((v for v in values if v.ndim == 3), None)
        return reduce(np.add, values if like is None else [self.full(v, like.shape[1:]) for v in values])

    def _mul(self, expr):
        return reduce(self.times, (self.of(node) for node in expr.args))

    def times(self, x, y):
        if x.ndim == y.ndim == 3:
            if x.shape[2] == y.shape[1]:
                return np.matmul(x, y)
            one, other = (x, y) if x.shape[1:] == (1, 1) else (y, x)  # a number that came out of vectors
            return one * other
        if x.ndim == 3:
            return x * y[:, None, None]
        return x[:, None, None] * y if y.ndim == 3 else self.a.finite(x * y)

    def _pow(self, expr):
        base, exponent = expr.args
        x = self.of(base)
        if base.shape:
            return self.matrix_power(x, exponent)
        if exponent.head == "num":
            return self.fixed_power(x, exponent.args[0])
        y = self.of(exponent)
        nearest = self.a.whole(y)
        whole = ~self.a.isnan(nearest)
        found = self.a.real_power(x, y)
        if whole.any():
            size = self.a.real_power(np.where((x == 0) & (y < 0), np.nan, abs(x)), np.where(whole, y, 1))
            size = np.where((y == 0) & ~self.a.isnan(x), 1, size)
            found = np.where(whole, np.where((x < 0) & (nearest % 2 == 1), -size, size), found)
        return found

    def matrix_power(self, x, exponent):
        if exponent.head != "num" or exponent.args[0].denominator != 1:
            raise Unsupported("a power of a matrix")
        base = self.inverse(x) if exponent.args[0] < 0 else x
        return reduce(self.times, [base] * abs(int(exponent.args[0]))) if exponent.args[0] else self.constant(1)

    def inverse(self, x):
        return self.a.divide(self.constant(1), x) if x.ndim == 1 else self.guarded(self.a.inverse, x)

    def guarded(self, function, x):
        """A function of matrices, nan where an entry is."""
        bad = self.a.isnan(x).any(axis=(1, 2))
        found = function(np.where(bad[:, None, None], 0 * np.ones(x.shape[1:]), x) if bad.any() else x)
        if bad.any():
            found[bad] = np.nan
        return found

    def fixed_power(self, x, exponent: Fraction):
        if exponent < 0:
            return self.a.divide(self.constant(1), self.fixed_power(x, -exponent))
        if exponent.denominator == 1:
            return self.a.finite(x ** int(exponent))
        if exponent.denominator % 2 == 0:
            return self.a.real_power(x, self.constant(exponent))
        root = self.a.real_power(abs(x), self.constant(exponent))
        return np.where((x < 0) & bool(exponent.numerator % 2), -root, root)

    # -- functions

    def __getattr__(self, name: str):
        if name[1:] in FUNCTIONS:
            return lambda expr: self.a.function(name[1:], self.of(expr.args[0]))
        raise AttributeError(name)

    def _abs(self, expr):
        return abs(self.of(expr.args[0]))

    def _sign(self, expr):
        x = self.of(expr.args[0])
        return self.settled((x > 0) * 1.0 - (x < 0) * 1.0, x) + self.constant(0)

    def settled(self, found, *doubtful):
        """`found`, but nan where one of the others is."""
        bad = reduce(np.logical_or, (self.a.isnan(x) for x in doubtful))
        return np.where(bad, np.nan, found)

    def _floor(self, expr):
        return self.a.floor(self.of(expr.args[0]))

    def _ceil(self, expr):
        return -self.a.floor(-self.of(expr.args[0]))

    def _factorial(self, expr):
        return self.a.factorial(self.of(expr.args[0]))

    def _binomial(self, expr):
        upper, lower = (self.of(node) for node in expr.args)
        lower = self.a.whole(lower)
        found, factor = np.full_like(upper, np.nan), self.constant(1)
        for k in range(MOST_TERMS):
            found = np.where(lower == k, factor, found)
            factor = self.a.divide(factor * (upper - k), self.constant(k + 1))
        return self.settled(found, upper, lower)

    def _max(self, expr):
        values = [self.of(node) for node in expr.args]
        return reduce(self.larger, values)

    def _min(self, expr):
        return -reduce(self.larger, (-self.of(node) for node in expr.args))

    def larger(self, x, y):
        return self.settled(np.where(x >= y, x, y), x, y)

    def _cases(self, expr):
        *guarded, otherwise = expr.args
        found = self.of(otherwise)
        for result, condition in reversed([*zip(guarded[::2], guarded[1::2], strict=True)]):
            holds = self.of(condition)
            found = self.settled(np.where(holds == 1, self.of(result), found), holds)
        return found

    # -- relations

    def slack(self, expr: Expr):
        """How far two sides may be apart and count as equal, by what is in them."""
        heads = {node.head for node in expr.walk()}
        is_rough = heads & ROUGH or ("E" in heads and heads & SMOOTH)
        return self.a.rough if is_rough else self.a.sloping if heads & SLOPES else self.a.tie

    def gap(self, expr):
        """-1, 0 or 1 as the left side is smaller, equal but for a tie, or greater; of matrices, 0 or 1."""
        left, right = (self.of(node) for node in expr.args)
        if left.ndim == 3 or right.ndim == 3:
            shape = (left if left.ndim == 3 else right).shape[1:]
            left, right = self.full(left, shape), self.full(right, shape)
            apart = abs(left - right) > self.slack(expr) * (1 + abs(left) + abs(right))
            return self.settled(apart.any(axis=(1, 2)) * 1.0, left.sum(axis=(1, 2)) + right.sum(axis=(1, 2)))
        tied = abs(left - right) <= self.slack(expr) * (1 + abs(left) + abs(right))
        return self.settled(np.where(tied, 0.0, np.where(left < right, -1.0, 1.0)), left, right)

    def told(self, gap, holds):
        return self.settled(holds * 1.0, gap)

    def _eq(self, expr):
        gap = self.gap(expr)
        return self.told(gap, gap == 0)

    def _ne(self, expr):
        gap = self.gap(expr)
        return self.told(gap, gap != 0)

    def _lt(self, expr):
        gap = self.gap(expr)
        return self.told(gap, gap < 0)

    def _le(self, expr):
        gap = self.gap(expr)
        return self.told(gap, gap <= 0)

    def _and(self, expr):
        sides = [np.asarray(self.of(node), dtype=float) for node in expr.args]
        if not sides:
            return np.ones(self.count)
        false = reduce(np.logical_or, (side == 0 for side in sides))
        return np.where(false, 0.0, reduce(np.add, sides) * 0 + 1)

    def _or(self, expr):
        return 1 - self._and(Expr("and", *(Expr("not", node) for node in expr.args)))

    def _not(self, expr):
        return 1 - np.asarray(self.of(expr.args[0]), dtype=float)

    def _implies(self, expr):
        return self._or(Expr("or", Expr("not", expr.args[0]), expr.args[1]))

    def _iff(self, expr):
        left, right = (np.asarray(self.of(node), dtype=float) for node in expr.args)
        return np.where(np.isnan(left + right), np.nan, (left == right) * 1.0)

    def _in(self, expr):
        what, where = expr.args
        match where.head:
            case "union":
                return self._or(Expr("or", *(Expr("in", what, part) for part in where.args)))
            case "set":
                return self._or(Expr("or", *(Expr("eq", what, item) for item in where.args)))
            case "interval":
                low, high, closed_low, closed_high = where.args
                ends = Expr("le" if closed_low else "lt", low, what), Expr("le" if closed_high else "lt", what, high)
                return self._and(Expr("and", *ends))
            case "reals":
                return self.settled(np.ones(self.count), self.of(what))
            case "naturals" | "integers":
                x = self.of(what)
                whole = ~self.a.isnan(self.a.whole(x)) & ((x >= 0) | (where.head == "integers"))
                return self.settled(whole * 1.0, x)
        raise Unsupported(f"membership in {where.head}")

    def _same(self, expr):
        left, right = (side.args for side in expr.args)
        covered = [Expr("in", x, Expr("set", *right)) for x in left] + [
            Expr("in", x, Expr("set", *left)) for x in right
        ]
        return self._and(Expr("and", *covered))

    # -- binders

    def _sum(self, expr):
        return self.series(expr, lambda total, term, live: total + np.where(live, term, 0), 0)

    def _prod(self, expr):
        return self.series(expr, lambda total, term, live: total * np.where(live, term, 1), 1)

    def series(self, expr, join, start):
        leaf, body, low, high = expr.args
        first, last = (self.a.whole(self.of(end)) for end in (low, high))
        valid = ~self.a.isnan(first) & ~self.a.isnan(last) & (last >= first - 1)
        shape = (self.count, *map(self.size, expr.shape))
        total = (
            np.zeros(shape) + start if not hasattr(self.a, "mp") else np.full(shape, self.a.number(start), dtype=object)
        )
        steps = int(max((last - first)[valid], default=-1)) + 1
        if steps > MOST_TERMS:
            raise Unsupported("a long sum")
        for step in range(steps):
            live = valid & (first + step <= last)
            place = np.where(live, first + step, first)
            term = self.at({leaf: place}).of(body)
            mask = live[:, None, None] if len(shape) == 3 else live
            total = join(total, self.full(term, shape[1:]) if len(shape) == 3 else term, mask)
        return np.where(valid[:, None, None] if len(shape) == 3 else valid, total, np.nan)


@cache
def elsewhere() -> dict:
    """The rules for matrices and for what binds a name, which use this module."""
    from benchmarks.fuzz import binders, grids

    return grids.RULES | binders.RULES
