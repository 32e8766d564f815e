"""Types of parameters: what fits its service's model, and what does not."""

from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.needs.parameter_types import are_well_typed


def fits(service: str, operation: str, **parameters: Any) -> bool:
    call = make_call(service, operation, **parameters)
    return are_well_typed(call.parameters, call.model.input_shape)


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "expected"),
    [
        ("ec2", "StopInstances", {"InstanceIds": ["i-0a"], "Force": True}, True),
        ("ec2", "StopInstances", {"InstanceIds": "i-0a"}, False),
        ("ec2", "StopInstances", {"InstanceIds": [None]}, False),
        ("ec2", "StopInstances", {"InstanceIds": [["i-0a"]]}, False),
        ("ec2", "StopInstances", {"InstanceIds": None}, True),
        ("ec2", "StopInstances", {"Force": "true"}, False),
        ("kms", "Encrypt", {"KeyId": {"a": 1}}, False),
        ("kms", "Encrypt", {"EncryptionContext": {"a": "b"}, "Plaintext": b"x"}, True),
        ("kms", "Encrypt", {"EncryptionContext": {1: "b"}}, False),
        ("kms", "Encrypt", {"EncryptionContext": ["a"]}, False),
        ("kms", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, True),
        ("kms", "ScheduleKeyDeletion", {"PendingWindowInDays": "7"}, False),
        ("lambda", "CreateFunction", {"VpcConfig": ["subnet-0a"]}, False),
        ("lambda", "CreateFunction", {"VpcConfig": {"SubnetIds": ["subnet-0a"]}}, True),
        ("sts", "GetCallerIdentity", {}, True),
        ("identitystore", "UpdateUser", {"Operations": [{"AttributeValue": "any JSON"}]}, True),
    ],
)
def test_parameters_fit_the_model(
    service: str,
    operation: str,
    parameters: dict[str, Any],
    expected: bool,  # noqa: FBT001
) -> None:
    assert fits(service, operation, **parameters) is expected
