r"""Signs that bind a name: limits, optima and quantifiers.

A limit takes the product that follows it, an optimum the whole sum (`\min_w f(w) + g(w)`), a quantifier the
statement; what they bind shadows a declared name of the same spelling.
"""

from answerkey.reading.cursor import Cursor
from answerkey.reading.names import identifier
from answerkey.reading.series import size_of_range, sized
from answerkey.reading.tokens import Token
from answerkey.shapes import Shape
from answerkey.tree import INFINITY, NULL, TRUE, ZERO, Expr, conjunction, member, name, num

OPTIMA = {r"\min": "minimum", r"\max": "maximum", r"\inf": "infimum", r"\sup": "supremum"}
QUANTIFIERS = {r"\forall": "forall", r"\exists": "exists"}
ONE_SIDED = {r"\downarrow": "+", r"\searrow": "+", r"\uparrow": "-", r"\nearrow": "-"}
COLONS = (":", ",", ".", r"\mid")


class Binders(Cursor):
    """Rules for everything that begins with a sign that binds."""

    def factors(self) -> Expr:
        """The product that a sum or a limit takes, after a sign perhaps."""
        negative = self.sign()
        found = self.product()
        return self.negated(found) if negative else found

    def spelled(self) -> str:
        """A name, in its plain spelling, with a subscript perhaps."""
        base = identifier(self.spelled_base())
        if self.skip("_"):
            base = identifier(f"{base}_{{{' '.join(self.peek_group())}}}")
            self.skip_group()
        return base

    # -- limits

    def limit(self) -> Expr:
        self.take()
        self.expect("_")
        self.expect("{")
        index = self.spelled()
        target, side = self.approached()
        self.expect("}")
        with self.scope(index):
            self.ends[index] = target
            body = self.limited(name(index))
        return self.limit_of(body, index, target, side)

    def tending(self, claim: Expr) -> Expr:
        r"""`w_t \to 0 \text{ as } t \to \infty`, whose last words follow."""
        body, value = claim.args
        index = self.spelled()
        limit = self.limit_of(body, index, *self.approached())
        return self.node("tends", limit.args[0], value) if limit.head == "lim" else self.node("eq", limit, value)

    def approached(self) -> tuple[Expr, str]:
        r"""`\to 0`, `\to 0^+`, `\downarrow 0`: where a name goes to, and from which side."""
        side = ONE_SIDED.get(self.token.text)
        if side is None:
            self.expect(r"\to")
            return self.target()
        self.take()
        return self.target()[0], side

    def limit_of(self, body: Expr, index: str, target: Expr, side: str) -> Expr:
        leaf = self.leaf_of(index) if self.names.get(index) else name(index)
        if leaf not in set(body.walk()):
            self.fail(f"{index} does not occur in the limit")
        if target == INFINITY and (self.names.is_whole(index) or self.counts_steps(leaf, body)):
            return self.node("lim", body)
        return self.binder("limit", leaf, body, target, side)

    def counts_steps(self, index: Expr, body: Expr) -> bool:
        """Whether an undeclared index is a whole number, being the exponent of what it does not change."""
        if self.names.get(index.args[0]) or not self.names.inferring:
            return False
        return bool(stepping(index, body))

    def limited(self, leaf: Expr) -> Expr:
        """The product that a limit takes; the whole sum, where what runs stands in other terms of it too."""
        start = self.at
        body, end = self.factors(), self.at
        if self.token.text not in ("+", "-"):
            return body
        self.at = start
        whole = self.inside(self.sum)
        if whole.head == "add" and any(leaf in set(term.walk()) for term in whole.args[1:]):
            return whole
        self.at = end
        return body

    def target(self) -> tuple[Expr, str]:
        negative, side = self.sign(), ""
        target = self.inside(self.atom if self.ahead() == "^" and self.ahead(2) in ("+", "-", "{") else self.sum)
        if self.skip("^"):
            side = self.group_text()
            if side not in ("+", "-"):
                self.fail("a limit from one side is written with + or -")
        return self.negated(target) if negative else target, side

    # -- optima

    def optimum(self) -> Expr:
        r"""`\min_x f`, or `\min\{a, b\}`."""
        word = self.token.text
        if self.ahead() != "_":
            return self.extreme() if word in (r"\min", r"\max") else self.fail("over what it is taken is not said")
        self.take()
        return self.over(OPTIMA[word])

    def underset(self) -> Expr:
        r"""`\underset{w}{\min}` is `\min_w`, and `\mathop{\arg\min}` is `\arg\min`."""
        below: list[Token] = []
        if self.take().text == r"\underset":
            start = self.at
            self.skip_group()
            below = self.tokens[start : self.at]
        if self.token.kind == "end":
            self.fail("an argument is missing")
        end = self.closing(self.at)
        inside = self.tokens[self.at + 1 : end] if self.token.text == "{" else [self.token]
        if inside[:1] and inside[0].kind == "letter":
            inside = [Token("command", r"\operatorname", inside[0].offset), *self.tokens[self.at : end + 1]]
        mark = [Token("sign", "_", below[0].offset)] if below else []
        self.tokens = [*self.tokens[: self.at], *inside, *mark, *below, *self.tokens[end + 1 :]]
        return self.atom()

    def best(self) -> Expr:
        r"""`\arg\min_x f`."""
        self.take()
        if self.token.text not in (r"\min", r"\max"):
            self.fail("expected min or max")
        return self.over(f"arg{self.take().text[1:]}")

    def over(self, head: str) -> Expr:
        self.expect("_")
        if self.token.text != "{":
            names, condition = [identifier(self.take().text)], TRUE
        else:
            self.take()
            names, condition = self.range_of(colon=True)
            self.expect("}")
        if len(names) > 1 and head.startswith("arg"):
            self.fail("an argmin over several names is not known")
        return self.bound_over(head, names, condition)

    def bound_over(self, head: str, names: list[str], condition: Expr) -> Expr:
        first, *others = names
        with self.scope(first):
            body = self.bound_over(head, others, TRUE) if others else self.number(self.inside(self.sum))
            if self.word() in ("s.t", "subjectto", "suchthat"):
                self.take_words()
                condition = conjunction(condition, self.inside(self.conditions))
        leaf = self.leaf_of(first)
        return self.binder(head, leaf, body, narrowed([condition], body, leaf))

    def range_of(self, colon: bool = False) -> tuple[list[str], Expr]:
        r"""What is bound, and where: `x`, `x, y`, `x \in S`, `0 < x < 1`, `\|x\| = 1`; with a colon `x : x^2 < 2`."""
        start, first = self.at, ""
        if not colon and (listed := self.all_related()):
            return listed
        if self.starts_name():
            names = [first := self.spelled()]
            while self.token.text == "," and self.lists_on():
                self.take()
                names.append(self.spelled())
            if self.token.text == r"\in":
                return names, self.belonging(names)
            if self.token.text == "=" and (low := self.runs_from()) is not None:
                return names, conjunction(*(self.running_along(self.leaf_of(each), *low) for each in names))
            if colon and self.token.text in (":", r"\mid", "|"):
                self.take()
                with self.scope(*names):
                    return names, self.inside(self.conditions)
            if self.token.text in ("}", "", *COLONS) or self.word():
                return names, TRUE
        self.at = start
        with self.inferred():
            condition = self.inside(self.relation)
        self.needs_relation(condition, "over what it is taken is not clear")
        return [self.main_name(condition, first)], condition

    def runs_from(self) -> tuple[Expr, Expr] | None:
        r"""The ends of `= 1, \dots, n`, which stands here; None of anything else."""
        start = self.at
        self.take()
        if (ends := self.run()) is None:
            self.at = start
        return ends

    def all_related(self) -> tuple[list[str], Expr] | None:
        r"""`u, v > 0:` says of each name what it says of the last one; None for anything else."""
        start, names = self.at, []
        while self.starts_name() and self.tokens[self.at + 1].text == ",":
            names.append(self.spelled())
            self.take()
        if names and self.starts_name() and self.ahead() in (">", "<", r"\ge", r"\le", r"\ne"):
            last = identifier(self.token.text)
            with self.inferred():
                condition = self.inside(self.relation)
            if self.token.text == ":":
                leaf, others = self.leaf_of(last), [self.leaf_of(each) for each in names]
                return [*names, last], conjunction(*(condition.replace({leaf: each}) for each in (*others, leaf)))
        self.at = start
        return None

    def lists_on(self) -> bool:
        """Whether a comma here is followed by one more name of a list."""
        return self.tokens[self.at + 1].kind in ("letter", "command") and self.ahead(2) in (",", r"\in", "}", ":")

    def belonging(self, names: list[str]) -> Expr:
        self.expect(r"\in")
        if self.is_space():
            shape = self.space()
            self.names = self.names.with_symbols(names, shape)
            nonzero = names if self.without_zero() else []
            return conjunction(*(Expr("ne", self.leaf_of(each), NULL) for each in nonzero))
        if (ends := self.run_in_brackets()) is not None:
            return conjunction(*(self.running_along(self.leaf_of(each), *ends) for each in names))
        chosen = self.inside(self.set)
        return conjunction(*(member(self.leaf_of(each), chosen) for each in names))

    def without_zero(self) -> bool:
        r"""Whether zero is taken away from a space: `\mathbb{R}^n \setminus \{0\}`."""
        if not self.skip(r"\setminus"):
            return False
        if self.listed(r"\{") not in ([ZERO], [NULL]):
            self.fail("only zero is taken away from a space")
        return True

    def conditions(self) -> Expr:
        found = [self.either()]
        while self.token.text == "," and self.ahead() not in (r"\\", r"\end"):
            self.take()
            found.append(self.either())
        return conjunction(*found)

    def is_space(self) -> bool:
        r"""Whether a space of vectors or matrices stands here, and not `\mathbb{R}^+` or `\mathbb{N}`."""
        if self.token.text != r"\mathbb" or self.peek_group_at(self.at + 1) != ["R"]:
            return False
        caret = (self.closing(self.at + 1) if self.ahead() == "{" else self.at + 1) + 1
        return self.tokens[caret].text == "^" and not {"+", "*", ">"} & {*self.peek_group_at(caret + 1)}

    def space(self) -> Shape:
        r"""`\mathbb{R}^n` and `\mathbb{R}^{m \times n}`."""
        self.take()
        if self.group_text() != "R":
            self.fail("vectors of real numbers were expected")
        self.expect("^")
        sides = "".join(self.peek_group()).split(r"\times")
        self.skip_group()
        shape = tuple(int(s) if s.isdigit() else identifier(s) for s in sides)
        return (*shape, 1) if len(shape) == 1 else shape

    def main_name(self, condition: Expr, first: str) -> str:
        r"""What `0 < x < 1` or `\|x\| \le r` is about: whose norm it is, what stands alone, or the only name."""
        normed = {node.args[0] for node in condition.walk() if node.head.startswith("norm")}
        if len(normed) == 1 and (vector := normed.pop()).head == "name":
            return vector.args[0]
        parts = condition.args if condition.head == "and" else (condition,)
        alone = [side for part in parts for side in part.args if isinstance(side, Expr) and side.head == "name"]
        alone.sort(key=lambda side: (self.names.get(side.args[0]) is not None, side.args[0] != first))
        inner = [side for side in alone if alone.count(side) > 1] or alone[:1]
        names = inner or sorted({n for n in condition.walk() if n.head == "name"}, key=repr)
        if not inner and len(names) != 1:
            self.fail("over what it is taken is not clear")
        return names[0].args[0]

    # -- quantifiers

    def quantified(self) -> Expr:
        r"""`\forall x \in S: P`."""
        head = QUANTIFIERS[self.quantifier()]
        self.take_words()
        names, condition = self.range_of()
        while self.token.text in COLONS or self.word() in ("suchthat", "wehave", "itholdsthat"):
            self.take_words()
        with self.scope(*names):
            body = self.statement()
        self.needs_relation(body)
        return self.quantify(head, names, condition, body)

    def quantify(self, head: str, names: list[str], condition: Expr, body: Expr) -> Expr:
        found, parts = body, list(condition.args if condition.head == "and" else (condition,))
        for each in reversed(names):
            mine, leaf = [part for part in parts if name_in(each, part)], self.leaf_of(each)
            found = self.binder(head, leaf, narrowed(mine, found, leaf), found)
            parts = [part for part in parts if part not in mine]
        return found

    def trailing(self, statement: Expr) -> Expr:
        r"""A statement with `\forall x \in S` after it."""
        while True:
            at = self.at
            if self.token.text == "," and not self.open_bars:
                self.take()
            if self.quantifier() not in QUANTIFIERS:
                self.at = at
                return statement
            head = QUANTIFIERS[self.quantifier()]
            self.take_words()
            statement = self.ranged(head, statement)
            while self.ranges_on(statement):
                self.take()
                statement = self.ranged(head, statement)

    def ranged(self, head: str, statement: Expr) -> Expr:
        names, condition = self.range_of()
        if missing := [each for each in names if not name_in(each, statement)]:
            self.fail(f"{missing[0]} is not in what is said of it, or is an entry there")
        return self.quantify(head, names, condition, statement)

    def ranges_on(self, statement: Expr) -> bool:
        r"""Whether a comma and the range of one more name follow, as in `\forall x \in S, y \in T`."""
        start = self.at
        if not self.skip(",") or not self.starts_name():
            self.at = start
            return False
        following, sign, self.at = self.spelled(), self.token.text, start
        return sign == r"\in" and name_in(following, statement)

    def quantifier(self) -> str:
        words = {"forall": r"\forall", "forevery": r"\forall", "foreach": r"\forall", "forsome": r"\exists"}
        return words.get(self.word(), self.token.text)


def stepping(index: Expr, body: Expr) -> list[Expr]:
    """The powers in `body` that have an index in the exponent alone."""
    powers = [node for node in body.walk() if node.head == "pow" and index in set(node.args[1].walk())]
    return powers if not any(index in set(node.args[0].walk()) for node in powers) else []


def name_in(spelled: str, condition: Expr) -> bool:
    return any(node.head == "name" and node.args[0] == spelled for node in condition.walk())


def narrowed(conditions: list[Expr], body: Expr, index: Expr) -> Expr:
    """Conditions on what is bound, and that it is one of the entries that it picks, which is said once."""
    known = entries_of(body, index)
    parts = [part for each in conditions for part in (each.args if each.head == "and" else (each,))]
    return conjunction(*(part for part in parts if part not in known), *known)


def entries_of(body: Expr, index: Expr) -> list[Expr]:
    """That an index of entries is one of them."""
    sizes = {size for node in body.walk() if (size := size_of_range(node, index))}
    whole = [Expr("in", index, Expr("naturals")), Expr("le", num(1), index)] if sizes else []
    return whole + [Expr("le", index, sized(size)) for size in sizes]
