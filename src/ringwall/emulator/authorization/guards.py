"""What guards a resource: whose it is, its own policy, the settings that share it, its tags."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.s3.models import OWNER

from ringwall.emulator.authorization.authority import NamedPolicy, PolicyList
from ringwall.emulator.authorization.identity_policies import write_document
from ringwall.emulator.automation.stored_documents import documents_of
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.declared_settings import is_public_access_declared
from ringwall.emulator.services.s3_buckets import canonical_id
from ringwall.emulator.state import EmulatorState

FIELDS = 6
"""How many fields an ARN has."""
AWS_OWNED = frozenset({"aws", "aws-managed"})
"""What stands for the account in ARNs of what AWS has for all: policies, rule groups."""
BLOCK_FLAGS = ("ignore_public_acls", "restrict_public_buckets")
TagMap = Mapping[str, str]


@dataclass(frozen=True)
class ResourceGuard:
    """What decides on access to a resource from its own side."""

    account_id: str
    """The account that owns it."""
    policies: PolicyList = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    tags: TagMap = field(default_factory=dict)


@dataclass(frozen=True)
class ArnParts:
    """An ARN, taken apart."""

    arn: str
    service: str
    region: str
    account_id: str
    rest: str
    asked_by: str
    """The account that asks."""

    @property
    def kind(self) -> str:
        """The resource type, as ARNs write it: `key` of `key/1234`."""
        return self.rest.replace(":", "/").partition("/")[0]

    @property
    def name(self) -> str:
        """What follows the resource type."""
        return self.rest.replace(":", "/").partition("/")[2]


def find_guard(state: EmulatorState, arn: str, account_id: str) -> ResourceGuard:
    """Return what guards a resource; for `*`, and what moto does not know, the account alone."""
    fields = arn.split(":", FIELDS - 1)
    if len(fields) < FIELDS:
        return ResourceGuard(account_id)
    name = ArnParts(arn, fields[2], fields[3], fields[4] or account_id, fields[5], account_id)
    if name.account_id in AWS_OWNED:
        return ResourceGuard(account_id)
    reader = _READERS.get(name.service)
    found = reader(state, name) if reader else None
    return found or ResourceGuard(name.account_id)


def _policy(arn: str, document: Any) -> PolicyList:
    return (NamedPolicy(arn, write_document(document)),) if document else ()


def _read_bucket(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    bucket_name, _, _ = name.rest.partition("/")
    known = moto_backends("s3").bucket_accounts.get(bucket_name)
    if known is None:
        return None
    partition, owner = known
    bucket = moto_backends("s3")[owner][partition].buckets.get(bucket_name)
    if bucket is None:
        return None
    control = moto_backends("s3control")[owner][partition]
    blocks = {
        "bucket": _read_block(bucket.public_access_block),
        "account": _read_block(control.public_access_block),
    }
    if is_public_access_declared(owner):
        blocks["account"] = dict.fromkeys(BLOCK_FLAGS, True)
    settings: dict[str, Any] = {"block_public_access": {k: v for k, v in blocks.items() if v}}
    if ownership := _read_ownership(bucket.ownership_rule):
        settings["object_ownership"] = ownership
    settings["acl"] = list(_read_acl(bucket.acl, owner))
    return ResourceGuard(owner, _policy(name.arn, bucket.policy), settings)


def _read_block(block: Any) -> dict[str, bool]:
    if not block:
        return {}
    return {flag: str(getattr(block, flag)).lower() == "true" for flag in BLOCK_FLAGS}


def _read_ownership(rule: Any) -> str:
    """Return the object ownership of a bucket; moto keeps the word, or the whole rule."""
    if isinstance(rule, str):
        return rule
    rules = (rule or {}).get("Rule", {})
    first = rules[0] if isinstance(rules, list) and rules else rules
    return str(first.get("ObjectOwnership", "")) if isinstance(first, dict) else ""


def _read_acl(acl: Any, owner: str) -> Iterator[dict[str, str]]:
    """Yield what an ACL grants to others than the owner, of the bucket itself."""
    own = {OWNER, canonical_id(owner)}
    for grant in acl.grants if acl else ():
        for grantee in grant.grantees:
            if grantee.uri or grantee.id not in own:
                who = grantee.uri or grantee.id
                for permission in grant.permissions:
                    yield {"grantee": who, "permission": permission, "on": "bucket"}


def _read_key(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if name.arn.endswith(":key/*"):  # one that is yet to be made gets the usual policy
        return ResourceGuard(name.account_id, _policy(name.arn, _give_to_account(name.account_id)))
    key = moto_backend("kms", name.account_id, name.region).keys.get(name.name)
    if name.kind != "key":
        return None
    if key is None:  # KMS says that there is none to whom its account lets use keys
        return ResourceGuard(name.account_id, _policy(name.arn, _give_to_account(name.account_id)))
    grants = [
        {
            "grantee": grant.grantee_principal,
            "operations": list(grant.operations),
            "constraints": dict(grant.constraints or {}),
        }
        for grant in key.grants.values()
    ]
    settings = {"kms_grants": grants} if grants else {}
    tags = moto_backend("kms", name.account_id, name.region).tagger
    return ResourceGuard(
        name.account_id, _policy(name.arn, key.policy), settings, _list_tags(tags, name.name)
    )


def _give_to_account(account_id: str) -> Mapping[str, Any]:
    """Return the policy by which an account's own policies decide on a key."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{own_partition()}:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _list_tags(tagger: Any, key: str) -> TagMap:
    found = tagger.list_tags_for_resource(key).get("Tags", ())
    return {
        tag.get("Key", tag.get("TagKey")): tag.get("Value", tag.get("TagValue")) for tag in found
    }


def _pair_tags(tags: Any) -> TagMap:
    if isinstance(tags, Mapping):
        return {str(k): v["Value"] if isinstance(v, Mapping) else v for k, v in tags.items()}
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def _read_queue(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    queue = moto_backend("sqs", name.account_id, name.region).queues.get(name.rest)
    if queue is None:
        return None
    return ResourceGuard(name.account_id, _policy(name.arn, queue.policy), tags=queue.tags)


def _read_topic(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    topic = moto_backend("sns", name.account_id, name.region).topics.get(name.arn)
    return topic and ResourceGuard(name.account_id, _policy(name.arn, topic.policy))


def _read_function(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if name.kind != "function":
        return None
    lambdas = moto_backend("lambda", name.account_id, name.region)._lambdas  # noqa: SLF001
    function = lambdas.get_arn(name.arn)
    if function is None:
        return None
    statements = function.policy.statements
    document = {"Version": "2012-10-17", "Statement": statements} if statements else None
    return ResourceGuard(
        name.account_id,
        _policy(name.arn, document),
        tags=_pair_tags(getattr(function, "tags", None)),
    )


def _read_secret(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    secrets = moto_backend("secretsmanager", name.account_id, name.region).secrets
    secret = secrets.get(name.arn)
    if secret is None:
        return None
    return ResourceGuard(
        name.account_id,
        _policy(name.arn, getattr(secret, "policy", None)),
        tags=_pair_tags(secret.tags),
    )


def _read_repository(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    found = moto_backend("ecr", name.account_id, name.region).repositories.get(name.name)
    return found and ResourceGuard(name.account_id, _policy(name.arn, found.policy))


def _read_table(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    backend = moto_backend("dynamodb", name.account_id, name.region)
    table = name.arn.partition("/index/")[0].partition("/stream/")[0]
    policy = backend.resource_policies.get(table)
    return ResourceGuard(name.account_id, _policy(table, policy.policy_doc if policy else None))


def _read_file_system(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    backend = moto_backend("efs", name.account_id, name.region)
    found = backend.file_systems_by_id.get(name.name)
    return found and ResourceGuard(name.account_id, _policy(name.arn, found.file_system_policy))


def _read_bus(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if name.kind != "event-bus":
        return ResourceGuard(name.account_id)
    found = moto_backend("events", name.account_id, name.region).event_buses.get(name.name)
    return found and ResourceGuard(name.account_id, _policy(name.arn, found.policy))


def _read_domain(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    found = moto_backend("opensearch", name.account_id, name.region).domains.get(
        name.name.partition("/")[0]
    )
    return found and ResourceGuard(name.account_id, _policy(name.arn, found.access_policies))


def _read_vault(state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if name.kind != "backup-vault":
        return ResourceGuard(name.account_id)
    policies = state.settings.get((name.account_id, name.region, "backup.policies"), {})
    return ResourceGuard(name.account_id, _policy(name.arn, policies.get(name.name)))


def _read_identity(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if name.rest == "root":
        # AssumeRoot: members need not agree, the organization does.
        return ResourceGuard(name.asked_by)
    backend = moto_backend("iam", name.account_id)
    if name.kind == "role":
        role = next((role for role in backend.roles.values() if role.arn == name.arn), None)
        return role and ResourceGuard(
            name.account_id,
            _policy(name.arn, role.assume_role_policy_document),
            tags=_pair_tags(role.tags),
        )
    if name.kind == "user":
        user = next((user for user in backend.users.values() if user.arn == name.arn), None)
        return user and ResourceGuard(name.account_id, tags=_pair_tags(user.tags))
    return ResourceGuard(name.account_id)


def _read_log_group(_state: EmulatorState, name: ArnParts) -> ResourceGuard:
    """Return the guard of a log group: resource policies are an account's, for all its groups.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    """
    kept = moto_backend("logs", name.account_id, name.region).resource_policies.values()
    return ResourceGuard(
        name.account_id,
        tuple(NamedPolicy(policy.policy_name, policy.policy_document) for policy in kept),
    )


def _read_ec2(_state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    if not name.region:  # of no Region, as IPAM's: their account is known, and no tags
        return None
    tags = moto_backend("ec2", name.account_id, name.region).tags
    return ResourceGuard(name.account_id, tags=dict(tags.get(name.name, {})))


def _read_shown_to_members(_state: EmulatorState, name: ArnParts) -> ResourceGuard:
    """Return the guard of what an organization shows its members: their own policies decide.

    The organization's trail is one, which each member may describe by its ARN:
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
    """
    return ResourceGuard(name.asked_by)


SHARED = ("DescribeDocument", "GetDocument", "ListDocumentVersions", "SendCommand", "StartSession")
"""What a document's sharing lets other accounts do, beside starting it."""


def _read_document(state: EmulatorState, name: ArnParts) -> ResourceGuard | None:
    """Return the guard of a document: its sharing is to others what a policy of it would be.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
    """
    if name.kind != "document":
        return None
    document = documents_of(state, name.account_id, name.region).get(name.name)
    if document is None:
        return None
    actions = ["ssm:StartAutomationExecution", *(f"ssm:{action}" for action in SHARED)]
    who = ["*" if a == "all" else f"arn:{own_partition()}:iam::{a}:root" for a in document.shared]
    statement = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": actions}
    statements = [{**statement, "Resource": name.arn}] if who else []
    text = {"Version": "2012-10-17", "Statement": statements} if statements else None
    return ResourceGuard(name.account_id, _policy(name.arn, text), tags=document.tags)


_READERS: Mapping[str, Callable[[EmulatorState, ArnParts], ResourceGuard | None]] = {
    "backup": _read_vault,
    "cloudtrail": _read_shown_to_members,
    "dynamodb": _read_table,
    "ec2": _read_ec2,
    "ecr": _read_repository,
    "elasticfilesystem": _read_file_system,
    "es": _read_domain,
    "events": _read_bus,
    "iam": _read_identity,
    "kms": _read_key,
    "lambda": _read_function,
    "logs": _read_log_group,
    "organizations": _read_shown_to_members,
    "s3": _read_bucket,
    "secretsmanager": _read_secret,
    "sns": _read_topic,
    "sqs": _read_queue,
    "ssm": _read_document,
}
