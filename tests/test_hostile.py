"""Hostile sizes end as undecided or unread, soon, in little memory, never as a wrong verdict; the next is decided."""

import itertools
import json
import os
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import pytest

from answerkey.running import DecidePair, Workers

HOME = Path(__file__).resolve().parents[1]
PROGRAM = """
import resource, sys
from answerkey.cli import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(status)
"""
TIMEOUT = 3.0
MEGABYTES = 600
SQUARE = {"A": ["n", "n"], "B": ["n", "n"]}


def grid(size, entry):
    rows = (" & ".join(entry(i, j) for j in range(size)) for i in range(size))
    return r"\begin{bmatrix}" + r"\\".join(rows) + r"\end{bmatrix}"


X = [f"x_{{{i}}}" for i in range(400)]
Y = [f"y_{{{i}}}" for i in range(400)]
SYMBOLIC = r"\det" + grid(60, lambda i, j: f"a_{{{i},{j}}}")
FALSE = {  # two formulas that differ, with conditions and shapes
    "brackets": ("(" * 5_000 + "x" + ")" * 5_000, "y"),
    "bars": ("|" * 3_000 + "x" + "|" * 3_000, "x"),
    "bars that never close": ("|" * 300 + "x", "x"),
    "calls": ("f(" * 300 + "x" + ")" * 300, "x"),
    "cases within cases": (r"\begin{cases}" * 40 + "x" + r"\end{cases}" * 40, "y"),
    "fractions": (r"\frac{1}{" * 300 + "x" + "}" * 300, "y"),
    "roots": (r"\sqrt{" * 55 + "x" + "}" * 55, "y"),
    "backslashes": ("\\" * 999, "x"),
    "a tower": ("9^{9^{9^9}}", "1"),
    "a tower of exponentials": ("e^{e^{e^{e^{e^{x}}}}}", "1"),
    "a huge argument": (r"\sin(10^{10^{6}} x)", "x"),
    "a huge power": ("(x + y)^{5000}", "x^{5000} + y^{5000}"),
    "a power of many": ("(" + "+".join(X[:40]) + ")^{300}", "1 + (" + "+".join(X[:40]) + ")^{300}"),
    "a number to a huge power": ("7^{1000000000}", "1"),
    "a long number": ("1" * 5_000, "1"),
    "a factorial": ("1000000000!", "1"),
    "a factorial to a factorial": ("n!^{n!}", "1"),
    "a binomial": (r"\binom{1000000000}{500000000}", "1"),
    "a long sum": (r"\sum_{k=1}^{1000000000} \frac{1}{k^2 + x}", "1"),
    "sums within sums": (r"\sum_{i=1}^{n}" * 6 + r"\sin(i n x)", "1"),
    "a long product": (r"\prod_{k=1}^{1000000} (x + k)", "1"),
    "a megabyte": ("x" + " + x" * 300_000, "y"),
    "thousands of factors": ("(x + 1)" * 4_000, "(x + 1)^{4000} + 1"),
    "many roots": ("+".join(rf"\sqrt{{{x}}}" for x in X[:80]), "1"),
    "many absolute values": ("+".join(f"|{x} - 1|" for x in X[:200]), "1"),
    "a large power of a matrix": ("A^{1000000}", "A", (), SQUARE),
    "a large matrix": ("AB", "BA", (), {"A": [100_000, 100_000], "B": [100_000, 100_000]}),
    "many words": ("(A + B + A^T + B^T)^{30}", "A", (), SQUARE),
    "a Kronecker power": (r" \otimes ".join("A" * 14), r" \otimes ".join("B" * 14), (), SQUARE),
    "a symbolic determinant": (SYMBOLIC, "1"),
    "a derivative of high order": (r"\frac{d^{9}}{dx^{9}} \tanh(e^{x^2} \sin x)", "1"),
    "many conditions": ("x_0", "x_{399}", [f"{a} < {b}" for a, b in itertools.pairwise(X)]),
    "a sequence that squares": ("w_{1000000}", "1", ["w_{t+1} = w_t^2 + 1", "w_0 = 2"]),
    "a high moment": ("E[N^{4000}]", "1", [r"N \sim \mathcal{N}(0, 1)"]),
    "quantifiers": (r"\forall x: \exists y: \forall z: \exists w: xyzw + x^3y^2z - w^5 + yz^7 > xw", "1 = 0"),
}
TRUE = {
    "Cauchy and Schwarz": (
        f"({'+'.join(a + b for a, b in zip(X[:7], Y[:7], strict=True))})^2 - "
        f"({'+'.join(x + '^2' for x in X[:7])})({'+'.join(y + '^2' for y in Y[:7])}) \\le 0",
        "0 = 0",
    ),
    "a determinant transposed": (SYMBOLIC, r"\det" + grid(60, lambda i, j: f"a_{{{j},{i}}}")),
    "high powers": ("x^{40} - x^{39} = 1 - y^{41}", "(x - 1) x^{39} + y^{41} = 1"),
}


def decided(path, pairs):
    """The verdicts on a file of pairs, and the megabytes that the worker took at most."""
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    command = [sys.executable, "-c", PROGRAM, "decide", "--pairs", str(path), "--timeout", str(TIMEOUT)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOME, env=os.environ | {"PYTHONPATH": str(HOME)})
    return [json.loads(line) for line in done.stdout.splitlines()], int(done.stderr.split()[-1])


def test_hostile_pairs_cost_little_and_the_next_pair_is_decided(tmp_path):
    fields = ("lhs", "rhs", "where", "shapes")
    honest = {"id": "honest", "lhs": "(x + y)^2", "rhs": "x^2 + 2xy + y^2"}
    pairs = []
    for name, pair in (FALSE | TRUE).items():
        pairs += [{"id": name} | dict(zip(fields, pair, strict=False)), honest]
    found, megabytes = decided(tmp_path / "pairs.jsonl", pairs)
    assert [each["id"] for each in found] == [pair["id"] for pair in pairs]
    assert [each["verdict"] for each in found[1::2]] == ["proved"] * len(found[1::2])
    verdicts = {each["id"]: each["verdict"] for each in found[::2]}
    assert {name for name in FALSE if verdicts[name] in ("proved", "measured")} == set()
    assert {name for name in TRUE if verdicts[name] == "refuted"} == set()
    assert max(each["seconds"] for each in found) <= TIMEOUT + 1
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("name", ["a tower", "brackets", "a long number"])
def test_a_hostile_pair_alone_ends_in_one_line(name):
    command = [sys.executable, "-m", "answerkey", "decide", "--timeout", str(TIMEOUT), *FALSE[name][:2]]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOME)
    assert done.returncode == 3
    assert done.stdout.startswith(("undecided: ", "unread: "))
    assert done.stderr == ""


@dataclass(frozen=True)
class Greedy:
    """A job that FLINT has no memory for, or that a solver works on without looking at its clock."""

    what: str
    limit: float = 2.0
    name: str = "greedy"

    def prepare(self):
        import flint  # noqa: F401
        import z3  # noqa: F401

    def can_skip(self, key):
        return False

    def run(self, trying, hopeless):
        from flint import fmpz
        from z3 import Ints, Solver

        if self.what == "memory":
            return str(fmpz(3) ** (1 << 36))
        x, y, z = Ints("x y z")
        solver = Solver()
        solver.add(x**3 + y**3 + z**3 == 114, x > 1, y < -1)
        return str(solver.check())


@pytest.mark.parametrize(("what", "error"), [("memory", "died (SIGABRT)"), ("time", "did not finish within 2 s")])
def test_a_library_that_aborts_or_never_ends_costs_one_pair(what, error):
    jobs = deque([Greedy(what), DecidePair("x + x", "2x")])
    with Workers(1) as workers:
        (_, first), (_, second) = workers.finished(jobs)
    assert error in first.error
    assert second.value[0].status == "proved"
