"""Which formulas may be handed to a typesetter as live mathematics; the others are shown as typed."""

import re

MATRICES = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array"}
ENVIRONMENTS = MATRICES | {"cases", "aligned", "alignedat", "gathered", "split"}
# TeX that programs, reads, writes or leaves mathematics. The reader knows none of it: this is a second wall.
PROGRAMMING = """
input include includegraphics openin openout read write closein closeout immediate special directlua
def edef gdef xdef let futurelet global long outer newcommand renewcommand providecommand
newenvironment DeclareMathOperator catcode lccode uccode mathcode csname endcsname expandafter
noexpand the number string jobname meaning scantokens aftergroup afterassignment loop repeat iterate
if ifx ifnum else fi relax usepackage RequirePackage makeatletter tag label ref eqref href url
htmlData htmlClass require cite hbox vbox hrule vrule par end shipout output errmessage message show
typeout verb footnote marginpar
"""
TOKEN = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:[A-Za-z]+|.|$)|\^\^|[{}$%#&]", re.DOTALL)
BEYOND = frozenset({"$", "%", "#", "^^", "\\", r"\(", r"\)", r"\[", r"\]"} | {f"\\{w}" for w in PROGRAMMING.split()})
OPENS = {"{": "}", r"\left": r"\right"} | {rf"\begin{{{e}}}": rf"\end{{{e}}}" for e in ENVIRONMENTS}
CLOSES = frozenset(OPENS.values())


def tidied(latex: str) -> str:
    """`latex` on one line, without comments, and with alignments of the kind that may stand in a formula."""
    latex = re.sub(r"(?<!\\)((?:\\\\)*)%[^\n]*", r"\1", latex)
    latex = re.sub(r"\\(begin|end)\s*\{align\*?\}", r"\\\1{aligned}", latex)
    return " ".join(latex.split())


def settable(latex: str) -> bool:
    """Whether `latex` is closed in itself and harmless: groups match, and none of it programs."""
    due: list[str] = []  # what must close the groups that are open, innermost last
    for found in TOKEN.finditer(latex):
        token = found[0] if len(found[0]) == 2 else found[0].replace(" ", "")  # a space may be what is escaped
        if token in OPENS:
            due.append(OPENS[token])
        elif token in CLOSES:
            if not due or due.pop() != token:
                return False
        elif token in {"&", r"\\"}:
            if not any(closing.startswith(r"\end") for closing in due):
                return False
        elif token in BEYOND or token.startswith((r"\begin", r"\end")):
            return False
    return not due
