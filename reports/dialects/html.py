"""HTML, with formulas as MathML: a browser needs no script and no network to show them."""

import re
import unicodedata
from html import escape as escaped
from xml.etree import ElementTree

from latex2mathml.converter import convert

PARAGRAPH = "</p>\n<p>"
MARKS = {
    "": "",
    "measured": '<sup class="measured" title="measured, not proved">‡</sup>',
    "proved": '<sup class="proved" title="holds">✓</sup>',
}
NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|mfrac|msqrt|mroot|msub|msup|msubsup|munder|mover|munderover"
    "|mtable|mtr|mtd|mstyle|mpadded|mphantom|menclose"
)
PARTS = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2, "mroot": 2, "munder": 2, "mover": 2, "munderover": 3}
# What the converter does not know under the name authors give it.
RENAMED = (
    (r"\\(begin|end)\{aligned\}", r"\\\1{align*}"),
    (r"\\operatorname\*", r"\\operatorname"),
    (r"\\arg(?![A-Za-z])", r"\\operatorname{arg}"),
    (r"(\\operatorname\{[^{}]*?)\\[,;: ]", r"\1 "),
)


def escape(text: str) -> str:
    return escaped(text)


def emphasis(escaped: str) -> str:
    return f"<em>{escaped}</em>"


def mark(kind: str, label: str) -> str:
    """What follows a formula: the mark of a verdict, or the number of a remark."""
    return f'&nbsp;<strong class="label {kind}">[{label}]</strong>' if label else MARKS[kind]


def formula(latex: str, display: bool, live: bool, mark: str) -> str:
    shown = (live and mathml(latex, display)) or f"<code>{escaped(latex)}</code>"
    return f'<span class="display">{shown}{mark}</span>' if display else shown + mark


def mathml(latex, display):
    """`latex` as MathML, or "" where the converter fails or leaves something it did not understand."""
    for old, new in RENAMED:
        latex = re.sub(old, new, latex)
    try:
        tree = ElementTree.fromstring(convert(latex, display="block" if display else "inline"))
    except Exception:  # the converter documents no limit to what it may raise on odd input
        return ""
    for node in list(tree.iter()):
        node.tag = node.tag.removeprefix(f"{{{NAMESPACE}}}")
        if not ELEMENTS.fullmatch(node.tag) or "href" in node.attrib or "\\" in (node.text or ""):
            return ""
        if not has_its_parts(node):
            return ""
        if node.tag == "mi" and is_sign(node.text):
            node.tag = "mo"  # so that a browser spaces a relation like one
    return ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)


def has_its_parts(node):
    """Whether a fraction, root or script has the parts it must; a matrix with a script is made one part."""
    due, parts = PARTS.get(node.tag, len(node)), list(node)
    extra = len(parts) - due
    if extra > 0:
        node[:] = [ElementTree.Element("mrow"), *parts[extra + 1 :]]
        node[0].extend(parts[: extra + 1])
    return extra >= 0


def is_sign(text):
    letterlike = text is None or len(text) != 1 or text in "∞∅∂∇"
    return not letterlike and unicodedata.category(text) in {"Sm", "Po"}


def doubtful(formula: str, display: bool, status: str, reason: str) -> str:
    outer = "doubt display" if display else "doubt"
    return f'<span class="{outer}">{formula} <strong class="{status}">[{status}: {reason}]</strong></span>'


def remark(label: int, title: str, status: str, link: str, live: bool, why: str) -> str:
    shown = formula(link, True, live, "") if link else ""
    return f'<span class="remark {status}"><strong>[{label}] {title}</strong> {shown}<span>{why}</span></span>'
