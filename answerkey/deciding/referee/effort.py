"""How much was evaluated, by the engine's own count: a search ends by it, so that a machine's speed decides nothing."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class Effort:
    """The nodes of trees that were given a value since the process began."""

    spent = 0


def affordable(points: Iterable[Item], most: int, least: int = 1) -> Iterator[Item]:
    """As many of `points` as are dealt with before more than `most` nodes are evaluated, and at least `least`."""
    start = Effort.spent
    for tried, point in enumerate(points):
        if tried >= least and Effort.spent - start > most:
            return
        yield point
