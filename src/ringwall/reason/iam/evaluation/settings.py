"""Settings of a resource that grant or restrict access beside its policy.

Each grant is written as the policy that grants the same, so that the evaluator needs policies only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringwall.catalog.loader import load_tables
from ringwall.model.share import SharedWith
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet, UnreadPolicy
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.problem import write_path
from ringwall.reason.iam.language.service_principal import is_service
from ringwall.reason.iam.language.ternary import Ternary

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
FLAGS = (
    "block_public_acls",
    "ignore_public_acls",
    "block_public_policy",
    "restrict_public_buckets",
)
"""The four of S3 Block Public Access. The two that block apply only to calls that set a policy."""
LEVELS = ("account", "bucket", "access_point")
FIELDS = ("block_public_access", "acl", "object_ownership", "kms_grants", "shared_with")
OWNERSHIPS = ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
_ACL_FIELDS = ("grantee", "permission", "on")
_GRANT_FIELDS = ("grantee", "operations", "constraints")
_CONSTRAINTS = ("EncryptionContextEquals", "EncryptionContextSubset", "SourceArn")
_WITH_CONTEXT = frozenset(
    {
        *("Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo"),
        *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
        *("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"),
    }
)
"""Operations of KMS that take an encryption context."""
"""How the names of services end."""
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
StatementJson = dict[str, Any]


class UnknownField(ValueError):
    """A grant has an unknown field; `path` is its path in the settings."""

    def __init__(self, path: tuple[str | int, ...], known: tuple[str, ...]) -> None:
        super().__init__(f"unknown field: {write_path(path)}; use {', '.join(known)}")
        self.path = path


@dataclass(frozen=True)
class ResourceSettings:
    """The effect of the settings: policies that grant, and RestrictPublicBuckets."""

    policies: Policies = ()
    restricts_public: Ternary = False

    def add_to(self, policy_set: PolicySet) -> PolicySet:
        """Return the policies with these settings."""
        return replace(
            policy_set,
            sharing=(*policy_set.sharing, *self.policies),
            restricts_public=self.restricts_public,
        )


def read_settings(value: Any) -> ResourceSettings:
    """Return settings from their JSON form; raises ValueError where its meaning is not certain.

    `block_public_access`: {account|bucket|access_point: {flag: true, false or null}};
    `acl`: [{grantee, permission, on: bucket|object}]; `object_ownership`; `kms_grants`:
    [{grantee, operations, constraints}]; `shared_with`: accounts, or "all" (AMIs, snapshots).
    """
    if not isinstance(value, Mapping):
        message = f"must be an object of settings: {', '.join(FIELDS)}"
        raise ValueError(message)  # noqa: TRY004 - the input is wrong
    if unknown := value.keys() - set(FIELDS):
        raise ValueError(f"unknown setting: {', '.join(sorted(unknown))}")
    given = {name: found for name, found in value.items() if found is not None}
    block = _read_block(given.get("block_public_access", {}))
    ownership = given.get("object_ownership")
    if ownership not in (None, *OWNERSHIPS):
        raise ValueError(
            f"object_ownership is {ownership!r}; it must be one of {', '.join(OWNERSHIPS)}"
        )
    acl = _objects(given.get("acl", []), "acl", _ACL_FIELDS)
    grants = list(acl_statements(acl))  # read also where ACLs are disabled: it may be misspelt
    on_key = _objects(given.get("kms_grants", []), "kms_grants", _GRANT_FIELDS)
    statements = list(kms_grants(on_key))
    if accounts := _texts(given.get("shared_with", []), "shared_with"):
        statements.extend(shared_with(accounts))
    policies: list[CompiledPolicy | UnreadPolicy] = []
    if statements:
        policies.append(_policy("grants", statements, "2008-10-17"))  # a dollar is a dollar
    if ownership != "BucketOwnerEnforced" and grants:
        policies.extend(_acl_policies(acl, block["ignore_public_acls"]))
    return ResourceSettings(tuple(policies), block["restrict_public_buckets"])


def acl_statements(grants: Iterable[Mapping[str, Any]]) -> Iterator[StatementJson]:
    """Yield the statements of an ACL's grants; `on` is bucket or object.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    """
    for grant in grants:
        on = grant.get("on", "object")
        if on not in ("bucket", "object"):
            raise ValueError(f"on of an ACL grant is {on!r}; it must be bucket or object")
        actions = _BUCKET_ACTIONS if on == "bucket" else _OBJECT_ACTIONS
        permission = str(grant.get("permission"))
        if permission != "FULL_CONTROL" and permission not in _BUCKET_ACTIONS:
            raise ValueError(f"unknown ACL permission: {permission}")
        wanted = actions if permission == "FULL_CONTROL" else [permission]
        names = [name for each in wanted for name in actions.get(each, ())]
        grantee = _grantee(_text(grant.get("grantee"), "grantee"))
        yield {**grantee, "Effect": "Allow", "Action": names, "Resource": "*"}


def kms_grants(grants: Iterable[Mapping[str, Any]]) -> Iterator[StatementJson]:
    """Yield the statements of KMS grants: a grantee can call operations, under constraints.

    Constraints on the encryption context apply only to operations that have one.
    https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
    """
    for grant in grants:
        constraints = _read_constraints(grant.get("constraints"))
        context = _about_context(*constraints[:2])
        source = {"ArnEquals": {"aws:SourceArn": constraints[2]}} if constraints[2] else {}
        grantee = _text(grant.get("grantee"), "grantee")
        principal = {"Service" if is_service(grantee) else "AWS": grantee}
        wanted = _texts(grant.get("operations"), "operations")
        encrypting = [operation for operation in wanted if operation in _WITH_CONTEXT]
        others = [operation for operation in wanted if operation not in _WITH_CONTEXT]
        for operations, condition in ((encrypting, context), (others, {})):
            if operations and condition is not None:
                yield {
                    "Effect": "Allow",
                    "Principal": principal,
                    "Action": [f"kms:{operation}" for operation in operations],
                    "Resource": "*",
                    "Condition": {**condition, **source},
                }


def _about_context(exact: Mapping[str, str], subset: Mapping[str, str]) -> StatementJson | None:
    """Return the conditions of an encryption context; None where both can never hold.

    "the key in each key-value pair is not case sensitive, but the value is case sensitive"
    """
    if exact and subset:
        given = {key.lower(): value for key, value in exact.items()}
        if any(given.get(key.lower()) != value for key, value in subset.items()):
            return None
    pairs = exact or subset
    if not pairs:
        return {}
    found: StatementJson = {
        "StringEquals": {f"kms:EncryptionContext:{key}": v for key, v in pairs.items()}
    }
    if exact:
        whole = {"kms:EncryptionContextKeys": list(exact)}
        found["ForAllValues:StringEqualsIgnoreCase"] = whole
    return found


def shared_with(accounts: str | Iterable[str]) -> Iterator[StatementJson]:
    """Yield the statement of a share attribute: a launch or create-volume permission.

    An attribute names accounts, or all; their own identity policies must allow the action too.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
    """
    names = [accounts] if isinstance(accounts, str) else list(accounts)
    principal: Any = "*" if "all" in names else {"AWS": names}
    yield {"Effect": "Allow", "Principal": principal, "Action": _shared_actions(), "Resource": "*",
           "Condition": {"Null": {"aws:PrincipalAccount": "false"}}}  # fmt: skip


def _shared_actions() -> list[str]:
    """Return what sharing allows, of every table that is shared in this way."""
    shares = (table.share for table in load_tables().values())
    return [a for share in shares if isinstance(share, SharedWith) for a in share.actions]


def _read_constraints(value: Any) -> tuple[Mapping[str, str], Mapping[str, str], str]:
    """Return the constraints of a grant: the whole encryption context, a part of it, the source."""
    found = {} if value is None else value
    if not isinstance(found, Mapping) or found.keys() - set(_CONSTRAINTS):
        raise ValueError(f"constraints must be an object of {', '.join(_CONSTRAINTS)}")
    exact, subset, source = (found.get(name) for name in _CONSTRAINTS)
    return (
        _pairs(exact),
        _pairs(subset),
        "" if source is None else _text(source, "SourceArn"),
    )


def _pairs(value: Any) -> Mapping[str, str]:
    pairs = {} if value is None else value
    if not isinstance(pairs, Mapping) or not all(isinstance(v, str) for v in pairs.values()):
        raise ValueError("an encryption context must be an object of strings")
    return pairs


def _objects(value: Any, name: str, fields: tuple[str, ...]) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ValueError(f"{name} must be a list of objects")
    for at, item in enumerate(value):
        for field in item:
            if field not in fields:
                raise UnknownField((name, at, field), fields)
    return value


def _texts(value: Any, name: str) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{name} must be a list of strings")
    return texts


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is {value!r}; it must be a string")
    return value


def _read_block(value: Any) -> dict[str, Ternary]:
    # "Amazon S3 applies the most restrictive combination of the access point, bucket, and account
    # settings."
    found: dict[str, Ternary] = dict.fromkeys(FLAGS, False)
    if not isinstance(value, Mapping):
        message = f"block_public_access must be an object of {', '.join(LEVELS)}"
        raise ValueError(message)  # noqa: TRY004 - as above
    for level, flags in value.items():
        if level not in LEVELS or not isinstance(flags, Mapping):
            levels = ", ".join(LEVELS)
            raise ValueError(f"block_public_access has {level}; it must have objects for {levels}")
        for flag, is_set in flags.items():
            if flag not in FLAGS:
                raise ValueError(f"unknown setting of Block Public Access: {flag}")
            if not isinstance(is_set, bool | None):
                message = f"{flag} is {is_set!r}; it must be true, false or null"
                raise ValueError(message)  # noqa: TRY004 - as above
            found[flag] = (
                True if is_set or found[flag] else (None if is_set is None else found[flag])
            )
    return found


def _acl_policies(
    grants: Iterable[Mapping[str, Any]], ignores_public: Ternary
) -> Iterator[CompiledPolicy | UnreadPolicy]:
    every = list(grants)
    public = [g for g in every if g.get("grantee") in {ALL_USERS, AUTHENTICATED_USERS}]
    private = [grant for grant in every if grant not in public]
    if private:
        yield _policy("acl", acl_statements(private))
    if public and ignores_public is None:
        yield UnreadPolicy("whether Block Public Access ignores the public grants of its ACL")
    elif public and not ignores_public:
        yield _policy("public acl", acl_statements(public))


def _grantee(grantee: str) -> StatementJson:
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


def _policy(
    name: str, statements: Iterable[StatementJson], version: str = "2012-10-17"
) -> CompiledPolicy:
    document = {"Version": version, "Statement": list(statements)}
    return CompiledPolicy(read_policy(document, name))
