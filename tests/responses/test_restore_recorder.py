"""Restoring AWS Config: it records again, as it did, to where it did."""

from typing import Any

import pytest
from narrowed_recorder import NAME, delete, make_recorder, make_threat, narrow
from response_world import ResponseWorld, list_operations

ID = "config.restore_recorder"
TABLES = (
    "config_configuration_recorder",
    "config_configuration_recorder_status",
    "config_delivery_channel",
)


@pytest.fixture
def config(response_world: ResponseWorld) -> Any:
    """Return a client of Config, which was set up an hour ago."""
    return make_recorder(response_world)


def look(world: ResponseWorld) -> Any:
    times = ("last_start_time", "last_stop_time", "last_status", "last_status_change_time")
    return world.look(*TABLES, without=times)


def test_a_recorder_is_started(response_world: ResponseWorld, config: Any) -> None:
    config.stop_configuration_recorder(**NAME)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    status = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status[0]["recording"]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_is_recorded_is_as_it_was(response_world: ResponseWorld, config: Any) -> None:
    good = look(response_world)
    narrow(config)
    before = look(response_world)
    assert before != good
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_was_deleted_is_made_again(response_world: ResponseWorld, config: Any) -> None:
    good = look(response_world)
    delete(config)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_nothing_tells_is_left_to_a_person(response_world: ResponseWorld) -> None:
    planned = response_world.plan(ID, make_threat(response_world, first_at=0))
    assert list_operations(planned) == []
    assert len(planned.steps) == 3


def test_rules_that_were_deleted_are_told(response_world: ResponseWorld, config: Any) -> None:
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_PUBLIC_READ_PROHIBITED"}
    config.put_config_rule(ConfigRule={"ConfigRuleName": "buckets", "Source": source})
    config.delete_config_rule(ConfigRuleName="buckets")
    planned = response_world.plan(ID, make_threat(response_world))
    assert [step.what for step in planned.steps] == ["Create these rules again: buckets"]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["narrowed", "deleted"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, config: Any, how: str
) -> None:
    if how == "deleted":
        delete(config)
    else:
        narrow(config)
        config.stop_configuration_recorder(**NAME)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))
