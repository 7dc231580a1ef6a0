"""What the browser must download before the overview shows its figures, read from the built files."""

import gzip
import re
from pathlib import Path

from backend.spa import DIST

# What the API writes itself, a line of settings, is no part of the build.
ENTRY = re.compile(r'<script[^>]* src="(/(?!api/)[^"]+\.js)"|<link rel="modulepreload"[^>]* href="(/[^"]+\.js)"')
LIST = re.compile(r"for \(const href of \[([^\]]*)\]\)")


def overview_scripts(folder: Path = DIST) -> tuple[list[str], list[str]]:
    """The scripts of the first page, and those of its charts alone, which wait for the others."""
    page = [first or second for first, second in ENTRY.findall((folder / "index.html").read_text())]
    lists = [re.findall(r'"(/[^"]+)"', each) for each in LIST.findall((folder / "start.js").read_text())]
    if len(lists) != 2 or not page:
        raise ValueError("index.html or start.js no longer names its scripts the way this measure reads them.")
    figures = list(dict.fromkeys([*page, *lists[0]]))
    return figures, [script for script in lists[1] if script not in figures]


def kibibytes(scripts: list[str], folder: Path = DIST) -> float:
    """Their size, each compressed by gzip as the build does it."""
    return sum(len(gzip.compress((folder / script[1:]).read_bytes(), 9)) for script in scripts) / 1024


if __name__ == "__main__":
    of_figures, of_charts = overview_scripts()
    print(f"figures {kibibytes(of_figures):.1f} KiB, charts {kibibytes(of_charts):.1f} KiB more")
