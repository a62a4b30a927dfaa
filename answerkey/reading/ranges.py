r"""What runs from a number to another with dots between, `i = 1, \dots, n` and `\{1, \dots, n\}`; and other lists."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.elided import BLANK, DOTS
from answerkey.reading.names import identifier
from answerkey.tree import INFINITY, ONE, Expr, conjunction, num

SIGNS = frozenset({"=", r"\in", "<", ">", r"\le", r"\ge", r"\ne", ":=", r"\to", r"\sim", r"\implies", r"\iff"})
UNENDED = frozenset({"", ".", ";", "}", r"\}", ")"})


class Ranges(Cursor):
    """Rules for runs of whole numbers, and for lists that nobody writes out."""

    def run(self) -> tuple[Expr, Expr] | None:
        r"""The ends of `1, 2, \dots, n`, of which the last may be missing; None of another list."""
        start = self.at
        first = self.token
        if first.kind != "number" or not first.text.isdigit():
            return None
        self.take()
        if self.token.text == "," and self.ahead() == str(int(first.text) + 1):
            self.at += 2
        if self.token.text != "," or self.ahead() not in DOTS:
            self.at = start
            return None
        self.at += 2
        if not self.skip(",") or self.token.text in UNENDED:
            return num(first.text), INFINITY
        return num(first.text), self.inside(self.sum)

    def run_in_brackets(self) -> tuple[Expr, Expr] | None:
        r"""The ends of the whole numbers in `\{1, \dots, n\}` or `[n]`; None of any other set."""
        start, opening = self.at, self.token.text
        if opening == "[" and self.ahead(2) == "]" and self.tokens[self.at + 1].kind == "letter":
            self.take()
            ends = ONE, self.inside(self.sum)
            return ends if self.skip("]") else None
        if opening == r"\{":
            self.take()
            if (found := self.run()) is not None and self.skip(BRACKETS[opening]):
                return found
        self.at = start
        return None

    def run_of(self, low: Expr, high: Expr) -> Expr:
        between = self.node("interval", low, high, True, high != INFINITY)
        return self.node("intersection", self.node("naturals"), between)

    def running_along(self, leaf: Expr, low: Expr, high: Expr) -> Expr:
        """That an index is one of the whole numbers from one to another."""
        last = [self.node("le", leaf, high)] if high != INFINITY else []
        return conjunction(self.node("in", leaf, self.node("naturals")), self.node("le", low, leaf), *last)

    def listed_with_dots(self) -> Expr | None:
        r"""What names a list and claims nothing: `x_1, \dots, x_n`, of one set perhaps, or the range of an index."""
        texts = [token.text for token in self.tokens]
        dots = [at for at, text in enumerate(texts) if text in DOTS]
        if not dots or r"\begin" in texts:
            return None
        signs = [at for at, text in enumerate(texts) if text in SIGNS]
        before = all(texts[at - 1] in (",", ";") for at in dots if at)
        if texts[0] in ("[", "(") and texts[-2] not in (")", "]"):  # a vector that was written out, and turned
            return None
        after = all(texts[at + 1] in (",", ";", *UNENDED) for at in dots)
        ranged = not signs or (len(signs) == 1 and (signs[0] > dots[-1] or self.is_name_alone(signs[0])))
        sums = {"+", "-"} & {texts[at + 1] for at in dots}
        return self.node("list", BLANK) if before and after and ranged and not sums and dots[0] else None

    def is_name_alone(self, end: int) -> bool:
        """Whether what stands before a sign is one letter, with a subscript perhaps."""
        texts = [token.text for token in self.tokens[:end]]
        return bool(texts) and "," not in texts and not {"+", "-", "(", r"\frac", "|"} & {*texts} and len(texts) < 6

    def is_step_above(self, base: str) -> bool:
        """Whether a step in brackets follows above the name of a sequence, as in `w^{(t + 1)}`."""
        if self.token.text != "^" or not self.names.sequence(base) or self.raised_index() < 3:
            return False
        letter = identifier(self.peek_group_at(self.at + 1)[1])
        return letter in ("t", "k") and (self.names.is_whole(letter) or letter in self.running)

    def step_above(self, base: str) -> Expr:
        symbol = self.names.sequence(base)
        self.take()
        self.expect("{")
        opening = self.take().text
        index = self.inside(self.sum)
        self.expect(BRACKETS[opening])
        self.expect("}")
        return self.node("term", base, symbol.shape if symbol else (), index)
