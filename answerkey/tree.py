"""The common currency: one small immutable expression tree, which knows its shapes and evaluates nothing.

The reader makes trees from LaTeX, models are run on them by operator overloading, and the rungs decide them.
A shape is `()` for a scalar and `(rows, columns)` for a matrix, a column vector having one column; dimensions
are names or whole numbers.  The identity and the zero matrix fit any shape.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from operator import is_

Dimension = str | int
Shape = tuple[Dimension, ...]  # empty, or rows and columns

ANY: Shape = ("?", "?")  # of the identity and of zero, which take the shape that their place asks for
RELATIONS = frozenset(
    {"eq", "ne", "lt", "le", "in", "tends", "and", "or", "not", "iff", "implies", "forall", "exists", "pd", "psd"}
)
SETS = frozenset({"interval", "set", "union", "intersection", "difference", "builder", "naturals", "integers", "reals"})
FUNCTIONS = frozenset({"abs", "exp", "log", "tanh", "ceil", "floor", "sin", "cos", "sign", "erf", "factorial"})
EXTREMA = frozenset({"minimum", "maximum", "infimum", "supremum"})
BINDERS = EXTREMA | {"sum", "prod", "argmin", "argmax", "forall", "exists", "limit", "builder"}
BOUND = "~"  # begins the name of what a binder binds: ~i1 is a whole number, ~x1 is not


BITS: dict[str, int] = {}  # one for each head that has occurred


def bit(head: str) -> int:
    return BITS.setdefault(head, 1 << len(BITS))


MADE: dict[tuple, "Expr"] = {}  # the nodes that were made lately
MOST_MADE = 100_000


class ShapeError(ValueError):
    """Matrices whose shapes do not fit."""


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
        return Expr("add", self, tree(other))

    def __radd__(self, other):
        return Expr("add", tree(other), self)

    def __sub__(self, other):
        return Expr("add", self, -tree(other))

    def __rsub__(self, other):
        return Expr("add", tree(other), -self)

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

    @property
    def T(self):
        return Expr("T", self)


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


def shape_of(head: str, args: tuple) -> Shape:
    """The shape of a node made of `args`; a set and a relation count as scalars."""
    rule = _SHAPES.get(head)
    return rule(args) if rule else ()


def common_shape(nodes, what="added") -> Shape:
    """The one shape that all of `nodes` have; raises ShapeError where there is none."""
    found: Shape = ANY
    if any(node.shape == ANY and node.head != "null" for node in nodes) and any(
        node.shape == () and node != ZERO for node in nodes
    ):
        raise ShapeError("a multiple of the identity is not a number")
    for node in nodes:
        if node.shape == ANY or (node == ZERO and what == "compared"):
            continue
        if found not in (ANY, node.shape) and not alike(found, node.shape):
            raise ShapeError(f"{described(found)} cannot be {what} to {described(node.shape)}")
        found = node.shape if is_known(node.shape) or found == ANY else found
    return found


def alike(one: Shape, other: Shape) -> bool:
    """Whether two shapes may be the same, an unknown side being like any."""
    return len(one) == len(other) and all(a == b or "?" in f"{a}{b}" for a, b in zip(one, other, strict=True))


def is_known(shape: Shape) -> bool:
    return not any("?" in str(side) for side in shape)


def product_shape(nodes) -> Shape:
    shape: Shape = ()
    for node in nodes:
        if node.shape == () or (node.shape == ANY and shape != ()):
            continue
        if shape in ((), ANY):
            shape = node.shape
        elif not alike(shape[1:], node.shape[:1]):
            raise ShapeError(f"{described(shape)} times {described(node.shape)}")
        else:
            shape = (shape[0], node.shape[1])
        if shape == (1, 1):
            shape = ()
    return shape


def block_shape(args) -> Shape:
    heights, widths = block_sides(args)
    return _total(heights), _total(widths)


def block_sides(args) -> tuple[list[Dimension], list[Dimension]]:
    """The heights of the rows and the widths of the columns; `args` are the number of columns and the cells by rows."""
    columns, *cells = args
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    heights = [_agree([cell.shape[:1] for cell in row]) for row in rows]
    widths = [_agree([row[j].shape[1:] for row in rows]) for j in range(columns)]
    for i, j in [(i, j) for i, row in enumerate(rows) for j in range(columns) if is_multiple_of_eye(row[j])]:
        heights[i] = widths[j] if heights[i] == "?" else heights[i]
        widths[j] = heights[i] if widths[j] == "?" else widths[j]
    return heights, widths


def is_multiple_of_eye(cell: Expr) -> bool:
    """Whether a matrix whose size is not known is square for all that."""
    return cell.shape == ANY and not any(node.head == "null" for node in cell.walk())


def _agree(sides) -> Dimension:
    known = {side[0] if side else 1 for side in sides if side != ("?",)}
    if len(known) > 1:
        raise ShapeError(f"blocks of {' and '.join(sorted(map(str, known)))} side by side")
    return known.pop() if known else "?"


def _total(sizes) -> Dimension:
    if all(isinstance(size, int) for size in sizes):
        return sum(sizes)
    return sizes[0] if len(sizes) == 1 else "+".join(map(str, sizes))


def described(shape: Shape) -> str:
    return f"a {shape[0]} by {shape[1]} matrix" if shape else "a scalar"


def _kron(args) -> Shape:
    if any(not node.shape for node in args):
        return product_shape(args)
    return tuple(product_of_sides(a, b) for a, b in zip(*(node.shape for node in args), strict=True))


def product_of_sides(a: Dimension, b: Dimension) -> Dimension:
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    if 1 in (a, b):
        return a if b == 1 else b
    return "*".join(sorted(f"({x})" if "+" in str(x) else str(x) for x in (a, b)))


def _diag(args) -> Shape:
    (vector,) = args
    if vector.shape[1:] != (1,):
        raise ShapeError("a diagonal matrix of what is not a vector")
    return (vector.shape[0], vector.shape[0])


def _jacobian(args) -> Shape:
    body, variable = args[:2]
    if (body.shape or (1, 1))[1] != 1:
        raise ShapeError("a Jacobian of what are not vectors")
    shape = ((body.shape or (1, 1))[0], product_of_sides(*(variable.shape or (1, 1))))
    return () if shape == (1, 1) else shape


def _hessian(args) -> Shape:
    return () if not args[1].shape else (args[1].shape[0], args[1].shape[0])


def _entry(args) -> Shape:
    (node, *indices) = args
    if len(indices) == 1 and node.shape[1:] not in ((), (1,)) and NULL not in node.nodes:
        raise ShapeError("an entry of a matrix takes two indices")
    return ()


def _square(args) -> Shape:
    (node,) = args[:1]
    if node.shape and node.shape[0] != node.shape[1]:
        raise ShapeError(f"{described(node.shape)} has no inverse or power")
    return node.shape


def _definite(args) -> Shape:
    (node,) = args
    if node.shape and node.shape[0] != node.shape[1]:
        raise ShapeError(f"{described(node.shape)} is not square, and so not definite")
    return ()


def _sized_square(args) -> Shape:
    if _square(args) in ((), ANY):
        raise ShapeError("a trace or determinant of what has no size")
    return ()


def _function(args) -> Shape:
    for node in args:
        if isinstance(node, Expr) and node.shape:
            raise ShapeError(f"a function of numbers was given {described(node.shape)}")
    return ()


def _compared(args) -> Shape:
    common_shape(args, "compared")
    return ()


def _ordered(args) -> Shape:
    for node in args:
        if node.shape:
            raise ShapeError(f"{described(node.shape)} cannot be ordered")
    return ()


_SHAPES: dict[str, Callable[[tuple], Shape]] = (
    {
        "name": lambda args: args[1],
        "term": lambda args: args[1],  # (identifier, shape, index)
        "eye": lambda args: (*args, *args) or ANY,  # with its size in a Kronecker product
        "null": lambda args: ANY,
        "add": common_shape,
        "mul": product_shape,
        "pow": _square,
        "tr": _sized_square,
        "det": _sized_square,
        "T": lambda args: args[0].shape[::-1],
        "pinv": lambda args: args[0].shape[::-1],
        "block": block_shape,
        "max": _function,
        "min": _function,
        "grad": lambda args: args[-1].shape,  # (function, argument)
        "gradient": lambda args: args[2].shape,  # (body, variable, argument)
        "derivative": _function,  # (body, variable)
        "E": lambda args: args[0].shape,
        "given": lambda args: args[0].shape,  # E[what | name = value]
        "eq": _compared,
        "ne": _compared,
        "tends": _compared,
        "lt": _ordered,
        "le": _ordered,
        # binders, the bound name first: (i, body, low, high), (x, body, condition), (x, body, target, side)
        "sum": lambda args: args[1].shape,
        "prod": _function,
        "argmin": lambda args: args[0].shape,
        "argmax": lambda args: args[0].shape,
        "limit": lambda args: args[1].shape,
        "cases": lambda args: common_shape(args[::2]),  # (value, condition, value, condition, ..., other value)
        "binomial": _function,
        "kron": _kron,
        "hadamard": common_shape,
        "vec": lambda args: (product_of_sides(*args[0].shape), 1) if args[0].shape else (),
        "diag": _diag,  # of a vector, the matrix
        "diagpart": lambda args: (args[0].shape[0], 1) if args[0].shape else (),  # of a matrix, the vector
        "ones": lambda args: (args[0], 1),  # (dimension)
        "each": lambda args: args[1].shape,  # (function of a number, matrix): entry by entry
        "entry": _entry,
        "hessian": _hessian,  # (body, variable, argument), as for a gradient
        "jacobian": _jacobian,  # along a matrix: along its vec
        "interval": _function,
        "psd": _definite,
        "pd": _definite,
        "pm": lambda args: args[0].shape,  # plus or minus, while it is read
    }
    | dict.fromkeys(FUNCTIONS, _function)
    | dict.fromkeys(EXTREMA, lambda args: _ordered(args[1:2]))
)

ZERO, ONE, HALF = num(0), num(1), num(Fraction(1, 2))
EYE, NULL = Expr("eye"), Expr("null")  # the identity and the zero matrix
TRUE, FALSE = Expr("and"), Expr("or")
INFINITY = Expr("infinity")
