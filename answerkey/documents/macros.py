r"""An author's own commands and environments (`\newcommand`, `\def`, `\let`, ...), written out within limits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from answerkey.documents.pieces import Traced
from answerkey.documents.unseen import blank, seen

MOST_TEXT = 20_000  # characters that a formula may grow by when it is written out
MOST_ROUNDS = 32  # of commands within commands
MOST_PARAMETERS = 9
DEFINES = re.compile(
    r"\\(?:(?P<new>(?:re)?new|provide)command|(?P<robust>DeclareRobustCommand)|(?P<operator>DeclareMathOperator)"
    r"|(?P<delimiter>(?:Declare|New)PairedDelimiterX?)|(?P<xparse>(?:New|Renew|Declare|Provide)(?:Expandable)?"
    r"Document(?P<what>Command|Environment))|(?P<environment>(?:re)?newenvironment)|(?P<deft>[gex]?def)|(?P<let>let))"
    r"(?P<star>\*?)(?![A-Za-z])"
)
COMMAND = re.compile(r"\\(?:(?:begin|end)\s*\{[^{}\\]*\}|[A-Za-z@]+|.)", re.DOTALL)
PARAMETER = re.compile(r"#(\d)")
SPEC = re.compile(r"\s*[+!]?([mso]|[OG]\s*\{([^{}]*)\})\s*")
FINAL = "\ue0ff"  # stands before the name of a command that means what it meant before the author defined it anew


class TooLong(Exception):
    """A formula that grows beyond what is read when its commands are written out."""


@dataclass(frozen=True)
class Macro:
    """A command: what it takes, and what it stands for.

    Of the parameters, "m" has to be given, "s" is a star, and "o..." stands in brackets or is what follows the o.
    """

    parameters: tuple[str, ...]
    body: str


Macros = dict[str, Macro]
Definition = tuple[int, int, Macros]  # where it begins and ends, and what it defines


def definitions(text: str) -> Macros:
    """Every command and environment that a text defines; a later definition replaces an earlier one."""
    return without_definitions(seen(text))[1]


def without_definitions(text: str) -> tuple[str, Macros]:
    """A source with blanks for the definitions in it, and what they define."""
    found: Macros = {}
    parts, at = [], 0
    for match in DEFINES.finditer(text):
        if match.start() < at:
            continue
        end, made = definition(text, match, found)
        for name, macro in made.items():
            if match["new"] != "provide" or name not in found:
                found[name] = macro
        if end > match.end():
            parts += [text[at : match.start()], blank(text[match.start() : end])]
            at = end
    return "".join([*parts, text[at:]]), found


def definition(text: str, match: re.Match[str], known: Macros) -> tuple[int, Macros]:
    """Where a definition ends, and what it defines; nothing if it cannot be made out."""
    if match["environment"] or match["what"] == "Environment":
        return environment(text, match)
    name, at = command_name(text, match.end())
    if not name:
        return 0, {}
    if match["let"]:
        at = skip_spaces(text, at)
        meant = COMMAND.match(text, skip_spaces(text, at + 1 if text[at : at + 1] == "=" else at))
        if meant is None:
            return at, {}
        return meant.end(), {name: known.get(meant[0], Macro((), f"\\{FINAL}{meant[0][1:]}"))}
    if match["deft"]:
        brace = text.find("{", at, at + 40)
        pattern = text[at:brace].replace(" ", "")
        body, end = group(text, brace)
        count = len(pattern) // 2
        plain = pattern == "".join(f"#{i + 1}" for i in range(count))
        return end, {name: Macro(("m",) * count, body)} if body is not None and plain else {}
    if match["operator"]:
        body, end = group(text, skip_spaces(text, at))
        return end, {name: Macro((), rf"\operatorname{match['star']}{{{body}}}")} if body is not None else {}
    if match["delimiter"]:
        return delimiter(text, name, at, match)
    parameters, at = declared(text, at, bool(match["xparse"]))
    body, end = group(text, skip_spaces(text, at))
    return end, {name: Macro(parameters, body)} if body is not None and parameters is not None else {}


def environment(text: str, match: re.Match[str]) -> tuple[int, Macros]:
    r"""An environment, as the two commands `\begin{name}` and `\end{name}`."""
    name, at = group(text, skip_spaces(text, match.end()))
    parameters, at = declared(text, at, bool(match["xparse"]))
    begins, at = group(text, skip_spaces(text, at))
    ends, end = group(text, skip_spaces(text, at))
    if not name or begins is None or ends is None or parameters is None:
        return 0, {}
    return end, {rf"\begin{{{name}}}": Macro(parameters, begins), rf"\end{{{name}}}": Macro((), ends)}


def delimiter(text: str, name: str, at: int, match: re.Match[str]) -> tuple[int, Macros]:
    r"""`\norm{x}` is also `\norm*{x}` and `\norm[\big]{x}`: the size is no matter of meaning."""
    count, at = bracketed(text, at) if match["delimiter"].endswith("X") else ("1", at)
    left, at = group(text, skip_spaces(text, at))
    right, end = group(text, skip_spaces(text, at))
    inside: str | None = "#3"
    if match["delimiter"].endswith("X"):
        inside, end = group(text, skip_spaces(text, end))
        inside = PARAMETER.sub(lambda place: f"#{int(place[1]) + 2}", (inside or "").replace(r"\delimsize", ""))
    if left is None or right is None or not (count or "").isdecimal():
        return 0, {}
    arguments = ("m",) * min(int(count or 0), MOST_PARAMETERS - 2)
    return end, {name: Macro(("s", "o", *arguments), rf"\left{left} {inside} \right{right}")}


def declared(text: str, at: int, xparse: bool) -> tuple[tuple[str, ...] | None, int]:
    """What a command takes, as declared behind its name; None if that cannot be made out."""
    if xparse:
        spec, at = group(text, skip_spaces(text, at))
        return specified(spec or ""), at
    count, at = bracketed(text, at)
    if count is not None and not (count.strip().isdecimal() and int(count) <= MOST_PARAMETERS):
        return None, at
    optional, at = bracketed(text, at) if count is not None else (None, at)
    mandatory = int(count or 0) - (optional is not None)
    return (*(() if optional is None else (f"o{optional}",)), *("m",) * mandatory), at


def specified(spec: str) -> tuple[str, ...] | None:
    found, at = [], 0
    while match := SPEC.match(spec, at):
        found.append(f"o{match[2]}" if match[2] is not None else match[1])
        at = match.end()
    return tuple(found) if at == len(spec) and len(found) <= MOST_PARAMETERS else None


# -- writing out


def expanded(latex: str, macros: Mapping[str, Macro]) -> str:
    """A formula with the author's commands written out; raises TooLong."""
    return written_out(Traced.of(latex), macros).text


def written_out(source: Traced, macros: Mapping[str, Macro], times: int = 1) -> Traced:
    """A text with the author's commands written out, which may be so many times as long; raises TooLong."""
    most = times * len(source.text) + MOST_TEXT
    for _ in range(MOST_ROUNDS):
        once = written_out_once(source, macros, most)
        if once is source:
            return without_marks(source)
        source = once
    raise TooLong


def written_out_once(source: Traced, macros: Mapping[str, Macro], most: int) -> Traced:
    text, written, at, length = source.text, list[Traced](), 0, len(source.text)
    for match in COMMAND.finditer(text) if macros else ():
        macro = macros.get(match[0]) if match.start() >= at else None
        if macro is None:
            continue
        values, end = arguments(source, match.end(), macro)
        if values is None:
            continue
        origin = source.origin(match.start())
        meaning = list(filled(macro.body, values, origin))
        written += [source[at : match.start()], *meaning]
        if macro.body[-1:].isalpha() and text[end : end + 1].isalpha():
            written.append(Traced.put_in(" ", origin))
        length += sum(len(part.text) for part in meaning)
        if length > most:
            raise TooLong
        at = end
    return Traced.joined([*written, source[at:]]) if written else source


def filled(body: str, values: list[Traced], origin: int) -> Iterator[Traced]:
    """A command's meaning with its arguments in their places."""
    at = 0
    for place in PARAMETER.finditer(body):
        yield Traced.put_in(body[at : place.start()], origin)
        if 0 < int(place[1]) <= len(values):
            yield values[int(place[1]) - 1]
        at = place.end()
    yield Traced.put_in(body[at:], origin)


def without_marks(source: Traced) -> Traced:
    if FINAL not in source.text:
        return source
    kept = [i for i, c in enumerate(source.text) if c != FINAL]
    return Traced("".join(source.text[i] for i in kept), [source.origins[i] for i in kept])


def arguments(source: Traced, at: int, macro: Macro) -> tuple[list[Traced] | None, int]:
    """What a command is given, and where that ends; None if something is missing."""
    values, text = list[Traced](), source.text
    for parameter in macro.parameters:
        start = skip_spaces(text, at)
        if parameter == "s":
            star = text[start : start + 1] == "*"
            values.append(source[start : start + star])
            at = start + star if star else at
        elif parameter.startswith("o"):
            given, end = bracketed(text, at)
            origin = source.origin(at - 1)
            values.append(
                Traced.put_in(parameter[1:], origin) if given is None else source[end - 1 - len(given) : end - 1]
            )
            at = end
        else:
            inside, end = group(text, start)
            token = COMMAND.match(text, start)
            if inside is not None:
                values.append(source[start + 1 : end - 1])
            elif start < len(text):
                end = token.end() if token else start + 1
                values.append(source[start:end])
            else:
                return None, at
            at = end
    return values, at


# -- reading what stands in brackets


def group(text: str, at: int) -> tuple[str | None, int]:
    """What stands in the braces that open at `at`, and where they end; None if they do not open or close."""
    end = closing_braces(text).get(at) if text[at : at + 1] == "{" else None
    return (text[at + 1 : end], end + 1) if end is not None else (None, at)


@lru_cache(maxsize=16)
def closing_braces(text: str) -> dict[int, int]:
    """Where each brace that is opened is closed."""
    found, opened = {}, []
    for match in BRACES.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.start()
    return found


BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
BRACKETS = re.compile(r"\\.|[{}\]]", re.DOTALL)
LONGEST_OPTIONS = 2_000  # characters in square brackets


def bracketed(text: str, at: int) -> tuple[str | None, int]:
    """What stands in square brackets at `at`, and where they end; None if there are none."""
    start = skip_spaces(text, at)
    if text[start : start + 1] != "[":
        return None, at
    depth = 0
    for match in BRACKETS.finditer(text, start + 1, start + LONGEST_OPTIONS):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth < 0:
            break
        if depth == 0 and match[0] == "]":
            return text[start + 1 : match.start()], match.end()
    return None, at


def command_name(text: str, at: int) -> tuple[str, int]:
    at = skip_spaces(text, at)
    if text[at : at + 1] == "{":
        inside, end = group(text, at)
        match = COMMAND.fullmatch((inside or "").strip())
        return (match[0], end) if match else ("", at)
    match = COMMAND.match(text, at)
    return (match[0], match.end()) if match else ("", at)


def skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
