"""The referee: exact values of every construct at a point, undefined ones too, and where the points come from."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from flint import arb, ctx, fmpq, fmpq_mat

from answerkey.context import Context
from answerkey.deciding.entries import by_entries, entries
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.values import Undefined, Unknown, is_matrix
from answerkey.tree import HALF, ONE, TRUE, ZERO, Expr, bound, name, num, tree

NOWHERE = Context()
x, y, a, b, n = (name(letter) for letter in "xyabn")
B, C = name("B", (2, 2)), name("C", (2, 2))
u, v = name("u", (2, 1)), name("v", (2, 1))
R = Expr("reals")


def at(expr, **known):
    """The value of `expr` with numbers and nested lists for its names; 'undefined' or 'unknown' where it has none."""
    leaves = {leaf.args[0]: leaf for leaf in expr.walk() if leaf.head == "name"}
    given = {leaves[k]: plain(held) for k, held in known.items() if k in leaves}
    try:
        return value(expr, Point(given), NOWHERE, 256)
    except Undefined:
        return "undefined"
    except Unknown:
        return "unknown"


def plain(held):
    if isinstance(held, list):
        rows = [row if isinstance(row, list) else [row] for row in held]
        return fmpq_mat(len(rows), len(rows[0]), [plain(entry) for row in rows for entry in row])
    held = Fraction(held)
    return fmpq(held.numerator, held.denominator)


def rows_of(found):
    return [[float(str(entry.mid().str(15, radius=False)) if isinstance(entry, arb) else Fraction(str(entry)))
             for entry in row] for row in (found.tolist() if is_matrix(found) else [[found]])]  # fmt: skip


def over(head, body, low, high):
    return bound(head, name("i"), body, tree(low), tree(high), whole=True)


def best(head, body, condition=TRUE):
    return bound(head, x, body, condition)


def every(condition, body):
    return bound("forall", x, condition, body)


def some(condition, body):
    return bound("exists", x, condition, body)


def within(low, high, closed="[]"):
    return Expr("in", x, Expr("interval", tree(low), tree(high), closed[0] == "[", closed[1] == "]"))


def le(left, right):
    return Expr("le", tree(left), tree(right))


def lt(left, right):
    return Expr("lt", tree(left), tree(right))


def eq(left, right):
    return Expr("eq", tree(left), tree(right))


def derived(body, *variables):
    for variable in variables:
        body = Expr("derivative", body, variable)
    return body


i = name("i")


@pytest.mark.parametrize(
    "expr, known, expected",
    [
        (over("sum", i**2, 1, n), {"n": 4}, 30),
        (over("sum", i, 1, n), {"n": 0}, 0),
        (over("sum", i, 1, n), {"n": -1}, "undefined"),
        (over("sum", i, 1, n), {"n": HALF.args[0]}, "undefined"),
        (over("sum", i, 1, n), {"n": 10**6}, "unknown"),
        (over("sum", ONE / (i - 2), 1, n), {"n": 3}, "undefined"),
        (over("prod", i, 1, n), {"n": 5}, 120),
        (over("prod", i, 1, n), {"n": 0}, 1),
        (over("sum", over("sum", i * name("j"), 1, 2).replace({name("j"): name("i")}), 1, 2), {}, 9),
        (Expr("factorial", n), {"n": 5}, 120),
        (Expr("factorial", n), {"n": -1}, "undefined"),
        (Expr("factorial", n), {"n": HALF.args[0]}, "undefined"),
        (Expr("binomial", x, n), {"x": Fraction(1, 2), "n": 2}, Fraction(-1, 8)),
        (Expr("binomial", x, n), {"x": 3, "n": 5}, 0),
        (Expr("binomial", x, n), {"x": 3, "n": -1}, "undefined"),
        (Expr("sign", x), {"x": -3}, -1),
        (Expr("sign", x), {"x": 0}, 0),
        (Expr("erf", x), {"x": 0}, 0),
        (Expr("cases", x, lt(0, x), -x), {"x": -3}, 3),
        (Expr("cases", x, lt(0, ONE / x), -x), {"x": 0}, "undefined"),
        (Expr("cases", ONE / x, lt(0, x), ZERO), {"x": 0}, 0),
    ],
)
def test_numbers(expr, known, expected):
    assert at(expr, **known) == (expected if isinstance(expected, str) else plain(expected))


@pytest.mark.parametrize(
    "expr, expected",
    [
        (Expr("entry", B, num(2), num(1)), 3),
        (Expr("entry", B, num(3), num(1)), "undefined"),
        (Expr("vec", B), [1, 3, 2, 4]),
        (Expr("diag", u), [[1, 0], [0, -2]]),
        (Expr("diagpart", B), [1, 4]),
        (Expr("ones", 2), [1, 1]),
        (Expr("hadamard", B, B), [[1, 4], [9, 16]]),
        (Expr("hadamard", B, Expr("eye")), [[1, 0], [0, 4]]),
        (Expr("rank", u * u.T), 1),
        (Expr("rank", B), 2),
        (Expr("norm1", u), 3),
        (Expr("norminf", u), 2),
        (Expr("each", "relu", u), [1, 0]),
        (Expr("each", "sqrt", u), "undefined"),
        (Expr("pow", u * u.T, num(-1)), "undefined"),
        (Expr("kron", u, v), [3, 4, -6, -8]),
    ],
)
def test_matrices(expr, expected):
    found = at(expr, B=[[1, 2], [3, 4]], u=[1, -2], v=[3, 4])
    assert found == (expected if isinstance(expected, str) else plain(expected))


@pytest.mark.parametrize(
    "rows, pd, psd",
    [
        ([[2, 1], [1, 2]], True, True),
        ([[1, 1], [1, 1]], False, True),
        ([[0, 0], [0, 1]], False, True),
        ([[0, 1], [1, 0]], False, False),
        ([[1, 2], [0, 1]], False, False),
        ([[1, 2], [2, 1]], False, False),
        ([[0, 0], [0, 0]], False, True),
    ],
)
def test_definiteness(rows, pd, psd):
    assert at(Expr("pd", B), B=rows) is pd and at(Expr("psd", B), B=rows) is psd


def test_definiteness_is_that_of_the_eigenvalues():
    rng = Random(1)
    for size in (1, 2, 3, 4):
        M = name("M", (size, size))
        for _ in range(150):
            half = [[rng.randint(-1, 2) for _ in range(size)] for _ in range(size)]
            rows = [[half[i][j] + half[j][i] for j in range(size)] for i in range(size)]
            low = np.linalg.eigvalsh(np.array(rows, float)).min()
            if abs(low) > 1e-9:
                assert at(Expr("pd", M), M=rows) is bool(low > 0)
            assert at(Expr("psd", M), M=rows) is bool(low > -1e-9)


def test_a_kronecker_product_is_that_of_numpy():
    rng = Random(2)
    A, D = name("A", (2, 3)), name("D", (3, 1))
    for _ in range(20):
        first = [[rng.randint(-3, 3) for _ in range(3)] for _ in range(2)]
        second = [[rng.randint(-3, 3)] for _ in range(3)]
        assert rows_of(at(Expr("kron", A, D), A=first, D=second)) == np.kron(first, second).tolist()


def test_a_root_times_a_matrix_has_a_value():
    found = at(Expr("pow", num(2) ** HALF * B, num(-1)), B=[[1, 2], [3, 4]])
    assert np.allclose(rows_of(found), np.linalg.inv(2**0.5 * np.array([[1, 2], [3, 4]])))
    assert at(Expr("pd", Expr("diag", Expr("each", "exp", u))), u=[1, -2]) is True
    assert at(eq(num(2) ** HALF * B, B), B=[[1, 2], [3, 4]]) is False


@pytest.mark.parametrize(
    "claim, known, expected",
    [
        (every(Expr("in", x, R), le(0, x * x)), {}, True),
        (every(Expr("in", x, R), lt(0, x * x)), {}, False),
        (every(Expr("in", x, R), le(0, x * x - 2 * a * x + b)), {"a": 3, "b": 9}, True),
        (every(Expr("in", x, R), le(0, x * x - 2 * a * x + b)), {"a": 3, "b": Fraction(899, 100)}, False),
        (every(within(0, a, "[)"), lt(x, a)), {"a": 2}, True),
        (every(within(0, a), lt(x, a)), {"a": 2}, False),
        (every(Expr("in", x, Expr("set", num(1), num(2))), le(x, 2)), {}, True),
        (every(Expr("and", Expr("in", x, Expr("naturals")), le(x, 5)), le(x * x, 24)), {}, False),
        (every(Expr("and", Expr("in", x, Expr("naturals")), le(x, 5)), le(x * x, 25)), {}, True),
        (every(Expr("in", x, Expr("naturals")), le(0, x)), {}, "unknown"),
        (every(Expr("in", x, R), lt(0, Expr("exp", x))), {}, "unknown"),
        (every(Expr("in", x, R), lt(0, ONE / x**2)), {}, "undefined"),
        (every(Expr("in", x, R), lt(0, ONE / x)), {}, False),
        (some(Expr("in", x, R), eq(x * x, 2)), {}, True),
        (some(Expr("in", x, R), eq(x * x, -2)), {}, False),
        (some(Expr("in", x, R), Expr("and", eq(x * x, 2), lt(x, 1), lt(x**3, -3))), {}, False),
        (some(within(0, 1), lt(1, x)), {}, False),
        (some(Expr("in", x, R), eq(Expr("abs", x - a) + Expr("abs", x - b), 2)), {"a": 1, "b": 3}, True),
        (some(Expr("in", x, R), lt(Expr("abs", x - a) + Expr("abs", x - b), 2)), {"a": 1, "b": 3}, False),
    ],
)
def test_quantifiers(claim, known, expected):
    assert at(claim, **known) == expected


@pytest.mark.parametrize(
    "body, condition, least, place",
    [
        (x * x - 2 * x, TRUE, -1, 1),
        (abs(x - 1) + abs(x - 3), TRUE, 2, "undefined"),
        (abs(x - 1) + x * x, TRUE, Fraction(3, 4), Fraction(1, 2)),
        (ONE / x, within(1, 2), Fraction(1, 2), 2),
        (x**3 - 3 * x, within(-2, 2, "()"), -2, 1),
        (x**3 - 3 * x, within(-2, 2), -2, "undefined"),
        (x / (1 + x * x), TRUE, Fraction(-1, 2), -1),
        (x**4 - 4 * x**2, TRUE, -4, "undefined"),
        (x, lt(0, x), "undefined", "undefined"),
        (ONE / (1 + x * x), TRUE, "undefined", "undefined"),
        (x, Expr("in", x, Expr("set", num(3), num(-2))), -2, -2),
        (x * x, lt(x, x), "undefined", "undefined"),
        (Expr("cases", x * x, lt(0, x), ONE), TRUE, "undefined", "undefined"),
        (Expr("max", x, -2 * x, num(1)), TRUE, 1, "undefined"),
        (Expr("exp", x), TRUE, "unknown", "unknown"),
    ],
)
def test_optima(body, condition, least, place):
    lowest = [found if isinstance(found, str) else plain(found) for found in (least, place)]
    assert [at(best("minimum", body, condition)), at(best("argmin", body, condition))] == lowest
    highest = [found if isinstance(found, str) else -found for found in lowest[:1]] + lowest[1:]
    assert [at(best("maximum", -body, condition)), at(best("argmax", -body, condition))] == highest


def test_an_algebraic_place_is_a_ball():
    found = at(best("argmin", x**3 - 6 * x, lt(0, x)))
    assert isinstance(found, arb) and abs(found - arb(2).sqrt()) < 1e-9


def test_least_squares_by_the_normal_equations():
    w = name("w", (2, 1))
    loss = Expr("T", B * w - u) * (B * w - u) + w.T * w
    found = rows_of(at(bound("argmin", w, loss, TRUE), B=[[1, 2], [3, 4]], u=[1, -2]))
    matrix = np.array([[1, 2], [3, 4]])
    assert np.allclose(found, np.linalg.solve(matrix.T @ matrix + np.eye(2), matrix.T @ [[1], [-2]]))
    flat = Expr("T", B * w - u) * (B * w - u)
    assert at(bound("argmin", w, flat, TRUE), B=[[1, 1], [1, 1]], u=[1, -2]) == "undefined"
    assert at(bound("minimum", w, flat, TRUE), B=[[1, 1], [1, 1]], u=[1, -2]) == fmpq(9, 2)
    assert at(bound("minimum", w, u.T * w, TRUE), u=[1, -2]) == "undefined"


@pytest.mark.parametrize(
    "body, target, expected",
    [(x * x + 1, 2, 5), (Expr("sin", x) / x, 0, "unknown"), (x**HALF, 0, "unknown"), (Expr("floor", x), 1, "unknown")],
)
def test_limits_of_what_is_continuous(body, target, expected):
    found = at(Expr("limit", *bound("limit", x, body, tree(target)).args, ""))
    assert found == (expected if isinstance(expected, str) else plain(expected))


@pytest.mark.parametrize(
    "expr, known, expected",
    [
        (derived(Expr("log", x), x, x), {"x": 3}, Fraction(-1, 9)),
        (derived(abs(x), x), {"x": 0}, "undefined"),
        (derived(abs(x), x), {"x": -2}, -1),
        (derived(abs(x**3), x), {"x": 0}, 0),
        (derived(Expr("max", x, ZERO), x), {"x": 0}, "undefined"),
        (derived(x**HALF, x), {"x": 0}, "undefined"),
        (derived(x**HALF, x, x), {"x": 4}, Fraction(-1, 32)),
        (derived(x * x * y, x, y), {"x": 3, "y": 5}, 6),
        (derived(x * derived(x**3, x), x), {"x": 2}, 36),
        (derived(ONE / x, x), {"x": 0}, "undefined"),
        (derived(over("sum", x**i, 0, 3), x), {"x": 2}, 17),
        (derived(Expr("cases", x * x, lt(0, x), ZERO), x), {"x": 0}, "undefined"),
        (derived(Expr("cases", x * x, lt(0, x), ZERO), x), {"x": 3}, 6),
        (derived(Expr("floor", x), x), {"x": 1}, "undefined"),
        (derived(Expr("floor", x), x), {"x": HALF.args[0]}, 0),
    ],
)
def test_derivatives(expr, known, expected):
    assert at(expr, **known) == (expected if isinstance(expected, str) else plain(expected))


SMOOTH = [
    Expr("exp", u.T * B * u),
    Expr("log", ONE + u.T * u),
    Expr("norm", B * u - v),
    u.T * (Expr("eye") + u * u.T) ** num(-1) * v,
    Expr("entry", Expr("each", "tanh", B * u), num(1)),
    v.T * Expr("each", "sigmoid", B * u),
    v.T * Expr("each", "softplus", B * u) + Expr("norm1", u) * Expr("norminf", v + u),
    Expr("det", B + u * v.T) + Expr("tr", Expr("kron", u * u.T, B)),
    Expr("hadamard", u, u).T * v + Expr("vec", u * u.T).T * Expr("vec", B),
    Expr("tr", Expr("diag", u) * B * Expr("diag", Expr("each", "sin", u))),
    v.T * Expr("block", 1, Expr("entry", u, num(2)), u.T * u),
    Expr("erf", u.T * v) * Expr("cos", u.T * v) ** num(3),
]


@pytest.mark.parametrize("body", SMOOTH, ids=repr)
def test_gradients_and_hessians_are_the_limits_of_differences(body):
    known = {"B": [[1, 2], [-1, 1]], "v": [2, -1]}
    spot, step = [Fraction(1, 3), Fraction(-3, 5)], Fraction(1, 10**12)

    def seen(*shift):
        moved = [spot[k] + step * shift.count(k + 1) - step * shift.count(-1 - k) for k in range(2)]
        return at(body, u=moved, **known)

    with ctx.workprec(256):
        steps = [(seen(k) - seen(-k)) / 2 * 10**12 for k in (1, 2)]
        bends = [[(seen(j, k) - seen(j, -k) - seen(-j, k) + seen(-j, -k)) / 4 * 10**24 for k in (1, 2)] for j in (1, 2)]
    slopes = rows_of(at(Expr("gradient", body, u, u), u=spot, **known))
    assert np.allclose(np.ravel(slopes), np.ravel([rows_of(each) for each in steps]), atol=1e-8)
    found = rows_of(at(Expr("hessian", body, u, u), u=spot, **known))
    assert np.allclose(found, [[rows_of(each)[0][0] for each in row] for row in bends], atol=1e-6)


def test_a_jacobian_and_kinks():
    body = Expr("each", "relu", B * u)
    known = {"B": [[1, 2], [3, 4]]}
    assert at(Expr("jacobian", body, u, u), u=[3, -2], **known) == plain([[0, 0], [3, 4]])
    assert at(Expr("jacobian", body, u, u), u=[2, -1], **known) == "undefined"
    assert at(Expr("gradient", Expr("norm", u), u, u), u=[0, 0]) in ("undefined", "unknown")


def test_the_gradient_of_a_determinant_is_its_cofactors():
    assert at(Expr("gradient", Expr("det", B), B, B), B=[[0, 5], [6, 7]]) == plain([[7, -6], [-5, 0]])


MATRICES = [
    B * C + 2 * Expr("eye"),
    (B + C.T) ** num(-1) * u * v.T,
    Expr("kron", u, B),
    Expr("hadamard", B, Expr("eye")) ** num(2),
    Expr("diag", u) * B * (3 * Expr("eye")),
    Expr("block", 2, B, u, v.T, num(1)),
    Expr("each", "relu", B * u),
    Expr("vec", B * C),
    Expr("gradient", (B * u - v).T * (B * u - v), u, 2 * v),
    Expr("jacobian", B * u * (u.T * v), u, u),
    Expr("hessian", (u.T * u) ** num(2), u, v),
    over("sum", i * B, 1, 3),
    Expr("cases", B, lt(0, Expr("tr", B)), C),
    Expr("det", B - C) * Expr("norminf", u) + Expr("norm1", v) + Expr("entry", B * C, num(1), num(2)),
]


@pytest.mark.parametrize("expr", MATRICES, ids=repr)
def test_entries_are_those_of_the_matrix(expr):
    rng = Random(7)
    found = entries(expr, int)
    for _ in range(5):
        drawn = {leaf: [[rng.randint(-4, 4) for _ in range(leaf.shape[1])] for _ in range(2)] for leaf in (B, C, u, v)}
        apart = {f"{m.args[0]}[{r + 1},{c + 1}]": row[c] for m, rows in drawn.items() for r, row in enumerate(rows)
                 for c in range(len(row))}  # fmt: skip
        apart |= {f"{m.args[0]}[{r + 1}]": row[0] for m in (u, v) for r, row in enumerate(drawn[m])}
        whole = at(expr, **{leaf.args[0]: rows for leaf, rows in drawn.items()})
        if isinstance(whole, str):
            assert any(at(cell, **apart) == whole for row in found for cell in row)
        else:
            pieces = [[at(cell, **apart) for cell in row] for row in found]
            assert rows_of(whole) == [[rows_of(cell)[0][0] for cell in row] for row in pieces]


def test_a_claim_by_entries_keeps_what_is_declared():
    context = Context().with_symbol("B", "value", (2, 2)).with_condition(Expr("pd", B))
    claims, inner = by_entries(lt(0, Expr("det", B)), context)
    assert claims == [lt(0, Expr("add", *claims[0].args[1].args))]
    assert claims[0] in inner.conditions
    assert all(leaf.args[0] != "B[2,1]" for leaf in claims[0].walk() if leaf.head == "name")
    assert by_entries(lt(0, Expr("det", name("M", ("n", "n")))), context) is None
    assert by_entries(eq(Expr("pinv", B), B), context) is None


def test_an_inverse_by_entries_is_undefined_where_the_inverse_is():
    for row in entries(ZERO * B ** num(-1), int):
        for cell in row:
            assert at(cell, **{"B[1,1]": 1, "B[1,2]": 1, "B[2,1]": 1, "B[2,2]": 1}) == "undefined"


def test_sides_are_sums_and_products():
    point = Point({name("k"): fmpq(5)}, {"m": 2, "n": 3})
    assert [point.size(side) for side in ("m+n", "m*n", "(m+n)*m", "m*(n+1)", "k", 4)] == [5, 6, 10, 8, 5, 4]
    assert truth(eq(name("m"), 2), point, NOWHERE)
