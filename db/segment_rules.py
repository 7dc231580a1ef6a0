"""The segment rules: which cell of the R by FM grid makes which segment, and the one-order rule before the grid.

A run keeps the rules it was made by in its inputs; the tables have those of the next run.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from db.queries import read_sql

SCORES = range(1, 6)
MOST_DAYS = 3650

Cell = tuple[int, int]  # recency score, FM score


class RulesError(ValueError):
    """Rules that are not complete, or name what there is not; the message says which field, and what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class SegmentRules:
    """The segment of each cell; and who, with one order at most so many days ago, stands outside the grid."""

    cells: Mapping[Cell, str]
    new_segment: str
    new_days: int

    @classmethod
    def of_inputs(cls, inputs: Mapping[str, Any]) -> "SegmentRules":
        """Those that a run keeps in its inputs."""
        segment, days = inputs["new_customer_rule"]
        return cls({(r, fm): name for r, fm, name in inputs["rules"]}, segment, days)

    def as_inputs(self) -> dict[str, Any]:
        """The same in the form of a run's inputs (etl/sql/run_inputs.sql)."""
        return {
            "rules": [[r, fm, segment] for (r, fm), segment in sorted(self.cells.items())],
            "new_customer_rule": [self.new_segment, self.new_days],
        }

    def check(self, segments: Sequence[str]) -> None:
        """Raise RulesError unless every cell has one of these segments."""
        lacking = [f"R{r} FM{fm}" for r in SCORES for fm in SCORES if (r, fm) not in self.cells]
        if lacking:
            raise RulesError("cells", f"{', '.join(lacking)}: no segment is given. All 25 cells need one.")
        for (r, fm), segment in self.cells.items():
            if r not in SCORES or fm not in SCORES:
                raise RulesError("cells", f"R{r} FM{fm} is no cell of the grid; scores go from 1 to 5.")
            if segment == self.new_segment:
                raise RulesError("cells", f"R{r} FM{fm}: {segment} stand outside the grid, by a rule of their own.")
            if segment not in segments:
                known = ", ".join(name for name in segments if name != self.new_segment)
                raise RulesError("cells", f"R{r} FM{fm}: there is no segment '{segment}'. There are: {known}.")
        if not 0 <= self.new_days <= MOST_DAYS:
            raise RulesError("new_customer_days", f"{self.new_days} is not between 0 and {MOST_DAYS:,} days.")


ROWS = {  # FM 1 to 5
    5: ("Promising", "Promising", "Potential Loyalists", "Champions", "Champions"),
    4: ("Promising", "Promising", "Potential Loyalists", "Loyal Customers", "Champions"),
    3: ("About To Sleep", "About To Sleep", "Need Attention", "Loyal Customers", "Loyal Customers"),
    2: ("Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them"),
    1: ("Lost", "Lost", "At Risk", "At Risk", "Can't Lose Them"),
}
# Those of a new shop, as its first migration writes them.
DEFAULT = SegmentRules(
    {(r, fm): segment for r, row in ROWS.items() for fm, segment in zip(SCORES, row, strict=True)}, "New Customers", 90
)


def known_segments(connection: Connection) -> Sequence[str]:
    """The names of all segments, in the order of engagement."""
    return connection.execute(text("select segment from segments order by position")).scalars().all()


def rules_of_run(connection: Connection, run_id: int) -> SegmentRules | None:
    """The rules that a run was made by; None where it does not say."""
    inputs = connection.execute(
        text("select inputs from runs where run_id = :run_id"), {"run_id": run_id}
    ).scalar_one_or_none()
    return SegmentRules.of_inputs(inputs) if inputs and "rules" in inputs else None


def write_rules(connection: Connection, rules: SegmentRules) -> None:
    """Let the next run go by these rules."""
    connection.execute(
        text(
            "insert into segment_rules (r_score, fm_score, segment) values (:r, :fm, :segment)"
            " on conflict (r_score, fm_score) do update set segment = excluded.segment"
        ),
        [{"r": r, "fm": fm, "segment": segment} for (r, fm), segment in rules.cells.items()],
    )
    connection.execute(
        text("update new_customer_rule set segment = :segment, max_recency = :days"),
        {"segment": rules.new_segment, "days": rules.new_days},
    )


def resegmented_sql(run_scores: str) -> str:
    """A query for the customers of a run with their segments by other rules, which `bound` binds."""
    query = read_sql("db/sql/resegmented").replace("{segmented}", read_sql("db/sql/segmented"))
    return query.replace("{run_scores}", run_scores)


def bound(rules: SegmentRules) -> dict[str, str]:
    """The rules as the parameters of `resegmented_sql`."""
    return {name: json.dumps(value) for name, value in rules.as_inputs().items()}


def preview_sql(run_id: int) -> str:
    """A query for who would move between segments if the rules of a kept run were others."""
    query = read_sql("db/sql/rules_preview")
    return query.replace("{resegmented}", resegmented_sql(f"rfm_scores_{run_id:d}"))
