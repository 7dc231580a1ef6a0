"""The headers of every answer, and how long browsers keep the dashboard's files: one policy, whoever serves them.

CloudFront has it from the same file, by Terraform (infra/terraform/web.tf) and by what uploads the files
(infra/deploy/publish.py).
"""

import json
from typing import Any

from db.settings import ROOT

WEB_POLICY: dict[str, Any] = json.loads((ROOT / "backend" / "web_policy.json").read_text())
SECURITY_HEADERS: dict[str, str] = WEB_POLICY["headers"]
HASHED_FILES: str = WEB_POLICY["hashed_files"]


def how_long_kept(path: str) -> str:
    """The header Cache-Control of a built file: a hashed name never stands for other bytes, all others may."""
    name: str = WEB_POLICY["keep_hashed_files" if path.startswith(HASHED_FILES) else "keep_other_files"]
    return name
