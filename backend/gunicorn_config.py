"""Gunicorn's settings: `gunicorn --config backend/gunicorn_config.py 'backend.app:create_app()'`."""

from gunicorn.workers.base import Worker

from db.settings import load_settings

_settings = load_settings()

_settings.data_dir.mkdir(parents=True, exist_ok=True)

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 30
preload_app = False  # each worker makes its own pool of connections, after the fork
pidfile = str(_settings.data_dir / "web.pid")
accesslog = None
loglevel = "warning"


def post_worker_init(worker: Worker) -> None:
    """Hold on to the embedded server from the start, not from the first request on."""
    worker.app.callable.extensions["database"].connect_early()
