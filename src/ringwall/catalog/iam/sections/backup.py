"""The role that AWS Backup makes and restores backups with."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import BACKUP, is_backed_up
from ringwall.catalog.detection_keys import role_key
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

POLICIES = (
    "AWSBackupServiceRolePolicyForBackup",
    "AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
)
"""https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html"""
WHY = "AWS Backup reads what it backs up with this role"
PATHS = {name: "" if "S3" in name else "service-role/" for name in POLICIES}


@wants(BACKUP)
def want_backup_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role in each account that is backed up."""
    for account in landscape.accounts:
        if any(is_backed_up(landscape, account, region) for region in account.regions):
            yield from _want_role(landscape, account)


def _want_role(landscape: Landscape, account: LandscapeAccount) -> Iterator[Wanted]:
    # AWS does not say that it names the account in each request of AWS Backup.
    trust = {
        "Sid": "Backup",
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": account.id}},
    }
    name = f"{landscape.name}-backup"
    role = WantedRole(role_key(account, "backup"), name, write_policy(trust), BACKUP, WHY)
    yield role.want()
    for policy in POLICIES:
        arn = f"arn:{landscape.partition}:iam::aws:policy/{PATHS[policy]}{policy}"
        yield role.attach(arn, f"backup {policy}")
