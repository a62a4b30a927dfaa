"""Formulas that nobody here wrote: the engine disagrees with none, but where that was looked at and the label is wrong.

`make outside` decides the whole collections.
"""

import ast

import pytest

from answerkey.deciding.pairs import decide_pair
from benchmarks.outside import mpmath_tests, sympy_tests
from benchmarks.outside.known import KNOWN
from benchmarks.outside.verdicts import disagrees, distinct, reason, verdicts


@pytest.mark.parametrize(
    "collection, proved",
    [(lambda: sympy_tests.sample(60), 0.6), (lambda: [p for p in mpmath_tests.pairs() if isinstance(p, dict)], 0.5)],
    ids=["sympy", "mpmath"],
)
def test_the_engine_agrees_with_the_tests_of_other_packages(collection, proved):
    decided = verdicts(distinct(collection()))
    assert [outcome for outcome in decided if disagrees(*outcome) and reason(outcome[0]) is None] == []
    assert sum(verdict.status == "proved" for _, verdict in decided) >= proved * len(decided) > 10


@pytest.mark.parametrize("lhs, rhs", KNOWN)
def test_a_known_disagreement_is_one(lhs, rhs):
    assert decide_pair(lhs, rhs)[0].status == "refuted"


TESTS = r"""
def test_something():
    from sympy import Symbol, Sum, diff, limit, log, powsimp, simplify, sin, summation, symbols
    x, n = Symbol("x", positive=True), Symbol("n", integer=True)
    assert simplify(sin(x)**2 - 1) == -sin(x)**2
    assert powsimp(x**2, force=True) == x
    for e in [x]:
        f = e
    assert simplify(f) == 1
    assert diff(log(x), x) == 1/x
    assert limit(1/x, x, 0, dir="-") == 0
    assert summation(n, (n, 1, x)) == x
    assert simplify(x) == x
    assert sin(0).subs(x, 1) == 0
    e = Symbol("e", imaginary=True)
    assert simplify(e) == x
"""


def test_what_an_assertion_claims():
    (function,) = ast.parse(TESTS).body
    found = list(sympy_tests.pairs(sympy_tests.Test("module", (), function)))
    assert [(p["lhs"], p["rhs"], p["where"]) for p in found if isinstance(p, dict)] == [
        (r"\sin^{2}{\left(x \right)} - 1", r"- \sin^{2}{\left(x \right)}", ["x > 0"]),
        (r"\frac{d}{d x} \log{\left(x \right)}", r"\frac{1}{x}", ["x > 0"]),
        (r"\lim_{x \to 0^-} \frac{1}{x}", "0", []),
        (r"\sum_{n=1}^{x} n", "x", ["x > 0"]),
    ]
    assert [item for item in found if isinstance(item, str)] == [
        "not evaluated: NameError", "nothing is left to decide", "a symbol that is no real number"
    ]  # fmt: skip
