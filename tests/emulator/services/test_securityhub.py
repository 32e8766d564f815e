from typing import Any

FSBP = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"


def test_without_a_hub_nothing_is_told(client: Any, refusal: Any) -> None:
    hub = client("securityhub")
    assert refusal(hub.describe_hub)[0] == "InvalidAccessException"
    assert refusal(hub.get_enabled_standards)[0] == "InvalidAccessException"


def test_standards_go_on_and_off(client: Any) -> None:
    hub = client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    assert hub.describe_hub()["HubArn"].endswith(":hub/default")
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []
    assert FSBP in [s["StandardsArn"] for s in hub.describe_standards()["Standards"]]
    hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": FSBP}])
    (found,) = hub.get_enabled_standards()["StandardsSubscriptions"]
    assert (found["StandardsArn"], found["StandardsStatus"]) == (FSBP, "READY")
    hub.batch_disable_standards(StandardsSubscriptionArns=[found["StandardsSubscriptionArn"]])
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []
