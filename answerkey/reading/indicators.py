r"""One where a condition holds, else zero: `\mathbf{1}[x > 0]`, `\mathbb{1}_{x > 0}`, `1\{x > 0\}`."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.tree import ONE, ZERO, Expr

SIGNS = frozenset({"<", ">", "=", r"\le", r"\ge", r"\ne", r"\in"})


class Indicators(Cursor):
    """Rules for a 1 that is no number."""

    def tests(self) -> bool:
        """Whether a bold 1 here is that of a condition."""
        if self.token.text in ("[", "(", r"\{"):
            return True
        return self.token.text == "_" and self.ahead() == "{" and self.peeks(SIGNS)

    def is_conditioned(self) -> bool:
        r"""Whether a condition follows in brackets or below, as in `1\{x > 0\}`."""
        if self.token.text == "_":
            return self.tests()
        closing = BRACKETS.get(self.token.text) if self.token.text != "{" else None
        depth = 0
        for token in self.tokens[self.at :] if closing else ():
            depth += (token.text in BRACKETS) - (token.text in BRACKETS.values())
            if depth == 0:
                return False
            if depth == 1 and token.text in SIGNS:
                return True
        return False

    def peeks(self, signs: frozenset[str]) -> bool:
        return bool(signs & {t.text for t in self.tokens[self.at : self.closing(self.at + 1)]})

    def indicator(self) -> Expr:
        """1 where a relation holds, else 0; of vectors, entry by entry."""
        if self.skip("_"):
            self.expect("{")
            braces = self.skip(r"\{")
            found = self.indicated()
            if braces:
                self.expect(r"\}")
            self.expect("}")
        else:
            closing = {"(": ")", "[": "]", r"\{": r"\}"}[self.take().text]
            found = self.indicated()
            self.expect(closing)
        return found

    def indicated(self) -> Expr:
        start = self.at
        left, sign = self.inside(self.sum), self.token.text
        if left.shape and sign in ("<", ">"):
            self.take()
            right = self.inside(self.sum)
            if not right.shape and right != ZERO:
                self.fail("a vector is compared with a number")
            low, high = (left, right) if sign == "<" else (right, left)
            terms = [high, self.negated(low)]
            terms = [term for term in terms if term.shape]
            return self.node("each", "step", self.node("add", *terms) if len(terms) > 1 else terms[0])
        self.at = start
        found = self.inside(self.statement)
        self.needs_relation(found)
        return self.node("cases", ONE, found, ZERO)
