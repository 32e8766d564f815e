"""Systems Manager: settings of the service in an account and Region.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

PUBLIC_SHARING = "/ssm/documents/console/public-sharing-permission"
DEFAULTS: Mapping[str, str] = {
    "/ssm/managed-instance/activation-tier": "standard",
    "/ssm/managed-instance/default-ec2-instance-management-role": "$None",
    "/ssm/parameter-store/default-parameter-tier": "Standard",
    "/ssm/parameter-store/high-throughput-enabled": "false",
    PUBLIC_SHARING: "Enable",
}
"""The settings that are known, and their value where nobody has changed it."""
_CHANGED = "ServiceSettings"


@emulates("ssm", "GetServiceSetting")
def get_setting(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a setting."""
    return {"ServiceSetting": _describe(state, call)}


@emulates("ssm", "UpdateServiceSetting")
def update_setting(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a setting."""
    name = _find_name(call)
    change = (call.parameters["SettingValue"], datetime.now(UTC), find_caller(state, call).arn)
    state.set(call, _CHANGED, {**state.setting(call, _CHANGED, {}), name: change})
    return {}


@emulates("ssm", "ResetServiceSetting")
def reset_setting(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a setting its default again."""
    name = _find_name(call)
    changed = state.setting(call, _CHANGED, {})
    state.set(call, _CHANGED, {key: v for key, v in changed.items() if key != name})
    return {"ServiceSetting": _describe(state, call)}


def read_setting(state: EmulatorState, call: EmulatedCall, name: str) -> str:
    """Return the value of a setting in the call's account and Region."""
    changed = state.setting(call, _CHANGED, {}).get(name)
    return str(changed[0] if changed else DEFAULTS[name])


def _describe(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    name = _find_name(call)
    changed = state.setting(call, _CHANGED, {}).get(name)
    value, at, by = changed or (DEFAULTS[name], None, "System")
    return {
        "SettingId": name,
        "SettingValue": value,
        "LastModifiedUser": by,
        "ARN": f"arn:{call.partition}:ssm:{call.region}:{call.account_id}:servicesetting{name}",
        "Status": "Customized" if changed else "Default",
        **({"LastModifiedDate": at} if at else {}),
    }


def _find_name(call: EmulatedCall) -> str:
    """Return the name of a setting, which a request may write as its ARN."""
    given = str(call.parameters["SettingId"])
    name = given.partition(":servicesetting")[2] if given.startswith("arn:") else given
    if name not in DEFAULTS:
        raise Fault("ServiceSettingNotFound", "The specified service setting wasn't found.")
    return name
