from typing import Any

import pytest


@pytest.fixture
def hub(client: Any) -> Any:
    for region in ("us-east-1", "eu-west-1"):
        client("securityhub", region=region).enable_security_hub()
    return client("securityhub")


def test_there_is_one_aggregator_seen_from_all_regions(client: Any, refusal: Any, hub: Any) -> None:
    made = hub.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    code = refusal(hub.create_finding_aggregator, RegionLinkingMode="ALL_REGIONS")[0]
    assert code == "LimitExceededException"
    there = client("securityhub", region="eu-west-1")
    arn = made["FindingAggregatorArn"]
    assert there.list_finding_aggregators()["FindingAggregators"] == [{"FindingAggregatorArn": arn}]
    found = there.get_finding_aggregator(FindingAggregatorArn=arn)
    assert found["FindingAggregationRegion"] == "us-east-1"
    new = {"FindingAggregatorArn": arn, "RegionLinkingMode": "SPECIFIED_REGIONS"}
    call = there.update_finding_aggregator
    assert refusal(call, Regions=["eu-west-1"], **new)[0] == "InvalidAccessException"
    assert hub.update_finding_aggregator(Regions=["eu-west-1"], **new)["Regions"] == ["eu-west-1"]
    hub.delete_finding_aggregator(FindingAggregatorArn=arn)
    assert hub.list_finding_aggregators()["FindingAggregators"] == []
    call = hub.get_finding_aggregator
    assert refusal(call, FindingAggregatorArn=arn)[0] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "given",
    [
        {"RegionLinkingMode": "SPECIFIED_REGIONS"},
        {"RegionLinkingMode": "ALL_REGIONS", "Regions": ["eu-west-1"]},
        {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["us-east-1"]},
        {"RegionLinkingMode": "MADE_UP"},
    ],
)
def test_regions_have_to_fit_the_mode(refusal: Any, hub: Any, given: Any) -> None:
    assert refusal(hub.create_finding_aggregator, **given)[0] == "InvalidInputException"
