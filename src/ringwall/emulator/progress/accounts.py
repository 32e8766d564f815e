"""Organizations: accounts, which are there some time after they were asked for.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

LATER = ("AccountId", "CompletedTimestamp", "GovCloudAccountId")
"""What a status has when it is done."""


@takes_time("organizations", "CreateAccount")
def create_account(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let an account be in progress before it is there; its role is there when it is."""
    account_id = answer["CreateAccountStatus"]["AccountId"]
    _find(call.account_id, account_id).state = "PENDING_ACTIVATION"
    roles = moto_backend("iam", account_id).roles
    held = dict(roles)
    roles.clear()
    state.pending.start(state, call, account_id, finish_account, held)
    return {"CreateAccountStatus": _show(state, call, answer["CreateAccountStatus"])}


@takes_time("organizations", "DescribeCreateAccountStatus")
def describe_status(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Show that an account is in progress; of moto each is done."""
    return {"CreateAccountStatus": _show(state, call, answer["CreateAccountStatus"])}


@takes_time("organizations", "ListCreateAccountStatus")
def list_statuses(
    state: EmulatorState, call: EmulatedCall, _answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Show which accounts are in progress; moto would filter as if each were done."""
    wanted = set(call.parameters.get("States") or ("IN_PROGRESS", "SUCCEEDED", "FAILED"))
    made = [
        account.create_account_status["CreateAccountStatus"]
        for account in moto_backend("organizations", call.account_id).accounts
        if account.id != call.account_id
    ]
    shown = [_show(state, call, status) for status in made]
    return {"CreateAccountStatuses": [status for status in shown if status["State"] in wanted]}


def finish_account(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an account be active, with its role."""
    _find(thing.account_id, thing.name).state = "ACTIVE"
    moto_backend("iam", thing.name).roles.update(thing.held)


def _show(state: EmulatorState, call: EmulatedCall, status: Mapping[str, Any]) -> dict[str, Any]:
    if not state.pending.is_pending(call, status["AccountId"]):
        return dict(status)
    kept = {name: value for name, value in status.items() if name not in LATER}
    return kept | {"State": "IN_PROGRESS"}


def _find(management: str, account_id: str) -> Any:
    return moto_backend("organizations", management).get_account_by_id(account_id)
