"""Stops models of Bedrock that an attacker runs at the account's cost, and logs what is run.

No call takes the access to models away: it is on in every account, and only policies deny it.
https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
"""

from collections.abc import Iterator, Mapping
from functools import partial

from ringwall.catalog.acting_principal import match_principal
from ringwall.catalog.audited_calls import AuditedCall, tell_calls
from ringwall.catalog.cloudtrail.past_calls import find_calls, take_map
from ringwall.catalog.iam.principal_names import CASE
from ringwall.catalog.organizations.denying_policies import (
    DENYING_READS,
    DenyingPolicy,
    deny_by_policy,
    shape_denying,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

DENIED = [
    "bedrock:InvokeModel*",
    "bedrock:CallWithBearerToken",
    "bedrock:CreateModelInvocationJob",
    "bedrock:CreateProvisionedModelThroughput",
    "bedrock:CreateFoundationModelAgreement",
    "bedrock-mantle:*",
]
"""What runs models, by either endpoint and by API keys, and what orders capacity for them."""
_ARN = r'"arn:[a-z-]{3,20}:(?:iam|sts)::\d{12}:[ !#-\[\]-~]{1,700}"'
CONDITION = rf'\{{"ArnLike":\{{"aws:PrincipalArn":\[{_ARN}(?:,{_ARN})?\]\}}\}}'
BUCKET: Shape = {"bucketName": r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "keyPrefix?": r"[ -~]{0,1024}"}
FLAGS = ("text", "image", "embedding", "video", "audio")
LOGGING: Mapping[str, Shape] = {
    "cloudWatchConfig?": {
        "logGroupName": r"[\w.#/-]{1,512}",
        "roleArn": r"arn:[a-z-]{3,20}:iam::{account_id}:role/[!-~]{1,600}",
        "largeDataDeliveryS3Config?": BUCKET,
    },
    "s3Config?": BUCKET,
    **{f"{kind}DataDeliveryEnabled?": bool for kind in FLAGS},
}
WRITES = (
    WriteShape(
        "bedrock.put_model_invocation_logging_configuration",
        {"loggingConfig": LOGGING},
        also=("iam:PassRole",),
    ),
    WriteShape("bedrock.delete_model_invocation_logging_configuration", {}),
    *shape_denying(f"bedrock-{CASE}", "", CONDITION, actions=DENIED),
)
_COSTS = "capacity that was ordered costs, whether models run or not"
_RUNS = "it was made since, perhaps to run models or to hide it"
AUDITED = (
    AuditedCall(
        "CreateProvisionedModelThroughput",
        "provisionedModelName",
        "Delete the capacity that was ordered: {}",
        _COSTS,
    ),
    AuditedCall("CreateModelInvocationJob", "jobName", "Stop the batch jobs: {}", _RUNS),
    AuditedCall(
        "CreateFoundationModelAgreement", "modelId", "Delete the agreements about: {}", _RUNS
    ),
    AuditedCall("PutFoundationModelEntitlement", "modelId", "Look at these models: {}", _RUNS),
    AuditedCall("PutUseCaseForModelAccess", "formData", "Look at what was told AWS: {}", _RUNS),
    AuditedCall("UpdateGuardrail", "guardrailIdentifier", "Put these guardrails back: {}", _RUNS),
    AuditedCall(
        "DeleteGuardrail", "guardrailIdentifier", "Create these guardrails again: {}", _RUNS
    ),
    AuditedCall("CreateServiceSpecificCredential", "userName", "Delete the API keys of: {}", _RUNS),
)


@responds(
    "Stop models of Bedrock",
    "service",
    "account",
    writes=WRITES,
    reads=(
        "bedrock.get_model_invocation_logging_configuration",
        "cloudtrail.lookup_events",
        *DENYING_READS,
    ),
    risks=(
        "Everything in the account that uses models stops, unless only who acted is denied.",
        "A service control policy needs some minutes to be seen everywhere.",
        "What runs already, and capacity that was ordered, goes on and costs.",
    ),
    rollback="The policy is detached and deleted; logging is as it was.",
    answers=("bedrock.*", "guardduty.*:Bedrock/*"),
    options=(
        ResponseOption(
            "deny",
            "Who is denied to run models, by a service control policy: all in the account, or who "
            "acted alone, or nobody.",
            "all",
            "all|actor|none",
        ),
    ),
)
def stop_models(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny the account, or who acted, to run models; log invocations again; tell what was made."""
    reader = scene.reader(threat)
    yield from _deny(threat, scene)
    yield from _log(reader, threat.first_at)
    resource = f"arn:{reader.partition}:bedrock:{reader.region}:{threat.account_id}:*"
    yield from tell_calls(reader, AUDITED, resource, threat.first_at)


def _deny(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    chosen = scene.options["deny"]
    if chosen == "none":
        return
    instead = "Deny who acted to run models: iam.contain_user or iam.contain_role"
    condition: Row = {}
    if chosen == "actor":
        patterns = match_principal(threat.actor)
        if not patterns:
            yield HumanStep(f"account {threat.account_id}", instead, "it is not known who acted")
            return
        condition = {"ArnLike": {"aws:PrincipalArn": list(patterns)}}
    policy = DenyingPolicy(
        name=f"ringwall-bedrock-{threat.case}",
        description=f"Ringwall: denies models while {threat.case} lasts",
        target=threat.account_id,
        why=f"nobody in the account may do it: {', '.join(DENIED)}",
        instead=instead,
        actions=DENIED,
        condition=condition,
    )
    yield from deny_by_policy(policy, threat, scene)


def _log(reader: Reader, since: int) -> Iterator[Change | HumanStep]:
    """Yield the Change that logs invocations as they were logged before."""
    operation = "bedrock.get_model_invocation_logging_configuration"
    now = read_state(Probe(operation, {}, "loggingConfig || `null`"), reader)
    resource = f"arn:{reader.partition}:bedrock:{reader.region}:{reader.account_id}:logging"
    put = "PutModelInvocationLoggingConfiguration"
    is_changed = since and any(find_calls(reader, put, _is_put, since=since))
    if now and not is_changed:
        return
    past = next(find_calls(reader, put, _is_put, until=since), None) if since else None
    if past is None:
        what = "Log invocations of models: to CloudWatch Logs, or to a bucket"
        yield HumanStep(resource, what, "what was asked is not known, and nothing tells how it was")
        return
    wanted = take_map(take_map(past, "requestParameters"), "loggingConfig")
    # Of what was not asked for, AWS has a default, which does not matter.
    names = sorted(name.rstrip("?") for name in LOGGING if name.rstrip("?") in wanted)
    before = {name: now.get(name) for name in names} if now else None
    if wanted == before:
        return
    take = f"(loggingConfig || `null`).{{{', '.join(f'{name}: {name}' for name in names)}}}"
    write = partial(Write, "bedrock.put_model_invocation_logging_configuration")
    undo = Write("bedrock.delete_model_invocation_logging_configuration", {})
    if now:
        undo = write({"loggingConfig": now})
    yield Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=resource,
        write=write({"loggingConfig": wanted}),
        probe=Probe(operation, {}, take),
        before=before,
        after=wanted,
        why="what models are asked, and by whom, is logged again",
        layer="response",
        blast="none",
        undo=undo,
        stage="preserve",
    )


def _is_put(record: Row) -> bool:
    return bool(take_map(take_map(record, "requestParameters"), "loggingConfig"))
