"""A blueprint's rows against an estate: what is created, changed, replaced, erased, and skipped."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import OWNER_TAG, Existing, Join, Ref, RowKey
from ringwall.model.change import UNREAD, Change, Write
from ringwall.model.lifecycle import Step, Update
from ringwall.model.table import Derived
from ringwall.plan.reconciliation.catalog import needed_columns
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.reconciliation.reconcile import PlanOptions

PROD, HOME = "222222222222", "eu-west-1"
OWNED = {OWNER_TAG: "acme/x"}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*"}]}


def write_of(change: Change) -> tuple[str, dict[str, Any]]:
    return change.write.operation, dict(change.write.parameters)


def test_a_row_that_is_there_as_wanted_needs_nothing(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red", keys=["b", "a"])
    row = desk.drawer(owner="acme/x", color="red", keys=["a", "b"])
    done = desk.plan(wanted, desk_drawer=[row])
    assert (done.changes, done.differences, done.skipped, done.rows) == ((), (), (), 1)


def test_a_row_that_is_missing_is_created_and_then_set_up(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red", policy=POLICY, locked=True)
    done = desk.plan(wanted)
    creation, policy, lock = done.changes
    assert write_of(creation) == (
        "desk.create_drawer",
        {"Label": "x", "Color": "red", "Tags": [{"Key": OWNER_TAG, "Value": "acme/x"}]},
    )
    assert (creation.before, creation.after) == (
        None,
        {"label": "x", "color": "red", "tags": OWNED},
    )
    assert creation.undo == Write("desk.delete_drawer", {"Id": {"$read": f"{creation.id}.id"}})
    found = {"$read": f"{creation.id}.id"}
    assert write_of(policy)[1] == {
        "Id": found,
        "P": '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*"}]}',
    }
    assert (lock.write.operation, lock.before, lock.after) == (
        "desk.lock",
        UNREAD,
        {"locked": True},
    )
    for change in (policy, lock):
        assert (change.part_of, change.needs, change.undo) == (creation.id, (creation.id,), None)
    (line,) = done.differences
    assert (line.property, line.action, line.actual) == ("", "create", None)
    assert line.changes == (creation.id, policy.id, lock.id)


def test_each_group_of_columns_that_differs_is_one_change(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red", locked=True)
    done = desk.plan(wanted, desk_drawer=[desk.drawer(owner="acme/x", keys=["k"])])
    lock, set_up = sorted(done.changes, key=lambda change: change.write.operation)
    # A call that replaces all its columns keeps those that nobody wants.
    assert write_of(set_up) == ("desk.set_up", {"Id": "d-x", "Keys": ["k"], "Color": "red"})
    assert set_up.undo is not None
    assert set_up.undo.parameters == {"Id": "d-x", "Keys": ["k"]}
    assert (set_up.before, set_up.after) == ({"color": ""}, {"color": "red"})
    assert (lock.write.operation, lock.undo) == ("desk.lock", Write("desk.unlock", {"Id": "d-x"}))
    assert [(d.property, d.actual, d.desired) for d in done.differences] == [
        ("color", "", "red"),
        ("locked", False, True),
    ]


def test_policies_are_compared_by_what_they_say(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", policy=POLICY)
    same = {"Statement": {"Sid": "a", "Action": ["*"], "Effect": "Deny"}, "Version": "2012-10-17"}
    assert not desk.plan(wanted, desk_drawer=[desk.drawer(owner="acme/x", policy=same)]).changes
    other = {**POLICY, "Version": "2008-10-17"}
    assert desk.plan(wanted, desk_drawer=[desk.drawer(owner="acme/x", policy=other)]).changes


def test_a_column_that_aws_cannot_change_replaces_the_resource(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="new", color="red")
    done = desk.plan(wanted, desk_drawer=[desk.drawer("old", owner="acme/x", color="red")])
    erasure, creation = done.changes
    assert (erasure.write.operation, erasure.after) == ("desk.delete_drawer", None)
    assert erasure.before == {"label": "old", "color": "red", "tags": OWNED}
    assert erasure.probe.match == {"Label": "old"}
    assert erasure.undo is not None
    assert erasure.undo.parameters["Label"] == "old"
    assert creation.probe.match == {"Label": "new"}
    assert creation.needs == (erasure.id,)
    (line,) = done.differences
    assert (line.action, line.property, line.actual, line.desired) == (
        "replace",
        "label",
        "old",
        "new",
    )


def test_what_refers_to_a_new_row_waits_for_its_read_back(desk: Any) -> None:
    parent = desk.want("desk_drawer", label="x")
    ref = Ref(parent.key, "id")
    child = desk.want("desk_letter", "a", drawer_id=ref, title="a", body=Join(("in ", ref)))
    done = desk.plan(child, parent)
    creation, letter = done.changes
    read = {"$read": f"{creation.id}.id"}
    assert write_of(letter)[1] == {
        "DrawerId": read,
        "Title": "a",
        "Body": {"$text": ["in ", read]},
    }
    assert letter.probe.parameters == {"DrawerId": read}
    assert letter.needs == (creation.id,)


def test_what_refers_to_a_row_that_is_there_has_its_value(desk: Any) -> None:
    parent = desk.want("desk_drawer", label="x")
    ref = Ref(parent.key, "id")
    child = desk.want("desk_letter", "a", drawer_id=ref, title="a", body=Join(("in ", ref)))
    (letter,) = desk.plan(parent, child, desk_drawer=[desk.drawer(owner="acme/x")]).changes
    assert write_of(letter)[1] == {"DrawerId": "d-x", "Title": "a", "Body": "in d-x"}


def test_rows_of_an_account_that_is_not_there_yet_wait_for_its_id(desk: Any) -> None:
    person = desk.want("desk_account", "new", "management", "global", email="new@x.org")
    drawer = desk.want("desk_drawer", account="new", label="x")
    light = desk.want("desk_setting", account="new", light=True, height="1")
    done = desk.plan(light, drawer, person)
    creation = done.changes[0]
    assert (creation.blast, creation.undo) == ("irreversible", None)
    assert "cannot be deleted" in creation.irreversible
    assert creation.serial == "desk accounts"
    for change in done.changes[1:]:
        assert change.account == {"$read": f"{creation.id}.id"}
        assert change.account_id == ""
        assert creation.id in change.needs
    settings = [
        c for c in done.changes if c.write.operation in ("desk.light_on", "desk.set_height")
    ]
    assert [change.before for change in settings] == [UNREAD, UNREAD]
    undos = {change.write.operation: change.undo for change in settings}
    assert undos == {
        "desk.light_on": Write("desk.light_off", {}),
        "desk.set_height": Write("desk.set_height", {"Value": {"$before": "height"}}),
    }


def test_a_setting_is_read_by_the_calls_of_its_columns_alone(desk: Any) -> None:
    row = {"arn": "s", "account_id": PROD, "region": HOME, "tags": None, "light": False}
    (change,) = desk.plan(desk.want("desk_setting", light=True), desk_setting=[row]).changes
    assert (change.probe.operation, change.probe.items) == ("desk.get_light", "[{Light: @}]")
    assert (change.probe.take, change.probe.lookups) == ("{light: Light.On}", ())
    assert change.undo == Write("desk.light_off", {})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"owner": ""}, "is not of this blueprint: adopt it"),
        ({"owner": "", "tags": None}, "the tags of"),
        ({"owner": "acme/x", "color": None}, "it is not known what color of"),
        ({"owner": "", "label": None}, "it is not known what"),
    ],
)
def test_what_cannot_be_told_is_skipped_with_its_dependants(
    desk: Any, row: dict[str, Any], reason: str
) -> None:
    parent = desk.want("desk_drawer", label="x", color="red")
    child = desk.want("desk_letter", "a", drawer_id=Ref(parent.key, "id"), title="a", body="b")
    done = desk.plan(child, parent, desk_drawer=[{**desk.drawer(owner=row["owner"]), **row}])
    assert (done.changes, done.differences) == ((), ())
    first, second = done.skipped
    assert (first.key, second.key) == (parent.key, child.key)
    assert reason in first.reason
    assert second.reason == f"needs {parent.key}: {first.reason}"


def test_what_was_not_read_is_not_emptied_by_a_call_that_replaces_it(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red")
    row = {**desk.drawer(owner="acme/x"), "keys": None}
    done = desk.plan(wanted, desk_drawer=[row])
    assert done.changes == ()
    (skip,) = done.skipped
    assert (skip.is_open, "not known what keys of" in skip.reason) == (True, True)
    # Without such a call, what is not known is not in the way.
    locked = desk.want("desk_drawer", label="x", color="", locked=True)
    assert len(desk.plan(locked, desk_drawer=[row]).changes) == 1


def test_two_resources_with_one_tag_are_not_touched(desk: Any) -> None:
    rows = [desk.drawer("a", owner="acme/x"), desk.drawer("b", owner="acme/x")]
    (skip,) = desk.plan(desk.want("desk_drawer", label="x"), desk_drawer=rows).skipped
    assert "keep one" in skip.reason


@pytest.mark.parametrize("place", [(PROD, HOME), (PROD, "global"), ("", "global")])
def test_a_gap_in_the_estate_skips_the_row(desk: Any, place: tuple[str, str]) -> None:
    gaps = {"desk_drawer": {place: "it was denied"}}
    (skip,) = desk.plan(desk.want("desk_drawer", label="x"), gaps=gaps).skipped
    assert (skip.reason, skip.is_open) == ("it was denied", True)


def test_what_is_adopted_gets_the_tag_and_is_changed(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red")
    options = PlanOptions({"desk_drawer/x": ""})
    done = desk.plan(wanted, options=options, desk_drawer=[desk.drawer()])
    tag, color = done.changes
    assert write_of(tag) == ("desk.tag", {"Id": "d-x", "Tags": OWNED})
    assert (tag.before, tag.after) == ({"tags": {OWNER_TAG: None}}, {"tags": OWNED})
    assert write_of(color)[0] == "desk.set_up"


def test_what_is_only_recorded_gets_no_tag(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red")
    options = PlanOptions({"desk_drawer/x": ""}, tag_adopted=False)
    (color,) = desk.plan(wanted, options=options, desk_drawer=[desk.drawer()]).changes
    assert write_of(color)[0] == "desk.set_up"
    assert desk.plan(wanted, options=options, desk_drawer=[desk.drawer(color="red")]).changes == ()


def test_what_is_adopted_by_its_arn_keeps_its_name(desk: Any) -> None:
    row = desk.drawer("theirs")
    place = f"prod {HOME} desk_drawer/x"
    options = PlanOptions({"desk_drawer/x": "arn:of:another", place: row["arn"]}, tag_adopted=False)
    wanted = desk.want("desk_drawer", label="x", color="red")
    (color,) = desk.plan(wanted, options=options, desk_drawer=[row]).changes
    assert write_of(color)[1]["Id"] == "d-theirs"
    assert "theirs" in str(color.probe)


def test_what_is_adopted_is_never_made_anew(desk: Any) -> None:
    drawer = desk.catalog.lifecycles["desk_drawer"]
    lifecycle = replace(drawer, replaced_by=("locked",))
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": lifecycle}
    desk = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = desk.want("desk_drawer", label="x", locked=True, color="red")
    options = PlanOptions({"desk_drawer/x": ""}, tag_adopted=False)
    done = desk.plan(wanted, options=options, desk_drawer=[desk.drawer()])
    assert [write_of(change)[0] for change in done.changes] == ["desk.set_up"]
    (skip,) = done.skipped
    assert skip.reason.endswith("cannot be changed; what was there before is not made anew")
    tagged = desk.plan(wanted, options=options, desk_drawer=[desk.drawer(owner="acme/x")])
    assert "desk.delete_drawer" in [write_of(change)[0] for change in tagged.changes]


def test_only_what_has_the_tag_is_erased_and_only_where_it_is_asked_for(desk: Any) -> None:
    rows = [
        desk.drawer("a", owner="acme/a"),
        desk.drawer("b"),
        desk.drawer("c", owner="other/c"),
        desk.drawer("x", owner="acme/x"),
    ]
    wanted = desk.want("desk_drawer", label="x")
    left = desk.plan(wanted, desk_drawer=rows)
    assert (left.changes, [key.name for key in left.unwanted]) == ((), ["a"])
    done = desk.plan(wanted, prune=True, desk_drawer=rows)
    (change,) = done.changes
    assert write_of(change) == ("desk.delete_drawer", {"Id": "d-a"})
    assert [(d.action, d.key.name) for d in done.differences] == [("erase", "a")]
    assert done.unwanted == ()


def test_what_stays_of_a_table_of_which_nothing_is_wanted_is_told_too(desk: Any) -> None:
    old = desk.drawer("a", owner="acme/a")
    owned = {"desk_drawer": EstateTable({(PROD, HOME): (old,)})}
    options = PlanOptions(owned=owned)
    letter = desk.want("desk_letter", drawer_id="d", title="t", body="b")
    assert [str(key) for key in desk.plan(letter, options=options).unwanted] == [
        "prod eu-west-1 desk_drawer/a"
    ]


def test_rows_that_contradict_each_other_are_a_fault_of_the_catalog(desk: Any) -> None:
    one = desk.want("desk_drawer", label="x")
    with pytest.raises(ValueError, match="two sections want"):
        desk.plan(one, one)
    with pytest.raises(ValueError, match="no section wants"):
        desk.plan(desk.want("desk_drawer", label="x", needs=(RowKey("a", "b", "c", "d"),)))
    two = desk.want("desk_drawer", "y", label="y", needs=(one.key,))
    with pytest.raises(ValueError, match="need each other"):
        desk.plan(desk.want("desk_drawer", label="x", needs=(two.key,)), two)


def test_a_plan_is_the_same_whatever_the_order_of_the_rows(desk: Any) -> None:
    rows = [desk.want("desk_drawer", name, label=name) for name in "abc"]
    assert {c.id for c in desk.plan(*rows).changes} == {
        c.id for c in desk.plan(*rows[::-1]).changes
    }


def test_what_changes_unsettle_is_settled_after_them(desk: Any) -> None:
    """A permission set is brought to its accounts again, where it or its policies changed."""
    catalog = desk.catalog
    drawer = replace(catalog.lifecycles["desk_drawer"], settles=("locked",))
    desk = replace(
        desk, catalog=replace(catalog, lifecycles={**catalog.lifecycles, "desk_drawer": drawer})
    )
    wanted = desk.want("desk_drawer", label="x", color="red", locked=True)
    letter = desk.want("desk_letter", drawer_id=Ref(wanted.key, "id"), title="t", body="b")
    settled = desk.drawer(owner="acme/x", color="red", locked=True)
    there = {
        "arn": "l",
        "account_id": PROD,
        "region": HOME,
        "tags": None,
        "drawer_id": "d-x",
        "title": "t",
        "body": "b",
    }
    assert not desk.plan(wanted, letter, desk_drawer=[settled], desk_letter=[there]).changes
    late, lock = desk.plan(wanted, letter, desk_drawer=[settled]).changes
    assert (lock.write.operation, lock.before, lock.needs) == ("desk.lock", UNREAD, (late.id,))
    creation, late, lock = desk.plan(wanted, letter).changes
    assert lock.needs == tuple(sorted((creation.id, late.id)))
    (lock,) = desk.plan(
        wanted, letter, desk_drawer=[{**settled, "locked": False}], desk_letter=[there]
    ).changes
    assert lock.write.operation == "desk.lock"


def test_what_is_asked_by_is_not_read_back(desk: Any) -> None:
    letter = desk.want("desk_letter", drawer_id="d-1", title="t", body="b")
    (change,) = desk.plan(letter).changes
    assert change.after == {"title": "t", "body": "b"}
    assert change.probe.take == '{body: not_null(Body, `""`), title: not_null(Title, `""`)}'


def test_what_takes_a_value_away_may_be_another_call(desk: Any) -> None:
    catalog = desk.catalog
    drawer = catalog.lifecycles["desk_drawer"]
    clear = Step("desk.delete_policy", {"Id": "{found.id}"})
    updates = tuple(
        replace(update, clear=clear) if update.columns == ("policy",) else update
        for update in drawer.updates
    )
    lifecycles = {**catalog.lifecycles, "desk_drawer": replace(drawer, updates=updates)}
    desk = replace(desk, catalog=replace(catalog, lifecycles=lifecycles))
    rows = [desk.drawer(owner="acme/x")]
    (change,) = desk.plan(
        desk.want("desk_drawer", label="x", policy=POLICY), desk_drawer=rows
    ).changes
    assert change.write.operation == "desk.put_policy"
    assert change.undo == Write("desk.delete_policy", {"Id": "d-x"})


def test_what_a_person_makes_is_not_created(desk: Any) -> None:
    wanted = replace(desk.want("desk_drawer", label="x"), by_hand="buy a drawer")
    letter = desk.want("desk_letter", "l", drawer_id=Ref(wanted.key, "id"), title="t")
    done = desk.plan(wanted, letter)
    assert [(skip.key.name, skip.reason) for skip in done.skipped] == [
        ("x", "buy a drawer"),
        ("l", f"needs {wanted.key}: buy a drawer"),
    ]
    assert done.changes == ()
    row = desk.drawer(owner="acme/x")
    there = desk.plan(wanted, letter, desk_drawer=[row])
    assert [change.write.operation for change in there.changes] == ["desk.put_letter"]


def test_a_column_that_a_person_changes_is_not_changed(desk: Any) -> None:
    drawer = replace(desk.catalog.lifecycles["desk_drawer"], by_hand={"color": "paint it"})
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": drawer}
    desk = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = desk.want("desk_drawer", label="x", color="red")
    done = desk.plan(wanted, desk_drawer=[desk.drawer(owner="acme/x", color="blue")])
    assert [skip.reason for skip in done.skipped] == ["color is blue, not red: paint it"]
    assert done.changes == ()


def test_a_setting_that_comes_with_what_it_needs_is_looked_at_then(desk: Any) -> None:
    drawer = desk.want("desk_drawer", label="x")
    setting = desk.want("desk_setting", "s", needs=(drawer.key,), light=True)
    done = desk.plan(drawer, setting)
    creation, light = done.changes
    assert (light.before, light.after, light.needs) == (UNREAD, {"light": True}, (creation.id,))
    alone = desk.plan(desk.want("desk_setting", "s", light=True))
    assert [skip.reason for skip in alone.skipped] == ["estate.desk_setting has no row for it"]


def test_of_what_is_erased_the_columns_are_seen_that_its_probe_shows(desk: Any) -> None:
    lifecycle = replace(desk.catalog.lifecycles["desk_letter"], owner="tag")
    lifecycles = {**desk.catalog.lifecycles, "desk_letter": lifecycle}
    desk = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    row = {
        **desk.drawer(owner="acme/l"),
        "drawer_id": "d-x",
        "title": "t",
        "body": "b",
    }
    (erasure,) = desk.plan(prune=True, desk_letter=[row]).changes
    assert erasure.before == {"title": "t", "body": "b"}


def test_rows_of_a_derived_table_are_found_under_whichever_account(desk: Any) -> None:
    owner = replace(
        desk.catalog.tables["desk_account"],
        derived=(Derived("desk_letter", lambda *_: iter(()), needs=""),),
    )
    letter = replace(desk.catalog.tables["desk_letter"], list=None)
    tables = {**desk.catalog.tables, "desk_account": owner, "desk_letter": letter}
    desk = replace(desk, catalog=replace(desk.catalog, tables=tables))
    wanted = desk.want("desk_letter", "l", account="management", drawer_id="d", title="t")
    row = {**desk.drawer(), "drawer_id": "d", "title": "t", "body": ""}
    assert desk.plan(wanted, desk_letter=[row]).differences == ()


def test_what_is_ending_counts_as_erased(desk: Any) -> None:
    """A key that AWS deletes in 30 days still has its tag: another one is made."""
    drawer = desk.catalog.lifecycles["desk_drawer"]
    lifecycles = {
        **desk.catalog.lifecycles,
        "desk_drawer": replace(drawer, ending={"color": ("grey",)}),
    }
    ending = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = ending.want("desk_drawer", label="x")
    row = ending.drawer("x", "acme/x", color="grey")
    plan = ending.plan(wanted, desk_drawer=[row])
    assert [found.action for found in plan.differences] == ["create"]
    assert ending.plan(prune=True, desk_drawer=[row]).changes == ()


def test_the_name_of_a_setting_is_not_set(desk: Any) -> None:
    setting = desk.catalog.lifecycles["desk_setting"]
    lifecycles = {**desk.catalog.lifecycles, "desk_setting": replace(setting, identity=("height",))}
    named = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    drawer = named.want("desk_drawer", label="x")
    wanted = named.want("desk_setting", light=True, height="low", needs=(drawer.key,))
    plan = named.plan(drawer, wanted)
    assert [found.property for found in plan.differences] == ["", "light"]


def test_a_name_that_no_call_changes_is_told_and_nothing_is_made_anew(desk: Any) -> None:
    drawer = replace(desk.catalog.lifecycles["desk_drawer"], replaced_by=())
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": drawer}
    fixed = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = fixed.want("desk_drawer", label="new", color="red")
    plan = fixed.plan(wanted, desk_drawer=[fixed.drawer("old", "acme/x")])
    assert (plan.differences, plan.changes) == ((), ())
    (skip,) = plan.skipped
    arn = fixed.drawer("old")["arn"]
    assert skip.reason == (
        f"label of {arn} is old, not new, and cannot be changed: give it that in the blueprint, "
        "or erase it"
    )
    assert not skip.is_open


def test_what_is_renamed_is_found_by_its_id(desk: Any) -> None:
    drawer = desk.catalog.lifecycles["desk_drawer"]
    rename = Update(("label",), Step("desk.rename", {"Id": "{found.id}", "Label": "{label}"}))
    renamed = replace(
        drawer,
        find=replace(drawer.find, known={"Id": "{found.id}"}),
        updates=(*drawer.updates, rename),
        replaced_by=(),
    )
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": renamed}
    other = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = other.want("desk_drawer", label="new")
    (change,) = other.plan(wanted, desk_drawer=[other.drawer("old", "acme/x")]).changes
    assert write_of(change) == ("desk.rename", {"Id": "d-old", "Label": "new"})
    assert change.probe.match == {"Id": "d-old"}
    assert (change.before, change.after) == ({"label": "old"}, {"label": "new"})


def test_the_parts_of_a_row_go_before_it(desk: Any) -> None:
    drawer = replace(
        desk.catalog.lifecycles["desk_drawer"],
        parts={"desk_letter": {"drawer_id": "id", "place": "label"}},
    )
    letter = desk.catalog.lifecycles["desk_letter"]
    placed = replace(
        letter,
        given=("place",),
        erase=Step("desk.delete_letter", {"Title": "{title}", "Place": "{place}"}),
    )
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": drawer, "desk_letter": placed}
    whole = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    letters = [
        {**whole.drawer(), "arn": title, "drawer_id": drawer_id, "title": title, "body": "b"}
        for title, drawer_id in (("mine", "d-old"), ("other", "d-theirs"))
    ]
    drawers = [whole.drawer("old", "acme/old")]
    plan = whole.plan(prune=True, desk_drawer=drawers, desk_letter=letters)
    part, erasure = plan.changes
    assert write_of(part) == ("desk.delete_letter", {"Title": "mine", "Place": "old"})
    assert write_of(erasure) == ("desk.delete_drawer", {"Id": "d-old"})
    assert part.id in erasure.needs
    (line,) = plan.differences
    assert line.changes == (part.id, erasure.id)
    read = needed_columns([], whole.catalog, prune=True)
    assert read["desk_letter"] >= {"drawer_id", "title", "body"}


def test_where_it_is_not_known_what_is_there_nothing_is_said_to_be_erased(desk: Any) -> None:
    gaps = {"desk_drawer": {(PROD, HOME): "denied"}}
    plan = desk.plan(prune=True, gaps=gaps)
    (skip,) = plan.skipped
    assert skip.reason == "what there is to erase is not known: denied"
    assert skip.is_open
    assert desk.plan(gaps=gaps).skipped == ()


def test_the_parts_of_what_is_replaced_are_made_anew(desk: Any) -> None:
    """They go with it: what is there of them now is no reason to leave them out."""
    drawer = replace(
        desk.catalog.lifecycles["desk_drawer"],
        ids=("arn", "id", "label"),
        parts={"desk_letter": {"drawer_id": "label"}},
        replaced_by=("color",),
        updates=(),
    )
    lifecycles = {**desk.catalog.lifecycles, "desk_drawer": drawer}
    whole = replace(desk, catalog=replace(desk.catalog, lifecycles=lifecycles))
    wanted = whole.want("desk_drawer", label="x", color="red")
    letter = whole.want("desk_letter", drawer_id=Ref(wanted.key, "label"), title="t", body="b")
    there = {**whole.drawer(), "arn": "letter", "drawer_id": "x", "title": "t", "body": "b"}
    estate = [whole.drawer(owner="acme/x", color="blue")]
    plan = whole.plan(wanted, letter, desk_drawer=estate, desk_letter=[there])
    assert [change.write.operation for change in plan.changes] == [
        "desk.delete_letter",
        "desk.delete_drawer",
        "desk.create_drawer",
        "desk.put_letter",
    ]
    assert "drawer_id" in needed_columns([wanted], whole.catalog)["desk_letter"]


def test_what_a_blueprint_names_has_to_be_there(desk: Any) -> None:
    named = Existing("desk_drawer", "label", "old")
    letter = replace(desk.want("desk_letter", "a", drawer_id="1", title="t"), expects=(named,))
    (skip,) = desk.plan(letter).skipped
    assert skip.reason == "the blueprint names old: account prod has none in eu-west-1"
    gaps = {"desk_drawer": {(PROD, HOME): "it was denied"}}
    (skip,) = desk.plan(letter, gaps=gaps).skipped
    assert (skip.reason, skip.is_open) == ("the blueprint names old: it was denied", True)
    done = desk.plan(letter, desk_drawer=[desk.drawer(label="old")])
    assert (done.skipped, len(done.changes)) == ((), 1)
