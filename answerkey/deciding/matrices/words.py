"""Sums of words in letters that do not commute, with coefficients in the field of scalars.

A word that closes to a scalar (`x^T A y`) becomes a generator of that field.  What is known of a letter (an inverse,
orthogonality, a diagonal, Penrose's equations) is a rule that shortens words; the rules are completed by resolving
their overlaps, so two formulas that agree by those rules alone, at every shape, get one normal form.
"""

from dataclasses import dataclass, field
from itertools import product

from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field, Quotient
from answerkey.tree import Expr

MOST_WORDS = 4_000
LONGEST_WORD = 10_000
MOST_LETTERS = 400_000  # in the words that two sums make
MOST_RULES = 60
MOST_STEPS = 10_000  # words brought into normal form by rules


@dataclass(frozen=True, order=True)
class Letter:
    """A matrix of one symbol: `kind` tells names, inverses, pseudo-inverses and unit rows, symmetric or not."""

    kind: str
    key: str
    transposed: bool
    rows: str
    columns: str
    leaf: Expr | None = field(default=None, compare=False)
    inner: frozenset[Expr] = field(default=frozenset(), compare=False)  # the names within an inverse
    hashed: int = field(default=0, init=False, compare=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "hashed", hash((self.kind, self.key, self.transposed, self.rows, self.columns)))

    def __hash__(self):
        return self.hashed

    @property
    def T(self):
        if self.kind.startswith("symmetric"):
            return self
        return Letter(self.kind, self.key, not self.transposed, self.columns, self.rows, self.leaf, self.inner)

    @property
    def leaves(self) -> frozenset[Expr]:
        """Every name that the letter's value depends on."""
        return self.inner | ({self.leaf} if self.leaf is not None else set())


Word = tuple[Letter, ...]
Sum = dict[Word, Quotient]
EMPTY: Word = ()


def closed_stretch(word: Word) -> tuple[int, int] | None:
    """The first stretch of a word, but not the whole of it, that is one by one."""
    starts = [i for i, letter in enumerate(word) if letter.rows == "1"]
    ends = [i + 1 for i, letter in enumerate(word) if letter.columns == "1"] if starts else []
    return next(((i, j) for i in starts for j in ends if i < j and j - i < len(word)), None)


def flipped(word: Word) -> Word:
    return tuple(letter.T for letter in reversed(word))


class Words:
    """Arithmetic with sums of words over a field of scalars; `rules` shorten words."""

    def __init__(self, scalars: Field):
        self.scalars, self.context = scalars, scalars.context
        self.rules: dict[Word, Sum] = {}
        self.firsts: set[Letter] = set()  # with which the rules begin
        self.longest = 0
        self.letters: set[Letter] = set()
        self.vanishing: list[Sum] = []  # sums that are zero, but may not be solved for their longest word
        self.steps = 0
        self.undone: dict[Letter, Sum] = {}  # what a letter is the inverse of

    def plus(self, a: Sum, b: Sum) -> Sum:
        total = dict(a)
        for word, coefficient in b.items():
            found = self.scalars.add(total[word], coefficient) if word in total else coefficient
            if found:
                total[word] = found
            else:
                total.pop(word, None)
        if len(total) > MOST_WORDS:
            raise Unknown("a matrix formula with too many terms")
        return total

    def minus(self, a: Sum, b: Sum) -> Sum:
        return self.plus(a, self.scaled(b, self.scalars.constant(-1)))

    def scaled(self, a: Sum, factor: Quotient) -> Sum:
        if not factor:
            return {}
        return {word: self.scalars.multiply(c, factor) for word, c in a.items()}

    def times(self, a: Sum, b: Sum) -> Sum:
        longest = sum(max(map(len, words), default=0) for words in (a, b))
        if len(a) * len(b) * longest > MOST_LETTERS:
            raise Unknown("a matrix formula with too many terms")
        total: Sum = {}
        for (u, c), (v, d) in product(a.items(), b.items()):
            total = self.plus(total, self.word(u + v, self.scalars.multiply(c, d)))
        return total

    def leaves_of(self, a: Sum) -> frozenset[Expr]:
        letters = {leaf for word in a for letter in word for leaf in letter.leaves}
        polys = [poly for c in a.values() for poly in (c.top, c.bottom)]
        return frozenset(letters | {leaf for poly in polys for leaf in self.scalars.names_in(poly)})

    def proportional(self, a: Sum, b: Sum) -> bool:
        """Whether one sum is a number, not zero, times the other."""
        if not a or a.keys() != b.keys():
            return False
        word = next(iter(a))
        ratio = self.scalars.multiply(a[word], self.scalars.power(b[word], -1))
        constant = ratio.top.is_constant() and ratio.bottom.is_constant()
        return constant and not self.plus(a, self.scaled(b, self.scalars.scaled(ratio, -1)))

    def flip(self, a: Sum) -> Sum:
        total: Sum = {}
        for word, coefficient in a.items():
            total = self.plus(total, self.word(flipped(word), coefficient))
        return total

    def word(self, word: Word, coefficient: Quotient) -> Sum:
        """One word in normal form: shortened by the rules, with its closed stretches made scalars."""
        if len(word) > LONGEST_WORD:
            raise Unknown("a product of too many matrices")
        total: Sum = {}
        waiting = [(word, coefficient)]
        while waiting:
            word, coefficient = waiting.pop()
            self.steps += bool(self.rules)
            if self.steps > MOST_STEPS:
                raise Unknown("a long calculation with words")
            if place := self.reducible(word):
                start, end = place
                for middle, c in self.rules[word[start:end]].items():
                    waiting.append((word[:start] + middle + word[end:], self.scalars.multiply(coefficient, c)))
            elif place := closed_stretch(word):
                start, end = place
                inner = self.scalars.multiply(coefficient, self.closed(word[start:end]))
                waiting.append((word[:start] + word[end:], inner))
            else:
                total = self.plus(total, {word: coefficient})
        return total

    def reducible(self, word: Word) -> tuple[int, int] | None:
        """The first stretch of a word that a rule shortens."""
        for start in range(len(word) if self.rules else 0):
            if word[start] in self.firsts:
                for end in range(start + 1, min(start + self.longest, len(word)) + 1):
                    if word[start:end] in self.rules:
                        return start, end
        return None

    def closed(self, word: Word) -> Quotient:
        """A word that is one by one, as a generator of the field of scalars; it equals its transpose."""
        total = self.word(word, self.scalars.constant(1))
        found = self.scalars.zero_quotient()
        for each, coefficient in total.items():
            unit = self.unit_of(each) if each else self.scalars.constant(1)
            found = self.scalars.add(found, self.scalars.multiply(coefficient, unit))
        return found

    def unit_of(self, word: Word) -> Quotient:
        """The generator behind a word that is one by one: the first of it and its transpose, up to a sign."""
        best, sign = min(word, flipped(word)), 1
        back = self.word(flipped(word), self.scalars.constant(1)) if self.rules else {}
        if len(back) == 1:
            ((other, c),) = back.items()
            if other == word and c.top == -c.bottom:
                return self.scalars.zero_quotient()  # it is its own negative
            if c.top in (c.bottom, -c.bottom):
                best, sign = min((word, 1), (other, 1 if c.top == c.bottom else -1))
        strength = self.strength_of(best) if ("word", best) not in self.scalars.index else 0
        found = self.scalars.gen(("word", best), inside=best, positive=strength > 1)
        if strength:
            self.scalars.nonnegative.add(self.scalars.index["word", best])
        return self.scalars.scaled(found, sign)

    def sum_of_closed(self, cell: Sum) -> Quotient:
        found = self.scalars.zero_quotient()
        for word, coefficient in cell.items():
            unit = self.closed(word) if word else self.scalars.constant(1)
            found = self.scalars.add(found, self.scalars.multiply(coefficient, unit))
        return found

    def learn(self, word: Word, shorter: Sum) -> None:
        """Take up a rule and its transpose, each where it leads to smaller words."""
        for left, right in ((word, shorter), (flipped(word), {flipped(w): c for w, c in shorter.items()})):
            if left not in self.rules and all(order(other) < order(left) for other in right):
                if len(self.rules) >= MOST_RULES:
                    raise Unknown("too many rules for matrices")
                self.rules[left] = right
                self.firsts.add(left[0])
                self.longest = max(self.longest, len(left))

    def letter_sum(self, letter: Letter) -> Sum:
        self.letters.add(letter)
        if letter.kind == "unit":
            self.learn_diagonals(letter)
        return self.word((letter,), self.scalars.constant(1))

    def complete(self) -> bool:
        """Resolve the overlaps of the rules once; whether that gave something new."""
        before = len(self.rules) + len(self.vanishing)
        one = self.scalars.constant(1)
        for (u, a), (v, b) in product(list(self.rules.items()), repeat=2):
            for shared in range(1, min(len(u), len(v))):
                if u[-shared:] == v[:shared]:
                    self.resolve(self.times(a, {v[shared:]: one}), self.times({u[:-shared]: one}, b))
            for start in range(len(u) - len(v) + 1):
                if u != v and u[start : start + len(v)] == v:
                    inner = self.times(self.times({u[:start]: one}, b), {u[start + len(v) :]: one})
                    self.resolve(self.times(a, {EMPTY: one}), inner)
        return len(self.rules) + len(self.vanishing) > before

    def resolve(self, left: Sum, right: Sum) -> None:
        """Take up, as a rule, that two ways to shorten one word lead to the same."""
        gap = self.plus(left, self.scaled(right, self.scalars.constant(-1)))
        if gap and len(self.rules) < MOST_RULES and all(len(word) <= 8 for word in gap):
            lead = max(gap, key=order)
            if lead and self.is_nonzero(gap[lead]):
                rest = {w: c for w, c in gap.items() if w != lead}
                factor = self.scalars.power(self.scalars.scaled(gap[lead], -1), -1)
                self.learn(lead, self.scaled(rest, factor))
            elif lead:
                self.vanishing.append(gap)

    def strength_of(self, word: Word) -> int:
        raise NotImplementedError

    def is_nonzero(self, a: Quotient) -> bool:
        raise NotImplementedError

    def learn_diagonals(self, unit: Letter) -> None:
        raise NotImplementedError


def is_square(word: Word) -> bool:
    """Whether a word is W^T W."""
    half, odd = divmod(len(word), 2)
    return not odd and flipped(word[:half]) == word[half:]


def key_of(a: Sum) -> str:
    """A sum as text, the same for equal sums."""
    return repr(sorted((repr(word), c.key) for word, c in a.items()))


def order(word: Word):
    return len(word), word
