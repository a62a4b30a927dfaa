"""Networks of indices and the one way to write each: two that differ in the names of their summed indices are the same.

A network is a product of factors, each an entry of something at its indices: `A_ij x_j` summed over j.  An index is
summed or free, and any number of factors may share it, so that Hadamard products and diagonals need nothing more.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

MOST_LEAVES = 64  # of the search for the least way to write a component


class Factor(NamedTuple):
    """An entry, to a power; `loose` where the order of its indices does not matter."""

    key: str
    legs: tuple[str, ...]
    power: int = 1
    loose: bool = False


class Net(NamedTuple):
    """A product of factors; the summed indices are called 0, 1, 2 and so on, and `ranges` are their sizes."""

    factors: tuple[Factor, ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def free(self) -> set[str]:
        """The indices that are not summed."""
        return {leg for factor in self.factors for leg in factor.legs if not leg.isdigit()}


UNIT = Net()


def canonical(factors: Iterable[Factor], ranges: dict[str, str]) -> Net:
    """The net of these factors, summed over the indices that have a range here, in its one way to be written."""
    written = sorted(one_way(part, ranges) for part in components(list(factors), ranges))
    made: list[Factor] = []
    sizes: list[str] = []
    for part, own in written:
        names = {str(i): str(i + len(sizes)) for i in range(len(own))}
        made += [renamed(factor, names) for factor in part]
        sizes += own
    return Net(tuple(made), tuple(sizes))


def renamed(factor: Factor, names: dict[str, str]) -> Factor:
    legs = tuple(names.get(leg, leg) for leg in factor.legs)
    return factor._replace(legs=tuple(sorted(legs)) if factor.loose else legs)


def components(factors: list[Factor], summed: Iterable[str]) -> list[list[Factor]]:
    """The factors in groups that share no summed index."""
    group = {leg: {leg} for leg in summed}
    for factor in factors:
        legs = [leg for leg in factor.legs if leg in group]
        for leg in legs[1:]:
            together = group[legs[0]] | group[leg]
            group.update(dict.fromkeys(together, together))
    parts: dict[frozenset[str] | Factor, list[Factor]] = {}
    for factor in factors:
        mine = next((leg for leg in factor.legs if leg in group), None)
        parts.setdefault(factor if mine is None else frozenset(group[mine]), []).append(factor)
    return list(parts.values())


def one_way(factors: list[Factor], ranges: dict[str, str]) -> Net:
    """One connected component in the least of the ways to number its summed indices."""
    legs = sorted({leg for factor in factors for leg in factor.legs if leg in ranges})
    if not legs:
        return Net(tuple(sorted(renamed(factor, {}) for factor in factors)))
    sizes = ranked({leg: ranges[leg] for leg in legs})
    leaves: list[Net] = []
    search(factors, sizes, ranges, leaves)
    return min(leaves)


def search(factors: list[Factor], colours: dict[str, int], ranges: dict[str, str], leaves: list[Net]) -> None:
    """Number the indices in every way that their surroundings leave open."""
    colours = refined(factors, colours)
    crowds = Counter(colours.values())
    crowd = min((colour for colour, size in crowds.items() if size > 1), default=None)
    if crowd is None:
        order = sorted(colours, key=lambda leg: colours[leg])
        names = {leg: str(i) for i, leg in enumerate(order)}
        leaves.append(Net(tuple(sorted(renamed(f, names) for f in factors)), tuple(ranges[leg] for leg in order)))
        return
    for leg in [leg for leg, colour in colours.items() if colour == crowd]:
        if len(leaves) < MOST_LEAVES:
            search(factors, {other: 2 * colour + (other != leg) for other, colour in colours.items()}, ranges, leaves)


def refined(factors: list[Factor], colours: dict[str, int]) -> dict[str, int]:
    """Indices told apart by the factors that they touch, and by what else those touch."""
    while True:
        seen: dict[str, list] = {leg: [] for leg in colours}
        for factor in factors:
            around = [(0, colours[leg], "") if leg in colours else (1, 0, leg) for leg in factor.legs]
            face = (factor.key, factor.power, sorted(around) if factor.loose else around)
            for place, leg in enumerate(factor.legs):
                if leg in seen:
                    seen[leg].append((0 if factor.loose else place, face))
        finer = ranked({leg: (colours[leg], sorted(faces)) for leg, faces in seen.items()})
        if len(set(finer.values())) == len(set(colours.values())):
            return finer
        colours = finer


def ranked(what: dict) -> dict[str, int]:
    """Each index with the rank of what is said of it."""
    ranks: dict[str, int] = {}
    last, rank = None, -1
    for leg in sorted(what, key=lambda leg: what[leg]):
        if rank < 0 or what[leg] != last:
            last, rank = what[leg], rank + 1
        ranks[leg] = rank
    return ranks


@lru_cache(maxsize=2_000)
def is_square(net: Net) -> bool:
    """Whether a net is a sum of squares: with one or two of its indices held, what is left comes in equal pairs."""
    powers: Counter[str] = Counter()
    for factor in net.factors:
        powers[factor.key] += factor.power
    if any(power % 2 for power in powers.values()):
        return False
    ranges = {str(i): size for i, size in enumerate(net.ranges)}
    for count in range(min(3, len(ranges) + 1)):
        for held in combinations(ranges, count):
            names = {leg: f"={leg}" for leg in held}
            inner = {leg: size for leg, size in ranges.items() if leg not in held}
            parts: Counter[Net] = Counter()
            for part in components([renamed(factor, names) for factor in net.factors], inner):
                found = canonical(part, inner)
                times_over = found.factors[0].power if len(found.factors) == 1 and not found.ranges else 1
                parts[found] += 0 if times_over % 2 == 0 else 1
            if all(times_over % 2 == 0 for times_over in parts.values()):
                return True
    return False
