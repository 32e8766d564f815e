"""EBS encryption by default."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import has_purpose, purpose_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "data.ebs_encryption"


@wants(SECTION)
def want_ebs_encryption(landscape: Landscape) -> Iterator[Wanted]:
    """Have new volumes encrypted in each account and Region, with the account's key if wanted."""
    for account in landscape.accounts:
        wanted = account.settings.data.ebs_encryption
        for region in landscape.regions_of("ec2", account) if wanted.enabled else ():
            columns: Row = {"ebs_encryption_by_default": True}
            if wanted.customer_key and has_purpose(account, "ebs"):
                columns["ebs_default_kms_key_id"] = Ref(purpose_key(account, region, "ebs"), "arn")
            yield Wanted(
                key=RowKey(account.name, region, "ec2_account", "account"),
                columns=columns,
                section=SECTION,
                layer="data",
                why="a volume that was made without encryption can only be copied to be encrypted",
            )
