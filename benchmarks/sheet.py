"""python -m benchmarks.sheet: seconds a part for proving and for measuring, and the check beside `import sympy`.

Everything is timed in one run, because these ratios mean something and absolute times on a shared machine do not.
"""

import json
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import ClassVar
from unittest.mock import patch

from answerkey import checking
from answerkey.deciding.decide import Ladder
from answerkey.sheets import load

SHEET = "eecs182-sp25-hw1"
COURSE = Path(__file__).parents[1] / "derivations"
UNMEASURED = (None, checking.NOT_MEASURED)
RUNS = 5


def seconds(*command: str) -> float:
    """Wall time of a process, the median of RUNS."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return median(times)


def results_of(sheet: str) -> list[dict]:
    """Every verdict of a check in one process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.json"
        command = [sys.executable, "-m", "answerkey", "check", sheet, "--jobs", "1", "--json", str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(file.read_text())["results"]


def parts(results: list[dict]) -> dict[str, dict[str, float]]:
    """For each part, the seconds spent on proving and on measuring."""
    found: dict[str, dict[str, float]] = {}
    for result in results:
        times = found.setdefault(f"{result['number']:6}{result['problem']}", {"proving": 0.0, "measuring": 0.0})
        times["measuring" if result["item"] == "measurement" else "proving"] += result["seconds"]
    return found


class Timed(Ladder):
    """A ladder that tells how long its own claims take, and not those within them."""

    told: ClassVar[list[float]] = []

    def decide(self, claim):
        started = time.process_time()
        verdict = super().decide(claim)
        self.told.append(1000 * (time.process_time() - started))
        return verdict


def claims() -> list[float]:
    """The milliseconds of every claim of the sheet, statement, steps, answers and wrong answers, in a warm process."""
    (sheet,) = (sheet for sheet in load(COURSE) if sheet.id == SHEET)
    with patch.object(checking, "Ladder", Timed), patch.object(checking.Check, "measurement", lambda *_: UNMEASURED):
        for _ in range(2):
            Timed.told.clear()
            for entry in sheet.entries:
                for part in import_module(f"derivations.{entry.problem}").problem.parts:
                    checking.Check(part, entry.problem).run()
    return Timed.told


def main() -> None:
    results = results_of(SHEET)
    table = parts(results)
    print(f"{'part':28}{'proving':>10}{'measuring':>11}   seconds")
    for part, times in table.items():
        print(f"{part:28}{times['proving']:10.3f}{times['measuring']:11.3f}")
    totals = [sum(times[kind] for times in table.values()) for kind in ("proving", "measuring")]
    print(f"{'all':28}{totals[0]:10.3f}{totals[1]:11.3f}\n")
    told = sorted(claims())
    print(f"{len(told)} claims, processor milliseconds each, warm: median {median(told):.1f}, 99th percentile", end=" ")
    print(f"{told[int(0.99 * len(told))]:.0f}, most {told[-1]:.0f}")
    sympy = seconds("-c", "import sympy")
    bare = seconds("-c", "pass")
    for jobs in ("1", "2"):
        check = seconds("-m", "answerkey", "check", SHEET, "--jobs", jobs)
        print(f"cold check, --jobs {jobs}: {check:.2f} s, {check / sympy:.1f} times `import sympy`;", end=" ")
        print(f"less measuring, {(check - totals[1]) / sympy:.1f} times")
    print(f"import sympy: {sympy:.2f} s (python alone {bare:.2f} s), medians of {RUNS}")


if __name__ == "__main__":
    main()
