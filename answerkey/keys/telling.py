r"""What a key tells of names that nothing declares: their space, their law, the formula of a function, a recurrence.

`A \in \mathbb{R}^{m \times n}` · `X \sim \mathcal{N}(\mu, \sigma^2)` · `f(x) = x^2` · `x_{k+1} = x_k - \eta f'(x_k)`
"""

import re
from collections.abc import Container, Iterator
from contextlib import suppress

from answerkey.context import Context
from answerkey.keys.phrases import CONCLUDES
from answerkey.reading.declarations import FUNCTION, RECURRENCE, declared
from answerkey.reading.names import NAME, OF, identifier
from answerkey.reading.sentences import restated
from answerkey.reading.tokens import Unread
from answerkey.sequences import Formula, plus
from answerkey.shapes import ShapeError
from answerkey.tree import Expr, is_bound, name

IMAGINARY = frozenset({"i", "j"})  # what may be the unit, where nothing tells that it is a number
ANEW = re.compile(r"\b(?:let|for|consider|take|suppose|with|where|function|define|now|and)\s*$", re.IGNORECASE)
GOES_ON = re.compile(r"\b(?:also|again|expand\w*|rewrit\w*|rearrang\w*)\b|" + CONCLUDES.pattern, re.IGNORECASE)
END = re.compile(r"\\(?:sum|prod)\s*(?:\\limits)?\s*_\s*\{[^{}]*\}\s*\^\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))")
SAMPLE = re.compile(
    rf"^\s*({NAME})_\{{?1\}}?\s*,(?:\s*\1_\{{?2\}}?\s*,)?\s*\\[lc]?dots\s*,?\s*\1_(?:\{{\s*(\\?\w+)\s*\}}|(\w))\s*"
    r"(\\sim.*|\\in.*)?$",
    re.DOTALL,
)


def in_space(latex: str, context: Context) -> Context | None:
    """The context with a space or a law that a formula tells of a name, or this one where it is known."""
    with suppress(Unread, ShapeError):
        if restated(latex, context) is not None:
            return context
    try:
        larger = declared(latex, context)
    except (Unread, ShapeError):
        return None
    added = larger.names.symbols.keys() - context.names.symbols.keys()
    if len(added) <= 1:
        said = larger.conditions[len(context.conditions) :]
        return larger if all(each.head == "in" and each.args[1].head == "naturals" for each in said) else None
    named = {identifier(each) for each in re.split(r",(?![^{]*\})", re.split(r"\\in|\\sim", latex)[0])}
    sides = {each for each in added if each in larger.dimensions}
    new = added & {*named, *(f"{each}[]" for each in named)}
    if r"\sim" not in latex and added - sides - new:
        return None
    return larger if new or larger.conditions == context.conditions else None


def function(latex: str, context: Context, words: str, stale: Container[str] = ()) -> Context | None:
    """The context with a function by its formula, of a name that is free, or anew where the words just before say so.

    One that is `stale` is another here if nothing says that the formula follows. `g(x) = x`, `f(x) = 0` and
    `f(x) = g(x)` of functions that are not known are equations, and define nothing.
    """
    match = FUNCTION.match(latex)
    if match is None:
        return None
    base = identifier(match[1])
    model = context.models.get(base)
    other = base in stale and not GOES_ON.search(words)
    anew = other or (isinstance(model, Formula) and ANEW.search(words))
    free = context
    if model is not None and anew:
        known = list(context.models)  # what was told after the old one may have been told of it
        for each in (base, *(later for later in known[known.index(base) + 1 :] if later not in stale)):
            free = free.without_function(each)
    try:
        larger = declared(latex, free)
    except (Unread, ShapeError):
        return None
    formula = larger.models.get(base)
    if not isinstance(formula, Formula) or formula is model:
        return None
    met = {*formula.body.walk()}
    names = {node.args[0] for node in met if node.head == "name"}
    if formula.body in formula.parameters or not met & {*formula.parameters} or any(OF in each for each in names):
        return free if other else None
    return larger


def lawless(larger: Context, context: Context) -> set[str]:
    """The names that were new in a formula and may be no numbers: i and j, and those of which a mean is taken."""
    models = [model for each, model in larger.models.items() if each not in context.models]
    bodies = [model.body for model in models if isinstance(model, Formula)]
    means = [node for body in bodies for node in body.walk() if node.head in ("E", "cov", "given")]
    names = {node.args[0] for mean in means for node in mean.walk() if node.head == "name"}
    return (names | (IMAGINARY & larger.names.symbols.keys())) - context.names.symbols.keys()


def ends(latex: str) -> set[str]:
    """What the last numbers of the sums and products in a formula are called."""
    return {identifier(match[1] or match[2]) for match in END.finditer(latex)}


def counts(expr: Expr) -> set[Expr]:
    """The names that count something: as an index, as the end of a sum or a product; and n as a power."""
    ends = [n.args[2] for n in expr.walk() if n.head == "term"]
    ends += [end for n in expr.walk() if n.head in ("sum", "prod") for end in n.args[2:4]]
    powers = [n.args[1] for n in expr.walk() if n.head == "pow"]
    letters = {leaf for each in powers for leaf in each.walk() if leaf == name("n")}
    return letters | {end for end in ends if isinstance(end, Expr) and end.head == "name" and not is_bound(end)}


def counting(larger: Context, context: Context) -> Context:
    """The context in which what is new in a formula, and counts something in it, is a whole number."""
    models = [model for each, model in larger.models.items() if context.models.get(each) is not model]
    bodies = [model.body for model in models if isinstance(model, Formula)]
    for leaf in {leaf for body in bodies for leaf in counts(body)}:
        if context.names.get(leaf.args[0]) is None and larger.names.get(leaf.args[0]) is not None:
            larger = larger.with_symbol(leaf.args[0], whole=True)
            larger = larger.with_condition(Expr("in", leaf, Expr("naturals")))
    return larger


def recurrence(latex: str, context: Context, stale: Container[str] = ()) -> Context | None:
    """The context with a recurrence for a sequence of which nothing is known, or of which an earlier part has told."""
    match = RECURRENCE.match(latex)
    if match is None or not match[3]:
        return None
    base = identifier(match[1])
    key = f"{base}[]"
    if key in stale:
        context = context.forget(base).without_symbol(key)
    elif base in context.sequences or key in context.laws or base in context.laws:
        return None
    with suppress(Unread, ShapeError, KeyError, ValueError):
        larger = declared(latex, context)
        found = larger.sequences.get(base)
        terms = {n for n in found.next_term.walk() if n.head == "term"} if found and found.next_term else set()
        places = {n.args[2] for n in terms if n.args[0] == base}
        if found and found.index in places and plus(found.index, 1) not in places:
            return larger
    return context if key in stale else None


def only_indices(expr: Expr) -> set[str]:
    """The names that only say which term or entry is meant, as i in x_i: what is said is said of every one."""
    indices = [node.args[2] for node in expr.walk() if node.head == "term"]
    places = {index.args[0] for index in indices if index.head == "name"}
    return places - {leaf.args[0] for leaf in beside_indices(expr)}


def beside_indices(expr: Expr) -> Iterator[Expr]:
    if expr.head == "name":
        yield expr
    elif expr.head != "term":
        for node in expr.nodes:
            yield from beside_indices(node)


def changed(before: Context, after: Context) -> set[str]:
    """The functions and sequences of which one context tells something else than another."""
    models = {each for each, model in before.models.items() if after.models.get(each) is not model}
    others = {f"{each}[]" for each, terms in before.sequences.items() if after.sequences.get(each) is not terms}
    return models | others


def arguments(claim: Expr, context: Context) -> set[str]:
    """Names of which an equation is said whatever they are: x in f'(x) = 2x and in f''(x) = 2, but not in f(x) = 2."""
    calls = [node for node in claim.walk() if node.head in ("call", "grad") and node.args[0] in context.models]
    taken = {leaf.args[0] for call in calls for part in call.nodes for leaf in part.walk() if leaf.head == "name"}
    if claim.head != "eq" or not taken:
        return set()
    with suppress(ShapeError, KeyError, ValueError):
        left, right = ({n.args[0] for n in context.unfold(side).walk() if n.head == "name"} for side in claim.args)
        return taken - (left ^ right)
    return set()


def sample(latex: str, context: Context) -> Context | None:
    r"""The context with the terms of a list such as `x_1, \dots, x_n`, and the law or the space that it tells.

    Small letters are numbers that were drawn, which move with no parameter.
    """
    match = SAMPLE.match(latex)
    if match is None:
        return None
    base = identifier(match[1])
    if context.names.get(base) or context.names.sequence(base):
        return context if match[4] is None and context.names.sequence(base) else None
    with suppress(Unread, ShapeError, KeyError, ValueError):
        if match[4] and match[4].startswith(r"\sim") and base[:1].isupper():
            return declared(rf"{match[1]}_i {match[4]}", context)
        space = match[4] is not None and match[4].startswith(r"\in")
        shape = declared(f"{match[1]} {match[4]}", context).names.leaf(base).shape if space else ()
        return context.with_symbol(base, "sequence", shape)
    return None
