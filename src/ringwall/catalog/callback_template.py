"""The part of the responder's template that takes callbacks: a function behind a URL, and its role.

The URL asks for no signature of AWS's (`AuthType: NONE`): Slack, Teams, Jira and browsers have no
credentials of AWS. Each of them signs what it sends in its own way, and the function takes nothing
else. Its role changes nothing but parts of the table, and announces cases on the bus.
"""

from collections.abc import Iterable

from ringwall.catalog.responder_resources import (
    ACCOUNT,
    PARTITION,
    REGION,
    FunctionPlan,
    ResponderCode,
    find_arn,
    make_function,
    make_role,
    make_rule,
    name_log,
    name_table,
    substitute,
    trust_lambda,
)
from ringwall.catalog.response_permissions import ResponderPlaces, permit_callbacks
from ringwall.model.case import CASE_EVENT_KIND, CASE_EVENT_SOURCE
from ringwall.model.table import Row

PART = "Callback"
SECONDS = 30
MEGABYTES = 1_769
"""With so much, a function has one processor: Slack waits for 3 s, a cold start included.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
CONCURRENCY = 10
"""How many callbacks are taken at a time: strangers who call the URL use up no more."""
BUS = "default"


def make_callbacks(
    code: ResponderCode, responder: str, secrets: Iterable[str] = ()
) -> dict[str, Row]:
    """Return the function that takes callbacks, its URL, its role, and the rule of its events.

    `responder` is the name of the responder, and of the table; `secrets` check signatures.
    """
    name = f"{responder}-callback"
    places = ResponderPlaces(
        name_table(responder),
        name_log(name),
        "${SealKey.Arn}",
        bus=f"arn:{PARTITION}:events:{REGION}:{ACCOUNT}:event-bus/{BUS}",
        channel_secrets=tuple(secrets),
    )
    environment: Row = {
        "RINGWALL_TABLE": {"Ref": "Table"},
        "RINGWALL_SEAL_KEY": find_arn("SealKey"),
        "RINGWALL_BUS": BUS,
    }
    plan = FunctionPlan(
        name,
        "Takes what channels of responses answer",
        code.callback_handler,
        SECONDS,
        MEGABYTES,
        CONCURRENCY,
        environment,
        PART,
    )
    event = {
        "source": [CASE_EVENT_SOURCE],
        "detail-type": [CASE_EVENT_KIND],
        "account": [{"Ref": "AWS::AccountId"}],
    }
    about = "Cases to go on with"
    return {
        **make_role(name, trust_lambda(), permit_callbacks(places), PART),
        **make_function(code, plan),
        **_open_url(),
        **dict(make_rule("Case", f"{responder}-case", about, {"EventPattern": event})),
        "CaseEvents": _guard_bus(responder, places.bus),
    }


def _open_url() -> dict[str, Row]:
    """Return the URL, and the two permissions that AWS wants for one that anybody may call.

    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    """
    function = {"Ref": f"{PART}Function"}
    anybody = {"FunctionName": function, "Principal": "*"}
    return {
        f"{PART}Url": {
            "Type": "AWS::Lambda::Url",
            "Properties": {
                "TargetFunctionArn": find_arn(f"{PART}Function"),
                "AuthType": "NONE",
                "InvokeMode": "BUFFERED",
            },
        },
        f"{PART}UrlPermission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                **anybody,
                "Action": "lambda:InvokeFunctionUrl",
                "FunctionUrlAuthType": "NONE",
            },
        },
        f"{PART}InvokePermission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                **anybody,
                "Action": "lambda:InvokeFunction",
                "InvokedViaFunctionUrl": True,
            },
        },
    }


def _guard_bus(responder: str, bus: str) -> Row:
    """Return what lets nobody else announce cases.

    Such an event starts nothing that was not approved, but many would keep the responder busy.
    """
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "events:PutEvents",
        "Resource": bus,
        "Condition": {
            "StringEquals": {
                "events:source": CASE_EVENT_SOURCE,
                "events:detail-type": CASE_EVENT_KIND,
            },
            "ArnNotEquals": {
                "aws:PrincipalArn": f"arn:{PARTITION}:iam::{ACCOUNT}:role/{responder}-callback"
            },
        },
    }
    return {
        "Type": "AWS::Events::EventBusPolicy",
        "Properties": {
            "EventBusName": BUS,
            "StatementId": f"{responder}-case",
            "Statement": substitute(statement),
        },
    }
