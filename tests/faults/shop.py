"""A shop whose pipeline can be broken off: its scripts at work, and what its readers get meanwhile."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import pytest

from db.embedded import join_server
from db.settings import ROOT
from tests.db.test_embedded import answers, run

LONGEST = 120.0  # seconds for one script, many times what it needs

SCRIPTS = {"load": "etl/load_data.py", "score": "etl/etl_pipeline.py", "train": "ml/ml_model.py"}
HEADLINES = {"load": "Loading", "score": "Scoring", "train": "Predicting"}


class Script:
    """A script at work; what it prints is read as it comes."""

    def __init__(self, data_dir: Path, *arguments: str | Path, **settings: str) -> None:
        self.begun = time.monotonic()
        self.printed = ""
        self.arrivals: list[tuple[float, int]] = []  # when so many characters had been printed
        self.process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(data_dir), "DATABASE_URL": "", "PYTHONUNBUFFERED": "1", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A shell's job in the background hears no Ctrl-C, nor do its children; a script that we interrupt must.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no thread but this one
        )

    @property
    def output(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def read_until(self, words: str | None) -> bool:
        """Read until `words` are printed (None: to the end); False when the script has ended without them."""
        while words is None or words not in self.printed:
            left = self.begun + LONGEST - time.monotonic()
            ready, _, _ = select.select([self.output], [], [], max(0.0, left))
            if not ready:
                self.kill()
                pytest.fail(f"the script hangs:\n{self.printed}")
            chunk = os.read(self.output.fileno(), 1 << 16)
            if not chunk:
                self.process.wait()
                self.output.close()
                return False
            self.printed += chunk.decode()
            self.arrivals.append((time.monotonic(), len(self.printed)))
        return True

    def time_of(self, words: str) -> float:
        wanted = self.printed.index(words) + len(words)
        return next(moment for moment, length in self.arrivals if length >= wanted)

    def let_work(self, seconds: float) -> bool:
        """Let it work on for so long; True when it still does."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self) -> int:
        self.read_until(None)
        return self.process.returncode


@dataclass(frozen=True)
class Step:
    """A part of a script's work: the words with which it begins, and how long it takes."""

    words: str
    seconds: float


@dataclass(frozen=True)
class Served:
    """What a reader gets: every score of the published run, and the prediction beside each."""

    scores: list[Any]
    predictions: list[Any]


@dataclass
class Shop:
    """A shop on an embedded server of its own, and two files of order lines that take turns."""

    data_dir: Path
    files: tuple[Path, Path]
    scores: dict[Path, list[Any]] = field(default_factory=dict)  # by a run that nothing disturbed
    lines: dict[Path, int] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=dict)

    def start(self, phase: str, file: Path, **settings: str) -> Script:
        arguments: list[str | Path] = [file, "--mode", "replace-all"] if phase == "load" else []
        return Script(self.data_dir, SCRIPTS[phase], *arguments, **settings)

    def finish(self, phase: str, file: Path) -> None:
        """Run one script undisturbed, and see where its steps begin and how long they take at present."""
        script = self.start(phase, file)
        assert script.end() == 0, f"{phase} failed:\n{script.printed}"
        titles = [title.strip() for title in re.findall(r"^  (.{44}) *\d+\.\d s$", script.printed, re.MULTILINE)]
        if titles:  # else there was nothing to do
            begins = [script.begun, *map(script.time_of, [HEADLINES[phase], *titles]), script.arrivals[-1][0]]
            self.steps[phase] = [
                Step(words, max(0.0, after - begin))
                for words, (begin, after) in zip(["", HEADLINES[phase], *titles], pairwise(begins), strict=True)
            ]

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        return run(join_server(self.data_dir), statement)

    def is_up(self) -> bool:
        return answers(join_server(self.data_dir))

    def served(self) -> Served:
        rows = self.query(
            "select to_jsonb(scores) - 'run_id', to_jsonb(predictions) - 'run_id'"
            " from rfm_scores as scores left join predictions using (run_id, customer_id)"
            " where run_id = (select run_id from published) order by customer_id"
        )
        return Served([scores for scores, _ in rows], [prediction for _, prediction in rows])

    def served_lines(self) -> int:
        count: int = self.query("select count(*) from public.transactions")[0][0]
        return count

    def file_not_served(self) -> Path:
        served = self.served().scores
        return next(file for file in self.files if self.scores[file] != served)
