"""A subscription filter writes to no log group, least of all to one of another account."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        ("arn:aws:logs:us-east-1:111122223333:log-group:b:*", "InvalidParameterException"),
        ("arn:aws:logs:us-east-1:123456789012:destination:b", "UnknownOperationException"),
    ],
)
def test_a_log_group_is_no_destination(
    client: Any, refusal: Any, destination: str, code: str
) -> None:
    logs = client("logs")
    logs.create_log_group(logGroupName="a")
    asked = {"logGroupName": "a", "filterName": "f", "filterPattern": ""}
    found = refusal(logs.put_subscription_filter, **asked, destinationArn=destination)
    assert found[0] == code
    assert logs.describe_subscription_filters(logGroupName="a")["subscriptionFilters"] == []
