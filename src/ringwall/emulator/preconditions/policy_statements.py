"""Policies whose statements are none: what no evaluator can read is refused where it is written.

Each element has its own form, and none of them is nested deeper than a condition's values:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
What is missing, the service itself says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.state import EmulatorState

_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_LISTS = frozenset({"Action", "NotAction", "Resource", "NotResource"})
_PRINCIPALS = frozenset({"Principal", "NotPrincipal"})
_STATEMENT = _LISTS | _PRINCIPALS | {"Sid", "Effect", "Condition"}
_KINDS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})


@dataclass(frozen=True)
class WrittenPolicy:
    """Where an operation has a policy, and the error of its service for one that is malformed."""

    member: str
    code: str
    message: str = "Syntax errors in policy."


_IAM = WrittenPolicy("PolicyDocument", "MalformedPolicyDocument")
_TRUST = WrittenPolicy("AssumeRolePolicyDocument", "MalformedPolicyDocument")
_BUCKET = WrittenPolicy("Policy", "MalformedPolicy", "Policies must be valid JSON")
_KEY = WrittenPolicy("Policy", "MalformedPolicyDocumentException")
_SECRET = WrittenPolicy("ResourcePolicy", "MalformedPolicyDocumentException")
_QUEUE = WrittenPolicy("Attributes", "InvalidAttributeValue", "Invalid value for Policy.")
_TOPIC = WrittenPolicy("Attributes", "InvalidParameter", "Invalid parameter: Policy Error")
_TOPIC_VALUE = WrittenPolicy("AttributeValue", "InvalidParameter", _TOPIC.message)
_REPOSITORY = WrittenPolicy("policyText", "InvalidParameterException")
_TABLE = WrittenPolicy("Policy", "ValidationException")
_FILES = WrittenPolicy("Policy", "InvalidPolicyException")
_VAULT = WrittenPolicy("Policy", "InvalidParameterValueException")
_LOGS = WrittenPolicy("policyDocument", "InvalidParameterException")
_DOMAIN = WrittenPolicy("AccessPolicies", "ValidationException")
_ENDPOINT = WrittenPolicy("PolicyDocument", "InvalidPolicyDocument")
_SESSION = WrittenPolicy("Policy", "MalformedPolicyDocument")
_BUS = WrittenPolicy("Policy", "ValidationException")
_REGISTRY = WrittenPolicy("policyText", "InvalidParameterException")
_SENDER = WrittenPolicy("Policy", "BadRequestException")
_DESTINATION = WrittenPolicy("accessPolicy", "InvalidParameterException")
WRITERS: Mapping[tuple[str, str], WrittenPolicy] = {
    ("acm-pca", "PutPolicy"): WrittenPolicy("Policy", "InvalidPolicyException"),
    ("backup", "PutBackupVaultAccessPolicy"): _VAULT,
    ("dynamodb", "PutResourcePolicy"): _TABLE,
    ("ec2", "CreateVpcEndpoint"): _ENDPOINT,
    ("ec2", "ModifyVpcEndpoint"): _ENDPOINT,
    ("ecr", "PutRegistryPolicy"): _REGISTRY,
    ("ecr", "SetRepositoryPolicy"): _REPOSITORY,
    ("efs", "PutFileSystemPolicy"): _FILES,
    ("es", "CreateElasticsearchDomain"): _DOMAIN,
    ("events", "PutPermission"): _BUS,
    ("glue", "PutResourcePolicy"): WrittenPolicy("PolicyInJson", "InvalidInputException"),
    ("iam", "CreatePolicy"): _IAM,
    ("iam", "CreatePolicyVersion"): _IAM,
    ("iam", "CreateRole"): _TRUST,
    ("iam", "PutGroupPolicy"): _IAM,
    ("iam", "PutRolePolicy"): _IAM,
    ("iam", "PutUserPolicy"): _IAM,
    ("iam", "UpdateAssumeRolePolicy"): _IAM,
    ("kinesis", "PutResourcePolicy"): WrittenPolicy("Policy", "InvalidArgumentException"),
    ("kms", "CreateKey"): _KEY,
    ("kms", "PutKeyPolicy"): _KEY,
    ("logs", "PutDestinationPolicy"): _DESTINATION,
    ("logs", "PutResourcePolicy"): _LOGS,
    ("opensearch", "CreateDomain"): _DOMAIN,
    ("opensearch", "UpdateDomainConfig"): _DOMAIN,
    ("s3", "PutBucketPolicy"): _BUCKET,
    ("s3control", "PutAccessPointPolicy"): _BUCKET,
    ("secretsmanager", "PutResourcePolicy"): _SECRET,
    ("ses", "PutIdentityPolicy"): WrittenPolicy("Policy", "InvalidPolicy"),
    ("sesv2", "CreateEmailIdentityPolicy"): _SENDER,
    ("sesv2", "UpdateEmailIdentityPolicy"): _SENDER,
    ("sns", "CreateTopic"): _TOPIC,
    ("sns", "SetTopicAttributes"): _TOPIC_VALUE,
    ("sqs", "CreateQueue"): _QUEUE,
    ("sqs", "SetQueueAttributes"): _QUEUE,
    ("sts", "AssumeRole"): _SESSION,
    ("sts", "AssumeRoleWithSAML"): _SESSION,
    ("sts", "AssumeRoleWithWebIdentity"): _SESSION,
    ("sts", "GetFederationToken"): _SESSION,
}


def check_statements(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a policy with elements or statements that are none."""
    written = WRITERS[call.service, call.operation]
    text = _find_text(call, written)
    if text and (why := find_error(text)):
        raise Fault(written.code, f"{written.message} ({why})")


for _service in sorted({service for service, _ in WRITERS}):
    refuses(_service, *(name for kind, name in WRITERS if kind == _service))(check_statements)


def _find_text(call: EmulatedCall, written: WrittenPolicy) -> str:
    given = call.parameters.get(written.member)
    if written.member == "Attributes":
        given = (given or {}).get("Policy")
    if written.member == "AttributeValue" and call.parameters.get("AttributeName") != "Policy":
        return ""
    return given.decode(errors="replace") if isinstance(given, bytes) else str(given or "")


def find_error(text: str) -> str:
    """Return what is wrong with the elements that a policy has; '' for nothing."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return "it is no JSON document"
    if not isinstance(document, Mapping):
        return "it is no JSON object"
    if unknown := sorted(document.keys() - _DOCUMENT):
        return f"it cannot have {unknown[0][:99]}"
    if any(not isinstance(document.get(name, ""), str) for name in ("Version", "Id")):
        return "Version and Id are texts"
    found = document.get("Statement", [])
    statements = found if isinstance(found, list) else [found]
    return next((error for error in map(_find_statement_error, statements) if error), "")


def _find_statement_error(statement: Any) -> str:
    if not isinstance(statement, Mapping):
        return "a statement is no object"
    if unknown := sorted(statement.keys() - _STATEMENT):
        return f"a statement cannot have {unknown[0][:99]}"
    if not isinstance(statement.get("Sid", ""), str) or statement.get("Effect", "Deny") not in (
        "Allow",
        "Deny",
    ):
        return "a Sid is a text, and an Effect Allow or Deny"
    for name in sorted(_LISTS & statement.keys()):
        if not _are_texts(statement[name]):
            return f"{name} has texts alone"
    for name in sorted(_PRINCIPALS & statement.keys()):
        if not _is_principal(statement[name]):
            return f"{name} is no principal"
    return "" if _is_condition(statement.get("Condition", {})) else "a Condition is none"


def _are_texts(value: Any) -> bool:
    return all(isinstance(item, str) for item in (value if isinstance(value, list) else [value]))


def _is_principal(value: Any) -> bool:
    if isinstance(value, Mapping):
        return value.keys() <= _KINDS and all(map(_are_texts, value.values()))
    return bool(value == "*")


def _is_condition(value: Any) -> bool:
    """Whether it is operators of keys of values, which are texts, numbers and flags."""
    if not isinstance(value, Mapping):
        return False
    return all(
        isinstance(keys, Mapping) and all(map(_are_plain, keys.values())) for keys in value.values()
    )


def _are_plain(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str | int | float) for item in items)
