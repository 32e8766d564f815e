"""Each call of Account Management and Service Quotas needs its permission."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
CONTACT = {
    "FullName": "Kim Lee",
    "AddressLine1": "1 Example Street",
    "City": "Example",
    "PostalCode": "12345",
    "CountryCode": "US",
    "PhoneNumber": "+15550100",
}
QUOTA = {"ServiceCode": "organizations", "QuotaCode": "L-E619E033"}
CALLS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("account", "list_regions", {}),
    ("account", "enable_region", {"RegionName": "af-south-1"}),
    ("account", "put_contact_information", {"ContactInformation": CONTACT}),
    ("account", "put_account_name", {"AccountName": "main"}),
    ("account", "get_account_information", {}),
    ("service-quotas", "get_service_quota", QUOTA),
    ("service-quotas", "list_service_quotas", {"ServiceCode": "vpc"}),
    ("service-quotas", "request_service_quota_increase", QUOTA | {"DesiredValue": 20}),
    ("service-quotas", "list_requested_service_quota_change_history", {}),
)


@pytest.mark.parametrize(("service", "method", "given"), CALLS, ids=[c[1] for c in CALLS])
def test_a_call_needs_its_permission(
    principals: Principals,
    refused: Callable[..., str],
    service: str,
    method: str,
    given: dict[str, Any],
) -> None:
    principals.client("organizations").create_organization(FeatureSet="ALL")
    nobody = principals.client(service, *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    refused(getattr(nobody, method), "AccessDeniedException", **given)
    prefix = service.replace("-", "")
    one = principals.client(service, *principals.user("one", allow(f"{prefix}:{action}")))
    getattr(one, method)(**given)
