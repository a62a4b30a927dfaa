"""Where the referee's points come from: every declared condition holds at them, and false claims meet one of them."""

import itertools
from random import Random

import pytest
from flint import arb, ctx, fmpq

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.points.witnesses import search, simplified
from answerkey.deciding.referee.evaluate import Point, truth, value
from answerkey.deciding.referee.quick import Unheld, truth_of
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.reading.parser import read
from answerkey.tree import Expr, name
from benchmarks.fuzz import scalars

SQUARE = r"A, B \in \mathbb{R}^{n \times n}"
TALL = r"X \in \mathbb{R}^{m \times n}"
VECTORS = r"u, v, w \in \mathbb{R}^n"


@pytest.mark.parametrize(
    "where",
    [
        [SQUARE, "A = A^T"],
        [SQUARE, "A^T = -A"],
        [SQUARE, r"A \succ 0"],
        [SQUARE, r"A \succeq 0"],
        [SQUARE, r"A \succ 0", r"B \succ A"],
        [SQUARE, r"\det(A) \ne 0"],
        [SQUARE, r"\det(A) > 0", "A = A^T"],
        [SQUARE, "A^2 = A"],
        [SQUARE, "A^2 = A", "A = A^T"],
        [SQUARE, "AB = BA"],
        [TALL, r"\operatorname{rank}(X) = n"],
        [TALL, r"\operatorname{rank}(X) = 1"],
        [TALL, "X^T X = I"],
        [VECTORS, r"\|u\| = 1"],
        [VECTORS, r"\|u\| \le 1"],
        [VECTORS, "u^T v = 0"],
        [VECTORS, "u^T v = 0", r"\|u\| = 1", r"\|v\| = 1", "w^T u = 0"],
        [TALL, VECTORS, r"c \in \mathbb{R}^m", "X u = c"],
        [r"a, b \in \mathbb{R}", "a + b = 1"],
        ["a, b, c > 0", "a + b + c = 1"],
        [r"a, b \in \mathbb{R}", "ab = 1"],
        ["a, b, c > 0", "a^2 + b^2 = c^2"],
        [r"a, b \in \mathbb{R}", "a^2 + b^2 = 1"],
        [r"a, b \in \mathbb{R}", "a = b^2"],
        ["p, q > 0", r"\frac{1}{p} + \frac{1}{q} = 1"],
        ["x > 100", "y < x"],
        [r"n, k \in \mathbb{N}", r"n \ge 20", "k < n"],
        [r"x \in [0, 1)"],
    ],
    ids=lambda where: where[-1],
)
def test_points_are_found_in_the_domain(where):
    context = Context().declare(*where)
    points = list(Sampler(context, list(context.conditions)).points(12))
    assert len(points) >= 5
    for point in points:
        for condition in context.conditions:
            assert truth(condition, point, context)


def drawn(where, count=60):
    context = Context().declare(*where)
    return list(Sampler(context, list(context.conditions)).points(count)), context


def test_sizes_leave_room_for_what_is_declared_of_them():
    points, _ = drawn([TALL, r"\operatorname{rank}(X) = n"])
    assert all(point.sizes["n"] <= point.sizes["m"] for point in points)
    assert any(point.sizes["n"] < point.sizes["m"] for point in points)
    points, _ = drawn([r"m \ge n", r"n \ge 2", TALL], 20)
    assert points and all(2 <= point.sizes["n"] <= point.sizes["m"] for point in points)


def test_edges_come_up():
    points, context = drawn([r"x \in [0, 1]"])
    assert {fmpq(0), fmpq(1)} <= {point.values[name("x")] for point in points}
    points, context = drawn([SQUARE, r"A \succeq 0"])
    leaf = context.names.leaf("A")
    ranks = {(point.sizes["n"], point.values[leaf].rank()) for point in points}
    assert any(rank < size for size, rank in ranks) and any(rank == size for size, rank in ranks)


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"x \in \mathbb{R}"], r"\sqrt{x^2} = x"),
        (["0 < b < 1"], r"b \le \frac{9}{10}"),
        (["x > 100"], "x > 101"),
        ([r"x, y \in \mathbb{R}"], r"x < y \iff x^2 < y^2"),
        (["a, b > 0", "a + b = 1"], r"ab = \frac{1}{4}"),
        ([SQUARE, r"A \succ 0", r"B \succ 0"], r"AB \succ 0"),
        ([SQUARE, r"A \succeq 0"], r"A \succ 0"),
        ([TALL, VECTORS, r"\operatorname{rank}(X) = n"], "X X^T = I"),
        ([VECTORS, r"\|u\| = 1", r"\|v\| = 1", "u^T v = 0"], r"\|u + v\| = 2"),
        ([SQUARE, "A = A^T"], r"A \succeq 0"),
    ],
)
def test_a_false_claim_is_refuted_by_a_simple_point(where, claim):
    context = Context().declare(*where)
    tree = context.unfold(read(claim, context.names))
    point = search(tree, context, 400)
    assert point is not None and truth(tree, point, context) is False
    simple = simplified(tree, point, Sampler(context, [tree]))
    assert truth(tree, simple, context) is False
    assert all(truth(condition, simple, context) for condition in context.conditions)
    assert sum(len(str(v)) for v in simple.values.values()) <= sum(len(str(v)) for v in point.values.values())


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"x, y \in \mathbb{R}"], "(x + y)^2 = x^2 + 2xy + y^2"),
        ([r"x, y \in \mathbb{R}"], "e^{x + y} = e^x e^y"),
        ([r"x \in \mathbb{R}"], r"\frac{1}{x} > 0 \iff x > 0"),
        ([SQUARE, r"A \succ 0"], r"\det(A) > 0"),
        ([TALL, r"\operatorname{rank}(X) = n"], r"\det(X^T X) \ne 0"),
        ([VECTORS, "u^T v = 0"], r"\|u + v\|^2 = \|u\|^2 + \|v\|^2"),
        (["a, b, c > 0", "a^2 + b^2 = c^2"], "a < c"),
    ],
)
def test_a_true_claim_is_not_refuted(where, claim):
    context = Context().declare(*where)
    assert search(read(claim, context.names), context, 600) is None


def test_witnesses_are_small_whole_numbers_where_they_can_be():
    context = Context().declare(r"x, y \in \mathbb{R}", "s > 0")
    verdict = Ladder(context).decide(read("(x + y)^2 s = (x^2 + y^2) s", context.names))
    assert verdict.witness == {"x": "1", "y": "1", "s": "1"}
    context = Context().declare(SQUARE)
    verdict = Ladder(context).decide(read("AB = BA", context.names))
    assert set("".join(verdict.witness[matrix] for matrix in "AB")) <= set("[], ;01")


COMPILED = [
    r"\frac{1}{x} > 0",
    r"\frac{x^2 - y^2}{x - y} = x + y",
    r"|x| \le \max(x, y, 0)",
    r"\lfloor x \rfloor = \lceil y \rceil",
    r"x < y \iff x^{-1} > y^{-1}",
    r"x \in [0, y)",
    r"x \in (\frac{1}{y}, 1)",
    r"x \in \{1, \frac{1}{y}\}",
    r"x \in \mathbb{N} \implies y \in \mathbb{Z}",
    r"\frac{1}{x} = 1 \text{ or } y = 1",
    r"\frac{1}{x} = 1 \text{ and } y \ne 1",
    r"\neg (\frac{1}{x} > y)",
    r"e^x > y",
    r"\sqrt{x} = y",
    r"\sqrt{x^2 y^2} = xy",
    r"x^{40} = y",
    r"(x^2)^{12} < y",
    r"x^y \le 1",
    r"\log x \ge y",
    r"\max(\sqrt{x}, y) = \min(x, e^y)",
    r"\lfloor \sqrt{x} \rfloor = y",
    r"\sqrt{x} > 0 \iff y \ne 0",
    r"\frac{1}{\sqrt{x}} < y \text{ or } y = 1",
    r"\tanh x + \sin y < \frac{\pi}{4}",
]
NUMBERS = [fmpq(p, q) for p, q in ((0, 1), (1, 1), (-1, 1), (1, 2), (-5, 3), (2, 1), (4, 1))]


def outcome(ask):
    """A value, or the name of what was raised instead."""
    try:
        return ask()
    except (Undefined, Unknown) as reason:
        return type(reason).__name__


@pytest.mark.parametrize("claim", COMPILED)
def test_compiled_claims_say_what_the_referee_says(claim):
    context = Context().declare(r"x, y \in \mathbb{R}")
    tree = context.unfold(read(claim, context.names))
    quickly, outcomes = truth_of(tree), set()
    for x, y in itertools.product(NUMBERS, NUMBERS):
        point = Point({name("x"): x, name("y"): y})
        for precision in (64, 256):
            expected = outcome(lambda: value(tree, point, context, precision))  # noqa: B023
            with ctx.workprec(precision):
                assert outcome(lambda: quickly(point.values)) == expected  # noqa: B023
            outcomes.add(expected)
    assert len(outcomes) > 1


def test_compiled_claims_say_what_the_referee_says_of_random_ones():
    rng, outcomes, compiled = Random(3), set(), 0
    themes = ["rational", "root", "absolute", "exponential", "extremum"]
    for _ in range(150):
        one, other = (scalars.MAKERS[rng.choice(themes)](rng).claim for _ in range(2))
        tree = Expr("eq", one.args[0], rng.choice([one, other]).args[1])
        if (quickly := truth_of(tree)) is None:
            continue
        compiled += 1
        for point in Sampler(scalars.DOMAIN.context, [tree], wide=True).points(6):
            expected = outcome(lambda: value(tree, point, scalars.DOMAIN.context))  # noqa: B023
            with ctx.workprec(64):
                assert outcome(lambda: quickly(point.values)) == expected, (tree, point)  # noqa: B023
            outcomes.add(expected)
    assert compiled > 100 and outcomes == {True, False, "Undefined", "Unknown"}


@pytest.mark.parametrize("claim", [r"u = w", r"\sum_{k=1}^{3} x^k = y", "w_2 = x", "|x| = " + "+".join(["y"] * 1_000)])
def test_what_is_no_small_claim_about_numbers_is_left_to_the_referee(claim):
    context = Context().declare(r"x, y \in \mathbb{R}", VECTORS, r"w_t \in \mathbb{R}")
    assert truth_of(read(claim, context.names)) is None


def test_a_compiled_claim_takes_rational_numbers_only():
    context = Context().declare(r"x, y \in \mathbb{R}")
    quickly = truth_of(read("x = y", context.names))
    for values in ({name("x"): arb(2).sqrt(), name("y"): fmpq(1)}, {name("x"): fmpq(1)}):
        with pytest.raises(Unheld):
            quickly(values)


FACTORS = [r"U^T U = I", r"V^T V = I", r"\Sigma = \operatorname{diag}(\sigma_i)", r"X = U \Sigma V^T"]
SIDES = {"U": ["m", "m"], "V": ["n", "n"], r"\Sigma": ["m", "n"]}


def test_a_witness_of_factors_has_orthogonal_ones_and_the_entries_on_the_diagonal():
    verdict, _, _ = decide_pair(
        r"\operatorname{tr}(X^T X)", r"\operatorname{tr}(\Sigma^T \Sigma) + \sigma_1 - |\sigma_1|", FACTORS, SIDES
    )
    assert verdict.status == "refuted", verdict
    assert verdict.witness["sigma[1]"].startswith("-")
    assert verdict.witness["Sigma"].startswith(f"[{verdict.witness['sigma[1]']}")
    assert verdict.witness["U"] != "[0]"


@pytest.mark.parametrize("last", [0, len(FACTORS)])
def test_a_condition_on_an_entry_of_a_diagonal_is_meant_for_every_entry_wherever_it_is_declared(last):
    where = [*FACTORS[:last], r"\sigma_i \ge 0", *FACTORS[last:]]
    true, _, _ = decide_pair(r"\sigma_1 + \|X\|^2", r"|\sigma_1| + \|\Sigma\|^2", where, SIDES)
    false, _, _ = decide_pair(r"\sigma_1 + \|X\|^2", r"|\sigma_2| + \|\Sigma\|^2", where, SIDES)
    assert true.passes and false.status == "refuted", (true, false)


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        (r"\begin{bmatrix} a & b \\ b & c \end{bmatrix} \succeq 0", r"a \ge 0 \text{ and } ac \ge b^2"),
        (r"\begin{bmatrix} a & b \\ b & c \end{bmatrix} \succeq 0", r"c \ge 0 \text{ and } ac \ge b^2"),
    ],
)
def test_what_fails_only_where_several_numbers_are_zero_is_refuted(lhs, rhs):
    verdict, _, _ = decide_pair(lhs, rhs)
    assert verdict.status == "refuted", verdict
    assert verdict.witness["b"] == "0"
