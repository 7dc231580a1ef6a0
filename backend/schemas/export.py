"""What to export."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from backend.schemas.base import Answer, Body
from backend.schemas.customers import CustomerFilters, Sort, SortColumn


class ExportBody(Body):
    """What to export: the list's filters, its order, and which columns."""

    filters: CustomerFilters = Field(default_factory=CustomerFilters)
    columns: list[SortColumn] | None = Field(None, min_length=1)
    sort: Sort = Field("-monetary", max_length=100)
    byte_order_mark: bool = Field(False, description="Begin with a byte-order mark, for Excel.")
    delivery: Literal["download", "link"] = Field(
        "download", description="'link': put the file into the bucket of EXPORT_BUCKET and answer with a link to it."
    )

    @model_validator(mode="after")
    def each_column_once(self) -> Self:
        if self.columns and len(set(self.columns)) != len(self.columns):
            raise ValueError("columns: a column is named twice")
        return self


class ExportLink(Answer):
    """Where the file can be fetched, by anybody who has the link, until it runs out."""

    run_id: int
    url: str
    expires_at: datetime
