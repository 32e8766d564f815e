"""What a call names has to be there: each operation that is needed, with the name of nothing."""

import csv
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.utils import get_service_model

from ringwall.catalog.loader import load_lifecycles
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session

FILE = Path(__file__).parents[1] / "needed_operations.csv"
MAKES = (
    "AssociateDelegated",
    "Assume",
    "BatchImport",
    "Create",
    "Enable",
    "Generate",
    "Invite",
    "Publish",
    "Put",
    "Register",
    "Request",
    "Run",
    "Send",
    "Set",
    "Start",
    "Subscribe",
)
"""How operations begin that may name what is not there yet."""
SUCCEEDS = {
    # AWS says that there is nothing.
    ("backup", "ListRecoveryPointsByResource"),
    ("cloudfront", "ListDistributionsByWebACLId"),
    ("cloudwatch", "DescribeAlarmsForMetric"),
    ("config", "DescribeRemediationConfigurations"),
    ("config", "DescribeRemediationExceptions"),
    ("lambda", "ListLayerVersions"),
    ("ssm", "GetConnectionStatus"),
    # To delete what is not there is no error.
    ("cloudwatch", "DeleteAlarms"),
    ("cloudwatch", "DisableAlarmActions"),
    ("config", "DeleteAggregationAuthorization"),
    ("elbv2", "DeleteLoadBalancer"),
    ("elbv2", "DeleteTargetGroup"),
    ("events", "DeleteEventBus"),
    ("events", "DeleteRule"),
    ("iam", "DeleteOpenIDConnectProvider"),
    ("ses", "DeleteIdentity"),
    ("sns", "DeleteTopic"),
    ("sns", "Unsubscribe"),
    ("ssm", "TerminateSession"),
    # It names nothing that has to be there.
    ("secretsmanager", "ValidateResourcePolicy"),
    # Moto keeps too little to know: docs/emulator/differences.md.
    ("cloudtrail", "ListTags"),
    ("elbv2", "DescribeTags"),
    ("route53", "GetChange"),
    ("sesv2", "DeleteEmailIdentity"),
    ("wafv2", "DisassociateWebACL"),
    ("wafv2", "GetWebACLForResource"),
}
"""Operations that succeed all the same."""
LEFT_OUT = {
    # Answered from the model alone: the answer is a guess.
    ("acm", "UpdateCertificateOptions"),
    # They take one of several members, which the model does not call required.
    ("identitystore", "GetGroupId"),
    ("identitystore", "GetUserId"),
    ("identitystore", "IsMemberInGroups"),
    ("identitystore", "ListGroupMembershipsForMember"),
}
"""Operations that are not called."""


def list_operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return the operations, with parameters that name nothing."""
    with FILE.open(encoding="utf-8") as lines:
        rows = {(row["service"], row["operation"]) for row in csv.DictReader(lines)}
    found = []
    for service, operation in sorted(rows | list_planned()):
        if service == "ec2" or operation.startswith(MAKES) or (service, operation) in LEFT_OUT:
            continue
        model = get_service_model(service)
        shape = model.operation_model(operation).input_shape
        name = f"none-{operation.lower()}"
        arn = f"arn:aws:{model.signing_name}:us-east-1:123456789012:thing/{name}"
        asked = make_value(shape, "", name, arn) if shape else {}
        if name in json.dumps(asked, default=str):
            found.append((service, operation, asked))
    return found


def list_planned() -> set[tuple[str, str]]:
    """Return the operations by which plans make, change and erase."""
    steps = (step for life in load_lifecycles().values() for step in life.steps)
    planned = {tuple(step.operation.split(".")) for step in steps}
    return {
        (service, operation)
        for service in {service for service, _ in planned}
        for operation in get_service_model(service).operation_names
        if (service, xform_name(operation)) in planned
    }


def make_value(shape: Any, member: str, name: str, arn: str) -> Any:
    """Return some value of a shape: texts are a name, or an ARN, of nothing."""
    kind = shape.type_name
    if kind == "structure":
        needed = {each: shape.members[each] for each in shape.required_members}
        return {each: make_value(inner, each, name, arn) for each, inner in needed.items()}
    if kind == "list":
        return [make_value(shape.member, member.removesuffix("s"), name, arn)]
    if kind == "map":
        return {"k": make_value(shape.value, member, name, arn)}
    simple = {"boolean": True, "timestamp": "2026-01-01T00:00:00Z", "blob": b"x"}
    if kind in simple:
        return simple[kind]
    if kind in {"integer", "long", "float", "double"}:
        return max(1, shape.metadata.get("min", 1))
    return write_text(shape, member.lower(), name, arn)


def write_text(shape: Any, member: str, name: str, arn: str) -> str:
    if enum := getattr(shape, "enum", ()):
        return str(enum[0])
    if "arn" in member:
        return arn
    if member.endswith(("account", "accountid")):
        return "999999999999"
    if member == "key" or "tagkey" in member:
        return "k"
    length: int = max(shape.metadata.get("min", 1), len(name))
    return (name * length)[: min(length, shape.metadata.get("max", length))]


@pytest.fixture(scope="module")
def client_of() -> Callable[[str], Any]:
    """Return what returns clients of an emulator where everybody may do all: one of a service."""
    session = open_session(Emulator(), "AKIATEAM", "not-a-secret")
    return cache(lambda service: session.create_client(service, region_name="us-east-1"))


@pytest.mark.parametrize(
    ("service", "operation", "asked"),
    list_operations(),
    ids=[f"{service}:{operation}" for service, operation, _ in list_operations()],
)
def test_what_names_nothing_is_refused(
    client_of: Callable[[str], Any], service: str, operation: str, asked: dict[str, Any]
) -> None:
    call = getattr(client_of(service), xform_name(operation))
    if (service, operation) in SUCCEEDS:
        call(**asked)
        return
    with pytest.raises(ClientError) as raised:
        call(**asked)
    assert raised.value.response["Error"]["Code"] not in {"InternalError", "InternalFailure"}


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
ACCOUNT = "123456789012"
PLACE = f"us-east-1:{ACCOUNT}"


def test_a_group_of_instances_is_there(client: Any) -> None:
    scaling = client("autoscaling")
    scaling.create_launch_configuration(
        LaunchConfigurationName="l", ImageId="ami-0123456789abcdef0", InstanceType="t3.micro"
    )
    name = {"AutoScalingGroupName": "g"}
    scaling.create_auto_scaling_group(
        MinSize=0, MaxSize=1, LaunchConfigurationName="l", AvailabilityZones=["us-east-1a"], **name
    )
    scaling.suspend_processes(**name)
    scaling.resume_processes(**name)
    scaling.attach_load_balancer_target_groups(TargetGroupARNs=[], **name)
    scaling.detach_load_balancer_target_groups(TargetGroupARNs=[], **name)


def test_vaults_plans_and_recovery_points_have_tags(client: Any) -> None:
    backup = client("backup")
    vault = backup.create_backup_vault(BackupVaultName="v")["BackupVaultArn"]
    rule = {"RuleName": "r", "TargetBackupVaultName": "v"}
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})
    for arn in (vault, plan["BackupPlanArn"]):
        backup.tag_resource(ResourceArn=arn, Tags={"team": "shop"})
        assert backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "shop"}
        backup.untag_resource(ResourceArn=arn, TagKeyList=["team"])
    for point in (f"backup:{PLACE}:recovery-point:a", "ec2:us-east-1::snapshot/snap-1"):
        assert backup.list_tags(ResourceArn=f"arn:aws:{point}")["Tags"] == {}
    backup.delete_backup_plan(BackupPlanId=plan["BackupPlanId"])
    backup.delete_backup_vault(BackupVaultName="v")
    backup.create_report_plan(
        ReportPlanName="r",
        ReportDeliveryChannel={"S3BucketName": "b"},
        ReportSetting={"ReportTemplate": "JOB_REPORT"},
    )
    backup.delete_report_plan(ReportPlanName="r")


def test_a_budget_is_there(client: Any) -> None:
    budgets = client("budgets")
    limit = {"Amount": "100", "Unit": "USD"}
    budget = {"BudgetName": "b", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
    budgets.create_budget(AccountId=ACCOUNT, Budget=budget)
    found = budgets.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName="b")
    assert found["Notifications"] == []


def test_functions_of_cloudfront_have_tags(client: Any) -> None:
    cloudfront = client("cloudfront")
    made = cloudfront.create_function(
        Name="f",
        FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"},
        FunctionCode=b"function handler(event) { return event.request; }",
    )
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    tags = {"Items": [{"Key": "team", "Value": "shop"}]}
    cloudfront.tag_resource(Resource=arn, Tags=tags)
    assert cloudfront.list_tags_for_resource(Resource=arn)["Tags"] == tags


def test_trails_alarms_and_rules_have_tags(client: Any) -> None:
    trails, watch = client("cloudtrail"), client("cloudwatch")
    client("s3").create_bucket(Bucket="trails")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::trails", "arn:aws:s3:::trails/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("s3").put_bucket_policy(Bucket="trails", Policy=policy)
    arn = trails.create_trail(Name="trail", S3BucketName="trails")["TrailARN"]
    trails.add_tags(ResourceId=arn, TagsList=[{"Key": "team", "Value": "shop"}])
    trails.remove_tags(ResourceId=arn, TagsList=[{"Key": "team"}])
    watch.put_metric_alarm(
        AlarmName="a", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Threshold=1,
        MetricName="m", Namespace="n", Period=60, Statistic="Sum",
    )  # fmt: skip
    watch.put_insight_rule(RuleName="r", RuleDefinition="{}")
    for name in ("alarm:a", "insight-rule/r"):
        arn = f"arn:aws:cloudwatch:{PLACE}:{name}"
        assert watch.list_tags_for_resource(ResourceARN=arn)["Tags"] == []


def test_a_cluster_and_a_load_balancer_are_there(client: Any) -> None:
    eks, elb = client("eks"), client("elb")
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    eks.create_cluster(name="c", roleArn=role, resourcesVpcConfig={"subnetIds": []})
    assert eks.list_nodegroups(clusterName="c")["nodegroups"] == []
    listener = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    elb.create_load_balancer(
        LoadBalancerName="l", Listeners=[listener], AvailabilityZones=["us-east-1a"]
    )
    elb.deregister_instances_from_load_balancer(LoadBalancerName="l", Instances=[])


def test_roles_and_policies_are_there_those_of_aws_too(client: Any) -> None:
    iam = client("iam")
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))
    assert iam.list_instance_profiles_for_role(RoleName="r")["InstanceProfiles"] == []
    own = iam.create_policy(PolicyName="p", PolicyDocument=json.dumps(NOTHING))["Policy"]["Arn"]
    for arn in (own, "arn:aws:iam::aws:policy/ReadOnlyAccess"):
        assert iam.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"] == []


NOTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}],
}


def test_a_key_is_named_by_its_id_or_its_arn(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    for name in (key["KeyId"], key["Arn"]):
        assert kms.list_grants(KeyId=name)["Grants"] == []
    grant = kms.create_grant(
        KeyId=key["KeyId"],
        GranteePrincipal=f"arn:aws:iam::{ACCOUNT}:root",
        Operations=["Decrypt"],
    )
    kms.revoke_grant(KeyId=key["Arn"], GrantId=grant["GrantId"])


def test_what_leads_events_to_a_function_is_there(client: Any) -> None:
    functions = client("lambda")
    role = client("iam").create_role(RoleName="f", AssumeRolePolicyDocument=json.dumps(TRUST))
    functions.create_function(
        FunctionName="f",
        Runtime="python3.12",
        Handler="f.main",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": b"PK"},
    )
    url = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    queue = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    source = functions.create_event_source_mapping(
        FunctionName="f", EventSourceArn=queue["Attributes"]["QueueArn"]
    )
    functions.update_event_source_mapping(UUID=source["UUID"], FunctionName="f", BatchSize=5)
    functions.delete_event_source_mapping(UUID=source["UUID"])


def test_a_query_and_a_log_group_are_there(client: Any) -> None:
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    arn = f"arn:aws:logs:{PLACE}:log-group:g"
    logs.tag_resource(resourceArn=arn, tags={"team": "shop"})
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "shop"}
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    query = logs.start_query(
        logGroupName="g", startTime=0, endTime=1, queryString="fields @message"
    )
    assert logs.get_query_results(queryId=query["queryId"])["results"] == []


def test_databases_and_secrets_are_found_as_aws_finds_them(client: Any) -> None:
    rds, secrets = client("rds"), client("secretsmanager")
    rds.create_db_cluster(
        DBClusterIdentifier="shop",
        Engine="aurora-mysql",
        MasterUsername="owner",
        MasterUserPassword="not-a-secret",
    )
    found = rds.modify_db_cluster(DBClusterIdentifier="SHOP", BackupRetentionPeriod=7)
    assert found["DBCluster"]["BackupRetentionPeriod"] == 7
    arn = secrets.create_secret(Name="s", SecretString="not-a-secret")["ARN"]
    for name in ("s", arn, arn.rpartition("-")[0]):
        assert secrets.list_secret_version_ids(SecretId=name)["Versions"]


@pytest.mark.parametrize("scope", ["REGIONAL", "CLOUDFRONT"])
def test_web_acls_have_tags_in_regions_and_before_cloudfront(client: Any, scope: str) -> None:
    waf = client("wafv2")
    visible = {
        "SampledRequestsEnabled": True,
        "CloudWatchMetricsEnabled": True,
        "MetricName": "m",
    }
    arn = waf.create_web_acl(
        Name="a", Scope=scope, DefaultAction={"Allow": {}}, VisibilityConfig=visible
    )["Summary"]["ARN"]
    tag = {"Key": "team", "Value": "shop"}
    waf.tag_resource(ResourceARN=arn, Tags=[tag])
    shown = waf.list_tags_for_resource(ResourceARN=arn)["TagInfoForResource"]
    assert shown["TagList"] == [tag]
    waf.untag_resource(ResourceARN=arn, TagKeys=["team"])
