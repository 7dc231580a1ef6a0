"""Ends with a sentence when the web server's port is taken: `python -m backend.check_port`."""

import socket

from db.settings import load_settings, stop

if __name__ == "__main__":
    settings = load_settings()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError:
            stop(f"port {settings.port} is reserved for root. Choose another: make run PORT=8080")
        except OSError:
            stop(
                f"port {settings.port} on {settings.host} is taken by another program. "
                f"Choose another: make run PORT={settings.port + 1}; or stop the dashboard that runs there: make stop"
            )
