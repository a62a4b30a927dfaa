r"""Which sizes letters have that nothing declares, in a formula with matrices: those with which alone it fits together.

Where a letter may be a number or a matrix, it is taken for a matrix, as what holds for matrices holds for numbers too.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from math import prod

from answerkey.reading.names import ACCENT, Names, Symbol, identifier
from answerkey.reading.parser import read
from answerkey.reading.tokens import GREEK, Unread
from answerkey.shapes import Dimension, Shape, ShapeError

DRESSED = rf"\\(?:{ACCENT}|mathbf|boldsymbol|bm)"
LETTER = re.compile(rf"{DRESSED}\s*\{{\s*(?:\\[A-Za-z]+|[A-Za-z])\s*\}}|{DRESSED}\s+[A-Za-z]|\\[A-Za-z]+|[A-Za-z]")
TURN = r"\^\s*\{?\s*\{?\s*(?:\\top|\\intercal|\\(?:mathsf|mathrm|rm|sf|text)\s*\{?\s*T(?![a-z])|\\T(?![A-Za-z]))"
TURNED = re.compile(TURN + r"|\^\s*(?:T(?![A-Za-z])|\{\s*T\s*\})")
OF_MATRICES = re.compile(
    r"\\(?:det|tr|trace|rank)(?![A-Za-z])|\{(?:tr|det|rank|Tr|trace)\}|\\(?:succ|prec)(?:eq)?(?![A-Za-z])"
)
WORDS = re.compile(r"\\(?:text|operatorname\*?|mathrm|mathbb|mathcal|begin|end)\s*\{[A-Za-z*]*\}")
MOST = 400  # readings that are tried


def has_matrices(latex: str, names: Names) -> bool:
    """Whether matrices are spoken of in a formula: by names that are known, or by what is done to them."""
    return bool(TURNED.search(latex) or OF_MATRICES.search(latex) or known_shapes(latex, names))


def known_shapes(latex: str, names: Names) -> list[Shape]:
    symbols = (names.get(key) for key in mentioned(latex))
    return [symbol.shape for symbol in symbols if symbol is not None and symbol.kind == "value" and symbol.shape]


def fitted(latex: str, names: Names) -> dict[str, Shape] | None:
    """The shapes of the letters that nothing declares; None where nothing fits, or where it is not clear what does."""
    letters = dict(unknown(latex, names))
    about = known_shapes(latex, names)
    sides = dict.fromkeys(side for shape in about for side in shape if side != 1) or {spare(letters): None}
    options = [list(possible(written, latex, names, [*sides])) for written in letters.values()]
    if not letters or prod(map(len, options)) > MOST:
        return None
    tried = (dict(zip(letters, each, strict=True)) for each in product(*options))
    found = [shapes for shapes in tried if fits(latex, names, shapes)]
    return max(found, key=size) if len(found) == 1 or (found and len(sides) == 1) else None


def possible(written: str, latex: str, names: Names, sides: list[Dimension]) -> Iterator[Shape]:
    """The shapes of a letter: a small one is no matrix, and what is turned, or a capital in a product, is no number."""
    is_capital = written.rstrip("} ").rpartition("{")[2].split()[-1].lstrip("\\")[:1].isupper()
    if not (is_turned(written, latex) or (is_capital and is_factor(written, latex, names))):
        yield ()
    yield from (((side, other) for side in sides for other in sides) if is_capital else ((side, 1) for side in sides))


def is_factor(written: str, latex: str, names: Names) -> bool:
    """Whether a letter stands beside another one that is a capital or known as a matrix."""
    found = [(match[0], match.start(), match.end()) for match in LETTER.finditer(latex)]
    pairs = [(one[0], other[0]) for one, other in pairwise(found) if not latex[one[2] : other[1]].strip()]
    beside = [identifier(each) for pair in pairs if written in pair for each in pair if each != written]
    return any(key[:1].isupper() or (names.get(key) and names.leaf(key).shape) for key in beside)


def described(shape: Shape) -> str:
    return "a real number" if not shape else "a vector" if shape[1] == 1 else "a square matrix"


def size(shapes: dict[str, Shape]) -> int:
    return sum(0 if not shape else 1 if shape[1] == 1 else 2 for shape in shapes.values())


def fits(latex: str, names: Names, shapes: dict[str, Shape]) -> bool:
    for key, shape in shapes.items():
        names = names.with_symbol(key, Symbol("value", shape))
    try:
        read(latex, names)
    except (Unread, ShapeError):
        return False
    return True


def spare(letters: Iterable[str]) -> str:
    """A name for the side of all matrices that is not one of the letters."""
    return next(each for each in ("d", "n", "m", "N", "side") if each not in {*letters})


def mentioned(latex: str) -> Iterator[str]:
    return (key for key, _ in letters_in(latex))


def letters_in(latex: str) -> Iterator[tuple[str, str]]:
    """What the letters without a subscript are called in a formula, and how they are written."""
    text = WORDS.sub(" ", latex)
    for match in LETTER.finditer(text):
        bare = match[0].rstrip("} ").rpartition("{")[2].split()[-1]
        if (len(bare) == 1 or bare in GREEK) and not text[match.end() :].lstrip().startswith("_"):
            yield identifier(match[0]), match[0]


def unknown(latex: str, names: Names) -> Iterator[tuple[str, str]]:
    """Those that nothing declares."""
    taken = ("I", "e", "E", "d") if r"\int" in latex or re.search(r"\{\s*d", latex) else ("I", "e", "E")
    for key, written in letters_in(latex):
        if key not in taken and not names.get(key) and not names.sequence(key):
            yield key, written


def is_turned(written: str, latex: str) -> bool:
    return re.search(re.escape(written) + r"\s*(?:" + TURNED.pattern + ")", latex) is not None
