r"""Expectations, variances, covariances: `\mathbb{E}[x \mid y = 1]`, `\mathbb{E}_{x \sim p} x^2`, `\mathbb{E}^2[x]`."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.names import identifier
from answerkey.tree import Expr


class Means(Cursor):
    """Rules for averages."""

    def expectation(self) -> Expr:
        averaged = self.averaged_over() if self.token.text == "_" else None
        exponent = self.group() if self.skip("^") else None
        found = self.averaged()
        if averaged is not None:
            met = {n.args[0] for n in found.walk() if n.head in ("name", "term")}
            other = self.names.random - averaged
            if other & met or (other and any(map(self.names.is_defined, met))):
                self.fail("an expectation over some of the random names alone is not known")
        if exponent is not None and exponent.head != "num":
            self.fail("what stands above an expectation is no power")
        return found if exponent is None else self.node("pow", found, exponent)

    def averaged_over(self) -> frozenset[str]:
        r"""The names below an expectation: `\mathbb{E}_{x, y}`, `\mathbb{E}_{x \sim p}`."""
        self.take()
        texts = self.peek_group()
        self.skip_group()
        return frozenset(identifier(text) for text in texts[: texts.index(r"\sim") if r"\sim" in texts else None])

    def averaged(self) -> Expr:
        if self.token.text not in ("[", "(", r"\{"):
            return self.node("E", *self.arguments())
        closing = BRACKETS[self.take().text]
        outer, self.conditional = self.conditional, True
        what, given = self.inside(self.sum), None
        if self.skip(r"\mid") or self.skip("|"):
            given = self.inside(self.relation)
        self.conditional = outer
        self.expect(closing)
        if given is not None and given.head != "eq":
            self.fail("what an expectation is conditioned on is written Y = y")
        return self.node("given", what, given) if given is not None else self.node("E", what)

    def mean(self, word: str) -> Expr:
        """Expectations, variances and covariances."""
        if word == "e":
            return self.expectation()
        items = [each.T if each.shape[:1] == (1,) else each for each in self.arguments()]  # of a row as of a column
        one, other = items[0], items[-1]
        if len(items) > (1 if word == "var" else 2):
            self.fail(f"{word} takes another number of arguments")
        product = self.node("mul", one, Expr("T", other) if other.shape else other)
        means = [self.node("E", each) for each in (one, other)]
        return self.node("E", product) - self.node("mul", means[0], means[1].T if other.shape else means[1])
