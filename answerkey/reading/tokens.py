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
ALONE = frozenset({r"\mathbb", r"\mathcal", r"\mathds"})  # fonts whose letters are no names in brackets
BESIDE = frozenset({r"\in", r"\notin", r"\sim", r"\cdot"})  # commands that take no argument
SINGLE_BARS = frozenset({"|", "open |"})
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
    r"|[0-9]{1,3}(?:(?:\{,\}|\\,)[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<prime>\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![A-Za-z])))|(?P<upright>\\(?:mathrm|text)\s*\{d\}|\\mathrm\s+d\b)"
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


def tokens(latex: str) -> list[Token]:
    """The tokens of `latex`; raises Unread for what no mathematics is written with."""
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
    return arranged(found)


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


def arranged(found: list[Token]) -> list[Token]:
    """Tokens with what is written in several ways in one of them."""
    texts = {token.text for token in found}
    if not texts.isdisjoint(SWITCHES):
        found = unswitched(found)
    if not texts.isdisjoint(ALONE):
        found = unbraced(found)
    return doubled(found) if not texts.isdisjoint(SINGLE_BARS) else found


def unbraced(found: list[Token]) -> list[Token]:
    r"""Tokens without the braces around a lone letter in its font, as in `{\mathbb E}[x]`."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        before = kept[-1] if kept else found[-1]
        inside = len(alone) if found[at].text == "{" and (alone := lone_letter(found, at + 1)) else 0
        if inside and before.text not in ("_", "^", "}") and (before.kind != "command" or before.text in BESIDE):
            kept += alone
            at += inside + 2
        else:
            kept.append(found[at])
            at += 1
    return kept


def lone_letter(found: list[Token], at: int) -> list[Token]:
    r"""The tokens of `\mathbb E` or `\mathbb{E}`, if a closing brace follows; else none."""
    if found[at].text in ALONE:
        for length in (2, 4):
            letter = found[at + length // 2 : at + length // 2 + 1]
            if [t.text for t in found[at + length : at + length + 1]] == ["}"] and letter[0].kind in (
                "letter",
                "number",
            ):
                return found[at : at + length]
    return []


def doubled(found: list[Token]) -> list[Token]:
    r"""Tokens in which two bars side by side, `\left|\left|x\right|\right|` or `\big|\big|x\big|\big|`, are one."""
    pairs = twins(found)
    kept: list[Token] = []
    for at, token in enumerate(found):
        if at - 1 in pairs:
            kept[-1] = kept[-1]._replace(text=pairs[at - 1])
        else:
            kept.append(token)
    return kept


def twins(found: list[Token]) -> dict[int, str]:
    """The places of the first of two bars that are one double bar, and that bar."""
    pairs: dict[int, str] = {}
    opened: list[int] = []
    closed: dict[int, int] = {}  # where what opens is closed
    for at, token in enumerate(found):
        if token.text == "open |":
            opened.append(at)
        elif token.text == "close |" and opened:
            closed[opened.pop()] = at
        elif token.text == "|" == found[at + 1].text and at - 1 not in pairs:
            outside = [found[at - 1] if at else found[-1], found[at + 2]]
            if any(token.kind in ("end", "sign") and token.text not in (")", "]", "}", "|") for token in outside):
                pairs[at] = "||"
    for opening, closing in closed.items():
        if closed.get(opening + 1) == closing - 1:
            pairs |= {opening: r"open \|", closing - 1: r"close \|"}
    return pairs


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
    if kind == "bold":
        return "command", r"\mathbf"
    return kind, re.sub(r"\{,\}|\\?,", "", text) if kind == "number" else SAME.get(text, text)


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
