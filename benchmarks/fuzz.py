"""python -m benchmarks.fuzz [SECONDS] [SEED]: random true pairs and near-misses, looking for a wrong verdict.

True pairs are made by rewriting, near-misses by one slip.  A rewriting that is refuted, or a near-miss that is called
proved although the referee finds a point where its sides differ, is a wrong verdict.  (Measured promises no more than
agreement at the points it names; near-misses that pass as measured are counted.)
"""

import sys
import time
from collections import Counter
from random import Random

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.evaluate import truth
from answerkey.deciding.sampling import Sampler
from answerkey.deciding.values import Undefined, Unknown
from answerkey.neighbours import slips
from answerkey.tree import HALF, Expr, name, num

CONTEXT = Context().declare(r"x, y \in \mathbb{R}", r"s > 0", r"0 < b < 1", r"t \in \mathbb{N}")
LEAVES = [name("x"), name("y"), name("s"), name("b")]
POINTS = 200


def expression(rng: Random, depth: int) -> Expr:
    """A random scalar expression; some are undefined in places."""
    if depth == 0:
        return rng.choice(LEAVES) if rng.random() < 0.75 else num(rng.randint(-3, 3))
    a, b = expression(rng, depth - 1), expression(rng, rng.randint(0, depth - 1))
    return rng.choice(
        [
            lambda: a + b,
            lambda: a - b,
            lambda: a * b,
            lambda: a * b,
            lambda: a / b,
            lambda: a ** num(rng.randint(2, 3)),
            lambda: abs(a),
            lambda: (a * a + num(1)) ** HALF,
            lambda: (name("s") * rng.choice([name("b"), a * a])) ** HALF,
            lambda: Expr("exp", a),
            lambda: Expr("log", abs(a) + num(1)),
            lambda: Expr("max", a, b),
            lambda: rng.choice(LEAVES) ** name("t"),
        ]
    )()


def rewritten(expr: Expr, rng: Random) -> Expr:
    """An expression equal to `expr` wherever it is defined, by rules applied at random."""
    expr = expr.rebuild(lambda node: rewritten(node, rng))
    if rng.random() < 0.5:
        return expr
    args = expr.args
    if expr.head in ("add", "mul", "max"):
        if rng.random() < 0.5:
            return Expr(expr.head, *reversed(args))
        if expr.head == "mul" and args[1].head == "add":
            return Expr("add", *(args[0] * part for part in args[1].args))
    if expr.head == "pow" and args[1] == num(2):
        return args[0] * args[0]
    if expr.head == "pow" and args[1] == num(3):
        return args[0] ** num(2) * args[0]
    if expr.head == "abs":
        return (args[0] * args[0]) ** HALF
    if expr.head == "exp":
        return Expr("exp", args[0] / num(2)) ** num(2)
    if expr.head == "log":
        return HALF * Expr("log", args[0] * args[0])
    return expr + num(0) if rng.random() < 0.5 else num(2) * expr - expr


def near_miss(expr: Expr, rng: Random) -> Expr:
    found = list(slips(expr)) or [expr + num(1)]
    return rng.choice(found)


def differs(claim: Expr) -> bool:
    """Whether the referee finds a point where the two sides differ."""
    for point in Sampler(CONTEXT, [claim], seed=99, wide=True).points(POINTS):
        try:
            if truth(claim, point, CONTEXT) is False:
                return True
        except (Undefined, Unknown):
            continue
    return False


def trial(rng: Random, counts: Counter) -> Expr | None:
    """One true pair and one near-miss; a claim with a wrong verdict, or None."""
    expr = expression(rng, rng.randint(1, 4))
    for kind, other in (("true", rewritten(expr, rng)), ("near-miss", near_miss(expr, rng))):
        claim = Expr("eq", expr, other)
        status = Ladder(CONTEXT).decide(claim).status
        missed = kind == "near-miss" and status in ("proved", "measured") and differs(claim)
        counts[kind, f"{status}, but differs" if missed else status] += 1
        if (kind, status) == ("true", "refuted") or (missed and status == "proved"):
            return claim
    return None


def main(seconds: float, seed: int) -> int:
    rng, counts, started, wrong = Random(seed), Counter(), time.perf_counter(), []
    while time.perf_counter() - started < seconds:
        if (claim := trial(rng, counts)) is not None:
            wrong.append(claim)
            print(f"WRONG: {claim}")
    for (kind, status), count in sorted(counts.items()):
        print(f"{kind:10} {status:24} {count}")
    print(f"{sum(counts.values())} pairs in {seconds:.0f} s, seed {seed}: {len(wrong) or 'no'} wrong verdicts")
    return len(wrong)


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    sys.exit(main(given[0] if given else 60, int(given[1]) if len(given) > 1 else 0) > 0)
