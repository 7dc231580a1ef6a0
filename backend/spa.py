"""The dashboard's built files, and the API's documentation page."""

import json
import mimetypes
import os.path
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_from_directory
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import PathConverter

from backend.web_policy import how_long_kept
from db.settings import ROOT

DIST = ROOT / "frontend" / "dist"
ENDINGS = {"br": ".br", "gzip": ".gz"}  # best first
blueprint = Blueprint("spa", __name__)


class PagePath(PathConverter):
    """Any path but the API's: what is not there is refused there by its own rules."""

    regex = r"(?!api(?:/|$))[^/].*?"


@blueprint.record
def know_page_paths(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["page"] = PagePath


@blueprint.get("/api/docs")
def docs() -> Response:
    """The page that shows the OpenAPI document."""
    return _file(DIST / "docs", "index.html")


@blueprint.get("/api/locale.js")
def locale() -> Response:
    """Tells the dashboard in which locale to write figures, and by whose clock times: a script, so that it knows before
    it draws the first.

    Under /api, because the dashboard's own files may be served by others, who don't know the shop's settings.
    """
    data = {"locale": current_app.config["LOCALE"], "zone": current_app.config["TIME_ZONE"]}
    script = f"Object.assign(document.documentElement.dataset, {json.dumps(data)})\n"
    return Response(script, mimetype="text/javascript")


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<page:path>")
def page(path: str) -> Response:
    """A built file; any other address is the dashboard's own, which routes it in the browser."""
    if path and _is_file(DIST / path):
        return _file(DIST, path)
    if path and "." in path.rsplit("/", 1)[-1]:
        abort(404, description="There is no such file.")
    return _file(DIST, "index.html")


def _file(folder: Path, name: str) -> Response:
    """The file, as the build compressed it where the browser takes that."""
    if not _is_file(folder / name):
        abort(503, description="The dashboard is not built yet. Run: make frontend")
    encoding = next(
        (e for e in ENDINGS if request.accept_encodings[e] and _is_file(folder / (name + ENDINGS[e]))), None
    )
    response = send_from_directory(
        folder, name + (ENDINGS[encoding] if encoding else ""), mimetype=mimetypes.guess_type(name)[0]
    )
    if encoding:
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = how_long_kept(name)
    return response


def _is_file(path: Path) -> bool:
    """Path.is_file() raises where a name is longer than a file's may be."""
    return os.path.isfile(path)  # noqa: PTH113  # the other way raises
