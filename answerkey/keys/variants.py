r"""What authors write for what is known by another spelling: glyphs, converted signs, random names in small."""

import re
from collections.abc import Container, Iterator

from answerkey.context import Context
from answerkey.reading.names import Names, identifier
from answerkey.tree import Expr

GLYPHS = {
    r"\sigma_l": r"\sigma_\ell",
    r"\sigma_{l}": r"\sigma_\ell",
    r"\varepsilon": r"\epsilon",
}  # one letter, two glyphs
SUMMED = re.compile(r"\\sum\s*(_\s*\{[A-Za-z\s]+\})")  # a Sigma with a subscript, as converters take it for a sum
TURNED = re.compile(r"\^\s*(?:T(?![A-Za-z])|\{\s*T\s*\})")
AVERAGES = ("E", "given", "cov")
COORDINATES = re.compile(  # without brackets within, but for those of fractions and roots
    r"(?P<factor>\s*-?\s*(?:[\d.]+|\\[td]?frac\s*(?:\d\s*\d|\{[^{}]*\}\s*\{[^{}]*\}))?\s*(?:\\cdot|\\times)?\s*)"
    r"(?:\\left\s*)?(?P<opening>[(\[])(?P<inside>[^()\[\]]*?)(?:\\right\s*)?(?P<closing>[)\]])(?P<after>[\s.,;]*)"
)
ROW = re.compile(r"\^\s*(?:T|\\top|\{\s*(?:T|\\top|\\(?:mathsf|mathrm|intercal)\s*\{?\s*T?\s*\}?)\s*\})[\s.,;]*$")
RANGED = re.compile(r"\\(?:in|to|forall|exists|cup|cap|sim|dots|ldots|cdots)(?![A-Za-z])")
STEP = re.compile(  # w_1(k) and w_1(k + 1): the value of a name at a step
    r"(?P<name>\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])(?P<script>\s*_\s*(?:\{[^{}]*\}|\w))?"
    r"\s*\(\s*(?P<index>[a-z])\s*(?P<on>[+-]\s*\d+\s*)?\)"
)


def at_steps(latex: str, names: Names, new: Container[str]) -> Iterator[re.Match]:
    """Where a formula has a declared name at a step, such as w_1(k) where k is a letter that nothing declares."""
    for match in STEP.finditer(latex):
        symbol, index = names.get(identifier(match["name"] + (match["script"] or ""))), match["index"]
        fresh = index != match["name"] and (names.get(index) is None or index in new)
        if fresh and symbol is not None and symbol.kind == "value":
            yield match


def without_step(latex: str, names: Names, new: Container[str]) -> str:
    """A formula about one step, w_1(k), with w_1 for it; as it is where a name has values at several steps."""
    found = list(at_steps(latex, names, new))
    if len({(match["index"], match["on"]) for match in found}) != 1:
        return latex
    for match in reversed(found):
        latex = latex[: match.start()] + match["name"] + (match["script"] or "") + latex[match.end() :]
    return latex


def is_next_step(side: str, names: Names, new: Container[str]) -> bool:
    """Whether a side is a name at the next step, w_1(k + 1), and nothing else."""
    found = next(at_steps(side, names, new), None)
    return found is not None and found["on"] is not None and not (side[: found.start()] + side[found.end() :]).strip()


def in_columns(latex: str) -> str:
    """An equation with columns for what lists coordinates: `x = (1, 2)` and `(a, b) = [2, 1]`, and no intervals."""
    sides = re.split(r"(?<![<>:\\])(:?=)", latex)
    if len(sides) == 1 or RANGED.search(latex):
        return latex
    turn = r"^\top" if any(ROW.search(side) for side in sides) else ""
    return "".join(as_column(side, turn) for side in sides)


def as_column(side: str, turn: str = "") -> str:
    """A side that is a list in brackets, perhaps after a number, as a column, or as a row where that is turned."""
    match = COORDINATES.fullmatch(side)
    entries = [entry.strip() for entry in match["inside"].split(",")] if match else []
    if (
        match is None
        or len(entries) < 2
        or not all(entries)
        or (match["opening"] + match["closing"]) not in ("()", "[]")
    ):
        return side
    rows = r" \\ ".join(entries)
    return rf"{match['factor']}\begin{{pmatrix}} {rows} \end{{pmatrix}}{turn}{match['after']}"


def respelled(latex: str, names: Names) -> str:
    """`latex` with what is known by another spelling in that one."""
    latex = in_columns(latex)
    for variant, declared in GLYPHS.items():
        if variant in latex and names.get(identifier(variant)) is None and names.get(identifier(declared)):
            latex = re.sub(re.escape(variant) + r"(?![A-Za-z])", declared.replace("\\", r"\\"), latex)
    return SUMMED.sub(lambda sign: rf"\Sigma{sign[1]}" if is_sigma(sign[1], names) else sign[0], latex)


def is_sigma(subscript: str, names: Names) -> bool:
    return names.get(identifier(rf"\Sigma{subscript}")) is not None


def upright(latex: str) -> str:
    r"""`latex` with every `^T` as the transpose that it can only be where T is the name of nothing."""
    return TURNED.sub(r"^\\top", latex)


def names_turning(formulas: list[str]) -> bool:
    """Whether T is the name of something in formulas, and not only a transpose."""
    return any(re.search(r"(?<![A-Za-z\\])T(?![A-Za-z])", TURNED.sub("", formula)) for formula in formulas)


def in_small(claim: Expr, context: Context) -> dict[Expr, Expr]:
    """The names within expectations that have a random twin in capitals which is nowhere in the claim."""
    met = {n.args[0] for n in claim.walk() if n.head == "name"}
    twins = {}
    for leaf in (n for mean in claim.walk() if mean.head in AVERAGES for n in mean.walk() if n.head == "name"):
        large = leaf.args[0][:1].upper() + leaf.args[0][1:]
        if large not in met and large != leaf.args[0] and any(key.rstrip("[]°") == large for key in context.laws):
            twins[leaf] = Expr("name", large, leaf.shape)
    return twins


def as_random(claim: Expr, twins: dict[Expr, Expr]) -> Expr:
    """A claim with the random twins in the place of names within expectations; what is given there stays."""
    if claim.head == "given":
        return Expr("given", claim.args[0].replace(twins), claim.args[1])
    if claim.head in AVERAGES:
        return claim.replace(twins)
    return claim.rebuild(lambda node: as_random(node, twins))


def as_means(claim: Expr, context: Context) -> Expr:
    """A claim with the mean of a Gaussian in the place of where its density, given another, is highest."""
    if claim.head == "argmax" and claim.args[1].head == "probability":
        leaf, (_, count, what, *given) = claim.args[0], claim.args[1].args
        found = list(gaussians(leaf, context))
        if count == 1 and what == leaf and len(given) == 1 and given[0].head == "eq" and len(found) == 1:
            return Expr("given", found[0], given[0])
    return claim.rebuild(lambda node: as_means(node, context))


def gaussians(leaf: Expr, context: Context) -> Iterator[Expr]:
    """The random names of the shape of `leaf`, if all that is random is Gaussian."""
    if all(law.family == "gaussian" for law in context.laws.values()):
        for key in context.laws:
            if context.names.get(key) and context.names.leaf(key).shape == leaf.shape:
                yield context.names.leaf(key)
