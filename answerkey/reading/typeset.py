r"""Trees as LaTeX that the reader reads as the same trees again: `typeset(read(x))` is another way to write `x`.

Brackets are kept where the tree has a node of its own, as in `(ab)c`. Raises Untypeset for what no formula says:
what the engine makes for itself, conditions on a bound name that its range cannot say, and sizes that have no name.
"""

from collections.abc import Callable
from itertools import pairwise

from answerkey.reading.binders import entries_of
from answerkey.reading.names import OF, Names, identifier, spelled
from answerkey.reading.operators import function_of_slope
from answerkey.shapes import Shape
from answerkey.tree import TRUE, VAGUE, Expr, conjunction, is_bound, num

OPEN, LOOSE, TERM, FACTOR, ATOM = range(5)  # how tightly what is written holds together; OPEN takes what follows
RELATED = {
    "eq": "=", "ne": r"\ne", "lt": "<", "le": r"\le", "tends": r"\to", "in": r"\in", "approx": r"\approx",
    "becomes": r"\leftarrow",
}  # fmt: skip
LINKED = {"or": r"\vee", "and": r"\wedge", "iff": r"\iff", "implies": r"\implies"}
NAMED = {"exp", "log", "tanh", "sin", "cos", "det", "max", "min"}
WORDS = {"erf": "erf", "sign": "sign", "tr": "tr", "rank": "rank", "vec": "vec", "diag": "diag", "diagpart": "diag"}
ENTRYWISE = {"relu": "ReLU", "sigmoid": "sigmoid", "softplus": "softplus"}
BARS = {
    "abs": (r"\left|", r"\right|"), "norm": (r"\left\|", r"\right\|"), "norm1": (r"\left\|", r"\right\|_1"),
    "norminf": (r"\left\|", r"\right\|_\infty"), "floor": (r"\lfloor", r"\rfloor"), "ceil": (r"\lceil", r"\rceil"),
}  # fmt: skip
NEXT_ROW = r" \\ "
JOINED = {"union": r"\cup", "intersection": r"\cap", "difference": r"\setminus"}
PLAIN = {
    "eye": r"\mathbb{I}", "null": r"\mathbf{0}", "pi": r"\pi", "infinity": r"\infty", "naturals": r"\mathbb{N}",
    "integers": r"\mathbb{Z}", "reals": r"\mathbb{R}",
}  # fmt: skip
OPTIMA = {
    "minimum": r"\min", "maximum": r"\max", "infimum": r"\inf", "supremum": r"\sup", "argmin": r"\arg\min",
    "argmax": r"\arg\max",
}  # fmt: skip


class Untypeset(ValueError):
    """A tree that no formula is read as."""


def typeset(expr: Expr, names: Names) -> str:
    """`expr` in LaTeX under the declared names; raises Untypeset."""
    return Typesetter(expr, names).write(expr)


class Typesetter:
    """Writes one tree; what its binders bind gets letters that occur nowhere else in it."""

    def __init__(self, whole: Expr, names: Names):
        self.taken = {arg for node in whole.walk() for arg in node.args if isinstance(arg, str)}
        self.taken |= {each.removesuffix("[]") for each in names.symbols}
        self.letters: dict[Expr, str] = {}
        self.names = names

    def write(self, expr: Expr, place: int = OPEN) -> str:
        """`expr` where something of the tightness `place` is wanted."""
        rule = RULES.get(expr.head)
        if rule is None:
            raise Untypeset(f"no formula is read as {expr.head}")
        text, holds = rule(self, expr)
        return text if holds >= place else rf"\left({text}\right)"

    def listed(self, nodes) -> str:
        return ", ".join(self.write(node, LOOSE) for node in nodes)

    # -- leaves

    def number(self, expr: Expr) -> tuple[str, int]:
        value = expr.args[0]
        if value.denominator > 1:
            digits = next((k for k in range(1, 40) if not (value * 10**k).denominator > 1), None)
            if digits is None:
                raise Untypeset("a fraction as one number")
            whole = str(abs(value.numerator) * 10**digits // value.denominator).rjust(digits + 1, "0")
            text = f"{whole[:-digits]}.{whole[-digits:]}"
        else:
            text = str(abs(value))
        return (f"-{text}", LOOSE) if value < 0 else (text, ATOM)

    def named(self, expr: Expr) -> tuple[str, int]:
        if expr in self.letters:
            return self.letters[expr], ATOM
        if is_bound(expr) or OF in expr.args[0]:
            raise Untypeset(f"{expr.args[0]} has no letter of its own")
        text = spelled(expr.args[0])
        return text, FACTOR if "^" in text or text.endswith("'") else ATOM

    def term(self, expr: Expr) -> tuple[str, int]:
        return f"{spelled(expr.args[0])}_{{{self.write(expr.args[2])}}}", ATOM

    def plain(self, expr: Expr) -> tuple[str, int]:
        if expr.args:
            raise Untypeset("an identity of a given size")
        return PLAIN[expr.head], ATOM

    def ones(self, expr: Expr) -> tuple[str, int]:
        size = expr.args[0]
        if size == "?":
            return r"\mathbf{1}", FACTOR
        return rf"\mathbf{{1}}_{{{self.side(size)}}}", ATOM

    def side(self, size) -> str:
        if isinstance(size, str) and ("?" in size or identifier(spelled(size)) != size):
            raise Untypeset(f"the size {size} has no name")
        return str(size) if isinstance(size, int) else spelled(size)

    # -- sums and products

    def added(self, expr: Expr) -> tuple[str, int]:
        text = ""
        for part in expr.args:
            if is_minus(part):
                text += f" - {self.write(part.args[1], TERM)}"
            elif part.head == "num" and part.args[0] < 0:
                text += f" - {self.write(num(-part.args[0]), TERM)}"
            else:
                text += f" + {self.write(part, TERM)}"
        return text.removeprefix(" + ").strip(), LOOSE

    def multiplied(self, expr: Expr) -> tuple[str, int]:
        if is_minus(expr):
            return f"-{self.write(expr.args[1], TERM)}", LOOSE
        if len(expr.args) == 2 and is_inverse(expr.args[1]):
            below = expr.args[1].args[0]
            return rf"\frac{{{self.write(expr.args[0])}}}{{{self.write(below)}}}", FACTOR
        texts = [self.write(part, FACTOR) for part in expr.args]
        joined = texts[0]
        for before, text in pairwise(texts):
            apart = text[0].isdigit() or text.startswith((r"\left", r"\frac")) or before[-1:] == "!"
            joined += rf" \times {text}" if apart else f" {text}"
        return joined, TERM

    def power(self, expr: Expr) -> tuple[str, int]:
        base, exponent = expr.args
        if exponent.head == "num" and exponent.args[0].denominator > 1:
            if exponent.args[0].numerator != 1:
                raise Untypeset("a fraction as one number")
            degree = exponent.args[0].denominator
            return rf"\sqrt[{degree}]{{{self.write(base)}}}".replace("[2]{", "{", 1), ATOM
        return f"{self.write(base, ATOM)}^{{{self.write(exponent)}}}", FACTOR

    def transposed(self, expr: Expr) -> tuple[str, int]:
        return rf"{self.write(expr.args[0], ATOM)}^\top", FACTOR

    def pseudo_inverse(self, expr: Expr) -> tuple[str, int]:
        return f"{self.write(expr.args[0], ATOM)}^{{+}}", FACTOR

    def between(self, expr: Expr) -> tuple[str, int]:
        if expr.head == "hadamard" and len(expr.args) > 2:
            if len({*expr.args}) > 1 or len(expr.args) > 8:
                raise Untypeset("a product of entries of so many")
            return rf"{self.write(expr.args[0], ATOM)}^{{\odot {len(expr.args)}}}", FACTOR
        sign = r"\otimes" if expr.head == "kron" else r"\odot"
        sides = [self.write(side, TERM if side.head == "mul" else FACTOR) for side in expr.args]
        return f" {sign} ".join(sides), LOOSE

    # -- functions

    def applied(self, expr: Expr) -> tuple[str, int]:
        word = rf"\{expr.head}" if expr.head in NAMED else rf"\operatorname{{{WORDS[expr.head]}}}"
        return rf"{word}\left({self.listed(expr.args)}\right)", FACTOR

    def entrywise(self, expr: Expr) -> tuple[str, int]:
        head, inner = expr.args
        if head == "step":
            return rf"\mathbf{{1}}[{self.write(inner)} > 0]", FACTOR
        if head not in ENTRYWISE.keys() | NAMED:
            raise Untypeset(f"{head} entry by entry")
        word = rf"\{head}" if head in NAMED else rf"\operatorname{{{ENTRYWISE[head]}}}"
        return rf"{word}\left({self.write(inner)}\right)", FACTOR

    def in_bars(self, expr: Expr) -> tuple[str, int]:
        if expr.head in ("norm1", "norminf") and expr.args[0].shape[1:] not in ((), (1,)):
            raise Untypeset("a norm of the entries of a matrix")
        left, right = BARS[expr.head]
        inner = self.write(expr.args[0])
        if left == r"\left|" and (inner.startswith(left) or inner.endswith(right)):  # side by side they are a norm's
            inner = rf"\left({inner}\right)"
        return f"{left} {inner} {right}", ATOM if expr.head in ("abs", "floor", "ceil") else FACTOR

    def called(self, expr: Expr) -> tuple[str, int]:
        function, order, *arguments = expr.args
        symbol = self.names.get(function)
        if symbol and symbol.parameters == (*arguments,) and not all(self.names.get(n.args[0]) for n in arguments):
            return spelled(function) + chr(39) * order, FACTOR
        return rf"{spelled(function)}{chr(39) * order}\left({self.listed(arguments)}\right)", FACTOR

    def factorial(self, expr: Expr) -> tuple[str, int]:
        return f"{self.write(expr.args[0], ATOM)}!", FACTOR

    def binomial(self, expr: Expr) -> tuple[str, int]:
        above, below = map(self.write, expr.args)
        return rf"\binom{{{above}}}{{{below}}}", ATOM

    def mean(self, expr: Expr) -> tuple[str, int]:
        given = rf" \mid {self.write(expr.args[1])}" if expr.head == "given" else ""
        return rf"\mathbb{{E}}\left[{self.write(expr.args[0])}{given}\right]", FACTOR

    def entry(self, expr: Expr) -> tuple[str, int]:
        base, *indices = expr.args
        text = self.write(base, ATOM)
        bare = text if base.head == "name" and base not in self.letters else rf"\left({self.write(base)}\right)"
        letters = all(index.head == "name" and len(self.write(index)) == 1 for index in indices)
        return f"{bare}_{{{('' if letters else ', ').join(map(self.write, indices))}}}", ATOM

    def block(self, expr: Expr) -> tuple[str, int]:
        columns, *cells = expr.args
        rows = [" & ".join(map(self.write, cells[i : i + columns])) for i in range(0, len(cells), columns)]
        return rf"\begin{{bmatrix}} {NEXT_ROW.join(rows)} \end{{bmatrix}}", ATOM

    def cases(self, expr: Expr) -> tuple[str, int]:
        pairs = zip(expr.args[:-1:2], expr.args[1::2], strict=True)
        rows = [f"{self.write(value)} & {self.write(condition)}" for value, condition in pairs]
        rows.append(rf"{self.write(expr.args[-1])} & \text{{otherwise}}")
        return rf"\begin{{cases}} {NEXT_ROW.join(rows)} \end{{cases}}", ATOM

    # -- what is bound

    def bind(self, leaf: Expr) -> str:
        """A letter for what a binder binds."""
        own = "ijklpqrs" if leaf.args[0].startswith("~i") else "uvxyzabc"
        plain = [*own, *(f"{own[0]}_{k}" for k in range(1, 30))]
        letter = next((each for each in plain if each not in self.taken), None)
        if letter is None:
            raise Untypeset("so many bound names")
        self.taken.add(letter)
        self.letters[leaf] = spelled(letter)
        return self.letters[leaf]

    def release(self, leaf: Expr) -> None:
        self.taken.discard(identifier(self.letters.pop(leaf)))

    def series(self, expr: Expr) -> tuple[str, int]:
        leaf, body, low, high = expr.args
        ends = self.write(low), self.write(high)
        index = self.bind(leaf)
        text = rf"\{expr.head}_{{{index} = {ends[0]}}}^{{{ends[1]}}} \left({self.write(body)}\right)"
        self.release(leaf)
        return text, LOOSE

    def limit(self, expr: Expr) -> tuple[str, int]:
        leaf, body, target, side = expr.args
        end = self.write(target) + (f"^{side}" if side else "")
        letter = self.bind(leaf)
        text = rf"\lim_{{{letter} \to {end}}} \left({self.write(body)}\right)"
        self.release(leaf)
        return text, LOOSE

    def optimum(self, expr: Expr) -> tuple[str, int]:
        leaf, body, condition = expr.args
        letter = self.bind(leaf)
        said = self.conditions(condition, entries_of(body, leaf))
        text = rf"{OPTIMA[expr.head]}_{{{self.ranged(leaf, letter)}}} \left({self.write(body)}\right)"
        text += rf" \text{{ s.t. }} {self.write(said)}" if said != TRUE else ""
        self.release(leaf)
        return text, OPEN

    def quantified(self, expr: Expr) -> tuple[str, int]:
        leaf, condition, body = expr.args
        letter = self.bind(leaf)
        said = self.conditions(condition, entries_of(body, leaf))
        if said != TRUE and (leaf.shape or said.head not in ("lt", "le", "in") or leaf not in said.args):
            raise Untypeset("a quantifier over what a range cannot say")
        place = self.write(said) if said != TRUE else self.ranged(leaf, letter)
        text = rf"\{expr.head} {place}: {self.write(body, TERM)}"
        self.release(leaf)
        return text, OPEN

    def ranged(self, leaf: Expr, letter: str) -> str:
        return letter if not leaf.shape else rf"{letter} \in {self.space(leaf.shape)}"

    def space(self, shape: Shape) -> str:
        return rf"\mathbb{{R}}^{{{self.side(shape[0])} \times {self.side(shape[1])}}}"

    def conditions(self, condition: Expr, known: list[Expr]) -> Expr:
        """What a condition says beyond what the reader adds for an index of entries."""
        parts = condition.args if condition.head == "and" else (condition,)
        if parts[len(parts) - len(known) :] != tuple(known):
            raise Untypeset("a range of entries that is not said in full")
        return conjunction(*parts[: len(parts) - len(known)])

    def builder(self, expr: Expr) -> tuple[str, int]:
        leaf, condition = expr.args
        letter = self.bind(leaf)
        text = rf"\left\{{ {letter} : {self.write(condition)} \right\}}"
        self.release(leaf)
        return text, ATOM

    # -- derivatives

    def derivative(self, expr: Expr) -> tuple[str, int]:
        body, leaf = expr.args
        return rf"\frac{{\partial}}{{\partial {self.write(leaf)}}} \left({self.write(body)}\right)", LOOSE

    def gradient(self, expr: Expr) -> tuple[str, int]:
        body, leaf, at = expr.args
        if is_bound(leaf) and leaf not in self.letters:
            word = function_of_slope(body, leaf)
            if word is None:
                raise Untypeset("a slope of what is no function of a number")
            return rf"{word}\left({self.write(at)}\right)", FACTOR
        text = rf"\nabla_{{{self.write(leaf)}}} \left({self.write(body)}\right)"
        if not leaf.shape:
            text = rf"\frac{{\partial}}{{\partial {self.write(leaf)}}} \left({self.write(body)}\right)"
        if at == leaf and not leaf.shape:
            raise Untypeset("a gradient in a number")
        return (text if at == leaf else rf"\left. {text} \right|_{{{self.write(leaf)} = {self.write(at)}}}"), LOOSE

    def hessian(self, expr: Expr) -> tuple[str, int]:
        body, leaf, at = expr.args
        if at != leaf or not leaf.shape:
            raise Untypeset("a Hessian at another point")
        return rf"\nabla^2_{{{self.write(leaf)}}} \left({self.write(body)}\right)", LOOSE

    def jacobian(self, expr: Expr) -> tuple[str, int]:
        body, leaf, at = expr.args
        if at != leaf or leaf.shape[1:] not in ((), (1,)):
            raise Untypeset("a Jacobian along a matrix, or at another point")
        return rf"\frac{{\partial \left({self.write(body)}\right)}}{{\partial {self.write(leaf)}}}", FACTOR

    def slope(self, expr: Expr) -> tuple[str, int]:
        return rf"\nabla {spelled(expr.args[0])}\left({self.write(expr.args[1])}\right)", FACTOR

    # -- statements and sets

    def related(self, expr: Expr) -> tuple[str, int]:
        left, right = expr.args
        return f"{self.write(left, LOOSE)} {RELATED[expr.head]} {self.write(right, LOOSE)}", LOOSE

    def linked(self, expr: Expr) -> tuple[str, int]:
        if len(expr.args) < 2:
            raise Untypeset("a statement of nothing")
        if any(side.head in VAGUE for side in expr.args):
            raise Untypeset("a chain in which a link claims nothing")
        tight = ("and", "or") if expr.head != "and" else ()
        sides = []
        for side in expr.args:
            loose = side.head in RELATED or (side.head in tight and (expr.head, side.head) != ("or", "or"))
            sides.append(self.write(side, LOOSE if loose or side.head in ("pd", "psd") else TERM))
        return f" {LINKED[expr.head]} ".join(sides), LOOSE

    def negated(self, expr: Expr) -> tuple[str, int]:
        return rf"\neg \left({self.write(expr.args[0])}\right)", LOOSE

    def definite(self, expr: Expr) -> tuple[str, int]:
        sign = r"\succeq" if expr.head == "psd" else r"\succ"
        return rf"{self.write(expr.args[0])} {sign} 0", LOOSE

    def interval(self, expr: Expr) -> tuple[str, int]:
        low, high, closed_low, closed_high = expr.args
        opening, closing = "[" if closed_low else "(", "]" if closed_high else ")"
        return f"{opening}{self.write(low)}, {self.write(high)}{closing}", ATOM

    def set(self, expr: Expr) -> tuple[str, int]:
        return rf"\{{{self.listed(expr.args)}\}}", ATOM

    def joined(self, expr: Expr) -> tuple[str, int]:
        if len(expr.args) != 2:
            raise Untypeset("more than two sets joined at once")
        left, right = expr.args
        return f"{self.write(left)} {JOINED[expr.head]} {self.write(right, TERM)}", LOOSE


def is_minus(expr: Expr) -> bool:
    """Whether a product is what is read of `-x`."""
    return expr.head == "mul" and len(expr.args) == 2 and expr.args[0] == num(-1) and expr.args[1].head != "num"


def is_inverse(expr: Expr) -> bool:
    return expr.head == "pow" and expr.args[1] == num(-1) and not expr.shape


Rule = Callable[[Typesetter, Expr], tuple[str, int]]
RULES: dict[str, Rule] = {
    "num": Typesetter.number, "name": Typesetter.named, "term": Typesetter.term, "ones": Typesetter.ones,
    "add": Typesetter.added, "mul": Typesetter.multiplied, "pow": Typesetter.power, "T": Typesetter.transposed,
    "pinv": Typesetter.pseudo_inverse, "kron": Typesetter.between, "hadamard": Typesetter.between,
    "each": Typesetter.entrywise, "call": Typesetter.called, "factorial": Typesetter.factorial,
    "binomial": Typesetter.binomial, "E": Typesetter.mean, "given": Typesetter.mean, "entry": Typesetter.entry,
    "block": Typesetter.block, "cases": Typesetter.cases, "sum": Typesetter.series, "prod": Typesetter.series,
    "limit": Typesetter.limit, "forall": Typesetter.quantified, "exists": Typesetter.quantified,
    "builder": Typesetter.builder, "derivative": Typesetter.derivative, "gradient": Typesetter.gradient,
    "hessian": Typesetter.hessian, "jacobian": Typesetter.jacobian, "grad": Typesetter.slope,
    "not": Typesetter.negated, "psd": Typesetter.definite, "pd": Typesetter.definite,
    "interval": Typesetter.interval, "set": Typesetter.set,
    **dict.fromkeys(PLAIN, Typesetter.plain), **dict.fromkeys(NAMED | WORDS.keys(), Typesetter.applied),
    **dict.fromkeys(BARS, Typesetter.in_bars), **dict.fromkeys(OPTIMA, Typesetter.optimum),
    **dict.fromkeys(RELATED, Typesetter.related), **dict.fromkeys(LINKED, Typesetter.linked),
    **dict.fromkeys(JOINED, Typesetter.joined),
}  # fmt: skip
