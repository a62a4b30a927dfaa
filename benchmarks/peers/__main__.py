"""python -m benchmarks.peers [--sample N] [--limit S]: this engine beside SymPy, Math-Verify and Maxima, in one run.

Every pair is put to every tool in turn, two pairs at a time.  Without --sample the tables go into docs/benchmarks.md.
All answers go to build/peers.jsonl, one a line.
"""

import argparse
import json
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import local

from benchmarks import marked
from benchmarks.peers.pairs import OWN, SHARED, load, sample
from benchmarks.peers.report import Row, kinds, mistakes, summary
from benchmarks.peers.workers import Worker

TOOLS = {"engine": "this engine", "simplify": "SymPy `simplify`", "equals": "SymPy `equals`",
         "mathverify": "Math-Verify", "maxima": "Maxima `radcan`"}  # fmt: skip
LANES = 2
ANSWERS = Path(__file__).parents[2] / "build" / "peers.jsonl"


def installed() -> list[str]:
    """The tools that are there; a line for each that is not."""
    missing = {}
    if find_spec("math_verify") is None:
        missing["mathverify"] = "pip install math-verify"
    if shutil.which("maxima") is None:
        missing["maxima"] = "apt-get install maxima"
    for tool, command in missing.items():
        print(f"not installed: {TOOLS[tool]} ({command}); its rows are absent", file=sys.stderr)
    return [tool for tool in TOOLS if tool not in missing]


def run(pairs: list[dict], tools: list[str], limit: float) -> list[Row]:
    """What every tool says of every pair, in the order of the pairs."""
    lane, workers, started = local(), [], time.perf_counter()

    def ask_all(numbered):
        number, pair = numbered
        if not hasattr(lane, "workers"):
            lane.workers = [Worker(tool, limit) for tool in tools]
            workers.extend(lane.workers)
        rows = [Row(TOOLS[worker.tool], pair, worker.ask(pair)) for worker in lane.workers]
        if number % 20 == 0:
            print(f"{number} of {len(pairs)} pairs, {time.perf_counter() - started:.0f} s", file=sys.stderr)
        return rows

    try:
        with ThreadPoolExecutor(LANES) as pool:
            return [row for rows in pool.map(ask_all, enumerate(pairs, 1)) for row in rows]
    finally:
        for worker in workers:
            worker.stop()


def page(shared: list[Row], own: list[Row], tools: list[str], limit: float, seconds: float) -> str:
    versions = ", ".join(import_module(f"benchmarks.peers.{tool}").version() for tool in tools)
    both = [(f"{rows_of(rows)} {name}", rows) for name, rows in (("course keys", shared), ("our own", own)) if rows]
    intro = (
        f"{versions}. One run of {seconds / 60:.0f} minutes, two pairs at a time; each tool warm, in a process of its "
        f"own, stopped after {limit:g} s a pair."
    )
    return "\n\n".join([intro, *(summary(*part) for part in both), kinds(own + shared), mistakes(own + shared)])


def rows_of(rows: list[Row]) -> int:
    return len({row.pair["id"] for row in rows})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--sample", type=int, help="how many pairs to try, chosen by a seed, printed only")
    parser.add_argument("--limit", type=float, default=10, help="seconds a pair")
    chosen = parser.parse_args()
    own, shared = load(OWN), load([SHARED]) if SHARED.exists() else []
    pairs = own + shared if chosen.sample is None else sample(own + shared, chosen.sample)
    tools, started = installed(), time.perf_counter()
    rows = run(pairs, tools, chosen.limit)
    ours = {pair["id"] for pair in own}
    parts = [[row for row in rows if (row.pair["id"] in ours) == is_own] for is_own in (False, True)]
    text = page(*parts, tools, chosen.limit, time.perf_counter() - started)
    ANSWERS.parent.mkdir(exist_ok=True)
    ANSWERS.write_text("".join(json.dumps(asdict(row) | {"outcome": row.outcome}) + "\n" for row in rows))
    if chosen.sample is not None:
        print(text)
        return
    marked.write("make bench-peers", text)


if __name__ == "__main__":
    main()
