from typing import Any

from ringwall.emulator.app import Emulator

ACCOUNTS = {"ServiceCode": "organizations", "QuotaCode": "L-E619E033"}


def test_more_accounts_are_granted(
    client: Any, emulator: Emulator, member: str, refusal: Any
) -> None:
    assert member
    quotas, organizations = client("service-quotas"), client("organizations")
    for number in range(8):
        organizations.create_account(AccountName="x", Email=f"{number}@example.com")
    more = {"AccountName": "x", "Email": "more@example.com"}
    assert refusal(organizations.create_account, **more)[0] == "ConstraintViolationException"
    emulator.state.patience = 2
    made = quotas.request_service_quota_increase(**ACCOUNTS, DesiredValue=20)["RequestedQuota"]
    assert made["Status"] == "PENDING"
    again = ACCOUNTS | {"DesiredValue": 30}
    code = refusal(quotas.request_service_quota_increase, **again)[0]
    assert code == "ResourceAlreadyExistsException"
    asked = quotas.get_requested_service_quota_change(RequestId=made["Id"])["RequestedQuota"]
    assert asked["Status"] == "APPROVED"
    assert quotas.get_service_quota(**ACCOUNTS)["Quota"]["Value"] == 20
    assert quotas.get_aws_default_service_quota(**ACCOUNTS)["Quota"]["Value"] == 10
    emulator.state.patience = 0
    status = organizations.create_account(**more)["CreateAccountStatus"]
    assert status["State"] == "SUCCEEDED"


def test_less_is_no_increase(client: Any, refusal: Any) -> None:
    quotas = client("service-quotas")
    code = refusal(quotas.request_service_quota_increase, **ACCOUNTS, DesiredValue=5)[0]
    assert code == "IllegalArgumentException"
    assert quotas.list_requested_service_quota_change_history()["RequestedQuotas"] == []


def test_quotas_are_listed_by_service(client: Any, refusal: Any) -> None:
    quotas = client("service-quotas")
    assert len(quotas.list_service_quotas(ServiceCode="vpc")["Quotas"]) > 10
    (found,) = quotas.list_aws_default_service_quotas(ServiceCode="organizations")["Quotas"]
    assert found["QuotaArn"].endswith("organizations/L-E619E033")
    code = refusal(quotas.list_service_quotas, ServiceCode="made-up")[0]
    assert code == "NoSuchResourceException"
    unknown = ACCOUNTS | {"QuotaCode": "L-0"}
    assert refusal(quotas.get_service_quota, **unknown)[0] == "NoSuchResourceException"
