"""What the words at a beginning name: a problem, a part of one, or an answer that comes."""

import re
from dataclasses import dataclass

PROBLEM_WORD = r"(?:problem|question|exercise|task|prob|ques|exer|ex|pb|q)"
ANSWER_WORD = r"(?:solutions?|answers?|solns?|sols?|ans|proof|response)"
DASHES = "\u2013\u2014-"
LABEL = r"(?:x{0,2}(?:ix|iv|v?i{1,3}|v|x)|[a-z]|\d{1,2})"
START = "*_#> \n\t"
POINTS = re.compile(r"\s*[(\[]\s*[\d.]+\s*(?:pts?|points?|marks?)\.?\s*[)\]][.:]?\s*", re.I)
# "Solution to problem 2", "Answer (a)"
PREFIX = re.compile(
    rf"{ANSWER_WORD}\s*(?:(?:to|for|of)\b)?\s*(?:the\s+)?(?=(?:problem|question|exercise|task|prob|part|q)\b|q?\d|\()",
    re.I,
)
NAMED = re.compile(
    rf"(?:(?:homework|hw)\s*\d+\s*[,:{DASHES}]?\s*)?(?:{PROBLEM_WORD}s?\b\s*[.:]?\s*(?:no\.?|number|\#)?\s*|[qp])(?P<number>\d{{1,3}})"
    r"(?!\d)",
    re.I,
)
NUMBER = re.compile(rf"(?P<number>\d{{1,2}})(?!\d)(?=[.):\s,({DASHES}]|[a-z](?![a-z])|$)", re.I)
PART = re.compile(
    rf"[\s.,:;{DASHES}]*(?:(?P<named>(?:sub-?)?part\b)\s*[.:]?\s*)?"
    rf"(?:\(\s*(?P<round>{LABEL})\s*\)|(?P<half>{LABEL})\s*\)|(?P<bare>{LABEL}(?![A-Za-z\d])|\d{{1,2}}(?=[a-z](?![A-Za-z\d]))))",
    re.I,
)
DOTTED = re.compile(r"[a-z]\.(?:\s|$)")  # a small letter, which begins no name
ANSWERS = re.compile(rf"{ANSWER_WORD}\b\s*(?:\d{{1,2}}\b|\([^()]*\))?\s*(?:[.:{DASHES}]|$|\n)", re.I)
# what goes on like this speaks of a problem or a part, and begins none
GOES_ON = re.compile(
    r"\s*(?:,|\)|(?:and|or|to|through|above|below|is|are|was|were|has|had|holds?|show(?:s|ed)?|impl(?:y|ies|ied)|gives?|"
    r"gave|says|tells|told|asks?|follows?|yields?|states?|proves?|proved|can|cannot|does|also|again|of)\b)"
)


@dataclass(frozen=True)
class Signpost:
    """What a beginning names.

    `problem` is a number, and `is_named` whether a word such as "Problem" stands before it; `parts` are labels, the
    outer one first, and `form` is how the first is written; `rest` is what follows, an answer if `answers`.
    """

    problem: str = ""
    parts: tuple[str, ...] = ()
    rest: str = ""
    is_named: bool = False
    answers: bool = False
    form: str = ""


def signpost(text: str, is_title: bool) -> Signpost | None:
    """What a text begins with; a title may leave out brackets, and is not taken for a sentence. None for nothing."""
    text = POINTS.sub("", text.lstrip(START))
    prefix = PREFIX.match(text)
    rest = text[prefix.end() :] if prefix else text
    problem = named = None
    if not rest.startswith("("):
        named = NAMED.match(rest)
        problem = named or NUMBER.match(rest)
    rest = rest[problem.end() :] if problem else rest
    if not is_title and not named and rest[:1] == "." and rest[1:2].isdigit():
        return None  # a number with decimals
    parts, form, rest = parts_of(rest, bool(problem), is_title)
    if not problem and not parts:
        return None
    if not is_title and GOES_ON.match(rest) and not (problem and not named and rest.startswith((")", ","))):
        return None
    number = problem["number"].lstrip("0") if problem else ""
    rest = rest.lstrip(f").:*_ \t{DASHES}") if problem or parts else rest
    return Signpost(number, parts, rest, bool(named), bool(prefix) or bool(ANSWERS.match(rest)), form)


def parts_of(rest: str, glued: bool, is_title: bool) -> tuple[tuple[str, ...], str, str]:
    """The labels that a text begins with, how the first is written, and what follows; `glued` to a number: 2a, 2.b."""
    parts: tuple[str, ...] = ()
    form = ""
    while len(parts) < 3 and (found := PART.match(rest)):
        bracketed = found["round"] or found["half"]
        label = (bracketed or found["bare"]).lower()
        if not bracketed and not found["named"]:
            between, behind = rest[: found.start("bare")], rest[found.end() :]
            if glued:
                stands = between in ("", ".") if label.isalpha() else between == "."
            else:
                ends = not behind.strip() or behind[0] in ".:" if is_title else bool(DOTTED.match(rest))
                stands = not parts and not between and ends and label.isalpha()
            if not stands:
                break
        form = form or (
            "part" if found["named"] else "round" if found["round"] else "half" if found["half"] else "bare"
        )
        parts, rest = (*parts, label), rest[found.end() :]
        glued = label.isdecimal() and not bracketed
    return parts, form, rest


def announces(text: str) -> bool:
    """Whether a text begins with a word that announces an answer."""
    return bool(ANSWERS.match(text.lstrip(f"{START}([")))


def is_answering(name: str) -> bool:
    """Whether an environment, a command or a box of this name or title holds an answer."""
    return bool(ANSWERING.fullmatch(name.strip()))


def is_asking(name: str) -> bool:
    """Whether it holds a problem."""
    return bool(ASKING.fullmatch(name.strip()))


def is_parting(name: str) -> bool:
    """Whether it holds a part of a problem."""
    return bool(PARTING.fullmatch(name.strip()))


ANSWERING = re.compile(
    r"(?:my|the|problem|hw|part|sub|full|official|student|begin|sample|model|your)?[-_ ]*(?:sols?|solns?|solutions?"
    r"|answers?|ans|proof|response|solutionor(?:box|lines|dottedlines|grid))(?:box|env|part|text|block)?\*?",
    re.I,
)
ASKING = re.compile(
    r"(?:my|hw|homework|hmwk|home)?[-_ ]*(?:problem|question|exercise|task|prob|ques|exer|qu)(?:box|env|statement)?\*?",
    re.I,
)
PARTING = re.compile(
    r"(?:sub|hw|homework|question|problem|q|p)[-_ ]*(?:problem|question|part|exercise|prob|section|task|q)\*?|part",
    re.I,
)
