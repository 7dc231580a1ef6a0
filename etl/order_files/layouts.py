"""Which column of a file is which of our fields: the layouts that are known, and how one is recognised."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.order_files.problem import SourceError

# Every field that a layout may read; etl/sql/layouts/<layout>.sql makes order lines of them.
FIELDS = (
    "invoice_no",
    "stock_code",
    "description",
    "quantity",
    "invoice_date",
    "unit_price",
    "customer_id",
    "country",
    "currency",
    "amount",
    "status",
    "cancelled_at",
)


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of export: names as they stand there, in small letters without spaces and signs."""

    name: str
    title: str
    aliases: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    first_wins: bool = False  # of several columns for a field the first alias is taken; elsewhere two are refused


ORDER = ("invoiceno", "invoice", "invoicenumber", "orderid", "ordernumber", "orderno", "order")
CUSTOMER = ("customerid", "customer", "clientid", "client", "customernumber", "email", "customeremail")
MOMENT = ("invoicedate", "orderdate", "date", "orderedat", "createdat", "timestamp")
COUNTRY = ("country", "shippingcountry", "billingcountry")
CURRENCY = ("currency", "ordercurrency", "currencycode")
AMOUNT = ("amount", "total", "ordertotal", "totalamount", "grandtotal", "ordervalue", "revenue", "spend")

# In the order in which they are tried: the more particular first.
LAYOUTS = (
    Layout(
        "shopify",
        "Shopify's orders export: one row per item, the order's own fields on its first row",
        {
            "invoice_no": ("name",),
            "customer_id": ("email",),
            "invoice_date": ("createdat",),
            "quantity": ("lineitemquantity",),
            "description": ("lineitemname",),
            "unit_price": ("lineitemprice",),
            "stock_code": ("lineitemsku",),
            "country": ("shippingcountry", "billingcountry"),
            "currency": ("currency",),
            "status": ("financialstatus",),
            "cancelled_at": ("cancelledat",),
        },
        ("invoice_no", "customer_id", "invoice_date", "quantity", "description", "unit_price"),
        first_wins=True,
    ),
    Layout(
        "woocommerce",
        "WooCommerce's order lines: one row per item, with the order's status",
        {
            "invoice_no": ("ordernumber", "orderid"),
            "status": ("orderstatus", "status"),
            "invoice_date": ("orderdate", "datecreated"),
            "customer_id": ("emailbilling", "billingemail", "billingemailaddress", "customeruserid", "customerid"),
            "country": (
                "countrycodebilling",
                "countrynamebilling",
                "billingcountry",
                "countrycodeshipping",
                "shippingcountry",
            ),
            "stock_code": ("sku", "itemsku", "productsku", "productid"),
            "description": ("itemname", "productname", "name"),
            "quantity": ("quantity", "quantityrefund", "itemquantity", "qty"),
            "unit_price": ("itemcost", "itemprice", "productprice"),
            "currency": ("ordercurrency", "currency"),
        },
        ("invoice_no", "status", "invoice_date", "customer_id", "quantity", "unit_price", "description"),
        first_wins=True,
    ),
    Layout(
        "lines",
        "one row per order line (UCI, Kaggle, Online Retail II and the like)",
        {
            "invoice_no": ORDER,
            "stock_code": ("stockcode", "sku", "productcode", "productid", "itemcode"),
            "description": ("description", "product", "productname", "itemname"),
            "quantity": ("quantity", "qty", "units"),
            "invoice_date": MOMENT,
            "unit_price": ("unitprice", "price", "itemprice"),
            "customer_id": CUSTOMER,
            "country": COUNTRY,
            "currency": CURRENCY,
        },
        ("invoice_no", "stock_code", "quantity", "invoice_date", "unit_price", "customer_id"),
    ),
    Layout(
        "orders",
        "one row per order, with its total and without its lines",
        {
            "invoice_no": ORDER,
            "customer_id": CUSTOMER,
            "invoice_date": MOMENT,
            "amount": AMOUNT,
            "country": COUNTRY,
            "currency": CURRENCY,
        },
        ("invoice_no", "customer_id", "invoice_date", "amount"),
    ),
    Layout(
        "log",
        "one row per purchase: customer, date, amount",
        {
            "customer_id": CUSTOMER,
            "invoice_date": MOMENT,
            "amount": AMOUNT,
            "country": COUNTRY,
            "currency": CURRENCY,
        },
        ("customer_id", "invoice_date", "amount"),
    ),
)
MOST_COLUMNS = 1_500  # a table of PostgreSQL has 1,600 at most
BY_NAME = {layout.name: layout for layout in LAYOUTS}


def _bare(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.lower())


def recognise(
    file: str, header: Sequence[str], asked: str | None, mapping: Mapping[str, str]
) -> tuple[Layout, tuple[str, ...]]:
    """The layout whose columns the header has, and our field for each of them ("unused_3" for the others).

    `asked` names the layout; `mapping` gives the file's column for some fields, and goes before the known names.
    Raises SourceError for a missing or a doubled column.
    """
    if asked is not None and asked not in BY_NAME:
        raise SourceError(f"{file}: there is no layout '{asked}'. Known are {', '.join(BY_NAME)}.")
    for field, column in mapping.items():
        if column not in header:
            raise SourceError(
                f"{file}: line 1: there is no column '{column}' for {field}. The header has: {_shown(header)}.",
                needs="columns",
                header=header,
            )
    if len(header) > MOST_COLUMNS:
        raise SourceError(
            f"{file}: line 1: the header has {len(header):,} columns, more than {MOST_COLUMNS:,}. Leave out those that "
            "are no part of an order line."
        )
    candidates = [BY_NAME[asked]] if asked else LAYOUTS
    best: Layout | None = None
    for layout in candidates:
        if set(layout.required) <= _fields(layout, header, mapping) and (asked or _has_its_names(layout, header)):
            return layout, _columns(file, layout, header, mapping)
        if best is None or _missing(layout, header, mapping) < _missing(best, header, mapping):
            best = layout
    # The usual kind of file is what most people mean, unless another lacks a single column.
    nearest = best if best and _missing(best, header, mapping) == 1 else BY_NAME["lines"]
    nearest = BY_NAME[asked] if asked else nearest
    found = _fields(nearest, header, mapping)
    lacking = [field for field in nearest.required if field not in found]
    wanted = "; ".join(f"{field} (known as {', '.join(nearest.aliases[field])})" for field in lacking)
    raise SourceError(
        f"{file}: line 1: a column is missing: {wanted}. The header has: {_shown(header)}.",
        flag=f"Rename the column in the file, or name it: --map {lacking[0]}='its name'.",
        needs="columns",
        header=header,
    )


def _shown(header: Sequence[str]) -> str:
    return ", ".join(header)[:300]


def _fields(layout: Layout, header: Sequence[str], mapping: Mapping[str, str]) -> set[str]:
    names = {_bare(name) for name in header}
    known = {field for field, aliases in layout.aliases.items() if names & set(aliases)}
    return known | (set(mapping) & set(FIELDS))


def _has_its_names(layout: Layout, header: Sequence[str]) -> bool:
    """False for a shop system's export of which most columns are only mapped: that is a file of another kind."""
    found = _fields(layout, header, {})
    return not layout.first_wins or 2 * len(found.intersection(layout.required)) >= len(layout.required)


def _missing(layout: Layout, header: Sequence[str], mapping: Mapping[str, str]) -> int:
    return len(set(layout.required) - _fields(layout, header, mapping))


def _columns(file: str, layout: Layout, header: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    taken: dict[int, str] = {}
    for field, column in mapping.items():
        if header.count(column) > 1:
            raise SourceError(f"{file}: line 1: two columns are called '{column}'. Rename one of them.")
        taken[header.index(column)] = field
    for field, aliases in layout.aliases.items():
        if field in mapping:
            continue
        places = [place for place, name in enumerate(header) if _bare(name) in aliases and place not in taken]
        places.sort(key=lambda place: aliases.index(_bare(header[place])))
        if len(places) > 1 and (not layout.first_wins or _bare(header[places[0]]) == _bare(header[places[1]])):
            first, second = sorted(places[:2])
            raise SourceError(
                f"{file}: line 1: the columns '{header[first]}' and '{header[second]}' both look like {field}.",
                flag=f"Rename one of them, or say which it is: --map {field}='its name'.",
                needs="columns",
                header=header,
            )
        if places:
            taken[places[0]] = field
    return tuple(taken.get(place, f"unused_{place + 1}") for place in range(len(header)))
