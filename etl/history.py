"""Work out the history of the published order lines: `python etl/history.py`.

Scores at each month end, cohorts, and which products are bought together. It stands beside the published run: a month
end is made anew only when something before it has changed.
"""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from time import perf_counter

from sqlalchemy import Connection, Engine, text

from db.building import create_twin, index_twin
from db.engine import database_url, engine_for
from db.lock_timeout import in_short_transaction
from db.migrate import upgrade
from db.movement import movement
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.queries import read_sql
from db.rfm import rfm_as_of
from db.settings import load_settings, run_script, stop
from etl.rfm import make_rfm, segment_customers

COLUMNS = "customer_id, segment, recency, frequency, monetary, r_score, f_score, m_score"
ORDERS_LOOKED_AT = 20_000  # at most, for products bought together: what a larger shop adds is more of the same
LEFT_OVER = (
    "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    " and relname ~ '^history_scores_' and relname not in (select partition from month_ends)"
)
RULES = (
    "select coalesce(jsonb_agg(jsonb_build_array(r_score, fm_score, segment) order by r_score, fm_score)::text, '')"
    " || (select segment || max_recency from new_customer_rule) from segment_rules"
)


def month_ends(first_day: date, last_day: date) -> list[date]:
    """The first days after each month that the data covers to its end."""
    ends: list[date] = []
    year, month = first_day.year, first_day.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        end = date(year, month, 1)
        if (end - last_day).days > 1:
            return ends
        ends.append(end)


@dataclass(frozen=True)
class MonthEnd:
    """Scores at a month end, in a table of their own."""

    as_of: date
    partition: str
    customers: int


class History:
    """The history of what is published, brought up to date by `build()`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.connect() as connection:
            standing = connection.execute(text(read_sql("etl/sql/history/standing"))).one_or_none()
            if standing is None or standing.load_id is None or standing.first_day is None:
                stop("nothing is published yet. Load, score and train first: make pipeline")
            rules = connection.execute(text(RULES)).scalar_one()
        self.load_id: int = standing.load_id
        self.wanted = month_ends(standing.first_day, standing.last_day)
        scores = rfm_as_of() + segment_customers()
        self.scores_made_by = _sha(rules, scores)
        names = ("cohorts", "baskets", "product_pairs", "next_products")
        self.rest_made_by = _sha(str(ORDERS_LOOKED_AT), *(read_sql(f"etl/sql/history/{name}") for name in names))

    def stale_month_ends(self) -> list[date]:
        """Those that are missing, or before which something has changed since."""
        with self.engine.connect() as connection:
            current = connection.execute(
                text(read_sql("etl/sql/history/current_month_ends")),
                {"made_by": self.scores_made_by, "load_id": self.load_id},
            ).scalars()
            return sorted(set(self.wanted) - set(current))

    def build(self, *, force: bool = False, rules: bool = False) -> bool:
        """Bring everything up to date; False when it is already. With `rules` the month ends alone: all that hangs on
        the segment rules."""
        stale = self.wanted if force else self.stale_month_ends()
        with self.engine.connect() as connection:
            built = connection.execute(text("select load_id, made_by from history_build")).one_or_none()
            beyond = (
                connection.execute(
                    text("select as_of from month_ends where not as_of = any(:wanted)"), {"wanted": self.wanted}
                )
                .scalars()
                .all()
            )
        rest_is_stale = not rules and (force or built is None or tuple(built) != (self.load_id, self.rest_made_by))
        if not stale and not rest_is_stale and not beyond:
            return False
        if stale:
            with step(f"scores at {len(stale)} month end{'s' if len(stale) > 1 else ''}"):
                self._attach_scores(self._build_scores(stale), beyond)
        elif beyond:
            self._attach_scores([], beyond)
        if rest_is_stale:
            self._build_rest()
        return True

    def _build_scores(self, ends: Sequence[date]) -> list[MonthEnd]:
        """Fill a table aside for each month end."""
        built = []
        with self.engine.begin() as connection:
            for name in connection.execute(text(LEFT_OVER)).scalars().all():  # by a build that was broken off
                connection.execute(text(f"drop table {name}"))
            number = connection.execute(text("select nextval('history_builds')")).scalar_one()
            for end in ends:
                name = f"history_scores_{end:%Y%m%d}_{number}"
                make_rfm(connection, datetime.combine(end, time.min))
                create_twin(connection, "history_scores", f"public.{name}")
                customers = connection.execute(
                    text(
                        f"insert into {name} (as_of, {COLUMNS})"
                        f" select :as_of, {COLUMNS} from ({segment_customers()}) as scores"
                    ),
                    {"as_of": end},
                ).rowcount
                # The bound as a check lets ATTACH skip its scan.
                connection.execute(text(f"alter table {name} add check (as_of = '{end}')"))
                index_twin(connection, "history_scores", f"public.{name}")
                built.append(MonthEnd(end, name, customers))
        return built

    def _attach_scores(self, built: Sequence[MonthEnd], beyond: Sequence[date]) -> None:
        """Let the new month ends take the old ones' place, all at once."""

        def switch(connection: Connection) -> None:
            gone = [*(month_end.as_of for month_end in built), *beyond]
            query = text("delete from month_ends where as_of = any(:gone) returning partition")
            for partition in connection.execute(query, {"gone": gone}).scalars().all():
                connection.execute(text(f"drop table {partition}"))
            for end in built:
                connection.execute(
                    text(f"alter table history_scores attach partition {end.partition} for values in ('{end.as_of}')")
                )
                connection.execute(
                    text(
                        "insert into month_ends (as_of, partition, load_id, made_by, customers)"
                        " values (:as_of, :partition, :load_id, :made_by, :customers)"
                    ),
                    {**asdict(end), "load_id": self.load_id, "made_by": self.scores_made_by},
                )
            connection.execute(
                text("update history_build set built_at = clock_timestamp()")
            )  # for those who keep answers

        in_short_transaction(self.engine, switch)

    def _build_rest(self) -> None:
        """Cohorts and products, small tables that are replaced in one transaction; readers see the old or the new."""
        with self.engine.begin() as connection:
            with step("cohorts"):
                _replace(connection, "cohorts")
            with step("products bought together"):
                connection.execute(text("set local work_mem = '256MB'"))
                connection.execute(text(read_sql("etl/sql/history/baskets")), {"most": ORDERS_LOOKED_AT})
                connection.execute(text("analyze baskets"))
                _replace(connection, "product_pairs")
                connection.execute(text("analyze product_pairs"))
            with step("what to offer next"):
                _replace(connection, "next_products")
            orders = connection.execute(text("select count(*) from orders where is_order")).scalar_one()
            looked_at = connection.execute(text("select count(distinct basket) from baskets")).scalar_one()
            values = {
                "load_id": self.load_id,
                "made_by": self.rest_made_by,
                "orders_looked_at": looked_at,
                "orders": orders,
                "note": "" if looked_at else "The order lines name no products, so none are known to go together.",
            }
            connection.execute(text("delete from history_build"))
            places = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"insert into history_build ({', '.join(values)}) values ({places})"), values)


def _replace(connection: Connection, table: str) -> None:
    connection.execute(text(f"delete from {table}"))
    connection.execute(text(f"insert into {table} {read_sql(f'etl/sql/history/{table}')}"))


def _has_month_ends(engine: Engine) -> bool:
    with engine.connect() as connection:
        found: bool = connection.execute(text("select exists (select from month_ends)")).scalar_one()
    return found


def _sha(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _print_summary(engine: Engine, history: History) -> None:
    with engine.connect() as connection:
        build = connection.execute(text("select orders_looked_at, orders, note from history_build")).one()
        pairs = connection.execute(text("select count(*) from product_pairs")).scalar_one()
        segments = connection.execute(text("select segment from segments order by position")).scalars().all()
        published = connection.execute(
            text(
                "select run_id, as_of::date as as_of, currency from runs where run_id = (select run_id from published)"
            )
        ).one()
        # Lines that end with a month are scored at that month's end: what moved is seen from the one before.
        since = max((end for end in history.wanted if end < published.as_of), default=None)
        moved = movement(connection, since, published.run_id) if since else []
    print(f"  {len(history.wanted)} month ends; {pairs:,} product pairs in {build.orders_looked_at:,} orders")
    if build.note:
        print(f"  {build.note}")
    if since is None:
        return
    last_day = since - timedelta(days=1)
    worse = [
        row
        for row in moved
        if row.from_segment and row.to_segment and segments.index(row.to_segment) > segments.index(row.from_segment)
    ]
    for row in sorted(worse, key=lambda row: -row.monetary_after)[:3]:
        print(
            f"  since {last_day:%-d %b %Y}: {row.customers:,} {row.from_segment} are now {row.to_segment}, "
            f"worth {row.monetary_after:,.0f} {published.currency}"
        )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Work out the history of the published order lines.")
    parser.add_argument("--force", action="store_true", help="make everything anew")
    parser.add_argument(
        "--rules", action="store_true", help="only segment the month ends that there are by the rules of now"
    )
    options = parser.parse_args(arguments)
    begin = perf_counter()
    settings = load_settings()
    # What a load has put aside is not published yet, so this looks into the served tables alone.
    engine = engine_for(database_url(settings), settings.time_zone, pool_size=2)
    upgrade(engine)
    print("Working out the history", flush=True)
    with pipeline_lock(engine):
        if options.rules and not _has_month_ends(engine):
            print("  there is no history yet, nothing to do.")
            return
        history = History(engine)
        if not history.build(force=options.force, rules=options.rules):
            print("  the history is up to date, nothing to do.")
            return
    _print_summary(engine, history)
    print(f"  done in {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
