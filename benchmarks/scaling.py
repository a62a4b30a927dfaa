"""python -m benchmarks.scaling [NODES ...]: how the cost of a pair grows with its length, from 100 to 10,000 nodes.

A family makes pairs of any length: a true one, which has to be proved, and one with a single slip, which has to be
refuted.  Growth is the exponent e in seconds = c nodes^e between the last two lengths; 1 is linear.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

from answerkey.deciding.pairs import decide_pair, read_pair

LENGTHS = (100, 1_000, 10_000)
Pair = tuple[str, str]


def x(i: int) -> str:
    return f"x_{{{i % 9}}}"


def sums(terms: int) -> Pair:
    """Terms in another order."""
    parts = [f"{i % 7 + 1}{x(i)}" for i in range(terms)]
    return "+".join(parts), "+".join(reversed(parts))


def products(factors: int) -> Pair:
    """Factors in another order."""
    parts = [f"({x(i)}+{i % 5 + 1})" for i in range(factors)]
    return "".join(parts), "".join(reversed(parts))


def nested(terms: int) -> Pair:
    """A sum of products of sums, every level in another order."""
    parts = [(x(i), f"{i % 5 + 1}{x(i + 1)}", x(i + 2)) for i in range(terms)]
    return "+".join(f"{a}({b}+{c})" for a, b, c in parts), "+".join(f"({c}+{b}){a}" for a, b, c in reversed(parts))


def expanded(terms: int) -> Pair:
    """Squares of sums beside what they are multiplied out, which takes the normal form."""
    parts = [(x(i), x(i + 1)) for i in range(terms)]
    return "+".join(f"({a}+{b})^2" for a, b in parts), "+".join(f"{a}^2+2{a}{b}+{b}^2" for a, b in parts)


def telescope(terms: int) -> Pair:
    """A chain of differences, of which the ends are left."""
    return "+".join(f"({x(i)}-{x(i + 1)})" for i in range(terms)), f"{x(0)}-{x(terms)}"


def names(terms: int) -> Pair:
    """As many names as terms."""
    parts = [f"x_{{{i}}}" for i in range(terms)]
    return "+".join(parts), "+".join(reversed(parts))


def words(letters: int) -> Pair:
    """A product of matrices, transposed letter by letter."""
    rng = Random(letters)
    parts = [rng.choice("AB") for _ in range(letters)]
    return f"({''.join(parts)})^T", "".join(f"{letter}^T" for letter in reversed(parts))


FAMILIES: dict[Callable[[int], Pair], str] = {
    sums: "+x_0", products: "+1", nested: "+x_0", expanded: "+x_0x_1", telescope: "+1", names: "+x_0", words: "A",
}  # fmt: skip
SQUARE = {"A": ["n", "n"], "B": ["n", "n"]}


def of_length(family: Callable[[int], Pair], nodes: int) -> Pair:
    """A pair of about that many nodes on its left side."""
    each = count(family(50)[0]) / 50
    return family(max(2, round(nodes / each)))


def count(latex: str) -> int:
    _, claim = read_pair(latex, latex, (), SQUARE if "A" in latex else {})
    return sum(1 for _ in claim.args[0].walk())


def measured(family: Callable[[int], Pair], slip: str, nodes: int) -> dict[str, float]:
    """Seconds of processor time for the true pair and for the one with a slip; raises AssertionError."""
    left, right = of_length(family, nodes)
    found = {}
    for wanted, other in (("proved", right), ("refuted", right + slip)):
        started = time.process_time()
        verdict, _, _ = decide_pair(left, other, (), SQUARE if family is words else {})
        found[wanted] = time.process_time() - started
        assert verdict.status == wanted, (family.__name__, nodes, verdict)
    return found


def growth(lengths: tuple[int, ...], seconds: list[float]) -> float:
    return math.log(seconds[-1] / seconds[-2]) / math.log(lengths[-1] / lengths[-2])


def table(lengths: tuple[int, ...]) -> Iterator[str]:
    yield f"{'family':12}{'verdict':10}" + "".join(f"{nodes:>10}" for nodes in lengths) + "    growth"
    for family, slip in FAMILIES.items():
        rows = [measured(family, slip, nodes) for nodes in lengths]
        for verdict in rows[0]:
            seconds = [row[verdict] for row in rows]
            times = "".join(f"{each:10.3f}" for each in seconds)
            yield f"{family.__name__:12}{verdict:10}{times}{growth(lengths, seconds):10.2f}"


if __name__ == "__main__":
    decide_pair("x < 1", "2x < 2")  # loads the solver and the polynomials
    for line in table(tuple(map(int, sys.argv[1:])) or LENGTHS):
        print(line, flush=True)
