"""Documents as their authors wrote them: Markdown and LaTeX to the same stream of words, formulas and signposts."""

from pathlib import Path

from answerkey.documents.pieces import DocumentError, Piece


def pieces_of(path: Path) -> list[Piece]:
    """The pieces of a document in reading order; raises DocumentError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"cannot read {path}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None
    if path.suffix == ".tex":
        from answerkey.documents.latex import pieces
    else:
        from answerkey.documents.markdown import pieces
    return pieces(text)
