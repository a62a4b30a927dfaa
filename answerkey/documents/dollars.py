"""Where a formula between dollars ends."""

import re

CLOSING = {"$": re.compile(r"\\.|[{}]|\$|\n[ \t>]*\n", re.DOTALL), "$$": re.compile(r"\\.|\$\$|\n[ \t>]*\n", re.DOTALL)}
PARAGRAPH = re.compile(r"\n[ \t>]*\n|\Z")


def closing(text: str, token: str, at: int) -> re.Match[str] | None:
    """The dollars that close a formula whose own end at `at`; None if its paragraph ends before."""
    candidates, depth = [], 0
    for match in CLOSING[token].finditer(text, at):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0][0] == "\n":
            break
        if match[0][0] == "$":
            candidates.append(match)
            if depth <= 0:  # a dollar in braces may begin a formula in the words of this one
                break
    if not candidates:
        return None
    return candidates[-1] if depth <= 0 else candidates[0]


def paragraph_end(text: str, at: int) -> int:
    found = PARAGRAPH.search(text, at)
    assert found is not None
    return found.start()


def environment_end(text: str, name: str, at: int) -> re.Match[str] | None:
    """The end of an environment that begins before `at`; None if it has none."""
    depth = 1
    for match in re.compile(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}").finditer(text, at):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return match
    return None
