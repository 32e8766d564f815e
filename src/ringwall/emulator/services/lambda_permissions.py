"""Lambda: statements of a function's policy, which moto writes in a way that no policy can be read.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

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
    at = next(n for n, one in enumerate(statements) if one.get("Sid") == asked["StatementId"])
    statements[at] = statement
    return {"Statement": json.dumps(statement, separators=(",", ":"))}


def _write_principal(given: str) -> Any:
    if given == "*":
        return "*"
    if ACCOUNT.fullmatch(given):
        return {"AWS": f"arn:{own_partition()}:iam::{given}:root"}
    return {"AWS" if given.startswith("arn:") else "Service": given}
