r"""Declarations, read as an author writes them: shapes, laws, recurrences, properties, definitions and conditions.

`A, B \in \mathbb{R}^{m \times n}` · `w_t \in \mathbb{R}^n` · `t \in \mathbb{N}` · `i \in \{1, \dots, n\}` ·
`N_{ij} \sim \mathcal{N}(0, \sigma^2)` · `w_{t+1} = w_t - \eta L'(w_t)` · `w_0 = 0` · `V^T V = I` ·
`\Sigma = \operatorname{diag}(\sigma_i)` · `X = U \Sigma V^T` · and, as conditions, any relation.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from answerkey.context import Context
from answerkey.reading import laws
from answerkey.reading.names import NAME, OF, SUBSCRIPT, Names, identifier
from answerkey.reading.operators import KNOWN
from answerkey.reading.parser import read
from answerkey.reading.sizes import zero
from answerkey.reading.tokens import Unread
from answerkey.sequences import Sequence, plus
from answerkey.shapes import Dimension, Shape, alike, is_known
from answerkey.tree import EYE, NULL, ONE, ZERO, Expr, is_bound, name

IN_SPACE = re.compile(r"^(.*?)\\in\s*\\mathbb(?:\{R\}|\s?R)\s*(?:\^\s*(?:\{([^{}]*)\}|(\w)))?\s*$", re.DOTALL)
IN_NATURALS = re.compile(
    r"^(.*?)\\in\s*(\\mathbb(?:\{N\}|\s?N)(?:[_^](?:\{[^{}]*\}|[+0*]))?|\\mathbb(?:\{Z\}|\s?Z)[_^](?:\{[^{}]*\}|\+))\s*$",
    re.DOTALL,
)
UNENDING = re.compile(rf"^\s*({NAME})\s*(?:\\in\s*\\\{{|=)\s*(\d+)\s*,\s*(\d+)\s*,[\s\d,]*\\[lc]?dots\s*(?:\\\}})?\s*$")
RUNNING = re.compile(rf"^\s*({NAME})\s*\\in\s*\\\{{\s*1\s*,\s*\\[lc]?dots\s*,\s*(\w+)\s*\\\}}\s*$")
RECURRENCE = re.compile(rf"^\s*({NAME})_(?:\{{\s*(\w+)\s*(\+\s*1\s*)?\}}|(\w))\s*=(.*)$", re.DOTALL)
START = re.compile(rf"^\s*({NAME})_(?:0|\{{0\}})\s*=(.*)$", re.DOTALL)
DIAGONAL = re.compile(
    rf"^\s*({NAME})\s*=\s*\\(?:operatorname|mathrm|text)\{{[dD]iag\}}\s*(?:\\left)?\(\s*({NAME})_\{{?(\w)\}}?\s*"
    rf"(?:,[^()]*\\[lc]?dots\s*,\s*({NAME})_\{{?(\w)\}}?\s*)?(?:\\right)?\)\s*$"
)
RANGE = re.compile(rf"^\s*({NAME})\s*\\in\s*\\\{{\s*(-?\d+)\s*,[\s\d,]*\\[lc]?dots\s*,(.*)\\\}}\s*$")
LISTED = re.compile(
    rf"^\s*({NAME}(?:{SUBSCRIPT})?(?:\s*,\s*{NAME}(?:{SUBSCRIPT})?)+)\s*((?:[<>=]|\\[gl]eq?\b|\\neq?\b|\\in\b).*)$"
)
FUNCTION = re.compile(
    rf"^\s*({NAME}(?:{SUBSCRIPT})?)\s*(?:\\left\s*)?\(([^()=]*?)(?:\\right\s*)?\)\s*:?=(.*)$", re.DOTALL
)
PHRASE = re.compile(rf"^\s*({NAME}(?:{SUBSCRIPT})?)\s*,?\s*\\text\{{\s*(?:is |has )?(?:a |an )?([a-z -]+?)\s*\}}\s*$")
PHRASES = {
    "symmetric": "{0}^T = {0}", "orthogonal": "{0}^T {0} = I", "invertible": r"\det({0}) \ne 0",
    "nonsingular": r"\det({0}) \ne 0", "positive definite": r"{0} \succ 0", "positive semidefinite": r"{0} \succeq 0",
    "full column rank": r"\operatorname{{rank}}({0}) = {2}", "full row rank": r"\operatorname{{rank}}({0}) = {1}",
    "orthogonal matrix": "{0}^T {0} = I", "symmetric matrix": "{0}^T = {0}", "invertible matrix": r"\det({0}) \ne 0",
    "integer": r"{0} \in \mathbb{{Z}}", "whole number": r"{0} \in \mathbb{{N}}",
    "positive integer": r"{0} \in \mathbb{{Z}}_{{>0}}", "nonnegative integer": r"{0} \in \mathbb{{Z}}_{{\ge 0}}",
    "idempotent": "{0}^2 = {0}", "projection": "{0}^2 = {0}", "orthogonal projection": "{0}^2 = {0} = {0}^T",
    "unit vector": r"\|{0}\| = 1", "unit norm": r"\|{0}\| = 1",
    "positive": "{0} > 0", "nonnegative": r"{0} \ge 0", "negative": "{0} < 0", "nonzero": r"{0} \ne 0",
}  # fmt: skip
CONDITIONS = frozenset({"eq", "ne", "lt", "le", "in", "or", "not", "pd", "psd"})
TURNED = r"(\^\s*(?:T|\\top|\{\s*(?:T|\\top)\s*\}))?"
ROWS = re.compile(
    rf"^\s*({NAME})\s*=\s*\\begin\{{[bp]matrix\}}\s*({NAME})_\{{?1\}}?{TURNED}\s*\\\\(?:[^&\\]*({NAME})_\{{?2\}}?[^&\\]*\\\\)?"
    rf"\s*\\[lcv]?dots\s*\\\\\s*({NAME})_\{{?(\w)\}}?{TURNED}\s*\\end\{{[bp]matrix\}}\s*$"
)
DEFINED = re.compile(
    rf"^\s*({NAME}(?:{SUBSCRIPT})?(?:\^(?:\*|\\star|\+|\{{\s*(?:\*|\\star|\([^()]*\))\s*\}})|')*)\s*:?=(.*)$", re.DOTALL
)


def declared(declaration: str, context: Context) -> Context:
    """`context` with one more declaration; raises Unread."""
    declaration = tight(declaration)
    for pattern, rule in RULES:
        if (match := pattern.match(declaration)) and (found := rule(match, context)) is not None:
            return found
    return condition(declaration, context)


def tight(latex: str) -> str:
    r"""`latex` without the spaces that a converter puts around scripts and into braces: `W _ { 1 }` is `W_{1}`."""
    if not re.search(r"\s[_^]|[_^]\s|\\[A-Za-z]+\s+\{", latex):
        return latex
    return re.sub(
        r"\s*([_^])\s*", r"\1", re.sub(r"(?<!\\)\{\s+|\s+(?=\})|(?<=[A-Za-z])\s+(?=\{)", lambda m: m[0].strip(), latex)
    )


def space(match, context: Context) -> Context:
    r"""`A, B \in \mathbb{R}^{m \times n}`; a name with an index in its subscript is a sequence."""
    sides = [_side(side) for side in re.split(r"\\times", match[2] or match[3] or "") if side.strip()]
    shape: Shape = () if not sides else (sides[0], sides[1] if len(sides) > 1 else 1)
    for side in sides:
        if isinstance(side, str) and not context.names.get(side):
            context = context.with_symbol(side)
    for spelled in _listed(match[1]):
        indexed = re.fullmatch(rf"\s*({NAME})_\{{?(t|k)\}}?\s*", spelled)
        base = identifier(indexed[1] if indexed else spelled)
        context = context.forget(base).with_symbol(base, "sequence" if indexed else "value", shape)
    return context


def naturals(match, context: Context) -> Context:
    for spelled in _listed(match[1]):
        context = context.with_symbol(identifier(spelled), whole=True)
        said = reading(rf"{spelled} \in {match[2]}", context)
        context = context.with_condition(*(said.args if said.head == "and" else (said,)))
    return context


def unending(match, context: Context) -> Context | None:
    r"""`n = 0, 1, 2, \dots` and `n \in \{1, 2, \dots\}`."""
    if int(match[3]) != int(match[2]) + 1:
        return None
    return context.declare(rf"{match[1]} \in \mathbb{{N}}", rf"{match[1]} \ge {match[2]}")


def running(match, context: Context) -> Context:
    index = identifier(match[1])
    return replace(context.with_symbol(index, whole=True), indices=context.indices | {index: match[2]})


def recurrence(match, context: Context) -> Context | None:
    r"""`w_{t+1} = w_t - \eta g_t`, or `w_t = w_{t-1} - \eta g_t`, which is the same from one step later."""
    base, index = identifier(match[1]), name(identifier(match[2] or match[4]))
    before = re.compile(rf"{re.escape(match[1])}_\{{\s*{re.escape(match[2] or match[4])}\s*-\s*1\s*\}}")
    if not match[3] and not before.search(match[5]):
        return None
    if not context.names.sequence(base):
        context = with_terms(base, index, identifier(f"{match[1]}_{match[2] or match[4]}"), context)
    if not context.names.get(index.args[0]):
        context = context.with_symbol(index.args[0], whole=True).with_condition(Expr("in", index, Expr("naturals")))
    context = with_driving(match[5], match[2] or match[4], context)
    body = reading(match[5], context)
    body = body if match[3] else one_later(body, index)
    start = context.sequences[base].start if base in context.sequences else None
    context = _infer(body, context)
    return context.with_sequence(base, Sequence(index, context.unfold(body), start))


def with_terms(base: str, index: Expr, one: str, context: Context) -> Context:
    """The context in which a base with an index is a sequence, of the shape that was declared for it or for `one` term.

    What was said of that one, as of an x_i, is said of every term.
    """
    if context.names.get(one) is None or context.names.leaf(one) in context.definitions:
        return context.with_symbol(base, "sequence", context.names.leaf(base).shape if context.names.get(base) else ())
    leaf, conditions = context.names.leaf(one), context.conditions
    term = Expr("term", base, leaf.shape, index)
    context = context.forget(one).without_symbol(one).with_symbol(base, "sequence", leaf.shape)
    return replace(context, conditions=tuple(c.replace({leaf: term}) for c in conditions))


def with_driving(latex: str, index: str, context: Context) -> Context:
    """The context in which names with the index of a recurrence, such as g_t, are sequences too, unless they are
    declared as vectors."""
    marked = rf"({NAME})_(?:\{{\s*{re.escape(index)}\s*(?:[+-]\s*\d+\s*)?\}}|{re.escape(index)}(?![A-Za-z]))"
    for spelled in re.findall(marked, latex):
        base = identifier(spelled)
        symbol = context.names.get(base)
        if not context.names.sequence(base) and (symbol is None or (symbol.kind == "value" and not symbol.shape)):
            context = context.with_symbol(base, "sequence")
    return context


def one_later(expr: Expr, index: Expr) -> Expr:
    """`expr` with index + 1 in the place of an index."""
    if expr == index:
        return expr + ONE
    if expr.head == "add" and index in expr.args and len(expr.args) == 2:
        steps = expr.args[1] if expr.args[0] == index else expr.args[0]
        if steps.head == "num" and steps.args[0].denominator == 1:
            return plus(index, int(steps.args[0]) + 1)
    return expr.rebuild(lambda node: one_later(node, index))


def start(match, context: Context) -> Context | None:
    base = identifier(match[1])
    if base not in context.sequences:
        return None
    first, symbol = reading(match[2], context), context.names.sequence(base)
    if first == NULL and symbol and symbol.shape and is_known(symbol.shape):
        first = zero(*symbol.shape)  # which, unlike the zero that fits anywhere, may be transposed and multiplied
    return _infer(first, context).with_sequence(base, replace(context.sequences[base], start=first))


def diagonal(match, context: Context) -> Context | None:
    """A diagonal matrix; what was said of its entries before is said of every one of them."""
    matrix, entries, index = identifier(match[1]), identifier(match[2]), match[3]
    if match[4]:  # of entries from the first to the last
        sides = context.names.leaf(matrix).shape if context.names.get(matrix) else ()
        if index != "1" or identifier(match[4]) != entries or identifier(match[5]) not in map(str, sides):
            return None
        index = "i"
    elif index.isdigit():
        return None
    one = name(identifier(f"{match[2]}_{index}"))
    said = [condition for condition in context.conditions if one in set(condition.walk())]
    context = context.forget(one.args[0]).without_symbol(one.args[0]).with_symbol(entries, "sequence")
    context = replace(context, diagonal=context.diagonal | {matrix: entries})
    for condition in said:
        every = condition.replace({one: Expr("term", entries, (), name(identifier(index)))})
        context = _running(every, context).with_condition(every)
    return context


def definition(match, context: Context) -> Context | None:
    """`X = ...` for a name that is not declared yet."""
    left, base = identifier(match[1]), identifier(match[1].split("_")[0])
    is_term = "_" in match[1] and context.names.sequence(base)
    if is_term or is_entry(base, match, context) or (context.names.get(left) and not is_open(left, context)):
        return None
    meaning = reading(match[4], context)
    if meaning.head == "list":
        return None
    if any(node.head == "name" and node.args[0] == left for node in context.unfold(meaning).walk()):
        return None
    if context.names.get(left):
        same = len(meaning.shape) == 2 and alike(meaning.shape, context.names.leaf(left).shape)
        return _infer(meaning, context).with_definition(context.names.leaf(left), meaning) if same else None
    index = name((match[2] or match[3] or "").strip())
    if context.is_natural(index):
        context = context.with_symbol(base, "sequence", meaning.shape)
        return _infer(meaning, context).with_sequence(base, Sequence(index, meaning=meaning))
    return (
        _infer(meaning, context)
        .with_symbol(left, "value", meaning.shape)
        .with_definition(name(left, meaning.shape), meaning)
    )


def is_entry(base: str, match, context: Context) -> bool:
    """Whether the name to be defined is the entry of a vector at a declared index."""
    symbol, index = context.names.get(base), identifier((match[2] or match[3] or "").strip())
    vector = symbol is not None and symbol.kind == "value" and symbol.shape[1:] == (1,)
    return vector and (index in context.indices or context.names.is_whole(index))


def rows(match, context: Context) -> Context | None:
    r"""`X = \begin{bmatrix} x_1^T \\ \vdots \\ x_m^T \end{bmatrix}` of a known matrix: what its rows are called."""
    matrix, base, last = identifier(match[1]), identifier(match[2]), identifier(match[6])
    shape = context.names.leaf(matrix).shape if context.names.get(matrix) else ()
    same = base == identifier(match[5]) and bool(match[3]) == bool(match[7])
    if same and base == matrix and shape == (last, 1):
        return context
    if not same or not shape or shape[1] == 1 or str(shape[0]) != last:
        return None
    index = name("i")
    row = Expr("unit", index, shape[0]).T * context.names.leaf(matrix)
    row = row.T if match[3] else row
    if not context.names.get("i"):
        context = replace(context.with_symbol("i", whole=True), indices=context.indices | {"i": last})
    return context.with_symbol(base, "sequence", row.shape).with_sequence(base, Sequence(index, meaning=row))


def is_open(identifier: str, context: Context) -> bool:
    """Whether of a declared matrix nothing is said but its shape, so that an equation may say what it is."""
    symbol = context.names.symbols[identifier]
    said = {*context.diagonal, *context.orthogonal, *context.laws, *(leaf.args[0] for leaf in context.definitions)}
    held = any(n.head == "name" and n.args[0] == identifier for c in context.conditions for n in c.walk())
    return symbol.kind == "value" and bool(symbol.shape) and identifier not in said and not held


def function(match, context: Context) -> Context | None:
    """`f(x) = ...` for a name that is not declared yet: a function."""
    base = identifier(match[1])
    parameters = [identifier(part) for part in _listed(match[4])]
    if context.names.get(base) or context.names.sequence(base) or base in KNOWN:
        return None
    if not parameters or not all(re.fullmatch(NAME + rf"(?:{SUBSCRIPT})?", part.strip()) for part in _listed(match[4])):
        return None
    known = context
    for each in parameters:
        known = known if known.names.get(each) else known.with_symbol(each)
    body = reading(match[5], known)
    if any(n.head == "name" and re.fullmatch(rf"{base}({OF}.*)?", n.args[0]) for n in body.walk()):
        raise Unread("a function is declared by a formula without the function itself", match.start(5))
    leaves = tuple(known.names.leaf(each) for each in parameters)
    others = [n for n in body.walk() if n not in leaves]
    for leaf in others:
        context = _infer(leaf, context) if leaf.head == "name" else context
    return context.with_formula(base, leaves, body)


def defined(latex: str, context: Context) -> Context | None:
    """`context` with what `name = meaning` defines: a new name, or a general one that is now made a special one."""
    match = DEFINED.match(tight(latex))
    if match is None:
        return None
    symbol = context.names.get(identifier(match[1]))
    if symbol is None:
        larger = definition(match, context)
        added = len(larger.names.symbols) - len(context.names.symbols) if larger else 0
        return larger if added == 1 else None
    leaf = context.names.leaf(identifier(match[1]))
    if symbol.kind != "value" or leaf in context.definitions:
        return None
    meaning = read(match[4], context.names)
    if meaning.head == "list" or leaf in {*context.unfold(meaning).walk()}:  # such as r = |b| where b = rv
        return None
    return context.with_definition(leaf, NULL if meaning == ZERO and leaf.shape else meaning)


def listed(match, context: Context) -> Context | None:
    """The same relation for several names: `a, b > 0`."""
    if any(part.strip() == "" for part in _listed(match[1])):
        return None
    for spelled in _listed(match[1]):
        context = declared(f"{spelled} {match[6]}", context)
    return context


def whole_range(match, context: Context) -> Context:
    r"""`k \in \{0, 1, \dots, n\}`."""
    low = rf"{match[2]} \le {match[1]}"
    numbers = "Z" if match[2].startswith("-") else "N"
    return context.declare(rf"{match[1]} \in \mathbb{{{numbers}}}", low, rf"{match[1]} \le {match[3]}")


def phrase(match, context: Context) -> Context | None:
    r"""`A \text{ is symmetric}`, `X \text{ has full column rank}`."""
    said = PHRASES.get(match[4].replace("non-", "non").replace("semi-", "semi"))
    if said is None:
        return None
    shape = context.names.leaf(identifier(match[1])).shape if context.names.get(identifier(match[1])) else ()
    if "{2}" in said and not shape:
        return None
    return condition(said.format(match[1], *shape), context)


def condition(declaration: str, context: Context) -> Context:
    claim = reading(declaration, context)
    if (random := laws.moment(claim, context)) is not None:
        return random
    if claim.head == "eq" and claim.args[1] == EYE and claim.args[0].head == "mul" and len(claim.args[0].args) == 2:
        transposed, matrix = claim.args[0].args
        if transposed == matrix.T and matrix.head == "name" and len(set(matrix.shape)) == 1:
            return replace(context, orthogonal=context.orthogonal | {matrix.args[0]})
    context = laws.with_random(context, claim)
    parts = claim.args if claim.head == "and" else (claim,)
    if any(part.head not in CONDITIONS for part in parts):
        raise Unread("a declaration states a relation, a shape or a law", 0)
    return _running(claim, _infer(claim, context)).with_condition(*parts)


RULES = (
    (IN_SPACE, space), (IN_NATURALS, naturals), (UNENDING, unending), (RUNNING, running), (RANGE, whole_range),
    (LISTED, listed), (laws.LAW, laws.law), (laws.INDEPENDENT, laws.independent), (PHRASE, phrase),
    (FUNCTION, function), (RECURRENCE, recurrence), (START, start), (DIAGONAL, diagonal), (ROWS, rows),
    (DEFINED, definition),
)  # fmt: skip


def reading(latex: str, context: Context, matrices: bool = False) -> Expr:
    """`latex` under the names of `context`, where new names are taken for real scalars, and I for the identity."""
    if (latex, matrices) not in context.readings:
        random = frozenset(re.sub(r"\W+$", "", key) for key in context.laws)
        names = Names(context.names.symbols, inferring=True, matrices=matrices, random=random)
        context.readings[latex, matrices] = read(latex, names)
    return context.readings[latex, matrices]


def _infer(expr: Expr, context: Context) -> Context:
    for leaf in expr.walk():
        if leaf.head == "name" and not is_bound(leaf) and not context.names.get(leaf.args[0]):
            context = context.with_symbol(leaf.args[0])
    return context


def _running(claim: Expr, context: Context) -> Context:
    """A condition on an entry, such as x_i > 0, is meant for every entry; of a diagonal, for every column."""
    known = context.indices.keys() | {c.args[0].args[0] for c in context.conditions if c.args[0].head == "name"}
    for node in claim.walk():
        for side, index in _places(node, context):
            if index.head == "name" and index.args[0] not in known and isinstance(side, str):
                context = replace(context, indices=context.indices | {index.args[0]: side})
    return context


def _places(node: Expr, context: Context) -> Iterable[tuple[Dimension, Expr]]:
    """The indices by which a node picks an entry, each with the side along which it runs."""
    if node.head == "entry":
        return zip(node.args[0].shape, node.args[1:], strict=False)
    matrices = [
        matrix for matrix, entries in context.diagonal.items() if node.head == "term" and entries == node.args[0]
    ]
    return [(context.names.leaf(matrix).shape[1], node.args[2]) for matrix in matrices]


def _listed(names: str) -> list[str]:
    return [part for part in re.split(r",(?![^{]*\})", names) if part.strip()]


def _side(text: str) -> str | int:
    plain = text.strip()
    if not re.fullmatch(r"[1-9]\d*|\\?[A-Za-z]+(_\w)?", plain):
        raise Unread("a side of a shape is a name or a whole number", 0)
    return int(plain) if plain.isdigit() else identifier(plain)
