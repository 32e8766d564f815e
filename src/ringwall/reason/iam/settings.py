"""Settings of a resource that grant access, or take it away, beside its policy.

Each grant is written as the policy that says the same, so that the evaluator knows but policies.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringwall.reason.iam.compiled import CompiledPolicy
from ringwall.reason.iam.layers import Layers, Policies
from ringwall.reason.iam.parse import read_policy
from ringwall.reason.iam.ternary import Ternary

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
FLAGS = (
    "block_public_acls",
    "ignore_public_acls",
    "block_public_policy",
    "restrict_public_buckets",
)
"""The four of S3 Block Public Access. The two that block concern only calls that set a policy."""
LEVELS = ("account", "bucket", "access_point")
FIELDS = ("block_public_access", "acl", "object_ownership", "kms_grants", "shared_with")
OWNERSHIPS = ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
_CONSTRAINTS = ("EncryptionContextEquals", "EncryptionContextSubset")
_BUCKET_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject",),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
_OBJECT_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "READ": ("s3:GetObject", "s3:GetObjectVersion"),
    "READ_ACP": ("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    "WRITE_ACP": ("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
}
Statement = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """What the settings come to: policies that grant, and whether public grants are void."""

    policies: Policies = ()
    restricts_public: Ternary = False

    def add_to(self, layers: Layers) -> Layers:
        """Return the layers with these settings."""
        return replace(
            layers,
            sharing=(*layers.sharing, *self.policies),
            restricts_public=self.restricts_public,
        )


def read_settings(value: Any) -> Settings:
    """Return settings from their JSON form; ValueError where it has no certain meaning.

    `block_public_access`: {account|bucket|access_point: {flag: true, false or null}};
    `acl`: [{grantee, permission, on: bucket|object}]; `object_ownership`; `kms_grants`:
    [{grantee, operations, constraints}]; `shared_with`: accounts, or "all" (AMIs, snapshots).
    """
    if not isinstance(value, Mapping):
        message = f"it is an object of settings: {', '.join(FIELDS)}"
        raise ValueError(message)  # noqa: TRY004 - whatever is wrong, it is the input
    if unknown := value.keys() - set(FIELDS):
        raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
    given = {name: found for name, found in value.items() if found is not None}
    block = _read_block(given.get("block_public_access", {}))
    ownership = given.get("object_ownership")
    if ownership not in (None, *OWNERSHIPS):
        raise ValueError(f"object_ownership is {', '.join(OWNERSHIPS)}, not {ownership!r}")
    acl = _objects(given.get("acl", []), "acl")
    grants = list(acl_statements(acl))  # what is void is read too: it may be misspelt
    statements = list(kms_grants(_objects(given.get("kms_grants", []), "kms_grants")))
    if accounts := _texts(given.get("shared_with", []), "shared_with"):
        statements.extend(shared_with(accounts))
    policies: list[CompiledPolicy | None] = []
    if statements:
        policies.append(_policy("grants", statements))
    if ownership != "BucketOwnerEnforced" and grants:
        policies.extend(_acl_policies(acl, block["ignore_public_acls"]))
    return Settings(tuple(policies), block["restrict_public_buckets"])


def acl_statements(grants: Iterable[Mapping[str, Any]]) -> Iterator[Statement]:
    """Yield what an ACL's grants say; `on` is bucket or object.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    """
    for grant in grants:
        on = grant.get("on", "object")
        if on not in ("bucket", "object"):
            raise ValueError(f"on of an ACL's grant is bucket or object, not {on!r}")
        actions = _BUCKET_ACTIONS if on == "bucket" else _OBJECT_ACTIONS
        permission = str(grant.get("permission"))
        if permission != "FULL_CONTROL" and permission not in _BUCKET_ACTIONS:
            raise ValueError(f"no such permission of an ACL: {permission}")
        wanted = actions if permission == "FULL_CONTROL" else [permission]
        names = [name for each in wanted for name in actions.get(each, ())]
        grantee = _grantee(_text(grant.get("grantee"), "grantee"))
        yield {**grantee, "Effect": "Allow", "Action": names, "Resource": "*"}


def kms_grants(grants: Iterable[Mapping[str, Any]]) -> Iterator[Statement]:
    """Yield what grants on a KMS key say: a grantee may do operations, under constraints.

    https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
    """
    for grant in grants:
        exact, subset = _read_constraints(grant.get("constraints"))
        pairs = exact or subset
        condition: dict[str, Any] = {
            "StringEquals": {f"kms:EncryptionContext:{key}": v for key, v in pairs.items()}
        }
        if exact:
            condition["ForAllValues:StringEquals"] = {"kms:EncryptionContextKeys": list(exact)}
        grantee = _text(grant.get("grantee"), "grantee")
        service = grantee.endswith(".amazonaws.com")
        operations = _texts(grant.get("operations"), "operations")
        yield {
            "Effect": "Allow",
            "Principal": {"Service" if service else "AWS": grantee},
            "Action": [f"kms:{operation}" for operation in operations],
            "Resource": "*",
            "Condition": {name: tests for name, tests in condition.items() if tests},
        }


def shared_with(accounts: str | Iterable[str]) -> Iterator[Statement]:
    """Yield what a resource's share attribute says: launch or create-volume permission, RAM.

    An attribute names accounts, or all; what they may do, their own identity policies say.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
    """
    names = [accounts] if isinstance(accounts, str) else list(accounts)
    principal: Any = "*" if "all" in names else {"AWS": names}
    yield {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*",
           "Condition": {"Null": {"aws:PrincipalAccount": "false"}}}  # fmt: skip


def _read_constraints(value: Any) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the encryption context of a grant: the whole of it, and a part of it."""
    found = {} if value is None else value
    if not isinstance(found, Mapping) or found.keys() - set(_CONSTRAINTS):
        raise ValueError(f"constraints is an object of {' or '.join(_CONSTRAINTS)}")
    exact, subset = (found.get(name) or {} for name in _CONSTRAINTS)
    for pairs in (exact, subset):
        if not isinstance(pairs, Mapping) or not all(isinstance(v, str) for v in pairs.values()):
            raise ValueError("an encryption context is an object of texts")
    return exact, subset


def _objects(value: Any, name: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ValueError(f"{name} is a list of objects")
    return value


def _texts(value: Any, name: str) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{name} is a list of texts")
    return texts


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is text, not {value!r}")
    return value


def _read_block(value: Any) -> dict[str, Ternary]:
    # "Amazon S3 applies the most restrictive combination of the access point, bucket, and account
    # settings."
    found: dict[str, Ternary] = dict.fromkeys(FLAGS, False)
    if not isinstance(value, Mapping):
        message = f"block_public_access has {', '.join(LEVELS)}"
        raise ValueError(message)  # noqa: TRY004 - as above
    for level, flags in value.items():
        if level not in LEVELS or not isinstance(flags, Mapping):
            raise ValueError(f"block_public_access has {', '.join(LEVELS)}, not {level}")
        for flag, is_set in flags.items():
            if flag not in FLAGS or not isinstance(is_set, bool | None):
                raise ValueError(f"no such flag of Block Public Access: {flag}: {is_set!r}")
            found[flag] = (
                True if is_set or found[flag] else (None if is_set is None else found[flag])
            )
    return found


def _acl_policies(
    grants: Iterable[Mapping[str, Any]], ignores_public: Ternary
) -> Iterator[CompiledPolicy | None]:
    every = list(grants)
    public = [g for g in every if g.get("grantee") in {ALL_USERS, AUTHENTICATED_USERS}]
    private = [grant for grant in every if grant not in public]
    if private:
        yield _policy("acl", acl_statements(private))
    if public and ignores_public is None:
        yield None
    elif public and not ignores_public:
        yield _policy("public acl", acl_statements(public))


def _grantee(grantee: str) -> Statement:
    if grantee == ALL_USERS:
        return {"Principal": "*"}
    if grantee == AUTHENTICATED_USERS:
        # "any AWS account can access the resource ... all requests must be signed"
        return {"Principal": "*", "Condition": {"Null": {"aws:PrincipalAccount": "false"}}}
    if grantee == LOG_DELIVERY:
        # It delivers for the logging service: "the destination bucket must be in the same AWS
        # Region and AWS account as the source bucket".
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        own = {"StringEquals": {"aws:SourceAccount": "${aws:ResourceAccount}"}}
        return {"Principal": {"Service": "logging.s3.amazonaws.com"}, "Condition": own}
    return {"Principal": {"CanonicalUser": grantee}}


def _policy(name: str, statements: Iterable[Statement]) -> CompiledPolicy:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return CompiledPolicy(read_policy(document, name))
