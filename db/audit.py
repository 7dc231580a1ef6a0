"""Acts of commands in the log of who did what, where the API notes its own."""

from sqlalchemy import Connection, text

THIS_MACHINE = "this machine"
WORKER = "worker"


def note(connection: Connection, what: str, about: str, who: str = THIS_MACHINE) -> None:
    """Note the act in its own transaction."""
    connection.execute(
        text("insert into access.audit (who, what, about) values (:who, :what, :about)"),
        {"who": who, "what": what, "about": about},
    )
