"""More of matrices at every shape: ranks, determinants, inequalities of norms, sums over entries, small networks."""

from random import Random

from answerkey.tree import EYE, HALF, NULL, ONE, Expr, bound, name, num
from benchmarks.fuzz.rewriting import Pair, surely_rewritten
from benchmarks.fuzz.slopes import along
from benchmarks.fuzz.words import (
    DOMAIN,
    INVERSE,
    LAM,
    SQUARES,
    TWO,
    A,
    C,
    D,
    G,
    H,
    M,
    P,
    Q,
    S,
    U,
    V,
    W,
    norm2,
    spread,
    tr,
    transposed,
    turned,
    word,
)  # fmt: skip

N, ROWS = name("n"), name("m")


def rank(e: Expr) -> Expr:
    return Expr("rank", e)


def norm(e: Expr) -> Expr:
    return Expr("norm", e)


def le(a: Expr, b: Expr) -> Expr:
    return Expr("le", a, b)


def block(columns: int, *cells: Expr) -> Expr:
    return Expr("block", columns, *cells)


def ranks(rng: Random) -> Pair:
    a, p, q = rng.choice([A, G, A.T, P, A * Q]), rng.choice([P, Q, H]), rng.choice([P, Q, D])
    square = rng.choice([M, S, V, M * V])
    equal = [
        (rank(a.T), rank(a)), (rank(a.T * a), rank(a)), (rank(a * a.T), rank(a)), (rank(LAM * a), rank(a)),
        (rank(-a), rank(a)),
        (rank(square * p), rank(p)), (rank(p * square), rank(p)), (rank(A * M), rank(A)), (rank(square), N),
        (rank(Expr("pinv", a)), rank(a)),
        (rank(S + p.T * p), N), (rank(p.T * p + LAM * EYE), N), (rank(square * p * V), rank(p)), (rank(block(1, p,
        p)), rank(p)),
        (tr(Expr("pinv", a) * a), rank(a)), (rank(a * Expr("pinv", a)), rank(a)),
    ]  # fmt: skip
    bounds = [
        le(rank(p * q), rank(p)), le(rank(p * q), rank(q)), le(rank(p + q), rank(p) + rank(q)), le(rank(U * W.T),
        ONE), le(rank(A), N),
        le(rank(A), ROWS), le(rank(p), N), le(rank(A * p), rank(A)), le(rank(p + U * W.T), rank(p) + ONE),
        le(rank(p) + rank(q) - N, rank(p * q)),
    ]  # fmt: skip
    return Pair("rank", DOMAIN, Expr("eq", *rng.choice(equal)) if rng.random() < 0.6 else rng.choice(bounds))


def determinants(rng: Random) -> Pair:
    def det(e: Expr) -> Expr:
        return Expr("det", e)

    p, q, r = word(rng, 0), word(rng, 1), rng.choice(SQUARES)
    claims = [
        (det(LAM * p), LAM**N * det(p)), (det(-p), num(-1) ** N * det(p)), (det(p * q * r), det(q) * det(r * p)),
        (det(M * p * M**INVERSE), det(p)),
        (det(EYE + U * W.T), ONE + W.T * U), (det(M + U * W.T), det(M) * (ONE + W.T * M**INVERSE * U)),
        (det(EYE + p * q), det(EYE + q * p)),
        (det(block(2, p, q, NULL, r)), det(p) * det(r)), (det(block(2, p, NULL, q, r)), det(r) * det(p)),
        (det(A.T * A + LAM * EYE), det((A.T * A + LAM * EYE).T)),
        (det(block(2, M, q, r, p)), det(M) * det(p - r * M**INVERSE * q)), (det(p) ** TWO, det(p.T * p)),
        (det(S * p) / det(S), det(p)),
        (det(Expr("kron", M, V)), det(M) ** N * det(V) ** N), (det(V * p * V.T - LAM * EYE), det(p - LAM * EYE)),
    ]  # fmt: skip
    left, right = rng.choice(claims)
    return Pair("determinant", DOMAIN, Expr("eq", left, right))


def inverses(rng: Random) -> Pair:
    """Inverses of block matrices, and inverses of sums."""
    q = rng.choice([P, Q, H, U * W.T])
    gap = S - q.T * M**INVERSE * q
    claims = [
        (block(2, M, q, NULL, S) ** INVERSE, block(2, M**INVERSE, -(M**INVERSE) * q * S**INVERSE, NULL, S**INVERSE)),
        (block(2, M, NULL, NULL, V) ** INVERSE, block(2, M**INVERSE, NULL, NULL, V.T)),
        (block(2, EYE * M, q, NULL, EYE * S) * block(1, U, W), block(1, M * U + q * W, S * W)),
        (block(2, M, NULL, q, S) ** INVERSE, block(2, M**INVERSE, NULL, -(S**INVERSE) * q * M**INVERSE, S**INVERSE)),
        ((S + q * q.T) ** INVERSE,
        S**INVERSE - S**INVERSE * q * (EYE + q.T * S**INVERSE * q) ** INVERSE * q.T * S**INVERSE),
        (gap**INVERSE * gap, EYE), (M * (M + q) ** INVERSE * q, q - q * (M + q) ** INVERSE * q),
    ]  # fmt: skip
    return Pair("inverse", DOMAIN, Expr("eq", *rng.choice(claims)))


def norms(rng: Random) -> Pair:
    u, v = rng.choice([(U, W), (P * U, W), (U, LAM * W), (A.T * C, U), (U - W, W)])
    p, q = rng.choice([(P, Q), (A, G), (H, P), (P.T, S)])
    one, large = (lambda e: Expr("norm1", e)), (lambda e: Expr("norminf", e))
    claims = [
        le(norm(u + v), norm(u) + norm(v)), le(abs(u.T * v), norm(u) * norm(v)), le((u.T * v) ** TWO,
        norm2(u) * norm2(v)),
        le(norm(p + q), norm(p) + norm(q)), le(norm(A * u), norm(A) * norm(u)), le(norm(P * Q), norm(P) * norm(Q)),
        le(norm(u), one(u)), le(large(u), norm(u)), le(one(u), N**HALF * norm(u)), le(norm(u), N**HALF * large(u)),
        le(one(u + v), one(u) + one(v)),
        le(tr(P) ** TWO, N * norm2(P)), le(abs(norm(u) - norm(v)), norm(u - v)), le(TWO * u.T * v,
        norm2(u) + norm2(v)),
        le(norm2(u + v), TWO * norm2(u) + TWO * norm2(v)), le(abs(u.T * v), one(u) * large(v)), le(tr(p.T * q),
        norm(p) * norm(q)),
        le(num(0), U.T * (P.T * P + LAM * EYE) * U), le(norm2(U), U.T * (EYE + P.T * P) * U), le(U.T * S * W,
        (U.T * S * U * W.T * S * W) ** HALF),
    ]  # fmt: skip
    return Pair("norm", DOMAIN, rng.choice(claims))


def over(body: Expr, index: Expr, high: Expr) -> Expr:
    return bound("sum", index, body, ONE, high, whole=True)


def contractions(rng: Random) -> Pair:
    """Sums over entries, as products and traces."""
    i, j = name("i1"), name("j1")

    def at(e: Expr, *places: Expr) -> Expr:
        return Expr("entry", e, *places)

    p, q = rng.choice([(P, Q), (Q, P.T), (H, P), (P * Q, P)])
    u, w = rng.choice([(U, W), (P * U, W), (U, A.T * C)])
    claims = [
        (over(at(u, i) * at(w, i), i, N), u.T * w), (over(at(u, i) ** TWO, i, N), norm2(u)), (over(at(p, i, i), i,
        N), tr(p)),
        (over(over(at(u, i) * at(p, i, j) * at(w, j), j, N), i, N), u.T * p * w), (over(over(at(p, i, j) * at(q, i,
        j), j, N), i, N), tr(p.T * q)),
        (over(over(at(p, i, j) * at(q, j, i), j, N), i, N), tr(p * q)), (over(over(at(p, i, j) ** TWO, j, N), i, N),
        norm2(p)),
        (over((at(u, i) - at(w, i)) ** TWO, i, N), norm2(u - w)), (over(over(at(A, i, j) ** TWO, j, N), i, ROWS),
        norm2(A)),
        (over((at(A * U, i) - at(C, i)) ** TWO, i, ROWS), norm2(A * U - C)), (over(LAM * at(u, i), i, N),
        LAM * Expr("ones", "n").T * u),
        (over(over(at(u, i) * at(w, j), j, N), i, N), over(at(u, i), i, N) * over(at(w, j), j, N)), (over(at(u,
        i) + at(w, i), i, N), over(at(u, i), i, N) + over(at(w, i), i, N)),
        (over(at(A, num(1), j) * at(U, j), j, N), at(A * U, num(1))), (over(abs(at(u, i)), i, N), Expr("norm1", u)),
    ]  # fmt: skip
    left, right = rng.choice(claims)
    if rng.random() < 0.3:
        right = surely_rewritten(right, rng, [transposed, spread, turned])
    return Pair("contraction", DOMAIN, Expr("eq", left, right))


def networks(rng: Random) -> Pair:
    """Slopes of small networks, in their inputs and in their weights."""

    def each(head: str, e: Expr) -> Expr:
        return Expr("each", head, e)

    def times(a: Expr, b: Expr) -> Expr:
        return Expr("hadamard", a, b)

    ones, z = Expr("ones", "n"), P * U
    soft, hidden, squashed = each("exp", U), each("tanh", z), each("sigmoid", z)
    gap = Q * hidden - W
    bend = times(ones - times(hidden, hidden), Q.T * gap)
    total = ones.T * soft
    claims = [
        (along(Expr("log", total), U), soft / total), (along(HALF * norm2(gap), Q), gap * hidden.T),
        (along(HALF * norm2(gap), U), P.T * bend),
        (along(HALF * norm2(gap), P), bend * U.T), (along(W.T * squashed, U), P.T * times(W, times(squashed,
        ones - squashed))),
        (along(W.T * hidden, P), times(W, ones - times(hidden, hidden)) * U.T), (along(ones.T * each("softplus", z),
        U), P.T * squashed),
        (along(hidden, U, "jacobian"), Expr("diag", ones - times(hidden, hidden)) * P), (along(soft, U, "jacobian"),
        Expr("diag", soft)),
        (along(soft / total, U, "jacobian"), Expr("diag", soft / total) - soft * soft.T / total**TWO),
        (along(ones.T * each("tanh", U), U), ones - times(each("tanh", U), each("tanh", U))),
        (along(Expr("log", ONE + norm2(U)), U), TWO * U / (ONE + norm2(U))), (along(HALF * norm2(each("relu", U)),
        U), each("relu", U)),
    ]  # fmt: skip
    return Pair("network", DOMAIN, Expr("eq", *rng.choice(claims)))


MAKERS = {
    "rank": ranks, "determinant": determinants, "inverse": inverses, "norm": norms, "contraction": contractions,
    "network": networks,
}  # fmt: skip
