"""AWS Control Tower: the landing zone, and what is enabled in it."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied

ROLES = ("AWSControlTowerAdmin", "AWSControlTowerCloudTrailRole", "AWSControlTowerStackSetRole")
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x.amazonaws.com"}}
PLACE = "arn:aws:controltower:eu-west-1::"
BASELINE = f"{PLACE}baseline/17BSJV3IGJ2QSGA2"
TABLES = (
    "controltower_landing_zone",
    "controltower_enabled_control",
    "controltower_enabled_baseline",
)


def test_a_landing_zone_is_read_with_what_is_enabled(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    client, tower = aws("organizations"), aws("controltower")
    client.create_organization(FeatureSet="ALL")
    made = client.create_account(AccountName="logs", Email="logs@example.com")
    member = made["CreateAccountStatus"]["AccountId"]
    for name in ROLES:
        aws("iam").create_role(
            RoleName=name,
            Path="/service-role/",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [TRUST]}),
        )
    days = {"retentionDays": 365}
    manifest = {
        "governedRegions": ["eu-west-1"],
        "centralizedLogging": {
            "accountId": member,
            "enabled": True,
            "configurations": {"loggingBucket": days, "accessLoggingBucket": days},
        },
        "securityRoles": {"accountId": member, "enabled": True},
        "accessManagement": {"enabled": True},
    }
    rows, gaps = collect(live, *TABLES)
    assert (dict(rows), gaps) == ({}, [])
    arn = tower.create_landing_zone(version="4.0", manifest=manifest)["arn"]
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Prod")["OrganizationalUnit"]
    tower.enable_baseline(
        baselineIdentifier=BASELINE, baselineVersion="4.0", targetIdentifier=unit["Arn"]
    )
    tower.enable_control(
        controlIdentifier=f"{PLACE}control/AWS-GR_ENCRYPTED_VOLUMES", targetIdentifier=unit["Arn"]
    )
    rows, gaps = collect(live, *TABLES)
    assert gaps == []
    (zone,) = rows["controltower_landing_zone"]
    assert (zone["arn"], zone["version"], zone["status"]) == (arn, "4.0", "ACTIVE")
    assert (zone["drift_status"], zone["region"]) == ("IN_SYNC", "eu-west-1")
    assert json.loads(zone["manifest"]) == manifest
    (control,) = rows["controltower_enabled_control"]
    assert control["control_identifier"].endswith("AWS-GR_ENCRYPTED_VOLUMES")
    assert (control["target_identifier"], control["status"]) == (unit["Arn"], "SUCCEEDED")
    assert (control["drift_status"], control["parameters"]) == ("IN_SYNC", "[]")
    (baseline,) = rows["controltower_enabled_baseline"]
    assert (baseline["baseline_identifier"], baseline["baseline_version"]) == (BASELINE, "4.0")


def test_what_was_denied_is_a_gap(collect: Callable[..., Any], canned: type[Any]) -> None:
    answers = {
        "organizations.list_aws_service_access_for_organization": {
            "EnabledServicePrincipals": [{"ServicePrincipal": "controltower.amazonaws.com"}]
        },
        "controltower.list_landing_zones": AccessDenied("no", "AccessDeniedException"),
    }
    for table in TABLES:
        rows, gaps = collect(canned(answers), table)
        assert not any(rows.values())
        assert [gap.status for gap in gaps] == ["denied"]
