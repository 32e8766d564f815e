"""Leases in DynamoDB keep to what all leases keep to."""

import pytest
from journal_contract import KeptWorld, LeasesContract, lease

from ringwall.apply.dynamodb.leases import LEASES


@pytest.fixture
def kept(dynamodb_kept: KeptWorld) -> KeptWorld:
    return dynamodb_kept


class TestDynamoLeases(LeasesContract):
    """The contract."""


def test_nothing_is_left_of_what_was_given_back(kept: KeptWorld) -> None:
    kept.leases.take("one", [lease(str(number)) for number in range(60)])
    kept.leases.release("one")
    assert kept.leases.table.query(LEASES) == []


def test_where_all_cannot_be_taken_what_was_is_given_back(kept: KeptWorld) -> None:
    many = [lease(f"a{number:02}") for number in range(60)]
    table, own = kept.leases.table, []

    def write(transaction: object) -> None:
        own.append(transaction)
        if len(own) == 2:  # another process takes one of the second part meanwhile
            kept.others.take("two", [many[-1]])
        type(table).write(table, transaction)

    object.__setattr__(table, "write", write)
    with pytest.raises(Exception, match="is changing it"):
        kept.leases.take("one", many)
    object.__delattr__(table, "write")
    assert kept.leases.find_running() == {"two"}
    assert [item["run"] for item in table.query(LEASES)] == ["two"]
