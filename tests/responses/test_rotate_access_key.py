"""Rotating an access key: each plan has the next stage, over days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aged_keys import make_key, make_old_key
from response_callers import may_list
from response_world import ResponseWorld, list_operations

PLAYBOOK = "iam.rotate_access_key"
USER = "arn:aws:iam::123456789012:user/ci"
TAG = "ringwall:old-key"


@pytest.fixture
def old(response_world: ResponseWorld) -> dict[str, str]:
    """Return the first key of a user that has an owner."""
    return make_old_key(response_world)


def plan(world: ResponseWorld, threat: Any, days: float = 0, **options: str) -> Any:
    """Return what is planned so many days from now."""
    from ringwall.catalog.loader import load_responses  # noqa: PLC0415 - few tests need it
    from ringwall.respond.planning import plan_response  # noqa: PLC0415 - the same

    scene = replace(world.scene(**options), now=datetime.now(UTC) + timedelta(days=days))
    planned = plan_response(load_responses()[PLAYBOOK], threat, scene)
    assert planned.problem == ""
    return planned


def carry_out(world: ResponseWorld, planned: Any) -> Any:
    report = world.carry_out(planned)
    assert report.is_clean
    return report


def look(world: ResponseWorld) -> Any:
    iam = world.client("iam")
    keys = iam.list_access_keys(UserName="ci")["AccessKeyMetadata"]
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName="ci")["Tags"]}
    return [(key["AccessKeyId"], key["Status"]) for key in keys], tags.get(TAG)


def test_a_key_is_rotated_over_days(response_world: ResponseWorld, old: dict[str, str]) -> None:
    key = old["AccessKeyId"]
    threat = response_world.threat("access_key", USER, access_key=key)
    planned = plan(response_world, threat)
    assert planned.changes == ()
    assert planned.steps[0].what.startswith("Ask team-build to make a second key")
    assert "is 100 days old" in planned.steps[0].why

    new = make_key(response_world)
    planned = plan(response_world, threat)
    assert planned.changes == ()
    assert "nobody has yet" in planned.steps[0].what

    assert may_list(response_world, old)
    assert may_list(response_world, new)
    planned = plan(response_world, threat)
    assert planned.changes == ()
    assert planned.steps[0].why.startswith("it was used by s3 in")

    planned = plan(response_world, threat, days=2)
    assert list_operations(planned) == ["iam.update_access_key", "iam.tag_user"]
    before = look(response_world)
    report = carry_out(response_world, planned)
    assert not may_list(response_world, old)
    response_world.undo(report.run.id)
    assert look(response_world) == before
    carry_out(response_world, plan(response_world, threat, days=2))

    planned = plan(response_world, threat, days=5)
    assert planned.changes == ()
    assert planned.steps[0].what.startswith("Wait until 20")

    planned = plan(response_world, threat, days=9.1)
    assert list_operations(planned) == ["iam.delete_access_key", "iam.untag_user"]
    assert planned.changes[0].blast == "irreversible"
    carry_out(response_world, planned)
    assert look(response_world) == ([(new["AccessKeyId"], "Active")], None)
    planned = plan(response_world, threat, days=10)
    assert (planned.changes, planned.steps) == ((), ())


def test_the_user_is_found_by_the_key_alone(
    response_world: ResponseWorld, old: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", "", access_key=old["AccessKeyId"])
    assert "--user-name ci" in plan(response_world, threat).steps[0].what


def test_a_key_is_switched_off_by_force(response_world: ResponseWorld, old: dict[str, str]) -> None:
    make_key(response_world)
    assert may_list(response_world, old)
    threat = response_world.threat("user", USER)
    planned = plan(response_world, threat, force="yes")
    assert list_operations(planned) == ["iam.update_access_key", "iam.tag_user"]
    assert planned.changes[0].write.parameters["AccessKeyId"] == old["AccessKeyId"]


def test_a_key_that_somebody_switched_off_is_kept_for_days(
    response_world: ResponseWorld, old: dict[str, str]
) -> None:
    iam = response_world.client("iam")
    iam.update_access_key(UserName="ci", AccessKeyId=old["AccessKeyId"], Status="Inactive")
    threat = response_world.threat("access_key", USER, access_key=old["AccessKeyId"])
    for text in ("", "something else", "AKIAOTHEROTHEROTHERO 2020-01-01T00:00:00Z"):
        iam.tag_user(UserName="ci", Tags=[{"Key": TAG, "Value": text}])
        assert list_operations(plan(response_world, threat)) == ["iam.tag_user"]
    iam.untag_user(UserName="ci", TagKeys=[TAG])
    before = look(response_world)
    report = carry_out(response_world, plan(response_world, threat))
    assert str(look(response_world)[1]).startswith(old["AccessKeyId"])
    assert plan(response_world, threat, days=6.9).changes == ()
    assert len(plan(response_world, threat, days=6.9, keep="6").changes) == 2
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_nothing_secret_is_written_down(response_world: ResponseWorld, old: dict[str, str]) -> None:
    from ringwall.apply.document import write_change  # noqa: PLC0415 - one test needs it

    new = make_key(response_world)
    threat = response_world.threat("access_key", USER, access_key=old["AccessKeyId"])
    planned = plan(response_world, threat, force="yes")
    text = str([write_change(change) for change in planned.changes]) + str(planned.steps)
    assert new["SecretAccessKey"] not in text
    assert old["SecretAccessKey"] not in text


def test_an_older_key_goes_first(response_world: ResponseWorld, old: dict[str, str]) -> None:
    new = make_key(response_world)
    threat = response_world.threat("access_key", USER, access_key=new["AccessKeyId"])
    planned = plan(response_world, threat)
    assert planned.changes == ()
    assert f"rotate {old['AccessKeyId']} first" in planned.steps[0].what


@pytest.mark.parametrize(
    ("resource", "key", "told"),
    [
        ("arn:aws:iam::123456789012:user/nobody", "", "is not there any more"),
        ("arn:aws:iam::123456789012:role/ci", "", "is no user of IAM"),
        (USER, "'] | x", "is no id of an access key"),
    ],
)
def test_what_is_no_key_is_left_to_a_person(
    response_world: ResponseWorld, old: dict[str, str], resource: str, key: str, told: str
) -> None:
    del old
    planned = plan(response_world, response_world.threat("access_key", resource, access_key=key))
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, old: dict[str, str]
) -> None:
    make_key(response_world)
    threat = response_world.threat("access_key", USER, access_key=old["AccessKeyId"])

    def look_without_time() -> Any:
        keys, mark = look(response_world)
        return keys, (mark or "").partition(" ")[0]

    response_world.die_everywhere(PLAYBOOK, threat, look_without_time, force="yes")
