"""Who may call a function: statements of its policies that open it, and how they are added again.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ringwall.catalog.cloudtrail.past_calls import find_calls, take_map
from ringwall.catalog.threatened_function import GONE, NAME, QUALIFIER, ThreatenedFunction
from ringwall.model.change import Change, Probe, Write
from ringwall.model.normal import parse_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape

SID = r"[\w-]{1,100}"
CONDITIONS: Mapping[str, str] = {
    "aws:sourcearn": "SourceArn",
    "aws:sourceaccount": "SourceAccount",
    "aws:principalorgid": "PrincipalOrgID",
    "lambda:functionurlauthtype": "FunctionUrlAuthType",
    "lambda:eventsourcetoken": "EventSourceToken",
    "lambda:invokedviafunctionurl": "InvokedViaFunctionUrl",
}
"""What conditions come from: the parameters of AddPermission, which has no other ones."""
OPERATORS = {"arnlike", "arnequals", "stringequals", "stringlike", "bool"}
WHICH = {"FunctionName": NAME, "Qualifier?": QUALIFIER}
PERMISSION_WRITES = (
    WriteShape("lambda.remove_permission", {**WHICH, "StatementId": SID}),
    WriteShape(
        "lambda.add_permission",
        {
            **WHICH,
            "StatementId": SID,
            "Action": r"lambda:[\w*]{1,100}|\*",
            "Principal": r"[!-~]{1,500}",
            "SourceArn?": r"arn:[ -~]{1,500}",
            "SourceAccount?": r"\d{12}",
            "PrincipalOrgID?": r"o-[a-z0-9]{10,32}",
            "FunctionUrlAuthType?": "NONE|AWS_IAM",
            "EventSourceToken?": r"[\w.-]{1,256}",
            "InvokedViaFunctionUrl?": bool,
        },
    ),
)
_ROOT = re.compile(r"arn:[a-z-]{3,20}:iam::(\d{12}):root", re.ASCII)
_ACCOUNT = re.compile(r"(?:arn:[a-z-]{3,20}:(?:iam|sts)::)?(\d{12})(?::.*)?", re.ASCII)


def find_added(function: ThreatenedFunction, since: int) -> set[str]:
    """Return the ids of statements that were added since a time, as CloudTrail knows them."""
    if not since:
        return set()

    def is_own(record: Row) -> bool:
        named = str(take_map(record, "requestParameters").get("functionName") or "")
        return named == function.name or named.partition(":function:")[2] == function.name

    found: set[str] = set()
    # The records of Lambda have the version of the API in their names.
    for call in ("AddPermission20150331v2", "AddPermission"):
        for record in find_calls(function.reader, call, is_own, since=since):
            found.add(str(take_map(record, "requestParameters").get("statementId")))
    return found


def close_policy(
    function: ThreatenedFunction, qualifier: str, added: Collection[str], *, removes_all: bool
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that remove what opens a function, or one of its aliases and versions."""
    which = {"FunctionName": function.name, **({"Qualifier": qualifier} if qualifier else {})}
    probe = Probe(
        "lambda.get_policy", which, "{policy: Policy}", GONE, normal={"policy": "named policy"}
    )
    state = read_state(probe, function.reader)
    if state is None:
        return
    document = parse_json(state["policy"])
    statements, needs = list(document["Statement"]), ""
    for statement in list(statements):
        name = statement.get("Sid")
        if not (removes_all or name in added or _is_open(statement, function.owner)):
            continue
        parameters = _write(statement, which)
        if parameters is None:
            what = f"Remove the statement {name!r} of the function's policy"
            yield HumanStep(function.arn, what, "it could not be put back as it is")
            continue
        left = [one for one in statements if one is not statement]
        change = function.make(
            write=Write("lambda.remove_permission", {**which, "StatementId": name}),
            probe=probe,
            before={"policy": {**document, "Statement": statements}},
            after={"policy": {**document, "Statement": left}} if left else None,
            why=f"who is let in by {name} cannot call the function",
            undo=Write("lambda.add_permission", parameters),
            needs=(needs,) if needs else (),
        )
        statements, needs = left, change.id
        yield change


def _is_open(statement: Row, own: str) -> bool:
    """Whether a statement lets everyone in, another account, or a service for anybody."""
    if statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal")
    named = principal if isinstance(principal, Mapping) else {"AWS": principal}
    keys = {
        key.lower()
        for of_operator in (statement.get("Condition") or {}).values()
        for key in of_operator
    }
    if "Service" in named:
        return not keys & {"aws:sourcearn", "aws:sourceaccount"}
    who = str(named.get("AWS"))
    if who == "*":
        return "aws:principalorgid" not in keys
    found = _ACCOUNT.fullmatch(who)
    return found is not None and found[1] != own


def _write(statement: Row, which: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the parameters that add a statement again; None where no call could."""
    principal, name = statement.get("Principal"), str(statement.get("Sid"))
    who = principal
    if isinstance(principal, Mapping):
        who = principal.get("AWS") or principal.get("Service")
    if not isinstance(who, str) or not re.fullmatch(SID, name, re.ASCII):
        return None
    if found := _ROOT.fullmatch(who):
        who = found[1]
    written: dict[str, Any] = {
        **which,
        "StatementId": name,
        "Action": statement.get("Action"),
        "Principal": who,
    }
    for operator, keys in (statement.get("Condition") or {}).items():
        for key, value in keys.items():
            member = CONDITIONS.get(key.lower())
            if member is None or operator.lower() not in OPERATORS or isinstance(value, list):
                return None
            is_flag = member == "InvokedViaFunctionUrl"
            written[member] = str(value).lower() == "true" if is_flag else value
    return written if isinstance(written["Action"], str) else None
