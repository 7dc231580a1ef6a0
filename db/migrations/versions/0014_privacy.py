"""Whose lines are refused, and which customers are erased."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KIND = "select relkind from pg_class where oid = to_regclass('loaded.ledger')"


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    waiting = connection.exec_driver_sql(KIND).scalar_one_or_none()
    if waiting == "r":
        add_customer("loaded.ledger", "ledger_customer")
    elif waiting == "v":
        add_customer("loaded.ledger_new", "ledger_customer_new")
        connection.exec_driver_sql("drop view loaded.ledger")
        connection.exec_driver_sql(
            "create view loaded.ledger as select * from public.ledger as served"
            " where not exists (select 1 from loaded.ledger_gone as gone where gone.load_id = served.load_id"
            " and gone.file_number = served.file_number and gone.line_number = served.line_number)"
            " union all select * from loaded.ledger_new"
        )


def add_customer(table: str, index: str) -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(f"alter table {table} add column customer_id text")
    connection.exec_driver_sql(f"create index {index} on {table} (customer_id)")


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
