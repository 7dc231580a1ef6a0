"""The OpenAPI document: APIFlask writes it from the views, this completes it; `python -m backend.openapi` prints it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from apiflask import APIFlask
from flask import Flask
from pydantic import TypeAdapter

from backend.openapi_texts import ABOUT, ERRORS, HEADERS, IDS, REQUEST_HEADERS
from backend.roles import NEEDED, OPEN
from backend.schemas.problem import Problem
from db.settings import ROOT

EXAMPLES = ROOT / "backend" / "examples.json"
UPLOAD = {
    "description": "The file, as it is",
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
READINESS = {"200": "Ready", "503": "Not ready: the database is away or at another migration level"}
TOO_LONG = {
    "description": "The address is longer than 8,190 bytes",
    "content": {"text/html": {"schema": {"type": "string"}, "example": "<h1><p>URI Too Long</p></h1>"}},
}
OF_THE_RUN = ("/api/campaigns/plan", "/api/customers/{customer_id}/data", "/api/export/customers")  # and what is kept
WRITES = ("post", "put", "patch", "delete")

Document = dict[str, Any]


@cache
def examples() -> dict[str, Any]:
    """Real answers by operation and status, and errors by status, as `make examples` wrote them down."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    return found


def register_document(app: APIFlask) -> None:
    """Serve the document as it is completed here."""

    @app.spec_processor
    def complete(document: Document | str) -> Document | str:
        if isinstance(document, str):
            raise TypeError("the document is completed before it is written out")
        complete_document(document, _kept_paths(app))
        for method, path, endpoint in endpoints(app):
            operation = document["paths"].get(path, {}).get(method.lower())
            if operation is None:
                continue
            if NEEDED[endpoint] == OPEN:
                operation["security"] = []
            elif path == "/metrics":
                operation["security"] = [{}, {"key": []}]  # this machine's scrapers need no key
        document["security"] = [{"key": []}] if app.config["SIGN_IN"] else [{}, {"key": []}]
        return document


def endpoints(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, path as the document has it, and endpoint of all that can be asked for."""
    for rule in app.url_map.iter_rules():
        for method in rule.methods or ():
            yield method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), rule.endpoint


def _kept_paths(app: APIFlask) -> set[str]:
    """The paths whose answers are kept by run and question, and have an ETag."""
    return {path for _, path, endpoint in endpoints(app) if getattr(app.view_functions[endpoint], "is_kept", False)}


def complete_document(document: Document, kept: set[str]) -> None:
    """Say of every operation what may be answered, with which headers, and give an example of each."""
    document["info"]["description"] = ABOUT
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/Problem.{model}")
    for name, nested in problem.pop("$defs", {}).items():
        schemas[f"Problem.{name}"] = nested
    schemas["Problem"] = problem
    for leftover in ("HTTPError", "ValidationError"):
        schemas.pop(leftover, None)
    components["headers"] = HEADERS
    components["responses"] = {status: _error(status) for status in ERRORS}
    document["paths"]["/api/imports"]["post"]["requestBody"] = UPLOAD
    required = {name for name, schema in schemas.items() if schema.get("required")}  # not empty, so not left out
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_parameters(operation, method, path in kept)
            _complete_answers(operation, path, path in kept, required)
    document["tags"] = list({tag["name"]: tag for tag in document["tags"]}.values())  # two blueprints may share one
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key, made at POST /api/keys or on the page Keys."}
    }


def _error(status: str) -> Document:
    content: Document = {"schema": {"$ref": "#/components/schemas/Problem"}}
    example = examples().get("errors", {}).get(status)
    if example:
        content["example"] = example
    answer: Document = {"description": ERRORS[status], "content": {"application/problem+json": content}}
    if status in ("429", "503"):
        answer["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return answer


def _complete_parameters(operation: Document, method: str, is_kept: bool) -> None:
    shown = examples().get(operation["operationId"], {}).get("parameters", {})
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        schema = parameter["schema"]
        choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
        if choices:  # a query has no null: the parameter is left out; and where it may repeat it is a list
            schema |= choices[-1]
            del schema["anyOf"]
        if schema.get("default", ...) is None:
            del schema["default"]
        schema.pop("title", None)
        if parameter["in"] == "query" and not parameter["required"]:
            parameter["allowEmptyValue"] = True  # the same as leaving it out
        if parameter["name"] == "import_id":
            schema["format"] = "uuid"
        parameter["description"] = IDS[parameter["name"]] if parameter["in"] == "path" else schema.pop("description")
        if parameter["name"] in shown:
            parameter["example"] = shown[parameter["name"]]
    if method in WRITES:
        parameters.append(REQUEST_HEADERS["X-Requested-With"])
    if is_kept:
        parameters.append(REQUEST_HEADERS["If-None-Match"])


def _complete_answers(operation: Document, path: str, is_kept: bool, required: set[str]) -> None:
    answers = operation["responses"]
    shown = examples().get(operation["operationId"], {})
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        body["application/json"]["example"] = shown.get("body")
        if body["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1] in required:
            operation["requestBody"]["required"] = True
    if any(parameter["in"] == "query" for parameter in operation["parameters"]):
        answers["414"] = TOO_LONG
    if path == "/readyz":
        for status, description in READINESS.items():
            answers[status] = {"description": description, "content": {**answers["200"]["content"]}}
    else:
        answers |= {
            status: {"$ref": f"#/components/responses/{status}"} for status in _errors(answers, path, bool(body))
        }
    for status, answer in answers.items():
        if "$ref" in answer:
            continue
        answer["description"] = answer.get("description") or "The answer"
        for kind, content in answer.get("content", {}).items():
            example = shown.get("answers", {}).get(status, {}).get(kind)
            if example is not None:
                answer["content"][kind] = {**content, "example": example}
        if path.startswith("/api/"):
            names = ["X-Request-Id", *(["ETag", "X-Query"] if is_kept else [])]
            names += ["X-Run-Id", "X-Served-Run-Id"] if is_kept or path in OF_THE_RUN else []
            answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if is_kept:
        answers["304"] = {"description": "The client has this answer already: If-None-Match names it"}


def _errors(answers: Document, path: str, has_body: bool) -> set[str]:
    """The statuses of the errors that may come: those that the view names, and those that may come anywhere."""
    found = {status for status in answers if status in ERRORS}
    if path.startswith("/api/"):
        found |= {"401", "403", "422", "503"}
    if path == "/metrics":
        found |= {"401", "403"}
    return found | {"400", "413", "415"} if has_body else found


if __name__ == "__main__":
    from backend.app import create_app
    from db.settings import Settings

    print(json.dumps(create_app(Settings(auth="off", host="127.0.0.1")).spec, indent=2, sort_keys=True))
