"""What is asked about one customer's data, and the job that erases a customer."""

from typing import Literal

from pydantic import Field

from backend.schemas.base import Answer, Body, Query, Text


class CustomerDataQuery(Query):
    """In which form the data are wanted."""

    format: Literal["json", "zip"] = Field("json", description="One JSON object, or a ZIP of it and CSV files.")


class EraseBody(Body):
    """The word that it is meant."""

    confirm: Text = Field(description="The customer's id once more.")


class Erasure(Answer):
    """The job that erases the customer; GET /api/jobs/{job_id} tells how it stands."""

    job_id: int
    has_worker: bool = Field(description="false: nobody takes jobs from the queue at the moment.")
