"""A small made-up service: drawers with a label, and letters in them; nothing of AWS's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import OWNER_TAG, Ref, RowKey, Wanted
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call, Row, Table, boolean, document, text, texts
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.reconcile import PlanOptions, reconcile

MANAGEMENT, PROD = "111111111111", "222222222222"
HOME, OTHER = "eu-west-1", "us-east-1"
ACCOUNT_ROW = RowKey("management", "global", "desk_account", "new")

DRAWER = Table(
    name="desk_drawer",
    doc="A drawer.",
    list=Call("desk.list_drawers", "Drawers"),
    calls=(Call("desk.get_policy", "Policy", {"Drawer": "{Id}"}, into="Policy"),),
    arn="arn:{partition}:desk:{region}:{account_id}:drawer/{Id}",
    tags="Tags",
    columns=(
        text("id", "Id", "Its id.", required=True),
        text("label", "Label", "Its label."),
        text("color", "Color", "Its color."),
        boolean("locked", "Locked", "It is locked."),
        document("policy", "Policy", "Who may open it.", required=True),
        texts("keys", "Keys", "Its keys."),
    ),
)
LETTER = Table(
    name="desk_letter",
    doc="A letter in a drawer.",
    list=Call("desk.list_letters", "Letters"),
    arn="Arn",
    columns=(
        text("drawer_id", "DrawerId", "The drawer."),
        text("title", "Title", "Its title."),
        text("body", "Body", "What it says."),
    ),
)
SETTING = Table(
    name="desk_setting",
    doc="The settings of desks.",
    fetch=lambda _: [{}],
    arn="arn:{partition}:desk:{region}:{account_id}:setting",
    calls=(
        Call("desk.get_light", into="Light"),
        Call("desk.get_height", into="Height"),
    ),
    columns=(
        boolean("light", "Light.On", "The light is on.", required=True),
        text("height", "Height.Value", "How high it is."),
    ),
)
PERSON = Table(
    name="desk_account",
    doc="An account.",
    scope="organization",
    list=Call("desk.list_accounts", "Accounts"),
    arn="Arn",
    columns=(text("id", "Id", "Its id."), text("email", "Email", "Its address.")),
)

LIFECYCLES = {
    "desk_drawer": Lifecycle(
        table="desk_drawer",
        find=Find("desk.list_drawers", items="Drawers", match={"Label": "{label}"}),
        identity=("label",),
        ids=("arn", "id"),
        create=Step(
            "desk.create_drawer",
            {"Label": "{label}", "Color": "{color}", "Tags": "{tags|pairs}"},
        ),
        creates=("label", "color", "tags"),
        updates=(
            Update(
                ("policy",), Step("desk.put_policy", {"Id": "{found.id}", "P": "{policy|json}"})
            ),
            Update(
                ("locked",),
                choose={
                    True: Step("desk.lock", {"Id": "{found.id}"}),
                    False: Step("desk.unlock", {"Id": "{found.id}"}, blast="availability"),
                },
            ),
            Update(
                ("keys", "color"),
                Step("desk.set_up", {"Id": "{found.id}", "Keys": "{keys}", "Color": "{color}"}),
                whole=True,
            ),
            Update(("tags",), Step("desk.tag", {"Id": "{found.id}", "Tags": "{tags|map}"})),
        ),
        erase=Step("desk.delete_drawer", {"Id": "{found.id}"}),
        replaced_by=("label",),
        normal={"policy": "policy", "keys": "set"},
        owner="tag",
        retag=Step("desk.tag", {"Id": "{found.id}", "Tags": "{tags|map}"}),
    ),
    "desk_letter": Lifecycle(
        table="desk_letter",
        find=Find(
            "desk.list_letters",
            {"DrawerId": "{drawer_id}"},
            items="Letters",
            match={"Title": "{title}"},
        ),
        identity=("drawer_id", "title"),
        create=Step(
            "desk.put_letter", {"DrawerId": "{drawer_id}", "Title": "{title}", "Body": "{body}"}
        ),
        creates=("drawer_id", "title", "body"),
        updates=(
            Update(
                ("body",),
                Step(
                    "desk.put_letter",
                    {"DrawerId": "{drawer_id}", "Title": "{title}", "Body": "{body}"},
                ),
            ),
        ),
        erase=Step("desk.delete_letter", {"DrawerId": "{drawer_id}", "Title": "{title}"}),
    ),
    "desk_setting": Lifecycle(
        table="desk_setting",
        find=Find(),
        ids=(),
        updates=(
            Update(("light",), choose={True: Step("desk.light_on"), False: Step("desk.light_off")}),
            Update(("height",), Step("desk.set_height", {"Value": "{height}"})),
        ),
    ),
    "desk_account": Lifecycle(
        table="desk_account",
        find=Find("desk.list_accounts", items="Accounts", match={"Email": "{email}"}),
        identity=("email",),
        ids=("id",),
        create=Step("desk.create_account", {"Email": "{email}", "Name": "{name_of_row}"}),
        creates=("email",),
        irreversible="an account cannot be deleted at once",
        serial="desk accounts",
    ),
}
TABLES = {table.name: table for table in (DRAWER, LETTER, SETTING, PERSON)}


@dataclass(frozen=True)
class Desk:
    """A landscape of three accounts, one of them not there yet, and plans of it."""

    landscape: Landscape
    catalog: Catalog

    def want(
        self,
        table: str,
        name: str = "x",
        account: str = "prod",
        region: str = HOME,
        needs: tuple[RowKey, ...] = (),
        **columns: Any,
    ) -> Wanted:
        """A wanted row."""
        key = RowKey(account, region, table, name)
        return Wanted(key, columns, "detection.desk", "detection", "a desk must be tidy", needs)

    def drawer(self, label: str = "x", owner: str = "", **columns: Any) -> Row:
        """A row of the estate as a snapshot has it; `owner` is the value of the owner's tag."""
        return {
            "arn": f"arn:aws:desk:{HOME}:{PROD}:drawer/d-{label}",
            "account_id": PROD,
            "region": HOME,
            "id": f"d-{label}",
            "tags": {OWNER_TAG: owner} if owner else {},
            "label": label,
            "color": "",
            "locked": False,
            "policy": {},
            "keys": [],
            **columns,
        }

    def plan(
        self,
        *wanted: Wanted,
        gaps: Mapping[str, Mapping[tuple[str, str], str]] | None = None,
        options: PlanOptions | None = None,
        prune: bool = False,
        **tables: list[Row],
    ) -> Reconciliation:
        """The plan of these rows against an estate of these rows by table."""
        options = options or PlanOptions(prune=prune)
        estate = make_estate(tables, gaps or {})
        return reconcile(self.landscape, wanted, estate, self.catalog, options)


def make_estate(
    tables: Mapping[str, list[Row]], gaps: Mapping[str, Mapping[tuple[str, str], str]]
) -> dict[str, EstateTable]:
    found = {}
    for name in {*TABLES, *tables}:
        rows: dict[tuple[str, str], tuple[Row, ...]] = {}
        for row in tables.get(name, ()):
            place = (row["account_id"], row["region"])
            rows[place] = (*rows.get(place, ()), row)
        found[name] = EstateTable(rows, gaps.get(name, {}))
    return found


@pytest.fixture
def desk() -> Desk:
    settings = Blueprint(blueprint="acme", home_region=HOME)

    def account(name: str, id_: str | Ref) -> LandscapeAccount:
        return LandscapeAccount(name, id_, f"{name}@x.org", (), (HOME, OTHER), settings)

    management, prod = account("management", MANAGEMENT), account("prod", PROD)
    landscape = Landscape(
        name="acme",
        partition="aws",
        home_region=HOME,
        regions=(HOME, OTHER),
        settings=settings,
        accounts=(management, prod, account("new", Ref(ACCOUNT_ROW, "id"))),
        security=prod,
        logs=prod,
        organization_id="o-1",
        root_id="r-1",
    )
    return Desk(landscape, Catalog(TABLES, LIFECYCLES))
