"""The role by which Systems Manager manages instances that have none of their own."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import join, role_key
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.session_keys import (
    HOST_ROLE,
    LOG_GROUP,
    SECTION,
    find_managed_accounts,
    find_session_regions,
    session_bucket_arn,
    session_key,
)
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row

MANAGED = "AmazonSSMManagedEC2InstanceDefaultPolicy"
WHY = "an instance without a role for Systems Manager can be reached by ports alone"


@wants(SECTION)
def want_host_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have that role, which also encrypts and logs sessions where they have preferences."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "ssm.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    wanted = landscape.settings.infrastructure.session_manager
    for account in find_managed_accounts(landscape) if wanted.default_host_management else ():
        role = WantedRole(
            role_key(account, HOST_ROLE),
            HOST_ROLE,
            write_policy(trust),
            SECTION,
            WHY,
            path="/service-role/",
        )
        yield role.want()
        yield role.attach(f"arn:{landscape.partition}:iam::aws:policy/{MANAGED}")
        if statements := [*_allow_sessions(landscape, account)]:
            yield role.inline("sessions", write_policy(*statements))


def _allow_sessions(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what an instance needs for encrypted sessions that are logged."""
    wanted = landscape.settings.infrastructure.session_manager
    if not wanted.enabled:
        return
    keys = [Ref(session_key(landscape, r), "arn") for r in find_session_regions(landscape)]
    yield _allow(("kms:Decrypt", "kms:GenerateDataKey"), keys)
    bucket = session_bucket_arn(landscape)
    # One of that name in another account is somebody else's, who waits for logs.
    ours = {"Condition": {"StringEquals": {"s3:ResourceAccount": landscape.logs.id}}}
    yield _allow(("s3:PutObject",), join(bucket, "/", account.id, "/*")) | ours
    yield _allow(("s3:GetEncryptionConfiguration",), bucket) | ours
    if wanted.log_group:
        groups = f"arn:{landscape.partition}:logs:*:"
        yield _allow(
            ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
            join(groups, account.id, f":log-group:{LOG_GROUP}:*"),
        )
        yield _allow(("logs:DescribeLogGroups",), "*")


def _allow(actions: tuple[str, ...], resource: object) -> Row:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}
