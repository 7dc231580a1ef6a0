"""Make RDS's two roles, `pipeline` and `web`, or give them the passwords that Parameter Store holds.

Run by an administrator through a tunnel to the database; may be run again, for example after a rotation. The server
gets the passwords as SCRAM hashes, so that none of its logs can hold them.
"""

import argparse
import json

import boto3
import psycopg
from psycopg import sql

ROLES = ("pipeline", "web")


def give_passwords(connection: psycopg.Connection[tuple[object, ...]], passwords: dict[str, str]) -> None:
    """Make each role that is missing, able to sign in and nothing else, and set its password."""
    for role, password in passwords.items():
        known = connection.execute("select from pg_roles where rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
        statement = sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(hashed.decode()))
        connection.execute(statement)


def give_rights(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let the pipeline make schemas and tables; what the web role may read and write, the pipeline grants."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    connection.execute(sql.SQL("grant all on database {} to pipeline").format(database))
    connection.execute(sql.SQL("grant connect on database {} to web").format(database))
    connection.execute("revoke create on schema public from public")
    connection.execute("grant all on schema public to pipeline")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the database's two roles, or give them their passwords.")
    parser.add_argument("--name", default="sales-dashboard", help="the start of every name, as in production.tfvars")
    parser.add_argument("--region", required=True, help="the AWS region, as in production.tfvars")
    parser.add_argument("--master-secret", required=True, help="the ARN in `terraform output database`")
    parser.add_argument("--database", required=True, help="host, port and TLS, as 'host=... port=... sslmode=...'")
    options = parser.parse_args()
    session = boto3.Session(region_name=options.region)
    secret = session.client("secretsmanager").get_secret_value(SecretId=options.master_secret)["SecretString"]
    master = json.loads(secret)
    ssm = session.client("ssm")
    passwords = {
        role: ssm.get_parameter(Name=f"/{options.name}/secrets/{role}-password", WithDecryption=True)["Parameter"][
            "Value"
        ]
        for role in ROLES
    }
    given = {"user": master["username"], "password": master["password"]}
    with psycopg.connect(options.database, **given) as connection:
        give_passwords(connection, passwords)
        give_rights(connection)
    print(f"{' and '.join(ROLES)} sign in with the passwords of Parameter Store.")


if __name__ == "__main__":
    main()
