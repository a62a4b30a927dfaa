"""Optima over a parameter, limits, and quantifiers."""

from random import Random

from answerkey.tree import INFINITY, ONE, TRUE, ZERO, Expr, bound, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.relations import both, either, eq, le, lt, no
from benchmarks.fuzz.rewriting import Pair, surely_rewritten
from benchmarks.fuzz.scalars import distributed, over_and_back, reordered, squared_out

DOMAIN = Domain(
    {"x": "real", "y": "real", "a": "real", "c": "real", "s": "positive", "r": "positive", "b": "unit", "t": "natural"},
    relations=("a < c",),
)
X, Y, A, C, S, R, B, T = (name(each) for each in DOMAIN.numbers)
U, TWO = name("u"), num(2)
ALGEBRA = [distributed, squared_out, reordered, over_and_back]


def some(rng: Random) -> Expr:
    return rng.choice([X, Y, A, X + ONE, X * Y, TWO * X, -Y, num(rng.randint(-2, 3))])


def optimum(rng: Random) -> Pair:
    """A function of u whose best value, and where it is taken, are plain from how it is written; then rewritten."""
    p, k, w = some(rng), some(rng), rng.choice([S, R, B, ONE, TWO, S * R, S + R])
    inside = both(le(A, U), le(U, C))
    shapes = [  # the least value, where it is taken, and on which u
        (w * (U - p) ** TWO + k, k, p, TRUE),
        (w * abs(U - p) + k, k, p, TRUE),
        ((U - p) ** TWO + w * U**TWO, w * p * p / (ONE + w), p / (ONE + w), TRUE),
        (w * U + k, w * A + k, A, inside),
        (-w * U + k, k - w * C, C, inside),
        ((U - A) ** TWO, ZERO, A, inside),
        (U**TWO, ZERO, ZERO, both(le(num(-1), U), le(U, ONE))),
        ((U - C - w) ** TWO, w * w, C, inside),
        (w * U + R / U, TWO * (w * R) ** num("1/2"), (R / w) ** num("1/2"), lt(ZERO, U)),
        (w * Expr("exp", U) - R * U, R - R * Expr("log", R / w), Expr("log", R / w), TRUE),
        (w * U ** num(4) + k, k, ZERO, TRUE),
        (U - Expr("log", U), ONE, ONE, lt(ZERO, U)),
        (w * (U - p) ** TWO + R * (U - k) ** TWO, w * R * (p - k) ** TWO / (w + R), (w * p + R * k) / (w + R), TRUE),
        (Expr("max", U - p, k - U), (k - p) / TWO, (k + p) / TWO, TRUE),
    ]
    body, least, place, condition = rng.choice(shapes)
    if rng.random() < 0.6:
        body = surely_rewritten(body, rng, ALGEBRA)
    head = rng.choice(["minimum", "maximum", "argmin", "argmax"])
    if head in ("maximum", "argmax"):
        body, least = -body, -least
    value = place if head.startswith("arg") else least
    return Pair("optimum", DOMAIN, eq(bound(head, U, body, condition), value))


def limit(rng: Random) -> Pair:
    """Sums and products of limits that everybody knows, at nought, at a point or far out."""
    if rng.random() < 0.35:
        return Pair("limit", DOMAIN, far(rng))
    (one, first), (other, second) = near(rng), near(rng)
    body, value = rng.choice(
        [
            (one, first),
            (one + other, first + second),
            (one * other, first * second),
            (Y * one, Y * first),
            (one / (other**TWO + S), first / (second**TWO + S)),
        ]
    )
    if rng.random() < 0.4:
        body = surely_rewritten(body, rng, [distributed, reordered])
    return Pair("limit", DOMAIN, eq(bound("limit", U, body, ZERO, ""), value))


def near(rng: Random) -> tuple[Expr, Expr]:
    """A function of u with its limit at 0."""
    c = rng.choice([X, Y, S, num(rng.randint(1, 3))])
    exp, sin, cos, log = (
        (lambda z: Expr("exp", z)),
        (lambda z: Expr("sin", z)),
        (lambda z: Expr("cos", z)),
        (lambda z: Expr("log", z)),
    )
    return rng.choice(
        [((exp(c * U) - ONE) / U, c), (sin(c * U) / U, c), (log(ONE + c * U) / U, c), ((ONE - cos(c * U)) / U**TWO,
        c * c / TWO),
         (((ONE + c * U) ** num("1/2") - ONE) / U, c / TWO), ((U**TWO + c * U) / U, c), (c + U, c),
         ((ONE + U) ** TWO * c, c),
         (((U + c) ** TWO - c**TWO) / U, TWO * c), (Expr("tanh", c * U) / U, c),
         ((exp(c * U) - ONE - c * U) / U**TWO, c * c / TWO),
         (((c + U) ** num(3) - c ** num(3)) / U, num(3) * c**TWO), (c * U * log(U**TWO), ZERO)]
    )  # fmt: skip


def far(rng: Random) -> Expr:
    """Along the whole numbers, and along the reals to infinity."""
    p, k = some(rng), some(rng)
    sequences = [
        (p + k * B**T, p),
        (p * (ONE - B**T), p),
        (p * T * B**T, ZERO),
        ((p * T + k) / (T + ONE), p),
        (p + k / (T + ONE), p),
        (p * (S / (S + ONE)) ** T, ZERO),
        ((T**TWO * S + p) / (R * T**TWO + T), S / R),
        ((ONE - B) ** T * k + p, p),
    ]
    if rng.random() < 0.6:
        body, value = rng.choice(sequences)
        return Expr(
            "tends",
            surely_rewritten(body, rng, [distributed, reordered, over_and_back]) if rng.random() < 0.4 else body,
            value,
        )
    functions = [
        ((p * U + k) / (S * U + ONE), p / S),
        (Expr("exp", -S * U) * U, ZERO),
        (p + Expr("exp", -U), p),
        (Expr("tanh", S * U), ONE),
        (U * (Expr("exp", X / U) - ONE), X),
        ((U**TWO + p * U) ** num("1/2") - U, p / TWO),
        (Expr("log", U) / U, ZERO),
        ((S * U**TWO + p) / (U**TWO + R), S),
    ]
    body, value = rng.choice(functions)
    return eq(bound("limit", U, body, INFINITY, ""), value)


def convergence(rng: Random) -> Pair:
    """For which parameters a geometric sequence comes to rest."""
    q, region = rng.choice(
        [
            (X, lt(abs(X), ONE)),
            (ONE - S * X, both(lt(ZERO, X), lt(X, TWO / S))),
            (X / S, lt(abs(X), S)),
            (ONE - TWO * X, both(lt(ZERO, X), lt(X, ONE))),
            (X * Y, lt(abs(X * Y), ONE)),
        ]
    )
    k, p = rng.choice([S, ONE, R]), rng.choice([Y, ZERO, A])
    return Pair("convergence", DOMAIN, Expr("iff", Expr("tends", p + k * q**T, p), region))


def every(body: Expr, condition: Expr = TRUE, head: str = "forall") -> Expr:
    return bound(head, U, condition, body)


def quantified(rng: Random) -> Pair:
    """Statements about every u, or some u, and what they come to."""
    compare, p, w = rng.choice([lt, le]), some(rng), rng.choice([S, R, B])
    inside = both(le(A, U), le(U, C))
    claims = [
        (every(compare(X * U + Y, ZERO), inside), both(compare(X * A + Y, ZERO), compare(X * C + Y, ZERO))),
        (every(compare(X * U, Y), inside), both(compare(X * A, Y), compare(X * C, Y))),
        (every(compare(U, Y), inside), compare(C, Y)),
        (every(compare(X, U), inside), compare(X, A)),
        (every(compare(X, w * U), inside), compare(X, w * A)),
        (every(le(X, (U - p) ** TWO)), le(X, ZERO)),
        (every(le(X, w * U**TWO + Y)), le(X, Y)),
        (every(lt(U, X), inside, "exists"), lt(A, X)),
        (every(compare(X, U), inside, "exists"), compare(X, C)),
        (every(both(lt(A, U), lt(U, X)), TRUE, "exists"), lt(A, X)),
        (every(lt(w * (U - p) ** TWO, X), TRUE, "exists"), lt(ZERO, X)),
        (every(both(lt(X, U), lt(U, Y)), TRUE, "exists"), lt(X, Y)),
        (every(lt(ZERO, X * U), lt(ZERO, U)), lt(ZERO, X)),
        (every(eq(X * U, ZERO)), eq(X, ZERO)),
        (every(le(abs(U), X), inside), both(le(abs(A), X), le(abs(C), X))),
        (every(either(lt(U, A), lt(X, U))), lt(X, A)),
        (every(le(X, U**TWO + Y**TWO - TWO * U * Y)), le(X, ZERO)),
    ]
    left, right = rng.choice(claims)
    if rng.random() < 0.25:
        left = no(
            every(
                no(left.args[2]).replace({left.args[0]: U}),
                left.args[1].replace({left.args[0]: U}),
                "exists" if left.head == "forall" else "forall",
            )
        )
    return Pair("quantifier", DOMAIN, Expr("iff", left, right))


MAKERS = {"optimum": optimum, "limit": limit, "convergence": convergence, "quantifier": quantified}
