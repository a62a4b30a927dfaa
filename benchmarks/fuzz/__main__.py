"""python -m benchmarks.fuzz [--pairs N | --seconds S] [--seed K] [--jobs J] [--trial T]: looks for wrong verdicts."""

import argparse
import sys
import time
from collections import deque
from itertools import count

from answerkey.running import Workers
from benchmarks.fuzz.trials import CHUNK, WEIGHTS, Chunk, Tally

COLUMNS = ("proved", "measured", "undecided", "refuted", "killed", "none")


def main() -> int:
    given = arguments()
    started, total, failures = time.perf_counter(), Tally(), []
    with Workers(given.jobs) as workers:
        for chunk, outcome in workers.finished(chunks(given, started)):
            if outcome.error:
                failures.append(f"{chunk.name}: {outcome.error}")
                print(f"FAILED {failures[-1]}", flush=True)
                continue
            total.add(outcome.value)
            for finding in outcome.value.findings:
                print(finding, flush=True)
    print(table(total))
    pairs = sum(n for (_, side, _), n in total.counts.items() if side == "true")
    print(
        f"{pairs} true claims and as many near-misses, seed {given.seed}: {len(total.findings) or 'no'} findings; "
        f"{time.perf_counter() - started:.0f} s, {sum(total.seconds.values()):.0f} s of CPU time"
    )
    return bool(total.findings or failures)


class Endless(deque):
    """Chunks of trials for as long as there is time."""

    def __init__(self, seed: int, until: float):
        super().__init__()
        self.seed, self.until, self.first = seed, until, count(0, CHUNK)

    def __bool__(self):
        return time.perf_counter() < self.until

    def popleft(self) -> Chunk:
        return Chunk(self.seed, next(self.first), CHUNK)


def chunks(given, started: float) -> deque:
    if given.trial is not None:
        return deque([Chunk(given.seed, given.trial, 1)])
    if given.pairs is None:
        return Endless(given.seed, started + given.seconds)
    return deque(Chunk(given.seed, first, min(CHUNK, given.pairs - first)) for first in range(0, given.pairs, CHUNK))


def table(total: Tally) -> str:
    """What became of the claims of each kind, true ones and near-misses."""
    lines = [f"{'kind':16}{'':10}" + "".join(f"{c:>11}" for c in COLUMNS) + f"{'ms a pair':>11}"]
    for kind in (*WEIGHTS, "all"):
        for side in ("true", "near-miss"):
            found = {
                c: sum(
                    n for (k, s, status), n in total.counts.items() if kind in (k, "all") and (s, status) == (side, c)
                )
                for c in COLUMNS
            }
            spent = sum(s for k, s in total.seconds.items() if kind in (k, "all"))
            pairs = sum(n for (k, s, _), n in total.counts.items() if kind in (k, "all") and s == "true")
            if pairs:
                lines.append(
                    f"{kind:16}{side:10}"
                    + "".join(f"{found[c] or '.':>11}" for c in COLUMNS)
                    + (f"{1000 * spent / pairs:11.1f}" if side == "true" else "")
                )
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description="Looks for wrong verdicts among random claims."
    )
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--pairs", type=int, help="so many true claims, and a near-miss of each")
    extent.add_argument("--seconds", type=float, default=60, help="for so long (60)")
    extent.add_argument("--trial", type=int, help="this trial alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
