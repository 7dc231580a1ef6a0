"""Queries of uploaded files, of the lines that were left out, and of who works on them, on a few rows each."""

from typing import Any

from tests.db.questions.question import Question, Row

FIRST, SECOND, THIRD = (f"00000000-0000-0000-0000-00000000000{number}" for number in (1, 2, 3))
UPLOADED: dict[str, list[Row]] = {
    "imports": [
        {"import_id": FIRST, "name": "first.csv", "uploaded_at": "2011-01-01"},
        {"import_id": SECOND, "name": "second.csv", "uploaded_at": "2011-01-02", "check_job": 1, "load_job": 2},
        {"import_id": THIRD, "name": "third.csv", "uploaded_at": "2011-01-03", "check_job": 3},
    ],
    "procrastinate_jobs": [
        {"id": 1, "status": "succeeded"},
        {"id": 2, "status": "doing"},
        {"id": 3, "status": "failed"},
    ],
    "job_progress": [
        {"job_id": 1, "report": {"result": {"load_id": 8}}},
        {"job_id": 2, "report": {"result": {"load_id": 9}}},
    ],
}
STANDING = ("name", "check_status", "load_status", "load_id")


def left_out(load: int, file: int, line: int, reason: str) -> Row:
    return {
        "load_id": load,
        "file_number": file,
        "line_number": line,
        "reason": reason,
        "raw": f"line {load}-{file}-{line}",
    }


LEFT_OUT: dict[str, list[Row]] = {
    "loads": [{"load_id": 1, "source": "January"}, {"load_id": 2, "source": "February"}],
    "load_files": [
        {"load_id": 1, "file_number": 1, "name": "1.csv"},
        {"load_id": 1, "file_number": 2, "name": "2.csv"},
        {"load_id": 2, "file_number": 1, "name": "3.csv"},
    ],
    "ledger": [
        left_out(2, 2, 1, "no price"),
        left_out(2, 1, 4, "no price"),
        left_out(2, 1, 3, "no customer"),
        left_out(1, 2, 1, "no price"),
        left_out(1, 1, 9, "no price"),
    ],
}


def ledger_page(
    *lines: str, reason: str | None = None, load: int | None = None, after: tuple[int, int, int] = (0, 0, 0)
) -> Question:
    """A page of three lines at most: January is load 1, February load 2."""
    place = dict(zip(("after_load", "after_file", "after_line"), after, strict=True))
    return Question(
        "backend/sql/ledger_lines",
        LEFT_OUT,
        [("January" if line.startswith("line 1") else "February", line) for line in lines],
        {"reason": reason, "load_id": load, "limit": 3, **place},
        columns=("source", "raw"),
    )


def ledger_file(*lines: tuple[Any, ...], reason: str | None = None, load: int | None = None) -> Question:
    return Question(
        "backend/sql/ledger_file",
        LEFT_OUT,
        list(lines),
        {"reason": reason, "load_id": load},
        {"{source}": "loads.source", "{file}": "load_files.name", "{raw}": "ledger.raw"},
        columns=("source", "file", "raw"),
    )


def reasons(load: int | None, *found: tuple[str, int]) -> Question:
    return Question("backend/sql/ledger_totals", LEFT_OUT, list(found), {"load_id": load})


def worker(last_heard: str, silence: int, *, is_there: bool) -> Question:
    workers = [{"id": 1, "last_heartbeat": last_heard}]
    return Question("backend/sql/has_worker", {"procrastinate_workers": workers}, [(is_there,)], {"silence": silence})


QUESTIONS = {
    "a worker that was just heard is there": worker("now", 60, is_there=True),
    "a worker that was last heard yesterday is gone": worker("yesterday", 60, is_there=False),
    "a worker that was silent for as long as it may be is gone": worker("now", 0, is_there=False),
    "uploaded files are told the newest first, with how their jobs stand": Question(
        "backend/sql/imports",
        UPLOADED,
        [("third.csv", "failed", None, None), ("second.csv", "succeeded", "doing", 9)],
        {"import_id": None, "limit": 2},
        columns=STANDING,
    ),
    "one uploaded file is told that waits for its check": Question(
        "backend/sql/imports",
        UPLOADED,
        [("first.csv", None, None, None)],
        {"import_id": FIRST, "limit": 3},
        columns=STANDING,
    ),
    "the uploaded file that is asked for is held": Question(
        "backend/sql/import_to_change", UPLOADED, [("second.csv", 2)], {"import_id": SECOND}
    ),
    "a first page has the lines in the order of loads, files and lines": ledger_page(
        "line 1-1-9", "line 1-2-1", "line 2-1-3"
    ),
    "a page goes on after the last line of the one before": ledger_page("line 2-1-4", "line 2-2-1", after=(2, 1, 3)),
    "a page goes on in the next load": ledger_page("line 2-1-3", "line 2-1-4", "line 2-2-1", after=(1, 2, 1)),
    "lines are those of the reason asked for": ledger_page("line 2-1-3", reason="no customer"),
    "lines are those of the load asked for": ledger_page("line 1-1-9", "line 1-2-1", load=1),
    "the file has all lines with their files, and one that no file is written down for": ledger_file(
        ("January", "1.csv", "line 1-1-9"),
        ("January", "2.csv", "line 1-2-1"),
        ("February", "3.csv", "line 2-1-3"),
        ("February", "3.csv", "line 2-1-4"),
        ("February", None, "line 2-2-1"),
    ),
    "the file has the lines of the reason and the load asked for": ledger_file(
        ("February", "3.csv", "line 2-1-4"), ("February", None, "line 2-2-1"), reason="no price", load=2
    ),
    "reasons are counted in all loads, the most frequent first": reasons(None, ("no price", 4), ("no customer", 1)),
    "reasons are counted in the load asked for": reasons(1, ("no price", 2)),
}
