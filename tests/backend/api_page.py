"""The reference part of docs/api.md, from the OpenAPI document and its examples: `python -m tests.backend.api_page`."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask

from backend.app import create_app
from backend.roles import NEEDED
from db.settings import ROOT, Settings

PAGE = ROOT / "docs" / "api.md"
BEGINS = "<!-- Written by `make types`: change the API or its examples, not this. -->\n"
SERVER = "http://localhost:5000"
USUAL = {"401", "403", "422", "503"}
FIELDS, LETTERS, WIDTH = 10, 70, 110


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and operation, by tag as the document has them."""
    for tag in document["tags"]:
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    yield method.upper(), path, operation


def example_path(path: str, operation: dict[str, Any], **ids: str) -> str:
    """The path with the example of each id, or with the ids given."""
    shown = {each["name"]: quote(str(each["example"])) for each in operation["parameters"] if each["in"] == "path"}
    return path.format(**{**shown, **ids})


def curl(method: str, path: str, operation: dict[str, Any]) -> str:
    """The line that asks for the operation's example."""
    query = {
        each["name"]: each["example"] for each in operation["parameters"] if each["in"] == "query" and "example" in each
    }
    address = f"{SERVER}{example_path(path, operation)}" + (f"?{urlencode(query)}" if query else "")
    words = ["curl", *([] if method == "GET" else ["-X", method, "-H", "X-Requested-With: curl"])]
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        is_json = kind == "application/json"
        data = ["-d", json.dumps(content["example"])] if is_json else ["--data-binary", "@orders.csv"]
        words += ["-H", f"Content-Type: {kind}", *data]
    return shlex.join([*words, address])


def shortened(value: Any) -> Any:
    """One item of each list, the first names of each object, the beginning of each text."""
    if isinstance(value, list):
        return [shortened(item) for item in value[:1]]
    if isinstance(value, dict):
        first = {name: shortened(item) for name, item in list(value.items())[:FIELDS]}
        return first | ({"...": f"{len(value) - FIELDS} more"} if len(value) > FIELDS else {})
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, str) and len(value) > LETTERS:
        return value[:LETTERS] + "..."
    return value


def written(value: Any, indent: str = "") -> str:
    """JSON in which what fits stands on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, list | dict):
        return line
    inner = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + written(item, inner) for item in value) + f"\n{indent}]"
    parts = (f"{inner}{json.dumps(name)}: {written(item, inner)}" for name, item in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def answer(operation: dict[str, Any]) -> str:
    """The example of what comes back, shortened, as a block."""
    status = next(status for status in operation["responses"] if status.startswith("2"))
    contents = operation["responses"][status].get("content", {})
    kind = "text/csv" if "text/csv" in contents else next(iter(contents), "")
    if not kind:
        return f"Answers {status} without a body.\n"
    example = contents[kind]["example"]
    text = written(shortened(example)) if kind == "application/json" else example.strip()
    return f"```{'json' if kind == 'application/json' else 'text'}\n{text}\n```\n"


def reference(app: Flask, document: dict[str, Any]) -> str:
    """Every operation: what it is for, who may ask, how, and what comes back."""
    roles = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): NEEDED[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    parts, tag = [], None
    for method, path, operation in operations(document):
        if operation["tags"][0] != tag:
            tag = operation["tags"][0]
            parts.append(f"## {tag}\n")
        errors = sorted(set(operation["responses"]) - USUAL - {"200", "201", "202", "204", "304"})
        more = f" Also {', '.join(errors)}." if errors else ""
        parts.append(
            f"### `{method} {path}`\n{operation['summary']} For: {roles[method, path]}.{more}\n\n"
            f"```bash\n{curl(method, path, operation)}\n```\n{answer(operation)}"
        )
    return "\n".join(parts)


def page() -> str:
    """docs/api.md as it should be: what is written by hand, then the reference."""
    app = create_app(Settings(auth="off", host="127.0.0.1"))
    document: dict[str, Any] = json.loads(json.dumps(app.spec, sort_keys=True))
    by_hand, begins, _ = PAGE.read_text().partition(BEGINS)
    return f"{by_hand}{begins}\n{reference(app, document)}"


if __name__ == "__main__":
    PAGE.write_text(page())
