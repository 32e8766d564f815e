"""Runbooks for trails, GuardDuty, Config, Security Hub and sessions end where playbooks do."""

import json
from typing import Any

import pytest
from policy_texts import allow, make_service_role, write
from response_world import REGION
from runbook_world import RunbookWorld

ACCOUNT = "123456789012"
FSBP = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"


def make_bucket(world: RunbookWorld, service: str) -> None:
    s3, name = world.client("s3"), f"{service}-logs"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    arns = [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    principal = {"Service": f"{service}.amazonaws.com"}
    s3.put_bucket_policy(
        Bucket=name, Policy=write(allow("s3:*", resource=arns, Principal=principal))
    )


def test_a_trail_is_started(runbook_world: RunbookWorld) -> None:
    client = runbook_world.client("cloudtrail")
    make_bucket(runbook_world, "cloudtrail")
    arn = client.create_trail(Name="main", S3BucketName="cloudtrail-logs")["TrailARN"]
    runbook_world.compare(
        "cloudtrail.restore_trail",
        runbook_world.world.threat("trail", arn),
        "restore-trail",
        {"TrailArn": arn},
        lambda: client.get_trail_status(Name=arn)["IsLogging"],
    )
    assert client.get_trail_status(Name=arn)["IsLogging"] is True


def test_a_detector_is_enabled(runbook_world: RunbookWorld) -> None:
    client = runbook_world.client("guardduty")
    own = {"DetectorId": client.create_detector(Enable=True)["DetectorId"]}
    off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
    client.update_detector(**own, Features=off)
    client.update_detector(**own, Enable=False)

    def look() -> Any:
        found = client.get_detector(**own)
        return found["Status"], sorted((one["Name"], one["Status"]) for one in found["Features"])

    threat = runbook_world.world.threat(
        "detector", "12ab", account_id=ACCOUNT, region=REGION, first_at=1
    )
    found = runbook_world.compare(
        "guardduty.restore_detector",
        threat,
        "restore-detector",
        {**own, "Features": ["S3_DATA_EVENTS"]},
        look,
    )
    assert "S3_DATA_EVENTS" in found["Outputs"]["describeDetector.Disabled"]


def test_a_recorder_is_started(runbook_world: RunbookWorld) -> None:
    client, iam = runbook_world.client("config"), runbook_world.client("iam")
    make_bucket(runbook_world, "config")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    recorder = {"name": "default", "roleARN": role, "recordingGroup": {"allSupported": True}}
    client.put_configuration_recorder(ConfigurationRecorder=recorder)
    client.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "config-logs"})

    def look() -> Any:
        found = client.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
        return [(one["name"], one["recording"]) for one in found]

    threat = runbook_world.world.threat("detector", "default", account_id=ACCOUNT, region=REGION)
    runbook_world.compare("config.restore_recorder", threat, "restore-recorder", {}, look)
    assert look() == [("default", True)]


def look_at_hub(world: RunbookWorld) -> Any:
    client = world.client("securityhub")
    try:
        arn = client.describe_hub()["HubArn"]
    except client.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    found = client.get_enabled_standards()["StandardsSubscriptions"]
    return arn, sorted((one["StandardsArn"], one["StandardsStatus"]) for one in found)


@pytest.mark.parametrize("has_hub", [False, True])
def test_a_hub_is_enabled(runbook_world: RunbookWorld, *, has_hub: bool) -> None:
    client, since = runbook_world.client("securityhub"), 0
    if has_hub:
        since = 1
        client.enable_security_hub(EnableDefaultStandards=False)
        client.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": FSBP}])
        enabled = client.get_enabled_standards()["StandardsSubscriptions"]
        client.batch_disable_standards(
            StandardsSubscriptionArns=[one["StandardsSubscriptionArn"] for one in enabled]
        )
    enabling = frozenset({"securityhub:EnableSecurityHub", "iam:CreateServiceLinkedRole"})
    runbook_world.compare(
        "securityhub.restore_hub",
        runbook_world.world.threat(
            "service", "hub", account_id=ACCOUNT, region=REGION, first_at=since
        ),
        "restore-hub",
        {"StandardArns": [FSBP]},
        lambda: look_at_hub(runbook_world),
        unasked=enabling if has_hub else frozenset(),
        failing=("findHub",),
    )


def test_sessions_and_commands_end(runbook_world: RunbookWorld) -> None:
    iam, ssm = runbook_world.client("iam"), runbook_world.client("ssm")
    make_service_role(iam, "node", "ec2")
    core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    iam.attach_role_policy(RoleName="node", PolicyArn=core)
    iam.create_instance_profile(InstanceProfileName="node")
    iam.add_role_to_instance_profile(InstanceProfileName="node", RoleName="node")
    launch = {"ImageId": "ami-12c6146b", "MinCount": 1, "MaxCount": 1}
    made = runbook_world.client("ec2").run_instances(**launch, IamInstanceProfile={"Name": "node"})
    instance = str(made["Instances"][0]["InstanceId"])
    ssm.start_session(Target=instance)
    shell = {"DocumentName": "AWS-RunShellScript", "Parameters": {"commands": ["id"]}}
    ssm.send_command(InstanceIds=[instance], **shell)

    def look() -> Any:
        sessions = ssm.describe_sessions(State="Active")["Sessions"]
        commands = ssm.list_commands()["Commands"]
        return json.dumps(
            [[one["SessionId"] for one in sessions], [one["Status"] for one in commands]]
        )

    runbook_world.compare(
        "ssm.end_sessions",
        runbook_world.world.threat(
            "instance", f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{instance}"
        ),
        "end-sessions",
        {"InstanceId": instance},
        look,
    )
    assert look().startswith("[[], ")
