"""Cases in DynamoDB keep to what every log of cases keeps to."""

import pytest
from journal_contract import ARN, CASE, CasesContract, KeptWorld

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


def test_a_case_that_was_cut_off_at_its_end_is_doubted(kept: KeptWorld) -> None:
    first = kept.cases.append(CASE, "opened", ARN, {}, 0)
    kept.cases.append(CASE, "noted", ARN, {}, 1)
    table = kept.cases.table
    (row,) = table.query(f"CASE#{CASE}", newest=True)
    back = {"last": 1, "hash": first.hash, "at": first.at}
    cut = [table.delete(row["pk"], row["sk"]), table.update("CASES", CASE, back)]
    table.write(ItemTransaction(cut))
    (doubt,) = kept.cases.doubt(CASE)
    assert doubt.endswith("how it ends was changed")
