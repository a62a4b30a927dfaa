r"""A key rewritten as another author would write it: nothing that it says is changed, and everything about how.

Sums and products are commuted, sides swapped, terms moved across, chains split, names renamed where the key says so,
commands exchanged for others or for the author's own.  A rewritten formula is kept only if the engine proves it where
it stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.documents.rows import CONNECTIVES, Side, rows, top
from answerkey.reading.arranging import tokens
from answerkey.reading.parser import read
from answerkey.reading.sentences import links_of
from answerkey.reading.tokens import Unread
from answerkey.shapes import ShapeError
from answerkey.tree import RELATIONS
from benchmarks.keys.bases import Key, KeyPart, Line, Maths

Change = Callable[[str, Random], str | None]  # of a formula
TURNED = {"=": "=", "<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\leq": r"\geq", r"\geq": r"\leq"}
GREEDY = re.compile(r"\\(?:sum|prod|int|log|exp|min|max|lim|forall|exists|operatorname|nabla|arg|det|text|mid|partial)")
FRESH = "ABCDGHKPQRSTZ", "abcghpqrsz"  # letters to rename by


def signed_terms(side: str) -> list[tuple[str, str]] | None:
    """The terms of a sum, each with its sign; None of what is no plain sum."""
    if "|" in side or GREEDY.search(side) or any(token.text in CONNECTIVES | {",", "&"} for token in tokens(side)):
        return None
    signs = [t for i, t in enumerate(top(side)) if t.text in ("+", "-")]
    cuts = [t.offset for t in signs]
    if not cuts:
        return None
    found, last, sign = [], 0, "+"
    for at in (*cuts, len(side)):
        term = side[last:at].strip()
        if term:
            found.append((sign, term))
        elif last or at != cuts[0]:
            return None
        sign, last = side[at : at + 1], at + 1
    return found if len(found) > 1 else None


def as_sum(terms: Sequence[tuple[str, str]]) -> str:
    first, *others = terms
    return " ".join([f"{'-' if first[0] == '-' else ''}{first[1]}", *(f"{sign} {term}" for sign, term in others)])


def commuted(latex: str, rng: Random) -> str | None:
    """The terms of a sum in another order: of a whole side, or within brackets."""
    spots = [(start, end) for start, end in stretches(latex) if signed_terms(latex[start:end])]
    if not spots:
        return None
    start, end = rng.choice(spots)
    terms = signed_terms(latex[start:end])
    assert terms is not None
    rng.shuffle(terms)
    return f"{latex[:start]}{as_sum(terms)}{latex[end:]}"


def stretches(latex: str) -> Iterator[tuple[int, int]]:
    """The sides of a formula, and what stands in its brackets and braces."""
    with suppress(Unread):
        for row in rows(latex):
            for side in row:
                yield side.offset, side.offset + len(side.latex)
    for match in re.finditer(r"\(([^()]*)\)|(?<=\\frac)\{([^{}]*)\}|(?<=\})\{([^{}]*)\}", latex):
        inside = match.lastindex or 1
        start, end = match.span(inside)
        if latex[start:end].endswith(r"\right"):
            end -= len(r"\right")
        yield start, end


def factors_swapped(latex: str, rng: Random) -> str | None:
    """Two neighbouring factors in each other's place, such as `2\\eta` for `\\eta 2`'s like: `\\sigma\\eta`."""
    pairs = list(
        re.finditer(
            r"(\\[a-z]+|(?<![A-Za-z\\])[a-z])(\^\d)?\s*(\\[a-z]+|[a-z](?![A-Za-z]))(\^\d)?(?![_^{A-Za-z])", latex
        )
    )
    if not pairs:
        return None
    pair = rng.choice(pairs)
    one, other = f"{pair[1]}{pair[2] or ''}", f"{pair[3]}{pair[4] or ''}"
    return f"{latex[: pair.start()]}{other} {one}{latex[pair.end() :]}"


def swapped(latex: str, rng: Random) -> str | None:
    """`b = a` for `a = b`, and `b > a` for `a < b`."""
    found = lone(latex)
    if found is None:
        return None
    left, right = found
    return f"{right.latex.rstrip(' .,')} {TURNED[right.sign]} {left.latex}"


def moved(latex: str, rng: Random) -> str | None:
    """A term on the other side, with the other sign."""
    found = lone(latex)
    terms = signed_terms(found[1].latex.rstrip(" .,")) if found else None
    if found is None or terms is None or (signed_terms(found[0].latex) is None and GREEDY.search(found[0].latex)):
        return None
    sign, term = terms.pop(rng.randrange(len(terms)))
    left = f"{found[0].latex} {'-' if sign == '+' else '+'} {term}"
    return f"{left} {found[1].sign} {as_sum(terms)}"


def shortened(latex: str, rng: Random) -> str | None:
    """A chain of equations without one of the sides in between."""
    with suppress(Unread, ValueError):
        (row,) = rows(latex)
        if len(row) > 2 and all(side.sign == "=" for side in row[1:]):
            gone = rng.randrange(1, len(row) - 1)
            kept = [side for i, side in enumerate(row) if i != gone]
            return " ".join(f"{side.sign} {side.latex}".strip() for side in kept)
    return None


def lone(latex: str) -> tuple[Side, Side] | None:
    """The two sides of a single relation."""
    with suppress(Unread, ValueError):
        (row,) = rows(latex)
        if len(row) == 2 and row[1].sign in TURNED and not row[0].sign:
            return row[0], row[1]
    return None


CHANGES: tuple[Change, ...] = (commuted, commuted, factors_swapped, swapped, moved, shortened)


def statuses(latex: str, formula: Maths) -> list[str]:
    """How the engine decides each link of a formula where it stands; none where it is unread or claims nothing."""
    if formula.before is None:
        return []
    try:
        tree = read(latex, formula.before.names)
    except (Unread, ShapeError):
        return []
    ladder = Ladder(formula.before)
    return [ladder.decide(link).status for link in links_of(tree)] if tree.head in RELATIONS else []


def holds(latex: str, formula: Maths) -> bool:
    """Whether a formula is proved where it stands."""
    return {*statuses(latex, formula)} == {"proved"}


def rewritten(formula: Maths, rng: Random) -> Maths:
    """A formula that claims something with a few changes."""
    if formula.role != "claim":
        return formula
    for change in rng.sample(CHANGES, 3):
        latex = change(formula.latex, rng)
        if latex and latex != formula.latex and holds(latex, formula):
            formula = replace(formula, latex=latex)
    return formula


# -- chains over several displays


def split(formula: Maths, rng: Random) -> Line:
    """A displayed chain in two displays, of which the second goes on with a sign, or said in words."""
    if not formula.display or r"\begin" in formula.latex:
        return (formula,)
    with suppress(Unread):
        cut = rows(formula.latex)
        if len(cut) == 1 and len(cut[0]) > 2 and all(side.sign == "=" for side in cut[0][1:]):
            at = rng.randrange(2, len(cut[0]))
            first = " ".join(f"{side.sign} {side.latex}".strip() for side in cut[0][:at])
            second = " ".join(f"{side.sign} {side.latex}" for side in cut[0][at:])
            return replace(formula, latex=first), replace(formula, latex=second)
    return (formula,)


# -- commands


SPELLINGS = (
    (r"\\le(?![A-Za-z])", r"\\leq"), (r"\\ge(?![A-Za-z])", r"\\geq"), (r"\\ne(?![A-Za-z])", r"\\neq"),
    (r"\\frac", r"\\dfrac"), (r"\\iff", r"\\Leftrightarrow"), (r"\\implies", r"\\Rightarrow"),
    (r"\\to(?![A-Za-z])", r"\\rightarrow"), (r"\\epsilon", r"\\varepsilon"), (r"\^([\dtk])(?![A-Za-z\d])", r"^{\1}"),
    (r"\\left\(", r"\\bigl("), (r"\\right\)", r"\\bigr)"), (r"\\mathbb\{E\}", r"\\mathbb E"), (r"\\cdot", r"\\times"),
    (r"\^T(?![A-Za-z])", r"^{\\top}"), (r"\\mathbf\{0\}", r"\\boldsymbol{0}"), (r"\\\|", r"\\Vert "),
)  # fmt: skip
OWN = (
    (r"\\mathbb\{E\}", r"\\E ", r"\newcommand{\E}{\mathbb{E}}"),
    (r"\\operatorname\{Var\}", r"\\Var ", r"\DeclareMathOperator{\Var}{Var}"),
    (r"\\operatorname\{ReLU\}", r"\\relu ", r"\newcommand{\relu}{\operatorname{ReLU}}"),
    (r"\\sigma(?![A-Za-z])", r"\\sg ", r"\newcommand{\sg}{\sigma}"),
    (r"\\eta(?![A-Za-z])", r"\\lr ", r"\def\lr{\eta}"),
    (r"\\nabla(?![A-Za-z])", r"\\grad ", r"\let\grad\nabla"),
    (r"\\frac\{1\}\{([^{}]*)\}", r"\\inv{\1}", r"\newcommand{\inv}[1]{\frac{1}{#1}}"),
    (r"\\mathbf\{0\}", r"\\zero ", r"\newcommand{\zero}{\mathbf{0}}"),
    (r"\\beta(?![A-Za-z])", r"\\bt ", r"\newcommand*{\bt}{\beta}"),
)


def respelled(key: Key, rng: Random) -> Key:
    """A key with some commands for others, and some for commands that the author defines."""
    other = [pair for pair in SPELLINGS if rng.random() < 0.4]
    if any(pair[0] == r"\\left\(" for pair in other) != any(pair[0] == r"\\right\)" for pair in other):
        other = [pair for pair in other if r"\(" not in pair[0] and r"\)" not in pair[0]]
    own = [each for each in OWN if rng.random() < 0.4]

    def spelled(formula: Maths) -> Maths:
        latex = formula.latex
        for old, new in (*other, *((old, new) for old, new, _ in own)):
            latex = re.sub(old, new, latex)
        return replace(formula, latex=latex)

    return replace(over(key, spelled), commands=tuple(definition for _, _, definition in own))


def over(key: Key, change: Callable[[Maths], Maths]) -> Key:
    """A key with every formula changed."""
    parts = tuple(
        replace(
            part, question=in_line(part.question, change), lines=tuple(in_line(line, change) for line in part.lines)
        )
        for part in key.parts
    )
    return replace(key, statement=in_line(key.statement, change), parts=parts)


def in_line(line: Line, change: Callable[[Maths], Maths]) -> Line:
    return tuple(change(piece) if isinstance(piece, Maths) else piece for piece in line)


# -- names


def renamed(part: KeyPart, rng: Random) -> KeyPart:
    """A part with another letter for a name that it defines itself, or for one of the sheet's, as it then says."""
    defined = [f for line in part.lines for f in line if isinstance(f, Maths) and f.role == "definition"]
    if defined:
        formula = rng.choice(defined)
        old = formula.latex.partition("=")[0].strip()
        if (
            re.fullmatch(r"[A-Za-z]|\\[a-z]+", old)
            and formula.before is not None
            and formula.before.names.get(old.strip("\\")) is None
        ):
            return changed_name(part, old, fresh(part, old.isupper(), rng))
        return part
    claims = [f for line in part.lines for f in line if isinstance(f, Maths) and f.role == "claim"]
    context = claims[0].before if claims else None
    names = [n for n in (r"\sigma", r"\beta", r"\lambda", r"\mu") if any(n in f.latex for f in claims)]
    if context is None or not names:
        return part
    old = rng.choice(names)
    if any(re.search(re.escape(old) + r"(?![A-Za-z])\s*[_^(]?[A-Za-z_(]", f.latex.replace("^2", "")) for f in claims):
        return part  # an indexed name, or one that is a part of others
    new = fresh(part, False, rng)
    introduced: Line = ("Write ", Maths(f"{new} = {old}", False, "definition", context), " for short.")
    solution = changed_name(replace(part, question=()), old, new)
    return replace(solution, question=part.question, lines=(introduced, *solution.lines))


def fresh(part: KeyPart, capital: bool, rng: Random) -> str:
    """A letter that nothing in a part has."""
    latex = " ".join(f.latex for line in (part.question, *part.lines) for f in line if isinstance(f, Maths))
    used = set(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", re.sub(r"\\[A-Za-z]+", " ", latex)))
    context = next((f.before for line in part.lines for f in line if isinstance(f, Maths) and f.before), Context())
    return rng.choice(
        [letter for letter in FRESH[not capital] if letter not in used and context.names.get(letter) is None]
    )


def changed_name(part: KeyPart, old: str, new: str) -> KeyPart:
    pattern = re.compile(
        re.escape(old) + r"(?![A-Za-z])" if old.startswith("\\") else rf"(?<![A-Za-z\\]){old}(?![A-Za-z])"
    )

    def change(formula: Maths) -> Maths:
        return replace(formula, latex=outside_commands(pattern, f"{new} ", formula.latex))

    return replace(
        part, question=in_line(part.question, change), lines=tuple(in_line(line, change) for line in part.lines)
    )


def outside_commands(pattern: re.Pattern, new: str, latex: str) -> str:
    """`latex` with a name replaced, but not in `\\operatorname{...}` or `\\begin{...}`."""
    pieces = re.split(r"(\\(?:operatorname|text|begin|end|mathbb|mathcal|mathrm)\{[^{}]*\})", latex)
    return "".join(piece if i % 2 else pattern.sub(new, piece) for i, piece in enumerate(pieces))


def rewrite(key: Key, rng: Random) -> Key:
    """A key as another author would have written it."""
    parts = []
    for part in key.parts:
        lines = [tuple(rewritten(p, rng) if isinstance(p, Maths) else p for p in line) for line in part.lines]
        cut = (tuple(q for p in line for q in (split(p, rng) if isinstance(p, Maths) else (p,))) for line in lines)
        part = replace(part, lines=tuple(cut))
        parts.append(renamed(part, rng) if rng.random() < 0.5 else part)
    return respelled(replace(key, parts=tuple(parts)), rng)
