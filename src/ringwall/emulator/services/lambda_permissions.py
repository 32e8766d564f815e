"""Lambda: statements of a function's policy, which moto writes in a way that no policy can be read.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

LATEST = "$LATEST"
MISSING = "The resource you requested does not exist."
ACCOUNT = re.compile(r"\d{12}")
CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}


@emulates("lambda", "AddPermission")
def add_permission(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add a statement as AWS writes it, in place of moto's."""
    answer = state.ask_moto(call)
    theirs = json.loads(answer["Statement"])
    asked = call.parameters
    statement: dict[str, Any] = {
        "Sid": asked["StatementId"],
        "Effect": "Allow",
        "Principal": _write_principal(asked["Principal"]),
        "Action": asked["Action"],
        "Resource": theirs["Resource"],
    }
    for member, (operator, key) in CONDITIONS.items():
        if asked.get(member) not in {None, ""}:
            value = asked[member] if isinstance(asked[member], str) else str(asked[member]).lower()
            statement.setdefault("Condition", {}).setdefault(operator, {})[key] = value
    name = theirs["Resource"].split(":function:")[1].split(":")[0]
    backend = moto_backend("lambda", call.account_id, call.region)
    statements = backend.get_function(name, asked.get("Qualifier")).policy.statements
    at = len(statements) - 1  # moto adds it last
    statements[at] = statement
    return {"Statement": json.dumps(statement, separators=(",", ":"))}


@emulates("lambda", "GetPolicy")
def get_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policy of a function, or of a version or alias, each of which has its own.

    moto keeps the statements of them all together.
    """
    policy, own = _find_policy(call)
    if not own:
        raise Fault("ResourceNotFoundException", MISSING, 404)
    document = {"Version": "2012-10-17", "Id": "default", "Statement": own}
    text = json.dumps(document, separators=(",", ":"))
    return {"Policy": text, "RevisionId": policy.revision}


@emulates("lambda", "RemovePermission")
def remove_permission(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Remove a statement of a function, or of a version or alias alone."""
    policy, own = _find_policy(call)
    wanted = call.parameters["StatementId"]
    found = next((one for one in own if one.get("Sid") == wanted), None)
    if found is None:
        message = f"Statement {wanted} is not found in resource policy."
        raise Fault("ResourceNotFoundException", message, 404)
    revision = call.parameters.get("RevisionId")
    if revision and revision != policy.revision:
        message = "The RevisionId provided does not match the latest RevisionId"
        raise Fault("PreconditionFailedException", message, 412)
    policy.statements.remove(found)
    policy.revision = str(mock_random.uuid4())
    return {}


def _find_policy(call: EmulatedCall) -> tuple[Any, list[dict[str, Any]]]:
    """Return moto's policy, and those of its statements that are of what a call names."""
    name, qualifier = call.parameters["FunctionName"], call.parameters.get("Qualifier")
    backend = moto_backend("lambda", call.account_id, call.region)
    try:
        policy = backend.get_function(name, qualifier).policy
    except (UnknownFunctionException, UnknownAliasException) as error:
        raise Fault("ResourceNotFoundException", f"Function not found: {name}", 404) from error
    tail = f":{qualifier}" if qualifier and qualifier != LATEST else ""
    own = [
        one
        for one in policy.statements
        if one["Resource"].partition(":function:")[2].partition(":")[2] == tail.lstrip(":")
    ]
    return policy, own


def _write_principal(given: str) -> Any:
    if given == "*":
        return "*"
    if ACCOUNT.fullmatch(given):
        return {"AWS": f"arn:{own_partition()}:iam::{given}:root"}
    return {"AWS" if given.startswith("arn:") else "Service": given}
