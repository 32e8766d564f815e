"""Databases whose master password RDS makes, keeps in Secrets Manager and changes."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import has_purpose, purpose_key
from ringwall.catalog.rds.master_passwords import GIVEN
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted

SECTION = "data.secrets"


@wants(SECTION)
def want_managed_passwords(landscape: Landscape) -> Iterator[Wanted]:
    """Have RDS manage the master passwords of the databases that the blueprint names."""
    accounts = {account.name: account for account in landscape.accounts}
    for each in dict.fromkeys(landscape.settings.data.secrets.databases):
        account = accounts.get(each.account)
        region = each.region or landscape.home_region
        if not account or region not in landscape.regions_of("rds", account):
            continue
        table, name = f"rds_db_{each.kind}", f"db_{each.kind}_identifier"
        own_key = has_purpose(account, "secrets")
        yield Wanted(
            key=RowKey(account.name, region, table, each.identifier),
            columns={name: each.identifier, "manage_master_user_password": True},
            given={GIVEN: Ref(purpose_key(account, region, "secrets"), "arn")} if own_key else {},
            expects=(Existing(table, name, each.identifier),),
            section=SECTION,
            layer="data",
            why="a master password that somebody chose is in files and mails, and stays the same "
            "for years",
        )
