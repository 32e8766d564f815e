"""How often recorders of AWS Config record."""

from typing import Any

import pytest


@pytest.mark.parametrize("given", [None, "DAILY", "CONTINUOUS"])
def test_a_recorder_keeps_its_mode(client: Any, given: str | None) -> None:
    client("iam").create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = client("iam").list_roles(PathPrefix="/aws-service-role/")["Roles"][0]["Arn"]
    mode = {"recordingMode": {"recordingFrequency": given}} if given else {}
    config = client("config")
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "default", "roleARN": role, **mode}
    )
    (found,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert found["recordingMode"] == {"recordingFrequency": given or "CONTINUOUS"}
