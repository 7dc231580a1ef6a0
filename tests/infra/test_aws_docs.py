"""What docs/aws says of permissions, alarms and costs is what Terraform has."""

import re

from infra.terraform.picture import PICTURE, picture
from tests.infra.terraforming import TERRAFORM

DOCS = TERRAFORM.parents[1] / "docs" / "aws"


def rows(name: str) -> list[list[str]]:
    """The cells of every row of a document's tables."""
    lines = (DOCS / name).read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]


def test_the_table_of_permissions_names_each_action_that_terraform_gives() -> None:
    text = (TERRAFORM / "access.tf").read_text()
    given = {
        (name, action)
        for name, actions in re.findall(r"^ +(\w+) = \{\n +actions += \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
        for action in re.findall(r'"([\w-]+:\w+)"', actions)
    }
    told = {
        (row[1].split()[0], action)
        for row in rows("security.md")
        if row[0] in ("machine", "deployer")
        for action in re.findall(r"`([\w-]+:\w+)`", row[2])
    }
    assert given == told
    assert len(given) > 20


def test_every_alarm_has_a_runbook() -> None:
    alarms = re.findall(
        r"^ {4}([a-z-]+) += \{ namespace", (TERRAFORM / "modules/alarms/main.tf").read_text(), re.MULTILINE
    )
    assert len(alarms) == 11
    runbooks = re.findall(r"^## (.*)$", (DOCS / "runbooks.md").read_text(), re.MULTILINE)
    assert {*alarms, "bill"} <= set(runbooks)


def test_the_costs_add_up_and_stay_under_50_dollars() -> None:
    total = 0.0
    sums = []
    for row in rows("costs.md")[1:]:
        if row[0].startswith("**"):
            sums.append(float(row[3].strip("*")))
            assert round(total, 2) == sums[-1]
        else:
            total += float(row[3])
    assert len(sums) == 2 and max(sums) < 50


def test_the_picture_is_the_one_that_the_code_draws() -> None:
    assert PICTURE.read_text() == picture()
