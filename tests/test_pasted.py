"""A wrong claim about numbers as a line for a shell: it is Python, it runs, and it shows what the witness says."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerkey.cli import main
from answerkey.keys.pasted import python_line, written
from answerkey.tree import HALF, Expr, name, num

EXAMPLES = Path(__file__).parent.parent / "examples"
A, B, T = name("a"), name("b"), name("t")


def output_of(line):
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (A - B, "a - b"),
        (A * (B - num(2)), "a*(b - 2)"),
        (A / (num(2) * B**2), "a/(2*b**2)"),
        (num(1) / A, "1/a"),
        ((A + B) ** HALF, "sqrt(a + b)"),
        (num(-1) * (A + B) ** 2, "-(a + b)**2"),
        ((num(-1) * A) ** 2, "(-a)**2"),
        (Expr("pow", A, num(-2)), "a**(-2)"),
        (Expr("term", "w", (), T + num(1)), "w[t + 1]"),
        (Expr("abs", A), "abs(a)"),
    ],
)
def test_numbers_in_python(expr, text):
    assert written(expr) == text


def test_terms_of_a_sequence_have_their_values():
    term = Expr("term", "N", (), T)
    line = python_line(
        Expr("eq", term + A, Expr("term", "N", (), T + num(1))), {"t": "0", "a": "1/2", "N[0]": "1", "N[1]": "3"}
    )
    assert line == "python3 -c \"from math import *; N, a, t = {0: 1, 1: 3}, 1/2, 0; print(N[t] + a, '=', N[t + 1])\""
    assert output_of(line) == ["1.5", "=", "3"]
    assert python_line(Expr("eq", term, A), {"t": "0", "a": "1"}) == ""  # a value that is not told


NUMBERS = st.fractions(-3, 3, max_denominator=4).map(num) | st.sampled_from([A, B])
TREES = st.recursive(
    NUMBERS,
    lambda inner: (
        st.tuples(st.sampled_from(["add", "mul"]), inner, inner).map(lambda t: Expr(*t))
        | inner.map(lambda e: Expr("pow", e, num(2)))
        | inner.map(lambda e: Expr("pow", Expr("add", Expr("pow", e, num(2)), num(1)), num(-1)))
    ),
    max_leaves=12,
)


def value(expr, at):
    match expr.head:
        case "num":
            return expr.args[0]
        case "name":
            return at[expr.args[0]]
        case "add":
            return sum((value(part, at) for part in expr.args), Fraction(0))
        case "mul":
            product = Fraction(1)
            for part in expr.args:
                product *= value(part, at)
            return product
    return value(expr.args[0], at) ** int(expr.args[1].args[0])


@given(TREES)
def test_what_is_written_has_the_same_value(expr):
    at = {"a": Fraction(3, 2), "b": Fraction(-2)}
    assert eval(written(expr), {"a": 1.5, "b": -2}) == pytest.approx(float(value(expr, at)), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("key", ["tikhonov.tex", "noise.tex"])
def test_the_lines_of_the_examples_can_be_pasted(key, tmp_path, capsys):
    main(["check", str(EXAMPLES / key), "--sheet", "eecs182-sp25-hw1", "--json", str(tmp_path / "found.json")])
    found = json.loads((tmp_path / "found.json").read_text())["results"]
    printed = capsys.readouterr().out
    lines = [result["check"] for result in found if result["check"]]
    assert len(lines) == (key == "tikhonov.tex")  # the other is about means
    for line in lines:
        left, sign, right = output_of(line)
        assert line in printed and sign == "=" and float(left) != float(right)
