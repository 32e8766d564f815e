"""A blueprint's network beside an estate by hand: all that is wanted is to be made."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ringwall.catalog.loader import load_sections
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.estate import EstateTable, Place

PROD, DEV = "222222222222", "333333333333"
TEXT = """blueprint: acme
home_region: eu-west-1
accounts:
  email: "aws+{account}@acme.io"
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [prod, dev]}
  accounts:
    prod: {id: "222222222222"}
infrastructure:
  network:
    enabled: true
    cidr: 10.0.0.0/16
    accounts: [prod]
"""
SECTIONS = "infrastructure.network"
MadeUp = Mapping[str, Mapping[Place, tuple[Row, ...]]]
Plan = Callable[..., PlannedEstate]


@pytest.fixture
def plan() -> Plan:
    """Return a function that plans a network, with more settings, beside rows that are there."""

    def make(more: str = "", there: MadeUp | None = None, **gaps: str) -> PlannedEstate:
        landscape, wanted = want(more)
        estate = {name: EstateTable(rows) for name, rows in (there or {}).items()}
        for name, gap in gaps.items():
            estate[name] = EstateTable({}, {(PROD, "global"): gap})
        made = tuple(
            Difference(
                key=row.key,
                account_id=PROD,
                resource="",
                property="",
                actual=None,
                desired={name: _plain(value) for name, value in row.columns.items()},
                action="create",
                section=row.section,
                layer=row.layer,
                why=row.why,
                blast="none",
                changes=(str(row.key),),
            )
            for row in wanted
        )
        return PlannedEstate(landscape, {row.key: row for row in wanted}, made, estate)

    return make


@functools.cache
def want(more: str) -> tuple[Landscape, tuple[Wanted, ...]]:
    """Return what a network with more settings wants."""
    landscape = make_landscape(parse_blueprint(f"{TEXT}{more}".encode(), "r.yaml"))
    parts = [part for part in load_sections() if part.section == SECTIONS]
    return landscape, tuple(row for part in parts for row in part.wants(landscape))


def _plain(value: Any) -> Any:
    """Return a value as a difference has it: what is not there yet is a reference to a Change."""
    if isinstance(value, str | bool | int | dict):
        return value
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {"$read": f"{value.key}.{value.column}"}
