"""Macie: on in all accounts and Regions, administered by the account security."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import MACIE, exports_results
from ringwall.catalog.detection_keys import bucket_key, kms_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row


@wants(MACIE)
def want_macie(landscape: Landscape) -> Iterator[Wanted]:
    """Have Macie in each Region, its administrator, its members, and what it does by itself."""
    if landscape.settings.data.macie.enabled:
        for region in landscape.regions_of("macie2", landscape.security, landscape.management):
            yield from _want_region(landscape, region)


def _want_region(landscape: Landscape, region: str) -> Iterator[Wanted]:
    wanted, security = landscape.settings.data.macie, landscape.security
    management = landscape.management
    own = RowKey(security.name, region, "macie_session", "session")
    admin = RowKey(management.name, region, "macie_organization_admin", "administrator")
    configuration = RowKey(
        security.name, region, "macie_organization_configuration", "organization"
    )
    discovery = RowKey(security.name, region, "macie_automated_discovery", "discovery")
    why = "sensitive data that nobody knows of is protected by nobody"
    yield _row(own, _describe_administrator(landscape, region), why)
    if management != security:
        # AWS turns Macie on in members, but not in the management account.
        first = RowKey(management.name, region, "macie_session", "session")
        yield _row(first, {"status": "ENABLED"}, why)
    yield _row(
        admin,
        {"admin_account_id": security.id},
        "one account sees the findings of all, and no other turns Macie off",
        (own,),
    )
    yield _row(
        configuration,
        {"auto_enable": True},
        "Macie is on in every account that comes later",
        (admin,),
    )
    yield from _want_members(landscape, region, configuration)
    on = {"status": "ENABLED", "auto_enable_organization_members": "ALL"}
    off = {"status": "DISABLED", "auto_enable_organization_members": "NONE"}
    yield _row(discovery, on if wanted.automated_discovery else off, why, (configuration,))


def _describe_administrator(landscape: Landscape, region: str) -> Row:
    """Return the columns of the administrator's session, which takes in the results of all."""
    wanted = landscape.settings.data.macie
    columns: Row = {
        "status": "ENABLED",
        "finding_publishing_frequency": wanted.finding_publishing_frequency,
        "publish_policy_findings": wanted.publish_policy_findings,
        "publish_classification_findings": wanted.publish_classification_findings,
    }
    if exports_results(landscape, region):
        key = kms_key(landscape.logs, landscape, "macie", region)
        columns["export_bucket_name"] = Ref(bucket_key(landscape, "macie", region), "name")
        columns["export_kms_key_arn"] = Ref(key, "arn")
    return columns


def _want_members(landscape: Landscape, region: str, configuration: RowKey) -> Iterator[Wanted]:
    for account in landscape.accounts:
        if account == landscape.security or region not in account.regions:
            continue
        session = RowKey(account.name, region, "macie_session", "session")
        yield _row(
            RowKey(landscape.security.name, region, "macie_member", account.name),
            {"member_account_id": account.id},
            "buckets of an account that is no member are looked at by nobody",
            (configuration, *((session,) if account.is_management else ())),
            email=account.email,
        )


def _row(
    key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = (), **given: object
) -> Wanted:
    return Wanted(key, columns, MACIE, "data", why, needs, given)
