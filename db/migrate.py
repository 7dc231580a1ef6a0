"""Bring the database to this code's migration level: `python -m db.migrate`."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from db.engine import engine_for, make_engine
from db.settings import ROOT, load_settings

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = 7_300_001  # any constant of our own: one migration at a time, whoever starts it


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415  # slow to load, and seldom needed

    config = Config()
    config.set_main_option("script_location", str(ROOT / "db" / "migrations"))
    config.attributes["connection"] = connection
    return config


def newest_level() -> str:
    """The level that this code was written for: the number with which its last migration's name begins."""
    return max(known_levels())


def known_levels() -> set[str]:
    """All levels that this code knows the way from."""
    return {path.name[:4] for path in (ROOT / "db" / "migrations" / "versions").glob("[0-9]*.py")}


def current_level(connection: Connection) -> str | None:
    """The level of the database, None when it is empty."""
    if connection.execute(text("select to_regclass('public.alembic_version')")).scalar_one() is None:
        return None
    level: str | None = connection.execute(text("select version_num from public.alembic_version")).scalar_one_or_none()
    return level


def upgrade(engine: Engine) -> None:
    """Run all missing migrations in one transaction; a second caller waits for the first."""
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("set local search_path to public"))
        if current_level(connection) != newest_level():
            from alembic import command  # noqa: PLC0415

            command.upgrade(_config(connection), "head")


def upgrade_url(url: str, time_zone: str) -> None:
    """The same for a database known by its URL."""
    engine = engine_for(url, time_zone)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


if __name__ == "__main__":
    engine = make_engine(load_settings())
    upgrade(engine)
    print(f"The database is at level {newest_level()}.")
