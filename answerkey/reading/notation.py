"""What mathematics is written with besides names and signs: brackets, bars, functions, sets, matrices, expectations."""

from answerkey.reading.cursor import BRACKETS, TEXTS, Cursor
from answerkey.reading.elided import BLANK
from answerkey.reading.names import identifier
from answerkey.reading.operators import KNOWN, MEANS
from answerkey.reading.tokens import GREEK, Token, Undeclared, Unread
from answerkey.tree import EYE, NULL, ZERO, Expr, both_signs, conjunction, num

MATRICES = frozenset({"bmatrix", "pmatrix", "matrix", "vmatrix", "smallmatrix", "array"})
STATEMENT_SIGNS = (r"\iff", r"\implies", r"\wedge", r"\vee", ":")
JOINED = {r"\cup": "union", r"\cap": "intersection", r"\setminus": "difference"}
SAID = frozenset("if for when where then so and or since because with as by is are let thus hence therefore".split())
ALIGNED = frozenset({"aligned", "align", "align*", "split", "gathered"})


class Notation(Cursor):
    """Rules for everything that begins with a bracket or a command."""

    def set(self) -> Expr:
        r"""What may follow `\in`: sets of numbers, intervals and finite sets, joined, met or taken away."""
        found = self.simple_set()
        while head := JOINED.get(self.token.text):
            self.take()
            found = self.node(head, found, self.simple_set())
        return found

    def simple_set(self) -> Expr:
        if (ends := self.run_in_brackets()) is not None:
            return self.run_of(*ends)
        if self.token.text == r"\mathbb":
            return self.blackboard()
        if self.token.text == r"\{":
            return self.braces()
        if self.token.text == r"\emptyset":
            self.take()
            return self.node("set")
        if self.token.text in ("(", "[", "]"):
            self.close_outwards()
            opening, start = self.take().text, self.at
            if self.token.text in ("(", "[", r"\{"):
                try:
                    found = self.inside(self.set)
                    if self.skip(")"):
                        return found
                except Unread:
                    pass
                self.at = start
            return self.interval(opening, self.inside(self.sum))
        return self.fail("expected a set")

    def interval(self, opening: str, low: Expr) -> Expr:
        self.expect(",")
        high = self.inside(self.sum)
        if self.token.text not in (")", "]", "close ["):
            self.fail("an interval is never closed")
        closing = self.take().text
        return self.node("interval", low, high, opening == "[", closing == "]")

    def close_outwards(self) -> None:
        """Mark the bracket that closes an interval written as `]0, 1[` or `[0, 1[`."""
        depth, ends = 0, {"", ",", ".", ";", ")", "]", r"\}", "}", *JOINED, *TEXTS, *STATEMENT_SIGNS}
        for index in range(self.at + 1, len(self.tokens)):
            text = self.tokens[index].text
            if text == "[" and not depth and self.tokens[index + 1].text in ends:
                self.tokens = [*self.tokens]
                self.tokens[index] = self.tokens[index]._replace(text="close [")
            if self.tokens[index].text == "close [" or (text in (")", "]") and not depth):
                return
            depth += {"(": 1, ")": -1, "{": 1, "}": -1}.get(text, 0)

    def braces(self) -> Expr:
        r"""A finite set, or `\{x : x^2 < 2\}`; one that is never closed holds cases: `\left\{ ... \right.`."""
        start = self.at
        self.take()
        if self.token.text == r"\begin" and self.closing_of(start) == len(self.tokens):
            return self.environment(as_cases=True)
        if self.skip(r"\}"):
            return self.node("set")
        if self.starts_name() and any(
            t.text in (":", r"\mid", "|") for t in self.tokens[start : self.closing_of(start)]
        ):
            try:
                return self.joined_sets(self.builder())
            except Unread:
                self.at = start
        self.at = start
        items = []
        for item in self.listed(r"\{"):
            items += both_signs(item)
        return self.joined_sets(self.node("set", *items))

    def joined_sets(self, found: Expr) -> Expr:
        """A set that stands alone, with what is joined to it."""
        while head := JOINED.get(self.token.text):
            self.take()
            found = self.node(head, found, self.simple_set())
        return found

    def builder(self) -> Expr:
        names, condition = self.range_of(colon=True)
        if len(names) != 1:
            self.fail("a set of numbers by one name")
        if self.token.text in (":", r"\mid", "|"):
            self.take()
            with self.scope(*names):
                condition = conjunction(condition, self.inside(self.conditions))
                self.needs_relation(condition)
        self.expect(r"\}")
        return self.binder("builder", self.leaf_of(names[0]), condition)

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
        opening, start = self.take().text, self.at
        found = self.inside(self.statement)
        if self.token.text == "," and opening != "{" and (vector := self.coordinates(opening, start)):
            return vector
        if self.token.text == "," and opening == "(" and (values := self.tuple(opening, start)):
            return values
        if opening == "{" and self.token.text in (r"\choose", r"\over"):
            above, sign = found, self.take().text
            below = self.inside(self.sum)
            found = self.node("binomial", above, below) if sign == r"\choose" else self.quotient(above, below)
        if self.token.text == "," and opening != "{":
            return self.joined_sets(self.interval(opening, found))
        self.expect(BRACKETS[opening])
        return found

    def between_bars(self) -> Expr:
        """An absolute value, a determinant or a norm; `||x| - |y||` is no norm but two bars."""
        if self.token.text != "||":
            return self.in_bars()
        start, tokens, bars, depth = self.at, self.tokens, self.open_bars, self.depth
        try:
            return self.in_bars()
        except Unread:
            self.at, self.tokens, self.open_bars, self.depth = start, tokens, bars, depth
        self.split_bars()  # errors that are raised within one another are slow
        return self.in_bars()

    def split_bars(self) -> None:
        half = self.token
        self.put([half._replace(text="|"), Token("sign", "|", half.offset + 1)])

    def in_bars(self) -> Expr:
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
            self.split_bars()
        self.expect(closing)
        if bar != "|" or inner.shape[1:] == (1,):
            return self.norm(inner)
        return self.node("det" if inner.shape else "abs", inner)

    def applied(self, head: str) -> Expr:
        r"""A function of numbers and its argument: in brackets, or the simple factors that follow."""
        exponent = self.group() if self.skip("^") else None
        if exponent is not None and exponent.head == "num" and exponent.args[0] < 0:
            self.fail("this may mean the inverse function: write a fraction")
        if self.token.text in ("(", "[", "{", r"\{", r"\frac", "|", "open |"):
            bare = self.token.text not in ("(", "[", r"\{") and not self.braces_a_bracket()
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
            if self.token.text == "/" and self.divides_alone(argument):
                self.fail("whether the quotient is part of the argument is not clear: use brackets")
        found = self.function(head, argument)
        if exponent is not None and found.shape:
            return self.entrywise_power(found, exponent)
        return self.node("pow", found, exponent) if exponent else found

    def entrywise_power(self, base: Expr, exponent: Expr) -> Expr:
        r"""`\tanh^2(z)` and `z^{\odot 2}` of vectors and matrices."""
        if exponent not in [num(k) for k in range(2, 9)]:
            self.fail("a power of entries has to be a small whole number")
        return self.node("hadamard", *[base] * int(exponent.args[0]))

    def braces_a_bracket(self) -> bool:
        """Whether braces follow with one bracket in them and nothing else, as programs print an argument."""
        if self.token.text != "{" or self.ahead() not in ("(", "["):
            return False
        opened, depth = self.ahead(), 0
        for index in range(self.at + 1, self.closing(self.at)):
            depth += {opened: 1, BRACKETS[opened]: -1}.get(self.tokens[index].text, 0)
            if depth == 0:
                return self.tokens[index + 1].text == "}"
        return False

    def divides_alone(self, argument: Expr) -> bool:
        r"""Whether a lone name or number below may belong to the argument: of `\ln a/b`, not of `\ln x/\ln 2`."""
        below = self.tokens[self.at + 1]
        plain = below.kind in ("letter", "number") or below.text in GREEK
        return plain and argument.head != "num" and identifier(below.text) != argument.args[0]

    def logarithm(self) -> Expr:
        """The natural logarithm, or that to a base."""
        self.take()
        if not self.skip("_"):
            return self.applied("log")
        base = self.group()
        return self.node("mul", self.applied("log"), self.node("pow", self.node("log", base), num(-1)))

    def root(self) -> Expr:
        self.take()
        degree = num(2)
        if self.token.text == "[":
            self.take()
            degree = self.inside(self.sum)
            if degree.head == "num" and (degree.args[0].denominator > 1 or degree.args[0] < 1):
                self.fail("the degree of a root has to be a whole number")
            self.expect("]")
        exponent = num(1 / degree.args[0]) if degree.head == "num" else self.node("pow", degree, num(-1))
        return self.node("pow", self.group(), exponent)

    def extreme(self, head: str = "") -> Expr:
        head = head or self.take().text.removeprefix("\\")
        if self.token.text not in ("(", r"\{", "["):
            self.fail(f"expected brackets after {head}")
        items = self.listed(self.token.text)
        if head == "max" and len(items) == 2 and ZERO in items and any(each.shape for each in items):
            return self.function("relu", items[0] if items[1] == ZERO else items[1])
        return self.node(head, *items) if len(items) > 1 else self.number(items[0])

    def blackboard(self) -> Expr:
        self.take()
        letter = self.group_text()
        if letter == "E":
            return self.expectation()
        if letter == "V":
            if self.token.text in (r"\mathrm", r"\text") and self.peek_group_at(self.at + 1) == ["a", "r"]:
                self.at += 5  # \mathbb{V}\mathrm{ar}
            return self.mean("var")
        if letter == "P" and self.token.text in ("(", "["):
            return self.probability("P")
        if letter in ("1", "I") and self.tests():
            return self.indicator()
        if letter == "1":
            return self.all_ones()
        if letter == "I":
            if self.skip("_"):
                self.skip_group()
            return EYE
        if letter == "R":
            return self.real_numbers()
        found = {"N": "naturals", "Z": "integers"}.get(letter)
        if found is None:
            return self.fail(f"the set {letter} is not known")
        return self.whole_numbers(found)

    def whole_numbers(self, head: str) -> Expr:
        r"""`\mathbb{N}`, and `\mathbb{N}^+`, `\mathbb{Z}_{\ge 0}`, `\mathbb{N}_0`."""
        if self.token.text not in ("_", "^"):
            return self.node(head)
        self.take()
        mark = self.group_text()
        low = {">0": 1, "++": 1, r"\ge1": 1, r"\ge0": 0, "+": 1, "0": 0, "*": 1}.get(mark)
        if low is None:
            self.fail("which whole numbers is not clear")
        above = self.node("interval", num(low), Expr("infinity"), True, False)
        return self.node("intersection", self.node("naturals"), above)

    def real_numbers(self) -> Expr:
        r"""`\mathbb{R}`, and `\mathbb{R}_{>0}`."""
        if self.token.text not in ("_", "^"):
            return self.node("reals")
        self.take()
        ends = {">0": (ZERO, False), "++": (ZERO, False), r"\ge0": (ZERO, True), "+": (ZERO, True)}
        mark = self.group_text()
        if mark not in ends:
            self.fail("which real numbers is not clear")
        return self.node("interval", ends[mark][0], Expr("infinity"), ends[mark][1], False)

    def upright(self) -> Expr:
        r"""`\mathrm{...}` around several letters: a declared name, an operator, or nothing that is known."""
        token, start = self.take(), self.at
        word = self.group_text().replace("~", "")
        if word.lower() in SAID or "(" in word:
            self.fail("there are words in the formula", token)
        unused = word in MEANS and self.names.inferring and not self.starts_factor()
        if self.names.get(word) is None and word in KNOWN and not unused:
            return self.apply(word, token)
        if self.names.get(word) is None and (vague := self.vague(word)) is not None:
            return vague
        if self.names.get(word) is None and (not self.names.inferring or self.starts_factor()):
            raise Undeclared(f"{word} is not declared", token.offset)
        self.at = start - 1
        return self.named()

    def is_known_word(self) -> bool:
        r"""Whether the words in \text that stand here are a declared name."""
        return (
            self.names.get(identifier("".join(t.text for t in self.tokens[self.at + 2 : self.closing(self.at + 1)])))
            is not None
        )

    def environment(self, as_cases: bool = False) -> Expr:
        opening = self.take()
        kind = self.group_text()
        if kind == "array" and self.token.text == "{":
            self.skip_group()  # how the columns are set
        if as_cases or kind in ("cases", "dcases", "rcases"):
            return self.ended(self.cases(), kind)
        if kind in MATRICES:
            return self.matrix(kind)
        if kind not in ALIGNED:
            self.fail(f"the environment {kind} is not known", opening)
        self.tire_over(len(self.tokens))
        self.tokens = [t for i, t in enumerate(self.tokens) if i < self.at or t.text != "&"]
        self.aligned += 1
        found = self.statement()
        self.aligned -= 1
        self.skip(r"\\")
        return self.ended(found, kind)

    def matrix(self, kind: str) -> Expr:
        rows: list[list[Expr]] = [[]]
        while True:
            rows[-1].append(self.cell())
            if self.skip("&"):
                continue
            if self.skip(r"\\") and self.token.text != r"\end":
                rows.append([])
                continue
            break
        self.end(kind)
        cells = [cell for row in rows for cell in row]
        if BLANK in cells:
            return self.with_dots(rows)
        if len({len(row) for row in rows}) > 1:
            self.fail("the rows of a matrix differ in length")
        if any(cell.shape for cell in cells):
            cells = [NULL if cell == ZERO else cell for cell in cells]
        found = self.node("block", len(rows[0]), *cells)
        return self.node("det", found) if kind == "vmatrix" else found

    def ended(self, found: Expr, kind: str) -> Expr:
        self.end(kind)
        return found

    def end(self, kind: str) -> None:
        self.expect(r"\end")
        if self.group_text() != kind:
            self.fail(f"{kind} is never ended")
