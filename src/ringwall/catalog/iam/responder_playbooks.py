"""What responders may do of the playbooks, as derived from these, and within what limits.

What a limit is for is in `responder_policies.py`: the statements there replace what is derived.
"""

from collections.abc import Collection, Iterable, Iterator

from ringwall.catalog.evidence_reads import (
    DATA_ACTIONS,
    EVIDENCE_READS,
    OF_EVIDENCE_ACCOUNT,
)
from ringwall.catalog.iam.responder_policies import USES_OF_KEYS, keep_user_data, list_protected
from ringwall.catalog.loader import load_responses
from ringwall.catalog.responder_keys import ACCOUNT_ID
from ringwall.catalog.response_permissions import (
    PASSING,
    PROTECTION_READS,
    permit_playbooks,
    permit_reads,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Row

CHANGES_OF_ROLES = (
    "iam:AttachRolePolicy",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
)
FURTHER_READS = (
    "elasticloadbalancing:DescribeInstanceHealth",
    "iam:ListInstanceProfilesForRole",
    "iam:ListRoles",
    "iam:ListUsers",
)
"""What investigators look at beside playbooks and evidence."""
OF_ALL_BUCKETS = (
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
)
"""Actions of S3 that are about the account, and no bucket."""
LIMITED = frozenset(
    (
        "ec2:CopySnapshot",
        "ec2:CreateSnapshots",
        "ec2:CreateTags",
        "ec2:DeleteTags",
        "ec2:LockSnapshot",
        "ec2:ModifySnapshotAttribute",
        "kms:CreateGrant",
        *USES_OF_KEYS,
    )
)
"""Actions that have limits of their own: by tags of a case, by the accounts that keep evidence,
by the service that uses a key."""
GRANTING = frozenset(
    (
        PASSING,
        "ec2:AssociateIamInstanceProfile",
        "eks:AssociateAccessPolicy",
        "eks:CreateAccessEntry",
        "eks:CreatePodIdentityAssociation",
        "iam:DeleteRolePolicy",
        "iam:DeleteUserPolicy",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:UpdateAssumeRolePolicy",
        "identitystore:CreateGroupMembership",
        "kms:PutKeyPolicy",
        "organizations:AttachPolicy",
        "organizations:CreatePolicy",
        "organizations:DeletePolicy",
        "organizations:DetachPolicy",
        "sso:CreateAccountAssignment",
    )
)
"""Actions that IAM cannot limit to what contains: who may use one may give somebody more."""


def derive_reads(partition: str) -> tuple[Row, ...]:
    """Return the statements by which investigators read how things are set up, and no data."""
    operations = {
        *(operation for each in load_responses().values() for operation in each.reads),
        *EVIDENCE_READS,
        *PROTECTION_READS,
    }
    allowed = permit_reads(sorted(operations - OF_EVIDENCE_ACCOUNT), partition, ACCOUNT_ID)
    further: Row = {"Effect": "Allow", "Action": [*FURTHER_READS], "Resource": "*"}
    return (*leave_out(allowed, DATA_ACTIONS), further)


def derive_acts(landscape: Landscape) -> tuple[Row, ...]:
    """Return the statements by which responders carry out all playbooks, but for LIMITED actions.

    Without `session_revocation`, they do nothing that grants.
    """
    is_granted = landscape.settings.response.forensics.session_revocation
    left_out = LIMITED if is_granted else LIMITED | GRANTING
    allowed = tuple(leave_out(permit_within(landscape, load_responses().values()), left_out))
    return (*allowed, *deny_protected(landscape, allowed))


def permit_within(landscape: Landscape, playbooks: Iterable[ResponsePlaybook]) -> tuple[Row, ...]:
    """Return what playbooks need in an account: buckets of others are out of reach."""
    buckets = f"arn:{landscape.partition}:s3:::"
    own = {"StringEquals": {"s3:ResourceAccount": ACCOUNT_ID}}
    found: list[Row] = []
    for statement in permit_playbooks(playbooks, PROTECTION_READS, landscape.partition, ACCOUNT_ID):
        about, actions = statement["Resource"], statement["Action"]
        of_buckets = [a for a in actions if a.startswith("s3:") and a not in OF_ALL_BUCKETS]
        if about != "*":
            is_of_buckets = all(str(one).startswith(buckets) for one in about)
            found.append({**statement, "Condition": own} if is_of_buckets else statement)
        else:
            found += leave_out([statement], of_buckets)
            found += leave_out([{**statement, "Condition": own}], {*actions} - {*of_buckets})
    return tuple(found)


def leave_out(statements: Iterable[Row], actions: Collection[str]) -> Iterator[Row]:
    """Yield statements without some actions."""
    for statement in statements:
        if kept := [action for action in statement["Action"] if action not in actions]:
            yield {**statement, "Action": kept}


def deny_protected(landscape: Landscape, allowed: Iterable[Row]) -> Iterator[Row]:
    """Yield what keeps roles that govern accounts, and what runs at the start, out of reach."""
    actions = {action for statement in allowed for action in statement["Action"]}
    iam = f"arn:{landscape.partition}:iam::{ACCOUNT_ID}:role"
    if kept := sorted(actions & {*CHANGES_OF_ROLES}):
        roles = [f"{iam}/{name}" for name in list_protected(landscape)]
        yield {"Effect": "Deny", "Action": kept, "Resource": roles}
    if "ec2:ModifyInstanceAttribute" in actions:
        yield from keep_user_data(f"arn:{landscape.partition}:ec2:*:{ACCOUNT_ID}:instance/*")
