from typing import Any

import pytest
from security_accounts import add_account, make_accounts

FSBP = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
OFF = {"SecurityHub": {"ServiceEnabled": False}}
CONTROLS = {"DisabledSecurityControlIdentifiers": ["IAM.6"]}
ON = {
    "SecurityHub": {
        "ServiceEnabled": True,
        "EnabledStandardIdentifiers": [FSBP],
        "SecurityControlsConfiguration": CONTROLS,
    }
}
CENTRAL = {"AutoEnable": False, "AutoEnableStandards": "NONE"}
TYPE = {"OrganizationConfiguration": {"ConfigurationType": "CENTRAL"}}


@pytest.fixture
def central(client: Any) -> tuple[Any, str, str]:
    """Return the administrator's client under central configuration, an account, and the root."""
    admin, dev = make_accounts(client, "security", "dev")
    for region in ("us-east-1", "eu-west-1"):
        hub = client("securityhub", region=region)
        hub.enable_organization_admin_account(AdminAccountId=admin)
    above = client("securityhub", admin)
    above.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=["eu-west-1"])
    above.update_organization_configuration(**CENTRAL, **TYPE)
    root = client("organizations").list_roots()["Roots"][0]["Id"]
    return above, dev, root


def create(above: Any, name: str = "base", policy: Any = ON) -> str:
    made: str = above.create_configuration_policy(Name=name, ConfigurationPolicy=policy)["Id"]
    return made


def associate(above: Any, policy: str, **target: str) -> Any:
    return above.start_configuration_policy_association(
        ConfigurationPolicyIdentifier=policy, Target=target
    )


def test_central_configuration_needs_a_home(client: Any, refusal: Any) -> None:
    (admin,) = make_accounts(client, "security")
    client("securityhub").enable_organization_admin_account(AdminAccountId=admin)
    above = client("securityhub", admin)
    call = above.update_organization_configuration
    assert refusal(call, **CENTRAL, **TYPE)[0] == "ResourceNotFoundException"
    new = {"Name": "base", "ConfigurationPolicy": ON}
    assert refusal(above.create_configuration_policy, **new)[0] == "InvalidAccessException"
    above.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    code = refusal(call, AutoEnable=True, AutoEnableStandards="NONE", **TYPE)[0]
    assert code == "InvalidInputException"
    above.update_organization_configuration(**CENTRAL, **TYPE)
    found = above.describe_organization_configuration()["OrganizationConfiguration"]
    assert found == {"ConfigurationType": "CENTRAL", "Status": "ENABLED"}


def test_policies_are_kept(refusal: Any, central: Any) -> None:
    above, _, _ = central
    policy = create(above)
    new = {"Name": "base", "ConfigurationPolicy": ON}
    assert refusal(above.create_configuration_policy, **new)[0] == "ResourceConflictException"
    above.update_configuration_policy(Identifier=policy, Description="for all")
    found = above.get_configuration_policy(Identifier=policy)
    assert (found["Name"], found["Description"]) == ("base", "for all")
    assert found["ConfigurationPolicy"] == ON
    assert above.get_configuration_policy(Identifier=found["Arn"])["Id"] == policy
    (listed,) = above.list_configuration_policies()["ConfigurationPolicySummaries"]
    assert (listed["Id"], listed["ServiceEnabled"]) == (policy, True)
    above.delete_configuration_policy(Identifier=policy)
    call = above.get_configuration_policy
    assert refusal(call, Identifier=policy) == ("ResourceNotFoundException", 404)


@pytest.mark.parametrize(
    "settings",
    [
        {"ServiceEnabled": False, "EnabledStandardIdentifiers": [FSBP]},
        {"ServiceEnabled": True, "EnabledStandardIdentifiers": [FSBP]},
        ON["SecurityHub"] | {"EnabledStandardIdentifiers": [f"{FSBP}.1"]},
        ON["SecurityHub"]
        | {"SecurityControlsConfiguration": {"DisabledSecurityControlIdentifiers": ["Made.1"]}},
        ON["SecurityHub"]
        | {
            "SecurityControlsConfiguration": CONTROLS
            | {"EnabledSecurityControlIdentifiers": ["IAM.6"]}
        },
    ],
)
def test_policy_that_makes_no_sense_is_refused(refusal: Any, central: Any, settings: Any) -> None:
    call = central[0].create_configuration_policy
    policy = {"SecurityHub": settings}
    assert refusal(call, Name="bad", ConfigurationPolicy=policy)[0] == "InvalidInputException"


def test_policy_of_the_root_configures_all_accounts_in_all_linked_regions(
    client: Any, central: Any
) -> None:
    above, dev, root = central
    answer = associate(above, create(above), RootId=root)
    assert (answer["TargetType"], answer["AssociationType"]) == ("ROOT", "APPLIED")
    for region in ("us-east-1", "eu-west-1"):
        (found,) = client("securityhub", dev, region).get_enabled_standards()[
            "StandardsSubscriptions"
        ]
        assert found["StandardsArn"] == FSBP.replace("us-east-1", region)
    late = add_account(client, "late")
    # It is configured before anyone else asks.
    assert client("securityhub", late).describe_hub()["HubArn"]
    found = above.get_configuration_policy_association(Target={"AccountId": late})
    assert (found["AssociationType"], found["AssociationStatus"]) == ("INHERITED", "SUCCESS")
    assert {m["AccountId"] for m in above.list_members()["Members"]} >= {dev, late}


def test_nearest_policy_counts(client: Any, refusal: Any, central: Any) -> None:
    above, dev, root = central
    organizations = client("organizations")
    made = organizations.create_organizational_unit(ParentId=root, Name="Sandbox")
    unit = made["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=dev, SourceParentId=root, DestinationParentId=unit)
    on, off = create(above), create(above, "off", OFF)
    associate(above, on, RootId=root)
    associate(above, off, OrganizationalUnitId=unit)
    assert refusal(client("securityhub", dev).describe_hub)[0] == "InvalidAccessException"
    above.start_configuration_policy_disassociation(
        ConfigurationPolicyIdentifier=off, Target={"OrganizationalUnitId": unit}
    )
    assert client("securityhub", dev).describe_hub()["HubArn"]
    targets = [{"Target": {"AccountId": dev}}, {"Target": {"AccountId": "999999999999"}}]
    found = above.batch_get_configuration_policy_associations(
        ConfigurationPolicyAssociationIdentifiers=targets
    )
    (shown,) = found["ConfigurationPolicyAssociations"]
    assert shown["ConfigurationPolicyId"] == on
    (failed,) = found["UnprocessedConfigurationPolicyAssociations"]
    assert failed["ErrorCode"] == "ResourceNotFoundException"


def test_associations_are_listed_by_filters(central: Any) -> None:
    above, dev, root = central
    policy = create(above)
    associate(above, policy, RootId=root)
    associate(above, "SELF_MANAGED_SECURITY_HUB", AccountId=dev)
    call = above.list_configuration_policy_associations
    name = "ConfigurationPolicyAssociationSummaries"
    own = call(Filters={"AssociationType": "APPLIED"})[name]
    assert {a["TargetId"]: a["ConfigurationPolicyId"] for a in own} == {
        root: policy,
        dev: "SELF_MANAGED_SECURITY_HUB",
    }
    assert len(call()[name]) == 4


def test_managed_account_changes_nothing_and_a_self_managed_one_does(
    client: Any, refusal: Any, central: Any
) -> None:
    above, dev, _ = central
    associate(above, create(above), AccountId=dev)
    below = client("securityhub", dev)
    assert refusal(below.disable_security_hub) == ("AccessDeniedException", 403)
    arns = [
        s["StandardsSubscriptionArn"]
        for s in below.get_enabled_standards()["StandardsSubscriptions"]
    ]
    code = refusal(below.batch_disable_standards, StandardsSubscriptionArns=arns)[0]
    assert code == "AccessDeniedException"
    associate(above, "SELF_MANAGED_SECURITY_HUB", AccountId=dev)
    below.batch_disable_standards(StandardsSubscriptionArns=arns)


def test_changed_policy_configures_anew_and_one_in_use_stays(
    client: Any, refusal: Any, central: Any
) -> None:
    above, dev, _ = central
    policy = create(above)
    associate(above, policy, AccountId=dev)
    assert refusal(above.delete_configuration_policy, Identifier=policy)[0] == (
        "ResourceConflictException"
    )
    above.update_configuration_policy(Identifier=policy, ConfigurationPolicy=OFF)
    assert refusal(client("securityhub", dev).describe_hub)[0] == "InvalidAccessException"


def test_policies_belong_to_the_home_region(client: Any, refusal: Any, central: Any) -> None:
    admin = client("securityhub").list_organization_admin_accounts()["AdminAccounts"][0][
        "AccountId"
    ]
    there = client("securityhub", admin, "eu-west-1")
    assert refusal(there.list_configuration_policies)[0] == "InvalidAccessException"
    assert central
