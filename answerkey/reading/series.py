r"""Sums and products: `\sum_{i=1}^n`, `\sum_i`, `\sum_{i<j}`, `\sum_{j \ne i}`; of the product that follows."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.names import identifier
from answerkey.reading.tokens import GREEK
from answerkey.shapes import Dimension
from answerkey.tree import INFINITY, ONE, Expr, name, num

ENDS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\to", ",", "&", r"\\", r"\iff", r"\implies"})


class Series(Cursor):
    """Rules for sums and products."""

    def series(self) -> Expr:
        wide, self.wide = self.wide, False
        head = {r"\sum": "sum", r"\prod": "prod"}[self.take().text]
        above = self.group() if self.skip("^") else None  # \sum^n_{i=1}
        self.expect("_")
        if self.token.text != "{":
            return self.over_all(head, [self.take().text])
        if (pairs := self.over_pairs(head)) is not None:
            return pairs
        self.take()
        indices = [self.spelled()]
        while self.skip(","):
            indices.append(self.spelled())
        if self.skip("}"):
            return self.over_all(head, indices)
        if (ends := self.run_below()) is not None:
            return self.bind_all(head, indices, *ends, wide)
        low = self.low()
        high = self.group() if above is None and self.skip("^") else above or INFINITY
        return self.bind_all(head, indices, low, high, wide)

    def bind_all(self, head: str, indices: list[str], low: Expr, high: Expr, wide: bool) -> Expr:
        """A sum over each of the indices, from the same number to the same."""
        first, *others = indices

        def body() -> Expr:
            if others:
                return self.bind_all(head, others, low, high, wide)
            return self.spread(first) if wide and self.spreads(first) else self.factors()

        return self.bind(head, first, body, low, high)

    def spread(self, index: str) -> Expr:
        """The terms that a sum takes because its index stands in them, as many write for want of brackets."""
        terms = [self.number(self.term())]
        while self.token.text in ("+", "-") and self.spreads(index):
            terms.append(self.number(self.term()))
            if name(index) not in set(terms[-1].walk()):
                self.fail("which terms the sum takes is not clear: use brackets")
        return self.node("add", *terms) if len(terms) > 1 else terms[0]

    def spreads(self, index: str) -> bool:
        """Whether an index stands in a later term at this level, where no other sum binds it."""
        depth, later, own = 0, False, False
        for at in range(self.at, len(self.tokens) - 1):
            text = self.tokens[at].text
            if depth == 0 and (text in ENDS or text in BRACKETS.values()):
                return False
            depth += (text in BRACKETS) - (text in BRACKETS.values())
            if depth == 0 and text in ("+", "-"):
                later, own = True, False
            own |= text in (r"\sum", r"\prod")
            if later and not own and identifier(text) == index:
                return True
        return False

    def run_below(self) -> tuple[Expr, Expr] | None:
        r"""What follows the index, `= 1, \dots, n}` or `\in \{1, \dots, n\}}`; None of another subscript."""
        start = self.at
        if self.token.text == "=" and (ends := self.runs_from()) is not None and self.skip("}"):
            return ends
        self.at = start
        if self.skip(r"\in") and (ends := self.run_in_brackets()) is not None and self.skip("}"):
            return ends
        self.at = start
        return None

    def low(self) -> Expr:
        r"""What follows the index: `= 1}`, or `\ge 0}`."""
        if self.token.text not in ("=", r"\ge"):
            self.fail("a sum runs from its index = a number")
        self.take()
        low = self.inside(self.sum)
        self.expect("}")
        return low

    def bind(self, head: str, index: str, rule, low: Expr, high: Expr) -> Expr:
        with self.scope(index, running=True):
            self.ends[index] = high
            body = rule()
        if head == "prod" and body.head == "mul" and name(index) not in set(body.args[-1].walk()):
            self.fail("whether the last factor is part of the product is not clear: use brackets")
        return self.binder(head, name(index), body, low, high, whole=True)

    def over_all(self, head: str, indices: list[str]) -> Expr:
        """A sum without limits runs over the entries of what carries its index."""
        index, *others = map(identifier, indices)
        with self.scope(index, running=True):
            body = self.over_all(head, others) if others else self.factors()
        sizes = {size for node in body.walk() if (size := size_of_range(node, name(index)))}
        if len(sizes) != 1:
            self.fail(f"over what {index} runs is not said")
        return self.binder(head, name(index), body, ONE, sized(sizes.pop()), whole=True)

    def over_pairs(self, head: str) -> Expr | None:
        r"""What follows `\sum` with `i < j`, `1 \le i < j \le n` or `j \ne i` below it; None for another subscript."""
        texts, low, high = self.peek_group(), "1", ""
        if len(texts) == 7 and texts[1] == texts[5] == r"\le":
            low, high, texts = texts[0], texts[6], texts[2:5]
        if len(texts) != 3 or texts[1] not in ("<", r"\ne") or not all(map(is_letter, texts[::2])):
            return None
        first, second = identifier(texts[0]), identifier(texts[2])
        bound = [each for each in (first, second) if high or not (each in self.bound or self.names.get(each))]
        fixed = [each for each in (first, second) if each not in (*bound, *self.bound)]
        if fixed and texts[1] == "<" and not self.is_size(fixed[0]):
            self.fail(f"whether {fixed[0]} is fixed is not clear")
        self.skip_group()
        with self.scope(*bound, running=True):
            body = self.factors()
        if texts[1] == r"\ne":
            return self.but_one(head, body, bound, first, second)
        size = self.end_of(body, bound, high)
        i, j, start = name(first), name(second), self.known(identifier(low), self.token) if is_letter(low) else num(low)
        if bound == [first]:
            return self.binder(head, i, body, start, j - ONE, whole=True)
        found = self.binder(head, j, body, i + ONE, size, whole=True)
        return self.binder(head, i, found, start, size, whole=True) if len(bound) == 2 else found

    def is_size(self, identifier: str) -> bool:
        return any(identifier in symbol.shape for symbol in self.names.symbols.values())

    def end_of(self, body: Expr, indices: list[str], high: str = "") -> Expr:
        """Where the indices end: at the size of what carries them, unless it is said."""
        if high:
            return num(high) if high.isdigit() else self.known(identifier(high), self.token)
        sizes = {size for each in indices for node in body.walk() if (size := size_of_range(node, name(each)))}
        return sized(sizes.pop()) if len(sizes) == 1 else self.fail("over what this sum runs is not said")

    def but_one(self, head: str, body: Expr, bound: list[str], first: str, second: str) -> Expr:
        r"""The terms at `j \ne i`: all of them less the one at i, which has to be defined."""
        found = {n.args[0] for n in body.walk() if n.head == "name"}
        if first not in bound or (second in bound and second in found):
            self.fail(f"whether {second} is fixed is not clear")
        if head != "sum" or any(map(may_be_undefined, body.walk())):
            self.fail("what is without one term")
        whole = self.binder(head, name(first), body, ONE, self.end_of(body, [first]), whole=True)
        return whole - body.replace({name(first): name(second)})


def may_be_undefined(node: Expr) -> bool:
    exponent = node.args[1] if node.head == "pow" else None
    return node.head in ("log", "cases") or (exponent is not None and (exponent.head != "num" or exponent.args[0] < 1))


def is_letter(text: str) -> bool:
    return text in GREEK or (text.isalpha() and len(text) == 1)


def size_of_range(node: Expr, index: Expr) -> Dimension | None:
    """The number of entries that `node` picks one of by `index`."""
    if node.head != "entry" or index not in node.args[1:]:
        return None
    return node.args[0].shape[node.args[1:].index(index)] if node.args[0].shape else 1


def sized(size: Dimension) -> Expr:
    return num(size) if isinstance(size, int) else name(size)
