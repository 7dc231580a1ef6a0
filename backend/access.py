"""Who may come in: nobody without the key, or, with AUTH=off, this machine's own user alone."""

import base64
import binascii
import hmac
from urllib.parse import urlsplit

from flask import Flask, Response, request

from backend.errors import ProblemException
from db.settings import Settings, stop

LOOPBACK = ("localhost", "127.0.0.1", "::1")
OPEN_PATHS = ("/healthz", "/readyz")  # asked by load balancers; they tell no figures
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def _asked_from_this_machine() -> bool:
    """True for a peer on this machine that no proxy stands before: a scraper, not a viewer."""
    return request.remote_addr in ("127.0.0.1", "::1") and not _proxied()


def _proxied() -> bool:
    return any(name.lower() == "forwarded" or name.lower().startswith("x-forwarded-") for name, _ in request.headers)


def check_settings(settings: Settings) -> None:
    """End the command when the settings would let strangers in."""
    if settings.auth == "off" and settings.host not in LOOPBACK:
        stop(f"AUTH=off is for this machine alone, but HOST is {settings.host}. Set HOST=127.0.0.1 or AUTH=on.")
    if settings.auth == "on" and not settings.access_key:
        stop(
            "AUTH is on and ACCESS_KEY is not set. Make a key of 32 characters or more, for example with "
            "`openssl rand -hex 32`, and set ACCESS_KEY. On your own machine `make run` needs none."
        )


def _host_name(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").lower()
    except ValueError:
        return ""


def _refuse_strangers() -> None:
    """AUTH=off: no foreign page (DNS rebinding, another origin) and no proxy may stand in between."""
    origin = request.headers.get("Origin")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.host
    if _host_name(request.host) not in LOOPBACK or foreign_origin or _proxied():
        raise ProblemException(
            403,
            "Not from here",
            "Without sign-in this server answers only its own machine, at http://localhost. "
            "To serve others, set AUTH=on and ACCESS_KEY.",
        )


def _sent_key() -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def register_access(app: Flask, settings: Settings) -> None:
    check_settings(settings)
    origins = [origin.strip() for origin in settings.cors_origins.split(",") if origin.strip()]

    @app.before_request
    def let_in() -> None:
        if request.path in OPEN_PATHS or (request.method == "OPTIONS" and origins):
            return
        if settings.auth == "off":
            _refuse_strangers()
        elif request.path == "/metrics" and _asked_from_this_machine():
            return
        elif not hmac.compare_digest(_sent_key().encode(), (settings.access_key or "").encode()):
            raise ProblemException(401, "A key is needed", "Send the access key: Authorization: Bearer KEY.")
        bearer = request.headers.get("Authorization", "").lower().startswith("bearer ")
        if request.method not in SAFE_METHODS and not bearer and "X-Requested-With" not in request.headers:
            raise ProblemException(
                403, "A header is missing", "Requests that write or export need the header X-Requested-With: fetch."
            )

    @app.after_request
    def ask_for_key(response: Response) -> Response:
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="dashboard", charset="UTF-8"'
        return response
