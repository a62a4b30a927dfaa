r"""LaTeX mathematics to trees: a precedence parser that decides by what each name was declared to be.

Whether `X^T` is a transpose, `f(x)` a call or `w_{t+1}` a term of a sequence depends on the declared names, so
they are consulted at every step.  Every token is consumed or `Unread` is raised with its place; nothing is guessed:
an undeclared name and an ambiguous slash are errors.
"""

from collections.abc import Callable

from answerkey.reading.binders import Binders
from answerkey.reading.cursor import DEEPEST, TEXTS, Cursor, Weary
from answerkey.reading.elided import DOTS, Elided
from answerkey.reading.indicators import Indicators
from answerkey.reading.indices import Indices
from answerkey.reading.means import Means
from answerkey.reading.mentions import ESTIMATES, Mentions
from answerkey.reading.names import Names, identifier
from answerkey.reading.notation import Notation
from answerkey.reading.operators import COMMANDS, KNOWN, Operators
from answerkey.reading.ranges import Ranges
from answerkey.reading.relations import LINKS, NEGATED, ORDER, Relations
from answerkey.reading.scripts import Scripts
from answerkey.reading.series import Series
from answerkey.reading.sizes import is_unsized, with_sizes
from answerkey.reading.slopes import Slopes
from answerkey.reading.spelling import NAMING, Spelling
from answerkey.reading.tokens import GREEK, Misshapen, Token, Undeclared, Unread
from answerkey.shapes import ShapeError
from answerkey.tree import EYE, INFINITY, NULL, RELATIONS, SETS, ZERO, Expr, both_signs, num

FUNCTIONS = {rf"\{f}": f for f in ("exp", "tanh", "sin", "cos", "tan", "sinh", "cosh")}
UPRIGHT = frozenset({r"\mathrm", r"\mathsf", r"\mathit"})  # of words
TIMES = frozenset({r"\cdot", r"\times", "*"})
PRODUCTS = {r"\otimes": "kron", r"\odot": "hadamard", r"\circ": "hadamard"}
NO_FACTORS = frozenset(
    r"\wedge \vee \\ \} \mid \cdot \times \div \end \sim \forall \exists \cup \cap \setminus \pm \mp \neg \lnot "
    r"\xrightarrow \rangle \not \choose \over \overset \stackrel".split()
) | {*ORDER, *NEGATED, *LINKS, *PRODUCTS}
SIGNED = frozenset({"+", "-", r"\pm", r"\mp", *TIMES, *PRODUCTS, *ORDER, *LINKS})
CLOSERS = frozenset(
    {")", "]", "}", r"\}", r"\rceil", r"\rfloor", "|", "||", r"\|", "close |", r"close \|", "at |", r"at \|", ""}
)
NOT_FACTORS = NO_FACTORS | CLOSERS
BARS = frozenset({"|", "||", r"\|"})


def read(latex: str, names: Names) -> Expr:
    r"""The tree that `latex` means under `names`.

    A chain `a = b = c` is read as the conjunction of its links.  Raises Unread with a reason and an offset.
    """
    try:
        try:
            return Parser(latex, names).whole()
        except Unread:
            if (found := Parser(latex, names).listed_with_dots()) is None:
                raise
            return found
    except RecursionError:
        raise Unread("nested too deeply", 0) from None
    except Weary:
        raise Unread("too many ways to read this", 0) from None
    except ShapeError as error:
        raise Misshapen(str(error), 0) from None


class Parser(
    Relations,
    Spelling,
    Indices,
    Scripts,
    Notation,
    Operators,
    Means,
    Indicators,
    Series,
    Binders,
    Slopes,
    Mentions,
    Elided,
    Ranges,
    Cursor,
):
    """The grammar, from the loosest binding to the tightest."""

    def whole(self) -> Expr:
        found = self.conditioned() or self.statement()
        while self.token.text in (",", ".", ";") or self.is_remark():
            self.take_words()
        if self.token.kind != "end":
            wide = "what stands on both sides of a wide space?"
            self.fail(wide if self.token.apart else f"{self.token.text} was not expected here")
        if found.has("pm"):
            found = self.two_values(found)
        open_sizes = found.has("ones", "block", "kron") and any(map(is_unsized, found.walk()))
        return self.shaped(lambda: with_sizes(found)) if open_sizes else found

    def two_values(self, found: Expr) -> Expr:
        r"""What `1 \pm \sqrt{2}` stands for where it stands alone."""
        values = both_signs(found)
        if found.head in RELATIONS or any(value.shape or value.has("pm") for value in values):
            self.fail(r"a \pm that is on the right of no equation", self.tokens[0])
        return self.node("set", *values)

    def sum(self) -> Expr:
        start, self.wide = self.token.offset, self.token.text == r"\sum"
        terms = [self.term()]
        while self.token.text in ("+", "-", r"\pm", r"\mp"):
            terms.append(self.term())
        if len(terms) == 1:
            return terms[0]
        terms = self.beside_matrices([self.number(each) for each in terms])
        return self.node("add", *self.beside_entries(terms), start=start)

    def beside_matrices(self, terms: list[Expr]) -> list[Expr]:
        """A zero beside matrices is one."""
        return [NULL if term == ZERO else term for term in terms] if any(term.shape for term in terms) else terms

    def beside_entries(self, terms: list[Expr]) -> list[Expr]:
        r"""A numeral beside a function of entries, as in `1 - \tanh(z)`, is one for every entry."""
        shape = next((t.shape for t in terms for n in t.walk() if n.head == "each" and n.shape == t.shape), ())
        if not shape:
            return terms
        ones = Expr("ones", shape[0]) if shape[1] == 1 else Expr("ones", shape[0]) * Expr("ones", shape[1]).T
        return [t * ones if t.head == "num" and t.args[0] else t for t in terms]

    def number(self, found: Expr) -> Expr:
        r"""What has to be a number or a matrix; braces, as in `2\{a + b\}`, are brackets then."""
        if found.head == "set" and len(found.args) == 1:
            return found.args[0]
        if found.head in RELATIONS | SETS:
            self.fail("a set or a statement stands where a number was expected")
        return self.refuse_vague(found)

    def term(self) -> Expr:
        if self.skip(r"\pm"):
            return self.node("pm", self.product())
        if self.skip(r"\mp"):
            return self.node("pm", self.negated(self.product()))
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
            sign = self.take()
            sides = self.number(found), self.number(self.plain_product())
            if sign.text == r"\circ" and not any(side.shape for side in sides):
                self.fail("this may be a composition of functions", sign)
            found = self.node(head, *sides)
        return EYE if found.head == "eye" else found

    def plain_product(self) -> Expr:
        start, factors, dotted = self.token.offset, [self.power()], None
        while True:
            if self.token.text in TIMES:
                dot = self.take().text == r"\cdot"
                if dot and self.multiplied(factors).shape[1:] == (1,):
                    dotted, factors = self.dotted(dotted, factors), [self.factor_after_sign()]
                else:
                    factors.append(self.factor_after_sign())
            elif self.token.text in ("/", r"\div"):
                self.take()
                below = self.power()
                if self.starts_factor():
                    self.fail(r"a/b c may mean two things: write \frac or brackets")
                if below.shape:
                    self.fail("a division by a matrix: write its inverse")
                factors = [self.quotient(self.multiplied(factors), self.number(below))]
            elif self.token.text == "{" and self.ahead() in SIGNED:
                self.unwrap()
            elif self.starts_factor():
                self.refuse_beside(factors[-1])
                factors.append(self.power())
            elif dotted is not None:
                return self.dotted(dotted, factors)
            else:
                return self.multiplied(factors, start) if len(factors) > 1 else factors[0]

    def unwrap(self) -> None:
        r"""Take the braces away from around what begins with a sign, as in `a {+ b}` and `a \mathrel{=} b`."""
        end = self.closing(self.at)
        self.tire_over(len(self.tokens))
        self.tokens = [*self.tokens[: self.at], *self.tokens[self.at + 1 : end], *self.tokens[end + 1 :]]

    def dotted(self, left: Expr | None, factors: list[Expr]) -> Expr:
        r"""`Ax \cdot By`, the inner product of two vectors; where there is no left one, the right one."""
        right = self.multiplied(factors)
        if left is None:
            return right
        return self.node("mul", left.T, right) if left.shape == right.shape else self.node("mul", left, right)

    def refuse_beside(self, before: Expr) -> None:
        """Refuse what may mean two things after a factor: a number, or a fraction of numbers after a number."""
        powers = self.token.kind == "number" and self.ahead() == "^" and before.head != "num"
        if self.token.kind == "number" and before.head not in ("pow", "exp", "T", "factorial") and not powers:
            self.fail("a number cannot follow a factor")
        if before.head == "num" and self.token.text == r"\frac" and self.is_fraction_of_numbers():
            self.fail("this may be a mixed number or a product")

    def is_fraction_of_numbers(self) -> bool:
        start = self.at
        self.take()
        parts = [self.peek_group()]
        if self.token.kind == "number" and len(self.token.text) == 2:  # \frac12
            parts.append(["2"])
        elif self.token.kind != "end":
            self.skip_group()
            parts.append(self.peek_group())
        self.at = start
        return all(len(part) == 1 and part[0].isdigit() for part in parts)

    def multiplied(self, factors: list[Expr], start: int | None = None) -> Expr:
        numbers = [EYE if each.head == "eye" else self.number(each) for each in factors]
        return self.node("mul", *numbers, start=start) if len(numbers) > 1 else numbers[0]

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
        if self.at_bar() or token.apart or self.at_labelled_sign():
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
                self.fail("several digits in a superscript need braces")
            self.put([Token("number", digit, whole.offset + i) for i, digit in enumerate(whole.text)])
        return self.inside(self.single)

    def single(self) -> Expr:
        if self.token.kind in ("number", "letter") or self.token.text in GREEK:
            token = self.take()
            return num(token.text) if token.kind == "number" else self.known(identifier(token.text), token, alone=True)
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
        self.tire()
        if self.depth >= DEEPEST:
            self.fail(f"more than {DEEPEST} brackets within one another")
        if token.kind == "number":
            found = num(self.take().text)
            if token.text == "1" and self.is_conditioned():
                return self.indicator()
            if self.token.text in ("e", "E") and self.looks_scientific(token):
                self.fail(r"a power of ten, or a multiple of e: write \cdot 10^{...}", token)
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
        if token.text in UPRIGHT and self.ahead() == "{" and self.ahead(3) != "}":
            return self.upright()
        if token.kind == "letter" and (word := self.word_in_letters()):
            self.at += len(word)
            return self.vague(word) or self.apply(word, token)
        if token.kind == "letter" and self.names.inferring:
            self.refuse_word()
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
        if token.text in DOTS:
            self.fail("what the dots stand for is not clear")
        return self.fail(f"{token.text or 'the end'} was not expected here")

    def word_in_letters(self) -> str:
        r"""An operator that stands here letter by letter before its brackets, as in `Var(x)`, if not all are names."""
        if self.tokens[self.at + 1].kind != "letter":
            return ""
        end, start = self.at, self.token.offset
        while self.tokens[end].kind == "letter" and self.tokens[end].offset == start + end - self.at:
            end += 1
            if end - self.at > LONGEST_WORD:
                return ""
        word = "".join(t.text for t in self.tokens[self.at : end])
        spelled = word in KNOWN | ESTIMATES and self.tokens[end].text in ("(", "[", "_", r"\{")
        return word if spelled and not all(map(self.names.get, word)) else ""

    def refuse_word(self) -> None:
        """Refuse letters side by side that may be a word: four and more of which none is declared, or a function."""
        end, start = self.at, self.token.offset
        before = self.tokens[end - 1] if end else None
        if before and before.kind == "letter" and before.offset == start - 1:
            return  # within a word that was looked at
        while self.tokens[end].kind == "letter" and self.tokens[end].offset == start + end - self.at:
            end += 1
        letters = [t.text for t in self.tokens[self.at : end]]
        known = [bool(self.names.get(each)) or each in self.bound for each in letters]
        function = "".join(letters) in KNOWN | {"sqrt"} and len(letters) > 2 and not all(known)
        if function or (len(letters) > 3 and not any(known)):
            raise Undeclared("a word, or a product of letters?", start)

    def looks_scientific(self, number: Token) -> bool:
        """Whether letters and digits follow a number as in 1e-3, without a space."""
        following = self.tokens[self.at + 1 : self.at + 3]
        close = self.token.offset == number.offset + len(number.text)
        signed = len(following) == 2 and following[0].text in ("+", "-") and following[1].kind == "number"
        return close and (signed or following[0].kind == "number")


LONGEST_WORD = max(map(len, KNOWN))
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
    r"\norm": Parser.norm_in_braces,
    r"\nabla": Parser.nabla,
    r"\operatorname": Parser.operator,
    r"\mathop": Parser.underset,
    r"\underset": Parser.underset,
    r"\partial": Parser.partial,
    r"\boxed": Parser.dressed,
    r"\underbrace": Parser.dressed,
    r"\overbrace": Parser.dressed,
    r"\langle": Parser.inner_product,
    r"\infty": Parser.infinity,
    r"\Pr": Parser.chance,
    r"\begin": Parser.environment,
}
