"""Bring the database to this code's migration level: `python -m db.migrate`."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from db.engine import engine_for, make_engine
from db.settings import ROOT, Settings, load_settings, stop
from db.web_role import ROLE, grant_missing, make_role

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST_CODE = "comment on table public.alembic_version is '{}'"
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


def works_with_this_code(connection: Connection) -> bool:
    """True at this code's level, and beyond it as long as no migration there has taken away what this code needs.

    During a release, and after going back from one, older code serves from newer tables. A migration that takes
    something away notes the level of the oldest code that does without: `op.execute(OLDEST_CODE.format("0013"))`.
    """
    level = current_level(connection)
    if level is None or level < newest_level():
        return False
    oldest = connection.execute(text("select obj_description('public.alembic_version'::regclass)")).scalar_one()
    return oldest is None or newest_level() >= oldest


def upgrade(engine: Engine) -> None:
    """Run all missing migrations in one transaction; a second caller waits for the first.

    A database that a newer release has brought further already is left as it is.
    """
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("set local search_path to public"))
        if not works_with_this_code(connection):
            if (current_level(connection) or "") > newest_level():
                stop("the database was brought to a level that this code is too old for; use a newer release.")
            from alembic import command  # noqa: PLC0415

            command.upgrade(_config(connection), "head")
        grant_missing(connection)


def upgrade_url(url: str, time_zone: str) -> None:
    """The same for a database known by its URL."""
    engine = engine_for(url, time_zone)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def make_web_role(settings: Settings) -> None:
    """Make the role that WEB_DATABASE_URL names, where the pipeline's user may make roles."""
    if settings.database_url and settings.web_database_url:
        web = make_url(settings.web_database_url)
        if web.username == ROLE and web.password:
            make_role(settings.database_url, str(web.password))


if __name__ == "__main__":
    settings = load_settings()
    engine = make_engine(settings)
    make_web_role(settings)
    upgrade(engine)
    print(f"The database is at level {newest_level()}.")
