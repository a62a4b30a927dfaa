"""What can be said of a statement: it holds, it follows, it is given, it is wrong, or it cannot be told.

A statement that is not always true is a condition, unless it has to be an identity (a link of a chain, the value of a
definite thing, or one slip away from what holds), never holds, or is said to follow from what stands just before it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

from answerkey.context import Context
from answerkey.keys.ansatz import Ansatz
from answerkey.keys.bounds import meant_bound
from answerkey.keys.conventions import excused, far_apart, is_update
from answerkey.keys.fitting import Fitting
from answerkey.keys.identities import DEFINITE, is_identity
from answerkey.keys.phrases import asserts, has_words, introduces, is_bare, is_other_case
from answerkey.keys.premises import Clause, Premise, decided
from answerkey.keys.reasoning import Standing
from answerkey.keys.shaping import mentioned
from answerkey.keys.sizes import what_does_not_fit
from answerkey.keys.slips import SIMPLE, meant
from answerkey.keys.statements import LISTED, LOGIC, Place, Statement, trimmed
from answerkey.keys.telling import IMAGINARY, sample
from answerkey.keys.variants import as_means, as_random, in_small, is_next_step
from answerkey.keys.wording import follows_not, told
from answerkey.reading.declarations import DEFINED
from answerkey.reading.names import identifier
from answerkey.reading.sentences import links_of
from answerkey.reading.tokens import Misshapen, Unread
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import RELATIONS, Expr, conjunction


@dataclass(frozen=True)
class Judged:
    """A link of a statement, or a whole one, and how it stands."""

    place: Place
    latex: str
    standing: Standing
    verdict: Verdict
    claim: Expr | None = None
    seconds: float = field(default=0.0, compare=False)  # that it took


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
class Judge(Fitting):
    """Goes through the statements of a section; what they define and suppose is known from there on."""

    trying: Callable[[str, Place, str], None] = lambda *_: None
    hopeless: Mapping[str, str] = field(default_factory=dict)  # links that ran out of time before, by key, and how
    count: int = 0
    ansatz: Ansatz = field(default_factory=Ansatz)
    deriving: bool = False  # whether a link of the statement before this one holds everywhere
    held: bool = False  # whether one of the statement before does
    asserted: bool = False  # whether the words said that what comes holds whatever its names are, or goes on so

    def judge(self, statement: Statement) -> list[Judged]:
        """How every link of a statement stands, in order."""
        self.join(statement)
        self.sized_by_words(statement)
        self.held, self.deriving, known = self.deriving, False, {*self.inferred}
        if statement.unread:
            self.clause.said.append(None)
            return [self.unread(statement, 0, statement.unread)]
        if not statement.signs:
            links = [self.timed(statement, 0, trimmed(statement.sides[0]), self.lone)]
        else:
            links = [
                self.timed(statement, i, trimmed(f"{statement.sides[i]} {sign} {statement.sides[i + 1]}"), self.link)
                for i, sign in enumerate(statement.signs)
            ]
        for match in (DEFINED.match(link.latex) for link in links if link.standing == "unread"):
            self.unclear |= {identifier(match[1]): None} if match else {}
        self.clause.said += [None if link.standing in ("unread", "mention") else link.claim for link in links]
        if statement.ends and self.clause.connective in ("iff", "impliedby"):
            links[-1] = self.timed(statement, len(links) - 1, links[-1].latex, partial(self.converse, links[-1]))
        self.suppose(statement, links)
        if statement.role in ("assumed", "defined"):
            self.ansatz.letters |= dict.fromkeys(self.inferred.keys() - known)
        self.told_by_words()
        return links

    @property
    def moment(self) -> tuple:
        """What the judgement of the next statement depends on; may be set back."""
        clause = replace(self.clause, said=self.clause.said[:])
        told = self.errors[:], self.misfits[:], self.ansatz.copy()
        return self.context, self.premises.copy(), clause, told, self.adjacent, self.introduced

    @moment.setter
    def moment(self, moment: tuple) -> None:
        self.context, premises, clause, told, self.adjacent, self.introduced = moment
        self.premises, (self.errors, self.misfits) = premises.copy(), (list(each) for each in told[:2])
        self.ansatz = told[2].copy()
        self.clause = replace(clause, said=clause.said[:])

    def join(self, statement: Statement) -> None:
        """Begin a clause, unless the statement is joined to the one before; what led here only may be over."""
        goes_on = statement.listed or bool(LISTED.fullmatch(statement.words))
        self.introduced = introduces(statement.words) or (goes_on and self.introduced)
        self.asserted = asserts(statement.words) or (goes_on and self.asserted)
        if not (statement.connective or statement.listed or is_bare(statement.words)):
            self.premises.known = [premise for premise in self.premises.known if not premise.passing]
        if statement.connective in LOGIC:
            joined = not has_words(statement.words) or is_bare(statement.words)
            self.clause = Clause(LOGIC[statement.connective], self.clause.claim if joined else None)
        elif not statement.listed:
            self.clause = Clause()

    def timed(self, statement: Statement, i: int, latex: str, judge: Callable) -> Judged:
        """How a link stands, announced beforehand; one that ran out of time before is not tried again."""
        self.count += 1
        place = statement.places[min(i + 1, len(statement.places) - 1)]
        key, started = str(self.count), perf_counter()
        if key in self.hopeless:
            return Judged(place, latex, "undecided", Verdict("undecided", self.hopeless[key]))
        self.trying(key, place, latex)
        try:
            judged = judge(statement, i, latex)
            return replace(judged, seconds=round(judged.seconds + perf_counter() - started, 4))
        except ShapeError as error:
            return Judged(place, latex, "unread", Verdict("unread", str(error)))
        except Exception as error:  # a fault of ours must not stop the other formulas
            why = f"the checker failed: {type(error).__name__}"
            return Judged(place, latex, "undecided", Verdict("undecided", why))

    def unread(self, statement: Statement, i: int, why: str, latex: str = "") -> Judged:
        self.unheard |= dict.fromkeys(mentioned(latex or statement.latex))
        place = statement.places[min(i + 1, len(statement.places) - 1)]
        return Judged(place, latex or statement.latex, "unread", Verdict("unread", why))

    # -- deciding

    def lone(self, statement: Statement, i: int, latex: str) -> Judged:
        """What has no sign at its top level: an expression, which claims nothing, or a statement in words of logic."""
        place = statement.places[0]
        if (larger := sample(latex, self.context)) is not None:
            self.context = larger
            return Judged(place, latex, "given", Verdict("proved", "a definition"))
        try:
            claim = self.read(latex)
        except (Unread, ShapeError) as error:
            return Judged(place, latex, "unread", Verdict("unread", str(error)))
        if claim.head not in RELATIONS:
            return Judged(place, latex, "mention", Verdict("proved", "claims nothing"), claim)
        return self.judged(statement, i, latex, claim)

    def link(self, statement: Statement, i: int, latex: str) -> Judged:
        place = statement.places[i + 1]
        if i == 0 and not self.clause.connective and (larger := self.defines(statement, latex)) is not None:
            return self.defined(statement, latex, larger)
        if i == 0 and is_next_step(statement.sides[0], self.context.names, self.inferred):
            return Judged(place, latex, "mention", Verdict("proved", "an update claims nothing"))
        try:
            claim = self.read(latex)
        except (Misshapen, ShapeError) as error:
            found = self.fitted(statement, i, what_does_not_fit(error))
            return self.judged(statement, i, latex, found) if isinstance(found, Expr) else Judged(place, latex, *found)
        except Unread as error:
            return self.unread(statement, i, str(error), latex)
        if claim.head == "approx" and (far := far_apart(self.context, claim, self.seed)) is not None:
            return Judged(place, latex, "wrong", far, claim)
        if claim.head not in RELATIONS:
            return Judged(place, latex, "mention", Verdict("proved", "claims nothing"), claim)
        twins, claim = in_small(claim, self.context), as_means(claim, self.context)
        if twins:
            return self.in_small(statement, i, latex, as_random(claim, twins), twins)
        return self.judged(statement, i, latex, claim)

    def defined(self, statement: Statement, latex: str, larger: Context) -> Judged:
        """How an equation stands that gives a name a meaning: the name may have been solved for just before."""
        before, self.context, claim = self.context, larger, None
        found: tuple[Standing, Verdict] = "given", Verdict("proved", "a definition")
        with suppress(Unread, ShapeError):
            claim = self.read(latex)
            larger, self.context = self.context, before
            found = found if statement.role == "defined" else self.given(statement, claim, "a definition")
            if (missed := self.ansatz.missed(self.context, claim, self.seed)) is not None:
                found = self.failed(*missed)
        self.context = larger
        return Judged(statement.places[1], latex, *found, claim)

    def in_small(self, statement: Statement, i: int, latex: str, claim: Expr, twins: dict[Expr, Expr]) -> Judged:
        """A claim about `w` where `W` is the random one: it holds, or which of the two is meant is not clear."""
        verdict, names = self.decide(claim), [f"{small} as the random {large}" for small, large in twins.items()]
        if not verdict.passes:
            why = Verdict("undecided", f"whether to read {' and '.join(names)} is not clear")
            return Judged(statement.places[i + 1], latex, "undecided", why, claim)
        because = f"{verdict.because}, with {' and '.join(names)}"
        return Judged(statement.places[i + 1], latex, "holds", replace(verdict, because=because), claim)

    def judged(self, statement: Statement, i: int, latex: str, claim: Expr) -> Judged:
        place = statement.places[min(i + 1, len(statement.places) - 1)]
        if len(claim.args) == 2 and claim.args[0] == claim.args[1]:
            return Judged(place, latex, "holds", Verdict("proved", "both sides are the same"), claim)
        verdict = self.decide(claim)
        if verdict.passes:
            self.learn(claim, verdict)
            self.deriving = claim.head == "eq"
            return Judged(place, latex, "holds", verdict, claim)
        if verdict.status == "refuted" and statement.signs:
            sides = statement.sides[i], statement.sides[i + 1]
            if because := excused(self.context, claim, sides, verdict, self.seed):
                return Judged(place, latex, "holds", Verdict("measured", because), claim)
        standing, found = self.standing(statement, i, claim, verdict)
        return Judged(place, latex, standing, found, claim)

    def standing(self, statement: Statement, i: int, claim: Expr, verdict: Verdict) -> tuple[Standing, Verdict]:
        """How a claim stands that is not always true, or of which that is not known."""
        if self.clause.connective:
            return self.connected(claim, verdict)
        if i == 0 and is_update(claim):
            self.unclear[claim.args[0].args[0]] = None
            return "mention", Verdict("proved", "an update claims nothing")
        beside = self.premises.follow(self.context, claim)
        if beside is not None and beside.verdict.status == "proved":
            if any(premise.open and claim in links_of(premise.claim) for premise in beside.premises):
                return "undecided", Verdict("undecided", "said before, and not decided there")
            return "follows", replace(beside.verdict, because=f"follows from {beside.told} ({beside.verdict.because})")
        if (example := self.example(claim)) is not None and decided(example, claim, self.seed).passes:
            values = ", ".join(told(Expr("eq", *pair), self.context) for pair in self.special.items())
            return "follows", Verdict("measured", f"holds for {values}")
        inside = self.premises.follow(example, claim) if example is not None else None
        if inside is not None and inside.verdict.status == "proved":
            return "follows", replace(inside.verdict, because=f"follows from {inside.told}, with the example's numbers")
        if inside is not None and inside.verdict.status != "refuted":
            return "undecided", replace(inside.verdict, because="it is about the numbers of the example")
        tainted = self.premises.follow(self.context, claim, tainted=True)
        if tainted is not None and tainted.verdict.status == "proved":
            return "consequence", replace(tainted.verdict, because=f"follows from {tainted.told}, which is wrong")
        derived = i > 0 and (not statement.hypothetical or self.deriving)  # a chain is no condition
        sure = statement.role != "assumed" or derived
        narrow = (
            self.premises.within(self.context, self.names_in(claim)) if verdict.status == "refuted" else self.context
        )
        if narrow is not self.context and (verdict := decided(narrow, claim, self.seed)).passes:
            return "follows", replace(verdict, because=f"follows from what is supposed ({verdict.because})")
        fails = verdict.status == "refuted" and sure
        if fails and (found := self.failing(statement, i, claim, verdict)) is not None:
            return found
        supposed = statement.role in ("assumed", "defined")
        if (unknown := self.unknown(claim)) and claim.head == "eq" and not supposed:
            if {*unknown} <= self.ansatz.letters.keys():
                return "given", Verdict("proved", f"an equation for {', '.join(sorted(unknown))}")
            why = f"nothing is said of {', '.join(unknown)}, and it does not hold for every number"
            return "undecided", Verdict("undecided", why)
        again = not self.told and self.says_again(claim, statement.words)
        refuted = beside is not None and beside.verdict.status == "refuted" and not unknown and not again
        if beside is not None and refuted and self.concludes(statement, i, claim):
            because = follows_not(beside.told, beside.verdict.because)
            premise = conjunction(*(premise.claim for premise in beside.premises))
            return self.failed(Expr("implies", premise, claim), replace(beside.verdict, because=because))
        if supposed:
            return "given", Verdict("proved", "a condition")
        if verdict.status == "refuted" or claim.head != "eq":
            return self.given(statement, claim, "a condition")
        return "undecided", verdict

    def is_general(self, claim: Expr, unknown: list[str]) -> bool:
        """Whether both sides are made of the same numbers, and nothing that was said may tie these to each other."""
        left, right = (self.names_in(side) for side in claim.args)
        made = left == right and not any(side.head in SIMPLE for side in claim.args)
        known = [premise for premise in self.premises.known if premise.claim.head not in ("lt", "le", "ne")]
        said = {each for premise in known for each in self.names_in(premise.claim)} | self.unheard.keys()
        return made and not any(node.shape for node in claim.walk()) and not said & {*unknown}

    def failing(self, statement: Statement, i: int, claim: Expr, verdict: Verdict) -> tuple[Standing, Verdict] | None:
        """How a claim stands that fails somewhere and has to hold everywhere; None of one that may be a condition."""
        unknown = self.unknown(claim)
        if self.elsewhere:
            return "undecided", Verdict("undecided", "these may be numbers modulo another, or with other digits")
        again = i == 0 and not self.told and self.says_again(claim, statement.words)
        if again or IMAGINARY & {*unknown} or self.is_doubtful(claim):
            return None
        lone = i == 0 and len(statement.sides) == 2 and not statement.goes_on  # P^2 = P is a slip away from P = P
        if lone and ((statement.role in ("assumed", "defined") and self.is_value(claim)) or self.is_property(claim)):
            return None
        concluded = self.held and statement.role == "concluded" and is_bare(statement.words)
        asserted = self.asserted or (i == 0 and concluded)
        unclear = any(n in self.several or n in self.unclear for n in unknown)
        if unknown and (unclear or ((lone or claim.has(*DEFINITE)) and not (asserted and claim.head != "eq"))):
            return None
        identity = is_identity(statement, i, claim, self.context)
        own = claim.args[0] not in self.told
        another = self.introduced or self.is_case(claim) or (own and is_other_case(statement.words))
        determined = self.is_determined(claim.args[0]) or (claim.head == "eq" and self.is_told_in_full(claim))
        general = identity and i > 0 and self.deriving and self.is_general(claim, unknown)
        if general or (not unknown and (identity or (determined and not another))):
            return self.failed(claim, verdict)
        asserted = asserted or (i > 0 and self.deriving)
        right = None if all(map(self.is_number, claim.args)) else meant(self.context, claim, self.seed)
        right = right or meant_bound(self.context, claim, self.seed, asserted, len(statement.sides) > 2)
        if right is not None:
            because = f"{verdict.because}; {told(right, self.context)} would hold"
            return self.failed(claim, replace(verdict, because=because))
        if all(side.head == "num" for side in claim.args):  # 0 = 1, a contradiction
            return None
        if i == 0 and claim.args[0].head == "name" and (self.introduced or statement.signs[:1] == [":="]):
            self.several[claim.args[0].args[0]] = None  # the key's own, by a letter that the sheet has for another
            return None
        if not unknown and statement.role != "assumed" and self.decide(Expr("not", claim)).status == "proved":
            return self.failed(claim, replace(verdict, because=f"{verdict.because}; it never holds"))
        return None

    def converse(self, last: Judged, statement: Statement, i: int, latex: str) -> Judged:
        """The last link of a clause, with whether the clause before follows from it as well, as it says."""
        whole, before = self.clause.claim, self.clause.antecedent
        if whole is None or before is None or last.standing in ("wrong", "consequence", "conditional"):
            return last
        if (both := self.decide(Expr("iff", before, whole))).status == "proved":
            self.learn(Expr("iff", before, whole), both)
            return last
        found = self.from_clause(whole, before)
        if found.status == "proved":
            return replace(last, standing="follows" if last.standing == "given" else last.standing)
        if found.status != "refuted":
            return replace(last, standing="undecided", verdict=found)
        because = f"{told(before, self.context)} {follows_not('it', found.because)}"
        standing, verdict = self.failed(Expr("implies", whole, before), replace(found, because=because))
        return replace(last, standing=standing, verdict=verdict)

    def concludes(self, statement: Statement, i: int, claim: Expr) -> bool:
        """Whether a claim is said to follow from the one just before about the same, and nothing is said in between."""
        if not (statement.role == "concluded" and self.adjacent and is_bare(statement.words)):
            return False
        if claim.head == "ne" and any(premise.claim == Expr("eq", *claim.args) for premise in self.premises.known):
            return False  # what was supposed is denied in the end
        bounds = [link for link in links_of(self.premises.known[-1].claim) if link.head in ("lt", "le")]
        if claim.head == "eq" and any(claim.args[0] in link.args for link in bounds):
            return False  # the least or the largest of what is possible is taken
        names = {n for n in claim.walk() if n.head in ("name", "term")}
        last = i == len(statement.signs) - 1 or claim.head in ("lt", "le")
        return last and any(n in names for n in self.premises.known[-1].claim.walk())

    def suppose(self, statement: Statement, links: list[Judged]) -> None:
        """Keep what a statement says for those that follow from it; a hypothesis only leads to its conclusion."""
        said = [link for link in links if link.standing not in ("holds", "mention", "unread")]
        claims = [part for link in said if link.claim is not None for part in links_of(link.claim)]
        self.adjacent = bool(claims) and not statement.hypothetical
        if claims and statement.hypothetical:
            self.premises.hypotheses.append(Premise(conjunction(*claims), trimmed(statement.latex)))
        for claim in claims if not statement.hypothetical else ():
            if self.is_value(claim) and self.decide(Expr("not", claim)).status != "proved":
                self.special[claim.args[0]] = claim.args[1]
        tainted = any(link.standing in ("wrong", "consequence") for link in said)
        whole = [link.claim for link in links if link.claim is not None and link.claim.head == "eq"]
        if tainted and len(whole) == len(links) > 1:
            with suppress(ShapeError):  # of identities of two sizes
                self.errors.append(Expr("eq", whole[0].args[0], whole[-1].args[1]))  # what the chain comes to
        if not self.adjacent or any(link.verdict.because == "a definition" for link in said):
            return
        passing = bool(self.clause.connective) or any(map(self.is_value, claims))  # an example is soon over
        assumed = statement.role in ("assumed", "defined")
        undecided = any(link.standing == "undecided" for link in said)
        premise = Premise(conjunction(*claims), trimmed(statement.latex), tainted, passing, assumed, undecided)
        self.premises.known.append(premise)
        if not tainted:
            self.ansatz.equations.append(premise)
