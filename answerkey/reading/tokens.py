"""LaTeX mathematics as a list of tokens, each with its place; nothing is dropped but white space and layout."""

import re
from typing import NamedTuple

LONGEST = 200_000  # characters in one formula
MOST_DIGITS = 1_000  # in one number


class Unread(Exception):
    """A formula that could not be read: why, and how many characters in."""

    def __init__(self, why: str, offset: int):
        super().__init__(why)
        self.why, self.offset = why, offset


class Undeclared(Unread):
    """A formula with a name in it that is not declared."""


class Misshapen(Unread):
    """A formula whose matrices do not fit together."""


class Token(NamedTuple):
    kind: str  # "number", "letter", "command", "sign" or "end"
    text: str
    offset: int


LAYOUT = frozenset(
    {r"\,", r"\;", r"\:", r"\>", r"\!", "\\ ", "~", r"\quad", r"\qquad", r"\enspace", r"\thinspace", r"\displaystyle"}
    | {
        r"\textstyle",
        r"\scriptstyle",
        r"\allowbreak",
        r"\boldmath",
        r"\limits",
        r"\nolimits",
        r"\nonumber",
        r"\notag",
        r"\mathstrut",
        r"\strut",
    }
)
SIZES = frozenset({r"\left", r"\right", r"\middle"}) | {
    rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")
}
SWITCHES = {r"\bf": r"\mathbf", r"\rm": r"\mathrm", r"\sf": r"\mathsf", r"\it": r"\mathit", r"\cal": r"\mathcal"}
STAR = "⋆"  # which marks a name and multiplies nothing
SAME = {
    r"\lvert": "open |",
    r"\rvert": "close |",
    r"\vert": "|",
    r"\lVert": r"open \|",
    r"\rVert": r"close \|",
    r"\Vert": r"\|",
    r"\leq": r"\le",
    r"\leqslant": r"\le",
    r"\geq": r"\ge",
    r"\geqslant": r"\ge",
    r"\neq": r"\ne",
    r"\lt": "<",
    r"\gt": ">",
    r"\dfrac": r"\frac",
    r"\cfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\rightarrow": r"\to",
    r"\Leftrightarrow": r"\iff",
    r"\Longleftrightarrow": r"\iff",
    r"\Rightarrow": r"\implies",
    r"\Longrightarrow": r"\implies",
    r"\land": r"\wedge",
    r"\&": r"\wedge",
    r"\lor": r"\vee",
    r"\gets": r"\leftarrow",
    r"\simeq": r"\approx",
    r"\equiv": "=",
    r"\intercal": r"\top",
    r"\ast": STAR,
    r"\star": STAR,
    r"\dagger": "+",
    r"\dbinom": r"\binom",
    r"\tbinom": r"\binom",
    r"\Longleftarrow": r"\impliedby",
    r"\Leftarrow": r"\impliedby",
    r"\colon": ":",
    r"\succcurlyeq": r"\succeq",
    r"\preccurlyeq": r"\preceq",
    r"\varnothing": r"\emptyset",
    r"\mathds": r"\mathbb",
    r"\longrightarrow": r"\to",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\ln": r"\log",
    r"\coloneqq": ":=",
    r"\triangleq": ":=",
    r"\varepsilon": r"\epsilon",
}
GREEK = frozenset(
    r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi \rho "
    r"\sigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon "
    r"\Phi \Psi \Omega \ell".split()
)
SPLIT = re.compile(
    r"(?P<space>\s+|%[^\n]*\n?|\\(?:tag|label|hspace|vspace|phantom)\*?\s*\{[^{}]*\}|\\q?quad\s*\(\s*\d+[a-z]?\s*\)\s*$)"
    r"|(?P<number>(?:\d{1,3}(?:\{,\}\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
    r"|(?P<prime>\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![A-Za-z])))|(?P<upright>\\(?:mathrm|text)\s*\{d\}|\\mathrm\s+d\b)"
    r"|(?P<command>\\(?:[A-Za-z]+|.))|(?P<letter>[A-Za-z])|(?P<sign>\|\||:=|[^\sA-Za-z0-9\\])",
    re.DOTALL,
)
OPENS_OR_CLOSES = {r"\left": "open", r"\right": "close"} | {
    rf"\{size}{letter}": side
    for size in ("big", "Big", "bigg", "Bigg")
    for letter, side in (("l", "open"), ("r", "close"))
}


def tokens(latex: str) -> list[Token]:
    """The tokens of `latex`; raises Unread for what no mathematics is written with."""
    if len(latex) > LONGEST:
        raise Unread(f"longer than {LONGEST} characters", LONGEST)
    found: list[Token] = []
    position, side, worded = 0, "", False
    for match in SPLIT.finditer(latex):
        place, position = match.span()
        kind, text = match.lastgroup or "", match.group()
        if kind == "number" and len(text) > MOST_DIGITS:
            raise Unread(f"a number of more than {MOST_DIGITS} digits", place)
        if text == "$":  # mathematics within words
            found += [Token("command", r"\text", place), Token("sign", "{", place)] if worded else []
            found += [] if worded else [Token("sign", "}", place)]
            worded = not worded
        elif text == "}" and [t.text for t in found[-2:]] == [r"\text", "{"]:
            del found[-2:]  # no words
        elif kind == "prime":
            found += [Token("sign", "'", place)] * text.count("prime")
        elif text in SIZES:
            side = OPENS_OR_CLOSES.get(text, "")
        elif kind != "space" and text not in LAYOUT:
            kind, text = plain(kind, text)
            if side and text in ("|", r"\|"):
                text = f"{side} {text}"  # \left| and \right| say which side they are
            hidden, side = side and text == ".", ""  # \left. is only there to match a \right
            if not hidden:
                found.append(Token(kind, text, place))
    if position < len(latex):
        raise Unread("a lone backslash", position)
    found.append(Token("end", "", len(latex)))
    return unswitched(found) if any(token.text in SWITCHES for token in found) else found


def unswitched(found: list[Token]) -> list[Token]:
    r"""Tokens in which a font that is switched to in braces, as in `{\bf x}`, is a command: `\mathbf{x}`.

    The braces stay around it where they are those of an argument or a script.
    """
    kept: list[Token] = []
    closing: list[int] = []  # how many braces to close at each closing brace to come
    for token in found:
        if token.text == "{":
            closing.append(1)
        if token.text in SWITCHES and kept and kept[-1].text == "{":
            before = kept[-2] if len(kept) > 1 else token
            if before.text not in ("_", "^") and before.kind != "command":
                kept.pop()
            else:
                closing[-1] = 2
            kept += [token._replace(text=SWITCHES[token.text]), Token("sign", "{", token.offset)]
        elif token.text == "}":
            kept += [token] * (closing.pop() if closing else 1)
        elif token.text not in SWITCHES:
            kept.append(token)
    return kept


def plain(kind: str, text: str) -> tuple[str, str]:
    r"""A token in the one spelling that the rules know: 1{,}000 is 1000, and an upright d is a d."""
    if kind == "upright":
        return "letter", "d"
    return kind, text.replace("{,}", "") if kind == "number" else SAME.get(text, text)


def spans(text: str):
    r"""The pieces of prose with mathematics in it, as (is_maths, is_display, content, offset of the content).

    Mathematics stands between `$`, `$$`, `\(` `\)` or `\[` `\]`; raises Unread for one that is never closed.
    """
    position = 0
    for match in re.finditer(r"\$\$|\$|\\\(|\\\[", text):
        if match.start() < position:
            continue
        closing = {"$$": "$$", "$": "$", r"\(": r"\)", r"\[": r"\]"}[match.group()]
        end = text.find(closing, match.end())
        if end < 0:
            raise Unread(f"{match.group()} is never closed", match.start())
        if match.start() > position:
            yield False, False, text[position : match.start()], position
        yield True, closing in ("$$", r"\]"), text[match.end() : end], match.end()
        position = end + len(closing)
    if position < len(text):
        yield False, False, text[position:], position
