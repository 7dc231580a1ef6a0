"""The queue of jobs: the tables and functions of procrastinate, whose exact version is pinned.

A later version brings its own migrations, which then become one of ours; this one must keep giving 3.10's.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
