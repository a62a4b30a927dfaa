"""Chains of matrices within a network, shortened by the rules for words: inverses, orthogonal letters, Penrose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.matrices.words import Letter, Word, flipped, order
from answerkey.deciding.networks.canonical import Factor
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.shapes import Dimension
from answerkey.tree import Expr

if TYPE_CHECKING:
    from answerkey.deciding.networks.contractions import Contractions, Part, Ranges


class Chains(Matrices):
    """The words of a claim, whose closed ones are networks."""

    def __init__(self, nets: Contractions):
        self.nets = nets
        nets.chains = self  # what is declared is taken up at once
        super().__init__(nets.scalars)

    def scalar(self, expr: Expr) -> Quotient:
        return self.nets.scalar(expr)

    def closed(self, word: Word) -> Quotient:
        return self.contracted(word, "", "", {})

    def trace(self, a, size: Dimension) -> Quotient:
        found = self.scalars.zero_quotient()
        for word, coefficient in a.items():
            unit = self.contracted(word, "0", "0", {"0": str(size)})
            found = self.scalars.add(found, self.scalars.multiply(coefficient, unit))
        return found

    def contracted(self, word: Word, first: str, last: str, ranges: Ranges) -> Quotient:
        factors, sizes = self.spread(word, first, last, ranges)
        total = self.nets.plain(self.nets.normal(factors, sizes, self.scalars.constant(1)))
        assert total is not None
        return total

    def spread(self, word: Word, first: str, last: str, ranges: Ranges) -> tuple[list[Factor], Ranges]:
        """The factors of a word between two indices, with the summed ones within it; "" where there is no index."""
        sizes, factors, left = dict(ranges), [], first
        for place, letter in enumerate(word):
            right = last
            if place < len(word) - 1:
                right = ""
                if letter.columns != "1":
                    right = str(max(map(int, sizes), default=-1) + 1)
                    sizes[right] = letter.columns
            factors.append(self.nets.letter(letter, tuple(leg for leg in (left, right) if leg)))
            left = right
        if not word and first != last:
            factors.append(Factor("delta", tuple(sorted((first, last))), 1, True))
        return factors, sizes

    def shortened(self, factors: list[Factor], ranges: Ranges) -> list[Part] | None:
        """A network with one of its chains replaced by a shorter one, if a rule has it so."""
        if not self.rules:
            return None
        factors = [factor for each in factors for factor in self.apart(each)]
        for leg in sorted(ranges):
            chain = self.chain_through(leg, factors, ranges)
            if len(chain) < 2:
                continue
            word = tuple(self.linked(*link) for link in chain)
            found = self.word(word, self.scalars.constant(1))
            if any(first_of(shorter) >= first_of(word) for shorter in found):
                continue
            (first, _), (_, last) = chain[0][1], chain[-1][1]
            used = [factor for factor, _ in chain]
            rest = [factor for factor in factors if not any(factor is one for one in used)]
            inner = {legs[1] for _, legs in chain[:-1]}
            sizes = {other: size for other, size in ranges.items() if other not in inner}
            parts: list[Part] = []
            for shorter, c in found.items():
                more, all_sizes = self.spread(shorter, first, last, sizes)
                parts.append((rest + more, all_sizes, c))
            return parts
        return None

    def apart(self, factor: Factor) -> list[Factor]:
        """The square of an entry of a matrix as two factors, which may be next to one another in a chain."""
        square = factor.key in self.nets.letters and factor.power == 2 and len(set(factor.legs)) == 2
        return [factor._replace(power=1) for _ in range(2)] if square else [factor]

    def linked(self, factor: Factor, legs: tuple[str, str]) -> Letter:
        """A matrix as it stands between two indices; a vector, which ends a chain, has one."""
        letter = self.nets.letters[factor.key]
        if len(factor.legs) == 1:
            return letter if (letter.rows == "1") == (legs[0] == "") else letter.T
        return letter if factor.loose or factor.legs == legs else letter.T

    def chain_through(self, leg: str, factors: list[Factor], ranges: Ranges) -> list[tuple[Factor, tuple[str, str]]]:
        """The longest run of matrices joined by summed indices that nothing else touches, through one such index."""
        ends = self.links(leg, factors, ranges)
        if len(ends) != 2 or ends[0] is ends[1]:
            return []
        chain = [(ends[0], (across(ends[0], leg), leg)), (ends[1], (leg, across(ends[1], leg)))]
        while (more := self.beyond(chain, chain[-1][1][1], factors, ranges)) is not None:
            chain.append((more, (chain[-1][1][1], across(more, chain[-1][1][1]))))
        while (more := self.beyond(chain, chain[0][1][0], factors, ranges)) is not None:
            chain.insert(0, (more, (across(more, chain[0][1][0]), chain[0][1][0])))
        return chain

    def beyond(self, chain, leg: str, factors: list[Factor], ranges: Ranges) -> Factor | None:
        ends = self.links(leg, factors, ranges)
        new = [factor for factor in ends if not any(factor is one for one, _ in chain)]
        return new[0] if len(ends) == 2 and len(new) == 1 else None

    def links(self, leg: str, factors: list[Factor], ranges: Ranges) -> list[Factor]:
        """The matrices and vectors that meet at a summed index, if nothing else does."""
        touching = [factor for factor in factors if leg in factor.legs]
        plain = all(f.key in self.nets.letters and len({*f.legs}) == len(f.legs) and f.power == 1 for f in touching)
        return touching if leg in ranges and plain else []


def first_of(word: Word):
    """How long and large a chain is, whichever way it is read."""
    return min(order(word), order(flipped(word)))


def across(factor: Factor, leg: str) -> str:
    """The other index of a matrix; none of a vector."""
    if len(factor.legs) == 1:
        return ""
    return factor.legs[1] if factor.legs[0] == leg else factor.legs[0]
