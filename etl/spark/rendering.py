"""The reviewed SQL, written for PostgreSQL, in Spark's dialect: the same answers, or an error, and no near miss."""

from collections.abc import Mapping

from sqlglot import ErrorLevel, exp, parse_one
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from db.queries import read_sql
from db.rfm import rfm_as_of

Tables = Mapping[str, Mapping[str, str]]

# What the queries read, with PostgreSQL's types.
LINES = {
    "invoice_no": "text",
    "stock_code": "text",
    "quantity": "bigint",
    "invoice_date": "timestamp",
    "amount": "numeric(24, 3)",
    "customer_id": "text",
    "country": "text",
    "is_return": "boolean",
    "is_charge": "boolean",
}
ORDERS = {
    "customer_id": "text",
    "invoice_no": "text",
    "ordered_at": "timestamp",
    "is_order": "boolean",
    "gross": "numeric(24, 3)",
    "net": "numeric(24, 3)",
    "pieces": "bigint",
    "products": "integer",
    "country": "text",
}
TABLES: Tables = {"transactions": LINES, "orders": ORDERS}
MOMENT_TYPES = (*exp.DataType.TEMPORAL_TYPES, exp.DataType.Type.UNKNOWN)
RFM = "db/sql/rfm_as_of"  # read together with the totals that it stands on
MOMENTS = ("as_of",)  # values that are bound as text and stand for a moment in the shop's own zone


class CannotRenderError(Exception):
    """A query says something that Spark would answer otherwise."""


def spark_sql(name: str, tables: Tables = TABLES) -> str:
    """The query of a .sql file, named as for `read_sql`, for Spark; `:name`s stay named parameters.

    Raises CannotRenderError for anything that Spark is not known to answer alike.
    """
    query = rfm_as_of() if name == RFM else read_sql(name)
    return render(query.replace("{lines}", "transactions"), tables)


def render(query: str, tables: Tables = TABLES) -> str:
    """A query of PostgreSQL in Spark's dialect; see `spark_sql`."""
    schema: dict[str, object] = {table: dict(columns) for table, columns in tables.items()}
    tree = parse_one(query, read="postgres")
    for place in list(tree.find_all(exp.Placeholder)):
        if place.this in MOMENTS:
            place.replace(exp.cast(place.copy(), exp.DataType.Type.TIMESTAMPNTZ))
    tree = qualify(tree, schema=schema, dialect="postgres", quote_identifiers=False)
    # With the type of everything known, `-` and `/` say what they mean; days between dates are numbers for the rest.
    for rewrite in (_difference, _as_spark_means_it):
        tree = annotate_types(tree, schema=schema, dialect="postgres")
        for node in reversed(list(tree.bfs())):  # from within outwards
            meant = rewrite(node)
            if meant is not node:
                meant.type = node.type
                node.replace(meant)
    return tree.sql("spark", pretty=True, comments=False, unsupported_level=ErrorLevel.RAISE)


def _as_spark_means_it(node: exp.Expr) -> exp.Expr:
    """The node, or one that gives in Spark what the node gives in PostgreSQL."""
    if isinstance(node, exp.Div):
        return _quotient(node)
    if isinstance(node, exp.WithinGroup):
        return _exact_percentile(node)
    if isinstance(node, exp.Cast):
        return _cast(node)
    if isinstance(node, exp.ArrayAgg) and node.find(exp.Order):
        raise CannotRenderError(f"{node.sql('postgres')}: Spark collects in any order")
    return node


def _difference(node: exp.Expr) -> exp.Expr:
    """Days between two dates: Spark's `-` would give an interval."""
    if not isinstance(node, exp.Sub):
        return node
    if node.left.is_type("date") and node.right.is_type("date"):
        return exp.DateDiff(this=node.left, expression=node.right)
    if any(side.is_type(*MOMENT_TYPES) for side in (node.left, node.right)):
        raise CannotRenderError(f"{node.sql('postgres')}: only dates are subtracted from dates")
    return node


def _quotient(node: exp.Div) -> exp.Expr:
    """Whole numbers divide to a whole number; money by a count keeps 17 digits, where Spark would round to 7 first."""
    if node.left.is_type(*exp.DataType.INTEGER_TYPES) and node.right.is_type(*exp.DataType.INTEGER_TYPES):
        return exp.IntDiv(this=node.left, expression=node.right)
    if node.left.is_type("decimal") and node.right.is_type(*exp.DataType.INTEGER_TYPES):
        money = exp.cast(node.left.copy(), exp.DataType.build("decimal(24, 3)"))
        return exp.Div(this=money, expression=node.right, typed=True)
    raise CannotRenderError(f"{node.sql('postgres')}: neither whole numbers nor money by a whole number")


def _exact_percentile(node: exp.WithinGroup) -> exp.Expr:
    """Spark's exact percentile: sqlglot alone would write the approximate one."""
    order = node.args.get("expression")
    if not isinstance(node.this, exp.PercentileCont) or not isinstance(order, exp.Order) or len(order.expressions) != 1:
        raise CannotRenderError(f"{node.sql('postgres')}: only percentile_cont is known")
    ordered: exp.Ordered = order.expressions[0]
    if ordered.args.get("desc"):
        raise CannotRenderError(f"{node.sql('postgres')}: ordered from above")
    return exp.Anonymous(this="percentile", expressions=[ordered.this, node.this.this])


def _cast(node: exp.Cast) -> exp.Expr:
    """PostgreSQL's numeric without digits holds any number; Spark's would be whole. A double stays one instead."""
    if node.to.is_type("decimal") and not node.to.expressions:
        if node.this.is_type("double"):
            return exp.cast(node.this, exp.DataType.Type.DOUBLE)
        raise CannotRenderError(f"{node.sql('postgres')}: numeric without its digits")
    if node.to.is_type("timestamp"):
        return exp.cast(node.this, exp.DataType.Type.TIMESTAMPNTZ)
    return node
