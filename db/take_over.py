"""A new run that stands on an older one: its own copies of the scores, predictions and figures that stay."""

from sqlalchemy import Connection, text

from db.building import build_partition, columns_of
from db.queries import read_sql

FIGURES = ("backtest", "value_backtest", "campaign_gains")  # of the run's model


def columns_but_run(connection: Connection, table: str) -> str:
    """The columns of a table, without the run's number."""
    return ", ".join(name for name, _ in columns_of(connection, f"public.{table}") if name != "run_id")


def begin_on(connection: Connection, run_id: int) -> int:
    """A new run with the facts of an older one, in state 'scored'; returns its number."""
    new_id: int = connection.execute(text(read_sql("db/sql/take_over_run")), {"run_id": run_id}).scalar_one()
    return new_id


def copy_partition(connection: Connection, table: str, from_run: int, to_run: int) -> None:
    """Give a run its own copy of another's part of `table`."""
    names = columns_but_run(connection, table)
    with build_partition(connection, table, to_run) as copy:
        connection.execute(
            text(f"insert into {copy} (run_id, {names}) select {to_run}, {names} from {table}_{from_run}")
        )


def copy_rows(connection: Connection, table: str, from_run: int, to_run: int) -> None:
    """Give a run the rows of another, in place of its own."""
    names = columns_but_run(connection, table)
    runs = {"from_run": from_run, "to_run": to_run}
    connection.execute(text(f"delete from {table} where run_id = :to_run"), runs)
    connection.execute(
        text(f"insert into {table} (run_id, {names}) select :to_run, {names} from {table} where run_id = :from_run"),
        runs,
    )


def copy_figures(connection: Connection, from_run: int, to_run: int) -> None:
    """Give a run the backtests and the profit curve of another: those of the model that it takes from there."""
    for table in FIGURES:
        copy_rows(connection, table, from_run, to_run)
    connection.execute(
        text("update runs set campaign = (select campaign from runs where run_id = :from_run) where run_id = :to_run"),
        {"from_run": from_run, "to_run": to_run},
    )
