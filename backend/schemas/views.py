"""Saved views: filters, order and columns of the customer list, as its address has them, under a name."""

from datetime import datetime
from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl, urlencode

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from backend.schemas.base import Answer, Body, Many
from backend.schemas.customers import CustomerFilters, SortColumn

LONGEST_SEARCH = 2000
MOST_COLUMNS = 500  # characters
# Control characters, and those that turn the direction of what is read.
UNSEEN = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
ViewName = Annotated[
    str,
    Field(min_length=1, max_length=60, pattern=rf"^[^{UNSEEN}]*[^\s{UNSEEN}][^{UNSEEN}]*$"),
    AfterValidator(str.strip),
]


class ListAddress(CustomerFilters):
    """What the address of the list may say of a view."""

    sort: str | None = Field(None, pattern=f"^-?({'|'.join(get_args(SortColumn))})$")
    columns: str | None = Field(None, max_length=MOST_COLUMNS, pattern=r"^[a-z_]*(,[a-z_]+)*$")


LISTS = {name for name, field in ListAddress.model_fields.items() if Many in field.metadata}


def pairs(search: str) -> list[tuple[str, str]]:
    """The names and values of an address's query part."""
    return parse_qsl(search, keep_blank_values=True)


def _as_address(search: str) -> str:
    """The same, written plainly. Refuses what is no filter, order or choice of columns."""
    given: dict[str, Any] = {}
    found = pairs(search)
    for name, value in found:
        if name in LISTS:
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    try:
        ListAddress.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        unknown = first["type"] == "extra_forbidden"
        message = "the list has no such filter" if unknown else first["msg"]
        raise _refused(f"{str(first['loc'][0])[:50]}: {message}") from None
    plain = urlencode(found)
    if len(plain) > LONGEST_SEARCH:
        raise _refused(f"is longer than {LONGEST_SEARCH} characters")
    return plain


def _refused(why: str) -> PydanticCustomError:
    return PydanticCustomError("search", "{why}", {"why": why})


class ViewBody(Body):
    """A view to save."""

    name: ViewName = Field(description="What it is called; no two views have one name.")
    search: Annotated[str, Field(max_length=LONGEST_SEARCH), AfterValidator(_as_address)] = Field(
        description="Filters, `sort` and `columns` as the query part of the list's address has them, without the"
        " question mark; empty for all customers.",
    )


class View(Answer):
    """A saved view, and who saved it."""

    view_id: int
    name: str
    search: str = Field(description="Filters, order and columns as the query part of the list's address.")
    saved_by: str | None = Field(description="Null where it was saved without sign-in.")
    saved_at: datetime
    may_change: bool = Field(description="Whether who asks may replace and delete it.")


class Views(Answer):
    """All saved views, by name."""

    items: list[View]
