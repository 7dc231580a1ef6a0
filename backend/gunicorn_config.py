"""Gunicorn's settings: `gunicorn --config backend/gunicorn_config.py 'backend.app:create_app()'`."""

import importlib
import os
import shutil
import socket

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from backend.logs import logging_config
from db.settings import load_settings

_settings = load_settings()
# Each worker counts in a file of its own there. The port keeps two servers over one data folder apart.
_metrics_dir = _settings.data_dir / f"metrics-{_settings.port}"

_settings.data_dir.mkdir(parents=True, exist_ok=True)
shutil.rmtree(_metrics_dir, ignore_errors=True)  # counting starts anew with the server
_metrics_dir.mkdir(mode=0o700)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_dir)  # read when the workers import prometheus_client

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "backend.patient_worker.PatientWorker"  # gthread, but slow clients hold no thread
threads = 6  # two exports and two uploads hold one each for as long as their clients take; two stay free
timeout = 60
graceful_timeout = 20
keepalive = 30
limit_request_line = 8190  # bytes: texts of other alphabets grow in an address
preload_app = False  # each worker makes its own pool of connections, after the fork
pidfile = str(_settings.data_dir / "web.pid")
accesslog = None  # backend/tracking.py tells each request
control_socket_disable = True  # one for all servers of a user, and nobody asks it
loglevel = _settings.log_level
logconfig_dict = logging_config(_settings.log_level)


def on_starting(server: Arbiter) -> None:
    """Load the code once for all workers, and warn of rights that nobody chose."""
    if not server.cfg.reload:  # then each worker reads it anew
        importlib.import_module("backend.app")
    # The web process could write what is served: only on a server of one's own.
    if _settings.database_url and not _settings.web_database_url:
        server.log.warning(
            "WEB_DATABASE_URL is not set, so the web process has the rights of DATABASE_URL and could change scores. "
            "Set it to postgresql://web:a-password-of-your-own@host/database: "  # pragma: allowlist secret
            "db.migrate makes that role, which only reads what is served (docs/access.md)."
        )


def when_ready(server: Arbiter) -> None:
    """A reader that takes nothing for a minute is cut off, so that it does not hold a thread for ever."""
    for listener in server.LISTENERS:
        if listener.sock.family != socket.AF_UNIX and hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.sock.setsockopt(
                socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _settings.stalled_reader_seconds * 1000
            )


def post_worker_init(worker: Worker) -> None:
    """Hold on to the embedded server from the start, not from the first request on, and hear of each new run."""
    worker.app.callable.extensions["database"].connect_early()
    worker.app.callable.extensions["run_watch"].start()


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """A worker that is gone has nothing at work."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # not before the folder is named

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
