"""What the names in a section stand for: the sheet's, those that the key defines, and those that are inferred."""

import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product

from answerkey.context import Context
from answerkey.keys.decorated import nearest, with_marked
from answerkey.keys.identities import stood_for
from answerkey.keys.premises import NAMED, decided
from answerkey.keys.properties import SIZE, SIZED, has_more, said_of, subjects, with_property, with_size
from answerkey.keys.shaping import described, fitted, has_matrices
from answerkey.keys.slips import SIMPLE
from answerkey.keys.statements import LISTED, Statement, trimmed
from answerkey.keys.telling import (
    arguments,
    changed,
    counting,
    counts,
    ends,
    function,
    in_space,
    lawless,
    only_indices,
    recurrence,
    sample,
)
from answerkey.keys.variants import at_steps, respelled, upright, without_step
from answerkey.reading.declarations import DEFINED, FUNCTION
from answerkey.reading.names import OF, identifier
from answerkey.reading.parser import read
from answerkey.reading.sentences import definition
from answerkey.reading.spelling import CUSTOMARY
from answerkey.reading.tokens import Misshapen, Undeclared, Unread
from answerkey.sequences import Formula
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, is_bound, name

WHOLE, A_NUMBER = "a whole number", "a real number"
CALLED = re.compile(r"(\\[A-Za-z]+|[A-Za-z])\s*(?:\\(?:left|[bB]igg?l?)\s*)?[(\[]")
APPLIED = re.compile(CALLED.pattern.removesuffix(r"[(\[]") + r"\(((?:[^()]|\([^()]*\))*)\)")  # and to what


def is_function(letter: str, inside: str, new: Container[str]) -> bool:
    """Whether a new letter before brackets is no factor: one of a function's, or any before what is no sum."""
    return identifier(letter) in new and (identifier(letter) in CUSTOMARY or not re.search(r"[-+]", inside))


SAME = re.compile(r"\b(?:also|again|expand\w*|rewrit\w*|rearrang\w*|simplif\w*)\b", re.IGNORECASE)


@dataclass
class Named:
    """Reads formulas under the names that are known, which grow with what is defined."""

    context: Context
    inferred: dict[str, str] = field(default_factory=dict, kw_only=True)  # what undeclared names are taken for
    guessed: frozenset[str] = field(default=frozenset(), kw_only=True)  # what was so taken in the parts before
    stale: frozenset[str] = field(default=frozenset(), kw_only=True)  # functions that earlier parts have told of
    chosen: frozenset[str] = field(default=frozenset(), kw_only=True)  # names that the key has to choose values for
    turning: bool = field(default=False, kw_only=True)  # whether every ^T is a transpose, as T is the name of nothing
    elsewhere: bool = field(default=False, kw_only=True)  # whether the numbers may not be those of the real line
    introduced: bool = field(default=False, kw_only=True)  # whether the words said that a definition comes, or goes on
    asked: frozenset[str] = field(default=frozenset(), kw_only=True)  # names that the sheet declares
    told: frozenset[Expr] = field(default=frozenset(), kw_only=True)  # names that the sheet defines
    unclear: dict[str, None] = field(default_factory=dict, kw_only=True)  # that what was not read may have defined
    resaid: dict[str, None] = field(default_factory=dict, kw_only=True)  # sequences with more than one formula
    unheard: dict[str, None] = field(default_factory=dict, kw_only=True)  # letters of what was not read
    called: dict[str, None] = field(default_factory=dict, kw_only=True)  # letters with a value such as T(n)
    special: dict[Expr, Expr] = field(default_factory=dict, kw_only=True)  # the last numbers of examples, by name
    subjects: list[str] = field(default_factory=list, kw_only=True)  # names of which the words are
    said: list[str] = field(default_factory=list, kw_only=True)  # what they say of them
    several: dict[str, None] = field(default_factory=dict, kw_only=True)  # names that the key gave more than one value

    def read(self, latex: str) -> Expr:
        """A formula under the names that are known; new letters are taken for real numbers where nothing else fits."""
        latex = without_step(respelled(latex, self.context.names), self.context.names, self.inferred)
        self.counted(map(name, ends(latex)))
        try:
            self.counted(counts(found := self.spelled(latex)))
            return found
        except (Misshapen, ShapeError):
            raise
        except Unread as error:
            hint = nearest(error, latex, self.context.names)
            raise type(error)(f"{error.why}; {hint}", error.offset) if hint else error from None

    def spelled(self, latex: str) -> Expr:
        try:
            found = read(latex, self.context.names)
            self.one_use(latex, found)
            return found
        except Unread as error:
            if self.turning and "the transpose of a number" in error.why and upright(latex) != latex:
                return self.spelled(upright(latex))
            if not isinstance(error, Undeclared):
                raise
            if (larger := with_marked(latex, self.context)) is not None:
                self.take_for(*larger)
                return self.spelled(latex)
            try:
                return self.anew(latex, error)
            except Unread:
                if (meant := self.squashed(latex)) is not None:
                    return meant
                raise

    def anew(self, latex: str, error: Unread) -> Expr:
        """A formula with new letters in it, of which `error` tells."""
        if has_matrices(latex, self.context.names) and "matrix}" not in latex:
            return self.fitting(latex, error)
        try:
            found = read(latex, replace(self.context.names, inferring=True))
        except Unread as second:
            first = isinstance(second, Misshapen) or nearest(error, latex, self.context.names)
            raise (error if first else second) from None
        return self.inferring(found, error, latex)

    def fitting(self, latex: str, error: Unread) -> Expr:
        """A formula with matrices, its new letters taken for numbers, vectors or matrices as they fit together."""
        shapes = fitted(latex, self.context.names)
        if shapes is None or any(is_function(letter, inside, shapes) for letter, inside in APPLIED.findall(latex)):
            raise error
        context = self.context
        for each, shape in shapes.items():
            context = context.with_symbol(each, shape=shape)
        self.one_use(latex, found := read(latex, context.names))
        self.context = context
        self.inferred |= {each: described(shape) for each, shape in shapes.items()}
        return found

    def sized_by_words(self, statement: Statement) -> None:
        """Know the size of a name before it is read: of an `m \\times n` matrix, or of a symmetric one, so a square."""
        latex = trimmed(statement.latex)
        if LISTED.fullmatch(statement.words) is None and not SIZE.match(latex):
            self.subjects, self.said = [], []
        if SIZE.match(latex) and SIZED.fullmatch(statement.words):
            for each in self.subjects:
                self.context = in_space(rf"{each} \in \mathbb{{R}}^{{{latex}}}", self.context) or self.context
        self.subjects += subjects(latex)
        self.said += said_of(statement.words, statement.after)
        if has_more(statement.words, statement.after):
            random = {key.rstrip("[]°") for key in self.context.laws} | {leaf.args[0] for leaf in self.told}
            unclear = (each for each in map(identifier, subjects(latex)) if each not in random)  # of which it is a law
            self.unclear |= dict.fromkeys(unclear)
        for each in self.subjects if not statement.signs else ():
            number = self.inferred.get(identifier(each)) == A_NUMBER
            larger = with_size(each, self.said, self.context.without(identifier(each)) if number else self.context)
            if larger is not None:
                self.context = larger
                self.inferred[identifier(each)] = described(larger.names.leaf(identifier(each)).shape)

    def told_by_words(self) -> None:
        """Know what the words around the names of a statement say of them."""
        for said, each in product(self.said, self.subjects):
            self.context = with_property(each, said, self.context)

    def shaped(self, latex: str) -> Context:
        """The context in which the new letters in the formula of a function have the sizes that fit."""
        match = FUNCTION.match(latex)
        shapes = fitted(match[5], self.context.names) if match and has_matrices(match[5], self.context.names) else None
        context = self.context
        for each, shape in (shapes or {}).items():
            context = context.with_symbol(each, shape=shape)
            self.inferred[each] = described(shape)
        return context

    def take_for(self, larger: Context, plain: Mapping[str, str]) -> None:
        """From here on marked letters that nothing declares are known, of the sizes of the plain ones."""
        self.context = larger
        self.inferred |= {marked: f"a letter like {letter}" for marked, letter in plain.items()}

    def squashed(self, latex: str) -> Expr | None:
        """A formula with a sigma that nothing declares, which is applied, as the sigmoid; None unless it holds."""
        if r"\sigma" not in latex or self.context.names.get("sigma") or self.context.names.sequence("sigma"):
            return None
        known = replace(self.context.names, squashing=True)
        for names in (known, replace(known, inferring=True)):
            with suppress(Unread, ShapeError):
                if decided(self.context, found := read(latex, names)).passes:
                    return found
        return None

    def inferring(self, found: Expr, error: Unread, latex: str) -> Expr:
        new = {
            n.args[0] for n in found.walk() if n.head == "name" and not is_bound(n)
        } - self.context.names.symbols.keys()
        cells = {cell for n in found.walk() if n.head == "block" for cell in n.nodes}
        plain = not any(n.shape for n in found.walk()) or all(name(each) in cells for each in new)
        if not plain or not all(len(each.strip("\\")) < 12 for each in new):
            raise error
        self.one_use(latex, found)
        for each in sorted(new):
            self.context = self.context.with_symbol(each)
            self.inferred[each] = A_NUMBER
        return found

    def counted(self, leaves: Iterable[Expr]) -> None:
        """What nothing declares and counts something is a whole number, whatever it was taken for."""
        for each in (leaf.args[0] for leaf in leaves):
            if self.inferred.get(each) == A_NUMBER or each in self.guessed or self.context.names.get(each) is None:
                self.inferred[each] = WHOLE
                context = self.context.with_symbol(each, whole=True)
                self.context = context.with_condition(Expr("in", name(each), Expr("naturals")))

    def one_use(self, latex: str, found: Expr) -> None:
        """Raises Unread where a letter before brackets was taken for a factor, as in T(n/2), but T(n) is a value."""
        names = {n.args[0] for n in found.walk() if n.head == "name"}
        self.called |= {n.partition(OF)[0]: None for n in names if OF in n}
        called = any(identifier(letter) in names & self.called.keys() for letter in CALLED.findall(latex))
        if called or any(at_steps(latex, self.context.names, self.inferred)):
            raise Unread("a letter may be a function here, and not a factor", 0)

    def defines(self, statement: Statement, latex: str) -> Context | None:
        r"""The context with what a formula declares: `C = ...`, `X \in \mathbb{R}^{m \times n}`, a law.

        A name that the sheet leaves free becomes a special one only where the words just before say so.
        """
        latex = respelled(latex, self.context.names)
        if statement.goes_on or statement.signs[0] not in ("=", ":=", r"\in", r"\sim"):
            return None
        self.counted(map(name, ends(latex)))
        if statement.signs[0] not in ("=", ":="):
            return sample(latex, self.context) or in_space(latex, self.context)
        told = function(latex, self.shaped(latex), statement.words, self.stale)
        told = told or recurrence(latex, self.context, self.stale)
        if told is not None:
            self.stale -= changed(self.context, told)
            self.inferred |= dict.fromkeys(lawless(told, self.context), A_NUMBER)
            told = counting(told, self.context)
            return told
        match = DEFINED.match(latex)
        if match is not None and (marked := with_marked(match[4], self.context)) is not None:
            self.take_for(*marked)
        larger = definition(latex, self.context)
        if larger is None:
            return self.context if self.is_defined_so(latex) else self.revalued(latex, statement.signs[0])
        defined = larger.definitions.keys() - self.context.definitions.keys()
        named = {leaf.args[0] for leaf in defined}
        numbers = not named <= self.chosen and all(self.is_number(larger.definitions[leaf]) for leaf in defined)
        if statement.role == "assumed" and not self.introduced and numbers:
            return None  # for n = 1: so for what follows from it, and no longer
        new = (
            larger.names.symbols.keys() != self.context.names.symbols.keys()
            or named <= self.inferred.keys() | self.chosen
        )
        return larger if new or self.introduced or statement.signs[0] == ":=" else None

    def is_defined_so(self, latex: str) -> bool:
        """Whether a formula repeats the definition of a name."""
        match = DEFINED.match(latex)
        if match is None or self.context.names.get(identifier(match[1])) is None:
            return False
        meaning = self.context.definitions.get(self.context.names.leaf(identifier(match[1])))
        with suppress(Unread, ShapeError):
            return meaning is not None and self.read(match[4]) == meaning
        return False

    def revalued(self, latex: str, sign: str) -> Context | None:
        """The context in which a name of the key's own has another value: n = 5 after n = 4, or a = a + 1.

        Numbers follow on numbers without a word; a formula follows on another only where the words say so.
        """
        match = DEFINED.match(latex)
        if match is None or self.context.names.get(identifier(match[1])) is None:
            return None
        leaf = self.context.names.leaf(identifier(match[1]))
        before = self.context.definitions.get(leaf)
        if before is None or leaf in self.told:
            return None
        with suppress(Unread, ShapeError, KeyError):
            meaning = self.read(match[4]).replace({leaf: before})
            if meaning.shape == before.shape and decided(self.context, Expr("eq", before, meaning)).passes:
                return self.context  # the same in other words
            anew = self.introduced or sign == ":=" or (self.is_number(before) and self.is_number(meaning))
            if anew and meaning.shape == before.shape:
                self.several[leaf.args[0]] = None
                return self.context.with_definition(leaf, meaning)
        return None

    def is_number(self, meaning: Expr) -> bool:
        with suppress(ShapeError, KeyError, ValueError):
            return not any(node.head in ("name", "term") for node in self.context.unfold(meaning).walk())
        return False

    def is_determined(self, leaf: Expr) -> bool:
        """Whether a name, or the vector of which this is an entry, stands for more than coordinates that are free."""
        leaf = leaf.args[0] if leaf.head == "entry" else leaf
        meaning = self.context.definitions.get(stood_for(leaf, self.context))
        if meaning is None:
            return False
        return meaning.head != "block" or any(
            part.head != "name" or part in self.context.definitions for part in meaning.nodes
        )

    def is_value(self, claim: Expr) -> bool:
        """Whether an equation gives a number to a free name: the value of a case or of an example."""
        leaf = claim.args[0]
        free = claim.head == "eq" and leaf.head == "name" and not leaf.shape and leaf not in self.context.definitions
        return free and self.is_number(claim.args[1])

    def is_told_in_full(self, claim: Expr) -> bool:
        """Whether a matrix of names that stand for something is given by what they are made of: C^T d by A and b."""
        side, other = claim.args
        names = {node for node in side.walk() if node.head in ("name", "term")}
        made = {node for node in self.context.unfold(side).walk() if node.head in ("name", "term")}
        told = {node for node in other.walk() if node.head in ("name", "term")}
        return bool(side.shape and names and told <= made) and all(map(self.is_determined, names))

    def is_case(self, claim: Expr) -> bool:
        """Whether an equation may be a case of what a name of the key's own stands for: r = 1, or a = -b of two."""
        if len(claim.args) != 2:  # several statements, one of which holds
            return False
        left, right = claim.args
        names = {node for node in right.walk() if node.head in NAMED}
        return left not in self.told and names <= self.context.definitions.keys()

    def example(self, claim: Expr) -> Context | None:
        """The context with the numbers of the last example, of a claim in which they were put in; None of another.

        That is one with a number for a side, or one that depends on the names of the example and has none of them.
        The case k = 0 of an index is over where the index is named again.
        """
        met = {*claim.walk()}
        special = {leaf: value for leaf, value in self.special.items() if leaf not in met or not self.is_whole(leaf)}
        numbers = any(not side.shape and self.is_number(side) for side in claim.args)
        hidden = not special.keys() & met and {leaf.args[0] for leaf in special} & self.names_in(claim)
        if not special or not (numbers or hidden):
            return None
        context = self.context
        for leaf, meaning in special.items():
            context = context.with_definition(leaf, meaning)
        return context

    def is_whole(self, leaf: Expr) -> bool:
        symbol = self.context.names.get(leaf.args[0])
        return self.inferred.get(leaf.args[0]) == WHOLE or (symbol is not None and symbol.whole)

    def names_in(self, claim: Expr, heads: tuple[str, ...] = ("name", "term")) -> set[str]:
        """The names in a claim and in what they stand for."""
        nodes = {*claim.walk()}
        with suppress(ShapeError, KeyError, ValueError):
            nodes |= {*self.context.unfold(claim).walk()}
        return {node.args[0] for node in nodes if node.head in heads and not is_bound(node)}

    def unknown(self, claim: Expr) -> list[str]:
        """The names in a claim of which nothing was said, or more than one thing."""
        met, known = self.names_in(claim), {leaf.args[0] for leaf in self.context.definitions}
        terms = {node.args[0] for node in claim.walk() if node.head == "term"}
        new = sorted(n for n in terms - known if self.context.names.sequence(n) is None)
        plain = self.names_in(claim, ("name",)) - known - arguments(claim, self.context) - only_indices(claim)
        said = [n for n in (*self.inferred, *self.guessed, *self.unclear) if n in plain]
        said = [n for n in said if self.inferred.get(n) != WHOLE]
        return list(dict.fromkeys(said + [n for n in self.several if n in met] + new))

    def is_fresh(self, leaf: Expr, before: Expr) -> bool:
        """Whether nothing is known of a name, and it is not in what its value follows from."""
        free = leaf.args[0] in self.inferred or stood_for(leaf, self.context) != leaf
        return free and leaf.args[0] not in self.names_in(before)

    def is_property(self, claim: Expr) -> bool:
        """Whether an equation such as P^2 = P or x^T y = 0 may tell of matrices of which only the size is known."""
        laws = {key.rstrip("[]°") for key in self.context.laws}
        told = {leaf.args[0] for leaf in self.context.definitions} | laws | self.context.orthogonal
        names, plain = self.names_in(claim), any(side.head in ("num", "null", "eye") for side in claim.args)
        sized = any(node.shape and node.head in NAMED for node in claim.walk())
        simple = sized and any(side.head in SIMPLE for side in claim.args)
        alone = simple and (plain or len(names) == 1) and not claim.has("term", "call", "grad", "E")
        return alone and not names & (told | self.context.diagonal.keys())

    def is_doubtful(self, claim: Expr) -> bool:
        """Whether a claim is of entries of what was taken for a vector, or of how something random moves."""
        whole = [node.args[0] for node in claim.walk() if node.head == "entry"]
        guessed = any(leaf.head == "name" and leaf.args[0] in {*self.inferred, *self.guessed} for leaf in whole)
        moved = claim.has("derivative", "gradient", "call", "grad") and any("°" in n for n in self.names_in(claim))
        again = any(node.head == "term" and node.args[0] in self.resaid for node in claim.walk())
        return guessed or moved or again

    def says_again(self, claim: Expr, words: str) -> bool:
        """Whether an equation gives a second formula for a sequence or a function of the key, which may be another."""
        left = claim.args[0]
        if claim.head != "eq" or SAME.search(words):
            return False
        if left.head == "term" and left.args[2].head == "name" and left.args[0] in self.context.sequences:
            self.resaid[left.args[0]] = None
        called = left.head == "call" and left.args[1] == 0 and all(each.head == "name" for each in left.args[2:])
        return called and isinstance(self.context.models.get(left.args[0]), Formula) and left.args[0] not in self.stale
