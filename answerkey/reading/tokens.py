"""LaTeX mathematics as a list of tokens, each with its place; nothing is dropped but white space and layout."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from answerkey.reading.glyphs import ACCENTED, INVISIBLE, SCRIPT, spelled_out

LONGEST = 200_000  # characters in one formula
MOST_DIGITS = 1_000  # in one number


class Unread(Exception):
    """A formula that could not be read: why, and how many characters in."""

    def __init__(self, why: str, offset: int):
        super().__init__(why)
        self.why, self.offset = why, offset


class Undeclared(Unread):
    """A formula with a name in it that is not declared, which is told where that is known."""

    def __init__(self, why: str, offset: int, name: str = ""):
        super().__init__(why, offset)
        self.name = name


class Misshapen(Unread):
    """A formula whose matrices do not fit together, in a part of it if that is known."""

    part = ""


class Token(NamedTuple):
    kind: str  # "number", "letter", "command", "sign" or "end"
    text: str
    offset: int
    apart: bool = False  # whether a wide space stands before it


LAYOUT = frozenset(
    r"\, \; \: \> \! \quad \qquad \enspace \thinspace \medspace \thickspace \negthinspace \hfill \displaystyle "
    r"\textstyle \scriptstyle \scriptscriptstyle \allowbreak \nobreak \boldmath \limits \nolimits \nonumber \notag "
    r"\mathstrut \strut \small \normalsize \large \Large \noindent \qed \qedhere \blacksquare \square \Box \checkmark "
    r"\smash \mathclap \mathrlap \mathllap \mathrel \mathbin \mathord \mathopen \mathclose \ensuremath ~".split()
) | {"\\ "}
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
    r"\doteq": ":=",
    r"\leqq": r"\le",
    r"\geqq": r"\ge",
    r"\lesssim": r"\approx",
    r"\gtrsim": r"\approx",
    r"\asymp": r"\approx",
    r"\pmb": r"\boldsymbol",
    r"\mathbfit": r"\mathbf",
    r"\symbf": r"\mathbf",
    r"\mathnormal": r"\mathit",
    "<=": r"\le",
    ">=": r"\ge",
    "==": "=",
    "=>": r"\implies",
    "<=>": r"\iff",
    "->": r"\to",
}
WRITTEN_OUT = {r"\R": r"\mathbb{R}", r"\RR": r"\mathbb{R}", r"\reals": r"\mathbb{R}", r"\EE": r"\mathbb{E}"}
GREEK = frozenset(
    r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi \rho "
    r"\sigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon "
    r"\Phi \Psi \Omega \ell".split()
)
EM_SPACE = "\u2003"
SPLIT = re.compile(
    rf"(?P<space>\s*(?:\\q?quad|{EM_SPACE})\s*\(\s*\d+[a-z]?\s*\)\s*$|\s+|%[^\n]*\n?"
    r"|\\(?:tag|label|hspace|vspace|[hv]?phantom|(?:text)?color(?:box)?)\*?\s*(?:\[\w*\]\s*)?\{[^{}]*\})"
    r"|(?P<number>(?:[1-9][0-9]{0,2}(?:,[0-9]{3})*,0[0-9]{2}(?:,[0-9]{3})*(?![0-9,])"
    r"|[0-9]{1,3}(?:(?:\{,\}|\\,)[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+| \. [0-9]+)?|\.[0-9]+)"
    r"|(?P<prime>\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![A-Za-z])))|(?P<upright>\\(?:mathrm|text)\s*\{\s*d\s*\}|\\mathrm\s+d\b)"
    r"|(?P<turn>\\\\\*?\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])"
    rf"|(?P<accented>{ACCENTED.pattern})"
    r"|(?P<bold>\\textbf\s*(?=\{\s*[A-Za-z]\s*\}))|(?P<command>\\(?:[A-Za-z]+|.))|(?P<letter>[A-Za-z])"
    rf"|(?P<glyph>{SCRIPT.pattern}|[^\x00-\x7f])|(?P<sign>\|\||:=|<=>|<=|>=|==|=>|->|[^\sA-Za-z0-9\\])",
    re.DOTALL,
)
WIDE = frozenset({r"\quad", r"\qquad", r"\hfill"})
WIDTH = 3  # of smaller spaces that are as wide
OPENS_OR_CLOSES = {r"\left": "open", r"\right": "close"} | {
    rf"\{size}{letter}": side
    for size in ("big", "Big", "bigg", "Bigg")
    for letter, side in (("l", "open"), ("r", "close"))
}


def raw(latex: str) -> list[Token]:
    """The tokens of `latex` as they are written; raises Unread for what no mathematics is written with."""
    if len(latex) > LONGEST:
        raise Unread(f"longer than {LONGEST} characters", LONGEST)
    found: list[Token] = []
    size, gap, worded = "", 0, False
    opened: list[bool] = []  # whether each \left that is open has a bracket that is seen
    for kind, text, place in pieces(latex):
        if text == "$":  # mathematics within words
            found += [Token("command", r"\text", place), Token("sign", "{", place)] if worded else []
            found += [] if worded else [Token("sign", "}", place)]
            worded = not worded
        elif text == "}" and [t.text for t in found[-2:]] == [r"\text", "{"]:
            del found[-2:]  # no words
        elif kind == "prime":
            found += [Token("sign", "'", place)] * text.count("prime")
        elif text in SIZES:
            size = text
        elif kind == "space" or text in LAYOUT:
            gap += width(text)
        else:
            kind, text = plain(kind, text)
            side, seen = OPENS_OR_CLOSES.get(size, ""), not (size and text == ".")
            if size == r"\left":
                opened.append(seen)
            elif size == r"\right" and opened and not opened.pop():
                side = "at"  # \left. is only there to match a \right
            if seen:  # \left| and \right| say which side they are
                text = f"{side} {text}" if side and text in ("|", r"\|") else text
                found.append(Token(kind, text, place, gap >= WIDTH))
                gap = 0
            size = ""
    found.append(Token("end", "", len(latex)))
    return found


def pieces(latex: str) -> Iterator[tuple[str, str, int]]:
    """The kind, the text and the place of what `latex` is made of; a glyph as the commands that it stands for."""
    position = 0
    for match in SPLIT.finditer(latex):
        place, position = match.span()
        kind, text = match.lastgroup or "", match.group()
        if kind == "number" and len(text) > MOST_DIGITS:
            raise Unread(f"a number of more than {MOST_DIGITS} digits", place)
        meant = r"\\" if kind == "turn" else WRITTEN_OUT.get(text, text)  # a new row after a space, \\[2pt]
        if kind in ("glyph", "accented"):
            meant = "" if INVISIBLE.match(text) else spelled_out(text)
            if meant.startswith(r"\frac") and latex[place - 1 : place].isdigit():
                meant = text  # 2½ is no product
        if meant == text:
            yield "sign" if kind == "glyph" else kind, text, place
        for each in SPLIT.finditer(meant) if meant != text else ():
            yield each.lastgroup or "", each.group(), place
    if position < len(latex):
        raise Unread("a lone backslash", position)


def width(text: str) -> int:
    """How many small spaces wide a space is, as far as that matters."""
    if text in WIDE or EM_SPACE in text or (text.startswith(r"\hspace") and not re.search(r"\{\s*-|pt|mu", text)):
        return WIDTH
    return int(text in (r"\;", r"\:", r"\>", "\\ ", "~", r"\enspace"))


def plain(kind: str, text: str) -> tuple[str, str]:
    r"""A token in the one spelling that the rules know: 1{,}000 is 1000, and an upright d is a d."""
    if kind == "upright":
        return "letter", "d"
    if kind == "bold":
        return "command", r"\mathbf"
    return kind, re.sub(r"\{,\}|\\?,| ", "", text) if kind == "number" else SAME.get(text, text)


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
