"""The list of customers as a table of its own, filled for the runs that are kept."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEPT = """
select substring(relname from '[0-9]+$')::bigint
from pg_class
inner join pg_inherits on pg_inherits.inhrelid = pg_class.oid
where pg_inherits.inhparent = 'rfm_scores'::regclass
"""


def upgrade() -> None:
    connection = op.get_bind()
    here = Path(__file__)
    connection.exec_driver_sql(here.with_suffix(".sql").read_text())
    rows = here.with_name("0012_list_rows.sql").read_text()
    summaries = {name: here.with_name(f"0012_{name}.sql").read_text() for name in ("list_cells", "segment_medians")}
    for run_id in connection.exec_driver_sql(KEPT).scalars().all():
        name = f"customer_list_{run_id}"
        connection.exec_driver_sql(f"create table {name} partition of customer_list for values in ({run_id})")
        filled = rows.replace("{run_scores}", f"rfm_scores_{run_id}")
        filled = filled.replace("{run_predictions}", f"predictions_{run_id}")
        connection.exec_driver_sql(f"insert into {name} {filled}")
        for summary, query in summaries.items():
            connection.exec_driver_sql(f"insert into {summary} {query.replace('{list}', name)}")
        connection.exec_driver_sql(f"analyze {name}")


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
