r"""Declarations of what is random, by a law or by moments.

`N_{ij} \sim \mathcal{N}(0, \sigma^2)` · `x \sim \mathcal{N}(\mu, \Sigma)` · `m_t \sim \operatorname{Bernoulli}(p)` ·
`\mathbb{E}[x] = \mu` · `\operatorname{Var}(x) = \sigma^2` · `\operatorname{Cov}(x, y) = c` · `x, y \text{ independent}`
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from answerkey.laws import FAMILIES, SPELLINGS, Law
from answerkey.reading.names import NAME, SUBSCRIPT, Names, identifier
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.tree import EYE, NULL, ONE, ZERO, Expr, is_bound, name, num

if TYPE_CHECKING:
    from answerkey.context import Context

DRAWN = r"(?:\\sim|\\(?:overset|stackrel)\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}\{\\sim\})"
SPELLED = r"(?:\\(?:mathcal|operatorname|mathrm|text)\s*\{([A-Za-z]+)\}|\\mathcal\s?([A-Z])|([A-Z]))"
LAW = re.compile(
    rf"^\s*({NAME})(?:{SUBSCRIPT})?\s*{DRAWN}\s*{SPELLED}\s*(?:\\left)?\s*(?:[(\[](.*)[)\]])?\s*$", re.DOTALL
)
INDEPENDENT = re.compile(rf"^\s*({NAME}(?:\s*(?:,|\\perp|\\text\{{\s*and\s*\}})\s*{NAME})+)\s*,?\s*(.*)$", re.DOTALL)
SAID = re.compile(r"\\text\{\s*(?:are )?(?:mutually )?independent\s*\}")


def law(match, context: Context) -> Context | None:
    """One draw for a name, for each entry of a matrix or for each term of a sequence, all independent."""
    family = SPELLINGS.get((match[4] or match[5] or match[6]).lower())
    if family is None:
        raise Unread("this law is not known", match.start(4))
    leaf, context = drawn(match, context)
    texts = parted((match[7] or "").removesuffix(r"\right"))
    by_entry = leaf.head == "name" and leaf.shape[1:] == (1,) and bool(match[2] or match[3])
    if family == "gaussian" and leaf.shape and not by_entry and texts and re.fullmatch(rf"\s*{NAME}\s*", texts[0]):
        context = with_mean_vector(identifier(texts[0]), leaf, context)
    parameters = [reading(text, context) for text in texts]
    if by_entry and family == "gaussian" and parameters and not parameters[0].shape and parameters[0] != ZERO:
        parameters[0] = parameters[0] * Expr("ones", leaf.shape[0])
    expected = FAMILIES[family].parameters if family in FAMILIES else 2
    if len(parameters) != expected:
        raise Unread(f"this law takes {expected} parameters", match.start(7))
    conditions: tuple[Expr, ...] = ()
    if family == "gaussian":
        mean, made = gaussian(leaf, parameters[0], parameters[1], match)
    else:
        made = Law(ZERO, family, tuple(parameters))
        made, mean = replace(made, variance=made.moment(2) or ZERO), made.mean
        conditions = FAMILIES[family].conditions(*parameters)
        if any(p.shape for p in parameters) or (leaf.shape and leaf.shape[1] != 1):
            raise Unread("this law is one of numbers", match.start(7))
        mean = mean * Expr("ones", leaf.shape[0]) if leaf.shape and mean != ZERO else mean
    index = leaf.args[2] if leaf.head == "term" else None
    if any(node.head == "term" or node == index for node in made.variance.walk()):
        raise Unread("a variance is the same for every draw", match.start(7))
    context = inferred((mean, made.variance, *parameters), context).with_law(leaf, mean, made)
    return context.with_condition(*(c for c in conditions if any(n.head == "name" for n in c.walk())))


def with_mean_vector(mean: str, leaf: Expr, context: Context) -> Context:
    """The context in which the mean of a vector is a vector, where nothing else is said of it."""
    unknown = mean not in ("0", "1") and not context.names.get(mean)
    return context.with_symbol(mean, "value", leaf.shape) if unknown else context


def gaussian(leaf: Expr, mean: Expr, variance: Expr, match) -> tuple[Expr, Law]:
    """The mean and the law of N(mean, variance), where the variance of a vector may be its covariance."""
    variance = without_identity(variance)
    if variance.shape and (leaf.shape[1:] != (1,) or variance.shape != leaf.shape[:1] * 2):
        raise Unread("a covariance is that of a vector, and square", match.start(7))
    if mean != ZERO and mean.shape != leaf.shape:
        raise Unread("a mean has the shape of what it is the mean of", match.start(7))
    return mean, Law(variance)


def drawn(match, context: Context) -> tuple[Expr, Context]:
    """The name or the term of a sequence that a law is for."""
    base, index = identifier(match[1]), (match[2] or match[3] or "").strip()
    if len(index) == 1 and not is_vector(base, context):
        if not context.names.sequence(base):
            context = context.with_symbol(base, "sequence")
        return Expr("term", base, context.names.symbols[f"{base}[]"].shape, name(index)), context
    if index and not index.isalpha():
        base = identifier(f"{match[1]}_{{{index}}}")
    if not context.names.get(base):
        context = context.with_symbol(base)
    return context.names.leaf(base), context


def is_vector(base: str, context: Context) -> bool:
    """Whether an index is one of entries, because a name is a vector and no sequence."""
    said = context.names.get(base)
    return said is not None and said.shape[1:] == (1,) and not context.names.sequence(base)


def independent(match, context: Context) -> Context | None:
    r"""`x, y \text{ independent}` and `x \perp y`, of names of which moments are declared too."""
    if not (SAID.fullmatch(match[2].strip()) or (r"\perp" in match[1] and not match[2].strip())):
        return None
    spelled = re.findall(NAME, re.sub(r"\\perp|\\text\{\s*and\s*\}|,", " ", match[1]))
    names = [identifier(each) for each in spelled]
    for each in names:
        leaf = context.names.leaf(each) if context.names.get(each) else name(each)
        context = with_moments(leaf, context)
    return replace(context, independent=(*context.independent, frozenset(f"{each}°" for each in names)))


def moment(claim: Expr, context: Context) -> Context | None:
    """The context in which a claim such as E[x] = mu, Var(x) = v or Cov(x, y) = c holds; None for another claim."""
    if claim.head != "eq" or not any(node.head == "E" for node in claim.args[0].walk()):
        return None
    left, right = claim.args
    found = sorted({n for n in left.walk() if n.head == "name" and not is_parameter(n, context)}, key=repr)
    if len(found) not in (1, 2) or set(found) & set(right.walk()):
        return None
    x, y = found[0], found[-1]
    if x.shape[1:] not in ((), (1,)) or x.shape != y.shape or (x.shape and x != y):
        return None
    known = inferred((right,), with_moments(y, with_moments(x, context)))
    means = [mean_of(leaf) for leaf in (x, y)]
    product = x * (y.T if y.shape else y)
    right = without_identity(right)
    if x.shape and not right.shape and right != ZERO:
        right = right * EYE
    if x == y and left == Expr("E", x):
        return known.with_definition(means[0], NULL if x.shape and right == ZERO else right)
    second = covariance_of(x, y)
    if left in (expanded(x, y), expanded(y, x)):
        return known.with_definition(second, right)
    if left in (Expr("E", product), Expr("E", y * x), Expr("E", x ** num(2))):
        return known.with_definition(second, right - means[0] * (means[1].T if y.shape else means[1]))
    return None


def is_parameter(leaf: Expr, context: Context) -> bool:
    """Whether a name is known for something that does not have to be random."""
    said = context.names.get(leaf.args[0])
    if said is None or is_bound(leaf) or f"{leaf.args[0]}°" in context.laws:
        return is_bound(leaf)
    return (
        leaf.args[0] in context.laws
        or leaf in context.definitions
        or any(leaf in set(c.walk()) for c in context.conditions)
    )


def with_moments(leaf: Expr, context: Context) -> Context:
    """The context in which `leaf` is random, with names for its mean and its variance."""
    from answerkey.context import centred

    base = leaf.args[0]
    if centred(base) in context.laws:
        return context
    if not context.names.get(base):
        context = context.with_symbol(base, "value", leaf.shape)
    mean, spread, value = mean_of(leaf), covariance_of(leaf, leaf), name(f"{base}° takes")
    for each in (mean, spread, value):
        context = context.with_symbol(each.args[0], "value", each.shape)
    others = [key.rstrip("°") for key, law in context.laws.items() if law.family == "any"]
    context = context.with_law(leaf, mean, Law(spread, "any", (value,)))
    context = context.with_condition(Expr("ne", value, ZERO))
    if leaf.shape:
        return context.with_condition(Expr("psd", spread))
    context = context.with_condition(Expr("le", ZERO, spread))
    for other in (context.names.leaf(each) for each in others if not context.names.leaf(each).shape):
        both = covariance_of(leaf, other)
        context = context.with_symbol(both.args[0])
        context = context.with_condition(Expr("le", both * both, spread * covariance_of(other, other)))
    return context


def mean_of(leaf: Expr) -> Expr:
    return name(f"E[{leaf.args[0]}]", leaf.shape)


def covariance_of(x: Expr, y: Expr) -> Expr:
    """The name of a variance, or of a covariance."""
    from answerkey.context import covariance

    return name(f"Var[{x.args[0]}]", x.shape and x.shape[:1] * 2) if x == y else covariance(x.args[0], y.args[0])


def expanded(x: Expr, y: Expr) -> Expr:
    """How a variance or a covariance is read."""
    one, other = Expr("E", x), Expr("E", y)
    product, means = (a * (b.T if b.shape else b) for a, b in ((x, y), (one, other)))
    return Expr("E", product) - means


def with_random(context: Context, claim: Expr) -> Context:
    """The context in which names are random of which nothing is said, and that are met in expectations only.

    A name is taken for random where an expectation is that of a product of such names, or of a function of one:
    in Var(aX + b) = a^2 Var(X), it is X.
    """
    outside, random = set(outermost(claim)), set()
    for node in claim.walk():
        if node.head != "E" or any(context.is_random(leaf) for leaf in context.unfold(node.args[0]).walk()):
            continue
        met = {leaf for leaf in node.walk() if leaf.head == "name" and not is_bound(leaf)} - outside
        met = {leaf for leaf in met if leaf.shape[1:] in ((), (1,)) and not is_parameter(leaf, context)}
        if is_product(node.args[0]) or len(met) == 1:
            random |= met
    for leaf in sorted(random, key=repr):
        context = with_moments(leaf, context)
    return context


def outermost(claim: Expr) -> list[Expr]:
    """The leaves of a claim that are in no expectation."""
    if claim.head == "E":
        return []
    return [leaf for node in claim.nodes for leaf in outermost(node)] if claim.nodes else [claim]


def is_product(expr: Expr) -> bool:
    if expr.head in ("mul", "pow", "T", "norm"):
        return all(is_product(node) for node in expr.nodes)
    return expr.head in ("name", "num")


def parted(text: str) -> list[str]:
    """The parts between commas that are in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def reading(latex: str, context: Context) -> Expr:
    if latex.strip() in (r"\mathbf{0}", r"\boldsymbol{0}", r"\vec{0}"):
        return ZERO
    return read(latex, Names(context.names.symbols, inferring=True))


def inferred(exprs: tuple[Expr, ...], context: Context) -> Context:
    """The context with new names as real scalars."""
    for leaf in (leaf for expr in exprs for leaf in expr.walk()):
        if leaf.head == "name" and not is_bound(leaf) and not context.names.get(leaf.args[0]):
            context = context.with_symbol(leaf.args[0])
    return context


def without_identity(variance: Expr) -> Expr:
    if variance == EYE:
        return ONE
    if variance.head == "mul" and variance.args[-1] == EYE:
        return variance.args[0] if len(variance.args) == 2 else Expr("mul", *variance.args[:-1])
    return ZERO if variance == NULL else variance
