"""What a release needs on the machine before it starts: `python3 install.py COMMIT`, as root, by the system's Python.

Its packages (once for each lock), every unit's settings out of Parameter Store, the units, and the configuration of
HAProxy and CloudWatch's agent. Run again it changes nothing. HAProxy's new configuration is tried before the old one
goes.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import boto3

HERE = Path(__file__).resolve().parent
PORTS = {"blue": 5001, "green": 5002}
ADMIN_SOCKET = "/run/haproxy/admin.sock"
CERTIFICATE = "/etc/haproxy/origin.pem"
ORIGIN_SECRETS = "/etc/haproxy/origin-secrets"
AUTHORITIES = "/etc/ssl/certs/rds.pem"
AGENT = Path("opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json")
AGENT_CONTROL = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
SHORTEST_SECRET = 32


class InstallError(Exception):
    """Something is missing; the message says what to do."""


def parameters(ssm: Any, name: str) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """The settings that Terraform wrote, the secrets, and the shop's own settings (/NAME/shop/CURRENCY)."""
    settings = json.loads(ssm.get_parameter(Name=f"/{name}/settings")["Parameter"]["Value"])

    def below(path: str) -> dict[str, str]:
        pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=path, WithDecryption=True)
        return {one["Name"].rpartition("/")[2]: one["Value"] for page in pages for one in page["Parameters"]}

    return settings, below(f"/{name}/secrets"), below(f"/{name}/shop")


def unit_settings(settings: dict[str, Any], secrets: dict[str, str], shop: dict[str, str]) -> dict[str, dict[str, str]]:
    """The variables of each file in /etc/sales-dashboard. The web processes never see the pipeline's password."""
    for secret in ("origin-secret", "origin-secret-previous", "web-password", "pipeline-password"):
        if len(secrets.get(secret, "")) < SHORTEST_SECRET:
            raise InstallError(f"the secret {secret} is missing or too short; run infra/terraform/bootstrap.py.")

    place = f"{settings['database_host']}:5432/{settings['database_name']}"
    tls = f"sslmode=verify-full&sslrootcert={AUTHORITIES}"

    def url(role: str) -> str:
        return f"postgresql://{role}:{secrets[f'{role}-password']}@{place}?{tls}"

    bind = f":443 ssl crt {CERTIFICATE} alpn http/1.1" if settings["origin_over_tls"] else ":80"
    exports = {"EXPORT_BUCKET": f"s3://{settings['exports_bucket']}/exports"}
    return {
        "shop": {"DATA_DIR": "/var/lib/sales-dashboard", **shop},
        "web": {"WEB_DATABASE_URL": url("web"), **exports},
        "pipeline": {"DATABASE_URL": url("pipeline"), **exports},  # erasing a customer removes them
        **{colour: {"PORT": str(port)} for colour, port in PORTS.items()},
        "haproxy": {
            "BIND": bind,
            "ORIGIN_SECRETS": ORIGIN_SECRETS,
            "ADMIN_SOCKET": ADMIN_SOCKET,
            **{f"{colour.upper()}_PORT": str(port) for colour, port in PORTS.items()},
        },
    }


def as_file(variables: dict[str, str]) -> str:
    """As systemd reads it. Raises InstallError for a value of several lines."""
    for name, value in variables.items():
        if not re.fullmatch(r"[A-Z_]+", name) or not value.isprintable():
            raise InstallError(f"the setting {name} is no name in capitals, or its value is not one line.")
    escaped = {name: re.sub(r'(["$`\\])', r"\\\1", value) for name, value in variables.items()}
    return "".join(f'{name}="{value}"\n' for name, value in escaped.items())


def put(path: Path, text: str, mode: int) -> bool:
    """Write a file as a whole, from one moment to the next; false when it says so already."""
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    new.chmod(mode)
    new.replace(path)
    return True


def agent_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """What CloudWatch's agent sends: two figures of the machine, and the lines of four files."""
    groups = settings["log_groups"]
    logs = "/var/log/sales-dashboard"
    files = [(f"{logs}/api.log", "api"), (f"{logs}/pipeline.log", "pipeline"), (f"{logs}/haproxy.log", "haproxy")]
    files += [(f"{logs}/release.log", "system")]
    return {
        "agent": {"metrics_collection_interval": 60, "run_as_user": "root"},
        "metrics": {
            "namespace": "CWAgent",
            "append_dimensions": {"InstanceId": "${aws:InstanceId}"},
            "aggregation_dimensions": [["InstanceId"]],
            "metrics_collected": {
                "mem": {"measurement": ["mem_used_percent"]},
                "disk": {"measurement": ["used_percent"], "resources": ["/"], "drop_device": True},
            },
        },
        "logs": {
            "logs_collected": {
                "files": {
                    "collect_list": [
                        {"file_path": path, "log_group_name": groups[group], "log_stream_name": "{instance_id}"}
                        for path, group in files
                    ]
                }
            }
        },
    }


def install_packages(release: Path, home: Path, s3: Any, bucket: str) -> None:
    """The lock's packages in a folder of their own, which releases with the same lock share."""
    lock = sha256((release / "requirements.txt").read_bytes()).hexdigest()
    place = home / "packages" / lock
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=home) as folder:
            s3.download_file(bucket, f"packages-{lock}.tar", f"{folder}/packages.tar")
            with tarfile.open(f"{folder}/packages.tar") as archive:
                archive.extractall(f"{folder}/wheels", filter="data")
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            offline = ["--no-index", "--find-links", f"{folder}/wheels", "--require-hashes", "--no-deps", "--quiet"]
            requirements = ["--requirement", str(release / "requirements.txt")]
            subprocess.run([str(place / "bin" / "python"), "-m", "pip", "install", *offline, *requirements], check=True)
        (place / "whole").touch()
    if not (release / ".venv").exists():
        (release / ".venv").symlink_to(place)


def get_certificate(root: Path, name: str, served: Path) -> None:
    """Have the certificate of the machine's name, asked for once; certbot's timer renews it in the same way."""
    script = root / "opt" / "sales-dashboard" / "certificate.py"  # certbot remembers it, and releases go
    put(script, (HERE / "certificate.py").read_text(), 0o755)
    if served.exists():
        return
    served.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SERVED_CERTIFICATE": str(served)}
    subprocess.run(certificate_command(name, script), env=environment, check=True)


def certificate_command(name: str, script: Path) -> list[str]:
    """certbot's command: the name is proved by a record, both by our script."""
    return [
        *("certbot", "certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email"),
        *("--cert-name", "origin", "--domain", name, "--manual", "--preferred-challenges", "dns"),
        *("--manual-auth-hook", f"python3 {script} prove", "--deploy-hook", f"python3 {script} take"),
    ]


def configure(
    root: Path, settings: dict[str, Any], files: dict[str, dict[str, str]], origin_secrets: list[str]
) -> None:
    """Write settings, units and configurations; let HAProxy and the agent read theirs anew where they changed."""
    for name, variables in files.items():
        put(root / "etc" / "sales-dashboard" / f"{name}.env", as_file(variables), 0o600)
    put(root / ORIGIN_SECRETS.lstrip("/"), "".join(f"{secret}\n" for secret in origin_secrets), 0o600)
    served = root / CERTIFICATE.lstrip("/")
    if settings["origin_over_tls"]:
        get_certificate(root, settings["origin_name"], served)
    config = (HERE / "haproxy.cfg").read_text()
    tried = root / "etc" / "haproxy" / "new.cfg"
    put(tried, config, 0o644)
    written = {
        "ORIGIN_SECRETS": str(root / ORIGIN_SECRETS.lstrip("/")),
        "BIND": files["haproxy"]["BIND"].replace(CERTIFICATE, str(served)),
    }
    environment = {**os.environ, **files["haproxy"], **written}
    subprocess.run(["haproxy", "-c", "-q", "-f", tried], env=environment, check=True)
    tried.unlink()
    units = root / "etc" / "systemd" / "system"
    changed = put(units / "haproxy.service.d" / "sales-dashboard.conf", (HERE / "haproxy.conf").read_text(), 0o644)
    for unit in sorted((HERE / "units").iterdir()):
        changed |= put(units / unit.name, unit.read_text(), 0o644)
    if changed:
        subprocess.run(["systemctl", "daemon-reload"], check=True)
    put(root / "etc" / "haproxy" / "haproxy.cfg", config, 0o644)
    # A reload reads configuration, secrets and certificate anew, and hands the listening sockets over.
    subprocess.run(["systemctl", "reload-or-restart", "haproxy.service"], check=True)
    subprocess.run(["systemctl", "enable", "--now", "--quiet", "sales-dashboard-nightly.timer"], check=True)
    if put(root / AGENT, json.dumps(agent_settings(settings), indent=1), 0o644) and Path(AGENT_CONTROL).exists():
        subprocess.run([AGENT_CONTROL, "-a", "fetch-config", "-s", "-c", f"file:{root / AGENT}"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Install what a release needs on this machine.")
    parser.add_argument("commit")
    parser.add_argument("--root", type=Path, default=Path("/"), help="the folder that holds etc and opt")
    options = parser.parse_args()
    home = options.root / "opt" / "sales-dashboard"
    try:
        settings, secrets, shop = parameters(boto3.client("ssm"), os.environ["NAME"])
        files = unit_settings(settings, secrets, shop)
        install_packages(home / "releases" / options.commit, home, boto3.client("s3"), settings["releases_bucket"])
        origin_secrets = [secrets["origin-secret"], secrets["origin-secret-previous"]]
        configure(options.root, settings, files, origin_secrets)
    except InstallError as error:
        sys.exit(f"error: {error} Nothing that serves was changed.")


if __name__ == "__main__":
    main()
