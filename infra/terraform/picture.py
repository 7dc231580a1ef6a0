"""Draw docs/images/aws.svg: what there is and who speaks to whom. `python infra/terraform/picture.py`."""

from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406  # writes, reads nothing

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "aws.svg"
WIDTH, HEIGHT = 980, 450

# name: x, y, width, height, lines of text
BOXES = {
    "browser": (20, 150, 130, 60, ["Browser, curl"]),
    "github": (20, 350, 130, 60, ["GitHub Actions", "no key is kept"]),
    "cloudfront": (230, 150, 150, 60, ["CloudFront", "adds the origin's secret"]),
    "site": (470, 40, 170, 60, ["S3: site", "the dashboard's files"]),
    "machine": (
        470,
        140,
        170,
        80,
        ["EC2: HAProxy", "two colours, worker", "refuses without the secret"],
    ),
    "releases": (470, 350, 170, 60, ["S3: releases", "by commit"]),
    "database": (770, 90, 180, 60, ["RDS PostgreSQL 18", "private subnets, TLS only"]),
    "exports": (770, 180, 180, 60, ["S3: exports", "gone after a day"]),
    "watch": (770, 270, 180, 60, ["CloudWatch, SNS, budget", "logs, alarms, mail"]),
    "manager": (770, 360, 180, 60, ["Systems Manager", "settings, secrets, shell"]),
}
# from, to, what is said; an arrow goes from the right edge to the left edge
ARROWS = (
    ("browser", "cloudfront", "TLS"),
    ("cloudfront", "site", "/*"),
    ("cloudfront", "machine", "/api/*"),
    ("machine", "database", "TLS"),
    ("machine", "exports", ""),
    ("machine", "watch", ""),
    ("machine", "manager", ""),
    ("github", "releases", "token of one hour"),
)
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2937; }
.small { font-size: 11px; fill: #4b5563; }
.box { fill: #fff; stroke: #64748b; }
.line { fill: none; stroke: #64748b; }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb; } .small { fill: #9ca3af; } .box { fill: #1f2937; stroke: #94a3b8; } .line { stroke: #94a3b8; }
}
"""


def box(x: int, y: int, width: int, height: int, lines: list[str]) -> str:
    """A box with its text in the middle, the first line larger."""
    top = y + height / 2 - 8 * (len(lines) - 1) + 4
    texts = ""
    for place, line in enumerate(lines):
        small = ' class="small"' if place else ""
        texts += f'<text x="{x + width / 2}" y="{top + 16 * place}" text-anchor="middle"{small}>{escape(line)}</text>'
    return f'<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>{texts}'


def arrow(start: str, end: str, said: str) -> str:
    """A line from one box's right edge to another's left edge, with what is said above its middle."""
    x1, y1, width, height, _ = BOXES[start]
    x2, y2, _, other_height, _ = BOXES[end]
    left, right = (x1 + width, y1 + height / 2), (x2 - 4, y2 + other_height / 2)
    middle = (left[0] + right[0]) / 2
    path = f"M{left[0]} {left[1]} C{middle} {left[1]} {middle} {right[1]} {right[0]} {right[1]}"
    label = f'<text class="small" x="{middle}" y="{(left[1] + right[1]) / 2 - 8}" text-anchor="middle">{said}</text>'
    return f'<path class="line" marker-end="url(#tip)" d="{path}"/>{label if said else ""}'


def picture() -> str:
    """The picture as SVG."""
    tip = '<marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>The dashboard on AWS: what there is and who speaks to whom</title>",
        f"<style>{STYLE}</style>",
        f'<defs>{tip}<path d="M0 0L8 4L0 8z" fill="#64748b"/></marker></defs>',
        *(arrow(*one) for one in ARROWS),
        *(box(*one) for one in BOXES.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture())
