"""Make up a shop's order lines: `python -m etl.sample OUT.csv.gz --lines 60000 --seed 1`.

The file has the columns of the UCI Online Retail set and what real ones have: seasons, customers who come,
each with a rhythm of their own, and go, returns, postage and other charges, lines without a customer, and dirt:
doubled lines, prices of zero and below, codes in the other case, no description, a customer who moves abroad.

A customer's orders follow from the seed and the customer's number, an order's lines from the seed and the order's
number. So nothing is kept: month by month the orders are made anew from batches of customers, sorted by time and
written. Memory holds one batch and the orders of one month, whatever the size of the file.
"""

import argparse
import gzip
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from db.settings import stop

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
FIRST_DAY = date(2024, 7, 1)
MONTHS = 15
MONTH_STARTS = [date(2024 + (6 + month) // 12, (6 + month) % 12 + 1, 1) for month in range(MONTHS + 1)]
MONTH_DAYS = np.array([(start - FIRST_DAY).days for start in MONTH_STARTS])  # ends with the number of days in all
DAYS = int(MONTH_DAYS[-1])
# Demand of each month from January on; 1 is a usual one.
SEASON = np.array([0.75, 0.8, 0.9, 0.9, 1.0, 0.95, 0.9, 0.9, 1.1, 1.25, 1.5, 1.2])
CHRISTMAS_MONTHS = (10, 11, 12)

MIN_LINES = 1_000
CUSTOMERS_SHARE = 0.88  # of all lines, at most; the others have no customer or are doubled
DOUBLED_SHARE = 0.005
WRITE_OFF_SHARE = 0.004
BAD_DEBT_SHARE = 0.01  # of the write-offs: an adjustment at a price below zero
ODD_CASE_SHARE = 0.004  # of all lines: the code's letter is a small one
CHARGE_SHARE = 0.004  # of lines sold, and of what comes back of them
MOVING_SHARE = 0.005  # of customers: another country from their second order on

BATCH = 2048  # customers made at once
MOST_ORDERS = 96  # of one customer
CHUNK = 4096  # orders written at once

# Kinds of customers: share, typical gap in days and its spread, regularity (1 = pure chance), mean stay in days.
KINDS = np.array(
    [
        (0.15, 90.0, 0.1, 1.0, 1.0),  # come once
        (0.40, 55.0, 0.3, 1.2, 400.0),
        (0.42, 34.0, 0.3, 2.0, 900.0),
        (0.03, 12.0, 0.2, 4.0, 900.0),
    ]
)
REGULARS_SHARE = 0.3  # customers since before the first day

COUNTRIES = np.array(
    ["United Kingdom", "Germany", "France", "EIRE", "Spain", "Netherlands", "Belgium", "Norway", "Portugal", "Italy"]
)
COUNTRY_SHARES = [0.87, 0.03, 0.03, 0.015, 0.015, 0.01, 0.01, 0.01, 0.005, 0.005]
PACKS = np.array([1, 1, 1, 2, 2, 3, 4, 6, 6, 8, 10, 12, 12, 24, 24, 36, 48, 72, 96, 144])

FINISHES = ("BLUE", "RED", "IVORY", "VINTAGE", "ENAMEL", "WOODEN")
DEPARTMENTS = [  # the first one is sold before Christmas
    nouns.split(", ")
    for nouns in (
        "BAUBLE, STAR GARLAND, ADVENT CANDLE, STOCKING, WREATH, NATIVITY SET, GIFT TAG, SLEIGH, ANGEL, TREE",
        "MUG, TEAPOT, CAKE STAND, PLATE, BOWL, JUG, TRAY, EGG CUP, APRON, OVEN GLOVE",
        "LANTERN, CANDLE HOLDER, NIGHT LIGHT, LAMP SHADE, TABLE LAMP, TORCH, FAIRY LIGHTS, OIL LAMP, SCONCE, TAPER",
        "CUSHION, THROW, DOORMAT, CURTAIN TIE, QUILT, FOOTSTOOL, RUG, BLANKET, PILLOW CASE, BED TRAY",
        "NOTEBOOK, PENCIL SET, WRAPPING PAPER, CARD SET, STICKER SHEET, RIBBON, RULER, PHOTO ALBUM, CALENDAR, STAMP",
        "WATERING CAN, PLANT POT, BIRD HOUSE, TROWEL, SEED TIN, GARDEN SIGN, HAMMOCK, WIND CHIME, KNEELER, PARASOL",
        "SKIPPING ROPE, PUZZLE, SPINNING TOP, DOLL HOUSE, KITE, TRAIN SET, SKITTLES, PUPPET, DRUM, MARBLES",
        "TOTE BAG, LUNCH BAG, PURSE, SCARF, UMBRELLA, HAIR CLIP, BROOCH, BANGLE, SPONGE BAG, KEY RING",
    )
]
PER_DEPARTMENT = len(DEPARTMENTS[0]) * len(FINISHES)
PRODUCTS = len(DEPARTMENTS) * PER_DEPARTMENT
CHARGES = (  # code and description, price
    ("POST,POSTAGE", "18.00"),
    ("DOT,DOTCOM POSTAGE", "14.50"),
    ("M,Manual", "4.25"),
    ("m,Manual", "4.25"),
    ("C2,CARRIAGE", "50.00"),
    ("BANK CHARGES,Bank Charges", "15.00"),
    ("gift_0001_20,Dotcomgiftshop Gift Voucher 20.00", "17.00"),
)
# Numbers of the catalogue: products, the same with codes in the other case, charges, then what is written off.
POSTAGE = 2 * PRODUCTS
BAD_DEBT = POSTAGE + len(CHARGES)
NAMELESS = BAD_DEBT + 1  # as products, without their description

ORDER, RETURN, COUNTER_SALE, WRITE_OFF = range(4)
# One row per invoice. `order` fixes the basket, so a return has its order's; `month` is that order's, 0 to 14.
INVOICE = np.dtype(
    [
        ("minute", "i8"),
        ("order", "u8"),
        ("customer", "i8"),
        ("lines", "i4"),
        ("doubled", "i4"),
        ("kind", "i1"),
        ("month", "i1"),
        ("country", "i1"),
        ("level", "i1"),
        ("taste", "i1"),
    ]
)

Invoices = NDArray[np.void]
Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]


def _hash(values: Hashes) -> Hashes:
    """Random-looking bits that follow from the value alone: SplitMix64's finaliser (Steele, Lea, Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _uniform(hashes: Hashes) -> NDArray[np.float64]:
    return (hashes >> np.uint64(11)) / float(1 << 53)


def _month_of(minutes: Integers) -> Integers:
    return np.searchsorted(MONTH_DAYS, minutes // 1440, side="right") - 1


def _open_minute(days: Integers, rng: np.random.Generator) -> Integers:
    """A minute within the opening hours of each day; on Saturdays the shop is closed, so Sunday takes them."""
    days = days + ((FIRST_DAY.weekday() + days) % 7 == 5)
    time_of_day = 480 + 660 * rng.beta(2.5, 2.5, days.shape)
    return days * 1440 + time_of_day.astype(np.int64)


@lru_cache(maxsize=1)  # a small shop is one batch, made once
def _customers(seed: int, batch: int) -> Invoices:
    """All orders and returns of the customers of one batch, sorted by customer."""
    rng = np.random.default_rng([seed, batch])
    kind = rng.choice(len(KINDS), BATCH, p=KINDS[:, 0])
    _, typical_gap, spread, regularity, stay = KINDS[kind].T
    gap = typical_gap * np.exp(spread * rng.standard_normal(BATCH))

    # Rhythms run on a clock that goes faster in the months of high demand.
    daily = np.repeat(SEASON[[start.month - 1 for start in MONTH_STARTS[:-1]]], np.diff(MONTH_DAYS))
    clock = np.concatenate([[0.0], np.cumsum(daily)])
    old = rng.random(BATCH) < REGULARS_SHARE
    first = np.where(old & (kind > 0), gap * rng.random(BATCH), clock[-1] * rng.random(BATCH))
    last = first + rng.exponential(stay)
    gaps = rng.standard_gamma(np.repeat(regularity[:, None], MOST_ORDERS - 1, axis=1)) * (gap / regularity)[:, None]
    times = first[:, None] + np.concatenate([np.zeros((BATCH, 1)), np.cumsum(np.maximum(gaps, 0.5), axis=1)], axis=1)
    rows, columns = np.nonzero((times <= last[:, None]) & (times < clock[-1]))
    days = np.interp(times[rows, columns], clock, np.arange(DAYS + 1)).astype(np.int64)

    country = rng.choice(len(COUNTRIES), BATCH, p=COUNTRY_SHARES)
    moves = np.random.default_rng([seed, batch, 1]).random(BATCH) < MOVING_SHARE
    lives_in = np.where(moves[rows] & (columns > 0), (country[rows] + 1) % len(COUNTRIES), country[rows])
    level = np.clip(np.rint(rng.normal(1.2, 1.0, BATCH)), 0, 4)
    basket = 6.8 * np.exp(0.5 * rng.standard_normal(BATCH))
    products = np.minimum(1 + rng.poisson(basket[rows] * rng.standard_gamma(2.0, rows.size) / 2.0), 200)

    orders = np.zeros(rows.size, INVOICE)
    orders["minute"] = _open_minute(days, rng)
    orders["customer"] = batch * BATCH + rows
    orders["order"] = (orders["customer"] * MOST_ORDERS + columns).astype(np.uint64)
    orders["lines"] = products + (lives_in > 0)  # the last line is postage
    orders["kind"] = ORDER
    orders["month"] = _month_of(orders["minute"])
    orders["country"] = lives_in
    orders["level"] = level[rows]
    orders["taste"] = (batch + rows) % len(DEPARTMENTS)

    returns = orders[rng.random(orders.size) < 0.09]
    returns["lines"] = np.minimum(rng.integers(1, 4, returns.size), returns["lines"] - (returns["country"] > 0))
    returns["minute"] = _open_minute(returns["minute"] // 1440 + rng.integers(1, 21, returns.size), rng)
    returns["kind"] = RETURN
    both = np.concatenate([orders, returns])
    both = both[both["minute"] < DAYS * 1440]
    return both[np.argsort(both["customer"], kind="stable")]


@dataclass(frozen=True)
class Plan:
    """How many customers fill their share of the lines, and what else each month holds."""

    customers: int
    counter_lines: Integers  # per month
    doubled_lines: Integers
    write_offs: Integers


def _plan(seed: int, lines: int) -> Plan:
    """Take customers until their share of the lines is full; spread the rest over the months like theirs."""
    by_month = np.zeros(MONTHS, np.int64)
    room, customers, batch = int(lines * CUSTOMERS_SHARE), 0, 0
    while True:
        invoices = _customers(seed, batch)
        numbers = invoices["customer"] - batch * BATCH
        each = np.bincount(numbers, weights=invoices["lines"], minlength=BATCH).astype(np.int64)
        fitting = int(np.searchsorted(np.cumsum(each), room, side="right"))
        taken = invoices[numbers < fitting]
        by_month += np.bincount(_month_of(taken["minute"]), weights=taken["lines"], minlength=MONTHS).astype(np.int64)
        room -= int(each[:fitting].sum())
        customers += fitting
        batch += 1
        if fitting < BATCH:
            break
    doubled, write_offs = round(lines * DOUBLED_SHARE), round(lines * WRITE_OFF_SHARE)
    counter = lines - int(by_month.sum()) - doubled - write_offs
    reached = np.cumsum(np.concatenate([[0], by_month + 1])) / (by_month + 1).sum()

    counter_lines, doubled_lines, write_off_lines = (
        np.diff(np.rint(reached * total).astype(np.int64)) for total in (counter, doubled, write_offs)
    )
    return Plan(customers, counter_lines, doubled_lines, write_off_lines)


def _month(seed: int, plan: Plan, month: int) -> Invoices:
    """All invoices of one month in order of time."""
    rng = np.random.default_rng([seed, month, MONTHS])
    parts = [_without_customer(rng, plan, month)]
    for batch in range(-(-plan.customers // BATCH)):
        invoices = _customers(seed, batch)
        in_month = (_month_of(invoices["minute"]) == month) & (invoices["customer"] < plan.customers)
        parts.append(invoices[in_month])
    invoices = np.concatenate(parts)
    invoices = invoices[np.argsort(invoices["minute"], kind="stable")]
    sales = np.flatnonzero((invoices["kind"] == ORDER) | (invoices["kind"] == COUNTER_SALE))
    invoices["doubled"][rng.choice(sales, plan.doubled_lines[month], replace=False)] = 1
    return invoices


def _without_customer(rng: np.random.Generator, plan: Plan, month: int) -> Invoices:
    """Sales over the counter, and single lines at price 0 that write off broken goods."""
    lines, write_offs = int(plan.counter_lines[month]), int(plan.write_offs[month])
    ends = np.minimum(np.cumsum(rng.geometric(0.2, lines)), lines)
    sizes = np.diff(ends[: int(np.searchsorted(ends, lines)) + 1], prepend=0)
    invoices = np.zeros(sizes.size + write_offs, INVOICE)
    days = rng.integers(MONTH_DAYS[month], MONTH_DAYS[month + 1] - 1, invoices.size)
    invoices["minute"] = _open_minute(days, rng)
    invoices["order"] = rng.integers(1 << 62, 1 << 63, invoices.size, dtype=np.uint64)
    invoices["customer"] = -1
    invoices["lines"] = np.concatenate([sizes, np.ones(write_offs, np.int64)])
    invoices["kind"] = np.repeat([COUNTER_SALE, WRITE_OFF], [sizes.size, write_offs])
    invoices["month"] = month
    invoices["taste"] = rng.integers(0, len(DEPARTMENTS), invoices.size)
    return invoices


def _catalogue() -> tuple[list[str], list[str]]:
    """Code with description, and price, of everything that a line can be about."""
    rng = np.random.default_rng(len(DEPARTMENTS))
    names = [f"{finish} {noun}" for nouns in DEPARTMENTS for noun in nouns for finish in FINISHES]
    codes = [f"{21000 + 13 * (number // 6)}{'ABCDEF'[number % 6]}" for number in range(PRODUCTS)]
    prices = np.round(np.exp(rng.normal(1.0, 0.75, PRODUCTS)) * 20) / 20 + 0.1
    named = list(zip(codes, names, strict=True))
    shown = [f"{price:.2f}" for price in prices]
    charges, charge_prices = zip(*CHARGES, strict=True)
    sold = [*(f"{code},{name}" for code, name in named), *(f"{code.lower()},{name}" for code, name in named)]
    written_off = ["B,Adjust bad debt", *(f"{code}," for code in codes)]
    return [*sold, *charges, *written_off], [*shown, *shown, *charge_prices, "-11062.06", *["0.00"] * PRODUCTS]


def _baskets(seed: int, invoices: Invoices) -> tuple[Integers, Integers, Integers]:
    """One row per line: the position of its invoice, its product's number, its quantity."""
    counts = invoices["lines"] + invoices["doubled"]
    row = np.repeat(np.arange(invoices.size), counts)
    line = np.arange(row.size) - np.repeat(np.cumsum(counts) - counts, counts)
    line = np.maximum(line - invoices["doubled"][row], 0)  # a doubled invoice has its first line twice
    of = invoices[row]

    key = np.uint64(int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0]))
    bits = _hash(_hash(of["order"] ^ key) + line.astype(np.uint64))
    for_season, for_department, for_product, for_pack = (_uniform(_hash(bits + np.uint64(n))) for n in range(1, 5))
    for_code = _uniform(_hash(bits + np.uint64(5)))
    calendar_month = (FIRST_DAY.month - 1 + of["month"]) % 12 + 1
    christmas = np.isin(calendar_month, CHRISTMAS_MONTHS) & (for_season < 0.3)
    others = len(DEPARTMENTS) - 1
    any_department = (for_department * 2 * others).astype(np.int64) % others
    department = np.where(for_department < 0.5, of["taste"] % others, any_department) + 1
    department = np.where(christmas, 0, department)
    product = department * PER_DEPARTMENT + (PER_DEPARTMENT * for_product**1.3).astype(np.int64)
    quantity = PACKS[(for_pack * 8).astype(np.int64) + 3 * of["level"]]

    # Rare things are told by the same number; what comes back has its order's bits and so its order's code.
    written_off = of["kind"] == WRITE_OFF
    rare_charge = (for_code < CHARGE_SHARE) & ~written_off
    charge = POSTAGE + 1 + (for_code / CHARGE_SHARE * (len(CHARGES) - 1)).astype(np.int64)
    odd_case = (for_code > 1 - ODD_CASE_SHARE) & ~written_off
    product = np.where(rare_charge, charge, product + PRODUCTS * odd_case)
    quantity = np.where(rare_charge, 1, quantity)
    bad_debt = written_off & (for_code < BAD_DEBT_SHARE)
    product = np.where(written_off & (for_code > 0.5), product + NAMELESS, product)
    product = np.where(bad_debt, BAD_DEBT, product)

    postage = (of["kind"] == ORDER) & (of["country"] > 0) & (line == of["lines"] - 1)
    product = np.where(postage, POSTAGE, product)
    quantity = np.where(postage, 1, quantity)
    quantity = np.where(bad_debt, 1, np.where((of["kind"] == RETURN) | written_off, -quantity, quantity))
    return row, product, quantity


def _csv(seed: int, invoices: Invoices, first_number: int, catalogue: tuple[list[str], list[str]]) -> str:
    """The lines of these invoices, which get the numbers from `first_number` on."""
    products, prices = catalogue
    start = datetime.combine(FIRST_DAY, datetime.min.time())
    heads = [
        f"{'C' if kind == RETURN else ''}{number}"
        for number, kind in enumerate(invoices["kind"].tolist(), start=first_number)
    ]
    times = [str(start + timedelta(minutes=minute)) for minute in invoices["minute"].tolist()]
    tails = [
        f"{10001 + customer if customer >= 0 else ''},{country}\n"
        for customer, country in zip(
            invoices["customer"].tolist(), COUNTRIES[invoices["country"]].tolist(), strict=True
        )
    ]
    written_off = (invoices["kind"] == WRITE_OFF).tolist()
    columns = (values.tolist() for values in _baskets(seed, invoices))
    return "".join(
        f"{heads[row]},{products[product]},{quantity},{times[row]},"
        f"{'0.00' if written_off[row] and product != BAD_DEBT else prices[product]},{tails[row]}"
        for row, product, quantity in zip(*columns, strict=True)
    )


def sample_lines(lines: int, seed: int) -> Iterator[tuple[int, str]]:
    """The file in parts: how many order lines, and their text. All parts together have exactly `lines` lines."""
    plan, catalogue, number = _plan(seed, lines), _catalogue(), 400_001
    for month in range(MONTHS):
        invoices = _month(seed, plan, month)
        for begin in range(0, invoices.size, CHUNK):
            chunk = invoices[begin : begin + CHUNK]
            yield int(chunk["lines"].sum() + chunk["doubled"].sum()), _csv(seed, chunk, number, catalogue)
            number += chunk.size


def _packed(raw: IO[bytes], out: Path) -> AbstractContextManager[IO[bytes]]:
    """What is written goes into `raw`, packed when the name says so."""
    if out.suffix == ".gz":
        return cast("AbstractContextManager[IO[bytes]]", gzip.GzipFile("", "wb", 4, raw, mtime=0))
    return nullcontext(raw)


def make_sample(out: Path, lines: int = 60_000, seed: int = 1) -> Path:
    """Write the file, packed when its name ends in .gz; the same size and seed give the same bytes.

    Until it is whole it has another name.

    Raises ValueError for fewer than 1,000 lines.
    """
    if lines < MIN_LINES:
        raise ValueError(f"a sample has {MIN_LINES:,} lines or more, not {lines:,}")
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part")
    shown = sys.stdout.isatty()
    bar = tqdm(total=lines, desc="  sample", unit=" lines", unit_scale=True, leave=False, disable=not shown)
    try:
        with part.open("wb") as raw, _packed(raw, out) as file, bar:
            file.write(HEADER.encode())
            for count, text in sample_lines(lines, seed):
                file.write(text.encode())
                bar.update(count)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Make up the order lines of a shop.")
    parser.add_argument("out", type=Path, help="the file to write, such as sample.csv.gz or, faster, sample.csv")
    parser.add_argument("--lines", type=int, default=60_000, help="how many order lines (default 60,000)")
    parser.add_argument("--seed", type=int, default=1, help="another number makes another shop (default 1)")
    options = parser.parse_args(arguments)
    try:
        make_sample(options.out, options.lines, options.seed)
    except (ValueError, OSError) as error:
        stop(f"{error}.")
    print(f"{options.out}: {options.lines:,} order lines of a made-up shop.")


if __name__ == "__main__":
    main()
