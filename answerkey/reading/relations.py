r"""Statements: comparisons in chains, joined by words and signs, `x, y > 0`, order entry by entry and definiteness."""

from answerkey.reading.binders import QUANTIFIERS
from answerkey.reading.cursor import TEXTS, Cursor
from answerkey.tree import NULL, RELATIONS, SETS, TRUE, ZERO, Expr, both_signs, conjunction, member, name

ORDER = {
    "<": "lt", ">": "gt", r"\le": "le", r"\ge": "ge", "=": "eq", r"\ne": "ne", r"\in": "in", r"\notin": "notin",
    r"\to": "tends", ":=": "eq", r"\ll": "lt", r"\gg": "gt", r"\approx": "approx", r"\propto": "approx",
    r"\leftarrow": "becomes", r"\succ": "succ", r"\prec": "prec", r"\succeq": "succeq", r"\preceq": "preceq",
}  # fmt: skip
NEGATED = {
    r"\nless": "<",
    r"\ngtr": ">",
    r"\nleq": r"\le",
    r"\ngeq": r"\ge",
    r"\nleqslant": r"\le",
    r"\ngeqslant": r"\ge",
}
LINKS = {r"\iff": "iff", r"\implies": "implies", r"\impliedby": "impliedby"}
WORDS = {"and": r"\wedge", "or": r"\vee", "ifandonlyif": r"\iff", "iff": r"\iff", "implies": r"\implies"}
ENTRYWISE = {"lt": "lt", "le": "le", "gt": "gt", "ge": "ge", "succeq": "ge", "preceq": "le", "succ": "gt", "prec": "lt"}
DEFINITE = {"succ": (False, "pd"), "succeq": (False, "psd"), "prec": (True, "pd"), "preceq": (True, "psd")}


class Relations(Cursor):
    """Rules for statements, from the loosest binding to the tightest."""

    def statement(self) -> Expr:
        """Implications and equivalences; a chain of them is the conjunction of its links."""
        if self.quantifier() in QUANTIFIERS:
            return self.quantified()
        sides, links = [self.either()], []
        while link := LINKS.get(self.connective()):
            self.take_words()
            links.append(link)
            sides.append(self.either())
        for side in sides if links else ():
            self.needs_relation(side, "an implication stands between statements")
        made = [self.implication(link, a, b) for link, a, b in zip(links, sides, sides[1:], strict=False)]
        return conjunction(*made) if made else sides[0]

    def implication(self, link: str, left: Expr, right: Expr) -> Expr:
        return self.node("implies", right, left) if link == "impliedby" else self.node(link, left, right)

    def needs_relation(self, found: Expr, why: str = "a statement was expected") -> None:
        if found.head not in RELATIONS:
            self.fail(why)

    def either(self) -> Expr:
        return self.joined("or", r"\vee", self.both)

    def both(self) -> Expr:
        return self.joined("and", r"\wedge", self.relation)

    def joined(self, head, sign, operand) -> Expr:
        found = [operand()]
        while self.connective() == sign or (head == "and" and self.comma_goes_on()):
            self.take_words()
            found.append(operand())
        if head == "and" and len(found) > 1 and not any(each.head in RELATIONS for each in found):
            return self.node("list", *found)
        for each in found if len(found) > 1 else ():
            self.needs_relation(each, f"'{head}' stands between statements")
        return self.node(head, *found) if len(found) > 1 else found[0]

    def comma_goes_on(self) -> bool:
        r"""Whether a comma (or `\\`) here separates statements, rather than ends the formula."""
        if self.token.text == r"\\" and self.aligned:
            return True
        return self.token.text == "," and not self.open_bars and self.depth == 0 and self.ahead() not in ("", ".")

    def connective(self) -> str:
        r"""The logical sign that stands here, also when written out in \text."""
        return WORDS.get(self.word(), "") if self.token.text in TEXTS else self.token.text

    def relation(self) -> Expr:
        """A chain of comparisons, as the conjunction of its links; with what it is said for, after it."""
        if self.word() == "either":
            self.take_words()
        if self.token.text == r"\nexists":
            self.tokens[self.at] = self.token._replace(text=r"\exists")
            return self.node("not", self.quantified())
        if self.token.text in (r"\neg", r"\lnot"):
            self.take()
            found = self.relation()
            self.needs_relation(found)
            return self.node("not", found)
        if self.quantifier() in QUANTIFIERS:
            return self.quantified()
        left, links = self.sum(), []
        if left.head == "name" and self.lists_names():
            return self.for_each(left)
        while True:
            turn = self.token.text == r"\\" and self.aligned and self.ahead() in ORDER
            if turn:
                self.take()
            self.skip_label()
            self.arrow()
            negative = self.skip(r"\not") or self.token.text in NEGATED
            sign = self.token.text
            if (head := ORDER.get(NEGATED.get(sign, sign))) is None:
                break
            self.take()
            if head == "in" and self.is_space():
                links.append(self.in_space(left))
                continue
            right = self.set() if head in ("in", "notin") else self.sum()
            if head == "eq" and left == self.own:
                self.refuse_other_value(left, right)
            link = self.either_sign("becomes" if self.assigned(sign, left, right) else head, left, right)
            links.append(self.node("not", link) if negative else link)
            left = right
        if links and links[-1].head == "tends" and self.word() == "as":
            self.take_words()
            links[-1] = self.tending(links[-1])
        return self.trailing(conjunction(*links)) if links else left

    def in_space(self, left: Expr) -> Expr:
        r"""`y \in \mathbb{R}^m` of what has that size: nothing more is said."""
        token = self.token
        if left.shape != self.space():
            self.fail(f"{left} is not of this size", token)
        return TRUE

    def assigned(self, sign: str, left: Expr, right: Expr) -> bool:
        """Whether `w := w - 1` gives a name a new value, which is no equation."""
        return sign == ":=" and left in set(right.walk())

    def refuse_other_value(self, left: Expr, right: Expr) -> None:
        """Refuse `L = \\sigma^2` where L is a function of w: its author may mean another L."""
        names = {n for n in right.walk() if n.head == "name"}
        if names and not names & {*left.nodes}:
            self.fail(f"{left.args[0]} is a function, of which {', '.join(map(repr, left.nodes))} is the variable")

    def lists_names(self) -> bool:
        """Whether a comma and names follow, of which a relation is said as of the one before: `x, y > 0`."""
        if self.token.offset < self.unlisted:
            return False
        at = self.at
        while at < len(self.tokens) - 2 and self.tokens[at].text == "," and self.tokens[at + 1].kind != "sign":
            at += 2
            while at < len(self.tokens) - 2 and self.tokens[at].text == "_":
                at = (self.closing(at + 1) if self.tokens[at + 1].text == "{" else at + 1) + 1
        self.unlisted = self.tokens[at].offset
        return at > self.at and self.tokens[at].text in ORDER and not self.open_bars

    def for_each(self, first: Expr) -> Expr:
        names = [first]
        while self.skip(","):
            names.append(self.power())
        start, found = self.at, []
        for each in names:
            self.at = start
            head = ORDER[self.take().text]
            found.append(self.either_sign(head, each, self.set() if head in ("in", "notin") else self.sum()))
        if self.token.text in ORDER:
            self.fail("a chain about several names at once")
        return conjunction(*found)

    def skip_label(self) -> None:
        r"""Pass over what stands above a sign, as in `\overset{!}{=}`."""
        if self.token.text not in (r"\overset", r"\stackrel") and not self.at_labelled_sign():
            return
        self.take()
        self.skip_group()
        if self.token.text == "{":
            end = self.closing(self.at)
            inside = self.tokens[self.at + 1 : end]
            self.tokens = [*self.tokens[: self.at], *inside, *self.tokens[end + 1 :]]

    def at_labelled_sign(self) -> bool:
        r"""Whether a sign with something below it stands here, as in `\underset{(a)}{=}`."""
        if self.token.text != r"\underset" or self.ahead() != "{":
            return False
        sign = self.closing(self.at + 1) + 1
        return self.tokens[sign].text in ORDER or (
            self.tokens[sign].text == "{" and self.tokens[sign + 1].text in ORDER
        )

    def arrow(self) -> None:
        r"""Take the arrow of `w_t \xrightarrow{t \to \infty} 0` apart: what is written on it is said after it."""
        if self.token.text != r"\xrightarrow":
            return
        end = self.at + 1
        while self.tokens[end].text == "[":
            end = next((at for at in range(end, len(self.tokens)) if self.tokens[at].text == "]"), end) + 1
        groups = [self.tokens[self.at + 2 : end - 1], self.tokens[end + 1 : self.closing(end)]]
        said = [token for group in groups for token in group]
        if r"\to" not in [token.text for token in said]:
            self.fail("a limit of what kind?")
        sign, words = self.token._replace(text=r"\to"), self.token._replace(text=r"\text")
        mark = [words, words._replace(kind="sign", text="{"), *(words._replace(kind="letter", text=c) for c in "as")]
        rest = self.tokens[self.closing(end) + 1 :]
        stop = next((at for at, token in enumerate(rest) if token.text in (",", ".", ";", "")), 0)
        closing = words._replace(kind="sign", text="}")
        self.tokens = [*self.tokens[: self.at], sign, *rest[:stop], *mark, closing, *said, *rest[stop:]]

    def either_sign(self, head: str, left: Expr, right: Expr) -> Expr:
        r"""A link; one with `\pm` on its right says one thing or the other, on both sides that the two are the same."""
        if head == "eq" and left.has("pm") and right.has("pm"):
            (a, b), (c, d) = both_signs(left), both_signs(right)
            pairs = [[self.node("eq", a, c), self.node("eq", b, d)], [self.node("eq", a, d), self.node("eq", b, c)]]
            return self.node("or", *(self.node("and", *pair) for pair in pairs))
        choices = [self.link(head, left, side) for side in both_signs(right)]
        return choices[0] if len(choices) == 1 else self.node("or", *choices)

    def link(self, head: str, left: Expr, right: Expr) -> Expr:
        if head in ("in", "notin"):
            found = self.shaped(lambda: member(left, right))
            return found if head == "in" else self.node("not", found)
        if head in ENTRYWISE and (ordered := self.entrywise(ENTRYWISE[head], left, right)):
            return ordered
        if head in DEFINITE:
            less, kind = DEFINITE[head]
            low, high = (left, right) if less else (right, left)
            if high.shape == low.shape == ():
                return self.node("lt" if kind == "pd" else "le", low, high)
            return self.node(kind, high if low in (ZERO, NULL) else self.shaped(lambda: high - low))
        if left.has("growth", "law") or right.has("growth", "law"):
            head = "approx"
        if head == "eq" and (left.head in SETS) != (right.head in SETS):
            self.fail("a set is compared with a number")
        if head == "eq" and left.head == right.head == "interval" and not {*left.args[2:], *right.args[2:]} - {False}:
            return conjunction(*(self.node("eq", a, b) for a, b in zip(left.args[:2], right.args[:2], strict=True)))
        if head == "eq" and "lim" in (left.head, right.head):
            limit, value = (left, right) if left.head == "lim" else (right, left)
            return self.node("tends", limit.args[0], value)
        if head in ("gt", "ge"):
            return self.node({"gt": "lt", "ge": "le"}[head], right, left)
        return self.node(head, left, right)

    def entrywise(self, head: str, left: Expr, right: Expr) -> Expr | None:
        r"""`x \succeq 0` and `x \ge y` of vectors are said of every entry; None of anything else."""
        vector = left if left.shape[1:] == (1,) else right
        if vector.shape[1:] != (1,) or vector.shape == (1, 1):
            return None
        sides = [ZERO if side in (ZERO, NULL) else side for side in (left, right)]
        if any(side.shape != vector.shape and side != ZERO for side in sides):
            return None
        i = name("~entry")
        a, b = (self.node("entry", side, i) if side.shape else side for side in sides)
        return self.quantify("forall", [i.args[0]], TRUE, self.link(head, a, b))
