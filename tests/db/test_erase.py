"""A customer who is erased is nowhere in the database, comes back by no load, and changes no total."""

import random
import stat
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from db.erase import Erased, erase, find, is_held
from db.erased import FILE, privacy_key, pseudonym_of
from db.pending import publish_waiting
from db.runs import newest_run, publish
from db.settings import Settings
from db.uploads import upload_folder
from etl.etl_pipeline import ETLPipeline
from tests.conftest import Runner
from tests.db.moved_shop import make_shop
from tests.etl.shop_tables import (
    HEADER,
    assert_totals_are_those_of_the_orders,
    contents,
    data_of_newest_load,
    load_lines,
)
from tests.etl.test_increments import invoices

EVERYTHING = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname not in ('information_schema', 'pg_catalog')
union all select $$(select * from pg_stats where schemaname <> 'pg_catalog')$$
"""
FACTS = (
    "select count(*), sum(amount), sum(quantity), count(distinct customer_id) from transactions",
    "select invoice_no, gross, net, is_order, pieces from orders order by 1, 2, 3",
    "select orders, gross, net, first_order_at, typical_gap_days from customers order by 1, 2, 3, 4",
    "select * from products order by stock_code",
    "select * from sales_by_day order by day",
    "select reason, count(*) from ledger group by reason order by 1",
)


def erase_one(engine: Engine, folder: Path, customer_id: str) -> Erased:
    settings = Settings(data_dir=folder)
    with engine.connect() as connection:
        key = privacy_key(connection, folder)
    return erase(engine, settings, key, customer_id)


def where_it_stands(engine: Engine, customer_id: str) -> list[str]:
    """The tables that have the id as a word in any of their columns, the planner's statistics among them; those of the
    catalog hold the numbers of tables, one of which may look like an id."""
    with engine.connect() as connection:
        tables = connection.execute(text(EVERYTHING)).scalars().all()
        return [
            table
            for table in tables
            if connection.execute(
                text(f"select exists (select 1 from {table} as one where to_jsonb(one)::text ~ :word)"),
                {"word": rf"\m{customer_id}\M"},
            ).scalar_one()
        ]


def facts(engine: Engine) -> list[Sequence[Any]]:
    with engine.connect() as connection:
        return [connection.execute(text(query)).all() for query in FACTS]


@given(made=invoices(), seed=st.integers(0, 1 << 30), keep_duplicates=st.booleans())
@how(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_no_load_brings_an_erased_customer_back(
    engine: Engine, tmp_path: Path, made: list[list[str]], seed: int, keep_duplicates: bool
) -> None:
    rng = random.Random(seed)  # noqa: S311  # splits, no secrets
    with engine.begin() as connection:
        connection.execute(text("truncate erased_customers"))
    options: dict[str, Any] = {"keep_duplicates": keep_duplicates, "data_dir": tmp_path}
    parts = [made[: len(made) // 2], made]
    for number, part in enumerate(parts):
        lines = [line for one in part for line in one]
        load_lines(engine, tmp_path, lines, mode="add" if number else "replace-all", **options)
        if number == 0 and rng.random() < 0.5:
            with engine.begin() as connection:
                publish_waiting(connection)  # the second part waits as changes, else all of it as whole tables
    before, data = facts(engine), data_of_newest_load(engine)
    assert where_it_stands(engine, "17850")

    erase_one(engine, tmp_path, "17850")
    assert where_it_stands(engine, "17850") == []
    assert facts(engine) == before
    wanted = contents(engine)

    everything = [line for lines in made for line in lines]
    again = load_lines(engine, tmp_path, everything, **options)
    assert (again.lines_kept, again.lines_known, again.ledger) == (0, len(everything), {})
    with engine.begin() as connection:
        publish_waiting(connection)
    for mode in ("add", "replace-period", "replace-all"):
        shuffled = rng.sample(everything, len(everything))
        load_lines(engine, tmp_path, shuffled, mode=mode, **options)
        assert where_it_stands(engine, "17850") == [], mode
        assert (facts(engine), contents(engine), data_of_newest_load(engine)) == (before, wanted, data), mode
    assert_totals_are_those_of_the_orders(engine)


def test_what_the_customer_buys_later_goes_under_the_pseudonym_too(engine: Engine, tmp_path: Path) -> None:
    line = "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,anna@example.com,France"
    load_lines(engine, tmp_path, [line], data_dir=tmp_path)
    done = erase_one(engine, tmp_path, "anna@example.com")
    later = "1002,A1,Apple,5,2011-02-04 09:30:00,1.50,anna@example.com,France"
    free = "1003,A1,Apple,5,2011-02-05 09:30:00,0,anna@example.com,France"
    added = load_lines(engine, tmp_path, [line, later, free], data_dir=tmp_path)
    assert (added.lines_known, added.lines_kept, added.ledger) == (1, 1, {"price is zero": 1})
    assert where_it_stands(engine, "anna@example.com") == []
    with engine.connect() as connection:
        assert connection.execute(text("select customer_id, orders from customers")).all() == [(done.pseudonym, 2)]
        assert connection.execute(text("select customer_id, raw from ledger")).all() == [(done.pseudonym, "")]


def test_refused_lines_of_others_keep_their_text(engine: Engine, tmp_path: Path) -> None:
    lines = [
        "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France",
        "1002,A1,Apple,2,2011-01-03 10:00:00,0,17850,France",  # theirs, refused
        "1003,A1,Apple,2,2011-01-03 10:00:00,0,14911,France",  # another's
        "1004,A1,Apple 17850,2,2011-01-03 10:00:00,0,14911,France",  # another's, of a product that is called so
        "1005,A1,Apple,2,2011-01-03 10:00:00,0,,France",  # nobody's
        "1006,A1,Apple 178501,2,2011-01-03 10:00:00,0,,France",  # nobody's, and only looks alike
        "1007,A1,Apple for 17850,2,2011-01-03 10:00:00,0,,France",  # nobody's, and names them
    ]
    load_lines(engine, tmp_path, lines, data_dir=tmp_path)
    erase_one(engine, tmp_path, "17850")
    with engine.connect() as connection:
        left = connection.execute(text("select raw from ledger order by line_number")).scalars().all()
    assert [raw[:4] for raw in left] == ["", "1003", "1004", "1005", "1006", ""]


def test_what_a_waiting_load_takes_away_of_others_still_goes(engine: Engine, tmp_path: Path) -> None:
    def line(invoice: int, customer: str) -> str:
        return f"{invoice},A1,Apple,2,2011-01-03 10:00:00,1.50,{customer},France"

    load_lines(engine, tmp_path, [line(1001, "17850"), line(1002, "14911")], data_dir=tmp_path)
    with engine.begin() as connection:
        publish_waiting(connection)
    load_lines(engine, tmp_path, [line(1003, "14911")], mode="replace-period", data_dir=tmp_path)
    erase_one(engine, tmp_path, "17850")
    with engine.begin() as connection:
        publish_waiting(connection)
        left = connection.execute(text("select invoice_no from transactions")).scalars().all()
    assert left == ["1003"]


def test_an_uploaded_file_goes_unless_it_is_about_to_be_loaded(engine: Engine, tmp_path: Path) -> None:
    folder = upload_folder(Settings(data_dir=tmp_path))
    names = {what: str(uuid.uuid4()) for what in ("uploaded", "loaded", "waiting")}
    with engine.begin() as connection:
        for what, name in names.items():
            (folder / name).write_text("1001,17850")
            connection.execute(
                text("insert into imports (import_id, name, kind, bytes) values (:name, :what, 'text', 10)"),
                {"name": name, "what": what},
            )
        for what, status in (("loaded", "succeeded"), ("waiting", "todo")):
            connection.execute(
                text(
                    "with job as (insert into procrastinate_jobs (task_name, queue_name, status)"
                    " values ('load', 'pipeline', cast(:status as procrastinate_job_status)) returning id)"
                    " update imports set load_job = job.id from job where name = :what"
                ),
                {"status": status, "what": what},
            )
    load_lines(engine, tmp_path, ["1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France"], data_dir=tmp_path)
    erase_one(engine, tmp_path, "17850")
    assert [path.name for path in folder.iterdir()] == [names["waiting"]]


def test_views_that_name_the_customer_go_and_the_others_stay(engine: Engine, tmp_path: Path) -> None:
    make_shop(engine, tmp_path)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into saved_views (name, search, texts) values"
                " ('watch', 'q=17850', '{17850}'), ('letter to 17850', '', '{}')"
            )
        )
        connection.execute(
            text(
                "insert into access.audit (who, what, about, details)"
                """ values ('ann', 'view saved', 'view 2', '{"name": "letter to 17850"}')"""
            )
        )
    assert "public.saved_views" in where_it_stands(engine, "17850")
    erase_one(engine, tmp_path, "17850")
    assert where_it_stands(engine, "17850") == []
    with engine.connect() as connection:
        assert connection.execute(text("select name from saved_views")).scalars().all() == ["Germany 🎒"]


def test_a_table_that_is_being_analyzed_is_waited_for(engine: Engine, tmp_path: Path) -> None:
    make_shop(engine, tmp_path)
    with engine.connect() as other:
        other.execute(
            text("lock table orders, customers, transactions in share update exclusive mode")
        )  # as analyze does
        ends = threading.Timer(2, other.rollback)
        ends.start()
        erase_one(engine, tmp_path, "17850")
        ends.join()
    assert where_it_stands(engine, "17850") == []


def test_kept_runs_history_and_a_run_that_waits_know_the_pseudonym_alone(engine: Engine, tmp_path: Path) -> None:
    make_shop(engine, tmp_path)
    totals = text("select run_id, segment, count(*), sum(monetary) from scores group by 1, 2 order by 1, 2")
    with engine.begin() as connection:
        connection.execute(text("create view scores as select * from rfm_scores union all select * from rfm_scores_2"))
        before = connection.execute(totals).all()
        served = connection.execute(text("select published_at from published")).scalar_one()
        connection.execute(
            text(
                "insert into access.audit (who, what, about, details) values ('ann', 'customer data', '17850', '{}'),"
                """ ('ann', 'export', 'customers', '{"filters": {"q": "14911"}}')"""
            )
        )
    assert {"public.rfm_scores_1", "public.rfm_scores_2", "loaded.transactions_new", "public.ledger"} <= {
        *where_it_stands(engine, "14911"),
        *where_it_stands(engine, "17850"),
    }
    done = [erase_one(engine, tmp_path, one).pseudonym for one in ("17850", "14911")]
    assert where_it_stands(engine, "17850") == where_it_stands(engine, "14911") == []
    with engine.connect() as connection:
        assert connection.execute(totals).all() == before
        log = connection.execute(text("select about, details from access.audit order by audit_id")).all()
        assert log == [(done[0], {}), ("customers", {}), *((one, {}) for one in done)]
        assert connection.execute(text("select published_at from published")).scalar_one() > served
        left = connection.execute(text("select distinct customer_id from scores")).scalars().all()
    assert {*left} == {"00123", *done}
    # The run that was scored before is still good, and can be published.
    assert ETLPipeline(engine, Settings(data_dir=tmp_path)).run() is None
    with engine.begin() as connection:
        connection.execute(text("drop view scores"))
        connection.execute(text("create table predictions_2 (like predictions including all)"))
    publish(engine, 2)
    assert getattr(newest_run(engine), "state", None) == "published"
    assert where_it_stands(engine, "17850") == where_it_stands(engine, "14911") == []


def test_a_customer_of_an_earlier_run_alone_can_be_erased(engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)

    def is_found(customer_id: str) -> bool:
        with engine.connect() as connection:
            found = find(connection, key, key.id_hash(customer_id))
            return is_held(connection, customer_id) and found == customer_id

    load_lines(engine, tmp_path, ["1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France"], data_dir=tmp_path)
    score_and_publish(engine)
    others = [
        "1002,A1,Apple,2,2011-01-04 10:00:00,1.50,14911,France",
        "1003,A1,Apple,2,2011-01-04 10:00:00,0,00123,France",
    ]
    for lines in (others, others[:1]):
        load_lines(engine, tmp_path, lines, mode="replace-all", data_dir=tmp_path)
        assert is_found("17850"), "replaced by a load that waits"
        score_and_publish(engine)
    assert is_found("17850") and is_found("14911") and not is_found("00123")
    erase_one(engine, tmp_path, "17850")
    assert where_it_stands(engine, "17850") == []
    assert not is_found("17850")


def score_and_publish(engine: Engine) -> None:
    """A new run without predictions, which is served from now on."""
    run = ETLPipeline(engine, Settings()).run()
    assert run is not None
    with engine.begin() as connection:
        connection.execute(text(f"create table predictions_{run.run_id} (like predictions including all)"))
    publish(engine, run.run_id)


def test_the_command_makes_the_key_and_a_load_without_it_is_refused(
    engine: Engine, run_script: Runner, tmp_path: Path
) -> None:
    lines = ["1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France", "1002,A1,Pear,1,2011-01-04 10:00,2,00123,France"]
    load_lines(engine, tmp_path, lines, data_dir=tmp_path)
    unknown = run_script("-m", "db.erase", "1785")
    assert (unknown.returncode, unknown.stderr) == (2, "error: nothing is held about a customer with this id.\n")
    done = run_script("-m", "db.erase", "17850")
    assert done.returncode == 0, done.stderr
    assert "erased-" in done.stdout and "17850" not in done.stdout
    assert "nothing to do" in run_script("-m", "db.erase", "17850").stdout
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)
    by_hash = run_script("-m", "db.erase", "--hash", key.id_hash("00123"))
    assert by_hash.returncode == 0, by_hash.stderr
    with engine.connect() as connection:
        noted = connection.execute(text("select who, what, about from access.audit order by audit_id")).all()
    pseudonyms = [pseudonym_of(key.id_hash(one)) for one in ("17850", "00123")]
    assert noted == [("this machine", "erased", pseudonyms[0]), ("worker", "erased", pseudonyms[1])]
    assert where_it_stands(engine, "17850") == where_it_stands(engine, "00123") == []

    path = tmp_path / "again.csv"
    path.write_text("\n".join([HEADER, *reversed(lines)]))
    kept = (tmp_path / FILE).read_text()
    for content, problem in (
        (None, "privacy.key) is missing"),
        ("ab" * 32, "is not the key that they were erased with"),
        ("short", "is no key of 64 hexadecimal digits"),
    ):
        (tmp_path / FILE).unlink(missing_ok=True)
        if content is not None:
            (tmp_path / FILE).write_text(content)
            (tmp_path / FILE).chmod(0o600)
        refused = run_script("etl/load_data.py", path)
        assert refused.returncode == 2
        assert problem in refused.stderr
    (tmp_path / FILE).write_text(kept)
    (tmp_path / FILE).chmod(0o644)
    assert "others can read" in run_script("etl/load_data.py", path).stderr
    (tmp_path / FILE).chmod(0o600)
    assert run_script("etl/load_data.py", path).returncode == 0
    assert where_it_stands(engine, "17850") == []
