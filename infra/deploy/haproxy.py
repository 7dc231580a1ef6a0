"""HAProxy as it runs: which colour gets requests, and how many are at work there. It is asked through its socket."""

import csv
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BACKEND = "web"


@dataclass(frozen=True)
class Seen:
    """What HAProxy says of a colour: UP, DOWN or MAINT, requests at work now, and answers so far."""

    status: str
    at_work: int
    answers: int
    failures: int  # answers 5xx


class Haproxy:
    """A running HAProxy behind its admin socket. Every method raises OSError when it does not run."""

    def __init__(self, admin_socket: Path) -> None:
        self._socket = admin_socket

    def ask(self, command: str) -> str:
        """Send one command; its answer."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(30)  # a machine that starts another colour answers late
            connection.connect(str(self._socket))
            connection.sendall(f"{command}\n".encode())
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts).decode().strip()

    def set_state(self, colour: str, state: Literal["ready", "maint"]) -> None:
        """Let a colour have new requests, or none; those at work go on. Raises RuntimeError when that is refused."""
        said = self.ask(f"set server {BACKEND}/{colour} state {state}")
        if said:
            raise RuntimeError(f"HAProxy refused: {said}")

    def seen(self, colour: str) -> Seen:
        """What it says of a colour now."""
        rows = csv.DictReader(self.ask("show stat").removeprefix("# ").splitlines())
        row = next(row for row in rows if (row["pxname"], row["svname"]) == (BACKEND, colour))
        answers = sum(int(row[f"hrsp_{each}"] or 0) for each in ("1xx", "2xx", "3xx", "4xx", "5xx"))
        return Seen(row["status"].split()[0], int(row["scur"]), answers, int(row["hrsp_5xx"] or 0))
