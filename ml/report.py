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


VALUE_FIGURES = (
    ("mean_absolute_error", "mean error", 12, ",.2f"),
    ("median_absolute_error", "median error", 14, ",.2f"),
    ("bias", "bias", 9, "+.1%"),
    ("rank_correlation", "rank corr.", 12, ".3f"),
    ("deviance", "deviance", 11, ",.2f"),
    ("coverage", "in interval", 13, ".0%"),
)


def value_lines(summary: Sequence[dict[str, Any]]) -> list[str]:
    """Expected net spend against what came, as lines of text: the means over the test cutoffs, the best one marked."""
    if not summary:
        return ["  expected value: no month of which 90 days have passed could be tested yet"]
    cutoffs = summary[0]["cutoffs"]
    found = [f"  net spend in the next 90 days: mean of {cutoffs} test {'month' if cutoffs == 1 else 'months'}"]
    found.append("    " + f"{'model':<22}" + "".join(f"{title:>{width}}" for _, title, width, _ in VALUE_FIGURES))
    best = {name: _best(name, [row for row in summary if row["model"] != "shipped"]) for name, *_ in VALUE_FIGURES}
    for row in summary:
        cells = ""
        for name, _, width, form in VALUE_FIGURES:
            value = row[name]
            mark = "*" if value is not None and value == best[name] else ""
            cells += f"{'-' if value is None else mark + format(value, form):>{width}}"
        found.append(f"    {row['model'].replace('_', ' '):<22}{cells}")
    return [*found, "    * the best of its column"]


def _best(name: str, rows: Sequence[dict[str, Any]]) -> float | None:
    known = [row[name] for row in rows if row[name] is not None]
    if not known or name == "coverage":
        return None
    wanted = {"rank_correlation": lambda value: -value, "bias": abs}.get(name, lambda value: value)
    found: float = min(known, key=wanted)
    return found


def season_lines(season: Sequence[dict[str, Any]]) -> list[str]:
    """Each way to an intercept for the season, whether it lowered the ECE of past months, and which is used."""
    found = ["  intercept for the season: mean ECE over past months of the model that ships"]
    for row in season:
        name = row["way"].replace("_", " ")
        if not row["months"]:
            found.append(f"    {name:<18} no past month to try it on")
            continue
        what = f"{row['ece']:.3f} against {row['ece_without']:.3f} without, {row['months']} months"
        found.append(f"    {name:<18} {what}{', used' if row['used'] else ''}")
    return found


def cutoff_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What would have shipped at each test cutoff, with 95% intervals."""
    found = ["  shipped at each test cutoff, with 95% intervals"]
    for row in rows:
        if row["chosen"]:
            cells = "  ".join(
                f"{title} {row[name]:.3f} [{ends[0]:.3f}, {ends[1]:.3f}]"
                if (ends := row["intervals"].get(name))
                else ""
                for name, title in (("f1", "F1"), ("roc_auc", "ROC-AUC"), ("pr_auc", "PR-AUC"), ("ece", "ECE"))
            )
            where = f"{row['population']}, {row['horizon_days']} days"
            found.append(f"    {row['cutoff']}  {where:<22}{row['model'].replace('_', ' '):<18}{cells}")
    return found


def _number(figure: dict[str, float] | None) -> str:
    return "-" if figure is None else f"{figure['mean']:.3f}"
