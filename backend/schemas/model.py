"""The model: its figures, its backtest, and the models of all runs."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from backend.schemas.base import Answer, Query, Share, ShopTime


class MetricsQuery(Query):
    """At which threshold; by default the model's own."""

    threshold: Share | None = Field(None, description="From which probability on a purchase is expected.")


class BaselineFigures(Answer):
    f1: float | None
    f1_weighted: float | None
    accuracy: float | None
    precision: float | None
    recall: float | None
    f1_macro: float | None = None
    confusion_matrix: list[list[int]]
    days: int | None = Field(None, description="Of the recency rule: who ordered in so many days will buy.")


class Figures(Answer):
    """The figures of one model at one cutoff; null where they have no meaning (one class only)."""

    threshold: float | None
    accuracy: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    f1_weighted: float | None
    roc_auc: float | None
    pr_auc: float | None
    brier: float | None
    ece: float | None
    lift_top_decile: float | None
    f1_macro: float | None = None
    gain_top_decile: float | None = Field(None, description="The share of all buyers in the most probable tenth.")
    log_loss: float | None = None


class ModelFigures(Figures):
    """One model beside the other at the newest test cutoff."""

    model: str
    chosen: bool
    confusion_matrix: list[list[int]] | None = Field(None, description="[[tn, fp], [fn, tp]]")


class BacktestRow(Figures):
    """One model or rule at one test cutoff for one population; `chosen` is what would have been in use."""

    cutoff: date
    horizon_days: int
    population: Literal["all", "repeat", "established"]
    model: str
    chosen: bool
    n: int
    base_rate: float
    f1_everybody: float | None
    f1_weighted_everybody: float | None
    f1_weighted_nobody: float | None
    f1_recency_rule: float | None
    season: str = Field("none", description="The way in which an intercept for the season was found.")
    intervals: dict[str, list[float] | None] = Field({}, description="95%, by the bootstrap over customers.")


class ThresholdCounts(Answer):
    threshold: float
    tn: int
    fp: int
    fn: int
    tp: int


class ScoreBin(Answer):
    from_: float = Field(alias="from")
    to: float
    bought: int
    did_not: int


class ReliabilityBin(Answer):
    mean_predicted: float
    share_bought: float
    n: int


class GroupReliability(Answer):
    """Calibration of one group of customers, over all test cutoffs."""

    group: str
    low: float
    high: float | None
    n: int
    mean_predicted: float
    share_bought: float


class Spread(Answer):
    mean: float | None
    min: float | None
    max: float | None


class BacktestSummary(Answer):
    """Mean and range of one model's figures over all test cutoffs; `shipped` is what would have been in use."""

    model: str
    population: Literal["all", "repeat", "established"]
    horizon_days: int
    cutoffs: int
    base_rate: Spread | None
    accuracy: Spread | None
    precision: Spread | None
    recall: Spread | None
    f1: Spread | None
    f1_weighted: Spread | None
    roc_auc: Spread | None
    pr_auc: Spread | None
    brier: Spread | None
    ece: Spread | None
    lift_top_decile: Spread | None
    f1_everybody: Spread | None
    f1_weighted_everybody: Spread | None
    f1_weighted_nobody: Spread | None
    f1_recency_rule: Spread | None
    f1_macro: Spread | None = None
    gain_top_decile: Spread | None = None
    log_loss: Spread | None = None


class SeasonFigures(Answer):
    """One way to an intercept for the season: mean calibration error over past months with and without it."""

    way: str
    used: bool
    months: int
    ece_without: float | None
    ece: float | None


class ValueFigures(Answer):
    """One model's or rule's expected net spend against what came: means over the test cutoffs."""

    model: str
    horizon_days: int
    cutoffs: int
    mean_absolute_error: float | None
    median_absolute_error: float | None
    bias: float | None = Field(description="Of the sum over all customers, as a share of what came.")
    rank_correlation: float | None
    deviance: float | None = Field(description="Tweedie deviance of power 1.5.")
    coverage: float | None = Field(description="The share of customers inside the 80% interval.")


class GainsPoint(Answer):
    share_of_customers: float
    share_of_buyers: float


class FeatureEffect(Answer):
    name: str
    label: str
    coefficient: float | None = None
    importance: float | None = None


class ModelCard(Answer):
    """What the served model is: when and on what it was fitted."""

    model: str
    as_of: ShopTime
    horizon_days: int
    threshold: float
    data_version: dict[str, list[int]] = Field(description="The numbers of the loads it was fitted on.")
    figures: dict[str, float | int | str | None] = Field(description="Its figures at the newest test cutoff.")
    trained_at: datetime
    cutoffs: list[date]
    features: list[FeatureEffect]
    library_versions: dict[str, str]
    sha256: str
    bytes: int | None = Field(None, description="The size of the model file.")
    rows: int
    season: dict[str, str | float] | None = Field(None, description="The intercept in use: its way and its log odds.")
    value: dict[str, str | int] | None = Field(None, description="The model of expected spend, and over how many days.")


class FigureDifference(Answer):
    """A figure of the new and the served model: means over the months, and the 95% interval of new less served."""

    figure: Literal["pr_auc", "log_loss"]
    new: float
    served: float
    low: float
    high: float
    clearly: Literal["better", "worse"] | None = Field(description="null where the interval holds 0.")


class ModelComparison(Answer):
    """The new model against the served one: by its file, on months that it had not seen, or by its kind."""

    by: Literal["file", "kind"]
    new: str
    served: str
    months: list[date]
    differences: list[FigureDifference]


class ModelChoice(Answer):
    """How the model that scores the run came about."""

    origin: Literal["trained", "kept", "restored"]
    made_by_run: int = Field(description="The run whose training made the file.")
    note: str | None = Field(description="In a sentence, why it is this model.")
    comparisons: list[ModelComparison]


class ModelMetrics(Figures):
    """How well the next purchase is predicted, measured on the newest complete window and on all before it."""

    run_id: int
    model: str | None
    note: str | None = Field(description="Why there is no model, when there is none.")
    cutoff: date | None
    horizon_days: int | None
    population: str | None
    n: int | None
    base_rate: float | None
    default_threshold: float | None
    confusion_matrix: list[list[int]] | None = Field(description="[[tn, fp], [fn, tp]]")
    intervals: dict[str, list[float] | None] = Field(description="95% bootstrap intervals of the figures above.")
    baselines: dict[str, BaselineFigures]
    models: list[ModelFigures]
    threshold_curve: list[ThresholdCounts]
    score_histogram: list[ScoreBin]
    reliability: list[ReliabilityBin]
    reliability_by_group: list[GroupReliability]
    gains: list[GainsPoint]
    backtest: list[BacktestRow]
    summary: list[BacktestSummary]
    season: list[SeasonFigures] = Field(default_factory=list)
    value: list[ValueFigures] = Field(default_factory=list)
    choice: ModelChoice | None = None
    card: ModelCard | None


class ModelRun(Answer):
    """A published run: its model, and the means of its rolling backtest for all customers, as shipped."""

    run_id: int
    as_of: ShopTime
    finished_at: datetime
    source: str
    data_from: ShopTime
    data_to: ShopTime
    customers: int
    is_served: bool
    is_kept: bool = Field(description="Its scores and model are still there, so it can be served or restored.")
    model: str | None
    origin: Literal["trained", "kept", "restored"] | None
    made_by_run: int | None
    sha256: str | None
    trained_at: datetime | None
    trained_as_of: ShopTime | None
    note: str | None = Field(description="Why it is this model, or why there is none.")
    horizon_days: int | None
    cutoffs: int | None
    base_rate: float | None
    f1: float | None
    f1_everybody: float | None
    f1_weighted: float | None
    roc_auc: float | None
    pr_auc: float | None
    brier: float | None
    log_loss: float | None
    ece: float | None
    lift_top_decile: float | None


class ModelRuns(Answer):
    """The published runs, the newest first; `run_id` is the one that is served."""

    run_id: int
    items: list[ModelRun]
