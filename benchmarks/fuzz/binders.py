"""How the second referee treats what binds a name: many values of it at once, beside every point."""

from functools import reduce
from itertools import product

import mpmath
import numpy as np

from answerkey.tree import Expr, num
from benchmarks.fuzz.referee import GRID, SMOOTH, Referee, Unsupported

WIDEST = 2000.0  # value of a bound name that is tried
MOST_WHOLE = 14  # values of a whole number that is bound


def expectation(referee: Referee, expr: Expr) -> np.ndarray:
    """Over independent Gaussians, by four nodes each: exact for polynomials up to the seventh degree in one."""
    body = expr.args[0]
    drawn = sorted((leaf for leaf in referee.noise if leaf in {*body.walk()}), key=repr)
    if any(node.head in SMOOTH and not {*node.walk()}.isdisjoint(drawn) for node in body.walk()):
        return integral(referee, body, drawn)
    cells = [
        (leaf, i, j)
        for leaf in drawn
        for i, j in product(*(range(referee.size(side)) for side in leaf.shape or (1, 1)))
    ]
    if 4 ** len(cells) > 5000:
        raise Unsupported("an expectation over many numbers")
    outcomes = list(product(range(4), repeat=len(cells)))
    nodes, chances = gauss(referee)
    count = len(outcomes)
    moved = {}
    for leaf in drawn:
        rows, columns = (referee.size(side) for side in leaf.shape or (1, 1))
        deviation = np.repeat(referee.fixed_power(referee.of(referee.noise[leaf]), num("1/2").args[0]), count)
        grid = np.empty((count, rows, columns), dtype=nodes.dtype)
        for at, (other, i, j) in enumerate(cells):
            if other == leaf:
                grid[:, i, j] = nodes[[outcome[at] for outcome in outcomes]]
        values = np.tile(grid, (referee.count, 1, 1)) * deviation[:, None, None]
        moved[leaf] = values if leaf.shape else values[:, 0, 0]
    weights = np.array([np.prod(chances[list(outcome)]) if outcome else chances[0] * 0 + 1 for outcome in outcomes])
    inner = referee.at(moved, count)
    inner.noise = {leaf: law for leaf, law in referee.noise.items() if leaf not in drawn}
    found = inner.of(body)
    found = found.reshape(referee.count, count, *found.shape[1:])
    return (found * weights.reshape(1, -1, *[1] * (found.ndim - 2))).sum(axis=1)


def integral(referee: Referee, body: Expr, drawn: list[Expr]) -> np.ndarray:
    """Of a smooth function of one Gaussian, by equal steps, which err by less than any digit that is looked at."""
    if len(drawn) != 1 or drawn[0].shape:
        raise Unsupported("a mean of a function of several numbers")
    leaf, steps = drawn[0], np.arange(-10 * referee.a.widest, 10 * referee.a.widest + 1)
    z = referee.constant(1)[0] * steps / 10
    deviation = np.repeat(referee.fixed_power(referee.of(referee.noise[leaf]), num("1/2").args[0]), len(z))
    with referee.a.steeply():
        found = referee.at({leaf: np.tile(z, referee.count) * deviation}, len(z)).of(body).reshape(referee.count, -1)
    mp = getattr(referee.a, "mp", None)
    weights = np.array([(mp or mpmath.fp).exp(-x * x / 2) for x in z], dtype=z.dtype)
    return (found * (weights / weights.sum())).sum(axis=1)


def gauss(referee: Referee):
    """The zeros of z^4 - 6 z^2 + 3 and their weights."""
    mp = getattr(referee.a, "mp", None)
    root = mp.sqrt if mp else np.sqrt
    inner, outer = root(3 - root(6)), root(3 + root(6))
    kind = object if mp else float
    near, far = (3 + root(6)) / 12, (3 - root(6)) / 12
    return np.array([inner, -inner, outer, -outer], dtype=kind), np.array([near, near, far, far], dtype=kind)


# -- quantifiers and optima


def compared_with(leaf: Expr, *parts: Expr) -> list[Expr]:
    """What `leaf` is compared with, or said to lie between: the edges at which something may change."""
    found = []
    for node in (node for part in parts for node in part.walk()):
        if node.head in ("lt", "le", "eq", "ne") and leaf in node.args:
            found += [side for side in node.args if leaf not in {*side.walk()}]
        if node.head == "in" and node.args[0] == leaf and node.args[1].head in ("interval", "set"):
            found += [end for end in node.args[1].args if isinstance(end, Expr) and leaf not in {*end.walk()}]
        if node.head in ("add", "mul") and leaf in node.args:
            rest = [side for side in node.args if leaf not in {*side.walk()}]
            if rest and node.head == "add":
                found.append(-rest[0] if len(rest) == 1 else -Expr("add", *rest))
    return [
        node for node in dict.fromkeys(found) if not any(n.args[:1] and str(n.args[0])[:1] == "~" for n in node.walk())
    ]


def is_whole(leaf: Expr, *parts: Expr) -> bool:
    return any(node == Expr("in", leaf, Expr("naturals")) for part in parts for node in part.walk())


def values_for(referee: Referee, leaf: Expr, *parts: Expr) -> np.ndarray:
    """An array (points, values) of numbers that are worth trying for a bound name."""
    if is_whole(leaf, *parts):
        plain = [referee.constant(k) for k in range(MOST_WHOLE)]
        return np.stack(plain, axis=1)
    names = [
        node for part in parts for node in part.walk() if node.head == "name" and not node.shape and node in referee.env
    ]
    edges = [referee.of(e) for e in [*compared_with(leaf, *parts), *dict.fromkeys(names)][:10] if e != leaf]
    edges = [edge for edge in edges if edge.ndim == 1]
    near = [edge + step for edge in edges for step in (0.015625, -0.015625, 1, -1)]
    between = [(a + b) / 2 for at, a in enumerate(edges) for b in edges[:at]]
    plain = [referee.constant(0) + g for g in GRID]
    return np.stack([*plain, *edges, *near, *between], axis=1)


def somewhere(referee: Referee, leaf: Expr, condition: Expr, body: Expr) -> np.ndarray:
    """Whether one of the values tried satisfies both."""
    if leaf.shape:
        raise Unsupported("a quantifier over vectors")
    tried, both = values_for(referee, leaf, condition, body), Expr("and", condition, body)
    if not is_whole(leaf, condition, body):
        best, _ = closed_in(referee, leaf, tried, lambda inner: margin(inner, both))
        tried = np.concatenate([tried, best[:, None]], axis=1)
    count = tried.shape[1]
    both = referee.at({leaf: tried.reshape(-1)}, count).of(both).reshape(referee.count, count)
    return np.where((both == 1).any(axis=1), 1.0, np.where(np.isnan(both).any(axis=1), np.nan, 0.0))


def margin(referee: Referee, claim: Expr) -> np.ndarray:
    """How far a relation is from holding: negative where it does."""
    match claim.head:
        case "lt" | "le":
            left, right = (referee.of(side) for side in claim.args)
            return left - right
        case "and" if claim.args:
            return reduce(referee.larger, (margin(referee, part) for part in claim.args))
        case "or" if claim.args:
            return -reduce(referee.larger, (-margin(referee, part) for part in claim.args))
        case "not":
            return -margin(referee, claim.args[0])
        case "eq" | "ne":
            left, right = (referee.of(side) for side in claim.args)
            return abs(left - right) * (1 if claim.head == "eq" else -1)
    return referee.constant(0) - np.asarray(referee.of(claim), dtype=float)


def optimum(referee: Referee, expr: Expr) -> np.ndarray:
    """The least value, or where it is taken, by a grid that closes in on the best of its values."""
    leaf, body, condition = expr.args
    if leaf.shape:
        return quadratic_optimum(referee, expr)
    largest, place = expr.head in ("maximum", "argmax"), expr.head in ("argmin", "argmax")
    tried = values_for(referee, leaf, condition, body)

    def rated(inner: Referee) -> np.ndarray:
        return np.where(inner.of(condition) == 1, inner.of(body) * (-1 if largest else 1), np.nan)

    best, least = closed_in(referee, leaf, tried, rated)
    if place:
        least = np.where(taken_twice(referee, leaf, tried, rated, best, least), np.nan, least)
    far = np.asarray(abs(best), dtype=float) > WIDEST / 2
    if hasattr(referee.a, "mp") and far.any():
        raise Unsupported("an optimum far out")
    return np.where(referee.a.isnan(least) | far, np.nan, best if place else -least if largest else least)


def closed_in(referee: Referee, leaf: Expr, tried: np.ndarray, rated) -> tuple[np.ndarray, np.ndarray]:
    """Where, beside each point, `rated` is least, and its value there."""
    wide = np.sinh(np.linspace(-1, 1, 61) * np.arcsinh(WIDEST))
    tried = np.concatenate([tried, tried[:, :1] * 0 + wide], axis=1)
    best, least = best_of(referee, leaf, tried, rated)
    reach, steps = 1 + abs(best), np.arange(-4, 5) / 4
    for _ in range(referee.a.zooms):
        reach = reach / 3
        best, least = best_of(referee, leaf, best[:, None] + reach[:, None] * steps, rated)
    return best, least


def taken_twice(
    referee: Referee, leaf: Expr, tried: np.ndarray, rated, best: np.ndarray, least: np.ndarray
) -> np.ndarray:
    """Whether the least value is reached at some other place too."""
    values = rated(referee.at({leaf: tried.reshape(-1)}, tried.shape[1])).reshape(tried.shape)
    as_good = values - least[:, None] <= referee.a.tie * (1 + abs(least[:, None]))
    return (as_good & (abs(tried - best[:, None]) > 1e-3)).any(axis=1)


def best_of(referee: Referee, leaf: Expr, tried: np.ndarray, rated) -> tuple[np.ndarray, np.ndarray]:
    count = tried.shape[1]
    values = rated(referee.at({leaf: tried.reshape(-1)}, count)).reshape(referee.count, count)
    if hasattr(referee.a, "mp"):
        at = np.array([min(range(count), key=lambda k: (referee.a.isnan(row[k]), row[k])) for row in values])
    else:
        at = np.argmin(np.where(np.isnan(values), np.inf, values), axis=1)
    rows = np.arange(referee.count)
    return tried[rows, at], values[rows, at]


def quadratic_optimum(referee: Referee, expr: Expr) -> np.ndarray:
    """Of a quadratic function of a vector, which its values at a few places give."""
    leaf, body, condition = expr.args
    if condition.args or leaf.shape[1] != 1:
        raise Unsupported("an optimum of vectors under conditions")
    size = referee.size(leaf.shape[0])
    eye = np.eye(size)

    def at(vector):
        grid = np.stack([referee.constant(int(x)) for x in vector], axis=1)[:, :, None]
        return referee.at({leaf: grid}).of(body)

    start = at(0 * eye[0])
    up, down = [at(e) for e in eye], [at(-e) for e in eye]
    slope = np.stack([(u - d) / 2 for u, d in zip(up, down, strict=True)], axis=1)[:, :, None]
    bend = np.stack(
        [np.stack([at(a + b) - up[i] - up[j] + start for j, b in enumerate(eye)], axis=1) for i, a in enumerate(eye)],
        axis=1,
    )
    best = -np.matmul(referee.inverse(bend), slope)
    if expr.head in ("argmin", "argmax"):
        return best
    return start + (np.matmul(slope.transpose(0, 2, 1), best) / 2)[:, 0, 0]


# -- slopes and limits


def slope(referee: Referee, expr: Expr) -> np.ndarray:
    """A central difference quotient; nan where the quotients of the two sides differ, as at a kink."""
    body, leaf = expr.args
    x, h = referee.of(leaf), referee.a.step
    return quotient(referee, lambda k: referee.at({leaf: x + k * h}).of(body), h)


def quotient(referee: Referee, at, h) -> np.ndarray:
    here, up, down, upper, lower = (at(k) for k in (0, 1, -1, 2, -2))
    found = ((up - down) * 8 - (upper - lower)) / (12 * h)
    kink = abs((up - here) - (here - down)) > h**1.5 * (1 + abs(found))
    if kink.ndim == 3:
        kink = np.broadcast_to(kink.any(axis=(1, 2))[:, None, None], found.shape)
    return np.where(kink, np.nan, found)


def slopes(referee: Referee, expr: Expr) -> np.ndarray:
    """A gradient, Hessian or Jacobian, one entry of the variable at a time."""
    body, leaf, at = expr.args
    if at != leaf:
        raise Unsupported("a gradient at another point")
    x, h = referee.matrix(leaf), referee.a.step
    cells = list(product(range(x.shape[1]), range(x.shape[2])))

    def towards(inner: Referee, cell, function):
        step = np.zeros(x.shape[1:], dtype=int)
        step[cell] = 1
        return quotient(inner, lambda k: function(inner.at({leaf: inner.of(leaf) + k * h * step})), h)

    def value(inner: Referee):
        return inner.of(body)

    if body.shape and expr.head != "jacobian":
        raise Unsupported("the gradient of what is not a number")
    if expr.head == "gradient":
        found = np.stack([towards(referee, cell, value) for cell in cells], axis=1)
        return found.reshape(x.shape)
    if expr.head == "jacobian":
        columns = [towards(referee, cell, lambda inner: inner.matrix(body)) for cell in cells]
        return np.concatenate(columns, axis=2)
    rows = [np.stack([towards(referee, a, lambda r, b=b: towards(r, b, value)) for b in cells], axis=1) for a in cells]
    return np.stack(rows, axis=1)


def limit(referee: Referee, expr: Expr) -> np.ndarray:
    """The value near the target, where it is about the same on all sides that count, and nearer still."""
    leaf, body, target, side = expr.args
    endless = {node.head for node in target.walk()} & {"infinity"}
    places = []
    if endless:
        far = referee.constant(0) + referee.a.far
        sign = 1 if target.head == "infinity" else -1
        places = [sign * far, sign * (far * 2 + 1)]
    else:
        near, aim = referee.a.near, referee.of(target)
        places = [
            aim + s * near / k for s in ((1,) if side == "+" else (-1,) if side == "-" else (1, -1)) for k in (1, 2)
        ]
    return steady(referee, [referee.at({leaf: place}).of(body) for place in places])


def steady(referee: Referee, values: list[np.ndarray]) -> np.ndarray:
    first = values[0]
    slack = 100 * referee.tie
    for other in values[1:]:
        first = np.where(abs(other - first) > slack * (1 + abs(first)), np.nan, first)
    return first


def tends(referee: Referee, expr: Expr) -> np.ndarray:
    """Whether what depends on the one index that is named t comes near to its limit far out."""
    body, target = expr.args
    index = Expr("name", "t", ())
    far = referee.constant(int(referee.a.far))
    values = [referee.at({index: far + k}).of(body) for k in (0, 1, 2)]
    aim = referee.of(target)
    near = [abs(v - aim) <= 100 * referee.tie * (1 + abs(aim)) for v in values]
    start = referee.at({index: referee.constant(1)}).of(body)  # what has a value there and not far out has overflowed
    return np.where(referee.a.isnan(start + aim), np.nan, (near[0] & near[1] & near[2]) * 1.0)


def exists(referee: Referee, expr: Expr) -> np.ndarray:
    return somewhere(referee, *expr.args)


def forall(referee: Referee, expr: Expr) -> np.ndarray:
    leaf, condition, body = expr.args
    return 1 - somewhere(referee, leaf, condition, Expr("not", body))


RULES = (
    {"E": expectation, "exists": exists, "forall": forall, "limit": limit, "tends": tends, "derivative": slope}
    | dict.fromkeys(("minimum", "maximum", "argmin", "argmax"), optimum)
    | dict.fromkeys(("gradient", "hessian", "jacobian"), slopes)
)
