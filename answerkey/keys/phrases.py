"""What the words before a formula say of it: that it is assumed, that it defines a name, or that it follows."""

import re
from typing import Literal

Role = Literal["assumed", "defined", "concluded", "claimed"]

ASSUMES = re.compile(
    r"\b(?:if|when|whenever|suppose|supposing|assume|assuming|given|provided|require|requires|needs?|want|wants|must|"
    r"for (?:all|any|every|which|each)?|unless|case|choose|choosing|pick|take|taking|setting?|sets?|solve|solving|"
    r"such that|make|making|impose|condition|subject to|initial|start(?:s|ing)?|consider)\b",
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


def role(words: str) -> Role:
    """What the last telling word of the sentence that leads to a formula says of it."""
    sentence = SENTENCE_END.split(words)[-1] if not words.rstrip().endswith(".") else ""
    last, found = -1, "claimed"
    for meaning, pattern in (("assumed", ASSUMES), ("defined", DEFINES), ("concluded", CONCLUDES)):
        for match in pattern.finditer(sentence):
            if match.start() > last:
                last, found = match.start(), meaning
    return found  # type: ignore[return-value]
