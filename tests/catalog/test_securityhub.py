"""Security Hub: on, off, or not for us to know."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

HUB = {
    "HubArn": "arn:aws:securityhub:eu-west-1:111111111111:hub/default",
    "SubscribedAt": "2024-06-09T18:43:57.978Z",
    "AutoEnableControls": True,
}
STANDARD = "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0"


def test_a_hub_shows_its_standards(canned: Any, collect: Any) -> None:
    standards = {"StandardsSubscriptions": [{"StandardsArn": STANDARD}]}
    reader = canned(
        {
            "securityhub.describe_hub": HUB,
            "securityhub.get_enabled_standards": standards,
            "securityhub.list_tags_for_resource": {"Tags": {"team": "security"}},
        }
    )
    rows, gaps = collect(reader, "securityhub_hub")
    assert gaps == []
    (row,) = rows["securityhub_hub"]
    assert (row["arn"], row["enabled_standards"]) == (HUB["HubArn"], [STANDARD])
    assert row["tags"] == {"team": "security"}


OFF = CallFailed("Account 1 is not subscribed to AWS Security Hub", "InvalidAccessException")
REFUSED = CallFailed("There is an issue with the account", "InvalidAccessException")


@pytest.mark.parametrize(
    ("error", "statuses"),
    [
        (OFF, []),
        (CallFailed("no hub was found", "ResourceNotFoundException"), []),
        (REFUSED, ["failed"]),
        (AccessDenied("no", "AccessDeniedException"), ["denied"]),
    ],
)
def test_only_an_account_that_is_not_subscribed_has_no_hub(
    canned: Any, collect: Any, error: CallFailed, statuses: list[str]
) -> None:
    rows, gaps = collect(canned({"securityhub.describe_hub": error}), "securityhub_hub")
    assert rows["securityhub_hub"] == []
    assert [gap.status for gap in gaps] == statuses


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    rows, gaps = collect(live, "securityhub_hub")
    assert (rows["securityhub_hub"], gaps) == ([], [])
    aws("securityhub").enable_security_hub(EnableDefaultStandards=False)
    emulator.calls.clear()
    rows, gaps = collect(live, "securityhub_hub")
    assert gaps == []
    assert [r["arn"] for r in rows["securityhub_hub"]] == [
        "arn:aws:securityhub:eu-west-1:123456789012:hub/default"
    ]
    assert sum(emulator.calls.values()) == 3
