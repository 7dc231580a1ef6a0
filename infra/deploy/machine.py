"""The machine that serves: its two colours, what each of them runs, and the commands that start and stop them."""

import fcntl
import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.deploy.haproxy import Haproxy

COLOURS = ("blue", "green")
MIGRATE = "sales-dashboard-migrate@{}.service"
WEB = "sales-dashboard-web@{}.service"
WORKER = "sales-dashboard-worker.service"
POLL = 0.1  # seconds


class ReleaseError(Exception):
    """A step failed; the message says what is as it was before."""


def say(**facts: object) -> None:
    """One JSON line of what was done."""
    print(json.dumps({"event": "release", **facts}), flush=True)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again; false when the time is over."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(POLL)
    return True


class Machine:
    """`root` is / on the machine itself; another folder holds the same tree of files.

    A release has `ready_seconds` to become ready.
    """

    def __init__(self, root: Path = Path("/"), ready_seconds: float = 120.0) -> None:
        self.ready_seconds = ready_seconds
        self.home = root / "opt" / "sales-dashboard"
        self.settings = root / "etc" / "sales-dashboard"
        self.haproxy = Haproxy(Path(self._setting("haproxy", "ADMIN_SOCKET")))

    def _setting(self, file: str, name: str) -> str:
        lines = (self.settings / f"{file}.env").read_text().splitlines()
        return next(line.partition("=")[2].strip("\"'") for line in lines if line.startswith(f"{name}="))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One release or roll-back at a time. Raises ReleaseError while another one is at work."""
        with (self.home / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ReleaseError("Another release is at work; nothing was changed.") from None
            yield

    def serving(self) -> str | None:
        """The colour that serves, None before the first release."""
        current = self.home / "current"
        return str(current.readlink()) if current.is_symlink() else None

    def release_of(self, colour: str) -> str | None:
        """The commit that a colour runs or ran last."""
        link = self.home / colour
        return link.readlink().name if link.is_symlink() else None

    def link(self, name: str, target: str) -> None:
        """Let `name` (a colour, or current) stand for another folder, from one moment to the next."""
        new = self.home / f".{name}"
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(self.home / name)

    def systemctl(self, *arguments: str) -> bool:
        """Whether systemd did what it was asked."""
        return subprocess.run(["systemctl", *arguments], check=False).returncode == 0

    def is_ready(self, colour: str) -> bool:
        """The colour's process answers, reaches the database, and finds the tables it needs."""
        url = f"http://127.0.0.1:{self._setting(colour, 'PORT')}/readyz"
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
                return bool(json.load(answer)["status"] == "ready")
        except (OSError, ValueError):  # not listening, 503, or no answer of ours
            return False

    def stop(self, colour: str, seconds: float) -> None:
        """No new requests for this colour, `seconds` for those at work, then its processes end."""
        self.haproxy.set_state(colour, "maint")
        if not wait_for(lambda: self.haproxy.seen(colour).at_work == 0, seconds):
            say(step="drain", colour=colour, cut=self.haproxy.seen(colour).at_work)
        self.systemctl("disable", "--quiet", WEB.format(colour))
        if not self.systemctl("stop", WEB.format(colour)):
            raise ReleaseError(f"The {colour} processes could not be stopped.")
