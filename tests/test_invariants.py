"""Relations between terms of recurrences, by induction on the step: what is true is proved, near-misses are refuted."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.limits.invariants import apart
from answerkey.reading.parser import read

UNIT = [r"\rho > 0", r"s_{i+1} = s_i + \operatorname{sign}(\rho - s_i)", "s_0 = 0"]
GIVEN = [r"\rho = \frac{15}{2}", *UNIT[1:]]
SHRINKING = [
    r"\rho > 0",
    r"n \in \mathbb{N}",
    r"n \ge 1",
    r"H_{n+1} = H_n + \frac{1}{n+1}",
    "H_0 = 0",
    r"s_{n+1} = s_n + \frac{1}{n+1}\operatorname{sign}(\rho - s_n)",
    "s_0 = 0",
]
DECAY = [r"0 < a < 1", r"w_{t+1} = a w_t", "w_0 = 1", r"v_{t+1} = v_t + w_t", "v_0 = 0"]
WHOLE = [r"n \in \mathbb{N}", r"n \le \rho < n + 1", *UNIT[1:]]
HOLE = [r"w_{t+1} = \frac{w_t}{t - 3}", "w_0 = 1", r"v_{t+1} = w_t", "v_0 = 1"]


def verdict(claim, where, facts=()):
    context = Context().declare(*where)
    for fact in facts:
        context = context.with_fact(context.unfold(read(fact, context.names)))
    return Ladder(context).decide(read(claim, context.names))


@pytest.mark.parametrize(
    "where, true, false",
    [
        (UNIT, r"i < \rho + 1 \implies s_i = i", r"i < \rho + 2 \implies s_i = i"),
        (UNIT, r"s_i < \rho + 1", r"s_i < \rho + \frac{1}{2}"),
        (UNIT, r"s_i \le i", r"s_{i+1} \le i"),
        (UNIT, r"s_{i+1} \le i + 1", r"s_{i+2} \le i + 1"),
        (GIVEN, r"|s_{i+7} - \rho| = \frac{1}{2}", r"|s_{i+6} - \rho| = \frac{1}{2}"),
        (
            WHOLE,
            r"(i \le n \text{ and } s_i = i) \text{ or } s_i = n \text{ or } s_i = n + 1",
            r"(i < n \text{ and } s_i = i) \text{ or } s_i = n + 1",
        ),
        (SHRINKING, r"H_n \le \rho \implies s_n = H_n", r"H_n \le \rho \implies s_{n+1} = H_{n+1}"),
        (SHRINKING, r"H_n \ge 1", r"H_n > 1"),
        (
            SHRINKING,
            r"(s_n = H_n \text{ and } H_n \le \rho) \text{ or } n|s_n - \rho| \le 1",
            r"(s_n = H_n \text{ and } H_n \le \rho) \text{ or } 2n|s_n - \rho| \le 1",
        ),
        (DECAY, r"0 < w_t \le 1", r"0 < w_t < 1"),
        (DECAY, r"(1 - a)v_t + w_t = 1", r"(1 - a)v_t + w_{t+1} = 1"),
    ],
)
def test_what_each_step_keeps(where, true, false):
    for claim, status in ((true, "proved"), (false, "refuted")):
        assert verdict(claim, where).status == status, claim


def test_what_is_not_defined_on_the_way_is_not_kept():
    assert verdict(r"|v_t| \le 1", HOLE).status == "undecided"  # of the terms before the hole it is true


def test_what_no_step_keeps_is_not_proved_by_that():
    assert verdict(r"s_i \ge 0", UNIT).status == "undecided"  # true, but not because of the step before alone


def test_proved_relations_are_used_further_on():
    facts = [r"(s_n = H_n \text{ and } H_n \le \rho) \text{ or } n|s_n - \rho| \le 1"]
    assert verdict(r"H_n \ge \rho \implies n|\rho - s_n| \le 1", SHRINKING).status == "undecided"
    assert verdict(r"H_n \ge \rho \implies n|\rho - s_n| \le 1", SHRINKING, facts).status == "proved"
    assert verdict(r"H_n \ge \rho \implies 2n|\rho - s_n| \le 1", SHRINKING, facts).status == "refuted"


def test_a_relation_that_may_be_undefined_is_no_fact():
    facts = [r"\frac{1}{s_n - \rho} > 0 \text{ or } \frac{1}{s_n - \rho} < 0"]  # wherever it is defined
    assert verdict(r"s_n \ne \rho", SHRINKING, facts).status != "proved"


PAIR = ["u_{t+1} = (1 - v_t^2) u_t", "v_{t+1} = (1 - u_t^2) v_t"]
STARTED = [r"a, b \in \mathbb{R}", *PAIR, "u_0 = a", "v_0 = b"]
SCALED = [
    *STARTED,
    r"c > 0",
    r"p_{t+1} = (1 - \frac{q_t^2}{c^2}) p_t",
    "q_{t+1} = (1 - p_t^2) q_t",
    "p_0 = a",
    "q_0 = c b",
]
ON_CIRCLE = [r"a \in \mathbb{R}", *PAIR, r"u_0 = 2\sin(a)", r"v_0 = 2\cos(a)", r"s_{t+1} = -3 s_t", "s_0 = a"]


def pairs(one, other):
    return " = ".join(rf"\begin{{pmatrix}} {top} \\ {bottom} \end{{pmatrix}}" for top, bottom in (one, other))


@pytest.mark.parametrize(
    "where, true, false",
    [
        (STARTED, r"a^2 + b^2 < 4 \implies u_t^2 + v_t^2 < 4", r"a^2 + b^2 < 5 \implies u_t^2 + v_t^2 < 5"),
        (STARTED, r"u_0^2 + v_0^2 = 4 \implies u_t^2 + v_t^2 = 4", r"u_0^2 + v_0^2 = 3 \implies u_t^2 + v_t^2 = 3"),
        (STARTED, r"u_0^2 + v_0^2 > 4 \implies u_t^2 + v_t^2 > 4", r"u_0^2 + v_0^2 > 3 \implies u_t^2 + v_t^2 > 3"),
        (SCALED, pairs(("p_t", "q_t"), ("u_t", "c v_t")), pairs(("p_t", "q_t"), ("c u_t", "v_t"))),
        (
            ON_CIRCLE,
            pairs(("u_t", "v_t"), (r"2 \sin(s_t)", r"2 \cos(s_t)")),
            pairs(("u_t", "v_t"), (r"2 \sin(-s_t)", r"2 \cos(s_t)")),
        ),
    ],
)
def test_what_a_pair_of_recurrences_keeps(where, true, false):
    for claim, status in ((true, "proved"), (false, "refuted")):
        assert verdict(claim, where).status == status, claim


def test_a_closed_form_that_stands_for_itself_proves_nothing():
    where = [*STARTED, "p_{t+1} = 2 p_t", "p_0 = a", "q_{t+1} = 2 q_t", "q_0 = a"]
    assert verdict(pairs(("p_t", "q_t"), ("q_t", "p_t")), where).status == "proved"
    assert verdict(pairs(("p_t", "q_t"), ("q_t", "u_t")), where).status == "refuted"


def test_the_entries_of_a_pair_are_used_where_all_of_it_is_defined():
    def parts(claim, where):
        context = Context().declare(*where)
        return len(apart(context, context.unfold(read(claim, context.names))))

    assert parts(pairs(("p_t", "q_t"), ("u_t", "c v_t")), SCALED) == 2
    assert parts(pairs(("w_t", "v_t"), ("1", "1")), HOLE) == 1
    assert parts(pairs(("u_t", r"\frac{1}{t - 3}"), ("a", "b")), STARTED) == 1


@pytest.mark.parametrize(
    "fact, limit, status",
    [
        (r"n \ge e^\rho \implies |s_n - \rho| \le \frac{1}{n}", r"\rho", "proved"),
        (r"n \ge e^\rho \implies |\rho - s_n| \le \frac{\rho}{n^2}", r"\rho", "proved"),
        (r"n \ge e^\rho \implies |s_n - \rho| \le \frac{1}{n}", r"2\rho", "undecided"),
        (r"n \le e^\rho \implies |s_n - \rho| \le \frac{1}{n}", r"\rho", "undecided"),  # of a few steps only
        (r"H_n \ge \rho \implies |s_n - \rho| \le \frac{1}{n}", r"\rho", "undecided"),  # which may never come
        (r"|s_n - \rho| \le 1 + \frac{1}{n}", r"\rho", "undecided"),
        (r"|s_{n+1} - \rho| \ge \frac{1}{n}", r"\rho", "undecided"),
    ],
)
def test_a_proved_bound_that_tends_to_zero_is_a_limit(fact, limit, status):
    assert verdict(rf"s_n \to {limit}", SHRINKING, [fact]).status == status
    assert verdict(rf"s_n \to {limit}", [*SHRINKING, r"n \le 100"], [fact]).status == "undecided"


def test_a_sequence_that_may_end_has_no_limit_by_a_bound():
    assert verdict(r"w_t \to 0", HOLE, [r"|w_t| \le \frac{1}{t + 1}"]).status == "undecided"


@pytest.mark.parametrize("said", [[], [r"u, v \in \mathbb{R}"], [r"v \in \mathbb{R}"], ["v > 0"]])
def test_recurrences_that_need_each_other_do_so_whatever_was_said_of_their_names(said):
    assert verdict("u_1 = -3", [*said, *PAIR, "u_0 = 1", "v_0 = 2"]).status == "proved"
    assert verdict("u_1 = 1", [*said, *PAIR, "u_0 = 1", "v_0 = 2"]).status == "refuted"
