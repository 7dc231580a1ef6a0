"""Files that are uploaded to be loaded, and what the loader tells of them."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # How a job's file was understood and what came of it, as the loader writes it; a check's has lines of the file.
    op.execute("alter table job_progress add column report jsonb")
    op.execute("""
        -- One row per uploaded file: what it is, how it is to be read, its newest check and its load.
        create table imports (
            import_id uuid primary key,
            name text not null,
            kind text not null,
            bytes bigint not null,
            reading jsonb not null default '{}',
            check_job bigint references procrastinate_jobs (id) on delete set null,
            load_job bigint references procrastinate_jobs (id) on delete set null,
            uploaded_at timestamptz not null default clock_timestamp()
        )
    """)


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
