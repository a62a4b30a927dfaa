"""python -m benchmarks.keys.speed: a key of five hundred formulas checked from end to end, and when it is told what.

The key is this repository's own to a whole sheet, printed as often as it takes; every check is a new one.
"""

import argparse
import resource
import time
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from answerkey.documents import text_of
from answerkey.keys.running import Findings
from answerkey.sheets import DERIVATIONS, Sheet, load, sheet_called
from benchmarks.keys.bases import keys
from benchmarks.keys.printing import FLAVOURS, printed

ENOUGH = 500  # formulas


def key_to(sheet: Sheet) -> str:
    """Our own key to all problems of a sheet, with the sheet's numbers, in Markdown."""
    found = {key.name: key for key in keys(tuple(entry.problem for entry in sheet.entries))}
    texts = (printed(found[entry.problem], FLAVOURS[0]) for entry in sheet.entries)
    return "\n\n".join(
        text.partition("---\n\n")[2].replace("# Problem 1:", f"# Problem {entry.number}:", 1)
        for entry, text in zip(sheet.entries, texts, strict=True)
    )


def checked(text: str, sheet: Sheet, jobs: int) -> tuple[int, int, float, float, float]:
    """How many formulas there are, and are read; the seconds to the first finding, to the last, and of CPU time."""
    asked = argparse.Namespace(jobs=jobs, timeout=20.0, seed=0)
    with TemporaryDirectory() as folder:
        path = Path(folder, "key.md")
        path.write_text(text, encoding="utf-8")
        started, first, before = time.perf_counter(), 0.0, resource.getrusage(resource.RUSAGE_CHILDREN)
        found = Findings(path, text_of(path), sheet, DERIVATIONS, asked)
        for _ in found.run():
            first = first or time.perf_counter() - started
        last, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return found.seen["all"], found.seen["read"], first, last, spent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keys.speed", description=__doc__)
    parser.add_argument("sheets", nargs="*", default=["eecs182-sp25-hw1", "cse891-hw2"])
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    for name in args.sheets:
        sheet = sheet_called(name, load(DERIVATIONS))
        once = key_to(sheet)
        size, *_ = checked(once, sheet, args.jobs)
        text = "\n\n".join(chain(repeat(once, -(-ENOUGH // size))))
        size, read, first, last, spent = checked(text, sheet, args.jobs)
        print(f"{name:18} {size} formulas, {read} read: the first finding after {first:.1f} s,", end=" ")
        print(f"the last after {last:.1f} s, {spent:.1f} s of CPU time")


if __name__ == "__main__":
    main()
