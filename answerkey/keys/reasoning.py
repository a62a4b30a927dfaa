"""What a judge reasons with: what is supposed, what a clause is joined to, and what became of the errors so far."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from answerkey.checking import learned
from answerkey.keys.carrying import carries
from answerkey.keys.conditions import unstated
from answerkey.keys.following import follows_after_all, missed
from answerkey.keys.naming import Named
from answerkey.keys.phrases import has_words, is_bare
from answerkey.keys.premises import Clause, Premises, decided, implied
from answerkey.keys.statements import Statement
from answerkey.keys.wording import follows_not, told
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, name

Standing = Literal["holds", "follows", "given", "mention", "wrong", "conditional", "consequence", "undecided", "unread"]


@dataclass
class Reasoned(Named):
    """Tells how a claim stands beside what was said before it."""

    seed: int = 0
    premises: Premises = field(default_factory=Premises, kw_only=True)
    clause: Clause = field(default_factory=Clause, kw_only=True)
    errors: list[Expr] = field(default_factory=list, kw_only=True)  # equations that are wrong
    adjacent: bool = field(default=False, kw_only=True)  # whether the statement before was supposed

    def decide(self, claim: Expr) -> Verdict:
        return decided(self.context, claim, self.seed)

    def learn(self, claim: Expr, verdict: Verdict) -> None:
        """What was proved of terms and expectations may be used by the statements below."""
        if verdict.status == "proved":
            with suppress(ShapeError, KeyError, ValueError):
                self.context = learned(self.context, self.context.unfold(claim))

    def given(self, statement: Statement, claim: Expr, because: str) -> tuple[Standing, Verdict]:
        """How what may be given stands: it may follow all the same, or miss what an equation just before it gives."""
        if (found := follows_after_all(self.context, self.premises, claim, self.seed)) is not None:
            return "follows", found
        bare = is_bare(statement.words) or not has_words(statement.words)
        if bare and self.adjacent and (found := missed(self.context, self.premises, claim, self.seed)) is not None:
            return self.failed(claim, found)
        return "given", Verdict("proved", because)

    def connected(self, claim: Expr, verdict: Verdict) -> tuple[Standing, Verdict]:
        """How a claim stands that a sign of logic joins to what stands before it."""
        before = self.clause.antecedent
        if before is None:
            return "undecided", Verdict("undecided", "what it is joined to could not be read")
        if self.clause.connective == "impliedby":
            return "given", Verdict("proved", "a condition")
        found = self.from_clause(before, claim)
        if found.status == "proved":
            self.learn(Expr("implies", before, claim), found)
            return "follows", found
        if found.status != "refuted":
            return "undecided", found
        if claim.head == "eq" and claim.args[0].head == "name" and self.is_fresh(claim.args[0], before):
            return self.solved(before, claim)
        because = follows_not(told(before, self.context), found.because)
        return self.failed(Expr("implies", before, claim), replace(found, because=because))

    def solved(self, before: Expr, claim: Expr) -> tuple[Standing, Verdict]:
        r"""How the value of a new name stands: one that solves for \mu, as \hat\mu does, or one that is defined so."""
        leaf = claim.args[0]
        plain = name(leaf.args[0].partition("_")[0], leaf.shape)
        if plain.args[0] in self.names_in(before):
            found = self.from_clause(before, claim.replace({leaf: plain}))
            if found.status == "proved":
                return "follows", replace(found, because=f"{found.because}, with {leaf} as the {plain} that solves it")
        return "given", Verdict("proved", "a definition")

    def from_clause(self, before: Expr, claim: Expr) -> Verdict:
        """Whether a claim follows from the clause before, if need be together with what is supposed."""
        found = implied(self.context, before, claim, self.seed)
        if found.status == "proved" or not self.premises.known:
            return found
        beside = self.premises.follow(self.context, Expr("implies", before, claim))
        return beside.verdict if beside is not None else found

    def failed(self, claim: Expr, verdict: Verdict) -> tuple[Standing, Verdict]:
        """An error: one that only carries on an earlier one, one that holds on a condition, or a new one."""
        if any(carries(self.context, error, claim, self.seed) for error in self.errors):
            return "consequence", verdict
        if (condition := unstated(self.context, claim, verdict, self.seed, self.asked)) is not None:
            why = f"holds only where {told(condition, self.context)}: {verdict.because}"
            return "conditional", Verdict("undecided", why, verdict.witness)
        if claim.head == "eq":
            self.errors.append(claim)
        return "wrong", verdict
