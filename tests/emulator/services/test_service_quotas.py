from typing import Any

from ringwall.emulator.behavior.settings import Behavior

NAMED = {"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"}


def test_a_quota_is_its_default_until_more_is_granted(client: Any) -> None:
    quotas = client("service-quotas")
    assert quotas.get_service_quota(**NAMED)["Quota"]["Value"] == 5
    quotas.request_service_quota_increase(DesiredValue=8, **NAMED)
    assert quotas.get_service_quota(**NAMED)["Quota"]["Value"] == 8
    assert quotas.get_aws_default_service_quota(**NAMED)["Quota"]["Value"] == 5
    assert (
        client("service-quotas", "", "eu-west-1").get_service_quota(**NAMED)["Quota"]["Value"] == 5
    )
    found = quotas.list_service_quotas(ServiceCode="vpc")["Quotas"]
    assert NAMED["QuotaCode"] in {quota["QuotaCode"] for quota in found}


def test_a_request_is_granted_in_time(client: Any, emulator: Any, refusal: Any) -> None:
    emulator.behavior = Behavior(delay=2)
    quotas = client("service-quotas")
    asked = quotas.request_service_quota_increase(DesiredValue=8, **NAMED)["RequestedQuota"]
    assert asked["Status"] == "PENDING"
    again = refusal(quotas.request_service_quota_increase, DesiredValue=9, **NAMED)
    assert again[0] == "ResourceAlreadyExistsException"
    named = {"RequestId": asked["Id"]}
    found = [
        quotas.get_requested_service_quota_change(**named)["RequestedQuota"]["Status"]
        for _ in range(4)
    ]
    emulator.behavior = Behavior()
    assert (found[0], found[-1]) == ("PENDING", "APPROVED")
    (listed,) = quotas.list_requested_service_quota_change_history()["RequestedQuotas"]
    assert listed["Status"] == "APPROVED"


def test_what_is_no_increase_is_refused(client: Any, refusal: Any) -> None:
    quotas = client("service-quotas")
    found = refusal(quotas.request_service_quota_increase, DesiredValue=5, **NAMED)
    assert found[0] == "IllegalArgumentException"
    missing = {"ServiceCode": "vpc", "QuotaCode": "L-00000000"}
    assert refusal(quotas.get_service_quota, **missing)[0] == "NoSuchResourceException"
