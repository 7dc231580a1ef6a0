"""Loading in modes: files of a load, lines known by their content, and sums that grow with each load."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
