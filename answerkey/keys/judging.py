"""What can be said of a statement: it holds, it follows, it is given, it is wrong, or it cannot be told.

A statement that is not always true is a condition, unless it has to be an identity (a link of a chain, or the value of
a definite thing) or is said to follow from what stands before it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.keys.statements import Place, Statement
from answerkey.reading.declarations import declared
from answerkey.reading.names import Names, identifier
from answerkey.reading.parser import read
from answerkey.reading.sentences import definition, links_of
from answerkey.reading.tokens import Undeclared, Unread
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import RELATIONS, ZERO, Expr, conjunction, is_bound, name

Standing = Literal["holds", "follows", "given", "mention", "wrong", "consequence", "undecided", "unread"]
DEFINITE = (
    "term",
    "E",
    "gradient",
    "derivative",
    "grad",
    "call",
    "jacobian",
    "hessian",
    "argmin",
    "argmax",
    "cov",
    "given",
)
VARIANTS = {
    r"\sigma_l": r"\sigma_\ell",
    r"\sigma_{l}": r"\sigma_\ell",
    r"\varepsilon": r"\epsilon",
}  # one letter, two glyphs
MOST_PREMISES = 4  # that are tried together


@dataclass(frozen=True)
class Judged:
    """A link of a statement, or a whole one, and how it stands."""

    place: Place
    latex: str
    standing: Standing
    verdict: Verdict
    claim: Expr | None = None


@dataclass(frozen=True)
class Said:
    """A statement with its links as they were judged."""

    statement: Statement
    links: tuple[Judged, ...]

    @property
    def open(self) -> int:
        """How many of its links were not read or not decided."""
        return sum(link.standing in ("unread", "undecided") for link in self.links)

    @property
    def claim(self) -> Expr | None:
        """All links in one; None if one could not be read."""
        claims = [link.claim for link in self.links]
        return conjunction(*claims) if claims and None not in claims else None  # type: ignore[arg-type]


@dataclass
class Premise:
    claim: Expr
    latex: str
    tainted: bool  # by an error in it


@dataclass
class Judge:
    """Goes through the statements of a section; what they define and suppose is known from there on."""

    context: Context
    seed: int = 0
    trying: Callable[[str, Place, str], None] = lambda *_: None
    hopeless: Mapping[str, str] = field(default_factory=dict)  # links that ran out of time before, by key, and how
    count: int = 0
    premises: list[Premise] = field(default_factory=list)
    inferred: dict[str, str] = field(
        default_factory=dict
    )  # names that the sheet does not declare, and what they are taken for

    def judge(self, statement: Statement) -> Iterator[Judged]:
        """Every link of a statement, in order."""
        if statement.unread:
            yield self.unread(statement, 0, statement.unread)
            return
        if not statement.signs:
            yield self.mention(statement)
            return
        links = []
        for i, sign in enumerate(statement.signs):
            latex = trimmed(f"{statement.sides[i]} {sign} {statement.sides[i + 1]}")
            found = self.timed(statement, i, latex)
            links.append(found)
            yield found
        self.suppose(statement, links)

    def timed(self, statement: Statement, i: int, latex: str) -> Judged:
        """How a link stands, announced beforehand; one that ran out of time before is not tried again."""
        self.count += 1
        place = statement.places[i + 1]
        if (key := str(self.count)) in self.hopeless:
            return Judged(place, latex, "undecided", Verdict("undecided", self.hopeless[key]))
        self.trying(key, place, latex)
        try:
            return self.link(statement, i, latex)
        except ShapeError as error:
            return Judged(place, latex, "unread", Verdict("unread", str(error)))
        except Exception as error:  # a fault of ours must not stop the other formulas
            return Judged(
                place, latex, "undecided", Verdict("undecided", f"the checker failed: {type(error).__name__}")
            )

    # -- reading

    def mention(self, statement: Statement) -> Judged:
        latex = trimmed(statement.sides[0])
        try:
            found = self.read(latex)
        except (Unread, ShapeError) as error:
            return Judged(statement.places[0], latex, "unread", Verdict("unread", str(error)))
        return Judged(statement.places[0], latex, "mention", Verdict("proved", "claims nothing"), found)

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

    def unread(self, statement: Statement, i: int, why: str, latex: str = "") -> Judged:
        place = statement.places[min(i + 1, len(statement.places) - 1)]
        return Judged(place, latex or statement.latex, "unread", Verdict("unread", why))

    # -- deciding

    def link(self, statement: Statement, i: int, latex: str) -> Judged:
        place = statement.places[i + 1]
        if i == 0 and (larger := self.defines(statement, latex)) is not None:
            self.context = larger
            with suppress(Unread, ShapeError):
                return Judged(place, latex, "given", Verdict("proved", "a definition"), self.read(latex))
            return Judged(place, latex, "given", Verdict("proved", "a definition"))
        try:
            claim = self.read(latex)
            self.one_meaning(claim)
        except (Unread, ShapeError) as error:
            return self.unread(statement, i, str(error), latex)
        if claim.head not in RELATIONS:
            return Judged(place, latex, "mention", Verdict("proved", "claims nothing"), claim)
        if len(claim.args) == 2 and claim.args[0] == claim.args[1]:
            return Judged(place, latex, "holds", Verdict("proved", "both sides are the same"), claim)
        verdict = self.decide(claim)
        if verdict.passes:
            return Judged(place, latex, "holds", verdict, claim)
        return self.standing(statement, i, latex, claim, verdict)

    def defines(self, statement: Statement, latex: str) -> Context | None:
        r"""The context with what a formula declares: `C = ...`, `X \in \mathbb{R}^{m \times n}`, a law."""
        if statement.goes_on or statement.signs[0] not in ("=", ":=", r"\in", r"\sim"):
            return None
        if statement.signs[0] in ("=", ":="):
            larger = definition(latex, self.context)
            new = larger is not None and larger.names.symbols.keys() != self.context.names.symbols.keys()
            return larger if new or statement.role == "defined" else None
        try:
            larger = declared(latex, self.context)
        except (Unread, ShapeError):
            return None
        added = len(larger.names.symbols) - len(self.context.names.symbols)
        return larger if added <= 1 and larger.conditions == self.context.conditions else None

    def decide(self, claim: Expr) -> Verdict:
        try:
            return Ladder(self.context, self.seed).decide(claim)
        except (ShapeError, RecursionError, MemoryError) as error:
            return Verdict("undecided", str(error) or type(error).__name__)

    def standing(self, statement: Statement, i: int, latex: str, claim: Expr, verdict: Verdict) -> Judged:
        """How a claim stands that is not always true, or of which that is not known."""
        place, wrong = statement.places[i + 1], None
        for premises in self.tried(statement):
            implied = self.decide(Expr("implies", conjunction(*(p.claim for p in premises)), claim))
            if implied.status == "proved":
                after = ", ".join(p.latex for p in premises)
                tainted = any(p.tainted for p in premises)
                because = Verdict("proved", f"follows from {after} ({implied.because})")
                return Judged(place, latex, "consequence" if tainted else "follows", because, claim)
            if implied.status == "refuted" and wrong is None:
                wrong = Verdict(
                    "refuted", f"does not follow from {premises[-1].latex}: {implied.because}", implied.witness
                )
        open_ = {*claim.walk()} - self.context.definitions.keys()
        if unknown := [n for n in self.inferred if name(n) in open_]:
            wrong, verdict = (
                None,
                Verdict("undecided", f"{', '.join(unknown)} is not known, and not true of any number"),
            )
        elif is_identity(statement, i, claim) and verdict.status == "refuted":
            return Judged(place, latex, "wrong", verdict, claim)
        if wrong and statement.role == "concluded" and self.shares(claim):
            return Judged(place, latex, "wrong", wrong, claim)
        if verdict.status == "refuted" or claim.head != "eq" or statement.role in ("assumed", "defined"):
            return Judged(place, latex, "given", Verdict("proved", "a condition"), claim)
        return Judged(place, latex, "undecided", verdict, claim)

    def tried(self, statement: Statement) -> Iterator[list[Premise]]:
        """The premises to try: the last one, and all of them."""
        if self.premises:
            yield self.premises[-1:]
        if len(self.premises) > 1 and not statement.connective:
            yield self.premises[-MOST_PREMISES:]

    def shares(self, claim: Expr) -> bool:
        """Whether the last premise is about a name of the claim."""
        names = {n for n in claim.walk() if n.head in ("name", "term")}
        return bool(self.premises) and any(n in names for n in self.premises[-1].claim.walk())

    def suppose(self, statement: Statement, links: list[Judged]) -> None:
        """Keep what a statement says for those that follow from it."""
        said = [link for link in links if link.standing not in ("holds", "mention", "unread")]
        claims = [part for link in said if link.claim is not None for part in links_of(link.claim)]
        if not claims:
            return
        tainted = any(link.standing in ("wrong", "consequence") for link in said)
        self.premises.append(Premise(conjunction(*claims), statement.latex, tainted))


def is_identity(statement: Statement, i: int, claim: Expr) -> bool:
    """Whether an equation is said of whatever its names are: a link of a chain, or the value of a definite thing."""
    if claim.head != "eq" or ZERO in claim.args or any(side.head == "null" for side in claim.args):
        return False
    if i > 0 or len(statement.sides) > 2 or statement.goes_on:
        return True
    return any(n.head in DEFINITE and not is_fixed(n) for n in claim.args[0].walk())


def is_fixed(node: Expr) -> bool:
    """Whether a node is a term of a sequence at a given place, such as w_0, or at any, such as w_t."""
    return node.head == "term" and node.args[2].head != "add"


def trimmed(latex: str) -> str:
    return latex.strip().rstrip(".,;: ").rstrip()
