"""What to export."""

from typing import Self

from pydantic import Field, model_validator

from backend.schemas.base import Strict
from backend.schemas.customers import SORT_PATTERN, CustomerFilters, SortColumn


class ExportBody(Strict):
    """What to export: the list's filters, its order, and which columns."""

    filters: CustomerFilters = Field(default_factory=CustomerFilters)
    columns: list[SortColumn] | None = Field(None, min_length=1)
    sort: str = Field("-monetary", pattern=SORT_PATTERN)
    byte_order_mark: bool = Field(False, description="Begin with a byte-order mark, for Excel.")

    @model_validator(mode="after")
    def each_column_once(self) -> Self:
        if self.columns and len(set(self.columns)) != len(self.columns):
            raise ValueError("columns: a column is named twice")
        return self
