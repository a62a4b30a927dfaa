r"""What words at the end of a row say of it: `\text{(expand)}` is a remark, `\text{ if } c > 0` a condition."""

import re
from dataclasses import dataclass

from answerkey.documents.layout import nested, top

TEXT = r"\\(?:text|mbox|textrm|textit)\s*\{"
SAYS_WHEN = r"for(?:\s+(?:all|any|every|each))?|if|when|whenever|wherever|provided(?:\s+that)?|as\s+long\s+as"
# a condition behind words or within them, one in brackets, and words in brackets of which nothing is known
WHEN = re.compile(
    rf"{TEXT}[\s,;(]*(?P<words>{SAYS_WHEN})\s*(?:\}}(?P<behind>.*)|\$(?P<within>[^$]*)\$[\s.,;)]*\}}[\s.,;)]*)\Z",
    re.DOTALL,
)
BRACKETS = re.compile(r"(?P<words>\()(?P<within>[^()]*)\)[\s.,;]*\Z")
ASIDE = re.compile(rf"(?P<within>{TEXT}\s*(?P<words>[(\[])(?:[^{{}}]|\{{[^{{}}]*\}})*\}})[\s.,;]*\Z")
REMARK = re.compile(rf"{TEXT}(?P<said>[^{{}}$]*)\}}[\s.,;]*\Z")
LIMITS = re.compile(
    r"\b(?:iff?|when\w*|where\w*|for|unless|provided|assum\w+|suppos\w+|given|or|otherwise|else|with|such|not|only|except|"
    r"cases?|under|on|in|at|any|all|each|every|some|and)\b|[<>=\\]",
    re.IGNORECASE,
)
MORE_WORDS = re.compile(rf"{TEXT}\s*,?\s*(?:or|either|if|when|whenever|for|unless|not|otherwise)\b")
NARROW = (r"\,", r"\;", r"\:", r"\!", r"\>")
WIDE = (r"\quad", r"\qquad")


@dataclass(frozen=True)
class Condition:
    """What a row holds on: the words that say so, and where it stands in the row, of which the rest is `before`."""

    before: str
    words: str
    start: int
    end: int


def unremarked(row: str) -> str:
    """A row without a remark at its end, in brackets or in a column of its own, that limits nothing."""
    remark = REMARK.search(row)
    if remark is None or LIMITS.search(remark["said"]) or all(t.offset != remark.start() for t in top(row)):
        return row
    before = row[: remark.start()]
    in_column = sum(token.text == "&" for token in top(before)) > 1
    return before if in_column or remark["said"].strip()[:1] in ("(", "[") else row


def condition_of(row: str) -> Condition | None:
    r"""The condition that words at the end of a row put on it: `a = b \text{ if } c > 0`."""
    for pattern in (WHEN, ASIDE, BRACKETS):
        found = pattern.search(row)
        if found is None or all(each.offset != found.start() or each.braces for each in nested(row)):
            continue
        before = row[: found.start()]
        if pattern is BRACKETS and not before.rstrip(" \t\n,;~").endswith(WIDE):
            continue
        start, end = found.span("behind" if pattern is WHEN and found["behind"] is not None else "within")
        end = start + len(row[start:end].rstrip(" \t\n.,;"))
        before = unspaced(before, ",;")
        if before.endswith("(") and row[start:end].endswith(")"):
            before, end = unspaced(before[:-1], ",;"), end - 1
        if before.strip() and not MORE_WORDS.search(before):
            return Condition(before, found["words"], start, end)
    return None


def unspaced(text: str, more: str = "") -> str:
    """A text without white space at its end, whatever it is written with, and without the signs of `more`."""
    while True:
        shorter = text.rstrip(f" \t\n\f~{more}")
        if shorter.endswith("\\") and len(shorter) < len(text):
            shorter = shorter[:-1]  # of a space that a backslash writes
        for space in (*NARROW, *WIDE):
            shorter = shorter.removesuffix(space)
        if shorter == text:
            return text
        text = shorter
