"""The draft of an adopted blueprint: what its file says."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.errors import BadInput
from ringwall.plan.adoption.draft import draw_draft, remark_on_plan, resolve
from ringwall.plan.adoption.remarks import AdoptionRemark
from ringwall.plan.adoption.skeleton import Skeleton
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.outcome import Reconciliation, Skip

GIVEN = {
    "blueprint": "acme",
    "home_region": "eu-west-1",
    "accounts": {"security": "payer", "units": {"Work": {"accounts": ["shop"]}}},
}
CHOSEN = AdoptionRemark(("accounts", "security"), "chosen", "look")


def draw(shelf: Any, want: Any, *rows: Any) -> Any:
    """Return the draft for an estate of rows."""
    return draw_draft(
        Skeleton(GIVEN, [CHOSEN]),
        shelf.landscape,
        shelf.comparer(*rows),
        lambda landscape: want(landscape.settings),
        [],
    )


def want_trail(shelf: Any) -> Any:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        trail = settings.detection.trail
        if trail.enabled:
            yield shelf.want("box", name="acme-x", size=trail.expiration_days,
                             state=trail.object_lock_mode)  # fmt: skip
            yield shelf.want("setting", light="on", height=trail.object_lock_days)

    return want


def test_defaults_are_those_of_the_level() -> None:
    baseline, strict = (resolve(GIVEN, level) for level in ("baseline", "strict"))
    assert baseline["detection"]["trail"]["expiration_days"] == 731
    assert strict["detection"]["trail"]["expiration_days"] == 2557
    assert baseline["accounts"]["security"] == "payer"
    assert baseline["accounts"]["units"]["Work"]["accounts"] == ["shop"]


@pytest.mark.parametrize(
    ("level", "days", "mode"), [("baseline", 731, "GOVERNANCE"), ("strict", 2557, "COMPLIANCE")]
)
def test_the_level_is_the_one_by_which_least_is_said(
    shelf: Any, level: str, days: int, mode: str
) -> None:
    box = shelf.box("acme-x", "acme/x", size=days, state=mode)
    draft = draw(shelf, want_trail(shelf), box, shelf.setting(height=30))
    assert draft.settings["level"] == level
    assert draft.settings["detection"] == {"trail": {"object_lock_days": 30}}


def test_what_is_given_is_kept_and_the_file_has_the_order_of_the_language(shelf: Any) -> None:
    draft = draw(shelf, want_trail(shelf), shelf.box("acme-x", size=1), shelf.setting(height=365))
    assert list(draft.settings) == [
        *("blueprint", "home_region", "level", "accounts", "detection", "adopt"),
    ]
    assert draft.settings["accounts"] == GIVEN["accounts"]
    assert draft.remarks[0] == CHOSEN


def test_what_has_not_the_blueprints_tag_is_taken_over(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        yield from want_trail(shelf)(settings)
        yield shelf.want("box", "own", name="own", size=1)
        yield shelf.want("box", "foreign", name="foreign", size=1)
        yield shelf.want("note", box_id="b", title="t", body="")

    named = {"size": 731, "state": "GOVERNANCE"}
    boxes = [
        shelf.box("theirs", **named),
        shelf.box("own", "acme/own"),
        shelf.box("foreign", "other/foreign"),
    ]
    draft = draw(shelf, want, *boxes, shelf.setting(height=365), shelf.note("t", "b"))
    assert draft.settings["adopt"] == {
        "tag": False,
        "rows": {
            "payer eu-west-1 shelf_box/foreign": boxes[2]["arn"],
            "payer eu-west-1 shelf_box/x": boxes[0]["arn"],
        },
    }


def test_a_row_without_owners_is_taken_over_by_its_arn_where_it_has_another_name(
    shelf: Any,
) -> None:
    lifecycles = dict(shelf.catalog.lifecycles)
    lifecycles["shelf_box"] = replace(lifecycles["shelf_box"], owner="none")
    ownerless = replace(shelf, catalog=Catalog(shelf.catalog.tables, lifecycles))
    rows = [shelf.box("theirs", size=731, state="GOVERNANCE"), shelf.setting(height=365)]
    draft = draw(ownerless, want_trail(shelf), *rows)
    assert draft.settings["adopt"]["rows"] == {"payer eu-west-1 shelf_box/x": rows[0]["arn"]}
    same = shelf.box("acme-x", size=731, state="GOVERNANCE")
    assert "adopt" not in draw(ownerless, want_trail(shelf), same, rows[1]).settings


def test_a_section_that_is_turned_off_is_said_with_how_much_is_there(shelf: Any) -> None:
    none = draw(shelf, want_trail(shelf))
    assert none.settings["detection"] == {"trail": {"enabled": False}}
    keys = ("detection", "trail", "enabled")
    assert none.remarks == (CHOSEN, AdoptionRemark(keys, "absent", "there is none"))

    def want_more(settings: Blueprint) -> Iterable[Wanted]:
        yield shelf.want("note", box_id="b", title="t")  # of another section
        if settings.detection.trail.enabled:
            yield shelf.want("setting", light="on")
            yield from (shelf.want("box", each, name=each, size=1) for each in "abcd")

    some = draw(shelf, want_more, shelf.setting(), shelf.box("a", size=2), shelf.note("t", "b"))
    text = "of what it would want, 1 of 5 rows are as it wants them"
    assert some.remarks[1:] == (AdoptionRemark(keys, "absent", text),)


def test_an_organization_of_which_nothing_can_be_wanted_is_refused(shelf: Any) -> None:
    def want(_: Blueprint) -> Iterable[Wanted]:
        raise ValueError("it contradicts itself")

    with pytest.raises(BadInput, match="no blueprint can be made"):
        draw(shelf, want)


def test_the_lines_of_the_plan_are_remarks_on_their_sections(shelf: Any) -> None:
    key = shelf.key("box")
    line = Difference(
        key, "1", "arn", "size", 1, 2, "update", "detection.trail", "detection", "why", "config", ()
    )
    plan = Reconciliation(
        differences=(line,),
        skipped=(
            Skip(key, "identity", "denied\x1b[2J", is_open=True),
            Skip(key, "accounts", "it is erased by hand", is_open=False),
        ),
    )
    assert list(remark_on_plan(plan)) == [
        (("detection", "trail"), "differs", f"{key}: size 1 -> 2"),
        (("identity",), "unknown", f"{key}: denied\\x1b[2J"),
        (("accounts",), "differs", f"{key}: it is erased by hand"),
    ]
