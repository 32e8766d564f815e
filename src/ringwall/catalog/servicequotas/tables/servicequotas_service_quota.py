"""Service quotas: how much of something an account may have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.catalog.demands import GLOBAL, read_by_region
from ringwall.catalog.service_quotas import find_service_quotas, load_service_quotas
from ringwall.model.table import Column, Demand, Demanded, Reader, Row, Table, boolean, text

MOST = 100
"""The largest page of quotas that there is."""


def find_quota_demands(table: str, region: str, _: Mapping[str, Any]) -> Iterator[Demand]:
    """Yield the services whose quotas a wanted row counts towards."""
    for quota in find_service_quotas(table):
        yield Demand(region if quota.is_regional else GLOBAL, quota.service)


def read_quotas(reader: Reader, demands: tuple[Demand, ...]) -> Iterable[Row]:
    """Return the quotas of services that plans count: one call for most services."""
    return read_by_region(reader, demands, _read_services)


def _read_services(reader: Reader, services: tuple[str, ...]) -> Iterator[Row]:
    for service in services:
        missing = {quota.code for quota in load_service_quotas() if quota.service == service}
        own = reader.items(
            "service-quotas.list_service_quotas", "Quotas", ServiceCode=service, MaxResults=MOST
        )
        for row in _take(own, missing):
            yield {**row, "Region": reader.region, "IsDefault": False}
        if not missing:
            continue
        # Of some quotas AWS knows no value of the account's own: it has the default.
        every = reader.items(
            "service-quotas.list_aws_default_service_quotas",
            "Quotas",
            ServiceCode=service,
            MaxResults=MOST,
        )
        for row in _take(every, missing):
            yield {**row, "Region": reader.region, "IsDefault": True}


def _take(quotas: Iterable[Row], missing: set[str]) -> Iterator[Row]:
    """Yield the quotas that are missing, until none is: further pages are not asked for."""
    for row in quotas:
        if row["QuotaCode"] in missing:
            missing.remove(row["QuotaCode"])
            yield row
            if not missing:
                return


service_quota = Table(
    name="servicequotas_service_quota",
    doc=(
        "A quota of an account that a blueprint can come up against. Read only where a blueprint "
        "is named at collection, of the services that it makes something of."
    ),
    scope="account",
    demanded=Demanded(
        find_quota_demands,
        read_quotas,
        "what the account's quotas are; AWS's defaults are assumed",
    ),
    arn="arn:{partition}:servicequotas:{Region}:{account_id}:{ServiceCode}/{QuotaCode}",
    region="Region",
    columns=(
        text("service_code", "ServiceCode", "The service, as Service Quotas spells it: vpc."),
        text("quota_code", "QuotaCode", "The quota's code: L-..."),
        text("quota_name", "QuotaName", "What it is about: VPCs per Region."),
        Column("value", "DOUBLE", "How much there may be.", "Value", required=True),
        boolean("is_adjustable", "Adjustable", "AWS gives more on request."),
        boolean("is_global", "GlobalQuota", "It holds for all Regions together."),
        boolean(
            "is_default", "IsDefault", "It is AWS's default: the account has no value of its own."
        ),
    ),
)
