"""The nightly pipeline by its real unit; the line it ends with is what the figures behind its two alarms count."""

import json
import re
from typing import Any

from tests.infra.serving_machine import ServingMachine
from tests.infra.terraforming import TERRAFORM

NIGHTLY = "sales-dashboard-nightly.service"


def counted(line: dict[str, Any]) -> set[str]:
    """The figures of the pipeline whose filter takes this line, as CloudWatch would read the filters."""
    text = (TERRAFORM / "modules" / "logs" / "main.tf").read_text()
    found = re.findall(r'(\w+) += \{ group = "pipeline", pattern = "\{ (.*) \}", value', text)
    assert len(found) == 2
    figures = set()
    for name, pattern in found:
        python = pattern.replace("\\", "").replace("&&", "and").replace("||", "or").replace(" = ", " == ")
        python = re.sub(r"\$\.(\w+)", r"line.get('\1')", python)
        if eval(python, {"line": line}):  # noqa: S307  # the pattern is our own file's
            figures.add(name)
    return figures


def night(machine: ServingMachine) -> dict[str, Any]:
    """Run it as the timer does; the line it ended with."""
    machine.systemctl("start", NIGHTLY, check=False)
    line: dict[str, Any] = json.loads(machine.log("pipeline").splitlines()[-1])
    return line


def test_a_night_is_counted_as_finished_and_a_failed_one_rings(machine: ServingMachine) -> None:
    done = night(machine)
    assert (done["event"], done["job"], done["outcome"]) == ("job", "pipeline", "finished"), machine.log("pipeline")
    assert counted(done) == {"PipelineFinished"}
    settings = machine.root / "etc" / "sales-dashboard" / "pipeline.env"
    settings.write_text("DATABASE_URL='postgresql://nobody@127.0.0.1:9/nothing'\n")
    failed = night(machine)
    assert (failed["outcome"], failed["step"]) == ("failed", "etl/etl_pipeline.py")
    assert counted(failed) == {"PipelineFailed"}
    alarms = (TERRAFORM / "modules" / "alarms" / "main.tf").read_text()
    assert re.search(r'pipeline-failed += .*metric = "PipelineFailed".* above = 0,', alarms)
    assert re.search(r'pipeline-did-not-run += .*metric = "PipelineFinished".* below = 1,', alarms)
