"""Names as they are spelled: letters with accents, subscripts, indices, stars and primes, looked up where declared."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.names import identifier
from answerkey.reading.tokens import Token
from answerkey.tree import EYE, NULL, Expr, name, num

FONTS = frozenset({r"\mathbf", r"\boldsymbol", r"\bm", r"\mathrm", r"\mathit", r"\vec"})
ACCENTS = frozenset({r"\tilde", r"\hat", r"\bar", r"\check", r"\widetilde", r"\widehat", r"\overline"})
EULER = Expr("exp", num(1))


class Spelling(Cursor):
    """Rules for everything that begins with a letter."""

    def spelled_base(self) -> str:
        token = self.take()
        if token.text in FONTS | ACCENTS:
            inner = "".join(self.peek_group())
            self.skip_group()
            return inner if token.text in FONTS else inner + "_" + token.text.removeprefix("\\").removeprefix("wide")
        return token.text

    def named(self) -> Expr:
        r"""A name with the subscripts, stars and primes that belong to it."""
        token, bold = self.token, self.token.text in FONTS
        base = identifier(self.spelled_base())
        if bold and base == "0":
            return NULL
        if bold and base == "1":
            return self.indicator() if self.tests() else self.all_ones()
        found = self.longest(base)
        if self.token.text == "_" and self.ahead(2) in (r"\max", r"\min") and self.ahead(4) == "(":
            self.fail("eigenvalues and singular values of a matrix are not known")
        if found is not None:
            return self.maybe_call(found)
        if self.token.text in ("'", "(") and self.is_function(base):
            return self.maybe_call(base)
        if self.token.text == "_":
            return self.indexed(base, token)
        return self.known(base, token)

    def longest(self, base: str) -> str | None:
        """The longest declared name that starts here: `base` with its subscript, index in brackets, or star."""
        start, spelled, found = self.at, base, None
        while self.token.text in ("_", "^", "["):
            mark = self.take().text
            if mark == "^" and self.peek_group() != ["*"]:
                break
            if mark == "[":
                if self.token.kind != "number" or self.ahead() != "]":
                    break
                spelled = f"{spelled}_{self.take().text}"
                self.take()
            elif self.token.text in ("{", *BRACKETS.values(), "") and self.token.text != "{":
                break
            else:
                spelled = identifier(f"{spelled}_{{{' '.join(self.peek_group())}}}" if mark == "_" else f"{spelled}^*")
                self.skip_group()
            if self.names.get(spelled):
                found, start = spelled, self.at
        self.at = start
        return found

    def indexed(self, base: str, token: Token) -> Expr:
        symbol = self.names.sequence(base)
        if symbol is None:
            whole = self.names.get(base)
            if whole is not None and whole.kind == "value" and whole.shape:
                return self.entry(self.names.leaf(base))
            if self.names.inferring and whole is None and self.runs():
                self.take()
                return self.node("term", base, (), self.group())
            if base == "I" and self.is_identity():
                self.take()
                self.skip_group()
                return EYE
            if not self.names.inferring:
                self.fail(f"{base} with this subscript is not declared", token)
            self.take()
            subscript = " ".join(self.peek_group())
            self.skip_group()
            return name(identifier(f"{base}_{{{subscript}}}"))
        self.take()
        index = self.group()
        return self.node("term", base, symbol.shape, index)

    def tests(self) -> bool:
        """Whether a bold 1 here is that of a condition."""
        if self.token.text in ("[", "(", r"\{"):
            return True
        signs = {"<", ">", "=", r"\le", r"\ge", r"\ne", r"\in"}
        return self.token.text == "_" and self.ahead() == "{" and self.peeks(signs)

    def peeks(self, signs: set[str]) -> bool:
        return bool(signs & {t.text for t in self.tokens[self.at : self.closing(self.at + 1)]})

    def runs(self) -> bool:
        """Whether the subscript that follows holds a bound index."""
        start = self.at
        self.take()
        found = {identifier(text) for text in self.peek_group()} & self.running
        self.at = start
        return bool(found)

    def entry(self, base: Expr) -> Expr:
        r"""`x_i`, `A_{ij}` and `A_{i,j}`."""
        self.expect("_")
        if base.shape[1] == 1:
            return self.node("entry", base, self.group())
        if not self.skip("{"):
            return self.fail("an entry of a matrix takes two indices")
        if self.token.kind == "number" and len(self.token.text) == 2 and self.ahead() == "}":
            row, column = (num(digit) for digit in self.take().text)  # A_{12}
            self.expect("}")
            return self.node("entry", base, row, column)
        with self.inferred():
            row = self.inside(self.single if self.ahead() not in (",", "+", "-") else self.sum)
            self.skip(",")
            column = self.inside(self.sum)
        self.expect("}")
        return self.node("entry", base, row, column)

    def is_identity(self) -> bool:
        """Whether an undeclared I is the identity: among declared names always, else where there are matrices."""
        return not self.names.inferring or any(s.shape for s in self.names.symbols.values())

    def is_function(self, base: str) -> bool:
        symbol = self.names.get(base)
        return symbol is not None and symbol.kind == "function"

    def maybe_call(self, base: str) -> Expr:
        if not self.is_function(base):
            return self.names.leaf(base)
        order = 0
        while self.skip("'"):
            order += 1
        if self.token.text != "(":
            return self.fail(f"the function {base} needs its argument")
        return self.node("call", base, order, *self.listed("("))

    def known(self, base: str, token: Token) -> Expr:
        symbol = self.names.get(base)
        if symbol is not None and symbol.kind == "value":
            return self.names.leaf(base)
        if symbol is not None:
            return self.fail(f"{base} is a {symbol.kind} and stands here alone", token)
        if base == "I" and self.is_identity():
            return EYE
        if base == "e":
            return EULER
        if base == "E" and self.token.text in ("[", "("):
            return self.expectation()
        if base == "pi":
            return self.node("pi")
        if self.names.inferring:
            return name(base)
        return self.fail(f"{base} is not declared", token)
