"""The declared names under which mathematics is read: what kind of thing each is, and of which shape."""

import keyword
import re
from dataclasses import dataclass, field, replace
from typing import Literal

from answerkey.tree import Expr, Shape, name

Kind = Literal["value", "sequence", "function"]


@dataclass(frozen=True)
class Symbol:
    """What a name stands for; the shape of a sequence is that of its terms, of a function that of its value."""

    kind: Kind = "value"
    shape: Shape = ()


@dataclass(frozen=True)
class Names:
    """Declared names by identifier, sequences with `[]` after theirs (so that w and w_t may both be declared).

    Where `inferring`, an unknown name is taken for a real scalar.
    """

    symbols: dict[str, Symbol] = field(default_factory=dict)
    inferring: bool = False

    def with_symbol(self, identifier: str, symbol: Symbol) -> "Names":
        key = f"{identifier}[]" if symbol.kind == "sequence" else identifier
        return replace(self, symbols=self.symbols | {key: symbol})

    def sequence(self, identifier: str) -> Symbol | None:
        return self.symbols.get(f"{identifier}[]")

    def get(self, identifier: str) -> Symbol | None:
        return self.symbols.get(identifier)

    def leaf(self, identifier: str) -> Expr:
        return name(identifier, self.symbols[identifier].shape)


def identifier(spelling: str) -> str:
    r"""The plain spelling of a LaTeX name, fit for a Python argument: `\sigma_{\ell}` is sigma_ell, `w^*` w_star."""
    plain = re.sub(r"\\(?:text|mathrm|operatorname|mathit|mathbf|boldsymbol|bm)\b", "", spelling)
    plain = re.sub(r"\\(?:wide)?(tilde|hat|bar|check)\s*\{?(\\?[A-Za-z]+)\}?", r"\2_\1", plain)
    plain = plain.replace("^*", "_star").replace("+", "_plus_").replace("-", "_minus_").replace("'", "_prime")
    plain = re.sub(r"[\\{}\s\]]+", "", re.sub(r"(?<=\w)\\|\[", "_", plain))
    plain = re.sub(r"_+", "_", plain).strip("_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain
