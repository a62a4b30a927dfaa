"""python -m benchmarks.outside: the engine on formulas that nobody here wrote; docs/benchmarks.md gets the table.

The pairs and the verdicts go to build/outside.jsonl, one a line.  Exits with 1 after a disagreement that is not known.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory

import mpmath
import sympy

from benchmarks import marked
from benchmarks.outside import mathverify_tests, mpmath_tests, sympy_tests
from benchmarks.outside.verdicts import disagrees, distinct, reason, verdicts

VERDICTS = Path(__file__).parents[2] / "build" / "outside.jsonl"
STATUSES = ("proved", "refuted", "measured", "undecided", "unread")
MOST_REASONS = 12


def collections() -> dict[str, list[dict | str]]:
    """The pairs of each collection, and why others are not among them."""
    found: dict[str, list[dict | str]] = {}
    with TemporaryDirectory() as folder:
        try:
            file = mathverify_tests.download(Path(folder))
            version = file.name.split("-")[1].removesuffix(".tar.gz")
            found[f"Math-Verify {version}"] = list(mathverify_tests.pairs(file))
        except CalledProcessError:
            print("not downloaded: the source distribution of Math-Verify; its row is absent", file=sys.stderr)
    found[f"mpmath {mpmath.__version__}"] = list(mpmath_tests.pairs())
    found[f"SymPy {sympy.__version__}"] = list(sympy_tests.all_pairs())
    return found


def row(name: str, found: list[dict | str], decided: list) -> list[str]:
    counts = Counter(verdict.status for _, verdict in decided)
    known = sum(disagrees(*outcome) for outcome in decided)
    left_out = sum(isinstance(item, str) for item in found)
    return [name, str(left_out), str(len(decided)), *(str(counts[status]) for status in STATUSES), str(known)]


def left_out(found: list[dict | str]) -> str:
    reasons = Counter(item for item in found if isinstance(item, str)).most_common(MOST_REASONS)
    return ", ".join(f"{why} {count}" for why, count in reasons)


def main() -> int:
    started, rows, lines, told, new = time.perf_counter(), [], [], [], 0
    for name, found in collections().items():
        print(f"{name}: deciding", file=sys.stderr)
        decided = verdicts(distinct(item for item in found if isinstance(item, dict)))
        rows.append(row(name, found, decided))
        lines.append(f"Left out of {name}'s: {left_out(found)}.")
        for pair, _ in (outcome for outcome in decided if disagrees(*outcome)):
            new += reason(pair) is None
            sides = [marked.code(pair[side]) for side in ("lhs", "rhs")]
            told.append([name, pair["id"], *sides, reason(pair) or "NOT KNOWN"])
        VERDICTS.parent.mkdir(exist_ok=True)
        with VERDICTS.open("w" if len(rows) == 1 else "a") as stream:
            stream.writelines(json.dumps(pair | vars_of(verdict)) + "\n" for pair, verdict in decided)
    head = ["tests of", "left out", "pairs", *STATUSES, "disagree"]
    minutes = f"One run of {(time.perf_counter() - started) / 60:.0f} minutes."
    tables = [marked.table(head, rows), marked.table(["tests of", "line", "left", "right", "why they disagree"], told)]
    marked.write("make outside", "\n\n".join([minutes, *tables, *lines]))
    print(marked.table(head, rows), *(" ".join(cells) for cells in told), sep="\n")
    return new


def vars_of(verdict) -> dict:
    return {"verdict": verdict.status, "because": verdict.because, "witness": verdict.witness}


if __name__ == "__main__":
    sys.exit(main() > 0)
