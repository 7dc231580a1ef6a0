"""An earlier run is served again until there is something new."""

from pathlib import Path

from sqlalchemy import Engine

from db.runs import clean_up, publish
from tests.conftest import Runner
from tests.db.test_runs import make_run, served_customers
from tests.etl.test_load_data import HEADER, LINES, rows, write


def test_an_earlier_run_is_served_again_and_kept(engine: Engine, run_script: Runner) -> None:
    runs = [make_run(engine, customers=number) for number in (2, 3, 4)]
    for run_id in runs:
        publish(engine, run_id)
    listed = run_script("-m", "db.rollback").stdout
    assert "(served)" in listed.splitlines()[1] and len(listed.splitlines()) == 4
    done = run_script("-m", "db.rollback", str(runs[0]))
    assert done.returncode == 0, done.stderr
    assert served_customers(engine) == 2
    assert "served already" in run_script("-m", "db.rollback", str(runs[0])).stdout
    clean_up(engine, keep=1)
    assert served_customers(engine) == 2


def test_a_run_that_is_not_kept_is_refused(engine: Engine, run_script: Runner) -> None:
    nothing = run_script("-m", "db.rollback", "1")
    assert (nothing.returncode, "make pipeline" in nothing.stderr) == (2, True)
    publish(engine, make_run(engine))
    unknown = run_script("-m", "db.rollback", "7")
    assert (unknown.returncode, "run 7 is not kept" in unknown.stderr) == (2, True)
    assert "Traceback" not in unknown.stderr


def test_after_going_back_only_a_new_load_publishes_again(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    scripts = ("etl/etl_pipeline.py", "ml/ml_model.py")
    for lines in (LINES[:4], LINES[4:]):
        assert run_script("etl/load_data.py", write(tmp_path, [HEADER, *lines])).returncode == 0
        for script in scripts:
            assert run_script(script).returncode == 0
    assert run_script("-m", "db.rollback", "1").returncode == 0
    for script in scripts:
        assert "up to date" in run_script(script).stdout
    assert rows(engine, "select run_id from published") == [(1,)]
    later = LINES[0].replace("1001", "2001")
    assert run_script("etl/load_data.py", write(tmp_path, [HEADER, later])).returncode == 0
    for script in scripts:
        assert run_script(script).returncode == 0
    assert rows(engine, "select run_id from published") == [(3,)]
