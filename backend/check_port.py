"""Ends with a sentence when nobody could reach the web server's port: `python -m backend.check_port`."""

import socket

from db.settings import load_settings, stop

# Other protocols' ports above 1023, which no browser opens. Source: WHATWG Fetch, 2.9, Port blocking.
NO_BROWSER_OPENS = {
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}  # fmt: skip

if __name__ == "__main__":
    settings = load_settings()
    if settings.port in NO_BROWSER_OPENS:
        stop(
            f"no browser opens port {settings.port}: it belongs to another protocol. Choose another: make run PORT=8080"
        )
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
