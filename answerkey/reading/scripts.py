r"""What stands above and below an expression: powers, `A^{-\mathsf{T}}`, `A^+`, `[x]_+`, factorials."""

from answerkey.reading.cursor import TEXTS, Cursor
from answerkey.reading.spelling import EULER, FONTS
from answerkey.reading.tokens import STAR, Token, Undeclared
from answerkey.tree import Expr, name, num

LABELS = frozenset("new old next prev opt best true test train init".split())


class Scripts(Cursor):
    """Rules for superscripts, and for the subscripts of what is no name."""

    def power(self) -> Expr:
        """An atom with its superscripts."""
        bracketed, start = self.token.text in ("(", "[", r"\{"), self.token.offset
        base = self.atom()
        if self.token.text == "_" and bracketed and self.is_family(base):
            return self.family(base)
        if self.is_index_in_brackets() and base.head in ("name", "term"):
            base = self.in_square_brackets(base)
        while self.token.text in ("^", "_", "!"):
            base = self.number(base)
            if self.token.text == "!":
                self.refuse_unequal(self.take())
                base = self.node("factorial", base) if self.token.text != "!" else self.fail("a double factorial")
            elif bracketed and (self.token.text == "_" or not base.shape) and self.signed():
                base = self.positive_part(base)
            elif self.token.text == "_" and base.shape:
                base = self.entry(base)
            elif self.token.text == "_":
                self.fail("this subscript belongs to no declared name")
            elif base.head in ("name", "term", "entry") and self.raised_index() > 1:
                raise Undeclared("this may be an undeclared index in brackets, or a power", self.token.offset)
            else:
                base = self.superscript(base, start)
                if base.head == "pow" and base.args[0].head == "name" and self.token.text == "(" and self.applies(base):
                    self.fail(f"this may be a power of the function {base.args[0]}, or a factor")
                if self.token.text == "^":
                    self.fail("two superscripts in a row")
        if self.token.text == "'":
            self.fail("a prime belongs after the name of a function")
        return base

    def refuse_unequal(self, mark: Token) -> None:
        """Refuse `x != y`, where a space before and none after says that no factorial is meant."""
        before = self.tokens[self.at - 2]
        spaced = before.offset + len(before.text) < mark.offset
        if spaced and self.token.text == "=" and self.token.offset == mark.offset + 1:
            self.fail("this may be a factorial or an inequality", mark)

    def superscript(self, base: Expr, start: int) -> Expr:
        caret = self.take()
        content = self.peek_group()
        if content and content[0] in FONTS | TEXTS and self.token.text != "{":  # ^\mathsf{T}
            content = [content[0], *self.peek_group_at(self.at + 1)]
        is_matrix = base.shape != ()
        upright = bool((FONTS | TEXTS) & {*content})
        content = [text for text in content if text not in FONTS | TEXTS | {"{", "}"}]
        if content == ["T"] and not upright and len({*base.shape}) == 1 and self.names.is_whole("T"):
            self.fail("this may be a transpose, or a power with the exponent T", caret)
        if content in (["T"], [r"\top"]) and (is_matrix or upright or self.names.get("T") is None):
            if not is_matrix and not upright and content == ["T"]:
                self.fail("this may be the transpose of a number, or a power with a T that is not declared", caret)
            if base.head == "num":
                self.fail("the transpose of a number: write a vector of ones in bold", caret)
            self.skip_superscript()
            return self.node("T", base)
        if content in (["-", "T"], ["-", r"\top"]) and is_matrix:
            self.skip_group()
            return self.node("T", self.node("pow", base, num(-1)))
        if content == ["+"]:
            if not is_matrix:
                self.fail("which number this is has to be declared", caret)
            self.skip_group()
            return self.node("pinv", base)
        if content[:1] in ([r"\odot"], [r"\circ"]) and is_matrix and content[1:2] and content[1].isdigit():
            self.skip_group()
            return self.entrywise_power(base, num(int(content[1])))
        if content in (["*"], [STAR]):
            starred = f"{base.args[0]}_star" if base.head == "name" else ""
            raise Undeclared("the starred name is not declared", caret.offset, starred)
        if self.is_word_above(base):
            raise Undeclared("this may be a word above a name, or a product of powers", caret.offset)
        exponent = self.group()
        if base == EULER and self.names.inferring and self.is_unsaid("i", exponent):
            self.fail("this may be the imaginary unit, or a name that is not declared", caret)
        if exponent.shape[1:] == (1,) and base == EULER:
            return self.node("each", "exp", exponent)  # which no matrix can mean
        if exponent.shape:
            self.fail("a matrix stands in an exponent", caret)
        if is_matrix and base.shape[0] != base.shape[1] and not self.names.generous:
            raise self.misshapen("only a square matrix has powers", start, caret.offset)
        return self.node("exp", exponent) if base == EULER else self.node("pow", base, exponent)

    def is_word_above(self, base: Expr) -> bool:
        """Whether three letters and more follow above a name that are a word, or of which none is declared."""
        letters = self.peek_group()
        if base.head != "name" or len(letters) < 3 or not "".join(letters).isalpha():
            return False
        return "".join(letters) in LABELS or not any(self.names.get(each) or each in self.bound for each in letters)

    def is_unsaid(self, letter: str, expr: Expr) -> bool:
        """Whether a letter that is not declared stands in `expr`, other than as an index."""
        if expr == name(letter):
            return letter not in self.bound and not self.names.get(letter)
        nodes = expr.nodes[:1] if expr.head == "entry" else () if expr.head == "term" else expr.nodes
        return any(self.is_unsaid(letter, node) for node in nodes)

    def applies(self, base: Expr) -> bool:
        """Whether brackets around a lone name follow the power of a name that is not declared."""
        base_name, start = base.args[0].args[0], self.at
        if not self.names.inferring or self.names.get(base_name):
            return False
        found, self.at = self.value_of(base_name, self.token), start
        return found is not None

    def skip_superscript(self) -> None:
        r"""Pass over a superscript such as `\mathsf{T}` or `{\mathsf{T}}`."""
        if self.token.kind == "command" and self.token.text != r"\top":
            self.take()
        self.skip_group()

    def signed(self) -> bool:
        """Whether the mark that stands here, `_` or `^`, holds a plus and nothing else."""
        return self.ahead() == "+" or [self.ahead(i) for i in (1, 2, 3)] == ["{", "+", "}"]

    def positive_part(self, found: Expr) -> Expr:
        """`[x]_+`, whose mark follows."""
        self.take()
        self.skip_group()
        return self.function("relu", found)

    def dressed(self) -> Expr:
        r"""`\boxed{x}` and `\underbrace{x}_{what it is called}`."""
        mark = {r"\underbrace": "_", r"\overbrace": "^"}.get(self.take().text)
        found = self.bracketed() if self.token.text == "{" else self.fail("expected braces")
        if mark and self.skip(mark):
            self.skip_group()
        return found
