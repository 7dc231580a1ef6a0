"""What is wrong with a file, as a sentence."""


class SourceError(Exception):
    """The file can't be loaded; the message names the file, the place and what to do."""
