"""The document's examples: one of every answer, body and error, and each as its schema has it."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from backend.openapi import examples
from tests.backend.conftest import fetch

WITHOUT = ("application/zip", "application/octet-stream")  # bytes tell a reader nothing


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Any:
    return fetch(client, "/api/openapi.json")


def contents(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body and answer: where it stands, and its schema and example."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            place = f"{method} {path}"
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{place} body {kind}", content
            for status, answer in operation["responses"].items():
                for kind, content in answer.get("content", {}).items():
                    yield f"{place} {status} {kind}", content
    for status, answer in document["components"]["responses"].items():
        yield f"error {status}", answer["content"]["application/problem+json"]


def faults(document: Any, schema: Any, example: Any) -> list[str]:
    """Where the example has another shape than the schema says."""
    whole = {**schema, "components": document["components"]}
    found = OAS31Validator(whole, format_checker=oas31_format_checker).iter_errors(example)
    return [f"{error.json_path} {error.message[:200]}" for error in found]


def closed(document: Any) -> Any:
    """The same document, whose objects have no other names than those that it tells."""
    strict = copy.deepcopy(document)

    def close(part: Any) -> None:
        if isinstance(part, dict):
            if "properties" in part and part.get("type") == "object":
                part.setdefault("additionalProperties", False)
            for name, inner in part.items():
                if name not in ("example", "examples"):
                    close(inner)
        elif isinstance(part, list):
            for inner in part:
                close(inner)

    close(strict)
    return strict


def test_everything_has_an_example_that_fits(document: Any) -> None:
    strict = closed(document)
    wrong = []
    for place, content in contents(strict):
        if place.endswith(WITHOUT):
            continue
        if "example" not in content:
            wrong.append(f"{place}: no example")
            continue
        wrong += [f"{place}: {fault}" for fault in faults(strict, content["schema"], content["example"])]
    assert not wrong, "\n".join(["run `make examples`, or mend the schema:", *wrong])


def test_every_parameter_is_described_and_its_example_fits(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"] and operation["operationId"], path
            for parameter in operation["parameters"]:
                assert parameter["description"].endswith("."), (method, path, parameter)
                if "example" in parameter:
                    value = parameter["example"]
                    many = parameter["schema"].get("type") == "array" and not isinstance(value, list)
                    assert not faults(document, parameter["schema"], [value] if many else value), (path, parameter)
                else:
                    assert parameter["in"] != "path", (path, parameter["name"])


def test_no_example_is_of_an_operation_or_answer_that_is_no_more(document: Any) -> None:
    answers = {
        operation["operationId"]: set(operation["responses"])
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    for operation, kept in examples().items():
        if operation == "errors":
            assert set(kept) == set(document["components"]["responses"])
        else:
            assert set(kept.get("answers", {})) <= answers[operation], operation


def test_an_example_that_does_not_fit_is_found(document: Any) -> None:
    strict = closed(document)
    content = strict["paths"]["/api/customers/segments"]["get"]["responses"]["200"]["content"]["application/json"]
    assert not faults(strict, content["schema"], content["example"])
    for name, value in (("currency", None), ("more", 1), ("as_of", "yesterday")):
        assert faults(strict, content["schema"], {**content["example"], name: value}), name
