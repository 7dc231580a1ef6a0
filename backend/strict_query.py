"""What takes no parameters refuses them, also where a view says nothing of its query string."""

from flask import Flask, request

from backend.errors import ProblemException


def register_strict_query(app: Flask) -> None:
    @app.before_request
    def refuse_unknown() -> None:
        view = app.view_functions.get(request.endpoint or "")
        # The document's own view is APIFlask's.
        spec = {} if request.endpoint == "openapi.spec" else getattr(view, "_spec", None)
        if not request.args or spec is None or any(location == "query" for _, location, *_ in spec.get("args", ())):
            return
        name = next(iter(request.args))
        raise ProblemException(422, "A parameter is wrong", "There is no such parameter.", name)
