"""Tokens in one arrangement of what is written in several: braces that say nothing, fonts, double bars, operators."""

from answerkey.reading.tokens import GREEK, SWITCHES, Token, raw

SINGLE_BARS = frozenset({"|", "open |"})
FONTS = frozenset(
    r"\mathbb \mathds \mathcal \mathfrak \mathscr \mathbf \boldsymbol \bm \mathrm \mathsf \mathit \vec \hat \tilde "
    r"\bar \check \widehat \widetilde \overline \dot".split()
)
BESIDE = GREEK | frozenset(r"\in \notin \sim \cdot \times \le \ge \ne \sum \prod \nabla \partial \quad \\".split())
WORDED = frozenset({r"\operatorname", r"\mathrm", r"\text", r"\textrm", r"\mathop"})
OPTIMA = frozenset({"min", "max", "sup", "inf", "lim", "arg"})


def tokens(latex: str) -> list[Token]:
    """The tokens of `latex`; raises Unread for what no mathematics is written with."""
    found = raw(latex)
    texts = {token.text for token in found}
    if not texts.isdisjoint(SWITCHES):
        found = unswitched(found)
    if "{" in texts:
        found = unbraced(found)
    if not texts.isdisjoint(WORDED):
        found = shortened(found)
    return doubled(found) if not texts.isdisjoint(SINGLE_BARS) else found


# -- braces


def unbraced(found: list[Token]) -> list[Token]:
    r"""Tokens without the braces around nothing, a name or a whole cell: `X{}^T`, `{\mathbb E}[x]`, `{x} & {y}`."""
    closing, opening = matching(found)
    gone: set[int] = set()
    for at, end in closing.items():
        before = found[at - 1] if at else None
        argument = before and (before.text in ("_", "^", "}", "]") or before.kind == "command")
        free = not argument or (before and (before.text in BESIDE or (before.text == "}" and end == at + 1)))
        if (free and is_lone(found[at + 1 : end])) or is_cell(found, at, end, opening):
            gone |= {at, end}
    return [token for at, token in enumerate(found) if at not in gone] if gone else found


def matching(found: list[Token]) -> tuple[dict[int, int], dict[int, int]]:
    """Where the braces that open are closed, and where those that close are opened."""
    closing: dict[int, int] = {}
    waiting: list[int] = []
    for at, token in enumerate(found):
        if token.text == "{":
            waiting.append(at)
        elif token.text == "}" and waiting:
            closing[waiting.pop()] = at
    return closing, {end: at for at, end in closing.items()}


def is_lone(inside: list[Token]) -> bool:
    r"""Whether there is nothing in braces, a lone token that is no number, or one in a font: `\mathbb E`."""
    if len(inside) < 2:
        return not inside or inside[0].kind != "number"
    lettered = [t for t in inside[1:] if t.text not in ("{", "}")]
    return inside[0].text in FONTS and len(inside) in (2, 4) and len(lettered) == 1 and lettered[0].kind != "sign"


def is_cell(found: list[Token], at: int, end: int, opening: dict[int, int]) -> bool:
    """Whether braces are around all that stands between two marks of a matrix."""
    if found[end + 1].text not in ("&", "\\\\", r"\end") or not at:
        return False
    before = at - 1
    if found[before].text == "}":  # of the name of the environment, or of how its columns are set
        begun = opening.get(before, 0)
        columns = found[begun - 1].text == "}" and found[opening.get(begun - 1, 0) - 1].text == r"\begin"
        return found[begun - 1].text == r"\begin" or columns
    return found[before].text in ("&", "\\\\")


# -- words


def shortened(found: list[Token]) -> list[Token]:
    r"""Tokens with `\min` for `\operatorname*{min}`, and so on."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        start = at + 1 + (found[at + 1 : at + 2] != [] and found[at + 1].text == "*")
        word = "".join(t.text for t in found[start + 1 : start + 4])
        if found[at].text in WORDED and word in OPTIMA and found[start].text == "{" and found[start + 4].text == "}":
            kept.append(Token("command", rf"\{word}", found[at].offset, found[at].apart))
            at = start + 5
        else:
            kept.append(found[at])
            at += 1
    return kept


# -- bars


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


# -- fonts


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
            before = kept[-2] if len(kept) > 1 else None
            if before is None or (before.text not in ("_", "^") and before.kind != "command"):
                kept.pop()
            else:
                closing[-1] = 2
            kept += [token._replace(text=SWITCHES[token.text]), Token("sign", "{", token.offset)]
        elif token.text == "}":
            kept += [token] * (closing.pop() if closing else 1)
        elif token.text not in SWITCHES:
            kept.append(token)
    return kept
