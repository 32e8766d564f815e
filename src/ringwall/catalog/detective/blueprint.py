"""Amazon Detective: a graph of all accounts, administered by the account security."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.detective"


@wants(SECTION)
def want_detective(landscape: Landscape) -> Iterator[Wanted]:
    """Have a graph in each Region with all accounts in it."""
    if not landscape.settings.detection.detective.enabled:
        return
    management, security = landscape.management, landscape.security
    for region in landscape.regions_of("detective", management, security):
        admin = RowKey(management.name, region, "detective_organization_admin", "administrator")
        graph = Ref(admin, "graph_arn")
        configuration = RowKey(
            security.name, region, "detective_organization_configuration", "organization"
        )
        yield _row(
            admin,
            {"admin_account_id": security.id},
            "one account investigates the findings of all",
        )
        yield _row(
            configuration,
            {"auto_enable": True},
            "accounts that come later are taken in too",
            (admin,),
            graph_arn=graph,
        )
        for account in landscape.accounts:
            if account != security and region in account.regions:
                yield _row(
                    RowKey(security.name, region, "detective_member", account.name),
                    {"member_account_id": account.id, "graph_arn": graph},
                    "what led to a finding is not known of accounts that are not taken in",
                    (configuration,),
                    email=account.email,
                )


def _row(
    key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = (), **given: object
) -> Wanted:
    return Wanted(key, columns, SECTION, "detection", why, needs, given)
