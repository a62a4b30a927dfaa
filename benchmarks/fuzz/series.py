"""Sums and products with symbolic limits, factorials and binomials."""

from random import Random

from answerkey.tree import ONE, ZERO, Expr, bound, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, Rule, surely_rewritten

DOMAIN = Domain({"x": "real", "y": "real", "s": "positive", "b": "unit", "n": "natural", "k": "natural", "p": "count"})
X, Y, S, B, N, K, P = (name(each) for each in DOMAIN.numbers)
J, TWO = name("j"), num(2)


def total(body: Expr, low: Expr, high: Expr, head: str = "sum") -> Expr:
    return bound(head, J, body, low, high, whole=True)


def parts(e: Expr) -> tuple[Expr, Expr, Expr]:
    """The body of a sum as a formula in j, and its limits."""
    leaf, body, low, high = e.args
    return body.replace({leaf: J}), low, high


def term(rng: Random) -> Expr:
    c = rng.choice([X, Y, S, num(rng.randint(1, 3))])
    return rng.choice(
        [J, J * J, c * J, c * J + Y, J ** num(3), c, B**J, c * B**J, S**J, J * B**J, TWO**J, ONE / (J * (J + ONE)),
         (TWO * J - ONE), (J + c) ** TWO, c ** (J + ONE), (J - X) ** TWO]
    )  # fmt: skip


# -- rules for sums; `first` is its start, and the sum may be empty


def shifted(e: Expr, rng: Random):
    if e.head not in ("sum", "prod"):
        return None
    body, low, high = parts(e)
    step = rng.choice([ONE, num(-1), TWO])
    return total(body.replace({J: J + step}), low - step, high - step, e.head)


def backwards(e: Expr, rng: Random):
    if e.head not in ("sum", "prod"):
        return None
    body, low, high = parts(e)
    return total(body.replace({J: low + high - J}), low, high, e.head)


def one_more(e: Expr, rng: Random):
    """The sum to the term after the last, less that term."""
    if e.head != "sum":
        return None
    body, low, high = parts(e)
    after = high + ONE
    return total(body, low, after) - body.replace({J: after})


def one_less(e: Expr, rng: Random):
    """The sum from the term before the first, less that term."""
    if e.head != "sum":
        return None
    body, low, high = parts(e)
    before = low - ONE
    return total(body, before, high) - body.replace({J: before})


def broken(e: Expr, rng: Random):
    """The terms up to k, and those after it, where k lies k places beyond the end."""
    if e.head != "sum":
        return None
    body, low, high = parts(e)
    return total(body, low, high + K) - total(body, high + ONE, high + K)


def factored(e: Expr, rng: Random):
    if e.head != "sum":
        return None
    body, low, high = parts(e)
    if body.head == "mul":
        free = [a for a in body.args if J not in {*a.walk()}]
        rest = [a for a in body.args if J in {*a.walk()}]
        if free and rest:
            return Expr("mul", *free, total(Expr("mul", *rest) if len(rest) > 1 else rest[0], low, high))
    if body.head == "add":
        return Expr("add", *(total(part, low, high) for part in body.args))
    return total(TWO * body, low, high) / TWO


def moved(e: Expr, rng: Random):
    """A telescope hidden in the terms: what is added comes out as a difference of its ends."""
    if e.head != "sum":
        return None
    body, low, high = parts(e)
    g = rng.choice([J * J, X * J, B**J, J ** num(3), TWO**J])
    step = g.replace({J: J + ONE}) - g
    return total(body + step, low, high) - g.replace({J: high + ONE}) + g.replace({J: low})


def known(rng: Random) -> tuple[Expr, Expr]:
    """A sum and its closed form, proved in every first course."""
    c = rng.choice([X, Y, S])
    n = N
    return rng.choice(
        [
            (total(J, ONE, n), n * (n + ONE) / TWO),
            (total(J * J, ONE, n), n * (n + ONE) * (TWO * n + ONE) / num(6)),
            (total(J ** num(3), ZERO, n), (n * (n + ONE) / TWO) ** TWO),
            (total(B**J, ZERO, n), (ONE - B ** (n + ONE)) / (ONE - B)),
            (total(c * B**J, ONE, n), c * B * (ONE - B**n) / (ONE - B)),
            (total(c, ONE, n), c * n),
            (total(J * B**J, ZERO, n), B * (ONE - (n + ONE) * B**n + n * B ** (n + ONE)) / (ONE - B) ** TWO),
            (total(ONE / (J * (J + ONE)), ONE, n), n / (n + ONE)),
            (total(Expr("binomial", n, J), ZERO, n), TWO**n),
            (total(Expr("binomial", n, J) * c**J, ZERO, n), (ONE + c) ** n),
            (total(J * Expr("binomial", n, J), ZERO, n), n * TWO**n / TWO),
            (total(J * Expr("factorial", J), ONE, n), Expr("factorial", n + ONE) - ONE),
            (total(Expr("binomial", J, TWO), TWO, n + ONE), Expr("binomial", n + TWO, num(3))),
            (total(J, ONE, n, "prod"), Expr("factorial", n)),
            (total(c, ONE, n, "prod"), c**n),
            (total(TWO * J, ONE, n, "prod"), TWO**n * Expr("factorial", n)),
            (total(J / (J + ONE), ONE, n, "prod"), ONE / (n + ONE)),
        ]
    )


# -- rules for factorials and binomials


def of_factorial(e: Expr, rng: Random):
    if e.head != "factorial":
        return None
    a = e.args[0]
    found = [Expr("factorial", a + ONE) / (a + ONE), a * Expr("factorial", a - ONE)]
    found += [Expr("factorial", a + TWO) / ((a + ONE) * (a + TWO)), total(J, ONE, a, "prod")]
    return rng.choice(found)


def of_binomial(e: Expr, rng: Random):
    if e.head != "binomial":
        return None
    a, c = e.args
    down = Expr("binomial", a - ONE, c), Expr("binomial", a - ONE, c - ONE)
    found = [down[0] + down[1], a / c * down[1], Expr("binomial", a + ONE, c) * (a + ONE - c) / (a + ONE)]
    if a == N + K:  # neither is negative
        found += [Expr("binomial", a, a - c), Expr("factorial", a) / (Expr("factorial", c) * Expr("factorial", a - c))]
    return rng.choice(found)


SUMS: list[Rule] = [shifted, backwards, one_more, broken, factored, moved, one_less]


def sums(rng: Random) -> Pair:
    if rng.random() < 0.35:
        left, right = known(rng)
        if rng.random() < 0.5 and left.head == "sum":
            left = surely_rewritten(left, rng, [shifted, backwards, factored])
        return Pair("sum", DOMAIN, Expr("eq", left, right))
    low = rng.choice([ZERO, ONE])
    expr = total(term(rng), low, rng.choice([N, N + ONE, P]))
    return Pair("sum", DOMAIN, Expr("eq", expr, surely_rewritten(expr, rng, SUMS)))


def counts(rng: Random) -> Pair:
    expr = rng.choice(
        [Expr("factorial", N), Expr("factorial", N + K) / Expr("factorial", K), Expr("binomial", N + K, K),
         Expr("binomial", N + K, N), Expr("binomial", N, TWO), Expr("factorial", P), Expr("binomial", N + ONE, K),
         N * Expr("binomial", N + K, K), Expr("binomial", X, TWO)]
    )  # fmt: skip
    other = surely_rewritten(surely_rewritten(expr, rng, [of_factorial, of_binomial]), rng, [of_factorial, of_binomial])
    return Pair("counting", DOMAIN, Expr("eq", expr, other))


MAKERS = {"sum": sums, "counting": counts}
