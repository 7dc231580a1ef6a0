"""The role of the web process reads what is served, and can change nothing that the pipeline makes."""

from pathlib import Path

import pytest
from psycopg2.errors import InsufficientPrivilege

from db.engine import engine_for
from db.migrate import upgrade
from tests.conftest import execute, web_url_of
from tests.e2e.server import serving

SERVED = (
    "rfm_scores",
    "predictions",
    "customer_list",
    "published",
    "runs",
    "orders",
    "customers",
    "transactions",
    "segments",
    "ledger",
    "erased_customers",
    "alembic_version",
)
ONLY_ADDED = ("access.audit", "campaign_customers")


def refused(url: str, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        execute(web_url_of(url), statement)


@pytest.mark.parametrize("table", SERVED)
def test_what_is_served_is_read_and_never_written(published_url: str, table: str) -> None:
    execute(web_url_of(published_url), f"select * from {table} limit 1")
    for statement in (
        f"insert into {table} overriding system value select * from {table} limit 1",
        f"select 1 from {table} for update",  # what an update needs
        f"delete from {table}",
        f"truncate {table}",
        f"drop table {table}",
        f"alter table {table} add column own text",
    ):
        refused(published_url, statement)


def test_a_table_made_by_a_load_or_a_run_is_read_only_from_the_start(published_url: str) -> None:
    execute(web_url_of(published_url), "select * from rfm_scores_1 limit 1")
    for table in ("rfm_scores_1", "predictions_1", "customer_list_1"):
        refused(published_url, f"delete from {table}")


def test_the_log_is_added_to_and_never_changed(database_url: str) -> None:
    for table in ONLY_ADDED:
        refused(database_url, f"delete from {table}")
    execute(web_url_of(database_url), "insert into access.audit (who, what) values ('anna', 'sign-in')")
    refused(database_url, "update access.audit set who = 'nobody'")


def test_views_are_its_own_to_save_and_delete(database_url: str) -> None:
    url = web_url_of(database_url)
    execute(url, "insert into saved_views (name, search, texts) values ('all', '', '{}')")
    execute(url, "update saved_views set search = 'q=a'")
    execute(url, "delete from saved_views")
    refused(database_url, "truncate saved_views")


def test_it_makes_nothing_of_its_own(database_url: str) -> None:
    for statement in ("create table own (a int)", "create schema own", "create role own", "alter role web superuser"):
        refused(database_url, statement)


def test_rights_that_were_lost_come_back_with_the_next_command(database_url: str) -> None:
    execute(database_url, "revoke all on all tables in schema public, access from web")
    refused(database_url, "select * from published")
    engine = engine_for(database_url, "UTC")
    upgrade(engine)
    engine.dispose()
    execute(web_url_of(database_url), "select * from published")
    execute(web_url_of(database_url), "delete from campaigns")


@pytest.mark.parametrize("named", [False, True])
def test_a_server_of_ones_own_without_the_role_is_warned_of(published_url: str, tmp_path: Path, named: bool) -> None:
    web_url = web_url_of(published_url) if named else ""
    with serving(tmp_path, DATA_DIR=str(tmp_path), DATABASE_URL=published_url, WEB_DATABASE_URL=web_url):
        told = (tmp_path / "server.log").read_text()
    assert ("WEB_DATABASE_URL is not set" in told) is not named
