"""Contacts and Regions of accounts, as a blueprint wants them."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted
from ringwall.model.partition import OPT_IN_REGIONS


@wants("accounts.alternate_contacts")
def want_alternate_contacts(landscape: Landscape) -> Iterator[Wanted]:
    """Have the alternate contacts of each account."""
    for account in landscape.accounts:
        contacts = account.alternate_contacts
        for kind in ("security", "operations", "billing"):
            contact = getattr(contacts, kind)
            if contact:
                yield Wanted(
                    key=RowKey(account.name, GLOBAL, "account_alternate_contact", kind),
                    columns={
                        "alternate_contact_type": kind.upper(),
                        "name": contact.name,
                        "title": contact.title,
                        "email_address": contact.email_address,
                        "phone_number": contact.phone_number,
                    },
                    section="accounts.alternate_contacts",
                    layer="accounts",
                    why="what AWS writes of abuse and incidents reaches those who act on it",
                )


@wants("accounts.region_opt_in")
def want_regions(landscape: Landscape) -> Iterator[Wanted]:
    """Enable Regions that are governed and that AWS has off: those that are on are left out."""
    if not landscape.settings.accounts.region_opt_in:
        return
    for account in landscape.accounts:
        for region in _wanted_regions(landscape, account):
            yield Wanted(
                key=RowKey(account.name, GLOBAL, "account_region_opt_status", region),
                columns={"region_name": region, "region_opt_status": "ENABLED"},
                section="accounts.region_opt_in",
                layer="accounts",
                why="a Region that is governed and off cannot be set up",
            )


def _wanted_regions(landscape: Landscape, account: LandscapeAccount) -> Iterator[str]:
    """Yield the opt-in Regions of an account, also those that are left alone until they are on."""
    off = {skip.region for skip in landscape.skips if skip.account == account.name}
    for region in landscape.regions:
        if region in OPT_IN_REGIONS and region in {*account.regions, *off}:
            yield region
