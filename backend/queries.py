"""Show SQL: the queries behind the figures, what they take, and how long they took."""

from typing import Any

from apiflask import APIBlueprint

from backend.database import connect, fetch_rows
from backend.errors import ProblemException
from backend.metrics import of_all_workers
from backend.schemas.base import NoQuery
from backend.schemas.queries import QueryList, QueryText
from backend.served_queries import LastTime, ServedQuery, last_time, served_queries

blueprint = APIBlueprint("queries", __name__, url_prefix="/api/queries", tag="Queries")

MEANINGS = {
    "affinity_order": "The measure of the pairs that is asked for.",
    "after_code": "The last stock code of the page before; null for the first page.",
    "after_file": "The last file of the page before, 0 for the first page.",
    "after_id": "The last customer id of the page before; null for the first page.",
    "after_line": "The last line of the page before, 0 for the first page.",
    "after_load": "The last load of the page before, 0 for the first page.",
    "after_monetary": "The last spend of the page before; null for the first page.",
    "after_value": "The last value of the page before; null for the first page.",
    "as_of": "The moment that is looked from: nothing at or after it counts.",
    "campaign_id": "The campaign's number; null for all campaigns.",
    "count_from": "The first day whose buyers are counted; of the months before it they are known.",
    "counted": "The buyers of the months before, as an earlier run counted them.",
    "customer_id": "The customer's id.",
    "cutoff": "The day that is looked from.",
    "cutoffs": "The days that are looked from.",
    "earlier": "The scores of the earlier moment.",
    "every": "The filters as a condition that all customers of a cell meet.",
    "from_segment": "The segment before; null: had not ordered yet.",
    "home_country": "The country of most customers.",
    "horizon_days": "How many days are predicted.",
    "largest": "The largest value of the measure that the list is sorted by.",
    "later": "The scores of the later moment.",
    "limit": "At most so many rows.",
    "lines": "The order lines.",
    "list": "The customers of the run.",
    "list_order": "The order of the list.",
    "load_id": "The load's number; null for all loads.",
    "most": "How far is counted; beyond it the list says that there are more.",
    "matching": "The filters of the list as a condition.",
    "measure": "The measure whose spread is asked for.",
    "orders": "The orders.",
    "part": "The stretch of the list: after the last row seen, and what is not known at its end.",
    "passed": "So many customers come before.",
    "pattern": "The words looked for, as a pattern; null for all products.",
    "product_order": "The measure of the products that is asked for.",
    "ranking": "The ranking that the plan stands on: probability, past_spend or probability_and_spend.",
    "reason": "The reason; null for all reasons.",
    "new_customer_rule": "The rule before the grid: its segment, and how many days ago the one order may be.",
    "resegmented": "The customers with their segments by the rules given.",
    "rules": "The rules of the grid: recency score, FM score, segment of each cell.",
    "run_id": "The run's number.",
    "run_predictions": "The predictions of the run.",
    "run_scores": "The scores of the run.",
    "segmented": "The customers with the segment of each.",
    "size": "At most so many rows.",
    "smallest": "The smallest value of the measure that the list is sorted by.",
    "some": "The filters as a condition that some customers of a cell may meet.",
    "stock_code": "The product's stock code.",
    "to_segment": "The segment after.",
    "totals": "What each customer's orders come to.",
}


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(QueryList)
@blueprint.doc(operation_id="getQueries", responses=[503])
def queries(query_data: NoQuery) -> dict[str, Any]:
    """The queries behind the figures, by name. The header X-Query of an answer names those that it stands on."""
    last = last_time(of_all_workers())
    return {"items": [_row(found, last) for _, found in sorted(served_queries().items())]}


@blueprint.get("/<name>")
@blueprint.input(NoQuery, location="query")
@blueprint.output(QueryText)
@blueprint.doc(operation_id="getQuery", responses=[404, 503])
def query(name: str, query_data: NoQuery) -> dict[str, Any]:
    """The SQL of one query, what it takes, and how long it took and how many rows it gave when it was last asked."""
    found = served_queries().get(name)
    if found is None:
        raise ProblemException(404, "No such query", "There is no query of this name; GET /api/queries lists them.")
    with connect() as connection:
        run = next(iter(fetch_rows(connection, "served_run")), {})
    values = {"run_id": run.get("run_id"), "as_of": run and str(run["as_of"])}
    return {
        **_row(found, last_time(of_all_workers())),
        "sql": found.sql,
        "parameters": [
            {
                "name": parameter,
                "kind": "part" if is_part else "value",
                "description": MEANINGS[parameter],
                "value": values.get(parameter) or None,
            }
            for parameter, is_part in found.parameters.items()
        ],
    }


def _row(found: ServedQuery, last: LastTime) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in ("name", "grain", "file", "run_by")}
    return {**told, "last_duration_ms": last.duration_ms.get(found.name), "last_rows": last.rows.get(found.name)}
