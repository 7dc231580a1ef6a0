"""However order lines come, in parts, twice, in another order: what the tables hold is what one load of all gives."""

import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from db.pending import publish_waiting
from db.settings import Settings
from etl.etl_pipeline import ETLPipeline
from etl.order_files import SourceError
from tests.etl.shop_tables import assert_totals_are_those_of_the_orders, contents, data_of_newest_load, load_lines

CUSTOMERS = ("17850.0", "00123", "14911", "")
CODES = ("A1", "A2", "B7", "POST", "m")


@st.composite
def invoices(draw: st.DrawFn) -> list[list[str]]:
    """The lines of some invoices; sales, returns, free and repeated lines among them."""
    made = []
    for number in range(draw(st.integers(2, 9))):
        customer = draw(st.sampled_from(CUSTOMERS)) if number else CUSTOMERS[0]
        returned = draw(st.booleans()) if number else False
        day, hour = draw(st.integers(1, 28)), draw(st.integers(8, 18))
        month = draw(st.integers(1, 6))
        country = draw(st.sampled_from(("France", "United Kingdom")))
        lines = []
        for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True)) if number else ["A1"]:
            quantity = draw(st.integers(1, 9)) * (-1 if returned else 1)
            price = draw(st.sampled_from(("1.50", "0", "12.125"))) if number else "1.50"
            name = draw(st.sampled_from((f"Thing {code}", f"thing {code}", "")))
            line = (
                f"{'C' if returned else ''}{1000 + number},{code},{name},{quantity},"
                f"2011-{month:02d}-{day:02d} {hour:02d}:00:00,{price},{customer},{country}"
            )
            lines += [line] * draw(st.sampled_from((1, 1, 1, 2)))
        made.append(lines)
    return made


def come_late(rng: random.Random, invoice: list[str], parts: list[list[str]]) -> None:
    """Put an invoice's lines into the parts, in their order: each time new ones, alone or with all that came before.

    A line that is repeated comes as often as it is repeated.
    """
    left = sorted(set(invoice))
    rng.shuffle(left)
    before: list[str] = []
    for part in parts:
        new = left[: len(left) if part is parts[-1] else rng.randint(0, len(left))]
        left = left[len(new) :]
        again = before if rng.random() < 0.5 else []
        part.extend(line for line in [*again, *new] for _ in range(invoice.count(line)))
        before += new


@given(made=invoices(), seed=st.integers(0, 1 << 30), keep_duplicates=st.booleans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_parts_in_any_order_and_overlapping_give_what_one_load_gives(
    engine: Engine, tmp_path: Path, made: list[list[str]], seed: int, keep_duplicates: bool
) -> None:
    rng = random.Random(seed)  # noqa: S311  # splits, no secrets
    everything = [line for lines in made for line in lines]
    load_lines(engine, tmp_path, everything, mode="replace-all", keep_duplicates=keep_duplicates)
    wanted, data = contents(engine), data_of_newest_load(engine)

    # The first part has an order, so that there is something to score. Every invoice is in one part, or in
    # several, where its lines come again or come late.
    parts: list[list[str]] = [[*made[0]], *([] for _ in range(rng.randint(1, 3)))]
    for invoice in made[1:]:
        chosen = sorted(rng.sample(range(len(parts)), rng.randint(1, len(parts))))
        come_late(rng, invoice, [parts[number] for number in chosen])
    for number, lines in enumerate(filter(None, parts)):
        rng.shuffle(lines)
        mode = "add" if number else "replace-all"
        load_lines(engine, tmp_path, lines, mode=mode, keep_duplicates=keep_duplicates)
        if rng.random() < 0.5:
            with engine.begin() as connection:
                publish_waiting(connection)
    assert contents(engine) == wanted
    assert_totals_are_those_of_the_orders(engine)
    assert data_of_newest_load(engine) == data


def months(engine: Engine, *, force: bool = False) -> list[dict[str, Any]]:
    """The months of a new run: those that no load has changed as the run before counted them, or with `force` all."""
    run = ETLPipeline(engine, Settings()).run(force=force)
    assert run is not None
    with engine.connect() as connection:
        query = text("select overview -> 'months' from runs where run_id = :run_id")
        found: list[dict[str, Any]] = connection.execute(query, {"run_id": run.run_id}).scalar_one()
    return found


@given(made=invoices(), seed=st.integers(0, 1 << 30))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_months_are_those_of_a_count_of_all_orders(
    engine: Engine, tmp_path: Path, made: list[list[str]], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  # an order, no secret
    rest = made[1:]
    rng.shuffle(rest)
    cut = rng.randint(1, len(rest))
    for number, part in enumerate([[made[0]], rest[:cut], rest[cut:], made]):
        mode = rng.choice(("add", "add", "replace-period")) if number else "replace-all"
        done = load_lines(engine, tmp_path, [line for lines in part for line in lines] or made[0], mode=mode)
        if done.changed_from is not None:
            assert months(engine) == months(engine, force=True)


def test_a_late_line_that_makes_an_order_of_an_earlier_month_counts_there(engine: Engine, tmp_path: Path) -> None:
    taken_back = "1003,A1,Apple,-1,2011-01-31 23:50:00,1.50,17850,France"
    load_lines(engine, tmp_path, [SALE, LATER, taken_back], mode="replace-all")
    assert [month["orders"] for month in months(engine)] == [1, 1]
    done = load_lines(engine, tmp_path, ["1003,A2,Bag,3,2011-02-01 00:10:00,4.25,17850,France"])
    assert str(done.changed_from) == "2011-01-31"
    assert [month["orders"] for month in months(engine)] == [2, 1]


def test_an_earlier_as_of_date_does_not_take_what_a_later_run_has_counted(engine: Engine, tmp_path: Path) -> None:
    load_lines(engine, tmp_path, [SALE, LATER, LATER.replace("1002", "1004").replace("02-04", "02-20")])
    assert [month["orders"] for month in months(engine)] == [1, 2]
    run = ETLPipeline(engine, Settings(), datetime(2011, 2, 10)).run()
    assert run is not None
    with engine.connect() as connection:
        query = text("select jsonb_path_query_array(overview, '$.months.orders') from runs where run_id = :run_id")
        assert connection.execute(query, {"run_id": run.run_id}).scalar_one() == [1, 1]
    assert [month["orders"] for month in months(engine)] == [1, 2]


SALE = "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France"
SALE_TOO = "1001,A2,Bag,1,2011-01-03 10:00:00,4.25,17850,France"
LATER = "1002,A1,Apple,5,2011-02-04 09:30:00,1.50,00123,France"


def published(engine: Engine, folder: Path, *lines: str) -> None:
    load_lines(engine, folder, lines, mode="replace-all")
    with engine.begin() as connection:
        publish_waiting(connection)


def orders(engine: Engine) -> dict[str, float]:
    with engine.connect() as connection:
        found = connection.execute(text("select invoice_no, net from orders order by invoice_no"))
        return {row.invoice_no: float(row.net) for row in found}


def test_what_is_added_waits_and_what_is_served_stays(engine: Engine, tmp_path: Path) -> None:
    published(engine, tmp_path, SALE)
    added = load_lines(engine, tmp_path, [LATER])
    assert (added.lines_in, added.lines_kept, str(added.changed_from)) == (1, 1, "2011-02-04")
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from public.transactions")).scalar_one() == 1
        assert connection.execute(text("select count(*) from transactions")).scalar_one() == 2
    with engine.begin() as connection:
        publish_waiting(connection)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from public.transactions")).scalar_one() == 2


def test_a_reexport_in_another_order_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    published(engine, tmp_path, SALE, SALE_TOO, SALE, LATER)
    before = contents(engine)
    again = load_lines(engine, tmp_path, [LATER, SALE_TOO, SALE, SALE])
    assert (again.lines_known, again.lines_kept, again.ledger, again.changed_from) == (4, 0, {}, None)
    assert contents(engine) == before


def test_a_late_line_and_a_late_return_are_folded_in(engine: Engine, tmp_path: Path) -> None:
    published(engine, tmp_path, SALE, LATER)
    late = "1001,B7,Pear,1,2011-01-03 10:00:00,2,17850,France"
    done = load_lines(engine, tmp_path, [SALE, late, "C1003,A1,Apple,-1,2011-01-20 12:00:00,1.50,17850,France"])
    assert (done.lines_known, done.lines_kept, str(done.changed_from)) == (1, 2, "2011-01-03")
    assert orders(engine) == {"1001": 5.0, "1002": 7.5, "C1003": -1.5}


@pytest.mark.parametrize(
    "told",
    [[SALE], [SALE.replace(",2,", ",3,"), SALE_TOO], [SALE.replace(",2,", ",3,")]],
    ids=["missing", "changed", "only changed"],
)
def test_an_invoice_told_otherwise_stops_the_load_and_names_the_other_modes(
    engine: Engine, tmp_path: Path, told: list[str]
) -> None:
    published(engine, tmp_path, SALE, SALE_TOO)
    before = contents(engine)
    with pytest.raises(SourceError, match=r"1001 \(stock code A.*\).*replace-period.*replace-all"):
        load_lines(engine, tmp_path, [*told, LATER])
    assert contents(engine) == before


def test_a_run_stands_on_the_loads_since_everything_was_replaced(engine: Engine, tmp_path: Path) -> None:
    def stands_on() -> list[int]:
        assert ETLPipeline(engine, Settings()).run(force=True) is not None
        with engine.connect() as connection:
            loads = connection.execute(text("select loads from runs order by run_id desc limit 1")).scalar_one()
        return [load["load_id"] for load in loads]

    first = load_lines(engine, tmp_path, [SALE], mode="replace-all").load_id
    second = load_lines(engine, tmp_path, [LATER]).load_id
    load_lines(engine, tmp_path, [LATER])  # brings nothing
    assert stands_on() == [first, second]
    last = load_lines(engine, tmp_path, [SALE_TOO], mode="replace-all").load_id
    assert stands_on() == [last]


def test_replace_period_takes_the_files_word_for_its_days_alone(engine: Engine, tmp_path: Path) -> None:
    free = "1007,A9,Free,1,2011-01-04 10:00:00,0,17850,France"
    elsewhen = "1008,A2,Bag,1,2011-03-01 10:00:00,4.25,17850,France"
    published(engine, tmp_path, SALE, SALE_TOO, free, LATER, elsewhen)
    told = [SALE.replace(",2,", ",3,"), "1004,A1,Apple,1,2011-01-05 10:00:00,1.50,14911,France"]
    done = load_lines(engine, tmp_path, told, mode="replace-period")
    assert (done.lines_kept, done.lines_gone, str(done.changed_from)) == (2, 2, "2011-01-03")
    assert orders(engine) == {"1001": 4.5, "1002": 7.5, "1004": 1.5, "1008": 4.25}
    assert data_of_newest_load(engine) == {"lines_in": 4, "lines_kept": 4, "ledger": {}}
    found = contents(engine)
    load_lines(engine, tmp_path, [*told, LATER, elsewhen], mode="replace-all")
    assert contents(engine) == found


@pytest.mark.parametrize("mode", ["add", "replace-period"])
def test_duplicates_refused_before_are_kept_when_asked(engine: Engine, tmp_path: Path, mode: Any) -> None:
    twice = [SALE, SALE, SALE_TOO]
    published(engine, tmp_path, *twice)
    done = load_lines(engine, tmp_path, twice, mode=mode, keep_duplicates=True)
    assert (done.lines_known, done.lines_kept, done.lines_gone) == (2, 1, 0)
    assert (done.ledger, done.gone_ledger) == ({}, {"exact duplicate": 1})
    assert orders(engine) == {"1001": 2 * 3 + 4.25}
    assert data_of_newest_load(engine) == {"lines_in": 3, "lines_kept": 3, "ledger": {}}
    found = contents(engine)
    assert found["ledger"] == []
    load_lines(engine, tmp_path, twice, mode="replace-all", keep_duplicates=True)
    assert contents(engine) == found


def test_a_refused_line_that_a_file_of_its_days_has_no_more_is_gone(engine: Engine, tmp_path: Path) -> None:
    published(engine, tmp_path, SALE, SALE)
    done = load_lines(engine, tmp_path, [SALE], mode="replace-period")
    assert (done.lines_known, done.gone_ledger, done.changed_from) == (1, {"exact duplicate": 1}, None)
    assert served_ledger(engine) == []


def served_ledger(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [*connection.execute(text("select raw from public.ledger order by raw")).scalars()]


def test_a_load_of_refused_lines_alone_is_in_the_ledger_at_once(engine: Engine, tmp_path: Path) -> None:
    free = [f"{number},A9,Free,1,2011-01-04 10:00:00,0,17850,France" for number in (1007, 1008, 1009)]
    published(engine, tmp_path, SALE)
    before = contents(engine)
    done = load_lines(engine, tmp_path, free[:1])
    assert (done.lines_kept, done.ledger, done.changed_from) == (0, {"price is zero": 1}, None)
    assert served_ledger(engine) == free[:1]
    assert {**contents(engine), "ledger": []} == before
    load_lines(engine, tmp_path, [LATER, free[1]])
    load_lines(engine, tmp_path, free[2:])
    assert served_ledger(engine) == free[:1], "what waits for a run is not published before it"
    with engine.begin() as connection:
        publish_waiting(connection)
    assert served_ledger(engine) == free


def test_demo_data_is_replaced_whole_by_the_first_file_of_ones_own(engine: Engine, tmp_path: Path) -> None:
    load_lines(engine, tmp_path, [SALE, SALE_TOO], demo=True)
    own = load_lines(engine, tmp_path, [LATER])
    assert own.mode == "replace-all"
    assert orders(engine) == {"1002": 7.5}


def test_strict_refuses_above_the_share_and_not_at_it(engine: Engine, tmp_path: Path) -> None:
    free = "1007,A9,Free,1,2011-01-04 10:00:00,0,17850,France"
    with pytest.raises(SourceError, match=r"1 of 2 lines would be refused \(1 price is zero\)"):
        load_lines(engine, tmp_path, [SALE, free], strict=0.4)
    assert load_lines(engine, tmp_path, [SALE, free], strict=0.5).ledger == {"price is zero": 1}


def test_a_few_unreadable_lines_go_to_the_ledger_as_they_stood(engine: Engine, tmp_path: Path) -> None:
    lines = [f"{2000 + n},A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France" for n in range(200)]
    lines[50] = '3000,A1,"Bag, red",many,2011-01-03 10:00:00,1.50,17850,France'
    lines[60] = "3001,A1,Apple,1,2011-02-31 10:00:00,1.50,17850,France"
    done = load_lines(engine, tmp_path, lines)
    assert (done.lines_kept, done.ledger) == (
        198,
        {"quantity is no whole number": 1, "invoice date is no date up to today": 1},
    )
    with engine.connect() as connection:
        found = connection.execute(text("select line_number, raw from ledger order by line_number")).all()
    assert [tuple(row) for row in found] == [(52, lines[50]), (62, lines[60])]
