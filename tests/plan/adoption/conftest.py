"""A made-up service to adopt: boxes with a name, notes in them, and a setting; nothing of AWS's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from adoption_rows import estate_of

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey, Wanted
from ringwall.model.lifecycle import Find, Lifecycle
from ringwall.model.table import Call, Row, Table, document, integer, text
from ringwall.plan.adoption.comparison import Comparer, EstateComparison
from ringwall.plan.adoption.trial import Bench
from ringwall.plan.reconciliation.catalog import Catalog

PAYER, HOME = "111111111111", "eu-west-1"
LIST = Call("shelf.list", "Items")
TABLES = {
    "shelf_box": Table(
        name="shelf_box",
        doc="A box.",
        list=LIST,
        arn="Arn",
        tags="Tags",
        columns=(
            text("id", "Id", "Its id."),
            text("name", "Name", "Its name."),
            text("state", "State", "How it is."),
            integer("size", "Size", "How much it holds."),
            document("rules", "Rules", "Who may open it."),
        ),
    ),
    "shelf_note": Table(
        name="shelf_note",
        doc="A note in a box.",
        list=LIST,
        arn="Arn",
        columns=(
            text("box_id", "BoxId", "The box."),
            text("title", "Title", "Its title."),
            text("body", "Body", "What it says."),
        ),
    ),
    "shelf_setting": Table(
        name="shelf_setting",
        doc="The setting of shelves.",
        list=LIST,
        arn="Arn",
        columns=(text("light", "Light", "The light."), integer("height", "Height", "How high.")),
    ),
}
LIFECYCLES = {
    "shelf_box": Lifecycle(
        table="shelf_box",
        find=Find(),
        identity=("name",),
        named_by=("name",),
        ids=("arn", "id"),
        ending={"state": ("going",)},
        owner="tag",
    ),
    "shelf_note": Lifecycle(
        table="shelf_note", find=Find(), identity=("box_id", "title"), named_by=("title",)
    ),
    "shelf_setting": Lifecycle(table="shelf_setting", find=Find(), ids=()),
}


@dataclass(frozen=True)
class Shelf:
    """A landscape of one account and one Region, and what there is."""

    landscape: Landscape
    catalog: Catalog

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the landscape, with every default."""
        found: dict[str, Any] = msgspec.to_builtins(self.landscape.settings)
        return found

    def key(self, table: str, name: str = "x") -> RowKey:
        """The key of a wanted row."""
        return RowKey("payer", HOME, f"shelf_{table}", name)

    def want(
        self,
        table: str,
        row: str = "x",
        /,
        *,
        section: str = "detection.trail",
        needs: tuple[RowKey, ...] = (),
        given: Mapping[str, Any] | None = None,
        satisfied_by: str = "",
        **columns: Any,
    ) -> Wanted:
        """A wanted row."""
        return Wanted(
            self.key(table, row),
            columns,
            section,
            "detection",
            "shelves must be tidy",
            needs,
            given or {},
            satisfied_by=satisfied_by,
        )

    def box(self, label: str, owner: str = "", /, **columns: Any) -> Row:
        """A box that is there; `owner` is the value of the owner's tag."""
        tags = {OWNER_TAG: owner} if owner else {}
        own = {"id": f"b-{label}", "name": label, "state": "", "size": 1, "rules": {}, "tags": tags}
        return {**self._place(f"box/{label}"), **own, **columns}

    def note(self, title: str, box_id: str, body: str = "") -> Row:
        """A note that is there."""
        return {**self._place(f"note/{title}"), "box_id": box_id, "title": title, "body": body}

    def setting(self, light: str | None = "on", height: int = 1) -> Row:
        """The setting that is there."""
        return {**self._place("setting"), "light": light, "height": height}

    def _place(self, name: str) -> Row:
        arn = f"arn:aws:shelf:{HOME}:{PAYER}:{name}"
        return {"arn": arn, "account_id": PAYER, "region": HOME, "tags": None}

    def comparer(self, *rows: Row) -> Comparer:
        """What compares with an estate of these rows."""
        tables: dict[str, list[Row]] = {}
        for row in rows:
            kind = row["arn"].rpartition(":")[2].partition("/")[0]
            tables.setdefault(f"shelf_{kind}", []).append(row)
        return Comparer(estate_of(**tables), self.catalog)

    def compare(
        self,
        wanted: Iterable[Wanted],
        *rows: Row,
        pairs: Mapping[RowKey, str] | None = None,
        before: EstateComparison | None = None,
    ) -> EstateComparison:
        """Wanted rows held against an estate of these rows."""
        return self.comparer(*rows).compare(self.landscape, wanted, pairs or {}, before)

    def bench(self, want: Callable[[Blueprint], Iterable[Wanted]], *rows: Row) -> Bench:
        """A bench whose settings want rows, for an estate of these rows."""
        return Bench(
            self.landscape, lambda landscape: want(landscape.settings), self.comparer(*rows)
        )


@pytest.fixture
def shelf() -> Shelf:
    settings = Blueprint(blueprint="acme", home_region=HOME)
    payer = LandscapeAccount("payer", PAYER, "p@x.org", (), (HOME,), settings, is_management=True)
    landscape = Landscape(
        name="acme",
        partition="aws",
        home_region=HOME,
        regions=(HOME,),
        settings=settings,
        accounts=(payer,),
        security=payer,
        logs=payer,
        organization_id="o-1",
        root_id="r-1",
    )
    return Shelf(landscape, Catalog(TABLES, LIFECYCLES))
