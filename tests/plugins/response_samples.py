"""A small threat for each response playbook: what it needs is made, and the threat returned.

A playbook's samples together ask for all that it may need: a test compares that with the role that
is derived from it. Add a sample beside a new playbook: a function of a `ResponseWorld`.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import samples_of_data as data
import samples_of_identities as identities
import samples_of_instances as instances
import samples_of_recorders as recorders
import samples_of_workloads as workloads
from policy_texts import allow, make_service_role

Sample = Callable[[Any], tuple[Any, Mapping[str, str]]]
"""Takes a `ResponseWorld`, and returns a `Threat` and options of the playbook."""


def make_function(world: Any, name: str) -> str:
    """Make a Lambda function; return its ARN."""
    queues = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    role = make_service_role(world.client("iam"), f"{name}-role", "lambda", queues)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    made = world.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
        Publish=True,
    )
    return str(made["FunctionArn"])


def function_without_concurrency(world: Any) -> tuple[Any, Mapping[str, str]]:
    return world.threat("function", make_function(world, "shop")), {}


def function_with_concurrency(world: Any) -> tuple[Any, Mapping[str, str]]:
    arn = make_function(world, "kept")
    client = world.client("lambda")
    client.put_function_concurrency(FunctionName="kept", ReservedConcurrentExecutions=7)
    client.create_function_url_config(FunctionName="kept", AuthType="NONE")
    return world.threat("function", arn), {"url": "delete"}


def function_opened_in_all_ways(world: Any) -> tuple[Any, Mapping[str, str]]:
    arn = make_function(world, "open")
    client, name = world.client("lambda"), {"FunctionName": "open"}
    client.create_alias(**name, Name="live", FunctionVersion="1")
    client.add_permission(**name, Action="lambda:InvokeFunction", StatementId="all", Principal="*")
    client.create_function_url_config(**name, AuthType="NONE")
    queue = world.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    asked = {"QueueUrl": queue, "AttributeNames": ["QueueArn"]}
    source = world.client("sqs").get_queue_attributes(**asked)["Attributes"]["QueueArn"]
    client.create_event_source_mapping(**name, EventSourceArn=source)
    return world.threat("function", arn, first_at=1_700_000_000_000), {}


SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    "lambda.contain_function": (
        function_without_concurrency,
        function_with_concurrency,
        function_opened_in_all_ways,
    ),
    "ec2.isolate_instance": (
        instances.kept_instance,
        instances.captured_instance,
        instances.stopped_instance,
    ),
    "iam.disable_access_key": (identities.leaked_key, identities.leaked_key_alone),
    "iam.contain_role": (identities.shared_role,),
    "iam.contain_user": (identities.armed_user,),
    "s3.close_bucket": (data.open_bucket, data.bucket_that_is_open_alone),
    "ec2.close_opened_group": (instances.opened_group,),
    "cloudtrail.restore_trail": (
        recorders.weak_trail,
        recorders.deleted_trail,
        recorders.trail_without_records,
        recorders.trail_with_a_disabled_key,
        recorders.trail_with_a_deleted_key,
        recorders.trail_to_a_log_group,
    ),
    "guardduty.restore_detector": (
        recorders.disabled_detector,
        recorders.deleted_detector,
        recorders.members_let_go,
        recorders.members_suspended,
    ),
    "config.restore_recorder": (
        recorders.narrowed_recorder_that_stopped,
        recorders.deleted_recorder,
    ),
    "securityhub.restore_hub": (
        recorders.hub_that_is_off,
        recorders.hub_without_standards,
        recorders.hub_without_members,
    ),
    "ec2.unshare_copies": (
        instances.shared_image,
        instances.shared_database,
        instances.shared_cluster,
    ),
    "rds.close_database": (data.public_instance, data.public_cluster),
    "s3.stop_ransomware": (
        data.ransomed_bucket_with_versions,
        data.ransomed_bucket_without_policy,
        data.ransomed_bucket_with_locks,
    ),
    "kms.contain_key": (data.taken_key_that_is_off, data.key_to_be_deleted),
    "secretsmanager.rotate_secrets": (data.secrets_that_were_read,),
    "ssm.end_sessions": (
        workloads.sessions_with_an_instance,
        workloads.sessions_in_all_regions,
    ),
    "ecs.contain_task": (
        workloads.scaled_task,
        workloads.isolated_task,
        workloads.task_on_an_instance,
    ),
    "eks.contain_cluster": (workloads.entered_cluster_alone, workloads.cluster_with_pods),
    "ses.stop_sending": (data.mail, data.mail_of_all_regions),
    "bedrock.stop_models": (data.models_of_a_member, data.models_that_are_logged_no_more),
    "route53.contain_domain": (data.taken_domain,),
    "identitystore.contain_person": (identities.person, identities.session_of_a_person),
    "iam.contain_root": (identities.rooted_member,),
    "iam.rotate_access_key": (
        identities.key_to_be_switched_off,
        identities.key_to_be_deleted,
    ),
    "ec2.stop_mining": (
        workloads.mined_account_with_fleets,
        workloads.member_without_launches,
    ),
}

UNTRIED: Mapping[str, frozenset[str]] = {
    "lambda.contain_function": frozenset(
        {
            "lambda:DeleteProvisionedConcurrencyConfig",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:PutProvisionedConcurrencyConfig",
        }
    ),
}
"""Actions that a playbook needs where its samples cannot show it, for the emulator lacks it."""
