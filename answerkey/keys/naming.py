"""What the names in a section stand for: the sheet's, those that the key defines, and those that are inferred."""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from answerkey.context import Context
from answerkey.keys.statements import Statement
from answerkey.reading.declarations import DEFINED, declared
from answerkey.reading.names import Names, identifier
from answerkey.reading.parser import read
from answerkey.reading.sentences import definition, restated
from answerkey.reading.tokens import Undeclared, Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, is_bound

VARIANTS = {
    r"\sigma_l": r"\sigma_\ell",
    r"\sigma_{l}": r"\sigma_\ell",
    r"\varepsilon": r"\epsilon",
}  # one letter, two glyphs


@dataclass
class Named:
    """Reads formulas under the names that are known, which grow with what is defined."""

    context: Context
    inferred: dict[str, str] = field(default_factory=dict, kw_only=True)  # what undeclared names are taken for
    chosen: frozenset[str] = field(default=frozenset(), kw_only=True)  # names that the key has to choose values for
    introduced: bool = field(default=False, kw_only=True)  # whether the words said that a definition comes, or goes on

    def read(self, latex: str) -> Expr:
        """A formula under the names that are known; new letters are taken for real numbers where nothing else fits."""
        names = self.context.names
        for variant, declared_name in VARIANTS.items():
            if variant in latex and names.get(identifier(variant)) is None and names.get(identifier(declared_name)):
                latex = re.sub(re.escape(variant) + r"(?![A-Za-z])", declared_name.replace("\\", r"\\"), latex)
        try:
            return read(latex, names)
        except Unread as error:
            if not isinstance(error, Undeclared):
                raise
            try:
                found = read(latex, Names(self.context.names.symbols, inferring=True))
            except (Unread, ShapeError):
                raise error from None
            return self.inferring(found, error)

    def one_meaning(self, claim: Expr) -> None:
        """Raises Unread for an expectation of `w` where `W` is the random one, and is nowhere in the formula."""
        leaves = {n.args[0] for n in claim.walk() if n.head == "name"}
        for mean in (n for n in claim.walk() if n.head in ("E", "given", "cov")):
            for leaf in (n.args[0] for n in mean.walk() if n.head == "name"):
                twin = leaf[:1].upper() + leaf[1:]
                if twin not in leaves and twin != leaf and any(key.rstrip("[]°") == twin for key in self.context.laws):
                    raise Unread(f"{leaf} may be the random {twin} here", 0)

    def inferring(self, found: Expr, error: Unread) -> Expr:
        new = {
            n.args[0] for n in found.walk() if n.head == "name" and not is_bound(n)
        } - self.context.names.symbols.keys()
        if any(n.shape for n in found.walk()) or not all(len(each.strip("\\")) < 12 for each in new):
            raise error
        for each in new:
            self.context = self.context.with_symbol(each)
            self.inferred[each] = "a real number"
        return found

    def defines(self, statement: Statement, latex: str) -> Context | None:
        r"""The context with what a formula declares: `C = ...`, `X \in \mathbb{R}^{m \times n}`, a law.

        A name that the sheet leaves free becomes a special one only where the words just before say so.
        """
        if statement.goes_on or statement.signs[0] not in ("=", ":=", r"\in", r"\sim"):
            return None
        if statement.signs[0] not in ("=", ":="):
            return self.declares(latex)
        larger = definition(latex, self.context)
        if larger is None:
            return self.context if self.is_defined_so(latex) else None
        named = {leaf.args[0] for leaf in larger.definitions.keys() - self.context.definitions.keys()}
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

    def declares(self, latex: str) -> Context | None:
        """The context with a space or a law that a formula tells of a name, or this one where it is known."""
        with suppress(Unread, ShapeError):
            if restated(latex, self.context) is not None:
                return self.context
        try:
            larger = declared(latex, self.context)
        except (Unread, ShapeError):
            return None
        added = len(larger.names.symbols) - len(self.context.names.symbols)
        return larger if added <= 1 and larger.conditions == self.context.conditions else None
