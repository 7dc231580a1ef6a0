"""The shape of an error (RFC 9457)."""

from pydantic import Field

from backend.schemas.base import Answer


class ProblemError(Answer):
    """What was wrong with one parameter."""

    parameter: str
    message: str


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[ProblemError] = Field(default_factory=list)
