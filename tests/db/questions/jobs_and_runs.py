"""Jobs, what their workers left, uploads and published runs, asked on a few rows."""

from typing import Any

from tests.db.questions.question import Question, Row


def job(number: int, status: str = "doing", **others: Any) -> Row:
    values = {"id": number, "status": status, "queue_name": "pipeline", "task_name": "import", "attempts": 0}
    return {**values, "abort_requested": False, "args": {}, **others}


def job_of(number: int, task: str, path: str) -> Row:
    return job(number, "succeeded", task_name=task, args={"arguments": [path, "semicolons"]})


def progress(number: int, **others: Any) -> Row:
    begun = {"script": "etl", "script_number": 1, "scripts": 3, "step": "", "output": ""}
    return {"job_id": number, **begun, "started_at": "2011-01-01", "updated_at": "2011-01-01", **others}


def run(number: int, state: str = "published", **others: Any) -> Row:
    return {"run_id": number, "state": state, **others}


def figures(f1: float, population: str = "all", model: str = "shipped") -> Row:
    return {"population": population, "model": model, "horizon_days": 30, "cutoffs": 6, "f1": {"mean": f1}}


LEFT_JOBS = {
    "procrastinate_jobs": [
        job(1, worker_id=None),
        job(2, worker_id=1, attempts=1, queueing_lock="score"),
        job(3, worker_id=1, attempts=2),
        job(4, worker_id=1, abort_requested=True),
        job(5, worker_id=2),
        job(6, worker_id=1),
        job(7, "todo", worker_id=1),
        job(8, worker_id=1, queue_name="another"),
    ],
    "procrastinate_workers": [
        {"id": 1, "last_heartbeat": "2011-01-01"},
        {"id": 2, "last_heartbeat": "2999-01-01"},
    ],
    "pg_temp.job_progress": [progress(2)],
}
PROGRESS_WITH_ITS_KEY = "create temporary table job_progress (like job_progress including all) on commit drop"
LEFT = {"attempts": 3, "silence": 10, "at_work": [6]}
SCORES_OF_RUN_2 = "create table public.rfm_scores_2 (customer_id text)"

QUESTIONS = {
    "a job waits for those before it in its queue": Question(
        "db/sql/jobs",
        {
            "procrastinate_jobs": [
                job(1, "succeeded"),
                job(2, "todo"),
                job(3),
                job(4, "todo", queue_name="another"),
                job(5, "todo"),
                job(6, "todo"),
                job(7, "failed"),
            ],
            "job_progress": [progress(3, script="ml"), progress(7, script="score")],
        },
        [
            (7, "failed", 0, "score"),
            (6, "todo", 3, None),
            (5, "todo", 2, None),
            (3, "doing", 0, "ml"),
            (2, "todo", 0, None),
            (1, "succeeded", 0, None),
        ],
        {"job_id": None, "limit": 10},
        columns=("job_id", "status", "jobs_before", "script"),
    ),
    "one job is found by its number": Question(
        "db/sql/jobs",
        {"procrastinate_jobs": [job(1), job(2), job(3)], "job_progress": []},
        [(2,)],
        {"job_id": 2, "limit": 10},
        columns=("job_id",),
    ),
    "the newest jobs are found, as many as asked for": Question(
        "db/sql/jobs",
        {"procrastinate_jobs": [job(1), job(2), job(3)], "job_progress": []},
        [(3,), (2,)],
        {"job_id": None, "limit": 2},
        columns=("job_id",),
    ),
    "what a dead worker left is tried again, cancelled, or has failed at the last attempt": Question(
        "db/sql/left_jobs",
        LEFT_JOBS,
        [
            (1, "todo", "its worker died in the middle of it; it is tried again"),
            (2, "todo", "its worker died in the middle of it; it is tried again"),
            (3, "failed", "its worker died in the middle of it, 3 times; see to the worker, then ask again"),
            (4, "aborted", "cancelled; what was published stays as it was"),
        ],
        LEFT,
        first=PROGRESS_WITH_ITS_KEY,
    ),
    "a job put back has one attempt more and no lock on its queueing, and others stay as they are": Question(
        "db/sql/left_jobs",
        LEFT_JOBS,
        [
            (1, "todo", 1, False, None),
            (2, "todo", 2, False, None),
            (3, "failed", 3, False, None),
            (4, "aborted", 1, False, None),
            *((number, "doing", 0, False, None) for number in (5, 6)),
            (7, "todo", 0, False, None),
            (8, "doing", 0, False, None),
        ],
        LEFT,
        first=PROGRESS_WITH_ITS_KEY,
        reading="select id, status::text, attempts, abort_requested, queueing_lock from procrastinate_jobs order by id",
    ),
    "a job left in the middle keeps where it was": Question(
        "db/sql/left_jobs",
        LEFT_JOBS,
        [(1, "", True), (2, "etl", True), (3, "", True), (4, "", True)],
        LEFT,
        first=PROGRESS_WITH_ITS_KEY,
        reading="select job_id, script, problem is not null from job_progress order by job_id",
    ),
    "of a removed upload the checks' output is forgotten": Question(
        "db/sql/forget_checks",
        {
            "procrastinate_jobs": [
                job_of(1, "check", "removed"),
                job_of(2, "check", "removed"),
                job_of(3, "import", "removed"),
                job_of(4, "check", "kept"),
            ],
            "job_progress": [progress(number, output="lines", report={}) for number in range(1, 6)],
        },
        [(1, "", None), (2, "", None), *((number, "lines", {}) for number in (3, 4, 5))],
        {"path": "removed"},
        reading="select job_id, output, report from job_progress order by job_id",
    ),
    "uploads are idle that no job is about to load": Question(
        "db/sql/erasing/idle_uploads",
        {
            "imports": [
                {"import_id": "00000000-0000-0000-0000-000000000001", "load_job": None},
                {"import_id": "00000000-0000-0000-0000-000000000002", "load_job": 2},
                {"import_id": "00000000-0000-0000-0000-000000000003", "load_job": 3},
                {"import_id": "00000000-0000-0000-0000-000000000004", "load_job": 4},
            ],
            "procrastinate_jobs": [job(2, "succeeded"), job(3, "todo"), job(4)],
        },
        [("00000000-0000-0000-0000-000000000001",), ("00000000-0000-0000-0000-000000000002",)],
        in_any_order=True,
    ),
    "kept runs are the published ones whose scores are still there, the newest first": Question(
        "db/sql/kept_runs",
        {
            "runs": [run(1), run(2), run(3), run(4, "failed"), run(5)],
            "published": [{"run_id": 3}],
        },
        [(3, True), (2, False)],
        columns=("run_id", "is_served"),
        first=f"{SCORES_OF_RUN_2}; create table public.rfm_scores_3 (); create table public.rfm_scores_4 ()",
    ),
    "a published run has its model and the figures of what was shipped for all customers": Question(
        "db/sql/model_runs",
        {
            "runs": [
                run(1, model_id=10),
                run(2, model_id=20, model_note="of the run"),
                run(3, model_note="too few customers"),
                run(4, "failed", model_id=20),
            ],
            "published": [{"run_id": 2}],
            "models": [
                {"model_id": 10, "model": "logistic", "metrics": {"summary": [figures(0.5)]}, "note": "of the model"},
                {
                    "model_id": 20,
                    "model": "boosted",
                    "metrics": {
                        "summary": [
                            figures(0.1, population="repeat"),
                            figures(0.2, model="a rule"),
                            figures(0.3, "repeat", "a rule"),
                            figures(0.6),
                        ]
                    },
                },
            ],
        },
        [
            (3, False, False, None, "too few customers", None, None),
            (2, True, True, "boosted", "of the run", 30, 0.6),
            (1, False, False, "logistic", "of the model", 30, 0.5),
        ],
        columns=("run_id", "is_served", "is_kept", "model", "note", "horizon_days", "f1"),
        first=SCORES_OF_RUN_2,
    ),
    "a run begins on the facts of an older one, and waits for its predictions": Question(
        "db/sql/take_over_run",
        {
            "runs": [
                run(1, shop_name="older", customers=5, model_id=10, finished_at="2011-01-01"),
                run(2, shop_name="another", customers=6, model_id=20),
            ]
        },
        [(1, "published", "older", 5, 10), (2, "published", "another", 6, 20), (None, "scored", "older", 5, None)],
        {"run_id": 1},
        # In the shop's own table the new run gets its number by itself.
        reading="select run_id, state, shop_name, customers, model_id from runs order by run_id",
    ),
}
