r"""An author's own commands (`\newcommand`, `\def`, `\DeclareMathOperator`, `\let`), written out within limits."""

import re
from dataclasses import dataclass

MOST_TEXT = 20_000  # characters of a formula, written out
MOST_ROUNDS = 32  # of commands within commands
DEFINES = re.compile(
    r"\\(?P<how>(?:re|provide)?newcommand\*?|providecommand\*?|DeclareMathOperator\*?|DeclareRobustCommand\*?|[gx]?def|let)(?![A-Za-z])"
)
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
PARAMETER = re.compile(r"#(\d)")


class TooLong(Exception):
    """A formula that grows beyond what is read when its commands are written out."""


@dataclass(frozen=True)
class Macro:
    """A command: how many arguments it takes, the default of an optional first one, and what it stands for."""

    arguments: int
    optional: str | None
    body: str


Macros = dict[str, Macro]


def definitions(text: str) -> Macros:
    """Every command that a text defines; a later definition replaces an earlier one."""
    found: Macros = {}
    for match in DEFINES.finditer(text):
        made = definition(text, match.end(), match["how"])
        if made is not None:
            found[made[0]] = made[1]
    return found


def definition(text: str, at: int, how: str) -> tuple[str, Macro] | None:
    """The name and the meaning that follow a defining command; None if they cannot be made out."""
    name, at = command_name(text, at)
    if not name:
        return None
    if how.endswith("def"):
        brace = text.find("{", at, at + 40)
        pattern = text[at:brace]
        if brace < 0 or not re.fullmatch(r"\s*(#\d\s*)*", pattern):
            return None
        body, _ = group(text, brace)
        return (name, Macro(pattern.count("#"), None, body)) if body is not None else None
    if how == "let":
        meant = COMMAND.match(text, skip_spaces(text, at + 1 if text[at : at + 1] == "=" else at))
        return (name, Macro(0, None, meant[0])) if meant else None
    if how.startswith("DeclareMathOperator"):
        body, _ = group(text, skip_spaces(text, at))
        star = "*" if how.endswith("*") else ""
        return (name, Macro(0, None, rf"\operatorname{star}{{{body}}}")) if body is not None else None
    count, at = bracketed(text, at)
    optional, at = bracketed(text, at)
    body, _ = group(text, skip_spaces(text, at))
    if body is None or (count is not None and not count.strip().isdecimal()):
        return None
    return name, Macro(int(count or 0), optional, body)


def expanded(latex: str, macros: Macros) -> str:
    """A formula with the author's commands written out; raises TooLong."""
    if not macros:
        return latex
    for _ in range(MOST_ROUNDS):
        once = expanded_once(latex, macros)
        if once == latex:
            return latex
        if len(once) > MOST_TEXT:
            raise TooLong
        latex = once
    raise TooLong


def expanded_once(latex: str, macros: Macros) -> str:
    written, at = [], 0
    for match in COMMAND.finditer(latex):
        macro = macros.get(match[0])
        if match.start() < at or macro is None:
            continue
        values, end = arguments(latex, match.end(), macro)
        if values is None:
            continue
        body = filled(macro.body, values)
        apart = " " if body[-1:].isalpha() and latex[end : end + 1].isalpha() else ""
        written += [latex[at : match.start()], body, apart]
        at = end
    return "".join([*written, latex[at:]])


def filled(body: str, values: list[str]) -> str:
    """A command's meaning with its arguments in their places."""
    return PARAMETER.sub(lambda place: values[int(place[1]) - 1] if 0 < int(place[1]) <= len(values) else "", body)


def arguments(text: str, at: int, macro: Macro) -> tuple[list[str] | None, int]:
    """What a command is given, and where that ends; None if something is missing."""
    values = []
    if macro.optional is not None:
        given, at = bracketed(text, at)
        values.append(macro.optional if given is None else given)
    while len(values) < macro.arguments:
        start = skip_spaces(text, at)
        if text[start : start + 1] == "{":
            value, at = group(text, start)
        else:
            token = COMMAND.match(text, start)
            value = token[0] if token else text[start : start + 1]
            at = start + len(value)
        if not value and text[start : start + 2] != "{}":
            return None, at
        values.append(value or "")
    return values, at


def group(text: str, at: int) -> tuple[str | None, int]:
    """What stands in the braces that open at `at`, and where they end; None if they do not open or close."""
    if text[at : at + 1] != "{":
        return None, at
    depth, i = 0, at
    while i < len(text):
        if text[i] == "\\":
            i += 1
        elif text[i] == "{":
            depth += 1
        elif text[i] == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : i], i + 1
        i += 1
    return None, at


def bracketed(text: str, at: int) -> tuple[str | None, int]:
    """What stands in square brackets at `at`, and where they end; None if there are none."""
    start = skip_spaces(text, at)
    end = text.find("]", start)
    return (text[start + 1 : end], end + 1) if text[start : start + 1] == "[" and end > 0 else (None, at)


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
