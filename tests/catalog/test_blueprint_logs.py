"""The log group that a blueprint wants for its trail."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import RowKey


def test_the_trail_has_a_log_group() -> None:
    row = WantedDetection("trail: {retention_in_days: 90}").find("logs_log_group", "trail")
    assert row.key == RowKey("management", "eu-west-1", "logs_log_group", "trail")
    assert row.columns == {
        "log_group_name": "/aws/cloudtrail/acme-trail",
        "retention_in_days": 90,
    }
