"""Figures as the dashboard writes them."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal


def _as_written(value: float | Decimal, digits: int) -> str:
    """As JavaScript's Intl.NumberFormat, which rounds the number as it is written: 5.635 becomes 5.64."""
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}".replace("-", "−")


def count(value: float) -> str:
    return _as_written(value, 0)


def decimal(value: float, digits: int = 3) -> str:
    return _as_written(value, digits)


def percent(share: float) -> str:
    return _as_written(Decimal(str(share)) * 100, 1 if 0 < share < 0.00995 else 0) + "%"


def chance(probability: float) -> str:
    if probability >= 0.995:
        return ">99"
    return "<1" if probability < 0.005 else _as_written(probability * 100, 0)


def money(amount: float) -> str:
    """For tables: £1,427,125."""
    text = "£" + _as_written(abs(amount), 2 if 0 < abs(amount) < 10 else 0)
    return f"−{text}" if amount < 0 else text


def exact_money(amount: float) -> str:
    text = "£" + _as_written(abs(amount), 2)
    return f"−{text}" if amount < 0 else text


def compact_money(amount: float) -> str:
    """For charts: £1.43M, £893k."""
    size = abs(amount)
    units = ((1e9, "B"), (1e6, "M"), (1e3, "k"), (0, ""))
    unit, suffix = next((unit or 1, suffix) for unit, suffix in units if size >= unit * 0.9995)
    value = size / unit
    whole = value >= 99.95 or size < 999.5
    digits = 0 if whole else 1 if value >= 9.995 else 2
    return ("−" if amount < 0 else "") + "£" + _as_written(value, digits) + suffix


def day(iso: str) -> str:
    """9 Dec 2011"""
    date = datetime.fromisoformat(iso)
    return f"{date.day} {date:%b} {date.year}"


def month_year(iso: str) -> str:
    """Nov 2011"""
    return f"{datetime.fromisoformat(iso):%b %Y}"


def in_german(text: str) -> str:
    """What a shop with LOCALE=de-DE sees in place of a British figure: £1,427,125 is 1.427.125 £."""
    number = text.removeprefix("−").removeprefix("£").translate(str.maketrans(",.", ".,"))
    for sign in ("£", "%"):
        number = number.removesuffix(sign) + (f" {sign}" if sign in text else "")
    return ("−" if text.startswith("−") else "") + number


def german_day(iso: str) -> str:
    """9.12.2011"""
    date = datetime.fromisoformat(iso)
    return f"{date.day}.{date.month}.{date.year}"
