"""What can go wrong with a release, on a real HAProxy, gunicorn and PostgreSQL: nothing broken is ever served."""

from sqlalchemy import Engine, text

from db.migrate import newest_level
from infra.deploy.machine import wait_for
from tests.infra.serving_machine import ORIGIN_SECRET, ServingMachine, Shoppers

NEXT_LEVEL = f"{int(newest_level()) + 1:04d}"
MIGRATION = f"""
from alembic import op
revision, down_revision, branch_labels, depends_on = "{NEXT_LEVEL}", "{newest_level()}", None, None
def upgrade() -> None:
    op.execute("create table made_by_the_next_release (id int)")
"""
FAILING = MIGRATION + '    op.execute("select 1 / 0")\n'
MIGRATION_FILE = f"db/migrations/versions/{NEXT_LEVEL}_next.py"
# The process starts and is alive, but its database is out of reach.
NEVER_READY = {"backend/operations.py": ("state.database = True", "raise SQLAlchemyError")}
# Ready, but every campaign fails.
FAILS_REQUESTS = {"backend/campaigns.py": ("rows = fetch_rows", "raise LookupError")}


def level(engine: Engine) -> str:
    with engine.connect() as connection:
        found: str = connection.execute(text("select version_num from alembic_version")).scalar_one()
    return found


def test_a_broken_release_never_serves(machine: ServingMachine, engine: Engine) -> None:
    with Shoppers(machine, 2) as shoppers:
        done = machine.deploy(machine.add_release(2, NEVER_READY), "--ready-seconds", "4")
    assert done.returncode == 1 and "did not become ready" in done.stdout
    assert not shoppers.failures and set(shoppers.colours) == {"blue"}
    assert machine.haproxy.seen("green").answers == 0


def test_a_failing_migration_changes_nothing(machine: ServingMachine, engine: Engine) -> None:
    done = machine.deploy(machine.add_release(2, {MIGRATION_FILE: ("", FAILING)}))
    assert done.returncode == 1 and "migration failed" in done.stdout
    assert level(engine) == newest_level()
    with engine.connect() as connection:
        assert connection.execute(text("select to_regclass('made_by_the_next_release')")).scalar_one() is None
    assert machine.get("/healthz", X_Origin_Secret=ORIGIN_SECRET)[1]["X-Colour"] == "blue"
    assert machine.haproxy.seen("green").answers == 0


def test_old_code_serves_from_the_tables_of_the_next_release(machine: ServingMachine, engine: Engine) -> None:
    done = machine.deploy(machine.add_release(2, {MIGRATION_FILE: ("", MIGRATION)}))
    assert done.returncode == 0, done.stdout
    assert level(engine) == NEXT_LEVEL
    done = machine.deploy("--back")
    assert done.returncode == 0, done.stdout
    assert level(engine) == NEXT_LEVEL
    with Shoppers(machine, 1) as shoppers:
        assert wait_for(lambda: shoppers.requests > 5, 300)
    assert not shoppers.failures and set(shoppers.colours) == {"blue"}


def test_a_release_that_fails_requests_goes_back_by_itself(machine: ServingMachine, engine: Engine) -> None:
    with Shoppers(machine, 2) as shoppers:
        done = machine.deploy(machine.add_release(2, FAILS_REQUESTS))
        failed = len(shoppers.failures)
        served = shoppers.answers[201]
        assert wait_for(lambda: shoppers.answers[201] > served + 10, 300)
    assert done.returncode == 1 and "serves again" in done.stdout
    assert failed and len(shoppers.failures) == failed
    assert machine.get("/healthz", X_Origin_Secret=ORIGIN_SECRET)[1]["X-Colour"] == "blue"


def test_only_a_commit_that_is_here_can_be_released(machine: ServingMachine) -> None:
    for wrong in ("main", "../../etc", "0" * 39, "f" * 40):
        done = machine.deploy(wrong)
        assert done.returncode == 1 and "nothing was changed" in done.stdout
