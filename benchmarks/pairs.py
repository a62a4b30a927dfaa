"""python -m benchmarks.pairs [--unsettled] [FILE ...]: verdicts on pairs whose truth is known, and times, warm.

FILE has one JSON object a line: id, kind, truth, lhs, rhs, where, shapes, or is a folder of such files; without it,
benchmarks/pairs.jsonl, benchmarks/corpus and, where they are on the machine, the pairs from course keys that are shared
beside the repository. `--unsettled` lists the pairs that are true and not proved, or false and not refuted.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from answerkey.deciding.pairs import decide_pair

OWN, CORPUS = (Path(__file__).with_name(name) for name in ("pairs.jsonl", "corpus"))
SHARED = Path(__file__).parents[2] / "shared" / "bench" / "pairs.jsonl"


def main(path: Path, listing: bool) -> int:
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    pairs = [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]
    decide_pair("x < 1", "2x < 2")  # loads the solver and the polynomials
    verdicts, times, wrong, unsettled = Counter(), [], [], []
    for pair in pairs:
        started = time.process_time()
        verdict, _, _ = decide_pair(pair["lhs"], pair["rhs"], pair["where"], pair.get("shapes"))
        verdicts[verdict.status] += 1
        times.append(1000 * (time.process_time() - started))
        if (verdict.passes and not pair["truth"]) or (verdict.status == "refuted" and pair["truth"]):
            wrong.append((pair["id"], verdict))
        elif verdict.status != ("proved" if pair["truth"] else "refuted"):
            unsettled.append((pair["id"], verdict))
    accepts = sum(1 for name, verdict in wrong if verdict.passes)
    print(f"{path}: {len(pairs)} pairs")
    print("  " + ", ".join(f"{count} {status}" for status, count in verdicts.most_common()))
    print(f"  false accepts: {accepts}, false refusals: {len(wrong) - accepts}")
    print(
        f"  milliseconds of processor time a pair, reading included: median {median(times):.1f}, 99th percentile",
        end=" ",
    )
    print(f"{sorted(times)[int(0.99 * len(times))]:.0f}, most {max(times):.0f}")
    for name, verdict in wrong:
        print(f"  WRONG {name}: {verdict}")
    for name, verdict in unsettled if listing else ():
        print(f"  {name} {verdict.status}: {verdict.because}")
    return len(wrong)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--unsettled"]
    files = [Path(word) for word in words] or [file for file in (OWN, CORPUS, SHARED) if file.exists()]
    sys.exit(sum(main(file, "--unsettled" in sys.argv) for file in files) > 0)
