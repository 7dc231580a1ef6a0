"""Health and readiness."""

from typing import Literal

from backend.schemas.base import Answer


class Health(Answer):
    status: Literal["ok"]


class Readiness(Answer):
    status: Literal["ready", "not ready"]
    database: bool
    migration: str | None
    migration_wanted: str | None
    run_id: int | None
    detail: str | None = None
