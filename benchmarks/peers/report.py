"""What the tools said of the pairs, as Markdown tables."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from statistics import mean, median

from benchmarks.marked import code, table
from benchmarks.peers.workers import Answer

SHOWN = 3  # false refusals a tool, of kinds that differ


@dataclass(frozen=True)
class Row:
    """A pair, and what one tool said of it."""

    tool: str
    pair: dict
    answer: Answer

    @property
    def outcome(self) -> str:
        """right, false accept, false refusal, undecided or not given."""
        said, truth = self.answer.said, self.pair["truth"]
        if said in ("undecided", "not given"):
            return said
        return "right" if (said == "accepted") == truth else "false refusal" if truth else "false accept"


def summary(title: str, rows: list[Row]) -> str:
    """How each tool did on one set of pairs."""
    head = [title, "given", "right of all", "right of those given", "false accepts", "false refusals", "undecided"]
    times = ["ms a pair: median", "mean", "times this engine's on the same pairs: median", "in all"]
    tools = by_tool(rows)
    ours = {row.pair["id"]: row.answer.seconds for row in next(iter(tools.values()))}
    return table(
        [*head, "right if undecided is a no", *times],
        [totals(tool, own) + ratios(own, ours) for tool, own in tools.items()],
    )


def ratios(rows: list[Row], ours: dict[str, float]) -> list[str]:
    """How much longer a tool took than the first one for the pairs that it was given: half of them, and altogether."""
    both = [(row.answer.seconds, ours[row.pair["id"]]) for row in rows if row.outcome != "not given"]
    if not both:
        return ["", ""]
    return [f"{median(a / b for a, b in both):.0f}", f"{sum(a for a, _ in both) / sum(b for _, b in both):.0f}"]


def totals(tool: str, rows: list[Row]) -> list[str]:
    counts, given = Counter(row.outcome for row in rows), [row for row in rows if row.outcome != "not given"]
    times = [1000 * row.answer.seconds for row in given] or [0.0]
    right, unmoved = counts["right"], sum(row.outcome == "undecided" and not row.pair["truth"] for row in rows)
    return [
        tool, str(len(given)), f"{right}/{len(rows)}", f"{right / max(1, len(given)):.0%}", str(counts["false accept"]),
        str(counts["false refusal"]), str(counts["undecided"]), f"{right + unmoved}/{len(rows)}",
        f"{median(times):.1f}", f"{mean(times):.1f}",
    ]  # fmt: skip


def kinds(rows: list[Row]) -> str:
    """Right answers by kind."""
    tools = by_tool(rows)
    body = []
    for kind in dict.fromkeys(row.pair["kind"] for row in rows):
        ours = {tool: [row for row in found if row.pair["kind"] == kind] for tool, found in tools.items()}
        right = [str(sum(row.outcome == "right" for row in found)) for found in ours.values()]
        body.append([f"{kind} ({len(next(iter(ours.values())))})", *right])
    return table(["right, by kind", *tools], body)


def mistakes(rows: list[Row]) -> str:
    """Every pair that was accepted and is false, and for each tool some that it refused and are true."""
    accepts = [row for row in rows if row.outcome == "false accept"]
    refusals = [row for own in by_tool(rows).values() for row in islice(one_a_kind(own), SHOWN)]
    return table(
        ["mistake", "of", "pair", "left", "right", "where"],
        [[r.outcome, r.tool, r.pair["id"], code(r.pair["lhs"]), code(r.pair["rhs"]), code(", ".join(r.pair["where"]))]
         for r in accepts + refusals],
    )  # fmt: skip


def one_a_kind(rows: list[Row]):
    first: dict[str, Row] = {}
    for row in rows:
        if row.outcome == "false refusal":
            first.setdefault(row.pair["kind"], row)
    return first.values()


def by_tool(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.tool, []).append(row)
    return found
