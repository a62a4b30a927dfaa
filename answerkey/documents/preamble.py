r"""What a LaTeX source declares before it uses it: theorems and boxes, labels of lists, and its own commands."""

import re
from dataclasses import dataclass, field

from answerkey.documents.counters import OPTION
from answerkey.documents.macros import Macros, bracketed, group, skip_spaces, without_definitions
from answerkey.documents.signposts import is_answering, is_asking, is_parting
from answerkey.documents.unseen import blank, seen

DECLARES = re.compile(
    r"\\(?:(?P<theorem>newtheorem|newmdtheoremenv|spnewtheorem)|(?P<thmtools>declaretheorem)|(?P<titled>newtcbtheorem)"
    r"|(?P<box>(?:re)?newtcolorbox|DeclareTColorBox|NewTColorBox|newmdenv)|(?P<list>setlist))\*?(?![A-Za-z])"
)
TITLE = re.compile(rf"(?:title|name|heading){OPTION}")
LABEL = re.compile(rf"label{OPTION}")
# a command is written out before a source is taken apart if its meaning has one of these
STRUCTURE = re.compile(
    r"\\(?:begin|end|item|(?:sub)*section|paragraph|chapter|question|(?:sub)*part|ensuremath|the[a-z]+|arabic|[aA]lph"
    r"|[rR]oman|(?:ref)?stepcounter|setcounter|addtocounter|ifnum|ifx|[\[\]()])(?![A-Za-z])|(?<!\\)\$"
    r"|\b(?:problem|question|exercise|solution|answer|proof|part)\b",
    re.I,
)
MARKS = re.compile(
    r"\\(?:item|(?:sub)*section|paragraph|the[a-z]+|arabic|[aA]lph|[rR]oman|question|part)(?![A-Za-z])"
    r"|\b(?:problem|question|exercise|part)\b[^\\]*#1",
    re.I,
)


@dataclass(frozen=True)
class Box:
    """A theorem or a coloured box: the title and the counter that are printed at its head."""

    title: str
    counter: str
    braces: int = 0  # arguments in braces, of which the first is a title too


@dataclass
class Preamble:
    """What a source declares."""

    macros: Macros
    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)  # of numbered lists, by depth; 0 for all

    def label(self, depth: int) -> str:
        """How the items of a list are labelled that has no options."""
        if own := self.macros.get(rf"\labelenum{'i' * depth}"):
            template = re.sub(r"\\(arabic|alph|Alph|roman|Roman)\s*\{enumi+\}", r"\\\1*", own.body)
            return re.sub(r"\\theenumi+", r"\\arabic*", template)
        return self.labels.get(depth) or self.labels.get(0) or ""

    @property
    def structure(self) -> Macros:
        """The commands and environments that stand for more than words or a formula."""
        named = {name for name in self.macros if self.is_known_by_name(name)}
        found: Macros = {}
        while True:
            telling = rf"{STRUCTURE.pattern}|" + "|".join(
                rf"{re.escape(name)}(?![A-Za-z])" for name in (*found, *named)
            )
            meaning = re.compile(telling.rstrip("|"), re.IGNORECASE)
            more = [name for name in self.macros if name not in found and name not in named]
            more = [name for name in more if meaning.search(self.macros[name].body)]
            if not more:
                return found
            for name in more:
                both = (name, name.replace(r"\begin{", r"\end{"), name.replace(r"\end{", r"\begin{"))
                found |= {one: self.macros[one] for one in both if one in self.macros}

    def is_known_by_name(self, name: str) -> bool:
        """Whether the name of a command or an environment says all that its meaning does."""
        plain = re.sub(r"^\\(?:begin|end)\{|^\\|\}$", "", name).rstrip("*")
        if is_answering(plain):
            return True
        own = self.macros.get(rf"\begin{{{plain}}}") or self.macros.get(f"\\{plain}")
        return (is_asking(plain) or is_parting(plain)) and not (own and MARKS.search(own.body))


def prepared(text: str) -> tuple[str, Preamble]:
    """A source as TeX sees it, with blanks for its declarations, and what it declares."""
    source, macros = without_definitions(seen(text))
    found = Preamble(macros)
    parts, at = [], 0
    for match in DECLARES.finditer(source):
        if match.start() >= at and (end := declare(source, match, found)) > match.end():
            parts += [source[at : match.start()], blank(source[match.start() : end])]
            at = end
    return "".join([*parts, source[at:]]), found


def declare(text: str, match: re.Match[str], found: Preamble) -> int:
    """Note what is declared; where the declaration ends, 0 for none."""
    options, at = bracketed(text, match.end())
    name, at = group(text, skip_spaces(text, at))
    if name is None:
        return 0
    if match["list"]:
        depth = re.search(r"\d", options or "")
        if (label := LABEL.search(name)) and "itemize" not in (options or ""):
            found.labels[int(depth[0]) if depth else 0] = (label[1] or label[2] or "").strip()
        return at
    if match["theorem"]:
        shared, at = bracketed(text, at)
        title, at = group(text, skip_spaces(text, at))
        _, at = bracketed(text, at)
        found.boxes[name] = Box(title or name, shared or name)
    elif match["thmtools"]:
        more, at = bracketed(text, at)
        found.boxes[name] = Box(titled(f"{options},{more}") or name, name)
    elif match["titled"]:
        title, at = group(text, skip_spaces(text, at))
        for _ in range(2):
            _, at = group(text, skip_spaces(text, at))
        found.boxes[name] = Box(title or name, name, braces=2)
    else:
        count, at = bracketed(text, at)
        default, at = bracketed(text, at)
        more, at = group(text, skip_spaces(text, at))
        title = titled(f"{options},{more}")
        braces = int(count) - (default is not None) if count and count.isdecimal() else 0
        found.boxes[name] = Box(title if title and "#" not in title else name, name, braces)
    return at


def titled(options: str) -> str:
    found = TITLE.search(options)
    return (found[1] or found[2] or "").strip() if found else ""
