"""The second referee's matrices: traces, inverses, blocks, Kronecker's and Hadamard's products, definiteness."""

from fractions import Fraction
from functools import reduce
from itertools import product

import numpy as np

from answerkey.tree import Expr
from benchmarks.fuzz.referee import Referee, Unsupported

ENTRY = Expr("name", "entry", ())


def plain(function: str) -> Expr:
    """A function of one entry, by those that the referee knows."""
    one, zero = Expr("num", Fraction(1)), Expr("num", Fraction(0))
    match function:
        case "relu":
            return Expr("max", ENTRY, zero)
        case "sigmoid":
            return one / (one + Expr("exp", -ENTRY))
        case "softplus":
            return Expr("log", one + Expr("exp", ENTRY))
        case "sqrt":
            return ENTRY ** Expr("num", Fraction(1, 2))
    return Expr(function, ENTRY)


def T(referee: Referee, expr: Expr):
    x = referee.of(expr.args[0])
    return x.transpose(0, 2, 1) if x.ndim == 3 else x


def tr(referee: Referee, expr: Expr):
    return np.einsum("kii->k", referee.matrix(expr.args[0]))


def det(referee: Referee, expr: Expr):
    return referee.guarded(referee.a.determinant, referee.matrix(expr.args[0]))


def rank(referee: Referee, expr: Expr):
    return referee.guarded(referee.a.rank, referee.matrix(expr.args[0]))


def pinv(referee: Referee, expr: Expr):
    x = referee.matrix(expr.args[0])
    return referee.guarded(lambda m: referee.a.pseudo_inverse(m), x) if x.shape[1] == x.shape[2] else oblong(referee, x)


def oblong(referee: Referee, x):
    if referee.a.isnan(x).any():
        raise Unsupported("the pseudo-inverse of what is undefined")
    return referee.a.pseudo_inverse(x)


def block(referee: Referee, expr: Expr):
    columns, *cells = expr.args
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    heights = [extent(referee, [cell.shape[:1] for cell in row]) for row in rows]
    widths = [extent(referee, [row[j].shape[1:] for row in rows]) for j in range(columns)]
    joined = [
        np.concatenate([referee.full(referee.of(c), (h, w)) for c, w in zip(row, widths, strict=True)], axis=2)
        for row, h in zip(rows, heights, strict=True)
    ]
    return np.concatenate(joined, axis=1)


def extent(referee: Referee, sides) -> int:
    for side in sides:
        if side != ("?",):
            return referee.size(side[0]) if side else 1
    raise Unsupported("a block of unknown size")


def kron(referee: Referee, expr: Expr):
    x, y = (referee.matrix(node) for node in expr.args)
    shape = (referee.count, x.shape[1] * y.shape[1], x.shape[2] * y.shape[2])
    return (x[:, :, None, :, None] * y[:, None, :, None, :]).reshape(shape)


def hadamard(referee: Referee, expr: Expr):
    shape = tuple(map(referee.size, expr.shape))
    return reduce(np.multiply, (referee.matrix(node, shape) for node in expr.args))


def vec(referee: Referee, expr: Expr):
    return referee.matrix(expr.args[0]).transpose(0, 2, 1).reshape(referee.count, -1, 1)


def diag(referee: Referee, expr: Expr):
    x = referee.matrix(expr.args[0])
    return x * np.eye(x.shape[1]).astype(int)


def diagpart(referee: Referee, expr: Expr):
    return np.einsum("kii->ki", referee.matrix(expr.args[0]))[:, :, None]


def each(referee: Referee, expr: Expr):
    x = referee.of(expr.args[1])
    flat = Referee({ENTRY: x.reshape(-1)}, {}, x.size, arithmetic=referee.a)
    return flat.of(plain(expr.args[0])).reshape(x.shape)


def entry(referee: Referee, expr: Expr):
    x = referee.matrix(expr.args[0])
    i, *rest = (referee.a.whole(referee.of(index)) for index in expr.args[1:])
    j = rest[0] if rest else referee.constant(1)
    found = np.full_like(i, np.nan)
    for row, column in product(range(x.shape[1]), range(x.shape[2])):
        found = np.where((i == row + 1) & (j == column + 1), x[:, row, column], found)
    return found


def norm(referee: Referee, expr: Expr):
    x = referee.matrix(expr.args[0])
    return referee.fixed_power((x * x).sum(axis=(1, 2)), Fraction(1, 2))


def norm1(referee: Referee, expr: Expr):
    return abs(referee.matrix(expr.args[0])).sum(axis=(1, 2))


def norminf(referee: Referee, expr: Expr):
    return abs(referee.matrix(expr.args[0])).max(axis=(1, 2))


def pd(referee: Referee, expr: Expr):
    return definite(referee, expr, strictly=True)


def psd(referee: Referee, expr: Expr):
    return definite(referee, expr, strictly=False)


def definite(referee: Referee, expr, strictly: bool):
    """By eigenvalues; a matrix that is not symmetric is neither."""
    x = referee.matrix(expr.args[0])
    scale = 1 + abs(x).max(axis=(1, 2))
    least = referee.guarded(referee.a.eigenvalues, (x + x.transpose(0, 2, 1)) / 2).min(axis=1)
    slack = 1e3 * referee.tie * scale
    holds = (least > slack) if strictly else (least > -slack)
    symmetric = abs(x - x.transpose(0, 2, 1)).max(axis=(1, 2)) <= slack
    return referee.settled((holds & symmetric) * 1.0, least)


RULES = {
    "T": T,
    "tr": tr,
    "det": det,
    "rank": rank,
    "pinv": pinv,
    "block": block,
    "kron": kron,
    "hadamard": hadamard,
    "vec": vec,
    "diag": diag,
    "diagpart": diagpart,
    "each": each,
    "entry": entry,
    "norm": norm,
    "norm1": norm1,
    "norminf": norminf,
    "pd": pd,
    "psd": psd,
}
