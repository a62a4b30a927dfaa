r"""LaTeX mathematics to trees: a precedence parser that decides by what each name was declared to be.

Whether `X^T` is a transpose, `f(x)` a call or `w_{t+1}` a term of a sequence depends on the declared names, so
they are consulted at every step.  Every token is consumed or `Unread` is raised with its place; nothing is guessed:
an undeclared name and an ambiguous slash are errors.
"""

from fractions import Fraction

from answerkey.reading.cursor import DEEPEST, Cursor
from answerkey.reading.names import Names, identifier
from answerkey.reading.notation import Notation
from answerkey.reading.spelling import ACCENTS, EULER, FONTS, Spelling
from answerkey.reading.tokens import GREEK, Token, Unread
from answerkey.tree import ANY, RELATIONS, SETS, Expr, conjunction, num

ORDER = {"<": "lt", ">": "gt", r"\le": "le", r"\ge": "ge", "=": "eq", r"\ne": "ne", r"\in": "in", r"\to": "tends"}
LINKS = {r"\iff": "iff", r"\implies": "implies"}
WORDS = {"and": r"\wedge", "or": r"\vee", "if and only if": r"\iff", "iff": r"\iff", "implies": r"\implies"}
FUNCTIONS = {rf"\{f}": f for f in ("exp", "log", "tanh", "sin", "cos")}
CLOSERS = frozenset({")", "]", "}", r"\}", r"\rceil", r"\rfloor", "|", "||", r"\|", "close |", r"close \|", ""})
BARS = frozenset({"|", "||", r"\|"})


def read(latex: str, names: Names) -> Expr:
    r"""The tree that `latex` means under `names`.

    A chain `a = b = c` is read as the conjunction of its links.  Raises Unread with a reason and an offset.
    """
    try:
        return Parser(latex, names).whole()
    except RecursionError:
        raise Unread("nested too deeply", 0) from None


class Parser(Spelling, Notation, Cursor):
    """The grammar, from the loosest binding to the tightest."""

    def whole(self) -> Expr:
        found = self.statement()
        while self.token.text in (",", ".", ";"):
            self.take()
        if self.token.kind != "end":
            self.fail(f"{self.token.text} was not expected here")
        return found

    def statement(self) -> Expr:
        """Implications and equivalences; a chain of them is the conjunction of its links."""
        sides, links = [self.either()], []
        while link := LINKS.get(self.connective()):
            self.take_connective()
            links.append(link)
            sides.append(self.either())
        for side in sides if links else ():
            if side.head not in RELATIONS:
                self.fail("an implication stands between statements")
        made = [self.node(link, a, b) for link, a, b in zip(links, sides, sides[1:], strict=False)]
        return conjunction(*made) if made else sides[0]

    def either(self) -> Expr:
        return self.joined("or", r"\vee", self.both)

    def both(self) -> Expr:
        return self.joined("and", r"\wedge", self.relation)

    def joined(self, head, sign, operand) -> Expr:
        found = [operand()]
        while self.connective() == sign or (head == "and" and self.comma_goes_on()):
            self.take_connective()
            found.append(operand())
        if len(found) > 1 and any(f.head not in RELATIONS for f in found):
            self.fail(f"'{head}' stands between statements")
        return self.node(head, *found) if len(found) > 1 else found[0]

    def comma_goes_on(self) -> bool:
        r"""Whether a comma (or `\\`) here separates statements, rather than ends the formula."""
        if self.token.text == r"\\" and self.aligned:
            return True
        return self.token.text == "," and not self.open_bars and self.depth == 0 and self.ahead() not in ("", ".")

    def connective(self) -> str:
        r"""The logical sign that stands here, also when written out in \text."""
        if self.token.text in (r"\text", r"\mbox", r"\textrm") and self.ahead() == "{":
            closing = self.closing(self.at + 1)
            words = [t.text for t in self.tokens[self.at + 2 : closing]]
            return WORDS.get(_spaced("".join(words)), "")
        return self.token.text

    def take_connective(self) -> None:
        self.at = self.closing(self.at + 1) + 1 if self.token.text.startswith(r"\text") else self.at + 1

    def relation(self) -> Expr:
        """A chain of comparisons, as the conjunction of its links."""
        left, links = self.sum(), []
        while True:
            turn = self.token.text == r"\\" and self.aligned and self.ahead() in ORDER
            if turn:
                self.take()
            if (head := ORDER.get(self.token.text)) is None:
                break
            self.take()
            right = self.set() if head == "in" else self.sum()
            links.append(self.link(head, left, right))
            left = right
        return conjunction(*links) if links else left

    def link(self, head: str, left: Expr, right: Expr) -> Expr:
        if head == "eq" and (left.head in SETS) != (right.head in SETS):
            self.fail("a set is compared with a number")
        if head == "eq" and "lim" in (left.head, right.head):
            limit, value = (left, right) if left.head == "lim" else (right, left)
            return self.node("tends", limit.args[0], value)
        if head in ("gt", "ge"):
            return self.node({"gt": "lt", "ge": "le"}[head], right, left)
        return self.node(head, left, right)

    def sum(self) -> Expr:
        negative = self.sign()
        terms = [self.product()]
        if negative:
            terms[0] = self.negated(terms[0])
        while self.token.text in ("+", "-"):
            negative = self.take().text == "-"
            term = self.product()
            terms.append(self.negated(term) if negative else term)
        if len(terms) == 1:
            return terms[0]
        if any(t.head == "eye" for t in terms) and any(t.shape == () for t in terms):
            self.fail("a scalar cannot be added to a matrix")
        return self.node("add", *terms)

    def sign(self) -> bool:
        negative = False
        while self.token.text in ("+", "-"):
            negative ^= self.take().text == "-"
        return negative

    def product(self) -> Expr:
        factors = [self.power()]
        while True:
            if self.token.text in (r"\cdot", r"\times"):
                self.take()
                factors.append(self.factor_after_sign())
            elif self.token.text == "/":
                self.take()
                below = self.power()
                if self.starts_factor():
                    self.fail(r"a/b c may mean two things: write \frac or brackets")
                if below.shape:
                    self.fail("division by a matrix")
                factors = [self.node("mul", *factors, self.node("pow", below, num(-1)))]
            elif self.starts_factor():
                if self.token.kind == "number":
                    self.fail("a number cannot follow a factor")
                factors.append(self.power())
            else:
                return self.node("mul", *factors) if len(factors) > 1 else factors[0]

    def factor_after_sign(self) -> Expr:
        negative = self.sign()
        factor = self.power()
        return self.negated(factor) if negative else factor

    def negated(self, node: Expr) -> Expr:
        return num(-node.args[0]) if node.head == "num" else self.node("mul", num(-1), node)

    def starts_factor(self) -> bool:
        token = self.token
        if token.text in BARS:  # a bare bar opens only where none of its kind is open
            return not {*token.text, token.text} & {*self.open_bars} and not self.conditional
        if token.kind in ("number", "letter"):
            return True
        if token.kind == "sign":
            return token.text in ("(", "[", "{") or token.text == r"\{"
        return token.text.startswith("open ") or (
            token.kind == "command"
            and token.text not in CLOSERS
            and token.text not in ORDER
            and token.text not in LINKS
            and token.text not in (r"\wedge", r"\vee", r"\\", r"\}", r"\mid", r"\cdot", r"\times", r"\end", r"\sim")
            and not (token.text.startswith(r"\text") and self.connective())
            and not token.text.startswith("close ")
        )

    def power(self) -> Expr:
        """An atom with its superscripts."""
        base = self.atom()
        while self.token.text in ("^", "_"):
            if self.token.text == "_" and base.shape:
                self.take()
                if base.shape[1] != 1:
                    self.fail("an entry of what is not a vector")
                base = self.node("entry", base, self.group())
            elif self.token.text == "_":
                self.fail("this subscript belongs to no declared name")
            else:
                base = self.superscript(base)
                if self.token.text == "^":
                    self.fail("two superscripts in a row")
        if self.token.text == "'":
            self.fail("a prime belongs after the name of a function")
        return base

    def superscript(self, base: Expr) -> Expr:
        caret = self.take()
        content = self.peek_group()
        is_matrix = base.shape != ()
        if content in (["T"], [r"\top"]) and (is_matrix or self.names.get("T") is None):
            if not is_matrix and content == ["T"]:
                self.fail("the transpose of a number, or a power of a T that is not declared", caret)
            self.skip_group()
            return self.node("T", base)
        if content in (["-", "T"], ["-", r"\top"]) and is_matrix:
            self.skip_group()
            return self.node("T", self.node("pow", base, num(-1)))
        if content == ["+"]:
            self.skip_group()
            return self.node("pinv", base)
        if content == ["*"]:
            self.fail("the starred name is not declared", caret)
        exponent = self.group()
        if exponent.shape:
            self.fail("a matrix in an exponent", caret)
        if is_matrix and base.shape not in (ANY,) and base.shape[0] != base.shape[1]:
            self.fail("only a square matrix has powers", caret)
        return self.node("exp", exponent) if base == EULER else self.node("pow", base, exponent)

    def group(self, rule=None) -> Expr:
        """One argument: braces around anything, or a single token."""
        rule = rule or self.sum
        if self.skip("{"):
            found = self.inside(rule)
            self.expect("}")
            return found
        if self.token.kind == "number" and len(self.token.text) > 1 and "." not in self.token.text:
            whole = self.token  # x^23 is x^2 3 in TeX
            self.tokens[self.at : self.at + 1] = [
                Token("number", digit, whole.offset + i) for i, digit in enumerate(whole.text)
            ]
        return self.inside(self.single)

    def single(self) -> Expr:
        if self.token.kind in ("number", "letter") or self.token.text in GREEK:
            token = self.take()
            return num(token.text) if token.kind == "number" else self.known(identifier(token.text), token)
        return self.atom()

    def atom(self) -> Expr:
        token = self.token
        if self.depth >= DEEPEST:
            self.fail(f"more than {DEEPEST} brackets within one another")
        if token.kind == "number":
            return num(Fraction(self.take().text))
        if token.text in ("(", "[", "{"):
            return self.bracketed()
        if token.text == r"\{":
            return self.braces()
        if token.text in BARS or token.text in ("open |", r"open \|"):
            return self.between_bars()
        if token.text in (r"\lceil", r"\lfloor"):
            return self.rounded()
        if token.text == r"\mathrm" and self.ahead() == "{" and self.ahead(3) != "}":
            return self.upright()
        if token.kind == "letter" or token.text in GREEK | FONTS | ACCENTS:
            return self.named()
        if special := SPECIAL.get(token.text):
            return special(self)
        if token.text in FUNCTIONS:
            self.take()
            return self.applied(FUNCTIONS[token.text])
        return self.fail(f"{token.text or 'the end'} was not expected here")


def _spaced(text: str) -> str:
    """Words whose spaces the tokens lost, with those spaces."""
    return {"ifandonlyif": "if and only if"}.get(text.strip("~"), text.strip("~"))


SPECIAL = {
    r"\frac": Parser.fraction,
    r"\sqrt": Parser.root,
    r"\max": Parser.extreme,
    r"\min": Parser.extreme,
    r"\lim": Parser.limit,
    r"\mathbb": Parser.blackboard,
    r"\nabla": Parser.gradient,
    r"\operatorname": Parser.operator,
    r"\begin": Parser.environment,
}
