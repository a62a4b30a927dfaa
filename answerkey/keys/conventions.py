"""Conventions by which an equation that fails as written is right all the same: rounding, logarithms, degrees."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from flint import arb, fmpq

from answerkey.context import Context
from answerkey.deciding.referee.evaluate import Point, told
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.keys.premises import decided
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import ZERO, Expr, name, num

DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+(?![\d.])")
ALONE = re.compile(  # a number that is a whole side, or an entry of a matrix: 0.33, 2.45 \times 10^{-3}, 15.4\%, 424
    r"[-+{\s]*(?P<number>\d*\.\d+|\d{3,})[}\s]*(?:\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*-?\s*\d+\s*\}|\d))?\s*(?:\\?%)?[\s}]*"
)
ENTRIES = re.compile(r"\\(?:begin|end)\s*\{[a-zA-Z]*matrix\*?\}|&|\\\\")
LOGARITHM = re.compile(r"\\log(?![A-Za-z])(?!\s*_)")
BASES = (2, 10)
OTHER_NUMBERS = re.compile(
    r"\bGF\s*\(|\\math(?:bb|bf)\s*\{?\s*[FZ]\s*\}?\s*_\s*\{?\s*[2-9p]|\b[Mm]od(?:ulo|ular)?\b|\\[bp]mod\b|\\oplus|\bXOR\b"
    r"|\b[Ii]n binary\b|\b[Bb]inary (?:number|digit|representation|expansion|arithmetic|addition|notation)"
    r"|\b(?:base|radix)[ -](?:2|8|16|two|eight|sixteen)\b|\b[Hh]exadecimal\b|\b[Oo]ctal\b|\bBoolean\b"
)
ROUNDED_FROM = 3  # digits that a number within a sum or a product has at least if it was rounded


def has_other_numbers(text: str) -> bool:
    """Whether a text speaks of numbers that are added in another way, as modulo two, or written with other digits."""
    return OTHER_NUMBERS.search(text) is not None


def excused(context: Context, claim: Expr, sides: tuple[str, str], verdict: Verdict, seed: int = 0) -> str:
    """Why a relation between two sides in LaTeX that was refuted may have been meant; "" where no reason is known."""
    if agree_as_shown(context, claim, sides, verdict):
        return "equal to the digits shown"
    for because, other in meanings(claim, LOGARITHM.search(" ".join(sides)) is not None):
        if decided(context, other, seed).passes or agree_as_shown(context, other, sides, verdict):
            return because
    return ""


def meanings(claim: Expr, logarithms: bool) -> Iterator[tuple[str, Expr]]:
    """What else a relation may say, and by which convention."""
    if logarithms and claim.has("log"):
        for base in BASES:
            yield f"with logarithms to base {base}", rewritten(claim, {"log": partial(divided, Expr("log", num(base)))})
    if any(node.head in ("sin", "cos") and node.args[0].head == "num" for node in claim.walk()):
        half = Expr("pi") / num(180)
        turned = {head: lambda node: Expr(node.head, half * node.args[0]) for head in ("sin", "cos")}
        yield "with angles in degrees", rewritten(claim, turned)


def agree_as_shown(context: Context, claim: Expr, sides: tuple[str, str], verdict: Verdict) -> bool:
    """Whether two sides are equal but for the digits that were cut off, where they were found to differ."""
    if claim.head != "eq" or not (places := rounded_numbers(sides)):
        return False
    balls = {num(value): name(f"~{i}") for i, value in enumerate(places)}
    values = {balls[num(value)]: around(value, place) for value, place in places.items()}
    loose = swapped(claim, balls)
    try:
        loose = context.unfold(loose)
        names = {n for n in loose.walk() if n.head in ("name", "term")} - values.keys()
        witness = {leaf: exact((verdict.witness or {})[leaf.args[0]]) for leaf in names}
        return told(loose, Point(values | witness), context, (64,)) is True
    except Unknown:
        return True
    except (Undefined, ShapeError, KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError):
        return False


def rounded_numbers(sides: tuple[str, str]) -> dict[Fraction, Fraction]:
    """The numbers in a formula that may be rounded or cut off, with what one in their last place is worth."""
    found: dict[Fraction, Fraction] = {}
    for side in sides:
        numbers = [text for text in DECIMAL.findall(side) if len(text.replace(".", "").lstrip("0")) >= ROUNDED_FROM]
        numbers += [alone["number"] for entry in ENTRIES.split(side) if (alone := ALONE.fullmatch(entry))]
        found |= {Fraction(text): Fraction(1, 10 ** len(text.partition(".")[2])) for text in numbers}
    return found


def around(shown: Fraction, place: Fraction) -> arb:
    """Whatever is shown so, rounded (from half a place below) or cut off (up to a place above)."""
    middle, radius = shown + place / 4, place * 3 / 4
    return arb(fmpq(middle.numerator, middle.denominator), arb(fmpq(radius.numerator, radius.denominator)))


def exact(text: str) -> fmpq:
    value = Fraction(text)
    return fmpq(value.numerator, value.denominator)


def swapped(expr: Expr, new: dict[Expr, Expr]) -> Expr:
    """An expression with other leaves for numbers, whatever their sign."""
    if expr.head == "num":
        negative = num(-expr.args[0])
        return new.get(expr) or (num(-1) * new[negative] if negative in new else expr)
    if not expr.nodes or expr.head == "pow":
        base = expr.args[:1] if expr.head == "pow" else ()
        return Expr("pow", *(swapped(each, new) for each in base), expr.args[1]) if base else expr
    return Expr(expr.head, *(swapped(arg, new) if isinstance(arg, Expr) else arg for arg in expr.args))


def rewritten(expr: Expr, rules: dict[str, Callable[[Expr], Expr]]) -> Expr:
    """An expression with its nodes of some heads made anew, from within."""
    if not expr.has(*rules):
        return expr
    made = Expr(expr.head, *(rewritten(arg, rules) if isinstance(arg, Expr) else arg for arg in expr.args))
    return rules[expr.head](made) if expr.head in rules else made


def divided(size: Expr, node: Expr) -> Expr:
    return node / size


def is_update(claim: Expr) -> bool:
    """Whether an equation gives a name a new value by its old one: w = w - g."""
    return claim.head == "eq" and claim.args[0].head == "name" and claim.args[0] in set(claim.args[1].walk())


def far_apart(context: Context, claim: Expr, seed: int = 0) -> Verdict | None:
    """That two numbers are not nearly equal, as a claim says: the sign differs, or the size by more than fivefold.

    That one of them is nearly zero is always true in some sense.
    """
    if any(node.head in ("name", "term") or node.shape for node in claim.walk()) or ZERO in claim.args:
        return None
    for _, one_of in (("", claim), *meanings(claim, logarithms=False)):
        one, other = one_of.args
        larger = Expr("max", Expr("abs", one), Expr("abs", other))
        near = Expr("le", Expr("abs", one - other), num(Fraction(4, 5)) * larger)
        if decided(context, near, seed).status != "refuted":
            return None
    values = decided(context, Expr("eq", *claim.args), seed)
    return values if values.status == "refuted" else None
