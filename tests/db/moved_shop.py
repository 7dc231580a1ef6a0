"""A small shop with everything that a move must bring along, and what its tables hold, read without the mover."""

from pathlib import Path
from typing import Any

import numpy as np
import psycopg2
from sqlalchemy import Engine, text

from db.engine import engine_for
from db.jobs import PIPELINE, ask
from db.runs import newest_run, publish
from db.settings import Settings
from etl.etl_pipeline import ETLPipeline
from etl.history import History
from ml.predictions import Predictions, write_predictions
from ml.records import register_model
from tests.etl.shop_tables import load_lines

LINES = [
    "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,United Kingdom",
    '1001,A2,"Bag, ""red"" 🎒\nsecond line",1,2011-01-03 10:00:00,4.25,17850,United Kingdom',
    "1001,POST,Postage,1,2011-01-03 10:00:00,18.00,17850,United Kingdom",
    r"1002,A1,back\slash \N tab	null,5,2011-02-04 09:30:00,1.555,00123,France",
    "C1003,A1,Apple,-1,2011-02-10 12:00:00,1.50,17850,United Kingdom",
    "1004,A1,null,3,2011-02-11 12:00:00,999999999.999,,Ελλάδα",
    "1005,A3,Apfel,1,2011-02-12 12:00:00,7.00,14911,Germany",
    "1006,A9,Free,1,2011-03-01 10:00,0,17850,United Kingdom",
]
# Decimals of many digits and places, and doubles whose text depends on who writes it.
EXPECTED = ("0.10", "123456789012345678901234567890.000123", "-7")
PROBABILITIES = (0.1 + 0.2, 1e-300, 1.0)

TABLES = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname in ('public', 'loaded') and tablename <> 'alembic_version'
order by 1
"""


def make_shop(engine: Engine, folder: Path) -> None:
    """One published run with its history, a load that waits, scores on it that wait, too, and a job in the queue."""
    settings = Settings()
    load_lines(engine, folder, LINES)
    ETLPipeline(engine, settings).run()
    run = newest_run(engine)
    assert run is not None
    with engine.begin() as connection:
        customers = connection.execute(text("select customer_id from rfm_scores_1 order by 1")).scalars().all()
        some = customers[: len(PROBABILITIES)]
        said = Predictions(some, np.array(PROBABILITIES[: len(some)]), [["often", "“late”"]] * len(some))
        write_predictions(connection, run.run_id, [said])
        for customer, value in zip(customers, EXPECTED, strict=False):
            connection.execute(
                text("update predictions_1 set expected_value = :value where customer_id = :customer"),
                {"value": value, "customer": customer},
            )
        register_model(connection, run.run_id, "models/run-1/model.pkl", {"model": "none", "sha256": "0"}, {})
    publish(engine, run.run_id)
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    published = engine_for(url, settings.time_zone)
    History(published).build()
    published.dispose()
    with engine.begin() as connection:
        connection.execute(text("update transactions set description = '' where invoice_no = '1005'"))
        connection.execute(text("update transactions set description = null where invoice_no = 'C1003'"))
        connection.execute(
            text("update transactions set invoice_date = invoice_date + '1 us' where invoice_no = '1005'")
        )
    with engine.begin() as connection:
        view = "insert into saved_views (name, search, texts) values ('Germany 🎒', 'q=a%2Cb', array['a,b', ''])"
        connection.execute(text(view))
    load_lines(engine, folder, [*LINES, "1007,A1,Apple,4,2011-03-05 11:00:00,1.50,14911,Germany"])
    ETLPipeline(engine, settings).run()
    ask(url, PIPELINE, ["next.csv"])


def contents(url: str, *, one_run: bool = False) -> dict[str, list[str]]:
    """Every row of every table as text, whatever made it; with `one_run` without what a file leaves behind."""
    connection = psycopg2.connect(url)
    connection.set_session(readonly=True)
    with connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
        found: dict[str, list[str]] = {}
        for (table,) in cursor.fetchall():
            if one_run and (table.startswith(("loaded.", "public.procrastinate_")) or table.endswith("_2")):
                continue
            cursor.execute(f"select to_jsonb(held)::text || held::text from {table} as held order by 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    connection.close()
    return found


def indexes(url: str) -> list[tuple[Any, ...]]:
    """Every index and constraint."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select schemaname, tablename, indexdef, null from pg_indexes where schemaname in ('public', 'loaded')"
            " union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype::text"
            " from pg_constraint where contype <> 'n' and connamespace::regnamespace::text in ('public', 'loaded')"
            " union all select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text"
            " from pg_trigger where not tgisinternal order by 1, 2, 3"
        )
        found = cursor.fetchall()
    connection.close()
    return found
