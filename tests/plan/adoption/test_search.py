"""The settings under which most of what is there is wanted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.section import AdoptionPart, adopts
from ringwall.model.blueprint.wanted import Wanted
from ringwall.plan.adoption.search import GIVEN, search, walk_searched
from ringwall.plan.adoption.trial import get_setting, put_setting

TRAIL = ("detection", "trail")
INSPECTOR = ("detection", "inspector")
LIBRARY = ("accounts", "policies", "library")


def find(
    shelf: Any, want: Any, *rows: Any, parts: Iterable[AdoptionPart] = (), first: Any = None
) -> Any:
    """Return the settings that were found, from those by default or from others."""
    bench = shelf.bench(want, *rows)
    best = search(bench, bench.attempt(first or shelf.settings), [*parts])
    assert best.comparison.rows == bench.attempt(best.settings).comparison.rows
    return best.settings


def differing(shelf: Any, settings: Any) -> dict[str, Any]:
    """Return what is not as by default, with its keys."""
    default = shelf.settings
    found = {".".join(each.keys): each.keys for each in walk_searched()}
    return {
        name: get_setting(settings, keys)
        for name, keys in found.items()
        if get_setting(settings, keys) != get_setting(default, keys)
    }


def test_a_switch_is_searched_after_what_is_in_its_section() -> None:
    keys = [".".join(each.keys) for each in walk_searched()]
    trail = [each for each in keys if each.startswith("detection.trail.")]
    assert len(trail) > 4
    assert trail[-1] == "detection.trail.enabled"
    assert not GIVEN & set(keys)
    assert {"accounts.delegation_policy.account", "identity.password_policy.enabled"} <= set(keys)
    assert "accounts.policies.library" not in keys  # a mapping has no values that it may be
    assert {each.section for each in walk_searched()} >= {"detection.trail", "accounts.budget"}


def want_trail(shelf: Any) -> Any:
    """The trail's settings as columns of three rows, where it is on."""

    def want(settings: Blueprint) -> Iterable[Wanted]:
        trail = settings.detection.trail
        if trail.enabled:
            yield shelf.want(
                "box",
                name="x",
                size=trail.expiration_days,
                state=trail.object_lock_mode,
                rules={"b": trail.s3_bucket_name},
            )
            yield shelf.want("setting", light="on", height=trail.object_lock_days)  # fmt: skip

    return want


def test_numbers_texts_and_words_are_as_they_are_there(shelf: Any) -> None:
    box = shelf.box("x", size=400, state="COMPLIANCE", rules={"b": "theirs"})
    found = find(shelf, want_trail(shelf), box, shelf.setting(height=31))
    assert differing(shelf, found) == {
        "detection.trail.expiration_days": 400,
        "detection.trail.object_lock_mode": "COMPLIANCE",
        "detection.trail.object_lock_days": 31,
        "detection.trail.s3_bucket_name": "theirs",
    }


def test_what_is_not_there_is_turned_off_with_nothing_else_said_of_it(shelf: Any) -> None:
    # The box has one column right; both rows together are still better left alone.
    first = put_setting(shelf.settings, (*TRAIL, "object_lock_mode"), "COMPLIANCE")
    found = find(shelf, want_trail(shelf), first=first)
    assert get_setting(found, (*TRAIL, "object_lock_mode")) == "COMPLIANCE"
    assert differing(shelf, found) == {
        "detection.trail.enabled": False,
        "detection.trail.object_lock_mode": "COMPLIANCE",
    }


def test_what_was_tried_in_a_section_is_forgotten_where_it_is_off(shelf: Any) -> None:
    """Two rows are absent; the third is there, and fits only after a setting was found."""

    def want(settings: Blueprint) -> Iterable[Wanted]:
        trail = settings.detection.trail
        if trail.enabled:
            yield from (shelf.want("box", each, name=each, size=1) for each in "abc")
            yield shelf.want("setting", light="on", height=trail.object_lock_days)

    found = find(shelf, want, shelf.setting(height=31))
    assert differing(shelf, found) == {"detection.trail.enabled": False}


def test_what_is_off_and_is_there_is_turned_on(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        if settings.detection.detective.enabled:
            yield shelf.want("setting", section="detection.detective", light="on")

    assert differing(shelf, find(shelf, want, shelf.setting())) == {
        "detection.detective.enabled": True
    }
    assert differing(shelf, find(shelf, want)) == {}


def test_a_part_goes_before_what_it_needs(shelf: Any) -> None:
    """Alarms are absent, and need the trail, which is there."""

    def want(settings: Blueprint) -> Iterable[Wanted]:
        if settings.detection.trail.enabled:
            yield shelf.want("box", name="x", size=1)
            if settings.detection.alarms.enabled:
                yield from (
                    shelf.want("note", each, title=each, box_id="b", section="detection.alarms")
                    for each in ("s", "t")
                )

    assert differing(shelf, find(shelf, want, shelf.box("x"))) == {
        "detection.alarms.enabled": False
    }


def test_a_list_of_words_has_those_that_are_there(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        for each in settings.detection.inspector.resource_types:
            yield shelf.want("note", each,
                             section="detection.inspector", box_id="b", title=each)  # fmt: skip

    there = [shelf.note(each, "b") for each in ("ECR", "LAMBDA_CODE", "LAMBDA")]
    found = find(shelf, want, *there)
    assert set(get_setting(found, (*INSPECTOR, "resource_types"))) == {
        "ECR",
        "LAMBDA_CODE",
        "LAMBDA",
    }


def test_a_list_of_texts_has_those_that_are_there(shelf: Any) -> None:
    keys = ("detection", "alarms", "email_addresses")

    def want(settings: Blueprint) -> Iterable[Wanted]:
        for each in settings.detection.alarms.email_addresses:
            yield shelf.want("note", each, section="detection.alarms", box_id="b", title=each,
                             body=f"mailto:{each}")  # fmt: skip

    there = [shelf.note(f"{each}@x.org", "b", f"mailto:{each}@x.org") for each in "ab"]
    first = put_setting(shelf.settings, keys, ["gone@x.org", "b@x.org"])
    assert set(get_setting(find(shelf, want, *there, first=first), keys)) == {"a@x.org", "b@x.org"}


def test_service_folders_are_asked_and_only_what_helps_is_taken(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        for vpc in settings.detection.flow_logs.vpcs:
            yield shelf.want("box", vpc.vpc_id, section="detection.flow_logs", name=vpc.vpc_id,
                             size=1)  # fmt: skip

    @adopts("detection.flow_logs")
    def adopt(_: Any, rows_of: Any) -> Iterator[Mapping[str, Any]]:
        names = [row["name"] for row in rows_of("shelf_box")]
        for chosen in (["vpc-0a0a0a0a"], names, ["vpc-0a0a0a0a", *names], ["not a VPC"]):
            place = {"account": "payer", "region": "eu-west-1"}
            yield {"vpcs": [{**place, "vpc_id": name} for name in chosen], "traffic_type": "REJECT"}

    found = find(shelf, want, shelf.box("vpc-1b1b1b1b"), parts=[adopt])
    flow_logs = found["detection"]["flow_logs"]
    assert [vpc["vpc_id"] for vpc in flow_logs["vpcs"]] == ["vpc-1b1b1b1b"]
    assert flow_logs["traffic_type"] == "REJECT"
    assert flow_logs["enabled"]  # what it does not say stays


def test_rows_of_other_names_are_paired_on_the_way(shelf: Any) -> None:
    want = want_trail(shelf)
    bench = shelf.bench(want, shelf.box("x", size=731, state="GOVERNANCE", rules={"b": ""}),
                        shelf.setting(height=365))  # fmt: skip
    theirs = {**shelf.box("theirs", size=731, state="GOVERNANCE", rules={"b": ""})}
    bench.comparer = shelf.comparer(theirs, shelf.setting(height=365))
    best = search(bench, bench.attempt(shelf.settings), [])
    assert bench.pairs == {shelf.key("box"): theirs["arn"]}
    assert differing(shelf, best.settings) == {}


def test_a_row_whose_wanted_name_others_hold_is_not_paired(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        if settings.detection.trail.enabled:
            yield shelf.want("box", name="acme-x", size=1)
            yield shelf.want("setting", light="allow acme-x", height=1)
            yield shelf.want("note", box_id="b", title="t", body="")

    rows = (shelf.box("theirs"), shelf.setting("allow theirs"), shelf.note("t", "b"))
    bench = shelf.bench(want, *rows)
    best = search(bench, bench.attempt(shelf.settings), [])
    assert bench.pairs == {}
    assert best.comparison.rows[shelf.key("box")].standing == "absent"


def test_a_policy_of_the_library_that_changes_nothing_is_not_named(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        off = [name for name, each in settings.accounts.policies.library.items()
               if each.enabled is False and name != "no_effect"]  # fmt: skip
        yield shelf.want("setting", section="accounts.policies", light=",".join(off), height=1)

    library = {"no_effect": {"enabled": False}, "require_tls": {"enabled": False}}
    first = put_setting(shelf.settings, LIBRARY, library)
    found = find(shelf, want, shelf.setting("require_tls"), first=first)
    assert get_setting(found, LIBRARY) == {"require_tls": {"enabled": False}}
