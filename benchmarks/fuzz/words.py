"""Matrices of symbolic shape: products, inverses, traces, norms, blocks, factors, Kronecker and Hadamard."""

from random import Random

from answerkey.tree import EYE, HALF, ONE, Expr, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, Rule, surely_rewritten

DOMAIN = Domain(
    {"l": "positive", "x": "real"},
    {
        "A": ("any", "m", "n"), "G": ("any", "m", "n"), "P": ("any", "n", "n"), "Q": ("any", "n", "n"),
        "M": ("invertible", "n", "n"),
        "H": ("symmetric", "n", "n"), "S": ("definite", "n", "n"), "V": ("orthogonal", "n", "n"), "D": ("diagonal",
        "n", "n"),
        "u": ("any", "n"), "v": ("any", "n"), "c": ("any", "m"),
    },
)  # fmt: skip
TALL = Domain(
    {"l": "positive"},
    {"F": ("tall", "m", "n"), "u": ("any", "n"), "c": ("any", "m")},
    sizes=((3, 2), (2, 1), (2, 2), (1, 1)),
)
LAM, X = name("l"), name("x")
A, G, P, Q, M, H, S, V, D, U, W, C = (DOMAIN.leaf(each) for each in "AGPQMHSVDuvc")
F, FC = TALL.leaf("F"), TALL.leaf("c")
SQUARES = (P, Q, M, H, S, V, D)
TWO, INVERSE = num(2), num(-1)


def tr(e: Expr) -> Expr:
    return Expr("tr", e)


def norm2(e: Expr) -> Expr:
    return Expr("norm", e) ** TWO


def word(rng: Random, depth: int) -> Expr:
    """A random n by n matrix."""
    if depth == 0:
        return rng.choice([*SQUARES, P, Q, A.T * A, A.T * G, U * W.T, M**INVERSE, P.T, M])
    a, b = word(rng, depth - 1), word(rng, rng.randint(0, depth - 1))
    return rng.choice([a * b, a * b, a + b, a - b, a.T, LAM * a, a + LAM * EYE, a * b])


# -- rules


def transposed(e: Expr, rng: Random):
    if e.head == "T":
        a = e.args[0]
        if a.head == "mul":
            return Expr("mul", *(part.T if part.shape else part for part in reversed(a.args)))
        if a.head == "add":
            return Expr("add", *(part.T if part != EYE else part for part in a.args))
        if a.head == "T":
            return a.args[0]
        if a in (H, S, D):
            return a
        if a.head == "pow" and a.args[1] == INVERSE:
            return a.args[0].T ** INVERSE
    elif e.head == "mul" and e.shape and all(p.shape for p in e.args):
        return Expr("mul", *(part.T for part in reversed(e.args))).T
    elif e in (H, S, D):
        return e.T
    return None


def spread(e: Expr, rng: Random):
    if e.head != "mul" or not e.shape:
        return None
    for at, part in enumerate(e.args):
        if part.head == "add" and part.shape and part.shape[0] != "?":
            before, after = e.args[:at], e.args[at + 1 :]
            return Expr(
                "add",
                *(
                    Expr("mul", *before, *((each,) if each != EYE or not (before or after) else (EYE,)), *after)
                    for each in part.args
                ),
            )
    return None


def cancelled(e: Expr, rng: Random):
    """Something put in that multiplies to the identity."""
    if not e.shape or e.shape[0] != "n" or e.head in ("eye", "null"):
        return None
    ones = [M * M**INVERSE, M**INVERSE * M, V.T * V, V * V.T, S * S**INVERSE, S**INVERSE * S]
    return rng.choice([rng.choice(ones) * e, e + P - P, (M + P) * e - P * e - M * e + e, TWO * e - e])


def inverted(e: Expr, rng: Random):
    if e.head == "pow" and e.shape and e.args[1] == INVERSE:
        a = e.args[0]
        if a.head == "mul" and all(p.shape == ("n", "n") for p in a.args):
            return Expr("mul", *(part**INVERSE for part in reversed(a.args)))
        if a == V:
            return V.T
        return rng.choice([(a.T**INVERSE).T, LAM * (LAM * a) ** INVERSE, M * (a * M) ** INVERSE])
    return None


def turned(e: Expr, rng: Random):
    """Traces and inner products."""
    if e.head == "tr":
        a = e.args[0]
        if a.head == "mul" and len(a.args) > 1 and all(p.shape for p in a.args):
            return tr(Expr("mul", *a.args[1:], a.args[0]))
        if a.head == "add" and EYE not in a.args:
            return Expr("add", *map(tr, (p for p in a.args)))
        return tr(a.T)
    return None


WORDS: list[Rule] = [transposed, transposed, spread, cancelled, inverted, turned]


def words(rng: Random) -> Pair:
    e = word(rng, rng.choice([1, 1, 2]))
    e = rng.choice([e, e, e, tr(e * P), e * U, W.T * e * U, norm2(e * U), e * A.T])
    if e.head == "pow":
        z = e.args[0].args[0]
        other = rng.choice([z.T * z, tr(z * z.T)])
        return Pair("word", DOMAIN, Expr("eq", e, surely_rewritten(other, rng, WORDS) if rng.random() < 0.5 else other))
    return Pair("word", DOMAIN, Expr("eq", e, surely_rewritten(e, rng, WORDS)))


def identities(rng: Random) -> Pair:
    """Push-through and its kin, with random matrices put in for the letters."""
    a, b = rng.choice([(A, G), (G, A), (A * P, G), (A, A), (A + G, A)])
    small, large = b.T * a + LAM * EYE, a * b.T + LAM * EYE
    p, q = rng.choice([(P, Q), (Q, P), (M, P), (S, A.T * A), (P * Q, M), (U * W.T, Q)])
    claims = [
        (small**INVERSE * b.T, b.T * large**INVERSE),
        (a * small**INVERSE * b.T, EYE - LAM * large**INVERSE),
        ((EYE + p * q) ** INVERSE * p, p * (EYE + q * p) ** INVERSE),
        ((EYE + p) ** INVERSE, EYE - (EYE + p) ** INVERSE * p),
        (p**INVERSE - q**INVERSE, p**INVERSE * (q - p) * q**INVERSE),
        ((M + U * W.T) ** INVERSE, M**INVERSE - M**INVERSE * U * W.T * M**INVERSE / (ONE + W.T * M**INVERSE * U)),
        (Expr("norm", p - q) ** TWO, norm2(p) - TWO * tr(p.T * q) + norm2(q)),
        (norm2(a * U - C) + LAM * norm2(U), U.T * (a.T * a + LAM * EYE) * U - TWO * C.T * a * U + C.T * C),
        (norm2(V * p), norm2(p)),
        (tr(V.T * p * V), tr(p)),
        (norm2(U + W) + norm2(U - W), TWO * norm2(U) + TWO * norm2(W)),
        (tr(p * q - q * p), num(0)),
        (U.T * p * U, HALF * U.T * (p + p.T) * U),
        ((p + q) ** TWO - (p - q) ** TWO, TWO * p * q + TWO * q * p),
        ((V * S * V.T) ** INVERSE, V * S**INVERSE * V.T),
        (Expr("det", p * q), Expr("det", p) * Expr("det", q)),
        (Expr("det", M**INVERSE), ONE / Expr("det", M)),
        (Expr("det", p.T), Expr("det", p)),
        (Expr("det", V) ** TWO, ONE),
        (Expr("det", V.T * p * V), Expr("det", p)),
    ]
    left, right = rng.choice(claims)
    return Pair(
        "identity",
        DOMAIN,
        Expr("eq", left, surely_rewritten(right, rng, [transposed, spread, turned]) if rng.random() < 0.3 else right),
    )


def pseudo(rng: Random) -> Pair:
    """Penrose's equations and what follows from them."""

    def plus(e: Expr) -> Expr:
        return Expr("pinv", e)

    if rng.random() < 0.35:
        claims = [
            (plus(F), (F.T * F) ** INVERSE * F.T),
            (plus(F) * F, EYE),
            (F * plus(F), F * (F.T * F) ** INVERSE * F.T),
            (plus(F) * FC, (F.T * F) ** INVERSE * F.T * FC),
            (plus(F.T), F * (F.T * F) ** INVERSE),
        ]
        left, right = rng.choice(claims)
        return Pair("pseudo-inverse", TALL, Expr("eq", left, right))
    a = rng.choice([A, A, A.T, P, LAM * A])
    claims = [
        (a * plus(a) * a, a),
        (plus(a) * a * plus(a), plus(a)),
        ((a * plus(a)).T, a * plus(a)),
        ((plus(a) * a).T, plus(a) * a),
        (plus(a.T), plus(a).T),
        (plus(plus(a)), a),
        (a.T * a * plus(a), a.T),
        (plus(a) * plus(a).T * a.T, plus(a)),
        (plus(LAM * a), plus(a) / LAM),
        (plus(a.T * a), plus(a) * plus(a).T),
        (plus(a.T * a) * a.T, plus(a)),
        (plus(M), M**INVERSE),
        ((EYE - plus(a) * a) ** TWO, EYE - plus(a) * a),
        (plus(A * V), V.T * plus(A)),
        (plus(V), V.T),
        (plus(V * D * V.T), V * plus(D) * V.T),
        (a * (EYE - plus(a) * a), Expr("null")),
    ]
    left, right = rng.choice(claims)
    return Pair("pseudo-inverse", DOMAIN, Expr("eq", left, right))


def blocks(rng: Random) -> Pair:
    def block(columns: int, *cells: Expr) -> Expr:
        return Expr("block", columns, *cells)

    p, q, r, s = (word(rng, 0) for _ in range(4))
    claims = [
        (block(2, p, q) * block(1, U, W), p * U + q * W),
        (block(2, p, q, r, s) * block(1, U, W), block(1, p * U + q * W, r * U + s * W)),
        (block(2, p, q, r, s).T, block(2, p.T, r.T, q.T, s.T)),
        (tr(block(2, p, q, r, s)), tr(p) + tr(s)),
        (norm2(block(1, U, W)), norm2(U) + norm2(W)),
        (norm2(block(1, p, q)), norm2(p) + tr(q.T * q)),
        (block(2, p, q) * block(2, p, q).T, p * p.T + q * q.T),
        (block(1, p, q).T * block(1, r, s), p.T * r + q.T * s),
        (block(2, p, q, r, s) + block(2, q, p, s, r), block(2, p + q, q + p, r + s, s + r)),
    ]
    left, right = rng.choice(claims)
    return Pair(
        "block",
        DOMAIN,
        Expr("eq", left, surely_rewritten(right, rng, [transposed, spread, turned]) if rng.random() < 0.3 else right),
    )


def products(rng: Random) -> Pair:
    """Kronecker's, Hadamard's, vec and diagonals."""

    def kron(a, b):
        return Expr("kron", a, b)

    def times(a, b):
        return Expr("hadamard", a, b)

    def vec(a):
        return Expr("vec", a)

    p, q, r, s = (rng.choice([P, Q, M, H, V]) for _ in range(4))
    ones = Expr("ones", "n")
    claims = [
        (kron(p, q) * kron(r, s), kron(p * r, q * s)),
        (kron(p, q).T, kron(p.T, q.T)),
        (tr(kron(p, q)), tr(p) * tr(q)),
        (kron(M, S) ** INVERSE, kron(M**INVERSE, S**INVERSE)),
        (kron(p + q, r), kron(p, r) + kron(q, r)),
        (vec(p * r * q), kron(q.T, p) * vec(r)),
        (vec(p).T * vec(q), tr(p.T * q)),
        (times(p, q), times(q, p)),
        (times(p, q + r), times(p, q) + times(p, r)),
        (times(p, q).T, times(p.T, q.T)),
        (ones.T * times(p, q) * ones, tr(p.T * q)),
        (Expr("diag", U) * W, times(U, W)),
        (times(U * W.T, p), Expr("diag", U) * p * Expr("diag", W)),
        (U.T * times(p, q) * W, tr(Expr("diag", U) * p * Expr("diag", W) * q.T)),
        (kron(U, W), vec(W * U.T)),
        (Expr("diagpart", p * q.T), times(p, q) * ones),
        (ones.T * U, U.T * ones),
        (vec(U * W.T), kron(W, U)),
        (times(p, U * W.T) * ones, times(U, p * W)),
        (norm2(vec(p)), norm2(p)),
        (norm2(kron(U, W)), norm2(U) * norm2(W)),
    ]
    left, right = rng.choice(claims)
    return Pair("product", DOMAIN, Expr("eq", left, right))


def definite(rng: Random) -> Pair:
    """Sums of squares, and what definite matrices have in common."""
    w = rng.choice([P, Q, A, G, P + Q, P * Q, V * P])
    semi = [
        w.T * w,
        w.T * w + S,
        H * H,
        U * U.T,
        w.T * w + U * U.T,
        P.T * S * P,
        LAM * w.T * w,
        V.T * S * V,
        P.T * P + Q.T * Q,
    ]
    full = [
        w.T * w + LAM * EYE,
        S,
        S + w.T * w,
        S**INVERSE,
        LAM * S,
        V * S * V.T,
        U * U.T + LAM * EYE,
        S + LAM * EYE,
        M.T * M,
        M.T * S * M,
    ]
    claims = [
        Expr("psd", rng.choice(semi + full)),
        Expr("pd", rng.choice(full)),
        Expr("le", num(0), U.T * rng.choice(semi) * U),
        Expr("le", num(0), tr(rng.choice(semi))),
        Expr("lt", num(0), tr(rng.choice(full))),
        Expr("lt", num(0), Expr("det", rng.choice(full))),
        Expr("implies", Expr("pd", H), Expr("psd", H)),
        Expr("implies", Expr("pd", H), Expr("pd", H + w.T * w)),
        Expr("implies", Expr("psd", H), Expr("le", num(0), U.T * H * U)),
        Expr("le", (U.T * W) ** TWO, norm2(U) * norm2(W)),
        Expr("ne", Expr("det", rng.choice(full)), num(0)),
    ]
    return Pair("definite", DOMAIN, rng.choice(claims))


MAKERS = {
    "word": words,
    "identity": identities,
    "pseudo-inverse": pseudo,
    "block": blocks,
    "product": products,
    "definite": definite,
}
