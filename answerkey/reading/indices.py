r"""Subscripts and brackets that pick: `w_t`, `x_i`, `A_{ij}`, `N_{t,i}`, `w[1]_t`, `x_{t+1}[i]`."""

from answerkey.reading.cursor import TEXTS, Cursor
from answerkey.reading.names import Symbol, identifier
from answerkey.reading.series import sized
from answerkey.reading.tokens import GREEK, STAR, Token, Undeclared
from answerkey.tree import Expr, name, num

LABELS = frozenset({r"\max", r"\min", r"\infty", r"\perp", r"\parallel", STAR})
LETTERING = TEXTS | {r"\mathrm", r"\mathsf", r"\mathit", r"\operatorname"}


class Indices(Cursor):
    """Rules for indices of sequences, vectors and matrices."""

    def indexed(self, base: str, token: Token) -> Expr:
        symbol, vector = self.names.sequence(base), self.vector(base)
        if (symbol or vector) and self.is_label():
            return self.labelled(base, token)
        if symbol is None or (vector and self.picks_entry(vector)):
            return self.entry(self.names.leaf(base)) if vector else self.index_of_other(base, token)
        self.take()
        if self.token.text != "{":
            return self.node("term", base, symbol.shape, self.group())
        self.take()
        if self.is_run_of_letters():
            self.fail(f"this may be two indices of {base}, or a product")
        index = self.inside(self.sum)
        found = self.node("term", base, symbol.shape, index)
        if self.token.text == ",":  # N_{t,i}
            found = self.picked(found, token)
        self.expect("}")
        return found

    def vector(self, base: str) -> Symbol | None:
        symbol = self.names.get(base)
        return symbol if symbol is not None and symbol.kind == "value" and symbol.shape else None

    def index_of_other(self, base: str, token: Token) -> Expr:
        """A subscript of what is neither a sequence nor a vector."""
        if self.names.inferring and self.names.get(base) is None and self.runs():
            self.take()
            return self.node("term", base, (), self.group())
        if base == "I" and self.is_identity():
            self.take()
            return self.identity(self.group_text())
        return self.labelled(base, token)

    def labelled(self, base: str, token: Token) -> Expr:
        """A name with a subscript that is part of it."""
        if not self.names.inferring:
            raise Undeclared(f"{base} with this subscript is not declared", token.offset, base)
        return self.new_name(base, token)

    def is_label(self) -> bool:
        r"""Whether the subscript that follows is a word or a mark and no index: `_{max}`, `_{\text{opt}}`, `_\star`."""
        first = self.tokens[self.at + 1]
        if first.text in LETTERING | LABELS:
            return True
        texts = [t.text for t in self.tokens[self.at + 2 : self.closing(self.at + 1)]] if first.text == "{" else []
        letters = [t for t in texts if len(t) == 1 and t.isalpha()]
        return bool(LABELS & {*texts[:1]} or LETTERING & {*texts}) or (len(letters) == len(texts) > 2)

    def is_run_of_letters(self) -> bool:
        pair = self.tokens[self.at : self.at + 3]
        return all(t.kind == "letter" or t.text in GREEK for t in pair[:2]) and pair[-1].text == "}"

    def picks_entry(self, vector: Symbol) -> bool:
        """Whether a subscript of what is a vector or a matrix, and a sequence of them too, picks an entry."""
        texts = self.peek_group_at(self.at + 1)
        if vector.shape[1] != 1:
            if texts[1:2] == [","] and self.names.is_whole(identifier(texts[0])):
                self.fail("two indices, and it is not said whether the first counts steps")
            return len(texts) > 1 and texts[1] not in ("+", "-")
        if self.differentiating:
            return True
        index = identifier(texts[0]) if len(texts) == 1 else ""
        if index in self.running:
            end = self.ends.get(index)
            return end is None or end == sized(vector.shape[0])
        if index in self.bound:
            return index not in self.ends
        if self.names.inferring and index.isalpha() and self.names.get(index) is None:
            self.fail(f"whether {index} is a step or picks an entry is not said")
        return False

    def runs(self) -> bool:
        """Whether the subscript that follows holds a bound index."""
        return bool({identifier(text) for text in self.peek_group_at(self.at + 1)} & self.running)

    def entry(self, base: Expr) -> Expr:
        r"""`x_i`, `A_{ij}` and `A_{i,j}`."""
        self.expect("_")
        if base.shape[1] == 1:
            return self.node("entry", base, self.group())
        if not self.skip("{"):
            return self.fail("a matrix with one index: its entries take two, and its rows have no name here")
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

    # -- brackets

    def component(self, base: str) -> Expr | None:
        r"""`w[1]_t`, a term of a component; None for anything else."""
        if self.token.text != "[" or self.ahead(2) != "]" or self.ahead(3) != "_":
            return None
        token, index = self.token, self.tokens[self.at + 1]
        part, whole = f"{base}_{index.text}", self.names.sequence(base)
        if self.names.sequence(part):
            self.at += 3
            return self.indexed(part, token)
        if whole is None or whole.shape[1:] != (1,):
            return None
        self.at += 1
        picked = self.inside(self.single)
        self.expect("]")
        found = self.indexed(base, token)
        return self.node("entry", found, picked)

    def is_index_in_brackets(self) -> bool:
        """Whether brackets with one letter or number follow at once, as nobody writes a product."""
        if self.token.text != "[":
            return False
        before, inner = self.tokens[self.at - 1], self.tokens[self.at + 1]
        return (
            self.token.offset == before.offset + len(before.text)
            and self.ahead(2) == "]"
            and (inner.kind in ("letter", "number") or inner.text in GREEK)
        )

    def in_square_brackets(self, base: Expr) -> Expr:
        """`x_{t+1}[i]`, the entry of a vector; of an undeclared name, a name of its own."""
        token = self.token
        if base.shape:
            return self.picked(base, token)
        index = identifier(self.tokens[self.at + 1].text)
        known = base.head != "name" or self.names.get(base.args[0]) or base.args[0] in self.bound
        if known or not self.names.inferring or index in self.bound:
            raise Undeclared(f"{base}[{index}] is not declared", token.offset)
        self.at += 3
        return name(f"{base.args[0]}_{index}")

    def picked(self, base: Expr, token: Token) -> Expr:
        """An entry of a vector, whose index follows a comma or an opening bracket."""
        closing = "]" if self.take().text == "[" else ""
        if base.shape[1:] != (1,):
            self.fail("an index on something that has no entries", token)
        found = self.node("entry", base, self.inside(self.sum))
        if closing:
            self.expect(closing)
        return found
