"""What the roles of responders may do within limits that no playbook declares."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.detection_keys import join, kms_key, topic_arn
from ringwall.catalog.response_keys import evidence_account, evidence_bucket_arn, forensics_account
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.partition import find_domain
from ringwall.model.table import Row

CASE = "ringwall:case"
"""The tag of what belongs to an incident."""
USES_OF_KEYS = (
    "kms:Decrypt",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""What EC2 does with keys to copy a snapshot."""
PROTECTED = (
    "ringwall-*",
    "aws-reserved/*",
    "aws-service-role/*",
    "AWSControlTowerExecution",
    "AWS-SystemsManager-Automation*",
    "OrganizationAccountAccessRole",
)
"""Roles by which every account is governed, and those of responders themselves."""


def list_protected(landscape: Landscape) -> tuple[str, ...]:
    """Return the names of roles that a responder, and a runbook, must not change."""
    accounts = landscape.settings.accounts
    names = (*PROTECTED, *accounts.policies.platform_roles, accounts.role_name)
    return tuple(dict.fromkeys(names))


def keep_user_data(instances: Any) -> Iterator[Row]:
    """Yield what denies a change of user data, which runs as the instance's role once it starts.

    AWS names the attribute in both ways, and spells it as the caller does.
    """
    for test in (
        {"Null": {"ec2:Attribute/UserData": "false"}},
        {"StringEqualsIgnoreCase": {"ec2:Attribute": "userData"}},
    ):
        yield {
            "Effect": "Deny",
            "Action": "ec2:ModifyInstanceAttribute",
            "Resource": instances,
            "Condition": test,
        }


def allow_acts(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield the statements by which responders act, beside what is derived from playbooks."""
    yield from allow_copies(landscape, account)
    yield from allow_revocation(landscape, account)
    yield from allow_evidence(landscape)
    yield from allow_deposits(landscape, account)
    yield from allow_notices(landscape)


def allow_copies(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what it takes to make snapshots of a case, to share, copy and lock them.

    A tag of a case is the only one that may be set on what is there: others decide who may do what
    elsewhere. It may be set on every snapshot, so that it does not decide who gets one: those
    accounts alone do that keep evidence and examine it. From others a share can be taken back,
    whatever is shared. Keys of the account are used by EC2 alone, to copy.
    """
    ec2, place = _ec2(landscape, account), f"arn:{landscape.partition}:ec2:*"
    snapshots = f"{place}::snapshot/*"
    of_case = {"Null": {f"aws:ResourceTag/{CASE}": "false"}}
    yield _allow(
        ("ec2:CreateSnapshot", "ec2:CreateSnapshots", "ec2:CopySnapshot"),
        [snapshots, ec2("instance"), ec2("volume")],
    )
    yield _allow(("ec2:LockSnapshot",), snapshots, of_case)
    keepers = dict.fromkeys((evidence_account(landscape).id, forensics_account(landscape).id))
    yield _allow(
        ("ec2:ModifySnapshotAttribute",),
        snapshots,
        {
            "ForAllValues:StringEquals": {"ec2:Add/userId": [*keepers]},
            "Null": {**of_case["Null"], "ec2:Add/userId": "false", "ec2:Add/group": "true"},
        },
    )
    yield _allow(
        ("ec2:ModifySnapshotAttribute",),
        snapshots,
        {"Null": {"ec2:Add/userId": "true", "ec2:Add/group": "true"}},
    )
    yield from _allow_tags(landscape, account)
    keys = join(f"arn:{landscape.partition}:kms:*:", account.id, ":key/*")
    by_ec2 = {"StringLike": {"kms:ViaService": f"ec2.*.{find_domain(landscape.partition)}"}}
    yield _allow(USES_OF_KEYS, keys, by_ec2)
    yield _allow(
        ("kms:CreateGrant",), keys, {**by_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    )


def _allow_tags(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what lets the tag of a case be set and removed, and a new group be marked."""
    ec2 = _ec2(landscape, account)
    snapshots = f"arn:{landscape.partition}:ec2:*::snapshot/*"
    yield _allow(
        ("ec2:CreateTags", "ec2:DeleteTags"),
        [snapshots, *(ec2(kind) for kind in ("instance", "network-interface", "volume"))],
        {"ForAllValues:StringEquals": {"aws:TagKeys": [CASE]}},
    )
    makers = ["CreateSecurityGroup", *(f"AuthorizeSecurityGroup{way}gress" for way in ("In", "E"))]
    yield _allow(
        ("ec2:CreateTags",),
        [ec2("security-group"), ec2("security-group-rule")],
        {"StringEquals": {"ec2:CreateAction": makers}},
    )


def allow_revocation(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what it takes to turn off users and roles as a whole."""
    iam = join(f"arn:{landscape.partition}:iam::", account.id, ":")
    roles, users = join(iam, "role/*"), join(iam, "user/*")
    deny_all = f"arn:{landscape.partition}:iam::aws:policy/AWSDenyAll"
    yield _allow(
        (
            *("iam:AttachRolePolicy", "iam:AttachUserPolicy"),
            *("iam:DetachRolePolicy", "iam:DetachUserPolicy"),
        ),
        [roles, users],
        {"ArnEquals": {"iam:PolicyARN": deny_all}},
    )
    yield {
        "Effect": "Deny",
        "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        "Resource": [join(iam, f"role/{name}") for name in list_protected(landscape)],
    }


def allow_evidence(landscape: Landscape) -> Iterator[Row]:
    """Yield what it takes to write evidence: the bucket and the key are of another account."""
    if not landscape.settings.response.evidence.enabled:
        return
    key = Ref(kms_key(evidence_account(landscape), landscape, "evidence"), "arn")
    # A bucket of that name in another account is somebody else's, who waits for evidence.
    yield _allow(
        ("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
        join(evidence_bucket_arn(landscape), "/*"),
        {"StringEquals": {"s3:ResourceAccount": evidence_account(landscape).id}},
    )
    yield _allow(("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*"), key)
    yield _allow(("kms:CreateGrant",), key, {"Bool": {"kms:GrantIsForAWSResource": "true"}})


def allow_deposits(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what it takes to lock evidence and to see that it is, in the account that keeps it.

    There alone: in all others, responders write evidence and read none.
    """
    keeper = evidence_account(landscape)
    if not landscape.settings.response.evidence.enabled or account.name != keeper.name:
        return
    bucket = evidence_bucket_arn(landscape)
    yield _allow(
        ("s3:GetObject", "s3:GetObjectRetention", "s3:PutObjectRetention"),
        join(bucket, "/*"),
        {"StringEquals": {"s3:ResourceAccount": keeper.id}},
    )
    yield _allow(("s3:ListBucket",), bucket)


def allow_notices(landscape: Landscape) -> Iterator[Row]:
    """Yield what it takes to tell responders, and to ask those who approve."""
    if not landscape.settings.response.notifications.enabled:
        return
    security = landscape.security
    key = Ref(kms_key(security, landscape, "response"), "arn")
    kinds = ("responders", "approvals")
    yield _allow(("sns:Publish",), [topic_arn(security, landscape, kind) for kind in kinds])
    yield _allow(("kms:Decrypt", "kms:GenerateDataKey*"), key)


def allow_examination(landscape: Landscape) -> Iterator[Row]:
    """Yield what an instance needs on which evidence is examined: to read blocks, and results."""
    snapshots = f"arn:{landscape.partition}:ec2:*::snapshot/*"
    yield _allow(
        ("ebs:ListSnapshotBlocks", "ebs:ListChangedBlocks", "ebs:GetSnapshotBlock"), snapshots
    )
    yield _allow(("ec2:DescribeSnapshots", "ec2:DescribeVolumes"), "*")
    ec2 = _ec2(landscape, forensics_account(landscape))
    yield _allow(("ec2:CreateVolume",), [snapshots, ec2("volume")])
    yield _allow(
        ("ec2:CreateTags",),
        ec2("volume"),
        {
            "StringEquals": {"ec2:CreateAction": "CreateVolume"},
            "ForAllValues:StringEquals": {"aws:TagKeys": [CASE]},
        },
    )
    yield _allow(
        ("ec2:AttachVolume", "ec2:DetachVolume"),
        [ec2("volume"), ec2("instance")],
        {"Null": {f"aws:ResourceTag/{CASE}": "false"}},
    )
    yield from allow_evidence(landscape)
    if landscape.settings.response.evidence.enabled:
        bucket = evidence_bucket_arn(landscape)
        yield _allow(("s3:GetObject", "s3:GetObjectVersion"), join(bucket, "/*"))
        yield _allow(("s3:ListBucket", "s3:ListBucketVersions"), bucket)


def _ec2(landscape: Landscape, account: LandscapeAccount) -> Any:
    """Return a function that names all resources of a kind in an account."""
    place = f"arn:{landscape.partition}:ec2:*:"
    return lambda kind: join(place, account.id, f":{kind}/*")


def _allow(actions: tuple[str, ...], resource: Any, condition: Row | None = None) -> Row:
    statement: Row = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement
