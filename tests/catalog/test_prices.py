"""The table of prices: of what there is, dated, with its source."""

import re
from datetime import date
from decimal import Decimal

import pytest

from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.catalog.prices import Price, find_prices, load_prices

TABLES = load_tables()
PRICES = [price for prices in load_prices().values() for price in prices]


@pytest.mark.parametrize("price", PRICES, ids=lambda price: f"{price.of}-{price.billed}")
def test_a_price_is_of_what_a_blueprint_can_make(price: Price) -> None:
    made = {name: TABLES[name] for name in load_lifecycles()}
    assert price.of in {*made, *(table.service for table in made.values())}
    assert not price.column or price.column in {c.name for c in TABLES[price.of].all_columns}
    assert Decimal(price.usd) >= 0
    assert date.fromisoformat(price.looked_up)
    assert re.match(r"https://(aws|docs\.aws)\.amazon\.com/", price.source)
    assert price.region in ("all", "us-east-1")


def test_a_price_is_shown_with_its_region_and_day() -> None:
    price = Price("t", "", "a thing", "1.50", "thing a month", "us-east-1", "2026-11-29", "x")
    assert str(price) == "a thing: 1.50 USD per thing a month (in us-east-1, 2026-11-29)"
    free = Price("t", "", "a thing", "0", "-", "all", "2026-11-29", "x")
    assert str(free) == "a thing: free (2026-11-29)"


def test_prices_of_a_column_where_it_changes() -> None:
    trail = TABLES["cloudtrail_trail"]
    assert len(find_prices(trail)) >= 3
    assert [p.billed for p in find_prices(trail, "event_selectors")] == ["data events"]
    assert find_prices(trail, "kms_key_id") == ()
    assert find_prices(TABLES["organizations_policy"], "content")[0].is_free
    assert find_prices(TABLES["guardduty_member"]) == ()
