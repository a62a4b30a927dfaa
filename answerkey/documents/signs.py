"""What in a document may begin a problem, a part or an answer, before it is known which of them do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from answerkey.documents.pieces import Piece
from answerkey.documents.signposts import Signpost, announces, is_answering, signpost

LONGEST_TITLE = 80  # characters of a paragraph that may be the title of a problem
BLANK = " *_\n\t"
TABLES = frozenset("tabular tabularx tabulary longtable".split())


@dataclass(frozen=True)
class Sign:
    """Something that names a problem or a part, or says that an answer begins ("answer") or ends ("end"), or that what
    is asked does ("asked").

    `style` is how a number is set that no word such as "Problem" goes before: whether numbers of a style are problems
    or parts is for the whole document to say. `depth` is that of a list's item. A `weak` one stands in the midst of a
    paragraph, and `is_roman` says that its label counts.
    """

    at: int  # the piece
    post: Signpost
    style: str = ""
    depth: int = 0
    weak: bool = False
    is_roman: bool = False
    says: str = ""


def signs(pieces: Sequence[Piece]) -> list[Sign]:
    """The signs of a document, in order."""
    found: list[Sign] = []
    fresh, weak = True, False  # whether a paragraph begins, or only goes on after a displayed formula
    tables = 0  # that are open: a number in one of their cells may be anything
    for at, piece in enumerate(pieces):
        if piece.kind in ("begin", "end") and piece.text in TABLES:
            tables = max(0, tables + (1 if piece.kind == "begin" else -1))
        elif piece.kind in ("begin", "end"):
            found += boxed(at, piece)
        elif tables:
            continue
        elif piece.kind == "heading":
            found += titled(at, piece)
        elif piece.kind == "item" and (post := signpost(piece.text, is_title=True)):
            found.append(Sign(at, post, f"item {piece.depth}", piece.depth))
        elif piece.kind == "words" and piece.text.strip(BLANK) and (fresh or begins_line(at, pieces)):
            more = paragraph(at, pieces, weak or not (fresh or piece.display))
            found += more
            fresh = bool(more) and not more[-1].post.rest.strip(BLANK)
        elif piece.kind == "words" and piece.text.strip(BLANK):
            fresh = False
        if piece.kind != "words":
            fresh, weak = piece.kind != "formula" or piece.display, piece.kind == "formula"
    return counted(found)


def begins_line(at: int, pieces: Sequence[Piece]) -> bool:
    """Whether words stand at the beginning of a line that follows a sentence, or that is set in a face of their own."""
    before = [piece for piece in pieces[max(0, at - 2) : at] if piece.text.strip(BLANK)][-1:]
    last, apart = before[0] if before else None, pieces[at].display
    if apart and announces(pieces[at].text) and re.fullmatch(r"[^.:]*[.:]\s*", pieces[at].text):
        return True  # **Solution:** in the midst of a line
    if last is None or last.kind != "words":
        return apart and (last is None or last.line < pieces[at].line)
    new_line = last.line < pieces[at].line or last.text.endswith("\n") or pieces[at].text.startswith("\n")
    return new_line and (apart or last.text.rstrip(BLANK).endswith((".", ":", "?", "!", ";")))


def boxed(at: int, piece: Piece) -> list[Sign]:
    if is_answering(piece.text):
        proof = piece.text == "proof"  # which may be of a lemma: the answer goes on behind it
        return [] if proof and piece.kind == "end" else [answer(at, "answer" if piece.kind == "begin" else "end")]
    if piece.text == "problem" and piece.kind == "end":
        return [answer(at, "asked")]
    if piece.text == "problem" and piece.number:
        return [Sign(at, Signpost(piece.number), "box")]
    return []


def titled(at: int, piece: Piece) -> list[Sign]:
    post = signpost(piece.text, is_title=True)
    if post is None and announces(f"{piece.text.rstrip(' .:*_')}:") and len(piece.text) < LONGEST_TITLE:
        return [answer(at)]
    if post is None and piece.number:
        number, *parts = piece.number.strip(".").split(".")
        if number.isdecimal():
            return [Sign(at, Signpost(number, tuple(parts), piece.text), f"section {piece.depth}")]
    if post is None:
        return [Sign(at, Signpost(rest=piece.text), "title only")]
    return [Sign(at, post, f"heading {piece.depth}"), *([answer(at)] if post.answers else [])]


def paragraph(at: int, pieces: Sequence[Piece], weak: bool) -> list[Sign]:
    """The signs at the beginning of a paragraph."""
    text = pieces[at].text
    post = signpost(text, is_title=False)
    if announces(text) and not (post and (post.problem or post.parts)):
        return [answer(at)]
    if post is None or is_equation_number(at, pieces):
        return []
    style = "paragraph"
    if post.problem and not post.parts and text.lstrip(" *_#\n")[len(post.problem) :][:1] not in (".", ")", ":"):
        if not is_title(at, pieces, post):
            return []
        style = "title"
    weak |= post.form == "bare" and not post.problem
    return [Sign(at, post, style, weak=weak), *([answer(at)] if post.answers or announces(post.rest) else [])]


def is_equation_number(at: int, pieces: Sequence[Piece]) -> bool:
    """Whether words are no more than a number in brackets behind a displayed formula."""
    if not re.fullmatch(r"\s*\(\d{1,2}\)\s*", pieces[at].text):
        return False
    before = next((piece for piece in reversed(pieces[:at]) if piece.kind != "break" and piece.text.strip()), None)
    return before is not None and before.kind == "formula" and before.display


def is_title(at: int, pieces: Sequence[Piece], post: Signpost) -> bool:
    """Whether a problem's number without a point stands before a title, or alone; and not in a sentence."""
    following = pieces[at + 1].kind if at + 1 < len(pieces) else "break"
    if (post.is_named or pieces[at].display) and not post.rest.strip():
        return following != "formula" or not pieces[at].text[-1:].isspace()
    words = rest_of_paragraph(at, pieces)
    named_so = post.is_named and re.match(r"\W*[:.(\[\u2013\u2014-]", after_number(pieces[at].text, post))
    return bool(named_so) or (words is not None and len(words) <= LONGEST_TITLE and post.rest[:1].isupper())


def after_number(text: str, post: Signpost) -> str:
    """What a text goes on with behind the number of its problem."""
    return text[text.index(post.problem) + len(post.problem) :]


def rest_of_paragraph(at: int, pieces: Sequence[Piece]) -> str | None:
    """The words of a paragraph; None if there are formulas among them."""
    words = ""
    for piece in pieces[at:]:
        if piece.kind == "formula":
            return None
        if piece.kind != "words":
            break
        words += piece.text
    return words.strip()


def answer(at: int, says: str = "answer") -> Sign:
    return Sign(at, Signpost(), says=says)


def counted(found: list[Sign]) -> list[Sign]:
    """The signs, with those told that are roman numbers: an (i) that an (ii) follows, a (v) after an (iv)."""
    for i, sign in enumerate(found):
        label = sign.post.parts[-1] if sign.post.parts else ""
        is_roman = len(label) > 1 and not label.isdecimal()
        if label in ("v", "x"):
            is_roman = next(labels(reversed(found[:i]), sign), "") in ("iv", "ix")
        elif label == "i":
            is_roman = next(labels(found[i + 1 :], sign), "") == "ii"
        if is_roman:
            found[i] = replace(sign, is_roman=True)
    return found


def labels(others: Iterable[Sign], like: Sign) -> Iterator[str]:
    """The labels of other signs that are written in the same way."""
    return (other.post.parts[-1] for other in others if other.post.parts and other.post.form == like.post.form)
