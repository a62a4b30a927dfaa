"""The declared names under which mathematics is read: what kind of thing each is, and of which shape."""

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal

from answerkey.reading.tokens import GREEK
from answerkey.shapes import Shape
from answerkey.tree import Expr, name

ACCENT = r"d?dot|(?:wide)?(?:hat|tilde)|bar|check|overline|vec"
DRESSED = rf"{ACCENT}|mathbf|boldsymbol|bm|mathrm|mathit|mathsf|mathcal|text"
NAME = (  # in LaTeX, as a regular expression
    rf"(?:\\(?:{DRESSED})(?![A-Za-z])\s*(?:\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|\\[A-Za-z]+(?:\{{[^{{}}]*\}})?|[A-Za-z])"
    r"|\\(?!sqrt|frac)[A-Za-z]+(?:\{[^{}]*\})?|[A-Za-z])"
)
SUBSCRIPT = r"_(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+|\w))"
ACCENTS = frozenset({"hat", "tilde", "bar", "check", "dot", "ddot", "overline"})
OF = "_of_"  # in the name of a number: the value of a function that is not declared
Kind = Literal["value", "sequence", "function"]


@dataclass(frozen=True)
class Symbol:
    """What a name stands for; the shape of a sequence is that of its terms, of a function that of its value."""

    kind: Kind = "value"
    shape: Shape = ()
    whole: bool = False  # a whole number
    defined: bool = False  # by a formula
    parameters: tuple[Expr, ...] = ()  # of a function that was declared by its formula
    body: Expr | None = None  # the formula, where its values are vectors or matrices
    along: str = ""  # what the first argument of a function is called where it is declared


@dataclass(frozen=True)
class Names:
    """Declared names by identifier, sequences with `[]` after theirs (so that w and w_t may both be declared).

    Where `inferring`, an unknown name is taken for a real scalar; where `matrices`, an unknown I is the identity; where
    `generous`, what does not fit by its sizes is read as a misfit, for others to mend; where `squashing`, an unknown
    sigma that is applied to something is the sigmoid.
    """

    symbols: dict[str, Symbol] = field(default_factory=dict)
    inferring: bool = False
    matrices: bool = False
    generous: bool = False
    squashing: bool = False
    random: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()  # keys of what is written transposed: vectors as rows, or matrices

    @cached_property
    def places(self) -> dict[str, int]:
        """The order of declaration."""
        return {each: place for place, each in enumerate(self.symbols)}

    def with_symbol(self, identifier: str, symbol: Symbol) -> "Names":
        key = f"{identifier}[]" if symbol.kind == "sequence" else identifier
        return replace(self, symbols=self.symbols | {key: symbol})

    def with_symbols(self, identifiers: Iterable[str], shape: Shape = (), whole: bool = False) -> "Names":
        return replace(self, symbols=self.symbols | {each: Symbol("value", shape, whole) for each in identifiers})

    def is_whole(self, identifier: str) -> bool:
        symbol = self.get(identifier)
        return symbol is not None and symbol.whole

    def is_defined(self, identifier: str) -> bool:
        symbol = self.get(identifier)
        return symbol is not None and symbol.defined

    def with_defined(self, identifier: str) -> "Names":
        return self.with_symbol(identifier, replace(self.symbols[identifier], defined=True))

    def sequence(self, identifier: str) -> Symbol | None:
        return self.symbols.get(f"{identifier}[]")

    def get(self, identifier: str) -> Symbol | None:
        return self.symbols.get(identifier)

    def leaf(self, identifier: str) -> Expr:
        return name(identifier, self.symbols[identifier].shape)


@lru_cache(maxsize=1_000)
def identifier(spelling: str) -> str:
    r"""The plain spelling of a LaTeX name, fit for a Python argument: `\sigma_{\ell}` is sigma_ell, `w^*` w_star.

    `W^{(1)}` is W_upper_1, and `\mathcal{L}` L_cal.
    """
    plain = re.sub(r"\^\s*\{\s*\\(?:text|mathrm)\s*\{\s*([A-Za-z]{2,})\s*\}\s*\}", r"_upper_{\1}", spelling)
    plain = re.sub(r"\\(?:text|mathrm|operatorname|mathit|mathbf|mathsf|boldsymbol|bm|vec)(?![A-Za-z])", "", plain)
    plain = re.sub(r"\\math(cal|frak|scr)\s*\{?([A-Za-z])\}?", r"\2_\1", plain)
    plain = re.sub(r"\^\s*\{?\s*(?:\\star|\\ast|\*)\s*\}?", "^*", plain)
    plain = re.sub(r"_\s*\{?\s*(?:\\star|\\ast|[*⋆])\s*\}?", "_low_star", plain)
    plain = re.sub(r"\^\s*\{\s*\(([^()]*)\)\s*\}", r"_upper_{\1}", plain)
    plain = re.sub(r"\\(?:wide)?(tilde|hat|bar|check|overline|d?dot)[\s{]*(\\?[A-Za-z]+)[\s}]*", r"\2_\1", plain)
    plain = plain.replace("^*", "_star").replace("+", "_plus_").replace("-", "_minus_").replace("'", "_prime")
    plain = re.sub(r"[\\{}\s\]]+", "", re.sub(r"(?<=\w)\\|\[", "_", plain))
    plain = re.sub(r"_+", "_", plain).strip("_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def spelled(plain: str) -> str:
    r"""A name in LaTeX: sigma_ell is `\sigma_{\ell}`, w_star `w^*`, X_tilde_1 `\tilde{X}_{1}`."""
    parts = plain.removesuffix("_").split("_")
    base = glyph(parts.pop(0))
    while parts and (parts[0] in ACCENTS or parts[0] in ("cal", "frak", "scr")):
        mark = parts.pop(0)
        base = rf"\math{mark}{{{base}}}" if mark in ("cal", "frak", "scr") else rf"\{mark}{{{base}}}"
    above = ""
    if parts[-1:] == ["star"]:
        above = "^*"
        parts.pop()
    while parts[-1:] == ["prime"]:
        above += "'"
        parts.pop()
    if parts[:1] == ["upper"] and len(parts) == 2:
        mark = f"({parts[1]})" if len(parts[1]) == 1 or parts[1].isdigit() else rf"\mathrm{{{parts[1]}}}"
        above, parts = f"^{{{mark}}}{above}", []
    below = "_{" + " ".join(map(glyph, parts)) + "}" if parts else ""
    found = base + below + above if r"\mathrm" not in base else ""
    return found if identifier(found) == plain else rf"\mathrm{{{plain}}}"


def glyph(part: str) -> str:
    if part in ("plus", "minus"):
        return "+" if part == "plus" else "-"
    return rf"\{part}" if rf"\{part}" in GREEK else part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}"
