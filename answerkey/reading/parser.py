r"""LaTeX mathematics to trees: a precedence parser that decides by what each name was declared to be.

Whether `X^T` is a transpose, `f(x)` a call or `w_{t+1}` a term of a sequence depends on the declared names, so
they are consulted at every step.  Every token is consumed or `Unread` is raised with its place; nothing is guessed:
an undeclared name and an ambiguous slash are errors.
"""

from collections.abc import Callable

from answerkey.reading.binders import QUANTIFIERS, Binders
from answerkey.reading.cursor import DEEPEST, TEXTS, Cursor
from answerkey.reading.names import Names, identifier
from answerkey.reading.notation import Notation
from answerkey.reading.operators import COMMANDS, KNOWN, Operators
from answerkey.reading.scripts import Scripts
from answerkey.reading.series import Series
from answerkey.reading.sizes import is_unsized, with_sizes
from answerkey.reading.slopes import Slopes
from answerkey.reading.spelling import NAMING, Spelling
from answerkey.reading.tokens import GREEK, Token, Unread
from answerkey.tree import EYE, INFINITY, NULL, RELATIONS, SETS, ZERO, Expr, both_signs, conjunction, member, num

ORDER = {
    "<": "lt", ">": "gt", r"\le": "le", r"\ge": "ge", "=": "eq", r"\ne": "ne", r"\in": "in", r"\notin": "notin",
    r"\to": "tends", r"\succ": "succ", r"\prec": "prec", r"\succeq": "succeq", r"\preceq": "preceq",
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
FUNCTIONS = {rf"\{f}": f for f in ("exp", "tanh", "sin", "cos", "tan", "sinh", "cosh")}
PRODUCTS = {r"\otimes": "kron", r"\odot": "hadamard", r"\circ": "hadamard"}
DEFINITE = {"succ": (False, "pd"), "succeq": (False, "psd"), "prec": (True, "pd"), "preceq": (True, "psd")}
NO_FACTORS = frozenset(
    {r"\wedge", r"\vee", r"\\", r"\}", r"\mid", r"\cdot", r"\times", r"\end", r"\sim", r"\forall", r"\exists", r"\cup"}
    | {
        r"\cap",
        r"\setminus",
        r"\pm",
        r"\mp",
        r"\neg",
        r"\lnot",
        r"\rangle",
        r"\not",
        r"\choose",
        r"\over",
        *ORDER,
        *NEGATED,
        *LINKS,
        *PRODUCTS,
    }
)
CLOSERS = frozenset({")", "]", "}", r"\}", r"\rceil", r"\rfloor", "|", "||", r"\|", "close |", r"close \|", ""})
NOT_FACTORS = NO_FACTORS | CLOSERS
BARS = frozenset({"|", "||", r"\|"})


def read(latex: str, names: Names) -> Expr:
    r"""The tree that `latex` means under `names`.

    A chain `a = b = c` is read as the conjunction of its links.  Raises Unread with a reason and an offset.
    """
    try:
        return Parser(latex, names).whole()
    except RecursionError:
        raise Unread("nested too deeply", 0) from None


class Parser(Spelling, Scripts, Notation, Operators, Series, Binders, Slopes, Cursor):
    """The grammar, from the loosest binding to the tightest."""

    def whole(self) -> Expr:
        found = self.statement()
        while self.token.text in (",", ".", ";"):
            self.take()
        if self.token.kind != "end":
            self.fail(f"{self.token.text} was not expected here")
        if found.has("pm"):
            self.fail(r"a \pm that is on the right of no equation", self.tokens[0])
        open_sizes = found.has("ones", "block", "kron") and any(map(is_unsized, found.walk()))
        return self.shaped(lambda: with_sizes(found)) if open_sizes else found

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
            negative = self.skip(r"\not") or self.token.text in NEGATED
            if (head := ORDER.get(NEGATED.get(self.token.text, self.token.text))) is None:
                break
            self.take()
            right = self.set() if head in ("in", "notin") else self.sum()
            link = self.either_sign(head, left, right)
            links.append(self.node("not", link) if negative else link)
            left = right
        if links and links[-1].head == "tends" and self.word() == "as":
            self.take_words()
            links[-1] = self.tending(links[-1])
        return self.trailing(conjunction(*links)) if links else left

    def lists_names(self) -> bool:
        """Whether a comma and names follow, of which a relation is said as of the one before: `x, y > 0`."""
        ends = range(self.at, len(self.tokens) - 2, 2)
        at = next((i for i in ends if self.tokens[i].text != "," or self.tokens[i + 1].kind == "sign"), None)
        return at is not None and at > self.at and self.tokens[at].text in ORDER and not self.open_bars

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
            self.fail("a chain for several names")
        return conjunction(*found)

    def either_sign(self, head: str, left: Expr, right: Expr) -> Expr:
        r"""A link; one with `\pm` on its right says one thing or the other."""
        choices = [self.link(head, left, side) for side in both_signs(right)]
        return choices[0] if len(choices) == 1 else self.node("or", *choices)

    def link(self, head: str, left: Expr, right: Expr) -> Expr:
        if head in ("in", "notin"):
            found = self.shaped(lambda: member(left, right))
            return found if head == "in" else self.node("not", found)
        if head in DEFINITE:
            less, kind = DEFINITE[head]
            low, high = (left, right) if less else (right, left)
            return self.node(kind, high if low in (ZERO, NULL) else self.shaped(lambda: high - low))
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

    def sum(self) -> Expr:
        terms = [self.term()]
        while self.token.text in ("+", "-", r"\pm"):
            terms.append(self.term())
        if len(terms) == 1:
            return terms[0]
        terms = [self.number(each) for each in terms]
        if any(t.head == "eye" for t in terms) and any(t.shape == () for t in terms):
            self.fail("a scalar cannot be added to a matrix")
        return self.node("add", *terms)

    def number(self, found: Expr) -> Expr:
        r"""What has to be a number or a matrix; braces, as in `2\{a + b\}`, are brackets then."""
        if found.head == "set" and len(found.args) == 1:
            return found.args[0]
        if found.head in RELATIONS | SETS:
            self.fail("a set or a statement stands where a number was expected")
        return found

    def term(self) -> Expr:
        if self.skip(r"\pm"):
            return self.node("pm", self.product())
        negative = self.sign()
        found = self.product()
        if self.at_bar():
            found = self.valued(found)
        return self.negated(self.number(found)) if negative else found

    def sign(self) -> bool:
        negative = False
        while self.token.text in ("+", "-"):
            negative ^= self.take().text == "-"
        return negative

    def product(self) -> Expr:
        r"""Factors side by side, with `\otimes` and `\odot` between what stands side by side."""
        found = self.plain_product()
        while head := PRODUCTS.get(self.token.text):
            self.take()
            found = self.node(head, self.number(found), self.number(self.plain_product()))
        return EYE if found.head == "eye" else found

    def plain_product(self) -> Expr:
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
                factors = [self.number(each) for each in (*factors, below)]
                factors = [
                    self.quotient(self.node("mul", *factors[:-1]) if len(factors) > 2 else factors[0], factors[-1])
                ]
            elif self.starts_factor():
                if self.token.kind == "number" and factors[-1].head not in ("pow", "exp", "T", "factorial"):
                    self.fail("a number cannot follow a factor")
                factors.append(self.power())
            else:
                return self.multiplied(factors) if len(factors) > 1 else factors[0]

    def multiplied(self, factors: list[Expr]) -> Expr:
        numbers = [EYE if each.head == "eye" else self.number(each) for each in factors]
        return self.node("mul", *numbers) if len(numbers) > 1 else numbers[0]

    def quotient(self, top: Expr, bottom: Expr) -> Expr:
        return self.node("mul", top, self.node("pow", bottom, num(-1)))

    def factor_after_sign(self) -> Expr:
        negative = self.sign()
        factor = self.power()
        return self.negated(factor) if negative else factor

    def negated(self, node: Expr) -> Expr:
        return num(-node.args[0]) if node.head == "num" else self.node("mul", num(-1), node)

    def starts_factor(self) -> bool:
        token = self.token
        if self.at_bar():
            return False
        if token.text in BARS:  # a bare bar opens only where none of its kind is open
            return not {*token.text, token.text} & {*self.open_bars} and not self.conditional
        if token.kind in ("number", "letter") or token.text.startswith("open "):
            return True
        if token.kind == "sign":
            return token.text in ("(", "[", "{") or token.text == r"\{"
        return (
            token.kind == "command"
            and token.text not in NOT_FACTORS
            and not (token.text in TEXTS and self.word() not in KNOWN and not self.is_known_word())
            and not token.text.startswith("close ")
        )

    def group(self, rule=None) -> Expr:
        """One argument: braces around anything, or a single token."""
        rule = rule or self.sum
        if self.skip("{"):
            found = self.inside(rule)
            self.expect("}")
            return found
        if self.token.kind == "number" and len(self.token.text) > 1 and "." not in self.token.text:
            whole = self.token  # x^23 is x^2 3 in TeX
            if self.tokens[self.at - 1].text == "^":
                self.fail("several digits in a superscript want braces")
            self.tokens[self.at : self.at + 1] = [
                Token("number", digit, whole.offset + i) for i, digit in enumerate(whole.text)
            ]
        return self.inside(self.single)

    def single(self) -> Expr:
        if self.token.kind in ("number", "letter") or self.token.text in GREEK:
            token = self.take()
            return num(token.text) if token.kind == "number" else self.known(identifier(token.text), token)
        return self.atom()

    def binomial(self) -> Expr:
        self.take()
        return self.node("binomial", self.group(), self.group())

    def infinity(self) -> Expr:
        self.take()
        return INFINITY

    def starts_name(self) -> bool:
        return self.token.kind == "letter" or self.token.text in NAMING

    def atom(self) -> Expr:
        token = self.token
        if self.depth >= DEEPEST:
            self.fail(f"more than {DEEPEST} brackets within one another")
        if token.kind == "number":
            found = num(self.take().text)
            return found / num(100) if self.skip(r"\%") else found
        if token.text in ("(", "[", "{"):
            return self.bracketed()
        if token.text == r"\{":
            return self.braces()
        if token.text in ("]", r"\emptyset", r"\mathbb"):
            found = self.simple_set() if token.text != r"\mathbb" else self.blackboard()
            return self.joined_sets(found) if found.head in SETS else found
        if token.text in BARS or token.text in ("open |", r"open \|"):
            return self.between_bars()
        if token.text in (r"\lceil", r"\lfloor"):
            return self.rounded()
        if token.text == r"\mathrm" and self.ahead() == "{" and self.ahead(3) != "}":
            return self.upright()
        if token.kind == "letter" or token.text in NAMING:
            return self.named()
        if special := SPECIAL.get(token.text):
            return special(self)
        if token.text in FUNCTIONS:
            self.take()
            return (self.slope_of if self.token.text == "'" else self.applied)(FUNCTIONS[token.text])
        if token.text in COMMANDS:
            return self.command()
        if token.text in TEXTS and self.word():
            return self.upright()
        return self.fail(f"{token.text or 'the end'} was not expected here")


SPECIAL: dict[str, Callable] = {
    r"\frac": Parser.fraction,
    r"\sqrt": Parser.root,
    r"\max": Parser.optimum,
    r"\min": Parser.optimum,
    r"\sup": Parser.optimum,
    r"\inf": Parser.optimum,
    r"\arg": Parser.best,
    r"\lim": Parser.limit,
    r"\log": Parser.logarithm,
    r"\sum": Parser.series,
    r"\prod": Parser.series,
    r"\binom": Parser.binomial,
    r"\nabla": Parser.nabla,
    r"\operatorname": Parser.operator,
    r"\mathop": Parser.underset,
    r"\underset": Parser.underset,
    r"\partial": Parser.partial,
    r"\langle": Parser.inner_product,
    r"\infty": Parser.infinity,
    r"\begin": Parser.environment,
}
