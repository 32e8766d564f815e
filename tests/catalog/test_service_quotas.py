"""Quotas: those that a blueprint can come up against, and what AWS says of an account's own."""

import csv
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog import service_quotas
from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.catalog.service_quotas import find_service_quotas, load_service_quotas
from ringwall.catalog.servicequotas.tables.servicequotas_service_quota import (
    find_quota_demands,
    read_quotas,
)
from ringwall.emulator.quotas import EVERY
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Demand

LIST = "service-quotas.list_service_quotas"
DEFAULTS = "service-quotas.list_aws_default_service_quotas"


def page(*codes: str) -> dict[str, Any]:
    return {"Quotas": [{"ServiceCode": "any", "QuotaCode": code, "Value": 5.0} for code in codes]}


PLANS, VAULTS, ROLES = "L-BD69F607", "L-7705D2CB", "L-FE177D64"
BACKUP, IAM = Demand("eu-west-1", "backup"), Demand("global", "iam")


def test_one_call_gives_what_is_needed_of_a_service(canned: Any) -> None:
    reader = canned({LIST: [page("L-0", PLANS, VAULTS), {"no": "second page"}]})
    found = list(read_quotas(reader, (BACKUP,)))
    assert [(row["QuotaCode"], row["Region"], row["IsDefault"]) for row in found] == [
        (PLANS, "eu-west-1", False),
        (VAULTS, "eu-west-1", False),
    ]
    assert reader.calls == [(LIST, "eu-west-1")]


def test_the_default_is_asked_for_where_an_account_has_no_value(canned: Any) -> None:
    reader = canned({LIST: page(PLANS), DEFAULTS: page(PLANS, VAULTS)})
    found = list(read_quotas(reader, (BACKUP,)))
    assert [(row["QuotaCode"], row["IsDefault"]) for row in found] == [
        (PLANS, False),
        (VAULTS, True),
    ]


def test_one_region_that_fails_loses_no_other(canned: Any) -> None:
    def answer(ServiceCode: str, **_: Any) -> Any:  # noqa: N803 - as AWS spells it
        denied = AccessDenied("no", "AccessDeniedException")
        return denied if ServiceCode == "backup" else page(ROLES)

    stream = iter(read_quotas(canned({LIST: answer}), (BACKUP, IAM)))
    assert next(stream)["QuotaCode"] == ROLES
    with pytest.raises(CallFailed, match="no"):
        next(stream)


def test_what_belongs_to_no_region_is_read_where_aws_keeps_it(canned: Any) -> None:
    reader = canned({LIST: page(ROLES)})
    (row,) = read_quotas(reader, (IAM,))
    assert (row["Region"], reader.calls) == ("us-east-1", [(LIST, "us-east-1")])


def test_rows_demand_the_services_that_count_them() -> None:
    assert set(find_quota_demands("ec2_vpc", "eu-west-1", {})) == {Demand("eu-west-1", "vpc")}
    assert set(find_quota_demands("iam_role", "global", {})) == {Demand("global", "iam")}
    assert set(find_quota_demands("s3_bucket", "eu-west-1", {})) == {Demand("global", "s3")}
    assert list(find_quota_demands("s3_account", "global", {})) == []


def test_what_is_counted_are_columns_of_tables_that_a_blueprint_makes() -> None:
    tables, lifecycles = load_tables(), load_lifecycles()
    for quota in load_service_quotas():
        assert lifecycles[quota.table].create, quota
        for table, columns in quota.columns.items():
            known = {column.name for column in tables[table].columns}
            assert set(columns) <= known, quota


def test_every_quota_is_one_of_aws_with_where_it_says_so() -> None:
    text = Path(service_quotas.__file__).with_suffix(".csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len({(row["code"], row["table"]) for row in rows})
    for row in rows:
        assert row["source"].startswith("https://docs.aws.amazon.com/")
        assert row["scope"] in {"region", "account", "organization"}
    known = {(quota.service, quota.code): quota for quota in EVERY}
    for found in load_service_quotas():
        other = known[found.service, found.code]
        assert (found.name, found.default) == (other.name, other.value)
        assert found.is_regional is not other.is_global


def test_a_condition_is_of_what_is_said() -> None:
    (nat,) = find_service_quotas("ec2_nat_gateway")
    assert [nat.counts({"state": state}) for state in ("available", "deleted", None)] == [
        True,
        False,
        True,
    ]
    interface, gateway = find_service_quotas("ec2_vpc_endpoint")
    of_gateway = {"vpc_endpoint_type": "Gateway"}
    assert (interface.counts(of_gateway), gateway.counts(of_gateway)) == (False, True)
    assert interface.counts({})
