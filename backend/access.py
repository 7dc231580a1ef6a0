"""Who may come in: those who signed in or send a key, as far as their role goes; with AUTH=off this machine alone."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.principal import THIS_MACHINE, Principal
from backend.roles import NEEDED, OPEN, ROLES, may
from backend.tokens import hash_of
from db.settings import Settings, stop

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SESSION_DAYS = 7  # then one signs in again
IDLE_HOURS = 12  # as well as after a night without use


def _asked_from_this_machine() -> bool:
    """True for a peer on this machine that no proxy stands before: a scraper, not a viewer."""
    return request.remote_addr in ("127.0.0.1", "::1") and not _proxied()


def _proxied() -> bool:
    return any(name == "HTTP_FORWARDED" or name.startswith("HTTP_X_FORWARDED_") for name in request.environ)


def check_settings(settings: Settings) -> None:
    """End the command when the settings would let strangers in."""
    if settings.auth == "off" and settings.host not in LOOPBACK:
        stop(f"AUTH=off is for this machine alone, but HOST is {settings.host}. Set HOST=127.0.0.1 or AUTH=on.")
    if settings.auth == "off" and settings.proxy_hops:
        stop("AUTH=off is for this machine alone, but PROXY_HOPS says that a proxy stands in front. Set AUTH=on.")


def origins_of(settings: Settings) -> list[str]:
    """The other origins whose pages may call the API."""
    return [origin.strip() for origin in settings.cors_origins.split(",") if origin.strip()]


def _host_name(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").lower()
    except ValueError:
        return ""


def _is_foreign_origin(allowed: list[str]) -> bool:
    origin = request.headers.get("Origin")
    if origin is None or origin in allowed:
        return False
    try:
        return urlsplit(origin).netloc != request.host
    except ValueError:  # no address at all
        return True


def _refuse_strangers() -> None:
    """AUTH=off: no foreign page (DNS rebinding, another origin) and no proxy may stand in between."""
    if _host_name(request.host) not in LOOPBACK or _is_foreign_origin([]) or _proxied():
        raise ProblemException(
            403,
            "Not from here",
            "Without sign-in this server answers only its own machine, at http://localhost. "
            "To serve others, set AUTH=on and add a user: make user NAME=you.",
        )


def cookie_name() -> str:
    """Behind TLS the browser itself sees to it that no other host or path can set the cookie."""
    return "__Host-session" if request.is_secure else "session"


def _bearer_key() -> str | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def _found(kind: str, token: str) -> Principal | None:
    """Who this key or session token stands for; its use is noted once a minute, so that reading stays cheap."""
    hashed = hash_of(token)
    with connect() as connection:
        asked = {"token_hash": hashed} | ({"idle_hours": IDLE_HOURS} if kind == "session" else {})
        rows = fetch_rows(connection, f"{kind}_user", **asked)
    if not rows:
        return None
    row = rows[0]
    if row["is_stale"]:
        with connect_to_write() as connection:
            fetch_rows(connection, f"use_{kind}", token_hash=hashed)
    if kind == "session":
        return Principal(row["name"], row["role"], row["user_id"], "session")
    # A key never does more than its user may do today.
    role = min(row["role"], row["key_role"], key=ROLES.index)
    return Principal(f"{row['name']} (key {row['key_name']})", role, row["user_id"], "key")


def identify() -> Principal | None:
    """Who asks, by bearer key or else by the session's cookie. A key that is sent must be right."""
    key = _bearer_key()
    if key is not None:
        found = _found("key", key)
        if found is None:
            raise ProblemException(
                401, "The key is not valid", "It is unknown, revoked or expired. Make another one under Settings."
            )
        return found
    token = request.cookies.get(cookie_name())
    return _found("session", token) if token else None


def _refuse_foreign_writes(allowed: list[str]) -> None:
    """A page of another origin can send neither our header nor a key without the browser asking us first."""
    if request.method in SAFE_METHODS or _bearer_key() is not None:
        return
    if "X-Requested-With" not in request.headers:
        raise ProblemException(
            403, "A header is missing", "Requests that write or export need the header X-Requested-With: fetch."
        )
    if _is_foreign_origin(allowed):
        raise ProblemException(403, "Not from this page", "Another site's page may not do this here.")


def register_access(app: Flask, settings: Settings) -> None:
    check_settings(settings)
    allowed = origins_of(settings)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1, x_host=0, x_prefix=0)  # type: ignore[method-assign]

    @app.before_request
    def let_in() -> ResponseReturnValue | None:
        g.principal = None
        if settings.auth == "off":
            if request.endpoint not in ("operations.healthz", "operations.readyz"):
                _refuse_strangers()
            g.principal = THIS_MACHINE
        if request.method == "OPTIONS" or request.endpoint is None:
            return None  # asks what is possible, or for what there is not
        needed = NEEDED.get(request.endpoint)
        if needed is None:
            raise ProblemException(403, "Not allowed", f"{request.endpoint} has no role in backend/roles.py.")
        if needed == OPEN or (request.endpoint == "operations.metrics" and _asked_from_this_machine()):
            _refuse_foreign_writes(allowed)
            return None
        g.principal = g.principal or identify()
        if g.principal is None:
            if request.endpoint == "spa.docs":
                return redirect("/sign-in?next=/api/docs")
            raise ProblemException(401, "Sign in first", "Sign in, or send a key: Authorization: Bearer KEY.")
        _refuse_foreign_writes(allowed)
        if not may(g.principal.role, needed):
            raise ProblemException(
                403, "Your role does not allow this", f"It needs the role {needed}; yours is {g.principal.role}."
            )
        return None

    @app.after_request
    def ask_for_key(response: Response) -> Response:
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="dashboard"'
        return response


def end_session(token: str) -> None:
    """Forget a session, wherever its cookie still lies."""
    with connect_to_write() as connection:
        fetch_rows(connection, "end_session", token_hash=hash_of(token))


def has_users() -> bool:
    """False before the first user was made."""
    with connect() as connection:
        return bool(fetch_row(connection, "has_users")["has_users"])
