"""Equalities between numbers: rational, roots, absolute values, exponentials, maxima, rounding, cases, powers."""

from random import Random

from answerkey.tree import HALF, ONE, ZERO, Expr, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, Rule, surely_rewritten

DOMAIN = Domain({"x": "real", "y": "real", "s": "positive", "r": "positive", "b": "unit", "t": "natural", "n": "count"})
X, Y, S, R, B, T, N = (name(each) for each in DOMAIN.numbers)
TWO = num(2)


def fn(head: str, *args: Expr) -> Expr:
    return Expr(head, *args)


def root(expr: Expr) -> Expr:
    return expr**HALF


def leaf(rng: Random) -> Expr:
    return num(rng.randint(-3, 3)) if rng.random() < 0.2 else rng.choice([X, X, Y, S, R, B])


def positive(rng: Random) -> Expr:
    """Something that is positive everywhere."""
    a = leaf(rng)
    return rng.choice([S, R, B, S * R, S + B, a * a + ONE, S * (a * a + B), fn("exp", a)])


def polynomial(rng: Random, depth: int) -> Expr:
    if depth == 0:
        return leaf(rng)
    a, b = polynomial(rng, depth - 1), polynomial(rng, rng.randint(0, depth - 1))
    return rng.choice([a + b, a - b, a * b, a * b + leaf(rng), (a + b) ** num(2) if depth < 3 else a + b])


def sum_of_parts(inner, rng: Random) -> Expr:
    """A few things of a theme with coefficients."""
    a, b = inner(), inner()
    return rng.choice([a, a + leaf(rng), leaf(rng) * a + b, a * b, a - TWO * b, a / (b * b + ONE), a * a - b])


# -- rules of algebra; each is an identity of real numbers


def reordered(e: Expr, rng: Random):
    if e.head in ("add", "mul", "max", "min") and all(not a.shape for a in e.args):
        args = list(e.args)
        rng.shuffle(args)
        return Expr(e.head, *args)
    return None


def distributed(e: Expr, rng: Random):
    if e.head == "mul" and len(e.args) == 2 and e.args[1].head == "add":
        return Expr("add", *(e.args[0] * part for part in e.args[1].args))
    if e.head == "mul" and len(e.args) == 2 and e.args[0].head == "add":
        return Expr("add", *(part * e.args[1] for part in e.args[0].args))
    return None


def squared_out(e: Expr, rng: Random):
    """(a + b)^2, a^2 as a product, or a^2 as (a - c)^2 + 2 a c - c^2."""
    if e.head != "pow" or e.args[1] != TWO:
        return None
    a, c = e.args[0], leaf(rng)
    if a.head == "add" and len(a.args) == 2 and rng.random() < 0.6:
        p, q = a.args
        return p**TWO + TWO * p * q + q**TWO
    return rng.choice([a * a, (a - c) ** TWO + TWO * a * c - c**TWO, (a - c) * (a + c) + c * c])


def product_by_squares(e: Expr, rng: Random):
    if e.head == "mul" and len(e.args) == 2:
        a, b = e.args
        return ((a + b) ** TWO - (a - b) ** TWO) / num(4)
    return None


def over_and_back(e: Expr, rng: Random):
    if e.head not in ("add", "mul", "pow"):
        return None
    c = positive(rng)
    return rng.choice([TWO * e - e, e + c - c, e * c / c, (e + c) * ONE - c, num(-1) * (-e)])


def one_quotient(e: Expr, rng: Random):
    if e.head == "add" and len(e.args) == 2:
        a, b = e.args
        return a * (ONE + b / a) if rng.random() < 0.3 else (a * S + b * S) / S
    return None


def inverted(e: Expr, rng: Random):
    if e.head == "pow" and e.args[1] == num(-1):
        c = positive(rng)
        return rng.choice([ONE / (e.args[0] * c) * c, e.args[0] / e.args[0] ** TWO, c / (c * e.args[0])])
    return None


ALGEBRA: list[Rule] = [reordered, distributed, squared_out, product_by_squares, over_and_back, one_quotient, inverted]


# -- rules of the functions


def of_abs(e: Expr, rng: Random):
    if e.head != "abs":
        return None
    a = e.args[0]
    found = [root(a * a), fn("max", a, -a), fn("abs", -a), fn("cases", a, fn("le", ZERO, a), -a), a * fn("sign", a)]
    found += [root(a**TWO), -fn("min", a, -a), fn("abs", TWO * a) / TWO, fn("cases", -a, fn("lt", a, ZERO), a)]
    if a.head == "mul":
        found.append(Expr("mul", *(abs(part) for part in a.args)))
    if a.head == "pow":
        found.append(abs(a.args[0]) ** a.args[1])
    return rng.choice(found)


def of_root(e: Expr, rng: Random):
    if e.head != "pow" or e.args[1] != HALF:
        return None
    a, c = e.args[0], positive(rng)
    found = [a / e, root(a * c) / root(c), root(a * c**TWO) / c, (a ** num("1/4")) ** TWO, root(num(4) * a) / TWO]
    found += [e ** num(3) / a, (a - c) / (e + root(c)) + root(c), e * root(S) / root(S), fn("exp", fn("log", a) / TWO)]
    return rng.choice(found)


def of_exp(e: Expr, rng: Random):
    if e.head != "exp":
        return None
    a, c = e.args[0], leaf(rng)
    found = [
        ONE / fn("exp", -a),
        fn("exp", a / TWO) ** TWO,
        fn("exp", a + c) * fn("exp", -c),
        fn("exp", a - c) / fn("exp", -c),
    ]
    if a.head == "add":
        found.append(Expr("mul", *(fn("exp", part) for part in a.args)))
    if a.head == "mul" and a.args[0] == TWO:
        found.append(fn("exp", a.args[1]) ** TWO)
    return rng.choice(found)


def of_log(e: Expr, rng: Random):
    if e.head != "log":
        return None
    a, c = e.args[0], positive(rng)
    found = [-fn("log", ONE / a), fn("log", a * c) - fn("log", c), fn("log", a**TWO) / TWO, TWO * fn("log", root(a))]
    found += [fn("log", a / c) + fn("log", c), fn("log", a * fn("exp", X)) - X, num(3) * fn("log", a ** num("1/3"))]
    if a.head == "mul":
        found.append(Expr("add", *(fn("log", abs(part)) for part in a.args)))
    if a.head == "add" and len(a.args) == 2:
        found.append(fn("log", abs(a.args[0])) + fn("log", abs(ONE + a.args[1] / a.args[0])))
    return rng.choice(found)


def of_tanh(e: Expr, rng: Random):
    if e.head != "tanh":
        return None
    a = e.args[0]
    up, down = fn("exp", a), fn("exp", -a)
    return rng.choice(
        [
            (up - down) / (up + down),
            ONE - TWO / (fn("exp", TWO * a) + ONE),
            -fn("tanh", -a),
            TWO / (ONE + down**TWO) - ONE,
        ]
    )


def of_sigmoid(e: Expr, rng: Random):
    """1 / (1 + exp(-a)) in other ways."""
    if e.head == "pow" and e.args[1] == num(-1) and e.args[0].head == "add" and e.args[0].args[-1].head == "exp":
        first, other = e.args[0].args[0], e.args[0].args[-1]
        if len(e.args[0].args) == 2 and first == ONE:
            a = -other.args[0]
            up = fn("exp", a)
            return rng.choice(
                [
                    up / (ONE + up),
                    ONE - ONE / (ONE + up),
                    HALF + HALF * fn("tanh", a / TWO),
                    fn("exp", -fn("log", ONE + fn("exp", -a))),
                ]
            )
    return None


def of_circle(e: Expr, rng: Random):
    if e.head not in ("sin", "cos"):
        return None
    a, c = e.args[0], rng.choice([X, Y])
    sin, cos = (lambda z: fn("sin", z)), (lambda z: fn("cos", z))
    if e.head == "sin":
        found = [
            -sin(-a),
            TWO * sin(a / TWO) * cos(a / TWO),
            sin(a + c) * cos(c) - cos(a + c) * sin(c),
            (ONE - cos(a) ** TWO) / sin(a),
        ]
    else:
        found = [
            cos(-a),
            ONE - TWO * sin(a / TWO) ** TWO,
            cos(a - c) * cos(c) - sin(a - c) * sin(c),
            TWO * cos(a / TWO) ** TWO - ONE,
        ]
    return rng.choice(found)


def of_extreme(e: Expr, rng: Random):
    if e.head not in ("max", "min") or len(e.args) != 2:
        return None
    a, b = e.args
    sign, other = (ONE, "min") if e.head == "max" else (num(-1), "max")
    c = rng.choice([X, Y, S])
    first = fn("le", b, a) if e.head == "max" else fn("le", a, b)
    found = [
        (a + b + sign * abs(a - b)) / TWO,
        a + fn(e.head, ZERO, b - a),
        -fn(other, -a, -b),
        a + b - fn(other, a, b),
    ]
    found += [fn(e.head, a + c, b + c) - c, fn(e.head, S * a, S * b) / S, fn("cases", a, first, b), fn(e.head, e, a)]
    found += [fn(e.head, a, fn(other, a, c), b), -S * fn(other, -a / S, -b / S)]
    return rng.choice(found)


def of_rounding(e: Expr, rng: Random):
    if e.head not in ("floor", "ceil"):
        return None
    a, other = e.args[0], "ceil" if e.head == "floor" else "floor"
    k = rng.choice([num(rng.randint(-3, 3)), T, N])
    found = [-fn(other, -a), fn(e.head, a + k) - k, fn(e.head, fn(e.head, a)), fn(other, e)]
    if e.head == "floor":
        found += [fn("floor", TWO * a) - fn("floor", a + HALF), fn("cases", a, fn("eq", a, e), fn("ceil", a) - ONE)]
    return rng.choice(found)


def halves(e: Expr, rng: Random):
    """A whole number is the sum of its halves, rounded down and up."""
    if e in (T, N):
        return rng.choice(
            [
                fn("floor", e / TWO) + fn("ceil", e / TWO),
                fn("floor", e / TWO) + fn("floor", (e + ONE) / TWO),
                fn("ceil", e),
                fn("floor", e + B),
            ]
        )
    return None


def of_cases(e: Expr, rng: Random):
    if e.head != "cases" or len(e.args) != 3:
        return None
    a, condition, b = e.args
    p, q = condition.args
    turned = {"lt": fn("le", q, p), "le": fn("lt", q, p)}[condition.head]
    c = rng.choice([X, S, num(2)])
    between = fn("cases", a, fn(condition.head, p + ZERO, q + ZERO), b)
    return rng.choice(
        [
            fn("cases", b, turned, a),
            fn("cases", a + c, condition, b + c) - c,
            b + (a - b) * fn("cases", ONE, condition, ZERO),
            fn("cases", a, condition, b, turned, c),
            fn("cases", a, fn("lt" if condition.head == "lt" else "le", p - q, ZERO), b),
            between,
        ]
    )


def split(e: Expr, rng: Random):
    """Anything is itself in every case."""
    if e.head in ("add", "mul"):
        return fn("cases", e, fn("le", ZERO, rng.choice([X, Y, X - Y])), e)
    return None


def of_power(e: Expr, rng: Random):
    """Powers with a whole number in the exponent."""
    if e.head != "pow" or T not in {*e.args[1].walk()}:
        return None
    a, k = e.args
    found = [a * a**k / a, a ** (k + ONE) / a, (a**TWO) ** k / a**k, a ** (TWO * k) / a**k, ONE / a ** (-k)]
    if a.head == "mul":
        found.append(Expr("mul", *(part**k for part in a.args)))
    if k.head == "add":
        found.append(Expr("mul", *(a**part for part in k.args)))
    if a in (S, R, B):
        found += [fn("exp", k * fn("log", a)), root(a) ** (TWO * k), (root(a) ** k) ** TWO]
    return rng.choice(found)


def relu(a: Expr) -> Expr:
    return fn("max", ZERO, a)


def of_relu(e: Expr, rng: Random):
    if e.head == "max" and e.args[0] == ZERO and len(e.args) == 2:
        a = e.args[1]
        return rng.choice(
            [
                a + relu(-a),
                (a + abs(a)) / TWO,
                relu(S * a) / S,
                a * fn("cases", ONE, fn("lt", ZERO, a), ZERO),
                relu(relu(a)),
                relu(a + S) - fn("min", S, relu(a + S)),
            ]
        )
    return None


THEMES = {
    "rational": (lambda rng: polynomial(rng, 2) / rng.choice([positive(rng), polynomial(rng, 1)]), []),
    "polynomial": (lambda rng: polynomial(rng, 3), []),
    "root": (lambda rng: root(rng.choice([S * polynomial(rng, 1) ** TWO, positive(rng), S * R, B / S])), [of_root,
    of_abs]),
    "absolute": (lambda rng: abs(polynomial(rng, 1)), [of_abs]),
    "exponential": (lambda rng: fn("exp", polynomial(rng, 1)), [of_exp]),
    "logarithm": (lambda rng: fn("log", rng.choice([positive(rng), positive(rng) * positive(rng), S / R])), [of_log,
    of_exp]),
    "hyperbolic": (lambda rng: rng.choice([fn("tanh", leaf(rng)), ONE / (ONE + fn("exp", -leaf(rng)))]), [of_tanh,
    of_sigmoid, of_exp]),
    "circle": (lambda rng: fn(rng.choice(["sin", "cos"]), rng.choice([X, Y, X + Y, TWO * X])), [of_circle]),
    "extremum": (lambda rng: fn(rng.choice(["max", "min"]), polynomial(rng, 1), leaf(rng)), [of_extreme, of_abs]),
    "relu": (lambda rng: relu(polynomial(rng, 1)), [of_relu]),
    "rounding": (lambda rng: fn(rng.choice(["floor", "ceil"]), rng.choice([X, X + Y, T / TWO, S * X,
    (T + N) / num(3)])), [of_rounding, halves]),
    "cases": (lambda rng: fn("cases", polynomial(rng, 1), fn(rng.choice(["lt", "le"]), leaf(rng), rng.choice([X,
    Y])), leaf(rng)), [of_cases, split]),
    "power": (lambda rng: rng.choice([X, S, B, S * X, X * Y, ONE - B]) ** rng.choice([T, T + ONE, TWO * T]),
    [of_power, of_abs]),
}  # fmt: skip


def equality(theme: str):
    """Pairs of one theme."""
    inner, rules = THEMES[theme]

    def pair(rng: Random) -> Pair:
        expr = sum_of_parts(lambda: inner(rng), rng)
        chosen = rules * 2 + rng.sample(ALGEBRA, 3)
        return Pair(theme, DOMAIN, Expr("eq", expr, surely_rewritten(expr, rng, chosen)))

    return pair


MAKERS = {theme: equality(theme) for theme in THEMES}
