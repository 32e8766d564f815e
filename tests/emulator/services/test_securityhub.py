from typing import Any

import pytest
from security_accounts import make_accounts

FSBP = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
CIS = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"


def test_without_a_hub_nothing_is_told(client: Any, refusal: Any) -> None:
    hub = client("securityhub")
    for call in (hub.describe_hub, hub.get_enabled_standards, hub.get_findings):
        assert refusal(call) == ("InvalidAccessException", 401)


def test_hub_goes_on_and_off(client: Any, refusal: Any) -> None:
    hub = client("securityhub")
    hub.enable_security_hub(Tags={"a": "b"}, ControlFindingGenerator="STANDARD_CONTROL")
    assert refusal(hub.enable_security_hub) == ("ResourceConflictException", 409)
    found = hub.describe_hub()
    assert found["HubArn"] == "arn:aws:securityhub:us-east-1:123456789012:hub/default"
    assert found["ControlFindingGenerator"] == "STANDARD_CONTROL"
    hub.update_security_hub_configuration(AutoEnableControls=False)
    assert hub.describe_hub()["AutoEnableControls"] is False
    arn = found["HubArn"]
    hub.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    hub.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"c": "d"}
    there = client("securityhub", region="eu-west-1")
    assert refusal(there.describe_hub)[0] == "InvalidAccessException"
    hub.disable_security_hub()
    assert refusal(hub.describe_hub)[0] == "InvalidAccessException"


def test_two_standards_are_on_at_first(client: Any) -> None:
    hub = client("securityhub")
    hub.enable_security_hub()
    found = hub.get_enabled_standards()["StandardsSubscriptions"]
    assert {s["StandardsArn"]: s["StandardsStatus"] for s in found} == {FSBP: "READY", CIS: "READY"}


def test_standards_go_on_and_off(client: Any, refusal: Any) -> None:
    hub = client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    assert hub.describe_hub()["HubArn"].endswith(":hub/default")
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []
    standards = [s["StandardsArn"] for s in hub.describe_standards()["Standards"]]
    requests = [{"StandardsArn": arn} for arn in standards]
    hub.batch_enable_standards(StandardsSubscriptionRequests=requests)
    found = hub.get_enabled_standards()["StandardsSubscriptions"]
    assert [s["StandardsArn"] for s in found] == standards
    arns = [s["StandardsSubscriptionArn"] for s in found]
    hub.batch_disable_standards(StandardsSubscriptionArns=arns)
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []
    wrong = {"StandardsSubscriptionRequests": [{"StandardsArn": f"{FSBP}.1"}]}
    assert refusal(hub.batch_enable_standards, **wrong) == ("InvalidInputException", 400)
    gone = {"StandardsSubscriptionArns": arns[:1]}
    assert refusal(hub.batch_disable_standards, **gone)[0] == "InvalidInputException"


def test_products_of_aws_report_unless_they_are_turned_off(client: Any, refusal: Any) -> None:
    hub = client("securityhub")
    hub.enable_security_hub()
    subscription = "arn:aws:securityhub:us-east-1:123456789012:product-subscription/aws/guardduty"
    product = "arn:aws:securityhub:us-east-1::product/aws/guardduty"
    assert subscription in hub.list_enabled_products_for_import()["ProductSubscriptions"]
    call = hub.enable_import_findings_for_product
    assert refusal(call, ProductArn=product)[0] == "ResourceConflictException"
    hub.disable_import_findings_for_product(ProductSubscriptionArn=subscription)
    assert subscription not in hub.list_enabled_products_for_import()["ProductSubscriptions"]
    made = hub.enable_import_findings_for_product(ProductArn=product)
    assert made["ProductSubscriptionArn"] == subscription
    (shown,) = hub.describe_products(ProductArn=product)["Products"]
    assert shown["ProductName"] == "guardduty"
    assert refusal(call, ProductArn=f"{product}s")[0] == "InvalidInputException"


@pytest.mark.parametrize("who", ["administrator", "member"])
def test_organization_keeps_the_hub_on(client: Any, refusal: Any, who: str) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("securityhub").enable_organization_admin_account(AdminAccountId=admin)
    above = client("securityhub", admin)
    above.create_members(AccountDetails=[{"AccountId": dev}])
    hub = above if who == "administrator" else client("securityhub", dev)
    assert refusal(hub.disable_security_hub)[0] == "InvalidAccessException"
    above.disassociate_members(AccountIds=[dev])
    hub.disable_security_hub()
