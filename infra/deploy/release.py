"""Serve another release without losing a request: `python3 -m infra.deploy.release COMMIT`, or `--back` for the last.

The idle colour starts the release out of sight; only once it is ready do new requests go there. Whatever fails before
leaves the serving colour as it was. The database's level only ever rises, and every release also works with the tables
of the one after it (docs/aws/releases.md), so going back needs no change of the database.
"""

import argparse
import re
import shutil
import sys
import time
from pathlib import Path

from infra.deploy.machine import COLOURS, MIGRATE, WEB, WORKER, Machine, ReleaseError, say, wait_for

HEALTHY_SECONDS = 30.0  # HAProxy asks every two seconds, and a slow machine answers late
DRAIN_SECONDS = 30.0
WATCH_SECONDS = 5.0
WORSE = 0.05  # so much larger a share of 5xx answers than the release before had, and it goes back
KEPT_RELEASES = 3


def release(machine: Machine, commit: str) -> None:
    """Serve this commit, which lies below `releases`. Raises ReleaseError; then the one before still serves."""
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise ReleaseError("A release is named by a commit's 40 hexadecimal digits; nothing was changed.")
    if not (machine.home / "releases" / commit / "backend").is_dir():
        raise ReleaseError(f"There is no release {commit} on this machine; nothing was changed.")
    with machine.lock():
        old = machine.serving()
        new = next(colour for colour in COLOURS if colour != old)
        machine.stop(new, DRAIN_SECONDS)
        machine.link(new, f"releases/{commit}")
        if not machine.systemctl("start", MIGRATE.format(new)):
            raise ReleaseError("The migration failed and was rolled back; the release before goes on serving.")
        say(step="migrate", commit=commit)
        _serve(machine, new, old)
        _prune(machine)


def go_back(machine: Machine) -> None:
    """Serve the release that the idle colour ran last. Raises ReleaseError; then the present one still serves."""
    with machine.lock():
        bad = machine.serving()
        good = next(colour for colour in COLOURS if colour != bad)
        if bad is None or machine.release_of(good) is None:
            raise ReleaseError("There is no earlier release to go back to; nothing was changed.")
        machine.stop(good, DRAIN_SECONDS)
        _serve(machine, good, bad, watch=False)


def _serve(machine: Machine, new: str, old: str | None, *, watch: bool = True) -> None:
    begin = time.monotonic()
    unit = WEB.format(new)
    if not machine.systemctl("start", unit) or not wait_for(lambda: machine.is_ready(new), machine.ready_seconds):
        machine.systemctl("stop", unit)
        raise ReleaseError(f"The {new} processes did not become ready; the release before goes on serving.")
    say(step="ready", colour=new, seconds=round(time.monotonic() - begin, 1))
    _switch(machine, new, old)
    say(step="switch", colour=new, commit=machine.release_of(new), seconds=round(time.monotonic() - begin, 1))
    if old is not None and watch and not _is_no_worse(machine, new, old):
        _switch(machine, old, new)
        machine.stop(new, DRAIN_SECONDS)
        raise ReleaseError("The new release failed more requests than the one before, which serves again.")
    machine.systemctl("enable", "--quiet", unit)
    machine.systemctl("restart", "--no-block", WORKER)  # its job at work gets its time to end
    if old is not None:
        machine.stop(old, DRAIN_SECONDS)
    say(step="done", colour=new, commit=machine.release_of(new), seconds=round(time.monotonic() - begin, 1))


def _switch(machine: Machine, to: str, away: str | None) -> None:
    """New requests go to `to`. Broken off anywhere, one colour at least has them, and `current` names it."""
    machine.haproxy.set_state(to, "ready")
    if not wait_for(lambda: machine.haproxy.seen(to).status == "UP", HEALTHY_SECONDS):
        machine.haproxy.set_state(to, "maint")
        raise ReleaseError(f"HAProxy does not find the {to} processes healthy; the release before goes on serving.")
    machine.link("current", to)
    if away is not None:
        machine.haproxy.set_state(away, "maint")


def _is_no_worse(machine: Machine, new: str, old: str) -> bool:
    """Whether the new colour, for some seconds, stays up and fails no larger share of requests than the old one."""
    first, before = machine.haproxy.seen(new), machine.haproxy.seen(old)
    usual = before.failures / max(before.answers, 1)

    def is_worse() -> bool:
        now = machine.haproxy.seen(new)
        failures, answers = now.failures - first.failures, now.answers - first.answers
        return now.status != "UP" or (failures >= 3 and failures / max(answers, 1) > usual + WORSE)

    return not wait_for(is_worse, WATCH_SECONDS)


def _prune(machine: Machine) -> None:
    """Keep the newest releases, and whatever a colour stands for."""
    kept = {machine.release_of(colour) for colour in COLOURS}
    there = sorted((machine.home / "releases").iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in there[KEPT_RELEASES:]:
        if path.name not in kept:
            shutil.rmtree(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve another release without losing a request.")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("commit", nargs="?", help="the commit's 40 hexadecimal digits")
    asked.add_argument("--back", action="store_true", help="serve the release before again")
    parser.add_argument("--ready-seconds", type=float, default=120.0, help="the time it has to become ready")
    parser.add_argument("--root", type=Path, default=Path("/"), help="the folder that holds etc and opt")
    options = parser.parse_args()
    machine = Machine(options.root, options.ready_seconds)
    try:
        if options.back:
            go_back(machine)
        else:
            release(machine, options.commit)
    except (ReleaseError, RuntimeError, OSError) as error:
        say(step="failed", commit=options.commit, reason=str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
