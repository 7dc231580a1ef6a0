"""Whether every quote of a file stands around a field: COPY lets one open anywhere, and a text goes on to the next."""

import codecs
import re

OPENS_WITHIN = "a quote stands within a text, while elsewhere quotes stand around whole fields"
CLOSES_WITHIN = "text follows the quote that closes the field; a quote that is part of a text is doubled"
NEVER_CLOSED = "a quote is opened and never closed"
UNQUOTED = 8  # fields behind one in quotes that are passed over at once; a search for the next quote is faster
SPACE = ord(" ")


class QuoteScan:
    """Fed with a file as COPY gets it, piece by piece; `opens` tells whether any field stands in quotes.

    `odd_at` is the place in bytes of the first quote that neither opens nor closes a field, and `oddity` says so.
    """

    def __init__(self, separator: str, quote: str) -> None:
        self.opens = False
        self.odd_at: int | None = None
        self.oddity = ""
        self._quote = q = quote.encode()
        self._edges = separator.encode() + b"\r\n"
        edge, spaces = b"[" + re.escape(self._edges) + b"]", b"" if separator == " " else b" *+"
        inside = b"[^%b]*+(?:%b%b[^%b]*+)*+" % (q, q, q, q)
        plain = b"[^%b%b]*+" % (q, re.escape(self._edges))
        closed = q + spaces + edge
        self._fields = re.compile(b"(?:%b%b%b(?:%b%b){0,%d}+%b)*+" % (q, inside, closed, plain, edge, UNQUOTED, spaces))
        self._inside = re.compile(inside)
        self._closed = re.compile(closed)
        self._opening = re.compile(edge + spaces + q)
        self._waiting = q + b" "
        self._held = b"\n"  # begins with a byte that is done with: what stands before the next one
        self._at = -1  # where it is in the file
        self._opened_at: int | None = None  # of a field that goes on

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Look at what comes next. What follows a quote must be known, so quotes at the end wait for more."""
        if self.opens and self.odd_at is not None:
            return
        if self._at < 0 and chunk.startswith(codecs.BOM_UTF8):
            chunk, self._at = chunk[len(codecs.BOM_UTF8) :], self._at + len(codecs.BOM_UTF8)
        data = self._held + chunk + (b"\n" if last else b"")
        end = len(data)
        while end > 1 and data[end - 1] in self._waiting:
            end -= 1
        self._look_through(data, end)
        self._held = data[end - 1 :]
        self._at += end - 1
        if last and self._opened_at is not None:
            self._is_odd(self._opened_at, NEVER_CLOSED)

    def _is_odd(self, at: int, oddity: str) -> None:
        self.odd_at, self.oddity, self._opened_at = at, oddity, None

    def _look_through(self, data: bytes, end: int) -> None:
        """Look at data[1:end]."""
        at = 1
        if self._opened_at is not None:
            at = _behind(self._inside, data, at, end)
            if at == end:
                return
            closed = _behind(self._closed, data, at, end)
            if closed == at:
                self._is_odd(self._at + at, CLOSES_WITHIN)
                return
            self._opened_at, at = None, closed
        while self.odd_at is None and (found := data.find(self._quote, at, end)) >= 0:
            if not self._is_at_edge(data, found):
                self._is_odd(self._at + found, OPENS_WITHIN)
                break
            self.opens = True
            at = _behind(self._fields, data, found, end)
            if at == found:  # this one does not close here
                at = _behind(self._inside, data, found + 1, end)
                if at == end:
                    self._opened_at = self._at + found
                else:
                    self._is_odd(self._at + at, CLOSES_WITHIN)
                return
        if self.odd_at is not None and not self.opens:
            self.opens = self._opening.search(data, 0, end) is not None

    def _is_at_edge(self, data: bytes, found: int) -> bool:
        before = found - 1
        while before and data[before] == SPACE and SPACE not in self._edges:
            before -= 1
        return data[before] in self._edges


def _behind(pattern: re.Pattern[bytes], data: bytes, at: int, end: int) -> int:
    """Where a match that begins at a place ends: there, if there is none."""
    match = pattern.match(data, at, end)
    return at if match is None else match.end()
