"""Documents of all flavours made at random, with formulas of which each has a number of its own."""

from hypothesis import strategies as st

FORMULAS = [
    "a_{%d} = b",
    r"\frac{%d}{x} \le y_i", "|x| < %d", r"\|w\|^2 - %d > *c*",
    r"f_{%d}(x) = [1, 2]", r"\{x : x \ne %d\}",
    r"u_{%d} = \text{dim} V", "%d | n_k * m_k",
]  # fmt: skip
ROWS = [
    "a_{%d} &= b \\\\\n&= c",
    "p = %d\n\\\\ - q",
    "s_{%d}\n= t\n> u",
    r"\begin{bmatrix} %d & 1 \\ 0 & 1 \end{bmatrix}",
]
WORDS = ["Hence", "so that, by part (b),", "for 5 cents", "we have", "and", "It follows from the above that"]
MARKDOWN = {
    "inline": "{words} ${formula}$ {words}.",
    "two": r"{words} \({formula}\) and ${formula}$, {words}",
    "between backticks": "{words} $`{formula}`$ {words}",
    "spaced": "{words} $ {formula} $ {words}",
    "display": "{words}\n$$\n{rows}\n$$\n{words}",
    "display in a line": "{words} $${formula}$$ {words} ${formula}$.",
    "brackets": "{words}\n\\[{rows}\\]",
    "double backslashes": r"{words} \\({formula}\\) {words}",
    "environment": "{words}\n\\begin{{align*}}\n{rows}\n\\end{{align*}}\n{words}",
    "fence": "```math\n{rows}\n```",
    "directive": "```{{math}}\n{rows}\n```",
    "quote": "> **Solution:** ${formula}$\n> {words} ${formula}$",
    "quoted display": "> {words}\n> $$\n> {formula}\n> = - 1\n> $$",
    "display in a list": "1. {words}\n\n    $$\n    {formula}\n    = 0\n    $$\n\n    {words}",
    "heading": "### Part (c): {words} ${formula}$",
    "items": "- (a) {words} ${formula}$\n- (b) ${formula}$\n    1. {words} ${formula}$",
    "table": "| a | ${formula}$ |\n|---|---|\n| ${formula}$ | b |",
    "callout": "::: {{.solution}}\n{words} ${formula}$\n:::",
    "box": "```{{exercise}}\n:label: e\n{words} ${formula}$\n```",
    "details": "<details><summary>Solution</summary>\n{words} ${formula}$\n</details>",
    "bold": "**(a)** {words} **${formula}$** _${formula}$_",
    "link": "[{words} ${formula}$](http://a.b/c_d) ![${formula}$](e.png)",
    "code": "```python\nx = '$no$'  # x_1 = 2\n```\n\nor `$no$` and `w_1`",
    "comment": "{words} <!-- $no$ --> {words}",
    "money": "{words} costs $5 and the rest $6 more",
}
PREAMBLE = r"""\documentclass{article}
\newcommand{\be}{\begin{equation}} \newcommand{\ee}{\end{equation}} \def\eq#1{\[#1\]} % \newcommand{\no}{$no$}
\newenvironment{derivation}{\begin{align*}}{\end{align*}} \newtheorem{problem}{Problem} \newcommand{\half}{\frac12}
\begin{document}
"""
LATEX = {
    "inline": "{words} ${formula}$ {words}.",
    "two": r"{words} \({formula}\) and ${formula}$, {words}",
    "display": "{words}\n$$\n{rows}\n$$\n{words}",
    "brackets": "{words}\n\\[{rows}\\]",
    "environment": "{words}\n\\begin{{align*}}\n{rows}\n\\end{{align*}}\n{words}",
    "equation": r"\begin{{equation}}\label{{e}} {rows} \end{{equation}}",
    "command": r"{words} \be {formula} \ee {words}",
    "command with an argument": r"\eq{{{formula}}}",
    "own environment": "\\begin{{derivation}}\n{rows}\n\\end{{derivation}}",
    "section": r"\section{{{words} ${formula}$}}",
    "items": r"\begin{{enumerate}} \item ${formula}$ \item[(b)] {words} ${formula}$ \end{{enumerate}}",
    "bullets": r"\begin{{itemize}} \item[$\bullet$] ${formula}$ \end{{itemize}}",
    "solution": r"\begin{{solution}} {words} ${formula}$ \end{{solution}}",
    "problem": r"\begin{{problem}}[{words}] ${formula}$ \end{{problem}} \begin{{proof}} ${formula}$ \end{{proof}}",
    "answer": r"{words} \answer{{ ${formula}$ }} {words}",
    "bold": r"\textbf{{(a)}} {words} {{\bf ${formula}$}} \emph{{${formula}$}}",
    "table": r"\begin{{tabular}}{{ll}} a & ${formula}$ \\ ${formula}$ & b \end{{tabular}}",
    "footnote": r"{words}\footnote{{{words} ${formula}$}}",
    "figure": r"\begin{{figure}}\includegraphics{{a_b}}\caption{{${formula}$}}\end{{figure}}",
    "code": "\\begin{{verbatim}}\n$no$\n\\end{{verbatim}} \\verb|$no$|",
    "comment": "{words} % $no$\n{words} \\iffalse $no$ \\fi",
    "money": r"{words} costs \$5 and \$6 more, or 5\%",
}


@st.composite
def documents(draw, flavours, preamble=""):
    """A document and how many formulas it has; those are numbered from 100."""
    count = 0
    blocks = []
    for name in draw(st.lists(st.sampled_from(sorted(flavours)), min_size=1, max_size=8)):
        block = flavours[name]
        while "{words}" in block:
            block = block.replace("{words}", draw(st.sampled_from(WORDS)), 1)
        while places := [block.find(slot) for slot in ("{formula}", "{rows}") if slot in block]:
            slot = "{formula}" if block.startswith("{formula}", min(places)) else "{rows}"
            formula = draw(st.sampled_from(FORMULAS if slot == "{formula}" else ROWS)) % (100 + count)
            block = block.replace(slot, formula.replace("{", "{{").replace("}", "}}"), 1)
            count += 1
        blocks.append(block.replace("{{", "{").replace("}}", "}"))
    return preamble + "\n\n".join(blocks) + "\n", count
