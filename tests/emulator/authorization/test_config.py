"""Each call of Config that the emulator answers needs its permission."""

from collections.abc import Callable
from typing import Any

import pytest
from log_targets import make_config_role
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
NAME = {"ConfigurationAggregatorName": "all"}
RESOURCE = {"resourceType": "AWS::EC2::VPC", "resourceId": "vpc-0"}
SOURCE = {
    "SourceAccountId": "123456789012",
    "SourceRegion": "us-east-1",
    "ResourceId": "vpc-0",
    "ResourceType": "AWS::EC2::VPC",
}
QUERY = {"Expression": "SELECT resourceId"}
ALLOWED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_discovered_resources", {"resourceType": "AWS::EC2::VPC"}),
    ("get_discovered_resource_counts", {}),
    ("batch_get_resource_config", {"resourceKeys": [RESOURCE]}),
    ("select_resource_config", QUERY),
    ("select_aggregate_resource_config", NAME | QUERY),
    ("describe_configuration_aggregator_sources_status", NAME),
    ("describe_pending_aggregation_requests", {}),
    ("list_aggregate_discovered_resources", NAME | {"ResourceType": "AWS::EC2::VPC"}),
    ("batch_get_aggregate_resource_config", NAME | {"ResourceIdentifiers": [SOURCE]}),
)


@pytest.mark.parametrize(("method", "given"), ALLOWED, ids=[name for name, _ in ALLOWED])
def test_a_call_needs_its_permission(
    principals: Principals, refused: Callable[..., str], method: str, given: dict[str, Any]
) -> None:
    config = principals.client("config")
    role = make_config_role(principals.client("iam"))
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": role,
            "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": False},
        }
    )
    config.put_configuration_aggregator(
        **NAME,
        AccountAggregationSources=[{"AccountIds": ["123456789012"], "AllAwsRegions": True}],
    )
    nobody = principals.client("config", *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    refused(getattr(nobody, method), "AccessDeniedException", **given)
    one = principals.client("config", *principals.user("one", allow(f"config:{action}")))
    getattr(one, method)(**given)
