import json
from typing import Any

import pytest


def test_the_warehouse_is_closed_and_the_one_that_was_tried_is_open(at_acme: Any) -> None:
    found = {}
    for account in ("prod", "dev"):
        (cluster,) = at_acme("redshift", account).describe_clusters()["Clusters"]
        names = ("Encrypted", "PubliclyAccessible", "EnhancedVpcRouting", "MultiAZ")
        found[account] = [cluster[name] for name in names]
    assert found == {
        "prod": [True, False, True, "Enabled"],
        "dev": [False, True, False, "Disabled"],
    }


def test_caches_are_encrypted_in_prod_alone(at_acme: Any) -> None:
    found = {}
    for account in ("prod", "dev"):
        groups = at_acme("elasticache", account).describe_replication_groups()["ReplicationGroups"]
        found[account] = {g["ReplicationGroupId"]: g["TransitEncryptionEnabled"] for g in groups}
    assert found == {"prod": {"sessions": True}, "dev": {"try": False, "try-old": False}}


def test_the_table_of_carts_scales_in_both_directions(at_acme: Any) -> None:
    scaling = at_acme("application-autoscaling", "prod")
    targets = scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    assert {(t["ResourceId"], t["ScalableDimension"].rpartition(":")[2]) for t in targets} == {
        ("table/carts", "ReadCapacityUnits"),
        ("table/carts", "WriteCapacityUnits"),
    }


@pytest.mark.parametrize(("account", "is_logged"), [("prod", True), ("dev", False)])
def test_a_replication_is_logged_in_prod_alone(
    at_acme: Any, account: str, *, is_logged: bool
) -> None:
    (task,) = at_acme("dms", account).describe_replication_tasks()["ReplicationTasks"]
    logging = json.loads(task["ReplicationTaskSettings"])["Logging"]
    assert logging["EnableLogging"] is is_logged
