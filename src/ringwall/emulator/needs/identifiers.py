"""The ARNs that a request names: those that it writes, and those that its identifiers stand for."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.ec2_names import find_named_id
from ringwall.emulator.needs.implied import NamedArn, find_implied_arns
from ringwall.emulator.needs.operations import find_prefix, load_table
from ringwall.emulator.needs.organization_arns import find_member_arn
from ringwall.emulator.needs.stored import find_iam_arn, find_key_arn, find_secret_arn
from ringwall.emulator.needs.templates import find_partition, split_arn
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

MAX_DEPTH = 4
MAX_TEXTS = 5000
"""No real request has more."""
_ARN = re.compile(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+", re.DOTALL)
_EC2_ID = re.compile(r"([a-z-]+)-[0-9a-z]+")
_QUEUE_URL = re.compile(r"https?://[^/]+/([0-9]{12})/([^/]+)")
_FUNCTION = re.compile(r"(?:([0-9]{12}):)?(?:function:)?([\w-]+)(?::([\w$-]+))?")

Resolver = Callable[[EmulatedCall, str, str], str]
"""Returns the ARN for a parameter's name and value; '' where it stands for none."""


def find_arns(call: EmulatedCall) -> Iterator[NamedArn]:
    """Yield the ARNs that the request names; UnknownNeedsError if it has too many parameters."""
    yield from find_implied_arns(call)
    resolve = RESOLVERS.get(find_prefix(call), _resolve_nothing)
    passed_over = frozenset(load_table()["passed_over"])
    for count, (path, text) in enumerate(walk_texts(call.parameters, passed_over)):
        if count == MAX_TEXTS:
            raise UnknownNeedsError
        member = next(part for part in reversed(path) if not part.isdigit())
        arn = text if _ARN.fullmatch(text) else ""
        arn = resolve(call, member, text) or arn
        if arn:
            yield NamedArn(member, arn, text)


def walk_texts(
    value: Any,
    passed_over: frozenset[str] = frozenset(),
    path: tuple[str, ...] = (),
    most: int = MAX_DEPTH,
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the texts of a request's parameters, each with where it is, to a depth."""
    if isinstance(value, str):
        if path:
            yield path, value
    elif len(path) > most:
        return
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in passed_over:
                yield from walk_texts(inner, passed_over, (*path, str(name)), most)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from walk_texts(inner, passed_over, (*path, str(index)), most)


def _resolve_nothing(_call: EmulatedCall, _member: str, _text: str) -> str:
    return ""


def _resolve_ec2(call: EmulatedCall, member: str, text: str) -> str:
    named = find_named_id(call, member, text)
    if named is not None:
        place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
        return f"{place}:{named[0]}/{named[1]}"
    found = _EC2_ID.fullmatch(text)
    kind = load_table()["ec2_ids"].get(found[1]) if found else None
    if not kind:
        return ""
    owner = "" if kind in {"image", "snapshot"} else call.account_id
    return f"arn:{find_partition(call.region)}:ec2:{call.region}:{owner}:{kind}/{text}"


def _resolve_iam(call: EmulatedCall, member: str, text: str) -> str:
    kind = {
        "UserName": "user",
        "RoleName": "role",
        "GroupName": "group",
        "InstanceProfileName": "instance-profile",
        "PolicyName": "policy",
        "ServerCertificateName": "server-certificate",
    }.get(member, "")
    return find_iam_arn(call, kind, text) if kind else ""


def _resolve_kms(call: EmulatedCall, member: str, text: str) -> str:
    if member == "AliasName":
        return f"arn:{find_partition(call.region)}:kms:{call.region}:{call.account_id}:{text}"
    keys = {"KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId"}
    return find_key_arn(call, text) if member in keys else ""


def _resolve_organizations(call: EmulatedCall, _member: str, text: str) -> str:
    return find_member_arn(call, text)


def _resolve_queue(call: EmulatedCall, _member: str, text: str) -> str:
    found = _QUEUE_URL.fullmatch(text)
    if not found:
        return ""
    return f"arn:{find_partition(call.region)}:sqs:{call.region}:{found[1]}:{found[2]}"


def _resolve_access_point(call: EmulatedCall, member: str, text: str) -> str:
    """Return what is asked for through an access point, which stands where a bucket's name does.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
    """
    key = call.parameters.get("Key")
    is_point = member == "Bucket" and ":accesspoint/" in text
    return f"{text}/object/{key}" if is_point and key else ""


def _resolve_secret(call: EmulatedCall, member: str, text: str) -> str:
    named = {"SecretId", "SecretIdList"}
    if call.operation == "CreateSecret":
        named = {"Name"}
    return find_secret_arn(call, text) if member in named else ""


def _resolve_function(call: EmulatedCall, member: str, text: str) -> str:
    """Return a function's ARN from its name, its ARN or a part of it."""
    if member != "FunctionName":
        return ""
    place = f"arn:{find_partition(call.region)}:lambda:{call.region}"
    if text.startswith("arn:"):
        place, text = ":".join(text.split(":")[:4]), ":".join(text.split(":")[4:])
    found = _FUNCTION.fullmatch(text)
    if not found:
        return ""
    qualifier = call.parameters.get("Qualifier") or found[3]
    version = f":{qualifier}" if qualifier else ""
    return f"{place}:{found[1] or call.account_id}:function:{found[2]}{version}"


def _resolve_task_definition(call: EmulatedCall, member: str, text: str) -> str:
    """Return a task definition's ARN: a family alone stands for its latest revision."""
    if member not in {"taskDefinition", "family"} or text.startswith("arn:"):
        return ""
    family, _, revision = text.partition(":")
    place = f"arn:{find_partition(call.region)}:ecs:{call.region}:{call.account_id}"
    return f"{place}:task-definition/{family}:{revision or '*'}"


def _resolve_log_group(call: EmulatedCall, member: str, text: str) -> str:
    """Return a log group as policies name it: `log-group:NAME:*` has to match.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    """
    groups = {"logGroupName", "logGroupIdentifier", "logGroupNames", "logGroupIdentifiers"}
    if member not in groups:
        return ""
    name = text.rpartition("log-group:")[2].removesuffix(":*")
    owner = split_arn(text)[4] if text.startswith("arn:") else call.account_id
    place = f"arn:{find_partition(call.region)}:logs:{call.region}:{owner}"
    return f"{place}:log-group:{name}:log-stream:"


def _resolve_rule(call: EmulatedCall, member: str, text: str) -> str:
    """Return a rule's ARN: of the default bus without the bus's name."""
    if member != "Rule" and not (member == "Name" and call.operation.endswith("Rule")):
        return ""
    bus = str(call.parameters.get("EventBusName") or "default").rpartition("/")[2]
    name = text if bus == "default" else f"{bus}/{text}"
    place = f"arn:{find_partition(call.region)}:events:{call.region}:{call.account_id}"
    return f"{place}:rule/{name}"


RESOLVERS: Mapping[str, Resolver] = {
    "ec2": _resolve_ec2,
    "ecs": _resolve_task_definition,
    "events": _resolve_rule,
    "iam": _resolve_iam,
    "kms": _resolve_kms,
    "lambda": _resolve_function,
    "logs": _resolve_log_group,
    "organizations": _resolve_organizations,
    "s3": _resolve_access_point,
    "secretsmanager": _resolve_secret,
    "sqs": _resolve_queue,
}
