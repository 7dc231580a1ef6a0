"""Killed at any moment, the pipeline leaves a whole run served, and its next start goes on without hand work.

FAULT_KILLS is the number of kills, shared out among load, score, train, the database server and its supervisor;
FAULT_SEED chooses other moments.
"""

import os
import random
import signal
from pathlib import Path

import pytest

from db.embedded import server_folder
from db.settings import Settings
from tests.db.test_embedded import postmaster, wait_until
from tests.faults.shop import SCRIPTS, Script, Served, Shop

KILLS = int(os.environ.get("FAULT_KILLS", "5"))
SEED = os.environ.get("FAULT_SEED", "1")
VICTIMS = (*SCRIPTS, "server", "supervisor")
ADDED = 50  # lines, five to an order
ADDING_SECONDS = 1.5  # what adding them takes, the start of the script included


def assert_nothing_is_left_over(shop: Shop) -> None:
    assert shop.query("select nspname from pg_namespace where nspname = 'incoming'") == []
    assert shop.query("select run_id, state from runs where state in ('running', 'scored')") == []
    published = {number for (number,) in shop.query("select run_id from runs where state = 'published'")}
    tables = shop.query(
        "select relname::text, relispartition, coalesce(inhdetachpending, false)"
        " from pg_class left join pg_inherits on inhrelid = oid"
        " where relkind = 'r' and relname ~ '^(rfm_scores|predictions)_[0-9]'"
    )
    for name, is_partition, is_half_detached in tables:
        assert int(name.rsplit("_", 1)[1]) in published and is_partition and not is_half_detached, tables
    # What is served, those kept for going back, and the one that the next run will drop.
    assert 2 <= len(tables) <= 2 * (Settings.model_fields["keep_runs"].default + 1)


def assert_whole_run_is_served(shop: Shop, before: Served, file: Path) -> None:
    """What was served before or all of the new run, and nothing between the two."""
    now = shop.served()
    if now != before:
        assert now.scores == shop.scores[file]
        assert len(now.predictions) == len(now.scores) and None not in now.predictions
        assert all(prediction["purchase_probability"] is not None for prediction in now.predictions)
    of = next(known for known in shop.files if shop.scores[known] == now.scores)
    assert shop.served_lines() == shop.lines[of], "lines of one file are served with the scores of another"
    print("served after the kill:", "as before" if now == before else "the new run")


@pytest.mark.parametrize("number", range(KILLS), ids=lambda number: f"{number}-{VICTIMS[number % len(VICTIMS)]}")
def test_a_kill_at_any_moment_leaves_a_whole_run_and_the_next_start_completes_it(shop: Shop, number: int) -> None:
    rng = random.Random(f"{SEED}/{number}")  # noqa: S311  # moments, no secrets
    victim = VICTIMS[number % len(VICTIMS)]
    broken = victim if victim in SCRIPTS else rng.choice(list(SCRIPTS))
    step = rng.choice(shop.steps[broken])
    moment = rng.random() * step.seconds
    file, before = shop.file_not_served(), shop.served()
    earlier = list(SCRIPTS)[: list(SCRIPTS).index(broken)]
    for phase in earlier:
        shop.finish(phase, file)

    script = shop.start(broken, file)
    in_time = script.read_until(step.words) and script.let_work(moment)
    if victim == "server":
        os.kill(postmaster(shop.data_dir), signal.SIGKILL)
    elif victim == "supervisor":
        os.kill(int((server_folder(shop.data_dir) / "supervisor.pid").read_text()), signal.SIGKILL)
    else:
        script.kill()
    code = script.end()
    print(f"{victim} killed in {broken}, {moment:.3f} s after '{step.words or 'its start'}'; {in_time=}, {code=}")
    print(script.printed)

    if victim not in SCRIPTS:
        wait_until(shop.is_up)
    assert_whole_run_is_served(shop, before, file)

    for phase in SCRIPTS:
        shop.finish(phase, file)
    assert shop.served().scores == shop.scores[file]
    assert shop.served_lines() == shop.lines[file]
    assert_whole_run_is_served(shop, before, file)
    assert_nothing_is_left_over(shop)


@pytest.mark.parametrize("number", range(max(1, KILLS // len(VICTIMS))))
def test_ctrl_c_in_the_middle_of_a_load_ends_it_with_one_sentence_and_changes_nothing(shop: Shop, number: int) -> None:
    rng = random.Random(f"{SEED}/interrupt/{number}")  # noqa: S311  # moments, no secrets
    file, before, lines = shop.file_not_served(), shop.served(), shop.served_lines()
    for _ in range(5):
        loads = shop.query("select * from loads order by load_id")
        step = rng.choice(shop.steps["load"][1:-1])  # not before its headline, nor in the commit
        script = shop.start("load", file)
        assert script.read_until(step.words)
        script.let_work(rng.random() * step.seconds / 2)
        script.kill(signal.SIGINT)
        code = script.end()
        if "done in" not in script.printed:
            break
        # A busy machine had committed before the signal was there: the load is whole, and it comes at another moment.
        assert shop.query("select lines_kept from loads order by load_id desc")[0][0] == shop.lines[file]
        shop.finish("load", next(other for other in shop.files if other != file))
    assert code == 130, script.printed
    assert "Traceback" not in script.printed
    assert script.printed.endswith("\nInterrupted; nothing was changed.\n")
    assert shop.served() == before
    assert shop.served_lines() == lines
    assert shop.query("select * from loads order by load_id") == loads


@pytest.mark.parametrize("number", range(max(1, KILLS // len(VICTIMS))))
@pytest.mark.parametrize("victim", ["load", "server"])
def test_a_kill_while_lines_are_added_loses_and_doubles_none(shop: Shop, victim: str, number: int) -> None:
    rng = random.Random(f"{SEED}/add/{victim}/{number}")  # noqa: S311  # moments, no secrets
    base = shop.file_not_served()
    for phase in SCRIPTS:
        shop.finish(phase, base)
    before, lines = shop.served(), shop.served_lines()
    customer = before.scores[0]["customer_id"]
    added = shop.data_dir / f"added-{victim}-{number}.csv"
    added.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        + "".join(
            f"{900_000 + n // 5},X{n % 5},Thing,1,2025-09-20 10:00,2.50,{customer},France\n" for n in range(ADDED)
        )
    )
    script = Script(shop.data_dir, SCRIPTS["load"], added)
    moment = rng.random() * ADDING_SECONDS
    in_time = script.let_work(moment)
    if victim == "server":
        os.kill(postmaster(shop.data_dir), signal.SIGKILL)
    else:
        script.kill()
    code = script.end()
    print(f"{victim} killed after {moment:.3f} s; {in_time=}, {code=}")
    if victim == "server":
        wait_until(shop.is_up)
    assert shop.served() == before
    assert shop.served_lines() == lines

    assert Script(shop.data_dir, SCRIPTS["load"], added).end() == 0
    for phase in ("score", "train"):
        shop.finish(phase, base)
    assert shop.served_lines() == lines + ADDED
    frequency = next(row["frequency"] for row in shop.served().scores if row["customer_id"] == customer)
    assert frequency == before.scores[0]["frequency"] + ADDED // 5
