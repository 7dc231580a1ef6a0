"""What each probability is made of, beside it."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        -- The average's probability, what each topic adds or takes off, and the rest: they add up to the probability.
        alter table predictions add column parts real []
    """)


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
