from typing import Any

import pytest


def trails(at_acme: Any, account: str, region: str) -> dict[str, Any]:
    client = at_acme("cloudtrail", account, region)
    found = client.describe_trails(includeShadowTrails=False)["trailList"]
    return {trail["Name"]: trail for trail in found}


def test_trail_of_the_organization_covers_one_region(at_acme: Any) -> None:
    (trail,) = (
        t for t in trails(at_acme, "management", "us-east-1").values() if t["IsOrganizationTrail"]
    )
    assert (trail["Name"], trail["IsMultiRegionTrail"]) == ("acme-organization", False)


@pytest.mark.parametrize("account", ["security", "log-archive", "network", "prod", "staging"])
def test_each_account_has_a_whole_trail_of_its_own(at_acme: Any, account: str) -> None:
    trail = trails(at_acme, account, "us-east-1")[f"{account}-events"]
    assert trail["IsMultiRegionTrail"]
    assert trail["LogFileValidationEnabled"]
    (alias,) = [
        alias
        for alias in at_acme("kms", "log-archive").list_aliases()["Aliases"]
        if alias["AliasName"] == "alias/acme-trail"
    ]
    assert trail["KmsKeyId"].endswith(f"key/{alias['TargetKeyId']}")
    assert trail["S3BucketName"] == "acme-cloudtrail-logs"
    status = at_acme("cloudtrail", account).get_trail_status(Name=trail["TrailARN"])
    assert status["IsLogging"] is True


@pytest.mark.parametrize(
    ("account", "region", "name", "missing"),
    [
        ("dev", "us-east-1", "dev-events", "KmsKeyId"),
        ("security", "eu-central-1", "forensics", "CloudWatchLogsLogGroupArn"),
    ],
)
def test_two_trails_lack_a_setting(
    at_acme: Any, account: str, region: str, name: str, missing: str
) -> None:
    assert missing not in trails(at_acme, account, region)[name]


def test_one_trail_is_not_validated_and_one_is_stopped(at_acme: Any) -> None:
    changes = trails(at_acme, "network", "eu-west-1")["network-changes"]
    assert changes["LogFileValidationEnabled"] is False
    client = at_acme("cloudtrail", "staging", "eu-west-1")
    assert client.get_trail_status(Name="staging-load-test")["IsLogging"] is False
