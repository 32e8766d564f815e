"""Write a blueprint after an organization that is there, as the newest snapshot has it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_adoptions, load_lifecycles, load_tables
from ringwall.jobs.blueprint.init import schema_of
from ringwall.jobs.blueprint.plan import want_all
from ringwall.jobs.blueprint.schema import write_schema
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.table import Row
from ringwall.plan.adoption.comparison import Comparer
from ringwall.plan.adoption.draft import Draft, draw_draft, remark_on_plan
from ringwall.plan.adoption.remarks import AdoptionRemark
from ringwall.plan.adoption.skeleton import draw_skeleton
from ringwall.plan.adoption.text import write_draft
from ringwall.plan.adoption.whole_estate import WholeEstate
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.organization_rows import OrganizationRows, read_organization_rows
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.reconcile import PlanOptions, reconcile
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot
from ringwall.store.private_file import OPEN, replacing

POLICIES = "policies"
"""The folder beside the blueprint with the documents of one's own policies."""


@dataclass(frozen=True)
class AdoptionRequest:
    """Where to write the blueprint, and what of."""

    file: Path
    name: str = ""
    """The blueprint's name; '' for that which the organization's tags have."""
    snapshot: str = ""
    """Id of the snapshot, or the beginning of it; '' is the newest."""


@dataclass(frozen=True)
class AdoptedBlueprint:
    """A blueprint, as it is to be written."""

    settings: Mapping[str, Any]
    texts: Mapping[Path, str]
    """The files with what they have in them, the blueprint first."""
    remarks: tuple[AdoptionRemark, ...]
    rows: int
    """How many rows it wants."""

    @property
    def name(self) -> str:
        """The blueprint's name."""
        return str(self.settings["blueprint"])

    @property
    def adopted(self) -> int:
        """How many rows are taken over."""
        return len(self.settings.get("adopt", {}).get("rows", {}))

    @property
    def outcome(self) -> JobOutcome:
        """Findings where the plan has something, or something was left out; unknown as it says."""
        kinds = {remark.kind for remark in self.remarks}
        return decide_outcome(findings=kinds & {"differs", "left out"}, unknown="unknown" in kinds)

    def describe(self) -> Row:
        """Return what was written, and what could not be, as a JSON-able document."""
        return {
            "blueprint": self.name,
            "files": [str(path) for path in self.texts],
            "rows": self.rows,
            "adopted": self.adopted,
            "remarks": [
                {"setting": ".".join(keys), "kind": kind, "text": text}
                for keys, kind, text in self.remarks
            ],
        }

    def write(self) -> None:
        """Write the files; those that are there are replaced."""
        for path, text in self.texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path, OPEN) as file:  # it has no secret
                file.write(text)


def adopt_organization(home: Path, request: AdoptionRequest) -> AdoptedBlueprint:
    """Return the blueprint; NotCollected without a snapshot, BadInput without an organization."""
    tables = load_tables()
    snapshot = open_snapshot(Home(home).estate, request.snapshot)
    with EmbeddedEngine(snapshot.path) as engine:
        attach_snapshot(engine, snapshot, tables.values())
        return adopt_estate(engine, request)


def adopt_estate(engine: Engine, request: AdoptionRequest) -> AdoptedBlueprint:
    """Return the blueprint of what an engine shows: a snapshot that is attached to it."""
    tables = load_tables()
    rows = read_organization_rows(engine)
    estate = WholeEstate(engine, tables)
    # What is there is described as it is: a stricter value is not the wanted one here.
    lifecycles = {name: replace(life, bounds={}) for name, life in load_lifecycles().items()}
    catalog = Catalog(tables, lifecycles)
    skeleton = draw_skeleton(rows, estate, request.name)
    landscape = _make_landscape(Draft(skeleton.settings, ()), rows)
    draft = draw_draft(skeleton, landscape, Comparer(estate, catalog), want_all, load_adoptions())
    plan = _plan(draft, rows, estate, catalog)
    draft = replace(draft, remarks=(*draft.remarks, *remark_on_plan(plan)))
    return AdoptedBlueprint(
        draft.settings, dict(_write_files(draft, request.file)), draft.remarks, plan.rows
    )


def _make_landscape(draft: Draft, rows: OrganizationRows) -> Landscape:
    text = write_draft(replace(draft, remarks=()), "schema")
    return make_landscape(parse_blueprint(text.encode(), "the adopted blueprint"), rows)


def _plan(
    draft: Draft, rows: OrganizationRows, estate: WholeEstate, catalog: Catalog
) -> Reconciliation:
    landscape = _make_landscape(draft, rows)
    adopted = landscape.settings.adopt
    options = PlanOptions(adopted.rows, tag_adopted=adopted.tag)
    return reconcile(landscape, want_all(landscape), estate, catalog, options)


def _write_files(draft: Draft, file: Path) -> Iterator[tuple[Path, str]]:
    """Yield the blueprint, its JSON Schema, and the documents that lie beside it."""
    documents: dict[Path, str] = {}
    settings = _put_beside(draft.settings, file.parent, documents)
    schema = schema_of(file)
    yield file, write_draft(replace(draft, settings=settings), f"./{schema.name}")
    yield schema, write_schema()
    yield from documents.items()


def _put_beside(
    settings: Mapping[str, Any], folder: Path, documents: dict[Path, str]
) -> Mapping[str, Any]:
    """Return settings that name files in place of the documents of one's own policies."""
    accounts = settings["accounts"]
    policies = accounts.get("policies", {})
    own: dict[str, Any] = {}
    for name, policy in policies.get("own", {}).items():
        path = f"{POLICIES}/{name}.json"
        documents[folder / path] = json.dumps(policy["document"], indent=2) + "\n"
        own[name] = {**{k: v for k, v in policy.items() if k != "document"}, "file": path}
    if not own:
        return settings
    return {**settings, "accounts": {**accounts, "policies": {**policies, "own": own}}}
