"""The calls that rows may take: all that any plan of them makes, in the account of each."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ringwall.catalog.permissions import CallUse, list_calls
from ringwall.model.blueprint.wanted import Join, Ref, RowKey, Wanted
from ringwall.model.change import Change
from ringwall.model.lifecycle import Find, Lifecycle, Step
from ringwall.model.reference import READ, TEXT
from ringwall.model.table import Table, text
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.reconcile import PlanOptions
from ringwall.plan.reconciliation.required_calls import list_required_calls

ROLE = Lifecycle(
    "iam_role",
    Find("iam.get_role", {"RoleName": "{role_name}"}),
    identity=("role_name",),
    create=Step("iam.create_role", {"RoleName": "{role_name}"}),
    creates=("role_name",),
)
LINKED = Lifecycle(
    "iam_service_linked_role",
    Find("iam.list_roles", items="Roles"),
    identity=("aws_service_name",),
    create=Step("iam.create_service_linked_role", {"AWSServiceName": "{aws_service_name}"}),
    creates=("aws_service_name",),
)


def find(desk: Any, *wanted: Wanted, catalog: Catalog | None = None) -> dict[str, list[CallUse]]:
    found = list_required_calls(desk.landscape, wanted, catalog or desk.catalog)
    return {account: list(calls) for account, calls in found.items()}


def operations_of(calls: Iterable[CallUse]) -> set[str]:
    return {call.operation for call in calls}


def test_a_row_takes_all_its_calls_and_no_update_of_what_is_not_wanted(desk: Any) -> None:
    found = find(desk, desk.want("desk_drawer", label="x", locked=True))
    assert list(found) == ["prod"]
    assert operations_of(found["prod"]) == {
        "desk.list_drawers",
        "desk.create_drawer",
        "desk.lock",
        "desk.unlock",
        "desk.tag",
        "desk.delete_drawer",
    }


def test_detail_calls_are_those_of_the_columns_that_are_wanted(desk: Any) -> None:
    found = find(desk, desk.want("desk_drawer", label="x", policy={"a": 1}))
    assert {"desk.get_policy", "desk.put_policy"} <= operations_of(found["prod"])
    light = find(desk, desk.want("desk_setting", light=True))
    assert operations_of(light["prod"]) == {"desk.get_light", "desk.light_on", "desk.light_off"}


def test_each_account_has_the_calls_of_its_own_rows(desk: Any) -> None:
    rows = [
        desk.want("desk_setting", height="3"),
        desk.want("desk_account", account="management", email="a"),
    ]
    found = find(desk, *rows)
    assert operations_of(found["prod"]) == {"desk.get_height", "desk.set_height"}
    assert operations_of(found["management"]) == {"desk.list_accounts", "desk.create_account"}


def test_what_a_policy_makes_so_takes_no_call(desk: Any) -> None:
    row = replace(desk.want("desk_setting", height="3"), satisfied_by="a policy")
    assert find(desk, row) == {}


def test_polls_and_further_actions_come_with_their_call(desk: Any) -> None:
    step = Step("desk.put_letter", {"Title": "{title}"}, also=("desk:Stamp",))
    letter = replace(desk.catalog.lifecycles["desk_letter"], create=step)
    catalog = Catalog(desk.catalog.tables, {"desk_letter": letter})
    row = desk.want("desk_letter", drawer_id="d", title="t", body="b")
    found = find(desk, row, catalog=catalog)["prod"]
    assert CallUse("desk.put_letter", {"Title": "t"}, ("desk:Stamp",)) in found


def passed(desk: Any, table: str, account: str, **columns: Any) -> Any:
    """Return what a parameter has that refers to a role of the blueprint."""
    tables = {
        name: Table(
            name, "Roles.", (text("role_name", "R", "."), text("aws_service_name", "A", ""))
        )
        for name in ("iam_role", "iam_service_linked_role")
    }
    lifecycles = {**desk.catalog.lifecycles, "iam_role": ROLE, "iam_service_linked_role": LINKED}
    catalog = Catalog({**desk.catalog.tables, **tables}, lifecycles)
    role = desk.want(table, "writer", account, "global", **columns)
    row = desk.want("desk_setting", height=Ref(role.key, "arn"))
    (use,) = [
        u
        for u in find(desk, row, role, catalog=catalog)["prod"]
        if u.operation == "desk.set_height"
    ]
    return use.parameters["Value"]


def test_the_arn_of_a_role_is_known_by_its_name(desk: Any) -> None:
    found = passed(desk, "iam_role", "prod", role_name="writer")
    assert found == "arn:aws:iam::222222222222:role/writer"
    found = passed(desk, "iam_role", "new", role_name="writer")
    assert found[TEXT][0::2] == ["arn:aws:iam::", ":role/writer"]


def test_the_arn_of_a_role_of_a_service_is_known_but_for_its_end(desk: Any) -> None:
    name = "config.amazonaws.com"
    found = passed(desk, "iam_service_linked_role", "prod", aws_service_name=name)
    assert "".join(found[TEXT][:-1]) == f"arn:aws:iam::222222222222:role/aws-service-role/{name}/"
    assert READ in found[TEXT][-1]


def test_what_the_blueprint_says_of_another_row_is_known(desk: Any) -> None:
    drawer = desk.want("desk_drawer", label="top")
    joined = Join(("to ", Ref(drawer.key, "label"), "/", Ref(drawer.key, "id")))
    row = desk.want("desk_setting", height=joined)
    (use,) = [u for u in find(desk, drawer, row)["prod"] if u.operation == "desk.set_height"]
    assert use.parameters["Value"][TEXT][:3] == ["to ", "top", "/"]
    nobody = RowKey("prod", "global", "desk_drawer", "other")
    row = desk.want("desk_setting", height=Ref(nobody, "label"))
    (use,) = [u for u in find(desk, row)["prod"] if u.operation == "desk.set_height"]
    assert READ in use.parameters["Value"]


def test_every_plan_makes_only_these_calls(desk: Any) -> None:
    rows = [
        desk.want("desk_drawer", "x", label="x", color="red", locked=True, policy={}, keys=["k"]),
        desk.want("desk_setting", light=True, height="3"),
        desk.want("desk_letter", drawer_id="d-x", title="t", body="b"),
    ]
    letter = {"arn": "l", "account_id": desk.landscape.accounts[1].id, "region": "eu-west-1"}
    letters = [{**letter, "drawer_id": "d-x", "title": "t", "body": "other"}]
    known = operations_of(find(desk, *rows)["prod"])
    adopted = PlanOptions(adopted={"desk_drawer/x": ""})
    plans = [
        desk.plan(*rows),
        desk.plan(*rows, desk_drawer=[desk.drawer("x", "acme/x")], desk_letter=letters),
        desk.plan(*rows, desk_drawer=[desk.drawer("x")], options=adopted),
        desk.plan(*rows, desk_drawer=[desk.drawer("y", "acme/y")], prune=True),
    ]
    changes: list[Change] = [change for plan in plans for change in plan.changes]
    made = {call.operation for change in changes for call in list_calls(change, {})}
    assert {"desk.put_letter", "desk.delete_drawer", "desk.lock", "desk.tag"} <= made
    assert made <= known
