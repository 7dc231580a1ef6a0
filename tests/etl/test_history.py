"""History: scores at month ends, movement, cohorts, and products that go together."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.engine import engine_for
from db.movement import movement, movers
from db.rfm import rfm_as_of
from etl.history import History, month_ends
from tests.conftest import ZONE, Runner
from tests.etl.test_load_data import HEADER, rows, write

MONTH_ENDS = [date(2011, 2, 1), date(2011, 3, 1), date(2011, 4, 1)]


def sale(invoice: int | str, day: str, customer: int, code: str = "A", price: float = 10, pieces: int = 1) -> str:
    return f"{invoice},{code},Thing {code},{pieces},2011-{day} 10:00:00,{price},{customer},France"


SHOP = [
    sale(1, "01-05", 1),
    sale(2, "02-10", 1, price=30),
    sale("C3", "03-02", 1, pieces=-1),
    sale(4, "01-20", 2),
    sale(5, "03-20", 3),
    sale(6, "04-03", 3),
]


def publish(run_script: Runner, folder: Path, lines: list[str], *flags: str) -> str:
    """Load, score, publish and work out the history; returns what the history said."""
    path = write(folder, [HEADER, *lines])
    for arguments in (["etl/load_data.py", path, *flags], ["etl/etl_pipeline.py"], ["ml/ml_model.py"]):
        done = run_script(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    done = run_script("etl/history.py")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_month_ends_when_its_last_day_is_covered() -> None:
    assert month_ends(date(2010, 12, 1), date(2011, 1, 30)) == [date(2011, 1, 1)]
    assert month_ends(date(2010, 12, 31), date(2011, 1, 31)) == [date(2011, 1, 1), date(2011, 2, 1)]
    assert month_ends(date(2011, 1, 1), date(2011, 1, 30)) == []


def test_history_of_a_small_shop(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    said = publish(run_script, tmp_path, SHOP)
    assert "3 month ends; 0 product pairs" in said
    assert rows(
        engine,
        "select as_of, customer_id, recency, frequency, monetary from history_scores order by as_of, customer_id",
    ) == [
        (date(2011, 2, 1), "1", 27, 1, 10),
        (date(2011, 2, 1), "2", 12, 1, 10),
        (date(2011, 3, 1), "1", 19, 2, 40),
        (date(2011, 3, 1), "2", 40, 1, 10),
        (date(2011, 4, 1), "1", 50, 2, 30),
        (date(2011, 4, 1), "2", 71, 1, 10),
        (date(2011, 4, 1), "3", 12, 1, 10),
    ]
    # January's two, then February, March and the partial April.
    assert rows(
        engine,
        "select cohort, months_since, size, customers, revenue, partial from cohorts order by cohort, months_since",
    ) == [
        (date(2011, 1, 1), 0, 2, 2, 20, False),
        (date(2011, 1, 1), 1, 2, 1, 30, False),
        (date(2011, 1, 1), 2, 2, 0, -10, False),
        (date(2011, 1, 1), 3, 2, 0, 0, True),
        (date(2011, 3, 1), 0, 1, 1, 10, False),
        (date(2011, 3, 1), 1, 1, 1, 10, True),
    ]
    with engine.connect() as connection:
        run_id = connection.execute(text("select run_id from published")).scalar_one()
        moved = movement(connection, date(2011, 3, 1), run_id)
        assert sum(row.customers for row in moved) == 3
        assert sum(row.monetary_before for row in moved) == 50
        assert sum(row.monetary_after for row in moved) == 60
        came = [row for row in moved if row.from_segment is None]
        assert [(row.to_segment, row.customers) for row in came] == [(came[0].to_segment, 1)]
        who = movers(connection, (date(2011, 3, 1), run_id), (None, came[0].to_segment))
        assert [row.customer_id for row in who] == ["3"]

    assert "up to date" in run_script("etl/history.py").stdout
    # A late line of February: the scores before it stand as they are.
    before = dict(rows(engine, "select as_of, load_id from month_ends"))
    publish(run_script, tmp_path, [sale(7, "02-20", 2, price=5)])
    after: dict[Any, Any] = dict(rows(engine, "select as_of, load_id from month_ends"))
    assert [day for day in MONTH_ENDS if after[day] != before[day]] == MONTH_ENDS[1:]
    assert rows(engine, "select as_of, monetary from history_scores where customer_id = '2' order by as_of") == [
        (date(2011, 2, 1), 10),
        (date(2011, 3, 1), 15),
        (date(2011, 4, 1), 15),
    ]
    # Another rule of the owner's makes all of them anew.
    with engine.begin() as connection:
        connection.execute(text("update new_customer_rule set max_recency = 0"))
    only_public = engine_for(engine.url.render_as_string(hide_password=False), ZONE)
    assert History(only_public).stale_month_ends() == MONTH_ENDS
    only_public.dispose()


def test_products_that_go_together(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    lines = []
    for number in range(12):  # X1 and X2 together
        lines += [sale(100 + number, "01-05", number, code) for code in ("X1", "X2")]
    for number in range(12):  # Y1 and Y2 together, X1 once among them
        lines += [
            sale(200 + number, "01-06", 20 + number, code)
            for code in (("Y1", "Y2", "X1") if number == 0 else ("Y1", "Y2"))
        ]
    lines += [sale(300, "01-07", 50, code) for code in ("X1", "POST")]
    publish(run_script, tmp_path, lines)
    pairs = {(row[0], row[1]): row[2:] for row in rows(engine, "select * from product_pairs")}
    assert set(pairs) == {("X1", "X2"), ("X2", "X1"), ("Y1", "Y2"), ("Y2", "Y1")}
    # 24 baskets of two products or more: X1 in 13, X2 in 12, both in 12.
    together, support, confidence, lift = pairs["X1", "X2"]
    assert together == 12
    assert (support, confidence, lift) == pytest.approx((12 / 24, 12 / 13, 12 * 24 / (13 * 12)))
    assert pairs["X2", "X1"][2] == pytest.approx(1)
    assert pairs["X2", "X1"][3] == pytest.approx(lift)
    # Who has X1 alone is offered X2; who has both is offered nothing.
    assert rows(engine, "select customer_id, stock_code, because_of from next_products order by 1") == [
        ("20", "X2", "X1"),
        ("50", "X2", "X1"),
    ]


def test_a_list_of_orders_has_a_history_and_says_why_no_products_go_together(
    engine: Engine, run_script: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("order id,customer,date,total\n1,7,2011-01-05,10\n2,7,2011-02-05,10\n3,8,2011-03-05,10\n")
    for arguments in (["etl/load_data.py", path], ["etl/etl_pipeline.py"], ["ml/ml_model.py"]):
        assert run_script(*arguments).returncode == 0
    assert "name no products" in run_script("etl/history.py").stdout
    assert rows(engine, "select count(*) from history_scores") == [(2,)]


def test_without_a_published_run_it_says_what_to_do(run_script: Runner) -> None:
    done = run_script("etl/history.py")
    assert (done.returncode, "make pipeline" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_history_agrees_with_the_scores_and_orders_it_stands_on(published_url: str) -> None:
    engine = engine_for(published_url, ZONE)
    try:
        with engine.connect() as connection:
            sizes = connection.execute(text("select coalesce(sum(size), 0) from cohorts where months_since = 0"))
            customers = "select customers, net_spend from runs where run_id = (select run_id from published)"
            scored, net = connection.execute(text(customers)).one()
            assert sizes.scalar_one() == scored
            assert connection.execute(text("select sum(revenue) from cohorts")).scalar_one() == net
            ends = connection.execute(text("select as_of from month_ends order by as_of")).scalars().all()
            assert len(ends) > 6
            for end in (ends[0], ends[-1]):
                differing = connection.execute(
                    text(
                        f"select count(*) from ({rfm_as_of()}) as rfm"
                        " full join (select * from history_scores where as_of = :as_of) as kept using (customer_id)"
                        " where (rfm.recency, rfm.frequency, rfm.monetary, rfm.r_score, rfm.f_score, rfm.m_score)"
                        " is distinct from (kept.recency, kept.frequency, kept.monetary, kept.r_score, kept.f_score,"
                        " kept.m_score)"
                    ),
                    {"as_of": end},
                ).scalar_one()
                assert differing == 0
            moved = movement(connection, ends[0], ends[-1])
            counts = "select as_of, count(*), sum(monetary) from history_scores group by as_of"
            at = {row.as_of: tuple(row)[1:] for row in connection.execute(text(counts))}
            assert sum(row.customers for row in moved) == at[ends[-1]][0]
            assert sum(row.monetary_before for row in moved) == at[ends[0]][1]
            assert sum(row.monetary_after for row in moved) == at[ends[-1]][1]
            bought = (
                "select count(*) from next_products inner join transactions using (customer_id, stock_code)"
                " where quantity > 0"
            )
            assert connection.execute(text(bought)).scalar_one() == 0
            assert connection.execute(text("select count(*) from next_products")).scalar_one() > 100
    finally:
        engine.dispose()
