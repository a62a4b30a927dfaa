r"""Named operators: `\operatorname{tr}(A)`, `\det A`, `\operatorname{ReLU}(Wx)`, `\|x\|_1`, `\langle x, y \rangle`."""

import re

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.elided import BLANK
from answerkey.reading.names import identifier
from answerkey.reading.tokens import Unread
from answerkey.shapes import FUNCTIONS, Dimension
from answerkey.tree import HALF, ONE, RELATIONS, ZERO, Expr, conjunction, name, num

MATRICES = {
    "tr": "tr", "Tr": "tr", "trace": "tr", "det": "det", "rank": "rank", "rk": "rank", "vec": "vec", "diag": "diag",
    "Diag": "diag",
}  # fmt: skip
SCALARS = {
    "sign": "sign", "sgn": "sign", "erf": "erf", "ReLU": "relu", "relu": "relu", "sigmoid": "sigmoid",
    "softplus": "softplus", "exp": "exp", "log": "log", "ln": "log", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh",
    "sin": "sin", "cos": "cos", "tan": "tan", "abs": "abs", "logit": "logit",
    "SiLU": "silu", "silu": "silu",
}  # fmt: skip
MEANS = frozenset({"Var", "Cov", "E", "var", "cov"})
VECTORS = frozenset({"softmax", "logsumexp"})
ANYWHERE = name("~")
EQUAL = frozenset({"=", "<", ">", r"\le", r"\ge"})
BEST = {"argmin": "argmin", "argmax": "argmax"}
KNOWN = MATRICES.keys() | SCALARS | MEANS | VECTORS | BEST.keys() | {"max", "min", "clip", "clamp"}
COMMANDS = frozenset(rf"\{word}" for word in KNOWN - {"max", "min"})  # such as \det and \tr
NORMS = {"": "norm", "2": "norm", "F": "norm", "1": "norm1", r"\infty": "norminf"}


class Operators(Cursor):
    """Rules for operators that have a name."""

    def operator(self) -> Expr:
        r"""`\operatorname{...}` with what it is applied to."""
        token = self.take()
        self.skip("*")
        return self.apply(self.group_text().replace("~", "").replace(r"\,", ""), token)

    def command(self) -> Expr:
        token = self.take()
        return self.apply(token.text.removeprefix("\\"), token)

    def apply(self, word: str, token) -> Expr:
        if word in BEST:
            return self.over(word)
        if self.is_function(word):
            return self.maybe_call(word)
        if word in ("max", "min") and self.token.text in ("(", r"\{", "["):
            return self.extreme(word)
        if word in SCALARS:
            return self.slope_of(SCALARS[word]) if self.token.text == "'" else self.applied(SCALARS[word])
        if word in ("clip", "clamp"):
            items = self.listed("(") if self.token.text == "(" else []
            if len(items) != 3:
                self.fail("what is clipped, and where, is not clear", token)
            return self.node("min", self.node("max", *items[:2]), items[2])
        if word in MEANS:
            return self.mean(word.lower())
        if word in VECTORS:
            return self.softmax() if word == "softmax" else self.log_sum(self.in_brackets())
        head = MATRICES.get(word)
        if head is None:
            return self.fail("this operator is not known, or has no brackets", token)
        if head == "diag" and self.token.text in ("(", "["):
            return self.diagonal(self.cells_in_brackets())
        items = self.arguments()
        if head == "diag":
            return self.diagonal(items)
        return self.node(head, *items) if len(items) == 1 else self.fail(f"{head} takes one matrix", token)

    def arguments(self) -> list[Expr]:
        """What stands in brackets after an operator, or the one factor that follows it."""
        if self.token.text in ("(", "[", r"\{"):
            return self.listed(self.token.text)
        found = self.power()
        if self.starts_factor():
            self.fail("where the argument ends may mean two things: use brackets")
        return [found]

    def cells_in_brackets(self) -> list[Expr]:
        closing = BRACKETS[self.take().text]
        items = [self.cell()]
        while self.skip(","):
            items.append(self.cell())
        self.expect(closing)
        return items

    def diagonal(self, items: list[Expr]) -> Expr:
        """A matrix with these numbers, or with this vector, on its diagonal; of a matrix, its diagonal."""
        if BLANK in items:
            items = [self.in_full(items)]
        if len(items) == 1 and items[0].shape:
            return self.node("diag" if items[0].shape[1] == 1 else "diagpart", items[0])
        if len(items) == 1 and items[0].head == "entry" and items[0].args[0].shape[1:] == (1,):
            return self.node("diag", items[0].args[0])  # diag(x_i), for every i
        if (size := len(items)) == 1:
            self.fail("a diagonal matrix of one number")
        return self.node("block", size, *(items[i] if i == j else ZERO for i in range(size) for j in range(size)))

    # -- functions of a number

    def function(self, head: str, argument: Expr) -> Expr:
        """A function of a number; of a vector, entry by entry."""
        argument = self.number(argument)
        if argument.shape:
            if argument.shape[1] != 1 and head not in ("relu", "sigmoid", "softplus"):
                self.fail(f"{head} of a matrix may mean two things")
            if head not in FUNCTIONS | {"relu", "sigmoid", "softplus"}:
                self.fail(f"{head} of a vector is not known")
            return self.node("each", head, argument)
        return plain(head, argument)

    def rounded(self) -> Expr:
        head = "ceil" if self.take().text == r"\lceil" else "floor"
        inner = self.inside(self.sum)
        self.expect(r"\rceil" if head == "ceil" else r"\rfloor")
        return self.node(head, inner)

    def slope_of(self, head: str) -> Expr:
        r"""`\operatorname{ReLU}'(x)`, undefined at a kink; of a vector, entry by entry."""
        self.skip("'")
        body = plain(head, ANYWHERE)
        while self.skip("'"):
            body = Expr("derivative", body, ANYWHERE)
        argument = self.in_brackets()
        if argument.shape[1:] == (1,) and body == plain(head, ANYWHERE):
            leaf = name(ANYWHERE.args[0], argument.shape)
            return self.node("gradient", total(self.function(head, leaf)), leaf, argument)
        if argument.shape:
            self.fail("slopes of functions of matrices, and second slopes of those of vectors, are not known")
        return self.node("gradient", body, ANYWHERE, argument)

    def all_ones(self) -> Expr:
        r"""`\mathbf{1}` and `\mathbf{1}_n`."""
        size: Dimension = "?"
        if self.skip("_"):
            text = self.group_text()
            size = int(text) if text.isdigit() else identifier(text)
        return self.node("ones", size)

    def softmax(self) -> Expr:
        vector = self.in_brackets()
        if not vector.shape:
            self.fail("a softmax is taken of a vector, and this is none")
        if vector.shape[1] != 1:
            self.fail("the softmax of a matrix may be that of its rows or of its columns")
        top = self.node("each", "exp", vector)
        return self.node("mul", top, total(top) ** num(-1))

    def in_brackets(self) -> Expr:
        if self.token.text not in ("(", "[", r"\{"):
            self.fail("expected brackets")
        items = self.listed(self.token.text)
        return items[0] if len(items) == 1 else self.fail("one vector was expected")

    def log_sum(self, vector: Expr) -> Expr:
        if vector.shape[1:] != (1,):
            self.fail("a log-sum-exp is taken of a vector, and this is none")
        return Expr("log", total(self.node("each", "exp", vector)))

    # -- norms and inner products

    def norm_in_braces(self) -> Expr:
        r"""`\norm{x}_2`, as packages and authors define it."""
        self.take()
        self.skip("*")
        return self.norm(self.group())

    def norm(self, inner: Expr) -> Expr:
        """What the bars of a norm, whose subscript follows, mean."""
        kind = ""
        if self.token.text == "^" and self.after_superscript() == "_":  # ||x||^2_2
            self.take()
            exponent = self.group()
            self.expect("_")
            return self.node("pow", self.of_kind(inner, self.group_text()), exponent)
        if self.skip("_"):
            kind = self.group_text()
        return self.of_kind(inner, kind)

    def after_superscript(self) -> str:
        """What stands after the superscript that begins here."""
        start = self.at
        self.take()
        self.skip_group()
        found, self.at = self.token.text, start
        return found

    def of_kind(self, inner: Expr, kind: str) -> Expr:
        kind = plain_mark(kind)
        vector = inner.shape[1:] in ((), (1,))
        weights = self.names.get(identifier(kind)) if kind not in NORMS and vector and inner.shape else None
        if weights and weights.kind == "value" and weights.shape == inner.shape[:1] * 2:
            return self.node("pow", self.node("mul", inner.T, self.names.leaf(identifier(kind)), inner), HALF)
        if kind not in NORMS or (kind in ("2", "1", r"\infty") and not vector):
            self.fail("only the norms 1, 2 and infinity of vectors and the Frobenius norm are known")
        head = NORMS[kind]
        return self.node("abs", inner) if head in ("norm1", "norminf") and not inner.shape else self.node(head, inner)

    def inner_product(self) -> Expr:
        self.take()
        left = self.inside(self.sum)
        self.expect(",")
        right = self.inside(self.sum)
        self.expect(r"\rangle")
        if self.skip("_") and NORMS.get(plain_mark(self.group_text())) != "norm":
            self.fail("this kind of inner product is not known")
        if left.shape[1:] in ((), (1,)):
            return self.node("mul", left.T if left.shape else left, right)
        return self.node("tr", self.node("mul", left.T, right))

    # -- cases

    def cases(self) -> Expr:
        r"""The inside of `\begin{cases}`: values, and after `&` or "if" when they hold."""
        if (system := self.system()) is not None:
            return system
        parts: list[Expr] = []
        while self.token.text != r"\end":
            parts.append(self.inside(self.sum))
            while self.token.text in ("&", ","):
                self.take()
            last = self.word() in ("otherwise", "else")
            if last:
                self.take_words()
            elif self.token.text not in (r"\\", r"\end"):
                if self.word() in ("if", "when", "for"):
                    self.take_words()
                parts.append(self.inside(self.conditions))
            while self.token.text in (",", ".", r"\\", ";"):
                self.take()
        if len(parts) % 2 == 0:
            parts.append(ONE / ZERO if parts else self.fail("there is no case among the cases"))
        return self.node("cases", *parts) if len(parts) > 1 else parts[0]

    def system(self) -> Expr | None:
        """Equations one below the other, all of which hold; None where values stand."""
        start, tokens = self.at, self.tokens
        last = next((i for i in range(start, len(tokens)) if tokens[i].text == r"\end"), len(tokens))
        self.tire_over(10 * (last - start))
        marks = [i for i in range(start, last) if tokens[i].text == "&"]
        if any(not {tokens[i - 1].text, tokens[i + 1].text} & EQUAL for i in marks):
            return None
        self.tokens = [t for i, t in enumerate(tokens) if not (start <= i < last and t.text == "&")]
        try:
            found = [self.inside(self.relation)]
            while self.token.text != r"\end" and found[-1].head in RELATIONS:
                while self.token.text in (",", ".", r"\\", ";"):
                    self.take()
                if self.token.text != r"\end":
                    found.append(self.inside(self.relation))
        except Unread:
            found = []
        if found and all(each.head in RELATIONS for each in found):
            return conjunction(*found)
        self.at, self.tokens = start, tokens
        return None


def plain(head: str, x: Expr) -> Expr:
    """Functions of a number that others stand for."""
    up, down = Expr("exp", x), Expr("exp", -x)
    match head:
        case "relu":
            return Expr("max", x, ZERO)
        case "sigmoid":
            return ONE / (ONE + down)
        case "silu":
            return x / (ONE + down)
        case "softplus":
            return Expr("log", ONE + up)
        case "logit":
            return Expr("log", x / (ONE - x))
        case "sinh":
            return HALF * (up - down)
        case "cosh":
            return HALF * (up + down)
        case "step":
            return Expr("cases", ONE, Expr("lt", ZERO, x), ZERO)
        case "tan":
            return Expr("sin", x) / Expr("cos", x)
    return Expr(head, x)


def plain_mark(text: str) -> str:
    """A subscript without its font."""
    return re.sub(r"\\(?:mathrm|text|mathsf)\{(\w+)\}|\\(?:mathrm|mathsf)(?=\w$)", r"\1", text)


def total(vector: Expr) -> Expr:
    """The sum of a vector's entries."""
    return Expr("mul", Expr("ones", vector.shape[0]).T, vector)


def function_of_slope(body: Expr, leaf: Expr) -> str | None:
    r"""The function, with its primes, of which a slope in a name of its own is read: `\operatorname{ReLU}'`."""
    primes = "'"
    while body.head == "derivative" and body.args[1] == leaf:
        body, primes = body.args[0], primes + "'"
    for word, head in SCALARS.items():
        if body == (total(Expr("each", head, leaf)) if leaf.shape else plain(head, leaf)):
            return rf"\operatorname{{{word}}}{primes}"
    return None
