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


def _list_tags(ResourceIdList: list[str]) -> Any:  # noqa: N803 - AWS's own name
    """Answer about one trail of the account's own: AWS refuses the trails of others."""
    (arn,) = ResourceIdList
    assert arn.split(":")[4] == "111111111111"
    tags = [{"Key": "team", "Value": "security"}]
    return {"ResourceTagList": [{"ResourceId": arn, "TagsList": tags}]}


ALL = {"EventSelectors": [{"IncludeManagementEvents": True, "ReadWriteType": "All"}]}


def _answers(**selectors: Any) -> dict[str, Any]:
    return {
        "cloudtrail.describe_trails": _describe,
        "cloudtrail.list_trails": {"Trails": [OWN, LOCAL, REPLICA]},
        "cloudtrail.get_trail_status": {"IsLogging": True},
        "cloudtrail.get_event_selectors": selectors or ALL,
        "cloudtrail.list_tags": _list_tags,
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
    assert (found["own"]["tags"], found["org"]["tags"]) == ({"team": "security"}, {})
    assert ("cloudtrail.describe_trails", "us-west-2") in reader.calls
    assert ("cloudtrail.get_trail_status", "us-west-2") in reader.calls


def _field(name: str, **tests: list[str]) -> dict[str, Any]:
    return {"Field": name, **tests}


MANAGEMENT = _field("eventCategory", Equals=["Management"])


def _basic(kind: str, *, is_on: bool = True) -> dict[str, Any]:
    return {"IncludeManagementEvents": is_on, "ReadWriteType": kind}


def _advanced(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"FieldSelectors": [MANAGEMENT, *fields]}


READS, WRITES = (_field("readOnly", Equals=[value]) for value in ("true", "false"))
NO_KMS = _field("eventSource", NotEquals=["kms.amazonaws.com"])
DATA = {"FieldSelectors": [_field("eventCategory", Equals=["Data"])]}


@pytest.mark.parametrize(
    ("basic", "advanced", "records"),
    [
        ([_basic("All")], [], (True, True)),
        ([_basic("WriteOnly")], [], (False, True)),
        ([_basic("ReadOnly")], [], (True, False)),
        # The union counts.
        ([_basic("ReadOnly"), _basic("WriteOnly")], [], (True, True)),
        ([_basic("ReadOnly"), _basic("WriteOnly", is_on=False)], [], (True, False)),
        ([_basic("All", is_on=False)], [], (False, False)),
        ([], [_advanced()], (True, True)),
        ([], [_advanced(WRITES)], (False, True)),
        ([], [_advanced(WRITES), _advanced(READS)], (True, True)),
        ([], [_advanced(_field("readOnly", Equals=["true", "false"]))], (True, True)),
        ([], [_advanced(NO_KMS)], (True, True)),
        ([], [_advanced(WRITES, NO_KMS), _advanced(READS)], (True, True)),
        ([], [_advanced(_field("userIdentity.arn", NotEquals=["x"]))], (False, False)),
        ([], [DATA], (False, False)),
    ],
)
def test_selectors_tell_whether_the_control_plane_is_recorded(
    basic: list[Any],
    advanced: list[Any],
    records: tuple[bool, bool],
    collect: Callable[..., Any],
    canned: type[Any],
) -> None:
    answers = _answers(EventSelectors=basic, AdvancedEventSelectors=advanced)
    rows, gaps = collect(canned(answers), "cloudtrail_trail")
    assert gaps == []
    trail = rows["cloudtrail_trail"][0]
    assert (trail["records_management_reads"], trail["records_management_writes"]) == records


def test_an_answer_without_selectors_says_nothing(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    answers = {**_answers(), "cloudtrail.get_event_selectors": {"TrailARN": "x"}}
    rows, gaps = collect(canned(answers), "cloudtrail_trail")
    assert {row["records_management_reads"] for row in rows["cloudtrail_trail"]} == {None}
    assert {gap.aspect for gap in gaps} == {
        "records_management_reads",
        "records_management_writes",
    }
