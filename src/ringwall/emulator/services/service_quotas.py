"""Service Quotas: what an account may have, and requests for more, which are granted in time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.quotas import EVERY, ServiceQuota, find_limit, raise_quota
from ringwall.emulator.state import EmulatorState

SERVICE = "service-quotas"
MOST = 10_000_000_000
"""The largest value that can be asked for.

https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
"""


@emulates(SERVICE, "ListServiceQuotas", "ListAWSDefaultServiceQuotas")
def list_quotas(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the quotas of a service that the emulator holds."""
    service = call.parameters["ServiceCode"]
    found = [quota for quota in EVERY if quota.service == service]
    if not found:
        raise Fault("NoSuchResourceException", f"The service {service} has no quotas here.")
    return {"Quotas": [_show(state, call, quota) for quota in found]}


@emulates(SERVICE, "GetServiceQuota", "GetAWSDefaultServiceQuota")
def get_quota(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return one quota."""
    return {"Quota": _show(state, call, _find(call))}


@emulates(SERVICE, "RequestServiceQuotaIncrease")
def request_increase(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Ask for more; it is granted after a while."""
    quota, wanted = _find(call), call.parameters["DesiredValue"]
    if not quota.is_adjustable:
        raise Fault("IllegalArgumentException", f"The quota {quota.code} cannot be increased.")
    if not find_limit(state, call, quota) < wanted <= MOST:
        message = "You must provide a quota value greater than the current quota value."
        raise Fault("IllegalArgumentException", message)
    requests: list[dict[str, Any]] = state.setting(call, "requests", [])
    if any(one["QuotaCode"] == quota.code and one["Status"] == "PENDING" for one in requests):
        message = "Only one open service quota increase request is allowed per quota."
        raise Fault("ResourceAlreadyExistsException", message)
    request = {
        "Id": mock_random.get_random_hex(32),
        "ServiceCode": quota.service,
        "ServiceName": quota.service,
        "QuotaCode": quota.code,
        "QuotaName": quota.name,
        "DesiredValue": wanted,
        "Status": "PENDING",
        "Created": datetime.now(UTC),
        "GlobalQuota": quota.is_global,
    }
    state.set(call, "requests", [*requests, request])
    asked = dict(request)
    state.pending.start(state, call, request["Id"], grant_increase, held=request)
    return {"RequestedQuota": asked}


@emulates(SERVICE, "ListRequestedServiceQuotaChangeHistory", "GetRequestedServiceQuotaChange")
def show_requests(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what the account has asked for, the newest first."""
    requests = state.setting(call, "requests", [])
    wanted = call.parameters.get("RequestId")
    if not wanted:
        named = {k: v for k in ("ServiceCode", "Status") if (v := call.parameters.get(k))}
        found = [one for one in requests if named.items() <= one.items()]
        return {"RequestedQuotas": found[::-1]}
    for one in requests:
        if one["Id"] == wanted:
            return {"RequestedQuota": one}
    raise Fault("NoSuchResourceException", f"The request {wanted} does not exist.")


def grant_increase(state: EmulatorState, thing: PendingThing) -> None:
    """Give what was asked for."""
    requests = state.settings[thing.account_id, thing.region, f"{SERVICE}.requests"]
    for request in requests:
        if request["Id"] == thing.name:
            quota = next(one for one in EVERY if one.code == request["QuotaCode"])
            value = int(request["DesiredValue"])
            raise_quota(state, thing.account_id, thing.region, quota, value)
            request["Status"] = "APPROVED"


def _find(call: EmulatedCall) -> ServiceQuota:
    wanted = call.parameters["ServiceCode"], call.parameters["QuotaCode"]
    for quota in EVERY:
        if (quota.service, quota.code) == wanted:
            return quota
    raise Fault("NoSuchResourceException", f"The quota {wanted[1]} does not exist.")


def _show(state: EmulatorState, call: EmulatedCall, quota: ServiceQuota) -> dict[str, Any]:
    is_default = "Default" in call.operation
    value = quota.value if is_default else find_limit(state, call, quota)
    place = f"{call.region}:{'' if is_default else call.account_id}"
    return {
        "ServiceCode": quota.service,
        "ServiceName": quota.service,
        "QuotaArn": f"arn:{call.partition}:servicequotas:{place}:{quota.service}/{quota.code}",
        "QuotaCode": quota.code,
        "QuotaName": quota.name,
        "Value": float(value),
        "Unit": "None",
        "Adjustable": quota.is_adjustable,
        "GlobalQuota": quota.is_global,
    }
