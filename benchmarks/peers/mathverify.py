"""Math-Verify, which reads LaTeX itself and knows no conditions; reading included.

Both formulas stand between dollars, sets may be compared with relations, and the time limit is the runner's.  What it
could not read, or raised an error on, counts as no answer, although in use it would count as wrong.
"""

import logging
from importlib import metadata

logging.disable(logging.WARNING)  # that the limit is ours


def version() -> str:
    return f"Math-Verify {metadata.version('math-verify')}"


def given(pair: dict) -> tuple[str, str]:
    return pair["lhs"], pair["rhs"]


def accepts(problem: tuple[str, str]) -> bool | None:
    from math_verify import LatexExtractionConfig, parse, verify

    latex = [LatexExtractionConfig()]
    gold, target = (parse(f"${side}$", latex, parsing_timeout=None, raise_on_error=True) for side in problem)
    if verify(gold, target, allow_set_relation_comp=True, timeout_seconds=None, raise_on_error=True):
        return True
    unread = any(all(isinstance(found, str) for found in side) for side in (gold, target))
    return None if unread else False
