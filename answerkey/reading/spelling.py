"""Names as they are spelled: letters with accents, subscripts, indices, stars and primes, looked up where declared."""

import re
from itertools import zip_longest

from answerkey.reading.cursor import BRACKETS, TEXTS, Cursor
from answerkey.reading.names import OF, identifier
from answerkey.reading.tokens import GREEK, STAR, Token, Undeclared, Unread
from answerkey.tree import EYE, NULL, Expr, name, num

BOLD = frozenset({r"\mathbf", r"\boldsymbol", r"\bm"})
SCRIPTS = frozenset({r"\mathcal", r"\mathfrak", r"\mathscr"})  # whose letters are names of their own
FONTS = frozenset({r"\mathbf", r"\boldsymbol", r"\bm", r"\mathrm", r"\mathit", r"\mathsf", r"\vec"}) | SCRIPTS
ACCENTS = frozenset(
    {r"\dot", r"\ddot", r"\tilde", r"\hat", r"\bar", r"\check", r"\widetilde", r"\widehat", r"\overline"}
)
DRESSED = FONTS | ACCENTS
NAMING = GREEK | DRESSED  # the commands with which a name begins
CUSTOMARY = frozenset("f g h F G H phi psi sigma varphi Phi Psi".split())  # names of functions, where nothing is said
LETTERING = NAMING | TEXTS | {r"\max", r"\min", r"\infty", r"\prime"}
PLAIN = re.compile(r"[\w,.:|()]+")
EULER = Expr("exp", num(1))


def run_together(texts: list[str]) -> str:
    r"""The texts of tokens, with a space where a command would run into a letter, as in \hat{\bm w}."""
    found = ""
    for text, after in zip_longest(texts, texts[1:], fillvalue=""):
        found += f"{text} " if text[:1] == "\\" and text[-1].isalpha() and after[:1].isalpha() else text
    return found


class Spelling(Cursor):
    """Rules for everything that begins with a letter."""

    def spelled_base(self) -> str:
        token = self.take()
        if token.text in DRESSED or token.text in TEXTS:
            texts = self.peek_group()
            if not is_lettering(texts):
                self.fail("a font or an accent around what is no name", token)
            if token.text in ACCENTS and not self.is_one_name(texts):
                self.fail("an accent stands over more than a name", token)
            inner = run_together(texts)
            self.skip_group()
            if token.text in SCRIPTS:
                return f"{token.text}{{{inner}}}"
            return (
                inner if token.text not in ACCENTS else inner + "_" + token.text.removeprefix("\\").removeprefix("wide")
            )
        return token.text

    def is_one_name(self, texts: list[str]) -> bool:
        """Whether these are the tokens of one letter, in some font and with a subscript perhaps."""
        plain = [text for text in texts if text not in FONTS | ACCENTS | TEXTS | {"{", "}"}]
        return bool(plain) and is_index(plain[0]) and plain[1:2] in ([], ["_"])

    def is_bold_name(self) -> bool:
        r"""Whether one name is in a bold font, or several letters that are declared as one."""
        texts = self.peek_group_at(self.at + 1)
        return self.is_one_name(texts) or self.names.get(identifier(run_together(texts))) is not None

    def named(self) -> Expr:
        """A name with all that belongs to it, transposed where it is written the other way round."""
        found = self.with_marks()
        key = found.args[0] if found.head == "name" else f"{found.args[0]}[]" if found.head == "term" else ""
        return self.node("T", found) if key in self.names.turned and found.shape else found

    def with_marks(self) -> Expr:
        r"""A name with the subscripts, stars and primes that belong to it."""
        token, bold = self.token, self.token.text in FONTS - SCRIPTS
        if token.text in BOLD and self.ahead() == "{" and not self.is_bold_name():
            self.take()  # \mathbf{Xw} is Xw
            return self.bracketed()
        base = identifier(self.spelled_base()) or self.fail("a font stands without a letter", token)
        if base == "Delta" and self.starts_name() and not self.names.get(base):
            base = f"Delta_{identifier(self.spelled_base())}"
        if token.text in (r"\dot", r"\ddot") and self.names.is_defined(base.rpartition("_")[0]):
            self.fail("with respect to what this is a derivative is not said", token)
        if bold and base == "0":
            if self.skip("_"):
                self.skip_group()
            return NULL
        if bold and base == "1":
            return self.indicator() if self.tests() else self.all_ones()
        if (component := self.component(base)) is not None:
            return component
        if not self.is_function(base) and (vague := self.vague(base)) is not None:
            return vague
        if base == "sigma" and self.names.squashing and self.token.text in ("(", "'"):
            return self.slope_of("sigmoid") if self.token.text == "'" else self.applied("sigmoid")
        found = self.longest(base)
        if self.is_step_above(base) and (found is None or found == base):
            return self.step_above(base)
        if self.token.text == "_" and self.ahead(2) in (r"\max", r"\min") and self.ahead(4) == "(":
            self.fail("eigenvalues and singular values of a matrix are not known")
        if found is not None:
            return self.new_name(found, token) if self.marked_anew(found) else self.maybe_call(found)
        if self.is_function(base) and (self.token.text in ("'", "(") or self.may_stand_alone(base)):
            return self.maybe_call(base)
        if base == "E" and self.averages_below():
            return self.expectation()
        if self.token.text == "_":
            return self.indexed(base, token)
        if base != "e" and self.marked_anew(base):
            return self.new_name(base, token)
        return self.known(base, token, bold)

    def averages_below(self) -> bool:
        """Whether a subscript and brackets follow an E that nothing declares, as in `E_x[x]`: a mean over x."""
        if self.token.text != "_" or self.names.get("E") or self.names.sequence("E"):
            return False
        after = self.closing(self.at + 1) + 1 if self.ahead() == "{" else self.at + 2
        return not self.ahead().isdigit() and self.tokens[min(after, len(self.tokens) - 1)].text in ("[", "(", r"\{")

    def longest(self, base: str) -> str | None:
        """The longest declared name that starts here: `base` with its subscript, index in brackets, star or prime."""
        start, spelled, found, tokens = self.at, base, None, self.tokens
        while longer := self.with_mark(spelled):
            spelled = longer
            if self.names.get(spelled):
                found, start, tokens = spelled, self.at, self.tokens
        self.at, self.tokens = start, tokens
        return found

    def with_mark(self, spelled: str) -> str | None:
        r"""A name with the mark that follows it: a subscript, a star, a prime, `^{(1)}` or `[1]`; None without one."""
        mark = self.token.text
        if mark == "'":
            self.take()
            return f"{spelled}_prime"
        if mark == "[" and self.tokens[self.at + 1].kind == "number" and self.ahead(2) == "]":
            self.at += 3
            return f"{spelled}_{self.tokens[self.at - 2].text}"
        if mark == "_" and self.ahead() not in {*BRACKETS.values(), ""}:
            self.take()
            subscript = " ".join(self.peek_group())
            self.skip_group()
            plain, *marks = re.split(r"(?=_star\b|_prime\b|_star_|_prime_)", spelled)  # w^*_1 is w_1^*
            found = identifier(f"{plain}_{{{subscript}}}") + "".join(marks)
            return found if PLAIN.fullmatch(found) else self.fail("a subscript that is part of no name")
        if mark == "^" and (word := self.raised_word()):
            self.take()
            self.skip_group()
            return identifier(rf"{spelled}^{{\text{{{word}}}}}")
        if mark == "^" and (length := self.raised_index()):
            self.take()
            content = self.peek_group()
            braced = self.token.text == "{"
            self.at += length + braced
            if braced:
                rest = self.tokens[self.at : self.closing(self.at - length - 1)]
                self.regroup(rest)
            return identifier(f"{spelled}^*" if length == 1 else f"{spelled}^{{({' '.join(content[1 : length - 1])})}}")
        return None

    def raised_word(self) -> str:
        r"""The word in the superscript that follows, as in `w^{\text{new}}`; "" where there is none."""
        content = self.peek_group_at(self.at + 1)
        if content[:1] and content[0] in TEXTS | {r"\mathrm"} and content[1:2] == ["{"] and content[-1] == "}":
            word = "".join(content[2:-1])
            return word if word.isalpha() and len(word) > 1 and self.names.get(word) is None else ""
        return ""

    def raised_index(self) -> int:
        """How many tokens of the superscript that follows mark a name: 1 of a star, 3 and more of (1); else none."""
        self.at += 1
        content = self.peek_group() if self.token.kind != "end" else []
        self.at -= 1
        if content[:1] in (["*"], [STAR]):
            return 1
        if content[:1] in (["("], ["["]):
            closing = content.index(BRACKETS[content[0]]) if BRACKETS[content[0]] in content else 0
            inner = content[1:closing]
            goes_on = content[closing + 1 : closing + 2]  # s^{(t + 1) + 1} is a power
            if goes_on in (["+"], [r"\cdot"], ["/"]) and len(content) > closing + 2:
                return 0
            if len(inner) in (1, 3) and inner[1:2] in ([], ["+"], ["-"]) and all(map(is_index, inner[::2])):
                return closing + 1
        return 0

    def regroup(self, rest: list[Token]) -> None:
        """Where a superscript holds more than a mark, as in `W^{(1)T}`, the rest is a superscript of its own."""
        new = [Token("sign", "^", rest[0].offset), Token("sign", "{", rest[0].offset), *rest] if rest else []
        skipped = self.at + len(rest) + (0 if rest else 1)
        self.tire_over(len(self.tokens))
        self.tokens = [*self.tokens[: self.at], *new, *self.tokens[skipped:]]

    def marked_anew(self, base: str) -> bool:
        """Whether a mark follows that makes a new number of `base`, as undeclared names are numbers."""
        symbol = self.names.get(base)
        if not self.names.inferring or (symbol and (symbol.kind != "value" or symbol.shape or symbol.defined)):
            return False
        if self.token.text == "^" and self.raised_index() > 1 and symbol and not self.runs():
            self.fail(f"an index or a power of {base}: declare the name with its index, or drop the brackets")
        at, tokens = self.at, self.tokens
        primed = self.token.text == "'"
        spelled = self.with_mark(base)
        while self.token.text == "'":
            self.take()
        called = self.token.text == "("
        self.at, self.tokens = at, tokens
        return spelled is not None and not (primed and called)

    def new_name(self, base: str, token: Token) -> Expr:
        """A real number that is not declared, by all its marks."""
        start, spelled = self.at, base
        if self.token.text == "^" and self.runs():
            self.at += 3
            index = self.inside(self.sum)
            self.expect(BRACKETS[self.tokens[start + 2].text])
            self.expect("}")
            return self.node("term", f"{base}_upper", (), index)
        while self.token.text != "[" and (longer := self.with_mark(spelled)):
            spelled = longer
        inside = {identifier(t.text) for t in self.tokens[start : self.at]} & self.bound
        if not inside:
            return self.value_of(spelled, token) or name(spelled)
        return self.fail(f"over what {spelled} runs is not said", token)

    def value_of(self, function: str, token: Token) -> Expr | None:
        """`f(x)` for an f that is not declared is a number with a name of its own; None where a product is meant.

        A letter before brackets around a sum is a factor, as in a(b + c); nobody multiplies by a lone name in brackets.
        """
        start, arguments = self.at, self.lone_in_brackets()
        if not arguments:
            return None
        inside = {node for each in arguments for node in each.walk() if node.head in ("name", "term")}
        if any(node.args[0] in self.bound for node in inside):
            self.fail(f"the function {function} is not declared", token)
        texts = [{",": "and", "-": "minus"}.get(t.text, t.text) for t in self.tokens[start + 1 : self.at - 1]]
        found = name(f"{function}{OF}{'_'.join(filter(None, map(identifier, texts)))}")
        self.unknown[found] = frozenset(inside)
        return found

    def identity(self, size: str) -> Expr:
        """An identity of a size that is known, which a Kronecker product needs."""
        if size.isdigit():
            return Expr("eye", int(size))
        known = any(identifier(size) in symbol.shape for symbol in self.names.symbols.values())
        return Expr("eye", identifier(size)) if known else EYE

    def is_identity(self) -> bool:
        """Whether an undeclared I is the identity: among declared names always, else where there are matrices."""
        return not self.names.inferring or self.names.matrices or any(s.shape for s in self.names.symbols.values())

    def is_function(self, base: str) -> bool:
        symbol = self.names.get(base)
        return symbol is not None and symbol.kind == "function"

    def maybe_call(self, base: str) -> Expr:
        if not self.is_function(base):
            return self.names.leaf(base)
        if self.names.symbols[base].body is not None:
            return self.written_out(base)
        order = 0
        while self.skip("'"):
            order += 1
        if self.token.text == "(":
            return self.node("call", base, order, *self.listed("("))
        if self.token.text == "^" and (digits := self.order_above()):
            order = digits
            if self.token.text == "(":
                return self.node("call", base, order, *self.listed("("))
        if parameters := self.names.symbols[base].parameters:
            if self.token.text == "^" and self.after_superscript() == "(":
                self.fail(f"a power or an inverse of the function {base}? write ({base}(x))^2")
            self.own = self.node("call", base, order, *parameters)
            return self.own
        if self.may_stand_alone(base):
            self.own = self.node("call", base, order, self.names.leaf(self.names.symbols[base].along))
            return self.own
        return self.fail(f"the function {base} needs its argument")

    def may_stand_alone(self, base: str) -> bool:
        r"""Whether a function may stand without its argument: `\nabla L`, and `L = (y - w)^2`, at its own variable."""
        symbol = self.names.symbols[base]
        own = self.names.get(symbol.along)
        defined = self.token.text in ("=", ":=") and not self.depth
        return bool(symbol.parameters) or ((self.sloping or defined) and own is not None and own.kind == "value")

    def written_out(self, base: str) -> Expr:
        """The formula of a function whose values are vectors, at what follows in brackets."""
        symbol = self.names.symbols[base]
        body, values = symbol.body, list(symbol.parameters)
        if self.token.text == "'" and self.ahead() == "(" and body and is_entrywise(body, symbol.parameters):
            self.take()
            anywhere = name("~", values[0].shape)
            summed = Expr("ones", values[0].shape[0]).T * body.replace({values[0]: anywhere})
            return self.node("gradient", summed, anywhere, self.in_brackets())
        if self.token.text == "'" or (self.token.text == "^" and self.after_superscript() == "("):
            self.fail(f"a derivative or a power of {base}, whose values are vectors")
        if self.token.text == "(":
            values = self.listed("(")
        if body is None or len(values) != len(symbol.parameters):
            return self.fail(f"{base} takes {len(symbol.parameters)} arguments")
        meant = dict(zip(symbol.parameters, values, strict=True))
        return self.shaped(lambda: body.replace(meant))

    def order_above(self) -> int:
        """The order in `f^{(2)}`, which is passed over; 0 where there is none."""
        content = self.peek_group_at(self.at + 1)
        if len(content) != 3 or content[0] != "(" or not content[1].isdigit() or len(content[1]) > 1:
            return 0
        self.take()
        self.skip_group()
        return int(content[1])

    def lone_in_brackets(self) -> list[Expr]:
        """The names and numbers that stand here in brackets, which are passed over; none where there is more."""
        start = self.at
        if self.token.text != "(":
            return []
        try:
            found = self.listed("(")
        except Unread:
            found = []
        if not found or not all(map(is_lone, found)):
            self.at = start
            return []
        return found

    def is_lone_in_brackets(self) -> bool:
        start = self.at
        found, self.at = self.lone_in_brackets(), start
        return bool(found)

    def known(self, base: str, token: Token, bold: bool = False, alone: bool = False) -> Expr:
        """What a spelling stands for; where it stands `alone`, as in x^n (1 + x), no argument follows."""
        symbol = self.names.get(base)
        if symbol is not None and symbol.kind == "value":
            return self.names.leaf(base)
        if symbol is not None:
            return self.fail(f"{base} is a {symbol.kind} and stands here alone", token)
        if base == "I" and (bold or self.is_identity()):
            return EYE
        if base == "e":
            return EULER
        if base == "E" and self.token.text in ("[", "("):
            return self.expectation()
        if base == "pi":
            return self.node("pi")
        if self.names.inferring:
            found = None if alone else self.value_of(base, token)
            if found is None and base in CUSTOMARY and self.token.text == "(" and not alone:
                raise Undeclared(f"{base} is not declared: a function, or a factor?", token.offset)
            return found or name(base)
        raise Undeclared(f"{base} is not declared", token.offset, base)


def is_lone(argument: Expr) -> bool:
    """A name or a number, with a coefficient perhaps."""
    factors = argument.args if argument.head == "mul" else (argument,)
    return all(each.head == "num" for each in factors[:-1]) and factors[-1].head in ("name", "num", "term")


def is_lettering(texts: list[str]) -> bool:
    """Whether tokens in a font may be a name: a letter, digit or command for one first, and no other command."""
    first = next((text for text in texts if text != "{"), "")
    known = all(not text.startswith("\\") or text in LETTERING for text in texts)
    return known and (first.isalnum() or first.startswith("\\"))


def is_index(text: str) -> bool:
    return text.isalnum() or text in GREEK


def is_entrywise(body: Expr, parameters: tuple[Expr, ...]) -> bool:
    """Whether a formula is one of a number, taken at every entry of its one parameter: its Jacobian is diagonal."""
    if len(parameters) != 1 or parameters[0].shape[1:] != (1,):
        return False
    (leaf,) = parameters
    if body == leaf or leaf not in set(body.walk()):
        return True
    if body.head == "mul":
        return sum(bool(n.shape) for n in body.args) == 1 and all(is_entrywise(n, parameters) for n in body.args)
    return body.head in ("add", "hadamard", "each") and all(is_entrywise(n, parameters) for n in body.nodes)
