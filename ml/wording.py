"""How a shop writes figures and amounts within sentences: the signs of its locale, as the dashboard writes them."""

from dataclasses import dataclass
from functools import cached_property

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
PLAIN = 1_000  # below that a whole number is written alike everywhere


@dataclass(frozen=True)
class Wording:
    """locale: BCP 47, such as de-DE (one that is not known is written as in Britain); currency: ISO 4217."""

    locale: str = "en-GB"
    currency: str = ""

    @cached_property
    def _signs(self) -> Locale:
        try:
            return Locale.parse(self.locale, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en-GB", sep="-")

    @cached_property
    def _amount(self) -> str:
        """The pattern of a whole amount: '£'#,##0."""
        pattern = str(self._signs.currency_formats["standard"].pattern).replace(".00", "")
        if not self.currency:
            return pattern.replace("¤", "").strip()
        symbol = SYMBOLS.get(self.currency)
        if symbol is None:  # letters keep a distance from the digits
            pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
        return pattern.replace("¤", f"'{symbol or self.currency}'")

    def number(self, value: float, most: int = 0, least: int = 0) -> str:
        """1,234.5: with this many digits after the decimal sign."""
        rounded = round(value, most)
        if least == 0 and rounded == int(rounded) and 0 <= rounded < PLAIN:
            return str(int(rounded))
        return format_decimal(rounded, f"#,##0.{'0' * least}{'#' * (most - least)}".rstrip("."), self._signs)

    def percent(self, share: float) -> str:
        """12%: a whole number of hundredths, rounded down."""
        return format_percent(int(share * 100) / 100, locale=self._signs)

    def money(self, amount: float) -> str:
        """£1,234."""
        return format_decimal(round(amount), self._amount, self._signs).replace("-", "\N{MINUS SIGN}")
