"""Customers whose lines are hard to write in every layout: some of each kind there is in a file of order lines."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

Line = dict[str, str]
OF_EACH_KIND = 8


def hard_customers(lines: Sequence[Line]) -> set[str]:
    """Of each kind of hardship, those customers who have the fewest lines."""
    of: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of[line["CustomerID"]].append(line)
    of.pop("", None)
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for customer in sorted(of, key=lambda customer: (len(of[customer]), customer)):
        for kind in set(_kinds(of[customer])):
            by_kind[kind].append(customer)
    return {customer for customers in by_kind.values() for customer in customers[:OF_EACH_KIND]}


def _kinds(lines: Sequence[Line]) -> Iterator[str]:
    if max(Counter(tuple(line.values()) for line in lines).values()) > 1:
        yield "a line stands twice"
    if repeated_at_another_time(lines):
        yield "a line of an order stands again at another time"
    if len({line["Country"] for line in lines}) > 1:
        yield "several countries"
    for line in lines:
        if line["InvoiceNo"].startswith("C"):
            yield "a return"
        if Decimal(line["UnitPrice"]) <= 0:
            yield "nothing to pay"
        if not line["StockCode"][:1].isdigit():
            yield "a charge"
        if not line["Description"].strip():
            yield "no description"
        if any(sign in line["Description"] for sign in "\",;'") or not line["Description"].isascii():
            yield "signs in a description"
        if abs(int(line["Quantity"])) >= 1000:
            yield "a thousand pieces"
        if Decimal(line["UnitPrice"]) >= 1000:
            yield "a price of a thousand"
    yield from _kinds_of_orders(lines)


def _kinds_of_orders(lines: Sequence[Line]) -> Iterator[str]:
    """Hardships that several lines or orders make together."""
    orders: defaultdict[str, list[Line]] = defaultdict(list)
    for line in {tuple(line.values()): line for line in lines}.values():
        orders[line["InvoiceNo"]].append(line)
    made = sorted(
        (
            min(line["InvoiceDate"] for line in order),
            sum(int(line["Quantity"]) * Decimal(line["UnitPrice"]) for line in order),
        )
        for order in orders.values()
    )
    if any(len({line["InvoiceDate"] for line in order}) > 1 for order in orders.values()):
        yield "an order at several times"
    if any(first == second for first, second in pairwise(made)):
        yield "two equal orders at one time"
    if any(first[0] == second[0] for first, second in pairwise(made)):
        yield "two orders at one time"
    if len({datetime.fromisoformat(moment).date() for moment, _ in made}) < len(made):
        yield "two orders on one day"


def repeated_at_another_time(lines: Sequence[Line]) -> set[str]:
    """The customers with an order of which two lines differ in their time alone."""
    times: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in lines:
        rest = tuple(value for name, value in line.items() if name != "InvoiceDate")
        times[rest].add(line["InvoiceDate"])
    names = [name for name in lines[0] if name != "InvoiceDate"]
    return {dict(zip(names, rest, strict=True))["CustomerID"] for rest, moments in times.items() if len(moments) > 1}
