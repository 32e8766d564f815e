import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

ROLES = ("AWSControlTowerAdmin", "AWSControlTowerCloudTrailRole", "AWSControlTowerStackSetRole")
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x.amazonaws.com"}}
BASELINE = "arn:aws:controltower:us-east-1::baseline/17BSJV3IGJ2QSGA2"
CONTROL = "arn:aws:controltower:us-east-1::control/"


def make_manifest(account: str, **more: Any) -> dict[str, Any]:
    days = {"retentionDays": 365}
    buckets = {"loggingBucket": days, "accessLoggingBucket": days}
    return {
        "governedRegions": ["us-east-1"],
        "centralizedLogging": {"accountId": account, "enabled": True, "configurations": buckets},
        "securityRoles": {"accountId": account, "enabled": True},
        "accessManagement": {"enabled": True},
        **more,
    }


@pytest.fixture
def tower(client: Any, member: str) -> Any:
    """Return a client of Control Tower in an account that has its roles."""
    assert member
    document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    for name in ROLES:
        client("iam").create_role(
            RoleName=name, Path="/service-role/", AssumeRolePolicyDocument=document
        )
    return client("controltower")


@pytest.fixture
def zone(tower: Any, member: str) -> str:
    made = tower.create_landing_zone(version="4.0", manifest=make_manifest(member))
    arn: str = made["arn"]
    return arn


@pytest.fixture
def unit(client: Any, zone: str, member: str) -> str:
    """Return the ARN of an OU that is registered, with the member in it."""
    assert zone
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    made = organizations.create_organizational_unit(ParentId=root, Name="Prod")
    found = made["OrganizationalUnit"]
    organizations.move_account(
        AccountId=member, SourceParentId=root, DestinationParentId=found["Id"]
    )
    arn: str = found["Arn"]
    client("controltower").enable_baseline(
        baselineIdentifier=BASELINE, baselineVersion="4.0", targetIdentifier=arn
    )
    return arn


def test_a_landing_zone_takes_its_time(
    tower: Any, emulator: Emulator, member: str, refusal: Any
) -> None:
    emulator.state.behavior = Behavior(delay=1)
    given = {"version": "4.0", "manifest": make_manifest(member)}
    made = tower.create_landing_zone(**given)
    assert refusal(tower.create_landing_zone, **given) == ("ConflictException", 409)
    asked = {"operationIdentifier": made["operationIdentifier"]}
    states = [tower.get_landing_zone_operation(**asked) for _ in range(2)]
    assert [s["operationDetails"]["status"] for s in states] == ["IN_PROGRESS", "SUCCEEDED"]
    found = tower.get_landing_zone(landingZoneIdentifier=made["arn"])["landingZone"]
    assert (found["status"], found["manifest"]) == ("ACTIVE", given["manifest"])
    assert tower.list_landing_zones()["landingZones"] == [{"arn": made["arn"]}]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("governedRegions"),
        lambda m: m.update(surprise={}),
        lambda m: m["securityRoles"].update(accountId="123456789012"),
        lambda m: m["centralizedLogging"]["configurations"]["loggingBucket"].clear(),
        lambda m: m.update(organizationStructure={}),
    ],
    ids=["no regions", "a surprise", "one account", "no days", "a structure"],
)
def test_manifests_are_checked(
    tower: Any, member: str, refusal: Any, change: Callable[[Any], Any]
) -> None:
    manifest = make_manifest(member)
    change(manifest)
    code = refusal(tower.create_landing_zone, version="4.0", manifest=manifest)[0]
    assert code == "ValidationException"
    assert tower.list_landing_zones()["landingZones"] == []


def test_the_roles_come_first(client: Any, member: str, refusal: Any) -> None:
    tower = client("controltower")
    given = {"version": "4.0", "manifest": make_manifest(member)}
    assert refusal(tower.create_landing_zone, **given)[0] == "ValidationException"
    code = refusal(client("controltower", member).list_landing_zones)
    assert code == ("AccessDeniedException", 403)


def test_a_landing_zone_is_changed_and_deleted(tower: Any, zone: str, refusal: Any) -> None:
    named = {"landingZoneIdentifier": zone}
    held = tower.get_landing_zone(**named)["landingZone"]["manifest"]
    wider = held | {"governedRegions": ["us-east-1", "eu-west-1"]}
    tower.update_landing_zone(**named, version="4.0", manifest=wider)
    found = tower.get_landing_zone(**named)["landingZone"]
    assert found["manifest"]["governedRegions"] == ["us-east-1", "eu-west-1"]
    made = tower.reset_landing_zone(**named)["operationIdentifier"]
    done = tower.get_landing_zone_operation(operationIdentifier=made)["operationDetails"]
    assert (done["operationType"], done["status"]) == ("RESET", "SUCCEEDED")
    tower.delete_landing_zone(**named)
    assert refusal(tower.get_landing_zone, **named) == ("ResourceNotFoundException", 404)


def test_a_preventive_control_is_an_scp(client: Any, unit: str) -> None:
    tower, organizations = client("controltower"), client("organizations")
    given = {
        "controlIdentifier": f"{CONTROL}AWS-GR_RESTRICT_ROOT_USER",
        "targetIdentifier": unit,
    }
    made = tower.enable_control(**given)
    kind = {"TargetId": unit.rpartition("/")[2], "Filter": "SERVICE_CONTROL_POLICY"}
    names = [p["Name"] for p in organizations.list_policies_for_target(**kind)["Policies"]]
    assert any(name.startswith("aws-guardrails-") for name in names)
    details = tower.get_control_operation(operationIdentifier=made["operationIdentifier"])
    assert details["controlOperation"]["targetIdentifier"] == unit
    (listed,) = tower.list_enabled_controls(targetIdentifier=unit)["enabledControls"]
    assert listed["statusSummary"]["status"] == "SUCCEEDED"
    shown = tower.get_enabled_control(enabledControlIdentifier=made["arn"])
    assert shown["enabledControlDetails"]["targetRegions"] == [{"name": "us-east-1"}]
    tower.disable_control(**given)
    names = [p["Name"] for p in organizations.list_policies_for_target(**kind)["Policies"]]
    assert names == ["FullAWSAccess"]
    assert tower.list_enabled_controls()["enabledControls"] == []


def test_a_detective_control_is_a_rule(client: Any, unit: str, member: str) -> None:
    tower = client("controltower")
    given = {
        "controlIdentifier": f"{CONTROL}AWS-GR_ENCRYPTED_VOLUMES",
        "targetIdentifier": unit,
    }
    tower.enable_control(**given)
    config = client("config", member)
    (rule,) = config.describe_config_rules()["ConfigRules"]
    assert rule["Source"]["SourceIdentifier"] == "ENCRYPTED_VOLUMES"
    tower.disable_control(**given)
    assert config.describe_config_rules()["ConfigRules"] == []


def test_controls_need_a_registered_unit_and_a_known_name(
    client: Any, unit: str, refusal: Any
) -> None:
    tower, organizations = client("controltower"), client("organizations")
    control = {"controlIdentifier": f"{CONTROL}AWS-GR_ENCRYPTED_VOLUMES"}
    root = organizations.list_roots()["Roots"][0]["Id"]
    made = organizations.create_organizational_unit(ParentId=root, Name="Test")
    other = made["OrganizationalUnit"]["Arn"]
    code = refusal(tower.enable_control, **control, targetIdentifier=other)[0]
    assert code == "ValidationException"
    unknown = {"controlIdentifier": f"{CONTROL}AWS-GR_MADE_UP", "targetIdentifier": unit}
    assert refusal(tower.enable_control, **unknown)[1] == 501
    tower.enable_control(**control, targetIdentifier=unit)
    again = control | {"targetIdentifier": unit}
    assert refusal(tower.enable_control, **again) == ("ConflictException", 409)


def test_baselines_are_listed_and_disabled(client: Any, unit: str, refusal: Any) -> None:
    tower = client("controltower")
    names = {found["name"] for found in tower.list_baselines()["baselines"]}
    assert "AWSControlTowerBaseline" in names
    (held,) = tower.list_enabled_baselines(filter={"targetIdentifiers": [unit]})["enabledBaselines"]
    shown = tower.get_enabled_baseline(enabledBaselineIdentifier=held["arn"])
    assert shown["enabledBaselineDetails"]["baselineVersion"] == "4.0"
    given = {
        "baselineIdentifier": BASELINE,
        "baselineVersion": "4.0",
        "targetIdentifier": unit,
    }
    assert refusal(tower.enable_baseline, **given)[0] == "ConflictException"
    made = tower.disable_baseline(enabledBaselineIdentifier=held["arn"])
    done = tower.get_baseline_operation(operationIdentifier=made["operationIdentifier"])
    assert done["baselineOperation"]["operationType"] == "DISABLE_BASELINE"
    assert tower.list_enabled_baselines()["enabledBaselines"] == []


def test_parts_have_tags(tower: Any, member: str, refusal: Any) -> None:
    made = tower.create_landing_zone(
        version="4.0", manifest=make_manifest(member), tags={"team": "web"}
    )
    named = {"resourceArn": made["arn"]}
    tower.tag_resource(**named, tags={"a": "b"})
    tower.untag_resource(**named, tagKeys=["team"])
    assert tower.list_tags_for_resource(**named)["tags"] == {"a": "b"}
    other = {"resourceArn": made["arn"][:-1] + "_"}
    assert refusal(tower.list_tags_for_resource, **other) == ("ResourceNotFoundException", 404)
