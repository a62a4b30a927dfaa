"""Equivalences and implications of inequalities, equations, regions and sets; inequalities that always hold."""

from random import Random

from answerkey.tree import ONE, ZERO, Expr, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, Rule, surely_rewritten

DOMAIN = Domain(
    {
        "x": "real",
        "y": "real",
        "a": "real",
        "c": "real",
        "s": "positive",
        "r": "positive",
        "b": "unit",
        "q": "positive",
    },
    relations=("a < c", "r <= q"),
)
X, Y, A, C, S, R, B, Q = (name(each) for each in DOMAIN.numbers)
TWO = num(2)


def lt(a, b):
    return Expr("lt", a, b)


def le(a, b):
    return Expr("le", a, b)


def eq(a, b):
    return Expr("eq", a, b)


def both(*parts):
    return Expr("and", *parts)


def either(*parts):
    return Expr("or", *parts)


def no(p):
    return Expr("not", p)


def number(rng: Random) -> Expr:
    return rng.choice([num(rng.randint(-2, 3)), A, C, Y, S, A + S, Y * S, ONE / S, B, S * B])


def side(rng: Random) -> Expr:
    return rng.choice([X, X, X, TWO * X + ONE, S * X, ONE - S * X, X - Y, X + A, B * X])


def atom(rng: Random) -> Expr:
    """A comparison about x."""
    e, k = side(rng), number(rng)
    compare = rng.choice([lt, le])
    positive = rng.choice([S, R, B, S + ONE, ONE])
    return rng.choice(
        [compare(e, k), compare(k, e), compare(abs(e), positive), compare(positive, abs(e)), compare(e * e,
        positive**TWO),
         eq(e, k), Expr("ne", e, k), both(compare(A, X), compare(X, C)), compare((X - A) * (X - C), ZERO),
         eq((X - A) * (X - Y), ZERO),
         Expr("in", X, Expr("interval", A, C, rng.random() < 0.5, rng.random() < 0.5)), eq(X * X, S * S)]
    )  # fmt: skip


def formula(rng: Random, depth: int) -> Expr:
    if depth == 0:
        return atom(rng)
    p, q = formula(rng, depth - 1), formula(rng, rng.randint(0, depth - 1))
    return rng.choice([p, both(p, q), either(p, q), no(p), Expr("implies", p, q), both(p, q)])


# -- rules; each gives an equivalent relation, defined wherever the first is


def scaled(e: Expr, rng: Random):
    if e.head not in ("lt", "le", "eq", "ne"):
        return None
    p, q = e.args
    factor = rng.choice([S, TWO, B, ONE / R, S + ONE, X * X + ONE])
    shift = rng.choice([X, Y, ONE, S, X * X])
    found = [Expr(e.head, p * factor, q * factor), Expr(e.head, p + shift, q + shift), Expr(e.head, ZERO, q - p)]
    found += [Expr(e.head, -q, -p), Expr(e.head, p / factor, q / factor), Expr(e.head, p - q, ZERO)]
    found += [Expr(e.head, Expr("exp", p), Expr("exp", q)), Expr(e.head, p ** num(3), q ** num(3))]
    return rng.choice(found[:6] if rng.random() < 0.85 else found)


def turned(e: Expr, rng: Random):
    match e.head:
        case "lt":
            return rng.choice([no(le(e.args[1], e.args[0])), both(le(*e.args), Expr("ne", *e.args))])
        case "le":
            return rng.choice([no(lt(e.args[1], e.args[0])), either(lt(*e.args), eq(*e.args))])
        case "eq":
            return rng.choice(
                [
                    both(le(*e.args), le(*e.args[::-1])),
                    no(Expr("ne", *e.args)),
                    le((e.args[0] - e.args[1]) ** TWO, ZERO),
                    eq(*e.args[::-1]),
                ]
            )
        case "ne":
            return rng.choice(
                [either(lt(*e.args), lt(*e.args[::-1])), no(eq(*e.args)), lt(ZERO, abs(e.args[0] - e.args[1]))]
            )
    return None


def of_abs(e: Expr, rng: Random):
    if e.head not in ("lt", "le"):
        return None
    p, q = e.args
    if p.head == "abs" and q in (S, R, B, ONE, S + ONE):
        z = p.args[0]
        return rng.choice(
            [
                both(Expr(e.head, -q, z), Expr(e.head, z, q)),
                Expr(e.head, z * z, q * q),
                Expr(e.head, Expr("max", z, -z), q),
            ]
        )
    if q.head == "abs" and p in (S, R, B, ONE, S + ONE):
        z = q.args[0]
        return rng.choice([either(Expr(e.head, p, z), Expr(e.head, z, -p)), Expr(e.head, p * p, z * z)])
    if p.head == "mul" and p.args[0] == p.args[1] and q in (S**TWO, R**TWO, B**TWO):
        return Expr(e.head, abs(p.args[0]), q.args[0])
    return None


def of_product(e: Expr, rng: Random):
    """The sign of a product, by the signs of its factors."""
    if e.head not in ("lt", "le", "eq") or e.args[1] != ZERO or e.args[0].head != "mul" or len(e.args[0].args) != 2:
        return None
    p, q = e.args[0].args
    if e.head == "eq":
        return rng.choice([either(eq(p, ZERO), eq(q, ZERO)), eq(p * p * q, ZERO), eq(abs(p) * q, ZERO)])
    compare = lt if e.head == "lt" else le
    if (p, q) == (X - A, X - C):
        return both(compare(A, X), compare(X, C))
    return either(both(compare(p, ZERO), compare(ZERO, q)), both(compare(ZERO, p), compare(q, ZERO)))


def of_set(e: Expr, rng: Random):
    if e.head == "in" and e.args[1].head == "interval":
        x, (low, high, closed_low, closed_high) = e.args[0], e.args[1].args
        ends = (le if closed_low else lt)(low, x), (le if closed_high else lt)(x, high)
        middle = (low + high) / TWO
        halves = (
            Expr("interval", low, middle, closed_low, True),
            Expr("interval", middle, high, rng.random() < 0.5, closed_high),
        )
        return rng.choice([both(*ends), Expr("in", x, Expr("union", *halves)), no(either(*map(no, ends)))])
    if e == eq(X * X, S * S):
        return rng.choice(
            [
                either(eq(X, S), eq(X, -S)),
                eq(abs(X), S),
                Expr("in", X, Expr("set", S, -S)),
                both(le(abs(X), S), le(S, abs(X))),
            ]
        )
    return None


def logical(e: Expr, rng: Random):
    """De Morgan's rules, contraposition, idempotence and absorption, distribution."""
    p = e.args[0] if e.args else None
    match e.head:
        case "and":
            return rng.choice(
                [
                    no(either(*map(no, e.args))),
                    both(*e.args[::-1]),
                    both(*e.args, e.args[-1]),
                    no(Expr("implies", p, no(both(*e.args[1:])))),
                ]
            )
        case "or":
            return rng.choice(
                [
                    no(both(*map(no, e.args))),
                    either(*e.args[::-1]),
                    Expr("implies", no(p), either(*e.args[1:])),
                    either(*e.args, both(*e.args)),
                ]
            )
        case "implies":
            return rng.choice(
                [either(no(p), e.args[1]), Expr("implies", no(e.args[1]), no(p)), no(both(p, no(e.args[1])))]
            )
        case "not" if p.head in ("and", "or"):
            return (either if p.head == "and" else both)(*map(no, p.args))
        case "not" if p.head == "not":
            return p.args[0]
    return None


def split(e: Expr, rng: Random):
    """By cases: with and without a condition."""
    if e.head in ("lt", "le", "eq") and rng.random() < 0.4:
        p = rng.choice([lt(ZERO, X), le(Y, X), lt(S, ONE)])
        return either(both(e, p), both(e, no(p)))
    return None


def of_extreme(e: Expr, rng: Random):
    if e.head in ("lt", "le"):
        p, q = e.args
        k = rng.choice([Y, A, X + S])
        return rng.choice(
            [
                Expr(e.head, Expr("max", p, p - S), q),
                Expr(e.head, p, Expr("min", q, q + B)),
                either(Expr(e.head, Expr("max", p, k), q), both(e, Expr("le", p, k), Expr("le", q, k))),
            ]
        )
    if e.head == "and" and len(e.args) == 2 and {p.head for p in e.args} == {"lt"}:
        (p, q), (u, v) = (each.args for each in e.args)
        return lt(Expr("max", p - q, u - v), ZERO)
    return None


RULES: list[Rule] = [
    scaled,
    scaled,
    turned,
    of_abs,
    of_abs,
    of_product,
    of_product,
    of_set,
    of_set,
    logical,
    logical,
    split,
    of_extreme,
]


def equivalence(rng: Random) -> Pair:
    p = formula(rng, rng.choice([0, 0, 0, 1, 1, 2]))
    return Pair("equivalence", DOMAIN, Expr("iff", p, surely_rewritten(p, rng, RULES)))


def implication(rng: Random) -> Pair:
    """What is weaker follows: a part, an alternative, a relaxed end, a chain."""
    p, q, e = atom(rng), atom(rng), side(rng)
    compare = rng.choice([lt, le])
    claims = [
        (both(p, q), p), (p, either(p, q)), (both(p, Expr("implies", p, q)), q), (both(either(p, q), no(p)), q),
        (compare(e, A), lt(e, C)), (compare(e, Y), compare(e, Y + S)), (both(compare(X, Y), compare(Y, A)), lt(X, C)),
        (compare(S, X), compare(S * S, X * X)), (lt(abs(X), B), lt(X, ONE)), (compare(R, S * R), compare(ONE, S)),
        (compare(Q, X), compare(R, X)), (both(compare(S, X), compare(R, Y)), compare(S * R, X * Y)), (eq(X, Y), eq(e,
        e.replace({X: Y}))),
        (both(lt(ZERO, X), compare(X, Y)), compare(ONE / Y, ONE / X)), (compare(X, Y), le(Expr("max", X, A),
        Expr("max", Y, A))),
        (both(compare(X, S), compare(-S, X)), compare(X * X, S * S)),
    ]  # fmt: skip
    left, right = rng.choice(claims)
    if rng.random() < 0.5:
        left = surely_rewritten(left, rng, [scaled, turned, logical])
    if rng.random() < 0.5:
        right = surely_rewritten(right, rng, [scaled, turned, of_abs, logical])
    claim = Expr("implies", left, right)
    return Pair("implication", DOMAIN, Expr("implies", no(right), no(left)) if rng.random() < 0.2 else claim)


def inequality(rng: Random) -> Pair:
    """Squares and products of what is positive, multiplied out; tangents; means."""
    u, v = side(rng), rng.choice([Y, A, S, ONE, X])
    w = rng.choice([S, R, B])
    claims = [
        le(TWO * u * v, u**TWO + v**TWO), le(num(4) * u * v, (u + v) ** TWO), lt(ZERO, u**TWO + w), le(TWO,
        w + ONE / w),
        le(abs(u + v), abs(u) + abs(v)), le(abs(u) - abs(v), abs(u - v)), le(ONE + u, Expr("exp", u)),
        le(Expr("log", w), w - ONE), le((S * R) ** num("1/2"), (S + R) / TWO), lt(B * B, B), lt(S, S + B),
        le(R / (R + S), Q / (Q + S)),
        le(Expr("min", u, v), (u + v) / TWO), le(u, Expr("max", u, v)), lt(A, (A + C) / TWO), lt((A + C) / TWO, C),
        le((u + v) ** TWO, TWO * u**TWO + TWO * v**TWO), lt(B * A + (ONE - B) * C, C), le(Expr("floor", u), u), lt(u,
        Expr("floor", u) + ONE),
        lt(Expr("tanh", u), ONE), le(abs(Expr("sin", u)), ONE), lt(ZERO, ONE / (ONE + Expr("exp", -u))), le(u * v,
        u**TWO / (TWO * w) + w * v**TWO / TWO),
    ]  # fmt: skip
    return Pair(
        "inequality",
        DOMAIN,
        surely_rewritten(rng.choice(claims), rng, [plain]) if rng.random() < 0.7 else rng.choice(claims),
    )


def plain(e: Expr, rng: Random):
    if e.head not in ("lt", "le"):
        return None
    p, q = e.args
    w = rng.choice([S, R, B])
    return rng.choice(
        [
            Expr(e.head, ZERO, q - p),
            Expr(e.head, p * w, q * w),
            Expr(e.head, -q, -p),
            Expr(e.head, p - X, q - X),
            Expr(e.head, p, q + w * (q - p)),
        ]
    )


def solutions(rng: Random) -> Pair:
    """Finite sets and equations with known roots."""
    p, q = rng.choice([(X, -X), (A, C), (S, -S), (Y, ONE), (A + S, A - S)])
    z = name("z")
    sets = [
        Expr("same", Expr("set", p, q), Expr("set", q, p)),
        Expr("same", Expr("set", p, q), Expr("set", (p + q + abs(p - q)) / TWO, (p + q - abs(p - q)) / TWO)),
        Expr("same", Expr("set", p, q), Expr("set", q, p, p + q - q)),
        Expr("same", Expr("set", Expr("max", p, q), Expr("min", p, q)), Expr("set", p, q)),
    ]
    equations = [
        Expr("iff", eq(X**TWO - (A + Y) * X + A * Y, ZERO), either(eq(X, A), eq(X, Y))),
        Expr("iff", eq(S * X + A, Y), eq(X, (Y - A) / S)),
        Expr("iff", eq(X**TWO + Y**TWO, ZERO), both(eq(X, ZERO), eq(Y, ZERO))),
        Expr("iff", eq(abs(X - A), S), Expr("in", X, Expr("set", A - S, A + S))),
        Expr("iff", both(eq(X + Y, A), eq(X - Y, C)), both(eq(X, (A + C) / TWO), eq(Y, (A - C) / TWO))),
        Expr("iff", eq(Expr("exp", X), S), eq(X, Expr("log", S))),
        Expr("iff", eq(X ** num(3), A ** num(3)), eq(X, A)),
        Expr("iff", eq(Expr("max", X, Y), Y), le(X, Y)),
        Expr("iff", eq(X**TWO, S), either(eq(X, S ** num("1/2")), eq(X, -(S ** num("1/2"))))),
        Expr("iff", eq(abs(X), X), le(ZERO, X)),
        Expr("iff", eq(X * Y, ZERO), either(eq(X, ZERO), eq(Y, ZERO))),
    ]
    if rng.random() < 0.4:
        return Pair("solutions", DOMAIN, rng.choice(sets))
    claim = rng.choice(equations).replace({z: X})
    return Pair(
        "solutions",
        DOMAIN,
        Expr("iff", *(surely_rewritten(p, rng, [scaled, logical]) if rng.random() < 0.4 else p for p in claim.args)),
    )


MAKERS = {"equivalence": equivalence, "implication": implication, "inequality": inequality, "solutions": solutions}
