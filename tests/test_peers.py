"""The tools that the engine is measured beside: they are given what was written, and what they say is counted."""

import shutil
from importlib.util import find_spec

import pytest
import sympy

from benchmarks.peers import simplify
from benchmarks.peers.pairs import NotGiven, read, sample
from benchmarks.peers.report import Row, summary
from benchmarks.peers.to_maxima import assumptions, written
from benchmarks.peers.workers import Answer, Worker

x, y = sympy.symbols("x y", real=True)
s = sympy.Symbol("s", positive=True)
m, n = sympy.symbols("m n", integer=True, positive=True)
k = sympy.Symbol("~i1", integer=True)
A, b = sympy.MatrixSymbol("A", m, n), sympy.MatrixSymbol("b", m, 1)
needs_math_verify = pytest.mark.skipif(find_spec("math_verify") is None, reason="Math-Verify is not installed")
needs_maxima = pytest.mark.skipif(shutil.which("maxima") is None, reason="Maxima is not installed")


def pair(lhs, rhs, *where, truth=True, **shapes):
    return {"id": "p", "kind": "k", "truth": truth, "lhs": lhs, "rhs": rhs, "where": list(where), "shapes": shapes}


@pytest.mark.parametrize(
    "latex, where, expected",
    [
        (r"\frac{x}{3}-\sqrt{s}", [r"s > 0"], x / 3 - sympy.sqrt(s)),
        (r"\sqrt{s^2}", [r"x > s > 0"], s),
        (r"|x|+\max(x,y)", [], sympy.Abs(x) + sympy.Max(x, y)),
        (r"\begin{cases} x & y < 0 \\ \lfloor y \rfloor & \text{otherwise} \end{cases}", [],
         sympy.Piecewise((x, y < 0), (sympy.floor(y), True))),
        (r"\sum_{k=1}^{n} k^2", [r"n \in \mathbb{N}", r"n \ge 1"], sympy.Sum(k**2, (k, 1, n))),
        (r"\prod_{k=1}^{n} \frac{1}{k!}", [r"n \in \mathbb{N}", r"n \ge 1"],
         sympy.Product(1 / sympy.factorial(k), (k, 1, n))),
        (r"\pi e^{x}\tanh y", [], sympy.pi * sympy.exp(x) * sympy.tanh(y)),
    ],
)  # fmt: skip
def test_sympy_is_given_what_was_written(latex, where, expected):
    left, _, _ = simplify.given(pair(latex, "0", *where))
    assert left == expected


def test_sympy_is_given_matrices_of_symbolic_size():
    left, right, _ = simplify.given(pair(r"(A^TA+s I)^{-1}A^Tb", "A^Tb", "s > 0", A=["m", "n"], b=["m"]))
    assert left == (A.T * A + s * sympy.Identity(n)).inverse() * A.T * b
    assert right == A.T * b
    left, _, _ = simplify.given(pair(r"1+b^TAu", "0", A=["m", "n"], b=["m"], u=["n"]))
    assert left == 1 + sympy.Trace(b.T * A * sympy.MatrixSymbol("u", n, 1))


def test_sympy_is_given_relations_and_the_conditions_that_its_assumptions_do_not_say():
    left, right, conditions = simplify.given(pair(r"x \in [0, s)", r"0 \le x < s", r"0 < s < 2"))
    assert left == right == sympy.And(sympy.Le(0, x), x < s)
    assert conditions == (s < 2)


@pytest.mark.parametrize(
    "lhs, rhs, said",
    [("(PQ)^T", "Q^TP^T", True), ("(P+Q)P", "P^2+QP", True), ("PQ", "QP", False), ("y=2x", "2y=4x", True),
     ("(x-y)(x-1)=0", "x=y", False), (r"x^2<4", r"-2<x<2", True), (r"x^2<4", r"x<2", False)],
)  # fmt: skip
def test_sympy_is_asked_what_it_can_answer(lhs, rhs, said):
    assert simplify.accepts(simplify.given(pair(lhs, rhs, P=["n", "n"], Q=["n", "n"]))) is said


def test_what_has_no_form_is_not_given():
    with pytest.raises(NotGiven):
        simplify.given(pair(r"\min_{u} (u-x)^2", "0"))
    with pytest.raises(NotGiven):
        simplify.given(pair(r"\frac{x}{", "0"))


def test_maxima_is_given_what_was_written():
    claim = read(pair(r"\frac{|x|}{2}+\sum_{k=1}^{n}k", r"\log s", "s > 0", r"n \in \mathbb{N}"))
    assert written(claim.left) == "((abs(vx) * ((2) ^ (-1))) + 'sum(v_126i1, v_126i1, (1), vn))"
    assert assumptions(claim.context)[0] == "declare([vn], integer)$ assume(((0) < vs), vn >= 0)$ "


TRUE, FALSE = pair(r"\sqrt{s^2y^2}", "s|y|", "s > 0"), pair("(x+y)^2", "x^2+y^2", truth=False)


@pytest.mark.parametrize(
    "tool",
    ["engine", "simplify", "equals", pytest.param("mathverify", marks=needs_math_verify),
     pytest.param("maxima", marks=needs_maxima)],
)  # fmt: skip
def test_every_tool_tells_a_true_pair_from_a_false_one(tool):
    worker = Worker(tool, limit=60)
    try:
        true, false = worker.ask(pair("(x+y)^2", "x^2+2xy+y^2")), worker.ask(FALSE)
        known = worker.ask(TRUE)
    finally:
        worker.stop()
    assert (true.said, false.said) == ("accepted", "refused")
    assert known.said == ("refused" if tool == "mathverify" else "accepted")  # which knows no conditions


def test_a_tool_that_takes_too_long_is_stopped_and_started_again():
    worker = Worker("simplify", limit=0.001)
    try:
        assert worker.ask(pair(r"\frac{1}{1+e^{-x}}", r"\frac{e^x}{1+e^x}")).why == "stopped after 0.001 s"
        worker.limit = 60
        assert worker.ask(FALSE).said == "refused"
    finally:
        worker.stop()


def test_answers_are_counted():
    said = [(TRUE, "accepted"), (FALSE, "accepted"), (FALSE, "refused"), (TRUE, "refused")]
    said += [(TRUE, "undecided"), (TRUE, "not given")]
    rows = [Row("it", given, Answer(answer, "", 0.5)) for given, answer in said]
    outcomes = ["right", "false accept", "right", "false refusal", "undecided", "not given"]
    assert [row.outcome for row in rows] == outcomes
    assert "| it | 5 | 2/6 | 40% | 1 | 1 | 1 | 2/6 | 500.0 | 500.0 |" in summary("six", rows)


def test_a_sample_is_the_same_every_time():
    pairs = [{"id": str(number)} for number in range(100)]
    assert sample(pairs, 10) == sample(pairs, 10)
    assert len(sample(pairs, 10)) == 10
