"""The corpus of pairs is well made, and no verdict on it is wrong."""

import json
from pathlib import Path

import pytest

from answerkey.deciding.pairs import decide_pair

FILES = sorted((Path(__file__).parents[1] / "benchmarks" / "corpus").glob("*.jsonl"))
PAIRS = [json.loads(line) for file in FILES for line in file.read_text().splitlines()]


def test_the_corpus_is_well_made():
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS) >= 720
    for pair in PAIRS:
        assert {"id", "kind", "truth", "lhs", "rhs", "where", "shapes", "why"} <= pair.keys()
        assert pair["truth"] or pair["why"], pair["id"]


@pytest.mark.parametrize("kind", sorted({pair["kind"] for pair in PAIRS}))
def test_no_verdict_on_the_corpus_is_wrong(kind):
    pairs = [pair for pair in PAIRS if pair["kind"] == kind]
    settled = 0
    for pair in pairs:
        verdict, _, _ = decide_pair(pair["lhs"], pair["rhs"], pair["where"], pair["shapes"])
        assert not (verdict.passes and not pair["truth"]), (pair["id"], verdict)
        assert not (verdict.status == "refuted" and pair["truth"]), (pair["id"], verdict)
        settled += verdict.status == ("proved" if pair["truth"] else "refuted")
    assert settled >= 0.8 * len(pairs)
