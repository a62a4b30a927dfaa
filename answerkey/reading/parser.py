r"""LaTeX mathematics to trees: a precedence parser that decides by what each name was declared to be.

Whether `X^T` is a transpose, `f(x)` a call or `w_{t+1}` a term of a sequence depends on the declared names, so
they are consulted at every step.  Every token is consumed or `Unread` is raised with its place; nothing is guessed:
an undeclared name and an ambiguous slash are errors.
"""

from fractions import Fraction

from answerkey.reading.names import Names, identifier
from answerkey.reading.tokens import Token, Unread, tokens
from answerkey.tree import ANY, EYE, NULL, RELATIONS, SETS, Expr, ShapeError, conjunction, name, num

DEEPEST = 60  # brackets and arguments within one another
TALLEST = 200  # levels of the tree that is made
ORDER = {"<": "lt", ">": "gt", r"\le": "le", r"\ge": "ge", "=": "eq", r"\ne": "ne", r"\in": "in", r"\to": "tends"}
LINKS = {r"\iff": "iff", r"\implies": "implies"}
WORDS = {"and": r"\wedge", "or": r"\vee", "if and only if": r"\iff", "iff": r"\iff", "implies": r"\implies"}
FUNCTIONS = {rf"\{f}": f for f in ("exp", "log", "tanh", "sin", "cos")}
FONTS = frozenset(r"\mathbf \boldsymbol \bm \mathrm \mathit \vec".split())
ACCENTS = frozenset(r"\tilde \hat \bar \check \widetilde \widehat \overline".split())
GREEK = frozenset(
    r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi \rho "
    r"\sigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon "
    r"\Phi \Psi \Omega \ell".split()
)
OPERATORS = {"tr": "tr", "det": "det", "diag": "diag", "rank": "rank"}
MATRICES = frozenset("bmatrix pmatrix matrix".split())
ALIGNED = frozenset("aligned align align* split gathered".split())
BRACKETS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
EULER = Expr("exp", num(1))
CLOSERS = frozenset({")", "]", "}", r"\}", r"\rceil", r"\rfloor", "|", r"\|", "close |", r"close \|", ""})


def read(latex: str, names: Names) -> Expr:
    r"""The tree that `latex` means under `names`.

    A chain `a = b = c` is read as the conjunction of its links.  Raises Unread with a reason and an offset.
    """
    return Parser(latex, names).whole()



class Parser:
    def __init__(self, latex: str, names: Names):
        self.names = names
        self.tokens = tokens(latex)
        self.at, self.depth = 0, 0
        self.open_bars: list[str] = []
        self.aligned = 0

    # -- walking along the tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps=1) -> str:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)].text

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def skip(self, text: str) -> bool:
        if self.token.text != text or self.token.kind == "end":
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.skip(text):
            self.fail(f"expected {text} but found {self.token.text or 'the end'}")

    def fail(self, why: str, token: Token | None = None):
        raise Unread(why, (token or self.token).offset)

    def node(self, head: str, *args) -> Expr:
        try:
            made = Expr(head, *args)
        except ShapeError as error:
            raise Unread(str(error), self.token.offset) from None
        return made if made.depth <= TALLEST else self.fail("nested too deeply")

    # -- from the loosest binding to the tightest

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

    def closing(self, opening: int) -> int:
        depth = 0
        for index in range(opening, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[index].text, 0)
            if depth == 0:
                return index
        return self.fail("a brace is never closed", self.tokens[opening])

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

    def inside(self, rule) -> Expr:
        """What `rule` reads within brackets, where bars and commas begin anew."""
        if self.depth >= DEEPEST:
            self.fail(f"more than {DEEPEST} brackets within one another")
        bars, self.open_bars, self.depth = self.open_bars, [], self.depth + 1
        try:
            return rule()
        finally:
            self.open_bars, self.depth = bars, self.depth - 1

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
        if token.text in ("|", r"\|"):  # a bare bar opens only where none of its kind is open
            return token.text not in self.open_bars and not self.conditional
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

    conditional = False  # within E[ . | . ], where a bare bar separates

    def power(self) -> Expr:
        """An atom with its superscripts."""
        base = self.atom()
        while self.token.text in ("^", "_"):
            if self.token.text == "_" and base.shape:
                self.take()
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

    # -- braces

    def peek_group(self) -> list[str]:
        """The token texts of the argument that follows, without its braces."""
        if self.token.text != "{":
            return [self.token.text]
        return [t.text for t in self.tokens[self.at + 1 : self.closing(self.at)]]

    def skip_group(self) -> None:
        self.at = self.closing(self.at) + 1 if self.token.text == "{" else self.at + 1

    def group_text(self) -> str:
        text = "".join(self.peek_group())
        self.skip_group()
        return text

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

    # -- atoms

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
        if token.text in ("|", "open |", r"\|", r"open \|"):
            return self.between_bars()
        if token.text in (r"\lceil", r"\lfloor"):
            return self.rounded()
        if token.kind == "letter" or token.text in GREEK | FONTS | ACCENTS:
            return self.named()
        if special := SPECIAL.get(token.text):
            return special(self)
        if token.text in FUNCTIONS:
            self.take()
            return self.applied(FUNCTIONS[token.text])
        return self.fail(f"{token.text or 'the end'} was not expected here")

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
        self.expect(closing)
        if bar == "|":
            return self.node("abs", inner)
        if self.skip("_") and self.group_text() not in ("2", "F"):
            self.fail("only the Euclidean and the Frobenius norm are known")
        return self.node("norm", inner)

    def rounded(self) -> Expr:
        head = "ceil" if self.take().text == r"\lceil" else "floor"
        inner = self.inside(self.sum)
        self.expect(r"\rceil" if head == "ceil" else r"\rfloor")
        return self.node(head, inner)

    def applied(self, head: str) -> Expr:
        r"""A function of numbers and its argument: in brackets, or the simple factors that follow."""
        exponent = self.group() if self.skip("^") else None
        if self.token.text in ("(", "[", "{", r"\frac", "|", "open |"):
            bare = self.token.text not in ("(", "[")
            argument = self.atom()
            if bare and self.starts_factor():
                self.fail("where the argument ends may mean two things: use brackets")
        else:
            factors = [self.inside(self.power)]
            while self.token.kind in ("number", "letter") or self.token.text in GREEK:
                factors.append(self.power())
            argument = self.node("mul", *factors) if len(factors) > 1 else factors[0]
        found = self.node(head, argument)
        return self.node("pow", found, exponent) if exponent else found

    def fraction(self) -> Expr:
        self.take()
        top, bottom = self.group(), self.group()
        if bottom.shape:
            self.fail("division by a matrix")
        return self.node("mul", top, self.node("pow", bottom, num(-1)))

    def root(self) -> Expr:
        self.take()
        degree = Fraction(2)
        if self.token.text == "[":
            self.take()
            degree = Fraction(self.take().text) if self.token.kind == "number" else self.fail("expected a number")
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
        return self.node("lim", self.product())

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
        if self.skip("_"):
            self.skip_group()
        token = self.token
        function = identifier(self.take().text)
        if not self.is_function(function):
            self.fail("the gradient of what is no declared function", token)
        self.expect("(")
        argument = self.inside(self.sum)
        self.expect(")")
        return self.node("grad", function, argument)

    def operator(self) -> Expr:
        token = self.take()
        head = OPERATORS.get(self.group_text())
        if head is None:
            self.fail("this operator is not known", token)
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

    # -- names

    def spelled_base(self) -> str:
        token = self.take()
        if token.text in FONTS | ACCENTS:
            inner = "".join(self.peek_group())
            self.skip_group()
            return inner if token.text in FONTS else inner + "_" + token.text.removeprefix("\\").removeprefix("wide")
        return token.text

    def named(self) -> Expr:
        r"""A name with the subscripts, stars and primes that belong to it."""
        token, bold = self.token, self.token.text in FONTS
        base = identifier(self.spelled_base())
        if bold and base == "0":
            return NULL
        found = self.longest(base)
        if found is not None:
            return self.maybe_call(found)
        if self.token.text == "'" or (self.token.text == "(" and self.is_function(base)):
            return self.maybe_call(base)
        if self.token.text == "_":
            return self.indexed(base, token)
        return self.known(base, token)

    def longest(self, base: str) -> str | None:
        """The longest declared name that starts here: `base` with its subscript, index in brackets, or star."""
        start, spelled, found = self.at, base, None
        while self.token.text in ("_", "^", "["):
            mark = self.take().text
            if mark == "^" and self.peek_group() != ["*"]:
                break
            if mark == "[":
                if self.token.kind != "number" or self.ahead() != "]":
                    break
                spelled = f"{spelled}_{self.take().text}"
                self.take()
            elif self.token.text in ("{", *BRACKETS.values(), "") and self.token.text != "{":
                break
            else:
                spelled = identifier(f"{spelled}_{{{' '.join(self.peek_group())}}}" if mark == "_" else f"{spelled}^*")
                self.skip_group()
            if self.names.get(spelled):
                found, start = spelled, self.at
        self.at = start
        return found

    def indexed(self, base: str, token: Token) -> Expr:
        symbol = self.names.sequence(base)
        if symbol is None:
            if base == "I" and self.is_identity():
                self.take()
                self.skip_group()
                return EYE
            if not self.names.inferring:
                self.fail(f"{base} with this subscript is not declared", token)
            self.take()
            subscript = " ".join(self.peek_group())
            self.skip_group()
            return name(identifier(f"{base}_{{{subscript}}}"))
        self.take()
        index = self.group()
        return self.node("term", base, symbol.shape, index)

    def is_identity(self) -> bool:
        """Whether an undeclared I is the identity: among declared names always, else where there are matrices."""
        return not self.names.inferring or any(s.shape for s in self.names.symbols.values())

    def is_function(self, base: str) -> bool:
        symbol = self.names.get(base)
        return symbol is not None and symbol.kind == "function"

    def maybe_call(self, base: str) -> Expr:
        if not self.is_function(base):
            return self.names.leaf(base)
        order = 0
        while self.skip("'"):
            order += 1
        if self.token.text != "(":
            return self.fail(f"the function {base} needs its argument")
        return self.node("call", base, order, *self.listed("("))

    def known(self, base: str, token: Token) -> Expr:
        symbol = self.names.get(base)
        if symbol is not None and symbol.kind == "value":
            return self.names.leaf(base)
        if symbol is not None:
            return self.fail(f"{base} is a {symbol.kind} and stands here alone", token)
        if base == "I" and self.is_identity():
            return EYE
        if base == "e":
            return EULER
        if base == "E" and self.token.text in ("[", "("):
            return self.expectation()
        if base == "pi":
            return self.node("pi")
        if self.names.inferring:
            return name(base)
        return self.fail(f"{base} is not declared", token)


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
