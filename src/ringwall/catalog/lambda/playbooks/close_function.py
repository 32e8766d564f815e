"""Removes what lets anyone invoke a function, an alias or a version."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.lambda_statements import SID, StatementCalls, policy_probe, remove_public
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

FUNCTION: Mapping[str, Shape] = {
    "FunctionName": r"[\w-]{1,64}",
    "Qualifier?": r"[\w-]{1,128}",
    "StatementId": SID,
}
URL_TYPE = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
BY_URL = {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}
WRITES = (
    WriteShape("lambda.remove_permission", FUNCTION),
    WriteShape(
        "lambda.add_permission",
        {
            **FUNCTION,
            "Action": r"lambda:(\w{1,64}|\*)",
            "Principal": r"\*",
            "FunctionUrlAuthType?": "NONE",
            "InvokedViaFunctionUrl?": True,
        },
    ),
)


@answers("lambda.function_policy_is_not_public", "lambda.alias_policy_is_not_public", writes=WRITES)
def close_function(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Remove each statement that lets anyone invoke it; all others stay."""
    _, _, name = finding.resource.partition(":function:")
    function: Row = {"FunctionName": name.partition(":")[0]}
    if qualifier := name.partition(":")[2]:
        function["Qualifier"] = qualifier

    def remove(sid: str) -> Write:
        return Write("lambda.remove_permission", {**function, "StatementId": sid})

    def add(statement: Row) -> Write | None:
        condition = _read_condition(statement.get("Condition") or {})
        if condition is None or not isinstance(statement.get("Action"), str):
            return None
        who = {"Action": statement["Action"], "Principal": "*", **condition}
        return Write("lambda.add_permission", {**function, "StatementId": statement["Sid"], **who})

    calls = StatementCalls(policy_probe("lambda.get_policy", function), remove, add)
    return remove_public(finding, reader, calls)


def _read_condition(condition: Mapping[str, Any]) -> Row | None:
    """Return the parameters that a condition was made of; None where it limits who calls."""
    if condition == {}:
        return {}
    if condition == URL_TYPE:
        return {"FunctionUrlAuthType": "NONE"}
    return {"InvokedViaFunctionUrl": True} if condition == BY_URL else None
