"""What is asked about one customer's data."""

from typing import Literal

from pydantic import Field

from backend.schemas.base import Query


class CustomerDataQuery(Query):
    """In which form the data are wanted."""

    format: Literal["json", "zip"] = Field("json", description="One JSON object, or a ZIP of it and CSV files.")
