"""Export a blueprint: its wanted rows as CloudFormation templates, or as Terraform's JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ringwall.catalog.loader import load_exports, load_lifecycles, load_tables
from ringwall.catalog.resource_types import load_resource_types
from ringwall.jobs.blueprint.plan import check_choice, want_all
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.layer import Layer
from ringwall.plan.blueprint_file import read_blueprint
from ringwall.plan.export.cloudformation import write_templates
from ringwall.plan.export.deployment import (
    describe_deployments,
    find_remarks,
    name_deployments,
)
from ringwall.plan.export.not_exported import FILE as NOT_EXPORTED
from ringwall.plan.export.not_exported import write_page
from ringwall.plan.export.placement import place_resources
from ringwall.plan.export.resource import ExportedRows, Loss
from ringwall.plan.export.rows import ExportCatalog, export_rows
from ringwall.plan.export.terraform import TerraformExport
from ringwall.plan.landscape import make_landscape
from ringwall.plan.organization_rows import check_read, read_organization_rows
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.choice import PlanChoice
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot
from ringwall.store.private_file import OPEN, replacing

ExportFormat = Literal["cloudformation", "terraform"]
NEWEST = "newest"
"""In place of the id of a snapshot: the newest one."""
DEPLOYMENT = "deployment.json"


@dataclass(frozen=True)
class ExportRequest:
    """Which blueprint to export, as what, and how much of it."""

    file: Path
    format: ExportFormat
    snapshot: str = ""
    """Id of the snapshot that the ids of accounts come from, or `newest`; '' for none: what is not
    known becomes a parameter."""
    layer: Layer | None = None
    services: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Names of accounts in the blueprint, or their ids."""
    regions: tuple[str, ...] = ()
    """Regions, or `global`."""


@dataclass(frozen=True)
class BlueprintExport:
    """The files of an export, and how much is in them."""

    name: str
    files: Mapping[str, str]
    """Each text by its path in the folder."""
    resources: int
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...]

    @property
    def lost_rows(self) -> int:
        """How many rows are not in the files, in whole or in part."""
        return len({loss.row for loss in self.losses})

    def find_strays(self, folder: Path) -> tuple[Path, ...]:
        """Return the files of an earlier export below a folder, which this one does not have."""
        there = {*folder.glob("templates/*.template.json"), *folder.glob("accounts/*/main.tf.json")}
        return tuple(sorted(there - {folder / name for name in self.files}))

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the files below a folder, each at once or not at all."""
        paths = tuple(folder / name for name in self.files)
        for path, text in zip(paths, self.files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path, OPEN) as file:  # it has no secret
                file.write(text)
        return paths


def export_blueprint(home: Path, request: ExportRequest) -> BlueprintExport:
    """Return the export. BadBlueprint for what is wrong with the file; nothing is written."""
    landscape = _make_landscape(home, request)
    wanted = want_all(landscape)
    catalog = ExportCatalog(
        Catalog(load_tables(), load_lifecycles()), load_exports(), load_resource_types()
    )
    found = export_rows(landscape, wanted, _choose(wanted, landscape, request), catalog)
    if request.format == "terraform":
        return _export_terraform(found, landscape, catalog)
    return _export_cloudformation(found, landscape, catalog)


def _export_cloudformation(
    found: ExportedRows, landscape: Landscape, catalog: ExportCatalog
) -> BlueprintExport:
    placed = place_resources(found.resources, landscape)
    deployments = name_deployments(write_templates(placed, landscape, catalog), landscape)
    remarks = tuple(find_remarks(deployments))
    described = describe_deployments(deployments, landscape)
    files = {one.file: one.text for one in deployments}
    files[DEPLOYMENT] = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    return _finish(landscape, files, found, remarks)


def _export_terraform(
    found: ExportedRows, landscape: Landscape, catalog: ExportCatalog
) -> BlueprintExport:
    export = TerraformExport(found.resources, landscape, catalog)
    kept = ExportedRows(
        tuple(one for one in found.resources if one.key.row not in export.lost),
        (*found.losses, *export.losses),
    )
    return _finish(landscape, export.write_files(), kept, ())


def _finish(
    landscape: Landscape, files: Mapping[str, str], found: ExportedRows, remarks: tuple[str, ...]
) -> BlueprintExport:
    page = write_page(found.losses, landscape.skips, remarks)
    return BlueprintExport(
        landscape.name,
        dict(sorted({**files, NOT_EXPORTED: page}.items())),
        len(found.resources),
        found.losses,
        remarks,
    )


def _make_landscape(home: Path, request: ExportRequest) -> Landscape:
    file = read_blueprint(request.file)
    if not request.snapshot:
        return make_landscape(file)
    wanted = "" if request.snapshot == NEWEST else request.snapshot
    snapshot = open_snapshot(Home(home).estate, wanted)
    with EmbeddedEngine(snapshot.path) as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        rows = read_organization_rows(engine)
        check_read(rows)
        return make_landscape(file, rows)


def _choose(wanted: list[Wanted], landscape: Landscape, request: ExportRequest) -> list[Wanted]:
    """Return the rows that are meant; what they need of others becomes a parameter."""
    by_id = {account.id: account.name for account in landscape.accounts}
    choice = PlanChoice(
        (request.layer,) if request.layer else (),
        request.services,
        tuple(by_id.get(account, account) for account in request.accounts),
        request.regions,
    )
    check_choice(choice, landscape)
    tables = load_tables()
    return [row for row in wanted if choice.means(row.key, row.layer, tables)]
