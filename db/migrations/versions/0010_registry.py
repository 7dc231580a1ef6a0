"""How the model of a run came about: trained for it, kept from an earlier run, or restored; and what was compared."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        -- The run whose training made the file; its size; in a sentence why this model scores, and what was compared.
        alter table models
            add column origin text not null default 'trained' check (origin in ('trained', 'kept', 'restored')),
            add column made_by_run bigint references runs,
            add column size_bytes bigint,
            add column note text,
            add column comparisons jsonb not null default '[]'
    """)
    op.execute("update models set made_by_run = run_id")
    op.execute("alter table models alter column made_by_run set not null")


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
