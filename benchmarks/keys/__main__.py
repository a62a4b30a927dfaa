"""python -m benchmarks.keys: rewrites of right keys, which must raise no alarm, and errors planted in them.

An error counts as found where something at its own line is called wrong, is said to carry an error on or to hold on a
condition only, or is an answer that is incomplete; how many were called what is told apart.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import cycle, islice

from answerkey.jobs import processors
from benchmarks.keys.bases import keys
from benchmarks.keys.others import OTHERS
from benchmarks.keys.planting import KINDS
from benchmarks.keys.trials import CALLED, Result, planted, rewrites, shares

NAMES = (*(key.name for key in keys()), *OTHERS)


def jobs(count: int, seed: int) -> Iterator[tuple]:
    """Every key in turn: how many rewrites of it, and how many errors in it."""
    rewritten, errors = Counter(islice(cycle(NAMES), count)), shares(NAMES, count, seed)
    for name in NAMES:
        yield rewrites, name, rewritten[name], seed
        yield planted, name, errors[name], seed


def table(results: Iterable[Result]) -> str:
    """What was found, in Markdown."""
    results = sorted(results, key=lambda result: (result.name, result.index))
    rewritten = [result for result in results if not result.planted]
    errors = [result for result in results if result.planted]
    kinds = {kind: [error for error in errors if error.planted == kind] for kind in KINDS}
    rows = [
        row("rewrites without an alarm", rewritten),
        *(row(f"planted: {kind}", found) for kind, found in kinds.items()),
    ]
    head = ["| | keys | formulas and links | found | wrong | carried on | on a condition | incomplete | missed |"]
    head += ["|---|---|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows, row("planted, all", errors)])


def row(what: str, results: list[Result]) -> str:
    good = sum(result.good for result in results)
    formulas, how = sum(result.formulas for result in results), Counter(result.how for result in results)
    told = " | ".join(str(how[each] or "") for each in CALLED)
    return f"| {what} | {len(results)} | {formulas} | {good} | {told} | {len(results) - good} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keys", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="rewrites, and errors")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    started, found = time.perf_counter(), list[Result]()
    with ProcessPoolExecutor(processors()) as pool:
        waiting = [pool.submit(what, name, count, seed) for what, name, count, seed in jobs(args.count, args.seed)]
        for done in as_completed(waiting):
            for result in done.result():
                found.append(result)
                if not result.good:
                    print(result, flush=True)
    print(table(found))
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
