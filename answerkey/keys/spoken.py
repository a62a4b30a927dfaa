r"""What the words between two formulas say of them: "the best $\eta$ is $1/\sigma^2$" says what an equation says."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from answerkey.keys.judging import Judged, Said
from answerkey.keys.phrases import role
from answerkey.keys.statements import LISTED
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import RELATIONS, Expr, conjunction

FILLED = r"(?:\s*\b(?:then|thus|therefore|hence|so|simply|just|exactly|precisely|clearly|also|always|only)\b)*\s*"
MAY = r"(?:must|should|has to|have to|needs? to|will|would|can|may)"
BE = rf"(?:is|are|was|stays?|lies?|remains?|{MAY}\s+(?:be|stay|lie))(?:\s+strictly)?"
GOES = rf"(?:{MAY}\s+)?(?:converges?|tends?|goes|go|approach(?:es)?)(?:\s+(?:to|towards?))?"
SAYS = tuple(
    (re.compile(rf"{FILLED}(?:{pattern}){FILLED}:?\s*", re.IGNORECASE), head, turned)
    for pattern, head, turned in (
        (
            rf"{BE}(?:\s+(?:given by|equal to|the same as))?|equals?|becomes?|turns out to be|:",
            "eq",
            False,
        ),
        (GOES, "tends", False),
        (rf"{BE}\s+(?:less|smaller|lower)\s+than|{BE}\s+below", "lt", False),
        (rf"{BE}\s+(?:greater|larger|bigger|more|higher)\s+than|{BE}\s+above|exceeds?", "lt", True),
        (rf"{BE}\s+(?:at most|no more than|no larger than|no greater than|not more than)", "le", False),
        (rf"{BE}\s+(?:at least|no less than|no smaller than|not less than)", "le", True),
    )
)
BETWEEN = re.compile(rf"{FILLED}{BE}\s+(?:in\s+)?between\s*", re.IGNORECASE)
AND = re.compile(r"\s*and\s*", re.IGNORECASE)
OR = re.compile(r"\s*,?\s*(?:or|or else)(?:\s+(?:when|if|where))?\s*", re.IGNORECASE)
IN_WORDS = Verdict("proved", "said in words")


def spoken(said: Sequence[Said]) -> Iterator[Said]:
    """The statements, and after two formulas what the words between them say."""
    for i, each in enumerate(said):
        yield each
        if (value := value_of(each)) is None:
            continue
        with suppress(ShapeError):
            if i and (claim := between_two(value_of(said[i - 1]), each.statement.words, value)) is not None:
                yield put(said[i - 1], each, claim)
            elif i > 1 and AND.fullmatch(each.statement.words) and BETWEEN.fullmatch(said[i - 1].statement.words):
                low, about = value_of(said[i - 1]), value_of(said[i - 2])
                if low is not None and about is not None:
                    yield put(said[i - 2], each, conjunction(Expr("lt", low, about), Expr("lt", about, value)))


def value_of(said: Said) -> Expr | None:
    """The value that a formula is which claims nothing."""
    if len(said.links) != 1 or said.statement.signs or said.links[0].standing != "mention":
        return None
    claim = said.links[0].claim
    return claim if claim is not None and claim.head not in RELATIONS else None


def between_two(left: Expr | None, words: str, right: Expr) -> Expr | None:
    if left is None:
        return None
    for pattern, head, turned in SAYS:
        if pattern.fullmatch(words):
            return Expr(head, right, left) if turned else Expr(head, left, right)
    return None


def put(about: Said, each: Said, claim: Expr) -> Said:
    """A claim in words as a statement, which stands where its last formula does."""
    words, supposed = f"{about.statement.words} {each.statement.words}", role(about.statement.words) == "assumed"
    statement = replace(each.statement, words=words, role="assumed" if supposed else "claimed")
    link = Judged(each.links[0].place, each.links[0].latex, "given", IN_WORDS, claim)
    return Said(statement, (link,))


def joined(said: Sequence[Said]) -> Iterator[Said]:
    """Statements of which the same is said, such as `a < x` and `x < b`, as one; with an "or" between them too."""
    last: Said | None = None
    for each in said:
        if last is not None and (either := alternatives(last, each)) is not None:
            last = either
            continue
        more = each.statement.listed or bool(LISTED.fullmatch(each.statement.words))
        if last is not None and more and each.statement.signs and not each.statement.connective:
            each = Said(last.statement, (*last.links, *each.links))
        elif last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def alternatives(one: Said, other: Said) -> Said | None:
    """Two statements with an "or" between them as one that says either; None of others."""
    if not OR.fullmatch(other.statement.words) or one.claim is None or other.claim is None:
        return None
    if not {one.claim.head, other.claim.head} <= RELATIONS:
        return None
    return put(
        one, other, Expr("or", *(p for c in (one.claim, other.claim) for p in (c.args if c.head == "or" else (c,))))
    )
