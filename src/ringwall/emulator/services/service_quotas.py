"""Service Quotas: the quotas that a landing zone meets, and requests for more.

https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random
from moto.servicequotas.resources.default_quotas.vpc import VPC_DEFAULT_QUOTAS

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.organizations.quotas import ACCOUNTS, ACCOUNTS_CODE, find_granted_quotas
from ringwall.emulator.paging import cut_page
from ringwall.emulator.progress import has_ended, start_operation
from ringwall.emulator.state import EmulatorState

GLOBAL = "us-east-1"
_ACCOUNTS = {
    "ServiceCode": "organizations",
    "ServiceName": "AWS Organizations",
    "QuotaCode": ACCOUNTS_CODE,
    "QuotaName": "Default maximum number of accounts",
    "Value": float(ACCOUNTS),
    "Unit": "None",
    "Adjustable": True,
    "GlobalQuota": True,
}


def _find_default(call: EmulatedCall) -> Iterator[dict[str, Any]]:
    """Yield the quotas of the service as they are at first: those of two services are known."""
    service, region = call.parameters["ServiceCode"], call.region
    place = f"arn:aws:servicequotas:{region}:{call.account_id}"
    if service == "organizations":
        yield _ACCOUNTS | {"QuotaArn": f"{place}:organizations/{ACCOUNTS_CODE}"}
    elif service == "vpc":
        for quota in VPC_DEFAULT_QUOTAS:
            yield quota | {"QuotaArn": f"{place}:vpc/{quota['QuotaCode']}"}
    else:
        raise Fault("NoSuchResourceException", f"No quotas of the service {service} are known")


def _find(call: EmulatedCall) -> dict[str, Any]:
    for quota in _find_default(call):
        if quota["QuotaCode"] == call.parameters["QuotaCode"]:
            return quota
    raise Fault("NoSuchResourceException", "The request failed because the quota does not exist.")


def _apply(state: EmulatorState, call: EmulatedCall, quota: dict[str, Any]) -> dict[str, Any]:
    """Return a quota with the value that the account has been granted."""
    _settle(state, call)
    region = GLOBAL if quota["GlobalQuota"] else call.region
    granted = find_granted_quotas(state, call.account_id, region)
    key = (quota["ServiceCode"], quota["QuotaCode"])
    return quota | {"Value": granted.get(key, quota["Value"])}


@emulates("service-quotas", "ListAWSDefaultServiceQuotas", "ListServiceQuotas")
def list_quotas(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the quotas of a service: AWS's own values, or those of the account."""
    found = list(_find_default(call))
    if call.operation == "ListServiceQuotas":
        found = [_apply(state, call, quota) for quota in found]
    page, more = cut_page(call, found)
    return {"Quotas": page, **more}


@emulates("service-quotas", "GetAWSDefaultServiceQuota", "GetServiceQuota")
def get_quota(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a quota: AWS's own value, or that of the account."""
    quota = _find(call)
    is_own = call.operation == "GetServiceQuota"
    return {"Quota": _apply(state, call, quota) if is_own else quota}


@emulates("service-quotas", "RequestServiceQuotaIncrease")
def request_increase(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Ask for more; AWS's support is always kind here, once the request is over."""
    quota = _apply(state, call, _find(call))
    wanted = call.parameters["DesiredValue"]
    if not quota["Adjustable"]:
        raise Fault("IllegalArgumentException", "The quota cannot be adjusted.")
    if wanted <= quota["Value"]:
        raise Fault("IllegalArgumentException", "The value is not above the present one.")
    open_ones = [r for r in _requests(state, call) if r["Status"] == "PENDING"]
    if any(r["QuotaCode"] == quota["QuotaCode"] for r in open_ones):
        message = "Only one open service quota increase request is allowed per quota."
        raise Fault("ResourceAlreadyExistsException", message)
    now = datetime.now(UTC).replace(microsecond=0)
    names = ("ServiceCode", "ServiceName", "QuotaCode", "QuotaName", "QuotaArn", "GlobalQuota")
    made = {name: quota[name] for name in names} | {
        "Id": mock_random.get_random_hex(32),
        "DesiredValue": wanted,
        "Status": "PENDING",
        "Created": now,
        "LastUpdated": now,
        "Unit": quota["Unit"],
    }
    _requests(state, call).append(made)
    start_operation(state, made["Id"])
    return {"RequestedQuota": dict(made)}


def _requests(state: EmulatorState, call: EmulatedCall) -> list[dict[str, Any]]:
    key = (call.account_id, call.region, "service-quotas.requests")
    found: list[dict[str, Any]] = state.settings.setdefault(key, [])
    return found


def _settle(state: EmulatorState, call: EmulatedCall) -> None:
    """Grant the requests whose time has come."""
    for request in _requests(state, call):
        if request["Status"] == "PENDING" and has_ended(state, request["Id"]):
            request["Status"] = "APPROVED"
            region = GLOBAL if request["GlobalQuota"] else call.region
            key = (request["ServiceCode"], request["QuotaCode"])
            granted = find_granted_quotas(state, call.account_id, region)
            granted[key] = request["DesiredValue"]


@emulates(
    "service-quotas",
    "GetRequestedServiceQuotaChange",
    "ListRequestedServiceQuotaChangeHistory",
    "ListRequestedServiceQuotaChangeHistoryByQuota",
)
def show_requests(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return requests, and whether they were granted."""
    _settle(state, call)
    held, given = _requests(state, call), call.parameters
    if call.operation.startswith("Get"):
        for request in held:
            if request["Id"] == given["RequestId"]:
                return {"RequestedQuota": dict(request)}
        raise Fault("NoSuchResourceException", "The request does not exist.")
    names = ("ServiceCode", "QuotaCode", "Status")
    found = [
        dict(request)
        for request in held
        if all(given.get(name) in {None, request[name]} for name in names)
    ]
    page, more = cut_page(call, found)
    return {"RequestedQuotas": page, **more}
