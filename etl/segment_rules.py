"""Show the segment rules, or change them: `python etl/segment_rules.py --cell "3-1=Hibernating" --days 60`.

A change makes a new run on the scores and forecasts that are served, with the segments by the new rules, and publishes
it. Without a change the rules of the served run are listed. `python etl/history.py` then brings the past up to date.
"""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.building import build_partition
from db.engine import database_url, engine_for
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.runs import Run, clean_up, publish, published_run
from db.segment_rules import (
    DEFAULT,
    RulesError,
    SegmentRules,
    bound,
    known_segments,
    preview_sql,
    resegmented_sql,
    write_rules,
)
from db.settings import load_settings, run_script, stop
from db.take_over import begin_on, columns_but_run, copy_figures, copy_partition

NOTHING = "nothing is published yet. Load, score and train first: make pipeline"


def change_rules(engine: Engine, base: Run, rules: SegmentRules) -> int:
    """Publish a new run: the scores and predictions of `base`, which is served, and segments by other rules.

    Returns its number. The caller holds the pipeline lock. The rules become those of later runs in the very moment in
    which the run is published.
    """
    with engine.begin() as connection:
        run_id = begin_on(connection, base.run_id)
        connection.execute(
            # 'running' until it is published: what is broken off here counts for nothing.
            text(
                "update runs set state = 'running', scored_at = clock_timestamp(), started_at = clock_timestamp(),"
                " inputs = inputs || cast(:rules as jsonb), (model_id, model_note) ="
                " (select model_id, model_note from runs where run_id = :base) where run_id = :run_id"
            ),
            {"rules": json.dumps(rules.as_inputs()), "base": base.run_id, "run_id": run_id},
        )
        with step("segments, with keys and indexes"), build_partition(connection, "rfm_scores", run_id) as table:
            names = columns_but_run(connection, "rfm_scores")
            query = resegmented_sql(f"rfm_scores_{base.run_id}")
            connection.execute(
                text(
                    f"insert into {table} (run_id, {names}) select {run_id}, {names} from ({query}) as scores"
                    " order by customer_id"
                ),
                bound(rules),
            )
        with step("predictions, with keys and indexes"):
            copy_partition(connection, "predictions", base.run_id, run_id)
            copy_figures(connection, base.run_id, run_id)
    with step("publishing"):
        publish(engine, run_id, also=lambda connection: write_rules(connection, rules))
    return run_id


def flows(connection: Connection, run_id: int, rules: SegmentRules) -> Sequence[Any]:
    """Who moves from which segment to which."""
    return connection.execute(text(preview_sql(run_id)), bound(rules)).all()


def _print_rules(rules: SegmentRules) -> None:
    for segment in dict.fromkeys(rules.cells.values()):
        cells = ", ".join(
            f"R{r} FM{fm}" for r, fm in sorted(rules.cells, reverse=True) if rules.cells[r, fm] == segment
        )
        print(f"  {segment:<20}{cells}")
    print(f"  {rules.new_segment:<20}before the grid: exactly one order, at most {rules.new_days} days ago")


def _print_flows(found: Sequence[Any]) -> None:
    moved = [flow for flow in found if flow.from_segment != flow.to_segment]
    count, all_customers = (sum(flow.customers for flow in some) for some in (moved, found))
    print(f"  {count:,} of {all_customers:,} customers move")
    for flow in moved:
        print(f"  {flow.customers:>9,}  {flow.from_segment} to {flow.to_segment}, worth {flow.monetary:,.0f}")


def _wanted(options: argparse.Namespace, now: SegmentRules) -> SegmentRules:
    """The rules that the flags ask for, on top of those there are now."""
    if options.rules is not None:
        return SegmentRules.of_inputs(json.loads(options.rules))
    base = DEFAULT if options.default else now
    cells = dict(base.cells)
    for word in options.cell:
        name, _, segment = word.partition("=")
        r, _, fm = name.partition("-")
        if not (r.isdigit() and fm.isdigit() and segment):
            raise RulesError("cells", f"--cell {word}: write it as 5-1=Promising: recency score, FM score, segment.")
        cells[int(r), int(fm)] = segment
    return SegmentRules(cells, base.new_segment, base.new_days if options.days is None else options.days)


def _served(engine: Engine) -> Run:
    run = published_run(engine)
    if run is None or "rules" not in run.inputs:
        stop(NOTHING)
    return run


def _check_base(run: Run, from_run: int | None) -> None:
    if from_run is not None and from_run != run.run_id:
        stop(f"run {run.run_id} is served by now; the change began from run {from_run}. Look at its rules first.")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Show the segment rules, or change them and publish a new run.")
    parser.add_argument(
        "--cell", action="append", default=[], metavar="R-FM=SEGMENT", help="the segment of a cell; may be repeated"
    )
    parser.add_argument("--days", type=int, help="one order at most so many days ago makes a New Customer")
    parser.add_argument("--default", action="store_true", help="go back to the rules of a new shop")
    parser.add_argument("--preview", action="store_true", help="show who would move; change nothing")
    parser.add_argument("--rules", help="all rules, as the JSON of a job")
    parser.add_argument("--from-run", type=int, help="the run that the change began from; another one refuses it")
    options = parser.parse_args(arguments)
    settings = load_settings()
    # What a load has put aside is not published yet, so this looks into the served tables alone.
    engine = engine_for(database_url(settings), settings.time_zone, pool_size=2)
    upgrade(engine)
    if options.rules is None and not (options.cell or options.default or options.days is not None):
        run = _served(engine)
        print(f"The rules of run {run.run_id}, which is served; a cell is recency score and FM score:")
        _print_rules(SegmentRules.of_inputs(run.inputs))
        return
    with pipeline_lock(engine):
        run = _served(engine)
        now = SegmentRules.of_inputs(run.inputs)
        try:
            rules = _wanted(options, now)
            with engine.connect() as connection:
                rules.check(known_segments(connection))
        except RulesError as problem:
            stop(str(problem))
        if rules == now:
            print(f"Run {run.run_id} is served by these rules already; nothing to do.")
            return
        _check_base(run, options.from_run)
        with engine.connect() as connection:
            found = flows(connection, run.run_id, rules)
        print("Segmenting customers by other rules", flush=True)
        if not options.preview:
            clean_up(engine, settings.keep_runs)
            run_id = change_rules(engine, run, rules)
        _print_flows(found)
        if not options.preview:
            clean_up(engine, settings.keep_runs)
            print(f"  run {run_id} is published; the runs after it go by these rules, too.")


if __name__ == "__main__":
    run_script(main)
