"""Who may ask for what: one role for each endpoint. An endpoint that is not listed is refused to everybody."""

from typing import Literal, get_args

Role = Literal["viewer", "analyst", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may

OPEN: Literal["open"] = "open"  # asked without signing in; tells no figures

# Endpoint (blueprint.function) to the least role that may ask for it.
NEEDED: dict[str, Role | Literal["open"]] = {
    # The dashboard's files, and what a load balancer asks.
    "spa.page": OPEN,
    "spa.locale": OPEN,
    "operations.healthz": OPEN,
    "operations.readyz": OPEN,
    # Signing in.
    "session.current": OPEN,
    "session.sign_in": OPEN,
    "session.sign_out": OPEN,
    # Figures without customers.
    "openapi.spec": "viewer",
    "spa.docs": "viewer",
    "overview.overview": "viewer",
    "segments.segments": "viewer",
    "segment_rules.rules": "viewer",
    "movement.segment_history": "viewer",
    "movement.movement": "viewer",
    "history.cohorts": "viewer",
    "products.products": "viewer",
    "products.affinity": "viewer",
    "products.product": "viewer",
    "customers.facets": "viewer",
    "model.metrics": "viewer",
    "model.model_runs": "viewer",
    "runs.current": "viewer",
    "runs.runs": "viewer",
    "campaigns.campaign_plan": "viewer",
    "campaigns.campaigns": "viewer",
    "campaigns.campaign": "viewer",
    # One's own password and keys.
    "users.change_password": "viewer",  # nosec B105  # a role
    "keys.keys": "viewer",
    "keys.make": "viewer",
    "keys.revoke": "viewer",
    # Customers, their export, and campaigns, which are lists of customers.
    "customers.list_customers": "analyst",
    "customers.count_customers": "analyst",
    "customers.details": "analyst",
    "customers.neighbours": "analyst",
    "movement.movers": "analyst",
    "products.next_products": "analyst",
    "queries.queries": "analyst",
    "queries.query": "analyst",
    "ledger.ledger": "analyst",  # lines as they came, with whose they are
    "ledger.ledger_file": "analyst",
    "export.export_customers": "analyst",
    "views.views": "analyst",
    "views.save": "analyst",
    "views.replace": "analyst",
    "views.delete": "analyst",
    "campaigns.plan_customers": "analyst",
    "campaigns.begin": "analyst",
    "campaigns.delete": "analyst",
    "campaigns.export": "analyst",
    # Who may come in, and who did what.
    "users.users": "admin",
    "users.make": "admin",
    "users.change": "admin",
    "users.log": "admin",
    # What changes the data, and how the server fares.
    "imports.upload": "admin",
    "imports.imports": "admin",
    "imports.one_import": "admin",
    "imports.check": "admin",
    "imports.load": "admin",
    "imports.cancel": "admin",
    "imports.delete": "admin",
    "runs.serve": "admin",
    "segment_rules.preview": "admin",
    "segment_rules.change": "admin",
    "privacy.data": "admin",
    "privacy.erase": "admin",
    "jobs.job": "admin",
    "jobs.cancel_job": "admin",
    "operations.metrics": "admin",  # this machine's scrapers need no key
}


def may(role: Role, needed: Role) -> bool:
    """True when someone with this role may do what needs that one."""
    return ROLES.index(role) >= ROLES.index(needed)
