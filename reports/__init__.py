"""Reports: checked parts of a problem set in Markdown, LaTeX, PDF or HTML, as a solution set or a handout."""


class ReportError(Exception):
    """A report that could not be made; the message is one line for the person who asked for it."""
