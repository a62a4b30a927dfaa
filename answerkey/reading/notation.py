"""What mathematics is written with besides names and signs: brackets, bars, functions, sets, matrices, expectations."""

from fractions import Fraction

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.names import identifier
from answerkey.reading.tokens import GREEK, Token
from answerkey.tree import Expr, num

OPERATORS = {"tr": "tr", "det": "det"}
MATRICES = frozenset({"bmatrix", "pmatrix", "matrix"})
ALIGNED = frozenset({"aligned", "align", "align*", "split", "gathered"})


class Notation(Cursor):
    """Rules for everything that begins with a bracket or a command."""

    def set(self) -> Expr:
        r"""What may follow `\in`: an interval, a finite set, or a set of numbers."""
        if self.token.text == r"\mathbb":
            return self.blackboard()
        if self.token.text == r"\{":
            return self.braces()
        if self.token.text in ("(", "["):
            opening = self.take().text
            return self.interval(opening, self.inside(self.sum))
        return self.fail("expected a set")

    def interval(self, opening: str, low: Expr) -> Expr:
        self.expect(",")
        high = self.inside(self.sum)
        if self.token.text not in (")", "]"):
            self.fail("an interval is never closed")
        closing = self.take().text
        return self.node("interval", low, high, opening == "[", closing == "]")

    def braces(self) -> Expr:
        return self.node("set", *self.listed(r"\{"))

    def listed(self, opening: str) -> list[Expr]:
        """Expressions between brackets, with commas between them."""
        self.expect(opening)
        items = [self.inside(self.sum)]
        while self.skip(","):
            items.append(self.inside(self.sum))
        self.expect(BRACKETS[opening])
        return items

    def bracketed(self) -> Expr:
        """Brackets; `(0, 1]` with a comma is an interval."""
        opening = self.take().text
        found = self.inside(self.statement)
        if self.token.text == "," and opening != "{":
            return self.interval(opening, found)
        self.expect(BRACKETS[opening])
        return found

    def between_bars(self) -> Expr:
        opening = self.take().text
        bar = opening.removeprefix("open ")
        closing = f"close {bar}" if opening.startswith("open") else bar
        outer = self.open_bars
        self.depth += 1
        self.open_bars = [*outer, bar] if closing == bar else []
        inner = self.sum()
        self.open_bars = outer
        self.depth -= 1
        if closing == "|" and self.token.text == "||":  # |x||y| is two absolute values
            half = self.token
            self.tokens[self.at : self.at + 1] = [half._replace(text="|"), Token("sign", "|", half.offset + 1)]
        self.expect(closing)
        if bar == "|":
            return self.node("abs", inner)
        if self.skip("_"):
            kind, vector = self.group_text(), inner.shape[1:] in ((), (1,))
            if kind not in ("2", "F") or (kind == "2" and not vector):
                self.fail("only the Euclidean norm of vectors and the Frobenius norm are known")
        return self.node("norm", inner)

    def rounded(self) -> Expr:
        head = "ceil" if self.take().text == r"\lceil" else "floor"
        inner = self.inside(self.sum)
        self.expect(r"\rceil" if head == "ceil" else r"\rfloor")
        return self.node(head, inner)

    def applied(self, head: str) -> Expr:
        r"""A function of numbers and its argument: in brackets, or the simple factors that follow."""
        exponent = self.group() if self.skip("^") else None
        if exponent is not None and exponent.head == "num" and exponent.args[0] < 0:
            self.fail("this may mean the inverse function: write a fraction")
        if self.token.text in ("(", "[", "{", r"\frac", "|", "open |"):
            bare = self.token.text not in ("(", "[")
            argument = self.atom()
            if bare and self.starts_factor():
                self.fail("where the argument ends may mean two things: use brackets")
        else:
            factors = [self.inside(self.power)]
            while self.token.kind in ("number", "letter") or self.token.text in GREEK:
                factors.append(self.power())
            if self.token.text in ("(", "[", r"\frac"):
                self.fail("where the argument ends may mean two things: use brackets")
            argument = self.node("mul", *factors) if len(factors) > 1 else factors[0]
        found = self.node(head, argument)
        return self.node("pow", found, exponent) if exponent else found

    def fraction(self) -> Expr:
        self.take()
        top_text, start = self.peek_group(), self.at
        if top_text and top_text[0] in ("d", r"\partial") and self.names.get("d") is None:
            self.skip_group()
            below = self.peek_group()
            if below[:1] == top_text[:1]:
                return self.derivative(top_text, below[1:])
            self.at = start
        top, bottom = self.group(), self.group()
        if bottom.shape:
            self.fail("division by a matrix")
        return self.node("mul", top, self.node("pow", bottom, num(-1)))

    def derivative(self, top: list[str], variable: list[str]) -> Expr:
        r"""`\frac{d}{dx}` before what is differentiated."""
        if len(top) > 1 or not variable:
            self.fail(r"a derivative reads \frac{d}{dx} before what is differentiated")
        self.take()  # the brace and the d
        self.take()
        leaf = self.inside(self.power)
        self.expect("}")
        if leaf.head != "name" or leaf.shape:
            self.fail("a derivative is taken in a number")
        return self.node("derivative", self.product(), leaf)

    def root(self) -> Expr:
        self.take()
        degree = Fraction(2)
        if self.token.text == "[":
            self.take()
            degree = Fraction(self.take().text) if self.token.kind == "number" else self.fail("expected a number")
            if degree.denominator > 1 or degree < 1:
                self.fail("a root has a whole degree")
            self.expect("]")
        return self.node("pow", self.group(), num(1 / degree))

    def extreme(self) -> Expr:
        head = self.take().text.removeprefix("\\")
        if self.token.text not in ("(", r"\{", "["):
            self.fail(f"expected brackets after {head}")
        return self.node(head, *self.listed(self.token.text))

    def limit(self) -> Expr:
        self.take()
        self.expect("_")
        text = self.group_text()
        if not text.endswith(r"\to\infty"):
            self.fail(r"only limits as an index tends to \infty are known")
        what = self.product()
        if not any(node.head == "name" and node.args[0] == text.removesuffix(r"\to\infty") for node in what.walk()):
            self.fail("the index of the limit does not occur in it")
        return self.node("lim", what)

    def expectation(self) -> Expr:
        if self.token.text not in ("[", "("):
            self.fail("expected brackets after the expectation")
        closing = BRACKETS[self.take().text]
        outer, self.conditional = self.conditional, True
        what, given = self.inside(self.sum), None
        if self.skip(r"\mid") or self.skip("|"):
            given = self.inside(self.relation)
        self.conditional = outer
        self.expect(closing)
        if given is not None and given.head != "eq":
            self.fail("a condition reads Y = y")
        return self.node("given", what, given) if given is not None else self.node("E", what)

    def blackboard(self) -> Expr:
        self.take()
        letter = self.group_text()
        if letter == "E":
            return self.expectation()
        found = {"N": "naturals", "Z": "integers", "R": "reals"}.get(letter)
        return self.node(found) if found else self.fail(f"the set {letter} is not known")

    def gradient(self) -> Expr:
        self.take()
        variable = self.group() if self.skip("_") else None
        token = self.token
        function = identifier(self.take().text)
        if not self.is_function(function):
            self.fail("the gradient of what is no declared function", token)
        self.expect("(")
        argument = self.inside(self.sum)
        self.expect(")")
        if variable is not None and variable != argument:
            self.fail("the gradient is taken at another point than its variable: drop the subscript", token)
        return self.node("grad", function, argument)

    def upright(self) -> Expr:
        r"""`\mathrm{...}` around several letters: a declared name, an operator, or nothing that is known."""
        start = self.at
        self.take()
        word = self.group_text()
        self.at = start
        if word in OPERATORS:
            return self.operator()
        return self.named() if self.names.get(word) else self.fail(f"{word} is not declared")

    def operator(self) -> Expr:
        token = self.take()
        head = OPERATORS.get(self.group_text())
        if head is None or self.token.text not in ("(", "["):
            return self.fail("this operator is not known, or has no brackets", token)
        return self.node(head, self.bracketed())

    def environment(self) -> Expr:
        opening = self.take()
        kind = self.group_text()
        if kind in MATRICES:
            return self.matrix(kind)
        if kind not in ALIGNED:
            self.fail(f"the environment {kind} is not known", opening)
        self.tokens = [t for i, t in enumerate(self.tokens) if i < self.at or t.text != "&"]
        self.aligned += 1
        found = self.statement()
        self.aligned -= 1
        self.skip(r"\\")
        self.end(kind)
        return found

    def matrix(self, kind: str) -> Expr:
        rows: list[list[Expr]] = [[]]
        while True:
            rows[-1].append(self.inside(self.sum))
            if self.skip("&"):
                continue
            if self.skip(r"\\") and self.token.text != r"\end":
                rows.append([])
                continue
            break
        self.end(kind)
        if len({len(row) for row in rows}) > 1:
            self.fail("the rows of a matrix differ in length")
        return self.node("block", len(rows[0]), *(cell for row in rows for cell in row))

    def end(self, kind: str) -> None:
        self.expect(r"\end")
        if self.group_text() != kind:
            self.fail(f"{kind} is never ended")
