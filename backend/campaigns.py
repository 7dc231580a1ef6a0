"""Campaigns: how many customers to write to, who they are, and what it brought."""

from datetime import date, timedelta
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from psycopg2.errors import UniqueViolation
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from backend.answers import from_published_run
from backend.audit import audit
from backend.campaign_plan import Month, Terms, affordable, held_out, plan
from backend.campaign_result import result
from backend.database import connect, connect_to_write, database, fetch_row, fetch_rows, fetch_text
from backend.errors import ProblemException
from backend.export import csv_file, text_cell
from backend.schemas.base import NoQuery
from backend.schemas.campaigns import (
    Campaign,
    CampaignBody,
    CampaignPlan,
    Campaigns,
    FirstQuery,
    PlanCustomers,
    PlanQuery,
)
from backend.schemas.campaigns import Terms as AskedTerms
from backend.served_run import ServedRun, served_run
from db.queries import read_sql

blueprint = APIBlueprint("campaigns", __name__, url_prefix="/api/campaigns", tag="Campaigns")

NO_MONTH = "No plan yet: this run has no finished month to learn from. Run make pipeline."
LONGEST_WAIT = timedelta(days=365)  # from the data's end to a campaign's first day
NO_PLAN: dict[str, Any] = {
    **dict.fromkeys(("best", "chosen", "break_even", "smallest_effect_seen", "past")),
    "changes": [],
    "curve": [],
}

LIST_ANSWERS: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "Every chosen customer, the first one first; campaign_group is 'write' or 'held out'",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    },
    404: {"description": "No such campaign"},
    429: {"description": "Too many exports at once"},
}


@blueprint.get("/plan")
@blueprint.input(PlanQuery, location="query")
@blueprint.output(CampaignPlan)
@blueprint.doc(responses=[503], operation_id="getCampaignPlan")
def campaign_plan(query_data: PlanQuery) -> dict[str, Any]:
    """The profit curve on these terms: what the best customers brought in past months, scaled to those of today.

    Profit is what the letters add. Its interval (80%) says how much months differ, not how sure the effect is: that
    stays an assumption until a campaign with a hold-out group has measured it.
    """
    # Not kept as an answer of the run: the measured effect changes with the campaigns, too.
    with connect() as connection:
        run = served_run(connection)
        ranking = fetch_row(connection, "campaign_ranking", run_id=run.run_id)
        rows = fetch_rows(connection, "campaign_gains", run_id=run.run_id)
        measured = _measured_effect(connection)
    head = {
        "run_id": run.run_id,
        "currency": run.currency,
        "note": None,
        "ranking": ranking["ranking"],
        "horizon_days": ranking["horizon_days"],
        "months": len(rows),
        "measured": measured,
    }
    if not rows:
        return {**head, **NO_PLAN, "note": ranking["model_note"] or NO_MONTH}
    terms = _terms(query_data)
    months = [Month.of(row) for row in rows]
    found = plan(months, run.customers, terms, ranking["interval_factor"], query_data.customers)
    return {**head, **found, "past": _past(rows, terms, ranking, query_data.customers)}


@blueprint.get("/plan/customers")
@blueprint.input(FirstQuery, location="query")
@blueprint.output(PlanCustomers)
@blueprint.doc(responses=[503], operation_id="getPlanCustomers")
@from_published_run
def plan_customers(connection: Connection, run: ServedRun, query_data: FirstQuery) -> dict[str, Any]:
    """Who would be written to first, by the ranking of the plan: the order in which a campaign chooses."""
    ranking = fetch_row(connection, "campaign_ranking", run_id=run.run_id)["ranking"]
    head = {"run_id": run.run_id, "currency": run.currency, "ranking": ranking}
    if ranking is None:
        return {**head, "items": []}
    size = query_data.limit
    rows = fetch_rows(connection, "ranked_customers", run_id=run.run_id, ranking=ranking, size=size)
    return {**head, "items": [{"place": place, **row} for place, row in enumerate(rows, start=1)]}


def _past(
    rows: list[dict[str, Any]], terms: Terms, ranking: dict[str, Any], customers: int | None
) -> dict[str, Any] | None:
    """The promise for the newest month from those before it, and what that month brought on the same terms."""
    newest = rows[-1]
    over = ranking["horizon_days"]
    before = [Month.of(row) for row in rows[:-1] if (newest["cutoff"] - row["cutoff"]).days >= over]
    if not before:
        return None
    there = newest["customers"]
    interval_factor = ranking["interval_factor_before"] if len(before) == len(rows) - 1 else None
    chosen = plan(before, there, terms, interval_factor, customers)["chosen"]
    came = plan([Month.of(newest)], there, terms, None, chosen["customers"])["chosen"]
    return {
        "month": newest["cutoff"],
        "customers": chosen["customers"],
        "letters": chosen["letters"],
        **{f"promised_{name}": chosen[name] for name in ("profit", "spend", "buyers")},
        "promised_low": chosen["profit_low"],
        "promised_high": chosen["profit_high"],
        "profit": came["profit"],
        "spend": came["spend"],
        "buyers": round(came["buyers"]),
    }


def _terms(asked: AskedTerms) -> Terms:
    return Terms(asked.margin, asked.cost, asked.effect, asked.hold_out, asked.budget, asked.capacity)


def _measured_effect(connection: Connection) -> dict[str, Any] | None:
    for row in fetch_rows(connection, "campaigns", campaign_id=None):
        found = _campaign(connection, row)["result"]
        if found and found["effect"] is not None:
            low, high = found["effect_interval"]
            return {name: row[name] for name in ("campaign_id", "name")} | {
                "effect": found["effect"],
                "low": low,
                "high": high,
            }
    return None


def _campaign(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """A campaign with its result, once the loaded lines cover its window."""
    if not row["is_over"]:
        return {**row, "result": None}
    groups = {
        group.pop("held_out"): group
        for group in fetch_rows(connection, "campaign_groups", campaign_id=row["campaign_id"])
    }
    return {**row, "result": result(groups, row["margin"], row["cost"])}


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Campaigns)
@blueprint.doc(operation_id="getCampaigns")
def campaigns(query_data: NoQuery) -> dict[str, Any]:
    """All campaigns, the newest first, with what they brought where their window is over."""
    with connect() as connection:
        rows = fetch_rows(connection, "campaigns", campaign_id=None)
        return {"items": [_campaign(connection, row) for row in rows]}


@blueprint.post("")
@blueprint.input(CampaignBody, location="json")
@blueprint.output(Campaign, status_code=201)
@blueprint.doc(responses=[409, 422, 503], operation_id="beginCampaign")
def begin(json_data: CampaignBody) -> dict[str, Any]:
    """Choose the best customers, and by lot those of them who are held out; the list stays as it is from now on."""
    with connect_to_write() as connection:
        run = served_run(connection)
        ranking = fetch_row(connection, "campaign_ranking", run_id=run.run_id)
        rows = fetch_rows(connection, "campaign_gains", run_id=run.run_id)
        if not rows:
            raise ProblemException(409, "No plan yet", ranking["model_note"] or NO_MONTH)
        if json_data.customers > run.customers:
            raise ProblemException(
                409, "Too many customers", f"There are {run.customers:,} customers.", parameter="customers"
            )
        starts_on = _starts_on(json_data, run.as_of.date())
        promised = plan(
            [Month.of(row) for row in rows],
            run.customers,
            _terms(json_data),
            ranking["interval_factor"],
            json_data.customers,
        )["chosen"]
        _check_limits(_terms(json_data), promised["letters"])
        try:
            [begun] = fetch_text(
                connection,
                "begin_campaign",
                read_sql("backend/sql/begin_campaign").replace("{ranked}", read_sql("backend/sql/ranked_customers")),
                name=json_data.name,
                run_id=run.run_id,
                ranking=ranking["ranking"],
                starts_on=starts_on,
                horizon_days=ranking["horizon_days"],
                margin=json_data.margin,
                cost=json_data.cost,
                effect=json_data.effect,
                promised_profit=promised["profit"],
                promised_low=promised["profit_low"],
                promised_high=promised["profit_high"],
                size=json_data.customers,
                held_out=held_out(json_data.customers, json_data.hold_out),
            )
        except IntegrityError as error:
            if isinstance(error.orig, UniqueViolation):
                raise ProblemException(
                    409, "Name taken", f"There is a campaign '{json_data.name}' already.", parameter="name"
                ) from None
            raise
        audit(connection, "campaign begun", json_data.name)
        return _campaign(connection, _row(connection, begun["campaign_id"]))


def _starts_on(asked: CampaignBody, day_after: date) -> date:
    """The first day of its window, of which the data have nothing yet: what was bought before is no answer to it."""
    starts_on = asked.starts_on or day_after
    latest = day_after + LONGEST_WAIT
    if not day_after <= starts_on <= latest:
        raise ProblemException(
            422,
            "A parameter is wrong",
            f"starts_on: the data end before {day_after}; choose a day from then until {latest}.",
            "starts_on",
        )
    return starts_on


def _check_limits(terms: Terms, letters: int) -> None:
    if letters > affordable(terms):
        told = f"{letters:,} letters cost {terms.cost * letters:,.2f}, more than {terms.budget:,.2f}."
        raise ProblemException(422, "Over the budget", f"budget: {told}", "budget")
    if terms.capacity is not None and letters > terms.capacity:
        told = f"{letters:,} letters are more than {terms.capacity:,}."
        raise ProblemException(422, "Over the capacity", f"capacity: {told}", "capacity")


@blueprint.get("/<int:campaign_id>")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Campaign)
@blueprint.doc(responses=[404], operation_id="getCampaign")
def campaign(campaign_id: int, query_data: NoQuery) -> dict[str, Any]:
    """One campaign, with what it brought once the loaded lines cover its window."""
    with connect() as connection:
        return _campaign(connection, _row(connection, campaign_id))


@blueprint.delete("/<int:campaign_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[404], operation_id="deleteCampaign")
def delete(campaign_id: int) -> tuple[str, int]:
    """Forget a campaign and its list."""
    with connect_to_write() as connection:
        forgotten = _row(connection, campaign_id)
        fetch_row(connection, "delete_campaign", campaign_id=campaign_id)
        audit(connection, "campaign deleted", forgotten["name"])
    return "", 204


@blueprint.get("/<int:campaign_id>/customers.csv")
@blueprint.input(NoQuery, location="query")
@blueprint.doc(
    operation_id="exportCampaign",
    responses=LIST_ANSWERS,
)
def export(campaign_id: int, query_data: NoQuery) -> Response:
    """The campaign's list as CSV, with the held-out group marked: those are not to be written to."""
    with connect() as connection:
        _row(connection, campaign_id)
    query = read_sql("backend/sql/campaign_list").format(
        customer=text_cell("campaign_customers.customer_id"), home=text_cell("scores.country")
    )
    return csv_file(database().engine, query, {"campaign_id": campaign_id}, f"campaign-{campaign_id}.csv")


def _row(connection: Connection, campaign_id: int) -> dict[str, Any]:
    rows = fetch_rows(connection, "campaigns", campaign_id=campaign_id)
    if not rows:
        raise ProblemException(404, "No such campaign", f"There is no campaign {campaign_id}.")
    return rows[0]
