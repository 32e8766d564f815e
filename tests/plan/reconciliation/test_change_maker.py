"""The Changes of one row: what a declaration does not say is a fault that shows at once."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Row
from ringwall.plan.reconciliation.change_maker import ChangeMaker, ChangePlace

PLACE = ChangePlace("222222222222", "eu-west-1", "aws")


def maker(desk: Any, table: str, **columns: Any) -> ChangeMaker:
    catalog = desk.catalog
    wanted = desk.want(table, **columns)
    return ChangeMaker(
        catalog.lifecycles[table], catalog.tables[table], wanted, "acme/x", PLACE, ()
    )


def test_a_column_that_no_call_sets_is_a_fault(desk: Any) -> None:
    with pytest.raises(ValueError, match="nothing sets id"):
        list(maker(desk, "desk_drawer", id="d").update(["id"], None))
    with pytest.raises(ValueError, match="no call sets light to"):
        list(maker(desk, "desk_setting", light="dim").update(["light"], None))


def test_a_setting_is_neither_created_nor_erased(desk: Any) -> None:
    setting = maker(desk, "desk_setting", light=True)
    with pytest.raises(ValueError, match="cannot be created"):
        list(setting.create())
    with pytest.raises(ValueError, match="how to erase"):
        list(setting.erase({}))


def test_the_same_row_has_the_same_ids_whenever_it_is_planned(desk: Any) -> None:
    one, two = (list(maker(desk, "desk_drawer", label="x", locked=True).create()) for _ in "ab")
    assert one == two
    assert len({change.id for change in one}) == len(one)


def test_a_text_that_there_is_not_is_left_out_of_a_call_that_sets_all(desk: Any) -> None:
    """AWS refuses a prefix of no letters: what is not wanted is not written."""
    row = desk.drawer("x", "acme/x", color="", keys=["a"])
    (change,) = maker(desk, "desk_drawer", label="x", keys=["b"]).update(["keys"], row)
    assert change.write.parameters == {"Id": "d-x", "Keys": ["b"]}
    assert change.undo is not None
    assert change.undo.parameters == {"Id": "d-x", "Keys": ["a"]}
    none = desk.drawer("x", "acme/x", color="red", keys=[])
    (change,) = maker(desk, "desk_drawer", label="x", color="blue").update(["color"], none)
    assert change.write.parameters == {"Id": none["id"], "Color": "blue"}
    painted = maker(desk, "desk_drawer", label="x", keys=["a"], color="red")
    (change,) = painted.update(["color"], row)
    assert change.write.parameters == {"Id": "d-x", "Keys": ["a"], "Color": "red"}
    assert change.undo is not None
    assert change.undo.parameters == {"Id": "d-x", "Keys": ["a"]}


def make_real(table: str, **columns: Any) -> ChangeMaker:
    """Return the maker of a row of the catalog."""
    key = RowKey("management", "global", table, "x")
    wanted = Wanted(key, columns, section="s", layer="identity", why="w")
    lifecycle, described = load_lifecycles()[table], load_tables()[table]
    return ChangeMaker(lifecycle, described, wanted, "acme/x", PLACE, ())


def test_no_limit_is_left_out_of_what_is_taken_back() -> None:
    """AWS takes no 0 for the age of passwords: what a call leaves out is no limit."""
    there = {
        column: False if column.startswith(("require", "allow", "hard")) else 0
        for column in load_lifecycles()["iam_password_policy"].creates
    }
    row = {**there, "minimum_password_length": 8, "arn": "a"}
    maker = make_real("iam_password_policy", max_password_age=90, minimum_password_length=14)
    (change,) = maker.update(["max_password_age", "minimum_password_length"], row)
    assert change.write.parameters["MaxPasswordAge"] == 90
    assert "PasswordReusePrevention" not in change.write.parameters
    assert change.undo is not None
    assert change.undo.parameters["MinimumPasswordLength"] == 8
    assert change.undo.parameters["RequireSymbols"] is False
    assert "MaxPasswordAge" not in change.undo.parameters


FIRST = {"ReadWriteType": "All", "IncludeManagementEvents": True}
OWN = {"ReadWriteType": "WriteOnly", "DataResources": [{"Type": "AWS::S3::Object"}]}


@pytest.mark.parametrize(("there", "again"), [([], [FIRST]), ([OWN], [OWN])])
def test_a_trail_gets_its_selectors_back(there: list[Row], again: list[Row]) -> None:
    """What it had before the advanced ones took their place; else what a trail begins with."""
    selectors = [{"Name": "all", "FieldSelectors": []}]
    row = {"trail_arn": "t", "arn": "t", "advanced_event_selectors": [], "event_selectors": there}
    maker = make_real("cloudtrail_trail", trail_name="t", advanced_event_selectors=selectors)
    (change,) = maker.update(["advanced_event_selectors"], row)
    assert change.write.parameters == {"TrailName": "t", "AdvancedEventSelectors": selectors}
    assert change.undo is not None
    assert change.undo.parameters == {"TrailName": "t", "EventSelectors": again}


def test_agents_of_a_feature_are_turned_off_again() -> None:
    row = {"status": "DISABLED", "enabled_configurations": [], "arn": "f"}
    maker = make_real(
        "guardduty_detector_feature",
        name="RUNTIME_MONITORING",
        status="ENABLED",
        enabled_configurations=["EC2_AGENT_MANAGEMENT"],
    )
    maker = replace(maker, wanted=replace(maker.wanted, given={"detector_id": "d"}))
    (change,) = maker.update(["status", "enabled_configurations"], row)
    assert change.undo is not None
    (feature,) = change.undo.parameters["Features"]
    assert {agent["Status"] for agent in feature["AdditionalConfiguration"]} == {"DISABLED"}


def test_an_erasure_that_is_only_scheduled_is_taken_back_by_its_own_call() -> None:
    secret = make_real("secretsmanager_secret", name="s")
    row = {"arn": "a", "name": "s", "description": "", "kms_key_id": "", "tags": {}}
    (change,) = secret.erase(row)
    assert change.undo
    assert (change.undo.operation, change.undo.parameters) == (
        "secretsmanager.restore_secret",
        {"SecretId": "s"},
    )
