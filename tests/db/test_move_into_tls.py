"""A shop moves into a server like RDS: TLS alone, an authority of its own, and a role that is no superuser."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from infra.terraform.database_roles import give_passwords, give_rights
from tests.db.certificates import Certificates
from tests.db.conftest import Move
from tests.db.moved_shop import contents
from tests.db.tls_server import tls_server

CHECKED = "verify-full"


def text(url: URL, **query: str) -> str:
    return url.update_query_dict(query).render_as_string(hide_password=False)


def test_a_shop_moves_over_checked_tls_and_no_other_way(
    shop_url: str, move_between: Move, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tls_server(tmp_path) as (master, files):
        trusted = str(files.authority)
        with psycopg.connect(text(master, sslmode=CHECKED, sslrootcert=trusted), autocommit=True) as connection:
            give_passwords(connection, {"pipeline": "of-the-pipeline", "web": "of-the-web"})
            give_rights(connection)
        target = master.set(username="pipeline", password="of-the-pipeline")
        refuses(target, files, shop_url, move_between, capsys)

        # Through a tunnel the server's name leads to another address.
        good = text(target, sslmode=CHECKED, sslrootcert=trusted, hostaddr="127.0.0.1")
        before = contents(shop_url)
        assert move_between(shop_url, good) == 0
        assert "Nothing differs" in capsys.readouterr().out
        assert contents(good) == contents(shop_url) == before
        assert move_between(shop_url, good) == 0  # and proves it again
        with psycopg.connect(good) as connection:
            [secured] = connection.execute("select ssl from pg_stat_ssl where pid = pg_backend_pid()").fetchall()
            assert secured == (True,)


def refuses(
    target: URL, files: Certificates, shop_url: str, move_between: Move, capsys: pytest.CaptureFixture[str]
) -> None:
    """No TLS, another authority, another name, another password: nothing is moved, and the reason is told."""
    trusted = str(files.authority)
    cases = (
        (text(target, sslmode="disable"), "no encryption"),
        (text(target, sslmode=CHECKED, sslrootcert=str(files.other_authority)), "certificate verify failed"),
        (
            text(target.set(host="shop.example.com"), sslmode=CHECKED, sslrootcert=trusted, hostaddr="127.0.0.1"),
            "does not match host name",
        ),
        (text(target.set(password="guess"), sslmode=CHECKED, sslrootcert=trusted), "password authentication failed"),
    )
    for url, reason in cases:
        assert move_between(shop_url, url) == 2
        assert reason in capsys.readouterr().err
    assert contents(text(target, sslmode=CHECKED, sslrootcert=trusted)) == {}
