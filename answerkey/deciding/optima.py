"""Optima: what `min f = m` and `argmin f = c` come to, as claims for every x, and where the optimum may be.

`min f = m` holds where f is nowhere below m and is m at some candidate: a stationary point, a kink or an end of the
range.  A stationary point of a function that is convex on an interval is its minimum, and the only one where the second
derivative is positive.  Nothing here is trusted but these two facts: every part of them is decided by the ladder.
"""

from collections.abc import Callable, Iterator
from itertools import product

from answerkey.calculus import derivative
from answerkey.context import Context
from answerkey.deciding.looking import bounds, conjuncts, leaves
from answerkey.deciding.solving import roots
from answerkey.tree import NULL, TRUE, ZERO, Expr, bound, conjunction, name, num

Proved = Callable[[Expr], bool]  # whether a claim is proved in the domain
OPTIMA = frozenset({"minimum", "maximum", "argmin", "argmax"})
MOST_SIGNS = 4  # absolute values whose signs are tried for candidates
MOST_CANDIDATES = 12


def by_optima(context: Context, claim: Expr, proved: Proved) -> bool:
    """Whether an equation between an optimum and an expression is proved."""
    if claim.head != "eq":
        return False
    sides = [side for side in claim.args if side.head in OPTIMA]
    if len(sides) != 1:
        return False
    (optimum,) = sides
    other = claim.args[1] if claim.args[0] == optimum else claim.args[0]
    if any(node.head in OPTIMA for node in other.walk()):
        return False
    x, body, condition = optimum.args
    if any(node.head in OPTIMA for node in body.walk()):
        return False
    body = body if optimum.head.endswith("min") or optimum.head == "minimum" else -body
    if optimum.head in ("minimum", "maximum"):
        value = other if optimum.head == "minimum" else -other
        return is_minimum(context, x, body, condition, value, proved)
    return is_minimiser(x, body, condition, other, proved)


def every(x: Expr, condition: Expr, body: Expr) -> Expr:
    return bound("forall", x, condition, body)


def is_minimum(context: Context, x: Expr, body: Expr, condition: Expr, value: Expr, proved: Proved) -> bool:
    if x.shape:
        best = minimiser_of_quadratic(x, body)
        attained = condition == TRUE and proved(Expr("eq", body.replace({x: best}), value))
        return attained and is_convex(x, body, condition, proved)
    found = list(candidates(context, x, body, condition))[:MOST_CANDIDATES]
    for c in found:
        if proved(Expr("eq", body.replace({x: c}), value)) and is_stationary_minimum(x, body, condition, c, proved):
            return True
    attained_at = [conjunction(condition.replace({x: c}), Expr("eq", body.replace({x: c}), value)) for c in found]
    if not attained_at or not proved(every(x, condition, Expr("le", value, body))):
        return False
    return proved(attained_at[0] if len(attained_at) == 1 else Expr("or", *attained_at))


def is_minimiser(x: Expr, body: Expr, condition: Expr, c: Expr, proved: Proved) -> bool:
    """Whether the body is larger everywhere else than at `c`, which is in the range."""
    if x.shape:
        slope = Expr("gradient", body, x, c)
        return condition == TRUE and proved(Expr("eq", slope, NULL)) and is_convex(x, body, condition, proved, True)
    if is_stationary_minimum(x, body, condition, c, proved, strictly=True):
        return True
    elsewhere = conjunction(condition, Expr("ne", x, c))
    larger = every(x, elsewhere, Expr("lt", body.replace({x: c}), body))
    return (condition == TRUE or proved(condition.replace({x: c}))) and proved(larger)


def is_stationary_minimum(x, body, condition, c, proved: Proved, strictly=False) -> bool:
    """Whether `c` is a stationary point in the range of a body that is convex there."""
    try:
        slope = derivative(body, x)
    except ValueError:
        return False
    inside = condition == TRUE or proved(condition.replace({x: c}))
    stationary = inside and proved(Expr("eq", slope.replace({x: c}), ZERO))
    return stationary and is_convex(x, body, condition, proved, strictly)


def is_convex(x, body, condition, proved: Proved, strictly=False) -> bool:
    """Whether the second derivative is nowhere negative (positive, where strictly) on an interval, or everywhere."""
    if x.shape:
        if condition != TRUE:
            return False
        at = name("hessian at", x.shape)
        return proved(Expr("pd" if strictly else "psd", Expr("hessian", body.replace({x: at}), at, at)))
    if not all(is_bound_on(x, part) for part in conjuncts(condition)):
        return False
    try:
        bend = derivative(derivative(body, x), x)
    except ValueError:
        return False
    if not proved(every(x, condition, Expr("eq", bend, bend))):  # defined on the whole range
        return False
    return proved(every(x, condition, Expr("lt" if strictly else "le", ZERO, bend)))


def is_bound_on(x: Expr, part: Expr) -> bool:
    """Whether a condition says of x alone that it is above or below something."""
    if part.head == "in":
        return part.args[0] == x and part.args[1].head == "interval" and x not in leaves(part.args[1])
    return part.head in ("lt", "le") and any(part.args[i] == x and x not in leaves(part.args[1 - i]) for i in (0, 1))


def minimiser_of_quadratic(x: Expr, body: Expr) -> Expr:
    """H^-1 (H v - g), with the gradient g at v and the Hessian H: the minimiser, if the body is quadratic."""
    at = name("hessian at", x.shape)
    moved = body.replace({x: at})
    hessian = Expr("hessian", moved, at, at)
    return Expr("mul", Expr("pow", hessian, num(-1)), hessian * at - Expr("gradient", moved, at, at))


# -- where an optimum may be


def candidates(context: Context, x: Expr, body: Expr, condition: Expr) -> Iterator[Expr]:
    """Ends of the range, kinks and stationary points, as expressions without x; some may lie outside."""
    seen: set[Expr] = set()
    for _, end in bounds(x, condition):
        if end not in seen and end.head not in ("set",):
            seen.add(end)
            yield end
    kinks = sorted({n for n in body.walk() if n.head in ("abs", "max", "min") and x in leaves(n)}, key=repr)
    for kink in kinks[:MOST_SIGNS]:
        gap = kink.args[0] if kink.head == "abs" else kink.args[0] - kink.args[1]
        yield from new(roots(context, gap, x), seen)
    for smooth in smooth_parts(body, kinks[:MOST_SIGNS]):
        try:
            yield from new(roots(context, derivative(smooth, x), x), seen)
        except ValueError:
            continue
    for one, other in crossings(body, kinks):
        yield from new(roots(context, one - other, x), seen)


def new(found: Iterator[Expr], seen: set[Expr]) -> Iterator[Expr]:
    for each in found:
        if each not in seen:
            seen.add(each)
            yield each


def smooth_parts(body: Expr, kinks: list[Expr]) -> Iterator[Expr]:
    """The body with each kink replaced by one of the functions that it is made of."""
    choices = [[k.args[0], -k.args[0]] if k.head == "abs" else list(k.args) for k in kinks]
    for chosen in product(*choices):
        yield body.replace(dict(zip(kinks, chosen, strict=True)))


def crossings(body: Expr, kinks: list[Expr]) -> Iterator[tuple[Expr, Expr]]:
    """Where two smooth parts of a body are equal."""
    parts = list(dict.fromkeys(smooth_parts(body, kinks[:3])))[:6]
    yield from ((one, other) for i, one in enumerate(parts) for other in parts[:i])
