"""SES: whether an account, or a set of its messages, may send.

https://docs.aws.amazon.com/ses/latest/dg/monitoring-sender-reputation-pausing.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold_in
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

QUOTA = {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0}
"""What an account may send that is still in the sandbox.

https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
"""


def _account(state: EmulatorState, call: EmulatedCall) -> Record:
    """Return the account's own settings, which both versions of the API share."""
    return hold_in(state, call.account_id, call.region, "ses.account").setdefault("own", {})


@emulates("ses", "GetAccountSendingEnabled", "UpdateAccountSendingEnabled")
def keep_sending(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return or set whether the account may send."""
    held = _account(state, call)
    if call.operation.startswith("Get"):
        return {"Enabled": held.get("sending", True)}
    held["sending"] = bool(call.parameters.get("Enabled"))
    return {}


@emulates("sesv2", "PutAccountSendingAttributes", "PutAccountSuppressionAttributes")
def put_attributes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set whether the account may send, or whom it sends nothing."""
    held, given = _account(state, call), call.parameters
    if call.operation == "PutAccountSendingAttributes":
        held["sending"] = bool(given.get("SendingEnabled"))
    else:
        held["suppressed"] = list(given.get("SuppressedReasons") or ())
    return {}


@emulates("sesv2", "GetAccount")
def get_account(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what the account may send."""
    held = _account(state, call)
    return {
        "DedicatedIpAutoWarmupEnabled": False,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": False,
        "SendQuota": QUOTA,
        "SendingEnabled": held.get("sending", True),
        "SuppressionAttributes": {"SuppressedReasons": held.get("suppressed", [])},
    }


@emulates("ses", "UpdateConfigurationSetSendingEnabled")
@emulates("sesv2", "PutConfigurationSetSendingOptions")
def set_sending_of_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set whether messages of a configuration set are sent."""
    name = call.parameters["ConfigurationSetName"]
    backend = moto_backend("ses", call.account_id, call.region)
    if name not in backend.config_sets:
        code = "ConfigurationSetDoesNotExist" if call.service == "ses" else "NotFoundException"
        message = f"Configuration set <{name}> does not exist."
        raise Fault(code, message, 400 if call.service == "ses" else 404)
    member = "Enabled" if call.service == "ses" else "SendingEnabled"
    sets = _account(state, call).setdefault("sets", {})
    sets[name] = bool(call.parameters.get(member))
    return {}


@emulates("sesv2", "CreateConfigurationSet")
def create_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Create a configuration set, whose messages are sent unless it says otherwise."""
    answer = state.ask_moto(call)
    options = call.parameters.get("SendingOptions") or {}
    sets = _account(state, call).setdefault("sets", {})
    sets[call.parameters["ConfigurationSetName"]] = options.get("SendingEnabled", True)
    return answer


@emulates("sesv2", "GetConfigurationSet")
def get_set(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a configuration set, and whether its messages are sent."""
    sets = _account(state, call).get("sets", {})
    is_on = sets.get(call.parameters["ConfigurationSetName"], True)
    answer = {name: value for name, value in state.ask_moto(call).items() if value}
    return {**answer, "SendingOptions": {"SendingEnabled": is_on}}


@emulates("ses", "SendEmail", "SendRawEmail")
@emulates("sesv2", "SendEmail")
def check_sending(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to send where that is paused; let moto send the rest."""
    held = _account(state, call)
    name = call.parameters.get("ConfigurationSetName")
    code = "SendingPausedException" if call.service == "sesv2" else "AccountSendingPausedException"
    if not held.get("sending", True):
        raise Fault(code, "Email sending is disabled for your account.")
    if not held.get("sets", {}).get(name, True):
        code = code.replace("Account", "ConfigurationSet")
        raise Fault(code, f"Email sending is disabled for the configuration set {name}.")
