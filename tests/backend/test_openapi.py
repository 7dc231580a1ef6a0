"""The OpenAPI document is valid, is what the types were made from, and describes what is answered."""

import json

from flask.testing import FlaskClient
from openapi_spec_validator import validate
from pydantic import BaseModel, TypeAdapter

from backend.schemas.campaigns import CampaignPlan, Campaigns, PlanCustomers
from backend.schemas.cohorts import Cohorts
from backend.schemas.customers import CustomerCount, CustomerDetails, CustomerPage, Facets
from backend.schemas.imports import Imports
from backend.schemas.ledger import Ledger
from backend.schemas.model import ModelMetrics, ModelRuns
from backend.schemas.movement import Movement, SegmentHistory
from backend.schemas.overview import Overview
from backend.schemas.products import Affinity, ProductPage
from backend.schemas.queries import QueryList
from backend.schemas.runs import CurrentRun, Runs
from backend.schemas.segment_rules import Rules
from backend.schemas.segments import Segments
from backend.schemas.session import Session
from backend.schemas.users import AuditLog, Keys, Users
from backend.schemas.views import Views
from db.settings import ROOT
from tests.backend.conftest import body, fetch

ENDPOINTS: dict[str, type[BaseModel]] = {
    "/api/customers/segments": Segments,
    "/api/customers/rfm": CustomerPage,
    "/api/customers/count": CustomerCount,
    "/api/customers/facets": Facets,
    "/api/model/metrics": ModelMetrics,
    "/api/model/runs": ModelRuns,
    "/api/runs/current": CurrentRun,
    "/api/overview": Overview,
    "/api/segment-rules": Rules,
    "/api/segments/history": SegmentHistory,
    "/api/segments/movement": Movement,
    "/api/cohorts": Cohorts,
    "/api/products": ProductPage,
    "/api/products/affinity": Affinity,
    "/api/campaigns": Campaigns,
    "/api/campaigns/plan": CampaignPlan,
    "/api/campaigns/plan/customers": PlanCustomers,
    "/api/imports": Imports,
    "/api/ledger": Ledger,
    "/api/runs": Runs,
    "/api/session": Session,
    "/api/users": Users,
    "/api/keys": Keys,
    "/api/audit": AuditLog,
    "/api/queries": QueryList,
    "/api/views": Views,
}
OTHERS = {
    "/api/session/password",
    "/api/users/{user_id}",
    "/api/keys/{key_id}",
    "/api/customers/{customer_id}/details",
    "/api/customers/{customer_id}/neighbours",
    "/api/customers/{customer_id}/data",
    "/api/customers/{customer_id}/erase",
    "/api/export/customers",
    "/api/customers/{customer_id}/next-products",
    "/api/products/{stock_code}/details",
    "/api/segment-rules/preview",
    "/api/segments/movers",
    "/api/campaigns/{campaign_id}",
    "/api/campaigns/{campaign_id}/customers.csv",
    "/api/imports/{import_id}",
    "/api/ledger/lines.csv",
    "/api/runs/{run_id}/serve",
    "/api/imports/{import_id}/check",
    "/api/imports/{import_id}/load",
    "/api/imports/{import_id}/cancel",
    "/api/jobs/{job_id}",
    "/api/queries/{name}",
    "/api/jobs/{job_id}/cancel",
    "/api/views/{view_id}",
    "/healthz",
    "/metrics",
    "/readyz",
}


def test_the_document_is_valid_and_has_whole_paths(client: FlaskClient) -> None:
    document = fetch(client, "/api/openapi.json")
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert {*ENDPOINTS, *OTHERS} == set(document["paths"])


def test_the_document_takes_no_parameters(client: FlaskClient) -> None:
    answer = client.get("/api/openapi.json?x=1")
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, "x")


def test_the_dashboard_s_types_were_made_from_this_document(client: FlaskClient) -> None:
    served = fetch(client, "/api/openapi.json")
    kept = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    assert kept == served, "run `make types`"


def test_every_answer_has_the_shape_it_promises(client: FlaskClient) -> None:
    for path, model in ENDPOINTS.items():
        answer = fetch(client, path)
        TypeAdapter(model).validate_python(answer, extra="forbid")
    some = fetch(client, "/api/customers/rfm")["items"][0]["customer_id"]
    details = fetch(client, f"/api/customers/{some}/details")
    TypeAdapter(CustomerDetails).validate_python(details, extra="forbid")
