"""Updates of clusters: how they are reached, and which logs they write."""

from typing import Any

import pytest

ROLE = "arn:aws:iam::123456789012:role/eks"
NAME = {"name": "shop"}


@pytest.fixture
def eks(client: Any) -> Any:
    made = client("eks")
    made.create_cluster(
        **NAME,
        roleArn=ROLE,
        resourcesVpcConfig={"subnetIds": ["subnet-1"]},
        accessConfig={"authenticationMode": "API"},
    )
    return made


def test_a_cluster_is_reached_by_everyone_until_it_is_updated(eks: Any, refusal: Any) -> None:
    found = eks.describe_cluster(**NAME)["cluster"]
    assert found["accessConfig"] == {"authenticationMode": "API"}
    assert found["resourcesVpcConfig"]["publicAccessCidrs"] == ["0.0.0.0/0"]
    closed = {"endpointPublicAccess": False, "endpointPrivateAccess": True}
    update = eks.update_cluster_config(**NAME, resourcesVpcConfig=closed)["update"]
    assert (update["status"], update["type"]) == ("InProgress", "EndpointAccessUpdate")
    shown = eks.describe_update(**NAME, updateId=update["id"])["update"]
    assert shown["status"] == "Successful"
    assert eks.list_updates(**NAME)["updateIds"] == [update["id"]]
    found = eks.describe_cluster(**NAME)["cluster"]["resourcesVpcConfig"]
    assert found["endpointPublicAccess"] is False
    assert found["subnetIds"] == ["subnet-1"]
    wrong = {"resourcesVpcConfig": closed}, {"resourcesVpcConfig": {"endpointPrivateAccess": False}}
    for asked in wrong:  # nothing to do, and nobody could reach it
        assert refusal(eks.update_cluster_config, **NAME, **asked)[0] == "InvalidParameterException"


def test_logs_are_turned_on_and_off(eks: Any, refusal: Any) -> None:
    on = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    eks.update_cluster_config(**NAME, logging=on)
    groups = eks.describe_cluster(**NAME)["cluster"]["logging"]["clusterLogging"]
    assert {"types": ["audit"], "enabled": True} in groups
    assert len(groups[1]["types"]) == 4
    assert refusal(eks.update_cluster_config, **NAME, logging=on)[0] == "InvalidParameterException"


def test_one_thing_is_updated_at_a_time(eks: Any, refusal: Any) -> None:
    both: dict[str, Any] = {"logging": {"clusterLogging": []}, "resourcesVpcConfig": {}}
    assert refusal(eks.update_cluster_config, **NAME, **both)[0] == "InvalidParameterException"
    code, _ = refusal(eks.describe_update, **NAME, updateId="none")
    assert code == "ResourceNotFoundException"
    code, _ = refusal(eks.update_cluster_config, name="none", logging={"clusterLogging": []})
    assert code == "ResourceNotFoundException"
