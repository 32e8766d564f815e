from typing import Any

import pytest
from log_targets import make_log_bucket

CALLS = [
    ("delete_trail", {}),
    ("stop_logging", {}),
    ("start_logging", {}),
    ("update_trail", {"EnableLogFileValidation": False}),
]


@pytest.fixture
def arn(client: Any, member: str) -> str:
    """Return the ARN of a trail of the organization and all Regions, of us-east-1."""
    client("organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    bucket = make_log_bucket(client("s3", member), "trail-logs", "cloudtrail")
    made = client("cloudtrail").create_trail(
        Name="all", S3BucketName=bucket, IsMultiRegionTrail=True, IsOrganizationTrail=True
    )
    client("cloudtrail").start_logging(Name="all")
    found: str = made["TrailARN"]
    return found


@pytest.mark.parametrize(("call", "more"), CALLS)
def test_others_cannot_change_the_organizations_trail(
    client: Any, code: Any, arn: str, call: str, more: Any
) -> None:
    """Neither a member, nor the management account in another Region."""
    member = find_member(client)
    asked = getattr(client("cloudtrail", member), call)
    assert code(asked, Name=arn, **more) == "NotOrganizationMasterAccountException"
    for name in ("all", arn):
        asked = getattr(client("cloudtrail", region="eu-west-1"), call)
        assert code(asked, Name=name, **more) == "InvalidHomeRegionException"
    assert client("cloudtrail").get_trail_status(Name=arn)["IsLogging"] is True
    getattr(client("cloudtrail"), call)(Name=arn, **more)


def find_member(client: Any) -> str:
    accounts = client("organizations").list_accounts()["Accounts"]
    found: str = next(a["Id"] for a in accounts if a["Name"] == "dev")
    return found
