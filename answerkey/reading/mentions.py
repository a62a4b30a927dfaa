r"""What is written in keys and claims nothing that can be decided: lists, families, laws, probabilities, `O(n)`."""

from functools import cached_property
from itertools import pairwise

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.names import identifier
from answerkey.reading.tokens import Token, Unread
from answerkey.tree import VAGUE, Expr

GROWTH = frozenset({"O", "o", "O_cal", "Theta", "Omega", "O_tilde", "O_cal_tilde"})
ESTIMATES = frozenset({"MAP", "MLE"})
LAWS = frozenset({"N_cal", "U_cal"})
OPENING, CLOSING = frozenset({"(", "[", "{", r"\{"}), frozenset({")", "]", "}", r"\}"})
BARS = frozenset({"|", r"\mid"})
NO_FUNCTIONS = frozenset({"E", "e", "I"})
COMPARED = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\in", ";", r"\mid"})


class Mentions(Cursor):
    """Rules for what may be named and not decided."""

    def vague(self, word: str) -> Expr | None:
        """What a name before brackets stands for that is no number and no function: a growth, a law, a probability."""
        if self.token.text == "(" and word in GROWTH and self.names.get(word) is None:
            (inner,) = self.listed("(")
            return self.node("growth", inner)
        if self.token.text == "(" and word in LAWS and self.names.get(word) is None:
            return self.node("law", word, *self.outcomes())
        opening, marked = self.at, ""
        if self.token.text == "_" and self.ahead() not in ("", "}"):
            opening = (self.closing(self.at + 1) if self.ahead() == "{" else self.at + 1) + 1
            marked = "_" + "".join(t.text for t in self.tokens[self.at + 1 : opening])
        conditional = self.tokens[opening].offset in self.conditionals
        density = self.token.text == "(" and self.tokens[self.at - 1].text in self.densities
        if word in NO_FUNCTIONS or not (conditional or (density and not self.names.get(word))):
            return None
        self.at = opening
        return self.probability(identifier(word + marked))

    @cached_property
    def conditionals(self) -> frozenset[int]:
        """The offsets of the brackets in which a bar that separates, or a relation, stands."""
        found: set[int] = set()
        waiting: list[tuple[Token, list[str]]] = []  # brackets that are open, and the signs in them
        for token in self.tokens:
            if token.text in OPENING:
                waiting.append((token, []))
            elif token.text in CLOSING and waiting:
                opening, signs = waiting.pop()
                if opening.text in ("(", "[") and (COMPARED & {*signs} or signs.count("|") % 2):
                    found.add(opening.offset)
            elif waiting and (token.text == "|" or token.text in COMPARED):
                waiting[-1][1].append(token.text)
        return frozenset(found)

    @cached_property
    def densities(self) -> frozenset[str]:
        """The letters of which conditional probabilities stand in the formula, so that p(y) is one too."""
        after = pairwise(self.tokens)
        return frozenset(letter.text for letter, bracket in after if bracket.offset in self.conditionals)

    def probability(self, word: str) -> Expr:
        r"""`P(w \mid Y = y)`, `p(y; \theta)`: events and values, and after the bar those that are given."""
        closing = BRACKETS[self.take().text]
        outer, self.conditional = self.conditional, True
        what = self.events()
        given = self.events() if self.take_bar() else []
        self.conditional = outer
        self.expect(closing)
        return self.node("probability", word, len(what), *what, *given)

    def chance(self) -> Expr:
        self.take()
        if self.token.text not in BRACKETS:
            self.fail("expected brackets after \\Pr")
        return self.probability("P")

    def take_bar(self) -> bool:
        return any(self.skip(bar) for bar in (*BARS, ";"))

    def events(self) -> list[Expr]:
        found = [self.inside(self.relation)]
        while self.skip(","):
            found.append(self.inside(self.relation))
        return found

    def outcomes(self) -> list[Expr]:
        """The parameters of a law."""
        self.expect("(")
        found = self.events()
        while self.take_bar():
            found += self.events()
        self.expect(")")
        return found

    def conditioned(self) -> Expr | None:
        r"""`W \mid Y = y`, which stands alone and names a conditional law; None for anything else."""
        depth, bars = 0, []
        for i, token in enumerate(self.tokens):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
            if depth == 0 and token.text in BARS:
                bars.append(i)
        if len(bars) != 1 or self.tokens[bars[0] + 1].text == "_":
            return None
        self.conditional = True
        what = self.events()
        if not self.take_bar():
            self.fail("a bar that is never closed")
        return self.node("probability", "", len(what), *what, *self.events())

    # -- lists

    def tuple(self, opening: str, start: int) -> Expr | None:
        """Three values and more, or vectors, in brackets; None of an interval."""
        outer, self.at = self.at, start
        try:
            found = [self.inside(self.sum)]
            while self.skip(","):
                found.append(self.inside(self.sum))
            closed = self.skip(BRACKETS[opening])
        except Unread:
            closed = False
        if closed and (len(found) > 2 or any(each.shape for each in found)):
            return self.node("list", *found)
        self.at = outer
        return None

    def is_family(self, base: Expr) -> bool:
        """Whether the subscript that follows brackets says what an index runs over."""
        return base.head in ("set", "interval", "list") or bool({"=", r"\in"} & {*self.peek_group_at(self.at + 1)[1:2]})

    def family(self, base: Expr) -> Expr:
        r"""`\{x_i\}_{i=1}^n`, whose range follows: so many values, in no other order than that of the index."""
        self.expect("_")
        self.expect("{")
        index = self.spelled()
        if self.token.text != "}":
            if self.token.text not in ("=", r"\in"):
                self.fail("a family runs from its index = a number")
            self.set_or_sum(self.take().text)
        self.expect("}")
        if self.skip("^"):
            self.group()
        items = base.nodes if base.head in ("set", "interval", "list") else (base,)
        if not any(node.head == "name" and node.args[0] == index for item in items for node in item.walk()):
            self.fail(f"{index} does not occur in the family")
        return self.node("list", *items)

    def set_or_sum(self, sign: str) -> Expr:
        return self.inside(self.set if sign == r"\in" else self.sum)

    def refuse_vague(self, found: Expr) -> Expr:
        if found.head in VAGUE - {"probability", "growth"}:
            self.fail("what only names things stands where a number was expected")
        return found
