"""CloudFormation templates of the Lambda that responds, and of its role in other accounts.

All that may be lost is kept, encrypted, and recoverable to a point in time; what fails is kept in a
queue. What a template makes is what a playbook needs: its role is derived from the playbooks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.managed_policies import USUAL_MOST, split_policies
from ringwall.catalog.response_permissions import (
    ResponderPlaces,
    permit_playbook,
    permit_reads,
    permit_responder,
)
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Row

PARTITION, ACCOUNT, REGION = "${AWS::Partition}", "${AWS::AccountId}", "${AWS::Region}"
NAME = "ringwall-responder"
MEMBER_ROLE = "ringwall-respond"
"""The role in other accounts."""
SECONDS = 900
"""The longest that Lambda lets a function run."""
MEGABYTES = 512
LOG_DAYS = 365
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


@dataclass(frozen=True)
class ResponderCode:
    """How the function is run."""

    runtime: str
    architecture: str
    handler: str
    concurrency: int = 5
    """How many findings are answered at a time; it is reserved."""


def write_responder_template(
    playbooks: Iterable[ResponsePlaybook],
    code: ResponderCode,
    reads: Iterable[str] = (),
    *,
    enters_accounts: bool = False,
) -> Row:
    """Return the template of the function, its table, its key, its role and what invokes it.

    `reads` are operations beside those of the playbooks, such as what tells what is protected.
    With `enters_accounts`, it may assume the role of `write_member_template` in other accounts.
    """
    table = f"arn:{PARTITION}:dynamodb:{REGION}:{ACCOUNT}:table/{NAME}"
    group = f"arn:{PARTITION}:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{NAME}"
    queue = f"arn:{PARTITION}:sqs:{REGION}:{ACCOUNT}:{NAME}-failed"
    member = f"arn:{PARTITION}:iam::*:role/{MEMBER_ROLE}" if enters_accounts else ""
    places = ResponderPlaces(table, group, "${SealKey.Arn}", member_role=member, queue=queue)
    statements = [*permit_responder(places), *_permit_all(playbooks, reads)]
    environment: Row = {"RINGWALL_TABLE": {"Ref": "Table"}, "RINGWALL_SEAL_KEY": _arn("SealKey")}
    if enters_accounts:
        environment["RINGWALL_ROLE"] = MEMBER_ROLE
        environment["RINGWALL_EXTERNAL_ID"] = {"Ref": "ExternalId"}
    resources = {
        "SealKey": _make_key(),
        "Table": _make_table(),
        "Failed": _make_queue(),
        "Log": _make_log(),
        **_make_role(NAME, _trust_lambda(), statements),
        "Function": _make_function(code, environment),
        "Retries": _make_retries(),
        "Action": {
            "Type": "AWS::SecurityHub::ActionTarget",
            "Condition": HUB,
            "Properties": {
                "Name": "Ringwall",
                "Id": "Ringwall",
                "Description": "Answer the findings by the rules of response.toml",
            },
        },
    }
    for name, pattern in PATTERNS.items():
        made = dict(_make_rule(name, pattern))
        is_hub = "aws.securityhub" in pattern["source"]
        more = {"Condition": HUB} if is_hub else {}
        resources |= {logical: {**resource, **more} for logical, resource in made.items()}
    parameters: Row = {
        "CodeBucket": _ask("The bucket with the package of `ringwall respond package`"),
        "CodeKey": _ask("The object of the package"),
        "SecurityHub": {
            "Type": "String",
            "AllowedValues": ["yes", "no"],
            "Default": "yes",
            "Description": "Whether Security Hub is enabled here",
        },
    }
    if enters_accounts:
        parameters["ExternalId"] = _ask("What other accounts ask for as the external id")
    template = _write("The Lambda of Ringwall that responds to findings.", parameters, resources)
    return {**template, "Conditions": {HUB: {"Fn::Equals": [{"Ref": "SecurityHub"}, "yes"]}}}


def write_member_template(playbooks: Iterable[ResponsePlaybook], reads: Iterable[str] = ()) -> Row:
    """Return the template of the role in another account, which the function may assume."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": {"Ref": "Responder"}},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
    }
    parameters = {
        "Responder": _ask("ARN of the role of the function that responds"),
        "ExternalId": _ask("What the function gives as its external id"),
    }
    resources = _make_role(MEMBER_ROLE, trust, _permit_all(playbooks, reads))
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


def _ask(description: str) -> Row:
    return {"Type": "String", "MinLength": 2, "Description": description}


def _arn(name: str) -> Row:
    return {"Fn::GetAtt": [name, "Arn"]}


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


def _make_log() -> Row:
    return {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"LogGroupName": f"/aws/lambda/{NAME}", "RetentionInDays": LOG_DAYS},
    }


def _trust_lambda() -> Row:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }


def _make_role(name: str, trust: Row, statements: Iterable[Row]) -> Row:
    """Return a role and its managed policies; ValueError where they are more than a role has."""
    documents = split_policies(statements)
    if len(documents) > USUAL_MOST:
        raise ValueError(f"{name} needs {len(documents)} policies: choose fewer playbooks")
    policies = {
        f"Policy{number}": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "ManagedPolicyName": f"{name}-{number}",
                "PolicyDocument": _substitute(document),
            },
        }
        for number, document in enumerate(documents, 1)
    }
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": name,
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "ManagedPolicyArns": [{"Ref": policy} for policy in policies],
        },
    }
    return {**policies, "Role": role}


def _substitute(value: Any) -> Any:
    """Return a document in which CloudFormation fills in what a text says with `${...}`."""
    if isinstance(value, Mapping):
        return {name: _substitute(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_substitute(member) for member in value]
    return {"Fn::Sub": value} if isinstance(value, str) and "${" in value else value


def _make_function(code: ResponderCode, environment: Row) -> Row:
    return {
        "Type": "AWS::Lambda::Function",
        "DependsOn": ["Log"],
        "Properties": {
            "FunctionName": NAME,
            "Description": "Responds to findings",
            "Role": _arn("Role"),
            "Runtime": code.runtime,
            "Architectures": [code.architecture],
            "Handler": code.handler,
            "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": {"Ref": "CodeKey"}},
            "Timeout": SECONDS,
            "MemorySize": MEGABYTES,
            "ReservedConcurrentExecutions": code.concurrency,
            "Environment": {"Variables": environment},
            "DeadLetterConfig": {"TargetArn": _arn("Failed")},
        },
    }


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


def _make_rule(name: str, pattern: Row) -> Iterator[tuple[str, Row]]:
    rule, permission = f"{name}Rule", f"{name}Permission"
    yield (
        rule,
        {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Name": f"{NAME}-{name.lower()}",
                "Description": f"Findings for {NAME}",
                "EventPattern": pattern,
                "Targets": [{"Id": "responder", "Arn": _arn("Function")}],
            },
        },
    )
    yield (
        permission,
        {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": "Function"},
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": _arn(rule),
                "SourceAccount": {"Ref": "AWS::AccountId"},
            },
        },
    )
