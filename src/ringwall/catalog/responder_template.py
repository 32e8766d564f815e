"""CloudFormation templates of the Lambda that responds, and of its role in other accounts.

All that may be lost is kept, encrypted, and recoverable to a point in time; what fails is kept in a
queue. What a template makes is what a playbook needs: its role is derived from the playbooks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringwall.catalog.callback_template import make_callbacks
from ringwall.catalog.responder_resources import (
    ACCOUNT,
    PARTITION,
    REGION,
    FunctionPlan,
    ResponderCode,
    ask_text,
    find_arn,
    make_function,
    make_role,
    make_rule,
    name_log,
    name_table,
    trust_lambda,
)
from ringwall.catalog.response_permissions import (
    ResponderPlaces,
    permit_playbook,
    permit_reads,
    permit_responder,
)
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Row

NAME = "ringwall-responder"
MEMBER_ROLE = "ringwall-respond"
"""The role in other accounts."""
SECONDS = 900
"""The longest that Lambda lets a function run."""
MEGABYTES = 512
SCHEDULE = "rate(5 minutes)"
"""How often cases are gone on with, and channels told what they did not take before."""
DEAD_LETTER_SECONDS = 14 * 86_400
"""The longest that SQS keeps a message."""
EVENT_SECONDS = 6 * 3_600
PATTERNS: Mapping[str, Row] = {
    "GuardDuty": {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]},
    "SecurityHub": {
        "source": ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported"],
        "detail": {
            "findings": {
                "RecordState": ["ACTIVE"],
                "Workflow": {"Status": ["NEW"]},
                "Severity": {"Label": ["CRITICAL", "HIGH"]},
            }
        },
    },
    "CustomAction": {
        "source": ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Custom Action"],
        "resources": [{"Fn::GetAtt": ["Action", "ActionTargetArn"]}],
    },
}
"""Which events there are, by what their rules are called; the policy decides what is done."""
HUB = "WithSecurityHub"
"""The condition of what needs Security Hub to be enabled."""


WITH_CHANNELS = "WithChannels"
"""The condition of what needs secrets of channels to be named."""


@dataclass(frozen=True)
class ChannelSecrets:
    """The secrets of channels, as ARNs. Who deploys the template names them where it has none."""

    all: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    """Those that callbacks are checked with."""


def write_responder_template(
    playbooks: Iterable[ResponsePlaybook],
    code: ResponderCode,
    reads: Iterable[str] = (),
    *,
    enters_accounts: bool = False,
    secrets: ChannelSecrets | None = None,
) -> Row:
    """Return the template of the functions, their table, key, roles and what invokes them.

    `reads` are operations beside those of the playbooks, such as what tells what is protected.
    With `enters_accounts`, it may assume the role of `write_member_template` in other accounts.
    Without `secrets`, those of channels are a parameter.
    """
    queue = f"arn:{PARTITION}:sqs:{REGION}:{ACCOUNT}:{NAME}-failed"
    places = ResponderPlaces(
        name_table(NAME),
        name_log(NAME),
        "${SealKey.Arn}",
        member_role=f"arn:{PARTITION}:iam::*:role/{MEMBER_ROLE}" if enters_accounts else "",
        queue=queue,
        channel_secrets=secrets.all if secrets else (),
    )
    statements = [*permit_responder(places), *_permit_all(playbooks, reads)]
    resources = {
        "SealKey": _make_key(),
        "Table": _make_table(),
        "Failed": _make_queue(),
        **make_role(NAME, trust_lambda(), statements),
        **_make_responder(code, enters_accounts=enters_accounts),
        **_make_rules(),
    }
    parameters = _list_parameters(enters_accounts=enters_accounts)
    conditions: Row = {HUB: {"Fn::Equals": [{"Ref": "SecurityHub"}, "yes"]}}
    outputs: Row = {}
    roles = ["Role"]
    if code.callback_handler:
        resources |= make_callbacks(code, NAME, secrets.signing if secrets else ())
        url = {"Fn::GetAtt": ["CallbackUrl", "FunctionUrl"]}
        outputs["CallbackUrl"] = {"Description": "Where channels send answers", "Value": url}
        roles.append("CallbackRole")
    if secrets is None:
        parameters["ChannelSecrets"] = _ask_secrets()
        joined = {"Fn::Join": ["", {"Ref": "ChannelSecrets"}]}
        conditions[WITH_CHANNELS] = {"Fn::Not": [{"Fn::Equals": [joined, ""]}]}
        resources["ChannelSecretsPolicy"] = _permit_secrets(roles)
    text = "The Lambda of Ringwall that responds to findings."
    template = {**_write(text, parameters, resources), "Conditions": conditions}
    return {**template, "Outputs": outputs} if outputs else template


def write_member_template(playbooks: Iterable[ResponsePlaybook], reads: Iterable[str] = ()) -> Row:
    """Return the template of the role in another account, which the function may assume."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": {"Ref": "Responder"}},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
    }
    parameters = {
        "Responder": ask_text("ARN of the role of the function that responds"),
        "ExternalId": ask_text("What the function gives as its external id"),
    }
    resources = make_role(MEMBER_ROLE, trust, _permit_all(playbooks, reads))
    return _write("The role by which Ringwall responds here.", parameters, resources)


def _permit_all(playbooks: Iterable[ResponsePlaybook], reads: Iterable[str]) -> list[Row]:
    """Return the statements of several playbooks; what is the same is there once."""
    found: list[Row] = []
    for playbook in playbooks:
        statements = permit_playbook(playbook, PARTITION, ACCOUNT)
        found += (one for one in statements if one not in found)
    return [*found, *permit_reads(reads, PARTITION, ACCOUNT)]


def _write(description: str, parameters: Row, resources: Row) -> Row:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        "Parameters": parameters,
        "Resources": resources,
    }


def _make_key() -> Row:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": {"Fn::Sub": f"arn:{PARTITION}:iam::{ACCOUNT}:root"}},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {
        "Type": "AWS::KMS::Key",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Description": "Seals the journal and the cases of responses",
            "KeySpec": "HMAC_256",
            "KeyUsage": "GENERATE_VERIFY_MAC",
            "KeyPolicy": {"Version": "2012-10-17", "Statement": [statement]},
        },
    }


def _make_table() -> Row:
    keys = (("pk", "HASH"), ("sk", "RANGE"))
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "TableName": NAME,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": "S"} for name, _ in keys
            ],
            "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in keys],
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
            "DeletionProtectionEnabled": True,
            "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
        },
    }


def _make_queue() -> Row:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": f"{NAME}-failed",
            "SqsManagedSseEnabled": True,
            "MessageRetentionPeriod": DEAD_LETTER_SECONDS,
        },
    }


def _make_responder(code: ResponderCode, *, enters_accounts: bool) -> dict[str, Row]:
    """Return the function that responds, and what becomes of what it fails at."""
    environment: Row = {
        "RINGWALL_TABLE": {"Ref": "Table"},
        "RINGWALL_SEAL_KEY": find_arn("SealKey"),
    }
    if enters_accounts:
        environment["RINGWALL_ROLE"] = MEMBER_ROLE
        environment["RINGWALL_EXTERNAL_ID"] = {"Ref": "ExternalId"}
    if code.callback_handler:
        environment["RINGWALL_CALLBACK_URL"] = {"Fn::GetAtt": ["CallbackUrl", "FunctionUrl"]}
    text = "Responds to findings"
    plan = FunctionPlan(NAME, text, code.handler, SECONDS, MEGABYTES, code.concurrency, environment)
    made = make_function(code, plan)
    made["Function"]["Properties"]["DeadLetterConfig"] = {"TargetArn": find_arn("Failed")}
    return {**made, "Retries": _make_retries()}


def _make_retries() -> Row:
    return {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {
            "FunctionName": {"Ref": "Function"},
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": 2,
            "MaximumEventAgeInSeconds": EVENT_SECONDS,
        },
    }


def _make_rules() -> dict[str, Row]:
    """Return what invokes the responder: findings, a custom action, the schedule."""
    action = {
        "Type": "AWS::SecurityHub::ActionTarget",
        "Condition": HUB,
        "Properties": {
            "Name": "Ringwall",
            "Id": "Ringwall",
            "Description": "Answer the findings by the rules of response.toml",
        },
    }
    resources: dict[str, Row] = {"Action": action}
    for name, pattern in PATTERNS.items():
        own, about = f"{NAME}-{name.lower()}", f"Findings for {NAME}"
        made = dict(make_rule(name, own, about, {"EventPattern": pattern}))
        more = {"Condition": HUB} if "aws.securityhub" in pattern["source"] else {}
        resources |= {logical: {**resource, **more} for logical, resource in made.items()}
    about = "Goes on with cases, and tells channels"
    every = {"ScheduleExpression": SCHEDULE}
    return {**resources, **dict(make_rule("Schedule", f"{NAME}-schedule", about, every))}


def _list_parameters(*, enters_accounts: bool) -> Row:
    parameters: Row = {
        "CodeBucket": ask_text("The bucket with the package of `ringwall respond package`"),
        "CodeKey": ask_text("The object of the package"),
        "SecurityHub": {
            "Type": "String",
            "AllowedValues": ["yes", "no"],
            "Default": "yes",
            "Description": "Whether Security Hub is enabled here",
        },
    }
    if enters_accounts:
        parameters["ExternalId"] = ask_text("What other accounts ask for as the external id")
    return parameters


def _ask_secrets() -> Row:
    return {
        "Type": "CommaDelimitedList",
        "Default": "",
        "Description": "ARNs of the secrets of channels, as response.toml names them",
    }


def _permit_secrets(roles: Iterable[str]) -> Row:
    """Return what lets roles read the secrets that the parameter names."""
    statement = {
        "Effect": "Allow",
        "Action": ["secretsmanager:GetSecretValue"],
        "Resource": {"Ref": "ChannelSecrets"},
    }
    return {
        "Type": "AWS::IAM::Policy",
        "Condition": WITH_CHANNELS,
        "Properties": {
            "PolicyName": f"{NAME}-channels",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            "Roles": [{"Ref": role} for role in roles],
        },
    }
