"""A short run of `make fuzz`: some hundred requests made from the document, all checks on."""

from pathlib import Path

from sqlalchemy import Engine, text

from tests.db.moved_shop import make_shop
from tests.e2e.server import serving
from tests.fuzz.run import fuzz, make_key


def test_what_fits_the_document_is_understood_and_what_does_not_is_refused(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    make_shop(engine, tmp_path)
    with engine.begin() as connection:
        connection.execute(text("delete from models"))  # it tells only its name
    key = make_key(database_url)
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path), AUTH="on") as server:
        found = fuzz(server, tmp_path, 4, key, "--phases", "examples,fuzzing", "--no-shrink")
    assert found.cases > 250
    assert not found.failures and not found.errors, found.output
