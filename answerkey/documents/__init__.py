"""Documents as their authors wrote them: Markdown and LaTeX to the same stream of words, formulas and signposts."""

from pathlib import Path

from answerkey.documents.pieces import DocumentError, Piece

MARKDOWN, LATEX = (".md", ".markdown", ".qmd", ".rmd", ".txt"), (".tex",)
BY_PANDOC = (".docx", ".odt", ".ipynb", ".html", ".htm", ".rst", ".org", ".epub", ".rtf")
MOST = 5_000_000  # bytes; the longest key of a course has a tenth of a million


def text_of(path: Path) -> str:
    """The text of a document; raises DocumentError, which says what to do, where there is none that can be read."""
    suffix = path.suffix.lower()
    if path.is_dir():
        raise DocumentError(f"{path} is a folder: check the files in it one by one")
    try:
        if (size := path.stat().st_size) > MOST:
            raise DocumentError(f"{path} has {size / 1e6:.0f} MB, more than any key ({MOST / 1e6:.0f} MB are read)")
        found = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise DocumentError(f"cannot read {path}: {error.strerror}") from None
    if suffix == ".pdf" or found.startswith(b"%PDF"):
        raise DocumentError(f"{path} is a PDF: convert it to Markdown first, with a program that keeps its mathematics")
    if suffix in BY_PANDOC:
        raise DocumentError(f"{path} has to be Markdown first: pandoc {path} -t markdown -o {path.with_suffix('.md')}")
    if suffix not in MARKDOWN + LATEX:
        raise DocumentError(f"{path} is neither Markdown ({', '.join(MARKDOWN)}) nor LaTeX ({', '.join(LATEX)})")
    try:
        return found.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise DocumentError(f"cannot read {path}: it is not text in UTF-8") from None


def pieces_of(path: Path) -> list[Piece]:
    """The pieces of a document in reading order; raises DocumentError where it cannot be read."""
    return pieces_in(text_of(path), path)


def pieces_in(text: str, path: Path) -> list[Piece]:
    """The pieces of the text of a document; raises DocumentError."""
    if path.suffix.lower() in LATEX:
        from answerkey.documents.latex import pieces
    else:
        from answerkey.documents.markdown import pieces
    return pieces(text)
