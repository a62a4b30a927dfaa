"""LaTeX. Whatever is not known to be harmless mathematics is escaped, character by character."""

import re

PARAGRAPH = "\n\n"
MARKS = {"": "", "measured": r"\measuredmark{}", "proved": r"\holdsmark{}"}
LONG = 30  # characters without a space, after which a line must be allowed to break anywhere
ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "-": "-{}",  # else two of them make a dash,
    ",": ",{}",  # and two of these a quotation mark
}
PRINTABLE = re.compile(  # what T1 text fonts and inputenc have between them
    r"[ -~\u00a1-\u017e\u2013\u2014\u2018\u2019\u201c\u201d\u2020\u2021\u2022\u2026\u20ac]"
)
LETTERS = "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΦΨΩ"
LETTER_NAMES = """
alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho varsigma sigma tau
upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
"""
SIGNS = "≤≥≠≈≡∈∉∞∂∇√→←⇒⇔⟺⟹∀∃∪∩⊂⊆∅±×·÷⋆⊤⌈⌉⌊⌋‖ℓ∑∏∫∧∨¬ℝℕℤ𝔼"  # noqa: RUF001
SIGN_NAMES = """
le ge ne approx equiv in notin infty partial nabla surd to leftarrow Rightarrow Leftrightarrow iff implies
forall exists cup cap subset subseteq emptyset pm times cdot div star top lceil rceil lfloor rfloor Vert ell
sum prod int wedge vee neg mathbb{R} mathbb{N} mathbb{Z} mathbb{E}
"""
NAMED = zip(LETTERS + SIGNS, (LETTER_NAMES + SIGN_NAMES).split(), strict=True)
SYMBOLS = {ord(sign): f"\\{name} " for sign, name in NAMED} | {ord("\N{MINUS SIGN}"): "-"}


def escape(text: str) -> str:
    return re.sub(r"\S+|\s+", lambda word: character_by_character(word[0]), text)


def character_by_character(word):
    join = r"\allowbreak{}" if len(word) > LONG else ""
    return join.join(map(character, word))


def character(sign):
    if ord(sign) in SYMBOLS:
        return rf"\ensuremath{{{SYMBOLS[ord(sign)].strip()}}}"
    return ESCAPED.get(sign, sign) if PRINTABLE.match(sign) or sign.isspace() else f"[U+{ord(sign):04X}]"


def emphasis(escaped: str) -> str:
    return rf"\emph{{{escaped}}}"


def mark(kind: str, label: str) -> str:
    """What follows a formula: the mark of a verdict, or the number of a remark."""
    return rf"\remarkmark{{{kind}}}{{{label}}}" if label else MARKS[kind]


def formula(latex: str, display: bool, live: bool, mark: str) -> str:
    latex, typed = latex.translate(SYMBOLS), latex
    if not (live and latex.isascii()):
        shown = as_typed(typed) + mark
        return f"\n\\begin{{typed}}{shown}\\end{{typed}}\n" if display else shown
    if display:
        return f"\n\n\\shown{{{latex}}}{{{mark}}}\n"
    return f"${latex}${mark}"


def as_typed(latex):
    return r"\texttt{" + r"\allowbreak{}".join(map(character, latex)).replace(" ", r"\ ") + "}"


def doubtful(formula: str, display: bool, status: str, reason: str) -> str:
    if display:
        return f"\n\\begin{{doubtbox}}{{{status}}}{{{reason}}}{formula}\\end{{doubtbox}}\n"
    return rf"\doubt{{{status}}}{{{formula}}}{{{reason}}}"


def remark(label: int, title: str, status: str, link: str, live: bool, why: str) -> str:
    shown = formula(link, True, live, "") if link else ""
    return f"\n\\begin{{remarkbox}}{{{status}}}{{[{label}]\\enspace {title}}}{shown}{why}\\end{{remarkbox}}\n"
