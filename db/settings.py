"""Settings from the environment, checked once at the start of every command."""

import os
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NoReturn

import psycopg2
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError

ROOT = Path(__file__).resolve().parent.parent
# BCP 47 without variants and extensions, which change nothing in how a figure is written.
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)


class Settings(BaseSettings):
    """Every setting that matters from outside, each an environment variable in capitals; an empty one is unset."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    database_url: str | None = Field(
        None, description="The pipeline's PostgreSQL server; without it an embedded one is used."
    )
    web_database_url: str | None = Field(
        None, description="The web process's own, narrower role; by default DATABASE_URL."
    )
    data_dir: Path = Field(ROOT / ".local", description="Where the embedded server, models and downloads live.")
    host: str = Field("127.0.0.1", description="The address the web server listens on.")
    port: int = Field(5000, ge=1, le=65535, description="The port the web server listens on.")
    web_workers: int = Field(2, ge=1, le=32, description="Processes of the web server, four threads each.")
    auth: Literal["on", "off"] = Field("on", description="'off' opens the dashboard to this machine alone.")
    proxy_hops: int = Field(
        0, ge=0, le=5, description="Proxies in front, whose X-Forwarded-For and X-Forwarded-Proto are believed."
    )
    export_bucket: str | None = Field(
        None, pattern=r"^s3://[a-z0-9][a-z0-9.-]+(/[\w./-]*)?$", description="s3://bucket/prefix for exports by link."
    )
    stalled_reader_seconds: int = Field(
        60, ge=1, le=3600, description="How long a client may take nothing of an answer before it is cut off."
    )
    statement_timeout_seconds: int = Field(
        15, ge=1, le=600, description="How long the database may work on one question of the web server."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What the web server logs, as JSON lines: 'info' has a line for each request."
    )
    cors_origins: str = Field("", description="Other origins that may call the API, separated by commas.")
    shop_name: str = Field("Online Retail", min_length=1, description="The shop's name, shown on every page.")
    currency: str = Field("GBP", pattern=r"^[A-Z]{3}$", description="The shop's currency, an ISO 4217 code.")
    locale: str = Field("en-GB", description="How figures and dates are written: language and country, BCP 47.")
    time_zone: str = Field("Europe/London", description="The shop's own zone: all times in the data are in it.")
    home_country: str | None = Field(None, description="The shop's country; by default the one with most customers.")
    inbox: str | None = Field(None, description="A folder or s3:// prefix whose new files the worker loads by night.")
    inbox_schedule: str = Field("15 2 * * *", description="When it does, as in cron, in the server's own time (UTC).")
    upload_limit_mb: int = Field(
        1000, ge=1, le=100_000, description="How large a file may be that is uploaded to be loaded, in megabytes."
    )
    keep_runs: int = Field(5, ge=1, description="How many published runs are kept for going back.")

    @field_validator("database_url", "web_database_url")
    @classmethod
    def is_postgresql(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.drivername not in ("postgresql", "postgres") or not url.host:
            raise ValueError("must be like postgresql://user:password@host:5432/database")
        return value

    @field_validator("inbox_schedule")
    @classmethod
    def is_schedule(cls, value: str) -> str:
        from croniter import croniter  # noqa: PLC0415  # every command reads settings, few have a schedule of their own

        if not croniter.is_valid(value):
            raise ValueError("must be like '15 2 * * *': minute, hour, day, month, day of the week")
        return value

    @field_validator("data_dir")
    @classmethod
    def absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("locale")
    @classmethod
    def is_language_tag(cls, value: str) -> str:
        if not LANGUAGE_TAG.fullmatch(value):
            raise ValueError("must be a language, or a language and a country, such as en-GB or de-DE")
        return value

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, value: str) -> str:
        from zoneinfo import available_timezones  # noqa: PLC0415  # every command reads settings, only a zone that is set is checked

        if value not in available_timezones():
            raise ValueError("must be a zone name such as Europe/London")
        return value


# The second of each is in the driver's own words, as COPY gives it.
LOST = (OperationalError, psycopg2.OperationalError)
CLOSED = (InterfaceError, psycopg2.InterfaceError)


def stop(message: str) -> NoReturn:
    """End a command over something its user can mend: one sentence, exit code 2."""
    print(f"error: {message}", file=sys.stderr, flush=True)
    raise SystemExit(2)


def run_script(main: Callable[[], None]) -> None:
    """Run a script's main function; Ctrl-C ends it with a sentence, since every script changes all or nothing."""
    ended: list[BaseException | None] = []

    def work() -> None:
        try:
            main()
        except BaseException as error:
            ended.append(error)
        else:
            ended.append(None)

    # The driver does not hear Ctrl-C while the database is at work; this thread does, and leaves at once.
    # The server notices that its client is gone, and rolls back.
    worker = threading.Thread(target=work, name="script", daemon=True)
    parent = os.environ.get("ENDS_WITH_PARENT")  # the worker's: work that nobody looks after must not go on
    try:
        worker.start()
        while worker.is_alive():
            worker.join(1.0)
            if parent and os.getppid() != int(parent):
                os._exit(130)
    except KeyboardInterrupt:
        sys.stdout.flush()
        print("\nInterrupted; nothing was changed.", file=sys.stderr, flush=True)
        os._exit(130)
    try:
        if ended[0] is not None:
            raise ended[0]
    except (*LOST, *CLOSED) as error:
        stop(f"the database ended the work ({_reason(error)}). Nothing was changed; run it again.")


def _reason(error: BaseException) -> str:
    """What the driver said first: rolling back on a connection that is gone only tells that it is closed."""
    while isinstance(error, CLOSED) and (earlier := error.__cause__ or error.__context__):
        error = earlier
    return str(getattr(error, "orig", error)).strip().splitlines()[0]


def load_settings() -> Settings:
    """Read the settings, or end the command with one sentence for each wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, issue['loc'])).upper()}: {issue['msg'].removeprefix('Value error, ')}"
            for issue in error.errors(include_input=False, include_url=False)
        ]
        stop("a setting is wrong. " + "; ".join(lines) + ". docs/settings.md explains each one.")
