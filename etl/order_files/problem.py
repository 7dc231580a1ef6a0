"""What is wrong with a file, as a sentence."""

from collections.abc import Sequence


def too_large(file: str, largest: int) -> "SourceError":
    """What is said of a file that unpacks to more than is allowed."""
    return SourceError(f"{file}: it unpacks to more than {largest / 1e6:,.0f} MB. Split it, or load it on the server.")


class SourceError(Exception):
    """The file can't be loaded; the message names the file, the place and what to do.

    Where a word of the user would settle it, `needs` names the reading option that is wanted and `flag` is the sentence
    that says it for the command line; `header` are the file's columns, where those are what is not understood.
    """

    def __init__(self, problem: str, *, flag: str = "", needs: str | None = None, header: Sequence[str] = ()) -> None:
        super().__init__(f"{problem} {flag}".strip())
        self.problem = problem
        self.needs = needs
        self.header = tuple(header)
