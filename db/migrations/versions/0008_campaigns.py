"""Whom to write to: what past months would have brought, and the campaigns that were begun with their hold-out."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        -- One row per run, test cutoff and ranking: what the first customers brought in the 30 days after the cutoff,
        -- at each of 201 points from nobody to everybody.
        create table campaign_gains (
            run_id bigint not null references runs,
            cutoff date not null,
            ranking text not null,
            chosen boolean not null,
            customers integer not null,
            contacts integer [] not null,
            buyers integer [] not null,
            spend double precision [] not null,
            spend_squares double precision [] not null,
            primary key (run_id, cutoff, ranking)
        )
    """)
    # By which ranking the run's customers are written to, and what the interval of a month to come needs.
    op.execute("alter table runs add column campaign jsonb")
    op.execute("""
        -- One row per campaign: on which terms it was begun. Its customers stay when the run is gone.
        create table campaigns (
            campaign_id bigint generated always as identity primary key,
            name text not null unique,
            run_id bigint not null references runs,
            ranking text not null,
            starts_on date not null,
            horizon_days integer not null,
            margin double precision not null,
            cost double precision not null,
            effect double precision not null,
            promised_profit double precision not null,
            promised_low double precision,
            promised_high double precision,
            created_at timestamptz not null default clock_timestamp()
        )
    """)
    op.execute("""
        -- One row per campaign and chosen customer, the first one at place 1; who is held out is not written to.
        create table campaign_customers (
            campaign_id bigint not null references campaigns on delete cascade,
            customer_id text not null,
            place integer not null,
            held_out boolean not null,
            primary key (campaign_id, customer_id)
        )
    """)


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
