"""Amazon Security Lake: the logs of all accounts, in a lake in each Region."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import role_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.security_lake"
SERVICE = "securitylake"
VERSION = "2.0"
"""Of the form of logs (OCSF 1.1)."""


@wants(SECTION)
def want_lakes(landscape: Landscape) -> Iterator[Wanted]:
    """Have a lake in each Region, in the account security, that takes in every account."""
    wanted = landscape.settings.detection.security_lake
    if not wanted.enabled:
        return
    management, security = landscape.management, landscape.security
    admin = RowKey(management.name, GLOBAL, "securitylake_delegated_administrator", "administrator")
    yield _row(
        admin, {"administrator_id": security.id}, "one account has the logs of all, to query them"
    )
    for region in landscape.regions_of(SERVICE, security):
        lake = RowKey(security.name, region, "securitylake_data_lake", "lake")
        yield _row(
            lake,
            {"expiration_days": wanted.expiration_days},
            "logs of all accounts are there in one form",
            (admin, RowKey(security.name, GLOBAL, "iam_role_policy", "security-lake")),
            meta_store_manager_role_arn=Ref(role_key(security, "security-lake"), "arn"),
        )
        yield from _want_sources(landscape, region, lake)
        yield from _want_subscribers(landscape, region, lake)


def _want_sources(landscape: Landscape, region: str, lake: RowKey) -> Iterator[Wanted]:
    table = "securitylake_aws_log_source"
    for account in landscape.accounts:
        for source in landscape.settings.detection.security_lake.sources:
            if region in account.regions:
                yield _row(
                    RowKey(landscape.security.name, region, table, f"{account.name}/{source}"),
                    {
                        "source_name": source,
                        "source_version": VERSION,
                        "source_account_id": account.id,
                    },
                    "what the lake does not take in cannot be queried",
                    (lake,),
                )


def _want_subscribers(landscape: Landscape, region: str, lake: RowKey) -> Iterator[Wanted]:
    security = landscape.security
    for reader in landscape.settings.detection.security_lake.subscribers:
        sources = [
            RowKey(security.name, region, "securitylake_aws_log_source", f"{account.name}/{source}")
            for account in landscape.accounts
            if region in account.regions
            for source in reader.sources
            if source in landscape.settings.detection.security_lake.sources
        ]
        yield _row(
            RowKey(security.name, region, "securitylake_subscriber", reader.name),
            {
                "subscriber_name": reader.name,
                "subscriber_principal": reader.principal,
                "access_types": [reader.access],
                "sources": [
                    {"awsLogSource": {"sourceName": name, "sourceVersion": VERSION}}
                    for name in reader.sources
                ],
            },
            "logs are read where somebody looks at them",
            (lake, *sources),
            external_id=reader.external_id,
        )


def _row(
    key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = (), **given: object
) -> Wanted:
    return Wanted(key, columns, SECTION, "detection", why, needs, given)
