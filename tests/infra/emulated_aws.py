"""moto's server, with one thing that it leaves out: who set a parameter of a group, which Terraform asks for."""

import sys
from collections.abc import Iterable
from typing import Any

from moto.rds.models import DBParameterGroup
from moto.server import main

told = DBParameterGroup.update_parameters


def update_parameters(self: DBParameterGroup, new_parameters: Iterable[dict[str, Any]]) -> None:
    told(self, [{**parameter, "Source": "user"} for parameter in new_parameters])


if __name__ == "__main__":
    DBParameterGroup.update_parameters = update_parameters  # type: ignore[method-assign]
    main(sys.argv[1:])
