"""Derivatives by rules of its own; gradients, Jacobians and Hessians in vectors and matrices."""

from random import Random

from answerkey.tree import EYE, HALF, ONE, ZERO, Expr, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, surely_rewritten
from benchmarks.fuzz.scalars import distributed, over_and_back, reordered, squared_out

DOMAIN = Domain({"x": "real", "y": "real", "s": "positive", "r": "positive", "b": "unit", "n": "count"})
X, Y, S, R, B, N = (name(each) for each in DOMAIN.numbers)
VECTORS = Domain(
    {"l": "positive", "x": "real"},
    {
        "A": ("any", "m", "n"),
        "P": ("any", "n", "n"),
        "H": ("symmetric", "n", "n"),
        "u": ("any", "n"),
        "v": ("any", "n"),
        "c": ("any", "m"),
    },
    sizes=((2, 3), (3, 2), (1, 2), (2, 2)),
)
LAM, A, P, H, U, V, C = name("l"), *(VECTORS.leaf(each) for each in "APHuvc")
TWO = num(2)


def expression(rng: Random, depth: int) -> Expr:
    if depth == 0:
        return rng.choice([X, X, X, Y, S, num(rng.randint(1, 3))])
    a, b = expression(rng, depth - 1), expression(rng, rng.randint(0, depth - 1))
    return rng.choice(
        [a + b, a * b, a - b, a / (b * b + ONE), a ** num(rng.randint(2, 4)), Expr("exp", a), Expr("log", a * a + S),
        Expr("tanh", a),
         Expr("sin", a), (a * a + ONE) ** HALF, Expr("max", ZERO, a), ONE / (ONE + Expr("exp", -a)), X**N, abs(a)]
    )  # fmt: skip


def slope(e: Expr) -> Expr:
    """d e / dx, by the rules of the first semester."""
    if X not in {*e.walk()}:
        return ZERO
    a = e.args[0]
    match e.head:
        case "name":
            return ONE
        case "add":
            return Expr("add", *map(slope, e.args))
        case "mul":
            return Expr("add", *(Expr("mul", *e.args[:i], slope(f), *e.args[i + 1 :]) for i, f in enumerate(e.args)))
        case "pow":
            return e.args[1] * a ** (e.args[1] - ONE) * slope(a)
        case "exp":
            return slope(a) * e
        case "log":
            return slope(a) / a
        case "tanh":
            return (ONE - e**TWO) * slope(a)
        case "sin":
            return Expr("cos", a) * slope(a)
        case "abs":
            return Expr("sign", a) * slope(a)
        case "max":
            return Expr("cases", slope(e.args[1]), Expr("lt", ZERO, e.args[1]), ZERO)
    raise ValueError(e.head)


def derivative(rng: Random) -> Pair:
    e = expression(rng, rng.choice([1, 1, 2]))
    left = Expr("derivative", e, X)
    if rng.random() < 0.3:
        f, g = expression(rng, 1), expression(rng, 1)
        d = [Expr("derivative", h, X) for h in (f, g)]
        left, right = rng.choice(
            [
                (Expr("derivative", f * g, X), d[0] * g + f * d[1]),
                (Expr("derivative", f + S * g, X), d[0] + S * d[1]),
                (
                    Expr("derivative", f / (g * g + ONE), X),
                    (d[0] * (g * g + ONE) - TWO * f * g * d[1]) / (g * g + ONE) ** TWO,
                ),
            ]
        )
        return Pair("derivative", DOMAIN, Expr("eq", left, right))
    right = slope(e)
    if rng.random() < 0.5:
        right = surely_rewritten(right, rng, [distributed, reordered, over_and_back])
    if rng.random() < 0.3:
        left = Expr("derivative", surely_rewritten(e, rng, [distributed, squared_out, reordered]), X)
    return Pair("derivative", DOMAIN, Expr("eq", left, right))


def along(body: Expr, leaf: Expr, head: str = "gradient") -> Expr:
    return Expr(head, body, leaf, leaf)


def gradient(rng: Random) -> Pair:
    gap, relu = A * U - C, Expr("each", "relu", P * U)
    squares, ridge = Expr("norm", gap) ** TWO, Expr("norm", U) ** TWO
    claims = [
        (along(squares, U), TWO * A.T * gap),
        (along(squares + LAM * ridge, U), TWO * A.T * gap + TWO * LAM * U),
        (along(U.T * P * U, U), (P + P.T) * U),
        (along(U.T * H * U, U), TWO * H * U),
        (along(V.T * U, U), V),
        (along(V.T * P * U, U), P.T * V),
        (along((V.T * U) ** TWO, U), TWO * (V.T * U) * V),
        (along(Expr("exp", V.T * U), U), Expr("exp", V.T * U) * V),
        (along(Expr("log", ONE + Expr("exp", V.T * U)), U), V / (ONE + Expr("exp", -(V.T * U)))),
        (along(ridge**TWO, U), num(4) * ridge * U),
        (along(A * U, U, "jacobian"), A),
        (along((V.T * U) * U, U, "jacobian"), (V.T * U) * EYE + U * V.T),
        (along(squares, U, "hessian"), TWO * A.T * A),
        (along(U.T * P * U + V.T * U, U, "hessian"), P + P.T),
        (along(squares + LAM * ridge, U, "hessian"), TWO * A.T * A + TWO * LAM * EYE),
        (along(Expr("tr", P.T * P), P), TWO * P),
        (along(V.T * P * U, P), V * U.T),
        (along(Expr("norm", A * U - C) ** TWO, A), TWO * gap * U.T),
        (along(Expr("tr", P * H), P), H.T),
        (along(V.T * relu, U), P.T * Expr("hadamard", V, Expr("each", "sign", relu))),
    ]
    left, right = rng.choice(claims)
    return Pair(
        "gradient",
        VECTORS,
        Expr("eq", left, surely_rewritten(right, rng, [distributed, reordered]) if rng.random() < 0.5 else right),
    )


MAKERS = {"derivative": derivative, "gradient": gradient}
