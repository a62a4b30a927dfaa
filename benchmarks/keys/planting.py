"""One error planted in a key: a factor, sign, exponent, transpose, strictness, index or term, and really wrong."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.keys.bases import Key, Maths
from benchmarks.keys.rewriting import statuses

MARK = "\u2063"  # invisible, where the error is, until the key is printed


@dataclass(frozen=True)
class Planted:
    """A key with an error, of which kind it is, and the formula before and after."""

    key: Key
    kind: str
    before: str
    after: str


def put(latex: str, match: re.Match, new: str) -> str:
    return f"{latex[: match.start()]}{new}{MARK}{latex[match.end() :]}"


def replaced(pattern: str, new: str | Callable[[re.Match], str]) -> Callable[[str], Iterator[str]]:
    """Every formula with one match of a pattern replaced."""

    def change(latex: str) -> Iterator[str]:
        for match in re.finditer(pattern, latex):
            yield put(latex, match, new(match) if callable(new) else match.expand(new))

    return change


OTHER_SIGN = {"<": r"\le ", ">": r"\ge ", r"\le": "< ", r"\ge": "> "}


def other_index(match: re.Match) -> str:
    """w_{t+1} for w_t, and the other way round."""
    return f"_{{{match[0][-1]}+1}}" if len(match[0]) == 2 else f"_{match[0][2]}"


KINDS: dict[str, Callable[[str], Iterator[str]]] = {
    "factor": replaced(r"(?<![\d^_{.])([2-9])(?=\s*[\\a-zA-Z(])(?![^{}]*\\le)", ""),
    "sign": replaced(r"(?<=[\w})\]|])\s*([+-])\s*(?=[\\\w(])", lambda m: " - " if "+" in m[0] else " + "),
    "exponent": replaced(r"\^2(?!\d)", "^3"),
    "transpose": replaced(r"\^T(?![A-Za-z])", ""),
    "strictness": replaced(r"\\le(?![A-Za-z])|\\ge(?![A-Za-z])|<|>", lambda m: OTHER_SIGN[m[0]]),
    "index": replaced(r"_t(?![A-Za-z])|_\{t\+1\}|_k(?![A-Za-z])|_\{k\+1\}", other_index),
    "term": replaced(r"\s[+-]\s*(?:[\\\w^{}]|\\,|(?<=\w) )+(?=$|[)\]},.]|\s+[=<+-])", ""),
}


def errors(key: Key, rng: Random) -> Iterator[Planted]:
    """Keys with one error each, of every kind in turn and again, in formulas that claim something."""
    places = [
        (part, at, i)
        for part in key.parts
        for at, line in enumerate(part.lines)
        for i, piece in enumerate(line)
        if isinstance(piece, Maths) and piece.role == "claim"
    ]
    planted, kinds = set(), rng.sample([*KINDS.items()], len(KINDS))
    for kind, change in (*kinds, *kinds):
        rng.shuffle(places)
        for part, at, i in places:
            formula = part.lines[at][i]
            assert isinstance(formula, Maths)
            slips = list(change(formula.latex))
            rng.shuffle(slips)
            latex = next((s for s in slips if s not in planted and is_wrong(s.replace(MARK, ""), formula)), None)
            if latex is not None:
                planted.add(latex)
                line = (*part.lines[at][:i], replace(formula, latex=latex), *part.lines[at][i + 1 :])
                lines = (*part.lines[:at], line, *part.lines[at + 1 :])
                alone = replace(key, parts=(replace(part, lines=lines),))
                yield Planted(alone, kind, formula.latex, latex.replace(MARK, ""))
                break


def is_wrong(latex: str, formula: Maths) -> bool:
    """Whether the engine refutes a formula where it stands."""
    return "refuted" in statuses(latex, formula)
