"""Systems Manager Session Manager: sessions with instances. Nothing listens at their far end.

https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.automation.managed_nodes import list_nodes
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState

PREFERENCES = "SSM-SessionManagerRunShell"
"""The document of an account's preferences, which a session has if it names no other."""


@dataclass
class NodeSession:
    """A session with an instance."""

    session_id: str
    target: str
    owner: str
    document: str
    reason: str
    started: datetime
    ended: datetime | None = None

    @property
    def status(self) -> str:
        """Connected, until it is terminated."""
        return "Terminated" if self.ended else "Connected"


def _sessions_of(state: EmulatorState, call: EmulatedCall) -> dict[str, NodeSession]:
    key = (call.account_id, call.region, "ssm.Sessions")
    found: dict[str, NodeSession] = state.settings.setdefault(key, {})
    return found


@emulates("ssm", "StartSession")
def start_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Start a session with a managed instance that runs."""
    target = str(call.parameters["Target"])
    name = str(call.parameters.get("DocumentName") or PREFERENCES)
    document = find_document(state, call.account_id, call.region, name)
    if (document is None and name != PREFERENCES) or (document and document.kind != "Session"):
        raise Fault("InvalidDocument", f"Document with name {name} does not exist.")
    nodes = list_nodes(call.account_id, call.region)
    if not any(node.instance_id == target and node.is_online for node in nodes):
        raise Fault("TargetNotConnected", f"{target} is not connected.")
    caller = find_caller(state, call)
    own = f"{caller.arn.rpartition('/')[2]}-{mock_random.get_random_hex(17)}"
    reason = str(call.parameters.get("Reason") or "")
    made = NodeSession(own, target, caller.arn, name, reason, state.clock.now())
    _sessions_of(state, call)[own] = made
    return _connect(call, own)


def _connect(call: EmulatedCall, own: str) -> dict[str, str]:
    host = f"wss://ssmmessages.{call.region}.amazonaws.com/v1/data-channel"
    return {
        "SessionId": own,
        "TokenValue": mock_random.get_random_hex(64),
        "StreamUrl": f"{host}/{own}?role=publish_subscribe",
    }


@emulates("ssm", "ResumeSession")
def resume_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a new token for a session that goes on."""
    own = str(call.parameters["SessionId"])
    found = _sessions_of(state, call).get(own)
    if found is None or found.ended:
        raise Fault("DoesNotExistException", "The specified session doesn't exist.")
    return _connect(call, own)


@emulates("ssm", "TerminateSession")
def terminate_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """End a session; one that has ended, or never was, is no error."""
    own = str(call.parameters["SessionId"])
    found = _sessions_of(state, call).get(own)
    if found is not None and found.ended is None:
        found.ended = state.clock.now()
    return {"SessionId": own}


@emulates("ssm", "DescribeSessions")
def describe_sessions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return sessions, the newest first: those that go on, or those that have ended."""
    is_active = call.parameters["State"] == "Active"
    held = reversed(_sessions_of(state, call).values())
    found = [session for session in held if (session.ended is None) is is_active]
    for given in call.parameters.get("Filters") or ():
        found = [s for s in found if _matches(s, str(given["key"]), str(given["value"]))]
    return answer_page(call, "Sessions", [_describe(session) for session in found])


def _matches(session: NodeSession, key: str, value: str) -> bool:
    texts = {
        "Target": session.target,
        "Owner": session.owner,
        "Status": session.status,
        "SessionId": session.session_id,
    }
    if key not in texts:
        raise Fault("InvalidFilterKey", "The specified key isn't valid.")
    return texts[key] == value


def _describe(session: NodeSession) -> dict[str, Any]:
    return {
        "SessionId": session.session_id,
        "Target": session.target,
        "Status": session.status,
        "StartDate": session.started,
        "DocumentName": session.document,
        "Owner": session.owner,
        **({"Reason": session.reason} if session.reason else {}),
        **({"EndDate": session.ended} if session.ended else {}),
    }


@emulates("ssm", "GetConnectionStatus")
def get_connection(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether a session with an instance could be started."""
    target = call.parameters["Target"]
    nodes = list_nodes(call.account_id, call.region)
    is_connected = any(node.instance_id == target and node.is_online for node in nodes)
    return {"Target": target, "Status": "connected" if is_connected else "notconnected"}
