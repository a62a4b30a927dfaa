"""Where a formula ends, where words interrupt it, and what can be nothing else."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from answerkey.documents.layout import inside_environment
from answerkey.documents.macros import group
from answerkey.reading.tokens import GREEK

MATHS = frozenset(  # environments that are formulas
    "equation align alignat xalignat flalign gather multline eqnarray displaymath math dmath IEEEeqnarray aligned "
    "alignedat gathered multlined split array darray matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases "
    "dcases rcases drcases numcases subnumcases empheq".split()
)
# what TeX takes in formulas only, and what stands in words; the names of files are neither
SIGNS = "|".join(name[1:] for name in GREEK) + (
    "|[dt]?frac|sum|prod|int|sqrt|leq?|geq?|neq?|in|cdot|times|nabla|partial|[lr]?[Vv]ert|math(?:bb|bf|cal|rm)|left|right"
)
MATHEMATICAL = re.compile(rf"(?<!\\)[\^_]|&\s*=|\\(?:{SIGNS})(?![A-Za-z])")
WORDED = re.compile(r"(?<!\\)(?:\$|\\[(\[])|\\(?:item|par|begin)(?![A-Za-z])|\n[ \t]*\n")
NAMES = re.compile(
    r"\\(?:label|\w*ref|cite\w*|includegraphics|input|include|url|href|path|texttt|lstinputlisting|inputminted)\*?\s*"
    r"(?:\[[^\]]*\])?\s*\{[^{}]*\}"
)
INTERTEXT = re.compile(r"\\(?:short)?intertext\s*(?=\{)")
CLOSING = {"$": re.compile(r"\\.|[{}]|\$|\n[ \t>]*\n", re.DOTALL), "$$": re.compile(r"\\.|\$\$|\n[ \t>]*\n", re.DOTALL)}
PARAGRAPH = re.compile(r"\n[ \t>]*\n|\Z")


def closing(text: str, token: str, at: int) -> re.Match[str] | None:
    """The dollars that close a formula whose own end at `at`; None if its paragraph ends before."""
    candidates, depth = [], 0
    for match in CLOSING[token].finditer(text, at):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0][0] == "\n":
            break
        if match[0][0] == "$":
            candidates.append(match)
            if depth <= 0:  # a dollar in braces may begin a formula in the words of this one
                break
    if not candidates:
        return None
    return candidates[-1] if depth <= 0 else candidates[0]


def paragraph_end(text: str, at: int) -> int:
    found = PARAGRAPH.search(text, at)
    assert found is not None
    return found.start()


def environment_end(text: str, at: int) -> re.Match[str] | None:
    """The end of the environment whose beginning ends at `at`; None if it has none."""
    return environment_ends(text).get(at)


@lru_cache(maxsize=4)
def environment_ends(text: str) -> dict[int, re.Match[str]]:
    """The end of each environment, by where its beginning ends."""
    found, opened = {}, defaultdict[str, list[int]](list)
    for match in re.finditer(r"\\(begin|end)\s*\{([^{}]*)\}", text):
        if match[1] == "begin":
            opened[match[2]].append(match.end())
        elif opened[match[2]]:
            found[opened[match[2]].pop()] = match
    return found


def stretches(text: str, first: int, last: int) -> Iterator[tuple[bool, int, int]]:
    r"""Whether each stretch of a formula is words, and where it begins and ends; `\intertext{so}` begins some."""
    words = [(found, group(text, found.end())[1]) for found in INTERTEXT.finditer(text, first, last)]
    words = [(found, end) for found, end in words if found.end() < end <= last]
    if words:
        last = first + len(text[first:last].rstrip())
        first, last = inside_environment(text, first, last) or (first, last)
    for found, end in words:
        yield False, first, found.start()
        yield True, found.end() + 1, end - 1
        first = end
    yield False, first, last


def is_formula(inside: str) -> bool:
    """Whether what stands in an environment that nobody knows can be nothing but a formula."""
    return not WORDED.search(inside) and bool(MATHEMATICAL.search(NAMES.sub("", inside)))
