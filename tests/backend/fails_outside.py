"""The mistake that the log must survive: an application that fails outside Flask, which would have answered it."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from apiflask import APIFlask

from backend.app import create_app


def create() -> APIFlask:
    app = create_app()
    sound = app.wsgi_app

    def fail(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/customers/"):
            raise ValueError(environ["PATH_INFO"])
        return sound(environ, start_response)

    app.wsgi_app = fail  # type: ignore[method-assign]  # as Flask's documentation has it
    return app
