"""Amazon Inspector: it scans all accounts, administered by the account security."""

from collections.abc import Iterator

from ringwall.catalog.inspectorv2.accounts import SCANS
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.inspector"


@wants(SECTION)
def want_inspector(landscape: Landscape) -> Iterator[Wanted]:
    """Have scans on in the administrator, in all members, and in accounts that come later."""
    wanted = landscape.settings.detection.inspector
    if not wanted.enabled:
        return
    chosen = [name for name, (scan, _) in SCANS.items() if scan in wanted.resource_types]
    management, security = landscape.management, landscape.security
    on = {f"{name}_status": "ENABLED" for name in chosen}
    why = "what is not scanned has vulnerabilities that nobody knows of"
    for region in landscape.regions_of("inspector2", management, security):
        admin = RowKey(management.name, region, "inspectorv2_delegated_admin", "administrator")
        configuration = RowKey(
            security.name, region, "inspectorv2_organization_configuration", "organization"
        )
        yield _row(
            admin,
            {"admin_account_id": security.id},
            "one account sees the vulnerabilities of all, and chooses the scans",
        )
        own = RowKey(security.name, region, "inspectorv2_account", "account")
        yield _row(own, on, why, (admin,))
        yield _row(
            configuration,
            {f"auto_enable_{name}": name in chosen for name in SCANS},
            "accounts that come later are scanned too",
            (admin, own),
        )
        for account in landscape.accounts:
            if account != security and region in account.regions:
                yield _row(
                    RowKey(security.name, region, "inspectorv2_member", account.name),
                    {"member_account_id": account.id, **on},
                    why,
                    (configuration,),
                )


def _row(key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = ()) -> Wanted:
    return Wanted(key, columns, SECTION, "detection", why, needs)
