from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.completion import canonical

pytestmark = pytest.mark.guesses
ROLE = "arn:aws:iam::123456789012:role/web"
DAY = {"RetentionPeriodValue": 1, "RetentionPeriodUnit": "DAYS"}


@pytest.mark.parametrize(
    ("member", "noun", "expected"),
    [
        ("analyzerName", "Analyzer", "name"),
        ("GraphArn", "Graph", "arn"),
        ("type", "Analyzer", "type"),
        ("DetectorId", "PublishingDetector", "id"),
    ],
)
def test_member_is_known_by_its_name_without_the_noun(
    member: str, noun: str, expected: str
) -> None:
    assert canonical(member, noun) == expected


def test_what_was_created_is_listed_read_and_deleted(client: Any, refusal: Any) -> None:
    anywhere = client("rolesanywhere")
    made = anywhere.create_profile(name="web", roleArns=[ROLE])["profile"]
    assert (made["name"], made["roleArns"]) == ("web", [ROLE])
    assert anywhere.list_profiles()["profiles"] == [made]
    which = {"profileId": made["profileId"]}
    assert anywhere.get_profile(**which)["profile"] == made
    anywhere.delete_profile(**which)
    assert anywhere.list_profiles()["profiles"] == []
    assert refusal(anywhere.get_profile, **which)[0] == "ResourceNotFoundException"


def test_records_are_apart_by_account_and_region(client: Any, member: str) -> None:
    client("networkmonitor", member).create_monitor(monitorName="web")
    assert client("networkmonitor").list_monitors()["monitors"] == []
    elsewhere = client("networkmonitor", member, "eu-west-1")
    assert elsewhere.list_monitors()["monitors"] == []


def test_second_of_a_name_is_a_conflict(client: Any, refusal: Any) -> None:
    monitors = client("networkmonitor")
    monitors.create_monitor(monitorName="web")
    code = refusal(monitors.create_monitor, monitorName="web")[0]
    assert code == "ConflictException"


def test_every_made_up_value_is_recorded(client: Any, emulator: Emulator) -> None:
    client("networkmonitor").create_monitor(monitorName="web")
    state = client("networkmonitor").list_monitors()["monitors"][0]["state"]
    assert ("networkmonitor:ListMonitors", "state", state) in [
        (g.call, g.member, g.value) for g in emulator.guesses
    ]


def test_setting_that_nobody_made_has_no_value(client: Any, emulator: Emulator) -> None:
    answer = client("ec2").get_allowed_images_settings()
    assert answer.keys() == {"ResponseMetadata"}
    assert [g.call for g in emulator.guesses] == ["ec2:GetAllowedImagesSettings"]


def test_operation_beyond_the_verbs_is_refused(client: Any, refusal: Any) -> None:
    code, status = refusal(client("accessanalyzer").check_no_public_access,
        policyDocument="{}", resourceType="AWS::S3::Bucket")  # fmt: skip
    assert (code, status) == ("UnknownOperationException", 501)


def test_update_changes_what_it_names_and_keeps_the_rest(client: Any) -> None:
    anywhere = client("rolesanywhere")
    made = anywhere.create_profile(name="web", roleArns=[ROLE], sessionPolicy="old")["profile"]
    which = {"profileId": made["profileId"]}
    anywhere.update_profile(**which, sessionPolicy="new")
    assert anywhere.get_profile(**which)["profile"] == made | {"sessionPolicy": "new"}


def test_deleting_what_is_not_there_is_an_error(client: Any, refusal: Any) -> None:
    monitors = client("networkmonitor")
    monitors.create_monitor(monitorName="web")
    assert refusal(monitors.delete_monitor, monitorName="other") == (
        "ResourceNotFoundException",
        404,
    )
    assert len(monitors.list_monitors()["monitors"]) == 1


def test_list_is_filtered_by_what_the_call_names(client: Any) -> None:
    bin_ = client("rbin")
    for kind in ("EBS_SNAPSHOT", "EC2_IMAGE", "EBS_SNAPSHOT"):
        bin_.create_rule(ResourceType=kind, RetentionPeriod=DAY)
    for kind, count in (("EBS_SNAPSHOT", 2), ("EC2_IMAGE", 1), ("EBS_VOLUME", 0)):
        assert len(bin_.list_rules(ResourceType=kind, MaxResults=50)["Rules"]) == count


def test_things_of_two_nouns_are_apart(client: Any) -> None:
    anywhere = client("rolesanywhere")
    made = anywhere.create_profile(name="web", roleArns=[ROLE])
    assert anywhere.list_trust_anchors()["trustAnchors"] == []
    assert anywhere.list_profiles()["profiles"] == [made["profile"]]


def test_enabling_and_disabling_make_and_remove_a_setting(client: Any) -> None:
    ec2 = client("ec2")
    assert "State" not in ec2.get_allowed_images_settings()
    ec2.enable_allowed_images_settings(AllowedImagesSettingsState="enabled")
    assert ec2.get_allowed_images_settings()["State"] == "enabled"
    assert "State" not in client("ec2", "", "eu-west-1").get_allowed_images_settings()
    ec2.disable_allowed_images_settings()
    assert "State" not in ec2.get_allowed_images_settings()


def test_modified_options_are_described_in_their_structure(client: Any) -> None:
    ec2 = client("ec2")
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-bidirectional")
    found = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert found["InternetGatewayBlockMode"] == "block-bidirectional"


def test_status_is_read_of_what_was_registered(client: Any, refusal: Any) -> None:
    audits = client("auditmanager")
    assert refusal(audits.get_account_status)[0] == "ResourceNotFoundException"
    audits.register_account()
    assert audits.get_account_status()["status"] == "ACTIVE"


def test_made_up_ids_are_the_same_in_every_run(client: Any, emulator: Emulator) -> None:
    def make() -> str:
        made = client("rbin").create_rule(ResourceType="EC2_IMAGE", RetentionPeriod=DAY)
        arn: str = made["RuleArn"]
        return arn

    first, second = make(), make()
    assert first.startswith("arn:aws:rbin:us-east-1:123456789012:rule/")
    emulator.reset()
    assert [make() for _ in "12"] == [first, second]
    assert first != second


def test_list_of_things_without_a_name_finds_all(client: Any) -> None:
    bin_ = client("rbin")
    kind = {"ResourceType": "EC2_IMAGE"}
    made = [bin_.create_rule(RetentionPeriod=DAY, **kind)["RuleArn"] for _ in "12"]
    assert [rule["RuleArn"] for rule in bin_.list_rules(**kind)["Rules"]] == made
