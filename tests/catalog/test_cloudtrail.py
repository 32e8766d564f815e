"""CloudTrail: each trail once per account that sees it, and what it records."""

from collections.abc import Callable
from typing import Any

import pytest


def _trail(name: str, owner: str = "111111111111", home: str = "eu-west-1", **more: Any) -> Any:
    arn = f"arn:aws:cloudtrail:{home}:{owner}:trail/{name}"
    is_valid = {"LogFileValidationEnabled": True}
    return {"Name": name, "TrailARN": arn, "HomeRegion": home, **is_valid, **more}


OWN = _trail("own", IsMultiRegionTrail=True, KmsKeyId="k")
REPLICA = _trail("org", "999999999999", IsMultiRegionTrail=True, IsOrganizationTrail=True)
LOCAL = _trail("local", home="us-west-2", IsMultiRegionTrail=False)


def _describe(
    trailNameList: list[str] | None = None,  # noqa: N803 - AWS's own names
    includeShadowTrails: bool = True,  # noqa: FBT001, FBT002, N803
) -> Any:
    assert includeShadowTrails
    trails = [LOCAL] if trailNameList == [LOCAL["TrailARN"]] else [OWN, REPLICA]
    return {"trailList": trails}


def _answers(**selectors: Any) -> dict[str, Any]:
    return {
        "cloudtrail.describe_trails": _describe,
        "cloudtrail.list_trails": {"Trails": [OWN, LOCAL, REPLICA]},
        "cloudtrail.get_trail_status": {"IsLogging": True},
        "cloudtrail.get_event_selectors": selectors,
    }


def test_an_account_sees_own_local_and_organization_trails_once(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    reader = canned(_answers())
    rows, gaps = collect(reader, "cloudtrail_trail")
    assert gaps == []
    found = {row["trail_name"]: row for row in rows["cloudtrail_trail"]}
    assert len(rows["cloudtrail_trail"]) == 3
    assert found["own"]["arn"] == found["own"]["trail_arn"] == OWN["TrailARN"]
    assert found["org"]["trail_arn"] == REPLICA["TrailARN"]
    assert found["org"]["arn"] == "arn:aws:cloudtrail:eu-west-1:111111111111:trail/org"
    assert found["org"]["is_organization_trail"] is True
    assert found["local"]["region"] == "us-west-2"
    assert ("cloudtrail.describe_trails", "us-west-2") in reader.calls
    assert ("cloudtrail.get_trail_status", "us-west-2") in reader.calls


def _field(name: str, **tests: list[str]) -> dict[str, Any]:
    return {"Field": name, **tests}


MANAGEMENT = _field("eventCategory", Equals=["Management"])


@pytest.mark.parametrize(
    ("selectors", "records_all"),
    [
        ({"EventSelectors": [{"IncludeManagementEvents": True, "ReadWriteType": "All"}]}, True),
        (
            {"EventSelectors": [{"IncludeManagementEvents": True, "ReadWriteType": "WriteOnly"}]},
            False,
        ),
        ({"EventSelectors": [{"IncludeManagementEvents": False, "ReadWriteType": "All"}]}, False),
        ({"AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT]}]}, True),
        (
            {
                "AdvancedEventSelectors": [
                    {"FieldSelectors": [MANAGEMENT, _field("readOnly", Equals=["false"])]}
                ]
            },
            False,
        ),
        (
            {
                "AdvancedEventSelectors": [
                    {
                        "FieldSelectors": [
                            MANAGEMENT,
                            _field("eventSource", NotEquals=["kms.amazonaws.com"]),
                        ]
                    }
                ]
            },
            True,
        ),
        (
            {
                "AdvancedEventSelectors": [
                    {"FieldSelectors": [_field("eventCategory", Equals=["Data"])]}
                ]
            },
            False,
        ),
        ({}, False),
    ],
)
def test_selectors_tell_whether_the_control_plane_is_recorded(
    selectors: dict[str, Any],
    records_all: bool,  # noqa: FBT001 - a column of the table above
    collect: Callable[..., Any],
    canned: type[Any],
) -> None:
    rows, gaps = collect(canned(_answers(**selectors)), "cloudtrail_trail")
    assert gaps == []
    assert rows["cloudtrail_trail"][0]["records_all_management_events"] is records_all
