"""One detection tried out: how often it would have fired, and on whom."""

from datetime import timedelta
from typing import Any

import pytest
from log_world import LogWorld, make_stop

from ringwall.jobs.detect_trial import try_detection
from ringwall.model.errors import BadInput

pytestmark = pytest.mark.usefixtures("few_detections")

STOPPED = "cloudtrail.trail_is_stopped"
BOB = "arn:aws:iam::111111111111:user/bob"


def test_those_who_acted_are_counted(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1), make_stop(2, minutes=5, principal_arn=BOB))
    log_world.add(make_stop(3, minutes=60 * 24, principal_arn=BOB), make_stop(4, minutes=60 * 24))
    log_world.add(make_stop(5, minutes=60 * 24 * 2, principal_arn=BOB))
    found = try_detection(log_world.home, STOPPED, None, events)
    assert [(row.actor.rpartition("/")[2], row.acts) for row in found.rows] == [
        ("bob", 3),
        ("ann", 2),
    ]
    assert (found.hits, found.findings, found.days, found.events) == (5, 5, 3, 5)
    assert found.per_day == pytest.approx(5 / 3)
    assert found.rows[0].reason.startswith("StopLogging of trail trail-5")
    assert found.rows[0].last - found.rows[0].first == timedelta(days=2, minutes=-5)
    assert not (log_world.home / "hub.sqlite").exists()


def test_where_it_would_not_have_fired_there_are_no_rows(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    found = try_detection(log_world.home, "iam.root_signs_in", None, events)
    assert (found.rows, found.hits, found.events) == ((), 0, 1)
    assert try_detection(log_world.home, STOPPED, timedelta(minutes=1), events).events == 0


def test_one_detection_is_tried_at_a_time(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    with pytest.raises(BadInput, match="name one detection"):
        try_detection(log_world.home, "iam.*", None, events)
    with pytest.raises(BadInput, match="no detection matches"):
        try_detection(log_world.home, "iam.nothing", None, events)
