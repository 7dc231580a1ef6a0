"""What the API takes and gives: the shapes behind the OpenAPI document and the generated types."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self, get_origin

from flask import has_request_context, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

SortColumn = Literal[
    "customer_id",
    "country",
    "segment",
    "recency",
    "frequency",
    "monetary",
    "r_score",
    "f_score",
    "m_score",
    "first_order_at",
    "last_order_at",
    "average_order_value",
    "typical_gap_days",
    "purchase_probability",
    "expected_value",
]
SORT_PATTERN = r"^-?[a-z_]+$"


class Answer(BaseModel):
    """Base of what the API gives."""


# --- What the API takes -------------------------------------------------------------------------


def as_list(value: Any) -> Any:
    """In a body a filter is one value or a list of them."""
    return value if value is None or isinstance(value, list) else [value]


Score = Annotated[int, Field(ge=1, le=5)]
Text = Annotated[str, Field(max_length=200)]
Money = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Many = BeforeValidator(as_list)


class Strict(BaseModel):
    """Base of what the API takes: an unknown name is refused."""

    model_config = ConfigDict(extra="forbid")


class CustomerFilters(Strict):
    """Which customers; several values of one filter mean any of them, several filters mean all of them."""

    segment: Annotated[list[Text] | None, Many] = None
    country: Annotated[list[Text] | None, Many] = None
    r_score: Annotated[list[Score] | None, Many] = None
    f_score: Annotated[list[Score] | None, Many] = None
    m_score: Annotated[list[Score] | None, Many] = None
    fm_score: Annotated[list[Score] | None, Many] = None
    min_monetary: Money | None = None
    max_monetary: Money | None = None
    min_recency: Count | None = None
    max_recency: Count | None = None
    min_frequency: Count | None = None
    max_frequency: Count | None = None
    min_probability: Share | None = None
    max_probability: Share | None = None
    q: str | None = Field(None, max_length=100, description="The beginning of a customer id, or part of a country.")


class Query(Strict):
    """Base of what comes in the query string, where a list's name repeats and an empty value means none."""

    @model_validator(mode="before")
    @classmethod
    def gather(cls, data: Any) -> Any:
        if not has_request_context():
            return data
        gathered: dict[str, Any] = {}
        for name in request.args:
            field = cls.model_fields.get(name)
            values = [value for value in request.args.getlist(name) if value != ""]
            many = field is not None and any(get_origin(part) is list for part in _parts(field.annotation))
            if values:
                gathered[name] = values if many else values[-1]
            elif field is None:
                gathered[name] = None
        return gathered


def _parts(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__args__", (annotation,)) if get_origin(annotation) is not list else (annotation,)


class CustomerListQuery(CustomerFilters, Query):
    """The list's filters, order and page."""

    sort: str = Field("-monetary", pattern=SORT_PATTERN, description="A column; `-` before it means descending.")
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = Field(None, max_length=1000, description="`next_cursor` of the page before.")


class SegmentsQuery(Query):
    """Of which run; by default the one that is served."""

    run: int | None = Field(None, ge=1, le=2**62)
    as_of: date | None = None


class MetricsQuery(Query):
    """At which threshold; by default the model's own."""

    threshold: Share | None = None


class Terms(Strict):
    """On which terms customers are written to. How much more they spend is not known before it was measured."""

    margin: Share = Field(0.3, description="Profit per unit of net spend.")
    cost: Money = Field(1.0, ge=0, description="Of writing to one customer.")
    effect: Share = Field(0.1, description="By which share those written to spend more. An assumption until measured.")
    hold_out: float = Field(0.1, ge=0, le=0.5, description="Share of the chosen who are not written to.")
    budget: Money | None = Field(None, ge=0)
    capacity: Count | None = Field(None, description="The most letters that can be written.")


class PlanQuery(Terms, Query):
    """The terms, and how many customers; by default as many as bring most."""

    customers: Count | None = None


class CampaignBody(Terms):
    """A campaign to begin: its name, its terms, and how many customers, the held-out ones among them."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    customers: Annotated[int, Field(ge=2, le=2_000_000_000)]
    starts_on: date | None = Field(None, description="First day of its 30 days; by default the day after the data.")


class NoQuery(Query):
    """Takes no parameters."""


class ExportBody(Strict):
    """What to export: the list's filters, its order, and which columns."""

    filters: CustomerFilters = Field(default_factory=CustomerFilters)
    columns: list[SortColumn] | None = Field(None, min_length=1)
    sort: str = Field("-monetary", pattern=SORT_PATTERN)
    byte_order_mark: bool = Field(False, description="Begin with a byte-order mark, for Excel.")

    @model_validator(mode="after")
    def each_column_once(self) -> Self:
        if self.columns and len(set(self.columns)) != len(self.columns):
            raise ValueError("columns: a column is named twice")
        return self


# --- What the API gives -------------------------------------------------------------------------


class ProblemError(Answer):
    """What was wrong with one parameter."""

    parameter: str
    message: str


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[ProblemError] = []


class Month(Answer):
    """Revenue of product lines after returns, and orders, of one calendar month."""

    month: date
    revenue: float
    orders: int
    customers: int
    new_customers: int
    days: int
    days_with_data: int
    partial: bool


class AtRisk(Answer):
    customers: int
    monetary: float
    share: float


class GridCell(Answer):
    r: int
    fm: int
    customers: int
    monetary: float
    segment: str


class CellTotal(Answer):
    customers: int
    monetary: float


class RecencyBounds(Answer):
    r: int
    min_recency: int
    max_recency: int


class Overview(Answer):
    """The figures of the first page."""

    run_id: int
    as_of: datetime
    finished_at: datetime
    sample: bool
    shop_name: str
    currency: str
    data_from: datetime
    data_to: datetime
    lines_kept: int
    customers: int
    repeat_customers: int
    repeat_rate: float
    new_customers_this_month: int
    at_risk: AtRisk
    expected_buyers: float | None
    horizon_days: int | None
    months: list[Month]
    grid: list[GridCell]
    new_customers: CellTotal
    recency_bounds: list[RecencyBounds]


class Segment(Answer):
    """One segment's customers."""

    segment: str
    position: int
    customers: int
    share: float
    monetary: float
    monetary_share: float
    mean_recency: float | None
    mean_frequency: float | None
    mean_monetary: float | None
    median_monetary: float | None = Field(description="Where a few customers spend most, the mean is nobody's.")
    expected_buyers: float | None
    expected_value: float | None
    median_expected_value: float | None


class Segments(Answer):
    """Every segment of one run, in the order of engagement."""

    run_id: int
    as_of: datetime
    currency: str
    total_customers: int
    total_monetary: float
    items: list[Segment]


class Customer(Answer):
    """One customer's scores and prediction."""

    customer_id: str
    country: str | None
    segment: str
    recency: int
    frequency: int
    monetary: float
    r_score: int
    f_score: int
    m_score: int
    first_order_at: datetime
    last_order_at: datetime
    average_order_value: float
    typical_gap_days: float | None
    purchase_probability: float | None
    expected_value: float | None


class CustomerPage(Answer):
    """One page of the list of customers."""

    run_id: int
    currency: str
    total: int
    total_is_exact: bool
    next_cursor: str | None
    items: list[Customer]


class CountryCount(Answer):
    country: str | None
    customers: int


class Bin(Answer):
    from_: float = Field(alias="from")
    to: float
    customers: int


class Histogram(Answer):
    min: float
    max: float
    bins: list[Bin]


class Facets(Answer):
    """What the filters offer: countries with their customers, and the spread of each measure."""

    run_id: int
    countries: list[CountryCount]
    recency: Histogram | None
    monetary: Histogram | None
    frequency: Histogram | None
    purchase_probability: Histogram | None


class CustomerRfm(Customer):
    recency_percentile: float
    frequency_percentile: float
    monetary_percentile: float
    monetary_rank: int
    customers: int


class PredictionPart(Answer):
    """What one topic adds to the probability, or takes off, in the order in which they are added up."""

    topic: Literal["average", "cadence", "repeat", "recent", "steady", "spend", "basket", "returns", "country", "rest"]
    label: str
    share: float = Field(description="Of 1; all parts add up to the probability.")


class Prediction(Answer):
    purchase_probability: float | None
    expected_value: float | None
    expected_value_low: float | None = Field(None, description="Where its 80% interval begins.")
    expected_value_high: float | None = Field(None, description="Where its 80% interval ends.")
    probability_rank: int | None
    mean_probability: float | None
    horizon_days: int | None
    reasons: list[str]
    parts: list[PredictionPart] = Field([], description="What the probability is made of.")


class OrderLine(Answer):
    stock_code: str
    description: str | None
    quantity: int
    unit_price: float
    amount: float
    is_charge: bool


class Order(Answer):
    invoice_no: str
    ordered_at: datetime
    is_order: bool
    gross: float
    net: float
    pieces: int
    lines: list[OrderLine]


class BoughtProduct(Answer):
    stock_code: str
    description: str | None
    orders: int
    pieces: int
    monetary: float


class CustomerDetails(Answer):
    """All that is known about one customer."""

    run_id: int
    as_of: datetime
    currency: str
    customer_id: str
    country: str | None
    countries: list[str]
    rfm: CustomerRfm
    prediction: Prediction
    orders: list[Order]
    orders_total: int
    products: list[BoughtProduct]
    products_total: int


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
    as_of: datetime
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
    season: list[SeasonFigures] = []
    value: list[ValueFigures] = []
    choice: ModelChoice | None = None
    card: ModelCard | None


class ModelRun(Answer):
    """A published run: its model, and the means of its rolling backtest for all customers, as shipped."""

    run_id: int
    as_of: datetime
    finished_at: datetime
    source: str
    data_from: datetime
    data_to: datetime
    customers: int
    is_served: bool
    is_kept: bool = Field(description="Its scores and model are still there, so it can be served or restored.")
    model: str | None
    origin: Literal["trained", "kept", "restored"] | None
    made_by_run: int | None
    sha256: str | None
    trained_at: datetime | None
    trained_as_of: datetime | None
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


class Load(Answer):
    load_id: int
    source: str
    content_sha256: str
    lines_in: int
    lines_kept: int


class CurrentRun(Answer):
    """The run that is served and the data it stands on."""

    run_id: int
    state: str
    as_of: datetime
    shop_name: str
    currency: str
    sample: bool
    source: str
    lines_in: int
    lines_kept: int
    ledger: dict[str, int]
    orders: int
    customers: int
    gross_spend: float
    net_spend: float
    data_from: datetime
    data_to: datetime
    started_at: datetime
    finished_at: datetime
    model_note: str | None
    loads: list[Load]


class Health(Answer):
    status: Literal["ok"]


class Readiness(Answer):
    status: Literal["ready", "not ready"]
    database: bool
    migration: str | None
    migration_wanted: str | None
    run_id: int | None
    detail: str | None = None


# --- Campaigns ----------------------------------------------------------------------------------


class PlanPoint(Answer):
    """So many customers chosen: letters to those not held out, and what they are expected to bring."""

    customers: int
    letters: int
    buyers: float = Field(description="Expected to order in the window, with or without a letter.")
    spend: float = Field(description="Expected net spend in the window, with or without a letter.")
    profit: float = Field(description="What the letters add, less their cost.")
    profit_low: float | None
    profit_high: float | None


class BreakEven(Answer):
    """Where the chosen letters bring neither profit nor loss; None where nothing can make it so."""

    effect: float | None
    cost: float | None
    margin: float | None


class PlanChange(Answer):
    """The best choice on other terms."""

    change: str
    customers: int
    letters: int
    profit: float


class PastPromise(Answer):
    """What the same plan promised for the newest month that is over, from the months before it, and what came."""

    month: date
    customers: int
    letters: int
    promised_profit: float
    promised_low: float | None
    promised_high: float | None
    profit: float = Field(description="By the spend that came, on the same terms.")
    promised_spend: float
    spend: float
    promised_buyers: float
    buyers: int


class MeasuredEffect(Answer):
    """The effect that a campaign had, with its 95% interval; where that holds 0, chance alone may have made it."""

    campaign_id: int
    name: str
    effect: float
    low: float
    high: float


class CampaignPlan(Answer):
    """How many customers to write to, and what it brings."""

    run_id: int
    currency: str
    note: str | None = Field(description="Why there is no plan, when there is none.")
    ranking: str | None
    horizon_days: int | None
    months: int = Field(description="Past months that the figures stand on.")
    measured: MeasuredEffect | None = Field(description="By the newest campaign that is over and had a hold-out.")
    best: PlanPoint | None
    chosen: PlanPoint | None
    break_even: BreakEven | None
    smallest_effect_seen: float | None = Field(description="Smaller ones will hardly stand out from chance.")
    changes: list[PlanChange]
    curve: list[PlanPoint]
    past: PastPromise | None


class CampaignGroup(Answer):
    """What one group of a campaign did in its window."""

    customers: int
    buyers: int
    spend: float
    spend_each: float
    share_buying: float


class CampaignResult(Answer):
    """Those written to against those held out, each difference with its 95% interval (normal approximation)."""

    written: CampaignGroup
    held_out: CampaignGroup
    more_buying: float | None
    more_buying_interval: list[float] | None
    more_spend_each: float | None
    more_spend_each_interval: list[float] | None
    effect: float | None = Field(description="More spend as a share of what the held-out spent.")
    effect_interval: list[float] | None
    profit: float | None
    profit_interval: list[float] | None
    verdict: str


class Campaign(Answer):
    """A campaign: its terms, its promise, and what it brought once its window is over."""

    campaign_id: int
    name: str
    run_id: int
    ranking: str
    starts_on: date
    ends_before: date
    horizon_days: int
    margin: float
    cost: float
    effect: float
    letters: int
    held_out: int
    promised_profit: float
    promised_low: float | None
    promised_high: float | None
    created_at: datetime
    is_over: bool
    result: CampaignResult | None


class Campaigns(Answer):
    """All campaigns, the newest first."""

    items: list[Campaign]
