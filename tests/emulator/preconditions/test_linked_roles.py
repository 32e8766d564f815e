from typing import Any

import pytest


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("config", "AWSServiceRoleForConfig"),
        ("guardduty", "AWSServiceRoleForAmazonGuardDuty"),
        ("autoscaling", "AWSServiceRoleForAutoScaling"),
    ],
)
def test_a_linked_role_is_called_as_aws_calls_it(client: Any, service: str, name: str) -> None:
    made = client("iam").create_service_linked_role(AWSServiceName=f"{service}.amazonaws.com")
    assert made["Role"]["RoleName"] == name


def test_a_linked_role_belongs_to_its_service(client: Any, code: Any, write: Any) -> None:
    iam = client("iam")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    named = {"RoleName": "AWSServiceRoleForConfig"}
    assert code(iam.delete_role, **named) == "UnmodifiableEntity"
    asked = named | {"PolicyName": "p", "PolicyDocument": write()}
    assert code(iam.put_role_policy, **asked) == "UnmodifiableEntity"
