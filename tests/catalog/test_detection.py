"""The security services of an organization that one account administers, and what is recorded."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.session import Session
from log_targets import make_config_role, make_log_bucket, start_recorder
from security_accounts import make_accounts

from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader, Row

REGION = "us-east-1"
ROLE = "OrganizationAccountAccessRole"
TAGS = [{"Key": "team", "Value": "security"}]
FSBP = f"arn:aws:securityhub:{REGION}::standards/aws-foundational-security-best-practices/v/1.0.0"
Client = Callable[..., Any]


@dataclass(frozen=True)
class Team:
    """The accounts of the organization, and how each is used and read."""

    app: Emulator
    management: str
    admin: str
    dev: str

    def client(self, service: str, account: str = "", region: str = REGION) -> Any:
        session = self._session()
        if account:
            sts: Any = session.create_client("sts", region_name=region)
            role = f"arn:aws:iam::{account}:role/{ROLE}"
            keys = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            session = self._session()
            session.set_credentials(*(keys[name] for name in (*KEYS, "SessionToken")))
        return session.create_client(service, region_name=region)

    def reader(self, account: str, region: str = REGION) -> Reader:
        sessions = Sessions(region=region, role=ROLE, transport=lambda s: attach(s, self.app))
        return sessions.reader(account, region)

    def _session(self) -> Session:
        session = Session()
        attach(session, self.app)
        return session


KEYS = ("AccessKeyId", "SecretAccessKey")


@pytest.fixture(scope="module")
def team() -> Iterator[Team]:
    """Yield an organization whose security services are set up as they should be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "none")
        app = Emulator(authority=ReasonedAuthority())
        admin, dev = make_accounts(Team(app, "", "", "").client, "security", "dev")
        management = Team(app, "", "", "").client("sts").get_caller_identity()["Account"]
        team = Team(app, management, admin, dev)
        for step in (_guard, _watch, _scan, _lake, _record, _alarm, _notify, _resolve):
            step(team)
        yield team
        app.reset()


def _guard(team: Team) -> None:
    team.client("guardduty").enable_organization_admin_account(AdminAccountId=team.admin)
    guardduty = team.client("guardduty", team.admin)
    (detector,) = guardduty.list_detectors()["DetectorIds"]
    agents = [{"Name": "EKS_ADDON_MANAGEMENT", "Status": "ENABLED"}]
    monitoring = {"Name": "RUNTIME_MONITORING", "Status": "ENABLED"}
    guardduty.update_detector(
        DetectorId=detector, Features=[monitoring | {"AdditionalConfiguration": agents}]
    )
    guardduty.update_organization_configuration(
        DetectorId=detector,
        AutoEnableOrganizationMembers="ALL",
        Features=[
            {
                "Name": "RUNTIME_MONITORING",
                "AutoEnable": "ALL",
                "AdditionalConfiguration": [{"Name": "EKS_ADDON_MANAGEMENT", "AutoEnable": "ALL"}],
            }
        ],
    )


def _watch(team: Team) -> None:
    team.client("securityhub").enable_organization_admin_account(AdminAccountId=team.admin)
    hub = team.client("securityhub", team.admin)
    hub.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    hub.update_organization_configuration(
        AutoEnable=False,
        AutoEnableStandards="NONE",
        OrganizationConfiguration={"ConfigurationType": "CENTRAL"},
    )
    policy = hub.create_configuration_policy(
        Name="base",
        ConfigurationPolicy={
            "SecurityHub": {
                "ServiceEnabled": True,
                "EnabledStandardIdentifiers": [FSBP],
                "SecurityControlsConfiguration": {"DisabledSecurityControlIdentifiers": ["IAM.6"]},
            }
        },
        Tags={"team": "security"},
    )
    root = team.client("organizations").list_roots()["Roots"][0]["Id"]
    hub.start_configuration_policy_association(
        ConfigurationPolicyIdentifier=policy["Id"], Target={"RootId": root}
    )


def _scan(team: Team) -> None:
    inspector = team.client("inspector2")
    inspector.enable_delegated_admin_account(delegatedAdminAccountId=team.admin)
    inspector = team.client("inspector2", team.admin)
    inspector.enable(resourceTypes=["EC2", "ECR"])
    inspector.update_organization_configuration(autoEnable={"ec2": True, "ecr": True})
    inspector.associate_member(accountId=team.dev)
    inspector.enable(resourceTypes=["ECR"], accountIds=[team.dev])
    team.client("detective").enable_organization_admin_account(AccountId=team.admin)
    detective = team.client("detective", team.admin)
    graph = detective.list_graphs()["GraphList"][0]["Arn"]
    detective.update_organization_configuration(GraphArn=graph, AutoEnable=True)
    accounts = [{"AccountId": team.dev, "EmailAddress": "dev@example.com"}]
    detective.create_members(GraphArn=graph, Accounts=accounts)


def _lake(team: Team) -> None:
    service = team.client("securitylake")
    service.register_data_lake_delegated_administrator(accountId=team.admin)
    role = team.client("iam", team.admin).create_role(
        RoleName="meta", AssumeRolePolicyDocument="{}"
    )
    lake = team.client("securitylake", team.admin)
    lake.create_data_lake(
        configurations=[{"region": REGION}], metaStoreManagerRoleArn=role["Role"]["Arn"]
    )
    source = {"sourceName": "ROUTE53", "sourceVersion": "2.0"}
    lake.create_aws_log_source(sources=[source | {"regions": [REGION], "accounts": [team.dev]}])
    lake.create_subscriber(
        subscriberName="analysts",
        subscriberIdentity={"principal": team.dev, "externalId": "agreed"},
        sources=[{"awsLogSource": source}],
    )


def _record(team: Team) -> None:
    bucket = make_log_bucket(team.client("s3", team.admin), "records", "config")
    config = team.client("config", team.admin)
    start_recorder(config, make_config_role(team.client("iam", team.admin)), bucket)
    config.put_configuration_aggregator(
        ConfigurationAggregatorName="own",
        AccountAggregationSources=[{"AccountIds": [team.dev], "AwsRegions": [REGION]}],
        Tags=TAGS,
    )
    config.put_aggregation_authorization(AuthorizedAccountId=team.dev, AuthorizedAwsRegion=REGION)


def _alarm(team: Team) -> None:
    logs = team.client("logs", team.admin)
    logs.create_log_group(logGroupName="trail", tags={"team": "security"})
    logs.put_retention_policy(logGroupName="trail", retentionInDays=365)
    logs.put_metric_filter(
        logGroupName="trail",
        filterName="root",
        filterPattern='{ $.userIdentity.type = "Root" }',
        metricTransformations=[
            {"metricName": "root", "metricNamespace": "CIS", "metricValue": "1"}
        ],
    )
    topic = team.client("sns", team.admin).create_topic(Name="alarms")["TopicArn"]
    team.client("sns", team.admin).subscribe(
        TopicArn=topic, Protocol="email", Endpoint="security@example.com"
    )
    team.client("cloudwatch", team.admin).put_metric_alarm(
        AlarmName="root",
        Namespace="CIS",
        MetricName="root",
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[topic],
        Tags=TAGS,
    )
    kms = team.client("kms", team.admin)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/trail", TargetKeyId=key)


def _notify(team: Team) -> None:
    events = team.client("events", team.admin)
    pattern = json.dumps({"source": ["aws.guardduty"]})
    events.put_rule(Name="findings", EventPattern=pattern, Tags=TAGS)
    topic = f"arn:aws:sns:{REGION}:{team.admin}:alarms"
    events.put_targets(Rule="findings", Targets=[{"Id": "topic", "Arn": topic}])


def _resolve(team: Team) -> None:
    bucket = make_log_bucket(team.client("s3", team.admin), "queries", "delivery.logs")
    resolver = team.client("route53resolver", team.admin)
    made = resolver.create_resolver_query_log_config(
        Name="queries", DestinationArn=f"arn:aws:s3:::{bucket}", CreatorRequestId="1", Tags=TAGS
    )["ResolverQueryLogConfig"]["Id"]
    vpc = team.client("ec2", team.admin).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    resolver.associate_resolver_query_log_config(ResolverQueryLogConfigId=made, ResourceId=vpc)


FOUND: dict[str, Row] = {
    "guardduty_organization_configuration": {"auto_enable_organization_members": "ALL"},
    "securityhub_organization_configuration": {
        "auto_enable": False,
        "configuration_type": "CENTRAL",
    },
    "securityhub_finding_aggregator": {"region_linking_mode": "ALL_REGIONS", "regions": []},
    "securityhub_configuration_policy": {
        "name": "base",
        "service_enabled": True,
        "enabled_standard_identifiers": [FSBP],
        "disabled_security_control_identifiers": ["IAM.6"],
        "tags": {"team": "security"},
    },
    "inspectorv2_account": {"ec2_status": "ENABLED", "lambda_status": "DISABLED"},
    "inspectorv2_organization_configuration": {
        "auto_enable_ec2": True,
        "auto_enable_lambda_code": False,
    },
    "inspectorv2_member": {
        "member_account_id": "{dev}",
        "ecr_status": "ENABLED",
    },
    "detective_graph": {"tags": {}},
    "detective_organization_configuration": {"auto_enable": True},
    "detective_member": {"member_account_id": "{dev}", "invitation_type": "ORGANIZATION"},
    "securitylake_data_lake": {"region": REGION, "create_status": "COMPLETED"},
    "securitylake_aws_log_source": {"source_name": "ROUTE53", "source_account_id": "{dev}"},
    "securitylake_subscriber": {"subscriber_name": "analysts", "region": REGION},
    "config_configuration_recorder_status": {"name": "default", "is_recording": True},
    "config_delivery_channel": {"name": "default", "s3_bucket_name": "records"},
    "config_configuration_aggregator": {
        "aggregates_organization": False,
        "account_ids": ["{dev}"],
        "tags": {"team": "security"},
    },
    "config_aggregation_authorization": {"authorized_account_id": "{dev}"},
    "cloudwatch_alarm": {
        "alarm_name": "root",
        "threshold": 1.0,
        "tags": {"team": "security"},
    },
    "logs_log_group": {"retention_in_days": 365, "tags": {"team": "security"}},
    "logs_metric_filter": {"filter_name": "root", "metric_namespace": "CIS", "metric_value": "1"},
    "events_rule": {
        "name": "findings",
        "target_arns": ["arn:aws:sns:us-east-1:{admin}:alarms"],
        "tags": {"team": "security"},
    },
    "events_target": {"target_id": "topic"},
    "route53resolver_resolver_query_logging_config": {
        "name": "queries",
        "association_count": 1,
        "tags": {"team": "security"},
    },
    "route53resolver_resolver_query_logging_config_association": {"status": "ACTIVE"},
    "sns_subscription": {"protocol": "email", "endpoint": "security@example.com"},
}
"""What the administrator's account shows: one row each, with these columns among others."""
ADMINISTRATORS = (
    "guardduty_organization_admin",
    "securityhub_delegated_admin",
    "inspectorv2_delegated_admin",
    "detective_organization_admin",
)
MANY = ("guardduty_detector_feature", "guardduty_organization_feature")
SEVERAL = ("securityhub_standard", "securityhub_policy_association")
MEMBERS = ("guardduty_member", "kms_alias")


def fill(value: Any, team: Team) -> Any:
    if isinstance(value, list):
        return [fill(one, team) for one in value]
    if isinstance(value, str) and value.startswith(("{", "arn:aws:sns")):
        return value.format(dev=team.dev, admin=team.admin)
    return value


@pytest.mark.parametrize("table", FOUND)
def test_the_administrator_s_account_shows_what_is_set(
    team: Team, collect: Any, table: str
) -> None:
    rows, gaps = collect(team.reader(team.admin), table)
    assert gaps == []
    (row,) = rows[table]
    wanted = {name: fill(value, team) for name, value in FOUND[table].items()}
    assert {name: row[name] for name in wanted} == wanted
    assert row["account_id"] == team.admin


@pytest.mark.parametrize("table", ADMINISTRATORS)
def test_the_management_account_shows_the_administrator(
    team: Team, collect: Any, table: str
) -> None:
    rows, gaps = collect(team.reader(team.management), table)
    assert gaps == []
    assert [(r["region"], r["admin_account_id"]) for r in rows[table]] == [(REGION, team.admin)]
    for other in (team.admin, team.dev):
        assert collect(team.reader(other), table)[0][table] == []


def test_features_are_rows_of_their_own(team: Team, collect: Any) -> None:
    rows, gaps = collect(team.reader(team.admin), *MANY)
    assert gaps == []
    own, others = ({row["name"]: row for row in rows[table]} for table in MANY)
    assert own["RUNTIME_MONITORING"]["status"] == "ENABLED"
    assert own["RUNTIME_MONITORING"]["enabled_configurations"] == ["EKS_ADDON_MANAGEMENT"]
    assert own["EKS_RUNTIME_MONITORING"]["status"] == "DISABLED"
    assert others["RUNTIME_MONITORING"]["auto_enable"] == "ALL"
    assert others["RUNTIME_MONITORING"]["auto_enable_configurations"] == ["EKS_ADDON_MANAGEMENT"]
    assert others["LAMBDA_NETWORK_LOGS"]["auto_enable"] == "NONE"


def test_central_configuration_reaches_accounts(team: Team, collect: Any) -> None:
    rows, gaps = collect(team.reader(team.admin), *SEVERAL)
    assert gaps == []
    assert [row["standards_arn"] for row in rows["securityhub_standard"]] == [FSBP]
    found = {
        (r["target_id"], r["association_type"]) for r in rows["securityhub_policy_association"]
    }
    assert {kind for target, kind in found if target == team.dev} == {"INHERITED"}
    assert {kind for target, kind in found if target.startswith("r-")} == {"APPLIED"}


def test_members_and_aliases_are_all_listed(team: Team, collect: Any) -> None:
    rows, gaps = collect(team.reader(team.admin), "guardduty_member")
    assert gaps == []
    found = {r["member_account_id"]: r["relationship_status"] for r in rows["guardduty_member"]}
    assert found == {team.management: "Enabled", team.dev: "Enabled"}
    rows, gaps = collect(team.reader(team.admin), "kms_alias")
    assert gaps == []
    assert "alias/trail" in {row["alias_name"] for row in rows["kms_alias"]}


def test_the_newer_security_hub_is_a_row_of_its_own(team: Team, collect: Any) -> None:
    hub = team.client("securityhub", team.dev, "eu-west-1")
    arn = hub.enable_security_hub_v2(Tags={"team": "security"})["HubV2Arn"]
    rows, gaps = collect(team.reader(team.dev, "eu-west-1"), "securityhub_hub_v2")
    assert gaps == []
    assert [(r["arn"], r["tags"]) for r in rows["securityhub_hub_v2"]] == [
        (arn, {"team": "security"})
    ]


EVERY = (
    *FOUND,
    *ADMINISTRATORS,
    *MANY,
    *SEVERAL,
    *MEMBERS,
    "config_conformance_pack",
    "securityhub_hub_v2",
)


@pytest.mark.parametrize("table", EVERY)
def test_a_member_that_administers_nothing_has_no_gap(team: Team, collect: Any, table: str) -> None:
    _, gaps = collect(team.reader(team.dev), table)
    assert gaps == []


@pytest.mark.parametrize("table", [*EVERY, "config_organization_conformance_pack"])
def test_what_may_not_be_listed_is_a_gap(collect: Any, table: str) -> None:
    """Whichever call comes first is denied: then nothing is known, and "there is none" not said."""
    rows, gaps = collect(Denying(), table)
    assert rows[table] == []
    assert [(gap.table_name, gap.aspect, gap.status) for gap in gaps] == [(table, "list", "denied")]


class Denying:
    """A reader that may do nothing."""

    account_id, region, partition = "111111111111", "eu-west-1", "aws"

    def call(self, operation: str, **_: Any) -> Row:
        raise AccessDenied(f"{operation}: not authorized to perform it", "AccessDeniedException")

    def items(self, operation: str, _: str, **__: Any) -> Iterator[Row]:
        yield self.call(operation)

    def at(self, _: str) -> "Denying":
        return self


@pytest.mark.parametrize("service", ["guardduty", "config", "securityhub", "events"])
def test_tables_of_a_service_share_what_they_ask(team: Team, collect: Any, service: str) -> None:
    """The tables of a Region are read together: no question is put twice."""
    tables = [t for t in load_tables().values() if t.service == service and t.scope == "region"]
    asked = Counting(team.reader(team.admin), [])
    _, gaps = collect(asked, *(t.name for t in tables))
    assert gaps == []
    assert len(asked.asked) > len(tables) / 2
    assert [one for one, times in Counter(asked.asked).items() if times > 1] == []


@dataclass(frozen=True)
class Counting:
    """A reader that notes what it was asked."""

    reader: Reader
    asked: list[str]

    account_id = property(lambda self: self.reader.account_id)
    region = property(lambda self: self.reader.region)
    partition = property(lambda self: self.reader.partition)

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append(f"{operation} {parameters}")
        return self.reader.call(operation, **parameters)

    def items(self, operation: str, path: str, **parameters: Any) -> Any:
        self.asked.append(f"{operation} {parameters}")
        return self.reader.items(operation, path, **parameters)

    def at(self, region: str) -> "Counting":
        return Counting(self.reader.at(region), self.asked)


PACK = {
    "OrganizationConformancePackName": "cis",
    "OrganizationConformancePackArn": "arn:aws:config:eu-west-1:111111111111:"
    "organization-conformance-pack/cis",
}


def test_conformance_packs_show_how_their_deployment_went(canned: Any, collect: Any) -> None:
    answers = {
        "config.describe_organization_conformance_packs": {"OrganizationConformancePacks": [PACK]},
        "config.describe_organization_conformance_pack_statuses": {
            "OrganizationConformancePackStatuses": [
                {"OrganizationConformancePackName": "cis", "Status": "CREATE_FAILED"}
            ]
        },
        "config.describe_conformance_packs": {
            "ConformancePackDetails": [
                {
                    "ConformancePackName": "cis",
                    "ConformancePackArn": "arn:aws:config:eu-west-1:111111111111:"
                    "conformance-pack/cis",
                }
            ]
        },
        "config.describe_conformance_pack_status": {
            "ConformancePackStatusDetails": [
                {"ConformancePackName": "cis", "ConformancePackState": "CREATE_COMPLETE"}
            ]
        },
    }
    names = ("config_organization_conformance_pack", "config_conformance_pack")
    rows, gaps = collect(canned(answers), *names)
    assert gaps == []
    assert rows[names[0]][0]["status"] == "CREATE_FAILED"
    assert rows[names[1]][0]["conformance_pack_state"] == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    "code", ["OrganizationAccessDeniedException", "NoAvailableOrganizationException"]
)
def test_only_who_administers_config_has_packs_of_the_organization(
    canned: Any, collect: Any, code: str
) -> None:
    name = "config_organization_conformance_pack"
    error = CallFailed("no", code)
    answers = {"config.describe_organization_conformance_packs": error}
    rows, gaps = collect(canned(answers), name)
    assert (rows[name], gaps) == ([], [])


GRAPH = {"Arn": "arn:aws:detective:eu-west-1:111111111111:graph:a"}
REFUSED = AccessDenied("The account cannot perform this operation.", "AccessDeniedException")


@pytest.mark.parametrize(
    ("error", "kind", "denied"),
    [
        (REFUSED, "INVITATION", []),
        (REFUSED, "ORGANIZATION", ["denied"]),
        (AccessDenied("u is not authorized to perform: x"), "INVITATION", ["denied"]),
    ],
    ids=["no administrator", "an administrator", "denied by IAM"],
)
def test_an_administrator_of_detective_is_told_from_others(
    canned: Any, collect: Any, error: CallFailed, kind: str, denied: list[str]
) -> None:
    members = [{"AccountId": "222222222222", "InvitationType": kind}]
    answers = {
        "detective.list_graphs": {"GraphList": [GRAPH]},
        "detective.describe_organization_configuration": error,
        "detective.list_members": {"MemberDetails": members},
    }
    rows, gaps = collect(canned(answers), "detective_organization_configuration")
    assert rows["detective_organization_configuration"] == []
    assert [gap.status for gap in gaps] == denied


def test_a_subscription_that_nobody_confirmed_has_a_name_of_its_own(
    canned: Any, collect: Any
) -> None:
    topic = "arn:aws:sns:eu-west-1:111111111111:alarms"
    found = [
        {"SubscriptionArn": arn, "TopicArn": topic, "Protocol": "email", "Endpoint": address}
        for arn, address in (
            ("PendingConfirmation", "a@example.com"),
            ("PendingConfirmation", "b@example.com"),
            (f"{topic}:1", "c@example.com"),
        )
    ]
    reader = canned({"sns.list_subscriptions": {"Subscriptions": found}})
    rows, gaps = collect(reader, "sns_subscription")
    assert gaps == []
    assert {row["arn"]: row["is_confirmed"] for row in rows["sns_subscription"]} == {
        f"{topic}:email/a@example.com": False,
        f"{topic}:email/b@example.com": False,
        f"{topic}:1": True,
    }
