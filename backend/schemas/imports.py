"""Files that are uploaded to be loaded."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from backend.schemas.base import Answer, Body, Query, Share
from backend.schemas.jobs import Job

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)]
OrderField = Literal[
    "invoice_no",
    "stock_code",
    "description",
    "quantity",
    "invoice_date",
    "unit_price",
    "customer_id",
    "country",
    "currency",
    "amount",
    "status",
    "cancelled_at",
]
JobStatus = Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]


class UploadQuery(Query):
    """What the file is called."""

    name: Word = Field(description="The file's own name, to be shown; where it lies is another one.")


class ImportOptions(Body):
    """How the file is to be read, and what loading it does with what is there; what is left out is found."""

    mode: Literal["add", "replace-period", "replace-all"] = "add"
    strict: Share | None = Field(None, description="Refuse the file when more than this share goes to the ledger.")
    keep_duplicates: bool = Field(False, description="Keep lines that are the same in every column.")
    date_order: Literal["day-first", "month-first"] | None = None
    decimal: Literal["point", "comma"] | None = None
    encoding: Word | None = None
    separator: Annotated[str, Field(min_length=1, max_length=3, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="One sign, or the word tab."
    )
    quote: Annotated[str, Field(min_length=1, max_length=4, pattern=r"^([^\x00-\x1f\x7f]|none)$")] | None = Field(
        None, description="One sign, or the word none where quotes are only text."
    )
    sheet: Word | None = None
    layout: Literal["lines", "shopify", "woocommerce", "orders", "log"] | None = None
    columns: dict[OrderField, Word] = Field(default_factory=dict, description="Our field to the file's column.")


class Import(Answer):
    """An uploaded file: how it was understood, and what came of loading it."""

    import_id: UUID
    name: str
    kind: Literal["text", "gzip", "workbook", "Parquet"]
    bytes: int
    uploaded_at: datetime
    is_there: bool = Field(description="The file lies there still: it is removed once loaded, or after a day.")
    has_worker: bool = Field(description="A worker takes the jobs; without one they wait (make worker).")
    options: ImportOptions = Field(description="Those of the newest check or load.")
    check: Job | None
    load: Job | None


class ImportRow(Answer):
    """An uploaded file, in short."""

    import_id: UUID
    name: str
    kind: Literal["text", "gzip", "workbook", "Parquet"]
    bytes: int
    uploaded_at: datetime
    check_status: JobStatus | None
    load_status: JobStatus | None
    load_id: int | None = Field(description="The load that came of it.")


class Imports(Answer):
    """The newest uploaded files, and how large one may be."""

    largest_bytes: int
    has_worker: bool
    items: list[ImportRow]
