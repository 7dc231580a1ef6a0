"""Quotes in files of text: around whole fields, or only part of the texts; no line goes into another one's text."""

import csv
import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from db.engine import pipeline_engine_for
from etl.load_records import LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, SourceError, find_order_files
from etl.order_files.quotes import QuoteScan
from tests.conftest import ZONE, copied_database, execute
from tests.etl.odd_files import HEADER, Writer, content, gzipped, lines

INCHES = ['12" plate', "Apple", '10" plate', '5" x 7" frame', 'plate 12"', '""']


def plain(number: int, description: str) -> str:
    """A line in which nothing is put in quotes."""
    return f"{1000 + number},A1,{description},2,2011-01-03 10:00:00,1.50,17850,France"


def quoted(number: int, description: str) -> str:
    return plain(number, '"' + description.replace('"', '""') + '"')


PLAIN = [plain(number, description) for number, description in enumerate(INCHES[:5])]
AS_TEXT: dict[str, tuple[Writer, dict[str, Any]]] = {
    "commas": (lines(*PLAIN), {}),
    "tabs": (content("\n".join([HEADER, *PLAIN]).replace(",", "\t"), "odd.tsv"), {}),
    "line ends of Windows": (lines(*PLAIN, end="\r\n"), {}),
    "line ends of old Macs": (lines(*PLAIN, end="\r"), {}),
    "a mark before the header": (lines(*PLAIN, encoding="utf-8-sig"), {}),
    "UTF-16": (lines(*PLAIN, encoding="utf-16"), {}),
    "gzip": (content(gzipped("\n".join([HEADER, *PLAIN]))), {}),
    "a sign that is no quote": (lines(*PLAIN), {"quote": "~"}),
    "none, as was said": (lines(*PLAIN), {"quote": "none"}),
    "in quotes": (lines(*(quoted(number, description) for number, description in enumerate(INCHES[:5]))), {}),
    "in quotes, behind spaces": (
        lines(*(quoted(number, it).replace(",", ", ").replace('"', ' "', 1) for number, it in enumerate(INCHES[:5]))),
        {},
    ),
}


@pytest.fixture(scope="module")
def engine(server_url: str, migrated_template: str) -> Iterator[Engine]:
    name = f"quotes_{uuid.uuid4().hex[:12]}"
    engine = pipeline_engine_for(copied_database(server_url, migrated_template, name), ZONE)
    yield engine
    engine.dispose()
    execute(server_url, f"drop database {name} with (force)")


def descriptions(engine: Engine, write: Writer, folder: Path, **how: Any) -> list[str]:
    files = find_order_files(str(write(folder)), ReadingOptions(**how), folder)
    load(engine, "odd", files, LoadOptions(mode="replace-all"))
    with engine.connect() as connection:
        query = text("select description from transactions order by invoice_no")
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(("write", "how"), AS_TEXT.values(), ids=AS_TEXT)
def test_inch_marks_are_kept_and_every_line_with_them(
    engine: Engine, tmp_path: Path, write: Writer, how: dict[str, Any]
) -> None:
    assert descriptions(engine, write, tmp_path, **how) == INCHES[:5]


def test_where_no_quotes_stand_around_fields_a_field_in_quotes_keeps_them(engine: Engine, tmp_path: Path) -> None:
    assert descriptions(engine, lines(plain(1, '"12" plate"')), tmp_path, quote="none") == ['"12" plate"']


WITHIN, BEHIND, OPEN = "within a text", "text follows the quote", "never closed"
QUOTED = quoted(1, 'Best 12" plate, two\nlines')
REFUSED: dict[str, tuple[Writer, dict[str, Any], tuple[str, ...]]] = {
    "an inch mark below a text in quotes": (lines(QUOTED, PLAIN[0]), {}, ("line 4", "column Description", WITHIN)),
    "an inch mark above a text in quotes": (lines(PLAIN[0], QUOTED), {}, ("line 2", "column Description", WITHIN)),
    "an inch mark behind a field in quotes": (
        lines('"1001","A, B",12" plate,2,2011-01-03 10:00:00,1.50,17850,France'),
        {},
        ("line 2", "column Description", WITHIN),
    ),
    "an inch mark in the last column": (lines(QUOTED, f'{plain(1, "Apple")} 2"'), {}, ("line 4", "column Country")),
    "an inch mark in a column too many": (lines(QUOTED, f'{plain(1, "Apple")},2"'), {}, ("line 4", "column Country")),
    "an inch mark that is not doubled": (lines(plain(1, '"12" plate"')), {}, ("line 2", "column Description", BEHIND)),
    "an inch mark with a backslash": (lines(plain(1, '"12\\" plate"')), {}, ("line 2", "column Description", BEHIND)),
    "a quote that is not closed": (
        lines(plain(1, "Apple"), plain(2, '"Apple'), plain(3, "Apple")),
        {},
        ("line 3", "column Description", OPEN),
    ),
    "an inch mark where quotes were named": (lines(PLAIN[0]), {"quote": '"'}, ("line 2", WITHIN)),
    "a single quote within a text": (
        lines(plain(1, "Cook's knife"), header=",".join(f"'{name}'" for name in HEADER.split(","))),
        {},
        ("line 2", "column Description", WITHIN),
    ),
    "an inch mark in UTF-16": (lines(QUOTED, PLAIN[0], encoding="utf-16"), {}, ("line 4", "column Description")),
    "an inch mark behind line ends of old Macs": (lines(quoted(1, "a\rb"), PLAIN[0], end="\r"), {}, ("line 4", WITHIN)),
}


@pytest.mark.parametrize(("write", "how", "said"), REFUSED.values(), ids=REFUSED)
def test_where_some_fields_stand_in_quotes_a_quote_within_a_text_is_refused_with_its_place(
    tmp_path: Path, write: Writer, how: dict[str, Any], said: tuple[str, ...]
) -> None:
    with pytest.raises(SourceError) as refused:
        find_order_files(str(write(tmp_path)), ReadingOptions(**how), tmp_path)
    for words in (*said, "--quote none"):
        assert words in str(refused.value)
    assert refused.value.needs == "quote"


def test_the_sign_that_stands_for_no_quote_is_in_no_text(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the control sign 01"):
        descriptions(engine, lines(PLAIN[0], plain(1, "Ap\x01ple")), tmp_path)


CELLS = st.text(st.sampled_from('a" ,\n'), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4), st.integers(1, 9))
@example([['12" plate', '"']], 1)
def test_what_is_written_as_csv_has_no_quote_out_of_place_however_it_is_cut(rows: list[list[str]], size: int) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    data = written.getvalue().encode()
    scan = QuoteScan(",", '"')
    for at in range(0, len(data), size):
        scan.feed(data[at : at + size])
    scan.feed(b"", last=True)
    assert (scan.odd_at, scan.opens) == (None, b'"' in data)


def out_of_place(data: bytes) -> int | None:
    """The first quote that neither opens nor closes a field, looked for letter by letter."""
    at, opened_at = 0, None
    while at < len(data):
        if data[at : at + 1] == b'"':
            before, behind = data[:at].rstrip(b" "), data[at + 1 :].lstrip(b" ")
            if opened_at is None:
                if before and before[-1:] not in b",\n":
                    return at
                opened_at = at
            elif data[at + 1 : at + 2] == b'"':
                at += 1
            elif behind and behind[:1] not in b",\n":
                return at
            else:
                opened_at = None
        at += 1
    return opened_at


@given(st.text(st.sampled_from('a"", \n'), max_size=14), st.integers(1, 5))
@example('a,"b" ,c"', 2)
def test_the_first_quote_out_of_place_is_found_however_the_file_is_cut(written: str, size: int) -> None:
    data = written.encode()
    scan = QuoteScan(",", '"')
    for at in range(0, len(data), size):
        scan.feed(data[at : at + size])
    scan.feed(b"", last=True)
    assert scan.odd_at == out_of_place(data)
