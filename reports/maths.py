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
# What LaTeX knows of mathematics. What a reader knows besides, from packages, would stop TeX.
KNOWN = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell
hbar infty partial nabla forall exists emptyset varnothing in notin ni subset subseteq supset supseteq cup cap
setminus le leq ge geq ll gg lt gt ne neq equiv sim simeq approx cong propto mid parallel perp to rightarrow
Rightarrow leftarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow Longrightarrow implies impliedby iff
mapsto uparrow downarrow cdot cdots times div pm mp ast star circ bullet oplus otimes odot wedge vee land lor neg
lnot top bot prime dagger dots ldots vdots ddots sum prod int iint oint lim limsup liminf sup inf max min arg det
dim ker deg exp log ln lg sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan gcd Pr frac dfrac tfrac sqrt
binom overline underline hat widehat tilde widetilde bar vec dot ddot check overbrace underbrace underset overset
stackrel mathbb mathbf mathcal mathfrak mathrm mathsf mathit mathtt boldsymbol bm operatorname text textbf textit
textrm left right middle big Big bigg Bigg bigl bigr Bigl Bigr lfloor rfloor lceil rceil langle rangle lvert rvert
lVert rVert vert Vert lbrace rbrace quad qquad displaystyle textstyle limits nolimits begin end succeq succ preceq
prec succcurlyeq preccurlyeq boxed mathop mathrel mathbin mathord mathopen mathclose smash not xrightarrow
xleftarrow hspace checkmark leqq geqq leqslant geqslant doteq lesssim gtrsim pmb texttt square blacksquare nexists
nleq ngeq intercal triangleq phantom mathstrut scriptstyle scriptscriptstyle gets lbrack rbrack negthinspace
thickspace thinspace medspace enspace Longleftrightarrow Longleftarrow dbinom tbinom cfrac Box asymp colon nearrow
searrow dotsc dotsb dotsm dotsi mbox substack allowbreak over choose textnormal ddagger hline overrightarrow
""".split()
ESCAPES = frozenset(r"\\ \{ \} \| \, \: \; \! \> \%".split()) | {"\\ "}
COMMANDS = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
TWICE = re.compile(r"([\^_])(?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{}\s])\s*\1")  # x^a^b, which stops TeX
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


def standard(latex: str) -> bool:
    """Whether all commands in `latex` are those of LaTeX itself, with nothing raised or lowered twice."""
    found = set(COMMANDS.findall(latex))
    return found <= ESCAPES | {f"\\{word}" for word in KNOWN} and not TWICE.search(latex)
