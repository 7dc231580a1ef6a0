"""Files of text: CSV, TSV and the like, plain or gzipped, in the encodings that exports come in."""

import codecs
import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

from etl.order_files.problem import SourceError, too_large
from etl.order_files.quotes import QuoteScan
from etl.order_files.reading import Content, OrderFile, ReadingOptions
from etl.order_files.streams import AsUtf8, WithoutBeginning, WithoutBlankEnd, WithoutSign

CHUNK = 1 << 20
SEPARATORS = ",;\t|"
LOOKED_AT = 20  # rows, to find the separator
NO_QUOTES = "none"
NEVER_A_QUOTE = "\x01"  # COPY wants a quote: where a file has none, a sign that no text holds
# What PostgreSQL calls the encodings that it reads itself; text in others is brought into UTF-8 on the way.
KNOWN_TO_POSTGRESQL = {"utf-8": "UTF8", "cp1252": "WIN1252", "iso8859-1": "LATIN1", "iso8859-15": "LATIN9"}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# A letter beyond ASCII as UTF-8 writes it; as single bytes the two would be odd neighbours.
UTF8_LETTER = re.compile(
    rb"(?:[\xc3-\xcb\xce-\xd1\xd7\xd8][\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2[\x80-\xbf]{2})(?![\x80-\xff])"
)

csv.field_size_limit(1 << 30)  # a huge cell is PostgreSQL's to judge


@contextmanager
def open_bytes(path: Path, name: str) -> Iterator[IO[bytes]]:
    """The file's content, uncompressed when it is gzip (told by its first bytes, not by its name)."""
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if zipped:
                with gzip.open(raw, "rb") as content:
                    yield io.BufferedReader(cast("io.RawIOBase", content), 1 << 16)
            else:
                yield raw
    except FileNotFoundError:
        raise SourceError(f"{name}: there is no such file. Check the path in DATA=.") from None
    except PermissionError:
        raise SourceError(f"{name}: you may not read this file. Check its permissions.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"{name}: the gzip file is damaged or cut short ({error}). Copy it again.") from None
    except OSError as error:
        raise SourceError(f"{name}: this cannot be read as a file ({error.strerror}). Check the path.") from None


class TextFile(OrderFile):
    """A file whose rows are lines of text with a separator between the fields."""

    def __init__(self, name: str, path: Path, options: ReadingOptions) -> None:
        try:
            look = _look_at(name, path, options)
        except UnicodeError as error:
            raise SourceError(
                f"{name}: the text is not {options.encoding} ({error}).",
                flag="Name its encoding with --encoding.",
                needs="encoding",
            ) from None
        self.encoding, self.content_sha256, self.size = look.encoding, look.content_sha256, look.size
        self._line_end = "\r" if "\r" in look.head and "\n" not in look.head else "\n"
        self.separator, self.quote = look.separator, look.quote
        odd_at = look.quotes.odd_at if self.quote else None
        if odd_at is not None and not look.quotes.opens and options.quote is None:
            self.quote = odd_at = None  # quotes are text, all of them
        self._sep_line = len(_sep_line(look.head))
        self.lines_above = 1 if self._sep_line else 0
        rows = _rows(look.head[self._sep_line :], self.separator, self.quote)
        try:
            header = [field.strip() for field in next(rows, [])]
            follows = next(rows, None) is not None
        except csv.Error as error:
            raise SourceError(f"{name}: line 1 is no CSV header ({error}).") from None
        super().__init__(name, path, header, options)
        if not follows:
            raise SourceError(
                f"{name}: line 1 is a header and nothing follows. The file needs at least one order line."
            )
        if odd_at is not None:
            line, column = self._place(odd_at)
            raise SourceError(
                f"{name}: line {line:,}, column {column}: {look.quotes.oddity}. Nothing was loaded. Mend the line, or, "
                "where quotes are no more than text in this file, say that none stand around fields.",
                flag=f"That is --quote {NO_QUOTES}.",
                needs="quote",
            )

    def describe(self) -> dict[str, object]:
        return {
            "format": "text",
            "encoding": self.encoding,
            "separator": self.separator,
            "quote": self.quote or NO_QUOTES,
            "layout": self.layout,
            "columns": self.columns_by_name(),
        }

    def copy_options(self) -> str:
        encoding = KNOWN_TO_POSTGRESQL.get(self.encoding, "UTF8")
        separator, quote = (
            "E'\\t'" if one == "\t" else f"'{one.replace(chr(39), chr(39) * 2)}'"
            for one in (self.separator, self.quote or NEVER_A_QUOTE)
        )
        return f"format csv, header true, delimiter {separator}, quote {quote}, encoding '{encoding}'"

    @contextmanager
    def content(self) -> Iterator[Content]:
        self.check_unchanged()
        with open_bytes(self.path, self.name) as content:
            as_it_is = self.encoding in KNOWN_TO_POSTGRESQL
            found: Content = content if as_it_is else AsUtf8(content, self.encoding)
            found = WithoutBlankEnd(WithoutBeginning(found, self._sep_line), self.separator)
            yield WithoutSign(self.name, NEVER_A_QUOTE, found) if self.quote is None else found
        self.check_unchanged()

    def raw_lines(self, rows: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        if not rows:
            return
        with open_bytes(self.path, self.name) as content:
            numbered = enumerate(self._records(content))  # the header has the number 0
            at = -1
            for row in rows:
                found = next(islice(numbered, row - at - 1, None), None)
                if found is None:
                    return
                at, (line, text) = found
                yield row, line, text

    def _encoding_of_records(self) -> str:
        return self.encoding if self.encoding in KNOWN_TO_POSTGRESQL else "utf-8"

    def _lines(self, content: IO[bytes]) -> Iterator[bytes]:
        """The file's lines as COPY gets them."""
        if self.encoding in KNOWN_TO_POSTGRESQL and self._line_end == "\n":
            return iter(content)
        return self._decoded_lines(content)

    def _decoded_lines(self, content: IO[bytes]) -> Iterator[bytes]:
        with io.TextIOWrapper(content, self.encoding, "replace", newline=self._line_end) as text:
            for line in text:
                yield line.encode(self._encoding_of_records())

    def _records(self, content: IO[bytes]) -> Iterator[tuple[int, str]]:
        """Each record's first line and its text, without the line end: a quote that is left open joins lines."""
        encoding = self._encoding_of_records()
        quote = (self.quote or NEVER_A_QUOTE).encode()
        held, begins = b"", 1
        for number, line in islice(enumerate(self._lines(content), start=1), self.lines_above, None):
            if not held and not line.count(quote) % 2:
                yield number, line.decode(encoding, "replace").rstrip("\r\n")
                continue
            begins = begins if held else number
            held += line
            if not held.count(quote) % 2:
                yield begins, held.decode(encoding, "replace").rstrip("\r\n")
                held = b""

    def _place(self, at: int) -> tuple[int, str]:
        """The line, and the name of the column, of a byte of the content: before it, quotes stand as they should."""
        quote, held, line_at = (self.quote or NEVER_A_QUOTE).encode(), b"", 0
        with open_bytes(self.path, self.name) as content:
            for number, line in enumerate(self._lines(content), start=1):
                if line_at + len(line) > at:
                    before = (held + line[: at - line_at]).decode(self._encoding_of_records(), "replace")
                    fields = next(_rows(before, self.separator, self.quote), [])
                    return number, self.header[min(max(len(fields), 1), len(self.header)) - 1]
                line_at += len(line)
                held += line
                if not held.count(quote) % 2:
                    held = b""
        raise RuntimeError(f"{self.name} has no byte {at}")


@dataclass(frozen=True)
class _Look:
    """What reading a file once tells of it."""

    encoding: str
    content_sha256: str
    size: int
    head: str
    separator: str
    quote: str | None
    quotes: QuoteScan


def _look_at(name: str, path: Path, options: ReadingOptions) -> _Look:
    """Read the whole file once: its encoding, the hash and size of its content, its beginning, how its quotes stand."""
    asked = options.encoding
    digest, size = hashlib.sha256(), 0
    head, encoding = b"", _known_encoding(name, asked)
    decoder: codecs.IncrementalDecoder | None = None
    utf8_letters, first_bad = 0, None
    separator, quote = ",", None
    quotes = QuoteScan(separator, NEVER_A_QUOTE)
    with open_bytes(path, name) as content:
        while True:
            chunk = content.read(CHUNK)
            if not size:
                encoding = encoding or next((its for mark, its in MARKS.items() if chunk.startswith(mark)), None)
                if (
                    encoding == "utf-16" and b"\0" in chunk[:2]
                ):  # without a mark: where a plain letter has its NUL tells
                    encoding = "utf-16-be" if chunk.startswith(b"\0") else "utf-16-le"
                decoder = codecs.getincrementaldecoder(encoding or "utf-8")()
                head = chunk
                separator, quote = _signs(name, _as_text(head, encoding or "utf-8"), options)
                quotes = QuoteScan(separator, quote or NEVER_A_QUOTE)
            if b"\0" in chunk and encoding not in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
                raise SourceError(
                    f"{name}: byte {size + chunk.index(0) + 1:,} is NUL, so this is no UTF-8 or Windows-1252. "
                    "Save it as CSV (UTF-8), or name its encoding.",
                    flag="That is --encoding utf-16, for example.",
                    needs="encoding",
                )
            part, is_plain = chunk, chunk.isascii()
            as_it_is = (encoding or "utf-8") in KNOWN_TO_POSTGRESQL
            if decoder is not None and not (is_plain and as_it_is and chunk and not decoder.getstate()[0]):
                try:
                    decoded = decoder.decode(chunk, final=not chunk)
                    part = chunk if as_it_is else decoded.encode("utf-8", "replace")
                except UnicodeDecodeError as error:
                    if asked or encoding:
                        raise SourceError(
                            f"{name}: near byte {size + error.start + 1:,} the text is not {encoding}"
                            f" ({error.reason}).",
                            flag="Name its encoding with --encoding.",
                            needs="encoding",
                        ) from None
                    first_bad, decoder = size + error.start, None
            if encoding is None and not is_plain:
                utf8_letters += len(UTF8_LETTER.findall(chunk))
            quotes.feed(part, last=not chunk)
            digest.update(chunk)
            size += len(chunk)
            _refuse_large(name, size, options.largest)
            if not chunk:
                break
    if size == 0:
        raise SourceError(f"{name}: the file is empty. It needs a header and at least one line.")
    encoding = encoding or _found_encoding(name, first_bad, utf8_letters)
    return _Look(encoding, digest.hexdigest(), size, _as_text(head, encoding), separator, quote, quotes)


def _found_encoding(name: str, first_bad: int | None, utf8_letters: int) -> str:
    if first_bad is not None and utf8_letters:
        raise SourceError(
            f"{name}: byte {first_bad + 1:,} is not UTF-8, though other letters are: two encodings are mixed.",
            flag="Save it in one, or choose one: --encoding utf-8 or --encoding windows-1252.",
            needs="encoding",
        )
    return "utf-8" if first_bad is None else "cp1252"


def _as_text(head: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(head).lstrip("\ufeff")


def _refuse_large(name: str, size: int, largest: int | None) -> None:
    if largest is not None and size > largest:
        raise too_large(name, largest)


def _known_encoding(name: str, asked: str | None) -> str | None:
    if asked is None:
        return None
    try:
        b" ".decode(asked, "ignore")  # rot13 and the like are known too, but are no encodings of text
        return codecs.lookup(asked).name
    except (LookupError, ValueError):
        raise SourceError(f"{name}: there is no encoding '{asked}'. Try utf-8, utf-16 or windows-1252.") from None


def _one_character(name: str, what: str, asked: str | None) -> str | None:
    if asked in ("tab", "\\t"):
        return "\t"
    if asked is not None and (len(asked) != 1 or not asked.isascii() or asked.isalnum()):
        raise SourceError(f"{name}: the {what} '{asked}' is not one sign such as ';' (or the word tab).")
    return asked


def _signs(name: str, head: str, options: ReadingOptions) -> tuple[str, str | None]:
    """The separator and the quote, as asked for or as the beginning tells; None where nothing stands in quotes."""
    asked = None if options.quote == NO_QUOTES else _one_character(name, "quote", options.quote)
    told = _sep_line(head)
    head = head[len(told) :]
    quote = None if options.quote == NO_QUOTES else asked or _quote(head)
    named = options.separator or told.strip('"\r\n')[len("sep=") :] or None
    separator = _one_character(name, "separator", named) or _separator(head, quote)
    if separator == quote:
        raise SourceError(f"{name}: the separator and the quote are both {quote}. Name one of them otherwise.")
    return separator, quote


def _sep_line(head: str) -> str:
    """The line that tells a table program the separator, if the file begins with one."""
    found = re.match(r"(\"?)sep=.\1(\r\n?|\n)", head, re.IGNORECASE)
    return found.group() if found else ""


def _rows(text: str, separator: str, quote: str | None) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if quote is None:
        return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=separator, quotechar=quote)


def _quote(head: str) -> str:
    return "'" if head.startswith("'") and '"' not in head.split("\n", 1)[0] else '"'


def _separator(head: str, quote: str | None) -> str:
    """The sign that splits the first rows into the most fields, as many in each row as in the header."""

    def fields(separator: str) -> int:
        rows = _rows(head, separator, quote)
        try:
            counts = [len(row) for row in islice(rows, LOOKED_AT) if row]
        except csv.Error:
            return 0
        # The last row may be cut off.
        agreeing = sum(count == counts[0] for count in counts) if counts else 0
        return counts[0] if counts and agreeing * 2 >= len(counts) else 0

    first_line = head.split("\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: (fields(separator), first_line.count(separator)))
