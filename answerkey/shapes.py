"""Shapes of expressions: `()` for a number, else rows and columns, each a name or a whole number.

The identity and the zero matrix fit any shape; what does not fit raises ShapeError.
"""

from collections.abc import Callable

Dimension = str | int
Shape = tuple[Dimension, ...]  # empty, or rows and columns

SPOKEN_WITH_A_VOWEL = "AEFHILMNORSXaefhilmnorsx8"
ANY: Shape = ("?", "?")  # of the identity and of zero, which take the shape that their place asks for
FUNCTIONS = frozenset({"abs", "exp", "log", "tanh", "ceil", "floor", "sin", "cos", "sign", "erf", "factorial"})
NUMBERS = frozenset({"eq", "ne", "lt", "le", "tends", "tr", "det", "pd", "psd", "max", "min", "entry"})
EXTREMA = frozenset({"minimum", "maximum", "infimum", "supremum"})


class ShapeError(ValueError):
    """Matrices whose shapes do not fit."""


def shape_of(head: str, args: tuple) -> Shape:
    """The shape of a node made of `args`; a set and a relation count as scalars."""
    rule = _SHAPES.get(head)
    return rule(args) if rule else ()


def is_zero(node) -> bool:
    return node.head == "num" and node.args[0] == 0


def common_shape(nodes, what="added") -> Shape:
    """The one shape that all of `nodes` have; raises ShapeError where there is none."""
    found: Shape = ANY
    if any(node.shape == ANY and node.head != "null" for node in nodes) and any(
        node.shape == () and not is_zero(node) for node in nodes
    ):
        raise ShapeError("a multiple of the identity is not a number")
    for node in nodes:
        if node.shape == ANY or (is_zero(node) and what == "compared"):
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


def is_multiple_of_eye(cell) -> bool:
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
    if not shape or shape[1] == 1:
        return f"a vector of {shape[0]}" if shape else "a number"
    return f"{'an' if str(shape[0])[0] in SPOKEN_WITH_A_VOWEL else 'a'} {shape[0]} by {shape[1]} matrix"


def _misfit(args) -> Shape:
    """What a node that does not fit may have meant to be: a number beside vectors, a matrix beside square ones."""
    head, *nodes = args
    shapes = [node.shape for node in nodes if getattr(node, "shape", ())]
    if not shapes or head in NUMBERS:
        return ()
    if head == "mul":
        outer = (shapes[0][0], shapes[-1][1])
        return () if outer == (1, 1) else outer
    if head == "pow":
        return shapes[0] if shapes[0][0] == shapes[0][1] else ()
    if head in ("add", "cases") and len(shapes) < len(nodes):
        return next((shape for shape in shapes if shape[0] == shape[1]), ())
    return ANY if head == "block" else nodes[-1].shape if head in ("grad", "gradient") else shapes[0]


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


def _gradient(args) -> Shape:
    body, _, argument = args
    if body.shape:
        raise ShapeError(f"a gradient of {described(body.shape)}")
    return argument.shape


def _hessian(args) -> Shape:
    return () if not args[1].shape else (args[1].shape[0], args[1].shape[0])


def _entry(args) -> Shape:
    (node, *indices) = args
    if len(indices) == 1 and node.shape[1:] not in ((), (1,)) and not any(part.head == "null" for part in node.nodes):
        raise ShapeError("a matrix with one index: its entries take two, and its rows have no name here")
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
        if getattr(node, "shape", ()):
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
        "gradient": _gradient,  # (body, variable, argument)
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
        "unit": lambda args: (args[1], 1),  # (index, dimension): one there and zero elsewhere
        "each": lambda args: args[1].shape,  # (function of a number, matrix): entry by entry
        "entry": _entry,
        "hessian": _hessian,  # (body, variable, argument), as for a gradient
        "jacobian": _jacobian,  # along a matrix: along its vec
        "interval": _function,
        "psd": _definite,
        "pd": _definite,
        "misfit": _misfit,  # (head, nodes that do not fit), of a generous reading
        "pm": lambda args: args[0].shape,  # plus or minus, while it is read
    }
    | dict.fromkeys(FUNCTIONS, _function)
    | dict.fromkeys(EXTREMA, lambda args: _ordered(args[1:2]))
)
