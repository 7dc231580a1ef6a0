"""The table at the end of a training: every candidate and rule, each figure beside its baseline."""

from collections.abc import Sequence
from typing import Any

TITLES = {
    "all": "all customers, next 30 days",
    "repeat": "two or more orders, next 30 days",
    "established": "established customers, next 60 days",
}
COLUMNS = (
    ("f1", "F1 buyers", 10),
    ("f1_everybody", "everybody", 10),
    ("f1_macro", "macro", 7),
    ("precision", "prec.", 7),
    ("recall", "recall", 8),
    ("accuracy", "acc.", 7),
    ("f1_weighted", "F1 wtd", 8),
    ("f1_weighted_everybody", "everybody", 10),
    ("f1_weighted_nobody", "nobody", 8),
    ("roc_auc", "ROC-AUC", 8),
    ("pr_auc", "PR-AUC", 8),
    ("base_rate", "at random", 10),
    ("brier", "Brier", 7),
    ("ece", "ECE", 6),
    ("log_loss", "log loss", 10),
    ("lift_top_decile", "lift 10%", 10),
    ("gain_top_decile", "gain 10%", 10),
)


def lines(summary: Sequence[dict[str, Any]]) -> list[str]:
    """The means over the test cutoffs as lines of text, one block for each population."""
    found = []
    for population, title in TITLES.items():
        rows = [row for row in summary if row["population"] == population]
        if not rows:
            continue
        cutoffs = rows[0]["cutoffs"]
        found.append(f"  {title}: mean of {cutoffs} test {'month' if cutoffs == 1 else 'months'}")
        found.append("    " + f"{'model':<18}" + "".join(f"{name:>{width}}" for _, name, width in COLUMNS))
        for row in rows:
            cells = "".join(f"{_number(row[key]):>{width}}" for key, _, width in COLUMNS)
            found.append(f"    {row['model'].replace('_', ' '):<18}{cells}")
    return found


def _number(figure: dict[str, float] | None) -> str:
    return "-" if figure is None else f"{figure['mean']:.3f}"
