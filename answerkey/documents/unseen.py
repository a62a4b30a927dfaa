r"""What TeX does not see of a source: comments, `\iffalse ... \fi`, code and drawings; white space takes its place."""

import re

OPAQUE = (
    "verbatim|Verbatim|BVerbatim|lstlisting|minted|comment|tikzpicture|pgfpicture|filecontents|thebibliography|code|"
    "algorithmic|luacode|pycode|Schunk"
)
HIDDEN = re.compile(
    rf"\\begin\s*\{{(?P<opaque>{OPAQUE})\*?\}}|\\verb\*?(?P<bar>[^A-Za-z\s*])|\\lstinline(?P<line>[^A-Za-z\s\[{{])"
    r"|(?P<false>\\iffalse(?![A-Za-z]))|\\(?!begin|verb|lstinline|iffalse).|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
CONDITION = re.compile(
    r"\\(?!(?:iff|ifthenelse|ifstrempty|ifstrequal|ifnumcomp|ifblank|ifbool|iftoggle)(?![A-Za-z@]))"
    r"(if[A-Za-z@]*|else|fi)(?![A-Za-z@])"
)


def seen(text: str) -> str:
    """`text` with blanks for what TeX does not see, and all else at its place."""
    parts, at = [], 0
    missing: set[str] = set()  # what is not closed from here on
    for match in HIDDEN.finditer(text):
        if match.start() < at:
            continue
        end = end_of(text, match, missing)
        if end > 0:
            hidden = blank(text[match.start() : end])
            # a line that is all comment is no empty line, which would end a paragraph
            parts += [text[at : match.start()], f"\f{hidden[1:]}" if match["comment"] else hidden]
            at = end
    return "".join([*parts, text[at:]])


def end_of(text: str, match: re.Match[str], missing: set[str]) -> int:
    """Where what is hidden ends; 0 if nothing is."""
    if match["comment"]:
        return match.end()
    if match["opaque"]:
        closing = re.compile(rf"\\end\s*\{{{match['opaque']}\*?\}}")
        found = None if match["opaque"] in missing else closing.search(text, match.end())
        if found is None:
            missing.add(match["opaque"])
        return found.end() if found else 0
    if bar := match["bar"] or match["line"]:
        end, line_end = text.find(bar, match.end()), text.find("\n", match.end())
        return end + 1 if end >= 0 and (line_end < 0 or end < line_end) else 0
    if match["false"] and "iffalse" not in missing:
        depth = 1
        for condition in CONDITION.finditer(text, match.end()):
            if condition[1] == "else":
                depth -= depth == 1  # what follows is seen
            else:
                depth += -1 if condition[1] == "fi" else 1
            if depth == 0:
                return condition.end()
        missing.add("iffalse")
    return 0


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
