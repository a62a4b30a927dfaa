"""The common currency: one small immutable expression tree, which knows its shapes and evaluates nothing.

The reader makes trees from LaTeX, models are run on them by operator overloading, and the rungs decide them.
A shape is `()` for a scalar and `(rows, columns)` for a matrix, a column vector having one column; dimensions
are names or whole numbers.  The identity and the zero matrix fit any shape.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from operator import add, is_, matmul, neg, pow, sub, truediv

from answerkey.shapes import EXTREMA, Shape, shape_of

RELATIONS = frozenset(
    {"eq", "ne", "lt", "le", "in", "tends", "and", "or", "not", "iff", "implies", "forall", "exists", "pd", "psd"}
)
VAGUE = frozenset({"approx", "becomes", "growth", "law", "probability", "list"})  # of which nothing can be decided
SETS = frozenset({"interval", "set", "union", "intersection", "difference", "builder", "naturals", "integers", "reals"})
BINDERS = EXTREMA | {"sum", "prod", "argmin", "argmax", "forall", "exists", "limit", "builder"}
BOUND = "~"  # begins the name of what a binder binds: ~i1 is a whole number, ~x1 is not


BITS: dict[str, int] = {}  # one for each head that has occurred


def bit(head: str) -> int:
    return BITS.setdefault(head, 1 << len(BITS))


MADE: dict[tuple, "Expr"] = {}  # the nodes that were made lately
MOST_MADE = 100_000


class Expr:
    """A node: its `head` says what it is, its `args` are nodes and, in leaves, plain values.

    Nodes that are alike are made once, as far as memory goes, so that comparing two takes no walk.
    """

    __slots__ = ("_hash", "args", "depth", "head", "heads", "nodes", "shape")
    _hash: int
    head: str
    args: tuple
    nodes: tuple["Expr", ...]
    shape: Shape
    depth: int
    heads: int  # a bit for each head that occurs

    def __new__(cls, head: str, *args):
        key = (head, args)
        if (found := MADE.get(key)) is None:
            found = super().__new__(cls)
            found.fill(head, args)
            if len(MADE) >= MOST_MADE:
                MADE.clear()
            MADE[key] = found
        return found

    def fill(self, head: str, args: tuple) -> None:
        self.head, self.args = head, args
        self._hash = hash((head, args))
        self.nodes = tuple([a for a in args if isinstance(a, Expr)])
        self.shape = shape_of(head, args)
        depth, heads = 0, BITS.get(head) or bit(head)
        for node in self.nodes:
            depth = node.depth if node.depth > depth else depth
            heads |= node.heads
        self.depth, self.heads = depth + 1, heads

    def __hash__(self):
        return self._hash

    def __eq__(self, other):
        if self is other:
            return True
        same = isinstance(other, Expr) and self._hash == other._hash
        return same and self.head == other.head and self.args == other.args

    def __reduce__(self):
        return Expr, (self.head, *self.args)

    def __repr__(self):
        from answerkey.reading.show import show

        return show(self)

    def walk(self) -> Iterator["Expr"]:
        """This node and every node below it, each as often as it occurs."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.nodes[::-1]

    def has(self, *heads: str) -> bool:
        """Whether a node with one of these heads occurs."""
        return any(self.heads & bit(head) for head in heads)

    def rebuild(self, change: Callable[["Expr"], "Expr"]) -> "Expr":
        """The same node over changed children."""
        args = [change(a) if isinstance(a, Expr) else a for a in self.args]
        return self if all(map(is_, args, self.args)) else Expr(self.head, *args)

    def replace(self, old_to_new: dict["Expr", "Expr"]) -> "Expr":
        """Every free occurrence of each old subtree replaced by its new one, outermost first."""
        if self in old_to_new:
            return old_to_new[self]
        if self.head in BINDERS:
            return self.replaced_within(old_to_new)
        return self.rebuild(lambda node: node.replace(old_to_new))

    def replaced_within(self, old_to_new: dict["Expr", "Expr"]) -> "Expr":
        """A binder after a replacement, its bound name made new where it would catch what is put in."""
        leaf, inside = self.args[0], {old: new for old, new in old_to_new.items() if old != self.args[0]}
        scope = 2 if self.head in ("sum", "prod", "limit") else len(self.args)  # where it ends
        taken = {n for new in inside.values() for n in new.walk()}
        if leaf in taken:
            taken |= {*self.walk()}
            levels = (name(f"{leaf.args[0][:2]}{level}", leaf.shape) for level in range(1, len(taken) + 2))
            inside[leaf] = next(fresh for fresh in levels if fresh not in taken)
        parts = [p.replace(inside if at < scope else old_to_new) if isinstance(p, Expr) else p
                 for at, p in enumerate(self.args[1:], 1)]  # fmt: skip
        return Expr(self.head, inside.get(leaf, leaf), *parts)

    def __add__(self, other):
        return Expr("add", self, self.beside(other))

    def __radd__(self, other):
        return Expr("add", self.beside(other), self)

    def __sub__(self, other):
        return Expr("add", self, -self.beside(other))

    def __rsub__(self, other):
        return Expr("add", self.beside(other), -self)

    def beside(self, other) -> "Expr":
        """What is added to this: to a vector, a plain number at every entry, as with NumPy."""
        plain = not isinstance(other, Expr) and self.shape[1:] == (1,)
        return tree(other) * Expr("ones", self.shape[0]) if plain else tree(other)

    def __neg__(self):
        return Expr("mul", num(-1), self)

    def __mul__(self, other):
        return Expr("mul", self, tree(other))

    def __rmul__(self, other):
        return Expr("mul", tree(other), self)

    def __truediv__(self, other):
        return Expr("mul", self, Expr("pow", tree(other), num(-1)))

    def __rtruediv__(self, other):
        return tree(other) / self

    def __pow__(self, other):
        return Expr("pow", self, tree(other))

    def __matmul__(self, other):
        """As NumPy's: two vectors give their inner product."""
        both_vectors = self.shape[1:] == other.shape[1:] == (1,)
        return (self.T if both_vectors else self) * other

    def __abs__(self):
        return Expr("abs", self)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        """NumPy's functions of numbers and entries, so that a model that calls them runs on trees as well."""
        if method != "__call__" or options:
            return NotImplemented
        return applied(ufunc.__name__, *map(tree, inputs))

    @property
    def T(self):
        return Expr("T", self)


OPERATIONS: dict[str, Callable] = {
    "add": add, "subtract": sub, "negative": neg, "divide": truediv, "power": pow, "matmul": matmul, "absolute": abs,
}  # fmt: skip
ENTRYWISE = frozenset({"exp", "log", "tanh", "sin", "cos"})


def applied(ufunc: str, *args: Expr) -> Expr:
    """NumPy's function of that name on trees; of vectors and matrices it acts entry by entry, as NumPy's does."""
    shaped = any(arg.shape for arg in args)
    if ufunc in OPERATIONS:
        return OPERATIONS[ufunc](*args)
    if ufunc == "multiply":
        return Expr("hadamard", *args) if all(arg.shape for arg in args) else args[0] * args[1]
    if ufunc == "sqrt" and not shaped:
        return args[0] ** HALF
    if ufunc in ENTRYWISE:
        return Expr("each", ufunc, *args) if shaped else Expr(ufunc, *args)
    if ufunc in ("maximum", "minimum") and not shaped:
        return Expr(ufunc[:3], *args)
    if ufunc == "maximum" and ZERO in args:
        return Expr("each", "relu", *(arg for arg in args if arg != ZERO))
    raise TypeError(f"numpy.{ufunc} of {' and '.join(map(repr, args))} is not known to the symbolic side")


def tree(value) -> Expr:
    """A plain number as a tree; a tree as it is."""
    if isinstance(value, float):
        return num(str(value))  # what was written, not its nearest binary fraction
    return value if isinstance(value, Expr) else num(value)


@lru_cache(maxsize=2_000)
def num(value) -> Expr:
    return Expr("num", Fraction(value))


def name(identifier: str, shape: Shape = ()) -> Expr:
    return Expr("name", identifier, shape)


def bound(head: str, leaf: Expr, *parts, whole: bool = False) -> Expr:
    """A binder of `leaf` in its other parts, under a name that says no more than how deep binders nest within."""
    inner = [n for part in parts if isinstance(part, Expr) for n in part.walk() if n.head == "name"]
    levels = [int(n.args[0][2:]) for n in inner if n.args[0][:2] in ("~i", "~x")]
    new = name(f"~{'i' if whole else 'x'}{1 + max(levels, default=0)}", leaf.shape)
    return Expr(head, new, *(part.replace({leaf: new}) if isinstance(part, Expr) else part for part in parts))


def is_bound(leaf: Expr) -> bool:
    return leaf.head == "name" and leaf.args[0].startswith(BOUND)


def member(what: Expr, where: Expr) -> Expr:
    """That a number is in a set; joined sets and unbounded intervals are written out as relations."""
    match where.head:
        case "union":
            return Expr("or", *(member(what, part) for part in where.args))
        case "intersection":
            return conjunction(*(member(what, part) for part in where.args))
        case "difference":
            return conjunction(member(what, where.args[0]), Expr("not", member(what, where.args[1])))
        case "builder":
            return where.args[1].replace({where.args[0]: what})
        case "reals":
            return TRUE
        case "interval" if any(n.head == "infinity" for end in where.args[:2] for n in end.walk()):
            low, high, closed_low, closed_high = where.args
            parts = [(low, what, closed_low)] * (low != -INFINITY) + [(what, high, closed_high)] * (high != INFINITY)
            return conjunction(*(Expr("le" if closed else "lt", a, b) for a, b, closed in parts))
    return Expr("in", what, where)


def both_signs(expr: Expr) -> list[Expr]:
    """What an expression with a plus-or-minus in it stands for."""
    signs = {node for node in expr.walk() if node.head == "pm"}
    if not signs:
        return [expr]
    return [expr.replace({n: n.args[0] for n in signs}), expr.replace({n: -n.args[0] for n in signs})]


def conjunction(*claims: Expr) -> Expr:
    parts = [part for claim in claims for part in (claim.args if claim.head == "and" else (claim,))]
    return parts[0] if len(parts) == 1 else Expr("and", *parts)


ZERO, ONE, HALF = num(0), num(1), num(Fraction(1, 2))
EYE, NULL = Expr("eye"), Expr("null")  # the identity and the zero matrix
TRUE, FALSE = Expr("and"), Expr("or")
INFINITY = Expr("infinity")
