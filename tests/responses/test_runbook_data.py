"""Runbooks for buckets, keys, secrets and functions end where the playbooks do."""

import io
import json
import time
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from policy_texts import allow, make_service_role, write
from response_world import REGION
from runbook_world import RunbookWorld, tell_failures

ACCOUNT = "123456789012"
BUCKET = {"Bucket": "shop-data"}


@pytest.fixture
def bucket(runbook_world: RunbookWorld) -> str:
    """Return the ARN of a bucket that everyone may read."""
    s3 = runbook_world.client("s3")
    s3.create_bucket(**BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_ownership_controls(
        **BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    )
    s3.delete_public_access_block(**BUCKET)
    s3.put_bucket_acl(**BUCKET, ACL="public-read")
    everyone = allow("s3:GetObject", resource="arn:aws:s3:::shop-data/*", Principal="*")
    s3.put_bucket_policy(**BUCKET, Policy=write(everyone))
    return "arn:aws:s3:::shop-data"


def look_at_bucket(world: RunbookWorld) -> dict[str, Any]:
    s3, control = world.client("s3"), world.client("s3control")

    def read(client: Any, operation: str, member: str, **given: Any) -> Any:
        try:
            return getattr(client, operation)(**given)[member]
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    block = "PublicAccessBlockConfiguration"
    return {
        "block": read(s3, "get_public_access_block", block, **BUCKET),
        "policy": read(s3, "get_bucket_policy", "Policy", **BUCKET),
        "grants": s3.get_bucket_acl(**BUCKET)["Grants"],
        "account": read(control, "get_public_access_block", block, AccountId=ACCOUNT),
    }


def test_a_bucket_is_blocked(runbook_world: RunbookWorld, bucket: str) -> None:
    runbook_world.compare(
        "s3.close_bucket",
        runbook_world.world.threat("bucket", bucket, account_id=ACCOUNT, region=REGION),
        "block-bucket",
        {"BucketName": "shop-data"},
        lambda: look_at_bucket(runbook_world),
    )


def test_a_bucket_is_closed_in_all_ways(runbook_world: RunbookWorld, bucket: str) -> None:
    given = dict.fromkeys(("ResetAcl", "DeletePolicy", "BlockAccount"), True)
    found = runbook_world.compare(
        "s3.close_bucket",
        runbook_world.world.threat("bucket", bucket, account_id=ACCOUNT, region=REGION),
        "close-bucket",
        {"BucketName": "shop-data", **given},
        lambda: look_at_bucket(runbook_world),
        grants="remove",
        account="yes",
    )
    assert "GetObject" in found["Outputs"]["readPolicy.Policy"][0]


def test_a_bucket_without_a_policy_is_closed(runbook_world: RunbookWorld, bucket: str) -> None:
    assert bucket
    runbook_world.client("s3").delete_bucket_policy(**BUCKET)
    found = runbook_world.run("close-bucket", BucketName="shop-data", DeletePolicy=True)
    assert found["AutomationExecutionStatus"] == "Success"
    assert set(look_at_bucket(runbook_world)["block"].values()) == {True}


def make_key(world: RunbookWorld) -> str:
    return str(world.client("kms").create_key()["KeyMetadata"]["KeyId"])


@pytest.mark.parametrize("is_deleted", [True, False])
@pytest.mark.parametrize("enable", ["yes", "no"])
def test_a_key_is_taken_back(runbook_world: RunbookWorld, enable: str, *, is_deleted: bool) -> None:
    kms, key = runbook_world.client("kms"), make_key(runbook_world)
    grant = kms.create_grant(
        KeyId=key, GranteePrincipal="arn:aws:iam::210987654321:root", Operations=["Decrypt"]
    )["GrantId"]
    if is_deleted:
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    else:
        kms.disable_key(KeyId=key)

    def look() -> Any:
        grants = kms.list_grants(KeyId=key)["Grants"]
        return kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], grants

    arn = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key}"
    unasked = {"kms:CancelKeyDeletion"} if not is_deleted else set()
    unasked |= {"kms:EnableKey"} if enable == "no" else set()
    runbook_world.compare(
        "kms.contain_key",
        runbook_world.world.threat("key", arn, actor="arn:aws:iam::210987654321:user/eve"),
        "contain-key",
        {"KeyId": key, "Enable": enable == "yes", "GrantIds": [grant]},
        look,
        unasked=frozenset(unasked),
        enable=enable,
    )


def test_a_key_that_is_enabled_stays_so(runbook_world: RunbookWorld) -> None:
    key = make_key(runbook_world)
    found = runbook_world.run("contain-key", KeyId=key)
    assert found["AutomationExecutionStatus"] == "Success"
    assert found["Outputs"]["readKey.State"] == ["Enabled"]


def make_function(world: RunbookWorld, name: str, *statements: Any) -> str:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.py", "def h(event, context): pass")
    role = make_service_role(world.client("iam"), name, "lambda", *statements)
    made = world.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler="a.h",
        Role=role,
        Code={"ZipFile": data.getvalue()},
        Publish=True,
    )
    return str(made["FunctionArn"])


@pytest.fixture
def secret(runbook_world: RunbookWorld) -> dict[str, str]:
    """Return the ARN of a secret that is rotated, and its version; it was made long ago."""
    secrets = runbook_world.client("secretsmanager")
    made = secrets.create_secret(Name="shop", SecretString="old")
    secrets.rotate_secret(
        SecretId="shop",
        RotationLambdaARN=make_function(runbook_world, "rotate"),
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )
    with runbook_world.world.world.emulator.mounted():
        from moto.secretsmanager.models import secretsmanager_backends  # noqa: PLC0415 - one fixture's

        for one in secretsmanager_backends[ACCOUNT][REGION].secrets.values():
            for version in one.versions.values():
                version["createdate"] -= 7200
    return {"arn": made["ARN"], "version": made["VersionId"]}


def let_functions_run(world: RunbookWorld) -> None:
    """Do what the rotation function does with each rotation that was asked for."""
    key = (ACCOUNT, REGION, "secretsmanager.Rotations")
    for rotation in world.world.world.emulator.state.settings.pop(key, []):
        event = rotation["events"][-1]
        world.client("secretsmanager").put_secret_value(
            SecretId=event["SecretId"],
            ClientRequestToken=event["ClientRequestToken"],
            SecretString="new",
            VersionStages=["AWSCURRENT"],
        )


def test_a_secret_is_rotated(runbook_world: RunbookWorld, secret: dict[str, str]) -> None:
    world = runbook_world.world.world
    make = world.environment

    def run(_seconds: float) -> None:
        let_functions_run(runbook_world)

    world.environment = lambda: replace(make(), sleep=run)  # type: ignore[method-assign]  # of this world alone

    def look() -> Any:
        secrets = runbook_world.client("secretsmanager")
        stages = secrets.describe_secret(SecretId="shop")["VersionIdsToStages"]
        value = secrets.get_secret_value(SecretId="shop")["SecretString"]
        return value, stages[secret["version"]]

    time.sleep(1.1)  # versions are told apart by whole seconds
    runbook_world.compare(
        "secretsmanager.rotate_secrets",
        runbook_world.world.threat("secret", secret["arn"]),
        "rotate-secret",
        {"SecretArn": secret["arn"], "ReadVersionId": secret["version"]},
        look,
        meanwhile=lambda: let_functions_run(runbook_world),
    )
    assert look()[0] == "new"
    own = runbook_world.client("ssm").start_automation_execution(
        DocumentName="rotate-secret",
        Parameters={
            "SecretArn": [secret["arn"]],
            "ReadVersionId": [secret["version"]],
            "AutomationAssumeRole": [f"arn:aws:iam::{ACCOUNT}:role/run"],
        },
    )["AutomationExecutionId"]
    assert [name for name, _ in tell_failures(runbook_world.wait(own))] == ["checkVersion"]


@pytest.fixture
def function(runbook_world: RunbookWorld) -> str:
    """Return the ARN of a function that everyone may call, and that a queue calls."""
    client = runbook_world.client("lambda")
    queues = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    arn = make_function(runbook_world, "shop", queues)
    which = {"FunctionName": "shop"}
    client.add_permission(**which, Action="lambda:InvokeFunction", StatementId="all", Principal="*")
    client.create_function_url_config(**which, AuthType="NONE")
    sqs = runbook_world.client("sqs")
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    source = found["Attributes"]["QueueArn"]
    client.create_event_source_mapping(**which, EventSourceArn=source)
    return arn


def look_at_function(world: RunbookWorld) -> dict[str, Any]:
    client, which = world.client("lambda"), {"FunctionName": "shop"}
    try:
        policy = json.loads(client.get_policy(**which)["Policy"])["Statement"]
    except client.exceptions.ResourceNotFoundException:
        policy = []
    mappings = client.list_event_source_mappings(**which)["EventSourceMappings"]
    urls = client.list_function_url_configs(**which)["FunctionUrlConfigs"]
    return {
        "policy": policy,
        "reserved": client.get_function_concurrency(**which).get("ReservedConcurrentExecutions"),
        "sources": [one["State"] for one in mappings],
        "urls": [one["AuthType"] for one in urls],
    }


def test_a_function_is_stopped(runbook_world: RunbookWorld, function: str) -> None:
    arn = function.removesuffix(":1")
    runbook_world.compare(
        "lambda.contain_function",
        runbook_world.world.threat("function", arn),
        "stop-function",
        {"FunctionName": "shop", "StatementIds": ["all"]},
        lambda: look_at_function(runbook_world),
        unasked=frozenset({"lambda:DeleteProvisionedConcurrencyConfig"}),
    )
    assert look_at_function(runbook_world) == {
        "policy": [],
        "reserved": 0,
        "sources": ["Disabled"],
        "urls": ["AWS_IAM"],
    }
