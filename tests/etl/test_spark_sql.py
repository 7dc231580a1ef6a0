"""The SQL that a Spark cluster is given: PostgreSQL's own, rewritten wherever Spark would answer otherwise."""

import pytest
from sqlglot import exp, parse_one

from etl.spark.lines import TABLES_OF_RAW
from etl.spark.rendering import TABLES, CannotRenderError, render, spark_sql
from etl.spark.scores import ORDERS_BY_DAY

ON_THE_CLUSTER = {
    **dict.fromkeys(("etl/sql/orders", "db/sql/rfm_as_of", ORDERS_BY_DAY), TABLES),
    **dict.fromkeys(
        ("etl/sql/lines", *(f"etl/spark/sql/{name}" for name in ("judged_lines", "charge_stock_codes", "kept_lines"))),
        TABLES_OF_RAW,
    ),
}
TYPED = {"t": {"id": "text", "at": "timestamp", "day": "date", "n": "bigint", "money": "numeric(24, 3)"}}
# Columns that tell every row of a query from every other: after them there is no tie left to break.
UNIQUE = {frozenset({"customer_id", "order_day"})}


@pytest.fixture(params=sorted(ON_THE_CLUSTER))
def tree(request: pytest.FixtureRequest) -> exp.Expr:
    return parse_one(spark_sql(request.param, ON_THE_CLUSTER[request.param]), read="spark")


def test_no_percentile_is_approximate(tree: exp.Expr) -> None:
    assert not list(tree.find_all(exp.ApproxQuantile, exp.ApproxPercentileEstimate))
    assert "approx" not in tree.sql("spark").lower()


def test_dates_are_subtracted_by_datediff(tree: exp.Expr) -> None:
    for node in tree.find_all(exp.Sub):
        assert not list(node.find_all(exp.Cast)), node.sql()
        assert isinstance(node.right, exp.Literal), node.sql()


def test_only_money_is_divided_by_a_slash(tree: exp.Expr) -> None:
    for node in tree.find_all(exp.Div):
        assert node.left.sql("spark").endswith("AS DECIMAL(24, 3))"), node.sql()


def test_every_decimal_says_its_digits(tree: exp.Expr) -> None:
    for node in tree.find_all(exp.DataType):
        assert node.expressions or not node.is_type("decimal"), node.sql()


def test_no_moment_depends_on_a_zone(tree: exp.Expr) -> None:
    for node in tree.find_all(exp.DataType):
        assert not node.is_type("timestamp", "timestamptz", "timestampltz"), node.sql()


def test_windows_with_ties_give_every_row_of_a_tie_the_same(tree: exp.Expr) -> None:
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.Rank | exp.Count):
            continue
        columns = {column.name for key in ("partition_by", "order") for column in _columns(window, key)}
        assert any(unique <= columns for unique in UNIQUE), window.sql()


def _columns(window: exp.Window, key: str) -> list[exp.Column]:
    found = window.args.get(key)
    parts = found if isinstance(found, list) else [found]
    return [column for part in parts if part is not None for column in part.find_all(exp.Column)]


def test_scores_keep_their_date_as_a_named_parameter() -> None:
    rendered = spark_sql("db/sql/rfm_as_of")
    assert rendered.count(":as_of") == rendered.count("CAST(:as_of AS TIMESTAMP_NTZ)") == 3


@pytest.mark.parametrize(
    ("written", "rendered"),
    [
        ("select day - lag(day) over (partition by id order by day) as x from t", "DATEDIFF(t.day, LAG(t.day)"),
        ("select (n + 1) / 2 as x from t", "(t.n + 1) DIV 2"),
        ("select money / n as x from t", "CAST(t.money AS DECIMAL(24, 3)) / t.n"),
        ("select percentile_cont(0.5) within group (order by n)::numeric as x from t", "PERCENTILE(t.n, 0.5)"),
        ("select (day - day) / 2 as x from t", "DATEDIFF(t.day, t.day)) DIV 2"),
        ("select least(5, n / (n / 2)) as x from t", "LEAST(5, t.n DIV (t.n DIV 2))"),
        ("select '2011-12-10'::timestamp as x from t", "CAST('2011-12-10' AS TIMESTAMP_NTZ)"),
    ],
)
def test_what_spark_means_otherwise_is_rewritten(written: str, rendered: str) -> None:
    flat = " ".join(render(written, TYPED).split()).replace("( ", "(").replace(" )", ")")
    assert rendered in flat


@pytest.mark.parametrize(
    "written",
    [
        "select (array_agg(id order by at))[1] as x from t",
        "select at - at as x from t",
        "select money / money as x from t",
        "select n::numeric as x from t",
        "select percentile_disc(0.5) within group (order by n) as x from t",
        "select percentile_cont(0.5) within group (order by n desc) as x from t",
    ],
)
def test_what_has_no_sure_counterpart_is_refused(written: str) -> None:
    with pytest.raises(CannotRenderError):
        render(written, TYPED)
