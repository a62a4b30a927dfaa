"""The cost of a pair grows nearly as its length does."""

import pytest

from answerkey.deciding.pairs import decide_pair
from benchmarks.scaling import FAMILIES, measured

QUADRATIC, LINEAR = 100, 10  # times as long, where a pair has ten times as many nodes
MOST = 35


@pytest.mark.parametrize(("family", "slip"), FAMILIES.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_ten_times_as_many_nodes_take_about_ten_times_as_long(family, slip):
    assert LINEAR < MOST < QUADRATIC
    decide_pair("x < 1", "2x < 2")
    short, long = (measured(family, slip, nodes) for nodes in (1_000, 10_000))
    ratios = {verdict: long[verdict] / short[verdict] for verdict in long}
    assert max(ratios.values()) < MOST, (ratios, short, long)
