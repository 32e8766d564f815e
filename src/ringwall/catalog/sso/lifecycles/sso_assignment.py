"""How groups and users get a permission set in an account, and lose it."""

from ringwall.catalog.sso.instance import GONE
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step

BUSY = ("ConflictException", "ThrottlingException")
ASSIGNMENT = {
    "InstanceArn": "{instance_arn}",
    "PermissionSetArn": "{permission_set_arn}",
    "TargetId": "{target_id}",
    "TargetType": "AWS_ACCOUNT",
    "PrincipalType": "{principal_type}",
    "PrincipalId": "{principal_id}",
}


def _poll(work: str) -> Poll:
    answer = f"AccountAssignment{work.capitalize()}Status"
    return Poll(
        f"sso-admin.describe_account_assignment_{work}_status",
        {
            "InstanceArn": "{instance_arn}",
            f"AccountAssignment{work.capitalize()}RequestId": {"$answer": f"{answer}.RequestId"},
        },
        take=f"{answer}.Status",
        done=("SUCCEEDED",),
        failed=("FAILED",),
        why=f"{answer}.FailureReason",
    )


assignment = Lifecycle(
    table="sso_assignment",
    find=Find(
        "sso-admin.list_account_assignments",
        {
            "InstanceArn": "{instance_arn}",
            "AccountId": "{target_id}",
            "PermissionSetArn": "{permission_set_arn}",
        },
        items="AccountAssignments",
        match={"PrincipalType": "{principal_type}", "PrincipalId": "{principal_id}"},
        absent=GONE,
    ),
    identity=("instance_arn", "permission_set_arn", "target_id", "principal_type", "principal_id"),
    ids=(),
    create=Step(
        "sso-admin.create_account_assignment", ASSIGNMENT, retry=BUSY, poll=_poll("creation")
    ),
    creates=("instance_arn", "permission_set_arn", "target_id", "principal_type", "principal_id"),
    erase=Step(
        "sso-admin.delete_account_assignment",
        ASSIGNMENT,
        retry=BUSY,
        poll=_poll("deletion"),
        blast="availability",
    ),
)
