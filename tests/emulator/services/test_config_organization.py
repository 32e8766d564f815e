"""Rules and conformance packs of an organization: who may deploy them, and where they come to."""

from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder
from security_accounts import add_account

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior
from ringwall.jobs.authority import ReasonedAuthority

OWNER = "123456789012"
RULE = {
    "OrganizationConfigRuleName": "volumes",
    "OrganizationManagedRuleMetadata": {
        "Description": "d",
        "RuleIdentifier": "ENCRYPTED_VOLUMES",
        "ResourceTypesScope": ["AWS::EC2::Volume"],
    },
}
BY_NAME = {"OrganizationConfigRuleName": "volumes"}
PACK = {
    "OrganizationConformancePackName": "base",
    "TemplateBody": """
Resources:
  Volumes:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: encrypted-volumes
      Source: {Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES}
""",
}
PACK_NAME = {"OrganizationConformancePackName": "base"}


def record(client: Any, account: str = "") -> Any:
    """Return a client of Config in an account, where a recorder is started."""
    config = client("config", account)
    bucket = make_log_bucket(client("s3", account), f"logs-{account or OWNER}", "config")
    start_recorder(config, make_config_role(client("iam", account)), bucket)
    return config


@pytest.fixture
def configs(client: Any, member: str) -> tuple[Any, Any]:
    """Return clients of Config in the management account and in a member; both record."""
    return record(client), record(client, member)


def names(config: Any) -> list[str]:
    return [rule["ConfigRuleName"] for rule in config.describe_config_rules()["ConfigRules"]]


def statuses(config: Any) -> dict[str, tuple[str, str]]:
    found = config.get_organization_config_rule_detailed_status(**BY_NAME)
    return {
        s["AccountId"]: (s["MemberAccountRuleStatus"], s.get("ErrorCode", ""))
        for s in found["OrganizationConfigRuleDetailedStatus"]
    }


def test_a_rule_comes_to_all_accounts_and_goes(
    client: Any, configs: tuple[Any, Any], member: str, refusal: Any
) -> None:
    owner, other = configs
    arn = owner.put_organization_config_rule(**RULE, Tags=[{"Key": "a", "Value": "1"}])[
        "OrganizationConfigRuleArn"
    ]
    (held,) = owner.describe_organization_config_rules()["OrganizationConfigRules"]
    shown = {n: v for n, v in held.items() if n != "LastUpdateTime"}
    assert shown == RULE | {"OrganizationConfigRuleArn": arn}
    unique = arn.partition("organization-config-rule/")[2]
    assert unique.startswith("volumes-")
    assert names(owner) == names(other) == [f"OrgConfigRule-{unique}"]
    (rule,) = other.describe_config_rules()["ConfigRules"]
    assert rule["CreatedBy"] == "config-multiaccountsetup.amazonaws.com"
    assert rule["Scope"] == {"ComplianceResourceTypes": ["AWS::EC2::Volume"]}
    (status,) = owner.describe_organization_config_rule_statuses(
        OrganizationConfigRuleNames=["volumes"]
    )["OrganizationConfigRuleStatuses"]
    assert status["OrganizationRuleStatus"] == "CREATE_SUCCESSFUL"
    assert statuses(owner) == dict.fromkeys((OWNER, member), ("CREATE_SUCCESSFUL", ""))
    named = {"ConfigRuleName": rule["ConfigRuleName"]}
    assert refusal(other.delete_config_rule, **named)[0] == "AccessDeniedException"
    assert other.get_compliance_details_by_config_rule(**named)["EvaluationResults"] == []
    assert owner.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    trusted = client("organizations").list_aws_service_access_for_organization()
    assert "config-multiaccountsetup.amazonaws.com" in {
        s["ServicePrincipal"] for s in trusted["EnabledServicePrincipals"]
    }
    owner.delete_organization_config_rule(**BY_NAME)
    assert names(owner) == names(other) == []
    for call in (
        owner.delete_organization_config_rule,
        owner.get_organization_config_rule_detailed_status,
    ):
        assert refusal(call, **BY_NAME)[0] == "NoSuchOrganizationConfigRuleException"


def test_accounts_that_join_get_it_and_excluded_ones_do_not(
    client: Any, configs: tuple[Any, Any], member: str
) -> None:
    owner, other = configs
    owner.put_organization_config_rule(**RULE, ExcludedAccounts=[OWNER, member])
    assert names(owner) == names(other) == []
    late = add_account(client, "late")
    assert statuses(owner) == {late: ("CREATE_FAILED", "NoAvailableConfigurationRecorder")}
    (status,) = owner.describe_organization_config_rule_statuses()["OrganizationConfigRuleStatuses"]
    assert status["OrganizationRuleStatus"] == "CREATE_FAILED"
    assert status["ErrorCode"] == "NoAvailableConfigurationRecorder"
    newest = record(client, late)
    assert len(names(newest)) == 1
    assert statuses(owner) == {late: ("CREATE_SUCCESSFUL", "")}
    client("organizations").close_account(AccountId=late)
    assert names(newest) == []
    assert statuses(owner) == {}


def test_members_may_not_deploy_unless_they_administer(
    client: Any, configs: tuple[Any, Any], member: str, refusal: Any
) -> None:
    owner, other = configs
    denied = refusal(other.put_organization_config_rule, **RULE)[0]
    assert denied == "OrganizationAccessDeniedException"
    assert refusal(other.describe_organization_config_rules)[0] == denied
    organizations = client("organizations")
    service = {"ServicePrincipal": "config-multiaccountsetup.amazonaws.com"}
    organizations.enable_aws_service_access(**service)
    organizations.register_delegated_administrator(AccountId=member, **service)
    other.put_organization_config_rule(**RULE)
    assert len(names(owner)) == 1
    # Each deployer sees its own alone.
    assert owner.describe_organization_config_rules()["OrganizationConfigRules"] == []


def test_an_account_alone_has_no_organization(client: Any, refusal: Any) -> None:
    found = refusal(client("config").put_organization_config_rule, **RULE)[0]
    assert found == "NoAvailableOrganizationException"


def test_a_rule_may_be_a_policy_in_guard(configs: tuple[Any, Any], refusal: Any) -> None:
    owner, other = configs
    policy = {
        "PolicyRuntime": "guard-2.x.x",
        "LibraryText": "rule a { b exists }",
        "OrganizationConfigRuleTriggerTypes": ["ConfigurationItemChangeNotification"],
    }
    given = {"OrganizationCustomPolicyRuleMetadata": policy}
    owner.put_organization_config_rule(**BY_NAME, **given)
    assert (
        owner.get_organization_custom_rule_policy(**BY_NAME)["LibraryText"] == policy["LibraryText"]
    )
    (name,) = names(other)
    found = other.get_custom_rule_policy(ConfigRuleName=name)["LibraryText"]
    assert found == policy["LibraryText"]
    (shown,) = owner.describe_organization_config_rules()["OrganizationConfigRules"]
    assert "LibraryText" not in shown["OrganizationCustomPolicyRuleMetadata"]
    both = given | {"OrganizationManagedRuleMetadata": RULE["OrganizationManagedRuleMetadata"]}
    code = refusal(owner.put_organization_config_rule, OrganizationConfigRuleName="x", **both)[0]
    assert code == "InvalidParameterValueException"


def test_a_pack_comes_to_all_accounts(configs: tuple[Any, Any], member: str, refusal: Any) -> None:
    owner, other = configs
    arn = owner.put_organization_conformance_pack(**PACK)["OrganizationConformancePackArn"]
    unique = arn.partition("organization-conformance-pack/")[2]
    (held,) = owner.describe_organization_conformance_packs()["OrganizationConformancePacks"]
    assert (held["OrganizationConformancePackName"], held["OrganizationConformancePackArn"]) == (
        "base",
        arn,
    )
    (pack,) = other.describe_conformance_packs()["ConformancePackDetails"]
    assert pack["ConformancePackName"] == f"OrgConformsPack-{unique}"
    assert pack["CreatedBy"] == "config-multiaccountsetup.amazonaws.com"
    own = pack["ConformancePackId"]
    assert names(other) == [f"encrypted-volumes-{own}"]
    named = {"ConformancePackName": pack["ConformancePackName"]}
    assert refusal(other.delete_conformance_pack, **named)[0] == "AccessDeniedException"
    found = owner.get_organization_conformance_pack_detailed_status(**PACK_NAME)
    status = {
        s["AccountId"]: s["Status"] for s in found["OrganizationConformancePackDetailedStatuses"]
    }
    assert status == dict.fromkeys((OWNER, member), "CREATE_SUCCESSFUL")
    (whole,) = owner.describe_organization_conformance_pack_statuses()[
        "OrganizationConformancePackStatuses"
    ]
    assert whole["Status"] == "CREATE_SUCCESSFUL"
    owner.delete_organization_conformance_pack(**PACK_NAME)
    assert other.describe_conformance_packs()["ConformancePackDetails"] == []
    assert names(other) == []
    code = refusal(owner.delete_organization_conformance_pack, **PACK_NAME)[0]
    assert code == "NoSuchOrganizationConformancePackException"
    wrong = PACK | {"TemplateBody": "Resources: {}"}
    code = refusal(owner.put_organization_conformance_pack, **wrong)[0]
    assert code == "OrganizationConformancePackTemplateValidationException"


def test_it_is_in_progress_for_a_while(entrance: Any, refusal: Any) -> None:
    app = Emulator(authority=ReasonedAuthority(), behavior=Behavior(delay=3))
    entrance.client(app, "organizations").create_organization(FeatureSet="ALL")
    config = entrance.client(app, "config")
    config.put_organization_config_rule(**RULE)
    assert statuses(config) == {OWNER: ("CREATE_IN_PROGRESS", "")}
    for call, given in (
        (config.put_organization_config_rule, RULE),
        (config.delete_organization_config_rule, BY_NAME),
    ):
        assert refusal(call, **given)[0] == "ResourceInUseException"
    seen = [statuses(config)[OWNER][0] for _ in range(6)]
    assert seen[-1] == "CREATE_FAILED"
