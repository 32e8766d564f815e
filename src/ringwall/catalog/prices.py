"""What AWS bills for what a blueprint makes, from `prices.csv`: a hint, with its day and source.

A price is of a table, or of a whole service. Of what is in no line, the price is not known. Prices
differ by Region and change: the day on which one was looked up and its page stand beside it.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from ringwall.model.table import Table

EVERYWHERE = "all"
"""The Region of a price that is the same in all of them, China and GovCloud perhaps left out."""


@dataclass(frozen=True)
class Price:
    """One thing that is billed."""

    of: str
    """A table, or a service."""
    column: str
    """The column whose change brings the cost, too; '' where creation alone does."""
    billed: str
    usd: str
    """A decimal number, as AWS writes it; 0 for what is free."""
    unit: str
    region: str
    """The Region whose price it is, or `all`."""
    looked_up: str
    """The day, ISO 8601."""
    source: str

    @property
    def is_free(self) -> bool:
        """Whether nothing is billed for it."""
        return float(self.usd) == 0

    def __str__(self) -> str:
        """Return the price as a plan shows it."""
        where = "" if self.region == EVERYWHERE else f"in {self.region}, "
        cost = "free" if self.is_free else f"{self.usd} USD per {self.unit}"
        return f"{self.billed}: {cost} ({where}{self.looked_up})"


def find_prices(table: Table, column: str = "") -> tuple[Price, ...]:
    """Return what is billed where a row is made, or where one of its columns changes.

    Those of the table go before those of its service; none where the price is not known.
    """
    prices = load_prices()
    found = prices.get(table.name) or prices.get(table.service, ())
    if not column or all(price.is_free for price in found):
        return found
    return tuple(price for price in found if price.column == column)


@functools.cache
def load_prices() -> Mapping[str, tuple[Price, ...]]:
    """Return all prices by the table or service that they are of."""
    text = resources.files("ringwall.catalog").joinpath("prices.csv").read_text(encoding="utf-8")
    prices = [Price(**row) for row in csv.DictReader(text.splitlines())]
    return {
        of: tuple(p for p in prices if p.of == of) for of in dict.fromkeys(p.of for p in prices)
    }
