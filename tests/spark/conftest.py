"""One cluster for all tests of this folder, and one shop that PostgreSQL has scored and published."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_command
from tests.spark.cluster import cluster


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("spark")) as url:
        yield url


@pytest.fixture(scope="session")
def exported(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published shop's order lines in Parquet."""
    folder = tmp_path_factory.mktemp("lines") / "lines"
    done = run_command(published_url, folder.parent, "-m", "etl.spark.export_lines", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
