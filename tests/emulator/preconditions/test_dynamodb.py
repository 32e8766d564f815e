"""What DynamoDB refuses of the time to live of items."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from dynamodb_world import TABLE, make_table
from event_world import EventWorld


def test_time_to_live_is_turned_on_once_and_off_by_its_own_name(world: EventWorld) -> None:
    client = world.client("dynamodb")
    make_table(client)

    def set_ttl(name: str, *, on: bool, table: str = TABLE) -> Any:
        wanted = {"Enabled": on, "AttributeName": name}
        return client.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)

    def refuse(call: Any) -> tuple[str, str]:
        with pytest.raises(ClientError) as error:
            call()
        told = error.value.response["Error"]
        return told["Code"], told["Message"]

    assert refuse(lambda: set_ttl("ttl", on=False))[1] == "TimeToLive is already disabled"
    set_ttl("ttl", on=True)
    assert refuse(lambda: set_ttl("ttl", on=True))[1] == "TimeToLive is already enabled"
    assert "current AttributeName is ttl" in refuse(lambda: set_ttl("age", on=False))[1]
    set_ttl("ttl", on=False)
    missing = "ResourceNotFoundException"
    assert refuse(lambda: set_ttl("ttl", on=True, table="none"))[0] == missing
    assert refuse(lambda: client.describe_time_to_live(TableName="none"))[0] == missing
