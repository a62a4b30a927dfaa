"""Sequences given by recurrences: closed forms, steps, errors that shrink; and means of functions of one Gaussian."""

from random import Random

from answerkey.tree import ONE, ZERO, Expr, name, num
from benchmarks.fuzz.domains import Domain, Recurrence
from benchmarks.fuzz.rewriting import Pair, surely_rewritten
from benchmarks.fuzz.scalars import distributed, over_and_back, reordered, squared_out

NUMBERS = {"x": "real", "y": "real", "a": "real", "s": "positive", "r": "positive", "b": "unit", "t": "natural"}
X, Y, A, S, R, B, T = (name(each) for each in NUMBERS)
BEFORE, TWO, HALF = name("before"), num(2), num("1/2")
DOMAIN = Domain(
    NUMBERS,
    sequences={
        "w": Recurrence("a w_t + x", A * BEFORE + X, "y", Y),
        "v": Recurrence("v_t + s", BEFORE + S, "x", X),
        "h": Recurrence("h_t - 2b(h_t - y)", BEFORE - TWO * B * (BEFORE - Y), "0", ZERO),
        "g": Recurrence(r"\frac{g_t}{1 + s g_t}", BEFORE / (ONE + S * BEFORE), "r", R),
    },
)
NOISY = Domain({"x": "real", "y": "real", "s": "unit", "r": "positive", "b": "unit"}, noise={"e": ((), "s")})
E = NOISY.leaf("e")
ALGEBRA = [distributed, reordered, over_and_back, squared_out]


def term(which: str, index: Expr) -> Expr:
    return Expr("term", which, (), index)


def sequences(rng: Random) -> Pair:
    w, v, h, g = (lambda k, which=which: term(which, k) for which in "wvhg")
    rest = X / (ONE - A)
    claims = [
        (w(T + ONE), A * w(T) + X), (w(T + TWO), A * A * w(T) + A * X + X), (w(T),
        A**T * Y + X * (ONE - A**T) / (ONE - A)),
        (w(T + ONE) - rest, A * (w(T) - rest)), (w(T) - rest, A**T * (Y - rest)), (w(num(2)), A * (A * Y + X) + X),
        (w(T + ONE) - w(T), A**T * (A * Y + X - Y)),
        (v(T), X + T * S), (v(T + num(3)), v(T) + num(3) * S), (v(T) ** TWO - X**TWO, T * S * (TWO * X + T * S)),
        (v(T + ONE) + v(T), TWO * v(T) + S),
        (h(T), Y * (ONE - (ONE - TWO * B) ** T)), (h(T + ONE) - Y, (ONE - TWO * B) * (h(T) - Y)), ((h(T) - Y) ** TWO,
        Y**TWO * (ONE - TWO * B) ** (TWO * T)),
        (g(T), R / (ONE + R * S * T)), (ONE / g(T + ONE), ONE / g(T) + S), (ONE / g(T), ONE / R + S * T), (h(num(1)),
        TWO * B * Y),
    ]  # fmt: skip
    left, right = rng.choice(claims)
    return Pair(
        "sequence", DOMAIN, Expr("eq", left, surely_rewritten(right, rng, ALGEBRA) if rng.random() < 0.5 else right)
    )


def means(rng: Random) -> Pair:
    """Exponentials and waves of a Gaussian, and what is odd."""

    def mean(e: Expr) -> Expr:
        return Expr("E", e)

    def exp(e: Expr) -> Expr:
        return Expr("exp", e)

    k = rng.choice([ONE, B, -B, num(-1), B / TWO])
    claims = [
        (mean(exp(k * E)), exp(k * k * S**TWO / TWO)), (mean(X * exp(k * E) + Y), X * exp(k * k * S**TWO / TWO) + Y),
        (mean(E * exp(k * E)), k * S**TWO * exp(k * k * S**TWO / TWO)),
        (mean(exp(k * E) ** TWO), exp(TWO * k * k * S**TWO)), (mean(Expr("sin", E)), ZERO), (mean(Expr("tanh", E)),
        ZERO), (mean(Expr("cos", E)), exp(-(S**TWO) / TWO)),
        (mean((exp(k * E) - ONE) ** TWO), exp(TWO * k * k * S**TWO) - TWO * exp(k * k * S**TWO / TWO) + ONE),
        (mean(ONE / (ONE + exp(-E))), HALF), (mean(exp(k * E + X)), exp(X + k * k * S**TWO / TWO)),
    ]  # fmt: skip
    return Pair("mean", NOISY, Expr("eq", *rng.choice(claims)))


MAKERS = {"sequence": sequences, "mean": means}
