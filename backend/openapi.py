"""The OpenAPI document: APIFlask writes it from the views, this completes it; `python -m backend.openapi` prints it."""

import json
from typing import Any

from pydantic import TypeAdapter

from backend.schemas.problem import Problem

DESCRIPTIONS = {
    "401": "Nobody has signed in, or the key is not valid",
    "403": "Not allowed with this role or from here, or X-Requested-With is missing",
    "404": "There is no such thing",
    "409": "It stands against what is there already, such as a name that is taken",
    "400": "The body cannot be read, or is cut short",
    "410": "It is gone: a cursor's run (start at the first page), an uploaded file (upload it again)",
    "413": "The body is too large",
    "415": "The body is not JSON, or no file of order lines",
    "422": "A parameter is wrong; `errors` names it",
    "429": "Too many at once; try again",
    "507": "No room for another file",
    "503": "Nothing is published yet, or the database is away",
}


UPLOAD = {
    "description": "The file, as it is",
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
READINESS = {"200": "Ready", "503": "Not ready: the database is away or at another migration level"}


def complete_document(document: dict[str, Any] | str) -> dict[str, Any] | str:
    """Every error answer is problem+json; every answer of the API may ask for a key."""
    if isinstance(document, str):
        raise TypeError("the document is completed before it is written out")
    problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/Problem.{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, nested in problem.pop("$defs", {}).items():
        schemas[f"Problem.{name}"] = nested
    schemas["Problem"] = problem
    for leftover in ("HTTPError", "ValidationError"):
        schemas.pop(leftover, None)
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            if path.startswith("/api/"):
                answers |= {"401": {}, "403": {}}
            for status, answer in answers.items():
                if path == "/readyz":
                    answers[status] = {**answers["200"], "description": READINESS[status]}
                elif status in DESCRIPTIONS:
                    answers[status] = {"description": DESCRIPTIONS[status], "content": body}
                elif status == "200":
                    answer["description"] = answer.get("description") or "The answer"
    document["paths"]["/api/imports"]["post"]["requestBody"] = UPLOAD
    document["tags"] = list({tag["name"]: tag for tag in document["tags"]}.values())  # two blueprints may share one
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"key": []}]
    return document


if __name__ == "__main__":
    from backend.app import create_app
    from db.settings import Settings

    print(json.dumps(create_app(Settings(auth="off", host="127.0.0.1")).spec, indent=2, sort_keys=True))
