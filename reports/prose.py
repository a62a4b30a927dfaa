"""Plain text as people type it: paragraphs, emphasis, and the quotes and dashes that print calls for."""

import re

EMPHASIS = re.compile(r"\*(?=\S)([^*]*[^*\s])\*")
EN_DASH, EM_DASH = "\u2013", "\u2014"
OPENING = re.compile(rf"""(?:(?<=[\s(\[*{EN_DASH}{EM_DASH}])|\A)(["'])(?=[^\s.,;:!?)\]]|\Z)""")
QUOTES = str.maketrans({'"': "\u201d", "'": "\u2019"})


def paragraphs(text: str) -> list[str]:
    """`text` cut at blank lines, every other run of white space a single space."""
    return [re.sub(r"\s+", " ", piece) for piece in re.split(r"\n[ \t]*\n\s*", text)]


def spans(text: str) -> list[tuple[bool, str]]:
    """`text` cut at its `*...*`: whether each piece is emphasised, and the piece; a lone star is literal."""
    pieces = EMPHASIS.split(typographic(text))
    return [(bool(index % 2), piece) for index, piece in enumerate(pieces) if piece]


def typographic(text: str) -> str:
    """`text` with curly quotes, and dashes for `--` and `---`."""
    text = text.replace("---", EM_DASH).replace("--", EN_DASH)
    return OPENING.sub(lambda quote: "\u201c" if quote[1] == '"' else "\u2018", text).translate(QUOTES)
