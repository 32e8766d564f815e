"""The permissions of responders: least privilege for each playbook, and for what runs them.

A role is derived from what a playbook declares: its writes, whose shapes say what parameters can
be, and its reads. A resource is named as far as a shape names it, and is always of one account
where the action is about resources that have one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.permissions import ANY, find_actions, find_templates
from ringwall.model.case import CASE_EVENT_KIND, CASE_EVENT_SOURCE
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape

PROTECTION_READS = (
    "ec2.describe_tags",
    "iam.get_role",
    "iam.get_user",
    "iam.list_role_tags",
    "iam.list_user_tags",
    "organizations.describe_account",
    "organizations.list_parents",
    "resourcegroupstaggingapi.get_resources",
    "s3.get_bucket_tagging",
)
"""What tells whether something is protected: `respond/protection.py` reads no more."""
RESPONDER_CALLS = (
    *PROTECTION_READS,
    "dynamodb.get_item",
    "dynamodb.query",
    "dynamodb.transact_write_items",
    "events.put_events",
    "kms.generate_mac",
    "kms.verify_mac",
    "secretsmanager.get_secret_value",
    "securityhub.batch_update_findings",
    "securityhub.get_findings",
    "s3.get_object",
    "sts.get_caller_identity",
)
"""What the responder and its callbacks themselves call, beside playbooks."""
PASSING = "iam:PassRole"
PASSED_TO: Mapping[str, str] = {
    "cloudtrail": "cloudtrail.amazonaws.com",
    "config": "config.amazonaws.com",
    "ec2": "ec2.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "eks": "eks.amazonaws.com",
    "lambda": "lambda.amazonaws.com",
    "ssm": "ssm.amazonaws.com",
}
"""To which service a role is passed by calls of a service; by others to any."""
OF_VERSIONS: Mapping[str, str] = {
    "s3:DeleteObject": "s3:DeleteObjectVersion",
    "s3:GetObject": "s3:GetObjectVersion",
}
"""What AWS checks in place of an action where a call names a version of an object."""
BESIDE: Mapping[str, tuple[str, ...]] = {"s3.head_object": ("s3:ListBucket",)}
"""What AWS checks beside: who may not list a bucket is told 403 where an object is not there."""
_NAME = re.compile(r"\{([\w.]+)\}")
_SPECIAL = frozenset(".^$*+?{}[]\\|()")
_QUANTIFIERS = frozenset("*?{")


def permit_playbook(
    playbook: ResponsePlaybook, partition: str, account_id: str = ANY
) -> tuple[Row, ...]:
    """Return the statements that permit just the calls of a playbook in one account.

    INVARIANT: no action has a wildcard; a role is passed only where the playbook says so, and only
    to the service that takes it.
    """
    place = {"partition": partition, "account_id": account_id}
    needed: dict[str, set[str]] = {}
    passed: set[str] = set()
    for operation in playbook.reads:
        for action in find_actions(operation):
            about = {*_name_resources(operation, action, {}, place)}
            beside = (OF_VERSIONS.get(action), *BESIDE.get(operation, ()))
            for one in filter(None, (action, *beside)):
                needed.setdefault(one, set()).update(about)
    for shape in playbook.writes:
        known = _read_members(shape)
        for action in find_actions(shape.operation):
            about = {*_name_resources(shape.operation, action, known, place)}
            checked = OF_VERSIONS.get(action, action) if "VersionId" in known else action
            needed.setdefault(checked, set()).update(about)
        for action in shape.also:
            if action == PASSING:
                passed.add(shape.operation.partition(".")[0])
            else:
                needed.setdefault(action, set()).update(_name_also(action, shape, known, place))
    return (*_write_statements(needed), *_pass_roles(passed, place))


def permit_playbooks(
    playbooks: Iterable[ResponsePlaybook],
    reads: Iterable[str],
    partition: str,
    account_id: str = ANY,
) -> tuple[Row, ...]:
    """Return the statements that permit the calls of several playbooks, and further reads.

    Each action is there once, with what any of them is about.
    """
    needed: dict[str, set[str]] = {}
    passes: list[Row] = []
    for statement in (
        *(one for each in playbooks for one in permit_playbook(each, partition, account_id)),
        *permit_reads(reads, partition, account_id),
    ):
        if statement["Action"] == [PASSING]:
            passes += [statement] if statement not in passes else []
            continue
        about = statement["Resource"]
        for action in statement["Action"]:
            needed.setdefault(action, set()).update([about] if isinstance(about, str) else about)
    return (*_write_statements(needed), *passes)


def permit_reads(
    operations: Iterable[str], partition: str, account_id: str = ANY
) -> tuple[Row, ...]:
    """Return the statements that permit reads, whatever they are about in one account."""
    place = {"partition": partition, "account_id": account_id}
    needed: dict[str, set[str]] = {}
    for operation in operations:
        for action in find_actions(operation):
            needed.setdefault(action, set()).update(_name_resources(operation, action, {}, place))
    return tuple(_write_statements(needed))


def list_playbook_actions(playbook: ResponsePlaybook) -> frozenset[str]:
    """Return all actions that a playbook is permitted."""
    statements = permit_playbook(playbook, "aws")
    return frozenset(action for one in statements for action in one["Action"])


def _write_statements(needed: Mapping[str, set[str]]) -> Iterator[Row]:
    shared: dict[tuple[str, ...], list[str]] = {}
    for action, resources in sorted(needed.items()):
        named = (ANY,) if ANY in resources else tuple(sorted(resources))
        shared.setdefault(named, []).append(action)
    for named, actions in sorted(shared.items()):
        about: str | list[str] = ANY if ANY in named else list(named)
        yield {"Effect": "Allow", "Action": actions, "Resource": about}


def _pass_roles(services: Iterable[str], place: Mapping[str, str]) -> Iterator[Row]:
    """Yield what lets roles be passed, each service's to it alone."""
    for service in sorted(services):
        made: Row = {
            "Effect": "Allow",
            "Action": [PASSING],
            "Resource": ["arn:{partition}:iam::{account_id}:role/*".format(**place)],
        }
        if service in PASSED_TO:
            made["Condition"] = {"StringEquals": {"iam:PassedToService": PASSED_TO[service]}}
        yield made


def _name_resources(
    operation: str, action: str, known: Mapping[str, str], place: Mapping[str, str]
) -> Iterator[str]:
    """Yield what an action is about: patterns of ARNs of the account, `*` where it has none."""
    templates = find_templates(operation)[action]
    yield from (_fill(template, known, place) for template in templates)
    if not templates:
        yield ANY


def _fill(template: str, known: Mapping[str, str], place: Mapping[str, str]) -> str:
    """Return a pattern of an ARN, with `*` for what is not known of it."""

    def put(found: re.Match[str]) -> str:
        return place.get(found[1]) or known.get(found[1], ANY)

    return re.sub(r"\*+", ANY, _NAME.sub(put, template))


def _name_also(
    action: str, shape: WriteShape, known: Mapping[str, str], place: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a further action is about: what the call is, if it is the same service's."""
    service = action.partition(":")[0]
    own = {one.partition(":")[0] for one in find_actions(shape.operation)}
    if service not in own or "Tag" not in action:
        yield ANY
        return
    for one in find_actions(shape.operation):
        yield from _name_resources(shape.operation, one, known, place)


def _read_members(shape: WriteShape) -> dict[str, str]:
    """Return what is known of the parameters of a call, by their paths: patterns of a policy."""
    found: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, str):
            found[path] = _widen(value)
        elif isinstance(value, Mapping):
            for name, member in value.items():
                plain = str(name).removesuffix("?")
                walk(member, f"{path}.{plain}" if path else plain)

    walk(shape.parameters, "")
    return found


def _widen(pattern: str) -> str:
    """Return a pattern of a policy that takes whatever a pattern of a shape takes.

    What a shape begins with is kept, up to the first letter that can be another one.
    """
    if "|" in pattern or pattern.startswith("arn:"):  # an ARN stands in place of a name
        return ANY
    kept = ""
    for place, letter in enumerate(pattern):
        follows = pattern[place + 1 : place + 2]
        if letter in _SPECIAL or (follows and follows in _QUANTIFIERS):
            return f"{kept}{ANY}"
        kept += letter
    return kept


@dataclass(frozen=True)
class ResponderPlaces:
    """What a responder's own role is about: ARNs; '' where it has no such thing."""

    table: str
    log_group: str
    key: str = ""
    """The HMAC key that seals, or else `secret`."""
    secret: str = ""
    policy_object: str = ""
    """The object of S3 with response.toml."""
    member_role: str = ""
    """The role that is assumed in other accounts; `*` stands for the account."""
    queue: str = ""
    """Where events go that failed."""
    bus: str = ""
    """The bus on which callbacks announce cases."""
    channel_secrets: tuple[str, ...] = ()
    """The secrets of channels: for callbacks, those alone that check signatures."""


def permit_responder(places: ResponderPlaces) -> tuple[Row, ...]:
    """Return the statements of what runs playbooks: its table, its key, its log, and little more.

    What playbooks do themselves is in `permit_playbook`.
    """
    table = ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
    hub = ["securityhub:BatchUpdateFindings", "securityhub:GetFindings"]
    return (
        *_allow((tuple(f"dynamodb:{name}" for name in table), (places.table,))),
        *_permit_common(places),
        *_allow(
            (("sts:AssumeRole",), (places.member_role,)),
            (("sqs:SendMessage",), (places.queue,)),
        ),
        {"Effect": "Allow", "Action": hub, "Resource": ANY},
    )


PARTITIONS: Mapping[str, tuple[str, ...]] = {
    "dynamodb:DeleteItem": ("NONCE#*",),
    "dynamodb:GetItem": ("CASES", "TICKET#*"),
    "dynamodb:PutItem": ("CASE#CASE-*", "NONCE#*"),
    "dynamodb:Query": ("CASE#CASE-*",),
    "dynamodb:UpdateItem": ("CASES",),
}
"""What callbacks use of the table, and how: no journal, no lease, no notice, and not the switch."""


def permit_callbacks(places: ResponderPlaces) -> tuple[Row, ...]:
    """Return the statements of what takes callbacks: it changes nothing in AWS but its table.

    Of the table it has parts alone, and it announces cases, and nothing else, on its bus.
    """
    parts = [
        {
            "Effect": "Allow",
            "Action": [action],
            "Resource": [places.table],
            "Condition": {
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(partitions)},
                # INVARIANT: without any, "for all" holds: a request must name one.
                "Null": {"dynamodb:LeadingKeys": "false"},
            },
        }
        for action, partitions in PARTITIONS.items()
    ]
    announce = {
        "Effect": "Allow",
        "Action": ["events:PutEvents"],
        "Resource": [places.bus],
        "Condition": {
            "StringEquals": {
                "events:source": CASE_EVENT_SOURCE,
                "events:detail-type": CASE_EVENT_KIND,
            }
        },
    }
    return (*parts, *_permit_common(places), announce)


def _permit_common(places: ResponderPlaces) -> Iterator[Row]:
    """Yield what whoever uses the table needs: the key, the policy, secrets, a log."""
    yield from _allow(
        (("kms:GenerateMac", "kms:VerifyMac"), (places.key,)),
        (("secretsmanager:GetSecretValue",), (places.secret, *places.channel_secrets)),
        (("s3:GetObject",), (places.policy_object,)),
        (("logs:CreateLogStream", "logs:PutLogEvents"), (f"{places.log_group}:*",)),
    )


def _allow(*named: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Row]:
    """Yield a statement for actions on ARNs, where there are any."""
    for actions, arns in named:
        if about := sorted({arn for arn in arns if arn}):
            yield {"Effect": "Allow", "Action": sorted(actions), "Resource": about}
