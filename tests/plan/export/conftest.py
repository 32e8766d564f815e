"""An export of a blueprint in sight: its landscape, its rows, its resources."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest

from ringwall.catalog.loader import load_exports, load_lifecycles, load_sections, load_tables
from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.export.resource import ExportedRows
from ringwall.plan.export.rows import ExportCatalog, export_rows
from ringwall.plan.landscape import make_landscape
from ringwall.plan.reconciliation.catalog import Catalog

KNOWN_IDS = """blueprint: acme
home_region: eu-central-1
regions: [us-east-1]
accounts:
  email: "aws+{account}@acme.io"
  accounts:
    management: {id: "111111111111"}
    security: {id: "222222222222"}
    log-archive: {id: "333333333333"}
    prod: {id: "444444444444"}
    dev: {id: "555555555555"}
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [prod, dev]}
"""


class SmallExport(NamedTuple):
    """Some rows of a landscape, and what they are exported as."""

    landscape: Landscape
    catalog: ExportCatalog
    found: ExportedRows


@pytest.fixture(scope="session")
def catalog() -> ExportCatalog:
    """Return what exporting takes of the catalog."""
    return ExportCatalog(
        Catalog(load_tables(), load_lifecycles()), load_exports(), load_resource_types()
    )


@pytest.fixture
def landscape(acme: str) -> Landscape:
    """Return a landscape in which no account is there yet."""
    return make_landscape(parse_blueprint(acme.encode(), "r.yaml"))


@pytest.fixture
def known_landscape() -> Landscape:
    """Return a landscape in which every account has its id."""
    return make_landscape(parse_blueprint(KNOWN_IDS.encode(), "r.yaml"))


@pytest.fixture
def every_row(landscape: Landscape) -> list[Wanted]:
    """Return all that the blueprint wants."""
    return [row for part in load_sections() for row in part.wants(landscape)]


@pytest.fixture
def export(
    landscape: Landscape, catalog: ExportCatalog
) -> Callable[[Iterable[Wanted]], SmallExport]:
    """Return a function that exports some rows alone."""

    def make(rows: Iterable[Wanted]) -> SmallExport:
        wanted = tuple(rows)
        found = export_rows(landscape, wanted, wanted, catalog)
        return SmallExport(landscape, catalog, found)

    return make


@pytest.fixture
def want() -> Callable[..., Wanted]:
    """Return a function that makes a wanted row: its place and table, its columns."""

    def make(place: str, columns: dict[str, object], **others: object) -> Wanted:
        account, region, rest = place.split(" ")
        table, name = rest.split("/")
        key = RowKey(account, region, table, name)
        return Wanted(key, columns, "data.test", "data", "Tests need it.", **others)  # type: ignore[arg-type]  # the test names them

    return make
