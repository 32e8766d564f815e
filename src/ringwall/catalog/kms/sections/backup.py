"""The keys of backup vaults."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import (
    BACKUP,
    CENTRAL,
    find_copying,
    find_vault_account,
    is_backed_up,
    is_copied,
)
from ringwall.catalog.detection_keys import join, kms_key
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import administer_key, write_policy
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row

READ = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*")


@wants(BACKUP)
def want_vault_keys(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for each vault: what AWS's own key encrypts is copied to no other account."""
    for region in landscape.regions_of("backup"):
        if find_copying(landscape, region):
            yield from _want(landscape, find_vault_account(landscape), region, CENTRAL)
        for account in landscape.accounts:
            if is_backed_up(landscape, account, region):
                yield from _want(landscape, account, region, "backup")


def _want(
    landscape: Landscape, account: LandscapeAccount, region: str, name: str
) -> Iterator[Wanted]:
    statements = [administer_key(landscape, account)]
    if name != CENTRAL and is_copied(landscape, account, region):
        statements += _let_copy(landscape)
    yield from want_named_key(
        landscape,
        kms_key(account, landscape, name, region),
        BACKUP,
        "who may read a vault still needs the key to restore from it",
        write_policy(*statements),
    )


def _let_copy(landscape: Landscape) -> Iterator[Row]:
    """Yield what the account with the vault of all needs to take a copy.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
    """
    central = find_vault_account(landscape)
    who: Row = {
        "Effect": "Allow",
        "Principal": {"AWS": join(f"arn:{landscape.partition}:iam::", central.id, ":root")},
        "Resource": "*",
    }
    yield {"Sid": "Copy", **who, "Action": list(READ)}
    of_service = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    yield {"Sid": "CopyGrant", **who, "Action": "kms:CreateGrant", "Condition": of_service}
