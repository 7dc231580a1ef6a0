"""The web application: `create_app()`."""

from typing import Any

from apiflask import APIFlask
from flask import Request, Response, g, request
from flask_cors import CORS
from werkzeug.exceptions import BadRequest, LengthRequired

from backend import (
    campaigns,
    customers,
    export,
    history,
    imports,
    jobs,
    keys,
    ledger,
    model,
    movement,
    operations,
    overview,
    privacy,
    products,
    queries,
    runs,
    segment_rules,
    segments,
    session,
    spa,
    users,
    views,
)
from backend.access import origins_of, register_access
from backend.answers import name_run, register_answers
from backend.database import Database
from backend.errors import register_errors
from backend.openapi import register_document
from backend.outlook import register_outlooks
from backend.patient_worker import MOST_BODY
from backend.served_queries import asked
from backend.strict_query import register_strict_query
from backend.tracking import register_tracking
from backend.web_policy import SECURITY_HEADERS
from db.settings import Settings, load_settings

MAX_BODY_BYTES = MOST_BODY  # uploads aside
SENT = ["Authorization", "Content-Type", "If-None-Match"]  # what pages elsewhere may send beyond the usual
# What pages elsewhere may read, too.
TOLD = ["ETag", "Retry-After", "X-Query", "X-Request-Id", "X-Run-Id", "X-Served-Run-Id"]


class JsonRequest(Request):
    """A request whose body is JSON and says so; no body at all is an empty object."""

    def get_json(self, *_args: Any, **_kwargs: Any) -> Any:
        if "Transfer-Encoding" in self.headers:  # backend/patient_worker.py waits for bodies of a known length
            raise LengthRequired("Send the length of the body (Content-Length), not chunks.")
        if not self.get_data():
            return {}
        try:
            found = super().get_json()  # 415 for another content type, 400 for broken JSON
        except RecursionError:
            raise BadRequest("The body is nested too deeply.") from None
        if found is None:
            raise BadRequest("The body is null. Send an object, or nothing for an empty one.")
        return found


def create_app(settings: Settings | None = None) -> APIFlask:
    """The application with all its resources. Ends the command when the settings would let strangers in."""
    settings = settings or load_settings()
    app = APIFlask(
        "backend",
        title="Predictive Sales Dashboard",
        version="0.1.0",
        spec_path="/api/openapi.json",
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]  # the dashboard's files are backend/spa.py's
    )
    app.request_class = JsonRequest
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, AUTO_404_RESPONSE=False, AUTO_SERVERS=False)
    app.config["SHOP_NAME"] = settings.shop_name
    app.config["LOCALE"] = settings.locale
    app.config["TIME_ZONE"] = settings.time_zone
    app.config["SIGN_IN"] = settings.auth != "off"
    app.extensions["database"] = database = Database(settings)
    register_errors(app)
    register_tracking(app)
    register_access(app, settings)
    register_answers(app, database)  # only who has been let in
    register_outlooks(app)
    if origins_of(settings):
        # Without credentials: a page elsewhere comes in by a key, never by the cookie of whoever looks at it.
        CORS(app, origins=origins_of(settings), allow_headers=SENT, expose_headers=TOLD)

    register_strict_query(app)
    for resource in (
        overview,
        segments,
        segment_rules,
        movement,
        history,
        products,
        queries,
        customers,
        views,
        privacy,
        model,
        campaigns,
        export,
        imports,
        jobs,
        ledger,
        runs,
        session,
        users,
        keys,
        operations,
        spa,
    ):
        app.register_blueprint(resource.blueprint)
    register_document(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers.extend(SECURITY_HEADERS)
        if response.status_code == 200 and "queries" in g and "X-Query" not in response.headers:
            response.headers["X-Query"] = asked()  # GET /api/queries/{name} shows each
        if response.status_code < 400 and "served_run" in g and "X-Run-Id" not in response.headers:
            name_run(response, g.served_run)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return app
