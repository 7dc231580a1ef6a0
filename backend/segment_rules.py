"""The segment rules: those of the served run, who would move by others, and the job that changes them."""

import json
from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.audit import audit
from backend.database import connect, connect_to_write, database, fetch_row, fetch_text
from backend.errors import ProblemException
from backend.jobs import OVER, has_worker, put_in_queue
from backend.schemas.base import NoQuery
from backend.schemas.segment_rules import Rules, RulesChange, RulesPreview, WantedRules
from backend.served_run import ServedRun, served_run
from db.jobs import RULES, jobs
from db.segment_rules import DEFAULT, RulesError, SegmentRules, bound, known_segments, preview_sql

blueprint = APIBlueprint("segment_rules", __name__, url_prefix="/api/segment-rules", tag="Segments")


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Rules)
@blueprint.doc(responses=[404, 503], operation_id="getSegmentRules")
@from_published_run
def rules(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """The rules of the served run: the segment of each cell, and the rule of one order before the grid."""
    found = _rules_of(connection, run)
    return {
        "run_id": run.run_id,
        "cells": _cells(found),
        "new_customer_segment": found.new_segment,
        "new_customer_days": found.new_days,
        "is_default": found == DEFAULT,
        "default": {"cells": _cells(DEFAULT), "new_customer_days": DEFAULT.new_days},
        "segments": [name for name in known_segments(connection) if name != found.new_segment],
    }


@blueprint.post("/preview")
@blueprint.input(WantedRules, location="json")
@blueprint.output(RulesPreview)
@blueprint.doc(responses=[404, 409, 422, 503], operation_id="previewSegmentRules")
def preview(json_data: WantedRules) -> dict[str, Any]:
    """How many customers would move by other rules, from where to where; nothing is changed."""
    with connect() as connection:
        run = served_run(connection)
        _, wanted = _wanted(connection, run, json_data)
        segments = known_segments(connection)
        return _preview(connection, run, wanted, segments)


@blueprint.post("")
@blueprint.input(WantedRules, location="json")
@blueprint.output(RulesChange, status_code=202)
@blueprint.doc(responses=[404, 409, 422, 503], operation_id="changeSegmentRules")
def change(json_data: WantedRules) -> dict[str, Any]:
    """Publish a new run on the same scores and forecasts, with the segments by other rules; later runs keep them."""
    with connect() as connection:
        run = served_run(connection)
        now, wanted = _wanted(connection, run, json_data)
    if wanted == now:
        raise ProblemException(409, "Nothing to change", f"These are the rules of run {run.run_id}, which is served.")
    at_work = next((job for job in jobs(database().engine) if job["job"] == RULES and job["status"] not in OVER), None)
    if at_work:
        raise ProblemException(
            409, "Another change is under way", f"Job {at_work['job_id']} changes the rules. Wait until it has ended."
        )
    number = put_in_queue(RULES, [f"--rules={json.dumps(wanted.as_inputs())}", f"--from-run={run.run_id}"])
    with connect_to_write() as connection:
        changed = {f"R{r} FM{fm}": segment for (r, fm), segment in wanted.cells.items() if now.cells[r, fm] != segment}
        audit(
            connection,
            "segment rules",
            f"run {run.run_id}",
            job=number,
            cells=changed,
            new_customer_days=wanted.new_days,
        )
    return {"job_id": number, "has_worker": has_worker()}


def _rules_of(connection: Connection, run: ServedRun) -> SegmentRules:
    found = fetch_row(connection, "segment_rules", run_id=run.run_id)
    if found["rules"] is None:
        raise ProblemException(404, "No rules", f"Run {run.run_id} does not say by which rules it was made.")
    return SegmentRules.of_inputs(found)


def _wanted(connection: Connection, run: ServedRun, given: WantedRules) -> tuple[SegmentRules, SegmentRules]:
    """The rules of the served run, and those that are asked for. Raises 409 and 422."""
    if given.run_id != run.run_id:
        raise ProblemException(
            409,
            "Another run is served",
            f"Run {run.run_id} is served by now, and this edit began from run {given.run_id}. "
            "Look at the rules of now, then edit those.",
            "run_id",
        )
    now = _rules_of(connection, run)
    cells = {(cell.r, cell.fm): cell.segment for cell in given.cells}
    wanted = SegmentRules(cells, now.new_segment, given.new_customer_days)
    try:
        if len(cells) < len(given.cells):
            raise RulesError("cells", "A cell is given twice.")
        wanted.check(known_segments(connection))
    except RulesError as problem:
        raise ProblemException(422, "The rules are wrong", str(problem), problem.field) from None
    return now, wanted


def _preview(connection: Connection, run: ServedRun, wanted: SegmentRules, segments: Any) -> dict[str, Any]:
    flows = fetch_text(connection, "rules_preview", preview_sql(run.run_id), **bound(wanted))
    sizes = {
        segment: {
            "segment": segment,
            "customers_before": 0,
            "customers_after": 0,
            "monetary_before": 0.0,
            "monetary_after": 0.0,
        }
        for segment in segments
    }
    for flow in flows:
        for side, segment in (("before", flow["from_segment"]), ("after", flow["to_segment"])):
            sizes[segment][f"customers_{side}"] += flow["customers"]
            sizes[segment][f"monetary_{side}"] += float(flow["monetary"])
    moves = [flow for flow in flows if flow["from_segment"] != flow["to_segment"]]
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        "customers": sum(flow["customers"] for flow in flows),
        "moved": sum(flow["customers"] for flow in moves),
        "segments": list(sizes.values()),
        "flows": moves,
    }


def _cells(of: SegmentRules) -> list[dict[str, Any]]:
    """Row by row, R 5 first, as the grid stands on the page."""
    return [
        {"r": r, "fm": fm, "segment": segment}
        for (r, fm), segment in sorted(of.cells.items(), key=lambda item: (-item[0][0], item[0][1]))
    ]
