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


def read_settings(value: Mapping[str, Any]) -> Settings:
    """Return settings from their JSON form; ValueError where it has no certain meaning.

    `block_public_access`: {account|bucket|access_point: {flag: true, false or null}};
    `acl`: [{grantee, permission, on: bucket|object}]; `object_ownership`; `kms_grants`:
    [{grantee, operations, constraints}]; `shared_with`: accounts, or "all" (AMIs, snapshots).
    """
    if unknown := value.keys() - set(FIELDS):
        raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
    block = _read_block(value.get("block_public_access") or {})
    statements: list[Statement] = []
    if value.get("kms_grants"):
        statements.extend(kms_grants(value["kms_grants"]))
    if value.get("shared_with"):
        statements.extend(shared_with(value["shared_with"]))
    policies: list[CompiledPolicy | None] = []
    if statements:
        policies.append(_policy("grants", statements))
    if value.get("object_ownership") != "BucketOwnerEnforced" and value.get("acl"):
        policies.extend(_acl_policies(value["acl"], block["ignore_public_acls"]))
    return Settings(tuple(policies), block["restrict_public_buckets"])


def acl_statements(grants: Iterable[Mapping[str, Any]]) -> Iterator[Statement]:
    """Yield what an ACL's grants say; `on` is bucket or object.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    """
    for grant in grants:
        actions = _BUCKET_ACTIONS if grant.get("on", "object") == "bucket" else _OBJECT_ACTIONS
        permission = str(grant.get("permission"))
        if permission != "FULL_CONTROL" and permission not in _BUCKET_ACTIONS:
            raise ValueError(f"no such permission of an ACL: {permission}")
        wanted = actions if permission == "FULL_CONTROL" else [permission]
        names = [name for each in wanted for name in actions.get(each, ())]
        yield {**_grantee(str(grant.get("grantee", ""))), "Effect": "Allow", "Action": names,
               "Resource": "*"}  # fmt: skip


def kms_grants(grants: Iterable[Mapping[str, Any]]) -> Iterator[Statement]:
    """Yield what grants on a KMS key say: a grantee may do operations, under constraints.

    https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
    """
    for grant in grants:
        constraints = grant.get("constraints") or {}
        exact = constraints.get("EncryptionContextEquals")
        pairs = exact or constraints.get("EncryptionContextSubset") or {}
        condition: dict[str, Any] = {
            "StringEquals": {f"kms:EncryptionContext:{key}": v for key, v in pairs.items()}
        }
        if exact:
            condition["ForAllValues:StringEquals"] = {"kms:EncryptionContextKeys": list(exact)}
        service = str(grant["grantee"]).endswith(".amazonaws.com")
        yield {
            "Effect": "Allow",
            "Principal": {"Service" if service else "AWS": grant["grantee"]},
            "Action": [f"kms:{operation}" for operation in grant["operations"]],
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


def _read_block(value: Mapping[str, Any]) -> dict[str, Ternary]:
    # "Amazon S3 applies the most restrictive combination of the access point, bucket, and account
    # settings."
    found: dict[str, Ternary] = dict.fromkeys(FLAGS, False)
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
