"""Matrices of known size by entries, and moments of Gaussians."""

from random import Random

from answerkey.tree import EYE, ONE, ZERO, Expr, name, num
from benchmarks.fuzz.domains import Domain
from benchmarks.fuzz.rewriting import Pair, surely_rewritten
from benchmarks.fuzz.scalars import distributed, over_and_back, reordered, squared_out

DOMAIN = Domain({"x": "real", "y": "real", "a": "real", "c": "real", "s": "positive", "r": "positive", "b": "unit"})
X, Y, A, C, S, R, B = (name(each) for each in DOMAIN.numbers)
NOISY = Domain(
    {"x": "real", "a": "real", "s": "positive", "r": "positive", "y": "real", "b": "unit"},
    {"A": ("any", "m", "n"), "P": ("any", "n", "n"), "u": ("any", "n"), "c": ("any", "m")},
    {"e": ((), "s"), "f": ((), "r"), "N": (("m", "n"), "s"), "z": (("n",), "r")},
    sizes=((1, 2), (2, 1), (2, 2), (1, 1)),
)
NX, NA, NS, NR, *_ = (name(each) for each in NOISY.numbers)
MA, MP, MU, MC, E1, E2, N, Z = (NOISY.leaf(each) for each in "APucefNz")
TWO, INVERSE = num(2), num(-1)
ALGEBRA = [distributed, reordered, over_and_back, squared_out]


def grid(rows: list[list[Expr]]) -> Expr:
    return Expr("block", len(rows[0]), *(cell for row in rows for cell in row))


def cell(rng: Random) -> Expr:
    return rng.choice([X, Y, A, C, S, B, ZERO, ONE, num(2), X + Y, S * X, -Y])


def random_grid(rng: Random, rows: int, columns: int) -> list[list[Expr]]:
    return [[cell(rng) for _ in range(columns)] for _ in range(rows)]


def total(parts: list[Expr]) -> Expr:
    return Expr("add", *parts) if len(parts) > 1 else parts[0]


def product(left, right):
    return [
        [total([a * b for a, b in zip(row, column, strict=True)]) for column in zip(*right, strict=True)]
        for row in left
    ]


def det(g) -> Expr:
    """By Laplace's rule."""
    if len(g) == 1:
        return g[0][0]
    minors = [[row[:j] + row[j + 1 :] for row in g[1:]] for j in range(len(g))]
    return total([(g[0][j] if j % 2 == 0 else -g[0][j]) * det(minor) for j, minor in enumerate(minors)])


def by_entry(rng: Random) -> Pair:
    size = rng.choice([2, 2, 2, 3])
    g, h = random_grid(rng, size, size), random_grid(rng, size, size)
    (p, q), (r, s) = random_grid(rng, 2, 2)
    small = grid([[p, q], [r, s]])
    column = random_grid(rng, size, 1)
    claims = [
        (grid(g) * grid(h), grid(product(g, h))),
        (grid(g) * grid(column), grid(product(g, column))),
        (
            Expr("tr", grid(g) * grid(h)),
            total([a * b for i, row in enumerate(g) for a, b in zip(row, [x[i] for x in h], strict=True)]),
        ),
        (Expr("det", grid(g)), det(g)),
        (Expr("det", grid(g) * grid(h)), Expr("det", grid(h)) * det(g)),
        (small**INVERSE, grid([[s, -q], [-r, p]]) / (p * s - q * r)),
        (small * small - (p + s) * small, -(p * s - q * r) * EYE),
        ((grid(g) * grid(h)).T, grid(h).T * grid(g).T),
        (Expr("norm", grid(g)) ** TWO, total([x * x for row in g for x in row])),
        (Expr("det", grid(g).T), Expr("det", grid(g))),
        (Expr("tr", small) ** TWO - Expr("tr", small * small), TWO * Expr("det", small)),
        (grid(g) + grid(h), grid([[x + y for x, y in zip(*rows, strict=True)] for rows in zip(g, h, strict=True)])),
        (S * grid(g), grid([[S * x for x in row] for row in g])),
        (Expr("entry", grid(g) * grid(h), num(1), num(2)), total([a * x[1] for a, x in zip(g[0], h, strict=True)])),
    ]
    left, right = rng.choice(claims)
    return Pair(
        "entries", DOMAIN, Expr("eq", left, surely_rewritten(right, rng, ALGEBRA) if rng.random() < 0.4 else right)
    )


def mean(e: Expr) -> Expr:
    return Expr("E", e)


def moment(k: int, deviation: Expr) -> Expr:
    """(k - 1)!! s^k, and nothing for odd k."""
    if k % 2:
        return ZERO
    odd = 1
    for j in range(k - 1, 0, -2):
        odd *= j
    return num(odd) * deviation ** num(k) if k else ONE


DEGREES = [(1, 0), (2, 0), (3, 0), (4, 0), (0, 2), (2, 2), (1, 1), (1, 2), (0, 0), (0, 3)]
POWERS = {
    2: NX**TWO + NS**TWO,
    3: NX ** num(3) + num(3) * NX * NS**TWO,
    4: NX ** num(4) + num(6) * NX**TWO * NS**TWO + num(3) * NS ** num(4),
}


def of_polynomial(rng: Random) -> Pair:
    """Polynomials in two independent noises, averaged term by term."""
    terms = [(rng.choice([NX, NA, ONE, num(2), NX * NA, -NX]), *d) for d in rng.sample(DEGREES, rng.randint(1, 3))]
    body = total([k * E1 ** num(i) * E2 ** num(j) for k, i, j in terms])
    value = total([k * moment(i, NS) * moment(j, NR) for k, i, j in terms])
    if rng.random() < 0.3:
        degree = rng.choice(list(POWERS))
        body, value = (NX + E1) ** num(degree), POWERS[degree]
    if rng.random() < 0.4:
        body = surely_rewritten(body, rng, [distributed, reordered, squared_out])
    return Pair("moment", NOISY, Expr("eq", mean(body), value))


def of_matrices(rng: Random) -> Pair:
    """Matrices and vectors of noise."""
    m, n, square = name("m"), name("n"), lambda e: Expr("norm", e) ** TWO
    claims = [
        (mean(N.T * N), m * NS**TWO * EYE),
        (mean(N * N.T), n * NS**TWO * EYE),
        (mean(N * MP * N.T), NS**TWO * Expr("tr", MP) * EYE),
        (mean(square((MA + N) * MU - MC)), square(MA * MU - MC) + m * NS**TWO * square(MU)),
        (mean(MA + N), MA),
        (mean((MA + N).T * (MA + N)), MA.T * MA + m * NS**TWO * EYE),
        (mean(Z * Z.T), NR**TWO * EYE),
        (mean(square(Z)), n * NR**TWO),
        (mean(Z.T * MP * Z), NR**TWO * Expr("tr", MP)),
        (mean(square(MU + Z)), square(MU) + n * NR**TWO),
        (mean((MU.T * Z) ** TWO), NR**TWO * square(MU)),
        (mean(square(N)), m * n * NS**TWO),
        (mean(N * Z), ZERO * MC),
        (mean(MC.T * N * Z * E1), ZERO),
        (mean(N.T * MA), ZERO * MP),
        (mean(MP * Z + MU), MU),
        (mean(square(MP * Z)), NR**TWO * Expr("tr", MP * MP.T)),
        (mean((MA + E1 * N) * MU), MA * MU),
    ]
    return Pair("moment", NOISY, Expr("eq", *rng.choice(claims)))


def moments(rng: Random) -> Pair:
    return rng.choice([of_polynomial, of_matrices])(rng)


MAKERS = {"entries": by_entry, "moment": moments}
