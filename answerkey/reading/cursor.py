"""Walking along the tokens of a formula: what the rules of the grammar have in common."""

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from answerkey.reading.arranging import tokens
from answerkey.reading.names import Names
from answerkey.reading.tokens import Misshapen, Token, Unread
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, bound, name

DEEPEST = 60  # brackets and arguments within one another
BRACKETS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
TEXTS = frozenset({r"\text", r"\mbox", r"\textrm"})
LIMITING = ("if", "when", "for", "unless", "not", "only", "assum", "suppos", "provided", "approx", "where", "given")
TALLEST = 200  # levels of the tree that is made
AGAIN = 3  # readings of one token, on average, beyond the first: what may be read in two ways is read twice
SPARE, MOST_AGAIN = 3_000, 60_000  # of these, for what is short and nested, and in all
COPIED = 1_000  # tokens that are passed over or copied in the time of a reading


class Weary(Exception):
    """A formula whose parts were read again and again."""


class Cursor:
    """A place in a formula.  Rules that refer to one another across files are named at the end."""

    def __init__(self, latex: str, names: Names):
        self.latex, self.names = latex, names
        self.tokens = tokens(latex)
        self.at, self.depth = 0, 0
        self.left = len(self.tokens) + min(AGAIN * len(self.tokens) + SPARE, MOST_AGAIN)  # atoms that may still be read
        self.open_bars: list[str] = []
        self.aligned = 0
        self.unlisted = -1  # up to which offset there is no relation after a list of names
        self.wide = False  # where a sum begins an expression, and may take more than one of its terms
        self.differentiating = False  # where the name stands in which a derivative is taken
        self.sloping = False  # where a function that stands alone is one of its own variable
        self.own: Expr | None = None  # the last function that stood without its argument
        self.conditional = False  # within E[ . | . ], where a bare bar separates
        self.bound: frozenset[str] = frozenset()
        self.ends: dict[str, Expr] = {}  # where they end, as far as that is said
        self.running: frozenset[str] = frozenset()  # bound names that run over whole numbers
        self.unknown: dict[Expr, frozenset[Expr]] = {}  # values of undeclared functions, and of what

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps=1) -> str:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)].text

    def tire(self, much: int = 1) -> None:
        self.left -= much
        if self.left < 0:
            raise Weary

    def tire_over(self, tokens: int) -> None:
        """As many tokens were passed over, or copied."""
        self.tire(tokens // COPIED)

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def put(self, instead: list[Token]) -> None:
        """Other tokens in the place of the one that stands here; what is kept to go back to stays as it is."""
        self.tire_over(len(self.tokens))
        self.tokens = [*self.tokens[: self.at], *instead, *self.tokens[self.at + 1 :]]

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

    def node(self, head: str, *args, start: int | None = None) -> Expr:
        """A node, of what is written from the place `start` on; in a generous reading its sizes need not fit."""
        try:
            made = Expr(head, *args)
        except ShapeError as error:
            if not self.names.generous:
                raise self.misshapen(str(error), start) from None
            made = Expr("misfit", head, *args)
        return made if made.depth <= TALLEST else self.fail("nested too deeply")

    def misshapen(self, why: str, start: int | None = None, offset: int | None = None) -> Misshapen:
        found = Misshapen(why, self.token.offset if offset is None else offset)
        found.part = "" if start is None else self.latex[start : self.token.offset].strip()
        return found

    def binder(self, head: str, leaf: Expr, *parts, whole: bool = False) -> Expr:
        made = self.shaped(lambda: bound(head, leaf, *parts, whole=whole))
        return made if made.depth <= TALLEST else self.fail("nested too deeply")

    def shaped(self, make) -> Expr:
        try:
            return make()
        except ShapeError as error:
            raise self.misshapen(str(error)) from None

    @contextmanager
    def scope(self, *names: str, running: bool = False):
        """Within, `names` are known (of the shape that they were declared with), and run perhaps."""
        outer = self.names, self.running, self.bound
        new = [each for each in names if not self.names.get(each) or running]
        self.names = self.names.with_symbols(new, whole=running)
        self.bound = self.bound | {*names}
        self.ends = {index: end for index, end in self.ends.items() if index not in names}
        self.running = self.running | {*names} if running else self.running - {*names}
        try:
            yield
        finally:
            self.names, self.running, self.bound = outer

    @contextmanager
    def inferred(self):
        """Within, unknown names are real numbers."""
        outer, self.names = self.names, replace(self.names, inferring=True)
        try:
            yield
        finally:
            self.names = outer

    def leaf_of(self, identifier: str) -> Expr:
        return self.names.leaf(identifier) if self.names.get(identifier) else name(identifier)

    def word(self) -> str:
        r"""The words that stand here in \text, without their spaces."""
        if self.token.text not in TEXTS or self.ahead() != "{":
            return ""
        return "".join(t.text for t in self.tokens[self.at + 2 : self.closing(self.at + 1)]).strip("~,.").lower()

    def is_remark(self) -> bool:
        """Whether words in brackets stand here that limit nothing: (by induction), [chain rule]."""
        said = self.word()
        limits = said and any(word in said for word in LIMITING)
        return bool(said) and not limits and (said[0], said[-1]) in (("(", ")"), ("[", "]"))

    def take_words(self) -> None:
        """Pass over a sign, or over words in \\text."""
        self.at = self.closing(self.at + 1) + 1 if self.token.text in TEXTS else self.at + 1

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
        return self.peek_group_at(self.at)

    def peek_group_at(self, index: int) -> list[str]:
        if self.tokens[index].text != "{":
            return [self.tokens[index].text]
        return [t.text for t in self.tokens[index + 1 : self.closing(index)]]

    def skip_group(self) -> None:
        if self.token.kind == "end":
            self.fail("an argument is missing")
        self.at = self.closing(self.at) + 1 if self.token.text == "{" else self.at + 1

    def group_text(self) -> str:
        text = "".join(self.peek_group())
        self.skip_group()
        return text

    def closing_of(self, opening: int) -> int:
        """The place of the `\\}` for the `\\{` at `opening`, or of the end."""
        depth = 0
        for index in range(opening, len(self.tokens)):
            depth += {r"\{": 1, r"\}": -1}.get(self.tokens[index].text, 0)
            if depth == 0:
                return index
        return len(self.tokens)

    if TYPE_CHECKING:  # rules of the grammar that refer to one another across files

        def __getattr__(self, rule: str) -> Any: ...
