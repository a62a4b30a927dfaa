"""python -m benchmarks.sheets: seconds a problem for proving and for measuring, and the check beside `import sympy`.

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
from answerkey.measuring import Measured
from answerkey.results import Verdict
from answerkey.sheets import load

COURSE = Path(__file__).parents[1] / "derivations"
UNMEASURED = (None, Measured(Verdict("undecided", "not measured"), 0, 0))
RUNS = 3


def seconds(*command: str) -> float:
    """Wall time of a process, the median of RUNS."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return median(times)


def results() -> list[dict]:
    """Every verdict of a check of all sheets in one process; of a problem that several have, once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.json"
        command = [sys.executable, "-m", "answerkey", "check", "--jobs", "1", "--json", str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found = json.loads(file.read_text())["results"]
    first_sheet = {result["problem"]: result["sheet"] for result in reversed(found)}
    return [result for result in found if result["sheet"] == first_sheet[result["problem"]]]


def by_problem(found: list[dict]) -> dict[str, dict[str, float]]:
    """For each problem, its parts and the seconds spent on proving and on measuring."""
    table: dict[str, dict[str, float]] = {}
    for result in found:
        row = table.setdefault(result["problem"], {"parts": 0, "proving": 0.0, "measuring": 0.0})
        row["measuring" if result["item"] == "measurement" else "proving"] += result["seconds"]
    for problem, row in table.items():
        row["parts"] = len({result["part"] for result in found if result["problem"] == problem})
    return table


class Timed(Ladder):
    """A ladder that tells how long its own claims take, and not those within them."""

    told: ClassVar[list[float]] = []

    def decide(self, claim):
        started = time.process_time()
        verdict = super().decide(claim)
        self.told.append(1000 * (time.process_time() - started))
        return verdict


def claims() -> list[float]:
    """The milliseconds of every claim of the sheets, statement, steps, answers and wrong answers, in a warm process."""
    problems = sorted({entry.problem for sheet in load(COURSE) for entry in sheet.entries})
    with patch.object(checking, "Ladder", Timed), patch.object(checking.Check, "measurement", lambda *_: UNMEASURED):
        for _ in range(2):
            Timed.told.clear()
            for problem in problems:
                for part in import_module(f"derivations.{problem}").problem.parts:
                    checking.Check(part, problem).run()
    return Timed.told


def main() -> None:
    found = results()
    table = by_problem(found)
    print(f"{'problem':26}{'parts':>6}{'proving':>10}{'measuring':>11}   seconds in one process")
    for problem, row in table.items():
        print(f"{problem:26}{row['parts']:6}{row['proving']:10.2f}{row['measuring']:11.2f}")
    total = {what: sum(row[what] for row in table.values()) for what in ("parts", "proving", "measuring")}
    print(f"{'all':26}{total['parts']:6}{total['proving']:10.2f}{total['measuring']:11.2f}\n")
    told = sorted(claims())
    print(f"{len(told)} claims, processor milliseconds each, warm: median {median(told):.1f}, 99th percentile", end=" ")
    print(f"{told[int(0.99 * len(told))]:.0f}, most {told[-1]:.0f}")
    sympy, bare = seconds("-c", "import sympy"), seconds("-c", "pass")
    for jobs in ("1", "2"):
        check = seconds("-m", "answerkey", "check", "--jobs", jobs)
        print(f"cold check of all sheets, --jobs {jobs}: {check:.1f} s, {check / sympy:.0f} times `import sympy`")
    print(f"import sympy: {sympy:.2f} s (python alone {bare:.2f} s), medians of {RUNS}")


if __name__ == "__main__":
    main()
