"""Content of files of text on its way to COPY, without what COPY refuses or would take otherwise."""

import codecs
import re
from typing import IO

from etl.order_files.problem import SourceError
from etl.order_files.reading import Content


class WithoutBlankEnd:
    """Content without the empty lines at its end, which exports often have and COPY refuses.

    A line of nothing but separators is empty, too: a table program writes them for rows that once had something.
    """

    def __init__(self, content: Content, separator: str) -> None:
        self._content = content
        self._empty = separator.encode() + b"\r\n"
        self._held: list[bytes] = []  # what is passed on only when more follows
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        while not self._ready:
            chunk = self._content.read(size)
            if not chunk:
                end, self._held = b"".join(self._held), []
                return re.split(rb"[\r\n]", end, maxsplit=1)[0]  # of the last line that is not empty
            text = chunk.rstrip(self._empty)
            if text:
                self._ready, self._held = b"".join([*self._held, text]), []
            self._held.append(chunk[len(text) :])
        chunk, self._ready = self._ready[:size], self._ready[size:]
        return chunk


class WithoutBeginning:
    """Content without so many bytes at its beginning, and without a mark before them."""

    def __init__(self, content: Content, count: int) -> None:
        self._content = content
        self._left = count

    def read(self, size: int, /) -> bytes:
        chunk = self._content.read(size)
        if self._left:
            chunk, self._left = chunk.removeprefix(codecs.BOM_UTF8)[self._left :], 0
        return chunk


class AsUtf8:
    """Content in another encoding, as UTF-8."""

    def __init__(self, content: IO[bytes], encoding: str) -> None:
        self._content = content
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, size: int, /) -> bytes:
        while chunk := self._content.read(size):
            if text := self._decoder.decode(chunk):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()


class WithoutSign:
    """Content that has to do without a sign."""

    def __init__(self, name: str, sign: str, content: Content) -> None:
        self._name, self._sign, self._content = name, sign.encode(), content

    def read(self, size: int, /) -> bytes:
        chunk = self._content.read(size)
        if self._sign in chunk:
            raise SourceError(
                f"{self._name}: a text has the control sign {self._sign.hex()}. Take it out of the file; then quotes "
                "can be read as text."
            )
        return chunk
