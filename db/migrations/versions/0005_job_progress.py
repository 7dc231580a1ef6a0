"""What the worker tells of its jobs while they run."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        -- One row per job that has begun: where it is, and the last lines that its scripts printed.
        create table job_progress (
            job_id bigint primary key references procrastinate_jobs (id) on delete cascade,
            script text not null,
            script_number integer not null,
            scripts integer not null,
            step text not null default '',
            output text not null default '',
            problem text,
            started_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp()
        )
    """)


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
