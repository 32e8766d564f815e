"""STS: privileged sessions of the root users of an organization's members.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.issued_session import IssuedSession, make_session_token
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.members import is_management
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.services.iam_root_access import require_root_administrator
from ringwall.emulator.state import EmulatorState

LONGEST = 900
TASKS = frozenset(
    {
        "IAMAuditRootUserCredentials",
        "IAMCreateRootUserPassword",
        "IAMDeleteRootUserCredentials",
        "S3UnlockBucketPolicy",
        "SQSUnlockQueuePolicy",
    }
)


@emulates("sts", "AssumeRoot")
def assume_root(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give out a session of a member's root user, for one task of AWS's."""
    target = str(call.parameters["TargetPrincipal"])
    account_id = target.split(":")[4] if target.startswith("arn:") else target
    task = str((call.parameters.get("TaskPolicyArn") or {}).get("arn", ""))
    seconds = call.parameters.get("DurationSeconds") or LONGEST
    if task.removeprefix(f"arn:{call.partition}:iam::aws:policy/root-task/") not in TASKS:
        raise Fault("ValidationError", f"The task policy {task} is not supported.")
    if not 0 < seconds <= LONGEST:
        raise Fault("ValidationError", f"DurationSeconds must be at most {LONGEST}")
    _check_member(state, call, account_id)
    made = moto_backend("iam", account_id).create_temp_access_key()
    token = make_session_token("FwoGZXIvYXdzE")
    caller = find_caller(state, call)
    source = caller.keys.get("aws:SourceIdentity", "")
    now = datetime.now(UTC).replace(microsecond=0)
    state.sessions[made.access_key_id] = IssuedSession(
        account_id=account_id,
        issued=now,
        expires=now + timedelta(seconds=seconds),
        policies=(task,),
        keys={"aws:AssumedRoot": "true"} | ({"aws:SourceIdentity": source} if source else {}),
        is_root=True,
        token=token,
        issuer={
            "type": "Root",
            "principalId": account_id,
            "arn": f"arn:{call.partition}:iam::{account_id}:root",
            "accountId": account_id,
        },
    )
    answer: dict[str, Any] = {
        "Credentials": {
            "AccessKeyId": made.access_key_id,
            "SecretAccessKey": made.secret_access_key,
            "SessionToken": token,
            "Expiration": now + timedelta(seconds=seconds),
        }
    }
    return answer | ({"SourceIdentity": source} if source else {})


def _check_member(state: EmulatorState, call: EmulatedCall, account_id: str) -> None:
    """Fault unless the caller manages root access of an organization that the account is in."""
    refused = Fault(
        "AccessDenied", f"User is not authorized to perform: sts:AssumeRoot on {account_id}", 403
    )
    try:
        organization = require_root_administrator(call)
    except Fault as error:
        raise refused from error
    is_member = any(account.id == account_id for account in organization.accounts)
    is_on = "RootSessions" in find_records(state, organization).features
    if not is_on or not is_member or is_management(organization, account_id):
        raise refused
