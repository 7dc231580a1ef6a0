"""The filters of the list of customers as SQL, and what its cells tell of them before the list is read."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from backend.customer_list import COLUMNS
from backend.database import fetch_text
from backend.schemas.customers import CustomerFilters
from db.queries import read_sql

KINDS = ("segment", "country", "r_score", "f_score", "m_score", "fm_score")
# The measure behind each pair of bounds.
RANGES = {
    "monetary": "monetary",
    "recency": "recency",
    "frequency": "frequency",
    "probability": "purchase_probability",
}


@dataclass(frozen=True)
class Condition:
    """A filter as SQL: for a row of the list, for a cell that may have such rows, for one that has no others."""

    row: str
    some: str
    every: str


def _bound(name: str, sign: str, some: str, every: str) -> Condition:
    column = RANGES[name.split("_", 1)[1]]
    value = f"cast(:{name} as {COLUMNS[column]})"
    all_known = "predicted = customers and " if column == "purchase_probability" else ""
    return Condition(*[f"{before}{column} {sign} {value}" for before in ("", f"{some}_", f"{all_known}{every}_")])


def _in_cells() -> Condition:
    """In the grid's cells, as `backend/sql/grid.sql` counts them: without New Customers, who stand outside."""
    where = "10 * r_score + fm_score = any(:cell) and ({more} or segment is distinct from cast(:outside as text))"
    cell = where.format(more="not one_order")
    return Condition(where.format(more="frequency > 1"), cell, cell)


CONDITIONS = {
    **{name: Condition(*[f"{name} = any(:{name})"] * 3) for name in KINDS},
    **{f"min_{name}": _bound(f"min_{name}", ">=", "max", "min") for name in RANGES},
    **{f"max_{name}": _bound(f"max_{name}", "<=", "min", "max") for name in RANGES},
    "cell": _in_cells(),
    "q": Condition("(lower(customer_id) like :id_begins or country = any(:countries))", "true", "false"),
}


@dataclass(frozen=True)
class Filters:
    """Which rows of one run's list: the filters that are set, and their parameters."""

    conditions: tuple[Condition, ...]
    parameters: dict[str, Any]
    question: str
    """The filters as they were asked for: equal where the same is asked."""

    @classmethod
    def of(cls, connection: Connection, asked: CustomerFilters, run_id: int) -> "Filters":
        given = {name: value for name, value in asked.model_dump().items() if name in CONDITIONS and value is not None}
        conditions = tuple(CONDITIONS[name] for name in given)
        question = repr(given)
        if "q" in given:
            pattern = given.pop("q").strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            found = connection.execute(
                text(read_sql("backend/sql/countries_like")), {"run_id": run_id, "pattern": f"%{pattern}%"}
            )
            given |= {"id_begins": f"{pattern.lower()}%", "countries": list(found.scalars())}
        if "cell" in given:
            outside = connection.execute(text(read_sql("backend/sql/outside_grid")), {"run_id": run_id}).scalar()
            given |= {"cell": [int(name.replace("-", "")) for name in given["cell"]], "outside": outside}
        return cls(conditions, {**given, "run_id": run_id}, question)

    def with_parameters(self, more: dict[str, Any]) -> "Filters":
        """The same filters with further parameters for the query that they are part of."""
        return replace(self, parameters={**self.parameters, **more})

    @property
    def rows(self) -> str:
        """The condition of a row of `customer_list`."""
        return f"run_id = :run_id and {self.rows_of_run}" if self.conditions else "run_id = :run_id"

    @property
    def rows_of_run(self) -> str:
        """The same of a row of the run's own partition, where the indexes hold no run."""
        return " and ".join(condition.row for condition in self.conditions) or "true"


@dataclass(frozen=True)
class Known:
    """What the cells tell of the matching customers: at least and at most how many, and between which values they
    lie in the measure that they are sorted by (None: not known), or that none of them has one."""

    at_least: int
    at_most: int
    least: Any
    greatest: Any
    none_has_it: bool


def known(connection: Connection, filters: Filters, column: str) -> Known:
    """What can be said of the list in the order of `column` without reading it."""
    if column in KINDS:
        least, greatest = f"min({column})", f"max({column})"
    elif column == "customer_id":
        least = greatest = "null"
    else:
        least, greatest = f"min(min_{column})", f"max(max_{column})"
    query = (
        read_sql("backend/sql/list_known")
        .replace("{smallest}", least)
        .replace("{largest}", greatest)
        .replace("{some}", " and ".join(condition.some for condition in filters.conditions) or "true")
        .replace("{every}", " and ".join(condition.every for condition in filters.conditions) or "true")
    )
    row = fetch_text(connection, "list_known", query, **filters.parameters)[0]
    return Known(**row, none_has_it=column != "customer_id" and row["least"] is None)
