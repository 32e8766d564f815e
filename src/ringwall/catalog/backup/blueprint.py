"""Backups: a plan in each account and Region, and a vault of all accounts for the copies."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import (
    BACKUP,
    CENTRAL,
    find_copying,
    find_vault_account,
    is_backed_up,
    is_copied,
)
from ringwall.catalog.detection_keys import kms_key, role_key
from ringwall.catalog.organizations.wanted_rows import service_access_key, want_service_access
from ringwall.catalog.policy_statements import write_policy
from ringwall.model.blueprint.backup import Backup
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

PRINCIPAL = "backup.amazonaws.com"
START_MINUTES, COMPLETION_MINUTES = 480, 10080
"""How long a backup may take to begin, and to end: what AWS has where nothing is said."""


@wants(BACKUP)
def want_backups(landscape: Landscape) -> Iterator[Wanted]:
    """Have vaults, plans and selections; copies go to a vault in another account."""
    regions = landscape.regions_of("backup")
    copying = [region for region in regions if find_copying(landscape, region)]
    if copying:
        yield from _want_organization(landscape)
    for region in copying:
        yield _want_central_vault(landscape, region)
    for account in landscape.accounts:
        for region in regions:
            if is_backed_up(landscape, account, region):
                yield from _want_account(landscape, account, region)


def _want_organization(landscape: Landscape) -> Iterator[Wanted]:
    why = "backups can be copied between accounts only where the organization allows it"
    yield want_service_access(landscape, PRINCIPAL, BACKUP, why)
    key = RowKey(landscape.management.name, GLOBAL, "backup_global_settings", "settings")
    needs = (service_access_key(landscape, PRINCIPAL),)
    yield _row(key, {"is_cross_account_backup_enabled": True}, why, needs)


def _want_central_vault(landscape: Landscape, region: str) -> Wanted:
    wanted, account = landscape.settings.data.backup, find_vault_account(landscape)
    columns: Row = {
        **_describe_vault(landscape, account, region, CENTRAL),
        **_lock(wanted, wanted.lock_mode),
        "access_policy": write_policy(
            {
                "Sid": "CopiesOfTheOrganization",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "backup:CopyIntoBackupVault",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": landscape.organization_id}},
            }
        ),
    }
    return _row(
        _vault_key(account, region, CENTRAL),
        columns,
        "who takes over an account and deletes its backups does not reach the copies",
        changeable_for_days=wanted.changeable_for_days,
    )


def _want_account(landscape: Landscape, account: LandscapeAccount, region: str) -> Iterator[Wanted]:
    wanted = account.settings.data.backup
    vault = _vault_key(account, region, "backup")
    plan = RowKey(account.name, region, "backup_backup_plan", "backup")
    why = "what was deleted or encrypted by somebody else can be had back"
    lock = _lock(landscape.settings.data.backup, "GOVERNANCE")
    yield _row(vault, {**_describe_vault(landscape, account, region, "backup"), **lock}, why)
    rule = {
        "RuleName": "backup",
        "TargetBackupVaultName": Ref(vault, "backup_vault_name"),
        "ScheduleExpression": wanted.schedule_expression,
        "StartWindowMinutes": START_MINUTES,
        "CompletionWindowMinutes": COMPLETION_MINUTES,
        "EnableContinuousBackup": False,
        "Lifecycle": _keep(wanted.delete_after_days),
        "CopyActions": [*_copy(landscape, account, region)],
    }
    name = f"{landscape.name}-backup"
    needs = (
        (RowKey(landscape.management.name, GLOBAL, "backup_global_settings", "settings"),)
        if rule["CopyActions"]
        else ()
    )
    yield _row(plan, {"backup_plan_name": name, "rules": [rule]}, why, needs)
    tag = {
        "ConditionType": "STRINGEQUALS",
        "ConditionKey": wanted.tag_key,
        "ConditionValue": wanted.tag_value,
    }
    yield _row(
        RowKey(account.name, region, "backup_backup_selection", "tagged"),
        {
            "backup_plan_id": Ref(plan, "backup_plan_id"),
            "selection_name": "tagged",
            "iam_role_arn": Ref(role_key(account, "backup"), "arn"),
            "list_of_tags": [tag],
        },
        "a tag says which resources are backed up",
    )


def _describe_vault(landscape: Landscape, account: LandscapeAccount, region: str, name: str) -> Row:
    return {
        "backup_vault_name": f"{landscape.name}-{name}",
        "encryption_key_arn": Ref(kms_key(account, landscape, name, region), "arn"),
    }


def _lock(wanted: Backup, mode: str) -> Row:
    """Return how a vault is locked; for ever, only that of all accounts may be."""
    if not wanted.lock_mode:
        return {}
    return {"lock_mode": mode, "min_retention_days": wanted.min_retention_days}


def _vault_key(account: LandscapeAccount, region: str, name: str) -> RowKey:
    return RowKey(account.name, region, "backup_backup_vault", name)


def _copy(landscape: Landscape, account: LandscapeAccount, region: str) -> Iterator[Row]:
    if is_copied(landscape, account, region):
        vault = _vault_key(find_vault_account(landscape), region, CENTRAL)
        days = landscape.settings.data.backup.copy_delete_after_days
        yield {"DestinationBackupVaultArn": Ref(vault, "arn"), "Lifecycle": _keep(days)}


def _keep(days: int) -> Row:
    return {"DeleteAfterDays": days, "MoveToColdStorageAfterDays": 0}


def _row(
    key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = (), **given: object
) -> Wanted:
    return Wanted(key, columns, BACKUP, "data", why, needs, given)
