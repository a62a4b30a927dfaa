"""Walking along the tokens of a formula: what the rules of the grammar have in common."""

from answerkey.reading.names import Names
from answerkey.reading.tokens import Token, Unread, tokens
from answerkey.tree import Expr, ShapeError

DEEPEST = 60  # brackets and arguments within one another
BRACKETS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
TALLEST = 200  # levels of the tree that is made


class Cursor:
    """A place in a formula.  Rules that refer to one another across files are named at the end."""

    def __init__(self, latex: str, names: Names):
        self.names = names
        self.tokens = tokens(latex)
        self.at, self.depth = 0, 0
        self.open_bars: list[str] = []
        self.aligned = 0
        self.conditional = False  # within E[ . | . ], where a bare bar separates

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps=1) -> str:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)].text

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def skip(self, text: str) -> bool:
        if self.token.text != text or self.token.kind == "end":
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.skip(text):
            self.fail(f"expected {text} but found {self.token.text or 'the end'}")

    def fail(self, why: str, token: Token | None = None):
        raise Unread(why, (token or self.token).offset)

    def node(self, head: str, *args) -> Expr:
        try:
            made = Expr(head, *args)
        except ShapeError as error:
            raise Unread(str(error), self.token.offset) from None
        return made if made.depth <= TALLEST else self.fail("nested too deeply")

    def inside(self, rule) -> Expr:
        """What `rule` reads within brackets, where bars and commas begin anew."""
        if self.depth >= DEEPEST:
            self.fail(f"more than {DEEPEST} brackets within one another")
        bars, self.open_bars, self.depth = self.open_bars, [], self.depth + 1
        try:
            return rule()
        finally:
            self.open_bars, self.depth = bars, self.depth - 1

    def closing(self, opening: int) -> int:
        depth = 0
        for index in range(opening, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[index].text, 0)
            if depth == 0:
                return index
        return self.fail("a brace is never closed", self.tokens[opening])

    def peek_group(self) -> list[str]:
        """The token texts of the argument that follows, without its braces."""
        if self.token.text != "{":
            return [self.token.text]
        return [t.text for t in self.tokens[self.at + 1 : self.closing(self.at)]]

    def skip_group(self) -> None:
        if self.token.kind == "end":
            self.fail("an argument is missing")
        self.at = self.closing(self.at) + 1 if self.token.text == "{" else self.at + 1

    def group_text(self) -> str:
        text = "".join(self.peek_group())
        self.skip_group()
        return text

    # -- rules of the grammar

    def statement(self) -> Expr:
        raise NotImplementedError

    def relation(self) -> Expr:
        raise NotImplementedError

    def sum(self) -> Expr:
        raise NotImplementedError

    def product(self) -> Expr:
        raise NotImplementedError

    def power(self) -> Expr:
        raise NotImplementedError

    def atom(self) -> Expr:
        raise NotImplementedError

    def group(self) -> Expr:
        raise NotImplementedError

    def starts_factor(self) -> bool:
        raise NotImplementedError

    def expectation(self) -> Expr:
        raise NotImplementedError

    def listed(self, opening: str) -> list[Expr]:
        raise NotImplementedError

    def named(self) -> Expr:
        raise NotImplementedError

    def is_function(self, base: str) -> bool:
        raise NotImplementedError
