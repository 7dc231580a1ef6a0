"""More figures of the backtest with their intervals, and the expected value of a customer with its own."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        alter table backtest
            add column f1_macro double precision,
            add column log_loss double precision,
            add column gain_top_decile double precision,
            add column season text not null default 'none',
            add column intervals jsonb not null default '{}'
    """)
    op.execute("""
        -- Net spend in the 90 days after the run's date: the mean expected, and the ends of an 80% interval.
        alter table predictions
            add column expected_value_low numeric,
            add column expected_value_high numeric
    """)
    op.execute("""
        -- One row per run, test cutoff and model or rule: how far expected net spend was from what came.
        create table value_backtest (
            run_id bigint not null references runs,
            cutoff date not null,
            horizon_days integer not null,
            model text not null,
            chosen boolean not null,
            n integer not null,
            actual_total double precision not null,
            predicted_total double precision not null,
            mean_absolute_error double precision not null,
            median_absolute_error double precision not null,
            bias double precision,
            rank_correlation double precision,
            deviance double precision not null,
            coverage double precision,
            intervals jsonb not null default '{}',
            primary key (run_id, cutoff, horizon_days, model)
        )
    """)


def downgrade() -> None:
    raise RuntimeError("Migrations go forward only; restore a backup instead.")
