"""Application Auto Scaling: the service-linked role that changes capacities of DynamoDB.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

_DYNAMODB = "dynamodb"
_ROLE = (
    "role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"
)


@emulates("application-autoscaling", "DescribeScalableTargets")
def describe_targets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is scaled, with the role by which it is."""
    answer = state.ask_moto(call)
    if call.parameters["ServiceNamespace"] != _DYNAMODB:
        return answer
    role = {"RoleARN": f"arn:{call.partition}:iam::{call.account_id}:{_ROLE}"}
    return {**answer, "ScalableTargets": [role | one for one in answer["ScalableTargets"]]}
