"""The functions that respond, what may invoke them, and how often they are invoked again."""

import base64
from collections.abc import Iterator

from ringwall.catalog import callback_template
from ringwall.catalog.responder_keys import (
    BUS,
    CALLBACK,
    HANDLERS,
    SECTION,
    SHARED,
    find_external_id,
    find_responder,
    function_role,
    list_entered,
    list_functions,
    name_policy_object,
    queue_arn,
    responder_account,
    responder_arn,
    responder_key,
    seal_key,
)
from ringwall.catalog.responder_template import (
    EVENT_SECONDS,
    MEGABYTES,
    MEMBER_ROLE,
    NAME,
    SECONDS,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.responder import AutomaticResponder
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

WHY = "who contains a finding by hand does so after an attacker has gone on"
callback_template.SECONDS = 30
"""Chat waits for three; a URL for 15 minutes."""
CALLBACK_CONCURRENCY = 5
"""So many callers at a time, whoever they are: the rest of the account goes on."""
RETRIES = 2


@wants(SECTION)
def want_functions(landscape: Landscape) -> Iterator[Wanted]:
    """Have the function, and the one for callbacks where that is wanted."""
    wanted = find_responder(landscape)
    if wanted is None or not wanted.package.sha256:
        return
    for name in list_functions(wanted):
        yield _want_function(landscape, wanted, name)
    yield Wanted(
        key=responder_key(landscape, "lambda_event_invoke_config", NAME),
        columns={
            "function_name": _name(landscape, NAME),
            "maximum_retry_attempts": RETRIES,
            "maximum_event_age_in_seconds": EVENT_SECONDS,
        },
        why="a finding on which the function failed is answered again, and then kept in the queue",
        **SHARED,
    )
    yield Wanted(
        key=responder_key(landscape, "lambda_permission", "rules"),
        columns={
            "function_name": _name(landscape, NAME),
            "statement_id": "rules",
            "action": "lambda:InvokeFunction",
            "principal": "events.amazonaws.com",
            "source_arn": responder_arn(landscape, "events", f"rule/{NAME}-*"),
            "source_account": responder_account(landscape).id,
        },
        why="nobody but the rules of the section invokes the function",
        **SHARED,
    )


@wants(SECTION)
def want_callback_url(landscape: Landscape) -> Iterator[Wanted]:
    """Have the URL that chat calls, and that everybody may call it: signatures tell who it is."""
    wanted = find_responder(landscape)
    if wanted is None or not (wanted.callbacks and wanted.package.sha256):
        return
    why = "chat cannot sign as AWS asks for: the function checks the signature of chat's own"
    yield Wanted(
        key=responder_key(landscape, "lambda_url", CALLBACK),
        columns={
            "function_arn": Ref(responder_key(landscape, "lambda_function", CALLBACK), "arn"),
            "auth_type": "NONE",
            "invoke_mode": "BUFFERED",
        },
        why=why,
        **SHARED,
    )
    # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    both: tuple[tuple[str, str, Row], ...] = (
        ("url", "lambda:InvokeFunctionUrl", {"function_url_auth_type": "NONE"}),
        ("url-invoke", "lambda:InvokeFunction", {"invoked_via_function_url": True}),
    )
    for statement, action, limits in both:
        yield Wanted(
            key=responder_key(landscape, "lambda_permission", statement),
            columns={
                "function_name": _name(landscape, CALLBACK),
                "statement_id": statement,
                "action": action,
                "principal": "*",
                **limits,
            },
            why=why,
            **SHARED,
        )


def _want_function(landscape: Landscape, wanted: AutomaticResponder, name: str) -> Wanted:
    is_responder = name == NAME
    package = wanted.package
    role = function_role(landscape, name)
    columns: Row = {
        "function_name": name,
        "role": Ref(role, "arn"),
        "runtime": package.runtime,
        "handler": HANDLERS[name],
        "architectures": [package.architecture],
        "timeout": SECONDS if is_responder else callback_template.SECONDS,
        "memory_size": MEGABYTES if is_responder else callback_template.MEGABYTES,
        "description": "Responds to findings" if is_responder else "Takes answers from chat",
        "own_variables": _write_variables(landscape, wanted, name),
        "reserved_concurrent_executions": wanted.reserved_concurrency
        if is_responder
        else callback_template.CONCURRENCY,
        "code_sha256": base64.b64encode(bytes.fromhex(package.sha256)).decode(),
    }
    if is_responder:
        columns["dead_letter_target_arn"] = queue_arn(landscape)
    needs = [
        responder_key(landscape, "logs_log_group", name),
        responder_key(landscape, "dynamodb_table", NAME),
        RowKey(role.account, GLOBAL, "iam_role_policy", f"{role.name}/own"),
    ]
    if is_responder:
        needs.append(responder_key(landscape, "sqs_queue", NAME))
    return Wanted(
        key=responder_key(landscape, "lambda_function", name),
        columns=columns,
        given={"code_bucket": package.bucket, "code_key": package.key},
        needs=tuple(needs),
        why=WHY,
        **SHARED,
    )


def _write_variables(landscape: Landscape, wanted: AutomaticResponder, name: str) -> Row:
    variables: Row = {
        "RINGWALL_TABLE": NAME,
        "RINGWALL_SEAL_KEY": Ref(seal_key(landscape), "arn"),
    }
    if policy := name_policy_object(wanted):
        variables["RINGWALL_RESPONSE_POLICY_S3"] = policy
    if name == NAME and list_entered(landscape):
        variables["RINGWALL_ROLE"] = MEMBER_ROLE
        variables["RINGWALL_EXTERNAL_ID"] = find_external_id(landscape)
    if name == NAME and wanted.callbacks:
        url = Ref(responder_key(landscape, "lambda_url", CALLBACK), "function_url")
        variables["RINGWALL_CALLBACK_URL"] = url
    if name != NAME:
        variables["RINGWALL_BUS"] = BUS
    return variables


def _name(landscape: Landscape, name: str) -> Ref:
    return Ref(responder_key(landscape, "lambda_function", name), "function_name")
