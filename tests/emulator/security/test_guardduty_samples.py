from datetime import UTC, datetime

import botocore.session
import pytest

from ringwall.emulator.security.detectors import Detector
from ringwall.emulator.security.guardduty_asff import write_guardduty_asff
from ringwall.emulator.security.guardduty_samples import load_sample_types, make_sample
from ringwall.emulator.security.wire import read_members, write_moment

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DETECTOR = Detector("d", "111122223333", "eu-west-1", NOW, NOW)
MODEL = botocore.session.get_session().get_service_model("guardduty")


@pytest.mark.parametrize("name", load_sample_types())
def test_sample_has_only_what_the_model_knows(name: str) -> None:
    finding = make_sample(DETECTOR, load_sample_types()[name], NOW)
    found = read_members(MODEL.shape_for("Finding"), finding)
    assert (found["Type"], found["AccountId"]) == (name, "111122223333")
    assert "{" not in found["Title"]
    asff = write_guardduty_asff(finding)
    assert asff["Sample"] is True
    assert asff["Resources"]
    assert asff["Types"][0].endswith(name.replace("/", "-", 1))


def test_times_are_written_to_the_millisecond() -> None:
    assert write_moment(datetime(2026, 1, 1, 2, 3, 4, 5999, UTC)) == "2026-01-01T02:03:04.005Z"


def test_severities_are_those_of_guardduty() -> None:
    assert {kind.severity for kind in load_sample_types().values()} == {2.0, 5.0, 8.0}
