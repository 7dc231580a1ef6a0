"""The certificate of the machine's own name, by ACME: proved by a TXT record, renewed by certbot's own timer.

certbot calls it: `certificate.py prove` when the name is to be proved, `certificate.py take` when a certificate is
there. It runs as root by the system's Python and stands outside of any release, since certbot remembers its path.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3

MACHINE = Path(os.environ.get("MACHINE_SETTINGS", "/etc/sales-dashboard/machine.env"))
SERVED = Path(os.environ.get("SERVED_CERTIFICATE", "/etc/haproxy/origin.pem"))


def prove(settings: dict[str, Any], name: str, value: str) -> None:
    """Write the record that the authority looks for, over the last one, and wait until every name server has it."""
    record = {"Name": f"_acme-challenge.{name}", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": f'"{value}"'}]}
    changes = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
    route53 = boto3.client("route53")
    change = route53.change_resource_record_sets(HostedZoneId=settings["zone"], ChangeBatch=changes)["ChangeInfo"]
    route53.get_waiter("resource_record_sets_changed").wait(Id=change["Id"])


def take(lineage: Path) -> None:
    """Let HAProxy serve what certbot brought: chain and key in one file, which root alone may read."""
    new = SERVED.with_name(f".{SERVED.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write((lineage / "fullchain.pem").read_text() + (lineage / "privkey.pem").read_text())
    new.replace(SERVED)
    subprocess.run(["systemctl", "try-reload-or-restart", "haproxy.service"], check=True)


def main() -> None:
    if sys.argv[1:] == ["take"]:
        return take(Path(os.environ["RENEWED_LINEAGE"]))
    lines = (line.partition("=") for line in MACHINE.read_text().splitlines())
    os.environ.update({name: value for name, _, value in lines})
    found = boto3.client("ssm").get_parameter(Name=f"/{os.environ['NAME']}/settings")["Parameter"]["Value"]
    return prove(json.loads(found), os.environ["CERTBOT_DOMAIN"], os.environ["CERTBOT_VALIDATION"])


if __name__ == "__main__":
    main()
