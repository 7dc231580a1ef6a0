"""The table at the end of a training: every candidate and rule, each figure beside its baseline."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

TITLES = {
    "all": "all customers, next 30 days",
    "repeat": "two or more orders, next 30 days",
    "established": "established customers, next 60 days",
}
COLUMNS = {
    "f1": "F1 buyers",
    "f1_everybody": "everybody",
    "f1_macro": "macro",
    "precision": "prec.",
    "recall": "recall",
    "accuracy": "acc.",
    "f1_weighted": "F1 wtd",
    "f1_weighted_everybody": "wtd everybody",
    "f1_weighted_nobody": "wtd nobody",
    "roc_auc": "ROC-AUC",
    "pr_auc": "PR-AUC",
    "base_rate": "at random",
    "brier": "Brier",
    "ece": "ECE",
    "log_loss": "log loss",
    "lift_top_decile": "lift 10%",
    "gain_top_decile": "gain 10%",
}


def lines(summary: Sequence[dict[str, Any]]) -> list[str]:
    """The means over the test cutoffs as lines of text, one block for each population."""
    found = []
    for population, title in TITLES.items():
        rows = [row for row in summary if row["population"] == population]
        if not rows:
            continue
        cutoffs = rows[0]["cutoffs"]
        found.append(f"  {title}: mean of {cutoffs} test {'month' if cutoffs == 1 else 'months'}")
        means = {name: [row[name] and row[name]["mean"] for row in rows] for name in COLUMNS}
        found += _table(pd.DataFrame(means, _models(rows), dtype=float).rename(columns=COLUMNS), "{:.3f}")
    return found


def _models(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["model"].replace("_", " ") for row in rows]


def _table(figures: pd.DataFrame, form: str | None = None) -> list[str]:
    text = figures.to_string(float_format=form and form.format, na_rep="-")
    return [f"    {line}" for line in text.splitlines()]


VALUE_FIGURES = {
    "mean_absolute_error": ("mean error", "{:,.2f}"),
    "median_absolute_error": ("median error", "{:,.2f}"),
    "bias": ("bias", "{:+.1%}"),
    "rank_correlation": ("rank corr.", "{:.3f}"),
    "deviance": ("deviance", "{:,.2f}"),
    "coverage": ("in interval", "{:.0%}"),
}


def value_lines(summary: Sequence[dict[str, Any]]) -> list[str]:
    """Expected net spend against what came, as lines of text: the means over the test cutoffs, the best one marked."""
    if not summary:
        return ["  expected value: no month of which 90 days have passed could be tested yet"]
    cutoffs = summary[0]["cutoffs"]
    figures = pd.DataFrame(summary, _models(summary), [*VALUE_FIGURES], dtype=float)
    losses = figures.assign(bias=figures["bias"].abs(), rank_correlation=-figures["rank_correlation"])
    is_best = losses.eq(losses.drop(index="shipped", errors="ignore").min()).assign(coverage=False)
    told = pd.DataFrame(
        {
            title: figures[name]
            .map(form.format, na_action="ignore")
            .where(~is_best[name], "*" + figures[name].map(form.format))
            for name, (title, form) in VALUE_FIGURES.items()
        }
    )
    return [
        f"  net spend in the next 90 days: mean of {cutoffs} test {'month' if cutoffs == 1 else 'months'}",
        *_table(told),
        "    * the best of its column",
    ]


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
