"""Cases in DynamoDB keep to what every log of cases keeps to."""

import pytest
from journal_contract import CASE, CasesContract, KeptWorld

from ringwall.apply.dynamodb.table import ItemTransaction


@pytest.fixture
def kept(dynamodb_kept: KeptWorld) -> KeptWorld:
    return dynamodb_kept


class TestDynamoCases(CasesContract):
    """The contract."""


@pytest.mark.parametrize("number", [1, 2])
def test_an_event_that_is_gone_shows(kept: KeptWorld, number: int) -> None:
    for after in range(2):
        kept.cases.append(CASE, "noted", "ringwall", {}, after)
    table = kept.cases.table
    table.write(ItemTransaction([table.delete(f"CASE#{CASE}", f"{number:010}")]))
    assert kept.cases.doubt(CASE)
