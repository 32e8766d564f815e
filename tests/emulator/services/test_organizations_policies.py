import json
from collections.abc import Callable
from typing import Any

import pytest

DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
ALL = json.dumps({"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}})
EC2 = {
    "exception_message": {"@@assign": "Ask the platform team"},
    "serial_console_access": {"status": {"@@assign": "disabled"}},
    "image_block_public_access": {"state": {"@@assign": "block_new_sharing"}},
    "snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}},
    "instance_metadata_defaults": {
        "http_tokens": {"@@assign": "required"},
        "http_put_response_hop_limit": {"@@assign": "2"},
        "http_endpoint": {"@@assign": "no_preference"},
    },
    "vpc_block_public_access": {
        "internet_gateway_block": {
            "mode": {"@@assign": "block_ingress"},
            "exclusions_allowed": {"@@assign": "disabled"},
        }
    },
}
TYPES = 15
Declare = Callable[..., str]


@pytest.fixture
def organizations(client: Any, member: str) -> Any:
    assert member
    return client("organizations")


@pytest.fixture
def root(organizations: Any) -> str:
    found: str = organizations.list_roots()["Roots"][0]["Id"]
    return found


@pytest.fixture
def declare(organizations: Any, root: str) -> Declare:
    """Return a function that enables a type, and makes and attaches a policy of it."""

    def act(kind: str, content: str, target: str = "", name: str = "own") -> str:
        types = {t["Type"] for t in organizations.list_roots()["Roots"][0]["PolicyTypes"]}
        if kind not in types:
            organizations.enable_policy_type(RootId=root, PolicyType=kind)
        made = organizations.create_policy(Name=name, Description="", Type=kind, Content=content)
        policy: str = made["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=target or root)
        return policy

    return act


def test_every_type_is_enabled_and_disabled(
    client: Any, organizations: Any, root: str, refusal: Any
) -> None:
    model = client("organizations").meta.service_model.shape_for("PolicyType")
    assert len(model.enum) == TYPES
    for kind in model.enum:
        organizations.enable_policy_type(RootId=root, PolicyType=kind)
    given = {"RootId": root, "PolicyType": "S3_POLICY"}
    assert refusal(organizations.enable_policy_type, **given)[0].startswith("PolicyTypeAlready")
    organizations.disable_policy_type(**given)
    assert refusal(organizations.disable_policy_type, **given)[0] == "PolicyTypeNotEnabledException"
    types = organizations.list_roots()["Roots"][0]["PolicyTypes"]
    assert len(types) == TYPES - 1


def test_disabling_a_type_detaches_its_policies(
    organizations: Any, root: str, declare: Declare
) -> None:
    policy = declare("S3_POLICY", ALL)
    organizations.disable_policy_type(RootId=root, PolicyType="S3_POLICY")
    assert organizations.list_targets_for_policy(PolicyId=policy)["Targets"] == []


def test_a_policy_of_each_kind_has_an_arn_of_its_kind(organizations: Any, declare: Declare) -> None:
    policy = declare("S3_POLICY", ALL)
    found = organizations.describe_policy(PolicyId=policy)["Policy"]
    assert f"/s3_policy/{policy}" in found["PolicySummary"]["Arn"]
    assert found["Content"] == ALL


def test_attachments_need_an_enabled_type_and_room(
    organizations: Any, root: str, member: str, refusal: Any
) -> None:
    kind = "SERVICE_CONTROL_POLICY"

    def make(number: int) -> dict[str, str]:
        made = organizations.create_policy(
            Name=f"p{number}", Description="", Type=kind, Content=DENY
        )
        return {"PolicyId": made["Policy"]["PolicySummary"]["Id"], "TargetId": member}

    first = make(0)
    assert refusal(organizations.attach_policy, **first)[0] == "PolicyTypeNotEnabledException"
    organizations.enable_policy_type(RootId=root, PolicyType=kind)
    organizations.attach_policy(**first)
    code = refusal(organizations.attach_policy, **first)[0]
    assert code == "DuplicatePolicyAttachmentException"
    for number in range(1, 9):
        organizations.attach_policy(**make(number))
    code = refusal(organizations.attach_policy, **make(9))[0]
    assert code == "ConstraintViolationException"
    assert refusal(organizations.delete_policy, PolicyId=first["PolicyId"])[0].startswith(
        "PolicyIn"
    )
    missing = first | {"TargetId": "111122223333"}
    assert refusal(organizations.attach_policy, **missing)[0] == "TargetNotFoundException"


def test_the_last_scp_stays_and_so_does_the_rcp_of_aws(
    organizations: Any, member: str, refusal: Any
) -> None:
    for policy, code in (
        ("p-FullAWSAccess", "ConstraintViolationException"),
        ("p-RCPFullAWSAccess", "InvalidInputException"),
    ):
        given = {"PolicyId": policy, "TargetId": member}
        assert refusal(organizations.detach_policy, **given)[0] == code
    code = refusal(organizations.update_policy, PolicyId="p-FullAWSAccess", Content=DENY)[0]
    assert code == "InvalidInputException"


def test_an_error_says_its_reason(organizations: Any, member: str) -> None:
    with pytest.raises(organizations.exceptions.ConstraintViolationException) as caught:
        organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=member)
    reason = caught.value.response["Reason"]
    assert reason == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"


def test_a_document_is_checked_when_it_is_made_and_changed(
    organizations: Any, declare: Declare, refusal: Any
) -> None:
    given = {"Name": "x", "Description": "", "Type": "S3_POLICY", "Content": DENY}
    malformed = "MalformedPolicyDocumentException"
    assert refusal(organizations.create_policy, **given)[0] == malformed
    policy = declare("S3_POLICY", ALL)
    assert refusal(organizations.update_policy, PolicyId=policy, Content=DENY)[0] == malformed
    again = given | {"Name": "own", "Content": ALL}
    assert refusal(organizations.create_policy, **again)[0] == "DuplicatePolicyException"


def test_the_effective_policy_is_inherited(
    client: Any, root: str, member: str, declare: Declare, refusal: Any
) -> None:
    organizations = client("organizations")
    kind = {"PolicyType": "TAG_POLICY"}
    unit = organizations.create_organizational_unit(ParentId=root, Name="Prod")
    unit_id = unit["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=unit_id)
    declare("TAG_POLICY", '{"tags":{"a":{"tag_value":{"@@assign":["x"]}}}}')
    declare("TAG_POLICY", '{"tags":{"a":{"tag_value":{"@@append":["y"]}}}}', unit_id, "unit")
    inside = client("organizations", member)
    found = inside.describe_effective_policy(**kind)["EffectivePolicy"]
    assert json.loads(found["PolicyContent"]) == {"tags": {"a": {"tag_value": ["x", "y"]}}}
    assert (found["TargetId"], found["PolicyType"]) == (member, "TAG_POLICY")
    other = inside.describe_effective_policy
    assert refusal(other, **kind, TargetId="123456789012")[0] == "AccessDeniedException"
    assert organizations.describe_effective_policy(**kind, TargetId=member)
    none = organizations.describe_effective_policy
    assert refusal(none, PolicyType="S3_POLICY")[0] == "EffectivePolicyNotFoundException"
    assert refusal(none, PolicyType="SERVICE_CONTROL_POLICY")[0] == "InvalidInputException"


def test_an_incomplete_effective_policy_is_invalid(
    organizations: Any, member: str, declare: Declare
) -> None:
    kind = "SECURITYHUB_POLICY"
    policy = declare(kind, '{"securityhub":{"enable_in_regions":{"@@append":["ALL_SUPPORTED"]}}}')
    accounts = organizations.list_accounts_with_invalid_effective_policy(PolicyType=kind)
    assert member in {account["Id"] for account in accounts["Accounts"]}
    found = organizations.list_effective_policy_validation_errors(AccountId=member, PolicyType=kind)
    (error,) = found["EffectivePolicyValidationErrors"]
    assert error["PathToError"] == "/securityhub/disable_in_regions"
    assert error["ContributingPolicies"] == [policy]
    assert found["Path"].endswith(f"/{member}/")


def test_an_s3_policy_takes_public_access_out_of_members_hands(
    client: Any, member: str, declare: Declare, refusal: Any
) -> None:
    policy = declare("S3_POLICY", ALL)
    control = client("s3control", member)
    block = {"BlockPublicAcls": False}
    assert refusal(
        control.put_public_access_block,
        AccountId=member,
        PublicAccessBlockConfiguration=block,
    ) == ("AccessDenied", 403)
    assert refusal(control.delete_public_access_block, AccountId=member)[1] == 403
    found = control.get_public_access_block(AccountId=member)["PublicAccessBlockConfiguration"]
    assert set(found.values()) == {True}
    client("organizations").detach_policy(
        PolicyId=policy, TargetId=client("organizations").list_roots()["Roots"][0]["Id"]
    )
    control.put_public_access_block(AccountId=member, PublicAccessBlockConfiguration=block)


def test_ec2_settings_are_those_of_the_declarative_policy(
    client: Any, member: str, declare: Declare
) -> None:
    ec2 = client("ec2", member)
    ec2.modify_instance_metadata_defaults(HttpTokens="optional", InstanceMetadataTags="enabled")
    ec2.enable_serial_console_access()
    declare("DECLARATIVE_POLICY_EC2", json.dumps({"ec2_attributes": EC2}))
    managed = "declarative-policy"
    console = ec2.get_serial_console_access_status()
    assert (console["SerialConsoleAccessEnabled"], console["ManagedBy"]) == (False, managed)
    images = ec2.get_image_block_public_access_state()
    assert images["ImageBlockPublicAccessState"] == "block-new-sharing"
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    options = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert options["InternetGatewayBlockMode"] == "block-ingress"
    assert options["ExclusionsAllowed"] == "not-allowed"
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 2,
        "InstanceMetadataTags": "enabled",
        "ManagedBy": managed,
    }
    run = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)
    assert run["Instances"][0]["MetadataOptions"]["HttpTokens"] == "required"


def test_a_member_is_told_why_it_cannot_change_what_is_declared(
    client: Any, member: str, declare: Declare
) -> None:
    declare("DECLARATIVE_POLICY_EC2", json.dumps({"ec2_attributes": EC2}))
    ec2 = client("ec2", member)
    for change in (
        ec2.enable_serial_console_access,
        ec2.disable_image_block_public_access,
        ec2.disable_snapshot_block_public_access,
        lambda: ec2.modify_instance_metadata_defaults(HttpTokens="optional"),
        lambda: ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="off"),
    ):
        with pytest.raises(ec2.exceptions.ClientError, match="Ask the platform team"):
            change()


def test_lists_come_in_pages(organizations: Any) -> None:
    kind = "SERVICE_CONTROL_POLICY"
    for number in range(4):
        organizations.create_policy(Name=f"p{number}", Description="", Type=kind, Content=DENY)
    first = organizations.list_policies(Filter=kind, MaxResults=3)
    assert len(first["Policies"]) == 3
    rest = organizations.list_policies(Filter=kind, NextToken=first["NextToken"])
    assert len(rest["Policies"]) == 2
    assert "NextToken" not in rest
