"""What both comparison pages show, read from the file that SHOP_ROWS names: figures, segments, customers."""

import json
import os
from pathlib import Path
from typing import Any

rows: dict[str, Any] = json.loads(Path(os.environ["SHOP_ROWS"]).read_text())
figures: list[list[str]] = rows["figures"]
segments: list[dict[str, Any]] = rows["segments"]
customers: list[dict[str, Any]] = rows["customers"]
