"""What the words before a formula say of it: that it is assumed, that it defines a name, or that it follows."""

import re
from typing import Literal

Role = Literal["assumed", "defined", "concluded", "claimed"]

ASSUMES = re.compile(
    r"\b(?:if|when|whenever|suppose|supposing|assume|assuming|given|provided|require|requires|needs?|want|wants|must|"
    r"for (?:all|any|every|which|each)?|unless|(?<!this )(?<!that )(?<!each )(?<!our )case|"
    r"choose|choosing|pick|take|taking|setting?|sets?|solve|solving|"
    r"such that|make|making|impose|condition|subject to|initial|start(?:s|ing)? (?:at|from|with)|consider|"
    r"(?:at|for)(?=\s*$))\b",
    re.IGNORECASE,
)
DEFINES = re.compile(
    r"\b(?:let|where|denote|denoting|define|defining|write|writing|call|using|with|introduce|put|putting|notation)\b",
    re.IGNORECASE,
)
CONCLUDES = re.compile(
    r"\b(?:so|therefore|thus|hence|gives?|giving|yields?|yielding|implies|implying|follows|obtain(?:s|ed|ing)?|get|gets|"
    r"derive|conclude[sd]?|becomes?|means|equivalent(?:ly)?|i\.e\.|which is|that is|then|consequently|leads? to|"
    r"simplif\w+|results? in|reduces? to|because|since|rewrite|have|has|equals?|find|solution)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
OTHER_SCRIPTS = re.compile(r"[^\W\d_a-zA-ZÀ-ÿ\u0370-\u03ff]")


def role(words: str) -> Role:
    """What the last telling word of the sentence that leads to a formula says of it."""
    sentence = SENTENCE_END.split(words)[-1] if not words.rstrip().endswith(".") else ""
    last, found = -1, "claimed"
    for meaning, pattern in (("assumed", ASSUMES), ("defined", DEFINES), ("concluded", CONCLUDES)):
        for match in pattern.finditer(sentence):
            if match.start() > last:
                last, found = match.start(), meaning
    if last < 0 and OTHER_SCRIPTS.search(sentence):  # in which a condition may be said as well
        return "assumed"
    return found  # type: ignore[return-value]


OTHER_CASE = re.compile(r"\b(?:otherwise|else|(?:second|other|latter|next|last) case)\b", re.IGNORECASE)


def is_other_case(words: str) -> bool:
    """Whether words lead to what is said of another case than the one before."""
    return bool(OTHER_CASE.search(SENTENCE_END.split(words)[-1]))


ASSERTS = re.compile(
    r"\b(?:always|clearly|obviously|in general|note that|recall|known that|at (?:the )?(?:most|least)|AM-?GM|Cauchy|"
    r"Schwar[tz]+|Jensen|Young|H(?:ö|oe?)lder|Markov|Chebyshev|Minkowski|Bernoulli|triangle inequality|convexity)\b",
    re.IGNORECASE,
)


def asserts(words: str) -> bool:
    """Whether the words that lead to a formula say that it holds whatever its names are."""
    return bool(ASSERTS.search(SENTENCE_END.split(words)[-1]))


IN_WORDS = re.compile(r"\b(?:(?:as|so) long as|until|unless)\b", re.IGNORECASE)


def is_conditioned(sentence: str) -> bool:
    """Whether a sentence has a condition that may be in words only, on which all is said that stands in it."""
    return bool(IN_WORDS.search(SENTENCE_END.split(sentence)[-1]))


EMPTY = re.compile(
    r"\b(?:this|that|these|it|its|we|they|the|to|and|or|be|been|is|are|can|will|must|only|just|now|of|for|from|both|sides|both"
    r"|us|by|with|in|on|at|as|also|again|out|turn|turns|comes|inequality|equation|condition|relation|result|expression"
    r"|range|step|rate|rates|learning|happens|exactly|finally|algebra|rearranging|solving|dividing|multiplying|side)\b",
    re.IGNORECASE,
)


INTRODUCES = re.compile(
    r"\b(?:let|put|write|writing|call|set|define|defining|denote|introduce)(?:\s+(?:us|the|an?|now|also|by|matri\w+|vectors?))*\s*$",
    re.IGNORECASE,
)


def introduces(words: str) -> bool:
    """Whether words that end just before a formula say that it defines a name."""
    return bool(INTRODUCES.search(words))


AFTERTHOUGHT = re.compile(
    r"[\s,;(]*(?:for(?: all| any| every)?|if|when(?:ever)?|wherever|provided(?: that)?|as long as|because|since|as)\s*",
    re.IGNORECASE,
)


def is_afterthought(words: str) -> bool:
    """Whether the words between two formulas say that the first holds on the condition of the second."""
    return bool(AFTERTHOUGHT.fullmatch(words))


def is_bare(words: str) -> bool:
    """Whether the words between two formulas say that the second follows from the first, and nothing else."""
    left = EMPTY.sub(" ", CONCLUDES.sub(" ", words))
    return bool(CONCLUDES.search(words)) and not has_words(left)


def has_words(text: str) -> bool:
    """Whether there is a word of two letters in a text, in whatever script."""
    return bool(re.search(r"[^\W\d_]{2,}", text))


SAYS_ANSWER = re.compile(
    r"\b(?:answers?\b(?!\s+(?:to|of|from|in|for)\b)|(?:final|full|complete)\s+(?:answers?|results?|solutions?|forms?|expressions?)"
    r"|(?:in|the)\s+conclusion|we\s+conclude|in\s+summary)\b",
    re.IGNORECASE,
)


def says_answer(words: str) -> bool:
    """Whether the words that lead to a formula call it the answer."""
    return bool(SAYS_ANSWER.search(SENTENCE_END.split(words)[-1]))


CONCLUDES_NEED = re.compile(
    r"\b(?:so|thus|hence|therefore|then|consequently)\b.*\b(?:needs?|require[sd]?|must|want|should)\b",
    re.IGNORECASE | re.DOTALL,
)


def concludes_need(words: str) -> bool:
    """Whether words say that a condition was found, and not only that it is one: "so we need"."""
    return bool(CONCLUDES_NEED.search(SENTENCE_END.split(words)[-1]))
